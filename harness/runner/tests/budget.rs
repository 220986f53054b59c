//! `--budget`: what is dropped is named, and no requirement loses its only case.

mod support;

use std::collections::BTreeSet;

use serde_json::Value;
use support::{Desk, with_verdict};

fn requirements(report: &Value, of: impl Fn(&Value) -> bool) -> BTreeSet<String> {
    let cases = report["cases"].as_array().expect("a report has cases");
    cases
        .iter()
        .filter(|case| of(case))
        .flat_map(|case| case["requirements"].as_array().cloned().unwrap_or_default())
        .filter_map(|id| id.as_str().map(str::to_owned))
        .collect()
}

/// What a case says that measures the events which other cases bring, where there were too few.
const MEASURED: &str = "intervals between events of";

#[test]
fn a_tight_budget_drops_no_requirement_s_only_case() {
    let selection = ["--case", "5.4.1", "--case", "5.4.2"];
    let mut arguments = vec!["embedded", "--budget", "1s"];
    arguments.extend(selection);
    let (ran, report) = Desk::new().judge(&arguments);
    assert_eq!(ran.code, Some(0), "{}", ran.errors);
    let dropped = with_verdict(&report, "inconclusive");
    assert!(!dropped.is_empty());
    assert!(
        dropped
            .iter()
            .all(|case| case.contains("dropped by --budget") || case.contains(MEASURED)),
        "{dropped:?}"
    );
    let measures = |case: &Value| {
        case["reason"]
            .as_str()
            .is_some_and(|it| it.contains(MEASURED))
    };
    let judged = requirements(&report, |case| case["verdict"] == "pass");
    let all = requirements(&report, |case| !measures(case));
    assert_eq!(judged, all);
    let notices = report["notices"].to_string();
    assert!(notices.contains("cases are dropped to fit"), "{notices}");
    // The intervals between events are measured, whatever else is dropped.
    assert!(report["run"]["floor_ms"].as_u64() >= Some(2_000));
}

#[test]
fn a_wide_budget_drops_nothing() {
    let (ran, report) = Desk::new().judge(&["embedded", "--budget", "60m", "--case", "5.4.1"]);
    assert_eq!(ran.code, Some(0), "{}", ran.errors);
    assert_eq!(with_verdict(&report, "inconclusive"), Vec::<String>::new());
}
