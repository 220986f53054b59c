//! Defects of finding, reading and deleting messages (5.5.3 to 5.5.5, 5.5.7).

macro_rules! page_mode {
    ($join:ident $before:tt) => { $join! { $before
        NewMessagesListRead {
            id: "new-messages-list-read", breaks: "M-5.5.3-1",
            does: "goes on listing messages that were read as new",
            caught_by: &["5.5.3/read-is-not-new"],
            also_failed_by: &["5.3.9/local-read-not-new", "5.4.1/initial-event-without-read-message"],
        }
        NewMessagesWithoutSessions {
            id: "new-messages-without-sessions", breaks: "M-5.3.3-3",
            does: "lists no session mode message as new",
            caught_by: &["5.3.3/session-mode", "5.3.3/session-mode-by-action"],
        }
        SessionArrivalUnreported {
            id: "session-arrival-unreported", breaks: "M-5.3.3-3",
            does: "sends no event when a message arrives in a session; the next event lists it",
            caught_by: &["5.3.3/session-mode"],
        }
        LocalReadIgnored {
            id: "local-read-ignored", breaks: "M-5.3.9-2",
            does: "keeps a message Unread that was read on its own screen",
            caught_by: &["5.3.9/local-read", "5.3.9/local-read-not-new"],
        }
        SearchIgnoresClass {
            id: "search-ignores-class", breaks: "M-5.5.4-class",
            does: "searches every class whatever class was asked for",
            caught_by: &[
                "5.5.4/class-e-mail", "5.5.4/class-sms", "5.5.4/class-mms", "5.5.4/class-instant-message",
                "5.5.4/class-webpageurl",
            ],
            also_failed_by: &["5.5.4/combined"],
        }
        SearchIgnoresFolder {
            id: "search-ignores-folder", breaks: "M-5.5.4-folder",
            does: "searches every folder whatever folder was asked for",
            caught_by: &[
                "5.5.4/folder-received", "5.5.4/folder-outgoing", "5.5.4/folder-sent", "5.5.4/folder-deleted",
                "5.5.4/folder-closedsession",
            ],
            also_failed_by: &["5.5.4/combined", "5.5.4/combined-with-session"],
        }
        SearchIgnoresStatus {
            id: "search-ignores-status", breaks: "M-5.5.4-status",
            does: "searches every status whatever status was asked for",
            caught_by: &["5.5.4/status-read", "5.5.4/status-unread"],
            also_failed_by: &["5.5.4/combined", "5.5.4/combined-with-session"],
        }
        SearchIgnoresSession {
            id: "search-ignores-session", breaks: "M-5.5.4-session",
            does: "searches every session whatever session was asked for",
            caught_by: &["5.5.4/session", "5.5.4/session-without-messages"],
            also_failed_by: &["5.5.4/combined-with-session"],
        }
        SearchJoinsByOr {
            id: "search-joins-by-or", breaks: "M-5.5.4-combined",
            does: "returns a message that meets any one of several criteria",
            caught_by: &["5.5.4/combined", "5.5.4/combined-with-session"],
        }
        SearchListsText {
            id: "search-lists-text", breaks: "M-5.5.4-required-only",
            does: "puts subject and text into the list of messages",
            caught_by: &["5.5.4/required-elements-only"],
        }
        SearchMarksRead {
            id: "search-marks-read", breaks: "M-5.3.9-1",
            does: "marks every message it lists as Read",
            caught_by: &["5.3.9/unread-until-read"],
        }
        SearchTakesAnyClass {
            id: "search-takes-any-class", breaks: "M-5.5.4-702",
            does: "answers an invalid class with an empty list",
            caught_by: &["5.5.4/invalid-class", "5.5.4/invalid-class-in-a-valid-folder", "5.5.4/near-classes"],
        }
        SearchTakesAnyFolder {
            id: "search-takes-any-folder", breaks: "M-5.5.4-707",
            does: "answers an invalid folder with an empty list",
            caught_by: &["5.5.4/invalid-folder", "5.5.4/near-folders"],
        }
        SearchTakesAnyStatus {
            id: "search-takes-any-status", breaks: "M-5.5.4-705",
            does: "answers an invalid status with an empty list",
            caught_by: &["5.5.4/invalid-status", "5.5.4/near-statuses"],
        }
        SearchTakesAnySession {
            id: "search-takes-any-session", breaks: "M-5.5.4-706",
            does: "answers an unknown session with an empty list",
            caught_by: &["5.5.4/unknown-session", "5.5.4/malformed-session", "5.5.4/near-session-ids"],
        }
        ReadKeepsUnread {
            id: "read-keeps-unread", breaks: "M-5.5.5-2",
            does: "leaves a message Unread that was read",
            caught_by: &["5.5.5/unread-becomes-read", "5.5.5/session-message-incoming", "5.6.1.1/read-received"],
            also_failed_by: &["5.5.3/read-is-not-new"],
        }
        ReadUnknownSucceeds {
            id: "read-unknown-succeeds", breaks: "M-5.5.5-701",
            does: "answers an unknown message id with a blank message",
            caught_by: &[
                "5.5.5/unknown-message",
                "5.5.5/malformed-id",
                "5.5.5/ids-of-other-things",
                "5.5.5/near-message-ids",
            ],
            also_failed_by: &[
                "5.3.10/nothing-empty", "5.3.10/recipient-by-class", "5.3.10/date-received",
                "5.5.7/removes-from-deleted", "5.6.1.1/delete-deleted",
            ],
        }
        NoIdentity801 {
            id: "no-identity-801", breaks: "M-T46-2",
            does: "answers 801 while no identity is assigned",
            caught_by: &["5.5.1/no-identity-assigned", "5.5.19/no-vendor-codes"],
        }
        SentStaysOutgoing {
            id: "sent-stays-outgoing", breaks: "M-F2-outgoing-delivery",
            does: "leaves a delivered message in Outgoing",
            caught_by: &["5.6.1.1/delivery-outgoing"],
            also_failed_by: &["5.5.6/held-then-delivered"],
        }
        DeleteKeepsMessage {
            id: "delete-keeps-message", breaks: "M-5.5.7-2",
            does: "answers success and leaves the message in Deleted",
            caught_by: &["5.5.7/removes-from-deleted"],
            also_failed_by: &["5.6.1.1/delete-deleted"],
        }
        DeleteSkipsDeleted {
            id: "delete-skips-deleted", breaks: "M-5.5.7-1",
            does: "removes a message at once although it has a Deleted folder",
            caught_by: &["5.5.7/moves-to-deleted", "5.5.7/in-a-session", "5.6.1.1/delete-closedsession"],
            also_failed_by: &["5.6.1.1/delete-received", "5.6.1.1/delete-outgoing", "5.6.1.1/delete-sent"],
        }
        DeletedIdUnknown {
            id: "deleted-id-unknown", breaks: "M-5.5.7-1",
            does: "does not know the id of a message any more once it is in Deleted",
            caught_by: &["5.5.7/moves-to-deleted"],
            also_failed_by: &["5.5.7/removes-from-deleted", "5.6.1.1/read-deleted", "5.6.1.1/delete-deleted"],
        }
        DeleteMarksRead {
            id: "delete-marks-read", breaks: "M-5.5.7-4",
            does: "marks a message as Read when it moves to Deleted",
            caught_by: &["5.5.7/keeps-status-received", "5.5.7/keeps-status-outgoing"],
        }
        DeleteUnknownSucceeds {
            id: "delete-unknown-succeeds", breaks: "M-5.5.7-701",
            does: "answers success for an unknown message id",
            caught_by: &[
                "5.5.7/unknown-message",
                "5.5.7/removed-message",
                "5.5.7/malformed-id",
                "5.5.7/near-message-ids",
            ],
        }
        IdentityStale {
            id: "identity-stale", breaks: "M-5.5.1-1",
            does: "goes on giving the first identity it was assigned",
            caught_by: &["5.5.1/identity-follows-assignment"],
        }
        NothingNew501 {
            id: "nothing-new-501", breaks: "M-5.5.3-2",
            does: "answers 501 when there is nothing new",
            caught_by: &["5.5.3/nothing-new"],
        }
        NewMessagesLatestOnly {
            id: "new-messages-latest-only", breaks: "M-5.5.3-1",
            does: "lists the latest of the new messages alone",
            caught_by: &["5.5.3/every-class-is-new"],
            also_failed_by: &["5.4.1/agrees-with-get-new-messages"],
        }
        DeleteRevivesUnread {
            id: "delete-revives-unread", breaks: "M-5.5.7-2",
            does: "puts an unread message back to Received when it is deleted from Deleted",
            caught_by: &["5.5.3/removed-is-not-new"],
        }
        SearchSkipsSessions {
            id: "search-skips-sessions", breaks: "M-5.5.4-1",
            does: "leaves messages of sessions out of a search without criteria",
            caught_by: &["5.5.4/everything-with-sessions"],
        }
        ArrivalFiledAsSent {
            id: "arrival-filed-as-sent", breaks: "M-F2-none-incoming-message",
            does: "puts incoming messages into Sent",
            caught_by: &["5.6.1.1/arrives-in-received"],
            also_failed_by: &["5.3.10/date-sent", "5.5.3/agrees-with-search", "5.5.4/folder-received"],
        }
        ArrivalCutsText {
            id: "arrival-cuts-text", breaks: "M-5.5.5-1",
            does: "keeps the beginning of an incoming text alone",
            caught_by: &["5.5.5/incoming-details", "5.5.5/incoming-attachments", "5.5.5/session-message-incoming"],
        }
        ArrivalLosesSubject {
            id: "arrival-loses-subject", breaks: "M-5.5.5-1",
            does: "forgets the subject of an incoming message",
            caught_by: &["5.5.5/incoming-details"],
        }
        ArrivalLosesAttachment {
            id: "arrival-loses-attachment", breaks: "M-5.5.5-1",
            does: "keeps the first attachment of an incoming message alone",
            caught_by: &["5.5.5/incoming-attachments"],
        }
        ReadTellsOtherDates {
            id: "read-tells-other-dates", breaks: "M-5.5.5-1",
            does: "tells another dateSent each time a message is read",
            caught_by: &["5.5.5/the-same-twice", "5.5.5/agrees-with-search"],
        }
        SessionReadLosesText {
            id: "session-read-loses-text", breaks: "M-5.5.5-1",
            does: "leaves the text out when a message of a session is read",
            caught_by: &["5.5.5/session-message", "5.5.5/session-message-incoming"],
        }
        ReadTakesPageId {
            id: "read-takes-page-id", breaks: "M-5.5.5-701",
            does: "reads a page mode message by its id with a session before it",
            caught_by: &["5.5.5/ids-of-other-things"],
        }
        ReadMovesOutgoing {
            id: "read-moves-outgoing", breaks: "M-5.5.5-1",
            does: "moves a message from Outgoing to Sent when it is read",
            caught_by: &["5.6.1.1/read-outgoing"],
        }
        ReadMovesSent {
            id: "read-moves-sent", breaks: "M-5.5.5-1",
            does: "moves a message from Sent to Received when it is read",
            caught_by: &["5.5.5/the-same-twice", "5.6.1.1/read-sent"],
        }
        ReadMovesDeleted {
            id: "read-moves-deleted", breaks: "M-5.5.5-1",
            does: "moves a message from Deleted to Received when it is read",
            caught_by: &["5.6.1.1/read-deleted"],
        }
        DeleteLosesText {
            id: "delete-loses-text", breaks: "M-5.5.7-1",
            does: "forgets the text of a message that moves to Deleted",
            caught_by: &["5.5.7/moves-to-deleted"],
        }
        DeleteRefusedInSession {
            id: "delete-refused-in-session", breaks: "M-5.5.7-1",
            does: "refuses to delete a message of a session",
            caught_by: &["5.5.7/in-a-session"],
        }
        DeleteTakesLikes {
            id: "delete-takes-likes", breaks: "M-5.5.7-1",
            does: "deletes every message that says the same",
            caught_by: &["5.5.7/spares-others"],
        }
        DeleteMarksUnread {
            id: "delete-marks-unread", breaks: "M-5.5.7-4",
            does: "marks a message as Unread when it moves to Deleted",
            caught_by: &["5.5.7/keeps-status-read", "5.5.7/keeps-status-sent"],
        }
    } };
}
pub(super) use page_mode;
