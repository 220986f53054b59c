//! TAP 14, the Test Anything Protocol.

use serde_json::Value;

use crate::bounded::remark;
use crate::evidence;
use crate::summary;
use crate::visible::one_line;
use ctk_record::{CaseRecord, CaseResult, Ended, Record, Verdict};

/// The run as TAP. Not applicable and inconclusive cases are skipped, foreseen failures are to do; a run that was cut
/// short bails out, so that no consumer takes it for a whole one.
pub fn tap(record: &Record) -> String {
    let mut out = format!("TAP version 14\n1..{}\n", record.cases.len());
    if record.cases.is_empty() {
        out = "TAP version 14\n1..0 # SKIP nothing was planned\n".to_owned();
    }
    for (place, (case, outcome)) in record.outcomes().enumerate() {
        let number = place + 1;
        let id = escaped(&case.planned.id);
        let why = escaped(&evidence::in_short(record, case));
        match outcome.verdict {
            Verdict::Pass => out.push_str(&format!("ok {number} - {id}\n")),
            Verdict::NotApplicable => out.push_str(&format!(
                "ok {number} - {id} # SKIP not applicable: {why}\n"
            )),
            Verdict::Inconclusive => {
                out.push_str(&format!("ok {number} - {id} # SKIP inconclusive: {why}\n"))
            }
            Verdict::Fail | Verdict::Error => {
                failed(&mut out, record, number, case, &outcome);
            }
        }
        for warning in &outcome.warnings {
            out.push_str(&format!(
                "# warning {}: {}\n",
                one_line(&warning.ruling),
                one_line(&warning.text)
            ));
        }
    }
    out.push_str(&format!("# {}\n", summary::verdict_line(record)));
    if let Some(remark) = remark(record) {
        out.push_str(&format!("# {}\n", one_line(remark)));
    }
    if record.ended() != Ended::Finished {
        out.push_str(&format!("Bail out! {}\n", record.ended().word()));
    }
    out
}

fn failed(
    out: &mut String,
    record: &Record,
    number: usize,
    case: &CaseRecord,
    outcome: &CaseResult,
) {
    let id = escaped(&case.planned.id);
    let foreseen = outcome
        .known_failure
        .as_ref()
        .filter(|_| outcome.verdict == Verdict::Fail);
    let directive = foreseen.map_or_else(String::new, |why| format!(" # TODO {}", escaped(why)));
    out.push_str(&format!("not ok {number} - {id}{directive}\n"));
    diagnostics(
        out,
        &[
            ("verdict", outcome.verdict.word().into()),
            (
                "message",
                one_line(&evidence::in_short(record, case)).into(),
            ),
            ("requirements", case.planned.requirements.clone().into()),
            (
                "suspect",
                outcome
                    .suspect
                    .map_or(Value::Null, |suspect| suspect.word().into()),
            ),
            ("accepted", outcome.accepted.clone().into()),
            ("observed", outcome.observed.clone().into()),
            ("reproduce", outcome.reproduce.clone().into()),
        ],
    );
}

/// A YAML block. Every value is written as JSON, which YAML holds, so nothing can break out of it.
fn diagnostics(out: &mut String, fields: &[(&str, Value)]) {
    out.push_str("  ---\n");
    for (name, value) in fields {
        out.push_str(&format!("  {name}: {}\n", ascii(&value.to_string())));
    }
    out.push_str("  ...\n");
}

/// JSON without anything that YAML would not print: C1 controls and the like as `\u` escapes.
fn ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            let mut units = [0; 2];
            c.encode_utf16(&mut units)
                .iter()
                .for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        }
    }
    out.replace('\u{7f}', "\\u007f")
}

/// A description on one line in which `#` starts no directive.
fn escaped(text: &str) -> String {
    one_line(text).replace('\\', "\\\\").replace('#', "\\#")
}

#[cfg(test)]
mod tests {
    use super::*;
    use ctk_record::sample::{HOSTILE, cut_short, sample, small};

    #[test]
    fn snapshot() {
        insta::assert_snapshot!(tap(&sample()));
    }

    #[test]
    fn a_run_cut_short_bails_out() {
        assert!(tap(&cut_short()).ends_with("Bail out! interrupted\n"));
        assert!(!tap(&sample()).contains("Bail out!"));
        assert!(tap(&small(&[])).contains("1..0 # SKIP"));
    }

    #[test]
    fn hostile_text_stays_in_its_line() {
        let mut record = sample();
        for case in &mut record.cases {
            let result = case.result.as_mut().unwrap();
            result.reason = format!("# SKIP {HOSTILE}\nok 99\n...\n");
            result.observed = format!("\"\n  ...\nok 98 \u{85}{HOSTILE}");
        }
        let text = tap(&record);
        let tests = text
            .lines()
            .filter(|line| line.starts_with("ok ") || line.starts_with("not ok "))
            .count();
        assert_eq!(tests, 12);
        assert_eq!(text.lines().filter(|line| line.trim() == "...").count(), 4);
        assert!(text.chars().all(|c| c == '\n' || !c.is_control()));
        let observed = text
            .lines()
            .find_map(|line| line.strip_prefix("  observed: "))
            .unwrap();
        assert_eq!(
            serde_json::from_str::<String>(observed).unwrap(),
            record.cases[4].result.as_ref().unwrap().observed
        );
    }
}
