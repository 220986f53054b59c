//! A control request as a tree: an action with its arguments, and what is odd about the envelope around them.

use std::borrow::Cow;
use std::fmt::Write as _;

use ctk_wire::soap::{ENCODING, ENVELOPE};
use serde::{Deserialize, Serialize};

use crate::bindings::Bindings;

/// A call of an action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// The namespace of the action element.
    pub service_type: String,
    /// Its name.
    pub action: String,
    /// The in arguments, as the device shall understand them.
    pub arguments: Vec<(String, String)>,
    /// What is odd about the envelope.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quirks: Vec<Quirk>,
}

/// An oddity of an envelope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quirk {
    /// A text between the declaration and the envelope: a DOCTYPE, a comment, an instruction.
    Prolog(String),
    /// The declaration, or none.
    Declaration(String),
    /// XML in a SOAP header.
    Header(String),
    /// XML in the action element, behind the arguments.
    Inside(String),
    /// XML in the Body, behind the action element.
    Behind(String),
    /// Another namespace of the envelope.
    Envelope(String),
    /// Attributes of the action element.
    Attributes(String),
    /// Arguments are written as CDATA.
    Cdata,
    /// Arguments are written as character references alone.
    References,
    /// A byte order mark comes first.
    Mark,
    /// A text behind the envelope.
    Trailing(String),
    /// The body ends after so many bytes.
    Cut(usize),
    /// So many elements one inside the other, in the action element.
    Nested(usize),
}

impl Quirk {
    /// Whether the envelope can still be read, and holds the same call.
    pub fn is_harmless(&self) -> bool {
        match self {
            Self::Prolog(text) => text.starts_with("<!--") && text.ends_with("-->"),
            Self::Declaration(text) => {
                text.is_empty() || text == "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
            }
            Self::Cdata | Self::References | Self::Mark => true,
            Self::Header(_) | Self::Attributes(_) | Self::Inside(_) => true,
            Self::Envelope(_) | Self::Behind(_) | Self::Trailing(_) => false,
            Self::Cut(_) | Self::Nested(_) => false,
        }
    }

    /// A short name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Prolog(_) => "prolog",
            Self::Declaration(_) => "declaration",
            Self::Header(_) => "soap-header",
            Self::Inside(_) => "inside",
            Self::Behind(_) => "behind",
            Self::Envelope(_) => "envelope",
            Self::Attributes(_) => "attributes",
            Self::Cdata => "cdata",
            Self::References => "references",
            Self::Mark => "byte-order-mark",
            Self::Trailing(_) => "trailing",
            Self::Cut(_) => "cut",
            Self::Nested(_) => "nested",
        }
    }
}

impl Call {
    /// A call without oddities.
    pub fn new(service_type: &str, action: &str, arguments: Vec<(String, String)>) -> Self {
        Self {
            service_type: service_type.to_owned(),
            action: action.to_owned(),
            arguments,
            quirks: Vec::new(),
        }
    }

    /// Whether a device that reads XML finds this action with these arguments.
    pub fn is_readable(&self) -> bool {
        self.quirks.iter().all(Quirk::is_harmless)
            && self
                .arguments
                .iter()
                .all(|(_, value)| value.chars().all(is_xml_character))
    }

    /// Bytes of the values.
    pub fn value_bytes(&self) -> usize {
        self.arguments.iter().map(|(_, value)| value.len()).sum()
    }

    /// About how many bytes its names and oddities take.
    pub fn weight(&self) -> usize {
        let of = |quirk: &Quirk| match quirk {
            Quirk::Prolog(text)
            | Quirk::Declaration(text)
            | Quirk::Header(text)
            | Quirk::Inside(text)
            | Quirk::Behind(text)
            | Quirk::Envelope(text)
            | Quirk::Attributes(text)
            | Quirk::Trailing(text) => 32 + text.len(),
            Quirk::Cdata | Quirk::References | Quirk::Mark | Quirk::Cut(_) | Quirk::Nested(_) => 32,
        };
        let quirks: usize = self.quirks.iter().map(of).sum();
        self.service_type.len() + self.action.len() + quirks
    }

    /// The value of an argument.
    pub fn argument(&self, name: &str) -> Option<&str> {
        let found = self.arguments.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The body of the request.
    pub fn bytes(&self, bindings: &Bindings) -> Vec<u8> {
        let mut text = String::with_capacity(640);
        let mut declaration = "<?xml version=\"1.0\"?>";
        let mut envelope = ENVELOPE;
        let (mut attributes, mut inside, mut behind, mut trailing) = ("", "", "", "");
        let (mut header, mut depth, mut cut) = ("", 0, usize::MAX);
        for quirk in &self.quirks {
            match quirk {
                Quirk::Declaration(other) => declaration = other,
                Quirk::Envelope(other) => envelope = other,
                Quirk::Header(xml) => header = xml,
                Quirk::Inside(xml) => inside = xml,
                Quirk::Behind(xml) => behind = xml,
                Quirk::Attributes(xml) => attributes = xml,
                Quirk::Trailing(other) => trailing = other,
                Quirk::Cut(at) => cut = *at,
                Quirk::Nested(levels) => depth = *levels,
                Quirk::Mark => text.push('\u{feff}'),
                Quirk::Prolog(_) | Quirk::Cdata | Quirk::References => {}
            }
        }
        text.push_str(declaration);
        let prologs = self.quirks.iter().filter_map(|quirk| match quirk {
            Quirk::Prolog(other) => Some(other.as_str()),
            _ => None,
        });
        text.extend(prologs);
        // Writing to a String does not fail.
        let _ = write!(
            text,
            "<s:Envelope xmlns:s=\"{envelope}\" s:encodingStyle=\"{ENCODING}\">"
        );
        if !header.is_empty() {
            let _ = write!(text, "<s:Header>{header}</s:Header>");
        }
        let _ = write!(
            text,
            "<s:Body><u:{} xmlns:u=\"{}\"{attributes}>",
            self.action, self.service_type
        );
        self.write_arguments(&mut text, bindings);
        text.push_str(inside);
        text.push_str(&"<n>".repeat(depth));
        text.push_str(&"</n>".repeat(depth));
        let _ = write!(
            text,
            "</u:{}>{behind}</s:Body></s:Envelope>{trailing}",
            self.action
        );
        let mut bytes = match bindings.resolve(&text) {
            Cow::Owned(text) => text.into_bytes(),
            Cow::Borrowed(_) => text.into_bytes(),
        };
        bytes.truncate(cut);
        bytes
    }

    fn write_arguments(&self, text: &mut String, bindings: &Bindings) {
        let cdata = self.quirks.contains(&Quirk::Cdata);
        let references = self.quirks.contains(&Quirk::References);
        for (name, value) in &self.arguments {
            let value = bindings.resolve(value);
            let _ = write!(text, "<{name}>");
            if references {
                for c in value.chars() {
                    let _ = write!(text, "&#{};", u32::from(c));
                }
            } else if cdata && !value.contains("]]>") {
                let _ = write!(text, "<![CDATA[{value}]]>");
            } else {
                escape(&value, text);
            }
            let _ = write!(text, "</{name}>");
        }
    }
}

/// Char ::= #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF]
pub fn is_xml_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Writes the text as the content of an element.
fn escape(value: &str, into: &mut String) {
    for c in value.chars() {
        match c {
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '&' => into.push_str("&amp;"),
            '\r' => into.push_str("&#13;"),
            c => into.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use ctk_wire::soap::read_request;

    use super::*;

    #[test]
    fn what_is_readable_is_read() {
        let mut call = Call::new(
            "urn:x:service:Y:1",
            "ReadMessage",
            vec![("MessageID".into(), "a<b>&\r\n]".into())],
        );
        for quirk in [
            Quirk::Cdata,
            Quirk::References,
            Quirk::Mark,
            Quirk::Prolog("<!-- x -->".into()),
            Quirk::Header("<h/>".into()),
        ] {
            assert!(call.is_readable(), "{quirk:?}");
            let read = read_request(&call.bytes(&Bindings::default())).expect("it is readable");
            assert_eq!(read.action, "ReadMessage");
            if quirk != Quirk::References {
                call.quirks.clear();
            }
            call.quirks.push(quirk);
        }
        call.quirks.push(Quirk::Cut(40));
        assert!(!call.is_readable());
        assert_eq!(call.bytes(&Bindings::default()).len(), 40);
    }
}
