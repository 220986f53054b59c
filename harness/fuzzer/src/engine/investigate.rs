//! From a symptom to a finding: who showed it, how small, how surely.

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::alive::{Life, is_dead, look};
use super::driver::Driver;
use super::seek::is_costly;
use super::shared::{Fuzzer, MOST_KNOWN};
use super::trial::{Look, PROBES, REQUEST, Tried, plain, try_once};
use super::vital::DISCOVERY;
use crate::finding::{Finding, Kind, Symptom, fingerprint};
use crate::request::Request;
use crate::sequence::{Sequence, Step};

/// Times that a symptom is looked into in vain.
const MOST_FAILED: u32 = 5;
/// Symptoms that are remembered as looked into in vain.
const MOST_VAIN: usize = 4096;
/// Sequences that a culprit is sought in.
const BACK: usize = 400;
/// How long a hang is waited for while it is made small, and when it is shown in the end.
const HANG: Duration = Duration::from_millis(800);
pub(super) const SURE: Duration = Duration::from_secs(5);

/// Whether the device has more of it than can be seen from its description, so that only a restart ends it.
fn lingers(symptom: &Symptom) -> bool {
    symptom.kind == Kind::Growth || matches!(&*symptom.signature, DISCOVERY | REQUEST)
}

/// A symptom, where it showed.
pub(super) struct Shown {
    pub(super) symptom: Symptom,
    /// The sequence that showed it, or that is blamed for it.
    pub(super) sequence: Sequence,
    pub(super) serial: u64,
    pub(super) epoch: u64,
    /// What took so long, when it is slow.
    pub(super) took: Duration,
}

impl Shown {
    /// What it is looked into once for.
    fn key(&self) -> String {
        let symptom = &self.symptom;
        let mut key = format!("{}:{}", symptom.kind.name(), symptom.signature);
        if symptom.kind.is_of_device() {
            for step in &self.sequence.steps {
                if let Step::Request(request) = step
                    && !request.label.is_empty()
                {
                    key.push_str(&format!(":{}:{}", request.title(), request.label));
                }
            }
        }
        key
    }
}

impl Fuzzer<'_> {
    /// Looks into a symptom, unless it is known already. The device is well afterwards, or lost.
    pub(super) fn look_into(&self, shown: &Shown, driver: &mut Driver<'_>) {
        if self.enough.load(Ordering::SeqCst) {
            // The first finding ends the run: what showed beside it is for another.
            return;
        }
        if shown.symptom.kind.takes_device() && shown.epoch != self.epoch.load(Ordering::SeqCst) {
            // The device has been restarted since: somebody else saw the same.
            return;
        }
        if self.is_known(shown) {
            if shown.symptom.kind.takes_device() && !self.recover_or_lose(driver) {
                return;
            }
            if shown.symptom.kind == Kind::StateLost {
                self.refresh(driver);
            }
            return;
        }
        let recent = self.recent(shown);
        if is_dead(driver, false).is_some() && !self.recover_or_lose(driver) {
            self.record(
                shown,
                vec![shown.sequence.clone()],
                (0, 0),
                Tried::default(),
                "the device did not come back",
            );
            return;
        }
        if lingers(&shown.symptom) {
            self.anew(driver);
        }
        self.refresh(driver);
        let before = std::mem::replace(&mut driver.patience, self.patience(shown));
        self.seek(shown, &recent, driver);
        driver.patience = before;
        if is_dead(driver, false).is_some() {
            self.recover_or_lose(driver);
        }
        self.refresh(driver);
        self.state().history.clear();
    }

    fn is_known(&self, shown: &Shown) -> bool {
        let mut state = self.state();
        let known = state.known.get(&shown.key()).cloned();
        if let Some(fingerprint) = known {
            state.ledger.met_again(&fingerprint);
            return true;
        }
        let failed = state.failed.get(&shown.key()).copied().unwrap_or(0);
        failed >= MOST_FAILED || state.known.len() >= MOST_KNOWN
    }

    fn recent(&self, shown: &Shown) -> Vec<Sequence> {
        let state = self.state();
        let last = if shown.symptom.signature == DISCOVERY {
            state.history.searches()
        } else {
            state.history.last(BACK)
        };
        let mut recent: Vec<Sequence> = last.iter().map(|sequence| (**sequence).clone()).collect();
        drop(state);
        // Who showed it is the first to be suspected.
        recent.push(shown.sequence.clone());
        recent
    }

    fn patience(&self, shown: &Shown) -> Duration {
        match shown.symptom.kind {
            Kind::Hang => {
                let usual = self.state().latency.usual() * 50;
                usual.max(HANG).min(self.options.patience)
            }
            _ => self.options.patience,
        }
    }

    pub(super) fn recover_or_lose(&self, driver: &mut Driver<'_>) -> bool {
        let back = self.recover(driver);
        if !back {
            self.lost.store(true, Ordering::SeqCst);
        }
        back
    }

    /// Whether the sequences show the symptom; afterwards the device is well.
    pub(super) fn shows(
        &self,
        sequences: &[Sequence],
        shown: &Shown,
        driver: &mut Driver<'_>,
        (slow, last): (Duration, &mut Tried),
    ) -> bool {
        let like = &shown.symptom;
        // What an earlier trial left behind must not show it.
        let by_itself = matches!(
            like.kind,
            Kind::AcceptedInvalid | Kind::Slow | Kind::Contact
        );
        if like.kind == Kind::StateLost || self.subject.policy.bench && !by_itself {
            self.refresh(driver);
        }
        let how = Look {
            slow,
            at_once: last.at_once,
        };
        let mut tried = try_once(driver, sequences, like, how);
        if tried.unheard && self.bench.can_restart() {
            // It fell silent behind the trial before, too late to be seen.
            self.anew(driver);
            tried = try_once(driver, sequences, like, how);
        }
        let mut shows = tried.symptoms.iter().any(|symptom| symptom.is_like(like));
        if shows && like.kind == Kind::Slow {
            // Not slow because everything is.
            let plain = plain(driver.subject);
            shows = (0..3).any(|_| driver.ask(&plain).1 < slow / 3);
        }
        if tried.dead && like.kind == Kind::Hang && self.bench.can_restart() {
            // It has been waited for already.
            self.anew(driver);
        } else if tried.dead || look(driver, Duration::from_secs(5)) != Life::Well {
            self.recover_or_lose(driver);
        } else if shows && lingers(like) {
            self.anew(driver);
        }
        if shows {
            *last = tried;
        }
        shows
    }

    /// A symptom that could not be shown again: one whose device was lost is told all the same, others are chance.
    pub(super) fn not_shown(&self, shown: &Shown) {
        let mut state = self.state();
        if state.failed.len() >= MOST_VAIN {
            state.failed.clear();
        }
        *state.failed.entry(shown.key()).or_default() += 1;
        drop(state);
        if shown.symptom.kind == Kind::Crash && shown.symptom.signature == "device" {
            let own = vec![shown.sequence.clone()];
            self.record(
                shown,
                own,
                (self.options.confirm, 0),
                Tried::default(),
                "it did not show again",
            );
        }
    }

    pub(super) fn record(
        &self,
        shown: &Shown,
        sequences: Vec<Sequence>,
        (tried, times): (u32, u32),
        last: Tried,
        note: &str,
    ) {
        let like = &shown.symptom;
        let action = sequences
            .iter()
            .flat_map(|sequence| &sequence.steps)
            .filter_map(|step| step.request())
            .next_back()
            .map_or("-".to_owned(), Request::title);
        let text = last.symptoms.iter().find(|symptom| symptom.is_like(like));
        let text = text.map_or(&like.text, |symptom| &symptom.text).clone();
        let finding = Finding {
            fingerprint: fingerprint(like.kind, &like.signature, &sequences),
            kind: like.kind,
            signature: like.signature.clone(),
            text,
            action,
            cwe: like.kind.cwe(),
            requests: sequences.iter().map(Sequence::requests).sum(),
            probes: if like.signature == "device" || last.late {
                PROBES
            } else {
                0
            },
            sequences,
            tried,
            shown: times,
            met: 1,
            at_ms: u64::try_from(self.bench.now().as_millis()).unwrap_or(u64::MAX),
            at_request: shown.serial,
            excerpt: last.excerpt,
            note: note.to_owned(),
        };
        let mut state = self.state();
        if finding.shown > 0 {
            state.known.insert(shown.key(), finding.fingerprint.clone());
        }
        if finding.shown > 0 && is_costly(like.kind) {
            for step in finding.sequences.iter().flat_map(|one| &one.steps) {
                state.avoided.push(step.name());
            }
        }
        if finding.shown > 0 && self.options.fail_fast {
            self.enough.store(true, Ordering::SeqCst);
        }
        state.ledger.add(finding);
    }
}
