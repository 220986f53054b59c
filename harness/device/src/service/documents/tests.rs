//! Reading: what is taken and what is refused. Writing: what was read comes out again.

use proptest::prelude::*;

use super::tree::{Element, read};
use super::*;
use crate::defects::Deviations;

const DECLARED: &str = "xmlns:m=\"urn:schemas-upnp-org:phone:messaging\" xmlns:peer=\"urn:schemas-upnp-org:phone:peer\"";

fn list(content: &str) -> String {
    format!("<m:recipientsList {DECLARED}>{content}</m:recipientsList>")
}

fn from(content: &str) -> String {
    list(&format!("<recipientFrom>{content}</recipientFrom>"))
}

fn message(content: &str) -> String {
    format!("<m:message {DECLARED}>{content}</m:message>")
}

const HEAD: &str = "<messageID/><messageClass>SMS</messageClass><messageFolder/><messageStatus/>";
const PEOPLE: &str = "<recipientsList><recipientTo><peer:id>a</peer:id></recipientTo>\
                      <recipientFrom><peer:id>b</peer:id></recipientFrom></recipientsList>";

#[test]
fn well_formed_xml_is_read() {
    for xml in [
        "<a/>",
        "\u{FEFF}<a/>",
        "<?xml version=\"1.0\"?>\n<!-- c --><?pi x?><a></a>\n<!-- d -->",
        "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?><a/>",
        "<a b='1' c=\"2\" xml:lang='en'/>",
        "<x:a xmlns:x='urn:x' x:b='1' b='2'/>",
        "<a>&lt;&#65;&#x41;&amp;<![CDATA[<x>]]></a>",
        "<ä/>",
        "<a b='&#10;>'/>",
        "<a xmlns='urn:x'><b xmlns=''/></a>",
    ] {
        assert!(read(xml).is_ok(), "{xml}: {:?}", read(xml));
    }
    let text = |xml: &str| read(xml).and_then(|root| root.text());
    assert_eq!(text("<a>x\r\ny\rz&#13;</a>"), Ok("x\ny\nz\r".to_owned()));
    assert_eq!(text("<a>x<!-- c -->y<?p?>z</a>"), Ok("xyz".to_owned()));
    let attribute = read("<a b=' x\ty\r\nz&#9;'/>")
        .expect("well-formed")
        .attributes[0]
        .1
        .clone();
    assert_eq!(attribute, " x y z\t");
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of examples")]
fn what_is_not_well_formed_is_refused() {
    for xml in [
        "",
        " ",
        "x",
        "<a>",
        "</a>",
        "<a></b>",
        "<a/><b/>",
        "<a/>x",
        "x<a/>",
        "<a/>&amp;",
        "<a/><![CDATA[]]>",
        " <?xml version='1.0'?><a/>",
        "<a/><?xml version='1.0'?>",
        "<?xml?><a/>",
        "<?xml version='2.0'?><a/>",
        "<?xml encoding='UTF-8' version='1.0'?><a/>",
        "<?xml version='1.0' standalone='maybe'?><a/>",
        "<?XML x?><a/>",
        "<!DOCTYPE a><a/>",
        "<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
        "<a>&nbsp;</a>",
        "<a>&</a>",
        "<a>&#0;</a>",
        "<a>&#xD800;</a>",
        "<a>&#X41;</a>",
        "<a>\u{1}</a>",
        "<a>]]></a>",
        "<!-- a -- b --><a/>",
        "<!-- a ---><a/>",
        "<a b/>",
        "<a b=1/>",
        "<a b='1' b='2'/>",
        "<a b='1'c='2'/>",
        "<a b='<'/>",
        "<a b='&'/>",
        "<x:a/>",
        "<a x:b='1'/>",
        "<a xmlns:x='urn:x' xmlns:y='urn:x' x:b='1' y:b='2'/>",
        "<a xmlns:x=''/>",
        "<a xmlns:xmlns='urn:x'/>",
        "<a xmlns:xml='urn:x'/>",
        "<a:b:c xmlns:a='urn:a'/>",
        "<1a/>",
        "<a></a b='1'>",
        "<a><b xmlns:x='urn:x'/><x:c/></a>",
    ] {
        assert!(
            matches!(read(xml), Err(Invalid::Malformed(_))),
            "{xml}: {:?}",
            read(xml)
        );
    }
}

#[test]
fn size_depth_and_number_are_bounded() {
    let deep = "<a>".repeat(60) + &"</a>".repeat(60);
    let many = format!("<a>{}</a>", "<b/>".repeat(30_000));
    let attributes: String = (0..40).map(|n| format!(" a{n}=''")).collect();
    for xml in [deep, many, format!("<a{attributes}/>"), " ".repeat(600_000)] {
        assert!(
            matches!(read(&xml), Err(Invalid::TooLarge(_))),
            "{:.40}",
            xml
        );
    }
}

#[test]
fn peers_are_taken_as_annex_a_has_them() {
    for content in [
        "<peer:id/>",
        "<peer:id>a</peer:id><peer:name>A</peer:name>",
        "<peer:id>a</peer:id><peer:contactInstanceId> 0 </peer:contactInstanceId>",
        "<peer:id>a</peer:id><peer:groupInstanceId>4294967295</peer:groupInstanceId>",
        "<peer:id>a</peer:id><peer:groupInstanceId a='1'># <x/></peer:groupInstanceId>",
        "<peer:id>a</peer:id><peer:image type=\"URL\"/><peer:location/>",
        "<peer:id>a</peer:id><peer:image peer:type='thumbnail'><peer:contentTransferEncoding>base64</peer:contentTransferEncoding></peer:image>",
        "<peer:id>a</peer:id><peer:location peer:type='map'>http://h/</peer:location>",
        "<peer:id>a</peer:id><x:y xmlns:x='urn:x'>any <x:z a='1'/></x:y>",
        "\n <!-- c --> <peer:id>a</peer:id> ",
        "<p:id xmlns:p='urn:schemas-upnp-org:phone:peer'>a</p:id>",
        "<id xmlns='urn:schemas-upnp-org:phone:peer'>a</id>",
    ] {
        assert!(
            read_recipients(&from(content)).is_ok(),
            "{content}: {:?}",
            read_recipients(&from(content))
        );
    }
    for content in [
        "",
        "<id>a</id>",
        "<m:id>a</m:id>",
        "text",
        "<peer:name>A</peer:name>",
        "<peer:name>A</peer:name><peer:id>a</peer:id>",
        "<peer:id>a</peer:id><peer:id>b</peer:id>",
        "<peer:id>a</peer:id><peer:contactInstanceId>-1</peer:contactInstanceId>",
        "<peer:id>a</peer:id><peer:contactInstanceId>1</peer:contactInstanceId><peer:groupInstanceId>1</peer:groupInstanceId>",
        "<peer:id>a</peer:id><peer:image type='JPEG'/>",
        "<peer:id>a</peer:id><peer:image type='URL' peer:type='URL'/>",
        "<peer:id>a</peer:id><peer:image><contentType>x</contentType></peer:image>",
        "<peer:id>a</peer:id><peer:location/><peer:image/>",
        "<peer:id>a</peer:id><peer:other/>",
        "<peer:id>a</peer:id><other/>",
        "<peer:id>a</peer:id><x:y xmlns:x='urn:x'/><x:y xmlns:x='urn:x'/>",
        "<x:y xmlns:x='urn:x'/><peer:id>a</peer:id>",
        "<peer:id x='1'>a</peer:id>",
        "<peer:id><peer:b/></peer:id>",
    ] {
        assert!(
            matches!(read_recipients(&from(content)), Err(Invalid::Schema(_))),
            "{content}"
        );
    }
}

#[test]
fn lists_have_their_order_and_exactly_one_sender() {
    let peer = |name: &str| format!("<{name}><peer:id>a</peer:id></{name}>");
    let all: String = [
        "recipientTo",
        "recipientTo",
        "recipientCc",
        "recipientBcc",
        "recipientFrom",
    ]
    .map(peer)
    .concat();
    let read_all = read_recipients(&list(&all)).expect("valid");
    assert_eq!(
        (read_all.to.len(), read_all.cc.len(), read_all.bcc.len()),
        (2, 1, 1)
    );
    for names in [
        &["recipientTo"][..],
        &["recipientFrom", "recipientTo"],
        &["recipientCc", "recipientTo", "recipientFrom"],
        &["recipientFrom", "recipientFrom"],
    ] {
        let content: String = names.iter().map(|name| peer(name)).collect();
        assert!(read_recipients(&list(&content)).is_err(), "{names:?}");
    }
    let wrong = list(&all).replace("phone:messaging", "phone:other");
    assert!(read_recipients(&wrong).is_err(), "another namespace");
    assert!(read_recipients(&list(&all).replace("m:recipientsList", "recipientsList")).is_err());
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of examples")]
fn messages_are_taken_as_annex_b_has_them() {
    let rest = "<subject>s</subject><text/><attachments><attachment><uRI>u</uRI></attachment></attachments>\
                <dateSent>2026-01-01T00:00:00Z</dateSent><dateReceived>2026-01-01T00:00:00</dateReceived>";
    let read_back = read_message(&message(&format!("{HEAD}{PEOPLE}{rest}"))).expect("valid");
    assert_eq!(read_back.text.as_deref(), Some(""));
    assert_eq!(read_back.session_id, None);
    let empty_session = HEAD.replace("<messageClass>", "<sessionID/><messageClass>");
    assert_eq!(
        read_message(&message(&format!("{empty_session}{PEOPLE}"))).map(|one| one.session_id),
        Ok(None)
    );
    for (why, content) in [
        ("no recipients", HEAD.to_owned()),
        (
            "no class",
            HEAD.replace("<messageClass>SMS</messageClass>", "") + PEOPLE,
        ),
        ("no status", HEAD.replace("<messageStatus/>", "") + PEOPLE),
        (
            "a qualified child",
            HEAD.replace("messageID/", "m:messageID/") + PEOPLE,
        ),
        (
            "a bad id",
            HEAD.replace("<messageID/>", "<messageID>a b</messageID>") + PEOPLE,
        ),
        (
            "a bad reply id",
            format!("{HEAD}<replyMessageID>-</replyMessageID>{PEOPLE}"),
        ),
        ("no attachment", format!("{HEAD}{PEOPLE}<attachments/>")),
        (
            "uri for uRI",
            format!(
                "{HEAD}{PEOPLE}<attachments><attachment><uri>u</uri></attachment></attachments>"
            ),
        ),
        (
            "a bad size",
            format!(
                "{HEAD}{PEOPLE}<attachments><attachment><uRI>u</uRI><size>x</size></attachment></attachments>"
            ),
        ),
        (
            "a bad date",
            format!("{HEAD}{PEOPLE}<dateSent>today</dateSent>"),
        ),
        (
            "dates swapped",
            format!(
                "{HEAD}{PEOPLE}<dateReceived>2026-01-01T00:00:00Z</dateReceived><dateSent>2026-01-01T00:00:00Z</dateSent>"
            ),
        ),
        ("text between", format!("{HEAD}x{PEOPLE}")),
        ("an element too many", format!("{HEAD}{PEOPLE}<priority/>")),
    ] {
        let refused = read_message(&message(&content));
        assert!(
            matches!(refused, Err(Invalid::Schema(_))),
            "{why}: {refused:?}"
        );
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![".{0,20}", "[ \t\r\n<>&'\"a]{0,10}", any::<String>()]
}

proptest! {
    #[test]
    fn arbitrary_input_never_panics(xml in any::<String>()) {
        let _ = read(&xml);
        let _ = read_message(&xml);
        let _ = read_recipients(&xml);
        let _ = read_file_info_list(&xml, &Deviations::default());
        let _ = is_uri(&xml);
        let _ = is_content_types(&xml);
    }

    #[test]
    fn damaged_documents_never_panic(at in 0usize..400, with in "[<>&/'\"= a:!?\\[\\]-]{0,3}", gone in 0usize..5) {
        let mut xml: Vec<char> = message(&format!("{HEAD}{PEOPLE}<text>t</text>")).chars().collect();
        let at = at.min(xml.len());
        let end = (at + gone).min(xml.len());
        xml.splice(at..end, with.chars());
        let _ = read_message(&xml.into_iter().collect::<String>());
    }

    /// What is written is well-formed, and says what was given, but for characters XML cannot carry.
    #[test]
    fn text_survives_writing_and_reading(given in text(), attribute in text()) {
        let deviations = Deviations::default();
        let mut writer = writer::Writer::new("recipientsList", true, &deviations);
        writer.leaf_with("leaf", ("a", &attribute), &given);
        let root = read(&writer.finish()).expect("well-formed");
        let legal = |text: &str| -> String {
            text.chars().map(|c| if lexer::is_char(c) { c } else { '\u{FFFD}' }).collect()
        };
        let leaf = first(&root);
        prop_assert_eq!(leaf.text(), Ok(legal(&given)));
        prop_assert_eq!(&leaf.attributes[0].1, &legal(&attribute));
    }

    #[test]
    fn recipients_survive_writing_and_reading(ids in prop::collection::vec(text(), 1..4), name in text()) {
        let legal = ids.iter().chain([&name]).all(|text| text.chars().all(lexer::is_char));
        prop_assume!(legal);
        let peers: Vec<_> = ids.iter().map(|id| Peer::new(id, Some(&name))).collect();
        let recipients = Recipients { to: peers.clone(), cc: peers.clone(), bcc: peers.clone(), from: peers[0].clone() };
        for variation in [None, Some(crate::defects::VariationId::OtherPrefixes)] {
            let deviations = Deviations::new([], variation);
            let mut writer = writer::Writer::new("sessionInfo", true, &deviations);
            writer.recipients(&recipients);
            let root = read(&writer.finish()).expect("well-formed");
            prop_assert_eq!(peer::recipients(first(&root)), Ok(recipients.clone()));
        }
    }
}

fn first(root: &Element) -> &Element {
    let child = root.content.iter().find_map(|node| match node {
        tree::Node::Element(child) => Some(child),
        tree::Node::Text(_) => None,
    });
    child.expect("a child element")
}
