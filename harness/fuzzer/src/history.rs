//! What was sent last, so that what shows late can be sought back.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::sequence::{Sequence, Step};

/// Sequences that are remembered.
const SEQUENCES: usize = 400;
/// What they may weigh.
const MOST_BYTES: usize = 8 * 1024 * 1024;
/// Different sequences with datagrams that are remembered: more than go out between two looks at discovery.
const DATAGRAMS: usize = 512;
/// Answers that are remembered for who visits the listener.
const ANSWERS: usize = 1024;

/// The last sequences, oldest first, and how their requests were answered.
#[derive(Debug, Default)]
pub struct History {
    sequences: VecDeque<Arc<Sequence>>,
    /// What they weigh.
    weight: usize,
    answers: VecDeque<Answered>,
    /// Those that searched: discovery is looked after less often than the rest.
    datagrams: VecDeque<Arc<Sequence>>,
}

/// How a request was answered, for a visit that names its number.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The number of the request.
    pub serial: u64,
    /// The action or method.
    pub subject: String,
    /// It was refused.
    pub refused: bool,
    /// The sequence that it belongs to.
    pub sequence: Arc<Sequence>,
}

impl History {
    /// A sequence begins.
    pub fn begins(&mut self, sequence: &Arc<Sequence>) {
        self.weight += sequence.weight();
        while self.sequences.len() >= SEQUENCES || self.weight > MOST_BYTES {
            match self.sequences.pop_front() {
                Some(gone) => self.weight -= gone.weight(),
                None => break,
            }
        }
        self.sequences.push_back(Arc::clone(sequence));
        if sequence
            .steps
            .iter()
            .any(|step| matches!(step, Step::Datagram(_)))
        {
            // The same once more is no other suspect.
            let same = self.datagrams.iter().position(|one| one == sequence);
            if let Some(at) = same {
                self.datagrams.remove(at);
            } else if self.datagrams.len() >= DATAGRAMS {
                self.datagrams.pop_front();
            }
            self.datagrams.push_back(Arc::clone(sequence));
        }
    }

    /// A request was answered that named a place to visit.
    pub fn answered(&mut self, answered: Answered) {
        if self.answers.len() >= ANSWERS {
            self.answers.pop_front();
        }
        self.answers.push_back(answered);
    }

    /// The request of that number.
    pub fn request(&self, serial: u64) -> Option<&Answered> {
        self.answers.iter().rev().find(|one| one.serial == serial)
    }

    /// The last sequences, at most so many, oldest first.
    pub fn last(&self, most: usize) -> Vec<Arc<Sequence>> {
        let skip = self.sequences.len().saturating_sub(most);
        self.sequences.iter().skip(skip).cloned().collect()
    }

    /// The last sequences with datagrams, oldest first.
    pub fn searches(&self) -> Vec<Arc<Sequence>> {
        self.datagrams.iter().cloned().collect()
    }

    /// Begins anew: the device has been restarted.
    pub fn clear(&mut self) {
        self.sequences.clear();
        self.datagrams.clear();
        self.weight = 0;
    }
}
