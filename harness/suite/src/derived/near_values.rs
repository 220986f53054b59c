//! Values that are nearly one of a table: other letters, blanks around it, its last letter lost. They are values of no
//! table: neither any, nor the one that they look like.

use ctk_model::expectation::Expectation;
use ctk_vectors::messaging_2::{action, req};

use crate::arrange::folders::Criteria;
use crate::case::{Case, Need};
use crate::judging::judgement::Flow;
use crate::tester::Tester;
use crate::tester::reply::Reply;
use crate::under_test::ClaimKind;

/// The values as the device has them.
type Values = fn(&Tester<'_>) -> Vec<String>;
/// What takes such a value.
type Take = fn(&mut Tester<'_>, &str) -> Flow<Reply>;

/// An argument that takes values of a table.
struct Argument {
    id: &'static str,
    what: &'static str,
    clause: &'static str,
    action: &'static str,
    requirement: &'static str,
    code: u16,
    situation: &'static str,
    values: Values,
    take: Take,
}

const ARGUMENTS: &[Argument] = &[
    Argument {
        id: "5.5.4/near-classes",
        what: "a search for what is nearly a message class answers 702",
        clause: "5.5.4.7",
        action: action::SEARCH_MESSAGES,
        requirement: req::M_5_5_4_702,
        code: 702,
        situation: "class-702",
        values: |t| shown(t, ClaimKind::MessageClasses),
        take: |t, class| {
            search(
                t,
                Criteria {
                    class,
                    ..Criteria::default()
                },
            )
        },
    },
    Argument {
        id: "5.5.4/near-folders",
        what: "a search in what is nearly a folder answers 707",
        clause: "5.5.4.7",
        action: action::SEARCH_MESSAGES,
        requirement: req::M_5_5_4_707,
        code: 707,
        situation: "folder-707",
        values: |t| shown(t, ClaimKind::Folders),
        take: |t, folder| {
            search(
                t,
                Criteria {
                    folder,
                    ..Criteria::default()
                },
            )
        },
    },
    Argument {
        id: "5.5.4/near-statuses",
        what: "a search for what is nearly a message status answers 705",
        clause: "5.5.4.7",
        action: action::SEARCH_MESSAGES,
        requirement: req::M_5_5_4_705,
        code: 705,
        situation: "status-705",
        values: |_| values_of(5),
        take: |t, status| {
            search(
                t,
                Criteria {
                    status,
                    ..Criteria::default()
                },
            )
        },
    },
    Argument {
        id: "5.5.12/near-classes",
        what: "GetSessions for what is nearly a session class answers 710",
        clause: "5.5.12.7",
        action: action::GET_SESSIONS,
        requirement: req::M_5_5_12_710,
        code: 710,
        situation: "session-class-710",
        values: |t| shown(t, ClaimKind::SessionClasses),
        take: |t, class| sessions(t, class, ""),
    },
    Argument {
        id: "5.5.12/near-statuses",
        what: "GetSessions for what is nearly a session status answers 711",
        clause: "5.5.12.7",
        action: action::GET_SESSIONS,
        requirement: req::M_5_5_12_711,
        code: 711,
        situation: "session-status-711",
        values: |_| values_of(7),
        take: |t, status| sessions(t, "", status),
    },
    Argument {
        id: "5.5.8/near-classes",
        what: "a session of what is nearly a class is refused with 710",
        clause: "5.5.8.7",
        action: action::CREATE_SESSION,
        requirement: req::M_5_5_8_710,
        code: 710,
        situation: "session-class-710",
        values: |t| shown(t, ClaimKind::SessionClasses),
        take: create,
    },
];

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    ARGUMENTS.iter().map(near_values).collect()
}

fn values_of(table: u8) -> Vec<String> {
    let table = ctk_vectors::facts().values(table);
    let values = table.into_iter().flat_map(|table| &table.values);
    values.map(|it| it.value.clone()).collect()
}

/// All that the device shows of the kind: what the profile leaves out is a value all the same.
fn shown(t: &Tester<'_>, kind: ClaimKind) -> Vec<String> {
    t.dut().ics.shown(kind).map(str::to_owned).collect()
}

/// What the value is not: none of these is a value of the table itself.
fn near(values: &[String]) -> Vec<String> {
    let mut near: Vec<String> = Vec::new();
    for value in values {
        let mut cut = value.clone();
        cut.pop();
        let spoilt = [
            value.to_lowercase(),
            value.to_uppercase(),
            format!("{value} "),
            format!(" {value}"),
            cut,
        ];
        for it in spoilt {
            // the published description calls any of them `ANY`.
            if !it.is_empty() && it != "ANY" && !values.contains(&it) && !near.contains(&it) {
                near.push(it);
            }
        }
    }
    near
}

fn near_values(argument: &'static Argument) -> Case {
    let creates = argument.action == action::CREATE_SESSION;
    let mut needs = vec![Need::Action(argument.action)];
    if argument.action != action::SEARCH_MESSAGES {
        needs.push(Need::SessionMode);
    }
    if creates {
        needs.push(Need::Recipient);
    }
    let case = Case::new(argument.id, argument.what)
        .clause(argument.clause)
        .covers(&[argument.requirement])
        .needs(&needs)
        .derived();
    let case = if creates { case.own_objects(0) } else { case };
    case.body(move |t| {
        let expectation =
            Expectation::fault(argument.requirement, argument.code).by("R-29", argument.situation);
        for value in near(&(argument.values)(t)) {
            let reply = (argument.take)(t, &value)?;
            t.judge(&reply, &expectation)?;
        }
        Ok(())
    })
}

fn search(t: &mut Tester<'_>, criteria: Criteria<'_>) -> Flow<Reply> {
    t.folders().search(criteria)
}

fn sessions(t: &mut Tester<'_>, class: &str, status: &str) -> Flow<Reply> {
    t.invoke(
        action::GET_SESSIONS,
        &[
            ("SessionID", ""),
            ("SessionClass", class),
            ("SessionStatus", status),
        ],
    )
}

/// With whoever a session of the right class would be for: of the class alone it is refused.
fn create(t: &mut Tester<'_>, class: &str) -> Flow<Reply> {
    let right = t.dut().ics.session_classes.iter().find(|right| {
        right.trim().eq_ignore_ascii_case(class.trim())
            || right
                .strip_prefix(class)
                .is_some_and(|rest| rest.len() == 1)
    });
    let recipients = t.recipients().list(right.map_or("", String::as_str))?;
    t.sessions()
        .create_with(class, &recipients, "", "text/plain")
}
