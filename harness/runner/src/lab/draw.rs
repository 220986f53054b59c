//! Everything drawn at random comes from digests of the run's seed.

use sha2::{Digest, Sha256};

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
}
