//! Deep defects of filters: one alone is right, and several together are not.

macro_rules! deep_filters {
    ($join:ident $before:tt) => {
        $join! { $before
            SearchFolderDropsStatus {
                id: "search-folder-drops-status", breaks: "M-5.5.4-combined",
                does: "ignores the status when a folder is given; seen by a search for Read in Received while a message there is Unread",
                depth: Depth::Deep,
            }
            SearchSessionDropsClass {
                id: "search-session-drops-class", breaks: "M-5.5.4-combined",
                does: "ignores the class when a session is given; seen by a search for SMS in a Mixed session with another message",
                depth: Depth::Deep,
            }
            SearchOutgoingNeverUnread {
                id: "search-outgoing-never-unread", breaks: "M-5.5.4-combined",
                does: "finds nothing Unread in Outgoing; seen by that search while a message is held",
                depth: Depth::Deep,
            }
            SearchThreeDropClass {
                id: "search-three-drop-class", breaks: "M-5.5.4-combined",
                does: "ignores the class when folder and status are given too; seen by such a search while a message of another class fits both",
                depth: Depth::Deep,
            }
            SearchWithoutFolderReceived {
                id: "search-without-folder-received", breaks: "M-5.5.4-combined",
                does: "searches Received alone when class and status are given without a folder; seen by a search for what was sent and is Read",
                depth: Depth::Deep,
            }
            SearchReceivedSkipsSessions {
                id: "search-received-skips-sessions", breaks: "M-5.5.4-combined",
                does: "leaves messages of sessions out when class and Received are given; seen after a message has arrived in a session",
                depth: Depth::Deep,
            }
            SearchSessionUnreadIncoming {
                id: "search-session-unread-incoming", breaks: "M-5.5.4-combined",
                does: "finds incoming messages alone when a session and Unread are given; seen while a message of the session is held",
                depth: Depth::Deep,
            }
            SearchSessionSentFindsOutgoing {
                id: "search-session-sent-finds-outgoing", breaks: "M-5.5.4-combined",
                does: "finds a session's Outgoing messages in Sent too; seen by that search while one is held",
                depth: Depth::Deep,
            }
            GetSessionsRunningFindsParked {
                id: "get-sessions-running-finds-parked", breaks: "M-5.5.12-combined",
                does: "lists Parked sessions too when a class and Running are given; seen while one of the class is Parked",
                depth: Depth::Deep,
            }
            GetSessionsPendingOwnOnly {
                id: "get-sessions-pending-own-only", breaks: "M-5.5.12-combined",
                does: "leaves a peer's requests out when a class and Pending are given; seen while one is Pending",
                depth: Depth::Deep,
            }
            GetSessionsByFirstClass {
                id: "get-sessions-by-first-class", breaks: "M-5.5.12-class",
                does: "lists a session by the class it began with; seen by GetSessions for Mixed after the class of a Running session has changed",
                depth: Depth::Deep,
            }
            SearchStatusDropsSession {
                id: "search-status-drops-session", breaks: "M-5.5.4-combined",
                does: "searches all sessions when a status is given along with one; seen by such a search while two sessions have messages of the status",
                depth: Depth::Deep,
            }
            SearchClosedDropsSession {
                id: "search-closed-drops-session", breaks: "M-5.5.4-combined",
                does: "searches all closed sessions when ClosedSession is given along with one; seen by such a search after two with messages were closed",
                depth: Depth::Deep,
            }
            SearchListsPerRecipient {
                id: "search-lists-per-recipient", breaks: "M-5.5.4-folder",
                does: "lists a message once for each of its recipients; seen by a search in Sent for a message to two",
                depth: Depth::Deep,
            }
            GetSessionsClosedDropsClass {
                id: "get-sessions-closed-drops-class", breaks: "M-5.5.12-combined",
                does: "lists the closed sessions of all classes when Closed is given along with one; seen after two of different classes were closed",
                depth: Depth::Deep,
            }
            SearchFourDropFolder {
                id: "search-four-drop-folder", breaks: "M-5.5.4-combined",
                does: "ignores the folder when all four criteria are given; seen by such a search while a message that meets the others is in another folder",
                depth: Depth::Deep,
            }
            SearchDeletedDropsClass {
                id: "search-deleted-drops-class", breaks: "M-5.5.4-combined",
                does: "ignores the class when Deleted is given along with one; seen by such a search while a message of another class is there",
                depth: Depth::Deep,
            }
            GetSessionsMixedDropsStatus {
                id: "get-sessions-mixed-drops-status", breaks: "M-5.5.12-combined",
                does: "ignores the status when Mixed is given; seen by GetSessions for both while a Mixed session is in another status",
                depth: Depth::Deep,
            }
        }
    };
}
pub(super) use deep_filters;
