//! Markup characters in and out of text.

use std::borrow::Cow;

/// The text with markup characters as entities; CR too, which a parser would turn into LF.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '\r']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + text.len() / 4);
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\r' => escaped.push_str("&#13;"),
            _ => escaped.push(char),
        }
    }
    Cow::Owned(escaped)
}

/// The text with one layer of predefined entities and character references taken off; what is no
/// reference stays.
pub(crate) fn unescape_once(text: &str) -> String {
    /// The longest reference: `&#x10ffff;`, with room for leading zeros.
    const REFERENCE: usize = 16;
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(REFERENCE).position(|byte| byte == b';');
        match end.and_then(|end| Some((end, referred(&rest[1..end])?))) {
            Some((end, char)) => {
                plain.push(char);
                rest = &rest[end + 1..];
            }
            None => {
                plain.push('&');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

fn referred(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn references() {
        assert_eq!(
            unescape_once("&lt;a&gt; &amp;lt; &#38;&#x26; &nope; & &;"),
            "<a> &lt; && &nope; & &;"
        );
        assert_eq!(escape("a<b>&\r"), "a&lt;b&gt;&amp;&#13;");
    }

    proptest! {
        #[test]
        fn round_trip(text in "\\PC{0,40}") {
            prop_assert_eq!(unescape_once(&escape(&text)), text);
        }

        #[test]
        fn any_text(text in "[&#x;a-z0-9é]{0,40}") {
            let _ = unescape_once(&text);
        }
    }
}
