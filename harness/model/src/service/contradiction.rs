//! What no conformant device does, and why.

use serde::{Deserialize, Serialize};

use super::observation::Source;

/// An observation that no reading of the standard allows after what was seen before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contradiction {
    /// The rule of the model that excludes it, one of [`super::RULES`].
    pub rule: String,
    /// The requirement that is broken, `M-5.5.7-4`.
    pub requirement: String,
    /// The ruling that was weighed, if one was.
    pub ruling: Option<String>,
    /// Where it was seen.
    pub at: Source,
    /// What was seen.
    pub seen: String,
    /// What was possible before it.
    pub possible: String,
    /// The observations that left no more than that, oldest first, at most four.
    pub because: Vec<Source>,
    /// What would have been allowed.
    pub allowed: String,
    /// The same message or session contradicted the model before: this may follow from it.
    pub follows: bool,
}

/// What the model makes of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// How often each rule was applied, by its name.
    pub applied: std::collections::BTreeMap<String, u64>,
    /// The contradictions in the order in which they came up, at most [`MOST`].
    pub contradictions: Vec<Contradiction>,
    /// How many there were beyond those.
    pub more: u64,
    /// How often a thing had more possible states than the model follows, and was let go.
    pub let_go: u64,
}

/// More contradictions than this are counted only.
pub const MOST: usize = 300;

impl Judged {
    /// A rule was applied.
    pub(super) fn apply(&mut self, rule: &'static str) {
        match self.applied.get_mut(rule) {
            Some(count) => *count += 1,
            None => {
                self.applied.insert(rule.to_owned(), 1);
            }
        }
    }

    /// A rule was applied and excludes what was seen.
    pub(super) fn exclude(&mut self, contradiction: Contradiction) {
        if self.contradictions.len() < MOST {
            self.contradictions.push(contradiction);
        } else {
            self.more += 1;
        }
    }
}
