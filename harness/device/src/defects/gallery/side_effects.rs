//! Defects of sessions that no answer shows: what changes beside it.

macro_rules! side_effects {
    ($join:ident $before:tt) => {
        $join! { $before
            RefusedAcceptParksRunning {
                id: "refused-accept-parks-running", breaks: "M-5.5.10-2",
                does: "parks a Running session although it refuses AcceptSession",
                caught_by: &["5.6.1.2/accept-running"],
                also_failed_by: &["5.3.4/every-text", "5.5.10/not-pending", "5.5.10/second-control-point"],
            }
            RefusedAcceptRunsParked {
                id: "refused-accept-runs-parked", breaks: "M-5.5.10-2",
                does: "runs a Parked session although it refuses AcceptSession",
                caught_by: &["5.6.1.2/accept-parked"],
            }
            RefusedJoinRunsPending {
                id: "refused-join-runs-pending", breaks: "M-5.5.13-708",
                does: "runs a Pending session although it refuses JoinSession",
                caught_by: &["5.6.1.2/join-pending"],
                also_failed_by: &["5.5.13/pending"],
            }
            RefusedJoinRevivesClosed {
                id: "refused-join-revives-closed", breaks: "M-5.5.13-708",
                does: "parks a Closed session although it refuses JoinSession",
                caught_by: &["5.6.1.2/join-closed"],
                also_failed_by: &["5.3.4/every-text", "5.6.1.2/closed-by-peer-stays-closed"],
            }
            RefusedLeaveClosesPending {
                id: "refused-leave-closes-pending", breaks: "M-5.5.14-708",
                does: "closes a Pending session although it refuses LeaveSession",
                caught_by: &["5.6.1.2/leave-pending"],
                also_failed_by: &["5.5.14/pending"],
            }
            RefusedLeaveRunsParked {
                id: "refused-leave-runs-parked", breaks: "M-5.5.14-708",
                does: "runs a Parked session although it refuses LeaveSession",
                caught_by: &["5.6.1.2/leave-parked"],
            }
            RefusedCloseRevivesClosed {
                id: "refused-close-revives-closed", breaks: "M-F3-non-edges",
                does: "parks a Closed session although it refuses CloseSession",
                caught_by: &["5.6.1.2/close-closed"],
                also_failed_by: &["5.3.4/every-text"],
            }
            RefusedModifyRevivesClosed {
                id: "refused-modify-revives-closed", breaks: "M-F3-non-edges",
                does: "parks a Closed session although it refuses ModifySession",
                caught_by: &["5.6.1.2/modify-closed"],
                also_failed_by: &["5.3.4/every-text"],
            }
            RefusedSendRunsParked {
                id: "refused-send-runs-parked", breaks: "M-F3-non-edges",
                does: "runs a Parked session although it refuses a message for it",
                caught_by: &["5.6.1.2/send-parked"],
            }
            RefusedSendRunsPending {
                id: "refused-send-runs-pending", breaks: "M-F3-non-edges",
                does: "runs a Pending session although it refuses a message for it",
                caught_by: &["5.6.1.2/send-pending"],
            }
            RefusedTransferRunsParked {
                id: "refused-transfer-runs-parked", breaks: "M-F3-non-edges",
                does: "runs a Parked session although it refuses a file transfer in it",
                caught_by: &["5.6.1.2/start-file-transfer-parked"],
            }
            RefusedCancelParksRunning {
                id: "refused-cancel-parks-running", breaks: "M-5.5.17-709",
                does: "parks a Running session although no file transfer can be cancelled in it",
                caught_by: &["5.6.1.2/cancel-file-transfer-running"],
                also_failed_by: &["5.3.4/every-text"],
            }
            RefusedMetadataClosesRunning {
                id: "refused-metadata-closes-running", breaks: "M-F3-non-edges",
                does: "closes a Running session although it refuses to describe its transfer",
                caught_by: &["5.6.1.2/get-file-transfer-running"],
            }
            RefusedJoinMakesSession {
                id: "refused-join-makes-session", breaks: "M-T46-4",
                does: "makes a session of the unknown id for which it refuses JoinSession",
                caught_by: &["5.6.1.2/join-nonexistent"],
                also_failed_by: &["5.3.4/valid", "5.3.15/valid", "5.5.14/impossible-session-id", "5.5.15/impossible-session-id"],
            }
            RefusedSendListed {
                id: "refused-send-listed", breaks: "M-T46-4",
                does: "lists an id for the message that it refuses to send in a session",
                caught_by: &["5.6.1.2/send-pending"],
            }
            RefusedModifyRenames {
                id: "refused-modify-renames", breaks: "M-T46-4",
                does: "changes the subject of a Closed session although it refuses ModifySession",
                caught_by: &["5.6.1.2/modify-closed"],
            }
            ParkedRunsWhenListed {
                id: "parked-runs-when-listed", breaks: "M-5.5.12-status",
                does: "runs a Parked session after it was asked for by its id",
                caught_by: &["5.5.12/by-status-parked"],
            }
        }
    };
}
pub(super) use side_effects;
