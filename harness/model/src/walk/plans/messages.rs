//! Messages by themselves: sent, answered, read, deleted, held.

use crate::walk::generator::Generator;
use crate::walk::plan::{Plan, field, id, named, text};
use crate::walk::reference::Spelling;
use crate::walk::step::{By, Draft, Field, Value};
use crate::walk::world::{Message, Place};

impl Generator {
    /// A message that is there, in a state that was tried least.
    pub(super) fn message(
        &mut self,
        about: &str,
        fits: impl Fn(&Message) -> bool,
    ) -> Option<Message> {
        let all: Vec<Message> = self
            .world
            .messages
            .iter()
            .filter(|it| fits(it))
            .cloned()
            .collect();
        self.rarest(about, &all, |it| {
            format!(
                "{:?}-{}-{}-{}",
                it.place,
                if it.incoming { "in" } else { "out" },
                if it.session.is_some() {
                    "session"
                } else {
                    "page"
                },
                if it.read { "read" } else { "unread" }
            )
        })
    }
}

fn send_it(plan: &mut Plan, by: By, draft: Draft) -> u32 {
    plan.invoke_as(
        by,
        "SendMessage",
        &[("MessageToSend", Value::Message(Box::new(draft)))],
    )
}

pub(super) fn send(generator: &mut Generator, plan: &mut Plan) {
    let Some(class) = generator.sendable("send") else {
        return;
    };
    let draft = generator.draft(&class);
    let by = generator.who();
    let sent = send_it(plan, by, draft);
    plan.read(sent);
    if generator.dice.chance(1, 4) {
        plan.search([&class, "", "", ""]);
    }
}

pub(super) fn reply(generator: &mut Generator, plan: &mut Plan) {
    let terrain = generator.terrain.clone();
    let fits = |it: &Message| it.place != Place::Gone && terrain.people(&it.class) > 0;
    let Some(message) = generator.message("reply", fits) else {
        return;
    };
    let mut draft = generator.draft(&message.class);
    draft.session = message.session.map(|session| format!("{{{session}}}"));
    draft.reply_to = Some(format!("{{{}}}", message.number));
    let sent = send_it(plan, By::First, draft);
    plan.search([&message.class, "", "Unread", ""]);
    plan.read(sent);
    // An answer outlives what it answers.
    if generator.dice.chance(1, 2) {
        plan.delete(message.number);
        plan.delete(message.number);
        plan.read(sent);
        plan.search([&message.class, "Sent", "", ""]);
    }
}

/// What is deleted says what it said: to whom it went, and with what.
pub(super) fn deleted_says(generator: &mut Generator, plan: &mut Plan) {
    let mail = (generator.terrain.people("e-Mail") > 0).then(|| "e-Mail".to_owned());
    let Some(class) = mail.or_else(|| generator.sendable("deleted-says")) else {
        return;
    };
    let mut draft = generator.draft(&class);
    if draft.recipients.cc.is_empty() && class == "e-Mail" {
        draft.recipients.cc = generator.some(&class, 9, 1).to;
    }
    let sent = send_it(plan, By::First, draft);
    plan.read(sent);
    plan.delete(sent);
    plan.read(sent);
}

/// Messages that say the same are several all the same, whoever they are from.
pub(super) fn alike(generator: &mut Generator, plan: &mut Plan) {
    let Some(class) = generator.sendable("alike") else {
        return;
    };
    let draft = generator.draft(&class);
    let one = send_it(plan, By::First, draft.clone());
    let two = send_it(plan, By::First, draft);
    let plain = matches!(class.as_str(), "SMS" | "Instant Message");
    let word = generator.word();
    let from = super::people::peer(&class, 2);
    let mut arrived = Vec::new();
    for _ in 0..if plain { 2 } else { 0 } {
        let all = [
            ("class", field(&class)),
            ("from", field(&from)),
            ("text", field(&word)),
        ];
        arrived.push(plan.stimulate("incoming-message", &all));
    }
    plan.invoke("GetNewMessages", &[]);
    plan.search([&class, "", "", ""]);
    for message in arrived {
        plan.read(message);
    }
    plan.delete(one);
    plan.read(two);
}

/// The same is searched before and after something was read.
pub(super) fn search_again(generator: &mut Generator, plan: &mut Plan) {
    let Some(message) = super::far_side::arrived(generator, plan) else {
        return;
    };
    for _ in 0..2 {
        plan.search(["", "Received", "Unread", ""]);
        plan.read(message);
    }
    plan.search(["", "Received", "Unread", ""]);
    plan.search(["", "", "Read", ""]);
}

pub(super) fn send_in_session(generator: &mut Generator, plan: &mut Plan) {
    let Some(session) = generator.session("send-in-session", |_| true) else {
        return;
    };
    let classes = generator.terrain.classes_in(&session.class);
    let Some(class) = generator.rarest("class-in-session", &classes, Clone::clone) else {
        return;
    };
    let mut draft = Draft {
        class: class.clone(),
        session: Some(format!("{{{}}}", session.number)),
        recipients: generator.somebody(&session.class, 1),
        ..Draft::default()
    };
    if draft.recipients.to.is_empty() {
        return;
    }
    generator.furnish(&mut draft);
    let by = generator.who();
    let sent = send_it(plan, by, draft);
    plan.read(sent);
    if generator.dice.chance(1, 3) {
        plan.look(session.number);
    }
}

pub(super) fn read(generator: &mut Generator, plan: &mut Plan) {
    if let Some(message) = generator.message("read", |_| true) {
        plan.read(message.number);
        if generator.dice.chance(1, 2) {
            plan.invoke("GetNewMessages", &[]);
        }
    }
}

pub(super) fn delete(generator: &mut Generator, plan: &mut Plan) {
    if let Some(message) = generator.message("delete", |_| true) {
        plan.delete(message.number);
        match generator.dice.below(3) {
            0 => plan.search(["", "Deleted", "", ""]),
            1 => plan.list(),
            _ => plan.read(message.number),
        }
    }
}

pub(super) fn delete_for_good(generator: &mut Generator, plan: &mut Plan) {
    let other = generator.message("beside-deleted", |it| it.place == Place::Deleted);
    if let Some(message) = generator.message("delete-for-good", |it| it.place == Place::Filed) {
        plan.delete(message.number);
        plan.search(["", "Deleted", "", ""]);
        plan.read(message.number);
        plan.delete(message.number);
        plan.search(["", "Deleted", "", ""]);
        plan.read(message.number);
        plan.delete(message.number);
    }
    // Another one stays there.
    if let Some(other) = other {
        plan.read(other.number);
    }
}

/// Ids that are nearly that of a message.
pub(super) fn near_id(generator: &mut Generator, plan: &mut Plan) {
    let action = generator.one_of("near-message-action", &["ReadMessage", "DeleteMessage"]);
    for in_session in [false, true] {
        let fits = |it: &Message| it.place != Place::Gone && it.session.is_some() == in_session;
        let Some(message) = generator.message("near-message", fits) else {
            continue;
        };
        for spelling in Spelling::OTHERS {
            let spelt = format!("{{{}:{}}}", message.number, spelling.name());
            plan.invoke(&action, &[("MessageID", text(&spelt))]);
        }
        plan.read(message.number);
    }
}

/// Several messages wait, and one of them is delivered.
pub(super) fn hold(generator: &mut Generator, plan: &mut Plan) {
    let (Some(first), Some(second)) = (generator.sendable("hold"), generator.sendable("hold"))
    else {
        return;
    };
    if !generator.terrain.has_stimulus("hold-outgoing") {
        return;
    }
    plan.stimulate("hold-outgoing", &[("enabled", Field::Flag(true))]);
    let one = generator.draft(&first);
    let one = send_it(plan, By::First, one);
    let two = generator.draft(&second);
    let two = send_it(plan, By::First, two);
    plan.search(["", "Outgoing", "Unread", ""]);
    plan.search([&first, "Outgoing", "", ""]);
    // What was read there, and what was not.
    let read = [Some(one), Some(two), None][generator.dice.below(3)];
    if let Some(read) = read {
        plan.read(read);
    }
    plan.stimulate("deliver-outgoing", &[("message_id", named(two))]);
    plan.search(["", "Outgoing", "", ""]);
    plan.search(["", "Sent", "", ""]);
    plan.read(one);
    plan.stimulate("hold-outgoing", &[("enabled", Field::Flag(false))]);
    plan.search(["", "Sent", "", ""]);
    plan.read(two);
}

/// A message that waits is deleted, and another delivered.
pub(super) fn hold_and_withdraw(generator: &mut Generator, plan: &mut Plan) {
    let Some(class) = generator.sendable("withdraw") else {
        return;
    };
    if !generator.terrain.has_stimulus("hold-outgoing") {
        return;
    }
    plan.stimulate("hold-outgoing", &[("enabled", Field::Flag(true))]);
    let one = generator.draft(&class);
    let one = send_it(plan, By::First, one);
    let two = generator.draft(&class);
    let two = send_it(plan, By::First, two);
    plan.invoke("DeleteMessage", &[("MessageID", id(one))]);
    plan.search(["", "Deleted", "", ""]);
    plan.search(["", "Outgoing", "", ""]);
    plan.stimulate("deliver-outgoing", &[("message_id", named(two))]);
    plan.read(one);
    plan.stimulate("hold-outgoing", &[("enabled", Field::Flag(false))]);
    plan.list();
}

/// A message that the device has to refuse, or may.
pub(super) fn refusable(generator: &mut Generator, class: &str, manner: &str) -> Value {
    let mut draft = generator.draft(class);
    match manner {
        "unknown-class" => draft.class = "CtkUnknown".to_owned(),
        "class-in-other-case" => draft.class = draft.class.to_lowercase(),
        "nobody" => draft.recipients = Default::default(),
        "no-text" => draft.text = None,
        "no-attachments" => draft.attachments.clear(),
        "no-subject" => draft.subject = None,
        "nobody-in-session" => {
            let session = generator.session("nobody-in", |it| it.status == "Running");
            let classes = session
                .iter()
                .flat_map(|it| generator.terrain.classes_in(&it.class));
            draft.class = classes.last().unwrap_or_default();
            draft.recipients = Default::default();
            draft.session = session.map(|it| format!("{{{}}}", it.number));
        }
        "in-session" => {
            // Not for a session of this class, or not for one that is over.
            let session = generator.session("refused-in", |it| it.class != class);
            draft.session = session.map(|it| format!("{{{}}}", it.number));
        }
        "unknown-session" => draft.session = Some("CtkNone".to_owned()),
        _ => return text("<message>"),
    }
    Value::Message(Box::new(draft))
}

/// Fields of a stimulus, those with a text.
pub(super) fn fields<'n>(all: &[(&'n str, Option<String>)]) -> Vec<(&'n str, Field)> {
    all.iter()
        .filter_map(|(name, value)| Some((*name, field(value.as_deref()?))))
        .collect()
}
