//! What a run comes to.

use serde::Serialize;

use crate::coverage::Coverage;
use crate::finding::Finding;

/// A moment of a run.
#[derive(Clone, Copy, Debug, Serialize)]
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
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// What this is.
    pub schema: &'static str,
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
    /// The share of control requests that came to the parser of the arguments, 0 to 1.
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

    /// Both runs, one after the other on the same device.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.requests += other.requests;
        self.duration_ms = self.duration_ms.max(other.duration_ms);
        self.rate = self.rate.midpoint(other.rate);
        self.lost |= other.lost;
        self.interrupted |= other.interrupted;
        self.reached_parser = self.reached_parser.midpoint(other.reached_parser);
        self.service = format!("{}, {}", self.service, other.service);
        self.coverage.add(other.coverage);
        self.findings.extend(other.findings);
        self.findings.sort_by_key(|one| (one.kind, one.at_request));
        self.timeline.extend(other.timeline);
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
