//! Defects of what the two evented variables say, and when (5.4).

macro_rules! events {
    ($join:ident $before:tt) => { $join! { $before
        ClosedEventText {
            id: "closed-event-text", breaks: "M-T2-closed",
            does: "says `session terminated` when a session is closed",
            caught_by: &["5.3.4/closed", "5.3.4/closed-rejected-by-peer", "5.3.4/closed-closed-by-peer"],
        }
        AcceptedEventPending {
            id: "accepted-event-pending", breaks: "M-T2-accepted",
            does: "reports an accepted session as Pending",
            caught_by: &[
                "5.3.4/accepted", "5.3.4/accepted-accepted-by-telcp", "5.3.4/every-text",
                "5.4.2/agrees-with-the-actions",
            ],
        }
        CloseUnreported {
            id: "close-unreported", breaks: "M-5.4-7",
            does: "sends no event when a session is closed",
            caught_by: &["5.4.2/closed", "5.4.2/rejected-by-peer", "5.4.2/closed-by-peer"],
        }
        ArrivalUnreported {
            id: "arrival-unreported", breaks: "M-5.4-6",
            does: "sends no event when a message arrives",
            caught_by: &["5.4.1/message-arrives"],
        }
        EventForgetsEarlier {
            id: "event-forgets-earlier", breaks: "M-5.4-3",
            does: "reports only the last of the messages of one sender and one text that arrived",
            caught_by: &["5.4.1/accumulates-20"],
            also_failed_by: &[
                "5.4.1/accumulates-2", "5.4.1/accumulates-5", "5.4.1/accumulates-while-one-is-read",
            ],
        }
        UpdatesForgetEarlier {
            id: "updates-forget-earlier", breaks: "M-5.4-5",
            does: "reports only the last change of all sessions that one control point created",
            caught_by: &["5.4.2/accumulates-20"],
            also_failed_by: &["5.4.2/accumulates-2", "5.4.2/accumulates-5"],
        }
        RequestedEventText {
            id: "requested-event-text", breaks: "M-T2-requested",
            does: "says `session wanted by NAME` instead of `session requested by: NAME`",
            caught_by: &["5.3.4/requested"],
        }
        ModifiedEventText {
            id: "modified-event-text", breaks: "M-T2-modified",
            does: "says `session changed` instead of `session modified`",
            caught_by: &["5.3.4/modified"],
        }
        TypingEventText {
            id: "typing-event-text", breaks: "M-T2-typing",
            does: "says `NAME types` instead of `NAME is typing`",
            caught_by: &["5.3.4/typing"],
        }
        TelcpLeftEventText {
            id: "telcp-left-event-text", breaks: "M-T2-telcp-left",
            does: "says `TelCP gone` instead of `one TelCP has left`",
            caught_by: &["5.3.4/telcp-left", "5.3.4/telcp-left-telcp-left"],
            also_failed_by: &["5.3.4/every-text"],
        }
        TelcpJoinedEventText {
            id: "telcp-joined-event-text", breaks: "M-T2-telcp-joined",
            does: "says `TelCP back` instead of `one TelCP has joined`",
            caught_by: &["5.3.4/telcp-joined", "5.3.4/telcp-joined-second-telcp-joined"],
        }
        PeerLeftEventText {
            id: "peer-left-event-text", breaks: "M-T2-peer-left",
            does: "says `NAME went away` instead of `NAME has left`",
            caught_by: &["5.3.4/peer-left"],
        }
        PeerJoinedEventText {
            id: "peer-joined-event-text", breaks: "M-T2-peer-joined",
            does: "says `NAME came in` instead of `NAME has joined`",
            caught_by: &["5.3.4/peer-joined"],
        }
        StartedEventText {
            id: "ft-started-event-text", breaks: "M-T2-ft-started",
            does: "says `transfer begins` instead of `file transfer started`",
            caught_by: &["5.3.4/ft-started"],
        }
        CompletedEventText {
            id: "ft-completed-event-text", breaks: "M-T2-ft-completed",
            does: "says `transfer done` instead of `file transfer completed`",
            caught_by: &["5.3.4/ft-completed", "5.5.16/completion-only", "5.5.16/completed-by-far-side"],
            also_failed_by: &["5.5.16/download-wrong-length"],
        }
        CancelledEventText {
            id: "ft-cancelled-event-text", breaks: "M-T2-ft-cancelled",
            does: "says `transfer aborted` instead of `file transfer cancelled`",
            caught_by: &["5.3.4/ft-cancelled", "5.5.17/cancelled", "5.5.17/cancelled-while-stalled"],
        }
        FailedEventText {
            id: "ft-failed-event-text", breaks: "M-T2-ft-failed",
            does: "says `file missing` instead of `file download failed`",
            caught_by: &[
                "5.3.4/ft-failed", "5.5.16/download-refused", "5.5.16/download-not-found", "5.5.16/download-cut-off",
            ],
        }
        TypingEventName {
            id: "typing-event-name", breaks: "M-T2-typing",
            does: "names itself when a participant types",
            caught_by: &["5.3.4/typing"],
        }
        LeftEventRunning {
            id: "left-event-running", breaks: "M-T2-telcp-left",
            does: "reports a session as Running that the last control point has left",
            caught_by: &["5.3.4/telcp-left"],
        }
        AcceptUnreported {
            id: "accept-unreported", breaks: "M-5.4-7",
            does: "sends no event when a session is accepted",
            caught_by: &["5.4.2/accepted-by-peer", "5.4.2/accepted-by-telcp"],
        }
        LeaveUnreported {
            id: "leave-unreported", breaks: "M-5.4-7",
            does: "sends no event when a session becomes Parked",
            caught_by: &["5.4.2/last-telcp-left"],
        }
        JoinUnreported {
            id: "join-unreported", breaks: "M-5.4-7",
            does: "sends no event when a session is joined",
            caught_by: &["5.4.2/parked-joined"],
        }
        UpdatesTooFast {
            id: "session-updates-too-fast", breaks: "M-5.4-4",
            does: "sends an event for every change of a session at once",
            caught_by: &["5.4.2/interval"],
        }
        OneAddressNotified {
            id: "one-address-notified", breaks: "M-5.4-7",
            does: "sends events to the subscribers at one address only",
            caught_by: &["5.4.1/two-subscribers", "5.4.2/two-subscribers"],
        }
        EventsListRead {
            id: "events-list-read", breaks: "M-5.5.3-1",
            does: "lists messages in events that were read already",
            caught_by: &["5.4.1/read-message-is-not-news"],
        }
        EventIdsBare {
            id: "event-ids-bare", breaks: "M-5.3.3-2",
            does: "writes the ids of session mode messages in events without the session's",
            caught_by: &["5.3.3/session-mode-ids-can-be-read"],
        }
        EventsTooFast {
            id: "events-too-fast", breaks: "M-5.4-2",
            does: "sends an event for every change at once",
            caught_by: &["5.4.1/interval", "5.4.2/interval"],
        }
    } };
}
pub(super) use events;
