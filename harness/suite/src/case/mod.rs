//! A case: what is known of it before it runs, and its body.

pub mod applicability;
mod meta;
mod needs;
mod scheduling;
pub(crate) mod slug;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use ctk_record::Suspect;
use ctk_vectors::waits;

use crate::judging::judgement::Flow;
use crate::judging::life;
use crate::tester::Tester;

pub use meta::CaseMeta;
pub use needs::Need;
pub use scheduling::{Claims, Effect, Phase, Reach, Things, Window};

/// What moderation keeps an event back at least, in milliseconds: its period, less what clocks may differ and what of it is
/// over before the case begins to wait.
const HELD_BACK_MS: u64 = waits::MODERATION.milliseconds * 9 / 10;

/// The body of a case.
pub type Body = Arc<dyn Fn(&mut Tester<'_>) -> Flow + Send + Sync>;

/// A case.
#[derive(Clone)]
pub struct Case {
    /// What is known of it before it runs.
    pub meta: CaseMeta,
    /// What it does.
    pub body: Body,
}

impl fmt::Debug for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Case")
            .field("meta", &self.meta)
            .finish_non_exhaustive()
    }
}

impl Case {
    /// A case of this id and purpose; the clause is the id's head until [`Case::clause`] says more.
    pub fn new(id: impl Into<Cow<'static, str>>, purpose: impl Into<Cow<'static, str>>) -> Self {
        Self {
            meta: CaseMeta::new(id, purpose),
            body: Arc::new(|_| Ok(())),
        }
    }

    /// The sub-clause.
    #[must_use]
    pub fn clause(mut self, clause: impl Into<Cow<'static, str>>) -> Self {
        self.meta.clause = clause.into();
        self
    }

    /// Requirements that its judgements may name.
    #[must_use]
    pub fn covers(mut self, requirements: &[&'static str]) -> Self {
        self.meta
            .requirements
            .extend(requirements.iter().map(|&id| Cow::Borrowed(id)));
        self
    }

    /// A requirement that its judgements may name, where the id is made at run time.
    #[must_use]
    pub fn covering(mut self, requirement: impl Into<String>) -> Self {
        self.meta.requirements.push(Cow::Owned(requirement.into()));
        self
    }

    /// Needs.
    #[must_use]
    pub fn needs(mut self, needs: &[Need]) -> Self {
        for need in needs {
            if !self.meta.needs.contains(need) {
                self.meta.needs.push(need.clone());
            }
        }
        self
    }

    /// It is about the service of this name alone.
    #[must_use]
    pub fn of(mut self, service: &'static str) -> Self {
        self.meta.service = Some(service);
        self
    }

    /// What it may change.
    #[must_use]
    pub fn effect(mut self, effect: Effect) -> Self {
        self.meta.effect = effect;
        self
    }

    /// It makes an evented variable change, whatever the service has, and changes nothing else.
    #[must_use]
    pub fn changes_a_variable(self) -> Self {
        let mut case = self.own_objects(0);
        case.meta.changes = Some(Things::MESSAGES.and(Things::SESSIONS));
        case
    }

    /// It makes messages or sessions of its own, and sends at most so many messages.
    #[must_use]
    pub fn own_objects(mut self, messages: u32) -> Self {
        self.meta.effect = self.meta.effect.max_with(Effect::OwnObjects);
        self.meta.messages = messages;
        self
    }

    /// It changes some of these things, and nobody else may change any meanwhile: an event or a list tells of all.
    #[must_use]
    pub fn undisturbed(mut self, things: Things) -> Self {
        self.meta.effect = Effect::Undisturbed(things);
        self
    }

    /// It takes turns with others that need the same things undisturbed: its body says when what it arranges is there
    /// ([`Tester::own_window`]), and changes something when its turn has come. Changes of one kind share a turn.
    #[must_use]
    pub fn in_turn(mut self, of: &'static str, turn: u8) -> Self {
        self.meta.window = Some(Window { of, turn });
        self
    }

    /// It runs alone.
    #[must_use]
    pub fn alone(mut self) -> Self {
        self.meta.effect = Effect::WholeDevice;
        self
    }

    /// When it runs. In the hostile phase it is judged too whether the device lives afterwards.
    #[must_use]
    pub fn phase(mut self, phase: Phase) -> Self {
        self.meta.phase = phase;
        if phase == Phase::Hostile {
            for row in life::ROWS {
                if !self.meta.requirements.iter().any(|known| known == row) {
                    self.meta.requirements.push(Cow::Borrowed(row));
                }
            }
        }
        self
    }

    /// How often it runs where there are several services.
    #[must_use]
    pub fn reach(mut self, reach: Reach) -> Self {
        self.meta.reach = reach;
        self
    }

    /// The wait of the standard's in it, in milliseconds, which no device makes shorter.
    #[must_use]
    pub fn waits(mut self, ms: u64) -> Self {
        (self.meta.waits_ms, self.meta.demanded_ms) = (ms, ms);
        self
    }

    /// The longest wait in it, in milliseconds, on a device that does not do what is waited for.
    #[must_use]
    pub fn waits_at_most(mut self, ms: u64) -> Self {
        (self.meta.waits_ms, self.meta.demanded_ms) = (ms, 0);
        self
    }

    /// Of the wait, what no device that conforms makes shorter, in milliseconds; said after [`Case::waits`].
    #[must_use]
    pub fn demanding(mut self, ms: u64) -> Self {
        self.meta.demanded_ms = ms;
        self
    }

    /// Waits that long for moderated events, so many of which may not come sooner than the period after another one of the case's own.
    #[must_use]
    pub fn waits_for_events(self, ms: u64, held_back: u64) -> Self {
        self.waits(ms).demanding(held_back * HELD_BACK_MS)
    }

    /// One of several derived from a table.
    #[must_use]
    pub fn derived(mut self) -> Self {
        self.meta.derived = true;
        self
    }

    /// Somebody else than the device is suspected first when it fails.
    #[must_use]
    pub fn suspects(mut self, suspect: Suspect) -> Self {
        self.meta.suspect = suspect;
        self
    }

    /// The body.
    #[must_use]
    pub fn body(mut self, body: impl Fn(&mut Tester<'_>) -> Flow + Send + Sync + 'static) -> Self {
        self.body = Arc::new(body);
        self
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
            assert_eq!((case.meta.head(), case.meta.clause.as_ref()), (head, head));
        }
    }
}
