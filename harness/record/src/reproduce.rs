//! The command that runs a case again.

use std::borrow::Cow;

use crate::Header;

impl Header {
    /// The command that runs one case again.
    pub fn reproduce(&self, case: &str) -> String {
        let target = self
            .target
            .iter()
            .map(|word| quote(word))
            .collect::<Vec<_>>()
            .join(" ");
        format!(
            "messaging-ctk run {target} --case {} --seed {}",
            quote(case),
            self.seed
        )
    }
}

/// A word as a POSIX shell reads it.
pub fn quote(word: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@,+%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(format!("'{}'", word.replace('\'', r"'\''")))
    }
}
