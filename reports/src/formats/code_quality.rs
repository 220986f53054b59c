//! GitLab's Code Quality report: what a merge request brings and what it mends, beside the change that did it.
//!
//! GitLab compares the entries of two pipelines by their fingerprints. These have no ids and times of a run in them, so that the
//! same failure in the next run is the same entry.

use serde_json::{Value, json};

use crate::bounded::remark;
use crate::evidence;
use crate::formats::sarif;
use crate::visible::{json as json_text, one_line};
use ctk_record::{CaseRecord, Record, Verdict};

/// Texts of more characters are cut: GitLab shows an entry on one line.
const LONGEST: usize = 400;

/// An entry for each case that failed, for each ruling that gave warnings, and for each reason why cases could not be judged.
pub fn code_quality(record: &Record) -> String {
    let place = sarif::artifact(record);
    let entry = |severity: &str, check: &str, fingerprint: &str, text: &str| {
        json!({
            "description": cut(text),
            "check_name": one_line(check),
            "fingerprint": one_line(fingerprint),
            "severity": severity,
            "location": {"path": place, "lines": {"begin": 1}},
        })
    };
    let mut entries: Vec<Value> = Vec::new();
    for (case, outcome) in record.outcomes() {
        let id = &case.planned.id;
        let why = evidence::in_short(record, case);
        match outcome.verdict {
            Verdict::Fail => {
                let known = outcome.known_failure.as_deref();
                let (severity, remark) = match known {
                    Some(reason) => ("info", format!(" (known: {reason})")),
                    None => ("major", String::new()),
                };
                let text = format!("{id}: {why}{remark}");
                let fingerprint = format!("{id}: {}", outcome.symptom);
                entries.push(entry(severity, &broken(record, case), &fingerprint, &text));
            }
            // The suite broke, which says nothing about the device.
            Verdict::Error => {
                let text = format!("{id}: the kit could not finish this case: {why}");
                entries.push(entry("info", id, &format!("{id}: broken"), &text));
            }
            Verdict::Pass | Verdict::NotApplicable | Verdict::Inconclusive => {}
        }
    }
    for (ruling, text, cases) in evidence::warnings_by_ruling(record) {
        let text = format!("{text} ({ruling}; {})", in_cases(&cases));
        entries.push(entry(
            "minor",
            &ruling,
            &format!("warning: {ruling}"),
            &text,
        ));
    }
    for (reason, cases) in evidence::open_by_cause(record) {
        let cases: Vec<&str> = cases.iter().map(String::as_str).collect();
        let text = format!("not judged: {reason} ({})", in_cases(&cases));
        let fingerprint = format!("not judged: {reason}");
        entries.push(entry("info", "not-judged", &fingerprint, &text));
    }
    if let Some(remark) = remark(record) {
        entries.push(entry("info", "report", "remark", remark));
    }
    json_text(&format!("{:#}\n", Value::from(entries))).into_owned()
}

/// The requirement that decided; where none is recorded, the first of the case.
fn broken(record: &Record, case: &CaseRecord) -> String {
    let decisive = evidence::decisive(record, case);
    let own = || case.planned.requirements.first().cloned();
    let decided = decisive.first().map(|it| it.requirement.clone());
    decided.or_else(own).unwrap_or(case.planned.id.clone())
}

fn in_cases(cases: &[&str]) -> String {
    match cases {
        [only] => (*only).to_owned(),
        [first, others @ ..] => format!("{first} and {} more", others.len()),
        [] => "in no case".to_owned(),
    }
}

fn cut(text: &str) -> String {
    let text = one_line(text);
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::summary;
    use ctk_record::sample::{HOSTILE, cut_short, sample};
    use std::collections::BTreeSet;

    fn entries(record: &Record) -> Vec<Value> {
        let text = code_quality(record);
        serde_json::from_str::<Vec<Value>>(&text).unwrap()
    }

    #[test]
    fn snapshot() {
        insta::assert_snapshot!(code_quality(&sample()));
    }

    #[test]
    fn every_entry_has_what_gitlab_reads() {
        for record in [sample(), cut_short()] {
            let entries = entries(&record);
            let mut fingerprints = BTreeSet::new();
            for entry in &entries {
                for field in ["description", "check_name", "fingerprint"] {
                    let text = entry[field].as_str().unwrap();
                    assert!(!text.is_empty() && !text.contains('\n'), "{entry}");
                }
                let severities = ["info", "minor", "major", "critical", "blocker"];
                assert!(severities.contains(&entry["severity"].as_str().unwrap()));
                assert!(!entry["location"]["path"].as_str().unwrap().is_empty());
                assert!(entry["location"]["lines"]["begin"].as_u64() >= Some(1));
                assert!(
                    fingerprints.insert(entry["fingerprint"].to_string()),
                    "{entry}"
                );
            }
            let major = entries.iter().filter(|it| it["severity"] == "major");
            let failed = summary::counts(&record).fail - summary::known_failures(&record);
            assert_eq!(major.count(), failed);
        }
    }

    #[test]
    fn a_failure_of_the_next_run_is_the_same_entry() {
        let prints = |record: &Record| -> Vec<Value> {
            let entries = entries(record);
            entries.iter().map(|it| it["fingerprint"].clone()).collect()
        };
        let mut later = sample();
        for case in &mut later.cases {
            if let Some(result) = &mut case.result
                && result.verdict == Verdict::Fail
            {
                result.observed.push_str(", message 4711 at 12:00:07");
            }
        }
        assert_eq!(prints(&sample()), prints(&later));
    }

    #[test]
    fn long_and_hostile_texts_stay_on_a_line() {
        let text = cut(&format!("{}{}", HOSTILE, "x".repeat(2 * LONGEST)));
        assert_eq!(text.chars().count(), LONGEST + 1);
        assert!(!text.contains(char::is_control) && text.ends_with('…'));
        assert_eq!(cut("a\nb").lines().count(), 1);
    }
}
