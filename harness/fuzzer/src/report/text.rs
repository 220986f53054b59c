//! A screenful.

use std::fmt::Write as _;

use crate::engine::Summary;

/// The findings, the worst first, and what was reached.
pub fn text(summary: &Summary) -> String {
    let mut text = String::new();
    for finding in &summary.findings {
        let rate = if finding.is_reliable() {
            String::new()
        } else {
            format!(", flaky: {} of {}", finding.shown, finding.tried)
        };
        let requests = finding.requests;
        // Writing to a String does not fail.
        let _ = writeln!(
            text,
            "{:<16} {}\n{:16} [{}, {requests} request{}, met {} times{rate}]",
            finding.kind.name(),
            finding.text,
            "",
            finding.fingerprint,
            if requests == 1 { "" } else { "s" },
            finding.met,
        );
    }
    let coverage = &summary.coverage;
    let codes: Vec<String> = coverage.codes.keys().map(u32::to_string).collect();
    let _ = writeln!(
        text,
        "reached: {} actions and methods, states {}, error codes {}; {:.0} % of control requests came to the parser of the arguments; seed {}",
        coverage.actions.len(),
        coverage
            .states
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" "),
        codes.join(" "),
        summary.reached_parser * 100.0,
        summary.seed,
    );
    if summary.lost {
        text.push_str("the device was lost, and did not come back\n");
    }
    text
}
