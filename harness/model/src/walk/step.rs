//! A step of a walk, as a person can read and write it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::reference::{mentions, renumber};

/// Which control point acts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// The first.
    #[default]
    First,
    /// The second: another address, another User-Agent, another subscription.
    Second,
}

/// A step. Its number names what came of it in later steps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Step {
    /// A control point invokes an action.
    Invoke {
        /// Names the step.
        number: u32,
        /// Who.
        #[serde(default)]
        by: By,
        /// The action.
        action: String,
        /// Its in arguments by name.
        #[serde(default)]
        arguments: BTreeMap<String, Value>,
    },
    /// The upper tester makes the far side act.
    Stimulate {
        /// Names the step.
        number: u32,
        /// The stimulus.
        stimulus: String,
        /// Its fields.
        #[serde(default)]
        fields: BTreeMap<String, Field>,
    },
    /// Waits until the events of everything so far have had time to come.
    Listen {
        /// Names the step.
        number: u32,
    },
}

/// An in argument.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// A message.
    Message(Box<Draft>),
    /// A recipientsList.
    Recipients(People),
    /// A fileInfoList.
    Files(Offer),
    /// A text, which may refer to other steps.
    #[serde(untagged)]
    Text(String),
}

/// A field of a stimulus.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Field {
    /// Yes or no.
    Flag(bool),
    /// Attachments.
    Files(Vec<FileDraft>),
    /// A text, which may refer to other steps.
    Text(String),
}

/// A message to send.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// `messageClass`.
    pub class: String,
    /// `sessionID`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// `replyMessageID`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// `subject`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// `text`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// `recipientsList`.
    #[serde(default)]
    pub recipients: People,
    /// `attachments`; the kit serves them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<FileDraft>,
}

/// A recipientsList, without its recipientFrom, which is left for the device to fill in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct People {
    /// `recipientTo`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<Person>,
    /// `recipientCc`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cc: Vec<Person>,
    /// `recipientBcc`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bcc: Vec<Person>,
}

/// Somebody in a recipientsList.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// `peer:id`: a reference to an address that may be written to.
    pub id: String,
    /// `peer:name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A fileInfoList.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// `sessionID`.
    pub session: String,
    /// The files; the kit serves them.
    pub list: Vec<FileDraft>,
}

/// A file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileDraft {
    /// Its MIME type.
    pub mime: String,
    /// How many bytes it has.
    pub size: u64,
    /// Progress is told so often, in seconds; absent: not at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<u32>,
    /// What its link ends with after a question mark; absent: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
}

impl Step {
    /// Names the step.
    pub fn number(&self) -> u32 {
        match self {
            Self::Invoke { number, .. }
            | Self::Stimulate { number, .. }
            | Self::Listen { number } => *number,
        }
    }

    /// The steps that it refers to.
    pub fn refers_to(&self) -> BTreeSet<u32> {
        let mut found = BTreeSet::new();
        // Nothing is changed: the same walk over the texts serves both.
        self.clone()
            .each_text(&mut |text| found.extend(mentions(text)));
        found
    }

    /// The same with other numbers.
    pub(super) fn renumbered(&self, to: &dyn Fn(u32) -> u32) -> Self {
        let mut step = self.clone();
        step.each_text(&mut |text| *text = renumber(text, to));
        match &mut step {
            Self::Invoke { number, .. }
            | Self::Stimulate { number, .. }
            | Self::Listen { number } => *number = to(*number),
        }
        step
    }

    /// The step as one line: `2 JoinSession(SessionID={1}) by the second control point`.
    pub fn in_words(&self) -> String {
        match self {
            Self::Invoke {
                number,
                by,
                action,
                arguments,
            } => {
                let list: Vec<String> = arguments
                    .iter()
                    .filter(|(_, value)| **value != Value::Text(String::new()))
                    .map(|(name, value)| format!("{name}={}", value.in_words()))
                    .collect();
                let who = match by {
                    By::First => "",
                    By::Second => " by the second control point",
                };
                format!("{number} {action}({}){who}", list.join(", "))
            }
            Self::Stimulate {
                number,
                stimulus,
                fields,
            } => {
                let list: Vec<String> = fields
                    .iter()
                    .map(|(name, field)| format!("{name}={}", field.in_words()))
                    .collect();
                format!("{number} stimulus {stimulus}({})", list.join(", "))
            }
            Self::Listen { number } => format!("{number} wait for the events"),
        }
    }

    fn each_text(&mut self, act: &mut dyn FnMut(&mut String)) {
        match self {
            Self::Invoke { arguments, .. } => {
                arguments
                    .values_mut()
                    .for_each(|value| value.each_text(act));
            }
            Self::Stimulate { fields, .. } => {
                for field in fields.values_mut() {
                    if let Field::Text(text) = field {
                        act(text);
                    }
                }
            }
            Self::Listen { .. } => {}
        }
    }
}

impl Value {
    fn each_text(&mut self, act: &mut dyn FnMut(&mut String)) {
        match self {
            Self::Text(text) => act(text),
            Self::Recipients(people) => people.each_text(act),
            Self::Files(offer) => act(&mut offer.session),
            Self::Message(draft) => {
                draft.session.iter_mut().for_each(&mut *act);
                draft.reply_to.iter_mut().for_each(&mut *act);
                draft.recipients.each_text(act);
            }
        }
    }

    fn in_words(&self) -> String {
        match self {
            Self::Text(text) => short(text),
            Self::Recipients(people) => people.in_words(),
            Self::Files(offer) => {
                format!("{} with {} files", offer.session, offer.list.len())
            }
            Self::Message(draft) => draft.in_words(),
        }
    }
}

impl Field {
    fn in_words(&self) -> String {
        match self {
            Self::Flag(flag) => flag.to_string(),
            Self::Files(files) => format!("{} files", files.len()),
            Self::Text(text) => short(text),
        }
    }
}

impl Draft {
    fn in_words(&self) -> String {
        let mut words = vec![self.class.clone(), self.recipients.in_words()];
        let named = [
            ("in", &self.session),
            ("in reply to", &self.reply_to),
            ("subject", &self.subject),
            ("text", &self.text),
        ];
        for (name, value) in named {
            words.extend(
                value
                    .as_ref()
                    .map(|value| format!("{name} {}", short(value))),
            );
        }
        words.extend(self.attachments.iter().map(|file| file.mime.clone()));
        words.join(", ")
    }
}

impl People {
    /// Everybody, in the order of the document.
    pub fn everybody(&self) -> impl Iterator<Item = &Person> {
        self.to.iter().chain(&self.cc).chain(&self.bcc)
    }

    fn each_text(&mut self, act: &mut dyn FnMut(&mut String)) {
        let lists = [&mut self.to, &mut self.cc, &mut self.bcc];
        for person in lists.into_iter().flatten() {
            act(&mut person.id);
        }
    }

    fn in_words(&self) -> String {
        let count = self.everybody().count();
        match (self.to.as_slice(), count) {
            ([only], 1) => format!("to {}", only.id),
            _ => format!("to {count} people"),
        }
    }
}

/// A text in quotes, cut.
fn short(text: &str) -> String {
    const MOST: usize = 40;
    if mentions(text).len() == 1 && text.len() <= MOST {
        return text.to_owned();
    }
    if text.chars().count() > MOST {
        let cut: String = text.chars().take(MOST).collect();
        return format!("{cut:?}…");
    }
    format!("{text:?}")
}
