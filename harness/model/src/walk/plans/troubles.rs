//! What goes wrong on purpose, and what the whole device goes through.

use super::messages::refusable;
use super::people::peer;
use super::session_lives::{conversation, hear, say};
use crate::walk::generator::Generator;
use crate::walk::plan::{Plan, field, named, text};
use crate::walk::step::{By, Draft, Field, Value};
use crate::walk::world::Place;

/// A message is refused, and then nothing is there that was not there before.
pub(super) fn refused_message(generator: &mut Generator, plan: &mut Plan) {
    let Some(class) = generator.sendable("refused") else {
        return;
    };
    for _ in 0..5 {
        let manner = generator.one_of(
            "refused-manner",
            &[
                "unknown-class",
                "class-in-other-case",
                "nobody",
                "unknown-session",
                "in-session",
                "nobody-in-session",
                "no-text",
                "no-attachments",
                "no-subject",
                "malformed",
            ],
        );
        let mms = generator.terrain.people("MMS") > 0 && manner == "no-attachments";
        let class = if mms { "MMS" } else { &class };
        let mut value = refusable(generator, class, &manner);
        // An answer is a message like any other.
        if let Value::Message(draft) = &mut value
            && draft.session.is_none()
            && (mms || generator.dice.chance(1, 2))
        {
            let answered = generator.message("refused-answer", |it| it.session.is_none());
            draft.reply_to = answered.map(|it| format!("{{{}}}", it.number));
        }
        let taken = plan.invoke("SendMessage", &[("MessageToSend", value)]);
        if manner == "nobody-in-session" {
            plan.read(taken);
        }
    }
    plan.list();
}

/// A list of people that no device can take.
const BROKEN: &str = "<people>";

/// Something is asked of a session that has to be refused, and the session is as it was.
pub(super) fn refused_session(generator: &mut Generator, plan: &mut Plan) {
    let session = generator.session("refused-session", |_| true);
    let manner = generator.one_of(
        "refused-session-manner",
        &[
            "create",
            "create-nobody",
            "create-class",
            "add",
            "add-remove",
            "add-class",
            "remove",
            "class",
        ],
    );
    let subject = generator.text("session-subject", true);
    let create = |plan: &mut Plan, class: &str, people: &str| {
        plan.invoke(
            "CreateSession",
            &[
                ("SessionClass", text(class)),
                ("SessionRecipients", text(people)),
                ("Subject", text(&subject)),
                ("SupportedContentType", text("text/plain")),
            ],
        );
    };
    match (manner.as_str(), session) {
        ("add", Some(it)) => {
            let parts = [
                ("SessionRecipientsToAdd", text(BROKEN)),
                ("Subject", text(&subject)),
            ];
            plan.modify(&format!("{{{}}}", it.number), &parts);
            plan.look(it.number);
        }
        ("add-remove", Some(it)) => {
            plan.look(it.number);
            let parts = [
                (
                    "SessionRecipientsToAdd",
                    Value::Recipients(generator.somebody("Chat", 7)),
                ),
                ("SessionRecipientsToRemove", text(BROKEN)),
            ];
            plan.modify(&format!("{{{}}}", it.number), &parts);
            plan.look(it.number);
        }
        ("add-class", Some(it)) => {
            let somebody = generator.somebody("Chat", 5);
            let parts = [
                ("SessionRecipientsToAdd", Value::Recipients(somebody)),
                ("Subject", text(&subject)),
                ("SessionClass", text("CtkUnknown")),
            ];
            plan.modify(&format!("{{{}}}", it.number), &parts);
            plan.look(it.number);
        }
        ("remove", Some(it)) => {
            let classes = generator.terrain.session_classes.clone();
            let class = generator.rarest("refused-class", &classes, Clone::clone);
            let parts = [
                ("SessionRecipientsToRemove", text(BROKEN)),
                ("SessionClass", text(&class.unwrap_or_default())),
            ];
            plan.modify(&format!("{{{}}}", it.number), &parts);
            plan.look(it.number);
        }
        ("class", Some(it)) => {
            let parts = [
                ("Subject", text(&subject)),
                ("SessionClass", text("CtkUnknown")),
            ];
            plan.modify(&format!("{{{}}}", it.number), &parts);
            plan.look(it.number);
        }
        ("create-nobody", _) => {
            plan.invoke(
                "CreateSession",
                &[
                    ("SessionClass", text("Chat")),
                    ("SessionRecipients", Value::Recipients(Default::default())),
                    ("Subject", text(&subject)),
                    ("SupportedContentType", text("text/plain")),
                ],
            );
            plan.sessions(["", "", ""]);
        }
        ("create-class", _) if generator.terrain.people("Chat") > 0 => {
            generator.create_as(plan, "Chat", "CtkUnknown");
            plan.sessions(["", "", ""]);
        }
        _ => {
            create(plan, "Chat", BROKEN);
            plan.sessions(["", "", ""]);
        }
    }
}

pub(super) fn identity(generator: &mut Generator, plan: &mut Plan) {
    if !generator.terrain.has_stimulus("assign-identity") {
        return;
    }
    let uri = generator.one_of(
        "identity",
        &[
            "tel:+1-201-555-0198",
            "sip:someone%20else@example.invalid",
            "tel:+1-201-555-0197",
        ],
    );
    plan.stimulate("assign-identity", &[("uri", field(&uri))]);
    plan.invoke("GetTelephonyIdentity", &[]);
}

/// The device goes and comes back; what it says it had is there, and what it makes has ids of its own.
pub(super) fn restart(generator: &mut Generator, plan: &mut Plan) {
    if !generator.terrain.has_stimulus("restart") {
        return;
    }
    let session = before_restart(generator, plan);
    let mut filed: Vec<u32> = (0..2)
        .filter_map(|_| generator.message("read-over-restart", |it| it.place == Place::Filed))
        .map(|it| it.number)
        .collect();
    // And one with files.
    let classes = generator.terrain.message_classes.clone();
    if let Some(class) = classes.iter().find(|class| *class == "MMS") {
        let fields = generator.arrival(class, None);
        filed.push(plan.stimulate("incoming-message", &fields));
    }
    for message in &filed {
        plan.read(*message);
    }
    everywhere(generator, plan);
    plan.stimulate("restart", &[]);
    everywhere(generator, plan);
    if let Some(session) = session {
        plan.search(["", "", "", &format!("{{{session}}}")]);
        plan.look(session);
    }
    for _ in 0..4 {
        if let Some(class) = generator.sendable("after-restart") {
            let value = Value::Message(Box::new(generator.draft(&class)));
            plan.invoke("SendMessage", &[("MessageToSend", value)]);
        }
    }
    for _ in 0..2 {
        if let Some(class) = generator.session_class("after-restart-session") {
            generator.create(plan, &class);
        }
    }
    for message in filed {
        plan.read(message);
    }
    if let Some(message) = generator.message("read-after-restart", |it| it.place != Place::Gone) {
        plan.read(message.number);
    }
    plan.list();
    plan.stimulate("hold-outgoing", &[("enabled", Field::Flag(false))]);
}

/// Something of each kind that may be lost: a message that arrived and one that was deleted, one that was sent and one that
/// waits, a session that is Pending and one that was modified.
fn before_restart(generator: &mut Generator, plan: &mut Plan) -> Option<u32> {
    let classes = generator.terrain.message_classes.clone();
    let short = |class: &&String| matches!(class.as_str(), "SMS" | "Instant Message");
    if let Some(class) = classes.iter().find(short) {
        let alike = generator.word();
        for number in 0..3 {
            let word = if number == 0 {
                generator.word()
            } else {
                alike.clone()
            };
            let fields = [
                ("class", field(class)),
                ("from", field(&peer(class, number.min(1)))),
                ("text", field(&word)),
            ];
            let arrived = plan.stimulate("incoming-message", &fields);
            if number == 0 {
                plan.delete(arrived);
            }
        }
    }
    let session = sessions_before_restart(generator, plan);
    if let Some(class) = generator.sendable("before-restart-sent") {
        plan.stimulate("hold-outgoing", &[("enabled", Field::Flag(true))]);
        let sent = [(); 2].map(|()| {
            let value = Value::Message(Box::new(generator.draft(&class)));
            plan.invoke("SendMessage", &[("MessageToSend", value)])
        });
        plan.stimulate("deliver-outgoing", &[("message_id", named(sent[0]))]);
    }
    session
}

/// A session that was modified and has messages, and one of each kind beside it; the number of the first.
fn sessions_before_restart(generator: &mut Generator, plan: &mut Plan) -> Option<u32> {
    // A session that becomes Mixed was of another class before.
    let mut pairs = (0..4).filter_map(|_| conversation(generator, "before-restart"));
    let pair = pairs.find(|(class, _)| class != "Mixed");
    pair.map(|(class, said)| {
        let session = generator.running(plan, &class);
        say(generator, plan, session, &said);
        hear(generator, plan, session, &said);
        // One of the same class by itself, and a session that a peer asks for.
        let alone = generator.arrival(&said, None);
        plan.stimulate("incoming-message", &alone);
        generator.ask(plan, &class);
        let mut parts = generator.parts_of("subject-types-add", &class);
        parts.push(("SessionClass", text("Mixed")));
        let id = format!("{{{session}}}");
        plan.modify(&id, &parts);
        plan.look(session);
        let parked = generator.running(plan, &class);
        plan.on_session(By::First, "LeaveSession", &format!("{{{parked}}}"));
        plan.look(parked);
        generator.create(plan, &class);
        let closed = generator.running(plan, &class);
        plan.on_session(By::First, "CloseSession", &format!("{{{closed}}}"));
        plan.look(closed);
        session
    })
}

/// Every folder and all sessions are listed.
fn everywhere(generator: &mut Generator, plan: &mut Plan) {
    // The messages of a session that is still there are to be there too.
    plan.sessions(["", "", ""]);
    for folder in generator.terrain.folders.clone() {
        plan.search(["", &folder, "", ""]);
    }
    plan.search(["", "", "Unread", ""]);
}

/// More messages than a list may be made for.
const CROWD: usize = 70;
/// The same of sessions.
const CROWD_OF_SESSIONS: usize = 20;

/// So many sessions are there before a crowd comes.
const THERE_BEFORE: usize = 8;

/// More of a kind than a list may be made for.
pub(super) fn crowd(generator: &mut Generator, plan: &mut Plan) {
    // Where a device counts, what is there before has ids that those of the crowd begin with.
    if generator.world.sessions.len() < THERE_BEFORE {
        return;
    }
    let classes = generator.terrain.message_classes.clone();
    let short = |class: &&String| matches!(class.as_str(), "SMS" | "Instant Message" | "e-Mail");
    let Some(class) = classes.iter().find(short) else {
        return;
    };
    if !generator.terrain.has_stimulus("incoming-message") {
        return;
    }
    for _ in 0..CROWD {
        let word = generator.word();
        let fields = [
            ("class", field(class)),
            ("from", field(&peer(class, 1))),
            ("text", field(&word)),
        ];
        plan.stimulate("incoming-message", &fields);
    }
    plan.search(["", "", "", ""]);
    plan.search([class, "Received", "Unread", ""]);
    plan.invoke("GetNewMessages", &[]);
    let classes = generator.terrain.session_classes.clone();
    if let Some(class) = generator.rarest("crowd-sessions", &classes, Clone::clone) {
        let asked: Vec<u32> = (0..CROWD_OF_SESSIONS)
            .map(|_| generator.ask(plan, &class))
            .collect();
        if let Some(oldest) = asked.first() {
            plan.look(*oldest);
        }
        plan.sessions(["", "", ""]);
        plan.sessions(["", &class, "Pending"]);
    }
}

pub(super) fn listen(generator: &mut Generator, plan: &mut Plan) {
    let class = generator.sendable("before-events");
    if let Some(class) = class {
        let draft = Draft {
            text: Some(generator.word()),
            ..generator.draft(&class)
        };
        let value = Value::Message(Box::new(draft));
        plan.invoke("SendMessage", &[("MessageToSend", value)]);
    }
    plan.listen();
}
