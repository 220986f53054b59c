//! What a rule excludes, and which requirement is told of it.

use super::Oracle;
use crate::service::contradiction::{Contradiction, MOST};
use crate::service::observation::Source;
use crate::service::rules::{Blame, RULES};
use crate::service::track::Completed;

impl Oracle {
    /// A rule excludes what was seen.
    pub(super) fn exclude(
        &mut self,
        at: &Source,
        blame: Blame,
        seen: String,
        possible: String,
        because: Vec<Source>,
    ) {
        self.exclude_of(None, (at, blame), seen, possible, because);
    }

    /// A rule excludes what was seen of a thing; what contradicts the model of the same thing later may follow from it.
    pub(super) fn exclude_of(
        &mut self,
        thing: Option<String>,
        (at, blame): (&Source, Blame),
        seen: String,
        possible: String,
        because: Vec<Source>,
    ) {
        let follows = match thing {
            Some(_) if self.blamed.len() >= MOST => true,
            Some(thing) => !self.blamed.insert(thing),
            None => false,
        };
        self.judged.exclude(Contradiction {
            rule: blame.rule.to_owned(),
            requirement: covered(blame.rule, blame.requirement).to_owned(),
            ruling: blame.ruling.map(str::to_owned),
            at: at.clone(),
            seen,
            possible,
            because,
            allowed: blame.allowed,
            follows,
        });
    }

    /// Counts a thing that is let go.
    pub(super) fn note_let_go<S>(&mut self, completed: &Completed<S>) {
        if matches!(completed, Completed::Unknown) {
            self.judged.let_go += 1;
        }
    }
}

/// The requirement, or the first of the rule where the rule does not list it: its case covers those alone.
fn covered<'r>(rule: &str, requirement: &'r str) -> &'r str {
    let rule = RULES.iter().find(|it| it.name == rule);
    let listed = rule.map_or(&[][..], |rule| rule.requirements);
    match listed.first() {
        Some(first) if !listed.contains(&requirement) => first,
        _ => requirement,
    }
}
