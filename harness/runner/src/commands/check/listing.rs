//! Findings as lines, and as JSON.

use std::fmt::Write as _;

use ctk_model::document::Finding;
use serde_json::{Value, json};

use super::judged::Judged;
use super::{level, verdict};

/// A line for each finding, one beneath it for the place, and one for the file.
pub(super) fn lines(file: &str, judged: &Judged, rules: bool) -> String {
    let mut text = String::new();
    for finding in &judged.findings {
        let _ = writeln!(
            text,
            "{file}:{}:{}: {}: {} [{}]",
            finding.line,
            finding.column,
            level(finding, rules),
            finding.text,
            citation(finding)
        );
        let _ = write!(text, "    at {}", finding.path);
        if !finding.expected.is_empty() {
            let _ = write!(text, "; expected {}", finding.expected);
        }
        text.push('\n');
    }
    let _ = writeln!(text, "{file}: {}", verdict(judged, rules));
    text
}

/// Where the standard says so: clause, requirement, ruling.
pub(super) fn citation(finding: &Finding) -> String {
    let ruling = finding.ruling.as_deref().unwrap_or_default();
    [
        finding.clause.as_str(),
        finding.requirement.as_str(),
        ruling,
    ]
    .into_iter()
    .filter(|part| !part.is_empty())
    .collect::<Vec<_>>()
    .join(", ")
}

/// A file's entry in the report.
pub(super) fn as_json(file: &str, judged: &Judged, rules: bool) -> Value {
    json!({
        "file": file,
        "document": judged.document.map(|kind| kind.root()),
        "clause": judged.document.map(|kind| kind.clause()),
        "well_formed": judged.is_well_formed(),
        "valid": judged.is_valid(),
        "passed": judged.passes(rules),
        "findings": judged.findings,
    })
}
