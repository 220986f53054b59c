//! What has been reached: actions, states, error codes, and the share of requests that come to a parser.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use ctk_vectors::facts;
use serde::{Deserialize, Serialize};

use crate::bindings::State;
use crate::subject::Subject;

/// Counts of a run.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Coverage {
    /// Requests by action or method.
    pub actions: BTreeMap<String, u64>,
    /// Requests by action, state and answer: `ok`, an error code, or an HTTP status.
    pub cells: BTreeMap<String, u64>,
    /// States in which an action was called.
    pub states: BTreeSet<String>,
    /// Error codes that came.
    pub codes: BTreeMap<u32, u64>,
    /// Control requests.
    pub control: u64,
    /// Those of them whose arguments come to a parser.
    pub reached: u64,
    /// What there is to be reached.
    #[serde(default)]
    pub aim: Aim,
    /// Where the name of a cell is written.
    #[serde(skip)]
    pub(crate) cell: String,
}

/// What there is to be reached.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Aim {
    /// The actions of the service.
    pub actions: BTreeSet<String>,
    /// The states of a session, where there are sessions and a bench that brings them about.
    pub states: BTreeSet<String>,
    /// The error codes of the service's own table.
    pub codes: BTreeSet<u32>,
}

impl Aim {
    /// What a run on this subject is to reach.
    pub fn of(subject: &Subject) -> Self {
        let names = |states: &[State]| states.iter().map(|one| one.name().to_owned()).collect();
        let all = subject.policy.bench && subject.sessions;
        let table = facts()
            .error_codes
            .iter()
            .filter(|_| subject.is_messaging());
        Self {
            actions: subject.actions.iter().map(|one| one.name.clone()).collect(),
            states: if all {
                names(&State::ALL)
            } else {
                BTreeSet::new()
            },
            codes: table.map(|entry| u32::from(entry.code)).collect(),
        }
    }
}

/// Cells at most.
const MOST: usize = 4096;

/// One more of these; of names that are new at most so many.
fn count(counts: &mut BTreeMap<String, u64>, name: &str, most: usize) {
    if let Some(count) = counts.get_mut(name) {
        *count += 1;
    } else if counts.len() < most {
        counts.insert(name.to_owned(), 1);
    }
}

impl Coverage {
    /// Counts a request and its answer.
    pub fn count(
        &mut self,
        subject: &str,
        state: State,
        status: u16,
        code: Option<u32>,
        success: bool,
    ) {
        // Odd names are one.
        let plain = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
        let short = subject.len() <= 48 && subject.chars().all(plain) && !subject.is_empty();
        let subject = if short { subject } else { "(odd)" };
        count(&mut self.actions, subject, 256);
        if !self.states.contains(state.name()) {
            self.states.insert(state.name().to_owned());
        }
        if let Some(code) = code.filter(|code| *code < 1000) {
            *self.codes.entry(code).or_default() += 1;
        }
        let mut cell = std::mem::take(&mut self.cell);
        cell.clear();
        // Writing to a String does not fail.
        let _ = match code {
            _ if success => write!(cell, "{subject} {} ok", state.name()),
            Some(code) => write!(cell, "{subject} {} {code}", state.name()),
            None => write!(cell, "{subject} {} http-{status}", state.name()),
        };
        count(&mut self.cells, &cell, MOST);
        self.cell = cell;
    }

    /// Adds the counts of another run.
    pub fn add(&mut self, other: Self) {
        for (action, count) in other.actions {
            *self.actions.entry(action).or_default() += count;
        }
        for (cell, count) in other.cells {
            *self.cells.entry(cell).or_default() += count;
        }
        for (code, count) in other.codes {
            *self.codes.entry(code).or_default() += count;
        }
        self.states.extend(other.states);
        self.aim.actions.extend(other.aim.actions);
        self.aim.states.extend(other.aim.states);
        self.aim.codes.extend(other.aim.codes);
        self.control += other.control;
        self.reached += other.reached;
    }

    /// All requests.
    pub fn requests(&self) -> u64 {
        self.actions.values().sum()
    }

    /// The share of all requests whose arguments come to a parser, 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "a share need not be exact")]
    pub fn share(&self) -> f64 {
        match self.requests() {
            0 => 0.0,
            all => self.reached as f64 / all as f64,
        }
    }

    /// Of what there is to be reached, how much was: `18 of 18 actions, 5 of 6 states, 12 of 13 error codes`.
    pub fn figures(&self) -> String {
        let aim = &self.aim;
        let actions = aim
            .actions
            .iter()
            .filter(|one| self.actions.contains_key(*one));
        let states = aim.states.iter().filter(|one| self.states.contains(*one));
        let codes = aim.codes.iter().filter(|one| self.codes.contains_key(one));
        let counts = [
            (actions.count(), aim.actions.len(), "actions"),
            (states.count(), aim.states.len(), "states"),
            (codes.count(), aim.codes.len(), "error codes"),
        ];
        let of = |(reached, all, what): &(usize, usize, &str)| format!("{reached} of {all} {what}");
        let told = counts.iter().filter(|(_, all, _)| *all > 0);
        told.map(of).collect::<Vec<_>>().join(", ")
    }

    /// What there is to be reached and was not.
    pub fn missing(&self) -> Vec<String> {
        let aim = &self.aim;
        let actions = aim
            .actions
            .iter()
            .filter(|one| !self.actions.contains_key(*one));
        let states = aim.states.iter().filter(|one| !self.states.contains(*one));
        let codes = aim.codes.iter().filter(|one| !self.codes.contains_key(one));
        let names = actions.chain(states).cloned();
        names.chain(codes.map(u32::to_string)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_reached_is_held_against_what_there_is() {
        let mut coverage = Coverage {
            aim: Aim {
                actions: ["Get".to_owned(), "Set".to_owned()].into(),
                states: BTreeSet::new(),
                codes: [701, 702].into(),
            },
            ..Coverage::default()
        };
        coverage.count("Get", State::Nonexistent, 500, Some(701), false);
        coverage.count("M-POST", State::Nonexistent, 405, None, false);
        coverage.reached = 1;
        assert_eq!(coverage.figures(), "1 of 2 actions, 1 of 2 error codes");
        assert_eq!(coverage.missing(), ["Set", "702"]);
        assert!((coverage.share() - 0.5).abs() < 1e-9);
    }
}
