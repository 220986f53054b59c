//! Subscriptions and notifications, right and deviant.

use proptest::prelude::*;

use super::*;
use crate::http::{
    Limits, Request, RequestBytes, RequestReader, Response, ResponseReader, write_response,
};
use crate::{Claim, Finding, Grade, Reading};

const SID: &str = "uuid:5f0a1c77-9b1e-4d06-8f55-0c8d8f7e2b11";

fn rows(findings: &[Finding]) -> Vec<(String, Grade)> {
    findings
        .iter()
        .map(|found| (found.row.replace("UDA-", ""), found.grade))
        .collect()
}

fn one(row: &str, grade: Grade) -> Vec<(String, Grade)> {
    vec![(row.to_owned(), grade)]
}

fn response(status: u16, headers: &[(&str, &str)]) -> Response {
    let bytes = write_response(status, "OK", headers, b"");
    let mut reader = ResponseReader::new(Limits::default(), "SUBSCRIBE");
    reader.feed(&bytes).expect("readable");
    reader.take().expect("complete")
}

fn notification(body: &str) -> RequestBytes {
    RequestBytes::new("NOTIFY", "/e/4")
        .header("HOST", "127.0.0.1:5501")
        .header("CONTENT-TYPE", "text/xml; charset=\"utf-8\"")
        .header("NT", "upnp:event")
        .header("NTS", "upnp:propchange")
        .header("SID", SID)
        .header("SEQ", "0")
        .body(body)
}

fn request(bytes: &[u8]) -> Request {
    let mut reader = RequestReader::new(Limits::default()).unframed_until_close();
    reader.feed(bytes).expect("readable");
    reader.eof().expect("head complete");
    reader.take().expect("complete")
}

fn read(body: &str, claim: Claim) -> (Notify, Vec<(String, Grade)>) {
    let Reading {
        value: notify,
        findings,
        ..
    } = read_notify(&request(&notification(body).build()), claim);
    (notify, rows(&findings))
}

fn set(properties: &str) -> String {
    format!("<e:propertyset xmlns:e=\"{EVENT}\">{properties}</e:propertyset>")
}

#[test]
fn the_three_requests() {
    let new = subscribe(
        "/ev",
        "h:1",
        &["http://a/x", "http://b/y"],
        Some("Second-300"),
    )
    .build();
    assert_eq!(
        String::from_utf8_lossy(&new),
        "SUBSCRIBE /ev HTTP/1.1\r\nHOST: h:1\r\nCALLBACK: <http://a/x><http://b/y>\r\nNT: upnp:event\r\nTIMEOUT: Second-300\r\n\r\n"
    );
    let again = renew("/ev", "h:1", SID, None).build();
    assert_eq!(
        again,
        format!("SUBSCRIBE /ev HTTP/1.1\r\nHOST: h:1\r\nSID: {SID}\r\n\r\n").as_bytes()
    );
    let end = unsubscribe("/ev", "h:1", SID).build();
    assert_eq!(
        end,
        format!("UNSUBSCRIBE /ev HTTP/1.1\r\nHOST: h:1\r\nSID: {SID}\r\n\r\n").as_bytes()
    );
}

#[test]
fn granted_subscriptions() {
    let good = [
        ("SID", SID),
        ("TIMEOUT", "Second-1800"),
        ("SERVER", "a/1 UPnP/2.0 b/1"),
        ("ACCEPTED-STATEVAR", "A, B"),
    ];
    let Reading {
        value: granted,
        findings,
        ..
    } = read_subscribe_response(&response(200, &good), Claim::V2_0, false);
    let granted = granted.expect("granted");
    assert_eq!(
        (granted.sid.as_str(), granted.timeout),
        (SID, Some(Timeout::Seconds(1800)))
    );
    assert_eq!(granted.accepted, Some(vec!["A".to_owned(), "B".to_owned()]));
    assert_eq!(findings, []);
    assert_eq!(
        read_subscribe_response(&response(412, &[]), Claim::V2_0, false),
        Reading {
            value: None,
            checked: vec![],
            findings: vec![],
        }
    );
}

#[test]
fn deviant_grants_by_claim() {
    let judge = |sid: &str, timeout: &str, claim| {
        let headers = [("SID", sid), ("TIMEOUT", timeout), ("SERVER", "x")];
        rows(&read_subscribe_response(&response(200, &headers), claim, false).findings)
    };
    assert_eq!(judge(SID, "Second-infinite", Claim::V1_0), []);
    assert_eq!(
        judge(SID, "Second-infinite", Claim::V1_1),
        one("EVNT-10", Grade::Fail)
    );
    assert_eq!(
        judge(SID, "Second-300", Claim::V1_0),
        one("EVNT-09", Grade::Warning)
    );
    for bad in ["Second-0", "300", "Second--5", "Second-", "x"] {
        assert_eq!(
            judge(SID, bad, Claim::V1_0),
            one("EVNT-09", Grade::Fail),
            "{bad}"
        );
    }
    assert_eq!(
        judge("uuid:7", "second-1800", Claim::V1_0),
        one("EVNT-08", Grade::Warning)
    );
    assert_eq!(
        judge("uuid:7", "Second-1800", Claim::V1_1),
        one("EVNT-08", Grade::Fail)
    );
    assert_eq!(
        judge("7", "Second-1800", Claim::V1_0),
        one("EVNT-08", Grade::Fail)
    );
    let bare = read_subscribe_response(&response(200, &[]), Claim::V1_0, false);
    assert_eq!(bare.value, None);
    assert_eq!(
        rows(&bare.findings),
        [
            one("EVNT-06", Grade::Warning),
            one("EVNT-06", Grade::Fail),
            one("EVNT-06", Grade::Fail)
        ]
        .concat()
    );
}

#[test]
fn an_unframed_grant_needs_the_close() {
    let mut reader = ResponseReader::new(Limits::default(), "SUBSCRIBE");
    let text =
        format!("HTTP/1.1 200 OK\r\nSID: {SID}\r\nTIMEOUT: Second-1800\r\nSERVER: x\r\n\r\n");
    reader.feed(text.as_bytes()).expect("readable");
    reader.eof().expect("head complete");
    let response = reader.take().expect("complete");
    assert_eq!(
        read_subscribe_response(&response, Claim::V1_1, true).findings,
        []
    );
    let open = rows(&read_subscribe_response(&response, Claim::V1_1, false).findings);
    assert_eq!(open, one("EVNT-07", Grade::Fail));
}

#[test]
fn an_initial_event() {
    let body = set(
        "<e:property><NewMessages>&lt;n a=\"1\"/&gt;</NewMessages></e:property><e:property><SessionUpdates/></e:property>",
    );
    let (notify, findings) = read(&body, Claim::V2_0);
    assert_eq!((notify.sid.as_deref(), notify.seq), (Some(SID), Some(0)));
    let expected = [
        ("NewMessages".to_owned(), "<n a=\"1\"/>".to_owned()),
        ("SessionUpdates".to_owned(), String::new()),
    ];
    assert_eq!(notify.properties, expected);
    assert_eq!(findings, []);
}

#[test]
fn deviant_bodies_are_read() {
    let property = "<e:property><V>1</V></e:property>";
    for (body, claim, count, expected) in [
        (
            set(property).replace("event-1-0", "event"),
            Claim::V1_0,
            1,
            one("EVNT-35", Grade::Fail),
        ),
        (
            set(property).replace("e:propertyset", "e:set"),
            Claim::V1_0,
            1,
            one("EVNT-35", Grade::Fail),
        ),
        (
            set(&property.replace("e:", "")),
            Claim::V1_0,
            1,
            one("EVNT-35", Grade::Fail),
        ),
        (
            set(property).replace("e:", "").replace(":e=", "="),
            Claim::V1_0,
            1,
            one("EVNT-35", Grade::Warning),
        ),
        (
            set(property).replace("e:", "").replace(":e=", "="),
            Claim::V1_1,
            1,
            one("EVNT-35", Grade::Fail),
        ),
        (
            set("<e:property><V/><W/></e:property>"),
            Claim::V1_0,
            2,
            one("EVNT-35", Grade::Fail),
        ),
        (
            set("<e:property/>"),
            Claim::V1_0,
            0,
            one("EVNT-35", Grade::Fail),
        ),
        (set(""), Claim::V1_0, 0, one("EVNT-35", Grade::Fail)),
        (
            set(&property.repeat(2)),
            Claim::V1_0,
            2,
            one("EVNT-36", Grade::Fail),
        ),
        (
            set("<e:property><V><x/></V></e:property>"),
            Claim::V1_0,
            1,
            one("EVNT-38", Grade::Fail),
        ),
        (
            set("<e:property><V>&amp;lt;x/&amp;gt;</V></e:property>"),
            Claim::V1_0,
            1,
            one("EVNT-38", Grade::Fail),
        ),
        ("<a".to_owned(), Claim::V1_0, 0, one("EVNT-35", Grade::Fail)),
    ] {
        let (notify, findings) = read(&body, claim);
        assert_eq!(notify.properties.len(), count, "{body}");
        assert_eq!(findings, expected, "{body}");
    }
    assert_eq!(
        read(&set("<e:property><V><x/></V></e:property>"), Claim::V1_0)
            .0
            .properties[0]
            .1,
        "<x/>"
    );
}

#[test]
fn deviant_heads_are_read() {
    let good = String::from_utf8(notification(&set("<e:property><V/></e:property>")).build())
        .expect("utf-8");
    for (from, to, expected) in [
        ("NT: upnp:event\r\n", "", one("EVNT-31", Grade::Fail)),
        ("upnp:propchange", "upnp:other", one("EVNT-31", Grade::Fail)),
        ("SEQ: 0", "SEQ: -1", one("EVNT-33", Grade::Fail)),
        ("SEQ: 0", "SEQ: 007", vec![]),
        ("/e/4", "/e /4", one("EVNT-05", Grade::Fail)),
        ("text/xml; charset=\"utf-8\"", "text/xml", vec![]),
        ("NOTIFY", "POST", one("EVNT-31", Grade::Fail)),
        ("HOST: 127.0.0.1:5501\r\n", "", one("EVNT-31", Grade::Fail)),
    ] {
        let request = request(good.replacen(from, to, 1).as_bytes());
        let Reading {
            value: notify,
            findings,
            ..
        } = read_notify(&request, Claim::V1_0);
        assert_eq!(notify.properties.len(), 1, "{to}");
        assert_eq!(rows(&findings), expected, "{to}");
    }
}

#[test]
fn a_notification_may_last_until_the_close() {
    let text = String::from_utf8(notification(&set("<e:property><V/></e:property>")).build())
        .expect("utf-8");
    let start = text.find("CONTENT-LENGTH").expect("there");
    let end = start + text[start..].find("\r\n").expect("there") + 2;
    let request = request(format!("{}{}", &text[..start], &text[end..]).as_bytes());
    assert_eq!(request.framing, crate::http::Framing::UntilClose);
    assert_eq!(rows(&read_notify(&request, Claim::V2_0).findings), []);
}

proptest! {
    #[test]
    fn arbitrary_bodies_never_panic(inner in "(<[/?!]?[a-z:=' ]{0,8}>?|[&;lt#é]{0,5}|<e:property>|</e:property>){0,12}") {
        let _ = read(&inner, Claim::V1_0);
        let _ = read(&set(&inner), Claim::V1_1);
    }
}
