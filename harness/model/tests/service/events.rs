//! What events say, what they owe, and who may act at all.

use crate::trace::{Trace, done, fault, updates};

#[test]
fn events_tell_what_was_so() {
    let mut trace = Trace::new();
    trace
        .runs("s1")
        .event(
            "SessionUpdates",
            updates(&[("s1", "session accepted by: p", "Running")]),
        )
        .on("A", "LeaveSession", "s1", done())
        .event(
            "SessionUpdates",
            updates(&[("s1", "one TelCP has left", "Parked")]),
        );
    trace.passes();
    let good = trace.seen.clone();
    trace
        .event(
            "SessionUpdates",
            updates(&[("s1", "session modified", "Closed")]),
        )
        .fails("event-status", "M-5.3.4-2");
    trace.seen.clone_from(&good);
    trace
        .event(
            "SessionUpdates",
            updates(&[("s1", "one TelCP has joined", "Running")]),
        )
        .fails("event-true", "M-T2-telcp-joined");
}

#[test]
fn events_name_the_peer() {
    let mut trace = Trace::new();
    trace.runs("s1");
    trace.stimulus("peer-joins", &[("session_id", "s1"), ("peer", "Ann")], "");
    trace
        .event(
            "SessionUpdates",
            updates(&[("s1", "Ann has joined", "Running")]),
        )
        .passes();
    trace
        .event(
            "SessionUpdates",
            updates(&[("s1", "Bob has joined", "Running")]),
        )
        .fails("event-true", "M-T2-peer-joined");
}

#[test]
fn what_happened_is_told_in_one_of_two_events() {
    use crate::trace::new_messages;
    use ctk_model::service::{What, Who};
    let begun = || {
        let subscription = "S".to_owned();
        let mut trace = Trace::new();
        trace.see(Who::Device, What::Subscribed { subscription });
        trace
    };
    let mut trace = begun();
    trace.arrives("m1", "good morning").wait(2_000);
    trace.event("NewMessages", new_messages(&[])).wait(1_000);
    let one = trace.seen.clone();
    trace.event("NewMessages", new_messages(&["m1"])).passes();
    trace.seen = one;
    trace
        .event("NewMessages", new_messages(&[]))
        .fails("event-owed", "M-5.4-3");
    let mut trace = begun();
    trace.runs("s1").runs("s2").wait(2_000);
    let other = updates(&[("s2", "session accepted by: p", "Running")]);
    trace.event("SessionUpdates", other.clone()).passes();
    trace
        .wait(1_000)
        .event("SessionUpdates", other)
        .fails("event-owed", "M-5.4-5");
}

#[test]
fn nobody_succeeds_without_the_privilege() {
    let mut trace = Trace::new();
    trace
        .stimulus("authorize", &[("enabled", "false")], "")
        .act("GetMessagingCapabilities", &[], done())
        .act("DeleteMessage", &["m1"], fault(606));
    trace.passes();
    trace.finds_nothing().fails("authorization", "M-5.5.4-606");
    trace.seen.pop();
    trace.stimulus("authorize", &[("enabled", "true")], "");
    trace.finds_nothing().passes();
}

#[test]
fn progress_does_not_fall_and_ends_with_the_transfer() {
    let told = |bytes: &str| {
        updates(&[(
            "s1",
            &format!("file transfer progress: {bytes} Bytes"),
            "Running",
        )])
    };
    let mut trace = Trace::new();
    trace.creates("s1", "File-Transfer", "a subject");
    trace.stimulus("peer-accepts-session", &[("session_id", "s1")], "");
    trace.transfers("s1", done());
    trace
        .event("SessionUpdates", told("100"))
        .event("SessionUpdates", told("100"))
        .event("SessionUpdates", told("200"));
    trace.passes();
    let good = trace.seen.clone();
    trace
        .event("SessionUpdates", told("150"))
        .fails("progress", "M-T2-ft-progress");
    trace.seen = good;
    trace.event(
        "SessionUpdates",
        updates(&[("s1", "file transfer completed", "Running")]),
    );
    trace.event("SessionUpdates", told("200")).passes();
    trace
        .event("SessionUpdates", told("300"))
        .fails("progress", "M-T2-ft-progress");
}

#[test]
fn what_takes_effect_late_does_not_undo_what_comes_after_it() {
    let mut trace = Trace::new();
    trace.bench.settle_ms = 2_000;
    trace
        .stimulus("authorize", &[("enabled", "false")], "")
        .wait(100)
        .stimulus("authorize", &[("enabled", "true")], "")
        .wait(1_950)
        .finds_nothing()
        .passes();
    let mut trace = Trace::new();
    trace.bench.settle_ms = 2_000;
    trace
        .stimulus("hold-outgoing", &[("enabled", "true")], "")
        .wait(100)
        .stimulus("hold-outgoing", &[("enabled", "false")], "")
        .wait(1_950);
    let said = crate::trace::text("good morning");
    trace
        .send(&said, "m1")
        .reads("m1", &crate::trace::filed(&said, "m1", "Sent", "Read"))
        .passes();
}

#[test]
fn what_comes_to_be_while_a_reset_settles_stays_known() {
    let said = crate::trace::text("good morning");
    let mut trace = Trace::new();
    trace.bench.settle_ms = 2_000;
    trace
        .stimulus("reset", &[], "")
        .send(&said, "m1")
        .wait(3_000)
        .send(&said, "m12");
    trace
        .reads("m1", &crate::trace::filed(&said, "m1", "Sent", "Read"))
        .passes();
}
