//! Announcements and searches, by multicast on the loopback interface.
#![cfg(target_os = "linux")]

mod support;

use std::collections::BTreeSet;
use std::io::Read;
use std::net::{SocketAddr, TcpListener};

use ctk_device::{Config, Device};
use ctk_vectors::Uda;
use support::multicast::*;
use support::*;

fn device(uda: Uda) -> Device {
    Device::start(Config {
        uda,
        ssdp: true,
        ..Config::default()
    })
    .expect("a device starts")
}

fn types(datagrams: &[String], header: &str) -> BTreeSet<String> {
    datagrams
        .iter()
        .map(|one| value(one, header).to_owned())
        .collect()
}

fn with_nts(datagrams: &[String], nts: &str) -> Vec<String> {
    datagrams
        .iter()
        .filter(|one| value(one, "NTS") == nts)
        .cloned()
        .collect()
}

#[test]
fn a_device_comes_and_goes_in_order() {
    for uda in ALL_UDA {
        let listener = listener();
        let udn = uuid::Uuid::new_v4();
        let name = format!("uuid:{udn}");
        let device = Device::start(Config {
            uda,
            ssdp: true,
            udn: Some(udn),
            ..Config::default()
        })
        .unwrap();
        let location = device.description_url().to_owned();
        let alive = collect(&listener, &name, |found| found.len() >= 8, LONG);
        assert_eq!(types(&alive, "NT").len(), 4);
        for one in &alive {
            assert_eq!(value(one, "NTS"), "ssdp:alive");
            assert_eq!(value(one, "LOCATION"), location);
            assert_eq!(value(one, "CACHE-CONTROL"), "max-age=1800");
            assert_eq!(value(one, "HOST"), "239.255.255.250:1900");
            let nt = value(one, "NT");
            let usn = if nt == name {
                name.clone()
            } else {
                format!("{name}::{nt}")
            };
            assert_eq!(value(one, "USN"), usn);
            assert_eq!(value(one, "BOOTID.UPNP.ORG").is_empty(), uda == Uda::V1_0);
        }
        device.stop();
        let bye = collect(
            &listener,
            &name,
            |found| types(&with_nts(found, "ssdp:byebye"), "NT").len() == 4,
            LONG,
        );
        assert_eq!(
            types(&with_nts(&bye, "ssdp:byebye"), "NT"),
            types(&alive, "NT")
        );
    }
}

#[test]
fn searches_are_answered_under_the_name_asked_for() {
    let device = device(Uda::V1_1);
    let socket = searcher();
    search(&socket, "ssdp:all", "MX: 1\r\n");
    let all = collect(&socket, device.udn(), |found| found.len() >= 4, LONG);
    assert_eq!(types(&all, "ST").len(), 4);
    for st in [
        "upnp:rootdevice",
        device.udn(),
        "urn:schemas-upnp-org:device:TelephonyServer:1",
        "urn:schemas-upnp-org:service:Messaging:1",
        "urn:schemas-upnp-org:service:Messaging:2",
    ] {
        search(&socket, st, "mx: 1\r\n");
        let answers = collect(&socket, device.udn(), |found| !found.is_empty(), LONG);
        assert_eq!(value(&answers[0], "ST"), st);
        assert_eq!(value(&answers[0], "LOCATION"), device.description_url());
        assert!(
            answers[0].starts_with("HTTP/1.1 200 OK\r\n") && answers[0].contains("\r\nEXT:\r\n")
        );
    }
}

#[test]
fn searches_for_others_meet_silence() {
    let device = device(Uda::V2_0);
    let socket = searcher();
    for st in [
        "urn:schemas-upnp-org:service:Messaging:3",
        "uuid:0",
        "nonsense",
    ] {
        search(&socket, st, "MX: 1\r\n");
    }
    search(&socket, "ssdp:all", "");
    search(&socket, "ssdp:all", "MX: abc\r\n");
    socket
        .send_to(&[0xff; 1400], "239.255.255.250:1900")
        .unwrap();
    // What answers one of those would answer before this one is read.
    search(&socket, "upnp:rootdevice", "MX: 1\r\n");
    let found = collect(&socket, device.udn(), |found| !found.is_empty(), LONG);
    assert_eq!(found.len(), 1);
    assert_eq!(value(&found[0], "ST"), "upnp:rootdevice");
}

#[test]
fn a_taken_port_1900_makes_a_search_port() {
    let _taken = listener();
    let device = device(Uda::V2_0);
    let socket = searcher();
    search(&socket, "upnp:rootdevice", "MX: 1\r\n");
    let answers = collect(&socket, device.udn(), |found| !found.is_empty(), LONG);
    let port: u16 = value(&answers[0], "SEARCHPORT.UPNP.ORG")
        .parse()
        .expect("a search port");
    assert!(port >= 49_152);
    let to = SocketAddr::from(([127, 0, 0, 1], port));
    search_at(&socket, to, "");
    assert_eq!(
        collect(&socket, device.udn(), |found| found.len() == 4, LONG).len(),
        4
    );
    // Asked to, it answers over TCP.
    let Some(tcp) = (49_152..=65_535).find_map(|port| TcpListener::bind(("127.0.0.1", port)).ok())
    else {
        panic!("no dynamic port is free");
    };
    search_at(
        &socket,
        to,
        &format!("TCPPORT.UPNP.ORG: {}\r\n", tcp.local_addr().unwrap().port()),
    );
    let (mut stream, _) = tcp.accept().unwrap();
    stream.set_read_timeout(Some(LONG)).unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    assert_eq!(text.matches("HTTP/1.1 200 OK\r\n").count(), 4);
}

#[test]
fn a_restart_takes_a_new_boot_number_and_drops_subscriptions() {
    let listener = listener();
    let device = device(Uda::V1_1);
    let subscriber = events::Subscriber::new();
    let sid = format!("SID: {}", subscriber.subscribe(&device));
    subscriber.next();
    let alive = |found: &[String]| types(&with_nts(found, "ssdp:alive"), "NT").len() == 4;
    let before = collect(&listener, device.udn(), alive, LONG);
    assert_eq!(stimulate(&device, "restart", "")["status"], "done");
    let boot = |one: &String| {
        value(one, "BOOTID.UPNP.ORG")
            .parse::<u32>()
            .expect("a number")
    };
    let first = boot(&before[0]);
    let again = |found: &[String]| {
        alive(
            &found
                .iter()
                .filter(|one| boot(one) > first)
                .cloned()
                .collect::<Vec<_>>(),
        )
    };
    let after = collect(&listener, device.udn(), again, LONG);
    assert_eq!(types(&with_nts(&after, "ssdp:byebye"), "NT").len(), 4);
    assert!(again(&after));
    assert_eq!(events::subscribe(&device, &[&sid]).head.status, 412);
    assert_eq!(get(device.description_url()).head.status, 200);
}
