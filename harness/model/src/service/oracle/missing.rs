//! A message that a list lacks: the list is wrong, or the message is not what it has to be. Who looks at it next sees which.

use super::requests::what;
use super::{Job, Oracle};
use crate::service::contradiction::MOST;
use crate::service::message::{self, Shown, State, Step};
use crate::service::observation::Source;
use crate::service::rules::Blame;

/// A message that a list lacks.
#[derive(Clone, Debug)]
pub(super) struct Missing {
    possible: Vec<State>,
    /// What changed it last.
    last: Option<Step>,
    told: Telling,
}

/// What is to be told of it.
#[derive(Clone, Debug)]
pub(super) struct Telling {
    pub(super) source: Source,
    pub(super) blame: Blame,
    pub(super) seen: String,
    pub(super) because: Vec<Source>,
}

impl Missing {
    /// It is there, and with another status than it may have.
    fn has_other_status(&self, shown: Shown) -> bool {
        let there = |state: &&State| state.place.folder() == Some(shown.folder);
        let mut there = self.possible.iter().filter(there).peekable();
        there.peek().is_some() && there.all(|state| state.unread != shown.unread)
    }
}

impl Oracle {
    /// A list lacks a message that would have to be in it.
    pub(super) fn miss(
        &mut self,
        id: &str,
        (possible, last): (Vec<State>, Option<Step>),
        told: Telling,
    ) {
        let missing = Missing {
            possible,
            last,
            told,
        };
        if self.missing.len() >= MOST {
            return self.tell_missing(id, missing);
        }
        self.missing.entry(id.to_owned()).or_insert(missing);
    }

    /// Something was done to the message, or it was looked at.
    pub(super) fn settle_missing(&mut self, job: &Job<'_>, id: &str, step: &Step) {
        if matches!(step, Step::Unlisted(_) | Step::New(_)) {
            return;
        }
        let Some(mut missing) = self.missing.remove(id) else {
            return;
        };
        match step {
            Step::Listed(_, shown) if missing.has_other_status(*shown) => {
                let told = &mut missing.told;
                told.source = job.observation.source.clone();
                told.blame.rule = "message-status";
                told.blame.requirement = message::status(*shown, missing.last.as_ref());
                told.blame.allowed = message::names(&missing.possible);
                told.seen = format!("{} {}", message::described(id, step), what(job.observation));
            }
            // What nobody has seen since it arrived has not arrived.
            Step::Refused { code: 701, .. } if missing.last == Some(Step::Arrive) => {
                missing.told.blame.rule = "list-complete";
                missing.told.blame.requirement = "M-F2-none-incoming-message";
            }
            // What went to Deleted is not there any more: it did not stay where it has to be.
            Step::Refused { code: 701, .. } if missing.last == Some(Step::Delete) => {
                missing.told.blame.rule = "message-refused";
                missing.told.blame.requirement = "M-5.5.7-1";
            }
            _ => {}
        }
        self.tell_missing(id, missing);
    }

    /// Nobody looks at what is missing any more.
    pub(super) fn settle_all_missing(&mut self) {
        for (id, missing) in std::mem::take(&mut self.missing) {
            self.tell_missing(&id, missing);
        }
    }

    fn tell_missing(&mut self, id: &str, missing: Missing) {
        let Telling {
            source,
            blame,
            seen,
            because,
        } = missing.told;
        let possible = message::names(&missing.possible);
        let thing = Some(format!("message {id}"));
        self.exclude_of(thing, (&source, blame), seen, possible, because);
    }
}
