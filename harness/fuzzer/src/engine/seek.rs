//! Who showed a symptom, how small, and how surely: what is tried, and in which order.

use std::time::Duration;

use super::driver::Driver;
use super::investigate::{SURE, Shown};
use super::latency::threshold;
use super::shared::Fuzzer;
use super::trial::{Tried, plain};
use super::vital::DISCOVERY;
use crate::attribute::{Attempts, culprits, in_groups, minimise};
use crate::finding::Kind;
use crate::sequence::Sequence;

/// Tries to make a finding small, where the device stays.
const TRIES: u32 = 1500;
/// Tries where it has to come back each time.
const COSTLY_TRIES: u32 = 400;

/// How long a plain request takes, of a few the middle one.
fn usual_now(driver: &mut Driver<'_>) -> Duration {
    let plain = plain(driver.subject);
    let mut took: Vec<Duration> = (0..9).map(|_| driver.ask(&plain).1).collect();
    took.sort_unstable();
    took[took.len() / 2]
}

/// Whether each try takes long: the device has to come back, or time has to pass.
pub(super) fn is_costly(kind: Kind) -> bool {
    kind.takes_device() || matches!(kind, Kind::Slow | Kind::Growth)
}

/// The sequences that show the symptom: the one it showed with, else some of those before it.
fn blamed(
    shown: &Shown,
    recent: &[Sequence],
    heavy: &[Sequence],
    attempts: &mut Attempts<'_>,
) -> Option<Vec<Sequence>> {
    let like = &shown.symptom;
    let own = std::slice::from_ref(&shown.sequence);
    if let Some(heavy) = heavy.chunks(1).find(|one| attempts.shows(one)) {
        return Some(heavy.to_vec());
    }
    if attempts.shows(own) {
        return Some(own.to_vec());
    }
    // What an answer says may be about what was there before; what it takes and how long, is not.
    if matches!(like.kind, Kind::AcceptedInvalid | Kind::Slow) {
        return None;
    }
    // What was not it costs no restart: a few datagrams at a time are soon through.
    let found = match &*like.signature {
        DISCOVERY => in_groups(recent, attempts),
        _ => None,
    };
    found.or_else(|| culprits(recent, attempts))
}

impl Fuzzer<'_> {
    /// Seeks who showed it, makes that small, and records it.
    pub(super) fn seek(&self, shown: &Shown, recent: &[Sequence], driver: &mut Driver<'_>) {
        let like = &shown.symptom;
        // What is usual now: it may have been found while much else was done.
        let slow = usual_now(driver).min(self.state().latency.usual());
        let slow = threshold(slow).min(shown.took);
        let mut last = Tried::default();
        // A search may be answered after seconds (MX), so that each try takes its time.
        let most = match &*like.signature {
            DISCOVERY => self.options.investigation * 3 / 2,
            _ => self.options.investigation,
        };
        let heavy = match like.kind {
            Kind::Growth => self.heaviest(driver, recent),
            _ => Vec::new(),
        };
        let mut trail = Vec::new();
        let found = self.attempt(shown, driver, (slow, &mut last), most, &mut |attempts| {
            let culprit = blamed(shown, recent, &heavy, attempts)?;
            let small = minimise(culprit.clone(), &self.subject, attempts);
            trail = attempts.trail();
            trail.insert(0, culprit);
            Some(small)
        });
        let Some(mut found) = found else {
            self.not_shown(shown);
            return;
        };
        let mut count = self.confirm(&found, shown, driver, (slow, &mut last));
        if count.1 < count.0 && !self.bench.interrupted() {
            // It was made so small that it does not show every time: once more, with more care.
            let most = self.options.investigation / 2;
            let sure = self.last_sure(&trail, shown, driver, (slow, &mut last));
            let again = self.attempt(shown, driver, (slow, &mut last), most, &mut |attempts| {
                attempts.twice();
                Some(minimise(sure.clone(), &self.subject, attempts))
            });
            for again in again.into_iter().chain([sure]) {
                let surer = self.confirm(&again, shown, driver, (slow, &mut last));
                if surer.1 > count.1 {
                    (found, count) = (again, surer);
                }
                if count.1 == count.0 {
                    break;
                }
            }
        }
        if count.1 == 0 {
            self.not_shown(shown);
            return;
        }
        self.record(shown, found, count, last, "");
    }

    /// The last of these that shows the symptom every time, where the first is believed to and what comes behind one that
    /// does not is no better.
    fn last_sure(
        &self,
        trail: &[Vec<Sequence>],
        shown: &Shown,
        driver: &mut Driver<'_>,
        (slow, last): (Duration, &mut Tried),
    ) -> Vec<Sequence> {
        let (mut sure, mut unsure) = (0, trail.len());
        while sure + 1 < unsure && !self.bench.interrupted() {
            let middle = usize::midpoint(sure, unsure);
            let every = (0..self.options.confirm).all(|_| {
                self.anew(driver);
                self.shows(&trail[middle], shown, driver, (slow, &mut *last))
            });
            if every {
                sure = middle;
            } else {
                unsure = middle;
            }
        }
        trail.get(sure).cloned().unwrap_or_default()
    }

    /// Tries things within this time; what came of it, unless stimuli alone bring it about: that is the bench's doing.
    fn attempt(
        &self,
        shown: &Shown,
        driver: &mut Driver<'_>,
        (slow, last): (Duration, &mut Tried),
        most: Duration,
        work: &mut dyn FnMut(&mut Attempts<'_>) -> Option<Vec<Sequence>>,
    ) -> Option<Vec<Sequence>> {
        let begun = self.bench.now();
        let mut try_it = |sequences: &[Sequence]| {
            let spent = self.bench.now().saturating_sub(begun);
            if spent > most || self.bench.interrupted() {
                return false;
            }
            self.shows(sequences, shown, driver, (slow, &mut *last))
        };
        let tries = if is_costly(shown.symptom.kind) {
            COSTLY_TRIES
        } else {
            TRIES
        };
        let found = work(&mut Attempts::new(tries, &mut try_it));
        found.filter(|found| found.iter().any(|one| one.requests() > 0))
    }

    /// How often it was tried again in the end, and how often it showed.
    fn confirm(
        &self,
        found: &[Sequence],
        shown: &Shown,
        driver: &mut Driver<'_>,
        (slow, last): (Duration, &mut Tried),
    ) -> (u32, u32) {
        let before = driver.patience;
        if shown.symptom.kind == Kind::Hang {
            driver.patience = driver.patience.max(SURE).min(self.options.patience);
        }
        let mut count = (0, 0);
        for _ in 0..self.options.confirm {
            count.0 += 1;
            // It has to show on a fresh device: what was sent before is no part of it.
            self.anew(driver);
            // At its bound it need not be as slow each time.
            let slow = slow * 3 / 4;
            count.1 += u32::from(self.shows(found, shown, driver, (slow, &mut *last)));
        }
        driver.patience = before;
        count
    }
}
