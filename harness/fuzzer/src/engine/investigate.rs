//! From a symptom to a finding: who showed it, how small, how surely.

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::alive::{Life, is_dead, look};
use super::driver::Driver;
use super::latency::threshold;
use super::shared::{Fuzzer, MOST_KNOWN};
use super::trial::{Look, PROBES, REQUEST, Tried, plain, try_once};
use super::vital::DISCOVERY;
use crate::attribute::{Attempts, culprits, in_groups, minimise};
use crate::finding::{Finding, Kind, Symptom, fingerprint};
use crate::request::Request;
use crate::sequence::{Sequence, Step};

/// Tries to make a finding small, where the device stays.
const TRIES: u32 = 1500;
/// Tries where it has to come back each time.
const COSTLY_TRIES: u32 = 400;
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

/// How long a plain request takes, of a few the middle one.
fn usual_now(driver: &mut Driver<'_>) -> Duration {
    let plain = plain(driver.subject);
    let mut took: Vec<Duration> = (0..9).map(|_| driver.ask(&plain).1).collect();
    took.sort_unstable();
    took[took.len() / 2]
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

    fn seek(&self, shown: &Shown, recent: &[Sequence], driver: &mut Driver<'_>) {
        let like = &shown.symptom;
        let costly = like.kind.takes_device() || matches!(like.kind, Kind::Slow | Kind::Growth);
        let tries = if costly { COSTLY_TRIES } else { TRIES };
        let begun = self.bench.now();
        let mut last = Tried::default();
        // What is usual now: it may have been found while much else was done.
        let slow = usual_now(driver).min(self.state().latency.usual());
        let slow = threshold(slow).min(shown.took);
        let heavy = match like.kind {
            Kind::Growth => self.heaviest(driver, recent),
            _ => Vec::new(),
        };
        let found = {
            // A search may be answered after seconds (MX), so that each try takes its time.
            let most = match &*like.signature {
                DISCOVERY => self.options.investigation * 3 / 2,
                _ => self.options.investigation,
            };
            let mut try_it = |sequences: &[Sequence]| {
                let spent = self.bench.now().saturating_sub(begun);
                if spent > most || self.bench.interrupted() {
                    return false;
                }
                self.shows(sequences, shown, driver, (slow, &mut last))
            };
            let mut attempts = Attempts::new(tries, &mut try_it);
            let own = std::slice::from_ref(&shown.sequence);
            // What an answer says may be about what was there before; what it takes and how long, is not.
            let about_itself = matches!(like.kind, Kind::AcceptedInvalid | Kind::Slow);
            let heavy = heavy.chunks(1).find(|one| attempts.shows(one));
            let found = if let Some(heavy) = heavy {
                Some(heavy.to_vec())
            } else if attempts.shows(own) {
                Some(own.to_vec())
            } else if about_itself {
                None
            } else {
                // What was not it costs no restart: a few datagrams at a time are soon through.
                let found = match &*like.signature {
                    DISCOVERY => in_groups(recent, &mut attempts),
                    _ => None,
                };
                found.or_else(|| culprits(recent, &mut attempts))
            };
            found.map(|found| minimise(found, &self.subject, &mut attempts))
        };
        // What stimuli alone bring about is the bench's doing.
        let found = found.filter(|found| found.iter().any(|one| one.requests() > 0));
        let Some(found) = found else {
            self.not_shown(shown);
            return;
        };
        let mut count = (0, 0);
        if like.kind == Kind::Hang {
            driver.patience = driver.patience.max(SURE).min(self.options.patience);
        }
        for _ in 0..self.options.confirm {
            count.0 += 1;
            // It has to show on a fresh device: what was sent before is no part of it.
            self.anew(driver);
            // At its bound it need not be as slow each time.
            let slow = slow * 3 / 4;
            count.1 += u32::from(self.shows(&found, shown, driver, (slow, &mut last)));
        }
        if count.1 == 0 {
            self.not_shown(shown);
            return;
        }
        self.record(shown, found, count, last, "");
    }

    /// Whether the sequences show the symptom; afterwards the device is well.
    fn shows(
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
    fn not_shown(&self, shown: &Shown) {
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

    fn record(
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
        let costly = like.kind.takes_device() || matches!(like.kind, Kind::Slow | Kind::Growth);
        if finding.shown > 0 && costly {
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
