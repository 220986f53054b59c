//! What an update tells of a session, and what that settles.

use std::collections::VecDeque;

use super::owed::Owed;
use super::told::Telling;
use crate::document::SessionUpdate;
use crate::event_text::EventText;
use crate::service::observation::Time;
use crate::session_life::SessionStatus;

/// So many updates of a subscription are kept; what is older than they are is taken to have been told.
const MOST_TALES: usize = 1_024;

/// What an update tells.
#[derive(Clone, Debug)]
pub(super) struct Tale {
    /// The id of the session.
    id: String,
    /// The events of Table 2.
    slugs: Vec<&'static str>,
    status: Option<SessionStatus>,
    /// Part of it is a vendor's, or kept back: it may tell anything.
    vague: bool,
    /// When it arrived.
    at: Time,
    /// The latest time at which what it tells may have happened.
    until: Time,
}

impl Tale {
    /// An update that arrives at this time; nobody knows when what it tells happened.
    pub(super) fn new(update: &SessionUpdate, at: Time) -> Self {
        let events = update.events.iter().map(|text| EventText::read(text));
        let events: Vec<_> = events
            .map(|event| event.meant().map(|meant| meant.slug))
            .collect();
        Self {
            id: update.session_id.clone(),
            vague: events.is_empty() || events.contains(&None) || update.status.is_empty(),
            slugs: events.into_iter().flatten().collect(),
            status: update.status.parse().ok(),
            at,
            until: at,
        }
    }

    /// The same, where this is known of its standard events.
    pub(super) fn of(mut self, told: &[Telling]) -> Self {
        if !self.vague {
            let at = self.at;
            let latest = told.iter().map(|telling| telling.latest(at)).max();
            self.until = latest.unwrap_or(at);
        }
        self
    }

    /// by its text, or by the status where the text is a vendor's or kept back.
    fn tells(&self, owed: &Owed) -> bool {
        self.id == owed.id
            && owed.telling.is_none_or(|(slug, status)| {
                self.vague
                    || self.status.is_some_and(|it| it.to_string() == status)
                    || self.slugs.contains(&slug)
            })
    }

    /// what is told of a session may stand for all that happened to it before.
    fn stands_for(&self, owed: &Owed) -> bool {
        self.id == owed.id && self.until >= owed.from
    }

    /// Takes away what it may tell.
    pub(super) fn settle(&self, list: &mut Vec<Owed>) {
        let last = list.iter().rfind(|owed| self.tells(owed));
        let by = last.map(|owed| owed.by);
        list.retain(|owed| owed.id != self.id || (Some(owed.by) > by && !self.stands_for(owed)));
    }
}

/// What was told lately, in the order in which it arrived.
#[derive(Clone, Debug, Default)]
pub(super) struct Tales {
    kept: VecDeque<Tale>,
    /// When the latest of those that were let go arrived.
    gone: Option<Time>,
}

impl Tales {
    pub(super) fn keep(&mut self, tale: Tale) {
        if self.kept.len() == MOST_TALES
            && let Some(first) = self.kept.pop_front()
        {
            self.gone = self.gone.max(Some(first.at));
        }
        self.kept.push_back(tale);
    }

    /// Whether something that arrived after this began may tell it.
    pub(super) fn may_tell(&self, owed: &Owed) -> bool {
        let mut since = self.kept.iter().filter(|tale| tale.at >= owed.from);
        self.gone.is_some_and(|gone| gone >= owed.from)
            || since.any(|tale| tale.tells(owed) || tale.stands_for(owed))
    }
}
