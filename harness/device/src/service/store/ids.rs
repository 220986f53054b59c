//! Ids as some devices make them: nothing in 5.3.6 and 5.3.12 says that two of them differ in more than a character.

use super::Store;
use crate::defects::VariationId;

/// Letters whose case spells a number.
const LETTERS: &str = "abcdefghijklmnopqrst";

impl Store {
    /// The part of an id that the device's habit gives; None: it has none.
    pub(super) fn habitual(&self, session: bool) -> Option<String> {
        if self.varies(VariationId::IdsCounted) {
            let base = u64::from_str_radix(&self.prefix, 16).unwrap_or_default() * 1_000;
            // A session has the number that a message had that was made just before it.
            return Some((base + self.counter - u64::from(session)).to_string());
        }
        if !self.varies(VariationId::IdsDifferInCase) {
            return None;
        }
        let spelt = |(at, letter): (usize, char)| match (self.counter >> at) & 1 {
            1 => letter.to_ascii_uppercase(),
            _ => letter,
        };
        let letters: String = LETTERS.chars().enumerate().map(spelt).collect();
        Some(format!("{}{letters}", self.prefix))
    }
}
