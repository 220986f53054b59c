//! What is new in an answer, and what is worth to be sent again.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use crate::bindings::State;
use crate::oracle::Meaning;
use crate::sequence::Sequence;

/// Kinds of answers that are remembered.
const MOST_SEEN: usize = 65_536;
/// Sequences that are kept for mutation.
const MOST_KEPT: usize = 2048;
/// Bytes of them all, and of one.
const MOST_BYTES: usize = 8 * 1024 * 1024;
const LARGEST: usize = 32 * 1024;

/// What has been seen, and the sequences that showed it first.
#[derive(Debug, Default)]
pub struct Feedback {
    seen: HashSet<u64>,
    kept: Vec<Arc<Sequence>>,
    /// What they weigh.
    weight: usize,
    /// When something was new last, by the number of the request.
    pub last_new: u64,
}

impl Feedback {
    /// Whether nothing like this has been answered before.
    pub fn is_new(
        &mut self,
        action: &str,
        state: State,
        meaning: &Meaning,
        took: Duration,
        usual: Duration,
    ) -> bool {
        let mut hash = DefaultHasher::new();
        (action, state, meaning.status, meaning.code, meaning.shape).hash(&mut hash);
        // Classes of latency, each four times the one before.
        let ratio = took.as_micros() / usual.as_micros().max(100);
        (ratio.max(1).ilog2() / 2).hash(&mut hash);
        self.note(hash.finish())
    }

    /// Whether a line of this form has not been in the log before.
    pub fn is_new_line(&mut self, line: &str) -> bool {
        let mut hash = DefaultHasher::new();
        for c in line.chars().take(400) {
            // Numbers differ from line to line.
            if !c.is_ascii_digit() {
                c.hash(&mut hash);
            }
        }
        self.note(hash.finish())
    }

    fn note(&mut self, key: u64) -> bool {
        self.seen.len() < MOST_SEEN && self.seen.insert(key)
    }

    /// Keeps a sequence for mutation. What is large is made again rather than kept.
    pub fn keep(&mut self, sequence: &Arc<Sequence>, serial: u64, at: usize) {
        self.last_new = serial;
        let weight = sequence.weight();
        if weight > LARGEST {
            return;
        }
        while !self.kept.is_empty()
            && (self.kept.len() >= MOST_KEPT || self.weight + weight > MOST_BYTES)
        {
            let gone = self.kept.swap_remove(at % self.kept.len());
            self.weight -= gone.weight();
        }
        self.weight += weight;
        self.kept.push(Arc::clone(sequence));
    }

    /// What is kept.
    pub fn kept(&self) -> &[Arc<Sequence>] {
        &self.kept
    }

    /// Kinds of answers seen so far.
    pub fn seen(&self) -> usize {
        self.seen.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::{Payload, Request};

    #[test]
    fn what_is_kept_is_bounded_in_number_and_bytes() {
        let mut feedback = Feedback::default();
        for number in 0..6000usize {
            let mut request = Request::plain("POST", "/", Vec::new());
            request.payload = Payload::Bytes(vec![0; number * 8]);
            let sequence = Arc::new(Sequence::of(request));
            feedback.keep(&sequence, number as u64, number);
        }
        let bytes: usize = feedback.kept().iter().map(|one| one.weight()).sum();
        assert_eq!(bytes, feedback.weight);
        assert!(bytes <= MOST_BYTES && feedback.kept().len() <= MOST_KEPT);
        assert!(feedback.kept().len() > 100);
    }
}
