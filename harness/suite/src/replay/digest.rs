//! Digests of questions, so that a replay can tell them apart.

use sha2::{Digest, Sha256};

use crate::lab::Ask;

/// A question's digest: 16 hexadecimal digits over its JSON.
pub fn of_ask(ask: &Ask) -> String {
    // A question holds strings, numbers and JSON values: writing it cannot fail.
    let json = serde_json::to_vec(ask).unwrap_or_default();
    let digest = Sha256::digest(json);
    digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
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
