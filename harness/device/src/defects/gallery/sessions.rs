//! Defects of sessions: created, modified, listed, closed (5.5.8, 5.5.9, 5.5.11, 5.5.12, 5.5.15).

macro_rules! sessions {
    ($join:ident $before:tt) => { $join! { $before
        CreatedSessionRunning {
            id: "created-session-running", breaks: "M-5.5.8-2",
            does: "starts a session in Running",
            caught_by: &["5.5.8/pending-chat", "5.5.8/pending-file-transfer", "5.4.2/accepted-by-peer"],
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
                "5.5.8/recipients-empty", "5.5.8/recipients-malformed", "5.5.8/recipients-plain-text",
                "5.5.8/recipients-other-document", "5.5.8/recipients-other-namespace", "5.5.8/recipients-without-from",
                "5.5.8/recipients-peer-without-id", "5.5.8/recipients-unknown-element",
            ],
            also_failed_by: &["5.5.8/vectors-malformed", "5.5.8/vectors-not-valid"],
        }
        CreateTakesAnyClass {
            id: "create-takes-any-class", breaks: "M-5.5.8-710",
            does: "creates a session of an invalid class",
            caught_by: &["5.5.8/invalid-class", "5.5.8/near-classes"],
        }
        ClassNeverDecided {
            id: "class-never-decided", breaks: "M-5.5.8-4",
            does: "leaves the class open after the first message",
            caught_by: &[
                "5.5.8/first-message-decides-e-mail", "5.5.8/first-message-decides-sms",
                "5.5.8/first-message-decides-mms", "5.5.8/first-message-decides-instant-message",
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
                "5.5.9/class-change-e-mail", "5.5.9/class-change-sms", "5.5.9/class-change-mms",
                "5.5.9/class-change-chat", "5.5.9/class-change-file-transfer", "5.5.9/class-change-webpagesync",
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
        PeerAcceptanceIgnored {
            id: "peer-acceptance-ignored", breaks: "M-F3-pending-peer-acceptance",
            does: "stays Pending when the peer accepts",
            caught_by: &["5.6.1.2/peer-accepts"],
            also_failed_by: &["5.4.2/accepted-by-peer"],
        }
        UpdatesAlwaysEmpty {
            id: "updates-always-empty", breaks: "M-5.5.11-1",
            does: "answers GetSessionUpdates with no update",
            caught_by: &[
                "5.5.11/incoming-session", "5.5.11/peer-accepts", "5.5.11/left-and-joined",
                "5.4.2/agrees-with-the-actions",
            ],
        }
        GetSessionsIgnoresClass {
            id: "get-sessions-ignores-class", breaks: "M-5.5.12-class",
            does: "lists the sessions of every class",
            caught_by: &[
                "5.5.12/by-class-e-mail", "5.5.12/by-class-sms", "5.5.12/by-class-mms", "5.5.12/by-class-chat",
                "5.5.12/by-class-file-transfer", "5.5.12/by-class-webpagesync", "5.5.12/by-class-mixed",
                "5.5.12/combined",
            ],
        }
        GetSessionsIgnoresStatus {
            id: "get-sessions-ignores-status", breaks: "M-5.5.12-status",
            does: "lists the sessions of every status",
            caught_by: &[
                "5.5.12/by-status-pending", "5.5.12/by-status-running", "5.5.12/by-status-parked", "5.5.12/combined",
                "5.5.15/listed-alike",
            ],
        }
        GetSessionsSkipsParked {
            id: "get-sessions-skips-parked", breaks: "M-5.5.12-status",
            does: "leaves Parked sessions out when no status is given",
            caught_by: &["5.5.12/no-status"],
        }
        GetSessionsFiltersById {
            id: "get-sessions-filters-by-id", breaks: "M-5.5.12-id",
            does: "heeds class and status although an id is given",
            caught_by: &["5.5.12/id-with-other-filters"],
        }
        GetSessionsUnknownEmpty {
            id: "get-sessions-unknown-empty", breaks: "M-5.5.12-706",
            does: "answers an unknown id with an empty list",
            caught_by: &["5.5.12/unknown-session", "5.5.12/impossible-session-id", "5.5.12/near-session-ids"],
        }
        ListOfMessagesReversed {
            id: "list-of-messages-reversed", breaks: "M-5.3.15-3",
            does: "lists a session's messages last first",
            caught_by: &["5.3.15/list-of-messages", "5.3.15/messages-of-both-sides"],
        }
        UnknownSession708 {
            id: "unknown-session-708", breaks: "M-5.5.13-706",
            does: "answers JoinSession on an unknown session with 708",
            caught_by: &[
                "5.5.13/impossible-session-id",
                "5.5.13/empty-session-id",
                "5.6.1.2/join-nonexistent",
                "5.5.13/near-session-ids",
            ],
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
                "5.3.8/closed-session-readable", "5.3.8/closed-session-searchable", "5.5.15/messages-in-closed-session",
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
                "5.5.8/first-message-decides-e-mail", "5.5.8/first-message-decides-sms",
                "5.5.8/first-message-decides-mms", "5.5.8/first-message-decides-instant-message",
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
                "5.5.9/class-change-e-mail", "5.5.9/class-change-sms", "5.5.9/class-change-mms",
                "5.5.9/class-change-chat", "5.5.9/class-change-file-transfer", "5.5.9/class-change-webpagesync",
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
                "5.5.9/add-malformed", "5.5.9/add-plain-text", "5.5.9/add-other-document", "5.5.9/add-other-namespace",
                "5.5.9/add-without-from", "5.5.9/add-peer-without-id", "5.5.9/add-unknown-element",
                "5.5.9/remove-malformed", "5.5.9/remove-plain-text", "5.5.9/remove-other-document",
                "5.5.9/remove-other-namespace", "5.5.9/remove-peer-without-id",
                "5.5.9/remove-unknown-element",
            ],
            also_failed_by: &[
                "5.5.9/vectors-add-malformed", "5.5.9/vectors-add-not-valid", "5.5.9/vectors-remove-malformed",
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
                "5.5.9/near-session-ids",
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
            caught_by: &["5.5.12/invalid-class", "5.5.12/near-classes"],
        }
        GetSessionsTakesAnyStatus {
            id: "get-sessions-takes-any-status", breaks: "M-5.5.12-711",
            does: "lists sessions although the status is invalid",
            caught_by: &["5.5.12/invalid-status", "5.5.12/near-statuses"],
        }
        ClosedUnknownById {
            id: "closed-unknown-by-id", breaks: "M-5.5.12-status",
            does: "lists closed sessions and does not know them by id",
            caught_by: &["5.5.15/listed-alike"],
        }
        CloseUnknownSucceeds {
            id: "close-unknown-succeeds", breaks: "M-5.5.15-706",
            does: "answers success to CloseSession on an unknown session",
            caught_by: &[
                "5.5.15/impossible-session-id",
                "5.5.15/empty-session-id",
                "5.6.1.2/close-nonexistent",
                "5.5.15/near-session-ids",
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
        ModifyEmptiesContentTypes {
            id: "modify-empties-content-types", breaks: "M-5.5.9-3",
            does: "takes empty content types for new content types",
            caught_by: &["5.5.9/recipients-alone", "5.5.9/subject-alone"],
        }
    } };
}
pub(super) use sessions;
