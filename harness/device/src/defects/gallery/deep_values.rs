//! Deep defects of values: what was given does not come back as it was.

macro_rules! deep_values {
    ($join:ident $before:tt) => {
        $join! { $before
            SentLineBreaksLost {
                id: "sent-line-breaks-lost", breaks: "M-5.5.6-6",
                does: "stores a blank for each line break of a text; seen by sending a text of two lines and reading it",
                depth: Depth::Deep,
            }
            SentOuterBlanksLost {
                id: "sent-outer-blanks-lost", breaks: "M-5.5.6-6",
                does: "trims the text of what was sent; seen by sending a text that begins or ends with blanks and reading it",
                depth: Depth::Deep,
            }
            SentLettersComposed {
                id: "sent-letters-composed", breaks: "M-5.5.6-6",
                does: "composes decomposed letters; seen by sending `e` with a combining acute accent and reading it",
                depth: Depth::Deep,
            }
            SentSubjectCutAtAmpersand {
                id: "sent-subject-cut-at-ampersand", breaks: "M-5.5.6-6",
                does: "keeps a subject up to its first `&`; seen by sending a subject with `&` and reading it",
                depth: Depth::Deep,
            }
            SentAstralReplaced {
                id: "sent-astral-replaced", breaks: "M-5.5.6-6",
                does: "stores U+FFFD for a character beyond the Basic Multilingual Plane; seen by sending such a character and reading it",
                depth: Depth::Deep,
            }
            SentLongTextCut {
                id: "sent-long-text-cut", breaks: "M-5.5.6-6",
                does: "keeps the first 2000 characters of a text; seen by sending a longer one and reading it",
                depth: Depth::Deep,
            }
            SecondCcLost {
                id: "second-cc-lost", breaks: "M-5.5.6-6",
                does: "keeps the first recipientCc alone; seen by sending an e-Mail with two of them and reading it",
                depth: Depth::Deep,
            }
            EleventhRecipientLost {
                id: "eleventh-recipient-lost", breaks: "M-5.5.6-6",
                does: "keeps ten of the recipientTo; seen by sending to eleven and reading the message",
                depth: Depth::Deep,
            }
            SentPeerNameLost {
                id: "sent-peer-name-lost", breaks: "M-5.5.6-6",
                does: "forgets the names of recipients; seen by sending to a peer with a name and reading the message",
                depth: Depth::Deep,
            }
            BccShownAsCc {
                id: "bcc-shown-as-cc", breaks: "M-5.5.6-6",
                does: "stores each recipientBcc as recipientCc; seen by sending an e-Mail with both and reading it",
                depth: Depth::Deep,
            }
            SentSizeWraps {
                id: "sent-size-wraps", breaks: "M-5.5.6-6",
                does: "stores an attachment's size modulo 2^32; seen by sending an attachment of more than that and reading the message",
                depth: Depth::Deep,
            }
            SentTypeParametersLost {
                id: "sent-type-parameters-lost", breaks: "M-5.5.6-6",
                does: "forgets the parameters of an attachment's MIME type; seen by sending `text/plain; charset=utf-8` and reading the message",
                depth: Depth::Deep,
            }
            ThirdAttachmentLost {
                id: "third-attachment-lost", breaks: "M-5.5.6-6",
                does: "keeps two attachments; seen by sending three and reading the message",
                depth: Depth::Deep,
            }
            ReplyIdLosesSession {
                id: "reply-id-loses-session", breaks: "M-5.5.6-6",
                does: "keeps of a replyMessageID in session mode what follows the dot; seen by answering a message of a session and reading the answer",
                caught_by: &["5.5.6/in-session-reply-id"],
                depth: Depth::Deep,
            }
            ArrivalRecipientsReplaced {
                id: "arrival-recipients-replaced", breaks: "M-5.5.5-1",
                does: "shows its own address as the recipient of what arrives; seen by a message that comes in for another address",
                depth: Depth::Deep,
            }
            ArrivalSenderNameLost {
                id: "arrival-sender-name-lost", breaks: "M-5.5.5-1",
                does: "forgets the name of the sender; seen by a message from a peer with a name that is read",
                depth: Depth::Deep,
            }
            ArrivalOuterBlanksLost {
                id: "arrival-outer-blanks-lost", breaks: "M-5.5.5-1",
                does: "trims the text of what arrives; seen by a text that begins or ends with blanks that is read",
                depth: Depth::Deep,
            }
            ArrivalSizeWraps {
                id: "arrival-size-wraps", breaks: "M-5.5.5-1",
                does: "stores the size of an incoming attachment modulo 2^32; seen by a message with an attachment of more than that",
                depth: Depth::Deep,
            }
            SessionSubjectTrimmed {
                id: "session-subject-trimmed", breaks: "M-5.5.8-3",
                does: "trims the subject that a session is created with; seen by a subject with outer blanks in GetSessions",
                depth: Depth::Deep,
            }
            SessionTypeParametersLost {
                id: "session-type-parameters-lost", breaks: "M-5.5.8-3",
                does: "forgets the parameters of a session's content types; seen by creating a session with `text/plain;charset=utf-8`",
                depth: Depth::Deep,
            }
            SessionCcShownAsTo {
                id: "session-cc-shown-as-to", breaks: "M-5.5.8-3",
                does: "invites each recipientCc of a session as recipientTo; seen by creating an e-Mail session with both",
                depth: Depth::Deep,
            }
            MetadataTypeParametersLost {
                id: "metadata-type-parameters-lost", breaks: "M-5.5.18-1",
                does: "forgets the parameters of a fileType; seen by a transfer of `text/plain;charset=utf-8` whose session is closed and asked for",
                depth: Depth::Deep,
            }
            MetadataLinkQueryLost {
                id: "metadata-link-query-lost", breaks: "M-5.5.18-1",
                does: "cuts a fileLink at its query; seen by a transfer from a link with a query whose session is closed and asked for",
                depth: Depth::Deep,
            }
            SentApostrophesDoubled {
                id: "sent-apostrophes-doubled", breaks: "M-5.5.6-6",
                does: "stores two apostrophes for each in a text; seen by sending a text with an apostrophe and reading it",
                depth: Depth::Deep,
            }
            SentPercentDecoded {
                id: "sent-percent-decoded", breaks: "M-5.5.6-6",
                does: "takes `%` and two hexadecimal digits in a text for the character of that number; seen by sending `100%25` and reading it",
                depth: Depth::Deep,
            }
            SentZeroLost {
                id: "sent-zero-lost", breaks: "M-5.5.6-6",
                does: "takes a text `0` for none; seen by sending it and reading the message",
                caught_by: &["5.5.6/text-like-nothing"],
                depth: Depth::Deep,
            }
            SentNamesakesMerged {
                id: "sent-namesakes-merged", breaks: "M-5.5.6-6",
                does: "keeps the first of the recipientTo that have the same name; seen by sending to two addresses of one name and reading the message",
                depth: Depth::Deep,
            }
            ArrivalSubjectFolded {
                id: "arrival-subject-folded", breaks: "M-5.5.5-1",
                does: "shows a line break and a blank where the network folded a subject, after 60 characters; seen by a message with a longer subject that is read",
                depth: Depth::Deep,
            }
            SentTabsExpanded {
                id: "sent-tabs-expanded", breaks: "M-5.5.6-6",
                does: "stores a blank for each tab of a text; seen by sending a text with a tab and reading it",
                depth: Depth::Deep,
            }
            SentReferencesResolved {
                id: "sent-references-resolved", breaks: "M-5.5.6-6",
                does: "takes `&lt;` in a text, as it is after parsing, for `<`; seen by sending such a text and reading it",
                depth: Depth::Deep,
            }
            LikeFilesMerged {
                id: "like-files-merged", breaks: "M-5.5.6-6",
                does: "keeps the first of the attachments of one type and size; seen by sending two such files in a message and reading it",
                depth: Depth::Deep,
            }
            SessionSecondTypeLost {
                id: "session-second-type-lost", breaks: "M-5.5.8-3",
                does: "keeps the first two of the content types of a session; seen by creating one with three",
                depth: Depth::Deep,
            }
        }
    };
}
pub(super) use deep_values;
