//! From a file to a checked service.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use toml::Spanned;

use super::check;
use super::entry::{KnownAction, KnownCase, KnownService, Statement, derived};
use super::variable::KnownVariable;
use crate::embedded::SERVICE_FILES;
use crate::position::Lines;
use crate::{Level, Problem, VectorError};

/// Where the cases of a service's file have their ids from.
pub const KNOWN_BY_STEPS: &str = "service/";

static SERVICES: LazyLock<Vec<KnownService>> = LazyLock::new(|| {
    let read = |&(name, text): &(&str, &str)| match KnownService::load(name, text) {
        Ok(service) => service,
        // The files are compiled in and the tests load them: a fault here never leaves the build.
        Err(error) => panic!("embedded service: {error}"),
    };
    SERVICE_FILES.iter().map(read).collect()
});

/// The embedded services, parsed at the first call, by name of their file.
///
/// # Panics
/// If an embedded file is at fault, which this crate's tests rule out.
pub fn services() -> &'static [KnownService] {
    &SERVICES
}

/// A file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) service: Spanned<Head>,
    #[serde(default)]
    pub(super) statement: Vec<Spanned<Statement>>,
    pub(super) action: Vec<Spanned<KnownAction>>,
    pub(super) variable: Vec<Spanned<KnownVariable>>,
    #[serde(default)]
    pub(super) case: Vec<Spanned<KnownCase>>,
}

/// What a file says of the service as a whole.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    pub(super) family: String,
    pub(super) documents: Vec<String>,
    pub(super) sources: Vec<String>,
    /// The clauses of the tables: of variables, of actions.
    pub(super) tables: [String; 2],
    #[serde(default)]
    pub(super) defaults: BTreeMap<String, String>,
}

impl KnownService {
    /// Reads and checks a file, given by name and text.
    ///
    /// # Errors
    /// The first fault found, with file and line, as of [`crate::Facts::load`].
    pub fn load(name: &str, text: &str) -> Result<Self, VectorError> {
        let lines = Lines::of(text);
        let fault = |line, problem| VectorError {
            file: name.to_owned(),
            line,
            problem: Box::new(problem),
        };
        let file: File = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| lines.at(&span));
            let message = error.message().replace('\n', "; ");
            fault(line, Problem::Syntax { message })
        })?;
        let short = check::name_of(&file.service.get_ref().family)
            .map_err(|problem| fault(lines.at(&file.service.span()), problem))?;
        check::check(&file, &short).map_err(|(span, problem)| fault(lines.at(&span), problem))?;
        Ok(file.into_service(short))
    }
}

impl File {
    fn into_service(self, name: String) -> KnownService {
        let head = self.service.into_inner();
        let mut statements = of_tables(&head);
        statements.extend(self.statement.into_iter().map(Spanned::into_inner));
        for statement in &mut statements {
            statement.id = format!("S-{name}-{}", statement.id);
        }
        let mut cases: Vec<KnownCase> = self.case.into_iter().map(Spanned::into_inner).collect();
        for case in &mut cases {
            case.id = format!("{KNOWN_BY_STEPS}{name}/{}", case.id);
            for judged in &mut case.judges {
                *judged = format!("S-{name}-{judged}");
            }
            for step in case.steps.iter_mut().chain(&mut case.undo) {
                step.judges = step
                    .judges
                    .take()
                    .map(|judged| format!("S-{name}-{judged}"));
            }
        }
        KnownService {
            family: head.family,
            documents: head.documents,
            sources: head.sources,
            defaults: head.defaults,
            statements,
            actions: self.action.into_iter().map(Spanned::into_inner).collect(),
            variables: self.variable.into_iter().map(Spanned::into_inner).collect(),
            cases,
            name,
        }
    }
}

/// What follows from the tables of any service.
fn of_tables(head: &Head) -> Vec<Statement> {
    let [variables, actions] = &head.tables;
    let of = |id: &str, clause: &str, text: &str| Statement {
        id: id.to_owned(),
        clause: clause.to_owned(),
        level: Level::Shall,
        text: text.to_owned(),
    };
    vec![
        of(
            derived::ACTIONS,
            actions,
            "Every action that the table marks as required is there.",
        ),
        of(
            derived::ARGUMENTS,
            actions,
            "An action has the arguments of its table, in their order, and no others.",
        ),
        of(
            derived::VARIABLES,
            variables,
            "Required variables are there; a variable of the table has its data type, is evented if and only if it is there, and allows the values that are required.",
        ),
        of(
            derived::ERRORS,
            actions,
            "An action gives no other code from 700 to 799 than those of its table.",
        ),
    ]
}
