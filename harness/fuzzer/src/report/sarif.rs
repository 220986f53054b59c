//! SARIF 2.1.0: a rule a kind, a result a finding.

use serde_json::{Value, json};

use crate::engine::Summary;
use crate::finding::{Finding, Kind};

/// The log.
pub fn sarif(summary: &Summary) -> String {
    let rules: Vec<Value> = Kind::ALL.iter().map(|kind| rule(*kind)).collect();
    let results: Vec<Value> = summary
        .findings
        .iter()
        .map(|one| result(one, summary))
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "messaging-ctk",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "invocations": [{
                "executionSuccessful": !summary.lost,
                "properties": {"seed": summary.seed, "requests": summary.requests},
            }],
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn rule(kind: Kind) -> Value {
    json!({
        "id": format!("fuzz/{}", kind.name()),
        "name": kind.name(),
        "shortDescription": {"text": format!("fuzzing: {}", kind.name())},
        "properties": {"tags": ["security", format!("external/cwe/cwe-{:03}", kind.cwe())]},
    })
}

fn result(finding: &Finding, summary: &Summary) -> Value {
    let level = match finding.kind {
        _ if !finding.is_reliable() => "warning",
        Kind::Slow | Kind::InvalidOutput => "warning",
        _ => "error",
    };
    json!({
        "ruleId": format!("fuzz/{}", finding.kind.name()),
        "level": level,
        "message": {"text": finding.text},
        "partialFingerprints": {"finding/v1": finding.fingerprint},
        "locations": [{
            "physicalLocation": {"artifactLocation": {"uri": summary.device}},
            "logicalLocations": [{"name": finding.action, "kind": "function"}],
        }],
        "properties": {
            "requests": finding.requests,
            "tried": finding.tried,
            "shown": finding.shown,
            "met": finding.met,
        },
    })
}
