//! What the schedule has to know of a case: how often it runs, what it may change, and when it runs.

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
    /// Of these things some of its own; and nobody else may change any meanwhile, because an event or a list tells of all.
    Undisturbed(Things),
    /// Things that other cases would notice: identity, authorization, held deliveries, a restart. Runs alone.
    WholeDevice,
}

/// Things of a device that cases change, and that some cases need to be left alone by all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Things {
    /// Messages: what arrives, is sent, read or deleted; NewMessages tells of them.
    pub messages: bool,
    /// Sessions and what happens in them, file transfers included; SessionUpdates tells of them.
    pub sessions: bool,
    /// The device's attention: requests of others, which delay what is measured.
    pub traffic: bool,
    /// Its ear for searches: an odd one silences some devices for a while.
    pub searches: bool,
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

impl Things {
    /// None of them.
    pub const NOTHING: Self = Self {
        messages: false,
        sessions: false,
        traffic: false,
        searches: false,
    };
    /// Messages.
    pub const MESSAGES: Self = Self {
        messages: true,
        ..Self::NOTHING
    };
    /// Sessions.
    pub const SESSIONS: Self = Self {
        sessions: true,
        ..Self::NOTHING
    };
    /// The device's attention.
    pub const TRAFFIC: Self = Self {
        traffic: true,
        ..Self::NOTHING
    };
    /// Its ear for searches.
    pub const SEARCHES: Self = Self {
        searches: true,
        ..Self::NOTHING
    };
    /// All of them.
    pub const ALL: Self = Self {
        messages: true,
        sessions: true,
        traffic: true,
        searches: true,
    };

    /// What is in either.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            messages: self.messages || other.messages,
            sessions: self.sessions || other.sessions,
            traffic: self.traffic || other.traffic,
            searches: self.searches || other.searches,
        }
    }

    /// Whether something is in both.
    pub const fn meets(self, other: Self) -> bool {
        self.messages && other.messages
            || self.sessions && other.sessions
            || self.traffic && other.traffic
            || self.searches && other.searches
    }
}

impl Effect {
    pub(super) fn max_with(self, other: Self) -> Self {
        match self {
            Self::WholeDevice | Self::Undisturbed(_) => self,
            Self::None | Self::OwnObjects => other,
        }
    }
}

/// Cases that must find the same things undisturbed, and arrange them together: then each has its turn to change them, one
/// kind of change after the other, so that what is told in a turn is told for the sake of that kind alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Window {
    /// What they share.
    pub of: &'static str,
    /// Its turn: cases whose changes are of one kind have the same.
    pub turn: u8,
}

/// Which things a case uses, so that it is known which cases may run beside each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Claims {
    /// What it changes or takes up itself.
    pub touches: Things,
    /// What nobody else may change meanwhile.
    pub undisturbed: Things,
    /// With whom it takes turns: those do not disturb it.
    pub together: Option<&'static str>,
}

impl Claims {
    /// Of a case with this effect, that needs sessions or does not.
    pub(super) fn of(effect: Effect, with_sessions: bool) -> Self {
        let (touches, undisturbed) = match effect {
            Effect::None => (Things::TRAFFIC, Things::NOTHING),
            Effect::OwnObjects => {
                let sessions = Things {
                    sessions: with_sessions,
                    ..Things::NOTHING
                };
                let touches = Things::MESSAGES.and(sessions).and(Things::TRAFFIC);
                (touches, Things::NOTHING)
            }
            // What is measured is there more often when others change the same; two that measure do not disturb each other.
            Effect::Undisturbed(of) if of.traffic => {
                let own = Things {
                    traffic: false,
                    ..of
                };
                (own, Things::TRAFFIC)
            }
            Effect::Undisturbed(of) => (of.and(Things::TRAFFIC), of),
            Effect::WholeDevice => (Things::ALL, Things::ALL),
        };
        Self {
            touches,
            undisturbed,
            together: None,
        }
    }

    /// Whether two cases may run beside each other.
    pub fn may_run_beside(self, other: Self) -> bool {
        let take_turns = self.together.is_some() && self.together == other.together;
        take_turns
            || !self.touches.meets(other.undisturbed) && !other.touches.meets(self.undisturbed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_run_beside_each_other_unless_one_changes_what_the_other_watches() {
        let nothing = Claims::of(Effect::None, false);
        let messages = Claims::of(Effect::OwnObjects, false);
        let sessions = Claims::of(Effect::OwnObjects, true);
        let told = Claims::of(Effect::Undisturbed(Things::SESSIONS), true);
        let news = Claims::of(Effect::Undisturbed(Things::MESSAGES), true);
        let measured = |of: Things| {
            let of = of.and(Things::TRAFFIC);
            Claims::of(Effect::Undisturbed(of), true)
        };
        let odd = Claims::of(Effect::Undisturbed(Things::SEARCHES), false);
        assert!(!odd.may_run_beside(odd) && odd.may_run_beside(told));
        assert!(odd.may_run_beside(Claims::of(Effect::None, false)));
        let (of_sessions, of_messages) = (measured(Things::SESSIONS), measured(Things::MESSAGES));
        let alone = Claims::of(Effect::WholeDevice, false);
        let in_turn = |of| Claims {
            together: Some(of),
            ..told
        };
        for (one, other, together) in [
            (nothing, nothing, true),
            (messages, sessions, true),
            (messages, told, true),
            (messages, news, false),
            (sessions, told, false),
            (told, told, false),
            (told, news, true),
            (in_turn("changes"), in_turn("changes"), true),
            (in_turn("changes"), in_turn("others"), false),
            (in_turn("changes"), told, false),
            (in_turn("changes"), sessions, false),
            (told, nothing, true),
            (of_sessions, of_messages, true),
            (of_sessions, nothing, false),
            (of_sessions, sessions, false),
            (of_sessions, news, false),
            (of_sessions, told, false),
            (alone, nothing, false),
            (alone, of_sessions, false),
            (alone, alone, false),
        ] {
            assert_eq!(one.may_run_beside(other), together, "{one:?} {other:?}");
            assert_eq!(other.may_run_beside(one), together, "{one:?} {other:?}");
        }
    }
}
