//! The service description, fetched anew by each case that judges it, so that the evidence is the case's own.

use ctk_vectors::facts;
use ctk_wire::scpd::{self, Action, Scpd, Variable};

use crate::judging::judgement::{Flow, Stop};
use crate::lab::{ControlPoint, HttpAsk, Wire};
use crate::tester::description::Descriptions;
use crate::tester::response_of;

/// The service description, and the exchange that fetched it.
#[derive(Debug)]
pub(crate) struct ServiceDescription {
    /// What it says.
    pub(crate) scpd: Scpd,
    /// What was asked.
    pub(crate) asked: String,
    /// The exchange.
    pub(crate) exchange: u32,
}

impl Descriptions<'_, '_> {
    /// Fetches the service description.
    ///
    /// # Errors
    /// Inconclusive when it cannot be had or read: the cases of the architecture judge that.
    pub(crate) fn service(&mut self) -> Flow<ServiceDescription> {
        let url = self.t.dut().scpd_url.clone();
        let asked = format!("GET {url}");
        let answer = self.t.http(HttpAsk {
            wire: Wire::Description,
            control_point: ControlPoint::First,
            url,
            method: "GET".to_owned(),
            headers: vec![(
                "USER-AGENT".to_owned(),
                self.t.user_agent(ControlPoint::First),
            )],
            body: Vec::new(),
            about: asked.clone(),
        })?;
        let unreadable = |why: String| {
            Stop::inconclusive(format!(
                "the service description at {} cannot be read: {why}",
                asked.trim_start_matches("GET ")
            ))
        };
        let response = response_of(&answer, "GET").map_err(unreadable)?;
        if response.head.status != 200 {
            return Err(unreadable(format!("HTTP {}", response.head.status)));
        }
        let scpd = scpd::read(&response.body, self.t.dut().claim)
            .map_err(|error| unreadable(error.to_string()))?;
        Ok(ServiceDescription {
            scpd: scpd.value,
            asked,
            exchange: answer.exchange,
        })
    }
}

/// The declared actions that the standard defines, with its own entry for each.
pub(crate) fn standard_actions(
    scpd: &Scpd,
) -> impl Iterator<Item = (&Action, &'static ctk_vectors::Action)> {
    scpd.actions
        .iter()
        .filter_map(|action| facts().action(&action.name).map(|known| (action, known)))
}

/// The declared variables that the standard defines; `A_ARG_TYPE_String` is one of them.
pub(crate) fn standard_variables(scpd: &Scpd) -> impl Iterator<Item = &Variable> {
    scpd.variables
        .iter()
        .filter(|variable| is_standard_variable(&variable.name))
}

/// The standard defines a variable of this name.
pub(crate) fn is_standard_variable(name: &str) -> bool {
    facts().state_variable(name).is_some() || name == SUBJECT_IN_CLAUSE_6
}

/// Clause 6 relates the Subject arguments to this variable, Table 1 to `A_ARG_TYPE_Subject`; both are right.
pub(crate) const SUBJECT_IN_CLAUSE_6: &str = "A_ARG_TYPE_String";

/// The argument's declared variable is the one of the table, or that of clause 6.
pub(crate) fn is_variable_of(declared: &str, table: &str) -> bool {
    declared == table || (table == "A_ARG_TYPE_Subject" && declared == SUBJECT_IN_CLAUSE_6)
}
