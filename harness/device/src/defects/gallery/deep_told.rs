//! Deep defects of what an event says: its order, its names, its numbers, what it leaves out.

macro_rules! deep_told {
    ($join:ident $before:tt) => {
        $join! { $before
            BatchNewestFirst {
                id: "batch-newest-first", breaks: "M-5.3.4-2",
                does: "writes the updates of one event last first; seen by leaving and joining within a second",
                depth: Depth::Deep,
            }
            BatchShowsLastStatus {
                id: "batch-shows-last-status", breaks: "M-5.3.4-3",
                does: "writes the status at the end into every update of an event; seen by leaving and closing a session within a second",
                depth: Depth::Deep,
            }
            AcceptedNamesAddress {
                id: "accepted-names-address", breaks: "M-T2-accepted",
                does: "names the address of a peer that accepts although it has a name; seen by creating a session with a named peer who accepts",
                depth: Depth::Deep,
            }
            RequestedNamesAddress {
                id: "requested-names-address", breaks: "M-T2-requested",
                does: "names the address of a peer that asks for a session although it has a name; seen by a request of a named peer",
                depth: Depth::Deep,
            }
            PeerLeftNamesFirst {
                id: "peer-left-names-first", breaks: "M-T2-peer-left",
                does: "names the first participant whoever leaves; seen by the second of two peers leaving",
                depth: Depth::Deep,
            }
            InitialEventListsRead {
                id: "initial-event-lists-read", breaks: "M-5.5.3-1",
                does: "lists what was read already in the initial event; seen by subscribing after a message was read",
                depth: Depth::Deep,
            }
            ProgressRestartsPerFile {
                id: "progress-restarts-per-file", breaks: "M-T2-ft-progress",
                does: "counts the bytes from the start of each file; seen by a transfer of two with progress",
                caught_by: &["5.5.16/progress-of-two-files"],
                depth: Depth::Deep,
            }
            ProgressRoundedUp {
                id: "progress-rounded-up", breaks: "M-T2-ft-progress",
                does: "rounds the bytes up to a multiple of 1024; seen by the last progress of a smaller file",
                depth: Depth::Deep,
            }
            FirstFileCompletes {
                id: "first-file-completes", breaks: "M-5.5.16-2",
                does: "reports a transfer of several files as completed after the first, and not at its end; seen by a transfer of two whose second waits",
                depth: Depth::Deep,
            }
            NinthArrivalLost {
                id: "ninth-arrival-lost", breaks: "M-5.4-3",
                does: "reports eight messages an event at most; seen by nine that arrive within a second",
                depth: Depth::Deep,
            }
            SecondRequestLost {
                id: "second-request-lost", breaks: "M-5.4-5",
                does: "reports the first of several requests alone; seen by two peers asking within a second",
                depth: Depth::Deep,
            }
            RepeatedChangeUntold {
                id: "repeated-change-untold", breaks: "M-5.4-7",
                does: "does not report what it has reported of the session before; seen by leaving, joining and leaving again",
                caught_by: &["5.4.2/parked-again"],
                depth: Depth::Deep,
            }
            ParkedClosingUntold {
                id: "parked-closing-untold", breaks: "M-5.4-7",
                does: "sends no event when the peer closes a Parked session; seen by leaving, and the peer closing",
                depth: Depth::Deep,
            }
            BatchRepeatsFirstId {
                id: "batch-repeats-first-id", breaks: "M-5.3.4-2",
                does: "writes the id of the first session into every update of an event; seen by two sessions that change within a second",
                depth: Depth::Deep,
            }
            TypingNamesFirstTypist {
                id: "typing-names-first-typist", breaks: "M-T2-typing",
                does: "goes on naming who was the first to type in a session; seen by two peers who type one after the other",
                depth: Depth::Deep,
            }
            EventNamesEscapedTwice {
                id: "event-names-escaped-twice", breaks: "M-T2-requested",
                does: "escapes a name before it is written into an event, which escapes it again; seen by a request of a peer whose name has `&`",
                depth: Depth::Deep,
            }
            ReadingDropsArrivals {
                id: "reading-drops-arrivals", breaks: "M-5.4-3",
                does: "forgets all arrivals that wait to be reported when one message is read; seen by two that arrive within a second and reading the first",
                caught_by: &["5.4.1/accumulates-while-one-is-read"],
                depth: Depth::Deep,
            }
            PeerJoinedNamesFirst {
                id: "peer-joined-names-first", breaks: "M-T2-peer-joined",
                does: "names the first participant whoever joins; seen by a peer joining",
                depth: Depth::Deep,
            }
            SessionArrivalsMerged {
                id: "session-arrivals-merged", breaks: "M-5.4-3",
                does: "reports the last message of each session alone in an event; seen by two that arrive in one within a second",
                depth: Depth::Deep,
            }
        }
    };
}
pub(super) use deep_told;
