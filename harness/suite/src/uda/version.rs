//! Judging rows of the device architecture: what weighs how much depends on the version that the device claims.

use ctk_model::expectation::Outcome;
use ctk_vectors::{Uda, facts};

use crate::case::Need;
use crate::tester::Tester;

impl Tester<'_> {
    /// The device claims 1.1 or later.
    pub(crate) fn is_1_1(&self) -> bool {
        self.dut().claim.is_1_1_or_later()
    }

    /// What a lapse is worth that only 1.1 and later call one: else a warning.
    pub(crate) fn lapse_since_1_1(&self) -> Outcome {
        if self.is_1_1() {
            Outcome::Fail
        } else {
            Outcome::Warning
        }
    }
}

/// The versions of the architecture that know the row, as a need.
pub(crate) fn versions(row: &str) -> Vec<Need> {
    let versions = facts()
        .architecture
        .iter()
        .find(|it| it.id == row)
        .map(|it| it.versions.as_slice())
        .unwrap_or_default();
    let mut needs = Vec::new();
    if !versions.contains(&Uda::V1_0) {
        needs.push(if versions.contains(&Uda::V1_1) {
            Need::UdaAtLeast(1, 1)
        } else {
            Need::UdaAtLeast(2, 0)
        });
    }
    if !versions.contains(&Uda::V2_0) {
        needs.push(if versions.contains(&Uda::V1_1) {
            Need::UdaAtMost(1, 1)
        } else {
            Need::UdaAtMost(1, 0)
        });
    }
    needs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_know_their_versions() {
        assert!(versions("UDA-DISC-08").is_empty());
        assert_eq!(versions("UDA-DISC-11"), [Need::UdaAtLeast(1, 1)]);
        assert_eq!(versions("UDA-DISC-50"), [Need::UdaAtLeast(2, 0)]);
        assert_eq!(versions("UDA-CTRL-27"), [Need::UdaAtMost(1, 0)]);
    }
}
