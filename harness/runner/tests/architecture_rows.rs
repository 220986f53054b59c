//! Every row of the architecture is judged by a run on the reference device, or there is a reason why not.

mod support;

use std::collections::BTreeSet;

use ctk_suite::why_not_judged;
use ctk_vectors::facts;
use support::Desk;

/// Rows that cases judge, but not on the reference device in the default selection.
const ELSEWHERE: &[(&str, &str)] = &[
    (
        "UDA-CTRL-58",
        "of services without tables: the tests of hosted services",
    ),
    (
        "UDA-CTRL-59",
        "of services without tables: the tests of hosted services",
    ),
    ("UDA-DESC-28", "it has no UPC"),
    ("UDA-DESC-35", "it embeds no devices"),
    (
        "UDA-DISC-23",
        "what it announces outlasts a run: the variation announced-for-seconds",
    ),
    ("UDA-DISC-21", "it has no DeviceProtection"),
    ("UDA-EVNT-28", "waits for an expiry: --long"),
    ("UDA-EVNT-29", "it has no second service with events"),
    (
        "UDA-EVNT-57",
        "of services without tables: the tests of hosted services",
    ),
    (
        "UDA-SCPD-23",
        "judged with the service's actions, in whole runs",
    ),
];

/// The rows that a run judged.
fn judged(arguments: &[&str]) -> BTreeSet<String> {
    let all = [&["embedded", "--service", "any"], arguments].concat();
    let (ran, report) = Desk::new().judge(&all);
    assert_eq!(ran.code, Some(0), "{arguments:?}: {}", ran.errors);
    let rows = report["coverage"]["requirements"].as_array();
    rows.expect("a report has coverage")
        .iter()
        .filter(|row| row["verdict"] == "pass")
        .filter_map(|row| row["id"].as_str())
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_row_is_judged_in_a_run_or_says_why_not() {
    let runs: [&[&str]; 3] = [
        &["--uda", "1.0"],
        &["--uda", "1.1", "--without", "file-transfer"],
        &["--uda", "2.0"],
    ];
    let judged: BTreeSet<String> = std::thread::scope(|scope| {
        let runs = runs.map(|arguments| scope.spawn(move || judged(arguments)));
        let each = runs.map(|run| run.join().expect("a run that ends"));
        each.into_iter().flatten().collect()
    });
    let mut complaints = Vec::new();
    for row in &facts().architecture {
        let id = row.id.as_str();
        let elsewhere = ELSEWHERE.iter().any(|(known, _)| *known == id);
        let reason = elsewhere || why_not_judged(id).is_some();
        match (judged.contains(id), reason) {
            (false, false) => complaints.push(format!("{id} is judged in no run: {}", row.text)),
            (true, true) => complaints.push(format!("{id} is judged, and has a reason not to be")),
            _ => {}
        }
    }
    assert!(complaints.is_empty(), "{complaints:#?}");
}
