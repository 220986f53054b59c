//! Figure 2: where a message may be, and what moves it.

use crate::service::track::Kind;

/// A folder of Table 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::service) enum Folder {
    Received,
    Outgoing,
    Sent,
    Deleted,
    ClosedSession,
}

/// Where a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::service) enum Place {
    /// Not yet anywhere.
    Unborn,
    /// In a folder.
    In(Folder),
    /// In Deleted, from Outgoing: it may have left for the network before.
    Withdrawn,
    /// Not any more; `withdrawn`: from Outgoing.
    Gone { withdrawn: bool },
}

/// The state of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::service) struct State {
    pub(in crate::service) place: Place,
    pub(in crate::service) unread: bool,
}

/// A message as a document shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::service) struct Shown {
    pub(in crate::service) folder: Folder,
    pub(in crate::service) unread: bool,
}

/// The criteria of a search, as far as they concern the state of a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::service) struct Filter {
    pub(in crate::service) folder: Option<Folder>,
    pub(in crate::service) unread: Option<bool>,
    /// A class is asked for, too.
    pub(in crate::service) class: bool,
    /// A session is asked for, too.
    pub(in crate::service) session: bool,
    /// The list is a long one.
    pub(in crate::service) long: bool,
}

/// What happens to a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::service) enum Step {
    /// SendMessage stores it.
    Send,
    /// It arrives.
    Arrive,
    /// ReadMessage shows it.
    Read(Shown),
    /// ReadMessage or DeleteMessage fails with this code.
    Refused { delete: bool, code: u16 },
    /// DeleteMessage succeeds.
    Delete,
    /// The far side takes it, if it waits for that.
    Deliver,
    /// Somebody reads it at the device.
    LocalRead,
    /// A search lists it so.
    Listed(Filter, Shown),
    /// A search that would have to list it does not.
    Unlisted(Filter),
    /// GetNewMessages lists it, or does not.
    New(bool),
}

/// What is known of the device and of the message while it moves.
#[derive(Clone, Copy, Debug)]
pub(in crate::service) struct Moves {
    /// Whether there is a folder Deleted.
    pub(in crate::service) has_deleted: Option<bool>,
    /// Whether messages are delivered unasked at present.
    pub(in crate::service) delivers: bool,
    /// Whether people at the device read messages unasked.
    pub(in crate::service) read_unasked: bool,
    /// Whether the message's session may have been closed.
    pub(in crate::service) closing: bool,
    /// Whether the device may have lost it, as in a restart.
    pub(in crate::service) may_vanish: bool,
    /// Whether anything may happen at any time.
    pub(in crate::service) anything: bool,
    /// Whether it came from the far side.
    pub(in crate::service) incoming: Option<bool>,
}

const FOLDERS: [Folder; 5] = [
    Folder::Received,
    Folder::Outgoing,
    Folder::Sent,
    Folder::Deleted,
    Folder::ClosedSession,
];

impl Folder {
    pub(in crate::service) fn read(name: &str) -> Option<Self> {
        FOLDERS.into_iter().find(|folder| folder.name() == name)
    }

    pub(in crate::service) fn name(self) -> &'static str {
        match self {
            Self::Received => "Received",
            Self::Outgoing => "Outgoing",
            Self::Sent => "Sent",
            Self::Deleted => "Deleted",
            Self::ClosedSession => "ClosedSession",
        }
    }
}

impl Place {
    /// The folder by Table 4.
    pub(in crate::service) fn folder(self) -> Option<Folder> {
        match self {
            Self::In(folder) => Some(folder),
            Self::Withdrawn => Some(Folder::Deleted),
            Self::Unborn | Self::Gone { .. } => None,
        }
    }

    pub(in crate::service) fn exists(self) -> bool {
        self.folder().is_some()
    }
}

impl State {
    pub(in crate::service) const UNBORN: Self = Self {
        place: Place::Unborn,
        unread: true,
    };

    fn to(self, place: Place) -> Self {
        Self { place, ..self }
    }
}

/// A message that was delivered (5.5.6).
fn taken(folder: Folder) -> State {
    State {
        place: Place::In(folder),
        unread: false,
    }
}

impl Kind for Moves {
    type State = State;
    type Step = Step;

    fn after(&self, state: &State, step: &Step) -> Vec<State> {
        let state = *state;
        let when = |is: bool| if is { vec![state] } else { Vec::new() };
        match step {
            Step::Send => self.born(state, Folder::Outgoing),
            Step::Arrive => self.born(state, Folder::Received),
            Step::Read(shown) => self.read(state, *shown),
            Step::Refused { delete, code } => when(self.may_refuse(state, *delete, *code)),
            Step::Delete => self.deleted(state),
            Step::Deliver => self.delivered(state),
            Step::LocalRead => vec![State {
                unread: false,
                ..state
            }],
            Step::Listed(filter, shown) => when(
                self.shows(state, shown.folder)
                    && state.unread == shown.unread
                    && self.may_match(state, *filter),
            ),
            Step::Unlisted(filter) => when(!self.has_to_match(state, *filter)),
            Step::New(true) => when(self.may_be_new(state)),
            Step::New(false) => when(!self.has_to_be_new(state)),
        }
    }

    fn drift(&self, state: &State) -> Vec<State> {
        let state = *state;
        if self.anything && state.place != Place::Unborn {
            return self.everything();
        }
        let mut next = Vec::new();
        if self.delivers {
            next.extend(self.delivered(state));
        }
        if self.read_unasked && state.unread && state.place.exists() {
            next.push(State {
                unread: false,
                ..state
            });
        }
        if self.closing && state.place.exists() {
            next.push(state.to(Place::In(Folder::ClosedSession)));
        }
        if (self.closing || self.may_vanish) && state.place.exists() {
            next.push(state.to(Place::Gone { withdrawn: false }));
        }
        next
    }

    fn only_looks(&self, step: &Step) -> bool {
        matches!(
            step,
            Step::Refused { .. } | Step::Listed(..) | Step::Unlisted(_) | Step::New(_)
        )
    }

    fn everything(&self) -> Vec<State> {
        let fits = |folder: &Folder| match folder {
            Folder::Received => self.incoming != Some(false),
            Folder::Outgoing | Folder::Sent => self.incoming != Some(true),
            Folder::Deleted | Folder::ClosedSession => true,
        };
        let places = FOLDERS
            .into_iter()
            .filter(fits)
            .map(Place::In)
            .chain([Place::Gone { withdrawn: false }]);
        places
            .flat_map(|place| [true, false].map(|unread| State { place, unread }))
            .collect()
    }
}

impl Moves {
    fn born(&self, state: State, folder: Folder) -> Vec<State> {
        match state.place {
            Place::Unborn => vec![State {
                place: Place::In(folder),
                unread: true,
            }],
            _ => Vec::new(),
        }
    }

    // 5.5.5, R-38, R-39: the answer shows it before or after it was read.
    fn read(&self, state: State, shown: Shown) -> Vec<State> {
        if !self.shows(state, shown.folder) || (shown.unread && !state.unread) {
            return Vec::new();
        }
        let read = State {
            unread: false,
            ..state
        };
        match state.place {
            Place::In(Folder::Outgoing) if state.unread => vec![state, read],
            _ => vec![read],
        }
    }

    // 5.5.7; 606 and the codes of the architecture speak of something else than the message.
    fn may_refuse(&self, state: State, delete: bool, code: u16) -> bool {
        if !(700..800).contains(&code) || !state.place.exists() {
            return true;
        }
        let closed = self.closing || state.place == Place::In(Folder::ClosedSession);
        delete && closed && code == 708
    }

    fn deleted(&self, state: State) -> Vec<State> {
        let gone = |withdrawn| state.to(Place::Gone { withdrawn });
        let withdrawn = state.place == Place::In(Folder::Outgoing);
        let moved = match state.place {
            Place::In(Folder::Deleted) | Place::Withdrawn => return vec![gone(false)],
            Place::Unborn | Place::Gone { .. } => return Vec::new(),
            Place::In(_) if withdrawn => state.to(Place::Withdrawn),
            Place::In(_) => state.to(Place::In(Folder::Deleted)),
        };
        match self.has_deleted {
            Some(true) => vec![moved],
            Some(false) => vec![gone(withdrawn)],
            None => vec![moved, gone(withdrawn)],
        }
    }

    // what was withdrawn may have left for the network before. R-41: a closed session's goes to either folder.
    fn delivered(&self, state: State) -> Vec<State> {
        match state.place {
            Place::In(Folder::Outgoing) if self.closing => {
                vec![taken(Folder::Sent), taken(Folder::ClosedSession)]
            }
            Place::In(Folder::Outgoing) => vec![taken(Folder::Sent)],
            Place::Withdrawn | Place::Gone { withdrawn: true } => {
                vec![state, taken(Folder::Sent)]
            }
            _ => vec![state],
        }
    }

    /// Whether a message in this state is shown in this folder.
    fn shows(&self, state: State, folder: Folder) -> bool {
        state.place.folder() == Some(folder)
            || (self.closing && folder == Folder::ClosedSession && state.place.exists())
    }

    fn may_match(&self, state: State, filter: Filter) -> bool {
        let folder = filter.folder.is_none_or(|wanted| self.shows(state, wanted));
        folder && filter.unread.is_none_or(|wanted| wanted == state.unread)
    }

    // without criterion, Deleted and ClosedSession may be left out.: of a closed session all may.
    fn has_to_match(&self, state: State, filter: Filter) -> bool {
        let Some(folder) = state.place.folder() else {
            return false;
        };
        let folder = match filter.folder {
            Some(wanted) => wanted == folder,
            None => !matches!(folder, Folder::Deleted | Folder::ClosedSession),
        };
        folder && !self.closing && filter.unread.is_none_or(|wanted| wanted == state.unread)
    }

    // 5.3.3, R-42: what came in and was not read; in Deleted it may be listed or not.
    fn may_be_new(&self, state: State) -> bool {
        let folder = match state.place.folder() {
            Some(Folder::Received) => true,
            Some(Folder::Deleted | Folder::ClosedSession) => self.incoming != Some(false),
            _ => false,
        };
        folder && state.unread
    }

    fn has_to_be_new(&self, state: State) -> bool {
        state.place == Place::In(Folder::Received) && state.unread && !self.closing
    }
}
