//! Requests on sessions, and lists of them.

use std::collections::BTreeMap;

use ctk_vectors::facts;

use super::messages::cut;
use super::requests::what;
use super::things::{Cause, MessageThing, SessionThing};
use super::{Job, Oracle, Target, actor};
use crate::document::{Recipients, SessionInfo};
use crate::service::call::{Call, Modification, Told};
use crate::service::observation::Outcome;
use crate::service::rules::Blame;
use crate::service::session::{
    self, Change, LastMove, Move, People, Step, Value, part_requirement, people, types,
};
use crate::service::track::{Completed, Kind, Track};
use crate::session_life::{Came, Origin, SessionAction, SessionStatus};

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
        thing.class = Track::new([given(class)]);
        thing.undecided = class.is_empty();
        if let Some(recipients) = recipients {
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
        self.sessions.insert(id.clone(), thing);
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
            self.judge_unknown_session(job, id, requirement);
            let everything = {
                let thing = SessionThing::new(Vec::new(), Origin::Unknown, LastMove::Found);
                self.session_moves(&thing).everything()
            };
            let thing = SessionThing::new(everything, Origin::Unknown, LastMove::Found);
            self.sessions.insert(id.to_owned(), thing);
        }
        if let Some(thing) = self.sessions.get_mut(id) {
            if came == Came::Success {
                thing.may_close |= matches!(
                    action,
                    SessionAction::CloseSession | SessionAction::CancelFileTransfer
                );
                thing.moved |= matches!(
                    action,
                    SessionAction::JoinSession | SessionAction::LeaveSession
                );
                thing.cause(action, job.from);
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
        let plain = session::Plain { anything };
        if !change.subject.is_empty() {
            let step = Change::Set(change.subject.clone());
            thing.changed.insert("subject");
            thing.subject.begin(&plain, number, case, step.clone());
            job.targets.push(Target::Subject(change.id.clone(), step));
        }
        if !change.types.is_empty() {
            let step = Change::Set(types(&change.types));
            thing.changed.insert("content types");
            thing.types.begin(&plain, number, case, step.clone());
            job.targets.push(Target::Types(change.id.clone(), step));
        }
        if !change.class.is_empty() {
            let step = Change::Set(change.class.clone());
            thing.changed.insert("class");
            thing.undecided = false;
            let class = session::Class { anything };
            thing.class.begin(&class, number, case, step.clone());
            job.targets.push(Target::Class(change.id.clone(), step));
        }
        let none = Recipients::default();
        let step = match (&change.add, &change.remove) {
            (Some(add), Some(remove)) if *add == none && *remove == none => return,
            (Some(add), Some(remove)) => Move::Modify {
                add: people(add),
                remove: people(remove),
            },
            _ => Move::Free,
        };
        thing.changed.insert("recipients");
        let list = session::List { anything };
        thing.people.begin(&list, number, case, step.clone());
        job.targets.push(Target::People(change.id.clone(), step));
    }

    /// A message was taken into the session: its class is decided.
    pub(super) fn end_decided(&mut self, id: &str) {
        if let Some(thing) = self.sessions.get_mut(id)
            && thing.undecided
        {
            thing.undecided = false;
            thing.class.begin_anew(vec![Value::Any]);
        }
    }

    pub(super) fn begin_sessions(&mut self, job: &mut Job<'_>, call: &Call, outcome: &Outcome) {
        self.judge_session_values(job, call, outcome);
        let Call::GetSessions { id, class, status } = call else {
            return;
        };
        let list = match (outcome, job.told.clone()) {
            (Outcome::Success(_), Told::Sessions(list)) => list,
            (Outcome::Fault(706), _) if !id.is_empty() => Vec::new(),
            _ => return,
        };
        let by_id = !id.is_empty();
        let wanted = match status.as_str() {
            _ if by_id => None,
            "" => None,
            name => match name.parse::<SessionStatus>() {
                Ok(status) => Some(status),
                Err(_) => return,
            },
        };
        let in_list: BTreeMap<&str, &SessionInfo> =
            list.iter().map(|it| (it.id.as_str(), it)).collect();
        let mut steps = Vec::new();
        for (known, thing) in &self.sessions {
            match in_list.get(known.as_str()) {
                Some(info) => {
                    if let Ok(status) = info.status.parse::<SessionStatus>() {
                        steps.push((known.clone(), Step::Listed { wanted, status }));
                    }
                }
                None if by_id && known == id => steps.push((known.clone(), Step::NotFound)),
                None if by_id => {}
                None if class.is_empty() || thing.class().as_deref() == Some(class) => {
                    steps.push((known.clone(), Step::Unlisted { wanted }));
                }
                None => {}
            }
        }
        for (known, step) in steps {
            self.step_session(job, &known, step);
        }
        for info in list {
            self.begin_parts(job, &info);
        }
    }

    /// The parts of a session that is listed are what they have to be.
    fn begin_parts(&mut self, job: &mut Job<'_>, info: &SessionInfo) {
        let Some(thing) = self.sessions.get_mut(&info.id) else {
            return;
        };
        let (number, case, id) = (job.number, job.case, info.id.clone());
        let anything = self.bench.strangers;
        let plain = session::Plain { anything };
        if let Some(subject) = &info.subject {
            let step = Change::Shown(subject.clone());
            thing.subject.begin(&plain, number, case, step.clone());
            job.targets.push(Target::Subject(id.clone(), step));
        }
        if let Some(list) = &info.supported_content_type {
            let step = Change::Shown(types(list));
            thing.types.begin(&plain, number, case, step.clone());
            job.targets.push(Target::Types(id.clone(), step));
        }
        if !thing.undecided && !info.class.is_empty() {
            let step = Change::Shown(info.class.clone());
            let class = session::Class { anything };
            thing.class.begin(&class, number, case, step.clone());
            job.targets.push(Target::Class(id.clone(), step));
        }
        let step = Move::Shown(people(&info.recipients));
        let list = session::List { anything };
        thing.people.begin(&list, number, case, step.clone());
        job.targets.push(Target::People(id, step));
    }

    pub(super) fn end_sessions(&mut self, job: &Job<'_>, call: &Call, list: &[SessionInfo]) {
        let Call::GetSessions { id, class, status } = call else {
            return;
        };
        for info in list {
            if id.is_empty() {
                self.judge_session_listed(job, info, class, status);
            } else if info.id != *id {
                self.other_session(job, info, id);
            }
            self.judge_order(job, info);
            if info.status == "Closed" {
                self.judge_kept(job, info);
                if let Some(thing) = self.sessions.get_mut(&info.id) {
                    thing.may_close = true;
                }
            }
            if !self.sessions.contains_key(&info.id) {
                self.learn_session(job, info);
            }
        }
        if id.is_empty() && class.is_empty() && status.is_empty() {
            self.census = true;
        }
    }

    fn judge_session_listed(
        &mut self,
        job: &Job<'_>,
        info: &SessionInfo,
        class: &str,
        status: &str,
    ) {
        self.judged.apply("list-exact");
        let of_class = class.is_empty() || info.class.is_empty() || info.class == class;
        let of_status = status.is_empty() || info.status.is_empty() || info.status == status;
        let requirement = match (of_class, of_status) {
            (true, true) => return,
            (false, true) => "M-5.5.12-class",
            (true, false) => "M-5.5.12-status",
            (false, false) => "M-5.5.12-combined",
        };
        let blame = Blame {
            rule: "list-exact",
            requirement,
            ruling: None,
            allowed: "a list of what meets the criteria".to_owned(),
        };
        let seen = format!(
            "session {} of class {:?}, {}, is listed {}",
            info.id,
            info.class,
            info.status,
            what(job.observation)
        );
        let possible = format!("class {class:?} and status {status:?} were asked for");
        self.exclude(&job.observation.source, blame, seen, possible, Vec::new());
    }

    fn other_session(&mut self, job: &Job<'_>, info: &SessionInfo, id: &str) {
        let blame = Blame {
            rule: "id-exact",
            requirement: "M-5.5.12-id",
            ruling: None,
            allowed: format!("session {id}, or fault 706"),
        };
        let seen = format!("session {} is listed for the id {id:?}", info.id);
        let possible = format!("session {id}");
        self.exclude(&job.observation.source, blame, seen, possible, Vec::new());
    }

    fn learn_session(&mut self, job: &Job<'_>, info: &SessionInfo) {
        let Ok(status) = info.status.parse::<SessionStatus>() else {
            return;
        };
        if info.id.is_empty() {
            return;
        }
        let mut thing = SessionThing::new(Vec::new(), Origin::Unknown, LastMove::Found);
        let moves = self.session_moves(&thing);
        let step = Step::Listed {
            wanted: None,
            status,
        };
        let states = moves.everything();
        let states: Vec<_> = states
            .iter()
            .flat_map(|state| moves.after(state, &step))
            .collect();
        thing.status.begin_anew(states);
        thing.status.remember(&job.observation.source);
        thing.undecided = info.class.is_empty();
        thing.note(job.observation.from);
        self.sessions.insert(info.id.clone(), thing);
    }

    /// 5.3.15.2: the messages of a session are listed in the order in which they came in.
    fn judge_order(&mut self, job: &Job<'_>, info: &SessionInfo) {
        let Some(ids) = &info.messages else { return };
        let arrived: Vec<(&String, (u64, u64))> = ids
            .iter()
            .filter_map(|id| {
                let thing = self.messages.get(id)?;
                let arrived = thing.incoming == Some(true);
                thing.born.filter(|_| arrived).map(|born| (id, born))
            })
            .collect();
        self.judged.apply("session-messages");
        let wrong = arrived
            .windows(2)
            .find(|pair| pair[1].1.1 < pair[0].1.0)
            .map(|pair| (pair[0].0.clone(), pair[1].0.clone()));
        let Some((first, second)) = wrong else {
            return;
        };
        let blame = Blame {
            rule: "session-messages",
            requirement: "M-5.3.15-3",
            ruling: None,
            allowed: format!("{second} before {first}"),
        };
        let seen = format!("session {} lists {first} before {second}", info.id);
        let possible = format!("{second} came in before {first}");
        self.exclude(&job.observation.source, blame, seen, possible, Vec::new());
    }

    /// 5.3.8: as long as a closed session is listed, its messages can be read where ClosedSession is supported.
    fn judge_kept(&mut self, job: &Job<'_>, info: &SessionInfo) {
        if self.bench.has_folder("ClosedSession") != Some(true) {
            return;
        }
        self.judged.apply("session-messages");
        let of_session = |thing: &&MessageThing| thing.session.as_deref() == Some(&info.id);
        let missed = self
            .messages
            .iter()
            .filter(|(_, thing)| of_session(thing) && !thing.deleted && !thing.may_vanish)
            .find_map(|(id, thing)| thing.missed.clone().map(|missed| (id.clone(), missed)));
        let Some((id, (_, source))) = missed else {
            return;
        };
        if let Some(thing) = self.messages.get_mut(&id) {
            thing.missed = None;
            thing.deleted = true;
        }
        let blame = Blame {
            rule: "session-messages",
            requirement: "M-5.3.8-1",
            ruling: Some("R-59"),
            allowed: format!("message {id}, as long as its session is listed"),
        };
        let seen = format!("session {} is listed as Closed", info.id);
        let possible = format!("message {id} was not there any more");
        self.exclude(&job.observation.source, blame, seen, possible, vec![source]);
    }

    pub(super) fn end_session(&mut self, job: &Job<'_>, id: &str, step: &Step) {
        let Some(thing) = self.sessions.get(id) else {
            return;
        };
        let moves = self.session_moves(thing);
        let because = thing.status.evidence();
        let Some(thing) = self.sessions.get_mut(id) else {
            return;
        };
        let last = thing.last;
        let completed = thing.status.complete(&moves, job.number, &job.observation.source);
        thing.note(self.now);
        match step {
            Step::Act { action, came, .. } => thing.last = LastMove::Acted(*action, *came),
            Step::PeerAccepts => thing.last = LastMove::PeerAccepted,
            Step::PeerCloses => thing.last = LastMove::PeerClosed,
            _ => {}
        }
        self.judged.apply(session::rule(step));
        self.note_let_go(&completed);
        if let Completed::Impossible(possible) = completed {
            let blame = session::blame(&possible, step, last);
            let possible = session::names(&possible);
            let seen = format!(
                "{} {}",
                session::described(id, step),
                what(job.observation)
            );
            self.exclude(&job.observation.source, blame, seen, possible, because);
        }
    }

    pub(super) fn end_part(&mut self, job: &Job<'_>, target: &Target) {
        let anything = self.bench.strangers;
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
                let class = session::Class { anything };
                let completed = thing.class.complete(&class, number, source);
                (complete(completed), because, changed(step))
            }
            Target::People(_, step) => {
                let because = thing.people.evidence();
                let list = session::List { anything };
                let wrong = match thing.people.complete(&list, number, source) {
                    Completed::Impossible(possible) => Some(lists(&possible)),
                    _ => None,
                };
                (wrong, because, moved(step))
            }
            Target::Message(..) | Target::Session(..) => return,
        };
        self.judged.apply("session-parts");
        let Some(possible) = wrong else { return };
        let Some(thing) = self.sessions.get(id) else {
            return;
        };
        let is_changed = thing.changed.contains(part);
        let blame = Blame {
            rule: "session-parts",
            requirement: part_requirement(part, is_changed, !thing.changed.is_empty(), thing.moved),
            ruling: None,
            allowed: possible.clone(),
        };
        let seen = format!("session {id} has the {part} {seen} {}", what(job.observation));
        self.exclude(source, blame, seen, possible, because);
    }
}

impl SessionThing {
    /// Whether it is certainly there.
    pub(super) fn is_there(&self) -> bool {
        self.status.is_quiet()
            && self.status.is_certain(|state| {
                state
                    .as_ref()
                    .is_some_and(|life| life.status != SessionStatus::Nonexistent)
            })
    }

    /// An action succeeds that may be told.
    fn cause(&mut self, action: SessionAction, from: u64) {
        let slug = match action {
            SessionAction::AcceptSession => "accepted",
            SessionAction::JoinSession => "telcp-joined",
            SessionAction::LeaveSession => "telcp-left",
            SessionAction::CloseSession => "closed",
            SessionAction::ModifySession => "modified",
            SessionAction::StartFileTransfer => "ft-started",
            SessionAction::CancelFileTransfer => "ft-cancelled",
            SessionAction::SendMessage | SessionAction::GetFileTransferSession => return,
        };
        let name = None;
        self.causes.push(Cause { slug, name, from });
    }
}

fn values(possible: &[Value]) -> String {
    let words: Vec<String> = possible
        .iter()
        .map(|value| match value {
            Value::Any => "anything".to_owned(),
            Value::Is(text) => format!("{:?}", cut(text)),
        })
        .collect();
    words.join(" or ")
}

fn changed(step: &Change) -> String {
    match step {
        Change::Set(text) | Change::Maybe(text) | Change::Shown(text) => format!("{:?}", cut(text)),
        Change::Free => "anything".to_owned(),
    }
}

fn persons<'p>(people: impl IntoIterator<Item = &'p session::Person>) -> String {
    let words: Vec<String> = people
        .into_iter()
        .map(|(element, id)| format!("{element} {id}"))
        .collect();
    cut(&words.join(", "))
}

fn lists(possible: &[People]) -> String {
    let words: Vec<String> = possible
        .iter()
        .map(|people| {
            let mut words = persons(&people.on);
            if !people.off.is_empty() {
                words.push_str(&format!(" and not {}", persons(&people.off)));
            }
            words
        })
        .collect();
    words.join(" or ")
}

fn moved(step: &Move) -> String {
    match step {
        Move::Shown(people) | Move::Unsettle(people) => persons(people),
        Move::Modify { add, remove } => format!("+{} -{}", persons(add), persons(remove)),
        Move::Free => "anything".to_owned(),
    }
}
