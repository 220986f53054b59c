//! The documents themselves: long values generated, placeholders filled, text turned into bytes.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::Instance;

/// Largest document of a vector, in bytes.
pub const MOST_BYTES: usize = 4 << 20;

/// Placeholders of documents, and what stands for them where no device is asked: somebody to send to, a session, and
/// a file to fetch. They are written `{{recipient}}`, `{{session}}` and `{{link}}`.
pub const PLACEHOLDERS: [(&str, &str); 3] = [
    ("recipient", "tel:+12015550100"),
    ("session", "S1"),
    ("link", "http://file.example.invalid/picture.png"),
];

/// What a text is encoded in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Charset {
    /// UTF-8.
    #[default]
    #[serde(rename = "utf-8")]
    Utf8,
    /// UTF-16, least significant byte first.
    #[serde(rename = "utf-16le")]
    Utf16Le,
    /// UTF-16, most significant byte first.
    #[serde(rename = "utf-16be")]
    Utf16Be,
    /// ISO-8859-1.
    #[serde(rename = "iso-8859-1")]
    Latin1,
}

/// A generator for a long value: the mark stands in the document as `{{mark}}`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Repeat {
    /// The mark.
    pub mark: String,
    /// What is repeated.
    pub text: String,
    /// How often.
    pub times: usize,
}

impl Instance {
    /// The document as written; nothing where only its bytes are given.
    pub fn written(&self) -> Option<&str> {
        self.xml.as_deref()
    }

    /// The generators.
    pub fn repeats(&self) -> &[Repeat] {
        &self.repeat
    }

    /// The document with placeholders filled; those not named have the values of [`PLACEHOLDERS`]. Nothing where only
    /// its bytes are given.
    pub fn filled(&self, values: &[(&str, &str)]) -> Option<String> {
        let mut text = Cow::Borrowed(self.xml.as_deref()?);
        for repeat in &self.repeat {
            text = Cow::Owned(text.replace(
                &format!("{{{{{}}}}}", repeat.mark),
                &repeat.text.repeat(repeat.times),
            ));
        }
        for (name, default) in PLACEHOLDERS {
            let value = values
                .iter()
                .find(|(known, _)| *known == name)
                .map_or(default, |(_, value)| value);
            let mark = format!("{{{{{name}}}}}");
            if text.contains(&mark) {
                text = Cow::Owned(text.replace(&mark, value));
            }
        }
        Some(text.into_owned())
    }

    /// The document with the placeholders' own values.
    pub fn text(&self) -> Option<String> {
        self.filled(&[])
    }

    /// The document as it goes over a wire or lies in a file.
    pub fn bytes(&self) -> Vec<u8> {
        if let Some(base64) = &self.base64 {
            // The loader refuses what cannot be decoded.
            return decoded(base64).unwrap_or_default();
        }
        let text = self.text().unwrap_or_default();
        let mark = if self.bom { "\u{feff}" } else { "" };
        encoded(&format!("{mark}{text}"), self.encoding).unwrap_or_default()
    }

    /// Whether it is UTF-8 text that a control point can put into an argument: no byte order mark, and only characters
    /// that the envelope around it can hold.
    pub fn fits_an_argument(&self) -> bool {
        let xml_character = |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
        self.encoding == Charset::Utf8
            && !self.bom
            && self
                .xml
                .as_deref()
                .is_some_and(|text| text.chars().all(xml_character))
    }
}

pub(super) fn decoded(base64: &str) -> Option<Vec<u8>> {
    let packed: String = base64.split_whitespace().collect();
    STANDARD.decode(packed).ok()
}

/// The bytes of a text; nothing when the encoding cannot write it.
pub(super) fn encoded(text: &str, charset: Charset) -> Option<Vec<u8>> {
    match charset {
        Charset::Utf8 => Some(text.as_bytes().to_vec()),
        Charset::Utf16Le => Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        Charset::Utf16Be => Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        Charset::Latin1 => text
            .chars()
            .map(|c| u8::try_from(u32::from(c)).ok())
            .collect(),
    }
}
