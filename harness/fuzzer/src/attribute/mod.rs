//! From what was sent last to the smallest thing that shows a symptom again: which sequences, which of their steps,
//! which parts of a request, which characters. What can be tried is behind a closure; nothing here sends anything.

mod reduce;
mod requests;
mod text;

pub use reduce::reduce;
pub use requests::simplify;
pub use text::shrink;

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::bindings::State;
use crate::grammar::{instead, shortest};
use crate::sequence::{Sequence, Step};
use crate::subject::Subject;

/// Tries sequences; whether the symptom shows.
pub struct Attempts<'t> {
    try_it: &'t mut dyn FnMut(&[Sequence]) -> bool,
    /// What was tried in vain.
    vain: HashSet<u64>,
    /// Tries that are left.
    left: u32,
    /// It has to show twice, one after the other.
    twice: bool,
    /// What showed it, in the order it was tried.
    trail: Vec<Vec<Sequence>>,
}

impl<'t> Attempts<'t> {
    /// At most so many tries.
    pub fn new(most: u32, try_it: &'t mut dyn FnMut(&[Sequence]) -> bool) -> Self {
        Self {
            try_it,
            vain: HashSet::new(),
            left: most,
            twice: false,
            trail: Vec::new(),
        }
    }

    /// What showed it since this was asked last, in the order it was tried: mostly ever smaller.
    pub fn trail(&mut self) -> Vec<Vec<Sequence>> {
        std::mem::take(&mut self.trail)
    }

    /// What does not show every time is not taken: each has to show twice from now on.
    pub fn twice(&mut self) {
        self.twice = true;
    }

    /// Whether the sequences show it. What was tried in vain is not tried again.
    pub fn shows(&mut self, sequences: &[Sequence]) -> bool {
        let mut hash = DefaultHasher::new();
        // Sequences can always be written.
        serde_json::to_string(sequences)
            .unwrap_or_default()
            .hash(&mut hash);
        let key = hash.finish();
        if self.left == 0 || self.vain.contains(&key) {
            return false;
        }
        self.left -= 1;
        let shows = (self.try_it)(sequences) && (!self.twice || (self.try_it)(sequences));
        if shows {
            self.trail.push(sequences.to_vec());
        } else {
            self.vain.insert(key);
        }
        shows
    }

    /// What was tried in vain may be tried once more: a device that had enough to do may not have shown it.
    fn forget_vain(&mut self) {
        self.vain.clear();
    }

    /// No try is left.
    pub fn is_spent(&self) -> bool {
        self.left == 0
    }
}

/// The sequences among these, in the order they were sent, that show the symptom: the last alone, else ever more of
/// those before it, else none.
pub fn culprits(recent: &[Sequence], attempts: &mut Attempts<'_>) -> Option<Vec<Sequence>> {
    let count = recent.len();
    for back in 1..=count.min(3) {
        let one = &recent[count - back..=count - back];
        if attempts.shows(one) {
            return Some(one.to_vec());
        }
    }
    let mut length = 4;
    loop {
        let suffix = &recent[count.saturating_sub(length)..];
        if attempts.shows(suffix) {
            return Some(reduce(suffix.to_vec(), &mut |part: &[Sequence]| {
                attempts.shows(part)
            }));
        }
        if length >= count || attempts.is_spent() {
            return None;
        }
        length *= 4;
    }
}

/// So many are suspected together, where each acts by itself.
const GROUP: usize = 16;

/// The sequence among these, each of which acts by itself, that shows the symptom: the latest few are tried together,
/// then those before them.
pub fn in_groups(recent: &[Sequence], attempts: &mut Attempts<'_>) -> Option<Vec<Sequence>> {
    let guilty = recent.rchunks(GROUP).find(|group| attempts.shows(group))?;
    // What is shown in vain costs little here, and what shows a device that has to come back: one after the other is
    // sooner done than by halves.
    if let Some(alone) = guilty.rchunks(1).find(|one| attempts.shows(one)) {
        return Some(alone.to_vec());
    }
    let shows = &mut |part: &[Sequence]| attempts.shows(part);
    Some(reduce(guilty.to_vec(), shows))
}

/// Makes what shows a symptom as small as it can: fewer sequences, fewer steps, plainer and shorter requests.
pub fn minimise(
    mut sequences: Vec<Sequence>,
    subject: &Subject,
    attempts: &mut Attempts<'_>,
) -> Vec<Sequence> {
    let mut again = false;
    loop {
        let before = serde_json::to_string(&sequences).unwrap_or_default();
        sequences = reduce(sequences, &mut |part: &[Sequence]| attempts.shows(part));
        for at in 0..sequences.len() {
            sequences = fewer_steps(sequences, at, attempts);
            if subject.policy.bench {
                sequences = by_the_bench(sequences, at, attempts);
                sequences = shorter_way(sequences, at, subject, attempts);
            }
            for step in 0..sequences[at].steps.len() {
                sequences = simplify(sequences, at, step, subject, attempts);
            }
        }
        let after = serde_json::to_string(&sequences).unwrap_or_default();
        if attempts.is_spent() || after == before && again {
            return sequences;
        }
        if after == before {
            again = true;
            attempts.forget_vain();
        }
    }
}

fn fewer_steps(sequences: Vec<Sequence>, at: usize, attempts: &mut Attempts<'_>) -> Vec<Sequence> {
    let with = |steps: &[Step]| {
        let mut all = sequences.clone();
        all[at].steps = steps.to_vec();
        all
    };
    let steps = reduce(sequences[at].steps.clone(), &mut |part: &[Step]| {
        attempts.shows(&with(part))
    });
    with(&steps)
}

/// What the device was asked to make is made by the upper tester, where that does as well.
fn by_the_bench(
    mut sequences: Vec<Sequence>,
    at: usize,
    attempts: &mut Attempts<'_>,
) -> Vec<Sequence> {
    for step in 0..sequences[at].steps.len() {
        let request = sequences[at].steps[step].request();
        let Some(stimulus) = request.and_then(|request| instead(request.subject())) else {
            continue;
        };
        let before = std::mem::replace(&mut sequences[at].steps[step], stimulus);
        if !attempts.shows(&sequences) {
            sequences[at].steps[step] = before;
        }
    }
    sequences
}

/// The last step behind the shortest way into a state of the session, in place of the way that was taken.
fn shorter_way(
    mut sequences: Vec<Sequence>,
    at: usize,
    subject: &Subject,
    attempts: &mut Attempts<'_>,
) -> Vec<Sequence> {
    let Some((last, way)) = sequences[at].steps.split_last() else {
        return sequences;
    };
    let (last, before) = (last.clone(), sequences[at].clone());
    if way.iter().all(|step| step.request().is_none()) {
        return sequences;
    }
    for state in State::ALL {
        let mut steps = shortest(subject, state);
        steps.push(last.clone());
        sequences[at].steps = steps;
        let shorter = sequences[at].weight() < before.weight()
            && sequences[at].requests() <= before.requests();
        if shorter && attempts.shows(&sequences) {
            return sequences;
        }
    }
    sequences[at] = before;
    sequences
}

#[cfg(test)]
mod tests;
