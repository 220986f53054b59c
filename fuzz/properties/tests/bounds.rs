//! Bombs: what is too deep, too large or expands without end is refused or read within bounds, by every reader.

use ctk_model::document::{Context, Direction, Kind, Node, Read, validate};
use ctk_wire::http::{Limits, ResponseReader};
use ctk_wire::{Claim, description, scpd, soap};

const ROOT: &str = "urn:schemas-upnp-org:phone:messaging";

fn judge(text: &str) -> Read<Node> {
    validate(Kind::Message, text, Direction::Input, &Context::default())
}

fn refused(text: &str, what: &str) {
    let read = judge(text);
    assert!(!read.is_clean(), "{what} is called valid");
    assert!(
        read.findings.len() <= 201,
        "{what}: {} findings",
        read.findings.len()
    );
    assert!(
        ctk_device::service::readers::message(text).is_err(),
        "{what}: the device takes it"
    );
}

#[test]
fn entities_expand_nowhere() {
    let mut bomb = String::from("<?xml version=\"1.0\"?><!DOCTYPE m [<!ENTITY a0 \"ha\">");
    for level in 1..40 {
        bomb.push_str(&format!("<!ENTITY a{level} \"&a{0};&a{0};\">", level - 1));
    }
    bomb.push_str(&format!(
        "]><m:message xmlns:m=\"{ROOT}\"><messageID>&a39;</messageID></m:message>"
    ));
    refused(&bomb, "an entity bomb");
    let external = format!(
        "<!DOCTYPE m [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><m:message xmlns:m=\"{ROOT}\"><messageID>&x;</messageID></m:message>"
    );
    refused(&external, "an external entity");
    assert!(description::read(bomb.as_bytes(), "http://h/", None).is_err());
    assert!(scpd::read(bomb.as_bytes(), Claim::V2_0).is_err());
}

#[test]
fn depth_is_bounded() {
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    refused(&deep, "a depth of 100 000");
    refused(&"<a>".repeat(100_000), "an open depth of 100 000");
    assert!(description::read(deep.as_bytes(), "http://h/", None).is_err());
    assert!(scpd::read(deep.as_bytes(), Claim::V1_0).is_err());
    assert!(
        ctk_device::service::readers::control_request(deep.as_bytes(), Some("\"a#b\"")).is_err()
    );
}

#[test]
fn size_is_bounded() {
    let text = "x".repeat(16 << 20);
    refused(
        &format!("<m:message xmlns:m=\"{ROOT}\"><text>{text}</text></m:message>"),
        "16 MiB of text",
    );
    refused(&"<".repeat(16 << 20), "16 MiB of angle brackets");
    let many: String = "<newMessage/>".repeat(100_000);
    refused(
        &format!("<m:newMessages xmlns:m=\"{ROOT}\">{many}</m:newMessages>"),
        "100 000 wrong children",
    );
    let attributes: String = (0..20_000).map(|n| format!(" a{n}=\"\"")).collect();
    refused(
        &format!("<m:message xmlns:m=\"{ROOT}\"{attributes}/>"),
        "20 000 attributes",
    );
    let head = format!("HTTP/1.1 200 OK\r\n{}", "X-A: b\r\n".repeat(1_000_000));
    assert!(
        ResponseReader::new(Limits::default(), "GET")
            .feed(head.as_bytes())
            .is_err()
    );
    let mut reader = ResponseReader::new(Limits::default(), "GET");
    let body = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", u64::MAX);
    let fed = reader
        .feed(body.as_bytes())
        .and_then(|_| reader.feed(text.as_bytes()));
    assert!(fed.is_err() || reader.body_so_far().len() <= Limits::default().body_bytes);
}

#[test]
fn a_soap_answer_of_nothing_but_depth_is_unreadable() {
    let body = "<a>".repeat(50_000);
    let bytes = format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut reader = ResponseReader::new(Limits::default(), "POST");
    reader.feed(bytes.as_bytes()).expect("it is HTTP");
    let response = reader.take().expect("it is complete");
    let asked = soap::Asked {
        service_type: "urn:x:service:y:1",
        action: "A",
        outputs: &[],
    };
    let reading = soap::read_response(&response, &asked, Claim::V1_0).value;
    assert!(
        matches!(reading, soap::ControlResult::Unreadable { .. }),
        "{reading:?}"
    );
}
