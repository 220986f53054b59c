//! Clauses 5.5.8 to 5.5.15: sessions and their events.

use super::*;

fn pair(event: &str, status: &str) -> (String, String) {
    (event.to_owned(), status.to_owned())
}

fn modification<'a>(
    session: &'a str,
    changes: &[(&'static str, &'a str)],
) -> Vec<(&'static str, &'a str)> {
    let names = [
        "SessionID",
        "SessionRecipientsToAdd",
        "SessionRecipientsToRemove",
        "Subject",
        "SupportedContentType",
        "SessionClass",
    ];
    let value = |name| {
        changes
            .iter()
            .find(|(one, _)| *one == name)
            .map_or("", |(_, value)| *value)
    };
    let with_id = |name| {
        if name == "SessionID" {
            session
        } else {
            value(name)
        }
    };
    names
        .into_iter()
        .map(|name| (name, with_id(name)))
        .collect()
}

fn modify(kit: &Kit, session: &str, changes: &[(&'static str, &str)]) -> Result<String, u16> {
    kit.attempt("ModifySession", &modification(session, changes))
}

#[test]
fn a_created_session_is_pending_and_shows_what_was_given() {
    let kit = kit();
    for class in [
        "e-Mail",
        "SMS",
        "MMS",
        "Chat",
        "File-Transfer",
        "WebpageSync",
        "Mixed",
        "",
    ] {
        let id = kit.create(class);
        assert!(
            !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric()),
            "{id}"
        );
        let info = kit.info(&id);
        assert_eq!(child(&info, "sessionStatus"), "Pending");
        assert_eq!(child(&info, "sessionClass"), class);
        assert_eq!(child(&info, "subject"), "Lunch");
        assert_eq!(child(&info, "supportedContentType"), "text/plain");
        assert!(
            info.contains("<recipientTo><peer:id>sip:ann@example.invalid</peer:id></recipientTo>")
        );
        assert!(info.contains("<recipientFrom><peer:id>sip:device@example.invalid</peer:id>"));
    }
    assert_eq!(
        kit.service.collect(Evented::SessionUpdates),
        None,
        "no event of Table 2"
    );
}

#[test]
fn creation_refuses_what_is_invalid() {
    let kit = kit_without(&["session-class:MMS"]);
    let good = recipients(&["sip:ann@example.invalid"]);
    let create = |class: &str, list: &str| kit.attempt("CreateSession", &creation(class, list));
    assert_eq!(create("Party", &good), Err(710));
    assert_eq!(create("chat", &good), Err(710));
    assert_eq!(create("MMS", &good), Err(710));
    let none = recipients(&[]);
    for list in [
        "",
        "x",
        &good.replace("</m:", "</n:"),
        &recipients(&[""]),
        &none,
    ] {
        assert_eq!(create("Chat", list), Err(704), "{list}");
    }
    let copy = none.replace(
        "<recipientFrom>",
        &(peers("recipientCc", &["a@example.invalid"]) + "<recipientFrom>"),
    );
    assert_eq!(create("SMS", &copy), Err(704));
    assert!(create("e-Mail", &copy).is_ok());
    let mut arguments = creation("Chat", &good);
    arguments[3].1 = "no mime type";
    assert_eq!(kit.attempt("CreateSession", &arguments), Err(402));
    let long = "x".repeat(70_000);
    arguments[3].1 = "";
    arguments[2].1 = &long;
    assert_eq!(kit.attempt("CreateSession", &arguments), Err(605));
}

#[test]
fn acceptance_by_peer_and_by_control_point_is_told() {
    let kit = kit();
    let created = kit.create("Chat");
    kit.stimulate("peer-accepts-session", json!({"session_id": created}));
    assert_eq!(kit.status(&created), "Running");
    assert_eq!(
        kit.updates(&created),
        [pair(
            "session accepted by: sip:ann@example.invalid",
            "Running"
        )]
    );
    let fields = json!({"class": "Chat", "from": "sip:bob@example.invalid", "from_name": "Bob", "subject": "S"});
    let incoming = kit.stimulate("incoming-session", fields)["session_id"].clone();
    let incoming = incoming.as_str().expect("an id");
    assert_eq!(
        kit.updates(incoming),
        [pair("session requested by: Bob", "Pending")]
    );
    kit.on("AcceptSession", incoming).expect("accepted");
    assert_eq!(
        kit.updates(incoming),
        [pair("session accepted by: Reference", "Running")]
    );
    assert!(!child(&kit.info(incoming), "dateStarted").is_empty());
    kit.refused("peer-accepts-session", json!({"session_id": incoming}));
}

#[test]
fn leaving_and_joining_with_two_control_points() {
    let kit = kit();
    let id = kit.session_in("Running", "Chat");
    kit.updates(&id);
    let by = |who: &str, action: &str| kit.try_as(who, action, &[("SessionID", &id)]);
    assert_eq!(by("other", "LeaveSession"), Err(708), "not in it");
    assert!(by("other", "JoinSession").is_ok());
    assert!(by("cp", "LeaveSession").is_ok());
    assert_eq!(kit.status(&id), "Running");
    assert!(by("other", "LeaveSession").is_ok());
    assert_eq!(kit.status(&id), "Parked");
    assert!(by("cp", "JoinSession").is_ok());
    assert_eq!(
        kit.updates(&id),
        [
            pair("one TelCP has joined", "Running"),
            pair("one TelCP has left", "Running"),
            pair("one TelCP has left", "Parked"),
            pair("one TelCP has joined", "Running"),
        ]
    );
    assert_eq!(
        child(&kit.info(&id), "subject"),
        "Lunch",
        "the context is kept"
    );
}

#[test]
fn unknown_sessions_are_706() {
    let kit = kit();
    for id in ["", "nosession", "a b"] {
        for action in [
            "AcceptSession",
            "JoinSession",
            "LeaveSession",
            "CloseSession",
            "CancelFileTransfer",
            "GetFileTransferSession",
        ] {
            assert_eq!(kit.on(action, id), Err(706), "{action} {id:?}");
        }
        assert_eq!(modify(&kit, id, &[("Subject", "x")]), Err(706));
    }
}

#[test]
fn modification_changes_what_is_given() {
    let kit = kit();
    let id = kit.session_in("Running", "Chat");
    kit.updates(&id);
    modify(&kit, &id, &[]).expect("nothing to change");
    assert_eq!(kit.updates(&id), []);
    let bob = recipients(&["sip:bob@example.invalid", "sip:ann@example.invalid"]);
    modify(
        &kit,
        &id,
        &[("SessionRecipientsToAdd", &bob), ("Subject", "Dinner")],
    )
    .expect("changed");
    assert_eq!(kit.updates(&id), [pair("session modified", "Running")]);
    let info = kit.info(&id);
    assert_eq!(child(&info, "subject"), "Dinner");
    assert_eq!(child(&info, "supportedContentType"), "text/plain");
    assert_eq!(
        info.matches("<recipientTo>").count(),
        2,
        "nobody stands twice"
    );
    let ann = recipients(&["sip:ann@example.invalid"]);
    modify(
        &kit,
        &id,
        &[
            ("SessionRecipientsToRemove", &ann),
            ("SupportedContentType", "image/*"),
        ],
    )
    .expect("changed");
    let info = kit.info(&id);
    assert!(!info.contains("ann@") && info.contains("bob@"));
    assert_eq!(child(&info, "supportedContentType"), "image/*");
}

#[test]
fn a_refused_modification_changes_nothing() {
    let kit = kit();
    let id = kit.session_in("Running", "Chat");
    let before = kit.info(&id);
    let ann = recipients(&["sip:ann@example.invalid"]);
    for (changes, code) in [
        (
            vec![("Subject", "x"), ("SessionRecipientsToAdd", "<bad")],
            704,
        ),
        (
            vec![
                ("Subject", "x"),
                ("SessionRecipientsToRemove", ann.as_str()),
            ],
            704,
        ),
        (vec![("Subject", "x"), ("SessionClass", "Party")], 710),
        (vec![("Subject", "x"), ("SupportedContentType", "bad")], 402),
    ] {
        assert_eq!(modify(&kit, &id, &changes), Err(code), "{changes:?}");
        assert_eq!(kit.info(&id), before);
    }
}

#[test]
fn any_change_of_class_gives_mixed_for_good() {
    let kit = kit();
    let id = kit.session_in("Running", "Chat");
    modify(&kit, &id, &[("SessionClass", "Chat")]).expect("no change");
    assert_eq!(child(&kit.info(&id), "sessionClass"), "Chat");
    modify(&kit, &id, &[("SessionClass", "SMS")]).expect("changed");
    assert_eq!(child(&kit.info(&id), "sessionClass"), "Mixed");
    assert_eq!(modify(&kit, &id, &[("SessionClass", "Chat")]), Err(708));
    assert_eq!(child(&kit.info(&id), "sessionClass"), "Mixed");
    let without = kit_without(&["session-class:Mixed"]);
    let id = without.session_in("Running", "Chat");
    assert_eq!(modify(&without, &id, &[("SessionClass", "SMS")]), Err(710));
}

#[test]
fn sessions_are_found_by_id_class_and_status() {
    let kit = kit();
    let chat = kit.session_in("Running", "Chat");
    let mail = kit.create("e-Mail");
    let find = |id: &str, class: &str, status: &str| {
        kit.attempt(
            "GetSessions",
            &[
                ("SessionID", id),
                ("SessionClass", class),
                ("SessionStatus", status),
            ],
        )
        .map(|list| children(&list, "sessionID"))
    };
    assert_eq!(find("", "", ""), Ok(vec![chat.clone(), mail.clone()]));
    assert_eq!(find("", "Chat", ""), Ok(vec![chat.clone()]));
    assert_eq!(find("", "", "Pending"), Ok(vec![mail.clone()]));
    assert_eq!(find("", "Chat", "Pending"), Ok(vec![]));
    assert_eq!(
        find(&mail, "Party", "Asleep"),
        Ok(vec![mail]),
        "an id makes the rest irrelevant"
    );
    assert_eq!(find("nosession", "", ""), Err(706));
    assert_eq!(find("", "Party", ""), Err(710));
    assert_eq!(find("", "", "Asleep"), Err(711));
}

#[test]
fn closing_moves_the_messages_to_closed_session() {
    let kit = kit();
    let id = kit.session_in("Running", "Chat");
    let kept = kit.send(&instant_message(&id));
    let deleted = kit.send(&instant_message(&id));
    kit.ok("DeleteMessage", &[("MessageID", &deleted)]);
    kit.updates(&id);
    kit.on("CloseSession", &id).expect("closed");
    assert_eq!(kit.updates(&id), [pair("session closed", "Closed")]);
    assert_eq!(kit.folder(&kept), "ClosedSession");
    assert_eq!(kit.folder(&deleted), "Deleted");
    assert!(kit.attempt("ReadMessage", &[("MessageID", &kept)]).is_ok());
    assert!(!child(&kit.info(&id), "dateEnded").is_empty());
    assert_eq!(
        children(&kit.info(&id), "messageID"),
        [kept.clone(), deleted]
    );
    kit.ok("DeleteMessage", &[("MessageID", &kept)]);
    assert_eq!(kit.folder(&kept), "Deleted", "R-68");
}

#[test]
fn without_closed_session_folder_a_closed_session_is_forgotten() {
    let kit = kit_without(&["folder:ClosedSession"]);
    let id = kit.session_in("Running", "Chat");
    let message = kit.send(&instant_message(&id));
    kit.updates(&id);
    kit.on("CloseSession", &id).expect("closed");
    assert_eq!(kit.updates(&id), [pair("session closed", "Closed")]);
    assert_eq!(kit.status(&id), "Nonexistent");
    assert_eq!(kit.on("JoinSession", &id), Err(706));
    assert_eq!(
        kit.attempt("ReadMessage", &[("MessageID", &message)]),
        Err(701)
    );
}

#[test]
fn the_value_of_session_updates_tells_of_active_sessions() {
    let kit = kit();
    let id = kit.session_in("Running", "Chat");
    kit.on("LeaveSession", &id).expect("left");
    let value = kit.ok("GetSessionUpdates", &[]);
    assert_eq!(
        parse_updates(&value, &id),
        [
            pair("session accepted by: sip:ann@example.invalid", "Parked"),
            pair("one TelCP has left", "Parked")
        ]
    );
    assert_eq!(kit.service.value_now(Evented::SessionUpdates), value);
    kit.service.collect(Evented::SessionUpdates);
    assert_eq!(
        kit.ok("GetSessionUpdates", &[]),
        value,
        "an event takes nothing away"
    );
    kit.on("CloseSession", &id).expect("closed");
    let after = kit.ok("GetSessionUpdates", &[]);
    assert_eq!(
        parse_updates(&after, &id),
        [pair("session closed", "Closed")]
    );
}
