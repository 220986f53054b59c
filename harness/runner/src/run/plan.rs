//! The plan of a run: its cases, and which of them can be tried on the device that was found.

use ctk_suite::case::Case;
use ctk_suite::case::applicability::{Applicability, applicability};
use ctk_suite::under_test::Dut;

/// The cases of a run, each with its applicability.
pub struct Plan {
    cases: Vec<Case>,
    applicability: Vec<Applicability>,
}

impl Plan {
    /// Holds what each case needs against what the device has.
    pub fn new(cases: Vec<Case>, dut: &Dut) -> Self {
        let applicability = cases
            .iter()
            .map(|case| applicability(&case.meta, dut))
            .collect();
        Self {
            cases,
            applicability,
        }
    }

    /// The cases, in the order of the suite.
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }

    /// Each case with whether it can be tried.
    pub fn iter(&self) -> impl Iterator<Item = (&Case, &Applicability)> {
        self.cases.iter().zip(&self.applicability)
    }

    /// The cases that can be tried.
    pub fn applicable(&self) -> impl Iterator<Item = &Case> {
        self.iter()
            .filter(|(_, applicability)| **applicability == Applicability::Applicable)
            .map(|(case, _)| case)
    }

    /// How many messages the run sends at most.
    pub fn messages(&self) -> u32 {
        self.applicable().map(|case| case.meta.messages).sum()
    }
}
