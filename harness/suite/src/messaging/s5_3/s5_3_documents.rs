//! 5.3.2 to 5.3.20 The documents, wherever in the run they turned up.
//!
//! Every case reads the documents that it meets through all deviations, and files what the reader noticed. The cases
//! here turn that into verdicts, a requirement each: a list in the wrong order fails here once, however many cases it
//! was in.

use crate::case::{Case, Need};
use crate::judging::judgement::Stop;
use crate::stimulate::documents::{
    all_documents, capabilities, content_types, file_info_list, message, message_list, messages,
    new_messages, received_message, running_session, sent_message, session, session_message,
    session_updates, undecided_session, watching,
};

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    [
        of_all(),
        of_capabilities(),
        of_updates(),
        of_messages(),
        of_sessions(),
        of_files(),
    ]
    .concat()
}

/// Table 3.
const CLASSES: &[&str] = &["SMS", "MMS", "Instant Message", "e-Mail", "WebpageURL"];

/// What all documents have in common: 5.3.2.2 and its like, 5.3.10.2 and its like.
fn of_all() -> Vec<Case> {
    vec![
        watching(
            "5.3.2/xml-declaration",
            "each XML argument begins with an XML declaration",
            "M-xml-decl",
            capabilities,
        )
        .clause("5.3.2.2"),
        watching(
            "5.3.10/namespaces",
            "each document declares the namespaces of its clause",
            "M-5.3-ns",
            all_documents,
        )
        .clause("5.3.10.2")
        .own_objects(2),
    ]
}

/// 5.3.2, Tables 3, 4 and 6, R-04.
fn of_capabilities() -> Vec<Case> {
    let of = |id, purpose, requirement, clause: &'static str| {
        watching(id, purpose, requirement, capabilities)
            .clause(clause)
            .needs(&[Need::Action("GetMessagingCapabilities")])
    };
    vec![
        of(
            "5.3.2/valid",
            "SupportedCapabilities fits the schema of messagingCapabilities",
            "M-5.3.2-1",
            "5.3.2.1",
        ),
        of(
            "5.3.2/nothing-empty",
            "a message class is listed, and no listed value is empty",
            "M-5.3.2-2",
            "5.3.2.2",
        ),
        of(
            "5.3.7/listed-message-classes",
            "the listed message classes are those of Table 3 or a vendor's",
            "M-5.3.2-3",
            "5.3.7",
        ),
        of(
            "5.3.8/listed-folders",
            "Received, Outgoing and Sent are listed, and no folder outside Table 4",
            "M-5.3.2-4",
            "5.3.8",
        ),
        of(
            "5.3.13/listed-session-classes",
            "the listed session classes are those of Table 6 or a vendor's",
            "M-5.3.2-5",
            "5.3.13",
        )
        .needs(&[Need::SessionMode]),
    ]
}

/// 5.3.3, 5.3.4: in answers and in events alike.
fn of_updates() -> Vec<Case> {
    vec![
        watching(
            "5.3.3/valid",
            "NewMessages fits the schema of newMessages",
            "M-5.3.3-1",
            new_messages,
        )
        .clause("5.3.3.1")
        .needs(&[Need::Action("GetNewMessages")]),
        watching(
            "5.3.4/valid",
            "SessionUpdates fits the schema of sessionUpdates",
            "M-5.3.4-1",
            session_updates,
        )
        .clause("5.3.4.1")
        .needs(&[Need::SessionMode, Need::Action("GetSessionUpdates")])
        .own_objects(0),
        watching(
            "5.3.4/complete",
            "each update names the session, an event and the status",
            "M-5.3.4-2",
            session_updates,
        )
        .clause("5.3.4.2")
        .needs(&[
            Need::SessionMode,
            Need::Action("GetSessionUpdates"),
            Need::RunningSession,
        ])
        .own_objects(0),
    ]
}

/// 5.3.9 to 5.3.11: the message as ReadMessage and SearchMessages show it.
fn of_messages() -> Vec<Case> {
    let to_send = &[Need::Action("ReadMessage"), Need::Action("SendMessage")];
    vec![
        watching(
            "5.3.10/valid",
            "MessageRequested fits the schema of message",
            "M-5.3.10-1",
            message,
        )
        .clause("5.3.10.1")
        .needs(to_send)
        .own_objects(1),
        watching(
            "5.3.10/nothing-empty",
            "id, class, folder, status and sender of a message are not empty",
            "M-5.3.10-2",
            |t| messages(t, CLASSES),
        )
        .clause("5.3.10.2")
        .needs(to_send)
        .own_objects(5),
        watching(
            "5.3.10/recipient-by-class",
            "a message has the recipients that its class demands",
            "M-5.3.10-4",
            |t| messages(t, &["SMS", "MMS", "Instant Message", "e-Mail"]),
        )
        .clause("5.3.10.2")
        .needs(to_send)
        .own_objects(4),
        watching(
            "5.3.10/mms-has-attachments",
            "an MMS has an attachment",
            "M-5.3.10-5",
            |t| messages(t, &["MMS"]),
        )
        .clause("5.3.10.2")
        .needs(to_send)
        .needs(&[Need::MessageClass("MMS")])
        .own_objects(1),
        watching(
            "5.3.10/session-id",
            "a message of a session names the session",
            "M-5.3.10-3",
            session_message,
        )
        .clause("5.3.10.2")
        .needs(to_send)
        .needs(&[Need::SessionMode, Need::RunningSession])
        .own_objects(1),
        watching(
            "5.3.10/date-sent",
            "a message in Sent has dateSent, with a time zone",
            "M-5.3.10-6",
            sent_message,
        )
        .clause("5.3.10.2")
        .needs(to_send)
        .own_objects(1),
        watching(
            "5.3.10/date-received",
            "a message in Received has dateReceived, with a time zone",
            "M-5.3.10-7",
            received_message,
        )
        .clause("5.3.10.2")
        .needs(&[
            Need::Action("ReadMessage"),
            Need::Stimulus("incoming-message"),
        ])
        .own_objects(0),
        watching(
            "5.3.9/values-of-a-message",
            "status, folder and class of a message are values of their tables",
            "M-5.3.10-9",
            message,
        )
        .clause("5.3.9")
        .needs(to_send)
        .own_objects(1),
        watching(
            "5.3.11/valid",
            "MessageList fits the schema of messageList",
            "M-5.3.11-1",
            message_list,
        )
        .clause("5.3.11.1")
        .needs(&[Need::Action("SearchMessages")])
        .own_objects(1),
        watching(
            "5.3.14/valid",
            "each recipientsList fits the schema, with one recipientFrom",
            "M-5.3.14-1",
            message,
        )
        .clause("5.3.14.1")
        .needs(to_send)
        .own_objects(1),
    ]
}

/// 5.3.15 to 5.3.19: the session as GetSessions shows it.
fn of_sessions() -> Vec<Case> {
    let of = |id, purpose, requirement, clause: &'static str| {
        watching(id, purpose, requirement, |t| session(t, &["Chat"]))
            .clause(clause)
            .needs(&[Need::SessionMode])
            .own_objects(0)
    };
    vec![
        watching(
            "5.3.15/valid",
            "each sessionInfo fits the schema",
            "M-5.3.15-1",
            running_session,
        )
        .clause("5.3.15.1")
        .needs(&[Need::SessionMode])
        .own_objects(0),
        watching(
            "5.3.15/recipient-by-class",
            "a session has the recipients that its class demands",
            "M-5.3.15-2",
            |t| {
                const CLASSES: [&str; 4] = ["SMS", "MMS", "e-Mail", "Chat"];
                let ics = &t.dut().ics;
                if !CLASSES.iter().any(|class| ics.has_session_class(class)) {
                    return Err(Stop::NotApplicable(
                        "no session class of the device demands recipients".to_owned(),
                    ));
                }
                session(t, &CLASSES)
            },
        )
        .clause("5.3.15.2")
        .needs(&[Need::SessionMode])
        .own_objects(0),
        of(
            "5.3.16/valid",
            "SessionsList fits the schema of sessionsList",
            "M-5.3.16-1",
            "5.3.16.1",
        ),
        watching(
            "5.3.17/mime-types",
            "supportedContentType is a list of MIME types, separated by commas",
            "M-5.3.17-1",
            content_types,
        )
        .clause("5.3.17")
        .needs(&[Need::SessionMode])
        .own_objects(0),
        watching(
            "5.3.19/values-of-a-session",
            "status and class of a session are values of their tables",
            "M-5.3.19-1",
            |t| {
                session(t, &["Chat"])?;
                undecided_session(t)
            },
        )
        .clause("5.3.19")
        .needs(&[Need::SessionMode])
        .own_objects(0),
    ]
}

/// 5.3.20 (R-46 is about input only).
fn of_files() -> Vec<Case> {
    let of = |id, purpose, requirement, clause: &'static str| {
        watching(id, purpose, requirement, file_info_list)
            .clause(clause)
            .needs(&[
                Need::SessionMode,
                Need::FileTransfer,
                Need::Action("GetFileTransferSession"),
                Need::SessionClass("File-Transfer"),
                Need::RunningSession,
            ])
            .own_objects(0)
    };
    vec![
        of(
            "5.3.20/valid",
            "FileInfoList of an answer fits the schema of fileInfoList",
            "M-5.3.20-1",
            "5.3.20.1",
        ),
        of(
            "5.3.20/period-of-progress",
            "a progressNotif that is true has the attribute time",
            "M-5.3.20-2",
            "5.3.20.2",
        ),
    ]
}
