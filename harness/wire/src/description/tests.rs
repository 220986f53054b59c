//! Descriptions, right and deviant.

mod unreadable;

use proptest::prelude::*;

use super::*;
use crate::http::ResponseReader;
use crate::{Claim, Finding, Grade, Reading};

const URL: &str = "http://127.0.0.1:5700/dev/root.xml";

fn service(name: &str, path: &str) -> String {
    format!(
        "<service><serviceType>urn:schemas-upnp-org:service:{name}:2</serviceType><serviceId>urn:upnp-org:serviceId:{name}</serviceId><SCPDURL>{path}/scpd.xml</SCPDURL><controlURL>{path}/control</controlURL><eventSubURL>{path}/event</eventSubURL></service>"
    )
}

fn device(kind: &str, uuid: u8, inside: &str) -> String {
    format!(
        "<device><deviceType>urn:schemas-upnp-org:device:{kind}:2</deviceType><friendlyName>Desk</friendlyName><manufacturer>Tern</manufacturer><modelName>T2</modelName><UDN>uuid:{uuid:08x}-0f52-4b7e-a2c4-7be1509d6f08</UDN>{inside}</device>"
    )
}

fn document(major: u8, minor: u8, device: &str) -> String {
    let config = if (major, minor) == (1, 0) {
        ""
    } else {
        " configId=\"4\""
    };
    format!(
        "<?xml version=\"1.0\"?><root xmlns=\"{DEVICE}\"{config}><specVersion><major>{major}</major><minor>{minor}</minor></specVersion>{device}</root>"
    )
}

fn server(claim_major: u8) -> String {
    let services = format!("<serviceList>{}</serviceList>", service("Messaging", "msg"));
    document(claim_major, 0, &device("TelephonyServer", 1, &services))
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

fn judged(text: &str) -> (Description, Vec<(String, Grade)>) {
    let Reading {
        value: description,
        findings,
        ..
    } = read(text.as_bytes(), URL, None).expect("readable");
    (description, rows(&findings))
}

#[test]
fn a_telephony_server() {
    for (major, claim) in [(1, Claim::V1_0), (2, Claim::V2_0)] {
        let (description, findings) = judged(&server(major));
        assert_eq!(findings, []);
        assert_eq!(description.claim, claim);
        let found = description.find_services("urn:schemas-upnp-org:service:Messaging:");
        assert_eq!(found, description.find_services("Messaging"));
        assert_eq!(
            found[0].control_url,
            "http://127.0.0.1:5700/dev/msg/control"
        );
        assert_eq!(
            (found[0].version, found[0].udn.as_str()),
            (Some(2), description.root.udn.as_str())
        );
        assert_eq!(description.advertisements().len(), 4);
        assert!(description.find_services("Mess").is_empty());
    }
}

#[test]
fn services_of_embedded_devices_are_found() {
    let services = format!("<serviceList>{}</serviceList>", service("Messaging", "/m"));
    let inner = device("TelephonyServer", 2, &services);
    let (description, findings) = judged(&document(
        1,
        0,
        &device("Basic", 1, &format!("<deviceList>{inner}</deviceList>")),
    ));
    assert_eq!(findings, []);
    let found = description.find_services("Messaging");
    assert_eq!(found.len(), 1);
    assert!(found[0].udn.starts_with("uuid:00000002"));
    assert_eq!(found[0].event_sub_url, "http://127.0.0.1:5700/m/event");
    assert_eq!(description.devices().len(), 2);
    assert!(
        description
            .device(&found[0].udn.to_uppercase().replace("UUID", "uuid"))
            .is_some()
    );
    assert_eq!(
        description.service_types(),
        ["urn:schemas-upnp-org:service:Messaging:2"]
    );
    assert_eq!(description.advertisements().len(), 6);
}

#[test]
fn url_base_is_honoured() {
    let with = |major, base: &str| {
        server(major).replace("<device>", &format!("<URLBase>{base}</URLBase><device>"))
    };
    let (description, findings) = judged(&with(1, "http://127.0.0.1:9/b/"));
    assert_eq!(
        description.find_services("Messaging")[0].scpd_url,
        "http://127.0.0.1:9/b/msg/scpd.xml"
    );
    assert_eq!(findings, []);
    assert_eq!(
        judged(&with(2, "http://127.0.0.1:9/b/")).1,
        one("DESC-23", Grade::Fail)
    );
    let (description, findings) = judged(&with(1, ""));
    assert_eq!(
        description.find_services("Messaging")[0].scpd_url,
        "http://127.0.0.1:5700/dev/msg/scpd.xml"
    );
    assert_eq!(findings, []);
    assert_eq!(
        judged(&with(1, "/other/")).1,
        one("DESC-23", Grade::Warning)
    );
}

#[test]
fn deviations_by_row() {
    let long = "x".repeat(64);
    for (major, from, to, expected) in [
        (
            1,
            "<?xml version=\"1.0\"?>",
            "",
            one("DESC-19", Grade::Warning),
        ),
        (1, "device-1-0", "device-1", one("DESC-20", Grade::Fail)),
        (2, " configId=\"4\"", "", one("DESC-21", Grade::Fail)),
        (
            2,
            "configId=\"4\"",
            "configId=\"x\"",
            one("DESC-21", Grade::Fail),
        ),
        (1, "<minor>0</minor>", "", one("DESC-22", Grade::Fail)),
        (
            1,
            "<minor>0</minor>",
            "<minor>7</minor>",
            [one("DESC-22", Grade::Fail), one("DESC-21", Grade::Fail)].concat(),
        ),
        (
            1,
            "<modelName>T2</modelName>",
            "",
            one("DESC-24", Grade::Fail),
        ),
        (1, ">T2<", "><", one("DESC-24", Grade::Warning)),
        (
            1,
            "<modelName>T2</modelName>",
            "<modelName>T2</modelName><modelName>T2</modelName>",
            one("DESC-24", Grade::Fail),
        ),
        (
            2,
            "<manufacturer>Tern</manufacturer><modelName>T2</modelName>",
            "<modelName>T2</modelName><manufacturer>Tern</manufacturer>",
            one("DESC-24", Grade::Fail),
        ),
        (
            1,
            "<manufacturer>Tern</manufacturer><modelName>T2</modelName>",
            "<modelName>T2</modelName><manufacturer>Tern</manufacturer>",
            vec![],
        ),
        (
            1,
            ">Desk<",
            &format!(">{long}<"),
            one("DESC-25", Grade::Warning),
        ),
        (
            1,
            "<UDN>",
            "<UPC>12</UPC><UPC/><UDN>",
            [one("DESC-42", Grade::Fail), one("DESC-28", Grade::Warning)].concat(),
        ),
        (
            1,
            "device:TelephonyServer:2<",
            "device:TelephonyServer<",
            one("DESC-26", Grade::Fail),
        ),
        (
            1,
            "TelephonyServer:2<",
            "TelephonyServer:2\n<",
            one("DESC-26", Grade::Warning),
        ),
        (
            1,
            "uuid:00000001-",
            "00000001-",
            one("DESC-27", Grade::Fail),
        ),
        (
            1,
            "uuid:00000001-",
            "uuid:1-",
            one("DISC-07", Grade::Warning),
        ),
        (2, "uuid:00000001-", "uuid:1-", one("DISC-07", Grade::Fail)),
        (
            1,
            "<serviceList>",
            "<iconList/><serviceList>",
            one("DESC-29", Grade::Warning),
        ),
        (
            1,
            "urn:schemas-upnp-org:service",
            "urn:microsoft.com:service",
            one("DESC-30", Grade::Warning),
        ),
        (
            1,
            "serviceId:Messaging",
            "serviceId:Msg",
            one("DESC-31", Grade::Warning),
        ),
        (
            2,
            "serviceId:Messaging",
            "serviceId:Msg",
            one("DESC-31", Grade::Fail),
        ),
        (
            1,
            "<controlURL>msg/control</controlURL>",
            "",
            one("DESC-32", Grade::Fail),
        ),
        (1, ">msg/control<", "><", one("DESC-32", Grade::Fail)),
        (
            2,
            ">msg/control<",
            ">http://127.0.0.1:5700/dev/msg/control<",
            one("DESC-33", Grade::Warning),
        ),
        (
            1,
            ">msg/control<",
            ">http://127.0.0.1:x@192.0.2.9/control<",
            one("DESC-33", Grade::Warning),
        ),
        (1, ">msg/event<", "><", one("DESC-34", Grade::Fail)),
        (
            1,
            "</serviceList>",
            "</serviceList><deviceList/>",
            one("DESC-35", Grade::Warning),
        ),
        (
            1,
            "<modelName>",
            "<v:X_a xmlns:v=\"urn:v\"/><modelName>",
            vec![],
        ),
        (
            2,
            "<modelName>",
            "<v:X_a xmlns:v=\"urn:v\"/><modelName>",
            one("DESC-36", Grade::Warning),
        ),
        (
            1,
            "<modelName>",
            "<colour/><modelName>",
            one("DESC-36", Grade::Warning),
        ),
    ] {
        let (description, findings) = judged(&server(major).replacen(from, to, 1));
        assert_eq!(findings, expected, "{to}");
        assert_eq!(description.root.services.len(), 1, "{to}");
    }
}

#[test]
fn services_are_compared() {
    let two = format!(
        "<serviceList>{}{}</serviceList>",
        service("Messaging", "a"),
        service("Messaging", "a")
    );
    let (_, findings) = judged(&document(1, 0, &device("Basic", 1, &two)));
    assert_eq!(
        findings,
        [one("DESC-31", Grade::Fail), one("DESC-34", Grade::Fail)].concat()
    );
}

#[test]
fn equal_udns_are_told() {
    let inner = device("Basic", 1, "");
    let (_, findings) = judged(&document(
        1,
        0,
        &device("Basic", 1, &format!("<deviceList>{inner}</deviceList>")),
    ));
    assert_eq!(findings, one("DESC-27", Grade::Fail));
}

#[test]
fn the_head_helps_and_is_judged() {
    let mut reader = ResponseReader::new(crate::http::Limits::default(), "GET");
    reader
        .feed(b"HTTP/1.1 200 OK\r\nServer: a/1 UPnP/1.1 b/1\r\nContent-Type: text/html\r\nContent-Length: 0\r\n\r\n")
        .expect("readable");
    let response = reader.take().expect("complete");
    let bare = server(1).replace("<major>1</major>", "");
    let Reading {
        value: description,
        findings,
        ..
    } = read(bare.as_bytes(), URL, Some(&response.head)).expect("readable");
    assert_eq!(description.claim, Claim::V1_1);
    let expected = [one("DESC-22", Grade::Fail), one("DESC-21", Grade::Fail)];
    assert_eq!(rows(&findings), expected.concat());
    let Reading { findings, .. } =
        read(server(1).as_bytes(), URL, Some(&response.head)).expect("readable");
    assert_eq!(rows(&findings), one("DESC-22", Grade::Warning));
    let answer = |claim, is_document| read_answer(&response, claim, is_document);
    let expected = [one("DESC-03", Grade::Fail), one("DESC-03", Grade::Warning)];
    assert_eq!(rows(&answer(Claim::V1_1, true).findings), expected.concat());
    assert_eq!(rows(&answer(Claim::V1_0, true).findings), expected[0]);
    let icon = answer(Claim::V1_0, false);
    assert_eq!(icon.findings, []);
    let rows = ["UDA-DESC-04", "UDA-DESC-11", "UDA-DESC-16", "UDA-DESC-17"];
    assert_eq!(icon.checked, rows);
}

#[test]
fn what_is_no_description() {
    assert!(matches!(
        read(b"<html/>", URL, None),
        Err(DescriptionError::NoDevice { .. })
    ));
    assert!(matches!(
        read(b"", URL, None),
        Err(DescriptionError::Xml(crate::XmlError::Empty))
    ));
    let dtd = server(1).replace("<root", "<!DOCTYPE root><root");
    assert!(matches!(
        read(dtd.as_bytes(), URL, None),
        Err(DescriptionError::Xml(crate::XmlError::Dtd { .. }))
    ));
}

proptest! {
    #[test]
    fn arbitrary_content_never_panics(inner in "(<[/?!]?[a-zA-Z:=' ]{0,8}>?|[&;lt#é:]{0,5}|<service>|<iconList><icon>|<deviceList><device>|</device>|<UDN>uuid:|</UDN>){0,12}", url in "\\PC{0,20}") {
        let _ = read(inner.as_bytes(), &url, None);
        let _ = read(document(2, 0, &device("Basic", 1, &inner)).as_bytes(), &url, None);
    }
}
