//! Comma-separated lists of MIME types (5.3.17).

use super::collapse;

/// Why a text is not a list of MIME types.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MimeError {
    /// Nothing stands between two commas, or at an end.
    #[error("entry {0} is empty")]
    EmptyEntry(usize),
    /// An entry is not of the form type/subtype.
    #[error("`{0}` is not of the form type/subtype")]
    Form(String),
    /// A parameter is not of the form name=value.
    #[error("`{0}` has a parameter that is not of the form name=value")]
    Parameter(String),
}

// list  ::= entry ("," entry)*                     5.3.17
// entry ::= token "/" token (";" token "=" (token | quoted))*      RFC 2045

/// Reads a comma-separated list of MIME types; the empty text is an empty list.
///
/// # Errors
/// A [`MimeError`] naming the first entry at fault.
pub fn read_mime_list(text: &str) -> Result<Vec<String>, MimeError> {
    if collapse(text).is_empty() {
        return Ok(Vec::new());
    }
    split_unquoted(text, ',')
        .into_iter()
        .enumerate()
        .map(|(index, entry)| read_entry(collapse(entry), index + 1))
        .collect()
}

fn read_entry(entry: &str, number: usize) -> Result<String, MimeError> {
    if entry.is_empty() {
        return Err(MimeError::EmptyEntry(number));
    }
    let mut parts = split_unquoted(entry, ';').into_iter().map(collapse);
    let essence = parts.next().unwrap_or_default();
    let (kind, subtype) = essence
        .split_once('/')
        .ok_or_else(|| MimeError::Form(entry.to_owned()))?;
    if !is_token(kind) || !is_token(subtype) {
        return Err(MimeError::Form(entry.to_owned()));
    }
    for parameter in parts {
        let fits = parameter
            .split_once('=')
            .is_some_and(|(name, value)| is_token(name) && (is_token(value) || is_quoted(value)));
        if !fits {
            return Err(MimeError::Parameter(entry.to_owned()));
        }
    }
    Ok(entry.to_owned())
}

fn split_unquoted(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut start) = (Vec::new(), 0);
    let (mut quoted, mut escaped) = (false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if c == separator && !quoted => {
                parts.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_graphic() && !b"()<>@,;:\\\"/[]?=".contains(&b))
}

fn is_quoted(text: &str) -> bool {
    let Some(inner) = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')) else {
        return false;
    };
    let mut escaped = false;
    for c in inner.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return false,
            _ => {}
        }
    }
    !escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_with_parameters_and_quotes() {
        let list = read_mime_list("text/plain, image/*;q=1 ,a/b;c=\"x,y;\\\"z\"").expect("a list");
        assert_eq!(list, ["text/plain", "image/*;q=1", "a/b;c=\"x,y;\\\"z\""]);
        assert_eq!(read_mime_list(" "), Ok(Vec::new()));
    }

    #[test]
    fn every_way_to_be_wrong() {
        assert_eq!(
            read_mime_list("text/plain,,a/b"),
            Err(MimeError::EmptyEntry(2))
        );
        assert_eq!(read_mime_list("a/b,"), Err(MimeError::EmptyEntry(2)));
        for bad in [
            "text",
            "text/",
            "/plain",
            "text/plain image/png",
            "a/b/c",
            "a b/c",
            "tëxt/plain",
            ";a/b",
        ] {
            assert!(
                matches!(read_mime_list(bad), Err(MimeError::Form(_))),
                "{bad}"
            );
        }
        for bad in ["a/b;", "a/b;c", "a/b;c=", "a/b;=d", "a/b;c=\"d"] {
            assert!(
                matches!(read_mime_list(bad), Err(MimeError::Parameter(_))),
                "{bad}"
            );
        }
    }
}
