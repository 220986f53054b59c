//! A ledger of known failures begun from a run: an entry for each failure, to be edited by a person.

use std::fmt::Write as _;

use ctk_record::{Record, Verdict};
use toml::Value;

use crate::visible::visible;

/// The ledger of what fails in the run, in the form that [`KnownFailures`](crate::known_failures::KnownFailures) reads.
/// Each entry excuses its failure with the symptom of this run alone; its reason is what the run said, which a person
/// replaces by where the failure is tracked.
pub fn draft(record: &Record) -> String {
    let mut text = format!(
        "# What fails in the run of {}. Of each entry say why it may fail and where that is tracked; `expires` is the last day\n\
         # on which it may. Without `symptom` every failure of the case is excused.\n",
        visible(&record.header.started)
    );
    let mut none = true;
    for (case, outcome) in record.outcomes() {
        if outcome.verdict != Verdict::Fail {
            continue;
        }
        none = false;
        text.push_str("\n[[known]]\n");
        entry(&mut text, "case", &case.planned.id);
        let reason = match outcome.reason.trim() {
            "" => "failed in this run",
            said => said,
        };
        entry(&mut text, "reason", &visible(reason));
        if !outcome.symptom.is_empty() {
            entry(&mut text, "symptom", &outcome.symptom);
        }
        text.push_str("# expires = 2027-12-31\n");
    }
    if none {
        text.push_str("\n# No case failed.\n");
    }
    text
}

fn entry(text: &mut String, key: &str, value: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{key} = {}", Value::String(value.to_owned()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::known_failures::KnownFailures;
    use ctk_record::sample::{sample, small};

    #[test]
    fn the_draft_excuses_just_what_failed() {
        let mut record = sample();
        let failed = |record: &Record| -> Vec<String> {
            let failed = record.outcomes();
            failed
                .filter(|(_, outcome)| outcome.verdict == Verdict::Fail)
                .map(|(case, _)| case.planned.id.clone())
                .collect()
        };
        let before = failed(&record);
        assert!(!before.is_empty());
        let ledger = KnownFailures::parse("draft", &draft(&record)).expect("it can be read");
        assert_eq!(ledger.entries().len(), before.len());
        let remarks = ledger.apply(&mut record);
        assert!(remarks.is_empty(), "{remarks:?}");
        let excused = record
            .outcomes()
            .filter(|(_, outcome)| outcome.known_failure.is_some());
        let excused: Vec<String> = excused.map(|(case, _)| case.planned.id.clone()).collect();
        assert_eq!(excused, before);
    }

    #[test]
    fn quotes_and_controls_of_a_device_do_not_break_the_file() {
        let mut record = small(&[("a/1", Verdict::Fail)]);
        let result = record.cases[0].result.as_mut().expect("it has one");
        result.reason = "came \"\"\"'''\n[[known]]\u{1b}[2J \\".to_owned();
        result.symptom = "#\"'\r\n\u{202e}".to_owned();
        let ledger = KnownFailures::parse("draft", &draft(&record)).expect("it can be read");
        assert_eq!(ledger.entries().len(), 1);
        assert_eq!(
            ledger.entries()[0].symptom.as_deref(),
            Some("#\"'\r\n\u{202e}")
        );
    }

    #[test]
    fn a_clean_run_gives_an_empty_ledger() {
        let record = small(&[("a/1", Verdict::Pass)]);
        let ledger = KnownFailures::parse("draft", &draft(&record)).expect("it can be read");
        assert!(ledger.entries().is_empty());
    }
}
