//! What is dropped, in what order, and how the estimate follows the run.

use super::*;

fn state(cases: &[(&str, u64, bool, &[&str])]) -> State {
    let mut state = State::default();
    for (id, ms, derived, requirements) in cases {
        let requirements: Vec<String> = requirements.iter().map(ToString::to_string).collect();
        for requirement in &requirements {
            *state.judged_by.entry(requirement.clone()).or_default() += 1;
        }
        let ahead = Ahead {
            began_ms: None,
            waits_ms: *ms,
            asks_ms: 0,
            window: None,
            company: Company::Beside,
            free: false,
            derived: *derived,
            requirements,
        };
        state.ahead.insert((*id).to_owned(), ahead);
    }
    state
}

fn estimate(state: State, limit_ms: u64) -> Estimate {
    let estimate = Estimate {
        limit_ms: Some(limit_ms),
        pace: Pace {
            services: 1,
            jobs: 1,
            connections: 1,
            reply_ms: 1,
        },
        began: Instant::now(),
        state: Mutex::new(state),
    };
    estimate.drop_what_does_not_fit();
    estimate.begins();
    estimate
}

#[test]
fn what_is_lost_on_answers_is_expected_again_for_those_that_are_left() {
    let ids: Vec<String> = (0..100).map(|n| format!("a/case-{n}")).collect();
    let all: Vec<(&str, u64, bool, &[&str])> = ids
        .iter()
        .map(|id| (id.as_str(), 0, false, &["M-1"][..]))
        .collect();
    let mut state = state(&all);
    for ahead in state.ahead.values_mut() {
        ahead.asks_ms = 100;
    }
    let estimate = estimate(state, u64::MAX);
    assert_eq!(estimate.corrected_at(0), (10_000, false));
    for id in &ids[..20] {
        estimate.took(&Case::new(id.clone(), "p"));
    }
    // Two of them hung for 30 s each: so may eight more.
    assert_eq!(estimate.corrected_at(62_000), (8_000 + 240_000, true));
}

#[test]
fn an_estimate_that_is_off_is_corrected_and_said_again_once() {
    let cases: Vec<String> = (0..20).map(|n| format!("a/case-{n}")).collect();
    let all: Vec<(&str, u64, bool, &[&str])> = cases
        .iter()
        .map(|id| (id.as_str(), 2_000, false, &["M-1"][..]))
        .collect();
    let estimate = estimate(state(&all), u64::MAX);
    assert_eq!(estimate.corrected_at(0), (40_000, false));
    // The first case hangs: too little is over to know, and what is lost may be lost once more.
    estimate.took(&Case::new("a/case-0", "p"));
    assert_eq!(estimate.corrected_at(90_000), (88_000, true));
    assert_eq!(estimate.corrected_at(91_000), (89_000, false));
    for id in &cases[1..10] {
        estimate.took(&Case::new(id.clone(), "p"));
    }
    // Half is over: the rest takes as long as that did, within four times of what was guessed.
    assert_eq!(estimate.corrected_at(50_000), (50_000, true));
    // What a case has waited for since it began is over.
    estimate
        .state()
        .ahead
        .get_mut("a/case-10")
        .expect("it is ahead")
        .began_ms = Some(48_500);
    assert_eq!(estimate.state().guess_ms(estimate.pace, 50_000), 18_500);
    for id in &cases[10..] {
        estimate.took(&Case::new(id.clone(), "p"));
    }
    assert_eq!(estimate.corrected_at(119_000).0, 0);
}

#[test]
fn the_only_case_of_a_requirement_stays() {
    let estimate = estimate(
        state(&[
            ("a/one", 5_000, true, &["M-1"]),
            ("a/two", 4_000, true, &["M-1"]),
            ("a/three", 3_000, true, &["M-2"]),
            ("a/four", 2_000, false, &["M-1"]),
        ]),
        1,
    );
    assert_eq!(estimate.dropped(), 2);
    let one = Case::new("a/one", "p").derived();
    let three = Case::new("a/three", "p").derived();
    assert!(estimate.drops(&one));
    assert!(!estimate.drops(&three));
    assert_eq!(estimate.estimate_ms(), 5_000);
}

#[test]
fn derived_cases_go_first_and_then_others_that_are_not_the_only_ones() {
    let cases: [(&str, u64, bool, &[&str]); 4] = [
        ("a/written", 9_000, false, &["M-1"]),
        ("a/derived", 1_000, true, &["M-1"]),
        ("a/too", 2_000, false, &["M-1"]),
        ("a/only", 3_000, false, &["M-1", "M-2"]),
    ];
    let dropped = |limit_ms| {
        let estimate = estimate(state(&cases), limit_ms);
        let mut dropped: Vec<String> = estimate.state().dropped.iter().cloned().collect();
        dropped.sort();
        dropped
    };
    assert_eq!(dropped(14_000), ["a/derived"]);
    assert_eq!(dropped(6_000), ["a/derived", "a/written"]);
    assert_eq!(dropped(1), ["a/derived", "a/too", "a/written"]);
}

#[test]
fn what_only_judges_the_run_is_never_dropped() {
    let mut state = state(&[
        ("a/asks", 5_000, true, &["M-1"]),
        ("a/stays", 5_000, true, &["M-1", "M-2"]),
    ]);
    let pace = Pace {
        services: 1,
        jobs: 1,
        connections: 1,
        reply_ms: 30_000,
    };
    let judges = Case::new("a/judges", "p")
        .derived()
        .phase(Phase::Last)
        .reach(Reach::Run);
    let ahead = Ahead {
        requirements: vec!["M-1".to_owned()],
        ..Ahead::of(&judges, pace)
    };
    state.ahead.insert("a/judges".to_owned(), ahead);
    *state.judged_by.entry("M-1".to_owned()).or_default() += 1;
    let judges_in_time = estimate(state, u64::MAX);
    assert!(!judges_in_time.drops(&judges));
    let state = judges_in_time.state.into_inner().expect("nobody panicked");
    let estimate = estimate(state, 0);
    assert_eq!(estimate.dropped(), 1);
    assert!(estimate.keeps(&judges));
    assert!(estimate.drops(&judges), "it is late: nothing more is asked");
}

#[test]
fn nothing_is_dropped_that_fits() {
    let cases: [(&str, u64, bool, &[&str]); 2] = [
        ("a/one", 5_000, true, &["M-1"]),
        ("a/two", 4_000, true, &["M-1"]),
    ];
    assert_eq!(estimate(state(&cases), 9_000).dropped(), 0);
    assert_eq!(estimate(state(&cases), 4_000).dropped(), 1);
}

#[test]
fn the_estimate_follows_what_cases_take() {
    let ids: Vec<String> = (0..20).map(|n| format!("a/{n}")).collect();
    let cases: Vec<(&str, u64, bool, &[&str])> = ids
        .iter()
        .map(|id| (id.as_str(), 100, true, ["M-1"].as_slice()))
        .collect();
    let estimate = estimate(state(&cases), 1_000_000);
    assert_eq!(estimate.estimate_ms(), 2_000);
    for id in &ids[..10] {
        estimate.took(&Case::new(id.clone(), "p"));
    }
    assert_eq!(estimate.rest_ms(&estimate.state(), 3_000), 3_000);
    assert_eq!(estimate.rest_ms(&estimate.state(), 500), 500);
    // However slow the machine was: no more than so many times as much.
    assert_eq!(estimate.rest_ms(&estimate.state(), 100_000), 4_000);
}
