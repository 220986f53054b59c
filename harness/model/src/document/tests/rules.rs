//! The rules beyond the schema, each met and broken.

use super::*;
use crate::document::*;

const RECEIVED: &str = "<dateReceived>2012-12-10T09:00:00Z</dateReceived>";

#[track_caller]
fn found(kind: Kind, inner: &str, expected: &[&str]) {
    assert_found(&output(kind, inner), expected);
}

fn received(class: &str, to: &str) -> String {
    message("m1", class, "Received", "", to, RECEIVED)
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of examples")]
fn capabilities() {
    let capabilities = |classes: &str, sessions: &str, folders: &str| {
        let list = |element: &str, values: &str| -> String {
            values
                .split(',')
                .map(|value| format!("<{element}>{value}</{element}>"))
                .collect()
        };
        format!(
            "<supportedMessageClasses>{}</supportedMessageClasses><supportedSessionClasses>{}</supportedSessionClasses>\
             <supportedMessageFolders>{}</supportedMessageFolders>",
            list("messageClass", classes),
            list("sessionClass", sessions),
            list("messageFolder", folders)
        )
    };
    const FOLDERS: &str = "Received,Outgoing,Sent";
    for (inner, expected) in [
        (capabilities("SMS", "Chat", FOLDERS), &[][..]),
        (
            capabilities("sms", "Chat", FOLDERS),
            &["fail M-5.3.2-3 R-04"],
        ),
        (
            capabilities("SMS,Fax", "Chat", FOLDERS),
            &["warning M-5.3.2-3 R-04"],
        ),
        (
            capabilities("SMS", "chat", FOLDERS),
            &["fail M-5.3.2-5 R-04"],
        ),
        (capabilities("SMS,", "Chat", FOLDERS), &["fail M-5.3.2-2"]),
        (capabilities("SMS", "", FOLDERS), &["fail M-5.3.2-2"]),
        (
            capabilities("SMS", "Chat", "Received,Sent"),
            &["fail M-5.3.2-4"],
        ),
        (
            capabilities("SMS", "Chat", "Received,Outgoing,sent"),
            &["fail M-5.3.2-4 R-04"],
        ),
        (
            capabilities("SMS", "Chat", "Received,Outgoing,Sent,X_Spam"),
            &["fail M-5.3.2-4 R-04"],
        ),
    ] {
        found(Kind::MessagingCapabilities, &inner, expected);
    }
    let none = capabilities("SMS", "Chat", FOLDERS).replace("<messageClass>SMS</messageClass>", "");
    let read = output(Kind::MessagingCapabilities, &none);
    assert_found(&read, &["fail M-5.3.2-1"]);
    assert!(read.against("M-5.3.2-2").next().is_some());
}

#[test]
fn recipients_by_class() {
    let cc = "<recipientCc><peer:id>a</peer:id></recipientCc>";
    for (class, to, expected) in [
        ("SMS", "", &["fail M-5.3.10-4"][..]),
        ("SMS", cc, &["fail M-5.3.10-4"]),
        ("Instant Message", "", &["fail M-5.3.10-4"]),
        ("e-Mail", "", &["fail M-5.3.10-4"]),
        ("e-Mail", cc, &[]),
        ("WebpageURL", "", &[]),
    ] {
        found(Kind::Message, &received(class, to), expected);
    }
    assert_found(
        &input(Kind::Message, &received("SMS", "")),
        &["fail M-5.3.10-4"],
    );
}

#[test]
fn an_mms_has_attachments() {
    found(Kind::Message, &received("MMS", TO), &["fail M-5.3.10-5"]);
    found(
        Kind::MessageList,
        &format!("<message>{}</message>", received("MMS", TO)),
        &[],
    );
}

#[test]
fn nothing_is_empty_in_the_output() {
    let inner = message("", "", "", "", "", "")
        .replace(">Read<", "><")
        .replace("sip:me@h", "");
    let read = output(Kind::Message, &inner);
    assert_found(&read, &["fail M-5.3.10-2"; 5]);
    assert!(read.findings[0].concerns("M-5.3.6-1"));
    assert_found(&input(Kind::Message, &inner), &[]);
}

#[test]
fn values_of_the_tables() {
    for (from, to, expected) in [
        (">SMS<", ">sms<", &["fail M-5.3.10-9 R-04"][..]),
        (">SMS<", ">Pigeon<", &["fail M-5.3.10-9 R-04"]),
        (">SMS<", ">X_Pigeon<", &["fail M-5.3.10-9 R-04"]),
        (">SMS<", ">X_Fax<", &[]),
        (">SMS<", ">Fax<", &["warning M-5.3.10-9 R-04"]),
        (">Read<", ">READ<", &["fail M-5.3.10-9 R-04"]),
        (">Received<", ">Inbox<", &["fail M-5.3.10-9 R-04"]),
    ] {
        found(Kind::Message, &sms().replace(from, to), expected);
    }
    let unknown = validate(
        Kind::Message,
        &document(Kind::Message, &sms().replace(">SMS<", ">X_Pigeon<")),
        Direction::Output,
        &Context::default(),
    );
    assert_found(&unknown, &["warning M-5.3.10-9 R-04"]);
}

#[test]
fn ids_of_session_mode() {
    let message = |id: &str, session: &str| message(id, "SMS", "Received", session, TO, RECEIVED);
    for (id, session, expected) in [
        ("S1.m1", "<sessionID>S1</sessionID>", &[][..]),
        ("S1.m1", "", &["fail M-5.3.10-3"]),
        ("S2.m1", "<sessionID>S1</sessionID>", &["fail M-5.3.6-2"]),
        ("m1", "<sessionID>S1</sessionID>", &["fail M-5.3.6-2"]),
        (".m1", "<sessionID>S1</sessionID>", &["fail M-5.3.6-2"]),
        (".m1", "", &["fail M-5.3.6-2"]),
        ("S-1.m1", "<sessionID>S1</sessionID>", &["fail M-5.3.10-1"]),
        ("S1.m1", "<sessionID>S_1</sessionID>", &["fail M-5.3.10-1"]),
        ("S1.m1", "<sessionID/>", &["fail M-5.3.12-1"]),
        ("m1", "<sessionID/>", &["warning M-5.3.12-1"]),
    ] {
        let read = output(Kind::Message, &message(id, session));
        let mut found: Vec<String> = read.findings.iter().map(short).collect();
        found.sort();
        assert_eq!(found, expected, "{id} {session} {:#?}", read.findings);
    }
    let in_list = format!("<message>{}</message>", message("S1.m1", ""));
    found(Kind::MessageList, &in_list, &[]);
}

#[test]
fn dates_by_folder() {
    let sent = "<dateSent>2012-12-10T09:00:00Z</dateSent>";
    for (folder, dates, expected) in [
        ("Sent", sent, &[][..]),
        ("Sent", RECEIVED, &["fail M-5.3.10-6"]),
        ("Received", RECEIVED, &[]),
        ("Received", sent, &["fail M-5.3.10-7"]),
        ("Outgoing", "", &[]),
        ("Deleted", sent, &[]),
        ("Deleted", RECEIVED, &[]),
        ("Deleted", "", &["note M-5.3.10-6"]),
        ("ClosedSession", "", &["note M-5.3.10-6"]),
        (
            "Sent",
            "<dateSent>2012-12-10T09:00:00</dateSent>",
            &["warning M-5.3.10-6 R-35"],
        ),
        (
            "Received",
            "<dateReceived>2012-12-10T24:00:00</dateReceived>",
            &["warning M-5.3.10-7 R-35"],
        ),
    ] {
        found(
            Kind::Message,
            &message("m1", "SMS", folder, "", TO, dates),
            expected,
        );
    }
    found(
        Kind::MessageList,
        &format!(
            "<message>{}</message>",
            message("m1", "SMS", "Sent", "", TO, "")
        ),
        &[],
    );
}

#[test]
fn a_list_holds_the_required_elements_only() {
    let list = |after: &str| {
        format!(
            "<message>{}</message>",
            message("m1", "SMS", "Received", "", TO, after)
        )
    };
    let attachments = "<attachments><attachment><uRI>x</uRI></attachment></attachments>";
    found(Kind::MessageList, &list(RECEIVED), &[]);
    found(
        Kind::MessageList,
        &list("<subject>s</subject>"),
        &["warning M-5.5.4-required-only R-18"],
    );
    found(
        Kind::MessageList,
        &list("<text>t</text>"),
        &["fail M-5.5.4-required-only R-18"],
    );
    found(
        Kind::MessageList,
        &list(attachments),
        &["fail M-5.5.4-required-only R-18"],
    );
    found(
        Kind::MessageList,
        &list(attachments).replace(">SMS<", ">MMS<"),
        &[],
    );
    let two = list("<text>t</text>") + &list("<text>t</text>").replace(">m1<", ">m2<");
    found(
        Kind::MessageList,
        &two,
        &["fail M-5.5.4-required-only R-18"],
    );
}

#[test]
fn ids_are_there_once() {
    let message = format!(
        "<message>{}</message>",
        message("m1", "SMS", "Sent", "", TO, "")
    );
    found(Kind::MessageList, &message.repeat(2), &["fail M-5.3.6-3"]);
    let session = format!(
        "<sessionInfo>{}</sessionInfo>",
        session("S1", "Chat", TO, "")
    );
    found(Kind::SessionsList, &session.repeat(2), &["fail M-5.3.12-2"]);
    let new = "<newMessage><messageID>1</messageID></newMessage>";
    found(Kind::NewMessages, &new.repeat(2), &["warning M-5.3.3-2"]);
    found(
        Kind::NewMessages,
        "<newMessage><messageID/></newMessage>",
        &["fail M-5.3.3-2"],
    );
}

#[test]
fn sessions() {
    for (id, class, to, rest, expected) in [
        ("S1", "SMS", "", "", &["fail M-5.3.15-2"][..]),
        ("S1", "Chat", "", "", &["warning M-5.3.15-2 R-70"]),
        ("S1", "File-Transfer", "", "", &[]),
        ("", "Chat", TO, "", &["fail M-5.3.12-1"]),
        ("S1", "chat", TO, "", &["fail M-5.3.19-1 R-04"]),
        ("S1", "X_Board", TO, "", &[]),
        ("S1", "X_Other", TO, "", &["fail M-5.3.19-1 R-04"]),
        ("S1", "", TO, "", &["note M-5.3.15-1 R-43"]),
        (
            "S1",
            "Chat",
            TO,
            "<listOfMessages><messageID>S2.1</messageID></listOfMessages>",
            &["fail M-5.3.15-3"],
        ),
        (
            "S1",
            "Chat",
            TO,
            "<listOfMessages><messageID>1</messageID></listOfMessages>",
            &["fail M-5.3.15-3"],
        ),
        (
            "S1",
            "Chat",
            TO,
            "<listOfMessages><messageID>a-1</messageID></listOfMessages>",
            &["fail M-5.3.15-1"],
        ),
        ("S1", "Chat", TO, "<listOfMessages/>", &[]),
    ] {
        found(Kind::SessionInfo, &session(id, class, to, rest), expected);
    }
    let base = session("S1", "Chat", TO, "");
    found(
        Kind::SessionInfo,
        &base.replace("Running", "Paused"),
        &["fail M-5.3.19-1 R-04"],
    );
    let types = base.replace(
        "<recipientsList>",
        "<supportedContentType>text</supportedContentType><recipientsList>",
    );
    found(Kind::SessionInfo, &types, &["fail M-5.3.17-1"]);
}

#[test]
fn updates() {
    let update = |events: &[&str], status: &str| {
        let events: String = events
            .iter()
            .map(|event| format!("<sessionEvent>{event}</sessionEvent>"))
            .collect();
        format!(
            "<sessionUpdate><sessionID>S1</sessionID>{events}<sessionStatus>{status}</sessionStatus></sessionUpdate>"
        )
    };
    for (events, status, expected) in [
        (&["session closed"][..], "Closed", &[][..]),
        (&["session closed"], "Running", &["fail M-5.3.4-3"]),
        (
            &["session closed", "vendor words"],
            "Running",
            &["fail M-5.3.4-3"],
        ),
        (
            &["session requested by: A", "session closed"],
            "Closed",
            &[],
        ),
        (&["Session Closed"], "Closed", &["warning M-5.3.4-3 R-22"]),
        (&["vendor words"], "Running", &[]),
        (&["vendor words"], "Waiting", &["warning M-5.3.19-1"]),
        (&["session closed"], "closed", &["fail M-5.3.19-1 R-04"]),
        (
            &["session modified"],
            "Pending",
            &["warning M-5.3.4-3 R-07"],
        ),
        (&["A has left"], "Parked", &["warning M-5.3.4-3 R-47"]),
        (&[""], "Running", &["fail M-5.3.4-2"]),
        (&["session closed"], "", &["fail M-5.3.4-2"]),
        (&[], "Running", &["fail M-5.3.4-1"]),
    ] {
        found(Kind::SessionUpdates, &update(events, status), expected);
    }
    let secure = Context {
        secure_eventing: true,
        ..context()
    };
    let ids_only = document(
        Kind::SessionUpdates,
        "<sessionUpdate><sessionID>S1</sessionID></sessionUpdate>",
    );
    let read = validate(Kind::SessionUpdates, &ids_only, Direction::Output, &secure);
    assert_found(&read, &["warning M-5.3.4-1 R-23", "warning M-5.3.4-1 R-23"]);
}

#[test]
fn files_and_thumbnails() {
    let file = "<sessionID>S1</sessionID><fileInfo><fileType>a/b</fileType><fileSize>7</fileSize><fileLink>x</fileLink>\
                <progressNotif>1</progressNotif></fileInfo>";
    found(Kind::FileInfoList, file, &["fail M-5.3.20-2"]);
    found(Kind::FileInfoList, &file.replace(">1<", ">0<"), &[]);
    found(
        Kind::FileInfoList,
        &file.replace(">1<", ">0<").replace("S1", ""),
        &["fail M-5.3.12-1"],
    );
    let image = |inner: &str| {
        FROM.replace(
            "</peer:id>",
            &format!("</peer:id><peer:image type='thumbnail'>{inner}</peer:image>"),
        )
    };
    found(
        Kind::RecipientsList,
        &image("<peer:contentType>a/b</peer:contentType>"),
        &["warning M-A-2"],
    );
}
