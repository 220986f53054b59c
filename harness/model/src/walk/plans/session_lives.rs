//! Longer ways through the life of a session, where something has to be kept.

use crate::walk::generator::Generator;
use crate::walk::plan::{Plan, field, named, text};
use crate::walk::step::{By, Draft, Field, Value};

const FIRST: By = By::First;
const SECOND: By = By::Second;

/// A message in a session.
pub(super) fn say(generator: &mut Generator, plan: &mut Plan, session: u32, class: &str) -> u32 {
    say_to(generator, plan, session, class, None)
}

/// A message in a session, in answer to another one or by itself.
fn say_to(
    generator: &mut Generator,
    plan: &mut Plan,
    session: u32,
    class: &str,
    answered: Option<u32>,
) -> u32 {
    let mut draft = Draft {
        class: class.to_owned(),
        session: Some(format!("{{{session}}}")),
        recipients: generator.somebody(class, 1),
        reply_to: answered.map(|message| format!("{{{message}}}")),
        ..Draft::default()
    };
    generator.furnish(&mut draft);
    plan.invoke(
        "SendMessage",
        &[("MessageToSend", Value::Message(Box::new(draft)))],
    )
}

/// A message from a peer in a session.
pub(super) fn hear(generator: &mut Generator, plan: &mut Plan, session: u32, class: &str) -> u32 {
    let text = if class == "WebpageURL" {
        super::people::page(&generator.word())
    } else {
        generator.text("arriving-text", false)
    };
    let mut fields = vec![
        ("class", field(class)),
        ("from", field(&super::people::peer(class, 0))),
        ("session_id", named(session)),
        ("text", field(&text)),
    ];
    if class == "e-Mail" {
        let subject = generator.text("arriving-subject", true);
        fields.push(("subject", field(&subject)));
    }
    if class == "MMS" {
        let files = generator.files("attachment", 1);
        fields.push(("attachments", Field::Files(files)));
    }
    plan.stimulate("incoming-message", &fields)
}

/// A class of sessions in which people converse, and the class of the messages in it.
pub(super) fn conversation(generator: &mut Generator, about: &str) -> Option<(String, String)> {
    let mut pairs = Vec::new();
    for session in &generator.terrain.session_classes {
        if session != "File-Transfer" && generator.terrain.people(session) > 0 {
            let classes = generator.terrain.classes_in(session);
            pairs.extend(classes.into_iter().map(|class| (session.clone(), class)));
        }
    }
    generator.rarest(about, &pairs, |(session, class)| {
        format!("{session}-{class}")
    })
}

/// The session ends, by one side or the other.
pub(super) fn close(generator: &mut Generator, plan: &mut Plan, session: u32) {
    let by_peer = generator.terrain.has_stimulus("peer-closes-session")
        && generator.one_of("closed-by", &["a peer", "a control point"]) == "a peer";
    if by_peer {
        plan.stimulate("peer-closes-session", &[("session_id", named(session))]);
    } else {
        plan.on_session(FIRST, "CloseSession", &format!("{{{session}}}"));
    }
}

pub(super) fn modify_and_keep(generator: &mut Generator, plan: &mut Plan) {
    let Some((class, said)) = conversation(generator, "keep") else {
        return;
    };
    let session = generator.running(plan, &class);
    let id = format!("{{{session}}}");
    say(generator, plan, session, &said);
    // Everything but the class, and then the class too: each is kept by itself.
    for which in ["subject-types-add-remove", "class"] {
        let parts = generator.parts_of(which, &class);
        let parts: Vec<(&str, Value)> =
            parts.iter().map(|(name, it)| (*name, it.clone())).collect();
        plan.modify(&id, &parts);
        plan.look(session);
        plan.on_session(FIRST, "LeaveSession", &id);
        plan.look(session);
        plan.on_session(FIRST, "JoinSession", &id);
    }
    plan.look(session);
    say(generator, plan, session, &said);
    plan.search(["", "", "", &id]);
    close(generator, plan, session);
    plan.look(session);
}

/// Each part is changed by itself, one after the other: none brings back what another one was.
pub(super) fn changed_in_turn(generator: &mut Generator, plan: &mut Plan) {
    let Some((class, _)) = conversation(generator, "in-turn") else {
        return;
    };
    let session = generator.running(plan, &class);
    let id = format!("{{{session}}}");
    let mut turns = ["types", "subject", "add", "class", "remove"];
    let first = generator.dice.below(turns.len());
    turns.rotate_left(first);
    for which in turns.into_iter().chain(["types", "subject"]) {
        let parts = generator.parts_of(which, &class);
        let parts: Vec<(&str, Value)> =
            parts.iter().map(|(name, it)| (*name, it.clone())).collect();
        plan.modify(&id, &parts);
        plan.look(session);
    }
}

pub(super) fn unread_across_close(generator: &mut Generator, plan: &mut Plan) {
    let Some((class, said)) = conversation(generator, "across-close") else {
        return;
    };
    let session = generator.running(plan, &class);
    let id = format!("{{{session}}}");
    let one = hear(generator, plan, session, &said);
    let two = hear(generator, plan, session, &said);
    let mine = say_to(generator, plan, session, &said, Some(one));
    plan.read(mine);
    plan.read(one);
    plan.search(["", "", "Unread", &id]);
    if generator.dice.chance(1, 2) {
        plan.on_session(FIRST, "LeaveSession", &id);
        plan.search(["", "", "", &id]);
    }
    close(generator, plan, session);
    plan.search(["", "", "", &id]);
    plan.search(["", "ClosedSession", "Unread", ""]);
    plan.look(session);
    plan.invoke("GetNewMessages", &[]);
    plan.read(two);
    plan.read(mine);
    // As long as it is there, so are they.
    plan.look(session);
}

pub(super) fn two_control_points(generator: &mut Generator, plan: &mut Plan) {
    if !generator.terrain.second {
        return;
    }
    let Some((class, said)) = conversation(generator, "two") else {
        return;
    };
    let session = generator.create(plan, &class);
    plan.stimulate("peer-accepts-session", &[("session_id", named(session))]);
    let id = format!("{{{session}}}");
    plan.on_session(SECOND, "JoinSession", &id);
    plan.look(session);
    // Whoever leaves first, the other is still in it.
    for (one, other) in [(FIRST, SECOND), (SECOND, FIRST)] {
        plan.on_session(one, "LeaveSession", &id);
        plan.look(session);
        hear(generator, plan, session, &said);
        plan.on_session(other, "LeaveSession", &id);
        plan.look(session);
        plan.on_session(SECOND, "JoinSession", &id);
        plan.look(session);
        plan.on_session(FIRST, "JoinSession", &id);
    }
    plan.on_session(SECOND, "CloseSession", &id);
    plan.look(session);
}

pub(super) fn one_in_two_sessions(generator: &mut Generator, plan: &mut Plan) {
    let Some((class, said)) = conversation(generator, "in-two") else {
        return;
    };
    let one = generator.running(plan, &class);
    let two = generator.running(plan, &class);
    let mine = say(generator, plan, one, &said);
    let heard = hear(generator, plan, two, &said);
    plan.on_session(FIRST, "LeaveSession", &format!("{{{one}}}"));
    plan.sessions(["", "", ""]);
    plan.search(["", "", "", &format!("{{{two}}}")]);
    plan.on_session(FIRST, "JoinSession", &format!("{{{one}}}"));
    close(generator, plan, two);
    plan.sessions(["", "", ""]);
    let within = format!("{{{one}}}");
    plan.search(["", "", "", &within]);
    close(generator, plan, one);
    for session in [one, two] {
        let within = format!("{{{session}}}");
        plan.search(["", "ClosedSession", "", &within]);
        plan.search(["", "", "Unread", &within]);
        plan.search([&said, "", "", &within]);
    }
    plan.read(heard);
    plan.read(mine);
    plan.sessions(["", "", "Closed"]);
}

/// What is modified while it is Pending is so once it runs.
pub(super) fn modified_pending(generator: &mut Generator, plan: &mut Plan) {
    let Some(class) = generator.session_class("modified-pending") else {
        return;
    };
    let session = generator.create(plan, &class);
    let id = format!("{{{session}}}");
    plan.look(session);
    let subject = generator.text("session-subject", true);
    plan.modify(&id, &[("Subject", text(&subject))]);
    plan.look(session);
    plan.stimulate("peer-accepts-session", &[("session_id", named(session))]);
    plan.look(session);
    let parts = generator.parts_of("add-remove", &class);
    let parts: Vec<(&str, Value)> = parts.iter().map(|(name, it)| (*name, it.clone())).collect();
    plan.modify(&id, &parts);
    plan.look(session);
}

/// What comes after something was removed for good has an id that nothing else has, in a session and outside.
pub(super) fn removed_and_new(generator: &mut Generator, plan: &mut Plan) {
    let Some((class, said)) = conversation(generator, "removed") else {
        return;
    };
    let session = generator.running(plan, &class);
    let first = hear(generator, plan, session, &said);
    let second = say(generator, plan, session, &said);
    let third = hear(generator, plan, session, &said);
    plan.delete(first);
    plan.read(first);
    plan.delete(first);
    let next = hear(generator, plan, session, &said);
    plan.read(third);
    plan.read(next);
    for message in [second, second] {
        plan.delete(message);
    }
    let last = say(generator, plan, session, &said);
    plan.read(last);
    plan.look(session);
    plan.search(["", "", "", &format!("{{{session}}}")]);
}

pub(super) fn mixed_messages(generator: &mut Generator, plan: &mut Plan) {
    if generator.terrain.people("Mixed") == 0 {
        return;
    }
    let classes = generator.terrain.classes_in("Mixed");
    let (Some(one), Some(two)) = (
        generator.rarest("mixed", &classes, Clone::clone),
        generator.rarest("mixed", &classes, Clone::clone),
    ) else {
        return;
    };
    let session = generator.running(plan, "Mixed");
    let id = format!("{{{session}}}");
    say(generator, plan, session, &one);
    hear(generator, plan, session, &two);
    plan.search([&one, "", "", &id]);
    plan.search([&two, "", "Unread", &id]);
    plan.on_session(FIRST, "LeaveSession", &id);
    plan.look(session);
    plan.sessions(["", "Mixed", "Parked"]);
    plan.search([&one, "", "", &id]);
}
