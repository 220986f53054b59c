use super::*;
use crate::sample;
use crate::{Ended, Event, Integrity, Verdict};

#[test]
fn a_whole_run_reads_back() {
    let record = sample::sample();
    assert!(record.complete() && !record.cut_line);
    assert_eq!(record.cases.len(), 12);
    assert_eq!(record.preparation.len(), 1);
    assert_eq!(record.notices.len(), 1);
    assert_eq!(record.duration_ms(), 2_345);
    let pending = record
        .cases
        .iter()
        .find(|case| case.planned.id == "5.5.13/pending")
        .unwrap();
    assert_eq!(pending.started_ms, Some(1_000));
    assert_eq!(pending.exchanges.len(), 3);
    assert_eq!(pending.judgements.len(), 1);
    assert_eq!(pending.result.as_ref().unwrap().verdict, Verdict::Fail);
}

#[test]
fn later_findings_join_their_exchange() {
    let record = sample::sample();
    let case = record
        .cases
        .iter()
        .find(|case| case.planned.id == "uda/control/content-type")
        .unwrap();
    assert_eq!(case.exchanges[0].findings[0].requirement, "UDA-CTRL-26");
}

#[test]
fn every_prefix_of_a_journal_is_a_partial_record() {
    let whole = sample::journal(&sample::events());
    let header = whole.iter().position(|&b| b == b'\n').unwrap() + 1;
    // A cut anywhere behind the header must read, add up and never look complete.
    for end in (header..whole.len() - 1).step_by(997) {
        let record = read(&whole[..end]).unwrap_or_else(|error| panic!("{end}: {error}"));
        assert!(!record.complete(), "{end}");
        assert_eq!(record.ended(), Ended::Interrupted);
        assert_eq!(record.outcomes().count(), record.plan.cases.len());
        assert!(matches!(record.integrity, Integrity::Open(_)), "{end}");
    }
}

#[test]
fn cases_without_result_are_inconclusive() {
    let record = sample::cut_short();
    assert!(!record.complete());
    let (case, outcome) = record
        .outcomes()
        .last()
        .map(|(case, outcome)| (case.clone(), outcome.into_owned()))
        .unwrap();
    assert!(case.result.is_some(), "the last of the plan ran early");
    assert_eq!(outcome.verdict, Verdict::Pass);
    let open: Vec<_> = record
        .outcomes()
        .filter(|(case, _)| case.result.is_none())
        .collect();
    assert!(!open.is_empty());
    for (case, outcome) in open {
        assert_eq!(outcome.verdict, Verdict::Inconclusive);
        let verb = if case.started_ms.is_some() {
            "finished"
        } else {
            "executed"
        };
        assert_eq!(outcome.reason, format!("not {verb}: run was cut short"));
        assert!(outcome.reproduce.contains("--case") && outcome.reproduce.contains("--seed 7"));
    }
}

#[test]
fn strict_makes_warned_cases_fail() {
    let mut record = sample::sample();
    record.header.strict = true;
    let case = record
        .cases
        .iter()
        .find(|case| case.planned.id == "5.5.13/running")
        .unwrap();
    let outcome = record.outcome(case);
    assert_eq!(outcome.verdict, Verdict::Fail);
    assert!(outcome.reason.contains("strict"));
}

fn refusal(events: &[Event]) -> String {
    read(sample::journal(events).as_slice())
        .expect_err("must be refused")
        .to_string()
}

#[test]
fn duplicates_and_disorder_are_refused() {
    let events = sample::events();
    let place = |wanted: fn(&Event) -> bool| events.iter().position(wanted).unwrap();
    let repeat = |at: usize| {
        let mut twice = events.clone();
        twice.insert(at + 1, events[at].clone());
        refusal(&twice)
    };
    assert!(repeat(0).contains("the header"));
    assert!(repeat(place(|event| matches!(event, Event::Device(_)))).contains("the device"));
    assert!(repeat(place(|event| matches!(event, Event::Plan(_)))).contains("the plan"));
    assert!(
        repeat(place(|event| matches!(event, Event::CaseFinished(_))))
            .contains("the result of the case")
    );
    assert!(
        repeat(place(
            |event| matches!(event, Event::Exchange(one) if !one.case.is_empty())
        ))
        .contains("exchange 1")
    );
    assert!(repeat(events.len() - 1).contains("the footer"));

    assert!(refusal(&events[1..]).contains("header"));
    let mut unplanned = events.clone();
    unplanned.retain(|event| !matches!(event, Event::Plan(_)));
    assert!(refusal(&unplanned).contains("`5.3.10/message-is-valid`"));
    let mut late = events.clone();
    late.push(Event::Notice {
        at_ms: 1,
        text: "late".into(),
    });
    assert!(refusal(&late).contains("after its footer"));
    let mut other = events;
    if let Event::Header(header) = &mut other[0] {
        header.schema = "messaging-ctk/journal/9".into();
    }
    assert!(refusal(&other).contains("journal/9"));
}

#[test]
fn a_case_begun_twice_keeps_its_last_attempt() {
    let mut events = sample::events();
    let end = events
        .iter()
        .position(|event| matches!(event, Event::CaseFinished(one) if one.case == "5.5.13/pending"))
        .unwrap();
    events.insert(
        end,
        Event::CaseStarted {
            case: "5.5.13/pending".into(),
            at_ms: 9,
        },
    );
    let record = sample::record(&events);
    let case = record
        .cases
        .iter()
        .find(|case| case.planned.id == "5.5.13/pending")
        .unwrap();
    assert!(case.exchanges.is_empty() && case.judgements.is_empty());
    assert_eq!(case.started_ms, Some(9));
}

#[test]
fn other_files_are_refused() {
    assert!(matches!(read(&b""[..]), Err(RecordError::Empty)));
    assert!(matches!(read(&b"<html>\n"[..]), Err(RecordError::NoHeader)));
    assert!(matches!(
        read(&b"\xff\xfe\x00"[..]),
        Err(RecordError::NoHeader)
    ));
    // A compressed journal that was cut before its first line is a journal that was cut, not a file with nothing in it.
    let packed = zstd::encode_all(&sample::journal(&sample::events())[..], 1).unwrap();
    assert!(matches!(read(&packed[..9]), Err(RecordError::NoHeader)));
    let mut garbled = sample::journal(&sample::events());
    let second = garbled.iter().position(|&b| b == b'\n').unwrap() + 1;
    garbled[second] = b'?';
    assert!(matches!(
        read(garbled.as_slice()),
        Err(RecordError::Malformed { line: 2, .. })
    ));
}

#[test]
fn reproduction_is_quoted_for_the_shell() {
    let mut header = sample::sample().header;
    header.target = vec![
        "http://h/d?a=1&b=2".into(),
        "--profile".into(),
        "it's".into(),
    ];
    assert_eq!(
        header.reproduce("5.5.13/pending"),
        r"messaging-ctk run 'http://h/d?a=1&b=2' --profile 'it'\''s' --case 5.5.13/pending --seed 7"
    );
}
