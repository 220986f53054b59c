//! Responses and faults, right and deviant.

use proptest::prelude::*;

use super::*;
use crate::http::{Limits, Response, ResponseReader, write_response};
use crate::{Claim, Finding, Grade};

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

fn read(status: u16, body: &str, claim: Claim) -> (Reading, Vec<(String, Grade)>) {
    let (reading, findings) = read_response(&response(status, HEADERS, body), &ASKED, claim);
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

fn arguments(reading: &Reading) -> Vec<(&str, &str)> {
    match reading {
        Reading::Success { arguments, .. } => arguments
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect(),
        other => panic!("{other:?} is no success"),
    }
}

const GOOD: &str =
    "<SessionID>S 9</SessionID><SupportedMedia>&lt;m&gt;A &amp;amp; B&lt;/m&gt;</SupportedMedia>";

#[test]
fn a_success_without_findings() {
    let (reading, findings) = read(200, &success(GOOD), Claim::V1_0);
    assert_eq!(
        arguments(&reading),
        [("SessionID", "S 9"), ("SupportedMedia", "<m>A &amp; B</m>")]
    );
    assert_eq!(findings, []);
    let Reading::Success {
        action, namespace, ..
    } = reading
    else {
        panic!("success")
    };
    assert_eq!(
        (action.as_str(), namespace.as_str()),
        ("CreateSession", SERVICE)
    );
}

#[test]
fn spellings_without_findings() {
    let bare = success(GOOD).replace("<?xml version=\"1.0\"?>", "\u{feff}");
    let prefixes = success(GOOD)
        .replace("<s:", "<S-E:")
        .replace("</s:", "</S-E:")
        .replace(" s:", " S-E:")
        .replace("xmlns:s=", "xmlns:S-E=");
    let comments = success(&format!("<!--c--> {GOOD}<?p?>\n"));
    let cdata = success(
        "<SessionID>S 9</SessionID><SupportedMedia><![CDATA[<m>A &amp; B</m>]]></SupportedMedia>",
    );
    let header = success(GOOD).replace("<s:Body>", "<s:Header><x/></s:Header><s:Body>");
    for body in [bare, prefixes, comments, cdata, header] {
        let (reading, findings) = read(200, &body, Claim::V2_0);
        assert_eq!(arguments(&reading).len(), 2, "{body}");
        assert_eq!(arguments(&reading)[1].1, "<m>A &amp; B</m>");
        assert_eq!(findings, [], "{body}");
    }
}

#[test]
fn arguments_are_read_through_deviations() {
    let swapped = "<SupportedMedia/><SessionID>S</SessionID>";
    let (reading, findings) = read(200, &success(swapped), Claim::V1_0);
    assert_eq!(
        arguments(&reading),
        [("SupportedMedia", ""), ("SessionID", "S")]
    );
    assert_eq!(findings, one("CTRL-31", Grade::Fail));

    let unescaped = "<SessionID>S</SessionID><SupportedMedia><m a='>'>A</m></SupportedMedia>";
    let (reading, findings) = read(200, &success(unescaped), Claim::V1_0);
    assert_eq!(arguments(&reading)[1].1, "<m a='>'>A</m>");
    assert_eq!(findings, one("CTRL-33", Grade::Fail));

    let twice = "<SessionID>S</SessionID><SupportedMedia>&amp;lt;m/&amp;gt;</SupportedMedia>";
    let (reading, findings) = read(200, &success(twice), Claim::V1_0);
    assert_eq!(arguments(&reading)[1].1, "<m/>");
    assert_eq!(findings, one("CTRL-33", Grade::Fail));

    let spelled = "<sessionid>S</sessionid><u:SupportedMedia/>";
    let (reading, findings) = read(200, &success(spelled), Claim::V1_0);
    assert_eq!(arguments(&reading)[0], ("SessionID", "S"));
    assert_eq!(
        findings,
        [one("CTRL-31", Grade::Fail), one("CTRL-11", Grade::Warning)].concat()
    );

    let (_, findings) = read(
        200,
        &success("<SessionID>S</SessionID><SessionID>T</SessionID>"),
        Claim::V1_0,
    );
    assert_eq!(
        findings,
        [one("CTRL-31", Grade::Fail), one("CTRL-31", Grade::Fail)].concat()
    );
}

#[test]
fn surplus_arguments_by_claim() {
    let between = "<SessionID/><Extra/><SupportedMedia/>";
    let after = "<SessionID/><SupportedMedia/><Extra/>";
    let vendor = "<SessionID/><SupportedMedia/><v:X_e xmlns:v='urn:tern'/>";
    for (body, claim, expected) in [
        (between, Claim::V1_0, one("CTRL-31", Grade::Warning)),
        (between, Claim::V1_1, one("CTRL-31", Grade::Fail)),
        (after, Claim::V1_1, one("CTRL-31", Grade::Warning)),
        (vendor, Claim::V2_0, vec![]),
    ] {
        assert_eq!(
            read(200, &success(body), claim).1,
            expected,
            "{body} {claim}"
        );
    }
}

#[test]
fn response_element_and_namespace() {
    for (from, to, claim, expected) in [
        (
            "Messaging:2",
            "Messaging:1",
            Claim::V1_0,
            one("CTRL-30", Grade::Fail),
        ),
        (
            "Messaging:2",
            "Messaging:3",
            Claim::V1_1,
            one("CTRL-30", Grade::Warning),
        ),
        ("Messaging:2", "Messaging:3", Claim::V1_0, vec![]),
        (
            "service:Messaging",
            "service:Other",
            Claim::V1_0,
            one("CTRL-29", Grade::Fail),
        ),
        (
            "CreateSessionResponse",
            "createsessionResponse",
            Claim::V1_0,
            one("CTRL-29", Grade::Fail),
        ),
        (
            "CreateSessionResponse",
            "CreateSession",
            Claim::V1_0,
            one("CTRL-29", Grade::Fail),
        ),
        (
            "soap/envelope",
            "soap/envelop",
            Claim::V1_1,
            one("CTRL-05", Grade::Fail),
        ),
        (
            " s:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"",
            "",
            Claim::V2_0,
            one("CTRL-06", Grade::Warning),
        ),
        (
            "soap/encoding/",
            "soap/encoding",
            Claim::V2_0,
            one("CTRL-06", Grade::Fail),
        ),
        (
            "</s:Body>",
            "</s:Body><x/>",
            Claim::V1_0,
            one("CTRL-08", Grade::Fail),
        ),
        (
            "<s:Body>",
            "<s:Body>text",
            Claim::V1_0,
            one("CTRL-08", Grade::Warning),
        ),
    ] {
        let (reading, findings) = read(200, &success(GOOD).replace(from, to), claim);
        assert_eq!(arguments(&reading).len(), 2, "{to}");
        assert_eq!(findings, expected, "{to}");
    }
}

#[test]
fn headers_by_claim() {
    let judge = |headers: &[(&str, &str)], claim| {
        rows(&read_response(&response(200, headers, &success(GOOD)), &ASKED, claim).1)
    };
    assert_eq!(
        judge(&[("Content-Type", "text/xml")], Claim::V1_0),
        [
            one("CTRL-26", Grade::Warning),
            one("CTRL-27", Grade::Warning)
        ]
        .concat()
    );
    assert_eq!(
        judge(
            &[
                ("Content-Type", "Text/XML; charset=ISO-8859-1"),
                ("Content-Language", "de")
            ],
            Claim::V1_1
        ),
        [
            one("CTRL-26", Grade::Fail),
            one("CTRL-26", Grade::Fail),
            one("CTRL-28", Grade::Warning)
        ]
        .concat()
    );
    assert_eq!(
        judge(
            &[("Content-Type", "TEXT/XML;charset=UTF-8"), ("Server", "x")],
            Claim::V2_0
        ),
        []
    );
    assert_eq!(
        judge(
            &[("Content-Type", "text/xml"), ("Server", "x")],
            Claim::V2_0
        ),
        one("CTRL-26", Grade::Warning)
    );
}

#[test]
fn a_fault_without_findings() {
    let (reading, findings) = read(
        500,
        &fault("s:Client", "UPnPError", &upnp_error("708")),
        Claim::V2_0,
    );
    let expected = Reading::Fault {
        code: Some(708),
        description: Some("No".to_owned()),
        faultcode: Some("s:Client".to_owned()),
        faultstring: Some("UPnPError".to_owned()),
    };
    assert_eq!(reading, expected);
    assert_eq!(findings, []);
    let (_, findings) = read(
        500,
        &wrap(
            "<s:Fault><faultcode>s:MustUnderstand</faultcode><faultstring>no</faultstring></s:Fault>",
        ),
        Claim::V1_1,
    );
    assert_eq!(findings, []);
}

#[test]
fn faults_are_read_through_deviations() {
    let good = upnp_error("708");
    let early = upnp_error("402");
    let code = |reading: &Reading| match reading {
        Reading::Fault { code, .. } => *code,
        other => panic!("{other:?} is no fault"),
    };
    for (status, body, expected_code, expected) in [
        (
            200,
            fault("s:Client", "UPnPError", &good),
            Some(708),
            one("CTRL-35", Grade::Fail),
        ),
        (
            500,
            fault("s:Server", "UPnPError", &good),
            Some(708),
            one("CTRL-37", Grade::Fail),
        ),
        (
            500,
            fault("s:Server", "UPnPError", &early),
            Some(402),
            one("CTRL-37", Grade::Warning),
        ),
        (
            500,
            fault("Client", "UPnPError", &good),
            Some(708),
            one("CTRL-37", Grade::Fail),
        ),
        (
            500,
            fault("s:Client", "Bad", &good),
            Some(708),
            one("CTRL-38", Grade::Fail),
        ),
        (
            500,
            fault("s:Client", "Bad", &early),
            Some(402),
            one("CTRL-38", Grade::Warning),
        ),
        (
            500,
            fault("s:Client", "UPnPError", ""),
            None,
            one("CTRL-39", Grade::Fail),
        ),
        (
            500,
            fault("s:Client", "UPnPError", &good.replace("708", "x")),
            None,
            one("CTRL-39", Grade::Fail),
        ),
        (
            500,
            fault("s:Client", "UPnPError", &good.replace("control-1", "c")),
            Some(708),
            one("CTRL-39", Grade::Fail),
        ),
        (
            500,
            fault("s:Client", "UPnPError", &upnp_error("801")),
            Some(801),
            one("CTRL-43", Grade::Fail),
        ),
        (
            500,
            fault("s:Client", "UPnPError", &upnp_error("404")),
            Some(404),
            one("CTRL-43", Grade::Fail),
        ),
        (
            500,
            fault("s:Client", "UPnPError", &good).replace("faultstring", "s:faultstring"),
            Some(708),
            one("CTRL-36", Grade::Warning),
        ),
        (
            500,
            fault("s:Client", "UPnPError", &good).replace("s:Fault", "Fault"),
            Some(708),
            one("CTRL-36", Grade::Fail),
        ),
    ] {
        let (reading, findings) = read(status, &body, Claim::V1_0);
        assert_eq!(code(&reading), expected_code, "{body}");
        assert_eq!(findings, expected, "{body}");
    }
}

#[test]
fn what_cannot_be_read() {
    for (status, body, expected) in [
        (500, "<html><p>Oops</html>", one("CTRL-35", Grade::Fail)),
        (400, "", vec![]),
        (405, "<html></html>", vec![]),
        (
            200,
            "<!DOCTYPE a><a/>",
            [one("CTRL-08", Grade::Fail), one("CTRL-29", Grade::Fail)].concat(),
        ),
        (200, "<a/>", one("CTRL-29", Grade::Fail)),
        (200, wrap("<x/>").as_str(), one("CTRL-29", Grade::Fail)),
    ] {
        let (reading, findings) = read(status, body, Claim::V1_1);
        assert!(matches!(reading, Reading::Unreadable { .. }), "{body}");
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
    let (reading, findings) = read_response(&response, &ASKED, Claim::V1_0);
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

proptest! {
    #[test]
    fn values_survive_the_wrapping(value in "[ -~é\n\t]{0,40}") {
        let xml = String::from_utf8(request(SERVICE, "A", &[("V", &value)])).expect("utf-8");
        let document = roxmltree::Document::parse(&xml).expect("well-formed");
        let node = document.descendants().find(|node| node.has_tag_name("V")).expect("argument");
        prop_assert_eq!(node.text().unwrap_or_default(), value);
    }

    #[test]
    fn arbitrary_bodies_never_panic(inner in "(<[/?!]?[a-zA-Z:=' ]{0,8}>?|[&;lt#]{0,5}|s:Fault|<detail>|</s:Body>){0,12}", status in 205_u16..304) {
        for body in [inner.clone(), wrap(&inner), success(&inner), fault(&inner, &inner, &inner)] {
            let _ = read(status, &body, Claim::V1_1);
        }
    }
}
