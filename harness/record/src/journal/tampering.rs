//! A journal that was altered says so.

use super::*;
use crate::sample;
use crate::{Event, Footer, Integrity};

/// The journal of a run, sealed as a run seals it.
fn sealed() -> Vec<u8> {
    journal(sample::events())
}

/// The journal of a run of one case.
fn small() -> Vec<u8> {
    const CASE: &str = "5.5.13/pending";
    let mut events = sample::events();
    for event in &mut events {
        if let Event::Plan(plan) = event {
            plan.cases.retain(|case| case.id == CASE);
            plan.requirements.truncate(2);
            plan.error_pairs.truncate(2);
        }
    }
    events.retain(|event| match event {
        Event::CaseStarted { case, .. } | Event::Findings { case, .. } => case == CASE,
        Event::Exchange(exchange) => exchange.case == CASE && exchange.number < 3,
        Event::Judgement(judgement) => judgement.case == CASE,
        Event::CaseFinished(result) => result.case == CASE,
        _ => true,
    });
    journal(events)
}

fn journal(events: Vec<Event>) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new());
    for event in events {
        match event {
            Event::Footer(footer) => writer.close(footer).unwrap(),
            event => {
                writer.append(&event).unwrap();
                if matches!(event, Event::Plan(_) | Event::CaseFinished(_)) {
                    writer.seal().unwrap();
                }
            }
        }
    }
    writer.into_inner()
}

fn compressed(journal: &[u8]) -> Vec<u8> {
    let mut encoder = Encoder::compressed().unwrap();
    let mut bytes = Vec::new();
    for line in journal.split_inclusive(|&byte| byte == b'\n') {
        encoder.push(line).unwrap();
        bytes.extend(encoder.flush(true).unwrap());
    }
    bytes.extend(encoder.finish().unwrap());
    bytes
}

/// Whether the journal passes for one that nobody touched.
fn passes(journal: &[u8]) -> bool {
    read(journal).is_ok_and(|record| record.integrity == Integrity::Sealed && !record.cut_line)
}

fn lines(journal: &[u8]) -> Vec<&[u8]> {
    journal.split_inclusive(|&byte| byte == b'\n').collect()
}

#[test]
fn an_untouched_journal_is_sealed() {
    let journal = sealed();
    assert!(passes(&journal) && passes(&compressed(&journal)));
    assert!(compressed(&journal).len() * 3 < journal.len());
    assert_eq!(
        read(journal.as_slice()).unwrap(),
        read(compressed(&journal).as_slice()).unwrap()
    );
    // Without seals nothing is said.
    let unsealed = sample::journal(&sample::events());
    let record = read(unsealed.as_slice()).unwrap();
    assert!(matches!(record.integrity, Integrity::Open(_)));
}

#[test]
fn no_byte_can_be_flipped() {
    let journal = small();
    assert!(passes(&journal) && journal.len() < 20_000);
    for at in 0..journal.len() {
        let mut altered = journal.clone();
        altered[at] ^= 1;
        assert!(!passes(&altered), "byte {at}");
    }
}

#[test]
fn a_flipped_byte_of_a_compressed_journal_shows_or_changes_nothing() {
    let journal = small();
    let whole = compressed(&journal);
    for at in 0..whole.len() {
        let mut altered = whole.clone();
        altered[at] ^= 1 << (at % 8);
        assert!(!passes(&altered) || plain(&altered) == journal, "byte {at}");
    }
}

fn plain(journal: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = std::io::Read::read_to_end(&mut text(journal).unwrap(), &mut bytes);
    bytes
}

#[test]
fn no_line_can_be_removed_doubled_or_swapped() {
    let journal = sealed();
    let lines = lines(&journal);
    for at in 0..lines.len() {
        let mut removed = lines.clone();
        removed.remove(at);
        assert!(!passes(&removed.concat()), "line {at} removed");
        let mut doubled = lines.clone();
        doubled.insert(at, lines[at]);
        assert!(!passes(&doubled.concat()), "line {at} doubled");
        if at > 0 && lines[at] != lines[at - 1] {
            let mut swapped = lines.clone();
            swapped.swap(at, at - 1);
            assert!(
                !passes(&swapped.concat()),
                "lines {} and {at} swapped",
                at - 1
            );
        }
    }
}

#[test]
fn no_tail_can_be_cut_off() {
    let journal = sealed();
    let whole = compressed(&journal);
    for end in (0..whole.len() - 1).step_by(13) {
        assert!(!passes(&whole[..end]), "{end}");
        // What is left reads, once the header is there.
        match read(&whole[..end]) {
            // The last bytes are a checksum: without them all lines are there, and what is above notices.
            Ok(record) => assert!(!record.complete() || end + 16 > whole.len()),
            Err(error) => assert!(end < 3000, "{end}: {error}"),
        }
    }
    assert!(!passes(&journal[..journal.len() - 1]));
}

#[test]
fn a_footer_of_another_run_does_not_fit() {
    let journal = sealed();
    let mut spliced = lines(&journal);
    let mut writer = Writer::new(Vec::new());
    writer.close(Footer::new(crate::Ended::Finished)).unwrap();
    let other = writer.into_inner();
    spliced.pop();
    spliced.push(&other);
    assert!(!passes(&spliced.concat()));
}

#[test]
fn a_bounded_record_says_the_same_of_every_case() {
    let journal = sealed();
    let (all, some) = (
        read(journal.as_slice()).unwrap(),
        read_evidence(journal.as_slice()).unwrap(),
    );
    for (one, other) in all.cases.iter().zip(&some.cases) {
        assert_eq!(one.result, other.result);
        assert_eq!(one.judgements, other.judgements);
    }
    assert!(some.left_out > 0 && all.left_out == 0);
}
