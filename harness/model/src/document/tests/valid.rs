//! Documents that are right have no findings, and say what they gave to judge.

use super::*;
use crate::document::*;

const FULL_PEER: &str = "<peer:id>tel:+1</peer:id><peer:name>Ann</peer:name><peer:contactInstanceId>0</peer:contactInstanceId>\
    <peer:image type=\"thumbnail\"><peer:contentType>image/png</peer:contentType>\
    <peer:contentTransferEncoding>base64</peer:contentTransferEncoding><peer:imageData>AA==</peer:imageData></peer:image>\
    <peer:location peer:type=\"coordinates\">60.1 24.9</peer:location><v:x xmlns:v=\"urn:vendor\"><v:y/></v:x>";

#[track_caller]
fn clean(kind: Kind, inner: &str, checked: &[&str]) {
    let read = output(kind, inner);
    assert_found(&read, &[]);
    assert!(read.value.is_some() && read.is_clean());
    for id in checked {
        assert!(
            read.checked.iter().any(|known| known == id),
            "{id} is not among {:?}",
            read.checked
        );
    }
}

#[test]
fn capabilities() {
    clean(
        Kind::MessagingCapabilities,
        "<supportedMessageClasses><messageClass>SMS</messageClass><messageClass>X_Fax</messageClass></supportedMessageClasses>\
         <supportedSessionClasses/>\
         <supportedMessageFolders><messageFolder>Received</messageFolder><messageFolder>Sent</messageFolder>\
         <messageFolder>Outgoing</messageFolder></supportedMessageFolders>",
        &[
            "M-5.3.2-1",
            "M-5.3.2-2",
            "M-5.3.2-3",
            "M-5.3.2-4",
            "M-5.3.2-5",
            "M-xml-decl",
            "M-5.3-ns",
        ],
    );
}

#[test]
fn events() {
    clean(Kind::NewMessages, "", &["M-5.3.3-1"]);
    clean(
        Kind::NewMessages,
        "<newMessage><messageID>1</messageID></newMessage>\
         <newMessage><messageID>S.2</messageID><messageOverview>hi</messageOverview></newMessage>",
        &["M-5.3.3-2", "M-5.3.6-1", "M-5.3.6-2"],
    );
    clean(
        Kind::SessionUpdates,
        "<sessionUpdate><sessionID>S1</sessionID><sessionEvent>Ann has left</sessionEvent>\
         <sessionEvent>one TelCP has left</sessionEvent><sessionStatus>Parked</sessionStatus></sessionUpdate>",
        &[
            "M-5.3.4-1",
            "M-5.3.4-2",
            "M-5.3.4-3",
            "M-5.3.12-1",
            "M-5.3.19-1",
        ],
    );
}

#[test]
fn messages() {
    clean(
        Kind::Message,
        &sms(),
        &[
            "M-5.3.10-1",
            "M-5.3.10-2",
            "M-5.3.10-4",
            "M-5.3.10-7",
            "M-5.3.14-1",
            "M-A-1",
        ],
    );
    let mms = message(
        "S1.m1",
        "MMS",
        "Sent",
        "<sessionID>S1</sessionID>",
        &format!("<recipientTo>{FULL_PEER}</recipientTo>"),
        "<attachments><attachment><uRI>http://h/a b</uRI><size>3</size></attachment></attachments>\
         <dateSent>2012-12-10T09:00:00+01:00</dateSent>",
    )
    .replace(
        "<recipientsList>",
        "<replyMessageID></replyMessageID><recipientsList>",
    );
    clean(
        Kind::Message,
        &mms,
        &[
            "M-5.3.10-3",
            "M-5.3.10-5",
            "M-5.3.10-6",
            "M-5.3.6-2",
            "M-5.3.12-1",
            "M-A-2",
            "M-4.3-1",
        ],
    );
    let list = format!(
        "<message>{}</message>",
        message("m2", "X_Fax", "Outgoing", "", "", "")
    );
    clean(
        Kind::MessageList,
        &list,
        &["M-5.3.11-1", "M-5.5.4-required-only", "M-5.3.10-9"],
    );
    clean(Kind::RecipientsList, FROM, &["M-5.3.14-1", "M-A-1"]);
}

#[test]
fn sessions() {
    let full = session(
        "S1",
        "Chat",
        TO,
        "<listOfMessages><messageID>S1.1</messageID><messageID>S1.2</messageID></listOfMessages>\
         <dateStarted>2012-12-10T09:00:00</dateStarted>",
    )
    .replace(
        "<recipientsList>",
        "<supportedContentType>text/plain, image/*</supportedContentType><recipientsList>",
    );
    clean(
        Kind::SessionInfo,
        &full,
        &[
            "M-5.3.15-1",
            "M-5.3.15-2",
            "M-5.3.15-3",
            "M-5.3.17-1",
            "M-5.3.19-1",
            "M-5.3.12-1",
        ],
    );
    let list = format!(
        "<sessionInfo>{full}</sessionInfo><sessionInfo>{}</sessionInfo>",
        session("S2", "X_Board", "", "")
    );
    clean(Kind::SessionsList, &list, &["M-5.3.16-1", "M-5.3.15-1"]);
}

#[test]
fn files() {
    let file = |progress: &str| {
        format!(
            "<sessionID>S1</sessionID><fileInfo><fileType>image/png</fileType><fileSize>7</fileSize>\
             <fileLink>http://h/f</fileLink>{progress}</fileInfo>"
        )
    };
    clean(
        Kind::FileInfoList,
        &file("<progressNotif>0</progressNotif>"),
        &["M-5.3.20-1", "M-4.2-1", "M-4.2-3"],
    );
    clean(
        Kind::FileInfoList,
        &file("<progressNotif time=\"5\">1</progressNotif>"),
        &["M-5.3.20-2"],
    );
    assert_found(
        &input(
            Kind::FileInfoList,
            &file("<progressNotif time=\"5\">yes</progressNotif>"),
        ),
        &[],
    );
}

#[test]
fn input_may_leave_values_empty() {
    let written = Message {
        class: String::new(),
        recipients: Recipients::to_ids(&["tel:+1"]),
        text: Some("hello".to_owned()),
        ..Message::default()
    };
    let read = read_message(&written.to_xml(), Direction::Input, &Context::default());
    assert_eq!((read.value, read.findings), (Some(written), Vec::new()));
}

#[test]
fn comments_instructions_and_cdata_do_not_matter() {
    let inner = sms()
        .replace("hello", "<![CDATA[<hello>]]>&amp;<!-- c -->")
        .replace("<text>", "\n <?p i?><!-- c -->\t<text>");
    let read = read_message(
        &document(Kind::Message, &inner),
        Direction::Output,
        &context(),
    );
    assert_eq!(
        read.value.and_then(|message| message.text).as_deref(),
        Some("<hello>&")
    );
    assert_eq!(read.findings, []);
}
