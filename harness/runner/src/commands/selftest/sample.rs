//! What a quick selftest tries a variation with: the cases that it concerns, and a sample of the others that is drawn anew
//! for each variation and alike each time. All variations together meet every case.

use std::collections::BTreeSet;

use ctk_device::defects::Variation;
use ctk_suite::case::{Case, CaseMeta, Phase};
use ctk_vectors::facts;
use sha2::{Digest, Sha256};

/// A case that waits longer is left out, in milliseconds.
const WAIT_MS: u64 = 1_000;

/// One in so many of the cases that the variation does not concern.
const ONE_IN: u8 = 5;

/// The service that the reference device hosts, where nobody gives it another.
const HOSTED: &str = "Messaging";

/// The seed of the sample.
const SEED: &str = "selftest --quick 1";

/// The ids of the cases for this variation. Those that judge what was noticed in the run cost nothing: all of them.
pub(super) fn cases_for(variation: &Variation) -> Vec<String> {
    let cases = ctk_suite::cases();
    let chosen = cases.iter().filter(|case| {
        is_short(case)
            && (case.meta.phase == Phase::Last
                || concerns(variation, &case.meta)
                || is_drawn(variation.id, &case.meta.id))
    });
    chosen.map(|case| case.meta.id.to_string()).collect()
}

/// The cases that judge what was noticed in the run: with a part of the suite they may find nothing to judge.
pub(super) fn may_stay_open() -> BTreeSet<String> {
    let cases = ctk_suite::cases();
    let last = cases.iter().filter(|case| case.meta.phase == Phase::Last);
    last.map(|case| case.meta.id.to_string()).collect()
}

/// It is about what the reference device hosts by itself, and neither waits long nor sends hostile input.
fn is_short(case: &Case) -> bool {
    let of_another = case.meta.service.is_some_and(|name| name != HOSTED);
    !of_another && case.meta.waits_ms <= WAIT_MS && case.meta.phase != Phase::Hostile
}

/// The case judges what allows the variation: the row, the clause, or a requirement that the ruling widens.
fn concerns(variation: &Variation, case: &CaseMeta) -> bool {
    let ruling = variation.ruling;
    let widened = |requirement: &str| {
        let found = facts().requirement(requirement);
        found.is_some_and(|one| one.rulings.iter().any(|one| one == ruling))
    };
    let names = |requirement: &str| requirement == ruling || widened(requirement);
    case.clause == ruling || case.requirements.iter().any(|one| names(one))
}

fn is_drawn(variation: &str, case: &str) -> bool {
    let digest = Sha256::digest(format!("{SEED} {variation} {case}"));
    digest[0] < u8::MAX / ONE_IN
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use ctk_device::defects::VARIATIONS;

    use super::*;

    #[test]
    fn all_variations_together_meet_every_short_case_often() {
        let mut met: BTreeMap<String, usize> = BTreeMap::new();
        for variation in VARIATIONS.iter().filter(|one| !one.hidden) {
            for case in cases_for(variation) {
                *met.entry(case).or_default() += 1;
            }
        }
        let seldom: Vec<String> = ctk_suite::cases()
            .iter()
            .filter(|case| is_short(case))
            .map(|case| case.meta.id.to_string())
            .filter(|id| met.get(id).is_none_or(|&times| times < 8))
            .collect();
        assert!(seldom.is_empty(), "{seldom:?}");
    }

    #[test]
    fn a_variation_meets_what_it_concerns_and_a_part_of_the_rest() {
        let chunked = VARIATIONS.iter().find(|one| one.id == "chunked-responses");
        let chunked = chunked.expect("it is there");
        let concerned: Vec<String> = ctk_suite::cases()
            .iter()
            .filter(|case| {
                is_short(case)
                    && case
                        .meta
                        .requirements
                        .iter()
                        .any(|one| one == "UDA-DESC-04")
            })
            .map(|case| case.meta.id.to_string())
            .collect();
        let cases = cases_for(chunked);
        assert!(!concerned.is_empty());
        assert!(concerned.iter().all(|case| cases.contains(case)));
        let all = ctk_suite::cases()
            .iter()
            .filter(|case| is_short(case))
            .count();
        assert!(cases.len() < all / 2, "{} of {all}", cases.len());
    }

    #[test]
    fn nothing_that_waits_or_is_hostile_is_chosen() {
        for variation in VARIATIONS.iter().take(5) {
            let cases = cases_for(variation);
            assert!(!cases.iter().any(|case| case == "uda/discovery/mx-missing"));
            assert!(!cases.iter().any(|case| case == "uda/security/garbage"));
        }
    }
}
