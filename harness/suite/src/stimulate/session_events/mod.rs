//! What happens to sessions: the situations of 5.4.2 and Table 2, each provoked on a session of the case's own.

mod provoking;
pub(crate) mod turns;

use ctk_vectors::messaging_2::{action, session_status};
use ctk_vectors::{stimulus, waits};

use crate::case::Need;
use crate::judging::judgement::Flow;
use crate::lab::FileManner;
use crate::tester::Tester;
use crate::tester::eventing::Subscription;
use crate::tester::reply::Reply;

use provoking::{
    accepted_by_peer, accepted_by_telcp, another_typing, cancelled, closed, closed_by_peer,
    everybody, last_left, modified, one_of_two_left, parked_joined, peer_joined, peer_left,
    rejected_by_peer, requested, second_joined, transfer, typing,
};

/// A situation that SessionUpdates tells of.
pub(crate) struct Situation {
    /// Its name in case ids.
    pub(crate) key: &'static str,
    /// Its event in Table 2.
    pub(crate) slug: &'static str,
    /// What it takes, beside session mode and eventing.
    pub(crate) needs: &'static [Need],
    /// It changes the session's status, or has to be told for another reason: that it is not evented fails.
    pub(crate) has_to_be_told: bool,
    /// Its turn among those that have to be told (see [`turns`]).
    pub(crate) turn: u8,
    /// In words.
    pub(crate) words: &'static str,
    /// Makes it so.
    pub(crate) provoke: fn(&mut Tester<'_>, &mut Subscription) -> Flow<Provoked>,
}

impl Situation {
    /// The stimulus that was to bring it about, where a session in this state has not felt it.
    pub(crate) fn not_felt(&self, state: &str) -> Option<&'static str> {
        match (self.key, state) {
            ("accepted-by-peer", session_status::PENDING) => Some(stimulus::PEER_ACCEPTS_SESSION),
            ("rejected-by-peer", session_status::PENDING) => Some(stimulus::PEER_REJECTS_SESSION),
            ("closed-by-peer", session_status::RUNNING) => Some(stimulus::PEER_CLOSES_SESSION),
            _ => None,
        }
    }
}

/// A situation that was provoked.
pub(crate) struct Provoked {
    /// The session.
    pub(crate) session: String,
    /// What the subscription brought after this is news.
    pub(crate) mark: usize,
    /// What was done.
    pub(crate) asked: String,
    /// The exchanges it rests on.
    pub(crate) exchanges: Vec<u32>,
    /// What NAME may be; empty: anything.
    pub(crate) names: Vec<String>,
}

/// The situations, in the order of 5.4.2.
pub(crate) const SITUATIONS: &[Situation] = &[
    Situation {
        key: "session-requested",
        slug: "requested",
        needs: &[Need::Stimulus(stimulus::INCOMING_SESSION)],
        has_to_be_told: false,
        turn: turns::NONE,
        words: "a peer asks for a session",
        provoke: requested,
    },
    Situation {
        key: "accepted-by-peer",
        slug: "accepted",
        needs: &[
            Need::Action(action::CREATE_SESSION),
            Need::Recipient,
            Need::Stimulus(stimulus::PEER_ACCEPTS_SESSION),
        ],
        has_to_be_told: true,
        turn: turns::ACCEPTED,
        words: "a peer accepts a Pending session",
        provoke: accepted_by_peer,
    },
    Situation {
        key: "accepted-by-telcp",
        slug: "accepted",
        needs: &[
            Need::Action(action::ACCEPT_SESSION),
            Need::Stimulus(stimulus::INCOMING_SESSION),
        ],
        has_to_be_told: true,
        turn: turns::ACCEPTED,
        words: "AcceptSession on a session that a peer asked for",
        provoke: accepted_by_telcp,
    },
    Situation {
        key: "closed",
        slug: "closed",
        needs: &[
            Need::Action(action::CLOSE_SESSION),
            Need::Recipient,
            Need::RunningSession,
        ],
        has_to_be_told: true,
        turn: turns::CLOSED,
        words: "CloseSession on a Running session",
        provoke: closed,
    },
    Situation {
        key: "rejected-by-peer",
        slug: "closed",
        needs: &[
            Need::Action(action::CREATE_SESSION),
            Need::Recipient,
            Need::Stimulus(stimulus::PEER_REJECTS_SESSION),
        ],
        has_to_be_told: true,
        turn: turns::CLOSED,
        words: "a peer refuses a Pending session",
        provoke: rejected_by_peer,
    },
    Situation {
        key: "closed-by-peer",
        slug: "closed",
        needs: &[
            Need::Recipient,
            Need::RunningSession,
            Need::Stimulus(stimulus::PEER_CLOSES_SESSION),
        ],
        has_to_be_told: true,
        turn: turns::CLOSED,
        words: "a peer ends a Running session",
        provoke: closed_by_peer,
    },
    Situation {
        key: "modified",
        slug: "modified",
        needs: &[
            Need::Action(action::MODIFY_SESSION),
            Need::Recipient,
            Need::RunningSession,
        ],
        has_to_be_told: false,
        turn: turns::NONE,
        words: "ModifySession with another subject on a Running session",
        provoke: modified,
    },
    Situation {
        key: stimulus::PEER_TYPING,
        slug: "typing",
        needs: &[
            Need::Recipient,
            Need::RunningSession,
            Need::Stimulus(stimulus::PEER_TYPING),
        ],
        has_to_be_told: false,
        turn: turns::NONE,
        words: "a participant of a Running session types",
        provoke: typing,
    },
    Situation {
        key: "another-typing",
        slug: "typing",
        needs: &[
            Need::Recipient,
            Need::RunningSession,
            Need::Stimulus(stimulus::PEER_TYPING),
        ],
        has_to_be_told: false,
        turn: turns::NONE,
        words: "a participant of a Running session types after another one did",
        provoke: another_typing,
    },
    Situation {
        key: "last-telcp-left",
        slug: "telcp-left",
        needs: &[
            Need::Action(action::LEAVE_SESSION),
            Need::Recipient,
            Need::RunningSession,
        ],
        has_to_be_told: true,
        turn: turns::LEFT,
        words: "LeaveSession by the last control point in a Running session",
        provoke: last_left,
    },
    Situation {
        key: "telcp-left",
        slug: "telcp-left",
        needs: &[
            Need::Action(action::LEAVE_SESSION),
            Need::Action(action::JOIN_SESSION),
            Need::Recipient,
            Need::RunningSession,
            Need::TwoAddresses,
        ],
        has_to_be_told: false,
        turn: turns::NONE,
        words: "LeaveSession by one of two control points in a Running session",
        provoke: one_of_two_left,
    },
    Situation {
        key: "peer-left",
        slug: "peer-left",
        needs: &[
            Need::Recipient,
            Need::RunningSession,
            Need::Stimulus(stimulus::PEER_LEAVES),
        ],
        has_to_be_told: false,
        turn: turns::NONE,
        words: "a participant leaves a Running session",
        provoke: peer_left,
    },
    Situation {
        key: "parked-joined",
        slug: "telcp-joined",
        needs: &[
            Need::Action(action::LEAVE_SESSION),
            Need::Action(action::JOIN_SESSION),
            Need::Recipient,
            Need::RunningSession,
        ],
        has_to_be_told: true,
        turn: turns::JOINED,
        words: "JoinSession on a Parked session",
        provoke: parked_joined,
    },
    Situation {
        key: "second-telcp-joined",
        slug: "telcp-joined",
        needs: &[
            Need::Action(action::JOIN_SESSION),
            Need::Recipient,
            Need::RunningSession,
            Need::TwoAddresses,
        ],
        has_to_be_told: false,
        turn: turns::NONE,
        words: "JoinSession by a second control point on a Running session",
        provoke: second_joined,
    },
    Situation {
        key: "peer-joined",
        slug: "peer-joined",
        needs: &[
            Need::Recipient,
            Need::RunningSession,
            Need::Stimulus(stimulus::PEER_JOINS),
        ],
        has_to_be_told: false,
        turn: turns::NONE,
        words: "a participant joins a Running session",
        provoke: peer_joined,
    },
    Situation {
        key: "file-transfer-started",
        slug: "ft-started",
        needs: TRANSFER,
        has_to_be_told: false,
        turn: turns::NONE,
        words: "StartFileTransfer in a Running session",
        provoke: |t, s| transfer(t, s, FileManner::Slow { ms: 4_000 }, None),
    },
    Situation {
        key: "file-transfer-cancelled",
        slug: "ft-cancelled",
        needs: &[
            Need::FileTransfer,
            Need::Action(action::CANCEL_FILE_TRANSFER),
            Need::Recipient,
            Need::RunningSession,
        ],
        has_to_be_told: false,
        turn: turns::NONE,
        words: "CancelFileTransfer while a file is fetched",
        provoke: cancelled,
    },
    Situation {
        key: "file-transfer-progress",
        slug: "ft-progress",
        needs: TRANSFER,
        has_to_be_told: false,
        turn: turns::NONE,
        words: "a file transfer with progressNotif 1, time 1",
        provoke: |t, s| transfer(t, s, FileManner::Slow { ms: 2_600 }, Some(1)),
    },
    Situation {
        key: "file-transfer-completed",
        slug: "ft-completed",
        needs: TRANSFER,
        has_to_be_told: false,
        turn: turns::NONE,
        words: "a file transfer that reaches its end",
        provoke: |t, s| transfer(t, s, FileManner::Whole, None),
    },
    Situation {
        key: "file-download-failed",
        slug: "ft-failed",
        needs: TRANSFER,
        has_to_be_told: false,
        turn: turns::NONE,
        words: "a file transfer whose fileLink answers 404",
        provoke: |t, s| transfer(t, s, FileManner::NotFound, None),
    },
];

const TRANSFER: &[Need] = &[Need::FileTransfer, Need::Recipient, Need::RunningSession];

/// What every situation needs.
pub(crate) const EVENTED_SESSIONS: &[Need] = &[Need::SessionMode, Need::Evented("SessionUpdates")];

/// The bytes of the files that are offered.
pub(crate) const FILE_SIZE: u64 = 26_000;

impl Situation {
    /// How long its event is waited for: where its absence fails, as long as an event may take at all; else as long as
    /// a prompt one takes after the moderation interval.
    pub(crate) fn patience_ms(&self) -> u64 {
        let transfer = if self.slug.starts_with("ft-") {
            5_000
        } else {
            0
        };
        if self.has_to_be_told {
            waits::EVENT.milliseconds
        } else {
            waits::MODERATION.milliseconds + waits::EVENT_PROMPT.milliseconds + transfer
        }
    }
}

/// What peers are called in the session: ids and names.
fn called(t: &mut Tester<'_>, session: &str) -> Flow<(Vec<String>, bool)> {
    let seen = t.sessions().look_at(session)?;
    let mut called = Vec::new();
    let mut named = false;
    for peer in seen
        .info()
        .map(|info| everybody(&info.recipients))
        .unwrap_or_default()
    {
        called.push(peer.id.clone());
        if let Some(name) = peer.name.clone().filter(|name| !name.is_empty()) {
            named = true;
            called.push(name);
        }
    }
    Ok((called, named))
}

/// What a TelCP's own action, which is to succeed, has provoked.
fn provoked_by(t: &mut Tester<'_>, session: String, mark: usize, reply: &Reply) -> Flow<Provoked> {
    t.arranged(reply)?;
    Ok(Provoked {
        session,
        mark,
        asked: reply.asked.clone(),
        exchanges: vec![reply.exchange],
        names: Vec::new(),
    })
}
