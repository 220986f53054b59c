//! A finding sent again.

use std::time::Duration;

use crate::engine::{Driver, Look, establish, try_once};
use crate::finding::{Finding, Kind, Symptom};

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It does not show any more.
    Fixed,
    /// It shows.
    StillFails,
    /// Something else is wrong now.
    Changed,
}

impl Verdict {
    /// As it is printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fixed => "FIXED",
            Self::StillFails => "STILL FAILS",
            Self::Changed => "CHANGED",
        }
    }
}

/// A hang is not waited for longer than this.
const HANG: Duration = Duration::from_secs(5);

/// Sends a finding again, as often as it takes; what came of it, in a word and in words. `recover` brings the device
/// back; false: it is lost.
pub fn replay(
    driver: &mut Driver<'_>,
    finding: &Finding,
    recover: &mut dyn FnMut(&mut Driver<'_>) -> bool,
) -> (Verdict, String) {
    let like = Symptom::new(finding.kind, &*finding.signature, &*finding.text);
    if finding.kind == Kind::Hang {
        driver.patience = driver.patience.min(HANG);
    }
    // A flaky one is given more chances.
    let times = if finding.is_reliable() { 1 } else { 8 };
    let mut other = None;
    let slow = finding
        .excerpt
        .iter()
        .map(|one| one.elapsed_ms)
        .max()
        .unwrap_or(400);
    for _ in 0..times {
        driver.standing = std::sync::Arc::new(establish(driver));
        let tried = try_once(
            driver,
            &finding.sequences,
            &like,
            Look {
                slow: Duration::from_millis(slow / 3),
                at_once: false,
            },
        );
        let shown = tried.symptoms.iter().find(|symptom| symptom.is_like(&like));
        let text = shown.map(|symptom| symptom.text.clone());
        let back = !tried.dead || recover(driver);
        if let Some(text) = text {
            return (Verdict::StillFails, text);
        }
        if let Some(symptom) = tried.symptoms.first() {
            other = Some(format!("{}: {}", symptom.kind.name(), symptom.text));
        }
        if !back {
            return (Verdict::Changed, "the device is lost".to_owned());
        }
    }
    match other {
        Some(other) => (Verdict::Changed, other),
        None => (
            Verdict::Fixed,
            format!("{} does not show any more", finding.kind.name()),
        ),
    }
}
