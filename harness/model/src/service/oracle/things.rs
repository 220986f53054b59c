//! What the oracle keeps of each message and each session.

use std::collections::{BTreeMap, BTreeSet};

use super::Oracle;
use super::transfers::Transfers;
use crate::document::{Message, Recipients};
use crate::service::message::{self, Content};
use crate::service::observation::{Source, Time};
use crate::service::session::{self, Class, LastMove, List, People, Plain, Value};
use crate::service::track::Track;
use crate::session_life::{Origin, SessionAction, SessionStatus};

/// A message.
#[derive(Clone, Debug)]
pub(super) struct MessageThing {
    pub(super) track: Track<message::Moves>,
    pub(super) content: Content,
    /// Whether it came from the far side.
    pub(super) incoming: Option<bool>,
    /// The session it is in.
    pub(super) session: Option<String>,
    /// When it came to be, at the earliest and at the latest; of what was found, nobody knows.
    pub(super) born: Option<(Time, Time)>,
    /// It was delivered by then.
    pub(super) sent_by: Option<Time>,
    /// When ReadMessage said that it is not there, at the earliest.
    pub(super) missed: Option<(Time, Source)>,
    /// The latest time at which it may have been unread.
    pub(super) unread_until: Time,
    /// Whether the kit deleted it, or tried to.
    pub(super) deleted: bool,
    /// The code with which DeleteMessage failed last.
    pub(super) refused_deletion: Option<u16>,
    /// Whether the device was restarted since it is known.
    pub(super) restarted: bool,
    /// The folder that it was certainly in when the device was restarted.
    pub(super) before_restart: Option<message::Folder>,
    /// The number of the request that it came up in.
    pub(super) number: u64,
    /// What changed it last.
    pub(super) last: Option<message::Step>,
}

/// What was said in a session without class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Said {
    /// Nothing, or it has a class.
    #[default]
    Nothing,
    /// The first message is under way.
    First,
    /// The first message was there by then.
    By(Time),
}

/// A session.
#[derive(Clone, Debug)]
pub(super) struct SessionThing {
    pub(super) status: Track<session::Moves>,
    pub(super) subject: Track<Plain>,
    pub(super) types: Track<Plain>,
    pub(super) class: Track<Class>,
    pub(super) people: Track<List>,
    pub(super) origin: Origin,
    pub(super) last: LastMove,
    /// The actions that failed since something moved it.
    pub(super) refusals: Vec<session::Refusal>,
    /// The parts that ModifySession gave a value.
    pub(super) changed: BTreeSet<&'static str>,
    /// The parts that were shown as they have to be since they were given a value.
    pub(super) right: BTreeSet<&'static str>,
    /// Those of them that were so when others were modified.
    pub(super) spared: BTreeSet<&'static str>,
    /// Those of them that were so when it was parked or joined, unless it was modified since.
    pub(super) kept: BTreeSet<&'static str>,
    /// Whether it was certainly Parked before the latest action on it.
    pub(super) was_parked: bool,
    /// Whether it was parked or joined.
    pub(super) moved: bool,
    /// Somebody tried in vain to accept it.
    pub(super) intruder: bool,
    /// Whether it was shown as Mixed.
    pub(super) shown_mixed: bool,
    /// The people that were shown last, unless others may have come or gone since.
    pub(super) shown_people: Option<BTreeSet<session::Person>>,
    /// Whom a refused ModifySession would have added, and the requirement on that refusal.
    pub(super) refused: Option<(BTreeSet<session::Person>, &'static str)>,
    /// The values that a refused ModifySession would have given, by part, and the requirement on that refusal.
    pub(super) refused_values: BTreeMap<&'static str, (String, &'static str)>,
    /// Whether it may have been closed, from when.
    pub(super) may_close: bool,
    /// It was created without class, and no message has decided it yet.
    pub(super) undecided: bool,
    /// Whether its first message decides its class.
    pub(super) said: Said,
    /// The number of the request that it came up in.
    pub(super) number: u64,
    /// The latest time at which each status was possible, in the order of [`SessionStatus::ALL`].
    pub(super) seen_until: [Option<Time>; 5],
    /// The file transfers.
    pub(super) transfers: Transfers,
    /// What may be told of it.
    pub(super) causes: Vec<Cause>,
    /// More happened than is kept.
    pub(super) untold: bool,
    /// The names that GetSessions has shown, by the address.
    pub(super) called: BTreeMap<String, BTreeSet<String>>,
    /// The names that were given, by the address.
    pub(super) given_names: BTreeMap<String, String>,
    /// Who was invited, by address.
    pub(super) guests: BTreeSet<String>,
    /// The names of peers that joined.
    pub(super) joined: BTreeSet<String>,
    /// Somebody may be in it whom nobody need know.
    pub(super) open: bool,
    /// The addresses by which events named somebody, where first, and the requirement.
    pub(super) addressed: BTreeMap<String, (Source, String)>,
}

/// Something that may be told in an event: its name in Table 2, who it names, and when it happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cause {
    pub(super) slug: &'static str,
    pub(super) name: Option<String>,
    /// The address of whoever is named.
    pub(super) address: Option<String>,
    /// The request or stimulus.
    pub(super) number: u64,
    pub(super) from: Time,
    pub(super) to: Time,
}

impl MessageThing {
    /// One that is still to come.
    pub(super) fn unborn(content: Content, session: Option<String>, born: (Time, Time)) -> Self {
        Self {
            track: Track::new([message::State::UNBORN]),
            incoming: Some(content.incoming),
            content,
            session,
            born: Some(born),
            sent_by: None,
            missed: None,
            unread_until: born.1,
            deleted: false,
            refused_deletion: None,
            restarted: false,
            before_restart: None,
            number: 0,
            last: None,
        }
    }

    /// One that was there before it was first seen.
    pub(super) fn found(states: Vec<message::State>, session: Option<String>, at: Time) -> Self {
        Self {
            track: Track::new(states),
            content: Content::default(),
            incoming: None,
            session,
            born: None,
            sent_by: None,
            missed: None,
            unread_until: at,
            deleted: false,
            refused_deletion: None,
            restarted: false,
            before_restart: None,
            number: 0,
            last: None,
        }
    }

    /// Lets go of where it is: anything may have been done to it.
    pub(super) fn forget(&mut self) {
        self.track.forget();
        self.deleted = true;
    }

    /// Notes the latest time at which it may have been unread.
    pub(super) fn note(&mut self, at: Time) {
        if self.track.may(|state| state.unread && state.place.exists()) {
            self.unread_until = at;
        }
    }
}

impl SessionThing {
    /// A session in one of these states.
    pub(super) fn new(states: Vec<session::State>, origin: Origin, last: LastMove) -> Self {
        Self {
            status: Track::new(states),
            subject: Track::new([Value::Any]),
            types: Track::new([Value::Any]),
            class: Track::new([Value::Any]),
            people: Track::new([People::default()]),
            origin,
            last,
            refusals: Vec::new(),
            changed: BTreeSet::new(),
            right: BTreeSet::new(),
            spared: BTreeSet::new(),
            kept: BTreeSet::new(),
            was_parked: false,
            moved: false,
            intruder: false,
            shown_mixed: false,
            shown_people: None,
            refused: None,
            refused_values: BTreeMap::new(),
            may_close: origin == Origin::Unknown,
            undecided: false,
            said: Said::Nothing,
            number: 0,
            seen_until: [None; 5],
            transfers: Transfers::default(),
            causes: Vec::new(),
            untold: false,
            called: BTreeMap::new(),
            given_names: BTreeMap::new(),
            guests: BTreeSet::new(),
            joined: BTreeSet::new(),
            open: false,
            addressed: BTreeMap::new(),
        }
    }

    /// ModifySession gives the part a value.
    pub(super) fn change(&mut self, part: &'static str) {
        self.changed.insert(part);
        self.right.remove(part);
        self.spared.remove(part);
    }

    /// It is parked or joined: the parts that were right have to stay so.
    pub(super) fn move_on(&mut self) {
        self.moved = true;
        self.kept.clone_from(&self.right);
    }

    /// Whether it is certainly Parked, with nothing under way.
    pub(super) fn is_parked(&self) -> bool {
        let is = |state: &session::State| {
            let status = state.as_ref().map(|life| life.status);
            status == Some(SessionStatus::Parked)
        };
        self.status.is_quiet() && self.status.is_certain(is)
    }

    /// Whether it is certainly there.
    pub(super) fn is_there(&self) -> bool {
        self.status.is_quiet()
            && self.status.is_certain(|state| {
                state
                    .as_ref()
                    .is_some_and(|life| life.status != SessionStatus::Nonexistent)
            })
    }

    /// An action succeeds that may be told.
    pub(super) fn cause(&mut self, action: SessionAction, number: u64, from: Time) {
        let slug = match action {
            SessionAction::AcceptSession => "accepted",
            SessionAction::JoinSession => "telcp-joined",
            SessionAction::LeaveSession => "telcp-left",
            SessionAction::CloseSession => "closed",
            SessionAction::ModifySession => "modified",
            SessionAction::StartFileTransfer => "ft-started",
            SessionAction::CancelFileTransfer => "ft-cancelled",
            SessionAction::SendMessage | SessionAction::GetFileTransferSession => return,
        };
        self.add_cause(Cause {
            slug,
            name: None,
            address: None,
            number,
            from,
            to: Time::MAX,
        });
    }

    /// Notes the latest time at which each status was possible.
    pub(super) fn note(&mut self, at: Time) {
        for (slot, status) in SessionStatus::ALL.into_iter().enumerate() {
            let is = |state: &session::State| state.as_ref().is_some_and(|it| it.status == status);
            if self.status.may(is) {
                self.seen_until[slot] = Some(at);
            }
        }
    }

    /// The names that its people were given.
    pub(super) fn name_people(&mut self, people: Option<&Recipients>) {
        let Some(people) = people else { return };
        let all = people.to.iter().chain(&people.cc).chain(&people.bcc);
        for peer in all {
            if let Some(name) = peer.name.as_ref().filter(|name| !name.is_empty()) {
                self.given_names.insert(peer.id.clone(), name.clone());
            }
        }
    }

    /// GetSessions shows these people by these names.
    pub(super) fn call_people(&mut self, people: &Recipients) {
        let all = people.to.iter().chain(&people.cc).chain(&people.bcc);
        for peer in all.chain(&people.from) {
            let names = self.called.entry(peer.id.clone()).or_default();
            if let Some(name) = peer.name.as_ref().filter(|name| !name.is_empty()) {
                names.insert(name.clone());
            }
        }
    }

    /// The class, where it is certain.
    pub(super) fn class(&self) -> Option<String> {
        match self.class.possible().as_slice() {
            [Value::Is(class)] if self.class.is_quiet() && !self.undecided => Some(class.clone()),
            _ => None,
        }
    }

    /// Lets go of everything.
    pub(super) fn forget(&mut self) {
        self.status.forget();
        self.subject.forget();
        self.types.forget();
        self.class.forget();
        self.people.forget();
        self.open = true;
        self.transfers.unclear = true;
        self.may_close = true;
    }
}

impl Oracle {
    /// A message that is known from now on.
    pub(super) fn keep_message(&mut self, id: &str, mut thing: MessageThing) {
        thing.number = self.next;
        self.messages.insert(id.to_owned(), thing);
    }

    /// A session that is known from now on.
    pub(super) fn keep_session(&mut self, id: &str, mut thing: SessionThing) {
        thing.number = self.next;
        self.sessions.insert(id.to_owned(), thing);
    }
}

/// The session in the id of a message.
pub(super) fn session_of(message: &Message) -> Option<String> {
    session_of_id(&message.id).or_else(|| message.session_id.clone())
}

/// The session in an id in the form of session mode (5.3.6).
pub(super) fn session_of_id(id: &str) -> Option<String> {
    id.split_once('.').map(|(session, _)| session.to_owned())
}
