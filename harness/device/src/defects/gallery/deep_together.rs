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
        }
    };
}
pub(super) use deep_together;
