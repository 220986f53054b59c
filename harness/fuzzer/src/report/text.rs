//! A screenful.

use std::fmt::Write as _;

use crate::engine::Summary;

/// `once`, `7 times`.
pub fn times(count: u64) -> String {
    match count {
        1 => "once".to_owned(),
        _ => format!("{count} times"),
    }
}

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
            "{:<16} {}\n{:16} [{}, {requests} request{}, met {}{rate}]",
            finding.kind.name(),
            finding.text,
            "",
            finding.fingerprint,
            if requests == 1 { "" } else { "s" },
            times(finding.met),
        );
    }
    let coverage = &summary.coverage;
    let _ = writeln!(
        text,
        "reached: {}; {:.0} % of all requests came to the parser of the arguments; seed {}",
        coverage.figures(),
        summary.reached_parser * 100.0,
        summary.seed,
    );
    let missing = coverage.missing();
    if !missing.is_empty() {
        let _ = writeln!(text, "not reached: {}", missing.join(" "));
    }
    if summary.lost {
        text.push_str("the device was lost, and did not come back\n");
    }
    text
}
