//! Lists of messages: everything that meets the criteria is in them, and nothing else.

use std::collections::BTreeMap;

use super::requests::{shown, what};
use super::things::{MessageThing, session_of, session_of_id};
use super::{Job, Oracle};
use crate::document::{Message, NewMessages};
use crate::service::call::{Call, Told};
use crate::service::message::{Filter, Folder, State, Step};
use crate::service::observation::Outcome;
use crate::service::rules::Blame;
use crate::service::session;
use crate::service::track::Kind;

/// A list of so many is a long one: what it lacks may have been cut off.
const LONG: usize = 20;

/// The criteria of SearchMessages; empty: any.
#[derive(Clone, Copy)]
pub(super) struct Criteria<'c> {
    pub(super) class: &'c str,
    pub(super) folder: &'c str,
    pub(super) status: &'c str,
    pub(super) session: &'c str,
}

impl<'c> Criteria<'c> {
    pub(super) fn of(call: &'c Call) -> Option<Self> {
        match call {
            Call::SearchMessages {
                class,
                folder,
                status,
                session,
            } => Some(Self {
                class,
                folder,
                status,
                session,
            }),
            _ => None,
        }
    }

    /// The requirement on a list by these criteria.
    fn requirement(self) -> &'static str {
        let given = [
            (self.class, "M-5.5.4-class"),
            (self.folder, "M-5.5.4-folder"),
            (self.status, "M-5.5.4-status"),
            (self.session, "M-5.5.4-session"),
        ];
        let mut given = given.into_iter().filter(|(value, _)| !value.is_empty());
        match (given.next(), given.next()) {
            (None, _) => "M-5.5.4-1",
            (Some((_, only)), None) => only,
            (Some(_), Some(_)) => "M-5.5.4-combined",
        }
    }

    /// Those that concern the state of a message; `None`: one of them is not a value of its table.
    fn filter(self) -> Option<Filter> {
        let folder = match self.folder {
            "" => None,
            name => Some(Folder::read(name)?),
        };
        let unread = match self.status {
            "" => None,
            "Unread" => Some(true),
            "Read" => Some(false),
            _ => return None,
        };
        Some(Filter {
            folder,
            unread,
            class: !self.class.is_empty(),
            session: !self.session.is_empty(),
            long: false,
        })
    }
}

impl Oracle {
    pub(super) fn begin_search(&mut self, job: &mut Job<'_>, call: &Call, outcome: &Outcome) {
        let Some(criteria) = Criteria::of(call) else {
            return;
        };
        self.judge_search_values(job, criteria, outcome);
        let (Outcome::Success(_), Told::Messages(list)) = (outcome, job.told.clone()) else {
            return;
        };
        if !criteria.session.is_empty() && !self.sessions.contains_key(criteria.session) {
            self.judge_unknown_session(job, criteria.session, "M-5.5.4-706");
        }
        // what is left of a closed session may be found when the session itself is not.
        let may_be_over = |session: &str| {
            let thing = self.sessions.get(session);
            thing.is_none_or(|thing| thing.may_close)
        };
        if !criteria.session.is_empty() && !may_be_over(criteria.session) {
            self.step_session(job, criteria.session, session::Step::There(true));
        }
        let Some(filter) = criteria.filter() else {
            return;
        };
        let filter = Filter {
            long: list.len() >= LONG,
            ..filter
        };
        let in_list: BTreeMap<&str, &Message> =
            list.iter().map(|it| (it.id.as_str(), it)).collect();
        let unsupported =
            self.bench.has_folder(criteria.folder) == Some(false) && !criteria.folder.is_empty();
        let mut steps = Vec::new();
        for (id, thing) in &self.messages {
            match in_list.get(id.as_str()) {
                Some(message) => {
                    if let Some(shown) = shown(message) {
                        steps.push((id.clone(), Step::Listed(filter, shown)));
                    }
                }
                None if unsupported || !may_be_due(thing, criteria) => {}
                None => steps.push((id.clone(), Step::Unlisted(filter))),
            }
        }
        for (id, step) in steps {
            self.step_message(job, &id, step);
        }
    }

    pub(super) fn end_search(&mut self, job: &Job<'_>, call: &Call, list: &[Message]) {
        let Some(criteria) = Criteria::of(call) else {
            return;
        };
        self.look_for_refused();
        let ids = list.iter().map(|message| message.id.as_str());
        self.judge_messages_once(job, ids, ("list-exact", criteria.requirement()));
        for message in list {
            self.judge_listed(job, criteria, message);
            if self.messages.contains_key(&message.id) {
                self.end_listed(job, message);
            } else {
                self.learn_message(job, criteria, message);
            }
        }
    }

    /// Class and session of what is listed are those that were asked for.
    fn judge_listed(&mut self, job: &Job<'_>, criteria: Criteria<'_>, message: &Message) {
        self.judged.apply("list-exact");
        let session = session_of(message).unwrap_or_default();
        let of_class = criteria.class.is_empty()
            || message.class.is_empty()
            || criteria.class == message.class;
        let of_session = criteria.session.is_empty() || criteria.session == session;
        let given = [
            criteria.class,
            criteria.folder,
            criteria.status,
            criteria.session,
        ];
        let several = given.iter().filter(|it| !it.is_empty()).count() > 1;
        let requirement = match (of_class, of_session) {
            (true, true) => return,
            _ if several => "M-5.5.4-combined",
            (false, _) => "M-5.5.4-class",
            (true, false) => "M-5.5.4-session",
        };
        let blame = Blame {
            rule: "list-exact",
            requirement,
            ruling: None,
            allowed: "a list of what meets the criteria".to_owned(),
        };
        let seen = format!(
            "message {} of class {:?} and session {session:?} is listed {}",
            message.id,
            message.class,
            what(job.observation)
        );
        let possible = format!(
            "class {:?} and session {:?} were asked for",
            criteria.class, criteria.session
        );
        self.exclude(&job.observation.source, blame, seen, possible, Vec::new());
    }

    /// A message that is listed, and was not known: from now on it is held to.
    fn learn_message(&mut self, job: &Job<'_>, criteria: Criteria<'_>, message: &Message) {
        let (Some(shown), Some(filter)) = (shown(message), criteria.filter()) else {
            return;
        };
        if message.id.is_empty() {
            return;
        }
        self.judge_unaccounted(job, message);
        let at = job.observation.from;
        let mut thing = MessageThing::found(Vec::new(), session_of(message), at);
        let moves = self.message_moves(&thing);
        let step = Step::Listed(filter, shown);
        let fits = |state: &State| !moves.after(state, &step).is_empty();
        let states = moves.everything().into_iter().filter(fits).collect();
        thing.track.begin_anew(states);
        thing.track.remember(&job.observation.source);
        let in_session = thing.session.is_some();
        let _ = thing.content.listed(message, in_session);
        self.keep_message(&message.id, thing);
    }

    pub(super) fn begin_new_messages(&mut self, job: &mut Job<'_>) {
        let Told::NewMessages(list) = job.told.clone() else {
            return;
        };
        let listed = |id: &str| list.0.iter().any(|it| it.id == id);
        let steps: Vec<(String, bool)> = self
            .messages
            .iter()
            .map(|(id, thing)| (id, thing, listed(id)))
            .filter(|(_, thing, listed)| {
                *listed || (thing.incoming != Some(false) && !thing.is_gone())
            })
            .map(|(id, _, listed)| (id.clone(), listed))
            .collect();
        for (id, listed) in steps {
            self.step_message(job, &id, Step::New(listed));
        }
    }

    pub(super) fn end_new_messages(&mut self, job: &Job<'_>, list: &NewMessages) {
        let ids = list.0.iter().map(|message| message.id.as_str());
        self.judge_messages_once(job, ids, ("new-messages", "M-5.5.3-1"));
        for message in &list.0 {
            if self.messages.contains_key(&message.id) || message.id.is_empty() {
                continue;
            }
            let session = session_of_id(&message.id);
            let mut thing = MessageThing::found(Vec::new(), session, job.observation.from);
            thing.incoming = Some(true);
            let moves = self.message_moves(&thing);
            let fits = |state: &State| !moves.after(state, &Step::New(true)).is_empty();
            let states = moves.everything().into_iter().filter(fits).collect();
            thing.track.begin_anew(states);
            thing.track.remember(&job.observation.source);
            self.keep_message(&message.id, thing);
        }
    }
}

/// Whether a list by these criteria may have to name the message.
fn may_be_due(thing: &MessageThing, criteria: Criteria<'_>) -> bool {
    let of_session =
        criteria.session.is_empty() || thing.session.as_deref() == Some(criteria.session);
    let of_class = criteria.class.is_empty() || thing.content.class() == Some(criteria.class);
    of_session && of_class && !thing.is_gone()
}
