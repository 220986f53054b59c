//! Many runs: what became of each device, from run to run.
//!
//! What is known of a run is an [`Entry`], small enough that a thousand of them open at once; the [`Index`] holds them, and
//! is kept as a file beside the runs.

mod page;
mod trend;

pub use page::page;
pub use trend::{Flaky, Streak, Timeline, timelines};

use std::collections::{BTreeMap, HashMap};

use ctk_record::{Record, Verdict};
use serde::{Deserialize, Serialize};

use crate::summary;
use crate::visible::one_line;

/// The schema id of an index.
pub const HISTORY_SCHEMA: &str = "messaging-ctk/history/1";

/// What is known of many runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Index {
    /// [`HISTORY_SCHEMA`].
    pub schema: String,
    /// The ids of all cases: verdicts and symptoms name them by their place.
    pub cases: Vec<String>,
    /// The runs.
    pub runs: Vec<Entry>,
}

/// What is known of a run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Where it is, relative to the folder of the runs.
    pub place: String,
    /// What tells whether that was changed since.
    pub stamp: String,
    /// When the run began, RFC 3339 in UTC.
    pub started: String,
    /// The program: version and commit.
    pub tool: String,
    /// The UDN; `embedded` for the built-in device, empty when none was reached.
    pub device: String,
    /// What the device is called.
    pub name: String,
    /// The version of its firmware: the run's label, or else what the device says in SERVER.
    pub version: String,
    /// How long the run took.
    pub duration_ms: u64,
    /// How it ended.
    pub exit_code: u8,
    /// The verdict of each case of the index, a letter each: `p` passed, `f` failed, `i` inconclusive, `n` not applicable,
    /// `e` error, `.` not in the run.
    pub verdicts: String,
    /// How cases failed, by their place.
    pub symptoms: BTreeMap<usize, String>,
}

impl Default for Index {
    /// Without runs.
    fn default() -> Self {
        Self {
            schema: HISTORY_SCHEMA.to_owned(),
            cases: Vec::new(),
            runs: Vec::new(),
        }
    }
}

impl Index {
    /// Reads an index; a new one where the text is none, or of another version.
    pub fn read(text: &str) -> Self {
        let read: Option<Self> = serde_json::from_str(text).ok();
        read.filter(|index| index.schema == HISTORY_SCHEMA)
            .unwrap_or_default()
    }

    /// Whether the run at this place is known as it is now.
    pub fn knows(&self, place: &str, stamp: &str) -> bool {
        let mut runs = self.runs.iter();
        runs.any(|run| run.place == place && run.stamp == stamp)
    }

    /// Forgets the runs that are not there any more.
    pub fn keep(&mut self, is_there: impl Fn(&str, &str) -> bool) {
        self.runs.retain(|run| is_there(&run.place, &run.stamp));
    }

    /// Takes a run.
    pub fn add(&mut self, place: String, stamp: String, record: &Record) {
        let mut places: HashMap<String, usize> = self.cases.iter().cloned().zip(0..).collect();
        let mut verdicts = vec!['.'; self.cases.len()];
        let mut symptoms = BTreeMap::new();
        for (case, outcome) in record.outcomes() {
            let id = &case.planned.id;
            let at = *places.entry(id.clone()).or_insert_with(|| {
                self.cases.push(id.clone());
                verdicts.push('.');
                verdicts.len() - 1
            });
            verdicts[at] = letter(outcome.verdict);
            if outcome.verdict == Verdict::Fail {
                symptoms.insert(at, one_line(&outcome.symptom));
            }
        }
        let header = &record.header;
        let device = record.device.as_ref();
        let text = |get: fn(&ctk_record::Device) -> &str| {
            device.map(get).map(one_line).unwrap_or_default()
        };
        let embedded = header.target.first().is_some_and(|word| word == "embedded");
        let server = text(|device| &device.server);
        self.runs.push(Entry {
            place,
            stamp,
            started: one_line(&header.started),
            tool: one_line(&header.tool.title()),
            device: match device {
                Some(_) if embedded => "embedded".to_owned(),
                _ => text(|device| &device.udn),
            },
            name: text(|device| &device.friendly_name),
            version: match header.label.as_str() {
                "" => server,
                label => one_line(label),
            },
            duration_ms: record.duration_ms(),
            exit_code: summary::recorded_exit_code(record),
            verdicts: verdicts.into_iter().collect(),
            symptoms,
        });
    }
}

impl Entry {
    /// What became of the case at this place.
    pub fn verdict(&self, at: usize) -> char {
        self.verdicts
            .as_bytes()
            .get(at)
            .map_or('.', |&letter| char::from(letter))
    }

    /// How many cases came out so.
    pub fn count(&self, letter: char) -> usize {
        self.verdicts.chars().filter(|&it| it == letter).count()
    }

    /// How many cases were judged.
    pub fn judged(&self) -> usize {
        self.count('p') + self.count('f')
    }

    /// How many of the judged cases passed, in tenths of a per cent.
    pub fn permille(&self) -> usize {
        self.count('p') * 1000 / self.judged().max(1)
    }
}

fn letter(verdict: Verdict) -> char {
    match verdict {
        Verdict::Pass => 'p',
        Verdict::Fail => 'f',
        Verdict::Inconclusive => 'i',
        Verdict::NotApplicable => 'n',
        Verdict::Error => 'e',
    }
}

#[cfg(test)]
mod tests;
