//! A case: what is known of it before it runs, and its body.

pub mod applicability;
mod needs;
mod scheduling;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::judging::judgement::Flow;
use crate::tester::Tester;

pub use needs::Need;
pub use scheduling::{Effect, Phase, Reach};

/// The body of a case.
pub type Body = Arc<dyn Fn(&mut Tester<'_>) -> Flow + Send + Sync>;

/// A case.
#[derive(Clone)]
pub struct Case {
    /// `HEAD/slug`: permanent, never reused.
    pub id: Cow<'static, str>,
    /// The sub-clause where the behaviour is defined.
    pub clause: Cow<'static, str>,
    /// What is so on a conformant device: one sentence, no modal verbs, at most 90 characters.
    pub purpose: Cow<'static, str>,
    /// The requirements that its judgements may name.
    pub requirements: Vec<Cow<'static, str>>,
    /// What it needs.
    pub needs: Vec<Need>,
    /// What it may change.
    pub effect: Effect,
    /// When it runs.
    pub phase: Phase,
    /// How often it runs where there are several services.
    pub reach: Reach,
    /// How many messages it sends at most.
    pub messages: u32,
    /// The longest wait of the standard's in it, in milliseconds.
    pub waits_ms: u64,
    /// One of several that are derived from a table; `--budget` may drop it where another judges the same requirement.
    pub derived: bool,
    /// What it does.
    pub body: Body,
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Case")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl Case {
    /// A case of this id and purpose; the clause is the id's head until [`Case::clause`] says more.
    pub fn new(id: impl Into<Cow<'static, str>>, purpose: impl Into<Cow<'static, str>>) -> Self {
        let id = id.into();
        let clause = id
            .rsplit_once('/')
            .map_or(id.as_ref(), |(head, _)| head)
            .to_owned();
        let of_service = ["uda/control", "uda/eventing", "uda/scpd"];
        let reach = if of_service.contains(&clause.as_str()) {
            Reach::EachService
        } else {
            Reach::Device
        };
        Self {
            id,
            clause: clause.into(),
            purpose: purpose.into(),
            requirements: Vec::new(),
            needs: Vec::new(),
            effect: Effect::None,
            phase: Phase::Main,
            reach,
            messages: 0,
            waits_ms: 0,
            derived: false,
            body: Arc::new(|_| Ok(())),
        }
    }

    /// The sub-clause.
    #[must_use]
    pub fn clause(mut self, clause: impl Into<Cow<'static, str>>) -> Self {
        self.clause = clause.into();
        self
    }

    /// Requirements that its judgements may name.
    #[must_use]
    pub fn covers(mut self, requirements: &[&'static str]) -> Self {
        self.requirements
            .extend(requirements.iter().map(|&id| Cow::Borrowed(id)));
        self
    }

    /// A requirement that its judgements may name, where the id is made at run time.
    #[must_use]
    pub fn covering(mut self, requirement: impl Into<String>) -> Self {
        self.requirements.push(Cow::Owned(requirement.into()));
        self
    }

    /// Needs.
    #[must_use]
    pub fn needs(mut self, needs: &[Need]) -> Self {
        for need in needs {
            if !self.needs.contains(need) {
                self.needs.push(need.clone());
            }
        }
        self
    }

    /// What it may change.
    #[must_use]
    pub fn effect(mut self, effect: Effect) -> Self {
        self.effect = effect;
        self
    }

    /// It makes messages or sessions of its own, and sends at most so many messages.
    #[must_use]
    pub fn own_objects(mut self, messages: u32) -> Self {
        self.effect = self.effect.max_with(Effect::OwnObjects);
        self.messages = messages;
        self
    }

    /// It runs alone.
    #[must_use]
    pub fn alone(mut self) -> Self {
        self.effect = Effect::WholeDevice;
        self
    }

    /// When it runs.
    #[must_use]
    pub fn phase(mut self, phase: Phase) -> Self {
        self.phase = phase;
        self
    }

    /// How often it runs where there are several services.
    #[must_use]
    pub fn reach(mut self, reach: Reach) -> Self {
        self.reach = reach;
        self
    }

    /// The longest wait of the standard's, in milliseconds.
    #[must_use]
    pub fn waits(mut self, ms: u64) -> Self {
        self.waits_ms = ms;
        self
    }

    /// One of several derived from a table.
    #[must_use]
    pub fn derived(mut self) -> Self {
        self.derived = true;
        self
    }

    /// The body.
    #[must_use]
    pub fn body(mut self, body: impl Fn(&mut Tester<'_>) -> Flow + Send + Sync + 'static) -> Self {
        self.body = Arc::new(body);
        self
    }

    /// The part of the id before the last slash: a clause, `annex-a`, `uda/discovery` and the like.
    pub fn head(&self) -> &str {
        self.id.rsplit_once('/').map_or(&self.id, |(head, _)| head)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_is_all_but_the_slug() {
        for (id, head) in [
            ("5.5.5/unread-becomes-read", "5.5.5"),
            ("uda/discovery/answers", "uda/discovery"),
        ] {
            let case = Case::new(id, "p");
            assert_eq!((case.head(), case.clause.as_ref()), (head, head));
        }
    }
}
