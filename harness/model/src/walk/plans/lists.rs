//! Lists, by every pair of criteria.

use crate::walk::generator::Generator;
use crate::walk::plan::Plan;

const STATUSES: [&str; 3] = ["", "Unread", "Read"];
const SESSION_STATUSES: [&str; 5] = ["", "Pending", "Running", "Parked", "Closed"];

/// The values of a criterion, the empty one among them.
fn or_any(values: &[String]) -> Vec<&str> {
    std::iter::once("")
        .chain(values.iter().map(String::as_str))
        .collect()
}

pub(super) fn search(generator: &mut Generator, plan: &mut Plan) {
    let terrain = generator.terrain.clone();
    let folders = or_any(&terrain.folders);
    let mut pairs = Vec::new();
    for folder in &folders {
        for status in STATUSES {
            pairs.push((*folder, status));
        }
    }
    let pair = generator.rarest("search", &pairs, |(folder, status)| {
        format!("{folder}-{status}")
    });
    let Some((folder, status)) = pair else {
        return;
    };
    let class = match generator.dice.below(2) {
        0 => generator.one_of("search-class", &or_any(&terrain.message_classes)),
        _ => String::new(),
    };
    let session = match generator.dice.below(4) {
        0 => generator.session("search-session", |_| true),
        _ => None,
    };
    let session = session.map_or_else(String::new, |it| format!("{{{}}}", it.number));
    plan.search([&class, folder, status, &session]);
}

pub(super) fn get_sessions(generator: &mut Generator, plan: &mut Plan) {
    let terrain = generator.terrain.clone();
    let mut pairs = Vec::new();
    for class in or_any(&terrain.session_classes) {
        for status in SESSION_STATUSES {
            pairs.push((class, status));
        }
    }
    let pair = generator.rarest("sessions", &pairs, |(class, status)| {
        format!("{class}-{status}")
    });
    let Some((class, status)) = pair else {
        return;
    };
    let session = match generator.dice.below(4) {
        0 => generator.session("sessions-id", |_| true),
        _ => None,
    };
    let session = session.map_or_else(String::new, |it| format!("{{{}}}", it.number));
    plan.sessions([&session, class, status]);
}

pub(super) fn everything(_: &mut Generator, plan: &mut Plan) {
    plan.list();
    plan.invoke("GetSessionUpdates", &[]);
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
    let manner = generator.one_of(
        "near",
        &["lower", "upper", "blank-after", "blank-before", "cut"],
    );
    let spoil = |value: &str| match manner.as_str() {
        "lower" => value.to_lowercase(),
        "upper" => value.to_uppercase(),
        "blank-after" => format!("{value} "),
        "blank-before" => format!(" {value}"),
        _ => value.chars().take(value.len().saturating_sub(1)).collect(),
    };
    let names = |list: &[String]| -> Vec<String> { list.to_vec() };
    let which = generator.one_of(
        "near-criterion",
        &[
            "class",
            "folder",
            "status",
            "session-class",
            "session-status",
        ],
    );
    let values = match which.as_str() {
        "class" => names(&terrain.message_classes),
        "folder" => names(&terrain.folders),
        "session-class" => names(&terrain.session_classes),
        "status" => STATUSES[1..].iter().map(|&it| it.to_owned()).collect(),
        _ => SESSION_STATUSES[1..]
            .iter()
            .map(|&it| it.to_owned())
            .collect(),
    };
    let Some(value) = generator.rarest("near-value", &values, Clone::clone) else {
        return;
    };
    let spoilt = spoil(&value);
    if spoilt == value {
        return;
    }
    match which.as_str() {
        "class" => plan.search([&spoilt, "", "", ""]),
        "folder" => plan.search(["", &spoilt, "", ""]),
        "status" => plan.search(["", "", &spoilt, ""]),
        "session-class" => plan.sessions(["", &spoilt, ""]),
        _ => plan.sessions(["", "", &spoilt]),
    }
}
