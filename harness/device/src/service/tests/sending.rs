//! Clause 5.5.6 SendMessage, in page mode and in sessions.

use super::*;

#[test]
fn a_message_waits_in_outgoing_and_then_is_sent() {
    let kit = kit();
    kit.stimulate("hold-outgoing", json!({"enabled": true}));
    let id = kit.send(&sms());
    assert!(
        !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric()),
        "{id}"
    );
    assert_eq!(
        (kit.folder(&id), kit.message_status(&id)),
        ("Outgoing".into(), "Unread".into())
    );
    kit.stimulate("deliver-outgoing", json!({"message_id": id}));
    assert_eq!(
        (kit.folder(&id), kit.message_status(&id)),
        ("Sent".into(), "Read".into())
    );
    assert!(!child(&kit.listed(&id).expect("listed"), "dateSent").is_empty());
    kit.refused("deliver-outgoing", json!({"message_id": id}));
}

#[test]
fn delivery_is_automatic_unless_held() {
    let kit = kit();
    let sent = kit.send(&sms());
    kit.until("delivery", |kit| kit.folder(&sent) == "Sent");
    kit.stimulate("hold-outgoing", json!({"enabled": true}));
    let held = kit.send(&sms());
    kit.stimulate("hold-outgoing", json!({"enabled": false}));
    kit.until("delivery of what was held", |kit| {
        kit.folder(&held) == "Sent"
    });
}

#[test]
fn a_message_deleted_in_outgoing_is_not_delivered() {
    let kit = kit();
    kit.stimulate("hold-outgoing", json!({"enabled": true}));
    let id = kit.send(&sms());
    kit.ok("DeleteMessage", &[("MessageID", &id)]);
    kit.refused("deliver-outgoing", json!({"message_id": id}));
    assert_eq!(kit.folder(&id), "Deleted");
}

#[test]
fn what_was_sent_can_be_read() {
    let kit = kit();
    let list = format!(
        "<recipientTo><peer:id>a@example.invalid</peer:id><peer:name>Ann</peer:name>\
         <peer:contactInstanceId>7</peer:contactInstanceId>\
         <peer:image peer:type=\"URL\"><peer:contentType>image/png</peer:contentType>\
         <peer:imageData>http://h/i</peer:imageData></peer:image>\
         <peer:location type=\"coordinates\">1 2</peer:location>\
         <x:more xmlns:x=\"urn:x\" a=\"1\"><x:deep>d</x:deep></x:more></recipientTo>{}{}\
         <recipientFrom><peer:id>b@example.invalid</peer:id></recipientFrom>",
        peers("recipientCc", &["c@example.invalid", "d@example.invalid"]),
        peers("recipientBcc", &["e@example.invalid"]),
    );
    let sent = format!(
        "<m:message xmlns:m='{M}' xmlns:peer='{P}'><messageID></messageID><messageClass>e-Mail</messageClass>\
         <messageFolder/><messageStatus/><replyMessageID>abc</replyMessageID>\
         <recipientsList>{list}</recipientsList><subject>S &amp; T</subject><text><![CDATA[<b>]]>&#13;\nline</text>\
         <attachments><attachment><uRI>http://h/f</uRI><size>12</size><mimeType>text/x</mimeType></attachment>\
         </attachments></m:message>"
    );
    let id = kit.send(&sent);
    let read = kit.ok("ReadMessage", &[("MessageID", &id)]);
    for part in [
        "<peer:id>a@example.invalid</peer:id><peer:name>Ann</peer:name><peer:contactInstanceId>7</peer:contactInstanceId>",
        "<peer:image peer:type=\"URL\"><peer:contentType>image/png</peer:contentType><peer:imageData>http://h/i</peer:imageData></peer:image>",
        "<peer:location peer:type=\"coordinates\">1 2</peer:location>",
        "<v:more xmlns:v=\"urn:x\" a=\"1\"><v:deep xmlns:v=\"urn:x\">d</v:deep></v:more>",
        "<replyMessageID>abc</replyMessageID>",
        "<subject>S &amp; T</subject><text>&lt;b&gt;&#13;\nline</text>",
        "<uRI>http://h/f</uRI><size>12</size><mimeType>text/x</mimeType>",
        "<recipientFrom><peer:id>b@example.invalid</peer:id></recipientFrom>",
    ] {
        assert!(read.contains(part), "{part} is not in {read}");
    }
    assert_eq!(children(&read, "peer:id").len(), 5);
}

#[test]
fn an_empty_class_is_chosen_by_the_device() {
    let kit = kit();
    let class = |to: &str, rest: &str| {
        let id = kit.send(&message("", "", &[to], rest));
        child(&kit.listed(&id).expect("listed"), "messageClass")
    };
    assert_eq!(class("tel:+12015550101", "<text>Hi</text>"), "SMS");
    assert_eq!(class("a@example.invalid", ""), "e-Mail");
    assert_eq!(class("sip:a@example.invalid", ""), "Instant Message");
    let attachment = "<attachments><attachment><uRI>http://h/p</uRI></attachment></attachments>";
    assert_eq!(class("tel:+12015550101", attachment), "MMS");
}

#[test]
fn an_invalid_message_is_703() {
    let kit = kit_without(&["message-class:WebpageURL"]);
    let send = |xml: &str| kit.attempt("SendMessage", &[("MessageToSend", xml)]);
    let to: &[&str] = &["tel:+12015550101"];
    for (why, xml) in [
        ("empty", String::new()),
        ("no XML", "hello".to_owned()),
        ("cut off", sms()[..sms().len() - 5].to_owned()),
        ("another root", recipients(to)),
        ("unknown class", message("Telegram", "", to, "")),
        ("class in other letters", message("sms", "", to, "")),
        ("unsupported class", message("WebpageURL", "", to, "")),
        (
            "nobody to send to",
            message("SMS", "", &[], "<text>x</text>"),
        ),
        ("a receiver without id", message("SMS", "", &[""], "")),
        ("no class fits", message("", "", &[], "")),
        ("MMS without attachment", message("MMS", "", to, "")),
        (
            "element out of order",
            message("SMS", "", to, "<text>x</text><subject>y</subject>"),
        ),
        ("unknown element", message("SMS", "", to, "<extra/>")),
        ("no such session", message("SMS", "nosession", to, "")),
        ("no session id", message("SMS", "a-b", to, "")),
        (
            "a DTD",
            sms().replace("<m:message", "<!DOCTYPE m:message><m:message"),
        ),
    ] {
        assert_eq!(send(&xml), Err(703), "{why}");
    }
    assert!(
        kit.search("", "", "", "")
            .expect("a list")
            .contains("></m:messageList>")
    );
}

#[test]
fn what_is_too_long_is_605() {
    let kit = kit();
    let long = "x".repeat(64 * 1024 + 1);
    let xml = message(
        "SMS",
        "",
        &["tel:+12015550101"],
        &format!("<text>{long}</text>"),
    );
    assert_eq!(
        kit.attempt("SendMessage", &[("MessageToSend", &xml)]),
        Err(605)
    );
    let huge = "x".repeat(1024 * 1024);
    assert_eq!(
        kit.attempt("SendMessage", &[("MessageToSend", &huge)]),
        Err(605)
    );
}

#[test]
fn messages_in_a_session_belong_to_it() {
    let kit = kit();
    let session = kit.session_in("Running", "Chat");
    let id = kit.send(&instant_message(&session));
    assert!(id.starts_with(&format!("{session}.")), "{id}");
    let read = kit.ok("ReadMessage", &[("MessageID", &id)]);
    assert_eq!(child(&read, "sessionID"), session);
    assert_eq!(child(&kit.info(&session), "messageID"), id);
    assert_eq!(
        children(
            &kit.search("", "", "", &session).expect("a list"),
            "messageID"
        ),
        [id]
    );
    assert!(!child(&kit.info(&session), "dateLastMessage").is_empty());
}

#[test]
fn a_session_takes_its_own_class_only() {
    let kit = kit();
    let chat = kit.session_in("Running", "Chat");
    let other = message("SMS", &chat, &["tel:+12015550101"], "");
    assert_eq!(
        kit.attempt("SendMessage", &[("MessageToSend", &other)]),
        Err(703)
    );
    let chosen = kit.send(&message("", &chat, &["tel:+12015550101"], ""));
    assert_eq!(
        child(&kit.listed(&chosen).expect("listed"), "messageClass"),
        "Instant Message"
    );
    let mixed = kit.session_in("Running", "Mixed");
    kit.send(&message("SMS", &mixed, &["tel:+12015550101"], ""));
    kit.send(&message("e-Mail", &mixed, &["a@example.invalid"], ""));
    let files = kit.session_in("Running", "File-Transfer");
    assert_eq!(
        kit.attempt(
            "SendMessage",
            &[("MessageToSend", &instant_message(&files))]
        ),
        Err(703)
    );
}

#[test]
fn the_first_message_decides_an_open_class() {
    let kit = kit();
    let session = kit.session_in("Running", "");
    assert_eq!(child(&kit.info(&session), "sessionClass"), "");
    kit.send(&message("SMS", &session, &["tel:+12015550101"], ""));
    assert_eq!(child(&kit.info(&session), "sessionClass"), "SMS");
    assert_eq!(
        kit.attempt(
            "SendMessage",
            &[("MessageToSend", &instant_message(&session))]
        ),
        Err(703)
    );
}

#[test]
fn ids_are_never_given_twice() {
    let kit = kit();
    kit.stimulate("hold-outgoing", json!({"enabled": true}));
    let mut seen = std::collections::BTreeSet::new();
    for round in 0..3 {
        for _ in 0..20 {
            assert!(seen.insert(kit.send(&sms())), "round {round}");
            assert!(seen.insert(kit.incoming("x")), "round {round}");
            assert!(seen.insert(kit.create("Chat")), "round {round}");
        }
        kit.stimulate("reset", json!({}));
    }
}
