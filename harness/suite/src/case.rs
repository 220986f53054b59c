//! A case: what is known of it before it runs, and its body.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::judgement::Flow;
use crate::tester::Tester;

/// What a case needs before it can be tried.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Need {
    /// The service description declares the action. Without it: not applicable.
    Action(&'static str),
    /// Session mode: CreateSession or AcceptSession, and GetSessions. Without it: not applicable.
    SessionMode,
    /// StartFileTransfer is declared. Without it: not applicable.
    FileTransfer,
    /// The service description declares the variable as evented. Without it: not applicable.
    Evented(&'static str),
    /// The folder of Table 4 is in the capabilities. Without it: not applicable.
    Folder(&'static str),
    /// The folder is *not* in the capabilities. With it: not applicable.
    NoFolder(&'static str),
    /// The message class of Table 3 is in the capabilities. Without it: not applicable.
    MessageClass(&'static str),
    /// The session class of Table 6 is in the capabilities. Without it: not applicable.
    SessionClass(&'static str),
    /// The upper tester offers the stimulus. Without it: inconclusive.
    Stimulus(&'static str),
    /// One of these stimuli, or the TelCP's own AcceptSession, which is found out in the case itself.
    RunningSession,
    /// Somebody to send to: the profile's recipients, or a test bench. Without it: inconclusive.
    Recipient,
    /// The control points can be told apart by their addresses. Without it: inconclusive.
    TwoAddresses,
    /// The device claims at least this version of the architecture (major, minor). Else: not applicable.
    UdaAtLeast(u8, u8),
    /// The device claims at most this version of the architecture (major, minor). Else: not applicable.
    UdaAtMost(u8, u8),
    /// Waits longer than 10 s: only with `--long`. Else: not applicable.
    Long,
    /// Only with `--exhaustive`. Else: not applicable.
    Exhaustive,
    /// The kit can hear and send multicast on the device's network. Without it: inconclusive.
    Multicast,
    /// An action without in arguments that may really be called. Without it: not applicable.
    PlainAction,
}

/// How often a case runs where several services of a device are under test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Once for the device, by the first service that it applies to.
    Device,
    /// Once for each service.
    EachService,
    /// Once for the run: the body visits the services itself.
    Run,
}

/// What a case may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Nothing.
    None,
    /// Messages and sessions of its own.
    OwnObjects,
    /// Things that other cases would notice: identity, authorization, held deliveries, a restart. Runs alone.
    WholeDevice,
}

/// When a case runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Phase {
    /// With the others.
    Main,
    /// After them: sends malformed or hostile input, and checks liveness itself.
    Hostile,
    /// At the very end: judges what was noticed in the whole run.
    Last,
}

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

impl Effect {
    fn max_with(self, other: Self) -> Self {
        if self == Self::WholeDevice {
            self
        } else {
            other
        }
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
