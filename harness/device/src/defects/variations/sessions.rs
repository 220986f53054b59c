//! Variations: what the service does with sessions and transfers.

macro_rules! sessions {
    ($join:ident $before:tt) => {
        $join! { $before
            StateErrors501 {
                id: "state-errors-501", ruling: "R-05, R-06, R-07",
                deviate: "answers 501 where an action is not possible now and no code is listed",
                layer: Layer::Sessions,
            }
            CreatorCannotAccept {
                id: "creator-cannot-accept", ruling: "R-15",
                deviate: "refuses AcceptSession on a session that a control point created",
                layer: Layer::Sessions,
            }
            ModifyRunningOnly {
                id: "modify-running-only", ruling: "R-07",
                deviate: "modifies Running sessions only",
                layer: Layer::Sessions,
            }
            RemovalIgnoresCase {
                id: "removal-ignores-case", ruling: "5.3.14",
                deviate: "removes somebody from a session by his address in other letters",
                layer: Layer::Sessions,
            }
            FailureEndsTransfer {
                id: "failure-ends-transfer", ruling: "5.5.16.3",
                deviate: "fetches nothing after a file that could not be fetched",
                layer: Layer::Sessions,
            }
            JoinAgainRefused {
                id: "join-again-refused", ruling: "R-66",
                deviate: "refuses JoinSession by a control point that is in the session already",
                layer: Layer::Sessions,
            }
            StrangerMayLeave {
                id: "stranger-may-leave", ruling: "R-53",
                deviate: "takes LeaveSession by a control point that is not in the session",
                layer: Layer::Sessions,
            }
            ClosedForgotten {
                id: "closed-sessions-forgotten", ruling: "R-59",
                deviate: "forgets a session and its messages as soon as it is closed",
                layer: Layer::Sessions,
            }
            ClosedKeepFolder {
                id: "closed-messages-keep-folder", ruling: "R-41",
                deviate: "leaves a closed session's messages in their folders",
                layer: Layer::Sessions,
            }
            MinimalSessionInfo {
                id: "minimal-session-info", ruling: "R-61",
                deviate: "leaves the optional elements of sessionInfo out",
                layer: Layer::Sessions,
            }
            AcceptedByNobody {
                id: "accepted-by-nobody", ruling: "R-48",
                deviate: "leaves NAME empty when a control point accepts",
                layer: Layer::Sessions,
            }
            UpdatesMerged {
                id: "updates-merged", ruling: "R-47",
                deviate: "puts the changes of a session into one update",
                layer: Layer::Sessions,
            }
            CloseDropsTransferSilently {
                id: "close-drops-transfer-silently", ruling: "R-50",
                deviate: "ends a transfer without an event when its session is closed",
                layer: Layer::Sessions,
            }
            JoinsCounted {
                id: "joins-counted", ruling: "R-16",
                deviate: "counts joins and leaves instead of telling control points apart",
                layer: Layer::Sessions,
            }
            UpdatesLastBatch {
                id: "updates-last-batch", ruling: "R-54",
                deviate: "answers GetSessionUpdates with the batch that waits, or was evented last",
                layer: Layer::Sessions,
            }
            VainRecipientsRefused {
                id: "vain-recipients-refused", ruling: "R-45",
                deviate: "answers 704 to adding who is in and removing who is not",
                layer: Layer::Sessions,
            }
            ClosedStatusRefused {
                id: "closed-status-refused", ruling: "R-32",
                deviate: "answers 711 when asked for the closed sessions",
                layer: Layer::Sessions,
            }
            NamedJoinsCounted {
                id: "named-joins-counted", ruling: "R-16",
                deviate: "counts the joins and leaves of each control point",
                layer: Layer::Sessions,
            }
            ControlPointsBySubscription {
                id: "control-points-by-subscription", ruling: "R-52",
                deviate: "tells control points apart by their subscriptions",
                layer: Layer::Sessions,
            }
            LooksBeforeFetching {
                id: "looks-before-fetching", ruling: "5.5.16.3",
                deviate: "asks for the header of a file before it fetches the file",
                layer: Layer::Sessions,
            }
            DownloadsTriedAgain {
                id: "downloads-tried-again", ruling: "5.5.16.3",
                deviate: "tries three times to fetch a file, two seconds apart, before it tells that it cannot",
                layer: Layer::Sessions,
            }
            FetchesFirstByte {
                id: "fetches-first-byte", ruling: "5.5.16.3",
                deviate: "asks for the first byte of a file before it fetches the file",
                layer: Layer::Sessions,
            }
            PageSessionsRunAtOnce {
                id: "page-sessions-run-at-once", ruling: "R-67",
                deviate: "has sessions of the classes e-Mail, SMS and MMS Running at once",
                layer: Layer::Sessions,
            }
            CloseAgainTaken {
                id: "close-again-taken", ruling: "R-06",
                deviate: "answers success when a Closed session is closed, and leaves it Closed",
                layer: Layer::Sessions,
            }
            CancelCloses {
                id: "cancel-closes", ruling: "R-49",
                deviate: "closes a session when its transfer is cancelled",
                layer: Layer::Sessions,
            }
            TransferEstablishes {
                id: "transfer-establishes", ruling: "R-56",
                deviate: "runs a Pending session of the control point's own when a transfer is started in it",
                layer: Layer::Sessions,
            }
            ContentTypesReordered {
                id: "content-types-reordered", ruling: "5.3.17",
                deviate: "shows content types in another order and in capital letters",
                layer: Layer::Sessions,
            }
            OptionalEventsUntold {
                id: "optional-events-untold", ruling: "R-23",
                deviate: "events no modification, typing, start of a transfer, and no peer's coming and going",
                layer: Layer::Sessions,
            }
            ClosedKeptBriefly {
                id: "closed-sessions-kept-briefly", ruling: "R-32, R-59",
                deviate: "forgets a session and its messages one and a half seconds after it was closed",
                layer: Layer::Sessions,
            }
        }
    };
}
pub(super) use sessions;
