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

impl Effect {
    pub(super) fn max_with(self, other: Self) -> Self {
        if self == Self::WholeDevice {
            self
        } else {
            other
        }
    }
}
