//! What the far side was made to do.

use std::collections::BTreeMap;

use super::owed::Owed;
use super::things::{Cause, SessionThing};
use super::{Job, Oracle, Target};
use crate::document::{Message, Peer, Recipients};
use crate::service::message::{self, Content};
use crate::service::observation::What;
use crate::service::session::{self, LastMove, Move, Value};
use crate::service::track::Track;
use crate::session_life::Origin;

impl Oracle {
    pub(super) fn begin_stimulus(&mut self, job: &mut Job<'_>) {
        let What::Stimulus {
            name,
            fields,
            done,
            session_id,
            message_id,
        } = &job.observation.what
        else {
            return;
        };
        let field = |name: &str| fields.get(name).map_or("", String::as_str);
        if !done {
            return self.begin_failed(field("session_id"), field("message_id"));
        }
        match name.as_str() {
            "incoming-message" => {
                if let Some(id) = message_id {
                    self.begin_arrival(job, id, fields);
                }
            }
            "incoming-session" => {
                if let Some(id) = session_id {
                    self.begin_request(job, id, fields);
                }
            }
            "deliver-outgoing" => {
                self.step_message(job, field("message_id"), message::Step::Deliver);
            }
            "local-read" => {
                self.step_message(job, field("message_id"), message::Step::LocalRead);
            }
            "hold-outgoing" if field("enabled") == "false" => self.held = false,
            "authorize" => self.authorize(field("enabled"), false),
            "reset" => self.forget_everything(),
            "restart" => self.begin_restart(),
            _ => self.begin_peer(job, name, field("session_id"), field("peer")),
        }
    }

    /// What the upper tester failed to do may be done all the same.
    fn begin_failed(&mut self, session: &str, message: &str) {
        if let Some(thing) = self.sessions.get_mut(session) {
            thing.forget();
        }
        if let Some(thing) = self.messages.get_mut(message) {
            thing.track.forget();
        }
    }

    fn begin_arrival(&mut self, job: &mut Job<'_>, id: &str, fields: &BTreeMap<String, String>) {
        let get = |name: &str| fields.get(name).filter(|value| !value.is_empty()).cloned();
        let from = Peer {
            name: get("from_name"),
            ..Peer::new(&get("from").unwrap_or_default())
        };
        let session = get("session_id");
        let message = Message {
            id: id.to_owned(),
            session_id: session.clone(),
            class: get("class").unwrap_or_default(),
            recipients: Recipients {
                to: get("to").iter().map(|to| Peer::new(to)).collect(),
                from: Some(from),
                ..Recipients::default()
            },
            subject: get("subject"),
            text: get("text"),
            ..Message::default()
        };
        if let Some(thing) = session.as_ref().and_then(|id| self.sessions.get_mut(id)) {
            thing.undecided = thing.undecided && thing.class.is_quiet();
        }
        if let Some(session) = &session {
            self.end_decided(session);
        }
        let content = Content::given(message, true);
        self.bear_message(job, id, content, session, message::Step::Arrive);
    }

    fn begin_request(&mut self, job: &mut Job<'_>, id: &str, fields: &BTreeMap<String, String>) {
        let get = |name: &str| fields.get(name).filter(|value| !value.is_empty()).cloned();
        let mut thing = SessionThing::new(vec![None], Origin::Incoming, LastMove::Requested);
        if let Some(class) = get("class") {
            thing.class = Track::new([Value::Is(class)]);
        }
        thing.causes.push(Cause {
            slug: "requested",
            name: get("from_name"),
            from: job.from,
        });
        self.sessions.insert(id.to_owned(), thing);
        self.step_session(job, id, session::Step::Request);
    }

    /// A peer does something in a session.
    fn begin_peer(&mut self, job: &mut Job<'_>, name: &str, id: &str, peer: &str) {
        let anything = self.bench.strangers;
        let Some(thing) = self.sessions.get_mut(id) else {
            return;
        };
        let mut cause = |slug: &'static str, name: Option<&str>| {
            thing.causes.push(Cause {
                slug,
                name: name.map(str::to_owned),
                from: job.from,
            });
        };
        match name {
            "peer-accepts-session" => {
                cause("accepted", None);
                self.step_session(job, id, session::Step::PeerAccepts);
            }
            "peer-rejects-session" | "peer-closes-session" => {
                cause("closed", None);
                thing.may_close = true;
                self.step_session(job, id, session::Step::PeerCloses);
            }
            "peer-joins" | "peer-leaves" => {
                let joins = name == "peer-joins";
                cause(if joins { "peer-joined" } else { "peer-left" }, Some(peer));
                let list = session::List { anything };
                thing.people.begin(&list, job.number, None, Move::Free);
                job.targets.push(Target::People(id.to_owned(), Move::Free));
            }
            "peer-typing" => cause("typing", Some(peer)),
            "complete-file-transfer" => cause("ft-completed", None),
            _ => {}
        }
    }

    fn begin_restart(&mut self) {
        self.subscriptions.clear();
        for thing in self.messages.values_mut() {
            thing.may_vanish = true;
        }
        for thing in self.sessions.values_mut() {
            thing.may_vanish = true;
        }
    }

    pub(super) fn end_stimulus(&mut self, job: &Job<'_>) {
        let What::Stimulus {
            name, fields, done, ..
        } = &job.observation.what
        else {
            return;
        };
        let targets = job.targets.clone();
        for target in &targets {
            match target {
                Target::Message(id, step) => self.end_message(job, id, step),
                Target::Session(id, step) => self.end_session(job, id, step),
                target => self.end_part(job, target),
            }
        }
        if !done {
            return;
        }
        self.owe_stimulus(job, name);
        match name.as_str() {
            "hold-outgoing" if fields.get("enabled").is_some_and(|it| it == "true") => {
                self.spread_messages();
                self.held = true;
            }
            "authorize" => {
                let enabled = fields.get("enabled").map_or("", String::as_str);
                self.authorize(enabled, true);
            }
            "reset" => {
                self.authorization = super::Authorization::Granted;
                self.subscriptions.clear();
                self.messages.clear();
                self.sessions.clear();
                self.refused.clear();
                self.held = false;
                self.census = true;
            }
            "restart" => self.end_restart(),
            _ => {}
        }
    }

    /// What subscribers have to be told of it.
    fn owe_stimulus(&mut self, job: &Job<'_>, name: &str) {
        let What::Stimulus {
            fields, message_id, ..
        } = &job.observation.what
        else {
            return;
        };
        let session = fields.get("session_id").map_or("", String::as_str);
        let source = &job.observation.source;
        let telling = match name {
            "incoming-message" => None,
            "peer-accepts-session" => Some(("accepted", "Running")),
            "peer-rejects-session" | "peer-closes-session" => Some(("closed", "Closed")),
            _ => return,
        };
        let id = match telling {
            None => message_id.as_deref().unwrap_or_default(),
            Some(_) => session,
        };
        let mut owed = Owed::new(id, self.now, source);
        owed.telling = telling;
        self.owe(job.from, &owed);
    }

    fn end_restart(&mut self) {
        self.spread_messages();
        for thing in self.messages.values_mut() {
            thing.may_vanish = false;
        }
        let ids: Vec<String> = self.sessions.keys().cloned().collect();
        for id in ids {
            let Some(moves) = self.sessions.get(&id).map(|it| self.session_moves(it)) else {
                continue;
            };
            if let Some(thing) = self.sessions.get_mut(&id) {
                thing.status.spread(&moves);
                thing.may_vanish = false;
            }
        }
    }

    /// Everything that may have happened to messages of its own accord up to now.
    fn spread_messages(&mut self) {
        let ids: Vec<String> = self.messages.keys().cloned().collect();
        for id in ids {
            let Some(moves) = self.messages.get(&id).map(|it| self.message_moves(it)) else {
                continue;
            };
            if let Some(thing) = self.messages.get_mut(&id) {
                thing.track.spread(&moves);
            }
        }
    }
}
