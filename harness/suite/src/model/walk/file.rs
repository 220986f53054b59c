//! A walk as a file: what it shows, and the steps that show it.

use ctk_model::service::{Contradiction, RULES};
use ctk_model::walk::{Person, Step, Value, mentions};
use serde::{Deserialize, Serialize};

/// The form of the file.
pub const SCRIPT_SCHEMA: &str = "messaging-ctk/walk/1";
/// A script has no more steps than this.
const MOST_STEPS: usize = 20_000;

/// A walk that shows something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// [`SCRIPT_SCHEMA`].
    pub schema: String,
    /// The requirement that is broken, `M-5.5.7-4`.
    pub requirement: String,
    /// The rule of the model that says so.
    pub rule: String,
    /// What was seen.
    pub seen: String,
    /// What was possible before it.
    #[serde(default)]
    pub possible: String,
    /// What would have been allowed.
    #[serde(default)]
    pub allowed: String,
    /// It shows only where events are subscribed to.
    #[serde(default)]
    pub subscribed: bool,
    /// It was seen in an event: the events have to be waited for.
    #[serde(default)]
    pub listen: bool,
    /// It was seen where no step waited for a stimulus to take effect, and the judge allowed for that.
    #[serde(default)]
    pub hasty: bool,
    /// The steps.
    #[serde(rename = "step")]
    pub steps: Vec<Step>,
}

/// Why a text is not a script.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadScript {
    /// It cannot be read.
    #[error("not the script of a walk: {0}")]
    Unreadable(String),
    /// It is of another form.
    #[error("schema is {0:?}, and this program reads {SCRIPT_SCHEMA:?}")]
    Schema(String),
    /// There is no such rule.
    #[error("the model has no rule {0:?}")]
    Rule(String),
    /// It has none, or too many.
    #[error("{0} steps; from 1 to {MOST_STEPS} can be taken")]
    Length(usize),
    /// It refers to what comes later, or never.
    #[error("step {step} refers to step {to}, which does not come before it")]
    Reference {
        /// The step.
        step: u32,
        /// The step that it refers to.
        to: u32,
    },
    /// It would write to somebody whom nobody allowed.
    #[error(
        "step {0} names somebody to write to by an address; give {{to:CLASS:N}}, one of those that the profile allows"
    )]
    Address(u32),
}

impl Script {
    /// Of a contradiction, and the steps that show it.
    pub(super) fn new(wrong: &Contradiction, subscribed: bool, steps: Vec<Step>) -> Self {
        Self {
            schema: SCRIPT_SCHEMA.to_owned(),
            requirement: wrong.requirement.clone(),
            rule: wrong.rule.clone(),
            seen: wrong.seen.clone(),
            possible: wrong.possible.clone(),
            allowed: wrong.allowed.clone(),
            subscribed,
            listen: false,
            hasty: false,
            steps,
        }
    }

    /// It was seen in an event, or not.
    pub(super) fn listening(mut self, listen: bool) -> Self {
        self.listen = listen;
        self
    }

    /// It was seen in haste, or not.
    pub(super) fn hurrying(mut self, hasty: bool) -> Self {
        self.hasty = hasty;
        self
    }

    /// Reads a script.
    ///
    /// # Errors
    /// It cannot be read, or would do what a script may not.
    pub fn read(text: &str) -> Result<Self, BadScript> {
        let script: Self =
            toml::from_str(text).map_err(|error| BadScript::Unreadable(error.to_string()))?;
        if script.schema != SCRIPT_SCHEMA {
            return Err(BadScript::Schema(script.schema));
        }
        if !RULES.iter().any(|rule| rule.name == script.rule) {
            return Err(BadScript::Rule(script.rule));
        }
        if script.steps.is_empty() || script.steps.len() > MOST_STEPS {
            return Err(BadScript::Length(script.steps.len()));
        }
        let mut known = std::collections::BTreeSet::new();
        for step in &script.steps {
            if let Some(to) = step.refers_to().into_iter().find(|to| !known.contains(to)) {
                return Err(BadScript::Reference {
                    step: step.number(),
                    to,
                });
            }
            if !is_harmless(step) {
                return Err(BadScript::Address(step.number()));
            }
            known.insert(step.number());
        }
        Ok(script)
    }

    /// Writes it.
    pub fn to_toml(&self) -> String {
        // Plain data: texts, numbers, lists and tables, the tables last.
        toml::to_string_pretty(self).unwrap_or_default()
    }

    /// The steps, one a line.
    pub fn in_words(&self) -> String {
        let lines: Vec<String> = self.steps.iter().map(Step::in_words).collect();
        lines.join("\n")
    }
}

/// It writes to nobody but those that references stand for.
fn is_harmless(step: &Step) -> bool {
    let Step::Invoke { arguments, .. } = step else {
        return true;
    };
    let named = |person: &Person| {
        person.id.starts_with("{to:") && person.id.ends_with('}') && mentions(&person.id).is_empty()
    };
    arguments.iter().all(|(name, value)| match value {
        Value::Recipients(people) => people.everybody().all(named),
        Value::Message(draft) => draft.recipients.everybody().all(named),
        Value::Text(text) => {
            let lists_people = name == "MessageToSend" || name.starts_with("SessionRecipients");
            !(lists_people && text.contains("recipient"))
        }
        Value::Files(_) => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
schema = "messaging-ctk/walk/1"
requirement = 'M-5.5.6-6'
rule = "content"
seen = "the subject differs"

[[step]]
do = "invoke"
number = 1
action = 'SendMessage'
[step.arguments.MessageToSend.message]
class = "e-Mail"
subject = "a & b"
text = """
two
lines"""
recipients = { to = [{ id = "{to:e-Mail:1}", name = "A" }] }

[[step]]
do = "invoke"
number = 2
by = "second"
action = 'ReadMessage'
arguments = { MessageID = "{1}" }

[[step]]
do = "stimulate"
number = 3
stimulus = "local-read"
fields = { message_id = "{1}" }

[[step]]
do = "listen"
number = 4
"#;

    #[test]
    fn what_is_written_is_read_again() {
        let script = Script::read(TEXT).expect("it is a script");
        assert_eq!(script.steps.len(), 4);
        assert_eq!(Script::read(&script.to_toml()), Ok(script.clone()));
        insta::assert_snapshot!(script.in_words(), @r#"
        1 SendMessage(MessageToSend=e-Mail, to {to:e-Mail:1}, subject "a & b", text "two\nlines")
        2 ReadMessage(MessageID={1}) by the second control point
        3 stimulus local-read(message_id={1})
        4 wait for the events
        "#);
    }

    #[test]
    fn what_is_wrong_is_said() {
        let wrong = |from: &str, to: &str| {
            Script::read(&TEXT.replace(from, to)).expect_err("it is not a script")
        };
        assert!(matches!(
            wrong("[[step]]", "[[steps]]"),
            BadScript::Unreadable(_)
        ));
        assert!(matches!(
            wrong("number = 4", "number = 4\nmore = 1"),
            BadScript::Unreadable(_)
        ));
        assert_eq!(
            wrong("walk/1", "walk/9"),
            BadScript::Schema("messaging-ctk/walk/9".to_owned())
        );
        assert_eq!(
            wrong("\"content\"", "\"mood\""),
            BadScript::Rule("mood".to_owned())
        );
        let to = BadScript::Reference { step: 3, to: 9 };
        assert_eq!(wrong("message_id = \"{1}\"", "message_id = \"{9}\""), to);
        assert_eq!(wrong("{to:e-Mail:1}", "a@b.example"), BadScript::Address(1));
    }
}
