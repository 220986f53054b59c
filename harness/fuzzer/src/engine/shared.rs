//! What the workers of a run share.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use super::latency::Latency;
use super::standing::Standing;
use super::summary::Point;
use super::vital::Vital;
use crate::bench::{Bench, Visit};
use crate::coverage::{Aim, Coverage};
use crate::feedback::Feedback;
use crate::finding::Ledger;
use crate::history::History;
use crate::sequence::Sequence;
use crate::subject::Subject;

/// How a run is to be.
#[derive(Clone, Debug)]
pub struct Options {
    /// It ends after this time; none: it does not.
    pub duration: Option<Duration>,
    /// It ends after so many requests.
    pub requests: Option<u64>,
    /// Requests a second at most.
    pub rate: Option<f64>,
    /// What is drawn depends on it.
    pub seed: u64,
    /// Which of the streams of this seed is drawn: shards have their own, and what goes on after a pause.
    pub stream: u64,
    /// How long an answer may take (UDA 3.2.2).
    pub patience: Duration,
    /// How long one finding may be sought back and made small.
    pub investigation: Duration,
    /// It ends with the first finding.
    pub fail_fast: bool,
    /// How often a finding is shown again in the end.
    pub confirm: u32,
    /// What is sent before anything else.
    pub first: Vec<Sequence>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            duration: None,
            requests: None,
            rate: None,
            seed: 0,
            stream: 0,
            patience: Duration::from_secs(30),
            investigation: Duration::from_secs(120),
            fail_fast: false,
            confirm: 3,
            first: Vec::new(),
        }
    }
}

/// A run.
pub struct Fuzzer<'a> {
    /// What is fuzzed.
    pub subject: Subject,
    /// What is around it.
    pub bench: &'a dyn Bench,
    /// How.
    pub options: Options,
    /// The number of the next request.
    pub serials: AtomicU64,
    /// What is read and written by all.
    pub(super) state: Mutex<State>,
    /// What stands from the start.
    pub(super) standing: Mutex<Arc<Standing>>,
    /// Who sends holds it shared; who must be alone, alone.
    pub(super) gate: RwLock<()>,
    /// Grows with every restart: a symptom of before is stale.
    pub(super) epoch: AtomicU64,
    /// The device is gone for good.
    pub(super) lost: AtomicBool,
    /// A finding ends the run.
    pub(super) enough: AtomicBool,
    /// When it began, on the bench's clock.
    pub(super) began: Duration,
}

/// What all workers write.
#[derive(Default)]
pub(super) struct State {
    pub(super) history: History,
    pub(super) feedback: Feedback,
    pub(super) coverage: Coverage,
    pub(super) ledger: Ledger,
    pub(super) latency: Latency,
    /// What was looked into already, by kind, signature and what was sent; and its fingerprint.
    pub(super) known: HashMap<String, String>,
    /// How often it was looked into in vain.
    pub(super) failed: HashMap<String, u32>,
    /// What was done to requests that took the device.
    pub(super) avoided: Vec<String>,
    pub(super) timeline: Vec<Point>,
    /// Sequences that ran before anything else: past findings.
    pub(super) first: Vec<Sequence>,
    /// Visits that came while something else was waited for.
    pub(super) visits: Vec<Visit>,
    /// The subscription has delivered.
    pub(super) events_came: bool,
    /// When it was looked after last.
    pub(super) events_at: Duration,
    /// Signs of life at the last look.
    pub(super) vital: Vital,
    /// How often a new subscriber was told nothing at once.
    pub(super) untold: u32,
    /// Subscriptions that were made since.
    pub(super) subscriptions: Vec<String>,
    /// Requests since the bench was last reset.
    pub(super) since_reset: u64,
}

/// Symptoms looked into at most.
pub(super) const MOST_KNOWN: usize = 120;

impl<'a> Fuzzer<'a> {
    /// A run that has not begun.
    pub fn new(
        subject: Subject,
        bench: &'a dyn Bench,
        mut options: Options,
        standing: Standing,
    ) -> Self {
        let mut first = std::mem::take(&mut options.first);
        first.reverse();
        let aim = Aim::of(&subject);
        Self {
            subject,
            bench,
            options,
            serials: AtomicU64::new(1),
            state: Mutex::new(State {
                coverage: Coverage {
                    aim,
                    ..Coverage::default()
                },
                first,
                ..State::default()
            }),
            standing: Mutex::new(Arc::new(standing)),
            gate: RwLock::new(()),
            epoch: AtomicU64::new(0),
            lost: AtomicBool::new(false),
            enough: AtomicBool::new(false),
            began: bench.now(),
        }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn standing(&self) -> Arc<Standing> {
        Arc::clone(&self.standing.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn stands(&self, standing: Standing) {
        *self.standing.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(standing);
    }

    /// Requests sent so far.
    pub fn sent(&self) -> u64 {
        self.serials.load(Ordering::Relaxed) - 1
    }

    /// What is worth to be kept: sequences that showed something new, and those of before that were not sent again.
    pub fn kept(&self) -> Vec<Arc<Sequence>> {
        let state = self.state();
        let not_sent = state.first.iter().cloned().map(Arc::new);
        state
            .feedback
            .kept()
            .iter()
            .cloned()
            .chain(not_sent)
            .collect()
    }

    /// Whether the run is over.
    pub fn is_over(&self) -> bool {
        let late = |most: Duration| self.bench.now() >= most;
        self.bench.interrupted()
            || self.lost.load(Ordering::Relaxed)
            || self.enough.load(Ordering::Relaxed)
            || self.options.duration.is_some_and(late)
            || self
                .options
                .requests
                .is_some_and(|most| self.sent() >= most)
    }
}
