//! Control points without the privilege for what they ask.

use super::far_side::arrived;
use crate::walk::generator::Generator;
use crate::walk::plan::{Plan, id, text};
use crate::walk::step::{By, Field, Value};
use crate::walk::world::Place;

/// While nobody is authorized nothing succeeds, and nothing is left behind.
pub(super) fn not_authorized(generator: &mut Generator, plan: &mut Plan) {
    if !generator.terrain.has_stimulus("authorize") {
        return;
    }
    // What is done with the privilege is done again once it is back.
    if let Some(spare) = arrived(generator, plan) {
        plan.delete(spare);
    }
    let unread = arrived(generator, plan);
    let filed = generator
        .message("not-authorized-delete", |it| it.place == Place::Filed)
        .map(|it| it.number)
        .or_else(|| arrived(generator, plan));
    let sessions = suited(generator, plan);
    plan.stimulate("authorize", &[("enabled", Field::Flag(false))]);
    for (action, message) in [("ReadMessage", unread), ("DeleteMessage", filed)] {
        if let Some(message) = message {
            plan.invoke(action, &[("MessageID", id(message))]);
        }
    }
    if let Some(class) = generator.sendable("not-authorized-class") {
        let value = Value::Message(Box::new(generator.draft(&class)));
        plan.invoke("SendMessage", &[("MessageToSend", value)]);
    }
    if generator.terrain.people("Chat") > 0 {
        generator.create(plan, "Chat");
    }
    for (action, session) in sessions {
        let session = format!("{{{session}}}");
        if action == "ModifySession" {
            let subject = generator.text("session-subject", true);
            plan.modify(&session, &[("Subject", text(&subject))]);
        } else {
            plan.on_session(By::First, action, &session);
        }
    }
    for action in ["GetNewMessages", "GetSessionUpdates"] {
        plan.invoke(action, &[]);
    }
    plan.search(["", "", "", ""]);
    plan.sessions(["", "", ""]);
    plan.stimulate("authorize", &[("enabled", Field::Flag(true))]);
    // What became of a session also shows in its messages: the session comes first.
    plan.sessions(["", "", ""]);
    plan.list();
    plan.search(["", "Deleted", "", ""]);
    if let Some(message) = unread {
        plan.search(["", "", "Unread", ""]);
        plan.read(message);
        // What was refused without the privilege is done with it.
        plan.delete(message);
    }
}

/// Actions on sessions that would succeed, each with a session that is so: one that runs, one that a peer asks for, one that was
/// left.
fn suited(generator: &mut Generator, plan: &mut Plan) -> Vec<(&'static str, u32)> {
    let Some(class) = generator.session_class("not-authorized-session") else {
        return Vec::new();
    };
    let runs = generator.running(plan, &class);
    let left = generator.running(plan, &class);
    plan.on_session(By::First, "LeaveSession", &format!("{{{left}}}"));
    let mut all = vec![("JoinSession", left)];
    if generator.terrain.has_stimulus("incoming-session") && !class.is_empty() {
        all.push(("AcceptSession", generator.ask(plan, &class)));
    }
    let on_running = ["LeaveSession", "CloseSession", "ModifySession"];
    all.extend(on_running.map(|action| (action, runs)));
    all
}
