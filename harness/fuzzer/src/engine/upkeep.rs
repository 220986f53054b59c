//! What is looked after between sequences: what stands, who came to the listener, the log, memory; and the count.

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use super::driver::Driver;
use super::investigate::Shown;
use super::shared::Fuzzer;
use super::standing::{Standing, delivers, undelivered};
use super::summary::{Point, Summary};
use super::trial::first_told;
use crate::finding::{Kind, Symptom};
use crate::oracle::wrong_event;
use crate::sequence::Sequence;

/// On a bench everything is reset after so many requests: what piles up makes every list long, and the device slow.
const RESET: u64 = 150;
/// New subscribers that were told nothing at once; then it is not tried again.
const MOST_UNTOLD: u32 = 3;
/// The subscription is looked after once in this time.
const EVENTS: Duration = Duration::from_secs(15);
/// Points of the timeline; then every second one goes.
const MOST_POINTS: usize = 4000;

impl Fuzzer<'_> {
    /// Looks after everything; what showed.
    pub(super) fn upkeep(&self, driver: &mut Driver<'_>, current: &Arc<Sequence>) -> Vec<Shown> {
        driver.standing = self.standing();
        let mut shown = Vec::new();
        let epoch = self.epoch.load(Ordering::SeqCst);
        let mut show = |symptom: Symptom, sequence: &Arc<Sequence>| {
            shown.push(Shown {
                symptom,
                sequence: (**sequence).clone(),
                serial: self.sent(),
                epoch,
                took: Duration::ZERO,
            });
        };
        let standing = self.standing();
        let shared = self.gate.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(symptom) = standing.check(driver) {
            show(symptom, current);
        }
        if let Some(symptom) = self.events(&standing, driver) {
            show(symptom, current);
        }
        if let Some(symptom) = self.vital(driver) {
            show(symptom, current);
        }
        drop(shared);
        self.look_at_values(&standing, driver);
        for (symptom, sequence) in self.visitors() {
            show(symptom, &sequence);
        }
        for line in self.bench.log() {
            let mut state = self.state();
            if state.feedback.is_new_line(&line) {
                let serial = self.sent();
                state
                    .feedback
                    .keep(current, serial, usize::try_from(serial).unwrap_or(0));
            }
        }
        if shown.is_empty() && self.subject.policy.bench && self.state().since_reset > RESET {
            let _held = self.gate.write().unwrap_or_else(PoisonError::into_inner);
            self.refresh(driver);
        }
        shown
    }

    /// Whether the subscription delivers, before anything odd is sent.
    pub(super) fn first_look(&self) {
        if self.standing().subscription.is_none() {
            return;
        }
        let (told, others) = delivers(self.bench);
        let mut state = self.state();
        state.visits.extend(others);
        state.events_came = told;
        state.events_at = self.bench.now();
    }

    /// Looks whether the subscription is known to the device, and once in a while whether it delivers.
    fn events(&self, standing: &Standing, driver: &mut Driver<'_>) -> Option<Symptom> {
        standing.subscription.as_ref()?;
        let forgotten = standing.is_forgotten(driver);
        let now = self.bench.now();
        let mut state = self.state();
        if !forgotten && now.saturating_sub(state.events_at) < EVENTS {
            return None;
        }
        state.events_at = now;
        drop(state);
        let (told, others) = delivers(self.bench);
        let mut state = self.state();
        state.visits.extend(others);
        if told {
            state.events_came = true;
            return None;
        }
        let came = state.events_came;
        drop(state);
        // Once more: the first may have met a pause between two events.
        (came && !delivers(self.bench).0).then(undelivered)
    }

    /// What a new subscriber is told first has the values as they are now: what is reset soon would else be told to nobody.
    fn look_at_values(&self, standing: &Standing, driver: &mut Driver<'_>) {
        let resets = self.subject.policy.bench && self.state().since_reset > RESET;
        if !resets || standing.subscription.is_none() || self.state().untold >= MOST_UNTOLD {
            return;
        }
        let (told, visits) = first_told(driver);
        let mut state = self.state();
        state.untold = if told { 0 } else { state.untold + 1 };
        state.visits.extend(visits);
    }

    /// Who came to a place that only a payload named, and should not have.
    fn visitors(&self) -> Vec<(Symptom, Arc<Sequence>)> {
        let mut visits = self.bench.visits();
        let mut state = self.state();
        visits.append(&mut state.visits);
        let mut shown = Vec::new();
        for visit in visits {
            if let Some(symptom) = wrong_event(&visit) {
                shown.push((symptom, Arc::new(Sequence::default())));
                continue;
            }
            let mut parts = visit.path.trim_start_matches('/').split('/');
            let (what, serial) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
            let Ok(serial) = u64::from_str_radix(serial, 16) else {
                continue;
            };
            let asked = state.history.request(serial);
            let (subject, sequence) = match asked {
                Some(asked) => (asked.subject.clone(), Arc::clone(&asked.sequence)),
                None => ("-".to_owned(), Arc::new(Sequence::default())),
            };
            let symptom = match what {
                "canary" => Symptom::new(
                    Kind::Contact,
                    "canary",
                    format!(
                        "the device came ({} {}) to a host that only an entity, a header or the like named",
                        visit.method, visit.path
                    ),
                ),
                "callback" | "link" if asked.is_some_and(|asked| asked.refused) => Symptom::new(
                    Kind::Contact,
                    format!("{subject}:{what}"),
                    format!(
                        "{subject} was refused, and yet the device came ({} {})",
                        visit.method, visit.path
                    ),
                ),
                _ => continue,
            };
            shown.push((symptom, sequence));
        }
        shown
    }

    /// A point of the timeline.
    pub(super) fn note_point(&self) {
        let memory = self.bench.memory();
        let requests = self.sent();
        let mut state = self.state();
        let point = Point {
            at_ms: u64::try_from(self.bench.now().as_millis()).unwrap_or(u64::MAX),
            requests,
            seen: state.feedback.seen(),
            findings: state.ledger.all().len(),
            median_us: u64::try_from(state.latency.usual().as_micros()).unwrap_or(u64::MAX),
            memory,
        };
        if state.timeline.len() >= MOST_POINTS {
            let mut keep = false;
            state.timeline.retain(|_| {
                keep = !keep;
                keep
            });
        }
        state.timeline.push(point);
    }

    /// How it stands.
    #[expect(clippy::cast_precision_loss, reason = "a rate need not be exact")]
    pub fn summary(&self) -> Summary {
        let now = self.bench.now();
        let state = self.state();
        let requests = self.sent();
        let spent = now.saturating_sub(self.began);
        Summary {
            schema: Summary::SCHEMA.into(),
            device: format!("http://{}{}", self.subject.host, self.subject.description),
            service: self.subject.service_type.clone(),
            seed: self.options.seed,
            duration_ms: u64::try_from(now.as_millis()).unwrap_or(u64::MAX),
            requests,
            rate: requests as f64 / spent.as_secs_f64().max(0.001),
            lost: self.lost.load(Ordering::Relaxed),
            interrupted: self.bench.interrupted(),
            reached_parser: state.coverage.share(),
            coverage: state.coverage.clone(),
            findings: state.ledger.all().to_vec(),
            timeline: state.timeline.clone(),
        }
    }
}
