//! Long texts, cut, with how long they were and their digest.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use crate::Message;

/// What follows the part of a text that was kept.
const CUT: &str = "\n[cut: ";
/// How long a remark is at most.
const REMARK: usize = 160;
/// How it ends.
const END: &str = "]";

/// Bytes in base 16.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Cuts a text to at most so many bytes, and says what is missing and what the digest of the whole is. Whether it was
/// cut now; a text that was cut to no more before stays as it is.
pub fn cut(text: &mut String, limit: usize) -> bool {
    let Some((at, remark)) = place_of_cut(text, limit) else {
        return false;
    };
    text.truncate(at);
    text.push_str(&remark);
    text.shrink_to_fit();
    true
}

/// A text as it is cut, without a copy of the whole.
pub fn as_cut(text: &str, limit: usize) -> String {
    match place_of_cut(text, limit) {
        Some((at, remark)) => [&text[..at], &remark].concat(),
        None => text.to_owned(),
    }
}

/// Where a text is cut, and the remark that follows; nothing where it is not.
fn place_of_cut(text: &str, limit: usize) -> Option<(usize, String)> {
    let cut_before = text.len() <= limit + REMARK && is_cut(text);
    if text.len() <= limit || cut_before {
        return None;
    }
    let all = text.len();
    let digest = hex(&Sha256::digest(text.as_bytes()));
    let mut at = limit;
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let remark = format!("{CUT}{at} of {all} bytes are shown, SHA-256 {digest}{END}");
    Some((at, remark))
}

/// Whether a text ends with the remark that it was cut.
pub fn is_cut(text: &str) -> bool {
    let Some(at) = text.ends_with(END).then(|| text.rfind(CUT)).flatten() else {
        return false;
    };
    text[at..].contains(" bytes are shown")
}

impl Message {
    /// How many bytes of text it holds.
    pub fn size(&self) -> usize {
        let headers = self.headers.iter();
        self.body.len()
            + self.body_base64.as_ref().map_or(0, String::len)
            + self.url.len()
            + self.method.len()
            + headers
                .map(|(name, value)| name.len() + value.len())
                .sum::<usize>()
    }

    /// Cuts URL, headers and body so that each holds at most so many bytes; of more headers than 256 the rest is left
    /// out. Whether anything was cut.
    pub fn cut(&mut self, limit: usize) -> bool {
        let mut any = cut(&mut self.url, limit) | cut(&mut self.method, limit);
        if cut(&mut self.body, limit) {
            (self.body_base64, any) = (None, true);
        }
        if self.headers.len() > HEADERS {
            let rest = self.headers.split_off(HEADERS);
            let texts = rest.iter().flat_map(|(name, value)| [name, value]);
            let mut digest = Sha256::new();
            texts.for_each(|text| digest.update(text.as_bytes()));
            let said = format!(
                "{} headers, SHA-256 {}",
                rest.len(),
                hex(&digest.finalize())
            );
            self.headers.push(("[cut]".to_owned(), said));
            any = true;
        }
        let mut left = limit;
        for (name, value) in &mut self.headers {
            any |= cut(name, left.max(64)) | cut(value, left.max(64));
            left = left.saturating_sub(name.len() + value.len());
        }
        any
    }
}

/// How many headers of a message that is cut are kept.
const HEADERS: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_says_how_much_and_of_what() {
        let whole = "é".repeat(50);
        let mut text = whole.clone();
        assert!(cut(&mut text, 21) && is_cut(&text));
        assert!(text.starts_with(&"é".repeat(10)), "{text}");
        assert!(text.contains("20 of 100 bytes are shown"), "{text}");
        assert!(text.contains(&hex(&Sha256::digest(whole.as_bytes()))));
        assert_eq!(as_cut(&whole, 21), text);
        assert_eq!(as_cut("short", 21), "short");
        let once = text.clone();
        assert!(!cut(&mut text, 21) && text == once, "once is enough");
        assert!(!cut(&mut "short".to_owned(), 21) && !is_cut("short]"));
    }

    #[test]
    fn two_long_texts_stay_different() {
        let text = |end: &str| {
            let mut text = "x".repeat(100) + end;
            cut(&mut text, 10);
            text
        };
        assert_ne!(text("a"), text("b"));
    }

    #[test]
    fn a_message_is_cut_everywhere() {
        let mut message = Message {
            url: "u".repeat(1000),
            headers: vec![("n".repeat(1000), "v".repeat(1000)); 1000],
            body: "b".repeat(1000),
            body_base64: Some("b".repeat(1000)),
            ..Message::default()
        };
        assert!(message.cut(100));
        assert!(message.size() < 120_000, "{}", message.size());
        let before = message.clone();
        message.cut(100);
        assert_eq!(message.body, before.body);
        assert!(!Message::default().cut(0));
    }
}
