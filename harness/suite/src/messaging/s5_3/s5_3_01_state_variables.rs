//! 5.3.1 State variables: Table 1, as the service description declares them.

use ctk_record::Judgement;
use ctk_vectors::messaging_2::req;
use ctk_vectors::{Presence, facts};
use ctk_wire::scpd::Variable;

use crate::case::Case;
use crate::case::slug::kebab;
use crate::judging::judgement::Stop;
use crate::tester::service_description::{is_variable_of, standard_actions, standard_variables};

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let required = facts()
        .state_variables
        .iter()
        .filter(|variable| variable.presence == Presence::Required);
    let mut cases: Vec<Case> = required.map(|variable| declared(&variable.name)).collect();
    cases.push(data_types());
    cases.push(related());
    cases
}

/// Table 1: a required variable.
fn declared(name: &'static str) -> Case {
    let requirement = format!("M-T1-{name}");
    Case::new(
        format!(
            "5.3.1/{}-declared",
            kebab(name.trim_start_matches("A_ARG_TYPE_"))
        ),
        format!("the state variable {name} is declared"),
    )
    .covering(requirement.clone())
    .body(move |t| {
        let fetched = t.descriptions().service()?;
        let found = fetched.scpd.variable(name).is_some();
        t.record(
            Judgement::met(&requirement, found)
                .asked(&fetched.asked)
                .accepts([&format!("stateVariable {name}")])
                .observed(if found {
                    format!("stateVariable {name}")
                } else {
                    format!(
                        "{} state variables, none of them {name}",
                        fetched.scpd.variables.len()
                    )
                })
                .exchanges([fetched.exchange]),
        )
    })
}

/// Table 1: every variable of the standard is a string.
fn data_types() -> Case {
    Case::new(
        "5.3.1/data-types",
        "each declared state variable of the standard has data type string",
    )
    .covers(&[req::M_T1_TYPE])
    .body(|t| {
        let fetched = t.descriptions().service()?;
        // One that is missing, or that no architecture knows, is judged with the form of the service description.
        let (known, unknown): (Vec<&Variable>, Vec<&Variable>) =
            standard_variables(&fetched.scpd).partition(|variable| variable.has_known_type());
        let others: Vec<String> = known
            .iter()
            .filter(|variable| variable.data_type != "string")
            .map(|variable| format!("{} is {}", variable.name, variable.data_type))
            .collect();
        if let (Some(first), true) = (unknown.first(), others.is_empty()) {
            return Err(Stop::inconclusive(format!(
                "{} has no data type of the architecture (uda/scpd/data-type)",
                first.name
            )));
        }
        t.record(
            Judgement::met(req::M_T1_TYPE, others.is_empty())
                .asked(&fetched.asked)
                .accepts(["dataType string"])
                .observed(if others.is_empty() {
                    "dataType string throughout".to_owned()
                } else {
                    others.join(", ")
                })
                .exchanges([fetched.exchange]),
        )
    })
}

/// 5.3.1: what an argument relates to is declared. The required variables have a case each, and an argument that
/// relates to another variable than its table says is judged with the arguments of its action.
fn related() -> Case {
    Case::new(
        "5.3.1/related-variables-declared",
        "the state variables that arguments relate to are declared",
    )
    .covers(&[req::M_T1_RELATED])
    .body(|t| {
        let fetched = t.descriptions().service()?;
        let mut missing: Vec<String> = Vec::new();
        for (action, known) in standard_actions(&fetched.scpd) {
            for argument in known.inputs.iter().chain(&known.outputs) {
                let required = facts()
                    .state_variable(&argument.variable)
                    .is_some_and(|variable| variable.presence == Presence::Required);
                let declared = action.arguments.iter().find(|it| it.name == argument.name);
                let Some(declared) = declared
                    .filter(|it| !required && is_variable_of(&it.variable, &argument.variable))
                else {
                    continue;
                };
                if fetched.scpd.variable(&declared.variable).is_none() {
                    missing.push(format!(
                        "{} of {} relates to {}, which is not declared",
                        argument.name, action.name, declared.variable
                    ));
                }
            }
        }
        t.record(
            Judgement::met(req::M_T1_RELATED, missing.is_empty())
                .asked(&fetched.asked)
                .accepts(["a stateVariable for each relatedStateVariable"])
                .observed(if missing.is_empty() {
                    "each is declared".to_owned()
                } else {
                    missing.join("; ")
                })
                .exchanges([fetched.exchange]),
        )
    })
}
