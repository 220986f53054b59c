//! Who may be shown in a session: whoever was invited, and nobody that the kit named elsewhere alone.

use super::requests::what;
use super::things::SessionThing;
use super::{Job, Oracle};
use crate::document::{Message, Peer, Recipients, SessionInfo};
use crate::service::message::{plain_address, same_address};
use crate::service::rules::Blame;
use crate::service::session::Move;
use crate::session_life::Origin;

/// So many addresses are kept: of more nobody is a stranger.
const MOST_ADDRESSES: usize = 4_096;

fn all(list: &Recipients) -> impl Iterator<Item = &Peer> {
    list.to.iter().chain(&list.cc).chain(&list.bcc)
}

impl SessionThing {
    /// These were invited, or may come.
    pub(super) fn invite(&mut self, list: &Recipients) {
        let people = all(list).chain(&list.from);
        self.guests
            .extend(people.map(|peer| plain_address(&peer.id)));
    }

    /// What it does to the list that a peer of this name or address joins or leaves: the others stay.
    pub(super) fn comes_or_goes(&mut self, peer: &str, joins: bool) -> Move {
        if joins {
            self.joined.insert(peer.to_owned());
            return Move::Come;
        }
        if peer.is_empty() {
            return Move::Free;
        }
        let is_called = |address: &String| {
            let given = self.given_names.get(address).is_some_and(|it| it == peer);
            let shown = self.called.get(address);
            given || shown.is_some_and(|names| names.contains(peer))
        };
        let is_he = |address: &String| same_address(address, peer) || is_called(address);
        let known = self.given_names.keys().chain(self.called.keys());
        // One who joined before is nobody of those who were invited.
        let found = self.guests.iter().chain(known).any(is_he);
        if !found && !self.joined.contains(peer) {
            return Move::Free;
        }
        let named = |address: &&String| {
            let known = self.given_names.keys().chain(self.called.keys());
            let mut same = known.filter(|it| plain_address(it) == **address);
            !same_address(address, peer) && !same.any(is_called)
        };
        Move::Left(self.guests.iter().filter(named).cloned().collect())
    }

    /// Somebody whom nobody need know may be in it.
    pub(super) fn admit(&mut self) {
        self.open = true;
    }
}

impl Oracle {
    /// The kit named these.
    pub(super) fn note_addresses(&mut self, list: &Recipients) {
        if self.addresses.len() < MOST_ADDRESSES {
            let ids = all(list).map(|peer| plain_address(&peer.id));
            self.addresses.extend(ids);
        }
    }

    /// A message in a session may bring its recipients along.
    pub(super) fn note_said(&mut self, message: &Message) {
        self.note_addresses(&message.recipients);
        let session = message.session_id.as_ref();
        if let Some(thing) = session.and_then(|id| self.sessions.get_mut(id)) {
            thing.invite(&message.recipients);
        }
    }

    /// Nobody is shown in a session who was invited elsewhere alone.
    pub(super) fn judge_guests(&mut self, job: &Job<'_>, info: &SessionInfo) {
        let Some(thing) = self.sessions.get(&info.id) else {
            return;
        };
        if thing.open || thing.origin == Origin::Unknown || !self.is_alone() {
            return;
        }
        let of_another = |peer: &&Peer| {
            let address = plain_address(&peer.id);
            !thing.guests.contains(&address) && self.addresses.contains(&address)
        };
        let Some(peer) = all(&info.recipients).find(of_another).cloned() else {
            return;
        };
        let of = format!("recipients of session {}", info.id);
        if self.blamed.contains(&of) {
            return;
        }
        let (requirement, because) = (
            match thing.changed.is_empty() {
                true => "M-5.5.8-3",
                false => "M-5.5.9-1",
            },
            thing.people.evidence(),
        );
        let blame = Blame {
            rule: "session-parts",
            requirement,
            ruling: None,
            allowed: "those who were invited to it".to_owned(),
        };
        let seen = format!(
            "session {} shows {} {}",
            info.id,
            peer.id,
            what(job.observation)
        );
        let possible = "nobody named that address for this session".to_owned();
        let source = &job.observation.source;
        self.exclude_of(Some(of), (source, blame), seen, possible, because);
    }
}
