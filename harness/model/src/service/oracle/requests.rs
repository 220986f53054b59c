//! Requests by what they mean, and the steps that they make things take.

use super::known::Known;
use super::missing::Telling;
use super::things::MessageThing;
use super::{Job, Oracle, Target, actor};
use crate::document::Message;
use crate::service::call::{Call, Told};
use crate::service::message::{self, Content, Folder, Place, Shown};
use crate::service::observation::Outcome;
use crate::service::session;
use crate::service::track::{Completed, Kind};
use crate::session_life::{Came, SessionAction};

impl Oracle {
    pub(super) fn begin_call(&mut self, job: &mut Job<'_>, call: &Call, outcome: &Outcome) {
        self.note_refused(job, call, outcome);
        self.judge_class_given(job, call, outcome);
        match (call, outcome) {
            (Call::ReadMessage(id), _) => self.begin_read(job, id, outcome),
            (Call::DeleteMessage(id), _) => self.begin_delete(job, id, outcome),
            (Call::SendMessage(message), _) => self.begin_send(job, message.as_deref(), outcome),
            (Call::CreateSession { .. }, Outcome::Success(_)) => self.begin_create(job, call),
            (Call::ModifySession(change), _) => {
                self.begin_act(job, SessionAction::ModifySession, &change.id, outcome);
                if let Some(add) = &change.add {
                    self.note_addresses(add);
                }
                match outcome {
                    Outcome::Success(_) => self.begin_modify(job, change),
                    Outcome::Fault(code) => self.begin_refused_change(job, change, *code),
                    Outcome::Unknown => {}
                }
            }
            (Call::OnSession(action, id), _) => self.begin_act(job, *action, id, outcome),
            (Call::StartFileTransfer(Some(list)), _) => {
                let id = &list.session_id;
                self.judge_start(job, list, outcome);
                if matches!(outcome, Outcome::Success(_)) {
                    self.begin_transfer(job, list);
                }
                self.begin_act(job, SessionAction::StartFileTransfer, id, outcome);
            }
            (Call::StartFileTransfer(None), Outcome::Success(_)) => self.unclear_transfers(),
            (Call::GetNewMessages, Outcome::Success(_)) => self.begin_new_messages(job),
            (Call::SearchMessages { .. }, _) => self.begin_search(job, call, outcome),
            (Call::GetSessions { .. }, _) => self.begin_sessions(job, call, outcome),
            _ => {}
        }
    }

    /// A request that no control point that follows the standard sends: what it names may be anything afterwards.
    pub(super) fn begin_irregular(&mut self, arguments: &[(String, String)], outcome: &Outcome) {
        if matches!(outcome, Outcome::Fault(_)) {
            return;
        }
        self.known = Known::default();
        self.unclear_transfers();
        for (_, value) in arguments {
            if let Some(thing) = self.messages.get_mut(value) {
                thing.forget();
            }
            if let Some(thing) = self.sessions.get_mut(value) {
                thing.forget();
            }
        }
    }

    /// A request whose outcome is not known.
    pub(super) fn begin_unknown(&mut self, call: &Call) {
        match call {
            Call::ReadMessage(id) | Call::DeleteMessage(id) => {
                if let Some(thing) = self.messages.get_mut(id) {
                    thing.forget();
                }
            }
            Call::ModifySession(change) => self.forget_session(&change.id),
            Call::OnSession(_, id) => self.forget_session(id),
            Call::StartFileTransfer(Some(list)) => self.forget_session(&list.session_id),
            Call::SendMessage(message) => {
                self.known.sent = false;
                if let Some(session) = message.as_ref().and_then(|it| it.session_id.as_ref()) {
                    self.forget_session(session);
                }
            }
            Call::CreateSession { .. } => self.known.sessions = false,
            Call::StartFileTransfer(None) => self.unclear_transfers(),
            _ => {}
        }
    }

    fn forget_session(&mut self, id: &str) {
        if let Some(thing) = self.sessions.get_mut(id) {
            thing.forget();
        }
    }

    fn begin_read(&mut self, job: &mut Job<'_>, id: &str, outcome: &Outcome) {
        match (outcome, job.told.clone()) {
            (Outcome::Success(_), Told::Message(message)) => {
                self.find_message(job, id, "ReadMessage");
                match shown(&message) {
                    Some(shown) => self.step_message(job, id, message::Step::Read(shown)),
                    None => self.unsettle_message(id),
                }
            }
            (Outcome::Success(_), _) => self.unsettle_message(id),
            (Outcome::Fault(code), _) => {
                let code = *code;
                let step = message::Step::Refused {
                    delete: false,
                    code,
                };
                self.step_message(job, id, step);
            }
            (Outcome::Unknown, _) => {}
        }
    }

    fn begin_delete(&mut self, job: &mut Job<'_>, id: &str, outcome: &Outcome) {
        match outcome {
            Outcome::Success(_) => {
                self.find_message(job, id, "DeleteMessage");
                if let Some(thing) = self.messages.get_mut(id) {
                    thing.deleted = true;
                }
                self.step_message(job, id, message::Step::Delete);
            }
            Outcome::Fault(code) => {
                let (delete, code) = (true, *code);
                self.step_message(job, id, message::Step::Refused { delete, code });
            }
            Outcome::Unknown => {}
        }
    }

    fn begin_send(&mut self, job: &mut Job<'_>, message: Option<&Message>, outcome: &Outcome) {
        let session = message
            .and_then(|message| message.session_id.clone())
            .filter(|id| !id.is_empty());
        if let Some(session) = &session {
            self.begin_act(job, SessionAction::SendMessage, session, outcome);
        }
        if let Some(message) = message {
            self.note_said(message);
        }
        match (outcome, job.told.clone()) {
            (Outcome::Success(_), Told::Id(id)) if !id.is_empty() => {
                if let Some(message) = message {
                    self.judge_demands(job, message);
                }
                let content = match message {
                    Some(message) => Content::given(message.clone(), false),
                    None => Content::default(),
                };
                self.bear_message(job, &id, content, session, message::Step::Send);
            }
            (Outcome::Success(_), _) => self.known.sent = false,
            _ => {}
        }
    }

    /// A message comes to be under this id.
    pub(super) fn bear_message(
        &mut self,
        job: &mut Job<'_>,
        id: &str,
        content: Content,
        session: Option<String>,
        step: message::Step,
    ) {
        self.judged.apply("id-given-once");
        // A conversation may be made for it.
        self.outdate_refused(job);
        if let Some(before) = self.messages.get(id) {
            self.given_again(job, id, before.track.evidence(), before.is_there());
        }
        let born = (job.from, job.to.unwrap_or(job.from));
        let thing = MessageThing::unborn(content, session, born);
        self.keep_message(id, thing);
        self.step_message(job, id, step);
    }

    /// What came of an action is held against the things that it concerns.
    pub(super) fn end_action(&mut self, job: &Job<'_>, outcome: &Outcome) {
        for target in &job.targets {
            self.end_target(job, target);
        }
        let Some(call) = &job.call else {
            return;
        };
        match (call, outcome, &job.told) {
            (Call::ReadMessage(id), Outcome::Success(_), Told::Message(message)) => {
                self.end_read(job, id, message);
            }
            (Call::ReadMessage(id), Outcome::Fault(701), _) => self.end_missed(job, id),
            (Call::SendMessage(message), Outcome::Success(_), _) => {
                if let Some(session) = message.as_deref().and_then(|it| it.session_id.as_ref()) {
                    self.end_decided(session);
                    self.note_decided(session);
                }
            }
            (Call::SearchMessages { .. }, Outcome::Success(_), Told::Messages(list)) => {
                self.end_search(job, call, list);
            }
            (Call::GetNewMessages, Outcome::Success(_), Told::NewMessages(list)) => {
                self.end_new_messages(job, list);
            }
            (Call::GetSessions { .. }, Outcome::Success(_), Told::Sessions(list)) => {
                self.end_sessions(job, call, list);
            }
            (Call::OnSession(SessionAction::CancelFileTransfer, id), ..) => {
                self.end_cancel(job, id, outcome);
            }
            (
                Call::OnSession(SessionAction::GetFileTransferSession, id),
                Outcome::Success(_),
                Told::Files(list),
            ) => self.judge_metadata(job, id, list),
            (Call::GetSessionUpdates, Outcome::Success(_), Told::Updates(value)) => {
                self.end_updates(job, value);
            }
            _ => {}
        }
    }

    /// The message takes a step, if it is known.
    pub(super) fn step_message(&mut self, job: &mut Job<'_>, id: &str, step: message::Step) {
        let Some(thing) = self.messages.get(id) else {
            return;
        };
        let moves = self.message_moves(thing);
        if let Some(thing) = self.messages.get_mut(id) {
            thing
                .track
                .begin(&moves, job.number, job.case, step.clone());
            thing.note(job.from);
            job.targets.push(Target::Message(id.to_owned(), step));
        }
    }

    /// The session takes a step, if it is known.
    pub(super) fn step_session(&mut self, job: &mut Job<'_>, id: &str, step: session::Step) {
        let Some(thing) = self.sessions.get(id) else {
            return;
        };
        let moves = self.session_moves(thing);
        if let Some(thing) = self.sessions.get_mut(id) {
            // That a message was refused says nothing about its session.
            let refused = matches!(
                step,
                session::Step::Act {
                    action: SessionAction::SendMessage,
                    came: Came::Fault(_),
                    ..
                }
            );
            if refused {
                return;
            }
            thing
                .status
                .begin(&moves, job.number, job.case, step.clone());
            thing.note(job.from);
            job.targets.push(Target::Session(id.to_owned(), step));
        }
    }

    fn end_target(&mut self, job: &Job<'_>, target: &Target) {
        match target {
            Target::Message(id, step) => self.end_message(job, id, step),
            Target::Session(id, step) => self.end_session(job, id, step),
            Target::Subject(..) | Target::Types(..) | Target::Class(..) | Target::People(..) => {
                self.end_part(job, target);
            }
        }
    }

    pub(super) fn end_message(&mut self, job: &Job<'_>, id: &str, step: &message::Step) {
        let Some(thing) = self.messages.get(id) else {
            return;
        };
        let moves = self.message_moves(thing);
        let because = thing.track.evidence();
        let Some(thing) = self.messages.get_mut(id) else {
            return;
        };
        thing.note(job.observation.from);
        let completed = thing
            .track
            .complete(&moves, job.number, &job.observation.source);
        thing.note(self.now);
        let (last, refused) = (thing.last.clone(), thing.refused_deletion);
        if !moves.only_looks(step) {
            thing.last = Some(step.clone());
        }
        match step {
            message::Step::Refused { delete: true, code } => thing.refused_deletion = Some(*code),
            message::Step::Delete => thing.refused_deletion = None,
            _ => {}
        }
        for rule in message::rules(step) {
            self.judged.apply(rule);
        }
        self.note_let_go(&completed);
        self.settle_missing(job, id, step);
        if matches!(completed, Completed::Fits) {
            self.note_sent(id);
            self.note_survival(job, id);
        }
        if let Completed::Impossible(possible) = completed {
            let mut blame = message::blame(&moves, &possible, step, (last.as_ref(), refused));
            if blame.requirement == "M-5.5.5-1" && self.answers_deleted(id) {
                blame.requirement = "M-5.5.7-1";
            }
            let told = Telling {
                source: job.observation.source.clone(),
                blame,
                seen: format!("{} {}", message::described(id, step), what(job.observation)),
                because,
            };
            if matches!(step, message::Step::Unlisted(_) | message::Step::New(false)) {
                return self.miss(id, (possible, last), told);
            }
            let possible = message::names(&possible);
            let thing = Some(format!("message {id}"));
            self.exclude_of(
                thing,
                (&told.source, told.blame),
                told.seen,
                possible,
                told.because,
            );
        }
    }

    /// The message was delivered by now, if it is certain.
    fn note_sent(&mut self, id: &str) {
        let now = self.now;
        let sent = |state: &message::State| state.place == Place::In(Folder::Sent);
        if let Some(thing) = self.messages.get_mut(id)
            && thing.sent_by.is_none()
            && thing.track.is_certain(sent)
        {
            thing.sent_by = Some(now);
        }
    }

    /// Whatever happened to the message, it cannot be understood.
    fn unsettle_message(&mut self, id: &str) {
        if let Some(thing) = self.messages.get_mut(id) {
            thing.forget();
        }
    }

    /// An action succeeds on a message that was not known so far.
    fn find_message(&mut self, job: &Job<'_>, id: &str, action: &str) {
        if self.messages.contains_key(id) {
            return;
        }
        if self.judge_unknown_message(job, id, action) {
            return;
        }
        if let Told::Message(message) = job.told.clone()
            && message.id == id
        {
            self.judge_unaccounted(job, &message);
        }
        let mut thing = MessageThing::found(
            Vec::new(),
            super::things::session_of_id(id),
            job.observation.from,
        );
        let everything = self.message_moves(&thing).everything();
        thing.track.begin_anew(everything);
        self.keep_message(id, thing);
    }
}

/// What a document shows of a message's state, where it can be understood.
pub(super) fn shown(message: &Message) -> Option<Shown> {
    let unread = match message.status.as_str() {
        "Read" => false,
        "Unread" => true,
        _ => return None,
    };
    Folder::read(&message.folder).map(|folder| Shown { folder, unread })
}

/// The request in words.
pub(super) fn what(observation: &crate::service::observation::Observation) -> String {
    use crate::service::observation::What;
    match &observation.what {
        What::Action { name, .. } => format!("({name} by {})", actor(&observation.who)),
        What::Stimulus { name, .. } => format!("(stimulus {name})"),
        What::Event { subscription, .. } => format!("(event of {subscription})"),
        _ => String::new(),
    }
}
