//! Deep defects of two control points: what one does changes what the other is told.

macro_rules! deep_together {
    ($join:ident $before:tt) => {
        $join! { $before
            CreatorLeavingParks {
                id: "creator-leaving-parks", breaks: "M-5.5.14-2",
                does: "parks a session when the control point that created it leaves, whoever is left; seen by another one joining before",
                depth: Depth::Deep,
            }
            SecondJoinReplacesFirst {
                id: "second-join-replaces-first", breaks: "M-5.5.14-2",
                does: "takes the control point that joins for the only one in the session; seen by two in it and the second one leaving",
                depth: Depth::Deep,
            }
            UpdatesConsumedByReading {
                id: "updates-consumed-by-reading", breaks: "M-5.5.11-1",
                does: "tells each update once in GetSessionUpdates; seen by two control points that ask one after the other",
                depth: Depth::Deep,
            }
            GetSessionsListsOwn {
                id: "get-sessions-lists-own", breaks: "M-5.5.12-status",
                does: "lists the sessions that the control point created or takes part in, and those of peers; seen by another one that asks",
                depth: Depth::Deep,
            }
            PrivilegeRemembered {
                id: "privilege-remembered", breaks: "M-5.5.12-606",
                does: "goes on serving GetSessions to a control point that it served before the privilege was taken; seen by asking before and after",
                depth: Depth::Deep,
            }
            ParkedJoinedByParkerOnly {
                id: "parked-joined-by-parker-only", breaks: "M-F3-parked-joinsession",
                does: "lets a Parked session be joined by the control point alone that left it last; seen by another one joining",
                depth: Depth::Deep,
            }
            SentReadBySenderOnly {
                id: "sent-read-by-sender-only", breaks: "M-5.5.5-1",
                does: "gives what was sent to the control point that sent it alone; seen by another one reading",
                depth: Depth::Deep,
            }
            ClassChangeKeepsCreatorOnly {
                id: "class-change-keeps-creator-only", breaks: "M-5.5.14-2",
                does: "takes everybody but its creator out of a session whose class changes; seen by two in it, and the creator leaving afterwards",
                depth: Depth::Deep,
            }
            CloseByParticipantsOnly {
                id: "close-by-participants-only", breaks: "M-F3-running-closesession",
                does: "refuses to close a Running session for a control point that takes no part; seen by another one closing",
                depth: Depth::Deep,
            }
            RefusalRemembered {
                id: "refusal-remembered", breaks: "M-5.5.7-1",
                does: "goes on refusing DeleteMessage to a control point that asked for something without the privilege; seen by asking without, and deleting with it",
                depth: Depth::Deep,
            }
        }
    };
}
pub(super) use deep_together;
