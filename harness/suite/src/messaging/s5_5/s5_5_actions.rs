//! 5.5 Actions: Table 9, and the arguments of Tables 10 to 44, as the service description declares them.

use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, req, session_class};
use ctk_vectors::{Action, Presence, facts};
use ctk_wire::scpd::{self, Direction};

use crate::case::slug::kebab;
use crate::case::{Case, Need};
use crate::judging::judgement::Stop;
use crate::tester::Statement;
use crate::tester::service_description::is_variable_of;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let actions = &facts().actions;
    let required = actions
        .iter()
        .filter(|action| action.presence == Presence::Required);
    let mut cases: Vec<Case> = required.map(|action| declared(&action.name)).collect();
    cases.extend(actions.iter().map(arguments));
    cases.extend(actions.iter().map(answers));
    cases.push(page_mode());
    cases.push(session_classes());
    cases.push(file_transfer());
    cases
}

/// Table 9: a required action.
fn declared(name: &'static str) -> Case {
    let requirement = format!("M-T9-{name}");
    Case::new(
        format!("5.5/{}-declared", kebab(name)),
        format!("the required action {name} is declared"),
    )
    .covering(requirement.clone())
    .body(move |t| {
        let fetched = t.descriptions().service()?;
        let found = fetched.scpd.action(name).is_some();
        t.record(
            Judgement::met(&requirement, found)
                .asked(&fetched.asked)
                .accepts([&format!("action {name}")])
                .observed(if found {
                    format!("action {name}")
                } else {
                    format!(
                        "{} actions, none of them {name}",
                        fetched.scpd.actions.len()
                    )
                })
                .exchanges([fetched.exchange]),
        )
    })
}

/// Tables 10 to 44: an action's arguments by name, direction, order and related variable. That in arguments
/// stand before out arguments, and that each has a direction, is the architecture's.
fn arguments(action: &'static Action) -> Case {
    let name: &'static str = &action.name;
    Case::new(
        format!("{}/arguments", action.clause),
        format!(
            "{name} has the arguments of Table {}",
            action.arguments_table
        ),
    )
    .covers(&[req::M_T9_ARGS])
    .needs(&[Need::Action(name)])
    .derived()
    .body(move |t| {
        let fetched = t.descriptions().service()?;
        let Some(found) = fetched.scpd.action(name) else {
            return Err(Stop::NotApplicable(format!(
                "action {name} is not declared"
            )));
        };
        let due = in_words(
            action
                .inputs
                .iter()
                .map(|it| (it.name.as_str(), it.variable.as_str())),
            action
                .outputs
                .iter()
                .map(|it| (it.name.as_str(), it.variable.as_str())),
        );
        // What was added to a complete list is the vendor's, and the architecture's case.
        let known = |name: &str| {
            let mut all = action.inputs.iter().chain(&action.outputs);
            all.any(|it| it.name == name)
        };
        let has = |name: &str| found.arguments.iter().any(|it| it.name == name);
        let mut all = action.inputs.iter().chain(&action.outputs);
        let complete = all.all(|it| has(&it.name));
        let listed = |(name, _): &(&str, &str)| !complete || known(name);
        let seen = in_words(
            going(found, action, Direction::In).filter(listed),
            going(found, action, Direction::Out).filter(listed),
        );
        t.record(
            Judgement::met(req::M_T9_ARGS, seen == due)
                .asked(&fetched.asked)
                .accepts([&due])
                .observed(seen.clone())
                .exchanges([fetched.exchange]),
        )
    })
}

/// The declared arguments that go one way, each once, with the related variable; the table's where that is missing or
/// the one of clause 6, and the table's direction where none is declared. Those are judged elsewhere, as is what a
/// vendor adds to arguments that are all there.
fn going<'s>(
    found: &'s scpd::Action,
    action: &'s Action,
    direction: Direction,
) -> impl Iterator<Item = (&'s str, &'s str)> {
    let arguments = &found.arguments;
    let of_table = |name: &str| {
        action
            .inputs
            .iter()
            .chain(&action.outputs)
            .any(|it| it.name == name)
    };
    let complete = action
        .inputs
        .iter()
        .chain(&action.outputs)
        .all(|known| arguments.iter().any(|it| it.name == known.name));
    arguments
        .iter()
        .enumerate()
        .filter(move |(_, one)| !complete || of_table(&one.name))
        .filter(|(at, one)| !arguments[..*at].iter().any(|other| other.name == one.name))
        .filter(move |(_, one)| {
            let of_table = if action.inputs.iter().any(|it| it.name == one.name) {
                Direction::In
            } else {
                Direction::Out
            };
            one.direction.unwrap_or(of_table) == direction
        })
        .map(|(_, one)| {
            let table = action
                .inputs
                .iter()
                .chain(&action.outputs)
                .find(|it| it.name == one.name)
                .map_or("", |it| it.variable.as_str());
            let variable = one.variable.as_str();
            if variable.is_empty() || is_variable_of(variable, table) {
                (one.name.as_str(), table)
            } else {
                (one.name.as_str(), variable)
            }
        })
}

fn in_words<'s>(
    inputs: impl Iterator<Item = (&'s str, &'s str)>,
    outputs: impl Iterator<Item = (&'s str, &'s str)>,
) -> String {
    fn list<'s>(arguments: impl Iterator<Item = (&'s str, &'s str)>) -> String {
        let all: Vec<String> = arguments
            .map(|(name, variable)| format!("{name} ({variable})"))
            .collect();
        if all.is_empty() {
            "nothing".to_owned()
        } else {
            all.join(", ")
        }
    }
    format!("in: {}; out: {}", list(inputs), list(outputs))
}

/// 5.5, UDA 2.5: a declared action is there: it does not answer 401 or 602. Actions without effect are called as they
/// are meant, the others without their in arguments, so that nothing can come of it.
fn answers(action: &'static Action) -> Case {
    let name: &'static str = &action.name;
    Case::new(
        format!("{}/declared-and-there", action.clause),
        format!("{name}, which is declared, is known when it is invoked"),
    )
    .covers(&[req::M_T9_DECLARED, "UDA-SCPD-23"])
    .needs(&[Need::Action(name)])
    .derived()
    .body(move |t| {
        let empty: Vec<(&str, &str)> = match name {
            action::SEARCH_MESSAGES | action::GET_SESSIONS => action
                .inputs
                .iter()
                .map(|it| (it.name.as_str(), ""))
                .collect(),
            _ => Vec::new(),
        };
        let fetched = t.descriptions().service()?;
        if fetched.scpd.action(name).is_none() {
            return Err(Stop::NotApplicable(format!(
                "action {name} is not declared"
            )));
        }
        let reply = t.invoke(name, &empty)?;
        if !reply.succeeded() && reply.fault().is_none() {
            return Err(Stop::inconclusive(format!(
                "{} gave {}",
                reply.asked,
                reply.describe(&reply.observed(None))
            )));
        }
        let there = !matches!(reply.fault(), Some(401 | 602));
        let statement = Statement {
            asked: &reply.asked,
            accepted: &["any answer but fault 401 or 602"],
            observed: reply.describe(&reply.observed(None)),
            exchanges: &[fetched.exchange, reply.exchange],
        };
        t.require(req::M_T9_DECLARED, there, &statement)?;
        t.require("UDA-SCPD-23", there, &statement)
    })
}

/// 5.5 has all page mode actions required, Table 9 two of them allowed; Table 9 holds.
fn page_mode() -> Case {
    Case::new(
        "5.5/page-mode-actions",
        "GetNewMessages and SearchMessages are declared as well",
    )
    .covers(&[req::M_5_3_2_6])
    .body(|t| {
        let fetched = t.descriptions().service()?;
        let missing: Vec<&str> = [action::GET_NEW_MESSAGES, action::SEARCH_MESSAGES]
            .into_iter()
            .filter(|name| fetched.scpd.action(name).is_none())
            .collect();
        let statement = Statement {
            asked: &fetched.asked,
            accepted: &["GetNewMessages and SearchMessages"],
            observed: if missing.is_empty() {
                "both".to_owned()
            } else {
                format!("no {}", missing.join(", no "))
            },
            exchanges: &[fetched.exchange],
        };
        if missing.is_empty() {
            t.require(req::M_5_3_2_6, true, &statement)
        } else {
            t.remark(req::M_5_3_2_6, "R-19", &statement)
        }
    })
}

/// 5.5, 5.5.2: session classes go with session actions.
fn session_classes() -> Case {
    goes_with(
        "5.5.2/session-classes",
        "a device that lists session classes has the actions of session mode",
        |classes| !classes.is_empty(),
        |has| {
            has(action::GET_SESSIONS)
                && (has(action::CREATE_SESSION) || has(action::ACCEPT_SESSION))
        },
        "GetSessions, and CreateSession or AcceptSession",
    )
}

/// 5.5, 5.5.2: the class File-Transfer goes with StartFileTransfer.
fn file_transfer() -> Case {
    goes_with(
        "5.5.2/file-transfer",
        "a device that lists File-Transfer has StartFileTransfer",
        |classes| {
            classes
                .iter()
                .any(|class| class == session_class::FILE_TRANSFER)
        },
        |has| has(action::START_FILE_TRANSFER),
        action::START_FILE_TRANSFER,
    )
}

fn goes_with(
    id: &'static str,
    purpose: &'static str,
    listed: impl Fn(&[String]) -> bool + Send + Sync + 'static,
    met: impl Fn(&dyn Fn(&str) -> bool) -> bool + Send + Sync + 'static,
    accepted: &'static str,
) -> Case {
    Case::new(id, purpose)
        .covers(&[req::M_5_3_2_6])
        .needs(&[Need::Action(action::GET_MESSAGING_CAPABILITIES)])
        .body(move |t| {
            let reply = t.invoke(action::GET_MESSAGING_CAPABILITIES, &[])?;
            t.arranged(&reply)?;
            let classes = t.documents().capabilities(&reply)?.session_classes;
            if !listed(&classes) {
                return Err(Stop::NotApplicable(format!(
                    "the session classes are {classes:?}"
                )));
            }
            let fetched = t.descriptions().service()?;
            let names: Vec<&str> = fetched
                .scpd
                .actions
                .iter()
                .map(|it| it.name.as_str())
                .collect();
            t.record(
                Judgement::met(req::M_5_3_2_6, met(&|name: &str| names.contains(&name)))
                    .asked(&fetched.asked)
                    .accepts([accepted])
                    .observed(format!(
                        "session classes {}; actions {}",
                        classes.join(", "),
                        names.join(", ")
                    ))
                    .exchanges([reply.exchange, fetched.exchange]),
            )
        })
}
