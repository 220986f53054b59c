//! Lives drawn at random: whatever can follow on whatever does, and after each step everything is looked at. What is drawn next is
//! what followed least on the step before.

use super::people::peer;
use super::session_lives::{hear, say};
use crate::walk::generator::Generator;
use crate::walk::plan::{Plan, field, id, named};
use crate::walk::step::{By, Field, Value};

/// So many steps has a life, beside the looks.
const STEPS: usize = 8;

/// What can be done to messages of one party.
const TO_MESSAGES: [&str; 13] = [
    "arrive",
    "arrive-again",
    "read",
    "read-by-other",
    "read-locally",
    "answer",
    "delete",
    "delete-and-read",
    "send",
    "hold-and-read",
    "release",
    "search-folder",
    "search-class",
];

/// Messages from one party and to it: each is as it was left, whatever is done to the others.
pub(super) fn of_messages(generator: &mut Generator, plan: &mut Plan) {
    let plain = ["SMS", "Instant Message", "e-Mail"].map(str::to_owned);
    let classes: Vec<String> = (plain.into_iter())
        .filter(|class| generator.terrain.message_classes.contains(class))
        .filter(|class| generator.terrain.people(class) > 0)
        .collect();
    let Some(class) = generator.rarest("life-class", &classes, Clone::clone) else {
        return;
    };
    let party = peer(&class, 4);
    let said = generator.word();
    let arrive = |plan: &mut Plan, text: &str| {
        let fields = [
            ("class", field(&class)),
            ("from", field(&party)),
            ("text", field(text)),
        ];
        plan.stimulate("incoming-message", &fields)
    };
    let mut arrived = vec![arrive(plan, &said)];
    let mut sent = Vec::new();
    let mut before = "arrive";
    for number in 0..STEPS {
        let next = generator.one_of(&format!("messages-after-{before}"), &TO_MESSAGES);
        let at = generator.dice.below(arrived.len());
        let one = arrived.get(at).copied().unwrap_or_default();
        before = match TO_MESSAGES.iter().find(|known| **known == next) {
            Some(known) => known,
            None => return,
        };
        match before {
            "arrive" => {
                let word = generator.word();
                arrived.push(arrive(plan, &word));
            }
            "arrive-again" => arrived.push(arrive(plan, &said)),
            "read" => plan.read(one),
            "read-by-other" => {
                plan.invoke_as(By::Second, "ReadMessage", &[("MessageID", id(one))]);
            }
            "read-locally" => {
                plan.stimulate("local-read", &[("message_id", named(one))]);
            }
            "answer" | "send" | "hold-and-read" => {
                let held = before == "hold-and-read";
                if held {
                    plan.stimulate("hold-outgoing", &[("enabled", Field::Flag(true))]);
                }
                let mut draft = generator.draft(&class);
                draft.reply_to = (before == "answer").then(|| format!("{{{one}}}"));
                let value = Value::Message(Box::new(draft));
                sent.push(plan.invoke("SendMessage", &[("MessageToSend", value)]));
                if let Some(last) = sent.last().filter(|_| held) {
                    plan.read(*last);
                    plan.stimulate("deliver-outgoing", &[("message_id", named(*last))]);
                }
            }
            "delete" => plan.delete(one),
            "delete-and-read" => {
                plan.delete(one);
                plan.read(one);
            }
            "release" => {
                plan.stimulate("hold-outgoing", &[("enabled", Field::Flag(false))]);
            }
            "search-folder" => {
                let folders = ["Received", "Sent", "Deleted"];
                let folder = generator.one_of("life-folder", &folders);
                plan.search(["", &folder, "", ""]);
                plan.search([&class, "", "", ""]);
            }
            _ => plan.search([&class, "", "Unread", ""]),
        }
        plan.search(["", "", "", ""]);
        if number % 2 == 1 {
            plan.invoke("GetNewMessages", &[]);
        }
    }
    plan.stimulate("hold-outgoing", &[("enabled", Field::Flag(false))]);
    for message in arrived.into_iter().chain(sent) {
        plan.read(message);
    }
    plan.search(["", "", "", ""]);
}

/// What can be done in a session.
const IN_SESSION: [&str; 19] = [
    "leave",
    "join",
    "other-leaves",
    "other-joins",
    "say",
    "hear",
    "read",
    "read-locally",
    "delete-and-read",
    "purge",
    "subject",
    "add-remove",
    "class",
    "peer-joins",
    "peer-leaves",
    "peer-types",
    "accept",
    "transfer",
    "cancel",
];

/// A session with two control points: it is as it was left, whatever is done in it.
pub(super) fn of_session(generator: &mut Generator, plan: &mut Plan) {
    let Some(class) = generator.session_class("life-session") else {
        return;
    };
    let of = if class.is_empty() { "Chat" } else { &class };
    let classes = generator.terrain.classes_in(of);
    let said = generator.rarest("life-said", &classes, Clone::clone);
    let said = said.unwrap_or_default();
    let session = generator.create(plan, &class);
    plan.stimulate("peer-accepts-session", &[("session_id", named(session))]);
    let within = format!("{{{session}}}");
    let peers = [(); 2].map(|()| generator.word());
    let mut heard = Vec::new();
    let mut before = "join";
    for number in 0..STEPS {
        let next = generator.one_of(&format!("session-after-{before}"), &IN_SESSION);
        let at = generator.dice.below(heard.len().max(1));
        let one: Option<u32> = heard.get(at).copied();
        before = match IN_SESSION.iter().find(|known| **known == next) {
            Some(known) => known,
            None => return,
        };
        match (before, one) {
            ("leave", _) => drop(plan.on_session(By::First, "LeaveSession", &within)),
            ("join", _) => drop(plan.on_session(By::First, "JoinSession", &within)),
            ("other-leaves", _) => drop(plan.on_session(By::Second, "LeaveSession", &within)),
            ("other-joins", _) => drop(plan.on_session(By::Second, "JoinSession", &within)),
            ("accept", _) => drop(plan.on_session(By::Second, "AcceptSession", &within)),
            ("cancel", _) => drop(plan.on_session(By::First, "CancelFileTransfer", &within)),
            ("transfer", _) => super::transfers::start(generator, plan, session),
            ("say", _) => heard.push(say(generator, plan, session, &said)),
            ("read", Some(one)) => plan.read(one),
            ("read-locally", Some(one)) => {
                plan.stimulate("local-read", &[("message_id", named(one))]);
                plan.invoke("GetNewMessages", &[]);
            }
            ("delete-and-read", Some(one)) => {
                plan.delete(one);
                plan.read(one);
            }
            ("purge", Some(one)) => {
                plan.delete(one);
                plan.delete(one);
            }
            ("subject" | "add-remove" | "class", _) => {
                let parts = generator.parts_of(before, &class);
                let parts: Vec<(&str, Value)> =
                    parts.iter().map(|(name, it)| (*name, it.clone())).collect();
                plan.modify(&within, &parts);
            }
            ("peer-joins" | "peer-leaves" | "peer-types", _) => {
                let stimulus = match before {
                    "peer-types" => "peer-typing",
                    other => other,
                };
                let who = &peers[generator.dice.below(2)];
                let fields = [("session_id", named(session)), ("peer", field(who))];
                plan.stimulate(stimulus, &fields);
            }
            _ => heard.push(hear(generator, plan, session, &said)),
        }
        plan.look(session);
        if number % 2 == 1 {
            plan.search(["", "", "", &within]);
        }
    }
    plan.invoke("GetSessionUpdates", &[]);
    for message in heard {
        plan.read(message);
    }
    let who = generator.who();
    plan.on_session(who, "CloseSession", &within);
    plan.look(session);
}

/// A message without class after one with: the device chooses by what the message is, not by what was sent before.
pub(super) fn of_chosen_class(generator: &mut Generator, plan: &mut Plan) {
    // An MMS demands most.
    let mms = (generator.terrain.people("MMS") > 0).then(|| "MMS".to_owned());
    let Some(first) = mms.or_else(|| generator.sendable("class-before")) else {
        return;
    };
    let draft = generator.draft(&first);
    let value = Value::Message(Box::new(draft));
    plan.invoke("SendMessage", &[("MessageToSend", value)]);
    let Some(plain) = ["SMS", "Instant Message", "e-Mail"]
        .into_iter()
        .find(|class| generator.terrain.people(class) > 0)
    else {
        return;
    };
    let mut draft = generator.draft(plain);
    draft.attachments.clear();
    draft.class = String::new();
    let value = Value::Message(Box::new(draft));
    let sent = plan.invoke("SendMessage", &[("MessageToSend", value)]);
    plan.read(sent);
}

/// The first message of a session without class decides it, whoever says it.
pub(super) fn of_undecided(generator: &mut Generator, plan: &mut Plan) {
    if generator.terrain.people("Chat") == 0 {
        return;
    }
    for who in ["a peer", "a control point"] {
        let session = generator.create(plan, "");
        plan.stimulate("peer-accepts-session", &[("session_id", named(session))]);
        let classes = generator.terrain.classes_in("Chat");
        let Some(said) = classes.first() else { return };
        match who {
            "a peer" => hear(generator, plan, session, said),
            _ => say(generator, plan, session, said),
        };
        plan.look(session);
    }
}
