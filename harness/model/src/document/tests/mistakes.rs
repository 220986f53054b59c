//! One mistake is one finding, where it stands.

use super::*;
use crate::document::*;

/// Replaces once, and makes sure that something was replaced.
#[track_caller]
fn edit(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from} is not in {text}");
    text.replacen(from, to, 1)
}

#[track_caller]
fn one(kind: Kind, inner: &str) -> Finding {
    let read = output(kind, inner);
    assert_eq!(read.findings.len(), 1, "{:#?}", read.findings);
    assert!(read.value.is_some());
    read.findings[0].clone()
}

#[test]
fn positions_are_exact() {
    let text = "<?xml version=\"1.0\"?>\n<m:message xmlns:m=\"urn:schemas-upnp-org:phone:messaging\"\n  \
                xmlns:peer=\"urn:schemas-upnp-org:phone:peer\">\n  <messageID>ä</messageID><messageClass>SMS</messageClass>\n\
                <messageFolder>Sent</messageFolder><messageStatus>Read</messageStatus><recipientsList>\n\
                <recipientTo><peer:id>a</peer:id></recipientTo>\n  <recipientTo>é<peer:id>b</peer:id></recipientTo>\n\
                <recipientFrom bad=\"1\"><peer:id>c</peer:id></recipientFrom></recipientsList>\n\
                <dateSent>2012-12-10T09:00:00Z</dateSent></m:message>";
    let read = validate(Kind::Message, text, Direction::Output, &context());
    let places: Vec<_> = read
        .findings
        .iter()
        .map(|f| (f.line, f.column, f.path.as_str()))
        .collect();
    assert_eq!(
        places,
        [
            (4, 3, "/m:message/messageID"),
            (7, 16, "/m:message/recipientsList/recipientTo[2]"),
            (8, 16, "/m:message/recipientsList/recipientFrom/@bad"),
        ]
    );
    assert_eq!(read.findings[0].also, ["M-5.3.6-1"]);
    assert_eq!(read.findings[1].requirement, "M-A-1");
    assert_eq!(read.findings[1].also, ["M-5.3.10-1", "M-5.3.14-1"]);
    assert!(
        !read.checked.contains(&"M-5.3.14-1".to_owned()),
        "a broken requirement does not look met"
    );
}

#[test]
fn a_missing_element() {
    let found = one(
        Kind::Message,
        &edit(&sms(), "<messageStatus>Read</messageStatus>", ""),
    );
    assert_eq!(found.text, "`messageStatus` is missing in `m:message`");
    assert_eq!(
        (found.layer, found.also),
        (Layer::NotValid, vec!["M-5.3.10-2".to_owned()])
    );
    let found = one(Kind::Message, &edit(&sms(), FROM, ""));
    assert_eq!(
        (found.requirement.as_str(), found.expected.as_str()),
        ("M-5.3.14-1", "recipientFrom")
    );
}

#[test]
fn an_element_under_another_name() {
    let found = one(
        Kind::Message,
        &sms().replace("messageStatus", "messageState"),
    );
    assert_eq!(
        found.text,
        "`messageState` stands where `messageStatus` is due"
    );
    let found = one(Kind::Message, &sms().replace("messageID", "messageId"));
    assert_eq!(
        (found.expected.as_str(), found.path.as_str()),
        ("messageID", "/m:message/messageId")
    );
}

#[test]
fn a_case_difference_keeps_the_value() {
    let read = read_message(
        &document(Kind::Message, &sms().replace("messageID", "messageId")),
        Direction::Output,
        &context(),
    );
    assert_eq!(read.value.map(|message| message.id).as_deref(), Some("m1"));
}

#[test]
fn elements_in_the_wrong_order() {
    let (folder, status) = (
        "<messageFolder>Received</messageFolder>",
        "<messageStatus>Read</messageStatus>",
    );
    let found = one(
        Kind::Message,
        &edit(
            &sms(),
            &format!("{folder}{status}"),
            &format!("{status}{folder}"),
        ),
    );
    assert_eq!(
        found.text,
        "`messageFolder` is out of order after `messageStatus`"
    );
    assert_eq!(found.expected, "replyMessageID, recipientsList");
    let found = one(Kind::RecipientsList, &format!("{FROM}{TO}"));
    assert_eq!(
        found.text,
        "`recipientTo` is out of order after `recipientFrom`"
    );
    assert_eq!(found.expected, "the end");
}

#[test]
fn too_many() {
    let found = one(
        Kind::Message,
        &edit(&sms(), "<text>", "<text>1</text><text>2</text><text>"),
    );
    assert_eq!(
        (found.path.as_str(), found.expected.as_str()),
        ("/m:message/text[2]", "at most 1 of text")
    );
    one(
        Kind::RecipientsList,
        &format!("{FROM}{TO}{FROM}").replace(TO, ""),
    );
    let both = "<recipientFrom><peer:id>a</peer:id><peer:contactInstanceId>0</peer:contactInstanceId>\
                <peer:groupInstanceId>0</peer:groupInstanceId></recipientFrom>";
    let found = one(Kind::RecipientsList, both);
    assert_eq!(
        found.expected,
        "at most 1 of contactInstanceId or groupInstanceId"
    );
}

#[test]
fn strangers() {
    let found = one(
        Kind::Message,
        &edit(&sms(), "<text>", "<colour>red</colour><text>"),
    );
    assert_eq!(found.text, "`colour` has no place here");
    assert_eq!(
        found.expected,
        "subject, text, attachments, dateSent, dateReceived, the end"
    );
    let found = one(
        Kind::Message,
        &edit(&sms(), "<text>", "<v:x xmlns:v='urn:v'/><text>"),
    );
    assert_eq!(
        (short(&found), found.also),
        (
            "fail M-5.3.10-1 R-34".to_owned(),
            vec!["M-4.3-1".to_owned()]
        )
    );
    let found = one(
        Kind::RecipientsList,
        &edit(FROM, "</peer:id>", "</peer:id><X_x/>"),
    );
    assert_eq!(short(&found), "fail M-A-1 R-34");
}

#[test]
fn one_foreign_element_at_its_place() {
    let foreign = "<v:x xmlns:v='urn:v'/>";
    assert_found(
        &output(
            Kind::RecipientsList,
            &edit(FROM, "</peer:id>", &format!("</peer:id>{foreign}")),
        ),
        &[],
    );
    let two = edit(FROM, "</peer:id>", &format!("</peer:id>{foreign}{foreign}"));
    assert_found(&output(Kind::RecipientsList, &two), &["fail M-A-1 R-34"]);
    one(
        Kind::RecipientsList,
        &edit(FROM, "<peer:id>", &format!("{foreign}<peer:id>")),
    );
}

#[test]
fn namespaces() {
    let read = |text: &str| validate(Kind::Message, text, Direction::Output, &context());
    let whole = document(Kind::Message, &sms());
    let misprint = edit(
        &whole,
        "urn:schemas-upnp-org:phone:messaging",
        "urn:schemasupnporg:phone:messaging",
    );
    assert_found(&read(&misprint), &["warning M-5.3-ns R-03"]);
    assert_found(
        &read(&edit(&whole, "phone:messaging", "phone:other")),
        &["fail M-5.3-ns"],
    );
    assert_found(
        &read(&whole.replace("m:message", "message")),
        &["fail M-5.3-ns"],
    );
    let p = Kind::Peer.root();
    let p =
        format!("<?xml version=\"1.0\"?><m:{p} xmlns:m=\"urn:schemasupnporg:phone:messaging\"/>");
    let read_peer = validate(Kind::Peer, &p, Direction::Output, &context());
    assert_eq!(short(&read_peer.findings[0]), "fail M-5.3-ns", "no R-03");
    // A default namespace takes every element with it: one finding.
    let default = whole
        .replace("m:message", "message")
        .replace("xmlns:m=", "xmlns=");
    let found = read(&default);
    assert_found(&found, &["fail M-5.3.10-1"]);
    assert_eq!(found.findings[0].path, "/m:message/m:messageID");
    assert_found(
        &read(
            &whole
                .replace("<peer:id>", "<id>")
                .replace("</peer:id>", "</id>"),
        ),
        &["fail M-A-1"],
    );
    assert_found(&read(&whole.replace("peer:id", "m:id")), &["fail M-A-1"]);
}

#[test]
fn a_peer_namespace_that_nobody_needs() {
    let text = |kind: Kind| {
        document(kind, "").replace(" xmlns:peer=\"urn:schemas-upnp-org:phone:peer\"", "")
    };
    let read = |kind| validate(kind, &text(kind), Direction::Output, &context());
    assert_found(&read(Kind::MessageList), &["warning M-5.3-ns"]);
    assert_found(&read(Kind::SessionsList), &["warning M-5.3-ns"]);
    assert_found(&read(Kind::NewMessages), &[]);
}

#[test]
fn the_declaration() {
    let read = |text: &str| validate(Kind::NewMessages, text, Direction::Output, &context());
    let whole = document(Kind::NewMessages, "");
    let bare = whole.replace("<?xml version=\"1.0\"?>\n", "");
    assert_found(&read(&bare), &["warning M-xml-decl R-21"]);
    assert_found(&read(&format!("\n {bare}")), &["warning M-xml-decl R-21"]);
    assert_found(&read(&format!("\u{feff}{whole}")), &[]);
    let shifted = read(&format!(" \n{whole}"));
    assert_found(&shifted, &["fail M-5.3.3-1"]);
    assert_eq!(shifted.findings[0].layer, Layer::NotWellFormed);
    assert!(shifted.value.is_some());
}

#[test]
fn other_names_that_the_standard_uses() {
    let attachment = "<attachments><attachment><uri>http://h/a</uri></attachment></attachments>";
    let inner = edit(&sms(), "</text>", &format!("</text>{attachment}"));
    assert_found(&output(Kind::Message, &inner), &["warning M-5.3.10-1 R-02"]);
    let read = read_message(
        &document(Kind::Message, &inner),
        Direction::Output,
        &context(),
    );
    assert_eq!(
        read.value
            .map(|message| message.attachments[0].uri.clone())
            .as_deref(),
        Some("http://h/a")
    );
    let group = edit(
        FROM,
        "</peer:id>",
        "</peer:id><peer:contactGroupId>3</peer:contactGroupId>",
    );
    assert_found(
        &output(Kind::RecipientsList, &group),
        &["warning M-A-1 R-28"],
    );
}

#[test]
fn simple_types() {
    let attachment = |inner: &str| {
        edit(
            &sms(),
            "</text>",
            &format!("</text><attachments><attachment>{inner}</attachment></attachments>"),
        )
    };
    for inner in [
        "<uRI>http://h/%zz</uRI>",
        "<uRI>x</uRI><size>-1</size>",
        "<uRI>x</uRI><size/>",
        "<uRI><b/>x</uRI>",
    ] {
        assert_eq!(
            short(&one(Kind::Message, &attachment(inner))),
            "fail M-5.3.10-1",
            "{inner}"
        );
    }
    let date = one(Kind::Message, &edit(&sms(), "2012-12-10T", "2012-12-10 "));
    assert_eq!(
        (date.also, date.layer),
        (vec!["M-5.3.10-7".to_owned()], Layer::NotValid)
    );
    let peer = |inner: &str| edit(FROM, "</peer:id>", &format!("</peer:id>{inner}"));
    for inner in [
        "<peer:contactInstanceId>-1</peer:contactInstanceId>",
        "<peer:contactInstanceId>4294967296</peer:contactInstanceId>",
        "<peer:image type='picture'/>",
        "<peer:image peer:type='URL' type='URL'/>",
        "<peer:location kind='map'/>",
    ] {
        assert_eq!(
            short(&one(Kind::RecipientsList, &peer(inner))),
            "fail M-A-1",
            "{inner}"
        );
    }
    let found = one(
        Kind::RecipientsList,
        &peer("<peer:name xml:lang='en'>A</peer:name>"),
    );
    assert_eq!(short(&found), "fail M-A-1");
    let schema = "<peer:name xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='string'>A</peer:name>";
    assert_found(&output(Kind::RecipientsList, &peer(schema)), &[]);
}

#[test]
fn booleans_of_the_output() {
    let file = |value: &str| {
        format!(
            "<sessionID>S1</sessionID><fileInfo><fileType>a/b</fileType><fileSize>7</fileSize><fileLink>x</fileLink>\
             <progressNotif time='1'>{value}</progressNotif></fileInfo>"
        )
    };
    for (value, found) in [
        ("yes", "fail M-4.2-1"),
        ("no", "fail M-4.2-1"),
        ("true", "warning M-4.2-3"),
        ("2", "fail M-5.3.20-1"),
        ("", "fail M-5.3.20-1"),
    ] {
        assert_eq!(
            short(&one(Kind::FileInfoList, &file(value))),
            found,
            "{value}"
        );
    }
    assert_found(&input(Kind::FileInfoList, &file("true")), &[]);
    assert_found(
        &input(Kind::FileInfoList, &file("maybe")),
        &["fail M-5.3.20-1"],
    );
    assert_eq!(
        short(&one(Kind::FileInfoList, &file("1").replace("'1'", "'0'"))),
        "fail M-5.3.20-1"
    );
}

#[test]
fn another_document() {
    let read = validate(
        Kind::Message,
        &document(Kind::MessageList, ""),
        Direction::Output,
        &context(),
    );
    assert_found(&read, &["fail M-5.3.10-1"]);
    assert_eq!(read.value, None);
}

#[test]
fn an_empty_element_that_shall_hold_something() {
    let inner = edit(&sms(), "</text>", "</text><attachments/>");
    let found = one(Kind::Message, &inner);
    assert_eq!(found.text, "`attachment` is missing in `attachments`");
}

#[test]
fn an_element_without_children_is_one_mistake() {
    let found = one(
        Kind::RecipientsList,
        "<recipientFrom>sip:me@h</recipientFrom>",
    );
    assert_eq!(found.text, "text stands where elements are due: `sip:me@h`");
    assert_eq!(found.expected, "id");
    let found = one(Kind::FileInfoList, "<sessionID>S1</sessionID><fileInfo/>");
    assert_eq!(
        found.text,
        "`fileType, fileSize, fileLink, progressNotif` are missing in `fileInfo`"
    );
}
