//! Nothing more than what was given: nobody else, nothing twice, nothing of another session.

use ctk_model::document::{Attachment, Peer, Recipients};
use ctk_model::service::{What, Who};

use crate::trace::{Trace, done, fault, filed, info, info_with, new_messages, ok, text, updates};

fn file(mime: &str, size: u64) -> Attachment {
    Attachment {
        uri: format!("http://127.0.0.1/{size}"),
        size: Some(size.to_string()),
        mime_type: Some(mime.to_owned()),
    }
}

#[test]
fn nobody_else_is_addressed() {
    let given = text("hello");
    let mut trace = Trace::new();
    trace.send(&given, "m1");
    let shown = filed(&given, "m1", "Sent", "Read");
    let before = trace.seen.clone();
    trace.reads("m1", &shown).passes();
    trace.seen = before.clone();
    let mut more = shown.clone();
    more.recipients.to.push(Peer::new("tel:+7"));
    trace.reads("m1", &more).fails("content", "M-5.5.6-6");
    trace.seen = before;
    let mut copied = shown.clone();
    copied.recipients.cc.push(Peer::new("tel:+1"));
    trace
        .finds(["", "", "", ""], &[copied])
        .fails("content", "M-5.5.4-1");
}

#[test]
fn an_address_that_was_given_twice_may_be_shown_once() {
    let mut given = text("hello");
    given.recipients = Recipients::to_ids(&["tel:+1", "tel:+1"]);
    let mut shown = filed(&given, "m1", "Sent", "Read");
    shown.recipients.to.pop();
    Trace::new().send(&given, "m1").reads("m1", &shown).passes();
}

#[test]
fn nothing_is_attached_twice_and_a_network_may_add_its_own() {
    let mut given = text("hello");
    given.class = "MMS".to_owned();
    given.attachments = vec![file("image/png", 7), file("image/png", 5_000_000_000)];
    let shown = filed(&given, "m1", "Sent", "Read");
    let mut trace = Trace::new();
    trace.send(&given, "m1");
    let before = trace.seen.clone();
    let mut laid_out = shown.clone();
    laid_out.attachments.push(file("application/smil", 300));
    trace.reads("m1", &laid_out).passes();
    trace.seen = before;
    let mut twice = shown.clone();
    twice.attachments.push(file("image/png", 7));
    trace.reads("m1", &twice).fails("content", "M-5.5.6-6");
}

#[test]
fn a_message_names_its_own_session() {
    let mut given = text("hello");
    given.class = "Instant Message".to_owned();
    given.session_id = Some("s1".to_owned());
    let mut trace = Trace::new();
    trace.runs("s1").runs("s2").send(&given, "s1.m1");
    let shown = filed(&given, "s1.m1", "Sent", "Read");
    let before = trace.seen.clone();
    trace.reads("s1.m1", &shown).passes();
    trace.seen = before;
    let mut other = shown;
    other.session_id = Some("s2".to_owned());
    trace.reads("s1.m1", &other).fails("content", "M-5.3.10-3");
}

#[test]
fn lists_name_everything_once() {
    let given = text("hello");
    let mut trace = Trace::new();
    trace
        .send(&given, "m1")
        .arrives("m2", "good morning")
        .runs("s1");
    let before = trace.seen.clone();
    let one = filed(&given, "m1", "Sent", "Read");
    trace
        .finds(["", "Sent", "", ""], &[one.clone(), one])
        .fails("list-exact", "M-5.5.4-folder");
    trace.seen = before.clone();
    trace
        .act("GetNewMessages", &[], ok(&new_messages(&["m2", "m2"])))
        .fails("new-messages", "M-5.5.3-1");
    trace.seen = before;
    let session = info("s1", "Chat", "Running");
    trace
        .sessions(["", "Chat", ""], &[session.clone(), session])
        .fails("list-exact", "M-5.5.12-class");
}

#[test]
fn a_session_lists_all_of_its_messages_in_order_or_none() {
    let subject = Some("a subject");
    let people = ["sip:p@x", "sip:q@x"];
    let listing = |ids: &[&str]| info_with("s1", "Chat", "Running", subject, &people, ids);
    let mut trace = Trace::new();
    trace.runs("s1").runs("s2");
    trace
        .arrives_in("s1.m1", "s1")
        .wait(10)
        .arrives_in("s1.m2", "s1");
    let before = trace.seen.clone();
    trace
        .sessions(["s1", "", ""], &[listing(&["s1.m1", "s1.m2"])])
        .passes();
    for ids in [&["s1.m2"][..], &["s1.m2", "s1.m1"], &[]] {
        trace.seen = before.clone();
        trace
            .sessions(["s1", "", ""], &[listing(ids)])
            .fails("session-messages", "M-5.3.15-3");
    }
    trace.seen = before;
    trace.arrives_in("s2.m3", "s2");
    trace
        .sessions(["s1", "", ""], &[listing(&["s1.m1", "s1.m2", "s2.m3"])])
        .fails("session-messages", "M-5.3.15-3");
}

#[test]
fn what_was_delivered_before_something_arrived_is_listed_before_it() {
    let mut given = text("hello");
    given.class = "Instant Message".to_owned();
    given.session_id = Some("s1".to_owned());
    let people = ["sip:p@x", "sip:q@x"];
    let listing = |ids: &[&str]| info_with("s1", "Chat", "Running", None, &people, ids);
    let mut trace = Trace::new();
    trace.runs("s1").send(&given, "s1.m1");
    trace.reads("s1.m1", &filed(&given, "s1.m1", "Sent", "Read"));
    trace.wait(10).arrives_in("s1.m2", "s1");
    let before = trace.seen.clone();
    trace
        .sessions(["s1", "", ""], &[listing(&["s1.m1", "s1.m2"])])
        .passes();
    trace.seen = before;
    trace
        .sessions(["s1", "", ""], &[listing(&["s1.m2", "s1.m1"])])
        .fails("session-messages", "M-5.3.15-3");
}

#[test]
fn whoever_was_invited_elsewhere_is_in_no_other_session() {
    let create = |trace: &mut Trace, id: &str, to: &[&str]| {
        let people = Recipients::to_ids(to).to_xml();
        trace.act("CreateSession", &["Chat", &people, "a subject", ""], ok(id));
    };
    let shows = |to: &[&str]| info_with("s1", "Chat", "Pending", Some("a subject"), to, &[]);
    let mut trace = Trace::new();
    create(&mut trace, "s1", &["sip:p@x"]);
    create(&mut trace, "s2", &["sip:r@x"]);
    let before = trace.seen.clone();
    // Whom the device adds of its own accord is its affair.
    trace
        .sessions(["s1", "", ""], &[shows(&["sip:p@x", "sip:me@x"])])
        .passes();
    trace.seen = before;
    trace
        .sessions(["s1", "", ""], &[shows(&["sip:p@x", "sip:r@x"])])
        .fails("session-parts", "M-5.5.8-3");
}

#[test]
fn when_one_peer_comes_or_goes_the_others_stay() {
    let shows = |to: &[&str]| info_with("s1", "Chat", "Running", Some("a subject"), to, &[]);
    let act = |name: &str, peer: &str| {
        let mut trace = Trace::new();
        trace.runs("s1");
        trace.stimulus(name, &[("session_id", "s1"), ("peer", peer)], "");
        trace
    };
    for people in [
        &["sip:p@x", "sip:q@x"][..],
        &["sip:p@x", "sip:q@x", "sip:z@x"],
    ] {
        act("peer-joins", "Zoe")
            .sessions(["s1", "", ""], &[shows(people)])
            .passes();
    }
    act("peer-joins", "Zoe")
        .sessions(["s1", "", ""], &[shows(&["sip:p@x"])])
        .fails("session-parts", "M-5.5.8-3");
    act("peer-leaves", "sip:p@x")
        .sessions(["s1", "", ""], &[shows(&["sip:q@x"])])
        .passes();
    act("peer-leaves", "sip:p@x")
        .sessions(["s1", "", ""], &[shows(&["sip:p@x"])])
        .fails("session-parts", "M-5.5.8-3");
    // Who that is nobody knows.
    act("peer-leaves", "Zoe")
        .sessions(["s1", "", ""], &[shows(&["sip:q@x"])])
        .passes();
}

#[test]
fn what_a_peer_asks_for_has_the_subject_and_the_types_that_it_was_asked_with() {
    let asked = |class: &str| {
        let fields = [
            ("class", class),
            ("from", "sip:p@x"),
            ("subject", "a subject"),
        ];
        let mut trace = Trace::new();
        trace.see(
            Who::FarSide,
            What::Stimulus {
                name: "incoming-session".to_owned(),
                fields: fields
                    .map(|(name, it)| (name.to_owned(), it.to_owned()))
                    .into(),
                done: true,
                session_id: Some("s1".to_owned()),
                message_id: None,
            },
        );
        trace
    };
    let shows =
        |class: &str, subject| info_with("s1", class, "Pending", Some(subject), &["sip:p@x"], &[]);
    asked("Chat")
        .sessions(["s1", "", ""], &[shows("Chat", "a subject")])
        .passes();
    asked("Chat")
        .sessions(["s1", "", ""], &[shows("Chat", "another")])
        .fails("session-parts", "M-5.5.12-id");
    // A short message has no place for one.
    asked("SMS")
        .sessions(["s1", "", ""], &[shows("SMS", "another")])
        .passes();
}

#[test]
fn a_cancelled_transfer_is_told() {
    let mut trace = Trace::new();
    trace.runs("s1").runs("s2").wait(2_000);
    let subscription = "S".to_owned();
    trace.see(Who::Device, What::Subscribed { subscription });
    trace
        .transfers("s1", done())
        .on("A", "CancelFileTransfer", "s1", done());
    trace.wait(2_000).on("A", "LeaveSession", "s2", done());
    trace.event(
        "SessionUpdates",
        updates(&[("s2", "one TelCP has left", "Parked")]),
    );
    trace.wait(2_000).on("A", "JoinSession", "s2", done());
    let before = trace.seen.clone();
    let cancelled = ("s1", "file transfer cancelled", "Running");
    let joined = ("s2", "one TelCP has joined", "Running");
    trace
        .event("SessionUpdates", updates(&[cancelled, joined]))
        .passes();
    trace.seen = before;
    trace
        .event("SessionUpdates", updates(&[joined]))
        .fails_first("event-owed", "M-5.5.17-1");
}

/// Two messages and a session that are there, and then are not.
fn all_gone(trace: &mut Trace, session_too: bool) {
    trace
        .arrives("m1", "one")
        .arrives("m2", "two")
        .runs("s1")
        .wait(3_000);
    trace.is("s1", "Running");
    for id in ["m1", "m2"] {
        trace.act("ReadMessage", &[id], fault(701));
    }
    match session_too {
        true => trace.act("GetSessions", &["s1", "", ""], fault(706)),
        false => trace.is("s1", "Running"),
    };
}

#[test]
fn where_everything_is_gone_all_at_once_it_was_emptied_and_else_it_was_not() {
    for (session_too, contradicted) in [(true, false), (false, true)] {
        let mut trace = Trace::new();
        all_gone(&mut trace, session_too);
        assert_ne!(trace.judged(), [], "as if nobody else was there");
        trace.bench.emptied = true;
        assert_eq!(!trace.judged().is_empty(), contradicted, "{session_too}");
    }
}
