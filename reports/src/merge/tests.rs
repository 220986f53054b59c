use ctk_record::sample::sample;
use ctk_record::{Shard, Verdict};

use super::*;
use crate::coverage::coverage;
use crate::summary::counts;

fn place(_: &str) -> usize {
    0
}

fn joined(runs: Vec<Record>) -> Result<Record, MergeError> {
    let named = runs.into_iter().enumerate();
    let named = named.map(|(n, record)| (format!("run-{n}"), record));
    merge(named.collect(), &place, &["merge".to_owned()])
}

/// Deals the cases of the sample out to so many parts; the last case is in each.
fn parts(of: u32) -> Vec<Record> {
    let whole = sample();
    let last = whole.cases.len() - 1;
    (1..=of)
        .map(|number| {
            let mut part = whole.clone();
            let mine = |n: usize| n == last || n % of as usize == number as usize - 1;
            let cases = std::mem::take(&mut part.cases).into_iter().enumerate();
            part.cases = cases
                .filter(|(n, _)| mine(*n))
                .map(|(_, case)| case)
                .collect();
            let elsewhere = whole.cases.len() - part.cases.len();
            part.plan.not_selected.push(NotSelected {
                flags: Vec::new(),
                cases: elsewhere,
            });
            part.plan.messages = 1;
            part.plan.shard = Some(Shard {
                number,
                of,
                elsewhere,
                whole: whole.plan.whole,
            });
            part.plan.whole = false;
            part
        })
        .collect()
}

#[test]
fn parts_have_the_counts_and_the_coverage_of_the_whole() {
    let whole = sample();
    for of in 1..=3 {
        let merged = joined(parts(of)).expect("they belong together");
        assert_eq!(counts(&merged), counts(&whole), "{of}");
        assert_eq!(merged.plan.whole, whole.plan.whole);
        let covered = |record: &Record| {
            let rows = coverage(record).requirements.into_iter();
            rows.map(|row| (row.id, row.verdict)).collect::<Vec<_>>()
        };
        assert_eq!(covered(&merged), covered(&whole));
        let code = |record: &Record| summary::exit_code(record, &[]);
        assert_eq!(
            merged.footer.as_ref().map(|footer| footer.exit_code),
            Some(code(&whole))
        );
    }
}

#[test]
fn a_part_that_is_missing_is_named_and_one_that_is_there_twice_refused() {
    let mut two = parts(3);
    two.remove(1);
    assert!(matches!(
        joined(two),
        Err(MergeError::Missing { of: 3, missing, .. }) if missing == [2]
    ));
    let mut twice = parts(2);
    twice.push(twice[0].clone());
    assert!(matches!(joined(twice), Err(MergeError::Twice { .. })));
    let mut mixed = parts(2);
    mixed.push(parts(3).remove(2));
    assert!(matches!(joined(mixed), Err(MergeError::OtherShards { .. })));
    assert!(matches!(
        joined(vec![sample(), sample()]),
        Err(MergeError::Twice { .. })
    ));
    assert!(matches!(joined(Vec::new()), Err(MergeError::Nothing)));
}

#[test]
fn what_judges_differently_is_refused() {
    let mut other = parts(2);
    other[1].header.tool.vectors = "sha256:other".to_owned();
    assert!(matches!(joined(other), Err(MergeError::OtherTool { .. })));
    let mut strict = parts(2);
    strict[1].header.strict = !strict[1].header.strict;
    assert!(matches!(joined(strict), Err(MergeError::OtherRules { .. })));
    let mut nowhere = parts(2);
    nowhere[1].device = None;
    assert!(matches!(joined(nowhere), Err(MergeError::NoDevice(_))));
}

#[test]
fn a_part_that_was_cut_short_makes_the_whole_incomplete() {
    let mut parts = parts(2);
    parts[1].footer = None;
    let merged = joined(parts).expect("they belong together");
    assert_eq!(merged.ended(), Ended::Interrupted);
    assert!(!merged.complete());
}

#[test]
fn several_devices_keep_their_cases_apart() {
    let (one, mut other) = (sample(), sample());
    if let Some(device) = &mut other.device {
        device.udn = "uuid:00000000-0000-4000-8000-00000000beef".to_owned();
    }
    let single = counts(&one);
    let merged = joined(vec![one, other]).expect("two devices");
    let both = counts(&merged);
    assert_eq!((both.cases, both.fail), (2 * single.cases, 2 * single.fail));
    let ids: std::collections::HashSet<&str> = merged
        .cases
        .iter()
        .map(|case| case.planned.id.as_str())
        .collect();
    assert_eq!(ids.len(), both.cases);
    assert!(ids.iter().any(|id| id.ends_with("0000beef")));
}

#[test]
fn of_several_verdicts_the_one_that_says_most_holds() {
    let order = [
        Verdict::NotApplicable,
        Verdict::Inconclusive,
        Verdict::Pass,
        Verdict::Error,
        Verdict::Fail,
    ];
    assert!(
        order
            .windows(2)
            .all(|pair| weight(pair[0]) < weight(pair[1]))
    );
}
