//! Defects of sending and delivering messages (5.5.6).

macro_rules! sending {
    ($join:ident $before:tt) => { $join! { $before
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
                "5.5.6/round-trip-e-mail", "5.5.6/round-trip-sms", "5.5.6/round-trip-mms",
                "5.5.6/round-trip-instant-message", "5.5.6/round-trip-webpageurl",
            ],
        }
        SendTakesNoRecipient {
            id: "send-takes-no-recipient", breaks: "M-5.5.6-703",
            does: "takes a message without the recipients its class demands",
            caught_by: &[
                "5.5.6/vectors-incomplete", "5.5.6/sms-without-recipients", "5.5.6/instant-message-without-recipients",
                "5.5.6/mms-without-recipients", "5.5.6/e-mail-without-recipients", "5.5.6/mms-without-attachments",
            ],
            also_failed_by: &["5.3.10/recipient-by-class"],
        }
        SendTakesMalformed {
            id: "send-takes-malformed", breaks: "M-5.5.6-703",
            does: "takes a message that is not well-formed and makes up the rest",
            caught_by: &[
                "5.5.6/vectors-malformed", "5.5.6/vectors-not-valid", "5.5.6/invalid-empty", "5.5.6/invalid-no-xml",
                "5.5.6/invalid-truncated", "5.5.6/invalid-crossed-tags", "5.5.6/invalid-undeclared-prefix",
                "5.5.6/invalid-undeclared-entity", "5.5.6/invalid-other-root", "5.5.6/invalid-other-namespace",
                "5.5.6/invalid-no-class-element", "5.5.6/invalid-no-recipients-list", "5.5.6/invalid-no-recipient-from",
                "5.5.6/invalid-two-recipients-from", "5.5.6/invalid-recipient-without-id", "5.5.6/invalid-text-twice",
                "5.5.6/invalid-text-first", "5.5.6/invalid-unknown-element",
                "5.5.6/invalid-attachments-without-attachment", "5.5.6/invalid-attachment-without-uri",
                "5.5.6/invalid-negative-size", "5.5.6/invalid-malformed-reply-id", "5.5.6/malformed-session-id",
            ],
        }
        SentStaysUnread {
            id: "sent-stays-unread", breaks: "M-5.5.6-3",
            does: "moves a delivered message to Sent and leaves it Unread",
            caught_by: &[
                "5.5.6/held-then-delivered", "5.5.6/sent-and-read", "5.6.1.1/delivery-outgoing",
                "5.6.1.1/delivery-closedsession",
            ],
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
                "5.5.6/in-session-e-mail", "5.5.6/in-session-sms", "5.5.6/in-session-mms", "5.5.6/in-session-chat",
                "5.5.6/in-session-webpagesync", "5.5.6/in-session-mixed", "5.5.6/mixed-session-takes-any-class",
                "5.5.6/in-session-listed-everywhere",
            ],
            also_failed_by: &[
                "5.3.6/session-mode-id", "5.3.15/list-of-messages", "5.3.15/messages-of-both-sides", "5.5.4/session",
                "5.5.4/combined-with-session", "5.5.8/first-message-decides-e-mail", "5.5.8/first-message-decides-sms",
                "5.5.8/first-message-decides-mms", "5.5.8/first-message-decides-instant-message",
                "5.5.8/first-message-decides-webpageurl", "5.6.1.2/send-closed", "5.6.1.2/send-nonexistent",
            ],
        }
        SendIntoClosed {
            id: "send-into-closed-succeeds", breaks: "M-F3-non-edges",
            does: "takes a message into a closed session",
            caught_by: &["5.6.1.2/send-closed"],
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
                "5.5.6/empty-class-e-mail", "5.5.6/empty-class-sms", "5.5.6/empty-class-mms",
                "5.5.6/empty-class-instant-message", "5.5.6/empty-class-webpageurl",
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
            caught_by: &["5.5.6/reply-id", "5.5.6/in-session-reply-id"],
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
            also_failed_by: &["5.5.6/vectors-not-valid", "5.5.6/all-vectors-not-valid"],
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
    } };
}
pub(super) use sending;
