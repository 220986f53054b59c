//! Clauses 5.5.1 to 5.5.5 and 5.5.7.

use super::*;

#[test]
fn identity_is_a_uri_or_714() {
    let kit = kit();
    assert_eq!(
        kit.ok("GetTelephonyIdentity", &[]),
        "sip:device@example.invalid"
    );
    kit.stimulate("assign-identity", json!({"uri": null}));
    assert_eq!(kit.attempt("GetTelephonyIdentity", &[]), Err(714));
    kit.stimulate("assign-identity", json!({"uri": "tel:+12015550100"}));
    assert_eq!(kit.ok("GetTelephonyIdentity", &[]), "tel:+12015550100");
}

#[test]
fn capabilities_list_what_is_supported() {
    let all = kit().ok("GetMessagingCapabilities", &[]);
    assert!(all.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?><m:messagingCapabilities"));
    assert_eq!(children(&all, "messageClass").len(), 5);
    assert_eq!(children(&all, "sessionClass").len(), 7);
    assert_eq!(children(&all, "messageFolder").len(), 5);
    let few =
        kit_without(&["all-optional", "message-class:MMS"]).ok("GetMessagingCapabilities", &[]);
    assert_eq!(children(&few, "messageClass").len(), 4);
    assert!(few.contains("<supportedSessionClasses></supportedSessionClasses>"));
    assert_eq!(
        children(&few, "messageFolder"),
        ["Received", "Outgoing", "Sent"]
    );
}

#[test]
fn without_privileges_every_action_but_one_gives_606() {
    let kit = kit();
    kit.stimulate("authorize", json!({"enabled": false}));
    for action in REQUIRED_ACTIONS
        .iter()
        .chain(&PAGE_ACTIONS)
        .chain(&SESSION_ACTIONS)
        .chain(&FILE_TRANSFER_ACTIONS)
    {
        let answer = kit.attempt(action, &[]);
        if *action == "GetMessagingCapabilities" {
            assert!(answer.is_ok());
        } else {
            assert_eq!(answer, Err(606), "{action}");
        }
    }
    kit.stimulate("authorize", json!({"enabled": true}));
    assert!(kit.attempt("GetNewMessages", &[]).is_ok());
}

#[test]
fn an_absent_action_is_401() {
    let kit = kit_without(&["session-mode"]);
    assert_eq!(kit.attempt("CreateSession", &[]), Err(401));
    assert!(!kit.service.implements("CreateSession") && kit.service.implements("ReadMessage"));
    assert_eq!(kit.attempt("NoSuchAction", &[]), Err(401));
}

#[test]
fn new_messages_are_those_not_read_yet() {
    let kit = kit();
    assert!(
        kit.ok("GetNewMessages", &[])
            .ends_with(&format!("<m:newMessages xmlns:m=\"{M}\"></m:newMessages>"))
    );
    let (first, second, third) = (
        kit.incoming("one"),
        kit.incoming("two"),
        kit.incoming("three"),
    );
    kit.ok("ReadMessage", &[("MessageID", &second)]);
    kit.ok("DeleteMessage", &[("MessageID", &third)]);
    let new = kit.ok("GetNewMessages", &[]);
    assert_eq!(children(&new, "messageID"), [first]);
    assert_eq!(children(&new, "messageOverview"), ["one"]);
    assert_eq!(kit.service.value_now(Evented::NewMessages), new);
}

#[test]
fn arrivals_are_told_once_and_together() {
    let kit = kit();
    assert_eq!(kit.service.collect(Evented::NewMessages), None);
    let ids = [kit.incoming("one"), kit.incoming("two")];
    assert_eq!(
        *lock(&kit.heard),
        [Evented::NewMessages, Evented::NewMessages]
    );
    let event = kit.service.collect(Evented::NewMessages).expect("an event");
    assert_eq!(children(&event, "messageID"), ids);
    assert_eq!(kit.service.collect(Evented::NewMessages), None);
}

#[test]
fn search_joins_its_criteria() {
    let kit = kit();
    kit.stimulate("hold-outgoing", json!({"enabled": true}));
    let received = kit.incoming("one");
    let sent = kit.send(&sms());
    let mail = kit.send(&message("e-Mail", "", &["a@example.invalid"], ""));
    let ids = |class: &str, folder: &str, status: &str| {
        children(
            &kit.search(class, folder, status, "").expect("a list"),
            "messageID",
        )
    };
    assert_eq!(
        ids("", "", ""),
        [received.clone(), sent.clone(), mail.clone()]
    );
    assert_eq!(ids("ANY", "ANY", "ANY").len(), 3);
    assert_eq!(ids("SMS", "", ""), [received.clone(), sent.clone()]);
    assert_eq!(ids("", "Outgoing", ""), [sent.clone(), mail.clone()]);
    assert_eq!(ids("SMS", "Outgoing", "Unread"), [sent]);
    assert!(ids("", "", "Read").is_empty());
    kit.ok("ReadMessage", &[("MessageID", &received)]);
    assert_eq!(ids("", "", "Read"), [received]);
}

#[test]
fn search_lists_required_elements_only() {
    let kit = kit();
    kit.stimulate(
        "incoming-message",
        json!({"class": "MMS", "from": "tel:+12015550101", "subject": "S", "text": "T",
               "attachments": [{"uri": "http://h/p", "size": 3, "mime_type": "image/png"}]}),
    );
    kit.stimulate(
        "incoming-message",
        json!({"class": "e-Mail", "from": "a@example.invalid", "attachments": [{"uri": "http://h/q"}]}),
    );
    let list = kit.search("", "", "", "").expect("a list");
    assert!(!list.contains("<subject>") && !list.contains("<text>"));
    assert_eq!(
        children(&list, "uRI"),
        ["http://h/p"],
        "an MMS demands its attachments"
    );
    assert_eq!(children(&list, "dateReceived").len(), 2);
}

#[test]
fn search_refuses_each_invalid_criterion_with_its_code() {
    let kit = kit_without(&["folder:Deleted", "message-class:MMS"]);
    assert_eq!(kit.search("Telegram", "", "", ""), Err(702));
    assert_eq!(kit.search("MMS", "", "", ""), Err(702));
    assert_eq!(kit.search("", "Attic", "", ""), Err(707));
    assert_eq!(kit.search("", "Deleted", "", ""), Err(707));
    assert_eq!(kit.search("", "", "Lost", ""), Err(705));
    assert_eq!(kit.search("", "", "", "nosession"), Err(706));
    assert_eq!(
        kit_without(&["session-mode"]).search("", "", "", "s1"),
        Err(706)
    );
}

#[test]
fn reading_gives_everything_and_marks_as_read() {
    let kit = kit();
    let id = kit.incoming("one & <two>");
    assert_eq!(kit.message_status(&id), "Unread");
    let read = kit.ok("ReadMessage", &[("MessageID", &id)]);
    assert_eq!(child(&read, "text"), "one &amp; &lt;two&gt;");
    assert_eq!(child(&read, "messageFolder"), "Received");
    assert!(read.contains("<recipientFrom><peer:id>tel:+12015550101</peer:id></recipientFrom>"));
    let date = child(&read, "dateReceived");
    assert!(date.ends_with('Z') && date.contains('T'), "{date}");
    assert_eq!(kit.message_status(&id), "Read");
    for unknown in ["", "nothing", "a-b", &format!("{id}x")] {
        assert_eq!(
            kit.attempt("ReadMessage", &[("MessageID", unknown)]),
            Err(701)
        );
    }
}

#[test]
fn deleting_moves_and_then_removes() {
    let kit = kit();
    let id = kit.incoming("one");
    kit.ok("DeleteMessage", &[("MessageID", &id)]);
    assert_eq!(kit.folder(&id), "Deleted");
    assert_eq!(kit.message_status(&id), "Unread");
    assert!(
        kit.attempt("ReadMessage", &[("MessageID", &id)]).is_ok(),
        "the id stays valid (R-24)"
    );
    kit.ok("DeleteMessage", &[("MessageID", &id)]);
    assert_eq!(
        kit.attempt("DeleteMessage", &[("MessageID", &id)]),
        Err(701)
    );
    assert_eq!(kit.attempt("ReadMessage", &[("MessageID", &id)]), Err(701));
}

#[test]
fn without_a_deleted_folder_deleting_removes_at_once() {
    let kit = kit_without(&["folder:Deleted"]);
    let id = kit.incoming("one");
    kit.ok("DeleteMessage", &[("MessageID", &id)]);
    assert_eq!(kit.attempt("ReadMessage", &[("MessageID", &id)]), Err(701));
}
