//! What the waits of the standard alone take: the longest chain of waits that can be neither shortened nor shared.
//!
//! Waits overlap, except where one case must find undisturbed what others change. So the chain is, of the cases that run
//! beside each other, the longest of these: all that need the same things undisturbed, and the longest other wait in
//! which those are changed, where those that take turns count once a turn; the longest wait of all; or what falls to each job when there are few. Then the cases
//! that run one by one.

use ctk_suite::case::{Case, Effect, Phase, Things};

/// Waits that are named one by one.
const NAMED: usize = 4;

/// What the waits of the standard alone take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LowerBound {
    /// In milliseconds.
    pub ms: u64,
    /// The chain of waits, in words.
    pub chain: String,
}

/// A piece of the chain.
#[derive(Default)]
struct Piece {
    ms: u64,
    words: Vec<String>,
}

impl Piece {
    /// Waits one after the other, the longest ones by name.
    fn of(mut cases: Vec<&Case>) -> Self {
        cases.retain(|case| case.meta.demanded_ms > 0);
        cases.sort_by_key(|case| std::cmp::Reverse(case.meta.demanded_ms));
        let sum = |cases: &[&Case]| cases.iter().map(|case| case.meta.demanded_ms).sum();
        let (named, rest) = cases.split_at(cases.len().min(NAMED));
        let words = named.iter().map(|case| link(case)).collect();
        let mut piece = Self {
            ms: sum(&cases),
            words,
        };
        if !rest.is_empty() {
            let words = format!("{} more {}", rest.len(), seconds(sum(rest)));
            piece.words.push(words);
        }
        piece
    }

    fn then(mut self, next: Self) -> Self {
        self.ms += next.ms;
        self.words.extend(next.words);
        self
    }
}

fn longest<'c>(cases: impl Iterator<Item = &'c Case>) -> Piece {
    let longest = cases.max_by_key(|case| case.meta.demanded_ms);
    Piece::of(longest.into_iter().collect())
}

fn link(case: &Case) -> String {
    format!("{} {}", case.meta.id, seconds(case.meta.demanded_ms))
}

pub(super) fn seconds(ms: u64) -> String {
    format!("{}.{} s", ms / 1000, ms % 1000 / 100)
}

/// The chain, of the cases that are to be tried, so many at a time.
pub fn lower_bound<'c>(cases: impl Iterator<Item = &'c Case>, jobs: u16) -> LowerBound {
    let waiting: Vec<&Case> = cases.filter(|case| case.meta.demanded_ms > 0).collect();
    let main = |case: &&&Case| case.meta.phase == Phase::Main;
    let of = |wanted: fn(&Case) -> bool| {
        let cases = waiting.iter().filter(main).copied();
        cases.filter(|case| wanted(case)).collect::<Vec<_>>()
    };
    let beside = of(|case| !is_alone(case));
    let whole = of(is_alone);
    let after = waiting.iter().copied();
    let after = after
        .filter(|case| case.meta.phase != Phase::Main)
        .collect();
    let pieces = [together(&beside, jobs), Piece::of(whole), Piece::of(after)];
    let chain = pieces.into_iter().fold(Piece::default(), Piece::then);
    LowerBound {
        ms: chain.ms,
        chain: chain.words.join(", then "),
    }
}

fn is_alone(case: &Case) -> bool {
    case.meta.effect == Effect::WholeDevice
}

/// The longest chain of cases that run beside each other.
fn together(cases: &[&Case], jobs: u16) -> Piece {
    let shared: u64 = cases.iter().map(|case| case.meta.demanded_ms).sum();
    let share = Piece {
        ms: shared / u64::from(jobs.max(1)),
        words: vec![format!(
            "{} waits shared by {jobs} jobs {}",
            cases.len(),
            seconds(shared / u64::from(jobs.max(1)))
        )],
    };
    let chains = [undisturbed(cases), longest(cases.iter().copied()), share];
    // Of two that are equally long the first one says more.
    let longer = |one: Piece, other: Piece| if other.ms > one.ms { other } else { one };
    chains.into_iter().fold(Piece::default(), longer)
}

/// Those that need the same things undisturbed, and the longest of those that change them.
fn undisturbed(cases: &[&Case]) -> Piece {
    let chain = |things: Things| {
        let needs = |case: &Case| case.meta.claims().undisturbed.meets(things);
        let (holding, others): (Vec<&Case>, Vec<&Case>) =
            cases.iter().copied().partition(|case| needs(case));
        let holding = one_a_turn(holding);
        let others = others.into_iter();
        let others = others.filter(|case| case.meta.claims().touches.meets(things));
        match holding.is_empty() {
            true => Piece::default(),
            false => Piece::of(holding).then(longest(others)),
        }
    };
    let chains = [Things::SESSIONS, Things::MESSAGES, Things::SEARCHES].map(chain);
    let longer = |one: Piece, other: Piece| if other.ms > one.ms { other } else { one };
    chains.into_iter().fold(Piece::default(), longer)
}

/// Of those that wait at the same time the longest.
fn one_a_turn(cases: Vec<&Case>) -> Vec<&Case> {
    let mut kept: Vec<&Case> = Vec::new();
    for case in cases {
        let turn = case.meta.shares_wait_with();
        let same = |it: &&mut &Case| turn.is_some() && it.meta.shares_wait_with() == turn;
        match kept.iter_mut().find(same) {
            Some(longest) if longest.meta.demanded_ms < case.meta.demanded_ms => *longest = case,
            Some(_) => {}
            None => kept.push(case),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(id: &'static str, ms: u64) -> Case {
        Case::new(id, "p").of("Messaging").own_objects(0).waits(ms)
    }

    fn bound(cases: &[Case], jobs: u16) -> (u64, String) {
        let bound = lower_bound(cases.iter(), jobs);
        (bound.ms, bound.chain)
    }

    #[test]
    fn waits_that_overlap_count_once() {
        let cases = [own("a/one", 3_000), own("a/two", 2_000)];
        assert_eq!(bound(&cases, 8), (3_000, "a/one 3.0 s".to_owned()));
        let share = "2 waits shared by 1 jobs 5.0 s".to_owned();
        assert_eq!(bound(&cases, 1), (5_000, share));
        assert_eq!(bound(&[], 1), (0, String::new()));
    }

    #[test]
    fn what_holds_others_back_is_a_chain_with_the_longest_of_those() {
        let sessions = |case: Case| case.needs(&[ctk_suite::case::Need::SessionMode]);
        let told = |id, ms| sessions(own(id, ms)).undisturbed(Things::SESSIONS);
        let cases = [
            told("a/told", 1_000),
            told("a/told-too", 1_100),
            sessions(own("a/flow", 5_000)),
            own("a/messages", 6_000),
        ];
        let chain = "a/told-too 1.1 s, then a/told 1.0 s, then a/flow 5.0 s".to_owned();
        assert_eq!(bound(&cases, 8), (7_100, chain));
    }

    #[test]
    fn those_that_take_turns_wait_once_a_turn() {
        let told = |id, ms, turn| {
            let case = own(id, ms).undisturbed(Things::SESSIONS);
            case.in_turn("changes", turn)
        };
        let cases = [
            told("a/accepted", 1_000, 1),
            told("a/accepted-too", 1_100, 1),
            told("a/closed", 900, 2),
        ];
        let chain = "a/accepted-too 1.1 s, then a/closed 0.9 s".to_owned();
        assert_eq!(bound(&cases, 8), (2_000, chain));
    }

    #[test]
    fn what_is_measured_waits_beside_others_and_what_takes_the_device_comes_after() {
        let measured = |id, of: Things| own(id, 2_000).undisturbed(of.and(Things::TRAFFIC));
        let cases = [
            measured("a/news", Things::MESSAGES),
            measured("a/updates", Things::SESSIONS),
            own("a/told", 1_000).undisturbed(Things::SESSIONS),
            own("a/restart", 4_000).alone(),
            own("a/hostile", 500).phase(Phase::Hostile),
            // It waits for what no device has to wait for.
            own("a/silent", 0).waits_at_most(9_000),
        ];
        let chain =
            "a/told 1.0 s, then a/updates 2.0 s, then a/restart 4.0 s, then a/hostile 0.5 s";
        assert_eq!(bound(&cases, 8), (7_500, chain.to_owned()));
    }
}
