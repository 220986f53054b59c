//! What was seen in a run, and what the model makes of it.

use std::collections::BTreeMap;

use ctk_model::service::{
    Bench, Contradiction, Judged, Observation, Outcome, Source, What, emptied_at, judge,
};
use ctk_record::{Exchange, Finding, Grade};

use super::kept::Kept;
use super::observe::observation;
use crate::lab::{Noticed, NoticedFinding};
use crate::messaging;

/// More memory than this is not taken when all is read again; what comes later is not followed.
const MOST_BYTES: usize = 32 << 20;

/// What is asked for in place of a rule: the moments at which everything was gone all at once.
pub(super) const EMPTIED_AT: &str = "emptied-at";

/// What an entry takes beside its text.
const ENTRY: usize = 96;

/// What was seen of the service in a run, up to the first question about it.
#[derive(Debug, Default)]
pub struct History {
    seen: Kept,
    bytes: usize,
    /// By the stimulus that is taken to have no effect, and whether moments at which all was gone are restarts.
    judged: BTreeMap<(String, bool), Judged>,
}

impl History {
    /// An exchange of a case. Of those that come after the first question nothing is kept.
    pub fn add(&mut self, exchange: &Exchange) {
        if !self.judged.is_empty() || self.bytes > MOST_BYTES {
            return;
        }
        if let Some(seen) = observation(exchange, messaging::SERVICE.family) {
            self.bytes = self.bytes.saturating_add(ENTRY + size(&seen.what));
            if !self.seen.push(&seen) {
                self.bytes = usize::MAX;
            }
        }
    }

    /// What a rule excludes, and how often it was applied.
    pub fn followed(&mut self, rule: &str, bench: &Bench) -> Noticed {
        let seen = &self.seen;
        if rule == EMPTIED_AT {
            return moments(&in_order(seen));
        }
        let judged = self
            .judged
            .entry((bench.in_vain.clone(), bench.emptied))
            .or_insert_with(|| judge(bench, &in_order(seen)));
        Noticed {
            checked: judged.applied.get(rule).copied().unwrap_or_default(),
            findings: judged
                .contradictions
                .iter()
                .filter(|it| it.rule == rule)
                .map(noticed)
                .collect(),
        }
    }
}

/// Each moment as a finding: from when to when it was, in milliseconds.
fn moments(seen: &[Observation]) -> Noticed {
    let finding = |(from, to): (u64, u64)| NoticedFinding {
        case: String::new(),
        exchange: 0,
        finding: Finding::new("", Grade::Note, format!("{from} {to}")),
    };
    Noticed {
        checked: 0,
        findings: emptied_at(seen).into_iter().map(finding).collect(),
    }
}

/// The order of the journal is that of the answers, of several jobs by chance: here it is that in which they were asked.
fn in_order(seen: &Kept) -> Vec<Observation> {
    let mut all = seen.all();
    let key = |it: &Observation| (it.from, it.source.case.clone(), it.source.exchange);
    all.sort_by_cached_key(key);
    all
}

/// How much memory an observation takes.
fn size(what: &What) -> usize {
    let pairs = |pairs: &[(String, String)]| -> usize {
        pairs
            .iter()
            .map(|(name, value)| ENTRY + name.len() + value.len())
            .sum()
    };
    match what {
        What::Action {
            arguments, outcome, ..
        } => {
            pairs(arguments)
                + match outcome {
                    Outcome::Success(outputs) => pairs(outputs),
                    Outcome::Fault(_) | Outcome::Unknown => 0,
                }
        }
        What::Event { properties, .. } => pairs(properties),
        What::Gap { text } => text.len(),
        What::Stimulus { fields, .. } => fields
            .iter()
            .map(|(name, value)| ENTRY + name.len() + value.len())
            .sum(),
        What::Subscribed { .. } | What::Unsubscribed { .. } => 0,
    }
}

/// A contradiction as a finding; one that may follow from another of the same thing is a note.
fn noticed(it: &Contradiction) -> NoticedFinding {
    let because: Vec<String> = it.because.iter().map(Source::to_string).collect();
    let after = if because.is_empty() {
        String::new()
    } else {
        format!(" after {}", because.join(", "))
    };
    let grade = if it.follows { Grade::Note } else { Grade::Fail };
    let text = format!(
        "{} in {}; possible{after}: {}",
        it.seen.trim_end(),
        it.at,
        it.possible
    );
    NoticedFinding {
        case: it.at.case.clone(),
        exchange: it.at.exchange,
        finding: Finding {
            expected: it.allowed.clone(),
            ..Finding::new(&it.requirement, grade, text)
        },
    }
}
