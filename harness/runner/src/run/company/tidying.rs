//! Who waits with its tidying up, and whom that keeps waiting.

use std::sync::atomic::{AtomicBool, Ordering};

use ctk_suite::case::Things;

use super::*;

fn told(id: &'static str, waits_ms: u64) -> Case {
    let case = Case::new(id, "p").own_objects(0).waits(waits_ms);
    case.undisturbed(Things::SESSIONS)
}

#[test]
fn a_worker_that_is_alone_waits_for_nobody() {
    let cases = [told("a/told", 1_000), told("a/told-too", 2_000)];
    let planned = cases.iter().map(|case| (case, &Applicability::Applicable));
    let company = Company::new(planned.collect(), 8, |_| false, Arc::default());
    company.joins();
    let (first, (told, _)) = company.next(&|| false).expect("one that may begin");
    let waits = AtomicBool::new(false);
    company.before_tidying(first, &told.meta, &|| !waits.swap(true, Ordering::SeqCst));
    assert!(!waits.load(Ordering::SeqCst), "nobody else would begin");
}

#[test]
fn who_waits_for_turns_alone_keeps_its_place_until_it_has_tidied_up() {
    let cases = [
        told("a/one", 1_000).in_turn("changes", 1),
        told("a/other", 1_000).in_turn("changes", 2),
        told("a/told", 3_000).in_turn("others", 1),
        told("a/third", 4_000).in_turn("changes", 3),
    ];
    let planned = cases.iter().map(|case| (case, &Applicability::Applicable));
    // Nobody has patience where there is one job.
    let company = Company::new(planned.collect(), 1, |_| false, Arc::default());
    let next = || {
        let begun = company.state().begin(&company.windows);
        begun.map(|(place, (case, _))| (place, case.meta.id.to_string()))
    };
    assert_eq!(next(), Some((0, "a/one".to_owned())));
    assert_eq!(next(), Some((1, "a/other".to_owned())));
    company
        .windows
        .begins("a/another", cases[1].meta.window.expect("it has"));
    let (waits, waiting) = std::sync::mpsc::channel();
    let (tidied, done) = std::sync::mpsc::channel::<()>();
    let (first, with) = (&cases[0].meta, &company);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let tells = || waits.send(()).is_err();
            with.before_tidying(0, first, &tells);
            let _ = done.recv();
            with.ended(0, first);
        });
        waiting.recv().expect("it waits for the others' turns");
        company.ended(1, &cases[1].meta);
        company.windows.over("a/another");
        assert_eq!(next(), None, "it would be disturbed");
        drop(tidied);
    });
    assert_eq!(next(), Some((2, "a/told".to_owned())));
}
