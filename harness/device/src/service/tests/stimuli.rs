//! The upper tester's stimuli.

use super::*;

#[test]
fn capabilities_name_what_is_offered() {
    let offered = |kit: &Kit| {
        let answer = kit.stimulate("capabilities", json!({}));
        answer["stimuli"].as_array().expect("a list").len()
    };
    assert_eq!(offered(&kit()), STIMULI.len());
    assert_eq!(offered(&kit_without(&["session-mode"])), STIMULI.len() - 9);
    assert_eq!(offered(&kit_without(&["file-transfer"])), STIMULI.len() - 2);
}

#[test]
fn what_is_unknown_is_unsupported_and_what_is_wrong_fails() {
    let kit = kit_without(&["message-class:MMS", "session-class:Chat"]);
    for (name, fields) in [
        ("restart", json!({})),
        ("make-coffee", json!({})),
        ("incoming-message", json!({"class": "MMS", "from": "tel:1"})),
        (
            "incoming-session",
            json!({"class": "Chat", "from": "sip:a"}),
        ),
    ] {
        assert_eq!(
            kit.service.stimulate(name, fields)["status"],
            "unsupported",
            "{name}"
        );
    }
    for (name, fields) in [
        ("incoming-message", json!({})),
        ("incoming-message", json!(null)),
        ("incoming-message", json!({"class": "SMS", "from": ""})),
        ("incoming-message", json!({"class": "SMS", "from": 7})),
        (
            "incoming-message",
            json!({"class": "SMS", "from": "tel:1", "session_id": "nosession"}),
        ),
        (
            "incoming-message",
            json!({"class": "SMS", "from": "tel:1", "attachments": "x"}),
        ),
        (
            "incoming-session",
            json!({"class": "SMS", "from": "tel:1", "supported_content_type": "x"}),
        ),
        ("peer-accepts-session", json!({"session_id": "nosession"})),
        (
            "peer-typing",
            json!({"session_id": "nosession", "peer": "Ann"}),
        ),
        ("hold-outgoing", json!({"enabled": "yes"})),
        ("deliver-outgoing", json!({"message_id": "nothing"})),
        ("complete-file-transfer", json!({"session_id": "nosession"})),
        ("assign-identity", json!({"uri": "not a uri"})),
        ("local-read", json!({"message_id": "nothing"})),
    ] {
        kit.refused(name, fields);
    }
}

#[test]
fn a_message_arrives_in_its_session() {
    let kit = kit();
    let id = kit.session_in("Running", "Chat");
    let fields = |class: &str| json!({"class": class, "from": "sip:ann@example.invalid", "from_name": "Ann", "text": "Hi", "session_id": id});
    let message =
        kit.stimulate("incoming-message", fields("Instant Message"))["message_id"].clone();
    let message = message.as_str().expect("an id");
    assert!(message.starts_with(&format!("{id}.")));
    let read = kit.ok("ReadMessage", &[("MessageID", message)]);
    assert_eq!(child(&read, "sessionID"), id);
    assert_eq!(children(&read, "peer:name"), ["Ann"]);
    assert_eq!(
        children(&read, "peer:id"),
        ["sip:device@example.invalid", "sip:ann@example.invalid"]
    );
    kit.refused("incoming-message", fields("SMS"));
    kit.on("LeaveSession", &id).expect("left");
    kit.stimulate("incoming-message", fields("Instant Message"));
    assert_eq!(kit.status(&id), "Parked", "the remote session goes on");
    kit.on("CloseSession", &id).expect("closed");
    kit.refused("incoming-message", fields("Instant Message"));
}

#[test]
fn peers_come_type_and_go() {
    let kit = kit();
    let id = kit.session_in("Running", "Chat");
    kit.updates(&id);
    for name in ["peer-joins", "peer-typing", "peer-leaves"] {
        kit.stimulate(name, json!({"session_id": id, "peer": "Bob"}));
        let here = kit.info(&id).contains("<peer:name>Bob</peer:name>");
        assert_eq!(here, name != "peer-leaves", "{name}");
    }
    let texts: Vec<_> = kit.updates(&id).into_iter().map(|(text, _)| text).collect();
    assert_eq!(texts, ["Bob has joined", "Bob is typing", "Bob has left"]);
    kit.stimulate(
        "peer-leaves",
        json!({"session_id": id, "peer": "sip:ann@example.invalid"}),
    );
    assert!(
        kit.info(&id).contains("<recipientTo>"),
        "a Chat keeps a recipient"
    );
    kit.on("LeaveSession", &id).expect("left");
    kit.updates(&id);
    kit.stimulate("peer-typing", json!({"session_id": id, "peer": "Bob"}));
    assert_eq!(kit.updates(&id), [], "Table 2 pairs it with Running");
}

#[test]
fn peers_reject_and_close() {
    let kit = kit();
    let pending = kit.create("Chat");
    kit.stimulate("peer-rejects-session", json!({"session_id": pending}));
    assert_eq!(kit.status(&pending), "Closed");
    for state in ["Pending", "Running", "Parked"] {
        let id = kit.session_in(state, "Chat");
        kit.updates(&id);
        if state != "Pending" {
            kit.refused("peer-rejects-session", json!({"session_id": id}));
        }
        kit.stimulate("peer-closes-session", json!({"session_id": id}));
        assert_eq!(
            kit.updates(&id),
            [("session closed".to_owned(), "Closed".to_owned())]
        );
        kit.refused("peer-closes-session", json!({"session_id": id}));
    }
}

#[test]
fn reading_on_the_device_counts() {
    let kit = kit();
    let id = kit.incoming("one");
    kit.stimulate("local-read", json!({"message_id": id}));
    assert_eq!(kit.message_status(&id), "Read");
    assert_eq!(
        children(&kit.ok("GetNewMessages", &[]), "messageID").len(),
        0
    );
}

#[test]
fn reset_leaves_a_device_as_new() {
    let kit = kit();
    kit.incoming("one");
    kit.session_in("Running", "Chat");
    kit.stimulate("hold-outgoing", json!({"enabled": true}));
    kit.stimulate("authorize", json!({"enabled": false}));
    kit.stimulate("assign-identity", json!({"uri": null}));
    kit.stimulate("reset", json!({}));
    assert_eq!(
        children(&kit.search("", "", "", "").expect("a list"), "messageID").len(),
        0
    );
    assert_eq!(children(&kit.info(""), "sessionID").len(), 0);
    assert_eq!(
        kit.ok("GetTelephonyIdentity", &[]),
        "sip:device@example.invalid"
    );
    assert_eq!(kit.service.collect(Evented::NewMessages), None);
    assert_eq!(kit.service.collect(Evented::SessionUpdates), None);
    let sent = kit.send(&sms());
    kit.until("delivery", |kit| kit.folder(&sent) == "Sent");
}
