//! Deep defects of what a refused action leaves: the answer is an error, and yet something is done.

macro_rules! deep_refusals {
    ($join:ident $before:tt) => {
        $join! { $before
            UnauthorizedReadMarks {
                id: "unauthorized-read-marks", breaks: "M-5.3.9-1",
                does: "answers 606 to ReadMessage and marks the message as Read; seen by taking the privilege, reading, giving it back and searching",
                depth: Depth::Deep,
            }
            UnauthorizedDeleteMoves {
                id: "unauthorized-delete-moves", breaks: "M-5.5.7-606",
                does: "answers 606 to DeleteMessage and moves the message to Deleted; seen by searching once the privilege is back",
                depth: Depth::Deep,
            }
            UnauthorizedSendStores {
                id: "unauthorized-send-stores", breaks: "M-5.5.6-606",
                does: "answers 606 to SendMessage and sends the message; seen by searching once the privilege is back",
                depth: Depth::Deep,
            }
            UnauthorizedCloseCloses {
                id: "unauthorized-close-closes", breaks: "M-5.5.15-606",
                does: "answers 606 to CloseSession and closes the session; seen by GetSessions once the privilege is back",
                depth: Depth::Deep,
            }
            RefusedSendStores {
                id: "refused-send-stores", breaks: "M-5.5.6-703",
                does: "answers 703 to a message that lacks what its class demands, and stores it; seen by searching afterwards",
                depth: Depth::Deep,
            }
            RefusedSendStaysInSession {
                id: "refused-send-stays-in-session", breaks: "M-5.5.4-session",
                does: "refuses a message for a Parked session and keeps it there; seen by searching the session afterwards",
                depth: Depth::Deep,
            }
            RefusedModifyAdds {
                id: "refused-modify-adds", breaks: "M-5.5.9-704",
                does: "answers 704 to recipients that cannot be removed, and adds those to be added; seen by GetSessions afterwards",
                depth: Depth::Deep,
            }
            RefusedModifyMakesMixed {
                id: "refused-modify-makes-mixed", breaks: "M-5.5.9-4",
                does: "refuses an invalid class and makes the session Mixed; seen by GetSessions afterwards",
                depth: Depth::Deep,
            }
            RefusedCreateLeavesSession {
                id: "refused-create-leaves-session", breaks: "M-5.5.8-704",
                does: "answers 704 to CreateSession and leaves a Pending session; seen by GetSessions afterwards",
                depth: Depth::Deep,
            }
            RefusedAcceptTakesPart {
                id: "refused-accept-takes-part", breaks: "M-5.5.10-2",
                does: "lets a control point take part whose AcceptSession it refuses on a Running session; seen by the other one leaving",
                depth: Depth::Deep,
            }
            RefusedJoinTakesPart {
                id: "refused-join-takes-part", breaks: "M-5.5.14-1",
                does: "lets a control point take part whose JoinSession it refuses on a Pending session; seen by the creator leaving after the peer has accepted",
                depth: Depth::Deep,
            }
            RefusedLeaveParks {
                id: "refused-leave-parks", breaks: "M-5.5.14-2",
                does: "refuses LeaveSession to a control point that takes no part, and parks the session; seen by GetSessions afterwards",
                depth: Depth::Deep,
            }
            RefusedTransferReplacesMetadata {
                id: "refused-transfer-replaces-metadata", breaks: "M-5.5.18-1",
                does: "refuses a second transfer while one goes on, and keeps its files for those transferred; seen by GetFileTransferSession after closing",
                depth: Depth::Deep,
            }
            RefusedSendDecidesClass {
                id: "refused-send-decides-class", breaks: "M-5.5.8-4",
                does: "refuses the first message of a session without class, and takes its class for the session; seen by GetSessions after a bad message, or by a good one of another class",
                depth: Depth::Deep,
            }
            RefusedCancelStopsNext {
                id: "refused-cancel-stops-next", breaks: "M-5.5.17-1",
                does: "answers 709 to CancelFileTransfer and cancels the next transfer of the session instead; seen by starting one afterwards",
                depth: Depth::Deep,
            }
            RefusedLeaveCounts {
                id: "refused-leave-counts", breaks: "M-5.5.13-1",
                does: "answers 708 to LeaveSession on a Parked session and counts it, so that the next to join makes up for it alone; seen by joining afterwards",
                depth: Depth::Deep,
            }
            UnauthorizedCancelCancels {
                id: "unauthorized-cancel-cancels", breaks: "M-5.5.17-606",
                does: "answers 606 to CancelFileTransfer and cancels the transfer; seen by cancelling it once the privilege is back",
                depth: Depth::Deep,
            }
            UnauthorizedModifyModifies {
                id: "unauthorized-modify-modifies", breaks: "M-5.5.9-606",
                does: "answers 606 to ModifySession and modifies the session; seen by GetSessions once the privilege is back",
                depth: Depth::Deep,
            }
            UnauthorizedLeaveLeaves {
                id: "unauthorized-leave-leaves", breaks: "M-5.5.14-606",
                does: "answers 606 to LeaveSession and leaves the session; seen by GetSessions once the privilege is back",
                depth: Depth::Deep,
            }
            UnauthorizedCreateCreates {
                id: "unauthorized-create-creates", breaks: "M-5.5.8-606",
                does: "answers 606 to CreateSession and creates the session; seen by GetSessions once the privilege is back",
                depth: Depth::Deep,
            }
        }
    };
}
pub(super) use deep_refusals;
