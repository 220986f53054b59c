//! The states that one thing may be in while several requests that concern it are under way.
//!
//! A request takes effect at one moment between being sent and being answered. As long as it is pending, every possible
//! state is kept together with the requests that have taken effect on the way to it; when the answer is there, only
//! those remain on whose way it has. So a history of overlapping requests is allowed when some order of their effects
//! is, as in checkers of linearizability, and one thing never has to know of requests that concern others.

use std::collections::{BTreeSet, VecDeque};

use super::observation::Source;

/// More possible states than this are not followed.
pub(super) const MOST_STATES: usize = 64;
/// More requests that are under way at once are not followed.
const MOST_PENDING: usize = 32;

/// What a kind of thing does.
pub(super) trait Kind {
    /// A state.
    type State: Clone + Ord;
    /// A request, or something else that happens, together with what came of it.
    type Step: Clone;

    /// The states after the step; none when it cannot have come out so.
    fn after(&self, state: &Self::State, step: &Self::Step) -> Vec<Self::State>;
    /// The states that may follow of their own accord.
    fn drift(&self, state: &Self::State) -> Vec<Self::State>;
    /// Whether the step leaves every state as it is.
    fn only_looks(&self, step: &Self::Step) -> bool;
    /// Every state there is, to begin anew from.
    fn everything(&self) -> Vec<Self::State>;
}

/// The states that one thing may be in.
#[derive(Clone, Debug)]
pub(super) struct Track<K: Kind> {
    configurations: BTreeSet<Configuration<K::State>>,
    pending: Vec<Pending<K::Step>>,
    /// The latest observations that told something about it.
    evidence: VecDeque<Source>,
    /// Too many states: nothing is known any more.
    lost: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Configuration<S> {
    state: S,
    /// Which of the pending requests have taken effect, a bit each.
    done: u32,
}

#[derive(Clone, Debug)]
struct Pending<T> {
    number: u64,
    slot: u32,
    case: Option<String>,
    step: T,
}

/// What came of completing a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Completed<S> {
    /// It fits.
    Fits,
    /// It fits nothing: the states that were possible.
    Impossible(Vec<S>),
    /// The thing is not followed.
    Unknown,
}

impl<K: Kind> Track<K> {
    /// A thing that is in one of these states.
    pub(super) fn new(states: impl IntoIterator<Item = K::State>) -> Self {
        let configurations = states
            .into_iter()
            .map(|state| Configuration { state, done: 0 })
            .collect();
        Self {
            configurations,
            pending: Vec::new(),
            evidence: VecDeque::new(),
            lost: false,
        }
    }

    /// The states that are possible now.
    pub(super) fn possible(&self) -> Vec<K::State> {
        let states: BTreeSet<&K::State> = self.configurations.iter().map(|c| &c.state).collect();
        states.into_iter().cloned().collect()
    }

    /// Whether every possible state is so; never of a thing that is not followed.
    pub(super) fn is_certain(&self, is: impl Fn(&K::State) -> bool) -> bool {
        !self.lost
            && !self.configurations.is_empty()
            && self.configurations.iter().all(|c| is(&c.state))
    }

    /// Whether some possible state is so; always of a thing that is not followed.
    pub(super) fn may(&self, is: impl Fn(&K::State) -> bool) -> bool {
        self.lost || self.configurations.iter().any(|c| is(&c.state))
    }

    /// Whether nothing is known of it.
    pub(super) fn is_lost(&self) -> bool {
        self.lost
    }

    /// Whether nothing is under way.
    pub(super) fn is_quiet(&self) -> bool {
        self.pending.is_empty()
    }

    /// Whether what is under way has had its effect, whatever the state: what was seen since shows it.
    pub(super) fn has_settled(&self) -> bool {
        let done =
            |it: &Pending<K::Step>| self.configurations.iter().all(|c| c.done & it.slot != 0);
        self.pending.iter().all(done)
    }

    /// The latest observations that told something about it, oldest first.
    pub(super) fn evidence(&self) -> Vec<Source> {
        self.evidence.iter().cloned().collect()
    }

    /// Lets go of all that is known.
    pub(super) fn forget(&mut self) {
        self.lost = true;
        self.configurations.clear();
        self.pending.clear();
    }

    /// Begins anew from these states, whatever was known.
    pub(super) fn begin_anew(&mut self, states: Vec<K::State>) {
        let all = self
            .pending
            .iter()
            .fold(0, |all, pending| all | pending.slot);
        self.lost = states.is_empty();
        self.configurations = states
            .into_iter()
            .map(|state| Configuration { state, done: all })
            .collect();
    }

    /// Requests that are under way and turn out to say nothing: whatever comes of them fits.
    pub(super) fn withdraw(&mut self, is: impl Fn(&K::Step) -> bool) {
        let gone = self.pending.iter().filter(|it| is(&it.step));
        let gone = gone.fold(0, |all, it| all | it.slot);
        self.pending.retain(|it| it.slot & gone == 0);
        let configurations = std::mem::take(&mut self.configurations).into_iter();
        self.configurations = configurations
            .map(|c| Configuration {
                done: c.done & !gone,
                ..c
            })
            .collect();
    }

    /// A request is sent. `case`: it takes effect after what this case sent before it; `None`: it has no such order.
    pub(super) fn begin(&mut self, kind: &K, number: u64, case: Option<&str>, step: K::Step) {
        if self.lost {
            return;
        }
        let taken = self.pending.iter().fold(0_u32, |all, it| all | it.slot);
        let free = (0..MOST_PENDING).find(|bit| taken & (1 << bit) == 0);
        let Some(bit) = free else {
            if !kind.only_looks(&step) {
                self.forget();
            }
            return;
        };
        self.pending.push(Pending {
            number,
            slot: 1 << bit,
            case: case.map(str::to_owned),
            step,
        });
        self.spread(kind);
    }

    /// The request is over: it has taken effect.
    pub(super) fn complete(
        &mut self,
        kind: &K,
        number: u64,
        source: &Source,
    ) -> Completed<K::State> {
        if self.lost {
            return Completed::Unknown;
        }
        let Some(at) = self.pending.iter().position(|it| it.number == number) else {
            return Completed::Unknown;
        };
        // What may happen of its own accord may have changed since it began.
        self.spread(kind);
        if self.lost {
            return Completed::Unknown;
        }
        let before = self.possible();
        let pending = self.pending.remove(at);
        let kept: BTreeSet<_> = self
            .configurations
            .iter()
            .filter(|c| c.done & pending.slot != 0)
            .map(|c| Configuration {
                state: c.state.clone(),
                done: c.done & !pending.slot,
            })
            .collect();
        if kept.is_empty() {
            // With more under way, when what was seen was so is anybody's guess.
            let everything = kind.everything();
            let anew: BTreeSet<K::State> = if self.pending.is_empty() {
                everything
                    .iter()
                    .flat_map(|state| kind.after(state, &pending.step))
                    .collect()
            } else {
                everything.into_iter().collect()
            };
            self.begin_anew(anew.into_iter().collect());
            return Completed::Impossible(before);
        }
        self.configurations = kept;
        if !kind.only_looks(&pending.step) || self.possible() != before {
            self.remember(source);
        }
        Completed::Fits
    }

    /// An observation that told something about the thing.
    pub(super) fn remember(&mut self, source: &Source) {
        if self.evidence.back() == Some(source) {
            return;
        }
        if self.evidence.len() == 4 {
            // The first is how it came to be, which explains most.
            self.evidence.remove(1);
        }
        self.evidence.push_back(source.clone());
    }

    /// Adds every state that what is under way, and what happens of its own accord, may lead to.
    pub(super) fn spread(&mut self, kind: &K) {
        if self.lost {
            return;
        }
        let mut open: Vec<_> = std::mem::take(&mut self.configurations)
            .into_iter()
            .map(|c| self.looked(kind, c))
            .collect();
        let mut all = BTreeSet::new();
        while let Some(configuration) = open.pop() {
            if !all.insert(configuration.clone()) {
                continue;
            }
            if all.len() > 4 * MOST_STATES {
                return self.forget();
            }
            let drifted = kind.drift(&configuration.state).into_iter();
            let drifted = drifted.map(|state| Configuration {
                state,
                done: configuration.done,
            });
            let moved = self.ready(&configuration).flat_map(|pending| {
                let states = kind.after(&configuration.state, &pending.step).into_iter();
                states.map(|state| Configuration {
                    state,
                    done: configuration.done | pending.slot,
                })
            });
            let next: Vec<_> = drifted.chain(moved).collect();
            open.extend(next.into_iter().map(|c| self.looked(kind, c)));
        }
        let looks = self.pending.iter().filter(|it| kind.only_looks(&it.step));
        let looks = looks.fold(0, |all, it| all | it.slot);
        self.configurations = undominated(all, looks);
        if self.configurations.len() > MOST_STATES {
            self.forget();
        }
    }

    /// The pending requests whose turn it is.
    fn ready<'a>(
        &'a self,
        configuration: &'a Configuration<K::State>,
    ) -> impl Iterator<Item = &'a Pending<K::Step>> {
        self.pending.iter().enumerate().filter_map(|(at, pending)| {
            let done = |it: &Pending<K::Step>| configuration.done & it.slot != 0;
            let waits = pending.case.is_some()
                && self.pending[..at]
                    .iter()
                    .any(|before| before.case == pending.case && !done(before));
            (!done(pending) && !waits).then_some(pending)
        })
    }

    /// What only looks is served wherever it can be: that never stands in the way of anything else.
    fn looked(
        &self,
        kind: &K,
        mut configuration: Configuration<K::State>,
    ) -> Configuration<K::State> {
        loop {
            let served = self
                .ready(&configuration)
                .filter(|pending| kind.only_looks(&pending.step))
                .find(|pending| !kind.after(&configuration.state, &pending.step).is_empty())
                .map(|pending| pending.slot);
            match served {
                Some(slot) => configuration.done |= slot,
                None => return configuration,
            }
        }
    }
}

/// Without those that differ from another only in that less was looked at on their way: what has been looked at already
/// stands in the way of nothing.
fn undominated<S: Clone + Ord>(
    all: BTreeSet<Configuration<S>>,
    looks: u32,
) -> BTreeSet<Configuration<S>> {
    let kept = |it: &&Configuration<S>| {
        !all.iter().any(|other| {
            other.state == it.state
                && other.done != it.done
                && other.done & it.done == it.done
                && (other.done ^ it.done) & !looks == 0
        })
    };
    all.iter().filter(kept).cloned().collect()
}

#[cfg(test)]
#[path = "track_tests.rs"]
mod tests;
