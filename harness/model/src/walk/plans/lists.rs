//! Lists, by every pair of criteria.

use super::near_ids::{MANNERS, spoilt};
use crate::walk::dice::Dice;
use crate::walk::generator::Generator;
use crate::walk::plan::{Plan, text};
use crate::walk::step::By;

const STATUSES: [&str; 3] = ["", "Unread", "Read"];
const SESSION_STATUSES: [&str; 5] = ["", "Pending", "Running", "Parked", "Closed"];

/// The values of a criterion, the empty one among them.
fn or_any(values: &[String]) -> Vec<&str> {
    std::iter::once("")
        .chain(values.iter().map(String::as_str))
        .collect()
}

/// The criteria of both lists.
const CRITERIA: [&str; 5] = [
    "class",
    "folder",
    "status",
    "session-class",
    "session-status",
];
/// So many values that are none are tried one after the other.
const NEAR: usize = 10;
/// So many searches are made one after the other.
const BURST: usize = 4;

/// The value at a random place.
fn any(dice: &mut Dice, values: &[&str]) -> String {
    dice.pick(values).copied().unwrap_or_default().to_owned()
}

pub(super) fn search(generator: &mut Generator, plan: &mut Plan) {
    let terrain = generator.terrain.clone();
    let (classes, folders) = (or_any(&terrain.message_classes), or_any(&terrain.folders));
    let session = match generator.dice.below(3) {
        0 => generator.session("search-session", |_| true),
        _ => None,
    };
    let session = session.map_or_else(String::new, |it| format!("{{{}}}", it.number));
    let within = if session.is_empty() { "all" } else { "session" };
    let pairs = |[class, folder, status]: &[String; 3]| {
        vec![
            format!("search/{within}/{class}/{folder}/*"),
            format!("search/{within}/{class}/*/{status}"),
            format!("search/{within}/*/{folder}/{status}"),
        ]
    };
    for _ in 0..BURST {
        let draw = |dice: &mut Dice| {
            [
                any(dice, &classes),
                any(dice, &folders),
                any(dice, &STATUSES),
            ]
        };
        let [class, folder, status] = generator.rarest_of(12, draw, pairs);
        plan.search([&class, &folder, &status, &session]);
    }
}

pub(super) fn get_sessions(generator: &mut Generator, plan: &mut Plan) {
    let terrain = generator.terrain.clone();
    let classes = or_any(&terrain.session_classes);
    let session = match generator.dice.below(4) {
        0 => generator.session("sessions-id", |_| true),
        _ => None,
    };
    let session = session.map_or_else(String::new, |it| format!("{{{}}}", it.number));
    let names = |[class, status]: &[String; 2]| {
        vec![
            format!("sessions/{class}/{status}"),
            format!("sessions/*/{status}"),
        ]
    };
    for _ in 0..BURST {
        let draw = |dice: &mut Dice| [any(dice, &classes), any(dice, &SESSION_STATUSES)];
        let [class, status] = generator.rarest_of(10, draw, names);
        plan.sessions([&session, &class, &status]);
    }
}

pub(super) fn everything(_: &mut Generator, plan: &mut Plan) {
    plan.list();
    plan.invoke("GetSessionUpdates", &[]);
}

/// What one control point is shown another is shown too, however often it is asked for.
pub(super) fn second_looks(_: &mut Generator, plan: &mut Plan) {
    for by in [By::Second, By::First] {
        let none = || text("");
        plan.invoke_as(
            by,
            "GetSessions",
            &[
                ("SessionID", none()),
                ("SessionClass", none()),
                ("SessionStatus", none()),
            ],
        );
        plan.invoke_as(by, "GetNewMessages", &[]);
        plan.invoke_as(by, "GetSessionUpdates", &[]);
    }
    let none = [
        "MessageClass",
        "MessageFolder",
        "MessageStatus",
        "SessionID",
    ]
    .map(|name| (name, text("")));
    plan.invoke_as(By::Second, "SearchMessages", &none);
}

pub(super) fn look_around(generator: &mut Generator, plan: &mut Plan) {
    let action = generator.one_of(
        "look-around",
        &[
            "GetMessagingCapabilities",
            "GetTelephonyIdentity",
            "GetSessionUpdates",
        ],
    );
    plan.invoke(&action, &[]);
}

/// Criteria that are no value of a table, if only by a letter.
pub(super) fn near_criteria(generator: &mut Generator, plan: &mut Plan) {
    let terrain = generator.terrain.clone();
    let owned = |list: &[&str]| -> Vec<String> { list.iter().map(|&it| it.to_owned()).collect() };
    let pairs: Vec<(&str, &str)> = (MANNERS.into_iter())
        .flat_map(|manner| CRITERIA.map(|which| (which, manner)))
        .collect();
    for _ in 0..NEAR {
        let pair = generator.rarest("near-criterion", &pairs, |(which, manner)| {
            format!("{which}-{manner}")
        });
        let Some((which, manner)) = pair else { return };
        let values = match which {
            "class" => terrain.message_classes.clone(),
            "folder" => terrain.folders.clone(),
            "session-class" => terrain.session_classes.clone(),
            "status" => owned(&STATUSES[1..]),
            _ => owned(&SESSION_STATUSES[1..]),
        };
        let value = generator.rarest(&format!("near-{which}"), &values, Clone::clone);
        let Some(value) = value else { continue };
        let near = spoilt(manner, &value);
        if near == value {
            continue;
        }
        match which {
            "class" => plan.search([&near, "", "", ""]),
            "folder" => plan.search(["", &near, "", ""]),
            "status" => plan.search(["", "", &near, ""]),
            "session-class" => plan.sessions(["", &near, ""]),
            _ => plan.sessions(["", "", &near]),
        }
    }
}
