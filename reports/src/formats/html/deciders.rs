//! Which case decided a cell of a grid.

use std::collections::HashMap;
use std::hash::Hash;

use ctk_record::{Judgement, Record, Verdict};

/// The case with the worst judgement of each cell.
pub(super) struct Deciders<'a> {
    session: HashMap<(&'a str, &'a str), &'a str>,
    folder: HashMap<(&'a str, &'a str), &'a str>,
    errors: HashMap<(&'a str, u16), &'a str>,
}

impl<'a> Deciders<'a> {
    pub(super) fn of(record: &'a Record) -> Self {
        let pair = |(place, event): &'a (String, String)| (place.as_str(), event.as_str());
        Self {
            session: worst(record, |it| it.session_cell.as_ref().map(pair)),
            folder: worst(record, |it| it.folder_cell.as_ref().map(pair)),
            errors: worst(record, |it| {
                it.error_pair
                    .as_ref()
                    .map(|(action, code)| (action.as_str(), *code))
            }),
        }
    }

    /// Of a state and an action of Figure 3.
    pub(super) fn session(&self, state: &str, action: &str) -> Option<&'a str> {
        self.session.get(&(state, action)).copied()
    }

    /// Of a folder and an event of Figure 2.
    pub(super) fn folder(&self, folder: &str, event: &str) -> Option<&'a str> {
        self.folder.get(&(folder, event)).copied()
    }

    /// Of an action and an error code.
    pub(super) fn error(&self, action: &str, code: u16) -> Option<&'a str> {
        self.errors.get(&(action, code)).copied()
    }
}

fn worst<'a, K: Eq + Hash>(
    record: &'a Record,
    key: impl Fn(&'a Judgement) -> Option<K>,
) -> HashMap<K, &'a str> {
    let strict = record.header.strict;
    let mut found: HashMap<K, (Verdict, &'a str)> = HashMap::new();
    for case in &record.cases {
        for judgement in &case.judgements {
            let Some(key) = key(judgement) else { continue };
            let verdict = judgement.outcome.verdict(strict);
            let known = found.entry(key).or_insert((verdict, &case.planned.id));
            if known.0 != verdict && Verdict::worst([known.0, verdict]) == Some(verdict) {
                *known = (verdict, &case.planned.id);
            }
        }
    }
    let case = |(key, (_, case))| (key, case);
    found.into_iter().map(case).collect()
}
