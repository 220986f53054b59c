//! Deep defects from outside: a script shows one thing without the defect, and another with it.

mod afterwards;
mod events;
mod filters;
mod near_misses;
mod refusals;
mod restart;
mod several;
mod stale;
mod together;
mod transfers;
mod transitions;
mod values;

use std::collections::BTreeSet;

use super::*;
use crate::defects::{DEFECTS, Depth};
use crate::service::tests::transfers::{
    FIVE, NOT_FOUND, events_until, file_list, running, server, start,
};

/// A defect, a script of steps, and what that shows without and with the defect.
type Row = (DefectId, fn(&Kit) -> String, &'static str, &'static str);

/// Every table; a test runs each.
const TABLES: [&[Row]; 12] = [
    values::ROWS,
    near_misses::ROWS,
    filters::ROWS,
    several::ROWS,
    transitions::ROWS,
    events::ROWS,
    refusals::ROWS,
    restart::ROWS,
    together::ROWS,
    stale::ROWS,
    transfers::ROWS,
    afterwards::ROWS,
];

fn check(rows: &[Row]) {
    for (defect, script, right, wrong) in rows {
        assert_ne!(right, wrong, "{defect}");
        assert_eq!(script(&kit()), *right, "{defect}, which is off");
        assert_eq!(script(&kit_with(&[], [*defect], [])), *wrong, "{defect}");
    }
}

/// What only looks like a defect.
#[test]
fn variations_of_the_kind_show() {
    let varied = |variation| kit_with(&[], [], [variation]);
    let kit = varied(VariationId::ReleaseDeliversFirst);
    hold(&kit, true);
    let (first, second) = (kit.send(&sms()), kit.send(&sms()));
    hold(&kit, false);
    let last = kit.send(&sms());
    kit.until("delivery", |kit| kit.folder(&last) == "Sent");
    assert_eq!(kit.folder(&first), "Sent");
    assert_eq!(kit.folder(&second), "Outgoing");

    let kit = varied(VariationId::RemovalIgnoresCase);
    let two = recipients(&["ann@x", "bob@x"]);
    let id = kit.ok("CreateSession", &creation("e-Mail", &two));
    modified(&kit, &id, ["", &recipients(&["BOB@x"]), "", "", ""]);
    assert_eq!(addresses(&kit.info(&id)), "ann@x");

    let shown = several::events_of(
        &varied(VariationId::FailureEndsTransfer),
        [FIVE, NOT_FOUND, FIVE],
    );
    assert!(shown.ends_with("file download failed"), "{shown}");
}

#[test]
fn every_deep_defect_has_a_script() {
    let shown: BTreeSet<&str> = TABLES
        .iter()
        .flat_map(|rows| rows.iter().map(|row| row.0.as_str()))
        .collect();
    let deep: BTreeSet<&str> = DEFECTS
        .iter()
        .filter(|one| one.depth == Depth::Deep)
        .map(|one| one.id)
        .collect();
    assert_eq!(shown, deep);
}

/// An e-Mail: its lists of recipients, and what follows them.
fn mail(lists: &str, rest: &str) -> String {
    format!(
        "<m:message xmlns:m=\"{M}\" xmlns:peer=\"{P}\"><messageID/><messageClass>e-Mail</messageClass>\
         <messageFolder/><messageStatus/><recipientsList>{lists}<recipientFrom><peer:id/></recipientFrom>\
         </recipientsList>{rest}</m:message>"
    )
}

/// To, Cc and Bcc, each of several.
fn lists(to: &[&str], cc: &[&str], bcc: &[&str]) -> String {
    let (to, cc) = (peers("recipientTo", to), peers("recipientCc", cc));
    format!("{to}{cc}{}", peers("recipientBcc", bcc))
}

fn recipients_of(lists: &str) -> String {
    format!(
        "<m:recipientsList xmlns:m=\"{M}\" xmlns:peer=\"{P}\">{lists}<recipientFrom><peer:id/></recipientFrom>\
         </m:recipientsList>"
    )
}

fn read(kit: &Kit, id: &str) -> String {
    kit.ok("ReadMessage", &[("MessageID", id)])
}

/// Sends, and reads what is there then.
fn sent(kit: &Kit, message: &str) -> String {
    let id = kit.send(message);
    read(kit, &id)
}

fn arrives(kit: &Kit, fields: Value) -> String {
    let answer = kit.stimulate("incoming-message", fields);
    answer["message_id"].as_str().expect("an id").to_owned()
}

fn arrives_in(kit: &Kit, session: &str) -> String {
    arrives(
        kit,
        json!({"class": "Instant Message", "from": "sip:ann@example.invalid", "text": "Hi", "session_id": session}),
    )
}

fn requested(kit: &Kit, class: &str) -> String {
    let fields = json!({"class": class, "from": "sip:ann@example.invalid", "from_name": "Ann"});
    let answer = kit.stimulate("incoming-session", fields);
    answer["session_id"].as_str().expect("an id").to_owned()
}

fn hold(kit: &Kit, enabled: bool) {
    kit.stimulate("hold-outgoing", json!({ "enabled": enabled }));
}

/// Changes a session: recipients to add and to remove, subject, content types, class.
fn modify(kit: &Kit, session: &str, changes: [&str; 5]) -> Result<String, u16> {
    let [add, remove, subject, types, class] = changes;
    kit.attempt(
        "ModifySession",
        &[
            ("SessionID", session),
            ("SessionRecipientsToAdd", add),
            ("SessionRecipientsToRemove", remove),
            ("Subject", subject),
            ("SupportedContentType", types),
            ("SessionClass", class),
        ],
    )
}

fn modified(kit: &Kit, session: &str, changes: [&str; 5]) {
    modify(kit, session, changes).expect("modified");
}

/// Leaves and joins again.
fn park(kit: &Kit, session: &str) {
    kit.on("LeaveSession", session).expect("left");
    kit.on("JoinSession", session).expect("joined");
}

/// How many messages, or sessions, a list has.
fn count(list: &str, element: &str) -> String {
    list.matches(&format!("<{element}>")).count().to_string()
}

fn found(kit: &Kit, criteria: [&str; 4]) -> String {
    let [class, folder, status, session] = criteria;
    count(
        &kit.search(class, folder, status, session).expect("a list"),
        "message",
    )
}

fn sessions(kit: &Kit, class: &str, status: &str) -> String {
    let criteria = [
        ("SessionID", ""),
        ("SessionClass", class),
        ("SessionStatus", status),
    ];
    count(&kit.ok("GetSessions", &criteria), "sessionInfo")
}

fn code<T>(answer: Result<T, u16>) -> String {
    answer.map_or_else(|code| code.to_string(), |_| "done".to_owned())
}

/// The addresses of all receivers of a document.
fn addresses(document: &str) -> String {
    let receivers = document.split("<recipientFrom>").next().unwrap_or_default();
    children(receivers, "peer:id").join(" ")
}

/// The texts of the updates of a session that are due now.
fn texts(kit: &Kit, session: &str) -> String {
    let updates = kit.updates(session);
    let texts: Vec<String> = updates.into_iter().map(|(text, _)| text).collect();
    texts.join(", ")
}

/// Waits for the end of the transfer in a session.
fn until_over(kit: &Kit, session: &str) {
    kit.until("the end of the transfer", |kit| {
        kit.service.with(|store| {
            store
                .session(session)
                .is_some_and(|one| one.transfer.is_none())
        })
    });
}
