//! What was given comes back as given.

use ctk_model::document::{Attachment, Message, Peer};

use crate::trace::{Trace, filed, text};

fn rich() -> Message {
    let mut message = text(" two lines\n & <more> e\u{301} ");
    message.class = "MMS".to_owned();
    message.subject = Some("a & b".to_owned());
    message.recipients.to = ["tel:+1", "tel:+2", "tel:+3"].map(Peer::new).to_vec();
    message.recipients.cc = ["tel:+4", "tel:+5"].map(Peer::new).to_vec();
    message.recipients.to[0].name = Some("Ann".to_owned());
    message.attachments = vec![Attachment {
        uri: "http://127.0.0.1/a".to_owned(),
        size: Some("5000000000".to_owned()),
        mime_type: Some("text/plain; charset=utf-8".to_owned()),
    }];
    message
}

/// The message is sent; what is read differs by this.
#[track_caller]
fn differs(edit: impl FnOnce(&mut Message)) {
    let mut trace = Trace::new();
    trace.send(&rich(), "m1").passes();
    let mut shown = filed(&rich(), "m1", "Sent", "Read");
    edit(&mut shown);
    trace.reads("m1", &shown).fails("content", "M-5.5.6-6");
}

#[track_caller]
fn may_differ(edit: impl FnOnce(&mut Message)) {
    let mut trace = Trace::new();
    let mut shown = filed(&rich(), "m1", "Sent", "Read");
    edit(&mut shown);
    trace.send(&rich(), "m1").reads("m1", &shown).passes();
}

#[test]
fn nothing_is_lost_or_changed() {
    differs(|it| it.text = Some(" two lines & <more> e\u{301} ".to_owned()));
    differs(|it| it.text = Some("two lines\n & <more> e\u{301}".to_owned()));
    differs(|it| it.text = Some(" two lines\n & <more> \u{e9} ".to_owned()));
    differs(|it| it.subject = Some("a &amp; b".to_owned()));
    differs(|it| it.subject = None);
    differs(|it| {
        it.recipients.cc.pop();
    });
    differs(|it| it.recipients.to[2].id = "tel:3".to_owned());
    differs(|it| it.recipients.to[0].name = Some("Bob".to_owned()));
    differs(|it| it.attachments.clear());
    differs(|it| it.attachments[0].size = Some("705032704".to_owned()));
    differs(|it| it.attachments[0].mime_type = Some("text/plain".to_owned()));
    differs(|it| it.reply_to = Some("m9".to_owned()));
}

#[test]
fn what_may_differ_may() {
    may_differ(|_| {});
    may_differ(|it| it.recipients.to.reverse());
    may_differ(|it| it.recipients.to[1].name = Some("Bob".to_owned()));
    may_differ(|it| it.recipients.to[0].name = None);
    may_differ(|it| it.recipients.to[1].contact_instance_id = Some("4".to_owned()));
    may_differ(|it| it.attachments[0].uri = "http://127.0.0.1/b".to_owned());
    may_differ(|it| it.attachments[0].size = None);
    may_differ(|it| it.attachments[0].mime_type = Some("TEXT/plain;charset=\"utf-8\"".to_owned()));
}

#[test]
fn an_incoming_message_says_what_was_said() {
    let mut trace = Trace::new();
    trace.arrives("m1", "two\nlines").passes();
    let received = |said| filed(&text(said), "m1", "Received", "Read");
    trace.reads("m1", &received("two\nlines")).passes();
    trace
        .reads("m1", &received("two lines"))
        .fails("content", "M-5.5.5-1");
}

#[test]
fn a_list_names_the_same_people() {
    let mut trace = Trace::new();
    let mut shown = filed(&rich(), "m1", "Sent", "Read");
    (shown.text, shown.subject) = (None, None);
    trace
        .send(&rich(), "m1")
        .finds(["", "", "", ""], std::slice::from_ref(&shown))
        .passes();
    shown.recipients.to.pop();
    trace
        .finds(["", "", "", ""], &[shown])
        .fails("content", "M-5.5.4-1");
}

#[test]
fn a_message_says_the_same_whenever_it_is_read() {
    let mut shown = filed(&text("found there"), "m1", "Received", "Read");
    shown.date_received = Some("2026-11-29T12:00:00Z".to_owned());
    let mut trace = Trace::new();
    trace.reads("m1", &shown).reads("m1", &shown).passes();
    shown.date_received = Some("2026-11-29T12:00:01Z".to_owned());
    trace.reads("m1", &shown).fails("content", "M-5.5.5-1");
}

#[test]
fn a_device_that_keeps_names_keeps_all_of_them() {
    let mut nameless = filed(&rich(), "m1", "Sent", "Read");
    nameless.recipients.to[0].name = None;
    let mut trace = Trace::new();
    trace.send(&rich(), "m1").reads("m1", &nameless).passes();
    trace.send(&rich(), "m2");
    let named = filed(&rich(), "m2", "Sent", "Read");
    trace.reads("m2", &named).fails("content", "M-5.5.6-6");
}

#[test]
fn addresses_may_be_written_otherwise() {
    let mut trace = Trace::new();
    let mut message = text("a message");
    message.recipients.to = vec![Peer::new("tel:+1-201-555-0121")];
    trace.send(&message, "m1");
    let mut shown = filed(&message, "m1", "Sent", "Read");
    shown.recipients.to = vec![Peer::new("TEL:+12015550121")];
    trace.reads("m1", &shown).passes();
}

#[test]
fn what_arrives_says_who_sent_it_and_with_what() {
    let fields = [
        ("class", "MMS"),
        ("from", "tel:+9"),
        ("text", "see this"),
        ("attachments.0.uri", "http://127.0.0.1/a"),
        ("attachments.0.size", "5000000000"),
        ("attachments.0.mime_type", "image/png"),
    ];
    let mut message = text("see this");
    message.class = "MMS".to_owned();
    message.attachments = vec![Attachment {
        uri: "http://127.0.0.1/a".to_owned(),
        size: Some("5000000000".to_owned()),
        mime_type: Some("image/png".to_owned()),
    }];
    let reads = |edit: &dyn Fn(&mut Message)| {
        let mut trace = Trace::new();
        trace.stimulus("incoming-message", &fields, "m1");
        let mut shown = filed(&message, "m1", "Received", "Read");
        edit(&mut shown);
        trace.reads("m1", &shown);
        trace
    };
    reads(&|_| {}).passes();
    // Who fetches it may say how long what the kit serves really is.
    reads(&|it| it.attachments[0].size = Some("1048576".to_owned())).passes();
    reads(&|it| it.attachments[0].size = Some("705032704".to_owned()))
        .fails("content", "M-5.5.5-1");
    reads(&|it| it.attachments.clear()).fails("content", "M-5.5.5-1");
    reads(&|it| it.recipients.from = Some(Peer::new("tel:+8"))).fails("content", "M-5.5.5-1");
}

#[test]
fn a_callers_number_may_come_in_the_form_of_the_network() {
    for (shown, is_same) in [
        ("tel:0012015550150", true),
        ("tel:12015550150", true),
        ("tel:2015550150", true),
        ("tel:5550150", true),
        ("tel:550150", false),
        ("tel:+12015550151", false),
        ("sip:2015550150@example.invalid", false),
    ] {
        let mut trace = Trace::new();
        let fields = [
            ("class", "SMS"),
            ("from", "tel:+1-201-555-0150"),
            ("text", "a"),
        ];
        trace.stimulus("incoming-message", &fields, "m1");
        let mut read = filed(&text("a"), "m1", "Received", "Read");
        read.recipients.from = Some(Peer::new(shown));
        trace.reads("m1", &read);
        match is_same {
            true => trace.passes(),
            false => trace.fails("content", "M-5.5.5-1"),
        }
    }
}
