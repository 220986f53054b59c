//! All formats tell the same numbers, known failures included.

use super::*;
use crate::summary;
use ctk_record::sample::{cut_short, sample, small};
use ctk_record::{CaseResult, Verdict};
use serde_json::Value;

/// Known failures among the cases that failed.
fn known(record: &Record) -> usize {
    let is_known = |it: &CaseResult| it.verdict == Verdict::Fail && it.known_failure.is_some();
    record.outcomes().filter(|(_, it)| is_known(it)).count()
}

fn rendered(name: &str, record: &Record) -> String {
    Format::named(name).unwrap().text(record)
}

fn parsed(name: &str, record: &Record) -> Value {
    serde_json::from_str(&rendered(name, record)).unwrap()
}

fn json_and_sarif(record: &Record) {
    let counts = summary::counts(record);
    let json = parsed("json", record);
    for (key, count) in [
        ("cases", counts.cases),
        ("pass", counts.pass),
        ("fail", counts.fail),
        ("inconclusive", counts.inconclusive),
        ("not_applicable", counts.not_applicable),
        ("error", counts.error),
    ] {
        assert_eq!(json["summary"][key], count, "{key}");
    }
    let run = parsed("sarif", record)["runs"][0].clone();
    let results = run["results"].as_array().unwrap();
    let names = |wanted: &dyn Fn(&Value) -> bool| {
        let found = results.iter().filter(|it| wanted(it));
        let name = |it: &Value| {
            it["locations"][0]["logicalLocations"][0]["fullyQualifiedName"].to_string()
        };
        found
            .map(name)
            .collect::<std::collections::BTreeSet<_>>()
            .len()
    };
    assert_eq!(names(&|it| it["level"] == "error"), counts.fail);
    assert_eq!(names(&|it| it["suppressions"].is_array()), known(record));
    assert_eq!(names(&|it| it["kind"] == "open"), counts.inconclusive);
    let broken = &run["invocations"][0]["toolExecutionNotifications"];
    assert_eq!(broken.as_array().unwrap().len(), counts.error);
}

fn junit_and_tap(record: &Record) {
    let counts = summary::counts(record);
    let junit = rendered("junit", record);
    let of = |element: &str| {
        junit.matches(&format!("<{element}>")).count()
            + junit.matches(&format!("<{element} ")).count()
    };
    assert_eq!(of("testcase"), counts.cases);
    assert_eq!(of("failure"), counts.fail - known(record));
    assert_eq!(of("error"), counts.error);
    assert_eq!(
        of("skipped"),
        counts.inconclusive + counts.not_applicable + known(record)
    );
    let tap = rendered("tap", record);
    let lines = |begin: &str| tap.lines().filter(|line| line.starts_with(begin)).count();
    assert_eq!(lines("ok ") + lines("not ok "), counts.cases);
}

fn html_and_markdown(record: &Record) {
    let counts = summary::counts(record);
    let page = rendered("html", record);
    for (verdict, count) in [
        (Verdict::Pass, counts.pass),
        (Verdict::Fail, counts.fail),
        (Verdict::Inconclusive, counts.inconclusive),
        (Verdict::NotApplicable, counts.not_applicable),
        (Verdict::Error, counts.error),
    ] {
        let class = format!("class=\"case is-{}\"", verdict.word());
        assert_eq!(page.matches(&class).count(), count, "{}", verdict.word());
    }
    let evidence = page.matches("id=\"evidence-").count();
    assert_eq!(evidence, counts.fail + counts.error);
    let row = format!(
        "| {} | {} | {} | {} | {} | {} |",
        counts.pass,
        counts.fail,
        counts.inconclusive,
        counts.not_applicable,
        counts.error,
        counts.cases
    );
    assert!(rendered("md", record).contains(&row));
}

#[test]
fn are_equal_in_all_formats() {
    assert!(known(&sample()) > 0, "the sample has a known failure");
    for record in [sample(), cut_short(), small(&[])] {
        json_and_sarif(&record);
        junit_and_tap(&record);
        html_and_markdown(&record);
    }
}
