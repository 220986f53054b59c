//! Requests on sessions, and what they leave behind.

use ctk_vectors::facts;

use super::owed::Owed;
use super::requests::what;
use super::session_words::{changed, lists, moved, shows, values};
use super::things::SessionThing;
use super::{Job, Oracle, Target, actor};
use crate::document::Recipients;
use crate::service::bench::FarSide;
use crate::service::call::{Call, Modification, Told};
use crate::service::observation::Outcome;
use crate::service::rules::Blame;
use crate::service::session::{
    self, Change, Done, LastMove, Move, People, Step, Value, part_requirement, people, types,
};
use crate::service::track::{Completed, Kind, Track};
use crate::session_life::{Came, Origin, SessionAction};

/// So many actions that failed on a session are remembered.
const MOST_REFUSALS: usize = 8;

impl Oracle {
    pub(super) fn begin_create(&mut self, job: &mut Job<'_>, call: &Call) {
        let (
            Call::CreateSession {
                class,
                recipients,
                subject,
                types: list,
            },
            Told::Id(id),
        ) = (call, job.told.clone())
        else {
            return;
        };
        if id.is_empty() {
            self.known.sessions = false;
            return;
        }
        self.judged.apply("id-given-once");
        if let Some(before) = self.sessions.get(&id)
            && before.is_there()
        {
            let because = before.status.evidence();
            self.session_given_again(job, &id, because);
        }
        let mut thing = SessionThing::new(vec![None], Origin::Created, LastMove::Created);
        let given = |text: &str| match text {
            "" => Value::Any,
            text => Value::Is(text.to_owned()),
        };
        thing.subject = Track::new([given(subject)]);
        thing.types = Track::new([given(&types(list))]);
        thing.name_people(recipients.as_deref());
        thing.class = Track::new([given(class)]);
        thing.undecided = class.is_empty();
        match recipients {
            Some(recipients) => thing.invite(recipients),
            None => thing.admit(),
        }
        if let Some(recipients) = recipients {
            self.note_addresses(recipients);
            thing.people = Track::new([People {
                on: people(recipients),
                ..People::default()
            }]);
        }
        for part in [&mut thing.subject, &mut thing.types] {
            part.remember(&job.observation.source);
        }
        thing.class.remember(&job.observation.source);
        thing.people.remember(&job.observation.source);
        self.keep_session(&id, thing);
        let step = Step::Create {
            by: actor(&job.observation.who).to_owned(),
            invites: matches!(class.as_str(), "Chat" | "File-Transfer"),
        };
        self.step_session(job, &id, step);
    }

    fn session_given_again(
        &mut self,
        job: &Job<'_>,
        id: &str,
        because: Vec<crate::service::observation::Source>,
    ) {
        let blame = Blame {
            rule: "id-given-once",
            requirement: "M-5.3.12-2",
            ruling: None,
            allowed: "an id that no other session has".to_owned(),
        };
        let seen = format!("a new session gets the id {id} {}", what(job.observation));
        let possible = format!("session {id} is there already");
        self.exclude(&job.observation.source, blame, seen, possible, because);
    }

    /// An action names a session.
    pub(super) fn begin_act(
        &mut self,
        job: &mut Job<'_>,
        action: SessionAction,
        id: &str,
        outcome: &Outcome,
    ) {
        let came = match outcome {
            Outcome::Success(_) => Came::Success,
            Outcome::Fault(code) => Came::Fault(*code),
            Outcome::Unknown => return,
        };
        if came == Came::Success && !self.sessions.contains_key(id) {
            let requirement = facts()
                .session_cell("Nonexistent", action.name())
                .map_or("M-F3-non-edges", |cell| cell.requirement.as_str());
            if self.judge_unknown_session(job, id, requirement) {
                return;
            }
            let everything = {
                let thing = SessionThing::new(Vec::new(), Origin::Unknown, LastMove::Found);
                self.session_moves(&thing).everything()
            };
            let thing = SessionThing::new(everything, Origin::Unknown, LastMove::Found);
            self.keep_session(id, thing);
        }
        if let Some(thing) = self.sessions.get_mut(id) {
            if came == Came::Success {
                thing.was_parked = thing.is_parked();
                thing.may_close |= matches!(
                    action,
                    SessionAction::CloseSession | SessionAction::CancelFileTransfer
                );
                if matches!(
                    action,
                    SessionAction::JoinSession | SessionAction::LeaveSession
                ) {
                    thing.move_on();
                }
                thing.cause(action, job.number, job.from);
            }
            if action == SessionAction::SendMessage && came == Came::Success {
                thing.undecided = thing.undecided && thing.class.is_quiet();
            }
        }
        let by = actor(&job.observation.who).to_owned();
        self.step_session(job, id, Step::Act { action, by, came });
    }

    pub(super) fn begin_modify(&mut self, job: &mut Job<'_>, change: &Modification) {
        let Some(thing) = self.sessions.get_mut(&change.id) else {
            return;
        };
        let case = job.case;
        let number = job.number;
        let anything = self.bench.strangers;
        let unasked = anything || self.bench.far_side == FarSide::Free;
        let plain = session::Plain { anything };
        thing.kept.clear();
        thing.spared.clone_from(&thing.right);
        if !change.subject.is_empty() {
            let step = Change::Set(change.subject.clone());
            thing.change("subject");
            thing.subject.begin(&plain, number, case, step.clone());
            job.targets.push(Target::Subject(change.id.clone(), step));
        }
        if !change.types.is_empty() {
            let step = Change::Set(types(&change.types));
            thing.change("content types");
            thing.types.begin(&plain, number, case, step.clone());
            job.targets.push(Target::Types(change.id.clone(), step));
        }
        if !change.class.is_empty() {
            let step = Change::Set(change.class.clone());
            thing.change("class");
            // A list by class that is made meanwhile may have it already, or not any more.
            thing
                .status
                .withdraw(|step| matches!(step, Step::Unlisted { by_class: true, .. }));
            thing.undecided = false;
            let class = session::Class { anything: unasked };
            thing.class.begin(&class, number, case, step.clone());
            job.targets.push(Target::Class(change.id.clone(), step));
        }
        let none = Recipients::default();
        match &change.add {
            Some(add) => thing.invite(add),
            None => thing.admit(),
        }
        let step = match (&change.add, &change.remove) {
            (Some(add), Some(remove)) if *add == none && *remove == none => return,
            (Some(add), Some(remove)) => Move::Modify {
                add: people(add),
                remove: people(remove),
            },
            _ => Move::Free,
        };
        thing.change("recipients");
        let list = session::List { anything: unasked };
        thing.people.begin(&list, number, case, step.clone());
        job.targets.push(Target::People(change.id.clone(), step));
    }

    pub(super) fn end_session(&mut self, job: &Job<'_>, id: &str, step: &Step) {
        let Some(thing) = self.sessions.get(id) else {
            return;
        };
        let moves = self.session_moves(thing);
        let because = thing.status.evidence();
        let was_parked = thing.was_parked;
        let Some(thing) = self.sessions.get_mut(id) else {
            return;
        };
        let (last, intruder) = (thing.last, thing.intruder);
        let refusals = thing.note_refusal(step);
        let completed = thing
            .status
            .complete(&moves, job.number, &job.observation.source);
        thing.note(self.now);
        thing.end_causes(job.number, self.now);
        match step {
            Step::Act { action, came, .. } => {
                thing.last = LastMove::Acted(*action, *came);
                let accepts = *action == SessionAction::AcceptSession;
                thing.intruder |= accepts && matches!(came, Came::Fault(_));
            }
            Step::PeerAccepts => thing.last = LastMove::PeerAccepted,
            Step::PeerCloses => thing.last = LastMove::PeerClosed,
            _ => {}
        }
        self.judged.apply(session::rule(step));
        if let (
            Step::Act {
                action,
                came: Came::Success,
                ..
            },
            Completed::Fits,
        ) = (step, &completed)
        {
            self.owe_action(job, id, (*action, was_parked));
        }
        self.note_let_go(&completed);
        if let Completed::Impossible(possible) = completed {
            let blame = session::blame(&possible, step, (last, &refusals), (intruder, was_parked));
            let possible = session::names(&possible);
            let seen = format!("{} {}", session::described(id, step), what(job.observation));
            let thing = Some(format!("session {id}"));
            let source = &job.observation.source;
            self.exclude_of(thing, (source, blame), seen, possible, because);
        }
    }

    /// A change of status that subscribers have to be told.
    fn owe_action(&mut self, job: &Job<'_>, id: &str, (action, was_parked): (SessionAction, bool)) {
        let parked = self.sessions.get(id).is_some_and(SessionThing::is_parked);
        let telling = match action {
            SessionAction::CancelFileTransfer => ("ft-cancelled", "Running"),
            SessionAction::AcceptSession => ("accepted", "Running"),
            SessionAction::CloseSession => ("closed", "Closed"),
            SessionAction::LeaveSession if parked => ("telcp-left", "Parked"),
            SessionAction::JoinSession if was_parked => ("telcp-joined", "Running"),
            _ => return,
        };
        if matches!(telling.1, "Running" | "Parked") && telling.0 != "ft-cancelled" {
            self.note_lately(job, id);
        }
        if self.has_happened(id, telling.0, job.number) {
            return;
        }
        let mut owed = Owed::new(id, (job.from, self.now), &job.observation.source);
        owed.telling = Some(telling);
        self.owe(&owed);
    }

    pub(super) fn end_part(&mut self, job: &Job<'_>, target: &Target) {
        let anything = self.bench.strangers;
        let unasked = anything || self.bench.far_side == FarSide::Free;
        let plain = session::Plain { anything };
        let source = &job.observation.source;
        let number = job.number;
        let (id, part) = match target {
            Target::Subject(id, _) => (id, "subject"),
            Target::Types(id, _) => (id, "content types"),
            Target::Class(id, _) => (id, "class"),
            Target::People(id, _) => (id, "recipients"),
            Target::Message(..) | Target::Session(..) => return,
        };
        let Some(thing) = self.sessions.get_mut(id) else {
            return;
        };
        let complete = |completed: Completed<Value>| match completed {
            Completed::Impossible(possible) => Some(values(&possible)),
            _ => None,
        };
        let (wrong, because, seen) = match target {
            Target::Subject(_, step) => {
                let because = thing.subject.evidence();
                let completed = thing.subject.complete(&plain, number, source);
                (complete(completed), because, changed(step))
            }
            Target::Types(_, step) => {
                let because = thing.types.evidence();
                let completed = thing.types.complete(&plain, number, source);
                (complete(completed), because, changed(step))
            }
            Target::Class(_, step) => {
                let because = thing.class.evidence();
                let class = session::Class { anything: unasked };
                let completed = thing.class.complete(&class, number, source);
                (complete(completed), because, changed(step))
            }
            Target::People(_, step) => {
                let because = thing.people.evidence();
                let list = session::List { anything: unasked };
                let wrong = match thing.people.complete(&list, number, source) {
                    Completed::Impossible(possible) => Some(lists(&possible)),
                    _ => None,
                };
                (wrong, because, moved(step))
            }
            Target::Message(..) | Target::Session(..) => return,
        };
        self.judged.apply("session-parts");
        let Some(thing) = self.sessions.get_mut(id) else {
            return;
        };
        let is_mixed = matches!(target, Target::Class(_, Change::Shown(class)) if class == "Mixed");
        let was_mixed = thing.shown_mixed;
        thing.shown_mixed |= is_mixed;
        let left = thing.left_by_refused(target);
        let Some(possible) = wrong else {
            if shows(target) {
                thing.right.insert(part);
            }
            return;
        };
        let done = Done {
            kept: thing.kept.contains(part),
            spared: thing.spared.contains(part),
            changed: thing.changed.contains(part),
            modified: !thing.changed.is_empty(),
            moved: thing.moved,
            was_mixed,
            is_mixed,
            asked_for: thing.origin == Origin::Incoming,
        };
        let blame = Blame {
            rule: left.map_or("session-parts", |_| "failure-leaves-nothing"),
            requirement: left.unwrap_or_else(|| part_requirement(part, done)),
            ruling: None,
            allowed: possible.clone(),
        };
        let seen = format!(
            "session {id} has the {part} {seen} {}",
            what(job.observation)
        );
        let thing = Some(format!("{part} of session {id}"));
        self.exclude_of(thing, (source, blame), seen, possible, because);
    }
}

impl SessionThing {
    /// What failed since something moved the session, before this step.
    fn note_refusal(&mut self, step: &Step) -> Vec<session::Refusal> {
        let before = self.refusals.clone();
        match step {
            Step::Act {
                action,
                came: Came::Fault(code),
                ..
            } if before.len() < MOST_REFUSALS => self.refusals.push((*action, *code)),
            Step::Act {
                came: Came::Success,
                ..
            }
            | Step::PeerAccepts
            | Step::PeerCloses => self.refusals.clear(),
            _ => {}
        }
        before
    }
}
