//! The order in which cases begin.

use ctk_suite::case::Things;
use std::sync::atomic::{AtomicBool, Ordering};

use super::*;

fn own(id: &'static str, waits_ms: u64) -> Case {
    Case::new(id, "p").own_objects(0).waits(waits_ms)
}

fn order(cases: &[Case]) -> Vec<String> {
    let company = Company::new(
        cases
            .iter()
            .map(|case| (case, &Applicability::Applicable))
            .collect(),
        1,
        |case| case.meta.id == "a/failed",
        Arc::default(),
    );
    std::iter::from_fn(|| {
        let (place, (case, _)) = company.next(&|| false)?;
        company.ended(place, &case.meta);
        Some(case.meta.id.to_string())
    })
    .collect()
}

#[test]
fn those_that_hold_others_back_come_first_and_the_whole_device_last() {
    let cases = [
        own("a/whole", 9_000).alone(),
        own("a/short", 0),
        own("a/long", 5_000),
        own("a/measured", 3_000).undisturbed(Things::SESSIONS.and(Things::TRAFFIC)),
        own("a/told", 1_000).undisturbed(Things::SESSIONS),
    ];
    assert_eq!(
        order(&cases),
        ["a/told", "a/long", "a/short", "a/measured", "a/whole"]
    );
}

#[test]
fn what_failed_before_comes_before_everything() {
    let failed = own("a/failed", 0).alone();
    let cases = [own("a/long", 5_000), failed, own("a/short", 0)];
    assert_eq!(order(&cases), ["a/failed", "a/long", "a/short"]);
}

#[test]
fn one_that_is_disturbed_lets_others_pass_and_begins_when_nobody_is_in_the_way() {
    let cases = [
        own("a/told", 1_000).undisturbed(Things::SESSIONS),
        own("a/told-too", 2_000).undisturbed(Things::SESSIONS),
        own("a/any", 0),
        Case::new("a/asks", "p"),
    ];
    let planned = cases.iter().map(|case| (case, &Applicability::Applicable));
    let company = Company::new(planned.collect(), 8, |_| false, Arc::default());
    let next = || {
        let begun = company.state().begin(&company.windows);
        begun.map(|(place, (case, _))| (place, case.meta.id.to_string()))
    };
    assert_eq!(next(), Some((0, "a/told".to_owned())));
    assert_eq!(next(), Some((1, "a/asks".to_owned())));
    assert_eq!(next(), None);
    company.ended(0, &cases[0].meta);
    assert_eq!(next(), Some((2, "a/told-too".to_owned())));
}

#[test]
fn those_who_take_turns_begin_together_and_are_not_overtaken() {
    let told = |id, of| own(id, 1_000).undisturbed(of).in_turn("changes", 1);
    let cases = [
        own("a/news", 0).undisturbed(Things::MESSAGES),
        told("a/told", Things::SESSIONS),
        told("a/told-of-both", Things::SESSIONS.and(Things::MESSAGES)),
        own("a/any", 5_000),
        Case::new("a/asks", "p"),
    ];
    let planned = cases.iter().map(|case| (case, &Applicability::Applicable));
    let company = Company::new(planned.collect(), 8, |_| false, Arc::default());
    let next = || {
        let begun = company.state().begin(&company.windows);
        begun.map(|(place, (case, _))| (place, case.meta.id.to_string()))
    };
    assert_eq!(next(), Some((0, "a/news".to_owned())));
    assert_eq!(next(), Some((1, "a/asks".to_owned())));
    assert_eq!(next(), None, "one of them needs messages undisturbed");
    company.ended(0, &cases[0].meta);
    assert_eq!(next(), Some((2, "a/told".to_owned())));
    assert_eq!(next(), Some((3, "a/told-of-both".to_owned())));
    assert_eq!(next(), None);
    company.ended(3, &cases[2].meta);
    company.ended(2, &cases[1].meta);
    assert_eq!(next(), Some((4, "a/any".to_owned())));
}

#[test]
fn what_is_left_behind_is_cleared_away_when_the_last_of_its_kind_is_done() {
    let cases = [
        own("a/told", 1_000).undisturbed(Things::SESSIONS),
        own("a/told-too", 2_000).undisturbed(Things::SESSIONS),
        own("a/news", 3_000).undisturbed(Things::MESSAGES),
    ];
    let planned = cases.iter().map(|case| (case, &Applicability::Applicable));
    let company = Company::new(planned.collect(), 2, |_| false, Arc::default());
    (0..Company::workers(2)).for_each(|_| company.joins());
    let next = || company.next(&|| false).expect("one that may begin");
    let (first, (told, _)) = next();
    next();
    let tidied = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            company.before_tidying(first, &told.meta, &|| false);
            tidied.store(true, Ordering::SeqCst);
            company.ended(first, &told.meta);
        });
        // The first one gave way, though it has not tidied up.
        let (second, (told_too, _)) = next();
        assert_eq!(told_too.meta.id, "a/told-too");
        assert!(!tidied.load(Ordering::SeqCst));
        // Nobody is left to work: this one tidies up at once.
        company.before_tidying(second, &told_too.meta, &|| false);
        company.ended(second, &told_too.meta);
    });
    assert!(tidied.load(Ordering::SeqCst));
}

#[test]
fn nothing_begins_when_the_run_is_to_stop() {
    let cases = [own("a/one", 0), own("a/two", 0)];
    let planned = cases.iter().map(|case| (case, &Applicability::Applicable));
    let company = Company::new(planned.collect(), 8, |_| false, Arc::default());
    let stop = AtomicBool::new(false);
    let stopped = || stop.load(Ordering::SeqCst);
    assert!(company.next(&stopped).is_some());
    stop.store(true, Ordering::SeqCst);
    assert!(company.next(&stopped).is_none());
}
