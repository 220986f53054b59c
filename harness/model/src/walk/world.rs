//! What a walk believes of the things that it made: enough to choose steps, never enough to judge by.

use std::collections::BTreeMap;

use super::reference::only;
use super::step::{Field, Step, Value};

/// Where a message is believed to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Filed,
    Deleted,
    Gone,
}

/// A message; the step that made it names it.
#[derive(Clone, Debug)]
pub(super) struct Message {
    pub(super) number: u32,
    pub(super) class: String,
    pub(super) session: Option<u32>,
    pub(super) incoming: bool,
    pub(super) place: Place,
    pub(super) read: bool,
}

/// A session; the step that made it names it.
#[derive(Clone, Debug)]
pub(super) struct Session {
    pub(super) number: u32,
    pub(super) class: String,
    /// One of Table 7.
    pub(super) status: &'static str,
    pub(super) by_peer: bool,
}

/// Everything that was made.
#[derive(Clone, Debug, Default)]
pub(super) struct World {
    pub(super) messages: Vec<Message>,
    pub(super) sessions: Vec<Session>,
    /// The ids that steps gave.
    ids: BTreeMap<u32, String>,
}

impl World {
    /// A step was done, and gave an id or not.
    pub(super) fn learn(&mut self, step: &Step, gave: Option<&str>) {
        let gave_id = gave.is_some();
        if let Some(id) = gave {
            self.ids.insert(step.number(), id.to_owned());
        }
        match step {
            Step::Invoke {
                number,
                action,
                arguments,
                ..
            } => {
                let text = |name: &str| match arguments.get(name) {
                    Some(Value::Text(text)) => text.as_str(),
                    _ => "",
                };
                match (action.as_str(), arguments.get("MessageToSend")) {
                    ("SendMessage", Some(Value::Message(draft))) if gave_id => {
                        let session = draft.session.as_deref().and_then(only);
                        self.message(*number, &draft.class, session, false);
                    }
                    ("CreateSession", _) if gave_id => {
                        self.session(*number, text("SessionClass"), false);
                    }
                    ("ReadMessage", _) => self.read(text("MessageID")),
                    ("DeleteMessage", _) => self.delete(text("MessageID")),
                    ("ModifySession", _) if !text("SessionClass").is_empty() => {
                        if let Some(it) = self.find(text("SessionID")) {
                            it.class = text("SessionClass").to_owned();
                        }
                    }
                    (action, _) => self.act(action, text("SessionID")),
                }
            }
            Step::Stimulate {
                number,
                stimulus,
                fields,
            } => {
                let text = |name: &str| match fields.get(name) {
                    Some(Field::Text(text)) => text.as_str(),
                    _ => "",
                };
                match stimulus.as_str() {
                    "incoming-message" if gave_id => {
                        let session = only(text("session_id"));
                        self.message(*number, text("class"), session, true);
                    }
                    "incoming-session" if gave_id => self.session(*number, text("class"), true),
                    "local-read" => self.read(text("message_id")),
                    "peer-accepts-session" => self.becomes(text("session_id"), "Running"),
                    "peer-rejects-session" | "peer-closes-session" => {
                        self.becomes(text("session_id"), "Closed");
                    }
                    _ => {}
                }
            }
            Step::Listen { .. } => {}
        }
    }

    fn message(&mut self, number: u32, class: &str, session: Option<u32>, incoming: bool) {
        self.messages.push(Message {
            number,
            class: class.to_owned(),
            session,
            incoming,
            place: Place::Filed,
            read: false,
        });
    }

    fn session(&mut self, number: u32, class: &str, by_peer: bool) {
        self.sessions.push(Session {
            number,
            class: class.to_owned(),
            status: "Pending",
            by_peer,
        });
    }

    fn read(&mut self, id: &str) {
        let number = only(id);
        if let Some(it) = self
            .messages
            .iter_mut()
            .find(|it| Some(it.number) == number)
        {
            it.read = true;
        }
    }

    fn delete(&mut self, id: &str) {
        let number = only(id);
        if let Some(it) = self
            .messages
            .iter_mut()
            .find(|it| Some(it.number) == number)
        {
            it.place = match it.place {
                Place::Filed => Place::Deleted,
                Place::Deleted | Place::Gone => Place::Gone,
            };
        }
    }

    fn act(&mut self, action: &str, id: &str) {
        match action {
            "AcceptSession" | "JoinSession" => self.becomes(id, "Running"),
            "LeaveSession" => self.becomes(id, "Parked"),
            "CloseSession" | "CancelFileTransfer" => self.becomes(id, "Closed"),
            _ => {}
        }
    }

    fn becomes(&mut self, id: &str, status: &'static str) {
        if let Some(it) = self.find(id) {
            it.status = status;
        }
    }

    /// Sessions and those whose ids begin with theirs: where a device counts there are some.
    pub(super) fn sessions_alike(&self) -> Vec<(Session, Session)> {
        let id = |it: &Session| self.ids.get(&it.number).map(String::as_str);
        let longer = |short: &Session, long: &Session| match (id(short), id(long)) {
            (Some(short), Some(long)) => long.len() > short.len() && long.starts_with(short),
            _ => false,
        };
        let all = &self.sessions;
        all.iter()
            .flat_map(|short| all.iter().map(move |long| (short, long)))
            .filter(|(short, long)| longer(short, long))
            .map(|(short, long)| (short.clone(), long.clone()))
            .collect()
    }

    fn find(&mut self, id: &str) -> Option<&mut Session> {
        let number = only(id)?;
        self.sessions.iter_mut().find(|it| it.number == number)
    }
}
