//! Defects of capabilities, identity, ids, and the documents of 5.3.

macro_rules! documents {
    ($join:ident $before:tt) => { $join! { $before
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
                "5.3.6/session-mode-id", "5.3.6/session-mode-id-incoming", "5.3.15/list-of-messages",
                "5.3.15/messages-of-both-sides",
            ],
        }
        SessionIdPunctuated {
            id: "session-id-punctuated", breaks: "M-5.3.12-1",
            does: "puts an underscore into session ids",
            caught_by: &["5.3.12/created-id", "5.6.1.2/send-running", "5.6.1.2/start-file-transfer-running"],
            also_failed_by: &[
                "5.3.3/valid", "5.3.4/valid", "5.3.10/valid", "5.3.11/valid", "5.3.15/valid", "5.5.16/vectors-valid",
                "5.3.6/session-mode-id-incoming", "5.5.6/in-session-e-mail", "5.5.6/in-session-sms",
                "5.5.6/in-session-mms", "5.5.6/in-session-chat", "5.5.6/in-session-webpagesync",
                "5.5.6/in-session-mixed", "5.5.6/in-session-empty-class", "5.5.6/mixed-session-takes-any-class",
            ],
        }
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
    } };
}
pub(super) use documents;
