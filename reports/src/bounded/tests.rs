//! Records of hostile devices through every format.

use super::*;
use crate::formats;
use ctk_record::sample::sample;

/// What a report may have.
const BOUND: usize = 20 << 20;

/// Every report of the record is within the bound, and says what it leaves out, but for the table of requirements.
fn all_are_bounded(record: &Record) {
    let short = bounded(record);
    assert!(matches!(short, Cow::Owned(_)), "it is too much");
    for format in formats::ALL {
        let mut out = Vec::new();
        format
            .write(&short, record, &mut out)
            .expect("memory takes everything");
        assert!(out.len() <= BOUND, "{}: {}", format.name, out.len());
        let text = String::from_utf8(out).expect("reports are UTF-8");
        let says = text.contains(REMARK.trim_end()) || format.name == "csv";
        assert!(says, "{} does not say what is left out", format.name);
        let counts = crate::summary::counts(record);
        if format.name == "json" {
            let report = crate::json::read_report(&text).expect("it is a report");
            assert_eq!(report.summary, counts);
        }
    }
}

#[test]
fn a_hundred_thousand_judgements() {
    let mut record = sample();
    let many = record
        .cases
        .iter()
        .position(|case| !case.judgements.is_empty())
        .expect("a case with judgements");
    let one = record.cases[many].judgements[0].clone();
    let observed = "<\u{1b}&".repeat(100);
    record.cases[many].judgements = (0..100_000)
        .map(|number| Judgement {
            observed: format!("{number} {}", &observed[..number % 300]),
            ..one.clone()
        })
        .collect();
    all_are_bounded(&record);
}

#[test]
fn long_texts_everywhere() {
    for text in ["\u{1b}", "<"] {
        let mut record = sample();
        let long = text.repeat(1 << 16);
        for case in &mut record.cases {
            for judgement in &mut case.judgements {
                judgement.observed.clone_from(&long);
                judgement.accepted = vec![long.clone(); 3];
            }
            if let Some(result) = &mut case.result {
                (result.reason, result.observed) = (long.clone(), long.clone());
            }
            for message in case
                .exchanges
                .iter_mut()
                .filter_map(|it| it.response.as_mut())
            {
                message.body.clone_from(&long);
                message.headers = vec![("X".to_owned(), long.clone())];
            }
        }
        record.notices = vec![(1, long.clone()); 3];
        all_are_bounded(&record);
    }
}

#[test]
fn ten_thousand_exchanges() {
    let mut record = sample();
    let many = record
        .cases
        .iter()
        .position(|case| !case.exchanges.is_empty())
        .expect("a case with exchanges");
    let mut one = record.cases[many].exchanges[0].clone();
    if let Some(response) = &mut one.response {
        response.body = "<e/>".repeat(200);
    }
    record.cases[many].exchanges = (1..=10_000)
        .map(|number| Exchange {
            number,
            ..one.clone()
        })
        .collect();
    all_are_bounded(&record);
}

#[test]
fn a_usual_record_is_told_whole() {
    let record = sample();
    assert!(matches!(bounded(&record), Cow::Borrowed(_)));
    assert_eq!(remark(&record), None);
}
