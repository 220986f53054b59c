//! Digests: of questions, so that a replay can tell them apart, and of the seed, for everything drawn at random.

use ctk_suite::lab::Ask;
use sha2::{Digest, Sha256};

/// A question's digest: 16 digits of base 16 over its JSON.
pub(super) fn of_ask(ask: &Ask) -> String {
    // A question holds strings, numbers and JSON values: writing it cannot fail.
    let json = serde_json::to_vec(ask).unwrap_or_default();
    format!("{:016x}", first(&Sha256::digest(json)))
}

/// The `n`th number of a case's own sequence for a purpose. It depends on the seed and the case alone, never on the
/// order in which cases run.
pub(super) fn draw(seed: u64, case: &str, purpose: &str, n: u64) -> u64 {
    let mut hash = Sha256::new();
    hash.update(seed.to_be_bytes());
    for word in [case, purpose] {
        hash.update((word.len() as u64).to_be_bytes());
        hash.update(word);
    }
    hash.update(n.to_be_bytes());
    first(&hash.finalize())
}

fn first(digest: &[u8]) -> u64 {
    digest
        .iter()
        .take(8)
        .fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_differ_by_seed_case_purpose_and_number() {
        let drawn = draw(7, "5.5.4/sms", "draw", 1);
        assert_eq!(drawn, draw(7, "5.5.4/sms", "draw", 1));
        let others = [
            draw(8, "5.5.4/sms", "draw", 1),
            draw(7, "5.5.4/mms", "draw", 1),
            draw(7, "5.5.4/sms", "inbox", 1),
            draw(7, "5.5.4/sms", "draw", 2),
            draw(7, "5.5.4/sm", "sdraw", 1),
        ];
        assert!(!others.contains(&drawn));
    }

    #[test]
    fn questions_are_told_apart() {
        assert_eq!(of_ask(&Ask::Now), of_ask(&Ask::Now));
        assert_ne!(of_ask(&Ask::Now), of_ask(&Ask::Draw));
        assert_eq!(of_ask(&Ask::Draw).len(), 16);
    }
}
