//! What a refused request leaves behind: nothing.

use std::collections::BTreeSet;

use ctk_vectors::facts;

use super::requests::what;
use super::{Job, Oracle};
use crate::document::{Message, Peer, Recipients, SessionInfo};
use crate::service::call::Call;
use crate::service::observation::{Outcome, Source, Time};
use crate::service::rules::Blame;
use crate::service::session::types;

/// So many refused requests are kept.
const MOST_REFUSED: usize = 256;

/// A request that was refused.
#[derive(Clone, Debug)]
pub(super) struct Refused {
    what: Thing,
    code: u16,
    source: Source,
    /// It is over by then.
    over: Time,
    /// Nothing was listed since, and nothing happened that may have left something else.
    fresh: bool,
}

/// What would have come to be.
#[derive(Clone, Debug)]
enum Thing {
    Message(Box<Message>),
    Session {
        class: String,
        /// `None`: they cannot be understood.
        recipients: Option<Box<Recipients>>,
        subject: String,
        types: String,
    },
}

impl Oracle {
    /// SendMessage or CreateSession is refused, or nobody knows.
    pub(super) fn note_refused(&mut self, job: &Job<'_>, call: &Call, outcome: &Outcome) {
        let thing = match call {
            Call::SendMessage(Some(message)) => Thing::Message(message.clone()),
            Call::CreateSession {
                class,
                recipients,
                subject,
                types,
            } => Thing::Session {
                class: class.clone(),
                recipients: recipients.clone(),
                subject: subject.clone(),
                types: types.clone(),
            },
            _ => return,
        };
        let Outcome::Fault(code) = outcome else {
            return;
        };
        if self.refused.len() == MOST_REFUSED {
            self.refused.remove(0);
        }
        self.refused.push(Refused {
            what: thing,
            code: *code,
            source: job.observation.source.clone(),
            over: job.to.unwrap_or(Time::MAX),
            fresh: true,
        });
    }

    /// All sessions were listed, or something came to be: what turns up from now on is not what was refused before, whatever
    /// its class.
    pub(super) fn outdate_refused(&mut self, job: &Job<'_>) {
        let from = job.from;
        for it in self.refused.iter_mut().filter(|it| it.over <= from) {
            it.fresh = false;
        }
    }

    /// A list might show what was refused before.
    pub(super) fn look_for_refused(&mut self) {
        if !self.refused.is_empty() {
            self.judged.apply("failure-leaves-nothing");
        }
    }

    /// A message that nobody knew is there: where all that came to be is known, one that was refused is not to be seen.
    pub(super) fn judge_unaccounted(&mut self, job: &Job<'_>, message: &Message) {
        self.judged.apply("failure-leaves-nothing");
        if self.is_of_strangers(&message.recipients) {
            return;
        }
        let known = match message.folder.as_str() {
            "Received" => false,
            "Outgoing" | "Sent" => self.known.sent,
            _ => self.known.messages(),
        };
        if !known || !self.is_alone() {
            return;
        }
        let same = |refused: &Refused| match &refused.what {
            Thing::Message(given) => is_same_message(given, message),
            Thing::Session { .. } => false,
        };
        let Some(refused) = self.refused.iter().rfind(|it| same(it)).cloned() else {
            return;
        };
        let wanted = format!("M-5.5.6-{}", refused.code);
        let in_session = message.session_id.is_some() || message.id.contains('.');
        // A session's messages are those that it took.
        let wanted = if in_session {
            "M-5.5.4-session".to_owned()
        } else {
            wanted
        };
        let seen = format!(
            "message {} is what SendMessage refused to take with {} {}",
            message.id,
            refused.code,
            what(job.observation)
        );
        self.exclude_leftover(job, refused.source, (&wanted, "M-T46-4"), seen);
    }

    /// A session that nobody knew is there.
    pub(super) fn judge_unaccounted_session(&mut self, job: &Job<'_>, info: &SessionInfo) {
        self.judged.apply("failure-leaves-nothing");
        if !self.known.sessions || !self.is_alone() || self.is_of_strangers(&info.recipients) {
            return;
        }
        let same = |refused: &Refused| match &refused.what {
            Thing::Message(_) => false,
            Thing::Session {
                class,
                recipients,
                subject,
                types: list,
            } => {
                let subjects = info.subject.as_ref().is_none_or(|it| it == subject);
                let lists = info.supported_content_type.as_ref();
                (class.is_empty() || info.class.is_empty() || *class == info.class)
                    && recipients
                        .as_ref()
                        .map_or(!subject.is_empty() && info.subject.is_some(), |it| {
                            same_people(it, &info.recipients)
                        })
                    && subjects
                    && lists.is_none_or(|it| types(it) == types(list))
            }
        };
        let begun = job.from;
        // Nobody asked for it, and it came since the sessions were listed last: only the request that was refused can have made it.
        let alone = |refused: &Refused| match &refused.what {
            Thing::Session { class, .. } => {
                refused.fresh && refused.over <= begun && !class.is_empty() && *class == info.class
            }
            Thing::Message(_) => false,
        };
        let found = self.refused.iter().rfind(|it| same(it) || alone(it));
        let Some(refused) = found.cloned() else {
            return;
        };
        let wanted = format!("M-5.5.8-{}", refused.code);
        let seen = format!(
            "session {} is what CreateSession refused with {} {}",
            info.id,
            refused.code,
            what(job.observation)
        );
        self.exclude_leftover(job, refused.source, (&wanted, "M-T46-4"), seen);
    }

    fn exclude_leftover(
        &mut self,
        job: &Job<'_>,
        source: Source,
        (wanted, otherwise): (&str, &'static str),
        seen: String,
    ) {
        let requirement = facts()
            .requirement(wanted)
            .map_or(otherwise, |it| it.id.as_str());
        let blame = Blame {
            rule: "failure-leaves-nothing",
            requirement,
            ruling: None,
            allowed: "nothing of what was refused".to_owned(),
        };
        let possible = "it was refused".to_owned();
        self.exclude(&job.observation.source, blame, seen, possible, vec![source]);
    }
}

fn is_same_message(given: &Message, seen: &Message) -> bool {
    let texts = |given: &Option<String>, seen: &Option<String>| {
        seen.is_none()
            || given.as_deref().unwrap_or_default() == seen.as_deref().unwrap_or_default()
    };
    let says_something = given.text.is_some() || given.subject.is_some();
    (given.class.is_empty() || given.class == seen.class)
        && says_something
        && texts(&given.text, &seen.text)
        && texts(&given.subject, &seen.subject)
        && (seen.recipients == Recipients::default()
            || same_people(&given.recipients, &seen.recipients)
            || seen.session_id.is_some())
}

fn same_people(given: &Recipients, seen: &Recipients) -> bool {
    let ids = |list: &[Peer]| -> BTreeSet<String> { list.iter().map(|it| it.id.clone()).collect() };
    ids(&given.to) == ids(&seen.to)
        && ids(&given.cc) == ids(&seen.cc)
        && ids(&given.bcc) == ids(&seen.bcc)
}
