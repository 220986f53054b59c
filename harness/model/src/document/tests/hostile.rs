//! Whatever comes: no panic, no bloat, one answer.

use proptest::prelude::*;

use super::*;
use crate::document::*;

#[test]
fn texts_that_are_no_documents() {
    for (text, why) in [
        ("", "empty"),
        (" \n", "empty"),
        ("hello", ""),
        ("<a", ""),
        ("<a></b>", ""),
        ("&lt;?xml version=\"1.0\"?&gt;", "escaped twice"),
        (
            "<!DOCTYPE a [<!ENTITY e \"&e;\">]><a>&e;</a>",
            "document type",
        ),
        ("<a xmlns:m=\"urn:x\"/><b/>", ""),
        ("<peer:a/>", "peer"),
    ] {
        let read = validate(Kind::Message, text, Direction::Output, &context());
        assert_eq!(read.value, None, "{text}");
        let [finding] = &read.findings[..] else {
            panic!("{text}: {:#?}", read.findings)
        };
        assert!(finding.text.contains(why), "{text}: {}", finding.text);
        assert_eq!(
            (finding.path.as_str(), finding.requirement.as_str()),
            ("/", "M-5.3.10-1")
        );
        assert!(matches!(finding.layer, Layer::NotWellFormed));
    }
}

#[test]
fn where_it_is_not_well_formed() {
    let read = validate(
        Kind::NewMessages,
        "<a>\n  <b>ä</c>\n</a>",
        Direction::Output,
        &context(),
    );
    assert_eq!(
        (read.findings[0].line, read.findings[0].column),
        (2, 7),
        "{:?}",
        read.findings
    );
}

#[test]
fn a_document_full_of_mistakes_has_a_bounded_number_of_findings() {
    let read = output(Kind::NewMessages, &"<x/>".repeat(5000));
    assert_eq!(read.findings.len(), 201);
    assert_eq!(read.findings[200].text, "4800 more findings are left out");
    assert_eq!(read.findings[200].grade, Grade::Note);
    let read = output(Kind::NewMessages, &"<x>".repeat(400));
    assert_eq!(read.findings.len(), 1);
    assert!(read.findings[0].text.contains("256 deep"));
    let read = output(Kind::NewMessages, &"<x/>".repeat(600_000));
    assert!(
        read.findings[0].text.contains("500000 nodes"),
        "{:?}",
        read.findings
    );
}

fn kinds() -> impl Strategy<Value = Kind> {
    proptest::sample::select(Kind::ALL.to_vec())
}

// Texts near enough to documents to get past the parser.
fn markup() -> impl Strategy<Value = String> {
    let names = [
        "messageID",
        "sessionID",
        "messageClass",
        "recipientsList",
        "recipientTo",
        "recipientFrom",
        "peer:id",
        "text",
        "attachments",
        "attachment",
        "uRI",
        "fileInfo",
        "progressNotif",
        "sessionUpdate",
        "sessionEvent",
        "newMessage",
        "sessionStatus",
        "message",
        "sessionInfo",
        "listOfMessages",
        "dateSent",
        "X_v",
        "m:message",
    ];
    let leaf = proptest::sample::select(vec![
        "",
        "1",
        "S1.m1",
        "Running",
        "yes",
        "2012-12-10T00:00:00",
        "é<![CDATA[<]]>",
    ])
    .prop_map(str::to_owned);
    leaf.prop_recursive(5, 64, 6, move |inner| {
        (
            proptest::sample::select(names.to_vec()),
            proptest::collection::vec(inner, 0..6),
        )
            .prop_map(|(name, children)| format!("<{name}>{}</{name}>", children.concat()))
    })
}

proptest! {
    #[test]
    fn arbitrary_text_is_answered(kind in kinds(), text in any::<String>()) {
        let read = validate(kind, &text, Direction::Output, &context());
        prop_assert!(read.value.is_some() || !read.findings.is_empty());
    }

    #[test]
    fn arbitrary_markup_is_answered_alike_every_time(kind in kinds(), inner in proptest::collection::vec(markup(), 0..6)) {
        let read = output(kind, &inner.concat());
        prop_assert!(read.value.is_some());
        for finding in &read.findings {
            prop_assert!(finding.line >= 1 && finding.column >= 1 && finding.path.starts_with("/m:") || kind == Kind::Peer);
            prop_assert!(ctk_vectors::facts().norm(&finding.requirement).is_some(), "{}", finding.requirement);
            prop_assert!(finding.also.iter().all(|id| ctk_vectors::facts().norm(id).is_some()));
            prop_assert!(!finding.text.is_empty() && !finding.clause.is_empty());
        }
        for id in &read.checked {
            prop_assert!(ctk_vectors::facts().norm(id).is_some(), "{}", id);
        }
        prop_assert_eq!(read, output(kind, &inner.concat()));
    }
}
