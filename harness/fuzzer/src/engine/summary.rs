//! What a run comes to.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::coverage::Coverage;
use crate::finding::Finding;

/// A moment of a run.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Point {
    /// Milliseconds from the start.
    pub at_ms: u64,
    /// Requests so far.
    pub requests: u64,
    /// Kinds of answers seen so far.
    pub seen: usize,
    /// Findings so far.
    pub findings: usize,
    /// The median latency in microseconds.
    pub median_us: u64,
    /// Bytes of memory of the device, where it can be seen.
    pub memory: Option<u64>,
}

/// A run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Summary {
    /// What this is.
    pub schema: Cow<'static, str>,
    /// The URL or name of the device.
    pub device: String,
    /// The type of the service.
    pub service: String,
    /// What was drawn depends on it.
    pub seed: u64,
    /// Milliseconds.
    pub duration_ms: u64,
    /// Requests.
    pub requests: u64,
    /// Requests a second.
    pub rate: f64,
    /// The device was lost and did not come back.
    pub lost: bool,
    /// It was ended by a signal.
    pub interrupted: bool,
    /// The share of all requests that came to the parser of the arguments, 0 to 1.
    pub reached_parser: f64,
    /// What was reached.
    pub coverage: Coverage,
    /// The findings, the worst first.
    pub findings: Vec<Finding>,
    /// The course of it.
    pub timeline: Vec<Point>,
}

impl Summary {
    /// The schema's name.
    pub const SCHEMA: &'static str = "messaging-ctk/fuzz/1";

    /// Both runs, one after the other on the same clock: another service of the device, or what came after a pause.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.duration_ms = self.duration_ms.max(other.duration_ms);
        let (requests, findings) = (self.requests, self.findings.len());
        self.timeline
            .extend(other.timeline.iter().map(|point| Point {
                requests: point.requests + requests,
                findings: point.findings.max(findings),
                ..*point
            }));
        self.joined(other)
    }

    /// Both runs, each on a device and a clock of its own: shards. The course of the first is kept.
    #[must_use]
    pub fn beside(mut self, other: Self) -> Self {
        self.duration_ms = self.duration_ms.max(other.duration_ms);
        if self.device != other.device && !self.device.contains(&other.device) {
            self.device = format!("{}, {}", self.device, other.device);
        }
        self.joined(other)
    }

    #[expect(clippy::cast_precision_loss, reason = "a rate need not be exact")]
    fn joined(mut self, other: Self) -> Self {
        self.requests += other.requests;
        self.rate = self.requests as f64 / (self.duration_ms as f64 / 1000.0).max(0.001);
        self.lost = other.lost;
        self.interrupted = other.interrupted;
        if !self.service.contains(&other.service) {
            self.service = format!("{}, {}", self.service, other.service);
        }
        self.coverage.add(other.coverage);
        self.reached_parser = self.coverage.share();
        for finding in other.findings {
            let same = |known: &&mut Finding| known.fingerprint == finding.fingerprint;
            match self.findings.iter_mut().find(same) {
                Some(known) => known.met += finding.met,
                None => self.findings.push(finding),
            }
        }
        self.findings.sort_by_key(|one| (one.kind, one.at_request));
        self
    }

    /// The last line: `fuzz: 20.0 s, 31200 requests, 1560 req/s, 0 findings`.
    #[expect(
        clippy::cast_precision_loss,
        reason = "tenths of a second are exact enough"
    )]
    pub fn last_line(&self) -> String {
        let findings = self.findings.len();
        format!(
            "fuzz: {:.1} s, {} requests, {:.0} req/s, {findings} finding{}",
            self.duration_ms as f64 / 1000.0,
            self.requests,
            self.rate,
            if findings == 1 { "" } else { "s" }
        )
    }
}
