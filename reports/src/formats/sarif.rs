//! SARIF 2.1.0: the failures as findings of a static analysis would be, for tools that gather those.

use serde_json::{Value, json};

use crate::bounded::remark;
use crate::causes::causes;
use crate::evidence;
use crate::summary;
use crate::visible::{json as json_text, visible};
use ctk_record::{CaseRecord, CaseResult, Ended, Record, Verdict};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The run as SARIF: a result for each missed requirement, each warning, each case that could not be judged; a case that
/// broke in the suite is a notification of the tool.
pub fn sarif(record: &Record) -> String {
    let mut rules: Vec<String> = Vec::new();
    let mut results = Vec::new();
    let mut broken = Vec::new();
    let causes = causes(record);
    for (case, outcome) in record.outcomes() {
        if outcome.verdict == Verdict::Error {
            let text = format!("{}: {}", case.planned.id, evidence::in_short(record, case));
            broken.push(json!({"level": "error", "message": {"text": visible(&text)}}));
        }
        let cause = causes
            .iter()
            .find(|cause| cause.cases.contains(&case.planned.id));
        for mut result in of_case(record, case, &outcome, &mut rules) {
            // A warning goes back to its ruling.
            if let (Some(cause), false) = (cause, result["level"] == "warning") {
                result["properties"]["cause"] = json!(cause.id);
            }
            results.push(result);
        }
    }
    let successful = record.ended() == Ended::Finished && broken.is_empty();
    if let Some(remark) = remark(record) {
        broken.push(json!({"level": "note", "message": {"text": visible(remark)}}));
    }
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": record.header.tool.name,
                "version": record.header.tool.version,
                "fullName": record.header.tool.title(),
                "rules": rules.iter().map(|rule| rule_of(record, rule)).collect::<Vec<_>>(),
            }},
            "invocations": [{
                "executionSuccessful": successful,
                "exitCode": summary::recorded_exit_code(record),
                "startTimeUtc": record.header.started,
                "toolExecutionNotifications": broken,
            }],
            "results": results,
            "properties": {"verdict": summary::verdict_line(record), "seed": record.header.seed, "causes": causes},
        }],
    });
    json_text(&format!("{log:#}\n")).into_owned()
}

fn rule_of(record: &Record, id: &str) -> Value {
    let planned = record
        .plan
        .requirements
        .iter()
        .find(|planned| planned.id == id);
    let mut rule = json!({"id": id});
    if let Some(planned) = planned {
        let text = if planned.text.is_empty() {
            &planned.id
        } else {
            &planned.text
        };
        rule["shortDescription"] = json!({"text": text});
        rule["properties"] = json!({"level": planned.level});
    }
    rule
}

fn of_case(
    record: &Record,
    case: &CaseRecord,
    outcome: &CaseResult,
    rules: &mut Vec<String>,
) -> Vec<Value> {
    let mut results = Vec::new();
    let mut push = |rule: &str, kind: &str, level: &str, text: &str, symptom: &str| {
        results.push(result(
            record,
            case,
            outcome,
            rules,
            (rule, kind, level, text, symptom),
        ));
    };
    let own = case
        .planned
        .requirements
        .first()
        .map_or(case.planned.id.as_str(), String::as_str);
    let in_short = evidence::in_short(record, case);
    match outcome.verdict {
        Verdict::Fail => {
            let judgements = evidence::decisive(record, case);
            for judgement in &judgements {
                let text = match judgement.observed.as_str() {
                    "" => in_short.clone(),
                    came => format!(
                        "{in_short}; accepted: {}; came: {came}",
                        judgement.accepted.join(", ")
                    ),
                };
                push(
                    &judgement.requirement,
                    "fail",
                    "error",
                    &text,
                    &outcome.symptom,
                );
            }
            if judgements.is_empty() {
                push(own, "fail", "error", &in_short, &outcome.symptom);
            }
        }
        // By the standard, a result that is not of kind `fail` has no level.
        Verdict::Inconclusive => push(own, "open", "none", &in_short, &outcome.symptom),
        Verdict::Pass | Verdict::NotApplicable | Verdict::Error => {}
    }
    for warning in &outcome.warnings {
        let (rule, text) = (&warning.ruling, &warning.text);
        push(rule, "fail", "warning", text, rule);
    }
    results
}

/// The file that a finding is shown beside: the profile of the run, as its command names it, since a repository may hold
/// that; without one, the device's description.
pub(super) fn artifact(record: &Record) -> String {
    let mut words = record.header.command.iter();
    let profile = words.find_map(|word| match word.split_once('=') {
        Some(("--profile", path)) => Some(path.to_owned()),
        _ if word == "--profile" => Some(String::new()),
        _ => None,
    });
    let profile = match profile {
        Some(path) if path.is_empty() => words.next().cloned(),
        known => known,
    };
    if let Some(path) = profile {
        return uri_of_path(&path);
    }
    let device = record.device.as_ref();
    let url = device.map(|device| visible(&device.description_url).into_owned());
    url.filter(|url| url.contains("://") && !url.contains([' ', '\\', '"', '<', '>']))
        .unwrap_or_else(|| "device.toml".to_owned())
}

/// A path as a URI reference (RFC 3986): what may not stand in one is percent-encoded.
fn uri_of_path(path: &str) -> String {
    let encode = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
            char::from(byte).to_string()
        }
        other => format!("%{other:02X}"),
    };
    path.trim_start_matches("./").bytes().map(encode).collect()
}

fn result(
    record: &Record,
    case: &CaseRecord,
    outcome: &CaseResult,
    rules: &mut Vec<String>,
    (rule, kind, level, text, symptom): (&str, &str, &str, &str, &str),
) -> Value {
    let index = rules
        .iter()
        .position(|known| known == rule)
        .unwrap_or_else(|| {
            rules.push(rule.to_owned());
            rules.len() - 1
        });
    let physical = json!({
        "artifactLocation": {"uri": artifact(record)},
        "region": {"startLine": 1},
    });
    let mut result = json!({
        "ruleId": rule,
        "ruleIndex": index,
        "kind": kind,
        "level": level,
        "message": {"text": visible(text)},
        "locations": [{"physicalLocation": physical, "logicalLocations": [{
            "fullyQualifiedName": case.planned.id,
            "name": case.planned.id.rsplit('/').next().unwrap_or_default(),
            "kind": "function",
        }]}],
        "partialFingerprints": {"caseAndSymptom/v1": format!("{}: {symptom}", case.planned.id)},
        "properties": {"clause": case.planned.clause, "reproduce": outcome.reproduce},
    });
    if let (Some(reason), "fail", "error") = (&outcome.known_failure, kind, level) {
        result["suppressions"] = json!([{"kind": "external", "justification": reason}]);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use ctk_record::sample::{HOSTILE, cut_short, sample};

    fn run(record: &Record) -> Value {
        serde_json::from_str::<Value>(&sarif(record)).unwrap()["runs"][0].clone()
    }

    #[test]
    fn results_by_kind() {
        let run = run(&sample());
        let results = run["results"].as_array().unwrap();
        let count = |level: &str| {
            results
                .iter()
                .filter(|result| result["level"] == level)
                .count()
        };
        assert_eq!((count("error"), count("warning"), count("none")), (3, 3, 3));
        assert_eq!(
            results
                .iter()
                .filter(|result| result["suppressions"].is_array())
                .count(),
            1
        );
        assert_eq!(
            run["invocations"][0]["toolExecutionNotifications"]
                .as_array()
                .unwrap()
                .len(),
            1
        );
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        for result in results {
            assert_eq!(
                rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()]["id"],
                result["ruleId"]
            );
            assert!(result["kind"] == "fail" || result["level"] == "none");
            assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        }
        let mut ids: Vec<&Value> = rules.iter().map(|rule| &rule["id"]).collect();
        ids.dedup();
        assert_eq!(ids.len(), rules.len());
    }

    #[test]
    fn every_result_has_a_file() {
        let place = |record: &Record| {
            let run = run(record);
            let results = run["results"].as_array().unwrap().clone();
            let of = |it: &Value| it["locations"][0]["physicalLocation"].clone();
            assert!(results.iter().all(|it| of(it)["region"]["startLine"] == 1));
            of(&results[0])["artifactLocation"]["uri"].clone()
        };
        let mut record = sample();
        record.header.command = vec![
            "run".into(),
            "--profile".into(),
            "./lab/my device.toml".into(),
        ];
        assert_eq!(place(&record), "lab/my%20device.toml");
        record.header.command = vec!["--profile=a:b.toml".into()];
        assert_eq!(place(&record), "a%3Ab.toml");
        record.header.command.clear();
        assert!(place(&record).as_str().unwrap().contains("://"));
        record.device = None;
        assert_eq!(place(&record), "device.toml");
    }

    #[test]
    fn a_run_cut_short_was_not_successful() {
        let run = run(&cut_short());
        assert_eq!(run["invocations"][0]["executionSuccessful"], false);
        assert_eq!(run["invocations"][0]["exitCode"], 130);
    }

    #[test]
    fn hostile_text_is_shown_not_obeyed() {
        let text = sarif(&sample());
        assert!(text.contains("Grüße 世界") && !text.contains("\\u001b"));
        assert!(
            text.contains(
                &serde_json::to_string(&visible(HOSTILE))
                    .unwrap()
                    .trim_matches('"')
                    .to_owned()
            )
        );
    }
}
