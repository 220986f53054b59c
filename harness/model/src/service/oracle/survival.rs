//! What outlives a restart: a device that keeps its messages keeps all of them.
//!
//! The standard says nothing of restarts. A device that forgets everything is beyond reproach; one that shows what it had, but
//! for a message that was there and that nobody removed, has lost that one.

use std::collections::BTreeMap;

use super::requests::what;
use super::things::MessageThing;
use super::{Job, Oracle};
use crate::service::message::{Folder, Place};
use crate::service::observation::Source;
use crate::service::rules::Blame;

/// What was seen of the messages that were there before the latest restart.
#[derive(Clone, Debug, Default)]
pub(super) struct Survival {
    /// One of each class that was seen again.
    kept: BTreeMap<String, Source>,
    /// Those that were not there any more.
    lost: Vec<Lost>,
    told: bool,
}

/// A message that was not there any more.
#[derive(Clone, Debug)]
struct Lost {
    id: String,
    class: String,
    folder: Folder,
    in_session: bool,
    source: Source,
}

/// So many lost messages are kept.
const MOST_LOST: usize = 8;

impl MessageThing {
    /// The folder that it is certainly in.
    pub(super) fn certain_folder(&self) -> Option<Folder> {
        let states = self.track.possible();
        let folder = states.first()?.place.folder()?;
        let is_there = |place: Place| place.folder() == Some(folder);
        let certain = self.track.is_quiet() && self.track.is_certain(|it| is_there(it.place));
        certain.then_some(folder)
    }
}

impl Oracle {
    /// A message of this id was looked for.
    pub(super) fn note_survival(&mut self, job: &Job<'_>, id: &str) {
        let Some(thing) = self.messages.get(id) else {
            return;
        };
        let Some(folder) = thing
            .before_restart
            .filter(|_| thing.restarted && !thing.deleted)
        else {
            return;
        };
        let source = &job.observation.source;
        let class = thing.content.class().unwrap_or_default().to_owned();
        if thing.is_there() {
            let kept = self.survival.kept.entry(class.clone());
            kept.or_insert_with(|| source.clone());
        }
        // A session may have ended with the restart, and its messages with it.
        let over = thing.session.as_ref().is_some_and(|session| {
            let session = self.sessions.get(session);
            session.is_none_or(|session| session.may_close || !session.is_there())
        });
        let counts = !matches!(folder, Folder::Deleted | Folder::ClosedSession) && !over;
        if thing.is_gone() && counts && self.is_alone() && self.survival.lost.len() < MOST_LOST {
            let in_session = thing.session.is_some();
            self.survival.lost.push(Lost {
                id: id.to_owned(),
                class,
                folder,
                in_session,
                source: source.clone(),
            });
        }
        self.judge_survival(job);
    }

    fn judge_survival(&mut self, job: &Job<'_>) {
        if self.survival.told {
            return;
        }
        let Survival { kept, lost, .. } = &self.survival;
        let found = lost
            .iter()
            .find_map(|it| Some((it.clone(), kept.get(&it.class)?.clone())));
        let Some((lost, kept)) = found else { return };
        self.survival.told = true;
        let (rule, requirement) = match lost.folder {
            _ if lost.in_session => ("list-complete", "M-5.5.4-session"),
            Folder::Outgoing => ("message-moves", "M-5.5.6-1"),
            Folder::Received => ("list-complete", "M-F2-none-incoming-message"),
            _ => ("list-complete", "M-5.5.4-1"),
        };
        let blame = Blame {
            rule,
            requirement,
            ruling: None,
            allowed: "the message, as others were kept".to_owned(),
        };
        let seen = format!(
            "message {} is gone after a restart {}",
            lost.id,
            what(job.observation)
        );
        let folder = lost.folder.name();
        let possible = format!("it was in {folder}, and others are still there");
        let thing = Some(format!("survival of {}", lost.id));
        self.exclude_of(thing, (&lost.source, blame), seen, possible, vec![kept]);
    }
}
