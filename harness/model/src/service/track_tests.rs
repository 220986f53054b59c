use super::*;

/// A counter up to 9: a step adds, or looks whether it is so.
struct Counter;

#[derive(Clone)]
enum Do {
    Add(u8),
    Is(u8),
}

impl Kind for Counter {
    type State = u8;
    type Step = Do;

    fn after(&self, state: &u8, step: &Do) -> Vec<u8> {
        match step {
            Do::Add(by) => Some(state + by).filter(|it| *it < 10).into_iter().collect(),
            Do::Is(it) => Some(*state)
                .filter(|state| state == it)
                .into_iter()
                .collect(),
        }
    }

    fn drift(&self, _: &u8) -> Vec<u8> {
        Vec::new()
    }

    fn only_looks(&self, step: &Do) -> bool {
        matches!(step, Do::Is(_))
    }

    fn everything(&self) -> Vec<u8> {
        (0..10).collect()
    }
}

fn source() -> Source {
    Source::default()
}

#[test]
fn overlapping_requests_take_effect_in_either_order() {
    for (first, second) in [(1, 3), (3, 3), (0, 1)] {
        let mut track = Track::<Counter>::new([0]);
        track.begin(&Counter, 1, None, Do::Add(1));
        track.begin(&Counter, 2, None, Do::Is(first));
        track.begin(&Counter, 3, None, Do::Add(2));
        track.begin(&Counter, 4, None, Do::Is(second));
        for number in 1..=4 {
            let completed = track.complete(&Counter, number, &source());
            assert_eq!(completed, Completed::Fits, "{first} {second} {number}");
        }
        assert_eq!(track.possible(), [3]);
    }
}

#[test]
fn what_was_seen_to_take_effect_is_not_waited_for() {
    let mut track = Track::<Counter>::new([0]);
    track.begin(&Counter, 1, None, Do::Add(1));
    assert!(!track.has_settled());
    track.begin(&Counter, 2, None, Do::Is(0));
    track.complete(&Counter, 2, &source());
    assert!(!track.has_settled(), "it may come yet");
    track.begin(&Counter, 3, None, Do::Is(1));
    track.complete(&Counter, 3, &source());
    assert!(track.has_settled() && !track.is_quiet());
}

#[test]
fn what_is_over_comes_before_what_begins_later() {
    let mut track = Track::<Counter>::new([0]);
    track.begin(&Counter, 1, None, Do::Add(1));
    assert_eq!(track.complete(&Counter, 1, &source()), Completed::Fits);
    track.begin(&Counter, 2, None, Do::Is(0));
    let completed = track.complete(&Counter, 2, &source());
    assert_eq!(completed, Completed::Impossible(vec![1]));
    assert_eq!(track.possible(), [0], "it begins anew from what was seen");
}

#[test]
fn a_case_does_one_thing_after_the_other() {
    let mut track = Track::<Counter>::new([0]);
    track.begin(&Counter, 1, Some("a"), Do::Add(1));
    track.begin(&Counter, 2, Some("a"), Do::Is(0));
    assert_eq!(track.complete(&Counter, 1, &source()), Completed::Fits);
    assert!(matches!(
        track.complete(&Counter, 2, &source()),
        Completed::Impossible(_)
    ));
}

#[test]
fn too_many_at_once_are_let_go() {
    let mut track = Track::<Counter>::new([0]);
    for number in 0..40 {
        track.begin(&Counter, number, None, Do::Add(1));
    }
    assert!(track.is_lost());
    assert_eq!(track.complete(&Counter, 3, &source()), Completed::Unknown);
    assert!(track.may(|_| false) && !track.is_certain(|_| true));
}

#[test]
fn the_evidence_keeps_the_first_and_the_latest() {
    let mut track = Track::<Counter>::new([0]);
    for exchange in 1..=9 {
        let source = Source {
            exchange,
            ..Source::default()
        };
        track.remember(&source);
    }
    let kept: Vec<u32> = track.evidence().iter().map(|it| it.exchange).collect();
    assert_eq!(kept, [1, 7, 8, 9]);
}
