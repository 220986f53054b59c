//! A body's bytes as text that the parser may see.

use roxmltree::{Document, ParsingOptions};
use serde::{Deserialize, Serialize};

use super::scan;

/// Why a body cannot be read as XML.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum XmlError {
    /// Nothing but white space.
    #[error("the body is empty")]
    Empty,
    /// More bytes than a document may have.
    #[error("the document is longer than {limit} bytes")]
    TooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// UTF-16 or UTF-32 instead of UTF-8.
    #[error("the document is encoded in UTF-16 or UTF-32; UPnP bodies are UTF-8")]
    WideEncoding,
    /// A compressed body without Content-Encoding, or one this reader does not decode.
    #[error("the body is compressed; no coding was asked for")]
    Compressed,
    /// A document type declaration.
    #[error("the document has a document type declaration, which is refused")]
    Dtd {
        /// The name of the document element that it declares.
        name: String,
        /// It declares entities.
        entities: bool,
    },
    /// Elements nested too deep.
    #[error("elements are nested deeper than {limit}")]
    TooDeep {
        /// The limit, in levels.
        limit: usize,
    },
    /// More attributes, or namespace declarations in force, than any document needs.
    #[error("an element has too many attributes or namespace declarations")]
    TooManyAttributes,
    /// Not well-formed, or not namespace-well-formed.
    #[error("the document is not well-formed: {0}")]
    NotWellFormed(String),
    /// Not well-formed, because `&` or `<` in its text is not escaped.
    #[error("the document is not well-formed: {0}, where & or < is not escaped")]
    Unescaped(String),
}

impl XmlError {
    /// The reader gave up at a bound of its own: it says nothing against who sent the document.
    pub fn is_a_bound(&self) -> bool {
        match self {
            Self::TooLarge { .. } | Self::TooDeep { .. } | Self::TooManyAttributes => true,
            Self::Dtd { entities, .. } => !entities,
            _ => false,
        }
    }
}

/// Something odd about the text as a whole that did not prevent reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Oddity {
    /// No XML declaration.
    NoDeclaration,
    /// White space stands before the declaration.
    BlankFirst,
    /// NUL bytes stand behind the document.
    TrailingNul,
    /// Bytes that are not UTF-8; they were replaced.
    NotUtf8 {
        /// Offset of the first.
        offset: usize,
    },
    /// The declaration names another encoding than UTF-8.
    DeclaredEncoding(String),
}

impl std::fmt::Display for Oddity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Oddity::NoDeclaration => f.write_str("the document has no XML declaration"),
            Oddity::BlankFirst => f.write_str("white space stands before the XML declaration"),
            Oddity::TrailingNul => f.write_str("NUL bytes follow the document"),
            Oddity::NotUtf8 { offset } => write!(f, "byte {offset} of the body is not UTF-8"),
            Oddity::DeclaredEncoding(name) => write!(f, "the XML declaration names {name:?}"),
        }
    }
}

/// Whether the bytes are a well-formed document from its beginning to its end.
pub(crate) fn is_whole(body: &[u8]) -> bool {
    let ends = body.trim_ascii_end().ends_with(b">");
    ends && Source::read(body).is_ok_and(|source| source.parse().is_ok())
}

/// A body decoded and bounded.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    text: String,
    pub(crate) oddities: Vec<Oddity>,
}

impl Source {
    /// Bytes of a document at most.
    const BYTES: usize = 8 * 1024 * 1024;
    /// Nodes of a document at most.
    const NODES: u32 = 200_000;

    /// Decodes a body and checks its bounds.
    pub(crate) fn read(body: &[u8]) -> Result<Source, XmlError> {
        if body.len() > Source::BYTES {
            return Err(XmlError::TooLarge {
                limit: Source::BYTES,
            });
        }
        if body.starts_with(&[0x1f, 0x8b]) {
            return Err(XmlError::Compressed);
        }
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        let wide = [b"\xff\xfe".as_slice(), b"\xfe\xff", b"<\0", b"\0<", b"\0\0"];
        if wide.iter().any(|start| body.starts_with(start)) {
            return Err(XmlError::WideEncoding);
        }
        let mut oddities = Vec::new();
        if let Err(error) = std::str::from_utf8(body) {
            oddities.push(Oddity::NotUtf8 {
                offset: error.valid_up_to(),
            });
        }
        let text = String::from_utf8_lossy(body);
        let inner = text.trim_end_matches(['\0', ' ', '\t', '\r', '\n']);
        if text[inner.len()..].contains('\0') {
            oddities.push(Oddity::TrailingNul);
        }
        let trimmed = inner.trim_start_matches([' ', '\t', '\r', '\n']);
        if trimmed.is_empty() {
            return Err(XmlError::Empty);
        }
        if !trimmed.starts_with("<?xml") || !trimmed[5..].starts_with([' ', '\t', '\r', '\n']) {
            oddities.push(Oddity::NoDeclaration);
        } else if trimmed.len() != inner.len() {
            oddities.push(Oddity::BlankFirst);
        }
        if let Some(name) = declared_encoding(trimmed) {
            oddities.push(Oddity::DeclaredEncoding(name.chars().take(40).collect()));
        }
        scan::check(trimmed)?;
        Ok(Source {
            text: trimmed.to_owned(),
            oddities,
        })
    }

    /// Parses the text.
    pub(crate) fn parse(&self) -> Result<Document<'_>, XmlError> {
        let options = ParsingOptions {
            allow_dtd: false,
            nodes_limit: Source::NODES,
            ..Default::default()
        };
        Document::parse_with_options(&self.text, options).map_err(|error| {
            match self.is_unescaped(&error) {
                _ if matches!(error, roxmltree::Error::NodesLimitReached) => XmlError::TooLarge {
                    limit: Source::BYTES,
                },
                true => XmlError::Unescaped(error.to_string()),
                false => XmlError::NotWellFormed(error.to_string()),
            }
        })
    }

    /// What stopped the parser is an ampersand that begins no reference, or a `<` that begins no markup.
    fn is_unescaped(&self, error: &roxmltree::Error) -> bool {
        use roxmltree::Error::{MalformedEntityReference, UnknownEntityReference};
        if matches!(
            error,
            MalformedEntityReference(_) | UnknownEntityReference(..)
        ) {
            return true;
        }
        let at = error.pos();
        let line = usize::try_from(at.row).unwrap_or(1).saturating_sub(1);
        let column = usize::try_from(at.col).unwrap_or(1).saturating_sub(1);
        let line = self.text.split('\n').nth(line).unwrap_or_default();
        // The position is at the `<`, or behind it.
        let from = column.saturating_sub(1);
        let near: Vec<char> = line.chars().skip(from).take(3).collect();
        let begins_markup = |next: char| next.is_alphabetic() || "/!?_:".contains(next);
        near.windows(2)
            .any(|pair| pair[0] == '<' && !begins_markup(pair[1]))
    }
}

/// The encoding in the XML declaration, if it is not UTF-8.
fn declared_encoding(text: &str) -> Option<&str> {
    let declaration = &text[..text.find("?>").filter(|_| text.starts_with("<?xml"))?];
    let after = declaration[declaration.find("encoding")? + "encoding".len()..].trim_start();
    let value = after.strip_prefix('=')?.trim_start();
    let quote = value
        .chars()
        .next()
        .filter(|char| matches!(char, '"' | '\''))?;
    let name = value[1..].split(quote).next()?;
    (!name.eq_ignore_ascii_case("utf-8") && !name.eq_ignore_ascii_case("utf8")).then_some(name)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn oddities(body: &[u8]) -> Vec<Oddity> {
        Source::read(body).expect("readable").oddities
    }

    #[test]
    fn what_is_tolerated() {
        assert_eq!(oddities(b"\xef\xbb\xbf<?xml version=\"1.0\"?><a/>"), []);
        assert_eq!(
            oddities(b"<?xml version='1.0' encoding='UTF-8'?>\n<a/>\n"),
            []
        );
        assert_eq!(
            oddities(b"<a/>\0\n"),
            [Oddity::TrailingNul, Oddity::NoDeclaration]
        );
        assert_eq!(
            oddities(b"\n<?xml version='1.0'?><a/>"),
            [Oddity::BlankFirst]
        );
        let latin = oddities(b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>");
        let name = Oddity::DeclaredEncoding("ISO-8859-1".to_owned());
        assert_eq!(latin, [Oddity::NotUtf8 { offset: 46 }, name]);
    }

    #[test]
    fn what_is_refused() {
        assert_eq!(Source::read(b" \n").err(), Some(XmlError::Empty));
        assert_eq!(
            Source::read(b"\xff\xfe<\0a\0").err(),
            Some(XmlError::WideEncoding)
        );
        assert_eq!(
            Source::read(b"<\0a\0/\0>\0").err(),
            Some(XmlError::WideEncoding)
        );
        assert_eq!(
            Source::read(b"\x1f\x8b\x08").err(),
            Some(XmlError::Compressed)
        );
        for (broken, unescaped) in [
            ("<a><b></a>", false),
            ("<a>1 &lt; 2 </b></a>", false),
            ("<!doctype html><title>a</title>", false),
            ("<a>\u{1}</a>", false),
            ("<p:a/>", false),
            ("<a>Smith & Sons</a>", true),
            ("<a>Smith &Sons</a>", true),
            ("<a>Smith&nbsp;Sons</a>", true),
            ("<a>\n 1 < 2</a>", true),
            ("<a>1 <2</a>", true),
        ] {
            let source = Source::read(broken.as_bytes()).expect("bounded");
            let error = source.parse().err();
            let told = matches!(error, Some(XmlError::Unescaped(_)));
            assert_eq!(told, unescaped, "{broken}: {error:?}");
            assert!(!error.expect("an error").is_a_bound(), "{broken}");
        }
    }

    #[test]
    fn a_document_type_is_refused_by_what_it_declares() {
        for (text, name, entities) in [
            ("<!DOCTYPE html PUBLIC 'x' 'y'><html/>", "html", false),
            (
                "<?xml version='1.0'?><!DOCTYPE root [<!ENTITY a 'b'>]><root/>",
                "root",
                true,
            ),
        ] {
            let error = Source::read(text.as_bytes()).expect_err("it is refused");
            assert_eq!(error.is_a_bound(), !entities);
            let name = name.to_owned();
            assert_eq!(error, XmlError::Dtd { name, entities });
        }
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(
            bytes in prop::collection::vec(any::<u8>(), 0..120),
            text in "[<>/!?a-c=\"'&;#\\[\\]x: -]{0,80}",
        ) {
            for body in [bytes.as_slice(), text.as_bytes(), format!("<?xml {text}").as_bytes()] {
                if let Ok(source) = Source::read(body) {
                    let _ = source.parse().is_ok();
                }
            }
        }
    }
}
