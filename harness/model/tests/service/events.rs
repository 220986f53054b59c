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
            updates(&[("s1", "session closed", "Closed")]),
        )
        .fails_first("event-status", "M-5.3.4-2");
    trace.seen.clone_from(&good);
    trace
        .event(
            "SessionUpdates",
            updates(&[("s1", "one TelCP has left", "Pending")]),
        )
        .fails("event-status", "M-5.3.4-3");
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
    trace.arrives("m2", "good morning");
    trace
        .event("NewMessages", new_messages(&["m2"]))
        .wait(1_000);
    trace.arrives("m3", "good morning");
    let one = trace.seen.clone();
    trace
        .event("NewMessages", new_messages(&["m1", "m3"]))
        .passes();
    trace.seen = one;
    trace
        .event("NewMessages", new_messages(&["m3"]))
        .fails("event-owed", "M-5.4-6");
    let mut trace = begun();
    trace.runs("s1").runs("s2").runs("s3");
    let accepted = |id| updates(&[(id, "session accepted by: p", "Running")]);
    trace.event("SessionUpdates", accepted("s2")).passes();
    let at_once = trace.seen.clone();
    // It may be told of more than once; that is another event.
    trace
        .event("SessionUpdates", accepted("s2"))
        .fails_first("event-owed", "M-5.4-7");
    trace.seen = at_once;
    let before = trace.seen.clone();
    trace.event("SessionUpdates", accepted("s1")).passes();
    trace.seen = before;
    // It was told in none of them, and it was not accumulated with what came within the same second.
    let broken: Vec<String> = {
        trace.event("SessionUpdates", accepted("s3"));
        let judged = trace.judged();
        judged.iter().map(|it| it.requirement.clone()).collect()
    };
    assert_eq!(broken, ["M-5.4-7", "M-5.4-5"]);
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
        .fails("progress", "M-5.5.16-2");
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
fn a_session_that_was_seen_to_run_takes_the_next_transfer_while_its_acceptance_settles() {
    let running = [crate::trace::info("s1", "File-Transfer", "Running")];
    let mut trace = Trace::new();
    trace.bench.settle_ms = 2_000;
    trace
        .creates("s1", "File-Transfer", "a subject")
        .stimulus("peer-accepts-session", &[("session_id", "s1")], "")
        .sessions(["s1", "", ""], &running)
        .transfers("s1", done())
        .on("A", "CancelFileTransfer", "s1", done())
        .sessions(["s1", "", ""], &running)
        .transfers("s1", crate::trace::fault(708));
    trace.fails("transfers", "M-5.5.16-1");
    // Where the peer may close it meanwhile, nobody knows.
    let mut trace = Trace::new();
    trace.bench.settle_ms = 2_000;
    trace
        .creates("s1", "File-Transfer", "a subject")
        .sessions(["s1", "", ""], &running)
        .transfers("s1", done())
        .on("A", "CancelFileTransfer", "s1", done())
        .sessions(["s1", "", ""], &running)
        .stimulus("peer-closes-session", &[("session_id", "s1")], "")
        .transfers("s1", crate::trace::fault(708))
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

#[test]
fn events_are_told_in_their_order() {
    let subscription = "S".to_owned();
    let mut trace = Trace::new();
    trace.see(
        ctk_model::service::Who::Device,
        ctk_model::service::What::Subscribed { subscription },
    );
    trace
        .runs("s1")
        .on("A", "LeaveSession", "s1", done())
        .on("A", "JoinSession", "s1", done());
    let left = ("s1", "one TelCP has left", "Parked");
    let joined = ("s1", "one TelCP has joined", "Running");
    let before = trace.seen.clone();
    trace
        .event("SessionUpdates", updates(&[left, joined]))
        .event("SessionUpdates", updates(&[joined]))
        .passes();
    trace.seen = before;
    trace
        .event("SessionUpdates", updates(&[joined, left]))
        .fails("event-order", "M-5.3.4-2");
}

#[test]
fn a_value_that_another_variable_carries_along_is_not_told_anew() {
    use ctk_model::service::{What, Who};
    const NONE_NEW: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><m:newMessages xmlns:m=\"urn:schemas-upnp-org:phone:messaging\"/>";
    let subscription = "S".to_owned();
    let mut trace = Trace::new();
    let subscribed = What::Subscribed {
        subscription: subscription.clone(),
    };
    trace.see(Who::Device, subscribed);
    trace.runs("s1").on("A", "LeaveSession", "s1", done());
    let left = updates(&[("s1", "one TelCP has left", "Parked")]);
    trace.event("SessionUpdates", left.clone());
    trace.on("A", "JoinSession", "s1", done()).event(
        "SessionUpdates",
        updates(&[("s1", "one TelCP has joined", "Running")]),
    );
    let before = trace.seen.clone();
    let both = |value: &str| What::Event {
        subscription: subscription.clone(),
        key: Some(3),
        properties: vec![
            ("SessionUpdates".to_owned(), value.to_owned()),
            ("NewMessages".to_owned(), NONE_NEW.to_owned()),
        ],
    };
    let joined = updates(&[("s1", "one TelCP has joined", "Running")]);
    trace.see(Who::Device, both(&joined));
    trace.passes();
    trace.seen = before;
    trace.see(Who::Device, both(&left));
    trace.fails("event-order", "M-5.3.4-2");
}

#[test]
fn a_peer_with_a_name_is_told_by_it() {
    let fields = [
        ("class", "Chat"),
        ("from", "sip:p@x"),
        ("from_name", "Peer"),
    ];
    let told = |name: &str| {
        let text = format!("session requested by: {name}");
        updates(&[("s1", &text, "Pending")])
    };
    let shown = |name: &str| {
        let info = crate::trace::info("s1", "Chat", "Pending");
        info.replace(
            "<peer:id>sip:p@x</peer:id>",
            &format!("<peer:id>sip:p@x</peer:id>{name}"),
        )
    };
    let mut trace = Trace::new();
    trace.stimulus("incoming-session", &fields, "s1");
    let begun = trace.seen.clone();
    trace.event("SessionUpdates", told("Peer")).passes();
    trace.seen.clone_from(&begun);
    trace.event("SessionUpdates", told("Somebody"));
    trace.fails("event-true", "M-T2-requested");
    trace.seen = begun;
    trace.event("SessionUpdates", told("sip:p@x"));
    let by_address = trace.seen.clone();
    trace.sessions(["s1", "", ""], &[shown("")]).passes();
    trace.seen = by_address;
    trace
        .sessions(["s1", "", ""], &[shown("<peer:name>Peer</peer:name>")])
        .fails("event-true", "M-T2-requested");
}
