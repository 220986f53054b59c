//! What subscribers have to be told, and what may have told it already.

use std::collections::BTreeMap;

use ctk_model::service::{What, Who};

use crate::trace::{Trace, done, updates};

/// A device whose far side may take two seconds to have its effect.
fn settling() -> Trace {
    let mut trace = Trace::new();
    trace.bench.settle_ms = 2_000;
    let subscription = "S".to_owned();
    trace.see(Who::Device, What::Subscribed { subscription });
    trace
}

/// Session s1, which the peers accept.
fn accepted() -> Trace {
    let mut trace = settling();
    trace.creates("s1", "Chat", "a subject").stimulus(
        "peer-accepts-session",
        &[("session_id", "s1")],
        "",
    );
    trace
}

/// A stimulus for session s1 which the upper tester could not give: the model lets go of the session.
fn cannot_type(trace: &mut Trace) -> &mut Trace {
    trace.see(
        Who::FarSide,
        What::Stimulus {
            name: "peer-typing".to_owned(),
            fields: BTreeMap::from([("session_id".to_owned(), "s1".to_owned())]),
            done: false,
            session_id: None,
            message_id: None,
        },
    )
}

fn tells(trace: &mut Trace, id: &str, event: &str, status: &str) {
    trace.event("SessionUpdates", updates(&[(id, event, status)]));
}

/// The event of this key.
fn numbered(trace: &mut Trace, key: u32, value: String) {
    trace.see(
        Who::Device,
        What::Event {
            subscription: "S".to_owned(),
            key: Some(key),
            properties: vec![("SessionUpdates".to_owned(), value)],
        },
    );
}

/// Another session comes to be after a while, and the event of this key tells of it.
fn another_is_accepted(trace: &mut Trace, id: &str, key: u32) {
    trace.wait(3_000);
    trace.creates(id, "Chat", "a subject");
    trace.stimulus("peer-accepts-session", &[("session_id", id)], "");
    let told = updates(&[(id, "session accepted by: p", "Running")]);
    numbered(trace, key, told);
}

/// Everything has settled, and two events tell of another session that came to be afterwards.
fn two_more(trace: &mut Trace) -> &mut Trace {
    trace.wait(3_000);
    trace.creates("s8", "Chat", "a subject");
    trace
        .stimulus("peer-accepts-session", &[("session_id", "s8")], "")
        .on("A", "LeaveSession", "s8", done());
    tells(trace, "s8", "session accepted by: p", "Running");
    tells(trace, "s8", "one TelCP has left", "Parked");
    trace
}

#[test]
fn what_is_told_before_it_has_settled_is_told() {
    let mut trace = accepted();
    tells(&mut trace, "s1", "session accepted by: p", "Running");
    two_more(&mut trace).passes();
    two_more(&mut accepted()).fails("event-owed", "M-5.4-7");
}

#[test]
fn what_is_told_of_a_session_that_was_let_go_is_told() {
    let mut trace = accepted();
    cannot_type(&mut trace);
    tells(&mut trace, "s1", "session accepted by: p", "Running");
    two_more(&mut trace).passes();
    let mut trace = accepted();
    cannot_type(&mut trace);
    two_more(&mut trace).fails("event-owed", "M-5.4-7");
}

#[test]
fn what_is_told_in_other_words_before_it_has_settled_is_told() {
    for (event, status) in [("it goes on", "Running"), ("it goes on", "")] {
        let mut trace = accepted();
        tells(&mut trace, "s1", event, status);
        two_more(&mut trace).passes();
    }
}

#[test]
fn what_is_told_last_stands_for_what_came_before() {
    let leaves = |trace: &mut Trace| {
        let from = 10_000;
        let leave = crate::trace::action("LeaveSession", &["s1"], done());
        trace.during(from, from + 50, Who::ControlPoint("A".to_owned()), leave);
        trace.wait(from + 20);
    };
    let mut trace = accepted();
    leaves(&mut trace);
    tells(&mut trace, "s1", "one TelCP has left", "Parked");
    trace.wait(100);
    two_more(&mut trace).passes();
    // What happened before it does not stand for it.
    let mut trace = settling();
    trace.creates("s1", "Chat", "a subject");
    trace.modifies("s1", "another", "");
    trace.wait(100);
    trace.stimulus("peer-accepts-session", &[("session_id", "s1")], "");
    tells(&mut trace, "s1", "session modified", "Pending");
    two_more(&mut trace).fails("event-owed", "M-5.4-7");
}

#[test]
fn what_was_lost_may_have_told_what_has_not_settled() {
    let mut trace = accepted();
    let value = updates(&[("s2", "session closed", "Closed")]);
    let lost = |trace: &mut Trace, key| numbered(trace, key, value.clone());
    lost(&mut trace, 1);
    // The second was lost; those that follow are the third to the fifth.
    trace.wait(100);
    lost(&mut trace, 3);
    for key in 4..6 {
        another_is_accepted(&mut trace, &format!("s{key}"), key);
    }
    trace.passes();
}

#[test]
fn what_happens_once_is_told_once() {
    let close = |trace: &mut Trace| {
        trace.stimulus("peer-closes-session", &[("session_id", "s1")], "");
    };
    let mut trace = accepted();
    trace.wait(3_000);
    close(&mut trace);
    tells(&mut trace, "s1", "session accepted by: p", "Running");
    tells(&mut trace, "s1", "session closed", "Closed");
    trace.wait(3_000);
    close(&mut trace);
    two_more(&mut trace).passes();
    let mut trace = accepted();
    tells(&mut trace, "s1", "session accepted by: p", "Running");
    trace.wait(3_000);
    close(&mut trace);
    two_more(&mut trace).fails("event-owed", "M-5.4-7");
}

#[test]
fn what_the_initial_event_tells_is_told() {
    let mut trace = accepted();
    numbered(
        &mut trace,
        0,
        updates(&[("s1", "session accepted by: p", "Running")]),
    );
    for key in 1..3 {
        another_is_accepted(&mut trace, &format!("t{key}"), key);
    }
    trace.passes();
}

#[test]
fn a_reset_that_is_under_way_takes_away_what_is_owed() {
    let mut trace = accepted();
    trace.wait(3_000).stimulus("reset", &[], "");
    trace.creates("s8", "Chat", "a subject");
    trace
        .stimulus("peer-accepts-session", &[("session_id", "s8")], "")
        .on("A", "LeaveSession", "s8", done());
    tells(&mut trace, "s8", "session accepted by: p", "Running");
    tells(&mut trace, "s8", "one TelCP has left", "Parked");
    trace.passes();
}

/// A second transfer of session s1 began after the first was cancelled; nothing was told yet.
fn second_transfer() -> Trace {
    let mut trace = Trace::new();
    trace.creates("s1", "File-Transfer", "a subject");
    trace.stimulus("peer-accepts-session", &[("session_id", "s1")], "");
    trace.transfers("s1", done());
    trace.act("CancelFileTransfer", &["s1"], done());
    trace.transfers("s1", done());
    trace
}

fn progress(bytes: u32) -> String {
    format!("file transfer progress: {bytes} Bytes")
}

#[test]
fn what_is_told_late_of_one_transfer_is_not_of_the_next() {
    let mut trace = second_transfer();
    tells(&mut trace, "s1", &progress(200), "Running");
    tells(&mut trace, "s1", "file transfer cancelled", "Running");
    // That the next one started need not be told.
    tells(&mut trace, "s1", &progress(100), "Running");
    trace.passes();
    tells(&mut trace, "s1", &progress(50), "Running");
    trace.fails("progress", "M-T2-ft-progress");
}

#[test]
fn a_transfer_whose_end_is_not_told_may_be_told_of_after_the_next_began() {
    let mut trace = second_transfer();
    tells(&mut trace, "s1", &progress(200), "Running");
    tells(&mut trace, "s1", &progress(0), "Running");
    trace.passes();
    tells(&mut trace, "s1", &progress(50), "Running");
    trace.passes();
    tells(&mut trace, "s1", &progress(20), "Running");
    trace.fails("progress", "M-T2-ft-progress");
}

/// What is said in a session that goes on is new like anything else.
#[test]
fn what_arrives_in_a_session_is_told() {
    use crate::trace::new_messages;
    for closes in [false, true] {
        let mut trace = settling();
        trace.bench.settle_ms = 0;
        trace.runs("s1").arrives_in("s1.1", "s1");
        trace.arrives_in("s1.2", "s1").wait(2_000);
        trace.event("NewMessages", new_messages(&["s1.2"]));
        if closes {
            trace.on("A", "CloseSession", "s1", done());
        }
        trace.arrives("m3", "hello").wait(1_000);
        let told = trace.seen.clone();
        trace
            .event("NewMessages", new_messages(&["s1.1", "m3"]))
            .passes();
        trace.seen = told;
        trace.event("NewMessages", new_messages(&["m3"]));
        match closes {
            true => trace.passes(),
            false => trace.fails_first("event-owed", "M-5.4-6"),
        }
    }
}
