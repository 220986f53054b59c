use proptest::prelude::*;

use super::Came::{Fault, Success};
use super::SessionAction::*;
use super::SessionStatus::*;
use super::*;

#[track_caller]
fn run(life: &mut Life, steps: &[(SessionAction, &str)]) {
    for (action, by) in steps {
        life.after(*action, by, Success)
            .expect("a step that the standard allows");
    }
}

#[test]
fn every_drawn_edge_is_possible() {
    for (from, action, to) in [
        (Pending, AcceptSession, Running),
        (Pending, CloseSession, Closed),
        (Running, JoinSession, Running),
        (Running, LeaveSession, Parked),
        (Parked, JoinSession, Running),
        (Running, CloseSession, Closed),
        (Parked, CloseSession, Closed),
    ] {
        let mut life = Life::new(from);
        life.after(action, "A", Success).expect("an edge");
        life.observe(to).expect("its end");
    }
}

#[test]
fn what_the_figure_does_not_draw_does_not_succeed() {
    for (from, action) in [
        (Running, AcceptSession),
        (Parked, AcceptSession),
        (Closed, AcceptSession),
        (Pending, JoinSession),
        (Closed, JoinSession),
        (Pending, LeaveSession),
        (Parked, LeaveSession),
        (Closed, ModifySession),
        (Closed, SendMessage),
        (Nonexistent, CloseSession),
    ] {
        let mut life = Life::new(from);
        let before = life.clone();
        let error = life.after(action, "A", Success).expect_err("no edge");
        assert!(error.before.contains(&from), "{error}");
        assert_eq!(life, before, "an impossible step changes nothing");
    }
}

#[test]
fn joins_of_one_control_point_may_be_counted() {
    let mut life = Life::requested();
    run(
        &mut life,
        &[
            (AcceptSession, "A"),
            (JoinSession, "A"),
            (JoinSession, "A"),
            (LeaveSession, "A"),
        ],
    );
    assert_eq!(life.possible(), [Running, Parked]);
    // Seen Running, it is a device that counts: two more leaves.
    life.observe(Running).expect("one reading");
    run(&mut life, &[(LeaveSession, "A")]);
    assert_eq!(life.possible(), [Running]);
    run(&mut life, &[(LeaveSession, "A")]);
    assert_eq!(
        life.possible(),
        [Parked],
        "as many leaves as joins plus one"
    );
}

#[test]
fn seen_parked_it_is_parked() {
    let mut life = Life::requested();
    run(
        &mut life,
        &[
            (AcceptSession, "A"),
            (JoinSession, "A"),
            (LeaveSession, "A"),
        ],
    );
    life.observe(Parked).expect("the other reading");
    assert!(life.after(LeaveSession, "A", Success).is_err());
    life.after(LeaveSession, "A", Fault(708))
        .expect("the fault for it");
    assert_eq!(life.possible(), [Parked]);
}

#[test]
fn a_second_control_point_keeps_it_running() {
    let mut life = Life::requested();
    run(
        &mut life,
        &[
            (AcceptSession, "A"),
            (JoinSession, "B"),
            (LeaveSession, "A"),
        ],
    );
    assert_eq!(life.possible(), [Running]);
    run(&mut life, &[(LeaveSession, "B")]);
    assert_eq!(life.possible(), [Parked]);
}

#[test]
fn refusals_narrow() {
    let mut life = Life::created("A", false);
    assert_eq!(life.possible(), [Pending, Running]);
    life.after(CloseSession, "A", Fault(402))
        .expect("a code about something else");
    assert!(
        life.after(CloseSession, "A", Fault(708)).is_err(),
        "it can be closed in either state"
    );
    life.after(JoinSession, "A", Fault(708))
        .expect("Pending, or in already");
    life.after(AcceptSession, "A", Success).expect("Pending");
    assert_eq!(life.possible(), [Running]);
    assert!(
        life.after(JoinSession, "B", Fault(708)).is_ok(),
        "a device that counts cannot be told from outside"
    );
    assert!(
        Life::requested()
            .after(AcceptSession, "A", Fault(708))
            .is_err()
    );
}

#[test]
fn closed_sessions_may_be_forgotten_and_stay_so() {
    let mut life = Life::new(Running);
    run(&mut life, &[(CloseSession, "A")]);
    assert_eq!(life.possible(), [Closed, Nonexistent]);
    life.observe(Closed).expect("kept");
    assert_eq!(life.possible(), [Closed, Nonexistent]);
    life.observe(Nonexistent).expect("forgotten");
    assert!(life.observe(Closed).is_err());
}

#[test]
fn the_remote_side_accepts_and_closes() {
    let mut life = Life::created("A", true);
    life.accepted_remotely().expect("it was Pending");
    assert_eq!(life.possible(), [Running]);
    assert!(life.accepted_remotely().is_err());
    run(&mut life, &[(LeaveSession, "A")]);
    life.closed_remotely().expect("it was Parked");
    assert_eq!(life.possible(), [Closed, Nonexistent]);
}

#[test]
fn a_cancelled_transfer_may_end_the_session() {
    let mut life = Life::with_members(Running, &["A"]);
    run(
        &mut life,
        &[(StartFileTransfer, "A"), (CancelFileTransfer, "A")],
    );
    assert_eq!(life.possible(), [Running, Closed, Nonexistent]);
}

#[test]
fn impossible_is_told_in_words() {
    let error = Life::requested()
        .observe(Parked)
        .expect_err("nobody was in");
    assert_eq!(
        error.to_string(),
        "the session is Parked, while the session can only be Pending"
    );
}

proptest! {
    // Whatever is tried, the possible states are those of the figure, and an impossible step changes nothing.
    #[test]
    fn any_walk_stays_in_the_figure(
        steps in proptest::collection::vec((0..9usize, 0..3u8, prop_oneof![Just(None), (700..712u16).prop_map(Some)]), 0..40)
    ) {
        let mut life = Life::created("A", false);
        for (action, by, code) in steps {
            let by = ["A", "B", "C"][usize::from(by)];
            let before = life.clone();
            let came = code.map_or(Success, Fault);
            let gave = life.after(SessionAction::ALL[action], by, came);
            prop_assert!(!life.possible().is_empty());
            if gave.is_err() {
                prop_assert_eq!(&life, &before);
            } else if matches!(came, Fault(_)) {
                prop_assert!(life.possible().iter().all(|status| before.possible().contains(status)));
            }
            prop_assert!(life.states.len() < 64);
        }
    }
}

#[test]
fn only_what_somebody_else_asks_for_can_be_accepted() {
    // 708 of AcceptSession: for a session of one's own, and where nobody knows whose it is.
    for (life, refused) in [
        (Life::requested(), false),
        (Life::created("A", true), true),
        (Life::new(Pending), true),
        (Life::with_members(Pending, &["A"]), true),
    ] {
        let after = life.clone().after(AcceptSession, "A", Fault(708));
        assert_eq!(after.is_ok(), refused, "{life:?}");
        assert!(life.clone().after(AcceptSession, "A", Fault(706)).is_err());
        assert!(life.clone().after(AcceptSession, "A", Fault(501)).is_ok());
    }
}
