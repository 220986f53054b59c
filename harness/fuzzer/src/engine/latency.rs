//! How long the device usually takes.

use std::time::Duration;

/// Answers that the median is of.
const WINDOW: usize = 512;
/// The median is taken anew after so many.
const EVERY: usize = 128;
/// Nothing shorter is slow.
const LEAST: Duration = Duration::from_millis(400);
/// So many times the median is slow.
const FACTOR: u32 = 60;
/// For so many bytes beyond the first, as long again.
const BYTES: usize = 32 * 1024;

/// The latencies of late.
#[derive(Debug, Default)]
pub(super) struct Latency {
    ring: Vec<Duration>,
    at: usize,
    median: Duration,
}

impl Latency {
    pub(super) fn note(&mut self, took: Duration) {
        if self.ring.len() < WINDOW {
            self.ring.push(took);
        } else {
            self.ring[self.at % WINDOW] = took;
        }
        self.at += 1;
        if self.at.is_multiple_of(EVERY) || self.median.is_zero() {
            let mut sorted = self.ring.clone();
            sorted.sort_unstable();
            self.median = sorted[sorted.len() / 2];
        }
    }

    /// The median.
    pub(super) fn usual(&self) -> Duration {
        self.median
    }

    /// What takes longer than this, with so many bytes sent, is suspected to be slow.
    pub(super) fn threshold(&self, bytes: usize) -> Duration {
        scaled(threshold(self.median), bytes)
    }
}

/// What takes longer than this is suspected to be slow, where this much is usual.
pub(super) fn threshold(usual: Duration) -> Duration {
    (usual * FACTOR).max(LEAST)
}

/// As long again for so many bytes.
pub(super) fn scaled(time: Duration, bytes: usize) -> Duration {
    let more = u32::try_from(bytes / BYTES).unwrap_or(u32::MAX - 1);
    time.saturating_mul(1 + more)
}
