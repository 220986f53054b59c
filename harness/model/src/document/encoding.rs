//! From the bytes of a document to its text: the encodings that are read, found as XML 1.0 appendix F finds them.

use thiserror::Error;

/// Why bytes are not read as text.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Undecodable {
    /// An encoding that is not read.
    #[error("the encoding {0} is not read: write the document in UTF-8")]
    Unsupported(String),
    /// The bytes are of another encoding than they, or the declaration, say.
    #[error("byte {offset} is not {encoding}")]
    Malformed {
        /// The encoding.
        encoding: &'static str,
        /// Where, in bytes.
        offset: usize,
    },
    /// The declaration names an encoding that the bytes cannot be in.
    #[error("the declaration says {declared}, and the bytes are {found}")]
    Contradiction {
        /// What is declared.
        declared: String,
        /// What they are.
        found: &'static str,
    },
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Bytes,
    Little,
    Big,
}

/// The text of a document in UTF-8, UTF-16, ISO-8859-1 or US-ASCII, by its byte order mark and its declaration. The
/// mark is left out.
///
/// # Errors
/// Another encoding, or bytes that are not in the one declared.
pub fn decode(bytes: &[u8]) -> Result<String, Undecodable> {
    let (family, marked, bytes) = match bytes {
        [0, 0, 0xfe, 0xff, ..] | [0xff, 0xfe, 0, 0, ..] | [0, 0, 0, b'<', ..] => {
            return Err(Undecodable::Unsupported("UTF-32".to_owned()));
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => (Family::Bytes, true, rest),
        [0xff, 0xfe, rest @ ..] => (Family::Little, true, rest),
        [0xfe, 0xff, rest @ ..] => (Family::Big, true, rest),
        [b'<', 0, _, 0, ..] => (Family::Little, false, bytes),
        [0, b'<', 0, _, ..] => (Family::Big, false, bytes),
        _ => (Family::Bytes, false, bytes),
    };
    match family {
        Family::Bytes => from_bytes(bytes, marked),
        Family::Little | Family::Big => from_utf16(bytes, family),
    }
}

fn from_bytes(bytes: &[u8], marked: bool) -> Result<String, Undecodable> {
    let head: String = bytes
        .iter()
        .take(LONGEST_DECLARATION)
        .map(|&byte| char::from(byte))
        .collect();
    let declared = declared(&head).unwrap_or_else(|| "UTF-8".to_owned());
    let upper = declared.to_ascii_uppercase();
    let contradiction = |found| {
        Err(Undecodable::Contradiction {
            declared: declared.clone(),
            found,
        })
    };
    match upper.as_str() {
        "UTF-8" | "UTF8" => utf8(bytes),
        _ if upper.starts_with("UTF-16") || upper.starts_with("ISO-10646-UCS") => {
            contradiction("of one byte a character")
        }
        _ if marked => contradiction("UTF-8"),
        "ISO-8859-1" | "ISO_8859-1" | "LATIN1" | "LATIN-1" | "L1" => {
            Ok(bytes.iter().map(|&byte| char::from(byte)).collect())
        }
        "US-ASCII" | "ASCII" => match bytes.iter().position(|byte| !byte.is_ascii()) {
            None => utf8(bytes),
            Some(offset) => Err(Undecodable::Malformed {
                encoding: "US-ASCII",
                offset,
            }),
        },
        _ => Err(Undecodable::Unsupported(declared)),
    }
}

fn utf8(bytes: &[u8]) -> Result<String, Undecodable> {
    std::str::from_utf8(bytes)
        .map(str::to_owned)
        .map_err(|error| Undecodable::Malformed {
            encoding: "UTF-8",
            offset: error.valid_up_to(),
        })
}

fn from_utf16(bytes: &[u8], family: Family) -> Result<String, Undecodable> {
    let malformed = |offset| Undecodable::Malformed {
        encoding: "UTF-16",
        offset,
    };
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|&pair| match family {
        Family::Big => u16::from_be_bytes(pair),
        _ => u16::from_le_bytes(pair),
    });
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut offset = 0;
    for unit in char::decode_utf16(units) {
        let c = unit.map_err(|_| malformed(offset))?;
        offset += 2 * c.len_utf16();
        text.push(c);
    }
    if !rest.is_empty() {
        return Err(malformed(offset));
    }
    let fits = |name: &str| {
        let name = name.to_ascii_uppercase();
        name == "UTF-16"
            || match family {
                Family::Big => name == "UTF-16BE",
                _ => name == "UTF-16LE",
            }
    };
    let head: String = text.chars().take(LONGEST_DECLARATION).collect();
    match declared(&head) {
        Some(name) if !fits(&name) => Err(Undecodable::Contradiction {
            declared: name,
            found: "UTF-16",
        }),
        _ => Ok(text),
    }
}

const LONGEST_DECLARATION: usize = 512;

// XMLDecl ::= "<?xml" VersionInfo EncodingDecl? …; EncodingDecl ::= S "encoding" Eq quoted EncName
fn declared(head: &str) -> Option<String> {
    let (declaration, _) = head.trim_start().strip_prefix("<?xml")?.split_once("?>")?;
    let (_, after) = declaration.split_once("encoding")?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (name, _) = value[1..].split_once(quote)?;
    Some(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn the_encodings_that_are_read() {
        let declared = |name: &str| format!("<?xml version='1.0' encoding='{name}'?><a>é😀</a>");
        let plain = declared("UTF-8");
        assert_eq!(decode(plain.as_bytes()), Ok(plain.clone()));
        assert_eq!(decode(format!("\u{feff}{plain}").as_bytes()), Ok(plain));
        let wide = declared("utf-16");
        for unit in [u16::to_le_bytes, u16::to_be_bytes] {
            assert_eq!(
                decode(&utf16(&format!("\u{feff}{wide}"), unit)),
                Ok(wide.clone())
            );
        }
        let named = declared("UTF-16BE");
        assert_eq!(decode(&utf16(&named, u16::to_be_bytes)), Ok(named));
        let latin = b"<?xml version=\"1.0\" encoding = \"iso-8859-1\"?><a>\xe9</a>";
        assert!(decode(latin).is_ok_and(|text| text.ends_with("<a>é</a>")));
        assert_eq!(decode(b"<a/>"), Ok("<a/>".to_owned()));
        assert_eq!(decode(b""), Ok(String::new()));
    }

    #[test]
    fn what_is_refused_and_why() {
        let says = |bytes: &[u8]| decode(bytes).map_err(|error| error.to_string());
        let refused = |text: &str| Err(text.to_owned());
        assert_eq!(says(b"<a>\xe9</a>"), refused("byte 3 is not UTF-8"));
        assert_eq!(
            says(b"<?xml version='1.0' encoding='EBCDIC-CP-US'?><a/>"),
            refused("the encoding EBCDIC-CP-US is not read: write the document in UTF-8")
        );
        assert_eq!(
            says(b"<?xml version='1.0' encoding='UTF-16'?><a/>"),
            refused("the declaration says UTF-16, and the bytes are of one byte a character")
        );
        assert_eq!(
            says(b"<?xml version='1.0' encoding='US-ASCII'?>\xe9"),
            refused("byte 41 is not US-ASCII")
        );
        assert_eq!(says(b"\xff\xfe<\0a"), refused("byte 2 is not UTF-16"));
        assert_eq!(
            says(b"\xff\xfe<\0\x3d\xd8a\0"),
            refused("byte 2 is not UTF-16")
        );
        assert_eq!(
            says(&utf16(
                "<?xml version='1.0' encoding='UTF-8'?><a/>",
                u16::to_le_bytes
            )),
            refused("the declaration says UTF-8, and the bytes are UTF-16")
        );
        assert!(decode(b"\0\0\xfe\xff").is_err());
    }

    proptest::proptest! {
        #[test]
        fn text_survives_its_encodings(inner in "\\PC{0,40}") {
            let text = format!("<a>{inner}</a>");
            proptest::prop_assert_eq!(decode(text.as_bytes()), Ok(text.clone()));
            let marked = format!("\u{feff}{text}");
            proptest::prop_assert_eq!(decode(marked.as_bytes()), Ok(text.clone()));
            for unit in [u16::to_le_bytes, u16::to_be_bytes] {
                proptest::prop_assert_eq!(decode(&utf16(&marked, unit)), Ok(text.clone()));
            }
        }

        #[test]
        fn latin_1_survives(inner in "[ -~\u{a0}-\u{ff}]{0,40}") {
            let text = format!("<?xml version='1.0' encoding='ISO-8859-1'?><a>{inner}</a>");
            let bytes: Vec<u8> = text.chars().filter_map(|c| u8::try_from(u32::from(c)).ok()).collect();
            proptest::prop_assert_eq!(decode(&bytes), Ok(text));
        }

        #[test]
        fn any_bytes_are_decoded_or_refused(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..60)) {
            if let Ok(text) = decode(&bytes) {
                proptest::prop_assert!(text.len() <= 2 * bytes.len());
            }
        }
    }
}
