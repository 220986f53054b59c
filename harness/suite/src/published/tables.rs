//! Cases that follow from the tables of a service: its actions, their arguments and codes, its variables.

use ctk_record::Judgement;
use ctk_vectors::Presence;
use ctk_vectors::published::{KnownArgument, KnownService, KnownVariable, derived};
use ctk_wire::scpd::{Direction, Scpd, Variable};

use crate::case::{Case, Reach};
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;

/// Values that no action expects, by kind of variable: a number, and a text.
const STRANGE: (&str, &str) = ("4000000000", "CtkNone");

/// The cases.
pub(super) fn cases(service: &'static KnownService) -> Vec<Case> {
    let of = |slug: &str, purpose: &'static str, statement: &str| {
        let id = service.statement_id(statement);
        let clause = service.norm(&id).map_or("", |norm| norm.clause);
        Case::new(format!("service/{}/{slug}", service.name), purpose)
            .clause(clause)
            .covering(id)
            .of(&service.name)
            .reach(Reach::EachService)
            .derived()
    };
    vec![
        of(
            "actions",
            "every required action is declared",
            derived::ACTIONS,
        )
        .body(move |t| declared(t, service, derived::ACTIONS, lacking_actions)),
        of(
            "arguments",
            "actions have the arguments of their tables",
            derived::ARGUMENTS,
        )
        .body(move |t| declared(t, service, derived::ARGUMENTS, other_arguments)),
        of(
            "variables",
            "state variables are as in their table",
            derived::VARIABLES,
        )
        .body(move |t| declared(t, service, derived::VARIABLES, other_variables)),
        of(
            "error-codes",
            "actions give no codes but those of their tables",
            derived::ERRORS,
        )
        .body(move |t| codes(t, service)),
    ]
}

/// What a service description in this version of the service has that is not as published, in words.
type Differing = fn(&KnownService, &Scpd, u32) -> Vec<String>;

fn declared(
    t: &mut Tester<'_>,
    service: &KnownService,
    statement: &str,
    differing: Differing,
) -> Flow {
    let read = t.descriptions().service()?;
    let version = t.dut().service_version().unwrap_or(1);
    let found = differing(service, &read.scpd, version);
    let observed = match found.as_slice() {
        [] => "as published".to_owned(),
        found => found.join("; "),
    };
    t.record(
        Judgement::met(service.statement_id(statement), found.is_empty())
            .asked(read.asked)
            .accepts([format!("the tables of {}", service.documents.join(", "))])
            .observed(observed)
            .exchanges([read.exchange]),
    )
}

fn lacking_actions(service: &KnownService, scpd: &Scpd, version: u32) -> Vec<String> {
    let due = service
        .actions
        .iter()
        .filter(|action| action.presence == Presence::Required && action.since <= version);
    due.filter(|action| scpd.action(&action.name).is_none())
        .map(|action| format!("{} is not declared", action.name))
        .collect()
}

fn other_arguments(service: &KnownService, scpd: &Scpd, _version: u32) -> Vec<String> {
    let mut found = Vec::new();
    for action in &scpd.actions {
        let Some(known) = service.action(&action.name) else {
            continue;
        };
        let ways = [
            (Direction::In, &known.inputs),
            (Direction::Out, &known.outputs),
        ];
        for (way, published) in ways {
            let own = action.names(way);
            let same = |(argument, name): (&KnownArgument, &&str)| argument.is_called(name);
            if own.len() != published.len() || !published.iter().zip(&own).all(same) {
                let names: Vec<&str> = published.iter().map(KnownArgument::name).collect();
                found.push(format!(
                    "the {way} arguments of {} are ({}), and published as ({})",
                    action.name,
                    own.join(", "),
                    names.join(", ")
                ));
            }
        }
    }
    found
}

fn other_variables(service: &KnownService, scpd: &Scpd, version: u32) -> Vec<String> {
    let mut found = Vec::new();
    for known in service
        .variables
        .iter()
        .filter(|known| known.since <= version)
    {
        match scpd.variable(&known.name) {
            Some(own) => found.extend(other_variable(known, own)),
            None if known.presence == Presence::Required => {
                found.push(format!("{} is not declared", known.name));
            }
            None => {}
        }
    }
    found
}

fn other_variable(known: &KnownVariable, own: &Variable) -> Vec<String> {
    let mut found = Vec::new();
    let name = &known.name;
    let kind = |text: &str| {
        if text == "int" {
            "i4".to_owned()
        } else {
            text.to_owned()
        }
    };
    if kind(&own.data_type) != kind(&known.data_type) {
        found.push(format!(
            "{name} is of the type {:?}, and published as {}",
            own.data_type, known.data_type
        ));
    }
    if own.send_events != known.evented {
        let words = |evented: bool| if evented { "evented" } else { "not evented" };
        found.push(format!(
            "{name} is {}, and published as {}",
            words(own.send_events),
            words(known.evented)
        ));
    }
    if !own.allowed_values.is_empty() {
        let lacking = known
            .values
            .iter()
            .filter(|value| !own.allowed_values.contains(value));
        found.extend(lacking.map(|value| format!("{name} does not allow the value {value}")));
    }
    found
}

/// Calls what takes no effect with values that nothing expects, and looks at the codes that come.
fn codes(t: &mut Tester<'_>, service: &KnownService) -> Flow {
    let dut = t.dut();
    let mut foreign = Vec::new();
    let mut exchanges = Vec::new();
    for known in service
        .actions
        .iter()
        .filter(|known| known.safe && !known.inputs.is_empty())
    {
        let Some(action) = dut.declared(&known.name) else {
            continue;
        };
        let usual = dut.usual_values(action);
        for place in 0..usual.len() {
            let mut values = usual.clone();
            if let Some((name, value)) = values.get_mut(place) {
                *value = strange(dut.variable_of(action, name)).to_owned();
            }
            let given: Vec<(&str, &str)> = values
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            let reply = t.invoke_among_others(&known.name, &given)?;
            let code = reply.fault().and_then(|code| u16::try_from(code).ok());
            if let Some(code @ 700..=799) = code {
                exchanges.push(reply.exchange);
                if !known.errors.contains(&code) {
                    foreign.push(format!("{}: fault {code}", reply.asked));
                }
            } else if reply.succeeded() || reply.is_fault() {
                exchanges.push(reply.exchange);
            }
        }
    }
    if exchanges.is_empty() {
        return Err(Stop::NotApplicable(
            "no action without effect that takes arguments answers".to_owned(),
        ));
    }
    t.record(
        Judgement::met(service.statement_id(derived::ERRORS), foreign.is_empty())
            .asked("actions without effect, with values that nothing expects")
            .accepts(["codes of the tables, and those of the architecture"])
            .observed(match foreign.as_slice() {
                [] => "none but those".to_owned(),
                foreign => foreign.join("; "),
            })
            .exchanges(exchanges),
    )
}

fn strange(variable: Option<&Variable>) -> &'static str {
    let numeric = variable.is_some_and(|it| {
        matches!(
            it.data_type.as_str(),
            "ui1" | "ui2" | "ui4" | "i1" | "i2" | "i4" | "int"
        )
    });
    let (number, text) = STRANGE;
    if numeric { number } else { text }
}
