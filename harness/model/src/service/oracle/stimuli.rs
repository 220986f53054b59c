//! What the far side was made to do.

use std::collections::BTreeMap;

use super::known::Known;
use super::owed::Owed;
use super::survival::Survival;
use super::switch::Turn;
use super::things::{Cause, SessionThing};
use super::{Job, Oracle, Target};
use crate::document::{Attachment, Message, Peer, Recipients};
use crate::service::bench::FarSide;
use crate::service::message::{self, Content};
use crate::service::observation::{Time, What};
use crate::service::session::{self, LastMove, Value};
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
        self.begin_switches(job, name, field("enabled"));
        if !done {
            return self.begin_failed(name, field("session_id"), field("message_id"));
        }
        match name.as_str() {
            "incoming-message" => match message_id {
                Some(id) => self.begin_arrival(job, id, fields),
                None => self.known.arrived = false,
            },
            "incoming-session" => match session_id {
                Some(id) => self.begin_request(job, id, fields),
                None => self.known.sessions = false,
            },
            "deliver-outgoing" => {
                self.step_message(job, field("message_id"), message::Step::Deliver);
            }
            "local-read" => {
                self.step_message(job, field("message_id"), message::Step::LocalRead);
            }
            "reset" => self.begin_reset(),
            "restart" => self.begin_restart(),
            _ => self.begin_peer(job, name, field("session_id"), field("peer")),
        }
    }

    /// What the stimulus switches is not known while it is under way.
    fn begin_switches(&mut self, job: &Job<'_>, name: &str, enabled: &str) {
        let turn = Turn {
            number: job.number,
            answered: job.observation.to.unwrap_or(Time::MAX),
            off: enabled == "false",
        };
        if matches!(name, "authorize" | "reset" | "restart") {
            self.authorized.begin(job.from, turn);
        }
        if matches!(name, "hold-outgoing" | "reset" | "restart") {
            self.held.begin(job.from, turn);
        }
        if matches!(name, "stall-file-transfer" | "reset" | "restart") {
            self.stalled.begin(job.from, turn);
        }
        if matches!(name, "reset" | "restart") {
            self.upheavals += 1;
        }
    }

    /// What the upper tester failed to do may be done all the same.
    fn begin_failed(&mut self, name: &str, session: &str, message: &str) {
        if let Some(thing) = self.sessions.get_mut(session) {
            thing.forget();
        }
        if let Some(thing) = self.messages.get_mut(message) {
            thing.forget();
        }
        match name {
            "reset" => self.begin_reset(),
            "restart" => self.begin_restart(),
            "incoming-message" => self.known.arrived = false,
            "incoming-session" => self.known.sessions = false,
            // Nothing comes to be by the others.
            _ => {}
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
            attachments: attachments(fields),
            ..Message::default()
        };
        if let Some(thing) = session.as_ref().and_then(|id| self.sessions.get_mut(id)) {
            thing.undecided = thing.undecided && thing.class.is_quiet();
        }
        if let Some(session) = &session {
            self.end_decided(session);
            // Whoever writes in it, and to whom, may be shown as one of its people.
            if let Some(thing) = self.sessions.get_mut(session) {
                thing.invite(&message.recipients);
            }
        }
        let content = Content::given(message, true);
        self.bear_message(job, id, content, session, message::Step::Arrive);
    }

    fn begin_request(&mut self, job: &mut Job<'_>, id: &str, fields: &BTreeMap<String, String>) {
        let get = |name: &str| fields.get(name).filter(|value| !value.is_empty()).cloned();
        let mut thing = SessionThing::new(vec![None], Origin::Incoming, LastMove::Requested);
        // What a message of the telephone network has no place for is the upper tester's affair.
        let bare = fields
            .get("class")
            .is_none_or(|class| matches!(class.as_str(), "SMS" | "MMS" | "WebpageSync"));
        if let Some(subject) = get("subject").filter(|_| !bare) {
            thing.subject = Track::new([Value::Is(subject)]);
            thing.subject.remember(&job.observation.source);
        }
        if let Some(list) = get("supported_content_type").filter(|_| !bare) {
            thing.types = Track::new([Value::Is(session::types(&list))]);
            thing.types.remember(&job.observation.source);
        }
        if let Some(class) = get("class") {
            thing.class = Track::new([Value::Is(class)]);
        }
        thing.invite(&Recipients {
            from: get("from").as_deref().map(Peer::new),
            to: get("to").iter().map(|to| Peer::new(to)).collect(),
            ..Recipients::default()
        });
        if let (Some(address), Some(name)) = (get("from"), get("from_name")) {
            thing.given_names.insert(address, name);
        }
        thing.add_cause(Cause {
            slug: "requested",
            name: get("from_name"),
            address: get("from"),
            number: job.number,
            from: job.from,
            to: Time::MAX,
        });
        self.keep_session(id, thing);
        self.step_session(job, id, session::Step::Request);
    }

    /// A peer does something in a session.
    fn begin_peer(&mut self, job: &mut Job<'_>, name: &str, id: &str, peer: &str) {
        let unasked = self.bench.strangers || self.bench.far_side == FarSide::Free;
        let Some(thing) = self.sessions.get_mut(id) else {
            return;
        };
        let mut cause = |slug: &'static str, name: Option<&str>| {
            thing.add_cause(Cause {
                slug,
                name: name.map(str::to_owned),
                address: None,
                number: job.number,
                from: job.from,
                to: Time::MAX,
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
                thing.admit();
                let step = thing.comes_or_goes(peer, joins);
                let list = session::List { anything: unasked };
                thing.people.begin(&list, job.number, None, step.clone());
                job.targets.push(Target::People(id.to_owned(), step));
            }
            "peer-typing" => cause("typing", Some(peer)),
            // What is completed so need not have been fetched.
            "complete-file-transfer" => {
                cause("ft-completed", None);
                thing.transfers.unclear = true;
            }
            _ => {}
        }
    }

    /// What is owed may be gone with everything else.
    fn begin_reset(&mut self) {
        self.forget_everything();
        self.let_go_owed();
    }

    fn begin_restart(&mut self) {
        self.settle_all_missing();
        self.subscriptions.clear();
        // Who took part need not be known to the device afterwards.
        for thing in self.messages.values_mut() {
            thing.restarted = true;
            let deleted = thing.deleted;
            thing.before_restart = thing.certain_folder().filter(|_| !deleted);
        }
        self.survival = Survival::default();
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
        if *done {
            if name == "incoming-message"
                && let Some(session) = fields.get("session_id")
            {
                self.note_decided(session);
            }
            self.end_causes(job, fields.get("session_id").map_or("", String::as_str));
            self.owe_stimulus(job, name);
            if name == "reset" {
                self.end_reset(job.number);
            }
        }
        if matches!(name.as_str(), "hold-outgoing" | "reset" | "restart") {
            // What may have been delivered or lost until now.
            self.spread_everything();
        }
        let enabled = fields.get("enabled").and_then(|it| it.parse().ok());
        self.end_switches(job.number, name, (enabled.filter(|_| *done), *done));
    }

    fn end_switches(&mut self, number: u64, name: &str, (enabled, done): (Option<bool>, bool)) {
        match name {
            "authorize" => self.authorized.end(number, enabled),
            "hold-outgoing" => self.held.end(number, enabled),
            "stall-file-transfer" => self.stalled.end(number, enabled),
            "reset" => {
                self.stalled.end(number, done.then_some(false));
                self.authorized.end(number, done.then_some(true));
                self.held.end(number, done.then_some(false));
            }
            // Whether the network's state and the privileges outlive a restart is the bench's affair.
            "restart" => {
                self.stalled.end(number, None);
                self.authorized.end(number, None);
                self.held.end(number, None);
            }
            _ => {}
        }
        if matches!(name, "reset" | "restart") {
            self.upheavals = self.upheavals.saturating_sub(1);
        }
    }

    /// Everything that was there before is gone. What came to be meanwhile may be there or not.
    fn end_reset(&mut self, number: u64) {
        self.settle_all_missing();
        self.settle_suspicions();
        self.subscriptions.clear();
        self.refused.clear();
        self.survival = Survival::default();
        self.messages.retain(|_, thing| thing.number > number);
        self.sessions.retain(|_, thing| thing.number > number);
        for thing in self.messages.values_mut() {
            thing.forget();
        }
        for thing in self.sessions.values_mut() {
            thing.forget();
        }
        self.known = Known::all(self.messages.is_empty() && self.sessions.is_empty());
    }

    /// What subscribers have to be told of it.
    fn owe_stimulus(&mut self, job: &Job<'_>, name: &str) {
        let What::Stimulus {
            fields,
            message_id,
            session_id,
            ..
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
            "incoming-session" if self.tells_requests => Some(("requested", "Pending")),
            _ => return,
        };
        let id = match name {
            "incoming-message" => message_id.as_deref().unwrap_or_default(),
            "incoming-session" => session_id.as_deref().unwrap_or_default(),
            _ => session,
        };
        if telling.is_some_and(|(slug, _)| self.has_happened(id, slug, job.number)) {
            return;
        }
        let mut owed = Owed::new(id, (job.from, self.now), source);
        owed.telling = telling;
        self.owe(&owed);
    }

    /// Everything that may have happened of its own accord up to now.
    fn spread_everything(&mut self) {
        let ids: Vec<String> = self.messages.keys().cloned().collect();
        for id in ids {
            let Some(moves) = self.messages.get(&id).map(|it| self.message_moves(it)) else {
                continue;
            };
            if let Some(thing) = self.messages.get_mut(&id) {
                thing.track.spread(&moves);
            }
        }
        let ids: Vec<String> = self.sessions.keys().cloned().collect();
        for id in ids {
            let Some(moves) = self.sessions.get(&id).map(|it| self.session_moves(it)) else {
                continue;
            };
            if let Some(thing) = self.sessions.get_mut(&id) {
                thing.status.spread(&moves);
            }
        }
    }
}

/// The files that a message arrives with.
fn attachments(fields: &BTreeMap<String, String>) -> Vec<Attachment> {
    let of = |at: usize, name: &str| fields.get(&format!("attachments.{at}.{name}")).cloned();
    (0..)
        .map_while(|at| {
            Some(Attachment {
                uri: of(at, "uri")?,
                size: of(at, "size").filter(|size| !size.is_empty()),
                mime_type: of(at, "mime_type").filter(|mime| !mime.is_empty()),
            })
        })
        .collect()
}
