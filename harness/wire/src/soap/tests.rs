//! Responses and faults; what they have in common stands here.

use super::*;
use crate::http::{Limits, Response, ResponseReader, write_response};
use crate::{Claim, Finding, Grade, Reading};

mod faults;
mod properties;
mod successes;

const SERVICE: &str = "urn:schemas-upnp-org:service:Messaging:2";
const ASKED: Asked<'static> = Asked {
    service_type: SERVICE,
    action: "CreateSession",
    outputs: &["SessionID", "SupportedMedia"],
};

fn response(status: u16, headers: &[(&str, &str)], body: &str) -> Response {
    let bytes = write_response(status, "x", headers, body.as_bytes());
    let mut reader = ResponseReader::new(Limits::default(), "POST");
    reader.feed(&bytes).expect("readable");
    reader.take().expect("complete")
}

const HEADERS: &[(&str, &str)] = &[
    ("CONTENT-TYPE", "text/xml; charset=\"utf-8\""),
    ("SERVER", "Linux/6.1 UPnP/1.0 Tern/2"),
    ("EXT", ""),
];

fn wrap(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"{ENVELOPE}\" s:encodingStyle=\"{ENCODING}\"><s:Body>{body}</s:Body></s:Envelope>"
    )
}

fn success(arguments: &str) -> String {
    wrap(&format!(
        "<u:CreateSessionResponse xmlns:u=\"{SERVICE}\">{arguments}</u:CreateSessionResponse>"
    ))
}

fn fault(faultcode: &str, faultstring: &str, detail: &str) -> String {
    wrap(&format!(
        "<s:Fault><faultcode>{faultcode}</faultcode><faultstring>{faultstring}</faultstring><detail>{detail}</detail></s:Fault>"
    ))
}

fn upnp_error(code: &str) -> String {
    format!(
        "<UPnPError xmlns=\"{CONTROL}\"><errorCode>{code}</errorCode><errorDescription>No</errorDescription></UPnPError>"
    )
}

fn read(status: u16, body: &str, claim: Claim) -> (ControlResult, Vec<(String, Grade)>) {
    let Reading {
        value: reading,
        findings,
        ..
    } = read_response(&response(status, HEADERS, body), &ASKED, claim);
    (reading, rows(&findings))
}

fn rows(findings: &[Finding]) -> Vec<(String, Grade)> {
    findings
        .iter()
        .map(|found| (found.row.replace("UDA-", ""), found.grade))
        .collect()
}

fn one(row: &str, grade: Grade) -> Vec<(String, Grade)> {
    vec![(row.to_owned(), grade)]
}

fn arguments(reading: &ControlResult) -> Vec<(&str, &str)> {
    match reading {
        ControlResult::Success { arguments, .. } => arguments
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect(),
        other => panic!("{other:?} is no success"),
    }
}

const GOOD: &str =
    "<SessionID>S 9</SessionID><SupportedMedia>&lt;m&gt;A &amp;amp; B&lt;/m&gt;</SupportedMedia>";

#[test]
fn what_cannot_be_read() {
    for (status, body, expected) in [
        (500, "<html><p>Oops</html>", one("CTRL-35", Grade::Fail)),
        (400, "", vec![]),
        (405, "<html></html>", vec![]),
        (200, "<!DOCTYPE a><a/>", one("CTRL-08", Grade::Fail)),
        (200, "<a/>", one("CTRL-29", Grade::Fail)),
        (200, wrap("<x/>").as_str(), one("CTRL-29", Grade::Fail)),
    ] {
        let (reading, findings) = read(status, body, Claim::V1_1);
        assert!(
            matches!(reading, ControlResult::Unreadable { .. }),
            "{body}"
        );
        assert_eq!(findings, expected, "{body}");
    }
}

#[test]
fn bytes_that_are_not_utf_8() {
    let mut response = response(200, HEADERS, &success(GOOD));
    let at = response
        .body
        .windows(3)
        .position(|window| window == b"S 9")
        .expect("there");
    response.body[at] = 0xe9;
    let Reading {
        value: reading,
        findings,
        ..
    } = read_response(&response, &ASKED, Claim::V1_0);
    assert_eq!(arguments(&reading)[0].1, "\u{fffd} 9");
    assert_eq!(rows(&findings), one("CTRL-54", Grade::Fail));
}

#[test]
fn requests_in_several_spellings() {
    let usual = request(SERVICE, "ReadMessage", &[("MessageID", "a<&>\"b")]);
    let usual = String::from_utf8(usual).expect("utf-8");
    assert!(usual.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>"));
    assert!(usual.contains("<MessageID>a&lt;&amp;&gt;\"b</MessageID>"));
    assert_eq!(soapaction(SERVICE, "A"), format!("\"{SERVICE}#A\""));
    let mut other = Envelope::new(SERVICE, "Get");
    other.prologue = String::new();
    other.prefix = "SOAP-ENV".to_owned();
    other.action_prefix = String::new();
    other.encoding_style = None;
    other.header = Some("<h:x xmlns:h='urn:h'/>".to_owned());
    let xml = String::from_utf8(other.raw_argument("A", "<![CDATA[<]]>").bytes()).expect("utf-8");
    let document = roxmltree::Document::parse(&xml).expect("well-formed");
    let names: Vec<_> = document
        .descendants()
        .filter(roxmltree::Node::is_element)
        .map(|node| (crate::xml::namespace(node), node.tag_name().name()))
        .collect();
    let soap = Some(ENVELOPE);
    assert_eq!(
        names,
        [
            (soap, "Envelope"),
            (soap, "Header"),
            (Some("urn:h"), "x"),
            (soap, "Body"),
            (Some(SERVICE), "Get"),
            (None, "A")
        ]
    );
}
