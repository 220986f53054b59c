//! Deep defects of what survives a restart: messages, sessions, ids, what was changed.

macro_rules! deep_restart {
    ($join:ident $before:tt) => {
        $join! { $before
            RestartRepeatsMessageIds {
                id: "restart-repeats-message-ids", breaks: "M-5.3.6-3",
                does: "gives the ids of earlier messages again after a restart; seen by sending before and after one",
                depth: Depth::Deep,
            }
            RestartRepeatsSessionIds {
                id: "restart-repeats-session-ids", breaks: "M-5.3.12-2",
                does: "gives the ids of earlier sessions again after a restart; seen by creating before and after one",
                depth: Depth::Deep,
            }
            RestartMarksRead {
                id: "restart-marks-read", breaks: "M-5.3.9-1",
                does: "marks every unread message as Read when it restarts; seen by a message that arrives before",
                depth: Depth::Deep,
            }
            RestartLosesOutgoing {
                id: "restart-loses-outgoing", breaks: "M-5.5.6-1",
                does: "forgets what waits in Outgoing when it restarts; seen by a message held before",
                depth: Depth::Deep,
            }
            RestartUndeletes {
                id: "restart-undeletes", breaks: "M-F2-received-deletemessage",
                does: "puts what came in and was deleted back to Received when it restarts; seen by deleting before",
                depth: Depth::Deep,
            }
            RestartLosesSessionMessages {
                id: "restart-loses-session-messages", breaks: "M-5.5.4-session",
                does: "goes on with its sessions after a restart and forgets their messages; seen by sending in one before",
                depth: Depth::Deep,
            }
            RestartMakesSentUnread {
                id: "restart-makes-sent-unread", breaks: "M-5.5.6-3",
                does: "shows what is in Sent as Unread after a restart; seen by a message delivered before",
                depth: Depth::Deep,
            }
            RestartRunsPending {
                id: "restart-runs-pending", breaks: "M-F3-none-peer-request",
                does: "shows Pending sessions as Running after a restart; seen by a peer that asks for one before",
                depth: Depth::Deep,
            }
            RestartForgetsMixed {
                id: "restart-forgets-mixed", breaks: "M-5.5.9-5",
                does: "gives a Mixed session the class it was accepted with when it restarts; seen by changing the class before",
                depth: Depth::Deep,
            }
            RestartForgetsSubject {
                id: "restart-forgets-subject", breaks: "M-5.5.9-2",
                does: "gives a session the subject it was accepted with when it restarts; seen by modifying it before",
                depth: Depth::Deep,
            }
            RestartShiftsDates {
                id: "restart-shifts-dates", breaks: "M-5.5.5-1",
                does: "takes the dates of its messages for local time when it restarts, an hour off; seen by reading a message before and after",
                depth: Depth::Deep,
            }
            RestartMergesLikes {
                id: "restart-merges-likes", breaks: "M-F2-none-incoming-message",
                does: "keeps one of the messages that one party sent with the same text when it restarts; seen by two such messages before",
                depth: Depth::Deep,
            }
            RestartParksClosed {
                id: "restart-parks-closed", breaks: "M-5.5.15-1",
                does: "shows closed sessions as Parked after a restart; seen by closing one before",
                depth: Depth::Deep,
            }
            RestartForgetsRecipients {
                id: "restart-forgets-recipients", breaks: "M-5.5.9-1",
                does: "gives a session the recipients it was accepted with when it restarts; seen by adding one before",
                depth: Depth::Deep,
            }
            RestartLosesAttachments {
                id: "restart-loses-attachments", breaks: "M-5.5.5-1",
                does: "forgets the attachments of its messages when it restarts; seen by reading a message with one before and after",
                depth: Depth::Deep,
            }
            RestartRunsParked {
                id: "restart-runs-parked", breaks: "M-5.5.14-1",
                does: "shows Parked sessions as Running after a restart; seen by leaving one before",
                depth: Depth::Deep,
            }
        }
    };
}
pub(super) use deep_restart;
