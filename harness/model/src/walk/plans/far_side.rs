//! What comes from the far side: messages, and peers that do something in a session.

use super::messages::fields;
use super::people::{page, peer};
use crate::walk::generator::Generator;
use crate::walk::plan::{Plan, field, named};
use crate::walk::step::{Field, FileDraft, Value};
use crate::walk::words::{MIME_TYPES, TOLD_SIZES};
use crate::walk::world::Place;

impl Generator {
    /// The fields of a message that arrives.
    pub(super) fn arrival(
        &mut self,
        class: &str,
        session: Option<u32>,
    ) -> Vec<(&'static str, Field)> {
        let number = self.dice.below(5);
        let name = match self.dice.below(2) {
            0 => Some(self.text("peer-name", true)),
            _ => None,
        };
        let to = match self.dice.below(2) {
            0 => Some(peer(class, 9)),
            _ => None,
        };
        let subject = match class {
            "e-Mail" => Some(self.text("arriving-subject", true)),
            "MMS" if self.dice.chance(1, 2) => Some(self.text("arriving-subject", true)),
            _ => None,
        };
        let text = if class == "WebpageURL" {
            page(&self.word())
        } else {
            self.text("arriving-text", false)
        };
        let mut all = fields(&[
            ("class", Some(class.to_owned())),
            ("from", Some(peer(class, number))),
            ("from_name", name),
            ("to", to),
            ("subject", subject),
            ("text", Some(text)),
        ]);
        if let Some(session) = session {
            all.push(("session_id", named(session)));
        }
        let files = match class {
            "MMS" => 1 + self.dice.below(3),
            "e-Mail" => self.dice.below(3),
            _ => 0,
        };
        if files > 0 {
            let list = (0..files).map(|_| self.told_file()).collect();
            all.push(("attachments", Field::Files(list)));
        }
        all
    }

    fn told_file(&mut self) -> FileDraft {
        let size = self.rarest("told-size", TOLD_SIZES, ToString::to_string);
        FileDraft {
            mime: self.one_of("told-type", MIME_TYPES),
            size: size.unwrap_or(1),
            progress: None,
            query: None,
        }
    }
}

/// The class of messages that need no more than a text.
fn plain_class(generator: &Generator) -> Option<String> {
    let classes = generator.terrain.message_classes.iter();
    classes
        .filter(|class| matches!(class.as_str(), "SMS" | "Instant Message" | "e-Mail"))
        .min_by_key(|class| *class == "e-Mail")
        .cloned()
}

/// A message that nobody has read is answered, and nobody has read it still.
pub(super) fn answered_unread(generator: &mut Generator, plan: &mut Plan) {
    let Some(class) = plain_class(generator).filter(|it| generator.terrain.people(it) > 0) else {
        return;
    };
    let Some(message) = arrived(generator, plan) else {
        return;
    };
    let mut draft = generator.draft(&class);
    draft.reply_to = Some(format!("{{{message}}}"));
    let value = Value::Message(Box::new(draft));
    let sent = plan.invoke("SendMessage", &[("MessageToSend", value)]);
    plan.search([&class, "Received", "", ""]);
    plan.read(sent);
    plan.invoke("GetNewMessages", &[]);
    plan.delete(message);
    plan.read(sent);
}

/// A message that has just arrived, with a text alone.
pub(super) fn arrived(generator: &mut Generator, plan: &mut Plan) -> Option<u32> {
    let class = plain_class(generator)?;
    if !generator.terrain.has_stimulus("incoming-message") {
        return None;
    }
    let word = generator.word();
    let fields = [
        ("class", field(&class)),
        ("from", field(&peer(&class, 3))),
        ("text", field(&word)),
    ];
    Some(plan.stimulate("incoming-message", &fields))
}

pub(super) fn arrive(generator: &mut Generator, plan: &mut Plan) {
    let classes = generator.terrain.message_classes.clone();
    let Some(class) = generator.rarest("arrive", &classes, Clone::clone) else {
        return;
    };
    let fields = generator.arrival(&class, None);
    let message = plan.stimulate("incoming-message", &fields);
    if matches!(class.as_str(), "e-Mail" | "MMS") {
        // However often it is read.
        plan.read(message);
    }
    match generator.dice.below(6) {
        0 => drop(plan.invoke("GetNewMessages", &[])),
        1 => plan.search(["", "Received", "Unread", ""]),
        2 => {
            // What is deleted says what it said.
            plan.read(message);
            plan.delete(message);
            plan.read(message);
        }
        _ => plan.read(message),
    }
}

pub(super) fn arrive_in_session(generator: &mut Generator, plan: &mut Plan) {
    let Some(session) = generator.session("arrive-in-session", |it| it.status == "Running") else {
        return;
    };
    let classes = generator.terrain.classes_in(&session.class);
    let Some(class) = generator.rarest("arrive-class", &classes, Clone::clone) else {
        return;
    };
    let fields = generator.arrival(&class, Some(session.number));
    let message = plan.stimulate("incoming-message", &fields);
    match generator.dice.below(4) {
        0 => plan.look(session.number),
        1 => plan.search(["", "", "Unread", &format!("{{{}}}", session.number)]),
        2 => drop(plan.invoke("GetNewMessages", &[])),
        _ => plan.read(message),
    }
}

pub(super) fn read_locally(generator: &mut Generator, plan: &mut Plan) {
    let fits =
        |it: &crate::walk::world::Message| it.incoming && !it.read && it.place == Place::Filed;
    let Some(message) = generator.message("read-locally", fits) else {
        return;
    };
    plan.stimulate("local-read", &[("message_id", named(message.number))]);
    plan.invoke("GetNewMessages", &[]);
    plan.search(["", "", "Unread", ""]);
}

/// A peer does something in a session, in each of its states.
pub(super) fn peer_acts(generator: &mut Generator, plan: &mut Plan) {
    let possible = |status: &str| -> &'static [&'static str] {
        match status {
            "Pending" => &["peer-accepts-session", "peer-rejects-session"],
            "Running" | "Parked" => &[
                "peer-closes-session",
                "peer-joins",
                "peer-leaves",
                "peer-typing",
            ],
            _ => &[],
        }
    };
    let mut cells = Vec::new();
    for session in &generator.world.sessions {
        for act in possible(session.status) {
            // A peer that asked for the session has nothing to accept.
            if !(session.by_peer && session.status == "Pending" && *act == "peer-accepts-session") {
                cells.push((session.number, session.status, *act));
            }
        }
    }
    let cell = generator.rarest("peer", &cells, |(_, status, act)| format!("{status}-{act}"));
    let Some((session, _, act)) = cell else {
        return;
    };
    let mut fields = vec![("session_id", named(session))];
    if matches!(act, "peer-joins" | "peer-leaves" | "peer-typing") {
        let name = generator.text("participant", true);
        fields.push(("peer", field(&name)));
    }
    plan.stimulate(act, &fields);
    match generator.dice.below(3) {
        0 => plan.sessions(["", "", ""]),
        1 => drop(plan.invoke("GetSessionUpdates", &[])),
        _ => plan.look(session),
    }
}

pub(super) fn peers_come_and_go(generator: &mut Generator, plan: &mut Plan) {
    let running = generator.session("come-and-go", |it| it.status == "Running");
    let session = match running.map(|it| it.number) {
        Some(session) => session,
        None => match super::session_lives::conversation(generator, "come-and-go") {
            Some((class, _)) => generator.running(plan, &class),
            None => return,
        },
    };
    let names: Vec<String> = (0..5)
        .map(|_| generator.text("participant", true))
        .collect();
    for name in &names {
        let fields = [("session_id", named(session)), ("peer", field(name))];
        plan.stimulate("peer-joins", &fields);
    }
    for name in names.iter().take(2) {
        let fields = [("session_id", named(session)), ("peer", field(name))];
        plan.stimulate("peer-typing", &fields);
    }
    plan.look(session);
    for name in names.iter().rev() {
        let fields = [("session_id", named(session)), ("peer", field(name))];
        plan.stimulate("peer-leaves", &fields);
    }
    plan.invoke("GetSessionUpdates", &[]);
    plan.look(session);
}
