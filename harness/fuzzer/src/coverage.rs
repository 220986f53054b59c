//! What has been reached: actions, states, error codes, and the share of requests that come to a parser.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::bindings::State;

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
}

/// Cells at most.
const MOST: usize = 4096;

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
        if self.actions.contains_key(subject) || self.actions.len() < 256 {
            *self.actions.entry(subject.to_owned()).or_default() += 1;
        }
        if !self.states.contains(state.name()) {
            self.states.insert(state.name().to_owned());
        }
        if let Some(code) = code.filter(|code| *code < 1000) {
            *self.codes.entry(code).or_default() += 1;
        }
        let answer = match code {
            _ if success => "ok".to_owned(),
            Some(code) => code.to_string(),
            None => format!("http-{status}"),
        };
        let cell = format!("{subject} {} {answer}", state.name());
        if self.cells.contains_key(&cell) || self.cells.len() < MOST {
            *self.cells.entry(cell).or_default() += 1;
        }
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
        self.control += other.control;
        self.reached += other.reached;
    }

    /// The share of control requests that come to a parser, 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "a share need not be exact")]
    pub fn share(&self) -> f64 {
        if self.control == 0 {
            return 0.0;
        }
        self.reached as f64 / self.control as f64
    }
}
