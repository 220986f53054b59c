//! What an upper tester answers.

use std::collections::BTreeMap;

use ctk_suite::lab::StimulusStatus;
use serde_json::Value;

/// The largest answer that is read, in bytes.
pub(super) const LARGEST: usize = 1024 * 1024;

/// How many testers are read from an answer.
const TESTERS: usize = 100;

/// An upper tester's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StimulusReply {
    /// Done, unsupported or failed.
    pub status: StimulusStatus,
    /// What the tester says about it.
    pub detail: String,
    /// A session that came to be.
    pub session_id: Option<String>,
    /// A message that came to be.
    pub message_id: Option<String>,
    /// The stimuli that the tester offers, where it says so (`capabilities`).
    pub stimuli: Option<Vec<String>>,
    /// Who gave the tester stimuli so far, by the names that they give themselves, and how many; where it says so.
    pub testers: Option<BTreeMap<String, u64>>,
    /// The status of the HTTP response, where there is one.
    pub http_status: Option<u16>,
    /// The answer as it came.
    pub text: String,
}

impl StimulusReply {
    fn plain(status: StimulusStatus, detail: impl Into<String>) -> Self {
        Self {
            status,
            detail: detail.into(),
            session_id: None,
            message_id: None,
            stimuli: None,
            testers: None,
            http_status: None,
            text: String::new(),
        }
    }

    /// It was carried out.
    pub fn done(detail: impl Into<String>) -> Self {
        Self::plain(StimulusStatus::Done, detail)
    }

    /// It cannot be carried out here.
    pub fn unsupported(detail: impl Into<String>) -> Self {
        Self::plain(StimulusStatus::Unsupported, detail)
    }

    /// It should have worked and did not.
    pub fn failed(detail: impl Into<String>) -> Self {
        Self::plain(StimulusStatus::Failed, detail)
    }

    /// The answer that a tester wrote as JSON. What is no answer is a failure that says so.
    pub fn of_json(text: &str) -> Self {
        let mut reply = match serde_json::from_str::<Value>(text) {
            Ok(Value::Object(fields)) => Self::of_fields(&fields),
            Ok(_) => Self::failed("the upper tester's answer is no JSON object"),
            Err(error) => Self::failed(format!("the upper tester's answer is no JSON: {error}")),
        };
        text.clone_into(&mut reply.text);
        reply
    }

    fn of_fields(fields: &serde_json::Map<String, Value>) -> Self {
        let text = |name: &str| match fields.get(name) {
            Some(Value::String(text)) if !text.is_empty() => Some(text.clone()),
            Some(Value::Number(number)) => Some(number.to_string()),
            _ => None,
        };
        let detail = text("detail").unwrap_or_default();
        let mut reply = match text("status").as_deref() {
            Some("done") => Self::done(detail),
            Some("unsupported") => Self::unsupported(detail),
            Some("failed") => Self::failed(detail),
            Some(other) => {
                let other: String = other.chars().take(40).collect();
                Self::failed(format!(
                    "the upper tester's answer has the unknown status {other:?}"
                ))
            }
            None => Self::failed("the upper tester's answer has no status"),
        };
        // No id has white space around it: who reads one from a line of text has it by accident.
        let id = |name: &str| text(name).map(|id| id.trim().to_owned());
        reply.session_id = id("session_id").filter(|id| !id.is_empty());
        reply.message_id = id("message_id").filter(|id| !id.is_empty());
        reply.stimuli = fields
            .get("stimuli")
            .and_then(Value::as_array)
            .map(|names| {
                names
                    .iter()
                    .filter_map(Value::as_str)
                    .map(str::to_owned)
                    .take(1000)
                    .collect()
            });
        let counted = fields.get("testers").and_then(Value::as_object);
        reply.testers = counted.map(|names| {
            let counts = names.iter().take(TESTERS);
            let counts = counts.filter_map(|(name, count)| Some((name.clone(), count.as_u64()?)));
            counts.collect()
        });
        reply
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_and_unknown_fields_are_not() {
        let reply = StimulusReply::of_json(
            r#"{"status": "done", "session_id": " s1\n", "message_id": 7, "detail": null, "more": [1], "stimuli": ["reset", 1]}"#,
        );
        assert_eq!(
            (reply.status, reply.session_id.as_deref()),
            (StimulusStatus::Done, Some("s1"))
        );
        assert_eq!(
            (reply.message_id.as_deref(), reply.detail.as_str()),
            (Some("7"), "")
        );
        assert_eq!(reply.stimuli, Some(vec!["reset".to_owned()]));
        assert_eq!(
            StimulusReply::of_json(r#"{"status": "unsupported"}"#).status,
            StimulusStatus::Unsupported
        );
    }

    #[test]
    fn testers_are_read_where_they_are_told() {
        let testers = |text| StimulusReply::of_json(text).testers;
        let told = testers(r#"{"status": "done", "testers": {"a": 3, "": 1, "odd": "x"}}"#);
        let told: Vec<_> = told.into_iter().flatten().collect();
        assert_eq!(told, [(String::new(), 1), ("a".to_owned(), 3)]);
        assert_eq!(testers(r#"{"status": "done"}"#), None);
    }

    #[test]
    fn what_is_no_answer_has_failed() {
        for text in [
            "",
            "done",
            "[]",
            "{}",
            r#"{"status": 1}"#,
            r#"{"status": "maybe"}"#,
            "{\"status\": \"done\"",
        ] {
            let reply = StimulusReply::of_json(text);
            assert_eq!(reply.status, StimulusStatus::Failed, "{text}");
            assert!(!reply.detail.is_empty());
        }
    }
}
