//! Signs of life that are seen from outside: whether a search is answered, whether the device has started again, how
//! much memory it has.

use std::time::Duration;

use super::driver::Driver;
use super::investigate::SURE;
use super::shared::Fuzzer;
use super::trial::cut_off;
use crate::finding::{Kind, Symptom};
use crate::sequence::Sequence;
use crate::subject::Subject;

/// The signature of a device that has started again.
pub(super) const RESTART: &str = "restart";
/// The signature of one that answers no search any more.
pub(super) const DISCOVERY: &str = "discovery";
/// Searches that have to be unanswered, one after the other: datagrams get lost.
const SEARCHES: u32 = 4;
/// How long each is waited for (MX 1, and the way).
const ANSWER: Duration = Duration::from_millis(2500);
/// The same in a trial, which is repeated: all are sent at once, and the first answer is enough.
const AT_ONCE: u32 = 3;
const SHORTLY: Duration = Duration::from_millis(1500);
/// While something is made small: so many times what an answer took just before is late, and no less than this.
const LATE: u32 = 6;
const HURRY: Duration = Duration::from_millis(250);
/// It is searched for once in this time.
const EVERY: Duration = Duration::from_secs(8);
/// Growth between two looks that is looked into, in bytes; and the part of what there was.
const GROWN: u64 = 48 << 20;
const PART: u64 = 2;
/// Growth that a trial has to show, twice.
const SHOWN: u64 = 4 << 20;
/// Bytes that a byte may take that is kept.
const ROOM: u64 = 4;
/// Sequences of half a trial.
const HALF: usize = 4096;
/// How long half a trial may take.
const LONGEST: Duration = Duration::from_secs(8);
/// Times that each suspect is sent when they are weighed, how long that may take, and how many come of it.
const WEIGHED: usize = 8;
const WEIGHING: Duration = Duration::from_secs(40);
const HEAVIEST: usize = 3;
/// The bench is reset after so many suspects.
const FRESH: usize = 64;
/// Before so many requests a device is still warming up.
const WARM: u64 = 2000;

/// What was seen at the last look.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Vital {
    /// BOOTID.UPNP.ORG of an answer to a search (UDA 2.0, 1.3.3).
    boot: Option<u64>,
    /// Seconds it is up, by its log.
    uptime: Option<u64>,
    /// It has answered a search.
    answers: bool,
    /// When it was searched for last.
    searched: Option<Duration>,
    /// How long the answer took.
    took: Duration,
    /// Memory that growth is measured from.
    memory: Option<u64>,
}

impl Vital {
    /// Whether the device answered no search, where it is searches that matter.
    pub(super) fn is_unheard(&self, like: &Symptom) -> bool {
        like.signature == DISCOVERY && !self.answers
    }
}

/// A search for this device alone.
pub fn search(subject: &Subject) -> String {
    format!(
        "M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\nMX: 1\r\nST: {}\r\n\r\n",
        subject.udn
    )
}

/// The BOOTID in an answer to a search.
fn boot_id(answer: &[u8]) -> Option<u64> {
    let text = String::from_utf8_lossy(answer);
    text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let named = name.trim().eq_ignore_ascii_case("BOOTID.UPNP.ORG");
        named.then(|| value.trim().parse().ok()).flatten()
    })
}

/// The first answer to one of a few searches.
fn found(driver: &mut Driver<'_>, searches: u32, within: Duration) -> Option<Vec<u8>> {
    let text = search(driver.subject);
    (0..searches).find_map(|_| driver.wire.search(text.as_bytes(), 1, within))
}

/// The first answer to a few searches that are sent at once.
fn found_shortly(driver: &mut Driver<'_>, within: Duration) -> Option<Vec<u8>> {
    let text = search(driver.subject);
    driver.wire.search(text.as_bytes(), AT_ONCE, within)
}

/// Whether a device that answered just before, after `took`, answers still. To be sure the whole time is waited out that
/// an answer may take; who only makes something small is content with one that is late, and is sure in the end.
fn is_found(driver: &mut Driver<'_>, took: Duration) -> bool {
    let late = match driver.patience < SURE {
        true => (took * LATE).clamp(HURRY, SHORTLY),
        false => SHORTLY,
    };
    let again = (late * 2).min(ANSWER);
    let answers = found_shortly(driver, late).is_some();
    // One that overtook what was sent before it may be the last that is answered, and so may one get lost.
    found_shortly(driver, again).is_some() || answers && found_shortly(driver, again).is_some()
}

/// That the device has started again, told from two looks at it.
fn restarted(before: &Vital, now: &Vital) -> Option<Symptom> {
    let sign = match (before.boot, now.boot, before.uptime, now.uptime) {
        (Some(before), Some(now), ..) if now > before => {
            format!("BOOTID.UPNP.ORG was {before} and is {now}")
        }
        (_, _, Some(before), Some(now)) if now < before => {
            format!("it was up for {before} s, and is for {now} s")
        }
        _ => return None,
    };
    let text = format!("the device has started again by itself: {sign}");
    Some(Symptom::new(Kind::Crash, RESTART, text))
}

fn undiscovered() -> Symptom {
    let text = "the device answers no search any more, as it did before";
    Symptom::new(Kind::Hang, DISCOVERY, text)
}

/// What is seen before a trial, for those signs that it is about.
pub(super) fn before(driver: &mut Driver<'_>, like: &Symptom) -> Vital {
    let about = like.signature == RESTART || like.signature == DISCOVERY;
    if !about || !like.kind.takes_device() {
        return Vital::default();
    }
    let begun = driver.bench.now();
    // A device that is slow to answer is not silent yet.
    let answer = found_shortly(driver, SHORTLY)
        .or_else(|| found(driver, AT_ONCE, ANSWER))
        .filter(|_| driver.subject.discoverable);
    Vital {
        boot: answer.as_deref().and_then(boot_id),
        uptime: driver.bench.uptime(),
        answers: answer.is_some(),
        took: driver.bench.now().saturating_sub(begun),
        ..Vital::default()
    }
}

/// What a trial shows of the same.
pub(super) fn after(driver: &mut Driver<'_>, like: &Symptom, before: &Vital) -> Option<Symptom> {
    match (&*like.signature, like.kind) {
        (RESTART, Kind::Crash) => {
            let now = self::before(driver, like);
            restarted(before, &now)
        }
        (DISCOVERY, Kind::Hang) if before.answers => {
            (!is_found(driver, before.took)).then(undiscovered)
        }
        _ => None,
    }
}

/// Whether sending the sequences again and again takes memory each time, more than what was sent could fill.
pub(super) fn grows(driver: &mut Driver<'_>, sequences: &[Sequence]) -> Option<Symptom> {
    let first = grown(driver, sequences)?;
    let second = grown(driver, sequences)?;
    let times = HALF.div_ceil(sequences.len().max(1));
    let text = format!(
        "the device takes {} KiB more memory and then {} KiB, each for at most {times} times the same, and gives nothing back",
        first / 1024,
        second / 1024
    );
    Some(Symptom::new(Kind::Growth, "memory", text))
}

fn grown(driver: &mut Driver<'_>, sequences: &[Sequence]) -> Option<u64> {
    let begun = driver.bench.now();
    let before = driver.bench.memory()?;
    let mut sent = 0u64;
    for _ in 0..HALF.div_ceil(sequences.len().max(1)) {
        for sequence in sequences {
            driver.run(sequence, &mut |exchange| {
                // What was taken may be kept, and takes its room; of what was refused hardly more than a line of a log.
                let taken = exchange.judged.meaning.success;
                sent += exchange.sent.len() as u64 * if taken { ROOM } else { 1 };
                true
            });
        }
        let more = driver.bench.memory()?.saturating_sub(before);
        if more > SHOWN + sent {
            return Some(more);
        }
        let spent = driver.bench.now().saturating_sub(begun);
        if spent > LONGEST || driver.bench.interrupted() {
            return None;
        }
    }
    None
}

impl Fuzzer<'_> {
    /// The few sequences that leave most memory taken, the heaviest first. Where few of many take any, most of what is
    /// tried together takes none, and a trial that shows nothing takes its time.
    pub(super) fn heaviest(&self, driver: &mut Driver<'_>, recent: &[Sequence]) -> Vec<Sequence> {
        let begun = self.bench.now();
        let mut weights = Vec::new();
        for (number, sequence) in recent.iter().enumerate().rev() {
            let late = self.bench.now().saturating_sub(begun) > WEIGHING;
            let Some(before) = self.bench.memory().filter(|_| !late) else {
                break;
            };
            for _ in 0..WEIGHED {
                driver.run(sequence, &mut |exchange| !cut_off(exchange));
            }
            let more = self.bench.memory().unwrap_or(0).saturating_sub(before);
            weights.push((more, number));
            if self.subject.policy.bench && weights.len().is_multiple_of(FRESH) {
                self.refresh(driver);
            }
        }
        weights.sort_unstable();
        let heavy = weights.iter().rev().filter(|(more, _)| *more > 0);
        heavy
            .take(HEAVIEST)
            .map(|(_, number)| recent[*number].clone())
            .collect()
    }

    /// Looks at the signs of life; what is wrong with them.
    pub(super) fn vital(&self, driver: &mut Driver<'_>) -> Option<Symptom> {
        self.discovery(driver)
            .or_else(|| self.uptime())
            .or_else(|| self.memory())
    }

    fn discovery(&self, driver: &mut Driver<'_>) -> Option<Symptom> {
        let now = self.bench.now();
        let before = self.state().vital;
        let recent = before
            .searched
            .is_some_and(|at| now.saturating_sub(at) < EVERY);
        if !self.subject.discoverable || recent {
            return None;
        }
        let searches = if before.answers { SEARCHES } else { 1 };
        let answer = found(driver, searches, ANSWER);
        let mut seen = before;
        seen.searched = Some(self.bench.now());
        seen.boot = answer.as_deref().and_then(boot_id).or(before.boot);
        seen.answers |= answer.is_some();
        let lost = before.answers && answer.is_none();
        if lost {
            // It is told once.
            seen.answers = false;
        }
        self.state().vital = seen;
        restarted(&before, &seen).or_else(|| lost.then(undiscovered))
    }

    fn uptime(&self) -> Option<Symptom> {
        let uptime = self.bench.uptime();
        let mut state = self.state();
        let before = state.vital;
        state.vital.uptime = uptime.or(before.uptime);
        restarted(&before, &state.vital)
    }

    fn memory(&self) -> Option<Symptom> {
        let now = self.bench.memory()?;
        let warm = self.sent() > WARM;
        let mut state = self.state();
        let Some(before) = state.vital.memory.filter(|_| warm) else {
            state.vital.memory = warm.then_some(now);
            return None;
        };
        if now < before + GROWN.max(before / PART) {
            state.vital.memory = Some(before.min(now));
            return None;
        }
        // If it comes to nothing, this is how much it takes.
        state.vital.memory = Some(now);
        let text = format!(
            "the device had {} MiB, and has {} MiB",
            before >> 20,
            now >> 20
        );
        Some(Symptom::new(Kind::Growth, "memory", text))
    }

    /// The device is another one after a restart: nothing is compared with what was before.
    pub(super) fn forget_vital(&self) {
        let mut state = self.state();
        let answers = state.vital.answers;
        state.vital = Vital {
            answers,
            searched: Some(self.bench.now()),
            ..Vital::default()
        };
    }
}

#[cfg(test)]
mod tests;
