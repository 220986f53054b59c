//! Digests of questions, so that a replay can tell them apart.

use std::io;

use sha2::{Digest, Sha256};

use crate::lab::Ask;

/// A question's digest: 16 hexadecimal digits over its JSON.
pub fn of_ask(ask: &Ask) -> String {
    let mut json = Hashed(Sha256::new());
    // A question holds strings, numbers and JSON values: writing it cannot fail.
    let _ = serde_json::to_writer(&mut json, ask);
    json.0
        .finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// What is written is digested, and nowhere kept: a question may have megabytes.
struct Hashed(Sha256);

impl io::Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_differ_by_their_digest() {
        assert_eq!(of_ask(&Ask::Now), of_ask(&Ask::Now));
        assert_ne!(of_ask(&Ask::Now), of_ask(&Ask::Draw));
        assert_eq!(of_ask(&Ask::Draw).len(), 16);
    }
}
