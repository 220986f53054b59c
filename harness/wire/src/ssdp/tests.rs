//! Writers and reader against each other, and the reader against deviant devices.

use proptest::prelude::*;

use super::*;
use crate::{Claim, Finding, Grade};

const UDN: &str = "uuid:3c1d90aa-0f52-4b7e-a2c4-7be1509d6f08";
const SERVICE: &str = "urn:schemas-upnp-org:service:Messaging:2";

fn advertiser(claim: Claim) -> Advertiser {
    Advertiser {
        claim,
        location: "http://127.0.0.1:5099/root.xml".to_owned(),
        server: format!("Linux/6.1 UPnP/{claim} Tern/2.0"),
        max_age: 1800,
        boot_id: 12,
        config_id: 3,
        search_port: Some(50000),
    }
}

fn rows(findings: &[Finding]) -> Vec<(&str, Grade)> {
    findings
        .iter()
        .map(|finding| (finding.row.as_ref(), finding.grade))
        .collect()
}

fn judged(text: &str, claim: Claim) -> Vec<Finding> {
    parse(text.replace('\n', "\r\n").as_bytes())
        .expect("readable")
        .check(claim)
        .findings
}

#[test]
fn what_the_device_writes_has_no_findings() {
    let usn = format!("{UDN}::{SERVICE}");
    for claim in [Claim::V1_0, Claim::V1_1, Claim::V2_0] {
        let device = advertiser(claim);
        for (bytes, kind) in [
            (device.alive(SERVICE, &usn), Kind::Alive),
            (device.byebye(SERVICE, &usn), Kind::ByeBye),
            (device.update(SERVICE, &usn, 13), Kind::Update),
            (device.response(SERVICE, &usn, None), Kind::SearchResponse),
            (
                device.response(UDN, UDN, Some("Tue, 04 Mar 2025 10:15:42 GMT")),
                Kind::SearchResponse,
            ),
        ] {
            let message = parse(&bytes).expect("readable");
            assert_eq!(message.kind, kind);
            assert_eq!(message.check(claim).findings, [], "{claim}");
            assert_eq!(message.udn(), Some(UDN));
            let has_ids = claim.is_1_1_or_later() || kind == Kind::Update;
            assert_eq!(message.boot_id(), has_ids.then_some(12));
        }
    }
}

#[test]
fn searches_are_written_and_read() {
    let bytes = search("ssdp:all", 3, "Linux/6.1 UPnP/1.1 Probe/1");
    let message = parse(&bytes).expect("readable");
    assert_eq!(
        (message.kind, message.mx(), message.target()),
        (Kind::Search, Some(3), Some("ssdp:all"))
    );
    assert_eq!(message.headers.get("man"), Some("\"ssdp:discover\""));
    let odd = Search {
        man: None,
        ..Search::unicast("x", "127.0.0.1:1900")
    }
    .header("x-a", "1");
    assert_eq!(
        odd.bytes(),
        b"M-SEARCH * HTTP/1.1\r\nHOST: 127.0.0.1:1900\r\nST: x\r\nx-a: 1\r\n\r\n"
    );
}

#[test]
fn the_set_has_3_plus_2d_plus_k_members() {
    let device = |udn: &str, services: &[&str]| DeviceTypes {
        udn: udn.to_owned(),
        device_type: "urn:schemas-upnp-org:device:X:1".to_owned(),
        service_types: services.iter().map(|name| (*name).to_owned()).collect(),
    };
    assert_eq!(advertisements(&device("uuid:r", &["s"]), &[]).len(), 4);
    let set = advertisements(&device("uuid:r", &[]), &[device("uuid:e", &["s", "s"])]);
    assert_eq!(set.len(), 6);
    assert!(set.contains(&Advertisement {
        nt: "s".to_owned(),
        usn: "uuid:e::s".to_owned()
    }));
}

#[test]
fn a_deviant_alive_is_read_and_judged() {
    let text = format!(
        "NOTIFY * HTTP/1.1\nHost:239.255.255.250\nCACHE-CONTROL: max-age = 900, public\nLOCATION: /x\nNT: {SERVICE}\nNTS: ssdp:alive\nSERVER: Linux/6, UPnP/1.0, SDK/1\nUSN: {UDN}::urn:other\nX-Thing: 1\n\n"
    );
    let findings = judged(&text, Claim::V1_1);
    let expected = [
        ("UDA-DISC-11", Grade::Fail),
        ("UDA-DISC-11", Grade::Fail),
        ("UDA-DISC-12", Grade::Warning),
        ("UDA-DISC-14", Grade::Warning),
        ("UDA-DISC-13", Grade::Fail),
        ("UDA-DISC-15", Grade::Fail),
        ("UDA-DISC-16", Grade::Fail),
        ("UDA-DISC-17", Grade::Warning),
        ("UDA-DISC-05", Grade::Warning),
    ];
    assert_eq!(rows(&findings), expected, "{findings:?}");
    let old = judged(&text, Claim::V1_0);
    assert!(
        !rows(&old)
            .iter()
            .any(|(row, _)| *row == "UDA-DISC-11" || *row == "UDA-DISC-05")
    );
    assert!(rows(&old).contains(&("UDA-DISC-13", Grade::Warning)));
}

#[test]
fn a_deviant_answer_is_read_and_judged() {
    let text = format!(
        "HTTP/1.1 200 OK\nCACHE-CONTROL: max-age=0\nLOCATION: http://h/x\nDATE: today\nSERVER: Tern\nST: {SERVICE}\nUSN: uuid:short::{SERVICE}\nBOOTID.UPNP.ORG: 007\n\nbody"
    );
    let expected = [
        ("UDA-DISC-02", Grade::Warning),
        ("UDA-DISC-40", Grade::Fail),
        ("UDA-DISC-40", Grade::Warning),
        ("UDA-DISC-53", Grade::Fail),
        ("UDA-DISC-53", Grade::Fail),
        ("UDA-DISC-07", Grade::Warning),
        ("UDA-DISC-53", Grade::Warning),
    ];
    assert_eq!(rows(&judged(&text, Claim::V1_0)), expected);
}

#[test]
fn answers_may_name_the_own_version_in_usn() {
    let device = advertiser(Claim::V1_0);
    let asked = "urn:schemas-upnp-org:service:Messaging:1";
    let message =
        parse(&device.response(asked, &format!("{UDN}::{SERVICE}"), None)).expect("readable");
    assert_eq!(message.check(Claim::V1_0).findings, []);
}

#[test]
fn bare_line_feeds_and_missing_ends() {
    let text = format!(
        "NOTIFY * HTTP/1.1\nHOST: 239.255.255.250:1900\nNT: {UDN}\nNTS: ssdp:byebye\nUSN: {UDN}\n"
    );
    let findings = parse(text.as_bytes())
        .expect("readable")
        .check(Claim::V1_0)
        .findings;
    assert_eq!(rows(&findings), [("UDA-DISC-02", Grade::Warning); 2]);
}

#[test]
fn an_update_has_to_go_up() {
    let bytes = advertiser(Claim::V1_1).update(UDN, UDN, 12);
    let findings = parse(&bytes).expect("readable").check(Claim::V1_1).findings;
    assert_eq!(rows(&findings), [("UDA-DISC-30", Grade::Fail)]);
}

#[test]
fn what_is_no_ssdp_is_refused() {
    assert!(matches!(parse(b""), Err(SsdpError::Head(_))));
    assert!(matches!(
        parse(b"GET / HTTP/1.1\r\n\r\n"),
        Err(SsdpError::Method(_))
    ));
    assert!(matches!(
        parse(b"NOTIFY * HTTP/1.1\r\nNTS: upnp:propchange\r\n\r\n"),
        Err(SsdpError::Nts(_))
    ));
    let error = judged("HTTP/1.1 404 Not Found\nEXT:\n\n", Claim::V1_0);
    assert_eq!(error[0].row, "UDA-DISC-02");
}

proptest! {
    #[test]
    fn arbitrary_datagrams_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), tail in "\\PC{0,80}") {
        let _ = parse(&bytes).map(|message| message.check(Claim::V2_0));
        for start in ["HTTP/1.1 200 OK\r\nUSN: uuid:", "NOTIFY * HTTP/1.1\r\nNTS: ssdp:alive\r\nUSN: uuid:é::"] {
            let mut text = start.as_bytes().to_vec();
            text.extend_from_slice(tail.as_bytes());
            text.extend_from_slice(&bytes);
            let _ = parse(&text).map(|message| message.check(Claim::V1_1).findings);
        }
    }
}
