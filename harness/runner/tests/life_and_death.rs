//! A device that dies, or closes: the case that did it is failed, nobody else is, and what was seen before is judged.

mod support;

use serde_json::Value;
use support::proxy::{Fate, Proxy};
use support::{Desk, Served, verdicts, with_verdict};

/// What the case about broken XML sends, and no other.
const BROKEN: &str = "AT&T & <";

/// Judges the reference device behind a proxy of this rule.
fn judged(
    rule: impl Fn(&str) -> Fate + Send + Sync + 'static,
    arguments: &[&str],
) -> (Option<i32>, Value) {
    let served = Served::start(&["--no-ssdp"]);
    let proxy = Proxy::before(&served.description, rule);
    let mut all = vec![proxy.description.as_str()];
    all.extend(["--upper-tester", &served.upper_tester]);
    all.extend(arguments);
    let (ran, report) = Desk::new().judge(&all);
    (ran.code, report)
}

fn of_reason(report: &Value, word: &str) -> usize {
    let open = with_verdict(report, "inconclusive");
    open.iter().filter(|case| case.contains(word)).count()
}

fn dies_of_broken_xml(request: &str) -> Fate {
    match request.contains(BROKEN) {
        true => Fate::Dies,
        false => Fate::Passes,
    }
}

#[test]
fn the_case_that_kills_the_device_fails_and_no_neighbour() {
    let (code, report) = judged(
        dies_of_broken_xml,
        &["--case", "uda/control", "--jobs", "8"],
    );
    let failed = with_verdict(&report, "fail");
    assert_eq!(failed.len(), 1, "{failed:?}");
    assert!(
        failed[0].contains("uda/control/not-well-formed"),
        "{failed:?}"
    );
    assert_eq!(code, Some(1));
    assert_eq!(report["run"]["ended"], "device-lost");
    // Later cases that need it are lost, those that judge what was seen are not.
    assert!(of_reason(&report, "device lost") > 0);
    let verdicts = verdicts(&report);
    for watching in ["uda/control/envelope", "uda/control/answer-in-time"] {
        if let Some(verdict) = verdicts.get(watching) {
            assert_eq!(verdict, "pass", "{watching}");
        }
    }
    assert_eq!(verdicts["uda/control/unknown-action"], "pass");
}

#[test]
fn the_guilty_case_alone_fails_too() {
    let (code, report) = judged(
        dies_of_broken_xml,
        &["--case", "uda/control/not-well-formed"],
    );
    assert_eq!(code, Some(1), "{report}");
    assert_eq!(with_verdict(&report, "fail").len(), 1);
}

/// The same for a document in an argument.
#[test]
fn a_document_that_kills_the_device_fails_its_case() {
    let dies = |request: &str| match request.contains("&amp;ctk;") {
        true => Fate::Dies,
        false => Fate::Passes,
    };
    let (code, report) = judged(dies, &["--case", "5.5.6", "--jobs", "8"]);
    let failed = with_verdict(&report, "fail");
    assert_eq!(failed.len(), 1, "{failed:?}");
    assert!(
        failed[0].contains("5.5.6/invalid-undeclared-entity"),
        "{failed:?}"
    );
    assert_eq!(code, Some(1));
}

/// A device that dies of what every control point sends: nobody knows of which of several, so that none is blamed.
#[test]
fn no_neighbour_is_blamed_for_a_death() {
    for jobs in ["1", "8"] {
        let dies = |request: &str| match request.contains("#GetSessions\"") {
            true => Fate::Dies,
            false => Fate::Passes,
        };
        let (code, report) = judged(dies, &["--case", "5.5", "--jobs", jobs]);
        assert!(
            with_verdict(&report, "fail").is_empty(),
            "{:?}",
            with_verdict(&report, "fail")
        );
        assert_eq!(
            (code, &report["run"]["ended"]),
            (Some(3), &"device-lost".into())
        );
    }
}

/// One that closes on broken XML, and lives: its case says what it thinks of that, and nobody else anything.
#[test]
fn one_that_only_closes_is_not_lost() {
    let closes = |request: &str| match request.contains(BROKEN) {
        true => Fate::Closed,
        false => Fate::Passes,
    };
    let (_, report) = judged(closes, &["--case", "uda/control", "--jobs", "8"]);
    assert_eq!(report["run"]["ended"], "finished");
    assert_eq!(of_reason(&report, "device lost"), 0);
    let failed = with_verdict(&report, "fail");
    assert!(
        failed.iter().all(|case| case.contains("not-well-formed")),
        "{failed:?}"
    );
}

/// One that never answered what is asked to see whether it lives is not dead for that: its description is looked at.
#[test]
fn life_is_looked_for_where_there_was_some_before() {
    let closes = |request: &str| match request.contains("#GetMessagingCapabilities\"") {
        true => Fate::Closed,
        false => Fate::Passes,
    };
    let (code, report) = judged(
        closes,
        &[
            "--case",
            "uda/security",
            "--skip",
            "uda/security/large-body",
        ],
    );
    assert_eq!(code, Some(0), "{:?}", with_verdict(&report, "fail"));
}

/// One that asks for HTTP authentication is told so, once.
#[test]
fn a_demand_for_authentication_is_one_cause() {
    let refuses = |request: &str| {
        match request.starts_with("POST") {
        true => Fate::Answered(
            "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"phone\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_owned(),
        ),
        false => Fate::Passes,
    }
    };
    let (code, report) = judged(refuses, &["--case", "5.5", "--case", "uda/control"]);
    let failed = with_verdict(&report, "fail");
    assert!(
        failed.len() == 1 && failed[0].contains("asks for HTTP authentication"),
        "{failed:?}"
    );
    assert_eq!(code, Some(1));
    let causes = report["causes"].as_array().expect("causes");
    let largest = causes
        .iter()
        .map(|it| it["cases"].as_array().map_or(0, Vec::len));
    let open = with_verdict(&report, "inconclusive");
    assert!(
        largest.max() > Some(open.len() * 8 / 10),
        "{causes:?} of {open:?}"
    );
}
