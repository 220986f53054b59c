//! Whom the kit and its upper tester have named, anywhere: somebody else in a thing that nobody asked for shows that the far
//! side acts of its own accord. People call and write to a device on a bench, too.

use std::collections::BTreeSet;

use super::{Job, Oracle};
use crate::document::{Peer, Recipients};
use crate::service::bench::FarSide;
use crate::service::message::plain_address;
use crate::service::observation::{Outcome, What};

/// So many addresses are kept: beyond them nobody is unknown.
const MOST: usize = 16_384;

/// The shortest text that may be an address.
const SHORTEST: usize = 3;

/// The addresses that were named.
#[derive(Debug, Default)]
pub(super) struct NamedAddresses {
    all: BTreeSet<String>,
    /// Which one is the device's own.
    own_is_known: bool,
}

impl NamedAddresses {
    /// Everything in the text that may be an address.
    fn note(&mut self, text: &str) {
        let words = text.split(['<', '>', '"', '\'', ' ', '\t', '\r', '\n', ',', ';', '&']);
        for word in words.filter(|word| word.len() >= SHORTEST) {
            if self.all.len() < MOST {
                self.all.insert(plain_address(word));
            }
        }
    }

    /// Somebody among these whom nobody has named, and who is not the device.
    fn stranger<'p>(&self, people: &'p Recipients) -> Option<&'p Peer> {
        if !self.own_is_known || self.all.len() >= MOST {
            return None;
        }
        let all = people.to.iter().chain(&people.cc).chain(&people.bcc);
        let mut all = all.chain(&people.from);
        all.find(|peer| {
            let id = peer.id.trim();
            id.len() >= SHORTEST && !self.all.contains(&plain_address(id))
        })
    }
}

impl Oracle {
    /// What the kit or its upper tester says names people, and so does the device where it names itself.
    pub(super) fn note_named(&mut self, job: &Job<'_>) {
        match &job.observation.what {
            What::Action {
                name,
                arguments,
                outcome,
            } => {
                arguments.iter().for_each(|(_, it)| self.named.note(it));
                if let (true, Outcome::Success(told)) = (name == "GetTelephonyIdentity", outcome) {
                    self.named.own_is_known = true;
                    told.iter().for_each(|(_, it)| self.named.note(it));
                }
            }
            What::Stimulus { fields, .. } => fields.values().for_each(|it| self.named.note(it)),
            What::Gap { text } => self.named.note(text),
            _ => {}
        }
    }

    /// A thing with these people came to be, and nobody asked for it: whether somebody is in it who can have come by the far
    /// side alone. From then on it may do what it likes.
    pub(super) fn is_of_strangers(&mut self, people: &Recipients) -> bool {
        let unasked = self.is_alone() && self.named.stranger(people).is_some();
        if unasked {
            self.bench.far_side = FarSide::Free;
            self.known = super::known::Known::default();
        }
        unasked
    }
}
