//! The architecture below services other than Messaging, and below Messaging alone.

mod support;

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Mutex, MutexGuard, PoisonError};

use support::{Desk, Served, verdicts, warned, with_verdict};

const MESSAGING: &str = "urn:schemas-upnp-org:service:Messaging:2";

/// Whole runs speak multicast on loopback: one at a time.
fn alone() -> MutexGuard<'static, ()> {
    static ONE: Mutex<()> = Mutex::new(());
    ONE.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn the_architecture_below_the_reference_device_gets_the_verdicts_of_a_whole_run() {
    let _one = alone();
    let (ran, plain) = Desk::new().judge(&["embedded", "--case", "uda"]);
    assert_eq!(ran.code, Some(0), "{}", ran.said);
    for service in [MESSAGING, "any"] {
        let (ran, report) = Desk::new().judge(&["embedded", "--service", service]);
        assert_eq!(ran.code, Some(0), "{service}: {}", ran.said);
        assert_eq!(verdicts(&report), verdicts(&plain), "{service}");
        for verdict in ["fail", "error", "inconclusive"] {
            let cases = with_verdict(&report, verdict);
            assert!(cases.is_empty(), "{service}: {verdict}: {cases:#?}");
        }
        assert!(warned(&report).is_empty(), "{:#?}", warned(&report));
        // Nothing was judged of the service itself.
        assert!(!ran.said.contains("conformant"), "{}", ran.said);
    }
}

#[test]
fn a_service_that_is_not_there_is_told_with_those_that_are() {
    let _one = alone();
    let absent = "urn:schemas-upnp-org:service:ContentDirectory:1";
    let (ran, report) = Desk::new().judge(&["embedded", "--service", absent]);
    assert_eq!(ran.code, Some(3), "{}", ran.said);
    assert!(ran.errors.contains(absent), "{}", ran.errors);
    assert!(ran.errors.contains(MESSAGING), "{}", ran.errors);
    assert_eq!(report["run"]["exit_code"], 3);
}

#[test]
fn what_cannot_be_invoked_is_told_before_the_run() {
    let _one = alone();
    let desk = Desk::new();
    let ran = desk.run(&["run", "embedded", "--service", "any", "--invoke", "Nothing"]);
    assert_eq!(ran.code, Some(2), "{}", ran.said);
    assert!(ran.errors.contains("--invoke Nothing"), "{}", ran.errors);
    assert!(
        ran.errors
            .contains("GetMessagingCapabilities of Messaging:2"),
        "{}",
        ran.errors
    );
    let ran = desk.run(&[
        "run",
        "embedded",
        "--service",
        "any",
        "--invoke",
        "ReadMessage",
    ]);
    assert_eq!(ran.code, Some(2), "{}", ran.said);
    assert!(ran.errors.contains("MessageID"), "{}", ran.errors);
    for arguments in [
        vec!["--invoke", "ReadMessage"],
        vec!["--service", "ContentDirectory"],
        vec!["--service", "any", "--case", "5.5.5"],
    ] {
        let ran = desk.run(&[vec!["run", "embedded"], arguments].concat());
        assert_eq!(ran.code, Some(2), "{}", ran.errors);
    }
    assert!(desk.runs().is_empty());
}

/// The URL of a description that is served until the tests are over.
fn document(text: String) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let address = listener.local_addr().expect("it has an address");
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut request = [0; 4096];
            let _ = stream.read(&mut request);
            let _ = write!(
                stream,
                "HTTP/1.1 200 OK\r\nCONTENT-TYPE: text/xml\r\nCONTENT-LENGTH: {}\r\nCONNECTION: close\r\n\r\n{text}",
                text.len()
            );
        }
    });
    format!("http://{address}/lamp.xml")
}

#[test]
fn a_device_without_messaging_names_the_option() {
    let _one = alone();
    let served = Served::start(&["--no-ssdp"]);
    let place = served.description.trim_end_matches("/description.xml");
    let description = format!(
        "<?xml version=\"1.0\"?><root xmlns=\"urn:schemas-upnp-org:device-1-0\">\
         <specVersion><major>1</major><minor>0</minor></specVersion><device>\
         <deviceType>urn:schemas-upnp-org:device:BinaryLight:1</deviceType>\
         <friendlyName>A lamp</friendlyName><manufacturer>m</manufacturer>\
         <modelName>m</modelName><UDN>uuid:6f1e0c52-3b7a-4d19-8a44-91d2c07be399</UDN>\
         <serviceList><service>\
         <serviceType>urn:schemas-upnp-org:service:SwitchPower:1</serviceType>\
         <serviceId>urn:upnp-org:serviceId:SwitchPower</serviceId>\
         <SCPDURL>{place}/scpd.xml</SCPDURL><controlURL>{place}/control</controlURL>\
         <eventSubURL>{place}/event</eventSubURL></service></serviceList></device></root>"
    );
    let url = document(description);
    let (ran, _) = Desk::new().judge(&[&url]);
    assert_eq!(ran.code, Some(3), "{}", ran.said);
    for word in ["A lamp", "SwitchPower:1", "--service"] {
        assert!(ran.errors.contains(word), "{}", ran.errors);
    }
}
