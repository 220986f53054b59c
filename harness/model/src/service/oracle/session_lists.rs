//! Lists of sessions: everything that meets the criteria is in them, as it has to be, and nothing else.

use std::collections::BTreeMap;

use super::requests::what;
use super::things::{MessageThing, SessionThing};
use super::{Job, Oracle, Target};
use crate::document::SessionInfo;
use crate::service::bench::FarSide;
use crate::service::call::{Call, Told};
use crate::service::observation::Outcome;
use crate::service::rules::Blame;
use crate::service::session::{self, Change, LastMove, Move, Step, people, types};
use crate::service::track::Kind;
use crate::session_life::{Origin, SessionStatus};

impl Oracle {
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
        if by_id {
            self.judged.apply("session-there");
        }
        let wanted = match status.as_str() {
            _ if by_id => None,
            "" => None,
            name => match name.parse::<SessionStatus>() {
                Ok(status) => Some(status),
                Err(_) => return,
            },
        };
        let by_class = !by_id && !class.is_empty();
        let in_list: BTreeMap<&str, &SessionInfo> =
            list.iter().map(|it| (it.id.as_str(), it)).collect();
        let mut steps = Vec::new();
        for (known, thing) in &self.sessions {
            match in_list.get(known.as_str()) {
                Some(info) => {
                    if let Ok(status) = info.status.parse::<SessionStatus>() {
                        steps.push((
                            known.clone(),
                            Step::Listed {
                                wanted,
                                status,
                                by_class,
                            },
                        ));
                    }
                }
                None if by_id && known == id => steps.push((known.clone(), Step::NotFound)),
                None if by_id => {}
                None if class.is_empty() || thing.class().as_deref() == Some(class) => {
                    steps.push((known.clone(), Step::Unlisted { wanted, by_class }));
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
        let unasked = anything || self.bench.far_side == FarSide::Free;
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
            let class = session::Class { anything: unasked };
            thing.class.begin(&class, number, case, step.clone());
            job.targets.push(Target::Class(id.clone(), step));
        }
        let step = Move::Shown(people(&info.recipients));
        let list = session::List { anything: unasked };
        thing.people.begin(&list, number, case, step.clone());
        job.targets.push(Target::People(id, step));
    }

    pub(super) fn end_sessions(&mut self, job: &Job<'_>, call: &Call, list: &[SessionInfo]) {
        let Call::GetSessions { id, class, status } = call else {
            return;
        };
        self.look_for_refused();
        let requirement = match (id.as_str(), class.as_str(), status.as_str()) {
            ("", "", _) => "M-5.5.12-status",
            ("", _, "") => "M-5.5.12-class",
            ("", ..) => "M-5.5.12-combined",
            _ => "M-5.5.12-id",
        };
        let ids = list.iter().map(|info| info.id.as_str());
        self.judge_sessions_once(job, ids, requirement);
        for info in list {
            if id.is_empty() {
                self.judge_session_listed(job, info, class, status);
            } else if info.id != *id {
                self.other_session(job, info, id);
            }
            self.judge_decided(job, info);
            self.judge_order(job, info);
            self.judge_guests(job, info);
            if let Some(thing) = self.sessions.get_mut(&info.id) {
                thing.call_people(&info.recipients);
            }
            self.judge_addressed(&info.id);
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
        if [id, class, status].iter().all(|it| it.is_empty()) {
            self.outdate_refused(job);
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
            _ if !class.is_empty() && !status.is_empty() => "M-5.5.12-combined",
            (false, _) => "M-5.5.12-class",
            (true, false) => "M-5.5.12-status",
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
            requirement: if self.sessions.contains_key(id) {
                "M-5.5.12-id"
            } else {
                "M-5.5.12-706"
            },
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
        self.judge_unaccounted_session(job, info);
        let mut thing = SessionThing::new(Vec::new(), Origin::Unknown, LastMove::Found);
        let moves = self.session_moves(&thing);
        let step = Step::Listed {
            wanted: None,
            status,
            by_class: false,
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
        self.keep_session(&info.id, thing);
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
            .filter(|(_, thing)| of_session(thing) && !thing.deleted && !thing.restarted)
            .find_map(|(id, thing)| thing.missed.clone().map(|missed| (id.clone(), missed)));
        let Some((id, (_, source))) = missed else {
            return;
        };
        if let Some(thing) = self.messages.get_mut(&id) {
            thing.missed = None;
            thing.deleted = true;
        }
        // What nobody can read is in no folder either.
        for requirement in ["M-5.3.8-1", "M-5.5.15-4"] {
            let blame = Blame {
                rule: "session-messages",
                requirement,
                ruling: Some("R-59"),
                allowed: format!("message {id}, as long as its session is listed"),
            };
            let seen = format!("session {} is listed as Closed", info.id);
            let possible = format!("message {id} was not there any more");
            let because = vec![source.clone()];
            self.exclude(&job.observation.source, blame, seen, possible, because);
        }
    }
}
