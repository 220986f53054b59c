//! 5.3.2 to 5.3.20 The documents, wherever in the run they turned up.
//!
//! Every case reads the documents that it meets through all deviations, and files what the reader noticed. The cases
//! here turn that into verdicts, a requirement each: a list in the wrong order fails here once, however many cases it
//! was in.

use ctk_vectors::messaging_2::{action, message_class, req, session_class};
use ctk_vectors::stimulus;

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
const CLASSES: &[&str] = &[
    message_class::SMS,
    message_class::MMS,
    message_class::INSTANT_MESSAGE,
    message_class::E_MAIL,
    message_class::WEBPAGE_URL,
];

/// What all documents have in common: 5.3.2.2 and its like, 5.3.10.2 and its like.
fn of_all() -> Vec<Case> {
    vec![
        watching(
            "5.3.2/xml-declaration",
            "each XML argument begins with an XML declaration",
            req::M_XML_DECL,
            capabilities,
        )
        .clause("5.3.2.2"),
        watching(
            "5.3.10/namespaces",
            "each document declares the namespaces of its clause",
            req::M_5_3_NS,
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
            .needs(&[Need::Action(action::GET_MESSAGING_CAPABILITIES)])
    };
    vec![
        of(
            "5.3.2/valid",
            "SupportedCapabilities fits the schema of messagingCapabilities",
            req::M_5_3_2_1,
            "5.3.2.1",
        ),
        of(
            "5.3.2/nothing-empty",
            "a message class is listed, and no listed value is empty",
            req::M_5_3_2_2,
            "5.3.2.2",
        ),
        of(
            "5.3.7/listed-message-classes",
            "the listed message classes are those of Table 3 or a vendor's",
            req::M_5_3_2_3,
            "5.3.7",
        ),
        of(
            "5.3.8/listed-folders",
            "Received, Outgoing and Sent are listed, and no folder outside Table 4",
            req::M_5_3_2_4,
            "5.3.8",
        ),
        of(
            "5.3.13/listed-session-classes",
            "the listed session classes are those of Table 6 or a vendor's",
            req::M_5_3_2_5,
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
            req::M_5_3_3_1,
            new_messages,
        )
        .clause("5.3.3.1")
        .needs(&[Need::Action(action::GET_NEW_MESSAGES)]),
        watching(
            "5.3.4/valid",
            "SessionUpdates fits the schema of sessionUpdates",
            req::M_5_3_4_1,
            session_updates,
        )
        .clause("5.3.4.1")
        .needs(&[Need::SessionMode, Need::Action(action::GET_SESSION_UPDATES)])
        .own_objects(0),
        watching(
            "5.3.4/complete",
            "each update names the session, an event and the status",
            req::M_5_3_4_2,
            session_updates,
        )
        .clause("5.3.4.2")
        .needs(&[
            Need::SessionMode,
            Need::Action(action::GET_SESSION_UPDATES),
            Need::RunningSession,
        ])
        .own_objects(0),
    ]
}

/// 5.3.9 to 5.3.11: the message as ReadMessage and SearchMessages show it.
#[expect(clippy::too_many_lines, reason = "a list of cases")]
fn of_messages() -> Vec<Case> {
    let to_send = &[
        Need::Action(action::READ_MESSAGE),
        Need::Action(action::SEND_MESSAGE),
    ];
    vec![
        watching(
            "5.3.10/valid",
            "MessageRequested fits the schema of message",
            req::M_5_3_10_1,
            message,
        )
        .clause("5.3.10.1")
        .needs(to_send)
        .own_objects(1),
        watching(
            "5.3.10/nothing-empty",
            "id, class, folder, status and sender of a message are not empty",
            req::M_5_3_10_2,
            |t| messages(t, CLASSES),
        )
        .clause("5.3.10.2")
        .needs(to_send)
        .own_objects(5),
        watching(
            "5.3.10/recipient-by-class",
            "a message has the recipients that its class demands",
            req::M_5_3_10_4,
            |t| {
                messages(
                    t,
                    &[
                        message_class::SMS,
                        message_class::MMS,
                        message_class::INSTANT_MESSAGE,
                        message_class::E_MAIL,
                    ],
                )
            },
        )
        .clause("5.3.10.2")
        .needs(to_send)
        .own_objects(4),
        watching(
            "5.3.10/mms-has-attachments",
            "an MMS has an attachment",
            req::M_5_3_10_5,
            |t| messages(t, &[message_class::MMS]),
        )
        .clause("5.3.10.2")
        .needs(to_send)
        .needs(&[Need::MessageClass(message_class::MMS)])
        .own_objects(1),
        watching(
            "5.3.10/session-id",
            "a message of a session names the session",
            req::M_5_3_10_3,
            session_message,
        )
        .clause("5.3.10.2")
        .needs(to_send)
        .needs(&[Need::SessionMode, Need::RunningSession])
        .own_objects(1),
        watching(
            "5.3.10/date-sent",
            "a message in Sent has dateSent, with a time zone",
            req::M_5_3_10_6,
            sent_message,
        )
        .clause("5.3.10.2")
        .needs(to_send)
        .own_objects(1),
        watching(
            "5.3.10/date-received",
            "a message in Received has dateReceived, with a time zone",
            req::M_5_3_10_7,
            received_message,
        )
        .clause("5.3.10.2")
        .needs(&[
            Need::Action(action::READ_MESSAGE),
            Need::Stimulus(stimulus::INCOMING_MESSAGE),
        ])
        .own_objects(0),
        watching(
            "5.3.9/values-of-a-message",
            "status, folder and class of a message are values of their tables",
            req::M_5_3_10_9,
            message,
        )
        .clause("5.3.9")
        .needs(to_send)
        .own_objects(1),
        watching(
            "5.3.11/valid",
            "MessageList fits the schema of messageList",
            req::M_5_3_11_1,
            message_list,
        )
        .clause("5.3.11.1")
        .needs(&[Need::Action(action::SEARCH_MESSAGES)])
        .own_objects(1),
        watching(
            "5.3.14/valid",
            "each recipientsList fits the schema, with one recipientFrom",
            req::M_5_3_14_1,
            message,
        )
        .clause("5.3.14.1")
        .needs(to_send)
        .own_objects(1),
    ]
}

/// 5.3.15 to 5.3.19: the session as GetSessions shows it.
#[expect(clippy::too_many_lines, reason = "a list of cases")]
fn of_sessions() -> Vec<Case> {
    let of = |id, purpose, requirement, clause: &'static str| {
        watching(id, purpose, requirement, |t| {
            session(t, &[session_class::CHAT])
        })
        .clause(clause)
        .needs(&[Need::SessionMode])
        .own_objects(0)
    };
    vec![
        watching(
            "5.3.15/valid",
            "each sessionInfo fits the schema",
            req::M_5_3_15_1,
            running_session,
        )
        .clause("5.3.15.1")
        .needs(&[Need::SessionMode])
        .own_objects(0),
        watching(
            "5.3.15/recipient-by-class",
            "a session has the recipients that its class demands",
            req::M_5_3_15_2,
            |t| {
                const CLASSES: [&str; 4] = [
                    message_class::SMS,
                    message_class::MMS,
                    message_class::E_MAIL,
                    session_class::CHAT,
                ];
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
            req::M_5_3_16_1,
            "5.3.16.1",
        ),
        watching(
            "5.3.17/mime-types",
            "supportedContentType is a list of MIME types, separated by commas",
            req::M_5_3_17_1,
            content_types,
        )
        .clause("5.3.17")
        .needs(&[Need::SessionMode])
        .own_objects(0),
        watching(
            "5.3.19/values-of-a-session",
            "status and class of a session are values of their tables",
            req::M_5_3_19_1,
            |t| {
                session(t, &[session_class::CHAT])?;
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
                Need::Action(action::GET_FILE_TRANSFER_SESSION),
                Need::SessionClass(session_class::FILE_TRANSFER),
                Need::RunningSession,
            ])
            .own_objects(0)
    };
    vec![
        of(
            "5.3.20/valid",
            "FileInfoList of an answer fits the schema of fileInfoList",
            req::M_5_3_20_1,
            "5.3.20.1",
        ),
        of(
            "5.3.20/period-of-progress",
            "a progressNotif that is true has the attribute time",
            req::M_5_3_20_2,
            "5.3.20.2",
        ),
    ]
}
