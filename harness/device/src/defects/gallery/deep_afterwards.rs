//! Deep defects of consequences: what is done now is right, and something else is wrong later for its sake.

macro_rules! deep_afterwards {
    ($join:ident $before:tt) => {
        $join! { $before
            SearchFolderSticks {
                id: "search-folder-sticks", breaks: "M-5.5.4-class",
                does: "searches the folder of the search before when a class is given without a folder; seen by a search in a folder and one for a class alone",
                depth: Depth::Deep,
            }
            ChosenClassSticks {
                id: "chosen-class-sticks", breaks: "M-5.3.10-5",
                does: "gives a message without class that of the message sent before; seen by an MMS, and a text without class that is no MMS",
                depth: Depth::Deep,
            }
            DeletedIdReissued {
                id: "deleted-id-reissued", breaks: "M-5.3.6-3",
                does: "gives the id of what was moved to Deleted to the next message of page mode; seen by deleting one and sending another",
                depth: Depth::Deep,
            }
            ReadingDeletedRestores {
                id: "reading-deleted-restores", breaks: "M-F2-received-deletemessage",
                does: "puts what came in and was deleted back to Received when it is read; seen by deleting, reading and searching",
                depth: Depth::Deep,
            }
            ArrivalUnreadsThread {
                id: "arrival-unreads-thread", breaks: "M-5.5.5-2",
                does: "makes what a party sent before Unread again when it sends something; seen by reading the first of two messages before the second arrives",
                depth: Depth::Deep,
            }
            DeletingUnlinksSession {
                id: "deleting-unlinks-session", breaks: "M-5.3.10-3",
                does: "forgets to which session a message belongs that moves to Deleted; seen by reading it there",
                depth: Depth::Deep,
            }
            SecondPeerLeavingParks {
                id: "second-peer-leaving-parks", breaks: "M-F3-running-leavesession-last",
                does: "parks a session when a second peer leaves it, although a control point takes part; seen by two of three peers leaving",
                depth: Depth::Deep,
            }
            ArrivalUnparks {
                id: "arrival-unparks", breaks: "M-5.5.14-1",
                does: "runs a Parked session again when a message arrives in it; seen by leaving, the message and GetSessions",
                depth: Depth::Deep,
            }
            ReadingRedates {
                id: "reading-redates", breaks: "M-5.5.5-1",
                does: "shows the time of the reading as that of the arrival; seen by reading a message twice",
                depth: Depth::Deep,
            }
            AnswersUnchecked {
                id: "answers-unchecked", breaks: "M-5.5.6-703",
                does: "takes a message that lacks what its class demands when it answers another one; seen by an MMS without attachment that has a replyMessageID",
                depth: Depth::Deep,
            }
            InSessionRecipientsUnchecked {
                id: "in-session-recipients-unchecked", breaks: "M-5.3.10-4",
                does: "takes a message without recipientTo in a session, and shows it so; seen by such an Instant Message in a Chat, and reading it",
                depth: Depth::Deep,
            }
            RefusedStartHoldsTransfer {
                id: "refused-start-holds-transfer", breaks: "M-5.5.17-709",
                does: "refuses a transfer in a Parked session and holds it for active; seen by cancelling it after joining",
                depth: Depth::Deep,
            }
            TransferAfterCancelUntold {
                id: "transfer-after-cancel-untold", breaks: "M-5.5.16-2",
                does: "tells nothing of the end of the transfer that comes after a cancelled one; seen by cancelling one and completing the next",
                depth: Depth::Deep,
            }
            UpdatesForgetRejoin {
                id: "updates-forget-rejoin", breaks: "M-5.3.4-3",
                does: "tells of a session as Parked in GetSessionUpdates once it was, though it was joined again; seen by leaving, joining and asking",
                depth: Depth::Deep,
            }
            ClosingDropsWaitingUpdates {
                id: "closing-drops-waiting-updates", breaks: "M-5.4-5",
                does: "forgets what waits to be reported of the other sessions when one is closed; seen by a change of one and the closing of another within a second",
                depth: Depth::Deep,
            }
            ArrivalLeavesClassOpen {
                id: "arrival-leaves-class-open", breaks: "M-5.5.8-4",
                does: "leaves a session without class as it is when its first message comes in; seen by GetSessions after it",
                depth: Depth::Deep,
            }
            LikeMessagesShareStatus {
                id: "like-messages-share-status", breaks: "M-5.3.9-1",
                does: "makes every message Read that says the same as the one that is read; seen by two that are alike and reading one",
                depth: Depth::Deep,
            }
            ReadingOutgoingStrands {
                id: "reading-outgoing-strands", breaks: "M-F2-outgoing-delivery",
                does: "leaves a message in Outgoing that was read there, when it is delivered; seen by holding, sending, reading and delivering",
                depth: Depth::Deep,
            }
            LocalReadInSessionStaysNew {
                id: "local-read-in-session-stays-new", breaks: "M-5.3.9-2",
                does: "goes on listing a message of a session as new that was read on its own screen; seen by GetNewMessages after that",
                depth: Depth::Deep,
            }
            LateDeliveryReopens {
                id: "late-delivery-reopens", breaks: "M-5.5.15-1",
                does: "runs a closed session again when a message of it is delivered; seen by holding, sending, closing and delivering",
                depth: Depth::Deep,
            }
        }
    };
}
pub(super) use deep_afterwards;
