//! What was done before, and has to hold later.

use ctk_model::document::{Message, Recipients};

use crate::trace::{Trace, done, fault, filed, info, info_with, new_messages, ok, text, updates};

#[test]
fn who_was_served_is_served_again_once_authorized() {
    let mut trace = Trace::new();
    trace
        .arrives("1", "one")
        .arrives("2", "two")
        .deletes("1")
        .stimulus("authorize", &[("enabled", "false")], "")
        .act("DeleteMessage", &["2"], fault(606))
        .stimulus("authorize", &[("enabled", "true")], "");
    trace.passes();
    let authorized = trace.seen.clone();
    // Another one may never have had the privilege.
    trace.by("B", "DeleteMessage", &["2"], fault(606)).passes();
    trace.seen = authorized;
    trace
        .act("DeleteMessage", &["2"], fault(606))
        .fails("authorization", "M-5.5.7-1");
}

#[test]
fn a_message_that_lacks_what_its_class_demands_is_refused() {
    let bare = Message {
        class: "MMS".to_owned(),
        ..text("one")
    };
    let nobody = Message {
        recipients: Recipients::default(),
        ..text("one")
    };
    for wrong in [bare, nobody] {
        let mut trace = Trace::new();
        let xml = wrong.to_xml();
        trace.act("SendMessage", &[&xml], fault(703)).passes();
        trace
            .act("SendMessage", &[&xml], ok("1"))
            .fails("criteria", "M-5.5.6-703");
    }
}

#[test]
fn a_message_of_a_session_is_shown_with_it() {
    let mut trace = Trace::new();
    trace.runs("s1").arrives_in("s1.1", "s1");
    let shown = |session: Option<&str>| {
        let said = Message {
            class: "Instant Message".to_owned(),
            session_id: session.map(str::to_owned),
            recipients: Recipients::to_ids(&["sip:me@x"]),
            text: Some("hello there".to_owned()),
            ..Message::default()
        };
        let mut said = filed(&said, "s1.1", "Received", "Read");
        said.recipients.from = Some(ctk_model::document::Peer::new("sip:p@x"));
        said
    };
    let before = trace.seen.clone();
    trace.reads("s1.1", &shown(Some("s1"))).passes();
    trace.seen = before;
    trace
        .reads("s1.1", &shown(None))
        .fails("content", "M-5.3.10-3");
}

#[test]
fn what_is_shown_has_what_its_class_demands() {
    let mut trace = Trace::new();
    trace.send(
        &Message {
            class: String::new(),
            ..text("one")
        },
        "1",
    );
    let chosen = |class: &str| {
        let mut shown = filed(&text("one"), "1", "Outgoing", "Unread");
        shown.class = class.to_owned();
        shown
    };
    let before = trace.seen.clone();
    trace.reads("1", &chosen("SMS")).passes();
    trace.seen = before;
    trace
        .reads("1", &chosen("MMS"))
        .fails("content", "M-5.3.10-5");
}

#[test]
fn the_first_message_decides_the_class_of_a_session() {
    let mut trace = Trace::new();
    trace
        .creates("s1", "", "a subject")
        .stimulus("peer-accepts-session", &[("session_id", "s1")], "")
        .sessions(["s1", "", ""], &[info("s1", "", "Running")])
        .arrives_in("s1.1", "s1");
    trace.passes();
    let said = trace.seen.clone();
    let listed = |class: &str| {
        let people = ["sip:p@x", "sip:q@x"];
        info_with(
            "s1",
            class,
            "Running",
            Some("a subject"),
            &people,
            &["s1.1"],
        )
    };
    trace.sessions(["s1", "", ""], &[listed("Chat")]).passes();
    trace.seen = said;
    trace
        .sessions(["s1", "", ""], &[listed("")])
        .fails("session-parts", "M-5.5.8-4");
}

#[test]
fn what_was_read_at_the_device_is_not_new() {
    let mut trace = Trace::new();
    trace
        .arrives("1", "one")
        .stimulus("local-read", &[("message_id", "1")], "");
    let read = trace.seen.clone();
    trace
        .act("GetNewMessages", &[], ok(&new_messages(&[])))
        .passes();
    trace.seen = read;
    trace
        .act("GetNewMessages", &[], ok(&new_messages(&["1"])))
        .fails("new-messages", "M-5.3.9-2");
}

#[test]
fn what_has_just_changed_is_among_the_updates() {
    let mut trace = Trace::new();
    trace.runs("s1").on("A", "LeaveSession", "s1", done());
    let left = trace.seen.clone();
    let value = updates(&[("s1", "one TelCP has left", "Parked")]);
    trace.act("GetSessionUpdates", &[], ok(&value));
    trace.by("B", "GetSessionUpdates", &[], ok(&value)).passes();
    trace.seen = left;
    trace.act("GetSessionUpdates", &[], ok(&value));
    let told = trace.seen.clone();
    let nothing = updates(&[]);
    trace
        .by("B", "GetSessionUpdates", &[], ok(&nothing))
        .fails("event-owed", "M-5.5.11-1");
    // once another one has changed, it may be gone.
    trace.seen = told;
    trace
        .runs("s2")
        .by("B", "GetSessionUpdates", &[], ok(&nothing))
        .passes();
}

#[test]
fn an_address_given_twice_may_be_kept_once() {
    let mut given = text("one");
    given.class = "e-Mail".to_owned();
    given.recipients = Recipients::to_ids(&["a@x", "b@x"]);
    given.recipients.cc = Recipients::to_ids(&["a@x"]).to;
    let mut trace = Trace::new();
    trace.send(&given, "1");
    let sent = trace.seen.clone();
    let mut shown = filed(&given, "1", "Outgoing", "Unread");
    shown.recipients.cc.clear();
    trace.reads("1", &shown).passes();
    trace.seen = sent;
    shown.recipients.to.remove(0);
    trace.reads("1", &shown).fails_first("content", "M-5.5.6-6");
}
