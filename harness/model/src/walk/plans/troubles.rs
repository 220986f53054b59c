//! What goes wrong on purpose, and what the whole device goes through.

use super::messages::refusable;
use super::people::peer;
use crate::walk::generator::Generator;
use crate::walk::plan::{Plan, field, id, text};
use crate::walk::step::{By, Draft, Field, Value};

/// A message is refused, and then nothing is there that was not there before.
pub(super) fn refused_message(generator: &mut Generator, plan: &mut Plan) {
    let Some(class) = generator.sendable("refused") else {
        return;
    };
    let manner = generator.one_of(
        "refused-manner",
        &[
            "unknown-class",
            "class-in-other-case",
            "nobody",
            "unknown-session",
            "malformed",
        ],
    );
    let value = refusable(generator, &class, &manner);
    plan.invoke("SendMessage", &[("MessageToSend", value)]);
    plan.search(["", "", "", ""]);
}

/// While nobody is authorized nothing succeeds, and nothing is left behind.
pub(super) fn not_authorized(generator: &mut Generator, plan: &mut Plan) {
    if !generator.terrain.has_stimulus("authorize") {
        return;
    }
    let what = generator.one_of(
        "not-authorized",
        &["send", "delete", "close", "create", "modify"],
    );
    let message = generator.message("not-authorized-message", |_| true);
    let session = generator.session("not-authorized-session", |_| true);
    let class = generator.sendable("not-authorized-class");
    let switch = |plan: &mut Plan, enabled| {
        plan.stimulate("authorize", &[("enabled", Field::Flag(enabled))]);
    };
    switch(plan, false);
    match (what.as_str(), message, session, class) {
        ("delete", Some(message), ..) => {
            plan.invoke("DeleteMessage", &[("MessageID", id(message.number))]);
        }
        ("close", _, Some(session), _) => {
            plan.on_session(
                By::First,
                "CloseSession",
                &format!("{{{}}}", session.number),
            );
        }
        ("modify", _, Some(session), _) => {
            let subject = generator.text("session-subject", true);
            let session = format!("{{{}}}", session.number);
            plan.modify(&session, &[("Subject", text(&subject))]);
        }
        ("create", _, _, _) if generator.terrain.people("Chat") > 0 => {
            generator.create(plan, "Chat");
        }
        (_, _, _, Some(class)) => {
            let draft = generator.draft(&class);
            let value = Value::Message(Box::new(draft));
            plan.invoke("SendMessage", &[("MessageToSend", value)]);
        }
        _ => {}
    }
    switch(plan, true);
    plan.list();
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
    plan.list();
    plan.stimulate("restart", &[]);
    plan.list();
    if let Some(class) = generator.sendable("after-restart") {
        let draft = generator.draft(&class);
        let value = Value::Message(Box::new(draft));
        plan.invoke("SendMessage", &[("MessageToSend", value)]);
    }
    if let Some(class) = generator.session_class("after-restart-session") {
        generator.create(plan, &class);
    }
    plan.list();
}

/// More of a kind than a list may be made for.
pub(super) fn crowd(generator: &mut Generator, plan: &mut Plan) {
    let classes = generator.terrain.message_classes.clone();
    let short = |class: &&String| matches!(class.as_str(), "SMS" | "Instant Message" | "e-Mail");
    let Some(class) = classes.iter().find(short) else {
        return;
    };
    if !generator.terrain.has_stimulus("incoming-message") {
        return;
    }
    for _ in 0..65 {
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
