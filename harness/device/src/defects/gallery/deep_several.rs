//! Deep defects of several things of a kind: the first is right, and another is not.

macro_rules! deep_several {
    ($join:ident $before:tt) => {
        $join! { $before
            DeliversOldestHeld {
                id: "delivers-oldest-held", breaks: "M-F2-outgoing-delivery",
                does: "delivers the oldest of the messages held, whichever reached its recipient; seen by two that are held and the delivery of the second",
                depth: Depth::Deep,
            }
            JoinLeavesOthers {
                id: "join-leaves-others", breaks: "M-F3-running-leavesession-last",
                does: "takes a control point out of its other sessions when it joins one; seen by joining a Parked session while another one runs",
                depth: Depth::Deep,
            }
            SecondTransferRefused {
                id: "second-transfer-refused", breaks: "M-5.5.16-1",
                does: "refuses a second transfer in a session although the first is over; seen by starting one after the first is complete",
                depth: Depth::Deep,
            }
            EarlierFailuresUntold {
                id: "earlier-failures-untold", breaks: "M-5.5.16-3",
                does: "reports a failed download of the last file alone; seen by a transfer whose first file cannot be fetched",
                depth: Depth::Deep,
            }
            SearchCutAtSixty {
                id: "search-cut-at-sixty", breaks: "M-5.5.4-1",
                does: "lists sixty messages at most; seen by a search while there are more",
                depth: Depth::Deep,
            }
            NewMessagesCutAtTwenty {
                id: "new-messages-cut-at-twenty", breaks: "M-5.5.3-1",
                does: "lists twenty new messages at most; seen by GetNewMessages while there are more",
                depth: Depth::Deep,
            }
            SessionsCutAtTwelve {
                id: "sessions-cut-at-twelve", breaks: "M-5.5.12-status",
                does: "lists twelve sessions at most; seen by GetSessions while there are more",
                depth: Depth::Deep,
            }
            FifthLeaveKeepsRunning {
                id: "fifth-leave-keeps-running", breaks: "M-5.5.14-1",
                does: "stays Running at the fifth time that the last one leaves; seen by joining and leaving five times",
                depth: Depth::Deep,
            }
            PurgeEmptiesDeleted {
                id: "purge-empties-deleted", breaks: "M-5.5.7-1",
                does: "removes everything in Deleted when one message is deleted from there; seen by two messages in Deleted",
                depth: Depth::Deep,
            }
            RemoveTakesNeighbours {
                id: "remove-takes-neighbours", breaks: "M-5.5.9-1",
                does: "removes every recipient of the same domain; seen by removing one of two from a session",
                depth: Depth::Deep,
            }
            SecondAddedDropped {
                id: "second-added-dropped", breaks: "M-5.5.9-1",
                does: "adds the first of several recipients alone; seen by adding two to a session",
                depth: Depth::Deep,
            }
            SecondRemovedKept {
                id: "second-removed-kept", breaks: "M-5.5.9-1",
                does: "removes the first of several recipients alone; seen by removing two of three from a session",
                depth: Depth::Deep,
            }
            CancelEndsAll {
                id: "cancel-ends-all", breaks: "M-5.5.17-1",
                does: "cancels the transfers of all sessions; seen by cancelling one of two that are stalled",
                depth: Depth::Deep,
            }
            ReadMarksSession {
                id: "read-marks-session", breaks: "M-5.3.9-1",
                does: "marks all messages of a session as Read when one is read; seen by two that have arrived in it",
                depth: Depth::Deep,
            }
            SessionIdsCountMessages {
                id: "session-ids-count-messages", breaks: "M-5.3.6-3",
                does: "numbers a message of a session by how many there are; seen by removing the first of two for good and the next one that comes",
                depth: Depth::Deep,
            }
            MessagesListedAsText {
                id: "messages-listed-as-text", breaks: "M-5.3.15-3",
                does: "sorts the messages of a session by their numbers as texts; seen in listOfMessages once there are ten",
                depth: Depth::Deep,
            }
            DeletingTakesAnswers {
                id: "deleting-takes-answers", breaks: "M-5.5.7-1",
                does: "removes the answers to a message along with it; seen by deleting a message that another one answers",
                depth: Depth::Deep,
            }
            RepeatedArrivalDropped {
                id: "repeated-arrival-dropped", breaks: "M-F2-none-incoming-message",
                does: "drops a message that says what an earlier one of its sender said; seen by two messages that are alike",
                depth: Depth::Deep,
            }
            AcceptTakesOldest {
                id: "accept-takes-oldest", breaks: "M-5.5.10-1",
                does: "accepts the oldest of the sessions that peers ask for, whichever is named; seen by two requests and accepting the second",
                depth: Depth::Deep,
            }
            RejectionRefusesAll {
                id: "rejection-refuses-all", breaks: "M-5.5.8-2",
                does: "closes all Pending sessions that control points created when a peer rejects one; seen by creating two, and the peer of one rejecting",
                depth: Depth::Deep,
            }
        }
    };
}
pub(super) use deep_several;
