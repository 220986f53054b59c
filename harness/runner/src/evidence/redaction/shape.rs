//! Words for words: of the same length in bytes, digits for digits, letters for letters of the same case.

use sha2::{Digest as _, Sha256};

use crate::exit_code::Failure;

/// What words of a URI or of an escaped document are no names.
const KEPT: [&str; 14] = [
    "amp", "lt", "gt", "quot", "apos", "tel", "sip", "sips", "mailto", "http", "https", "urn",
    "uuid", "xmpp",
];

/// Draws words. Nobody can draw the same without the salt, which is not kept.
pub(super) struct Shape {
    salt: [u8; 32],
}

impl Shape {
    pub(super) fn new() -> Result<Self, Failure> {
        let mut salt = [0; 32];
        getrandom::fill(&mut salt)
            .map_err(|error| Failure::broken(format!("there is no randomness: {error}")))?;
        Ok(Self { salt })
    }

    /// A word of the same shape; the same for the same word, in whatever case.
    pub(super) fn word(&self, word: &str) -> String {
        let mut drawn = Vec::new();
        let lower = word.to_lowercase();
        // A number or a bare address in base 16 stays one.
        let hex = word.len() >= 4
            && word.bytes().all(|byte| byte.is_ascii_hexdigit())
            && word.bytes().any(|byte| byte.is_ascii_digit());
        word.chars()
            .enumerate()
            .map(|(at, old)| {
                while drawn.len() <= at {
                    let block = Sha256::new()
                        .chain_update(self.salt)
                        .chain_update(drawn.len().to_be_bytes())
                        .chain_update(&lower);
                    drawn.extend(block.finalize());
                }
                other(old, drawn[at], hex)
            })
            .collect()
    }

    /// A text in which each word is replaced that `replaces` names.
    pub(super) fn text(&self, text: &str, replaces: &dyn Fn(&str) -> bool) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(begin) = rest.find(char::is_alphanumeric) {
            let (before, from) = rest.split_at(begin);
            out.push_str(before);
            let end = from
                .find(|c: char| !c.is_alphanumeric())
                .unwrap_or(from.len());
            let (word, after) = from.split_at(end);
            let follows = after.chars().next();
            let reference = follows == Some(';') && (out.ends_with('#') || is_kept(word));
            let scheme = follows == Some(':') && is_kept(word);
            if reference || scheme || out.ends_with('%') || !replaces(word) {
                out.push_str(word);
            } else {
                out.push_str(&self.word(word));
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// An address of the Internet Protocol, of the same length and of the same kind: the part that tells private networks
    /// from others stays.
    pub(super) fn ipv4(&self, address: &str) -> String {
        let parts: Vec<&str> = address.split('.').collect();
        let kept = match (parts.first(), parts.get(1)) {
            (Some(&"192"), Some(&"168")) | (Some(&"169"), Some(&"254")) | (Some(&"172"), _) => 2,
            _ => 1,
        };
        let parts = parts.iter().enumerate().map(|(at, part)| {
            if at < kept {
                return (*part).to_owned();
            }
            let drawn = self.word(&format!("{address}.{at}"));
            let drawn = drawn.bytes().map(usize::from).sum::<usize>();
            match part.len() {
                1 => (1 + drawn % 9).to_string(),
                2 => (10 + drawn * 7 % 90).to_string(),
                _ => (100 + drawn * 7 % 155).to_string(),
            }
        });
        parts.collect::<Vec<_>>().join(".")
    }
}

fn is_kept(word: &str) -> bool {
    KEPT.contains(&word.to_ascii_lowercase().as_str())
}

/// A character of the same kind and length.
fn other(old: char, drawn: u8, hex: bool) -> char {
    let drawn = u32::from(drawn);
    let from = |first: char, count: u32| char::from_u32(u32::from(first) + drawn % count);
    let new = match old {
        '0' => Some('0'),
        '1'..='9' => from('1', 9),
        'a'..='f' if hex => from('a', 6),
        'A'..='F' if hex => from('A', 6),
        'a'..='z' => from('a', 26),
        'A'..='Z' => from('A', 26),
        _ => match old.len_utf8() {
            2 if old.is_uppercase() => from('Ä', 19),
            2 => from('ä', 19),
            3 => from('一', 255),
            _ => None,
        },
    };
    new.unwrap_or(old)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_shape() {
        let shape = Shape::new().expect("there is randomness");
        let all = |_: &str| true;
        for text in [
            "tel:+49-170-1234567",
            "sip:Anna.Müller%40home@example.org",
            "Tom &amp; Jerry &#65; &amp;lt;",
            "世界 Grüße",
        ] {
            let new = shape.text(text, &all);
            assert_eq!(new.len(), text.len(), "{new}");
            assert_ne!(new, text);
            let kinds = |text: &str| -> Vec<(bool, bool)> {
                text.chars()
                    .map(|c| (c.is_alphabetic(), c.is_numeric()))
                    .collect()
            };
            assert_eq!(kinds(&new), kinds(text), "{new}");
        }
        assert!(shape.text("tel:+1", &all).starts_with("tel:+"));
        assert!(shape.text("a &amp; b", &all).contains(" &amp; "));
        assert_eq!(shape.text("Anna", &|_| false), "Anna");
        assert_eq!(
            shape.word("ANNA").to_lowercase(),
            shape.word("anna"),
            "case does not matter"
        );
    }

    #[test]
    fn addresses_stay_addresses_of_their_network() {
        let shape = Shape::new().expect("there is randomness");
        for (address, network) in [
            ("192.168.178.31", "192.168."),
            ("10.0.0.7", "10."),
            ("172.16.254.1", "172.16."),
            ("8.8.8.8", "8."),
        ] {
            let new = shape.ipv4(address);
            assert_eq!(new.len(), address.len());
            assert!(new.starts_with(network) && new.parse::<std::net::Ipv4Addr>().is_ok());
        }
    }
}
