//! The rules of the model, each with what it says.

/// A rule of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name; contradictions carry it.
    pub name: &'static str,
    /// What it says.
    pub says: &'static str,
    /// The requirements that may be broken when it excludes something.
    pub requirements: &'static [&'static str],
}

/// The rule and the requirement that exclude an observation.
pub(super) struct Blame {
    pub(super) rule: &'static str,
    pub(super) requirement: &'static str,
    pub(super) ruling: Option<&'static str>,
    pub(super) allowed: String,
}

/// All of them.
pub const RULES: &[Rule] = &[];
