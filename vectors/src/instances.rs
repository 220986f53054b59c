//! Instance vectors: XML documents and simple values with the verdict that the standard, as ruled, has for them.

mod checks;
mod content;
mod load;

use serde::Deserialize;

pub use content::{Charset, MOST_BYTES, PLACEHOLDERS, Repeat};

/// All instance vectors, in the order of file names and of entries in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Instances {
    /// Documents.
    pub vectors: Vec<Instance>,
    /// Simple values.
    pub lexicals: Vec<Lexical>,
    /// SHA-256 over names and texts of all files, in hexadecimal.
    pub digest: String,
}

impl Instances {
    /// The document vector of an id.
    pub fn vector(&self, id: &str) -> Option<&Instance> {
        self.vectors.iter().find(|entry| entry.id == id)
    }

    /// The lexical vector of an id.
    pub fn lexical(&self, id: &str) -> Option<&Lexical> {
        self.lexicals.iter().find(|entry| entry.id == id)
    }
}

/// A document, and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// `HEAD/slug`: the head is the clause of the document, or `annex-a`.
    pub id: String,
    /// Root element of the document that it is meant to be.
    pub document: String,
    /// Which way it goes.
    pub direction: Way,
    /// The verdict.
    pub result: Expected,
    /// The layer of the mistake, of an invalid one.
    pub breaks: Option<Breaks>,
    /// The requirement broken or judged; required unless valid.
    pub rule: Option<String>,
    /// The ruling that decides; required where acceptable, unless the rule is a should.
    pub ruling: Option<String>,
    /// Clause of the standard.
    pub clause: String,
    /// The reason, in a sentence.
    pub why: String,
    /// The document as text; exactly one of this and `base64` is given.
    xml: Option<String>,
    /// The document as bytes.
    base64: Option<String>,
    /// What the text is encoded in.
    #[serde(default)]
    pub encoding: Charset,
    /// Whether a byte order mark comes first.
    #[serde(default)]
    pub bom: bool,
    /// Generators for long values.
    #[serde(default)]
    repeat: Vec<Repeat>,
    /// What the device claims, where the verdict depends on it.
    #[serde(default)]
    pub device: Claims,
    /// XSD validators that answer otherwise, and why.
    #[serde(default)]
    pub validators: Vec<Disagreement>,
    /// Whether it can be sent to a device (input only): not what the device may refuse for another reason.
    #[serde(default = "yes")]
    pub send: bool,
}

/// A simple value, and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lexical {
    /// `HEAD/slug`.
    pub id: String,
    /// What it is meant to be.
    #[serde(rename = "type")]
    pub kind: LexicalKind,
    /// The value.
    pub text: String,
    /// Which way it goes.
    #[serde(default)]
    pub direction: Way,
    /// The verdict.
    pub result: Expected,
    /// The layer of the mistake, of an invalid one.
    pub breaks: Option<Breaks>,
    /// The requirement broken or judged; required unless valid.
    pub rule: Option<String>,
    /// The ruling that decides.
    pub ruling: Option<String>,
    /// Clause of the standard.
    pub clause: String,
    /// The reason, in a sentence.
    pub why: String,
    /// What it means: `true` or `false`, the slug of an event, the kind of a URI, `zone` or `no-zone`, a count.
    pub means: Option<String>,
    /// XSD validators that answer otherwise, and why.
    #[serde(default)]
    pub validators: Vec<Disagreement>,
}

/// Which way a document goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// From the device.
    Output,
    /// To the device.
    Input,
    /// The verdict is the same either way.
    #[default]
    Both,
}

impl Way {
    /// Whether a device may send it.
    pub fn is_output(self) -> bool {
        self != Self::Input
    }

    /// Whether a control point may send it.
    pub fn is_input(self) -> bool {
        self != Self::Output
    }
}

/// A verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expected {
    /// Nothing is wrong.
    Valid,
    /// A requirement is broken.
    Invalid,
    /// A ruling takes it with a warning, or a should is missed.
    Acceptable,
}

/// The layer that a mistake lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Breaks {
    /// It is not XML, or XML that is refused.
    Xml,
    /// It is XML that does not fit Annexes A and B.
    Schema,
    /// It fits the schema, and breaks a rule beyond it.
    Rule,
}

/// The kinds of simple values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LexicalKind {
    /// 5.3.6, page or session mode.
    MessageId,
    /// 5.3.12.
    SessionId,
    /// 5.3.5: the device's address as a URI.
    Identity,
    /// `xsd:anyURI`: uRI, fileLink.
    AnyUri,
    /// `xsd:dateTime` as dateSent and dateReceived have it.
    DateTime,
    /// 5.3.17.
    MimeList,
    /// Table 2.
    EventText,
    /// 4.2.
    Boolean,
    /// `xsd:nonNegativeInteger`: size, fileSize.
    NonNegativeInteger,
    /// `xsd:positiveInteger`: time.
    PositiveInteger,
    /// `xsd:unsignedInt`: the instance ids.
    UnsignedInt,
}

/// What the device claims in its capabilities and its conformance statement.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    /// Message classes; empty: not known.
    #[serde(default)]
    pub message_classes: Vec<String>,
    /// Session classes.
    #[serde(default)]
    pub session_classes: Vec<String>,
    /// Folders.
    #[serde(default)]
    pub folders: Vec<String>,
    /// Events may carry ids only (5.4).
    #[serde(default)]
    pub secure_eventing: bool,
}

/// A validator that answers otherwise than [`Instance::schema_takes`] says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disagreement {
    /// `any`, or the name of a program.
    pub name: String,
    /// What it answers.
    pub says: Says,
    /// A ruling, or the program's limit in words.
    pub because: String,
}

/// What a validator answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Says {
    /// Valid.
    Accepts,
    /// Not well-formed or not valid.
    Rejects,
}

impl Instance {
    /// Whether the schema takes it, as ruled: everything but broken XML and broken schema.
    pub fn schema_takes(&self) -> bool {
        !matches!(self.breaks, Some(Breaks::Xml | Breaks::Schema))
    }

    /// What an XSD validator of this name answers.
    pub fn validator_takes(&self, name: &str) -> bool {
        answer(&self.validators, name).unwrap_or(self.schema_takes())
    }

    /// The head of the id.
    pub fn head(&self) -> &str {
        self.id.split_once('/').map_or(&self.id, |(head, _)| head)
    }
}

impl Lexical {
    /// What an XSD validator of this name answers; `None` where the schema has no such type.
    pub fn validator_takes(&self, name: &str) -> Option<bool> {
        let typed = !matches!(
            self.kind,
            LexicalKind::Identity | LexicalKind::MimeList | LexicalKind::EventText
        );
        typed.then(|| answer(&self.validators, name).unwrap_or(self.breaks != Some(Breaks::Schema)))
    }
}

fn answer(list: &[Disagreement], name: &str) -> Option<bool> {
    list.iter()
        .find(|one| one.name == name)
        .or_else(|| list.iter().find(|one| one.name == "any"))
        .map(|one| one.says == Says::Accepts)
}

fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests;
