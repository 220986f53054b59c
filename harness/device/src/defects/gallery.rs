//! The gallery of defects: each breaks one requirement, and names the cases that catch it.

use super::{Defect, first_doc, registry};

registry! {
    /// A defect of the gallery.
    DefectId, "defect", DEFECTS: Defect;

    // Capabilities, identity, ids.
    CapabilitiesLackSent {
        id: "capabilities-lack-sent-folder", breaks: "M-5.3.2-4",
        does: "leaves Sent out of the supported folders",
        caught_by: &["5.3.8/listed-folders"],
    }
    CapabilitiesEmptyClass {
        id: "capabilities-empty-class", breaks: "M-5.3.2-2",
        does: "lists an empty message class among the supported ones",
        caught_by: &["5.3.2/nothing-empty"],
    }
    IdentityNotAUri {
        id: "identity-not-a-uri", breaks: "M-5.3.5-1",
        does: "gives a bare telephone number as its identity",
        caught_by: &["5.5.1/identity"],
        also_failed_by: &["5.5.1/identity-follows-assignment"],
    }
    IdentityEmptyInsteadOf714 {
        id: "identity-empty-instead-of-714", breaks: "M-5.5.1-714",
        does: "answers an empty identity while none is assigned",
        caught_by: &["5.5.1/no-identity-assigned"],
    }
    MessageIdRepeated {
        id: "message-id-repeated", breaks: "M-5.3.6-3",
        does: "gives a page mode message the id of one that says the same, and replaces that",
        caught_by: &["5.3.6/ids-of-like-messages"],
    }
    MessageIdPunctuated {
        id: "message-id-punctuated", breaks: "M-5.3.6-1",
        does: "puts a hyphen into page mode message ids",
        caught_by: &["5.3.6/page-mode-id", "5.3.6/page-mode-id-incoming"],
        also_failed_by: &["5.3.3/valid", "5.3.10/valid", "5.3.11/valid", "5.5.6/reply-id"],
    }
    SessionMessageIdBare {
        id: "session-message-id-bare", breaks: "M-5.3.6-2",
        does: "gives messages in sessions ids without the session's id",
        caught_by: &[
            "5.3.6/session-mode-id",
            "5.3.6/session-mode-id-incoming",
            "5.3.15/list-of-messages",
            "5.3.15/messages-of-both-sides",
        ],
    }
    SessionIdPunctuated {
        id: "session-id-punctuated", breaks: "M-5.3.12-1",
        does: "puts an underscore into session ids",
        caught_by: &[
            "5.3.12/created-id",
            "5.6.1.2/send-running",
            "5.6.1.2/start-file-transfer-running",
        ],
        also_failed_by: &[
            "5.3.3/valid",
            "5.3.4/valid",
            "5.3.10/valid",
            "5.3.11/valid",
            "5.3.15/valid",
            "5.5.16/vectors-valid",
            "5.3.6/session-mode-id-incoming",
            "5.5.6/in-session-e-mail",
            "5.5.6/in-session-sms",
            "5.5.6/in-session-mms",
            "5.5.6/in-session-chat",
            "5.5.6/in-session-webpagesync",
            "5.5.6/in-session-mixed",
            "5.5.6/in-session-empty-class",
            "5.5.6/mixed-session-takes-any-class",
        ],
    }
    // Documents.
    RootUnqualified {
        id: "root-unqualified", breaks: "M-5.3-ns",
        does: "writes the message document without its namespace",
        caught_by: &["5.3.10/namespaces"],
    }
    MessageListOrder {
        id: "message-list-wrong-order", breaks: "M-5.3.11-1",
        does: "writes messageStatus before messageFolder in a message list",
        caught_by: &["5.3.11/valid"],
    }
    PeerUnqualified {
        id: "peer-unqualified", breaks: "M-A-1",
        does: "writes the children of a peer without their namespace",
        caught_by: &["annex-a/valid"],
    }
    RecipientFromMissing {
        id: "recipient-from-missing", breaks: "M-5.3.14-1",
        does: "leaves recipientFrom out of what it writes",
        caught_by: &["5.3.14/valid"],
    }
    SentWithoutDate {
        id: "sent-without-date", breaks: "M-5.3.10-6",
        does: "leaves dateSent out of sent messages",
        caught_by: &["5.3.10/date-sent"],
    }
    ReceivedWithoutDate {
        id: "received-without-date", breaks: "M-5.3.10-7",
        does: "leaves dateReceived out of received messages",
        caught_by: &["5.3.10/date-received"],
    }
    DatesLocalized {
        id: "dates-localized", breaks: "M-5.3.10-1",
        does: "writes dates as day.month.year",
        caught_by: &["5.3.10/valid", "5.3.11/valid", "5.3.15/valid"],
    }
    BooleanYes {
        id: "boolean-yes", breaks: "M-4.2-1",
        does: "writes booleans as yes and no",
        caught_by: &["4.2/no-yes-or-no"],
    }
    BooleanYesRefused {
        id: "boolean-yes-refused", breaks: "M-4.2-2",
        does: "refuses yes and no as booleans",
        caught_by: &["4.2/accepts-yes", "4.2/accepts-no", "5.5.16/vectors-valid"],
    }
    CapabilitiesCounted {
        id: "capabilities-counted", breaks: "M-5.3.2-1",
        does: "puts an element of its own before the supported classes",
        caught_by: &["5.3.2/valid"],
    }
    CapabilitiesAlteredClass {
        id: "capabilities-altered-class", breaks: "M-5.3.2-3",
        does: "lists E-Mail beside e-Mail",
        caught_by: &["5.3.7/listed-message-classes"],
    }
    CapabilitiesAlteredSessionClass {
        id: "capabilities-altered-session-class", breaks: "M-5.3.2-5",
        does: "lists Webpage-Sync beside WebpageSync",
        caught_by: &["5.3.13/listed-session-classes"],
    }
    NewMessagesOrder {
        id: "new-messages-wrong-order", breaks: "M-5.3.3-1",
        does: "writes messageOverview before messageID",
        caught_by: &["5.3.3/valid"],
    }
    UpdatesOrder {
        id: "updates-wrong-order", breaks: "M-5.3.4-1",
        does: "writes sessionStatus before sessionEvent",
        caught_by: &["5.3.4/valid"],
    }
    UpdatesSilent {
        id: "updates-silent", breaks: "M-5.3.4-2",
        does: "leaves sessionEvent empty when a session was modified",
        caught_by: &["5.3.4/complete", "5.3.4/modified"],
    }
    SenderEmpty {
        id: "sender-empty", breaks: "M-5.3.10-2",
        does: "leaves the sender of a received MMS empty",
        caught_by: &["5.3.10/nothing-empty"],
    }
    ReceivedWithoutRecipient {
        id: "received-without-recipient", breaks: "M-5.3.10-4",
        does: "leaves recipientTo out of received SMS",
        caught_by: &["5.3.10/recipient-by-class"],
    }
    ReceivedWithoutAttachments {
        id: "received-without-attachments", breaks: "M-5.3.10-5",
        does: "leaves the attachments out of received MMS",
        caught_by: &["5.3.10/mms-has-attachments", "5.5.5/incoming-attachments"],
    }
    MessageClassAltered {
        id: "message-class-altered", breaks: "M-5.3.10-9",
        does: "writes the class of received SMS in lower case",
        caught_by: &["5.3.9/values-of-a-message"],
    }
    SessionInfoOrder {
        id: "session-info-wrong-order", breaks: "M-5.3.15-1",
        does: "writes sessionStatus before sessionClass",
        caught_by: &["5.3.15/valid"],
    }
    SmsSessionWithoutRecipient {
        id: "sms-session-without-recipient", breaks: "M-5.3.15-2",
        does: "leaves the recipients out of SMS sessions",
        caught_by: &["5.3.15/recipient-by-class"],
    }
    SessionsCounted {
        id: "sessions-counted", breaks: "M-5.3.16-1",
        does: "puts an element of its own before the sessions of a list",
        caught_by: &["5.3.16/valid"],
    }
    ContentTypesInWords {
        id: "content-types-in-words", breaks: "M-5.3.17-1",
        does: "writes `anything` where a session has no content types",
        caught_by: &["5.3.17/mime-types"],
    }
    SessionClassUndecided {
        id: "session-class-undecided", breaks: "M-5.3.19-1",
        does: "writes `undecided` for the class of a session that has none yet",
        caught_by: &["5.3.19/values-of-a-session"],
    }
    FileInfoOrder {
        id: "file-info-wrong-order", breaks: "M-5.3.20-1",
        does: "writes fileSize before fileType",
        caught_by: &["5.3.20/valid"],
    }
    SessionIdLeftOut {
        id: "session-id-left-out", breaks: "M-5.3.10-3",
        does: "leaves sessionID out of messages in sessions",
        caught_by: &["5.3.10/session-id"],
    }
    // Page mode.
    NewMessagesListRead {
        id: "new-messages-list-read", breaks: "M-5.5.3-1",
        does: "goes on listing messages that were read as new",
        caught_by: &["5.5.3/read-is-not-new"],
        also_failed_by: &["5.3.9/local-read-not-new"],
    }
    NewMessagesWithoutSessions {
        id: "new-messages-without-sessions", breaks: "M-5.3.3-3",
        does: "lists no session mode message as new",
        caught_by: &["5.3.3/session-mode", "5.3.3/session-mode-by-action"],
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
            "5.5.4/class-e-mail",
            "5.5.4/class-sms",
            "5.5.4/class-mms",
            "5.5.4/class-instant-message",
            "5.5.4/class-webpageurl",
        ],
        also_failed_by: &["5.5.4/combined"],
    }
    SearchIgnoresFolder {
        id: "search-ignores-folder", breaks: "M-5.5.4-folder",
        does: "searches every folder whatever folder was asked for",
        caught_by: &[
            "5.5.4/folder-received",
            "5.5.4/folder-outgoing",
            "5.5.4/folder-sent",
            "5.5.4/folder-deleted",
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
        caught_by: &["5.5.4/invalid-class", "5.5.4/invalid-class-in-a-valid-folder"],
    }
    SearchTakesAnyFolder {
        id: "search-takes-any-folder", breaks: "M-5.5.4-707",
        does: "answers an invalid folder with an empty list",
        caught_by: &["5.5.4/invalid-folder"],
    }
    SearchTakesAnyStatus {
        id: "search-takes-any-status", breaks: "M-5.5.4-705",
        does: "answers an invalid status with an empty list",
        caught_by: &["5.5.4/invalid-status"],
    }
    SearchTakesAnySession {
        id: "search-takes-any-session", breaks: "M-5.5.4-706",
        does: "answers an unknown session with an empty list",
        caught_by: &["5.5.4/unknown-session", "5.5.4/malformed-session"],
    }
    ReadKeepsUnread {
        id: "read-keeps-unread", breaks: "M-5.5.5-2",
        does: "leaves a message Unread that was read",
        caught_by: &[
            "5.5.5/unread-becomes-read",
            "5.5.5/session-message-incoming",
            "5.6.1.1/read-received",
        ],
        also_failed_by: &["5.5.3/read-is-not-new"],
    }
    ReadUnknownSucceeds {
        id: "read-unknown-succeeds", breaks: "M-5.5.5-701",
        does: "answers an unknown message id with a blank message",
        caught_by: &["5.5.5/unknown-message", "5.5.5/malformed-id", "5.5.5/ids-of-other-things"],
        also_failed_by: &[
            "5.3.10/nothing-empty",
            "5.3.10/recipient-by-class",
            "5.3.10/date-received",
            "5.5.7/removes-from-deleted",
            "5.6.1.1/delete-deleted",
        ],
    }
    NoIdentity801 {
        id: "no-identity-801", breaks: "M-T46-2",
        does: "answers 801 while no identity is assigned",
        caught_by: &["5.5.1/no-identity-assigned", "5.5.19/no-vendor-codes"],
    }
    ReadLosesAttachments {
        id: "read-loses-attachments", breaks: "M-5.5.6-6",
        does: "forgets the attachments of what was sent",
        caught_by: &["5.5.6/round-trip-mms", "5.5.6/attachments"],
        also_failed_by: &["5.3.10/mms-has-attachments"],
    }
    ReadLosesSecondRecipient {
        id: "read-loses-second-recipient", breaks: "M-5.5.6-6",
        does: "keeps only the first recipientTo of what was sent",
        caught_by: &[
            "5.5.6/round-trip-e-mail",
            "5.5.6/round-trip-sms",
            "5.5.6/round-trip-mms",
            "5.5.6/round-trip-instant-message",
            "5.5.6/round-trip-webpageurl",
        ],
    }
    SendTakesNoRecipient {
        id: "send-takes-no-recipient", breaks: "M-5.5.6-703",
        does: "takes a message without the recipients its class demands",
        caught_by: &[
            "5.5.6/vectors-incomplete",
            "5.5.6/sms-without-recipients",
            "5.5.6/instant-message-without-recipients",
            "5.5.6/mms-without-recipients",
            "5.5.6/e-mail-without-recipients",
            "5.5.6/mms-without-attachments",
        ],
        also_failed_by: &["5.3.10/recipient-by-class"],
    }
    SendTakesMalformed {
        id: "send-takes-malformed", breaks: "M-5.5.6-703",
        does: "takes a message that is not well-formed and makes up the rest",
        caught_by: &[
            "5.5.6/vectors-malformed",
            "5.5.6/vectors-not-valid",
            "5.5.6/invalid-empty",
            "5.5.6/invalid-no-xml",
            "5.5.6/invalid-truncated",
            "5.5.6/invalid-crossed-tags",
            "5.5.6/invalid-undeclared-prefix",
            "5.5.6/invalid-undeclared-entity",
            "5.5.6/invalid-other-root",
            "5.5.6/invalid-other-namespace",
            "5.5.6/invalid-no-class-element",
            "5.5.6/invalid-no-recipients-list",
            "5.5.6/invalid-no-recipient-from",
            "5.5.6/invalid-two-recipients-from",
            "5.5.6/invalid-recipient-without-id",
            "5.5.6/invalid-text-twice",
            "5.5.6/invalid-text-first",
            "5.5.6/invalid-unknown-element",
            "5.5.6/invalid-attachments-without-attachment",
            "5.5.6/invalid-attachment-without-uri",
            "5.5.6/invalid-negative-size",
            "5.5.6/invalid-malformed-reply-id",
            "5.5.6/malformed-session-id",
        ],
    }
    SentStaysUnread {
        id: "sent-stays-unread", breaks: "M-5.5.6-3",
        does: "moves a delivered message to Sent and leaves it Unread",
        caught_by: &[
            "5.5.6/held-then-delivered",
            "5.5.6/sent-and-read",
            "5.6.1.1/delivery-outgoing",
            "5.6.1.1/delivery-closedsession",
        ],
    }
    SentStaysOutgoing {
        id: "sent-stays-outgoing", breaks: "M-F2-outgoing-delivery",
        does: "leaves a delivered message in Outgoing",
        caught_by: &["5.6.1.1/delivery-outgoing"],
        also_failed_by: &["5.5.6/held-then-delivered"],
    }
    OutgoingIsRead {
        id: "outgoing-is-read", breaks: "M-5.5.6-2",
        does: "stores a message that waits in Outgoing as Read",
        caught_by: &["5.5.6/held-in-outgoing"],
    }
    SendIgnoresSession {
        id: "send-ignores-session", breaks: "M-5.5.6-7",
        does: "stores a message for a session in page mode",
        caught_by: &[
            "5.5.6/in-session-e-mail",
            "5.5.6/in-session-sms",
            "5.5.6/in-session-mms",
            "5.5.6/in-session-chat",
            "5.5.6/in-session-webpagesync",
            "5.5.6/in-session-mixed",
            "5.5.6/mixed-session-takes-any-class",
            "5.5.6/in-session-listed-everywhere",
        ],
        also_failed_by: &[
            "5.3.6/session-mode-id",
            "5.3.15/list-of-messages",
            "5.3.15/messages-of-both-sides",
            "5.5.4/session",
            "5.5.4/combined-with-session",
            "5.5.8/first-message-decides-e-mail",
            "5.5.8/first-message-decides-sms",
            "5.5.8/first-message-decides-mms",
            "5.5.8/first-message-decides-instant-message",
            "5.5.8/first-message-decides-webpageurl",
            "5.6.1.2/send-closed",
            "5.6.1.2/send-nonexistent",
        ],
    }
    SendIntoClosed {
        id: "send-into-closed-succeeds", breaks: "M-F3-non-edges",
        does: "takes a message into a closed session",
        caught_by: &["5.6.1.2/send-closed"],
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
        caught_by: &[
            "5.5.7/moves-to-deleted",
            "5.5.7/in-a-session",
            "5.6.1.1/delete-closedsession",
        ],
        also_failed_by: &[
            "5.6.1.1/delete-received",
            "5.6.1.1/delete-outgoing",
            "5.6.1.1/delete-sent",
        ],
    }
    DeletedIdUnknown {
        id: "deleted-id-unknown", breaks: "M-5.5.7-1",
        does: "does not know the id of a message any more once it is in Deleted",
        caught_by: &["5.5.7/moves-to-deleted"],
        also_failed_by: &[
            "5.5.7/removes-from-deleted",
            "5.6.1.1/read-deleted",
            "5.6.1.1/delete-deleted",
        ],
    }
    DeleteMarksRead {
        id: "delete-marks-read", breaks: "M-5.5.7-4",
        does: "marks a message as Read when it moves to Deleted",
        caught_by: &["5.5.7/keeps-status-received", "5.5.7/keeps-status-outgoing"],
    }
    DeleteUnknownSucceeds {
        id: "delete-unknown-succeeds", breaks: "M-5.5.7-701",
        does: "answers success for an unknown message id",
        caught_by: &["5.5.7/unknown-message", "5.5.7/removed-message", "5.5.7/malformed-id"],
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
        id: "delete-revives-unread", breaks: "M-5.5.3-1",
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
        caught_by: &[
            "5.5.5/incoming-details",
            "5.5.5/incoming-attachments",
            "5.5.5/session-message-incoming",
        ],
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
    SendNeedsTo {
        id: "send-needs-to", breaks: "M-5.5.6-1",
        does: "refuses an e-Mail with Cc or Bcc and no To",
        caught_by: &["5.5.6/only-copies"],
    }
    SendRefusesInstanceIds {
        id: "send-refuses-instance-ids", breaks: "M-5.5.6-1",
        does: "refuses recipients with an instance id",
        caught_by: &["5.5.6/instance-ids"],
    }
    SendRefusesAttachments {
        id: "send-refuses-attachments", breaks: "M-5.5.6-1",
        does: "refuses more than one attachment",
        caught_by: &["5.5.6/attachments"],
    }
    SendTakesFolder {
        id: "send-takes-folder", breaks: "M-5.5.6-1",
        does: "stores a message in the folder that the control point names",
        caught_by: &["5.5.6/filled-placeholders"],
    }
    SendSkipsOutgoing {
        id: "send-skips-outgoing", breaks: "M-F2-none-sendmessage",
        does: "puts a message into Sent before it is delivered",
        caught_by: &["5.6.1.1/goes-to-outgoing"],
        also_failed_by: &["5.3.10/date-sent", "5.5.6/held-in-outgoing", "5.5.6/sent-and-read"],
    }
    SendRefusesWhileHeld {
        id: "send-refuses-while-held", breaks: "M-5.5.6-4",
        does: "answers 501 when a message cannot be delivered at once",
        caught_by: &["5.5.6/answers-at-once"],
        also_failed_by: &["5.5.6/held-in-outgoing"],
    }
    SendRefusesEmptyClass {
        id: "send-refuses-empty-class", breaks: "M-5.5.6-5",
        does: "refuses a page mode message without class",
        caught_by: &[
            "5.5.6/empty-class-e-mail",
            "5.5.6/empty-class-sms",
            "5.5.6/empty-class-mms",
            "5.5.6/empty-class-instant-message",
            "5.5.6/empty-class-webpageurl",
        ],
        also_failed_by: &["5.5.6/vectors-valid"],
    }
    SendRefusesEmptyClassInSession {
        id: "send-refuses-empty-class-in-session", breaks: "M-5.5.6-5",
        does: "refuses a message without class in a session",
        caught_by: &["5.5.6/in-session-empty-class"],
    }
    SendLosesCc {
        id: "send-loses-cc", breaks: "M-5.5.6-6",
        does: "forgets the Cc recipients of what was sent",
        caught_by: &["5.5.6/copies", "5.5.6/only-copies"],
        also_failed_by: &["5.3.10/recipient-by-class"],
    }
    SendLosesBcc {
        id: "send-loses-bcc", breaks: "M-5.5.6-6",
        does: "forgets the Bcc recipients of what was sent",
        caught_by: &["5.5.6/copies", "5.5.6/only-copies"],
        also_failed_by: &["5.3.10/recipient-by-class"],
    }
    SendLosesReplyId {
        id: "send-loses-reply-id", breaks: "M-5.5.6-6",
        does: "forgets which message is answered",
        caught_by: &["5.5.6/reply-id"],
    }
    SendForgetsTypes {
        id: "send-forgets-types", breaks: "M-5.5.6-6",
        does: "forgets the types of several attachments",
        caught_by: &["5.5.6/attachments"],
    }
    SendCutsText {
        id: "send-cuts-text", breaks: "M-5.5.6-6",
        does: "keeps the first 160 characters of a text",
        caught_by: &["5.5.6/long-text"],
    }
    SendFlattensText {
        id: "send-flattens-text", breaks: "M-5.5.6-6",
        does: "stores question marks for what is not ASCII",
        caught_by: &["5.5.6/any-script"],
    }
    SendUnescapesText {
        id: "send-unescapes-text", breaks: "M-5.5.6-6",
        does: "takes text that looks like an escaped character for the character",
        caught_by: &["5.5.6/markup-as-text"],
    }
    MixedTakesOneClass {
        id: "mixed-takes-one-class", breaks: "M-5.5.6-7",
        does: "takes nothing but instant messages in a Mixed session",
        caught_by: &["5.5.6/mixed-session-takes-any-class"],
    }
    SessionTakesAnyClass {
        id: "session-takes-any-class", breaks: "M-5.5.6-8",
        does: "takes messages of any class in any session",
        caught_by: &["5.5.6/in-session-other-class"],
    }
    SendTakesUnknownClass {
        id: "send-takes-unknown-class", breaks: "M-5.5.6-703",
        does: "takes a message of a class that does not exist",
        caught_by: &["5.5.6/unknown-class"],
    }
    SendTakesBareMms {
        id: "send-takes-bare-mms", breaks: "M-5.5.6-703",
        does: "takes an MMS without attachments",
        caught_by: &["5.5.6/vectors-incomplete", "5.5.6/mms-without-attachments"],
    }
    SendTakesOtherNamespace {
        id: "send-takes-other-namespace", breaks: "M-5.5.6-703",
        does: "takes a message in any namespace",
        caught_by: &["5.5.6/invalid-other-namespace"],
    }
    SendTakesNegativeSize {
        id: "send-takes-negative-size", breaks: "M-5.5.6-703",
        does: "takes an attachment of negative size",
        caught_by: &["5.5.6/invalid-negative-size"],
    }
    SendTakesBadSessionId {
        id: "send-takes-bad-session-id", breaks: "M-5.5.6-703",
        does: "takes a message for a malformed session id in page mode",
        caught_by: &["5.5.6/malformed-session-id"],
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
    // Sessions.
    CreatedSessionRunning {
        id: "created-session-running", breaks: "M-5.5.8-2",
        does: "starts a session in Running",
        caught_by: &[
            "5.5.8/pending-chat",
            "5.5.8/pending-file-transfer",
            "5.4.2/accepted-by-peer",
        ],
    }
    CreateCutsSubject {
        id: "create-cuts-subject", breaks: "M-5.5.8-3",
        does: "keeps only the first word of the subject a session is created with",
        caught_by: &["5.5.8/subject"],
    }
    CreateTakesBadRecipients {
        id: "create-takes-bad-recipients", breaks: "M-5.5.8-704",
        does: "creates a session with recipients that are not valid",
        caught_by: &[
            "5.5.8/recipients-empty",
            "5.5.8/recipients-malformed",
            "5.5.8/recipients-plain-text",
            "5.5.8/recipients-other-document",
            "5.5.8/recipients-other-namespace",
            "5.5.8/recipients-without-from",
            "5.5.8/recipients-peer-without-id",
            "5.5.8/recipients-unknown-element",
        ],
        also_failed_by: &["5.5.8/vectors-malformed", "5.5.8/vectors-not-valid"],
    }
    CreateTakesAnyClass {
        id: "create-takes-any-class", breaks: "M-5.5.8-710",
        does: "creates a session of an invalid class",
        caught_by: &["5.5.8/invalid-class"],
    }
    ClassNeverDecided {
        id: "class-never-decided", breaks: "M-5.5.8-4",
        does: "leaves the class open after the first message",
        caught_by: &[
            "5.5.8/first-message-decides-e-mail",
            "5.5.8/first-message-decides-sms",
            "5.5.8/first-message-decides-mms",
            "5.5.8/first-message-decides-instant-message",
            "5.5.8/first-message-decides-webpageurl",
        ],
    }
    ModifyKeepsRemoved {
        id: "modify-keeps-removed", breaks: "M-5.5.9-1",
        does: "keeps a recipient that was to be removed",
        caught_by: &["5.5.9/removes-recipient", "5.5.9/adds-and-removes"],
    }
    ModifyEmptiesSubject {
        id: "modify-empties-subject", breaks: "M-5.5.9-3",
        does: "takes an empty subject for a new subject",
        caught_by: &["5.5.9/recipients-alone", "5.5.9/content-types-alone"],
    }
    ModifyChangesClass {
        id: "modify-changes-class", breaks: "M-5.5.9-4",
        does: "changes the class to the one named instead of Mixed",
        caught_by: &[
            "5.5.9/class-change-e-mail",
            "5.5.9/class-change-sms",
            "5.5.9/class-change-mms",
            "5.5.9/class-change-chat",
            "5.5.9/class-change-file-transfer",
            "5.5.9/class-change-webpagesync",
        ],
    }
    MixedClassChangesBack {
        id: "mixed-class-changes-back", breaks: "M-5.5.9-5",
        does: "changes the class of a Mixed session",
        caught_by: &["5.5.9/mixed-stays-mixed"],
    }
    ModifyChangesClosed {
        id: "modify-changes-closed", breaks: "M-F3-non-edges",
        does: "modifies a closed session",
        caught_by: &["5.6.1.2/modify-closed"],
    }
    FailedModifyChanges {
        id: "failed-modify-changes", breaks: "M-T46-4",
        does: "changes the subject although it refuses the recipients",
        caught_by: &["5.5.19/failed-modify-changes-nothing"],
    }
    AcceptRunningSucceeds {
        id: "accept-on-running-succeeds", breaks: "M-5.5.10-2",
        does: "answers success to AcceptSession on a Running session",
        caught_by: &["5.5.10/not-pending", "5.5.10/second-control-point", "5.6.1.2/accept-running"],
    }
    AcceptKeepsPending {
        id: "accept-keeps-pending", breaks: "M-5.5.10-1",
        does: "answers success to AcceptSession and stays Pending",
        caught_by: &[
            "5.5.10/incoming-e-mail",
            "5.5.10/incoming-sms",
            "5.5.10/incoming-mms",
            "5.5.10/incoming-chat",
            "5.5.10/incoming-file-transfer",
            "5.5.10/incoming-webpagesync",
            "5.5.10/incoming-mixed",
            "5.5.10/own-session",
            "5.6.1.2/accept-pending",
        ],
        also_failed_by: &["5.4.2/accepted-by-telcp"],
    }
    PeerAcceptanceIgnored {
        id: "peer-acceptance-ignored", breaks: "M-F3-pending-peer-acceptance",
        does: "stays Pending when the peer accepts",
        caught_by: &["5.6.1.2/peer-accepts"],
        also_failed_by: &["5.4.2/accepted-by-peer"],
    }
    UpdatesAlwaysEmpty {
        id: "updates-always-empty", breaks: "M-5.5.11-1",
        does: "answers GetSessionUpdates with no update",
        caught_by: &["5.5.11/incoming-session", "5.5.11/peer-accepts", "5.5.11/left-and-joined", "5.4.2/agrees-with-the-actions"],
    }
    GetSessionsIgnoresClass {
        id: "get-sessions-ignores-class", breaks: "M-5.5.12-class",
        does: "lists the sessions of every class",
        caught_by: &[
            "5.5.12/by-class-e-mail",
            "5.5.12/by-class-sms",
            "5.5.12/by-class-mms",
            "5.5.12/by-class-chat",
            "5.5.12/by-class-file-transfer",
            "5.5.12/by-class-webpagesync",
            "5.5.12/by-class-mixed",
            "5.5.12/combined",
        ],
    }
    GetSessionsIgnoresStatus {
        id: "get-sessions-ignores-status", breaks: "M-5.5.12-status",
        does: "lists the sessions of every status",
        caught_by: &[
            "5.5.12/by-status-pending",
            "5.5.12/by-status-running",
            "5.5.12/by-status-parked",
            "5.5.12/combined",
            "5.5.15/listed-alike",
        ],
    }
    GetSessionsFiltersById {
        id: "get-sessions-filters-by-id", breaks: "M-5.5.12-id",
        does: "heeds class and status although an id is given",
        caught_by: &["5.5.12/id-with-other-filters"],
    }
    GetSessionsUnknownEmpty {
        id: "get-sessions-unknown-empty", breaks: "M-5.5.12-706",
        does: "answers an unknown id with an empty list",
        caught_by: &["5.5.12/unknown-session", "5.5.12/impossible-session-id"],
    }
    ListOfMessagesReversed {
        id: "list-of-messages-reversed", breaks: "M-5.3.15-3",
        does: "lists a session's messages last first",
        caught_by: &["5.3.15/list-of-messages", "5.3.15/messages-of-both-sides"],
    }
    JoinPendingSucceeds {
        id: "join-pending-succeeds", breaks: "M-5.5.13-708",
        does: "answers success to JoinSession on a Pending session",
        caught_by: &["5.5.13/pending", "5.6.1.2/join-pending"],
    }
    JoinKeepsParked {
        id: "join-keeps-parked", breaks: "M-5.5.13-1",
        does: "leaves a Parked session Parked when it is joined",
        caught_by: &["5.5.13/parked", "5.5.13/parked-by-another", "5.6.1.2/join-parked"],
        also_failed_by: &["5.4.2/parked-joined"],
    }
    UnknownSession708 {
        id: "unknown-session-708", breaks: "M-5.5.13-706",
        does: "answers JoinSession on an unknown session with 708",
        caught_by: &[
            "5.5.13/impossible-session-id",
            "5.5.13/empty-session-id",
            "5.6.1.2/join-nonexistent",
        ],
    }
    LeaveKeepsRunning {
        id: "leave-keeps-running", breaks: "M-5.5.14-1",
        does: "leaves a session Running when the last control point leaves",
        caught_by: &[
            "5.5.14/last-parks",
            "5.5.14/others-remain",
            "5.5.14/first-comer-leaves-last",
            "5.6.1.2/leave-running",
        ],
    }
    LeaveParksAtOnce {
        id: "leave-parks-at-once", breaks: "M-5.5.14-2",
        does: "parks a session although another control point is in it",
        caught_by: &["5.5.14/others-remain", "5.5.14/first-comer-leaves-last"],
    }
    LeaveForgetsMessages {
        id: "leave-forgets-messages", breaks: "M-5.5.14-3",
        does: "forgets which messages are in a session that was left",
        caught_by: &["5.5.14/keeps-messages"],
    }
    LeaveParkedSucceeds {
        id: "leave-parked-succeeds", breaks: "M-5.5.14-708",
        does: "answers success to LeaveSession on a Parked session",
        caught_by: &["5.6.1.2/leave-parked"],
    }
    CloseKeepsRunning {
        id: "close-keeps-running", breaks: "M-5.5.15-1",
        does: "answers success to CloseSession and stays Running",
        caught_by: &["5.5.15/running", "5.6.1.2/close-running"],
        also_failed_by: &["5.4.2/closed"],
    }
    ClosePendingKeepsPending {
        id: "close-pending-keeps-pending", breaks: "M-5.5.15-2",
        does: "answers success to CloseSession and stays Pending",
        caught_by: &["5.5.15/refuses-request", "5.6.1.2/close-pending"],
    }
    CloseParkedKeepsParked {
        id: "close-parked-keeps-parked", breaks: "M-5.5.15-3",
        does: "answers success to CloseSession and stays Parked",
        caught_by: &["5.5.15/parked", "5.6.1.2/close-parked"],
    }
    CloseLosesMessages {
        id: "close-loses-messages", breaks: "M-5.3.8-1",
        does: "forgets the messages of a session that it goes on listing as closed",
        caught_by: &[
            "5.3.8/closed-session-readable",
            "5.3.8/closed-session-searchable",
            "5.5.15/messages-in-closed-session",
        ],
        also_failed_by: &["5.6.1.1/read-closedsession", "5.6.1.1/delete-closedsession"],
    }
    PeerCloseKeepsParked {
        id: "peer-close-keeps-parked", breaks: "M-5.3.19-2",
        does: "keeps a session Parked that the peer closed",
        caught_by: &["5.6.1.2/peer-closes-parked"],
    }
    SessionIdRepeated {
        id: "session-id-repeated", breaks: "M-5.3.12-2",
        does: "gives the id of a closed session to the next one that the control point creates",
        caught_by: &["5.3.12/unique"],
    }
    CreateLosesSecondRecipient {
        id: "create-loses-second-recipient", breaks: "M-5.5.8-3",
        does: "invites only the first recipient to a session",
        caught_by: &["5.5.8/class-and-recipients"],
    }
    CreateCutsContentTypes {
        id: "create-cuts-content-types", breaks: "M-5.5.8-3",
        does: "keeps only the first of the content types a session is created with",
        caught_by: &["5.5.8/content-types"],
    }
    EmptyClassRefused {
        id: "empty-class-refused", breaks: "M-5.5.8-4",
        does: "refuses to create a session without a class",
        caught_by: &[
            "5.5.8/first-message-decides-e-mail",
            "5.5.8/first-message-decides-sms",
            "5.5.8/first-message-decides-mms",
            "5.5.8/first-message-decides-instant-message",
            "5.5.8/first-message-decides-webpageurl",
        ],
    }
    FailedCreateCreates {
        id: "failed-create-creates", breaks: "M-T46-4",
        does: "creates a session although it refuses the class",
        caught_by: &["5.5.19/failed-create-changes-nothing"],
    }
    SeveralErrorsVague {
        id: "several-errors-vague", breaks: "M-T46-3",
        does: "answers 501 when both class and recipients are wrong",
        caught_by: &["5.5.19/create-several-errors"],
    }
    ModifyDropsAdded {
        id: "modify-drops-added", breaks: "M-5.5.9-1",
        does: "does not add the recipients to be added",
        caught_by: &["5.5.9/adds-recipient", "5.5.9/adds-and-removes"],
    }
    ModifyReplacesRecipients {
        id: "modify-replaces-recipients", breaks: "M-5.5.9-1",
        does: "takes the recipients to be added for the new list of recipients",
        caught_by: &["5.5.9/adds-recipient", "5.5.9/removes-recipient", "5.5.9/adds-again"],
    }
    ModifyKeepsSubject {
        id: "modify-keeps-subject", breaks: "M-5.5.9-2",
        does: "answers success and keeps the old subject",
        caught_by: &["5.5.9/subject"],
    }
    ModifyKeepsContentTypes {
        id: "modify-keeps-content-types", breaks: "M-5.5.9-2",
        does: "answers success and keeps the old content types",
        caught_by: &["5.5.9/content-types"],
    }
    ModifyRefusesClass {
        id: "modify-refuses-class", breaks: "M-5.5.9-4",
        does: "refuses to change the class although it has Mixed",
        caught_by: &[
            "5.5.9/class-change-e-mail",
            "5.5.9/class-change-sms",
            "5.5.9/class-change-mms",
            "5.5.9/class-change-chat",
            "5.5.9/class-change-file-transfer",
            "5.5.9/class-change-webpagesync",
        ],
    }
    ModifyTakesAnyClass {
        id: "modify-takes-any-class", breaks: "M-5.5.9-4",
        does: "answers success to a change to an invalid class",
        caught_by: &["5.5.9/invalid-class"],
    }
    ModifyTakesBadRecipients {
        id: "modify-takes-bad-recipients", breaks: "M-5.5.9-704",
        does: "answers success to recipients that are not valid",
        caught_by: &[
            "5.5.9/add-malformed",
            "5.5.9/add-plain-text",
            "5.5.9/add-other-document",
            "5.5.9/add-other-namespace",
            "5.5.9/add-without-from",
            "5.5.9/add-peer-without-id",
            "5.5.9/add-unknown-element",
            "5.5.9/remove-malformed",
            "5.5.9/remove-plain-text",
            "5.5.9/remove-other-document",
            "5.5.9/remove-other-namespace",
            "5.5.9/remove-without-from",
            "5.5.9/remove-peer-without-id",
            "5.5.9/remove-unknown-element",
        ],
        also_failed_by: &[
            "5.5.9/vectors-add-malformed",
            "5.5.9/vectors-add-not-valid",
            "5.5.9/vectors-remove-malformed",
            "5.5.9/vectors-remove-not-valid",
        ],
    }
    ModifyUnknownSucceeds {
        id: "modify-unknown-succeeds", breaks: "M-5.5.9-706",
        does: "answers success to ModifySession on an unknown session",
        caught_by: &[
            "5.5.9/impossible-session-id",
            "5.5.9/empty-session-id",
            "5.6.1.2/modify-nonexistent",
        ],
    }
    AcceptParkedSucceeds {
        id: "accept-on-parked-succeeds", breaks: "M-5.5.10-2",
        does: "makes a Parked session Running by AcceptSession",
        caught_by: &["5.6.1.2/accept-parked"],
    }
    AcceptClosedSucceeds {
        id: "accept-on-closed-succeeds", breaks: "M-5.5.10-2",
        does: "answers success to AcceptSession on a closed session",
        caught_by: &["5.6.1.2/accept-closed", "5.6.1.2/closed-by-peer-stays-closed"],
    }
    AcceptUnknownSucceeds {
        id: "accept-unknown-succeeds", breaks: "M-5.5.10-706",
        does: "answers success to AcceptSession on an unknown session",
        caught_by: &[
            "5.5.10/impossible-session-id",
            "5.5.10/empty-session-id",
            "5.6.1.2/accept-nonexistent",
        ],
    }
    RequestedSessionRunning {
        id: "requested-session-running", breaks: "M-F3-none-peer-request",
        does: "shows a session that a peer asks for as Running",
        caught_by: &["5.6.1.2/peer-request"],
        also_failed_by: &["5.3.4/every-text"],
    }
    PeerRejectionIgnored {
        id: "peer-rejection-ignored", breaks: "M-F3-pending-peer-rejection",
        does: "stays Pending when the peer refuses",
        caught_by: &["5.6.1.2/peer-rejects"],
        also_failed_by: &["5.4.2/rejected-by-peer"],
    }
    PeerCloseKeepsPending {
        id: "peer-close-keeps-pending", breaks: "M-F3-pending-peer-rejection",
        does: "stays Pending when the peer takes its request back",
        caught_by: &["5.6.1.2/peer-withdraws"],
    }
    PeerCloseKeepsRunning {
        id: "peer-close-keeps-running", breaks: "M-F3-running-peer-closes",
        does: "stays Running when the peer ends the session",
        caught_by: &["5.6.1.2/peer-closes-running"],
        also_failed_by: &["5.4.2/closed-by-peer"],
    }
    UpdatesOutdated {
        id: "updates-outdated", breaks: "M-5.5.11-1",
        does: "shows every active session as Pending in GetSessionUpdates",
        caught_by: &["5.5.11/incoming-session", "5.5.11/peer-accepts", "5.5.11/left-and-joined"],
        also_failed_by: &["5.3.4/every-text"],
    }
    GetSessionsJoinsByOr {
        id: "get-sessions-joins-by-or", breaks: "M-5.5.12-combined",
        does: "lists the sessions that meet either class or status",
        caught_by: &["5.5.12/combined"],
    }
    GetSessionsTakesAnyClass {
        id: "get-sessions-takes-any-class", breaks: "M-5.5.12-710",
        does: "lists sessions although the class is invalid",
        caught_by: &["5.5.12/invalid-class"],
    }
    GetSessionsTakesAnyStatus {
        id: "get-sessions-takes-any-status", breaks: "M-5.5.12-711",
        does: "lists sessions although the status is invalid",
        caught_by: &["5.5.12/invalid-status"],
    }
    ClosedUnknownById {
        id: "closed-unknown-by-id", breaks: "M-5.5.12-status",
        does: "lists closed sessions and does not know them by id",
        caught_by: &["5.5.15/listed-alike"],
    }
    SecondJoinRefused {
        id: "second-join-refused", breaks: "M-5.5.13-2",
        does: "refuses JoinSession while another control point is in the session",
        caught_by: &["5.5.13/second-control-point"],
    }
    JoinAgainParks {
        id: "join-again-parks", breaks: "M-F3-running-joinsession",
        does: "parks a session that a control point joins a second time",
        caught_by: &["5.5.13/again", "5.5.14/as-often-as-joined", "5.6.1.2/join-running"],
        also_failed_by: &["5.3.4/every-text"],
    }
    LeaveForgetsRecipients {
        id: "leave-forgets-recipients", breaks: "M-5.5.14-3",
        does: "forgets all recipients but the first when a session is left",
        caught_by: &["5.5.14/keeps-context"],
    }
    LeavePendingSucceeds {
        id: "leave-pending-succeeds", breaks: "M-5.5.14-708",
        does: "answers success to LeaveSession on a Pending session",
        caught_by: &["5.5.14/pending", "5.6.1.2/leave-pending"],
    }
    LeaveUnknownSucceeds {
        id: "leave-unknown-succeeds", breaks: "M-5.5.14-706",
        does: "answers success to LeaveSession on an unknown session",
        caught_by: &[
            "5.5.14/impossible-session-id",
            "5.5.14/empty-session-id",
            "5.6.1.2/leave-nonexistent",
        ],
    }
    CloseUnknownSucceeds {
        id: "close-unknown-succeeds", breaks: "M-5.5.15-706",
        does: "answers success to CloseSession on an unknown session",
        caught_by: &[
            "5.5.15/impossible-session-id",
            "5.5.15/empty-session-id",
            "5.6.1.2/close-nonexistent",
        ],
    }
    SearchSkipsClosed {
        id: "search-skips-closed", breaks: "M-5.5.15-4",
        does: "finds no message of a closed session",
        caught_by: &["5.5.15/messages-in-closed-session"],
        also_failed_by: &["5.3.8/closed-session-searchable"],
    }
    SessionMessageAlone {
        id: "session-message-alone", breaks: "M-5.3.10-8",
        does: "shows none of the other participants in a message of a session",
        caught_by: &["5.3.10/recipients-of-session"],
    }
    // File transfer.
    TransferNeverFetches {
        id: "transfer-never-fetches", breaks: "M-5.5.16-1",
        does: "reports a transfer as completed without fetching the file",
        caught_by: &["5.5.16/fetches-the-file", "5.5.16/fetches-every-file", "5.5.16/download-refused", "5.5.16/download-not-found", "5.5.16/download-cut-off"],
    }
    FailedDownloadCompletes {
        id: "failed-download-completes", breaks: "M-5.5.16-3",
        does: "reports a file that could not be fetched as transferred",
        caught_by: &["5.5.16/download-refused", "5.5.16/download-not-found", "5.5.16/download-cut-off"],
    }
    TransferUnknownSession {
        id: "transfer-takes-unknown-session", breaks: "M-5.5.16-706",
        does: "answers success for a transfer in an unknown session",
        caught_by: &["5.5.16/unknown-session", "5.6.1.2/start-file-transfer-nonexistent"],
    }
    ProgressNeverTold {
        id: "progress-never-told", breaks: "M-5.5.16-2",
        does: "sends no progress although it was asked for",
        caught_by: &["5.5.16/progress-on-request"],
    }
    ProgressFalls {
        id: "progress-falls", breaks: "M-T2-ft-progress",
        does: "counts the bytes that remain instead of those transferred",
        caught_by: &["5.3.4/ft-progress"],
    }
    CancelKeepsTransfer {
        id: "cancel-keeps-transfer", breaks: "M-5.5.17-1",
        does: "answers success to CancelFileTransfer and goes on",
        caught_by: &["5.5.17/cancelled", "5.5.17/cancelled-while-stalled", "5.5.17/fetch-ends"],
    }
    CancelWithoutTransfer {
        id: "cancel-without-transfer-succeeds", breaks: "M-5.5.17-709",
        does: "answers success although nothing is transferred",
        caught_by: &["5.5.17/no-transfer", "5.5.17/completed-transfer", "5.5.17/class-without-files", "5.5.17/fetch-ends", "5.6.1.2/cancel-file-transfer-pending", "5.6.1.2/cancel-file-transfer-running", "5.6.1.2/cancel-file-transfer-parked", "5.6.1.2/cancel-file-transfer-closed"],
    }
    TransferMetadataLost {
        id: "transfer-metadata-lost", breaks: "M-5.5.18-1",
        does: "knows no metadata of a closed transfer session",
        caught_by: &["5.5.18/metadata", "5.5.18/metadata-of-several-files"],
    }
    MetadataOfChat {
        id: "metadata-of-chat", breaks: "M-5.5.18-710",
        does: "answers GetFileTransferSession for a Chat session",
        caught_by: &["5.5.18/other-class"],
    }
    ProgressTimeLeftOut {
        id: "progress-time-left-out", breaks: "M-5.3.20-2",
        does: "leaves the attribute time out of what it returns",
        caught_by: &["5.3.20/period-of-progress"],
    }
    SecondFileIgnored {
        id: "second-file-ignored", breaks: "M-5.5.16-1",
        does: "fetches only the first file of a list",
        caught_by: &["5.5.16/fetches-every-file"],
    }
    FailureUnreported {
        id: "download-failure-unreported", breaks: "M-5.5.16-3",
        does: "says nothing when a file cannot be fetched",
        caught_by: &["5.5.16/download-refused", "5.5.16/download-not-found", "5.5.16/download-cut-off"],
    }
    CompletionUnreported {
        id: "completion-unreported", breaks: "M-5.5.16-2",
        does: "says nothing when a transfer is complete",
        caught_by: &["5.5.16/completion-only", "5.5.16/completed-by-far-side"],
        also_failed_by: &["5.5.16/download-wrong-length"],
    }
    ProgressUnasked {
        id: "progress-unasked", breaks: "M-5.5.16-2",
        does: "sends progress although only the completion was asked for",
        caught_by: &["5.5.16/completion-only"],
    }
    CancelUnreported {
        id: "cancel-unreported", breaks: "M-5.5.17-1",
        does: "cancels a transfer without an event",
        caught_by: &["5.5.17/cancelled", "5.5.17/cancelled-while-stalled"],
    }
    CancelUnknown709 {
        id: "cancel-unknown-session-709", breaks: "M-5.5.17-706",
        does: "answers CancelFileTransfer on an unknown session with 709",
        caught_by: &["5.5.17/unknown-session"],
    }
    CloseKeepsTransfer {
        id: "close-keeps-transfer", breaks: "M-5.5.15-1",
        does: "goes on with a transfer whose session is closed",
        caught_by: &["5.5.17/close-ends-transfer", "5.3.4/every-text"],
    }
    MetadataFirstFileOnly {
        id: "metadata-first-file-only", breaks: "M-5.5.18-1",
        does: "shows only the first file of a closed transfer",
        caught_by: &["5.5.18/metadata-of-several-files"],
    }
    MetadataSizeDoubled {
        id: "metadata-size-wrong", breaks: "M-5.5.18-1",
        does: "shows another size of the files of a closed transfer",
        caught_by: &["5.5.18/metadata", "5.5.18/metadata-of-several-files"],
    }
    MetadataUnknown710 {
        id: "metadata-unknown-session-710", breaks: "M-5.5.18-706",
        does: "answers GetFileTransferSession on an unknown session with 710",
        caught_by: &["5.5.18/unknown-session"],
        also_failed_by: &["5.6.1.2/get-file-transfer-nonexistent"],
    }
    // Events.
    ClosedEventText {
        id: "closed-event-text", breaks: "M-T2-closed",
        does: "says `session terminated` when a session is closed",
        caught_by: &["5.3.4/closed", "5.3.4/closed-rejected-by-peer", "5.3.4/closed-closed-by-peer"],
    }
    AcceptedEventPending {
        id: "accepted-event-pending", breaks: "M-T2-accepted",
        does: "reports an accepted session as Pending",
        caught_by: &["5.3.4/accepted", "5.3.4/accepted-accepted-by-telcp", "5.3.4/every-text", "5.4.2/agrees-with-the-actions"],
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
        also_failed_by: &["5.4.1/accumulates-2", "5.4.1/accumulates-5"],
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
        caught_by: &["5.3.4/ft-failed", "5.5.16/download-refused", "5.5.16/download-not-found", "5.5.16/download-cut-off"],
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
    // Privileges.
    UnauthorizedServed {
        id: "unauthorized-search-served", breaks: "M-5.5.4-606",
        does: "searches for control points without the privilege",
        caught_by: &["5.5.4/unauthorized"],
    }
    UnauthorizedGetTelephonyIdentity {
        id: "unauthorized-get-telephony-identity-served", breaks: "M-5.5.1-606",
        does: "serves GetTelephonyIdentity to control points without the privilege",
        caught_by: &["5.5.1/unauthorized"],
    }
    UnauthorizedGetNewMessages {
        id: "unauthorized-get-new-messages-served", breaks: "M-5.5.3-606",
        does: "serves GetNewMessages to control points without the privilege",
        caught_by: &["5.5.3/unauthorized"],
    }
    UnauthorizedReadMessage {
        id: "unauthorized-read-message-served", breaks: "M-5.5.5-606",
        does: "serves ReadMessage to control points without the privilege",
        caught_by: &["5.5.5/unauthorized"],
    }
    UnauthorizedSendMessage {
        id: "unauthorized-send-message-served", breaks: "M-5.5.6-606",
        does: "serves SendMessage to control points without the privilege",
        caught_by: &["5.5.6/unauthorized"],
    }
    UnauthorizedDeleteMessage {
        id: "unauthorized-delete-message-served", breaks: "M-5.5.7-606",
        does: "serves DeleteMessage to control points without the privilege",
        caught_by: &["5.5.7/unauthorized"],
    }
    UnauthorizedCreateSession {
        id: "unauthorized-create-session-served", breaks: "M-5.5.8-606",
        does: "serves CreateSession to control points without the privilege",
        caught_by: &["5.5.8/unauthorized"],
    }
    UnauthorizedModifySession {
        id: "unauthorized-modify-session-served", breaks: "M-5.5.9-606",
        does: "serves ModifySession to control points without the privilege",
        caught_by: &["5.5.9/unauthorized"],
    }
    UnauthorizedAcceptSession {
        id: "unauthorized-accept-session-served", breaks: "M-5.5.10-606",
        does: "serves AcceptSession to control points without the privilege",
        caught_by: &["5.5.10/unauthorized"],
    }
    UnauthorizedGetSessionUpdates {
        id: "unauthorized-get-session-updates-served", breaks: "M-5.5.11-606",
        does: "serves GetSessionUpdates to control points without the privilege",
        caught_by: &["5.5.11/unauthorized"],
    }
    UnauthorizedGetSessions {
        id: "unauthorized-get-sessions-served", breaks: "M-5.5.12-606",
        does: "serves GetSessions to control points without the privilege",
        caught_by: &["5.5.12/unauthorized"],
    }
    UnauthorizedJoinSession {
        id: "unauthorized-join-session-served", breaks: "M-5.5.13-606",
        does: "serves JoinSession to control points without the privilege",
        caught_by: &["5.5.13/unauthorized"],
    }
    UnauthorizedLeaveSession {
        id: "unauthorized-leave-session-served", breaks: "M-5.5.14-606",
        does: "serves LeaveSession to control points without the privilege",
        caught_by: &["5.5.14/unauthorized"],
    }
    UnauthorizedCloseSession {
        id: "unauthorized-close-session-served", breaks: "M-5.5.15-606",
        does: "serves CloseSession to control points without the privilege",
        caught_by: &["5.5.15/unauthorized"],
    }
    UnauthorizedStartFileTransfer {
        id: "unauthorized-start-file-transfer-served", breaks: "M-5.5.16-606",
        does: "serves StartFileTransfer to control points without the privilege",
        caught_by: &["5.5.16/unauthorized"],
    }
    UnauthorizedCancelFileTransfer {
        id: "unauthorized-cancel-file-transfer-served", breaks: "M-5.5.17-606",
        does: "serves CancelFileTransfer to control points without the privilege",
        caught_by: &["5.5.17/unauthorized"],
    }
    UnauthorizedGetFileTransferSession {
        id: "unauthorized-get-file-transfer-session-served", breaks: "M-5.5.18-606",
        does: "serves GetFileTransferSession to control points without the privilege",
        caught_by: &["5.5.18/unauthorized"],
    }

    // Net: the architecture's half of the device.
    FaultWith200 {
        id: "fault-with-http-200",
        breaks: "UDA-CTRL-35",
        does: "answers a fault with HTTP 200",
        caught_by: &["uda/control/fault-status"],
    }
    ErrorAsOutArgument {
        id: "error-as-out-argument",
        breaks: "UDA-CTRL-35",
        does: "answers an error as a success with errorCode for an out argument",
        caught_by: &["uda/control/fault-status"],
    }
    FaultcodeServer {
        id: "faultcode-server",
        breaks: "UDA-CTRL-37",
        does: "blames itself in faultcode: Server instead of Client",
        caught_by: &["uda/control/faultcode"],
    }
    FaultstringOther {
        id: "faultstring-other",
        breaks: "UDA-CTRL-38",
        does: "says `Failed` in faultstring",
        caught_by: &["uda/control/faultstring"],
    }
    UpnpErrorUnqualified {
        id: "upnp-error-unqualified",
        breaks: "UDA-CTRL-39",
        does: "writes UPnPError without its namespace",
        caught_by: &["uda/control/upnp-error"],
    }
    UnknownActionWithoutFault {
        id: "unknown-action-without-fault",
        breaks: "UDA-CTRL-40",
        does: "answers an unknown action with a bare HTTP 500",
        caught_by: &["uda/control/unknown-action"],
    }
    MissingArgumentTaken {
        id: "missing-argument-taken",
        breaks: "UDA-CTRL-13",
        does: "answers success without values when an in argument is missing",
        caught_by: &["uda/control/missing-argument"],
    }
    SoapHeaderRefused {
        id: "soap-header-refused",
        breaks: "UDA-CTRL-09",
        does: "refuses a request that has header entries",
        caught_by: &["uda/control/header-entry-ignored"],
        since: "1.1",
    }
    ArgumentUnescaped {
        id: "argument-unescaped",
        breaks: "UDA-CTRL-33",
        does: "puts XML documents into its answers without escaping them",
        caught_by: &["uda/control/values-escaped-once"],
    }
    ArgumentEscapedTwice {
        id: "argument-escaped-twice",
        breaks: "UDA-CTRL-33",
        does: "escapes its out arguments twice",
        caught_by: &["uda/control/values-escaped-once"],
    }
    OutArgumentMissing {
        id: "out-argument-missing",
        breaks: "UDA-CTRL-31",
        does: "leaves the out argument of GetTelephonyIdentity out",
        caught_by: &["5.5.1/identity", "uda/control/out-arguments"],
        also_failed_by: &["5.5.1/identity-follows-assignment"],
    }
    ResponseVersionOne {
        id: "response-version-one",
        breaks: "UDA-CTRL-30",
        does: "answers under version 1 of the service whatever it was called by",
        caught_by: &["uda/control/response-version"],
    }
    ResponseNameLowerCase {
        id: "response-name-lower-case",
        breaks: "UDA-CTRL-29",
        does: "writes `response` behind the action's name",
        caught_by: &["uda/control/response-element"],
    }
    NonAsciiLost {
        id: "non-ascii-lost",
        breaks: "UDA-CTRL-54",
        does: "writes a question mark for every character beyond ASCII",
        caught_by: &["uda/control/text-beyond-ascii"],
        also_failed_by: &["5.5.6/any-script"],
    }
    ServerHeaderMissing {
        id: "server-header-missing",
        breaks: "UDA-CTRL-26",
        does: "leaves SERVER out of its answers (a shall since 1.1)",
        caught_by: &["uda/control/success-headers", "uda/eventing/subscription-answer"],
        since: "1.1",
    }
    ForeignEnvelopeTaken {
        id: "foreign-envelope-taken",
        breaks: "UDA-CTRL-05",
        does: "takes envelopes of any namespace",
        caught_by: &["uda/control/foreign-envelope"],
        since: "1.1",
    }
    EnvelopeOfSoap12 {
        id: "envelope-of-soap-1-2",
        breaks: "UDA-CTRL-05",
        does: "answers in envelopes of SOAP 1.2",
        caught_by: &["uda/control/envelope-namespace"],
        since: "1.1",
    }
    EncodingStyleDemanded {
        id: "encoding-style-demanded",
        breaks: "UDA-CTRL-07",
        does: "refuses requests without encodingStyle",
        caught_by: &["uda/control/without-encoding-style"],
        since: "1.1",
    }
    PrefixesFixed {
        id: "prefixes-fixed",
        breaks: "UDA-CTRL-10",
        does: "takes requests with the prefixes s and u only",
        caught_by: &["uda/control/other-prefixes", "uda/control/default-namespace-of-action", "uda/control/default-namespace-of-envelope"],
    }
    TwoTagsRefused {
        id: "two-tags-refused",
        breaks: "UDA-CTRL-18",
        does: "refuses an empty action element in two tags",
        caught_by: &["uda/control/empty-action-two-tags"],
    }
    ShortEmptyArgumentLost {
        id: "short-empty-argument-lost",
        breaks: "UDA-CTRL-18",
        does: "takes an empty argument in one tag for a missing one",
        caught_by: &["uda/control/empty-value-one-tag"],
    }
    XmlDeclarationDemanded {
        id: "xml-declaration-demanded",
        breaks: "UDA-CTRL-19",
        does: "refuses requests without XML declaration",
        caught_by: &["uda/control/without-xml-declaration"],
    }
    WhiteSpaceRefused {
        id: "white-space-refused",
        breaks: "UDA-CTRL-20",
        does: "refuses white space between elements",
        caught_by: &["uda/control/white-space-ignored"],
    }
    AttributesRefused {
        id: "attributes-refused",
        breaks: "UDA-CTRL-20",
        does: "refuses unknown attributes",
        caught_by: &["uda/control/foreign-attribute-ignored"],
    }
    CommentsRefused {
        id: "comments-refused",
        breaks: "UDA-CTRL-20",
        does: "refuses requests with comments",
        caught_by: &["uda/control/comment-ignored"],
        since: "1.1",
    }
    AnyMediaTypeTaken {
        id: "any-media-type-taken",
        breaks: "UDA-CTRL-21",
        does: "executes requests of any media type",
        caught_by: &["uda/control/other-media-type"],
        since: "1.1",
    }
    BrokenXmlTaken {
        id: "broken-xml-taken",
        breaks: "UDA-CTRL-24",
        does: "executes what SOAPACTION names when the body is no XML",
        caught_by: &["uda/control/not-well-formed"],
        since: "1.1",
    }
    ElementBesideResponse {
        id: "element-beside-response",
        breaks: "UDA-CTRL-08",
        does: "puts an element beside the response element",
        caught_by: &["uda/control/one-element-in-body"],
    }
    OutArgumentTwice {
        id: "out-argument-twice",
        breaks: "UDA-CTRL-31",
        does: "writes every out argument twice",
        caught_by: &["uda/control/out-arguments"],
    }
    EmptyResponseMissing {
        id: "empty-response-missing",
        breaks: "UDA-CTRL-32",
        does: "answers with an empty Body where there is no out argument",
        caught_by: &["uda/control/empty-response"],
    }
    FaultstringMissing {
        id: "faultstring-missing",
        breaks: "UDA-CTRL-36",
        does: "leaves faultstring out",
        caught_by: &["uda/control/fault-parts"],
    }
    FaultsInLatin1 {
        id: "faults-in-latin-1",
        breaks: "UDA-CTRL-54",
        does: "writes errorDescription in Latin-1",
        caught_by: &["uda/control/utf-8"],
    }
    FaultTypeHtml {
        id: "fault-type-html",
        breaks: "UDA-CTRL-56",
        does: "calls its faults text/html",
        caught_by: &["uda/control/fault-headers"],
    }
    AnswerTypePlain {
        id: "answer-type-plain",
        breaks: "UDA-CTRL-26",
        does: "calls its control answers text/plain",
        caught_by: &["uda/control/success-headers"],
    }
    LengthBesideChunks {
        id: "length-beside-chunks",
        breaks: "UDA-DESC-04",
        does: "sends CONTENT-LENGTH beside chunks",
        caught_by: &["uda/control/framing"],
    }
    ChunkedRequestRefused {
        id: "chunked-request-refused",
        breaks: "UDA-CTRL-46",
        does: "answers 411 to requests in chunks",
        caught_by: &["uda/control/chunked-request"],
        since: "1.1",
    }
    ExpectationUnmet {
        id: "expectation-unmet",
        breaks: "UDA-CTRL-47",
        does: "waits for the body where 100 Continue was asked for",
        caught_by: &["uda/control/expect-continue"],
        since: "1.1",
    }
    SecondActionRefused {
        id: "second-action-refused",
        breaks: "UDA-CTRL-48",
        does: "takes one action a connection and refuses the next",
        caught_by: &["uda/control/two-actions-one-connection"],
    }
    Http10Refused {
        id: "http-1-0-refused",
        breaks: "UDA-CTRL-48",
        does: "refuses actions by HTTP/1.0",
        caught_by: &["uda/control/http-1-0-request"],
    }
    HeaderCaseMatters {
        id: "header-case-matters",
        breaks: "UDA-CTRL-49",
        does: "knows SOAPACTION in capital letters only",
        caught_by: &["uda/control/header-names-any-case"],
    }
    UnknownHeadersRefused {
        id: "unknown-headers-refused",
        breaks: "UDA-CTRL-49",
        does: "refuses requests with a vendor's header",
        caught_by: &["uda/control/unknown-headers-ignored"],
    }
    AnyMethodTaken {
        id: "any-method-taken",
        breaks: "UDA-CTRL-50",
        does: "answers an unknown method with success",
        caught_by: &["uda/control/other-methods"],
        since: "1.1",
    }
    AnyPathTaken {
        id: "any-path-taken",
        breaks: "UDA-CTRL-51",
        does: "takes actions under any path",
        caught_by: &["uda/control/unknown-path"],
        since: "1.1",
    }
    CharacterReferencesUnread {
        id: "character-references-unread",
        breaks: "UDA-CTRL-55",
        does: "does not resolve character references",
        caught_by: &["uda/control/character-references"],
    }
    CdataUnread {
        id: "cdata-unread",
        breaks: "UDA-CTRL-55",
        does: "skips CDATA sections",
        caught_by: &["uda/control/cdata-argument"],
        since: "1.1",
    }
    ContentTypePlain {
        id: "content-type-plain",
        breaks: "UDA-DESC-03",
        does: "sends its descriptions as text/plain",
        caught_by: &["uda/description/content-type"],
    }
    FriendlyNameTwice {
        id: "friendly-name-twice",
        breaks: "UDA-DESC-24",
        does: "has two friendlyName elements",
        caught_by: &["uda/description/required-elements"],
    }
    ServiceIdOther {
        id: "service-id-other",
        breaks: "UDA-DESC-31",
        does: "calls its service urn:upnp-org:serviceId:Messages (a fail since 1.1)",
        caught_by: &["uda/description/service-id"],
        since: "1.1",
    }
    ScpdLacksDeleteMessage {
        id: "scpd-lacks-delete-message",
        breaks: "M-T9-DeleteMessage",
        does: "does not declare the required action DeleteMessage",
        caught_by: &["5.5/delete-message-declared"],
    }
    ScpdVariableMissing {
        id: "scpd-variable-missing",
        breaks: "M-T1-A_ARG_TYPE_MessageID",
        does: "does not declare the state variable of message ids",
        caught_by: &["5.3.1/message-id-declared"],
    }
    ScpdVariableNotString {
        id: "scpd-variable-not-string",
        breaks: "M-T1-type",
        does: "declares a message id as a number",
        caught_by: &["5.3.1/data-types"],
    }
    ScpdSendEventsLeftOut {
        id: "scpd-send-events-left-out",
        breaks: "UDA-SCPD-15",
        does: "leaves sendEvents out where it means no",
        caught_by: &["uda/scpd/send-events"],
    }
    ScpdOutBeforeIn {
        id: "scpd-out-before-in",
        breaks: "UDA-SCPD-07",
        does: "declares out arguments before in arguments",
        caught_by: &["uda/scpd/direction"],
    }
    DescribedAsVersionOne {
        id: "described-as-version-one", breaks: "M-5.1-1",
        does: "describes itself as version 1 of the service",
        caught_by: &["5.1/described"],
        also_failed_by: &[
            "uda/discovery/all",
            "uda/discovery/unknown-targets",
            "uda/discovery/announced-set",
        ],
    }
    IdentityNotImplemented {
        id: "identity-not-implemented", breaks: "UDA-SCPD-23",
        does: "answers 602 to GetTelephonyIdentity, which it declares",
        caught_by: &["5.5.1/declared-and-there", "5.5.1/identity"],
    }
    ScpdVendorActionUnmarked {
        id: "scpd-vendor-action-unmarked", breaks: "M-4.3-1",
        does: "declares an action of its own without X_",
        caught_by: &["uda/scpd/vendor-names"],
    }
    ScpdRelatedVariableMissing {
        id: "scpd-related-variable-missing", breaks: "M-T1-related",
        does: "does not declare the optional variable of an argument",
        caught_by: &["5.3.1/related-variables-declared"],
    }
    ScpdArgumentsSwapped {
        id: "scpd-arguments-swapped", breaks: "M-T9-args",
        does: "declares the in arguments of SearchMessages in another order",
        caught_by: &["5.5.4/arguments"],
    }
    ScpdArgumentRenamed {
        id: "scpd-argument-renamed", breaks: "M-T9-args",
        does: "declares the out argument of SearchMessages by another name",
        caught_by: &["5.5.4/arguments"],
    }
    ScpdArgumentOtherVariable {
        id: "scpd-argument-other-variable", breaks: "M-T9-args",
        does: "relates the argument of LeaveSession to the message id",
        caught_by: &["5.5.14/arguments"],
    }
    ScpdNotEvented {
        id: "scpd-not-evented", breaks: "M-5.4-1",
        does: "declares NewMessages as not evented",
        caught_by: &["6/evented-variables"],
    }
    ScpdAllEvented {
        id: "scpd-argument-type-evented", breaks: "M-5.4-1",
        does: "declares an argument type as evented",
        caught_by: &["6/evented-variables"],
    }
    ScpdFolderMissing {
        id: "scpd-folder-missing", breaks: "M-6-1",
        does: "leaves Outgoing out of the allowed folders",
        caught_by: &["6/allowed-values-message-folder"],
    }
    ScpdStatusAdded {
        id: "scpd-status-added", breaks: "M-6-1",
        does: "allows a session status of its own",
        caught_by: &["6/allowed-values-session-status"],
    }
    ScpdClassMisspelt {
        id: "scpd-class-misspelt", breaks: "M-6-1",
        does: "allows FileTransfer instead of File-Transfer",
        caught_by: &["6/allowed-values-session-class"],
    }
    ScpdDefaultOther {
        id: "scpd-default-other", breaks: "M-6-1",
        does: "has Sent as default of the folder",
        caught_by: &["6/default-message-folder"],
    }
    InitialEventMissing {
        id: "initial-event-missing",
        breaks: "UDA-EVNT-19",
        does: "sends no initial event",
        caught_by: &["uda/eventing/initial-event"],
    }
    SeqStartsAtOne {
        id: "seq-starts-at-one",
        breaks: "UDA-EVNT-33",
        does: "numbers events from 1",
        caught_by: &["uda/eventing/sequence"],
    }
    SidChangesOnRenewal {
        id: "sid-changes-on-renewal",
        breaks: "UDA-EVNT-22",
        does: "gives a subscription another SID when it is renewed",
        caught_by: &["uda/eventing/renewal"],
    }
    UnknownSidRenewed {
        id: "unknown-sid-renewed",
        breaks: "UDA-EVNT-24",
        does: "renews subscriptions that it does not have",
        caught_by: &["uda/eventing/unknown-sid-renewed"],
    }
    UnsubscribeIgnored {
        id: "unsubscribe-ignored",
        breaks: "UDA-EVNT-26",
        does: "accepts a cancellation and goes on sending events",
        caught_by: &["uda/eventing/unsubscribe"],
    }
    SidWithCallbackTaken {
        id: "sid-with-callback-taken",
        breaks: "UDA-EVNT-13",
        does: "renews a subscription although NT or CALLBACK stand beside its SID",
        caught_by: &["uda/eventing/sid-with-other-headers"],
    }
    AnyNotificationTypeTaken {
        id: "any-notification-type-taken",
        breaks: "UDA-EVNT-15",
        does: "subscribes to any NT",
        caught_by: &["uda/eventing/other-notification-type"],
    }
    OneSubscriberNotified {
        id: "one-subscriber-notified",
        breaks: "UDA-EVNT-40",
        does: "sends an event to one of the subscriptions of a control point",
        caught_by: &["uda/eventing/every-subscriber"],
    }
    EventsTooFast {
        id: "events-too-fast",
        breaks: "M-5.4-2",
        does: "sends an event for every change at once",
        caught_by: &["5.4.1/interval", "5.4.2/interval"],
    }
    EventUnescaped {
        id: "event-unescaped",
        breaks: "UDA-EVNT-38",
        does: "puts XML documents into events without escaping them",
        caught_by: &["uda/eventing/values-escaped-once"],
    }
    EventEscapedTwice {
        id: "event-escaped-twice",
        breaks: "UDA-EVNT-38",
        does: "escapes the values in events twice",
        caught_by: &["uda/eventing/values-escaped-once"],
    }
    ArgumentTypeEvented {
        id: "argument-type-evented",
        breaks: "UDA-EVNT-37",
        does: "adds a variable to its events that is not evented",
        caught_by: &["uda/eventing/evented-variables-only"],
    }
    CallbackQueryLost {
        id: "callback-query-lost",
        breaks: "UDA-EVNT-05",
        does: "forgets the query of a callback URL",
        caught_by: &["uda/eventing/callback-whole"],
    }
    FailedDeliveryEndsSubscription {
        id: "failed-delivery-ends-subscription",
        breaks: "UDA-EVNT-47",
        does: "drops a subscription when one event cannot be delivered (a shall since 1.1)",
        caught_by: &["uda/eventing/subscriber-error"],
        since: "1.1",
    }
    SidWithoutScheme {
        id: "sid-without-scheme",
        breaks: "UDA-EVNT-08",
        does: "leaves uuid: out of its SIDs",
        caught_by: &["uda/eventing/sid-form"],
    }
    SidReused {
        id: "sid-reused",
        breaks: "UDA-EVNT-08",
        does: "gives a subscriber the SID of the subscription that he cancelled",
        caught_by: &["uda/eventing/sid-unique"],
    }
    NoTimeGranted {
        id: "no-time-granted",
        breaks: "UDA-EVNT-09",
        does: "grants subscriptions for no time at all",
        caught_by: &["uda/eventing/granted-time"],
    }
    InfiniteGranted {
        id: "infinite-granted",
        breaks: "UDA-EVNT-10",
        does: "grants an infinite time where it is asked for",
        caught_by: &["uda/eventing/infinite-time"],
        since: "1.1",
    }
    TimeoutDemanded {
        id: "timeout-demanded",
        breaks: "UDA-EVNT-11",
        does: "refuses subscriptions without TIMEOUT",
        caught_by: &["uda/eventing/without-timeout"],
    }
    SubscriptionUnframed {
        id: "subscription-unframed",
        breaks: "UDA-EVNT-07",
        does: "answers SUBSCRIBE without a length and keeps the connection",
        caught_by: &["uda/eventing/subscription-answer-framing"],
        since: "1.1",
    }
    StateVariableForgotten {
        id: "state-variable-forgotten",
        breaks: "UDA-EVNT-12",
        does: "accepts the variables asked for and events all",
        caught_by: &["uda/eventing/state-variable-asked"],
        since: "2.0",
    }
    NoCallbackTaken {
        id: "no-callback-taken",
        breaks: "UDA-EVNT-14",
        does: "subscribes without a callback URL",
        caught_by: &["uda/eventing/no-usable-callback"],
    }
    MissingTypeTaken {
        id: "missing-type-taken",
        breaks: "UDA-EVNT-16",
        does: "subscribes without NT",
        caught_by: &["uda/eventing/missing-notification-type"],
    }
    BareSubscribeTaken {
        id: "bare-subscribe-taken",
        breaks: "UDA-EVNT-25",
        does: "answers success to a SUBSCRIBE that says nothing",
        caught_by: &["uda/eventing/bare-subscribe"],
    }
    CancellationWithTypeTaken {
        id: "cancellation-with-type-taken",
        breaks: "UDA-EVNT-27",
        does: "cancels although NT or CALLBACK stand beside the SID",
        caught_by: &["uda/eventing/cancellation-with-other-headers"],
    }
    UnknownSidCancelled {
        id: "unknown-sid-cancelled",
        breaks: "UDA-EVNT-27",
        does: "answers success to the cancellation of what it does not have",
        caught_by: &["uda/eventing/unknown-sid-cancelled"],
    }
    AnyEventPathTaken {
        id: "any-event-path-taken",
        breaks: "UDA-EVNT-30",
        does: "takes subscriptions under any path",
        caught_by: &["uda/eventing/unknown-path"],
        since: "1.1",
    }
    AnyEventMethodTaken {
        id: "any-event-method-taken",
        breaks: "UDA-EVNT-30",
        does: "answers an unknown method at the eventing URL with success",
        caught_by: &["uda/eventing/other-methods"],
        since: "1.1",
    }
    InitialEventFirst {
        id: "initial-event-first",
        breaks: "UDA-EVNT-20",
        does: "sends the initial event before the answer to the subscription",
        caught_by: &["uda/eventing/initial-event-after-answer"],
        since: "2.0",
    }
    InitialEventAgain {
        id: "initial-event-again",
        breaks: "UDA-EVNT-22",
        does: "sends another initial event after a renewal",
        caught_by: &["uda/eventing/renewal"],
    }
    SeqSkipsOnRenewal {
        id: "seq-skips-on-renewal",
        breaks: "UDA-EVNT-23",
        does: "skips a number when a subscription is renewed",
        caught_by: &["uda/eventing/sequence-after-renewal"],
    }
    SeqSkips {
        id: "seq-skips",
        breaks: "UDA-EVNT-33",
        does: "numbers events 0, 1, 3",
        caught_by: &["uda/eventing/sequence"],
    }
    SubtypeMissing {
        id: "subtype-missing",
        breaks: "UDA-EVNT-31",
        does: "leaves NTS out of its notifications",
        caught_by: &["uda/eventing/notification-headers"],
    }
    ChunksToOldSubscribers {
        id: "chunks-to-old-subscribers",
        breaks: "UDA-EVNT-32",
        does: "sends events in chunks to who subscribed by HTTP/1.0",
        caught_by: &["uda/eventing/events-for-http-1-0"],
        since: "1.1",
    }
    EventNamespaceOther {
        id: "event-namespace-other",
        breaks: "UDA-EVNT-35",
        does: "writes events in another namespace",
        caught_by: &["uda/eventing/property-set"],
    }
    VariablesQualified {
        id: "variables-qualified",
        breaks: "UDA-EVNT-35",
        does: "writes the variables of an event in a namespace",
        caught_by: &["uda/eventing/property-set"],
        since: "1.1",
    }
    VariableTwice {
        id: "variable-twice",
        breaks: "UDA-EVNT-36",
        does: "writes a variable twice in an event",
        caught_by: &["uda/eventing/variable-once"],
    }
    EventsInLatin1 {
        id: "events-in-latin-1",
        breaks: "UDA-EVNT-56",
        does: "has Latin-1 in its events",
        caught_by: &["uda/eventing/utf-8"],
    }
    DeepNestingKills {
        id: "deep-nesting-kills",
        breaks: "UDA-DESC-01",
        does: "serves nothing any more after elements nested very deeply",
        caught_by: &["uda/security/deep-nesting"],
    }
    EntitiesKill {
        id: "entities-kill",
        breaks: "UDA-DESC-01",
        does: "serves nothing any more after a request that declares entities",
        caught_by: &["uda/security/entity-expansion"],
    }
    OtherEncodingsKill {
        id: "other-encodings-kill",
        breaks: "UDA-DESC-01",
        does: "serves nothing any more after a request that is not in UTF-8",
        caught_by: &["uda/security/other-encodings"],
    }
    HostlessCallbackKills {
        id: "hostless-callback-kills",
        breaks: "UDA-DESC-01",
        does: "serves nothing any more after a callback URL without a host",
        caught_by: &["uda/security/odd-callbacks"],
    }
    ServiceUnannounced {
        id: "service-unannounced",
        breaks: "UDA-DISC-08",
        does: "does not announce its service",
        caught_by: &["uda/discovery/announced-set", "uda/discovery/all"],
    }
    UsnWithoutType {
        id: "usn-without-type",
        breaks: "UDA-DISC-16",
        does: "puts its UDN alone into every USN",
        caught_by: &["uda/discovery/usn"],
        also_failed_by: &["uda/discovery/answer-values"],
    }
    MaxAgeZero {
        id: "max-age-zero",
        breaks: "UDA-DISC-53",
        does: "announces itself for no time at all",
        caught_by: &["uda/discovery/answer-values"],
    }
    SearchAnswerWithoutExt {
        id: "search-answer-without-ext",
        breaks: "UDA-DISC-40",
        does: "leaves EXT out of search answers",
        caught_by: &["uda/discovery/answer-headers"],
    }
    HigherVersionAnswered {
        id: "higher-version-answered",
        breaks: "UDA-DISC-47",
        does: "answers searches for versions that it does not have",
        caught_by: &["uda/discovery/unknown-targets"],
    }
    BootIdDiffers {
        id: "boot-id-differs",
        breaks: "UDA-DISC-18",
        does: "names another boot number in search answers than in announcements (since 1.1)",
        caught_by: &["uda/discovery/boot-id"],
        since: "1.1",
    }

    // Discovery, description and service description.
    LowerVersionAnnounced {
        id: "lower-version-announced",
        breaks: "UDA-DISC-09",
        does: "announces version 1 of its service as well",
        caught_by: &["uda/discovery/highest-version-announced"],
    }
    AnnouncedWithoutServer {
        id: "announced-without-server",
        breaks: "UDA-DISC-10",
        does: "leaves SERVER out of announcements",
        caught_by: &["uda/discovery/announced-headers"],
    }
    AnnouncedWithoutConfigId {
        id: "announced-without-config-id",
        breaks: "UDA-DISC-11",
        does: "leaves CONFIGID.UPNP.ORG out of announcements",
        caught_by: &["uda/discovery/announced-numbers"],
        since: "1.1",
    }
    AnnouncedHostOther {
        id: "announced-host-other",
        breaks: "UDA-DISC-12",
        does: "names another port in HOST of announcements",
        caught_by: &["uda/discovery/announced-host"],
    }
    CacheControlMore {
        id: "cache-control-more",
        breaks: "UDA-DISC-13",
        does: "adds a directive to CACHE-CONTROL of announcements",
        caught_by: &["uda/discovery/cache-control"],
        since: "1.1",
    }
    AnnouncedLocationElsewhere {
        id: "announced-location-elsewhere",
        breaks: "UDA-DISC-15",
        does: "announces a LOCATION where nothing is",
        caught_by: &["uda/discovery/location"],
    }
    AnnouncedServerOther {
        id: "announced-server-other",
        breaks: "UDA-DISC-17",
        does: "announces a SERVER that does not name UPnP",
        caught_by: &["uda/discovery/server"],
    }
    AnnouncedConfigIdDiffers {
        id: "announced-config-id-differs",
        breaks: "UDA-DISC-19",
        does: "announces another CONFIGID.UPNP.ORG than configId of its description",
        caught_by: &["uda/discovery/config-id"],
        since: "1.1",
    }
    ByebyeIncomplete {
        id: "byebye-incomplete",
        breaks: "UDA-DISC-22",
        does: "says byebye for a part of what it has announced",
        caught_by: &["uda/discovery/byebye"],
    }
    NotifyAnswered {
        id: "notify-answered",
        breaks: "UDA-DISC-27",
        does: "answers notifications",
        caught_by: &["uda/discovery/notify-unanswered"],
        since: "1.1",
    }
    UuidOfOtherForm {
        id: "uuid-of-other-form",
        breaks: "UDA-DISC-07",
        does: "has a UUID that is a word",
        caught_by: &["uda/discovery/uuid-form"],
        since: "1.1",
    }
    BootIdStays {
        id: "boot-id-stays",
        breaks: "UDA-DISC-18",
        does: "keeps its boot number over a restart",
        caught_by: &["uda/discovery/boot-id-grows"],
        since: "1.1",
    }
    SearchHeadersByCase {
        id: "search-headers-by-case",
        breaks: "UDA-DISC-03",
        does: "reads the headers of a search in capital letters alone",
        caught_by: &["uda/discovery/header-names"],
    }
    SearchWithUnknownHeaderDropped {
        id: "search-with-unknown-header-dropped",
        breaks: "UDA-DISC-04",
        does: "drops searches with headers that it does not know",
        caught_by: &["uda/discovery/unknown-headers"],
    }
    ManNotRead {
        id: "man-not-read",
        breaks: "UDA-DISC-34",
        does: "answers searches whatever MAN says",
        caught_by: &["uda/discovery/man"],
        since: "1.1",
    }
    SearchWithoutMxAnswered {
        id: "search-without-mx-answered",
        breaks: "UDA-DISC-35",
        does: "answers multicast searches without MX",
        caught_by: &["uda/discovery/mx-missing"],
        since: "1.1",
    }
    SearchWithWordMxAnswered {
        id: "search-with-word-mx-answered",
        breaks: "UDA-DISC-52",
        does: "answers multicast searches whose MX is a word",
        caught_by: &["uda/discovery/mx-not-a-number"],
        since: "1.1",
    }
    AnswersToPort1900 {
        id: "answers-to-port-1900",
        breaks: "UDA-DISC-37",
        does: "sends its answers to port 1900 of the asker",
        caught_by: &["uda/discovery/answers"],
    }
    AnswerWithoutBootId {
        id: "answer-without-boot-id",
        breaks: "UDA-DISC-41",
        does: "leaves BOOTID.UPNP.ORG out of search answers",
        caught_by: &["uda/discovery/answer-boot-id"],
        since: "1.1",
    }
    AllIncomplete {
        id: "search-for-all-incomplete",
        breaks: "UDA-DISC-42",
        does: "leaves its service out when everything is searched for",
        caught_by: &["uda/discovery/all"],
    }
    RootDeviceNotFound {
        id: "root-device-not-found",
        breaks: "UDA-DISC-43",
        does: "does not answer searches for root devices",
        caught_by: &["uda/discovery/root-device"],
    }
    ServiceTypeNotFound {
        id: "service-type-not-found",
        breaks: "UDA-DISC-45",
        does: "does not answer searches for its service",
        caught_by: &["uda/discovery/types"],
    }
    LowerVersionNotFound {
        id: "lower-version-not-found",
        breaks: "UDA-DISC-46",
        does: "does not answer searches for lower versions",
        caught_by: &["uda/discovery/lower-version"],
        since: "1.1",
    }
    LowerVersionAnsweredAsOwn {
        id: "lower-version-answered-as-own",
        breaks: "UDA-DISC-46",
        does: "answers searches for lower versions under its own",
        caught_by: &["uda/discovery/lower-version"],
        since: "1.1",
    }
    AnswerLocationElsewhere {
        id: "answer-location-elsewhere",
        breaks: "UDA-DISC-48",
        does: "answers searches with a LOCATION where nothing is",
        caught_by: &["uda/discovery/answer-location"],
    }
    AnswerServerOther {
        id: "answer-server-other",
        breaks: "UDA-DISC-53",
        does: "answers searches with a SERVER that does not name UPnP",
        caught_by: &["uda/discovery/answer-values"],
    }
    ChunksForHttp10 {
        id: "chunks-for-http-1-0",
        breaks: "UDA-DESC-05",
        does: "sends its descriptions in chunks to those who ask by HTTP/1.0",
        caught_by: &["uda/description/http-1-0"],
        since: "1.1",
    }
    LanguageUnsaid {
        id: "language-unsaid",
        breaks: "UDA-DESC-06",
        does: "never says CONTENT-LANGUAGE",
        caught_by: &["uda/description/language"],
        since: "1.1",
    }
    UnknownMethodServed {
        id: "unknown-method-served",
        breaks: "UDA-DESC-08",
        does: "serves its descriptions to any method",
        caught_by: &["uda/description/unknown-method"],
        since: "1.1",
    }
    GarbageAnswered {
        id: "garbage-answered",
        breaks: "UDA-DESC-09",
        does: "answers 200 to what is no request",
        caught_by: &["uda/description/garbage"],
        since: "1.1",
    }
    RedirectFound {
        id: "redirect-302",
        breaks: "UDA-DESC-11",
        does: "redirects with 302 to its description",
        caught_by: &["uda/description/redirect"],
        since: "2.0",
    }
    CloseIgnored {
        id: "close-ignored",
        breaks: "UDA-DESC-12",
        does: "keeps connections open when it was asked to close them",
        caught_by: &["uda/description/connection-close"],
        since: "1.1",
    }
    UnknownHeaderRefused {
        id: "unknown-header-refused",
        breaks: "UDA-DESC-17",
        does: "refuses requests for descriptions with headers that it does not know",
        caught_by: &["uda/description/header-names"],
    }
    DescriptionNamespaceOther {
        id: "description-namespace-other",
        breaks: "UDA-DESC-20",
        does: "describes itself in another namespace",
        caught_by: &["uda/description/root-element"],
    }
    DescriptionConfigIdMissing {
        id: "description-config-id-missing",
        breaks: "UDA-DESC-21",
        does: "has no configId in its description",
        caught_by: &["uda/description/config-id"],
        since: "1.1",
    }
    DescriptionSpecVersionMissing {
        id: "description-spec-version-missing",
        breaks: "UDA-DESC-22",
        does: "has no specVersion in its description",
        caught_by: &["uda/description/spec-version"],
    }
    UrlBaseSent {
        id: "url-base-sent",
        breaks: "UDA-DESC-23",
        does: "has a URLBase in its description",
        caught_by: &["uda/description/url-base"],
        since: "2.0",
    }
    ModelNameMissing {
        id: "model-name-missing",
        breaks: "UDA-DESC-24",
        does: "has no modelName",
        caught_by: &["uda/description/required-elements"],
    }
    ScpdUrlTwice {
        id: "scpd-url-twice",
        breaks: "UDA-DESC-32",
        does: "has two SCPDURL elements for its service",
        caught_by: &["uda/description/service-urls"],
    }
    ScpdNamespaceOther {
        id: "scpd-namespace-other",
        breaks: "UDA-SCPD-01",
        does: "describes its service in another namespace",
        caught_by: &["uda/scpd/root-element"],
    }
    ScpdConfigIdDiffers {
        id: "scpd-config-id-differs",
        breaks: "UDA-SCPD-02",
        does: "has another configId in its service description",
        caught_by: &["uda/scpd/config-id"],
        since: "1.1",
    }
    ScpdActionTwice {
        id: "scpd-action-twice",
        breaks: "UDA-SCPD-05",
        does: "declares an action twice",
        caught_by: &["uda/scpd/action"],
    }
    ScpdArgumentTwice {
        id: "scpd-argument-twice",
        breaks: "UDA-SCPD-06",
        does: "declares an argument twice",
        caught_by: &["uda/scpd/argument"],
    }
    ScpdRetvalOnIn {
        id: "scpd-retval-on-in-argument",
        breaks: "UDA-SCPD-08",
        does: "marks an in argument as return value",
        caught_by: &["uda/scpd/retval"],
    }
    ScpdNameWithHyphen {
        id: "scpd-name-with-hyphen",
        breaks: "UDA-SCPD-10",
        does: "declares an action of its own with a hyphen in its name",
        caught_by: &["uda/scpd/name-form"],
    }
    ScpdVendorArgument {
        id: "scpd-vendor-argument",
        breaks: "UDA-SCPD-13",
        does: "adds an argument to an action of the standard",
        caught_by: &["uda/scpd/vendor-arguments"],
    }
    ScpdVariableTwice {
        id: "scpd-variable-twice",
        breaks: "UDA-SCPD-14",
        does: "declares a state variable twice",
        caught_by: &["uda/scpd/state-table"],
    }
    ScpdMulticast {
        id: "scpd-multicast",
        breaks: "UDA-SCPD-16",
        does: "declares a state variable as evented by multicast",
        caught_by: &["uda/scpd/multicast"],
        since: "1.1",
    }
    ScpdDataTypeUnknown {
        id: "scpd-data-type-unknown",
        breaks: "UDA-SCPD-17",
        does: "declares a variable of its own with an unknown data type",
        caught_by: &["uda/scpd/data-type"],
    }
    ScpdDefaultUnfit {
        id: "scpd-default-unfit",
        breaks: "UDA-SCPD-19",
        does: "declares a number of its own whose default is a word",
        caught_by: &["uda/scpd/default-value"],
    }
    ScpdListForNumber {
        id: "scpd-list-for-number",
        breaks: "UDA-SCPD-20",
        does: "declares a number of its own with a list of allowed values",
        caught_by: &["uda/scpd/allowed-values"],
    }
    ScpdRangeEmpty {
        id: "scpd-range-empty",
        breaks: "UDA-SCPD-22",
        does: "declares a range of its own whose minimum is its maximum",
        caught_by: &["uda/scpd/range"],
    }
    ScpdLocalized {
        id: "scpd-localized",
        breaks: "UDA-SCPD-25",
        does: "tells in its service description which language was asked for",
        caught_by: &["uda/scpd/without-locale"],
    }
}
