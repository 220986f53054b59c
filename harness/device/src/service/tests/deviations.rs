//! Defects and variations from outside: each of these shows, and shows only when it is on.

use super::*;

fn with(defect: DefectId) -> Kit {
    kit_with(&[], [defect], [])
}

fn varied(variation: VariationId) -> Kit {
    kit_with(&[], [], [variation])
}

#[test]
fn documents_deviate() {
    let root = |kit: Kit| {
        let id = kit.incoming("one");
        kit.ok("ReadMessage", &[("MessageID", &id)])
    };
    assert!(root(with(DefectId::RootUnqualified)).contains("?><message "));
    assert!(root(with(DefectId::PeerUnqualified)).contains("<recipientTo><id>"));
    assert!(!root(with(DefectId::RecipientFromMissing)).contains("recipientFrom"));
    assert!(!root(with(DefectId::ReceivedWithoutDate)).contains("dateReceived"));
    assert!(!child(&root(with(DefectId::DatesLocalized)), "dateReceived").contains('T'));
    assert!(root(varied(VariationId::OtherPrefixes)).contains("<p-1:id>"));
    assert!(child(&root(varied(VariationId::DatesWithOffset)), "dateReceived").ends_with("+02:00"));
    let pretty = root(varied(VariationId::PrettyPrinted));
    assert!(
        pretty.contains("\n  <messageID>") && pretty.contains("<text>one</text>"),
        "{pretty}"
    );
    assert!(root(varied(VariationId::ReadShowsUnread)).contains(">Unread<"));
}

#[test]
fn ids_deviate() {
    let punctuated = with(DefectId::MessageIdPunctuated);
    assert!(punctuated.send(&sms()).contains('-'));
    let repeated = with(DefectId::MessageIdRepeated);
    assert_eq!(repeated.send(&sms()), repeated.send(&sms()));
    assert!(
        with(DefectId::SessionIdPunctuated)
            .create("Chat")
            .contains('_')
    );
    let bare = with(DefectId::SessionMessageIdBare);
    let session = bare.session_in("Running", "Chat");
    assert!(!bare.send(&instant_message(&session)).contains('.'));
    assert!(varied(VariationId::LongMessageIds).send(&sms()).len() > 32);
}

#[test]
fn page_mode_deviates() {
    let kit = with(DefectId::ReadKeepsUnread);
    let id = kit.incoming("one");
    kit.ok("ReadMessage", &[("MessageID", &id)]);
    assert_eq!(kit.message_status(&id), "Unread");

    let kit = with(DefectId::DeleteKeepsMessage);
    let id = kit.incoming("one");
    kit.ok("DeleteMessage", &[("MessageID", &id)]);
    kit.ok("DeleteMessage", &[("MessageID", &id)]);
    assert_eq!(kit.folder(&id), "Deleted");

    let kit = with(DefectId::SearchIgnoresFolder);
    kit.incoming("one");
    let found = kit.search("", "Sent", "", "").expect("a list");
    assert_eq!(children(&found, "messageID").len(), 1);

    let kit = with(DefectId::SearchJoinsByOr);
    kit.incoming("one");
    let found = kit.search("e-Mail", "Received", "", "").expect("a list");
    assert_eq!(children(&found, "messageID").len(), 1);
    let found = kit.search("e-Mail", "Sent", "", "").expect("a list");
    assert_eq!(children(&found, "messageID").len(), 0);

    let kit = with(DefectId::NoIdentity801);
    kit.stimulate("assign-identity", json!({ "uri": null }));
    assert_eq!(kit.attempt("GetTelephonyIdentity", &[]), Err(801));

    let kit = with(DefectId::SendTakesMalformed);
    assert!(
        kit.attempt("SendMessage", &[("MessageToSend", "<")])
            .is_ok()
    );

    let kit = with(DefectId::EventForgetsEarlier);
    let (_, second) = (kit.incoming("one"), kit.incoming("one"));
    let event = kit.service.collect(Evented::NewMessages).expect("an event");
    assert_eq!(children(&event, "messageID"), [second]);

    let kit = varied(VariationId::UnsupportedFindsNothing);
    assert_eq!(
        kit.search("Telegram", "", "", ""),
        Err(702),
        "only standard values find nothing"
    );
}

#[test]
fn sessions_deviate() {
    let kit = with(DefectId::CreatedSessionRunning);
    let id = kit.create("Chat");
    assert_eq!(kit.status(&id), "Running");

    let kit = with(DefectId::AcceptRunningSucceeds);
    let id = kit.session_in("Running", "Chat");
    assert!(kit.on("AcceptSession", &id).is_ok());

    let kit = with(DefectId::JoinPendingSucceeds);
    let id = kit.create("Chat");
    assert!(kit.on("JoinSession", &id).is_ok());
    assert_eq!(kit.status(&id), "Pending");

    let kit = with(DefectId::LeaveKeepsRunning);
    let id = kit.session_in("Running", "Chat");
    kit.on("LeaveSession", &id).expect("left");
    assert_eq!(kit.status(&id), "Running");

    let kit = with(DefectId::LeaveParksAtOnce);
    let id = kit.session_in("Running", "Chat");
    kit.try_as("other", "JoinSession", &[("SessionID", &id)])
        .expect("joined");
    kit.on("LeaveSession", &id).expect("left");
    assert_eq!(kit.status(&id), "Parked");

    let kit = with(DefectId::UnknownSession708);
    assert_eq!(kit.on("JoinSession", "nosession"), Err(708));

    let kit = with(DefectId::CloseLosesMessages);
    let id = kit.session_in("Running", "Chat");
    let message = kit.send(&instant_message(&id));
    kit.on("CloseSession", &id).expect("closed");
    assert_eq!(kit.status(&id), "Closed");
    assert_eq!(
        kit.attempt("ReadMessage", &[("MessageID", &message)]),
        Err(701)
    );

    let kit = with(DefectId::CloseUnreported);
    let id = kit.session_in("Closed", "Chat");
    assert!(
        kit.updates(&id)
            .iter()
            .all(|(event, _)| event != "session closed")
    );

    let kit = varied(VariationId::CreatorCannotAccept);
    let id = kit.create("Chat");
    assert_eq!(kit.on("AcceptSession", &id), Err(708));

    let kit = varied(VariationId::UpdatesMerged);
    let id = kit.session_in("Running", "Chat");
    kit.on("LeaveSession", &id).expect("left");
    let event = kit
        .service
        .collect(Evented::SessionUpdates)
        .expect("an event");
    assert_eq!(children(&event, "sessionStatus"), ["Parked"]);
    assert_eq!(children(&event, "sessionEvent").len(), 2);
}
