//! Searches, and the SSDP group, on loopback.

use std::net::UdpSocket;

use ctk_record::Kind;
use ctk_suite::lab::Datagram;

use super::*;

fn datagrams(answer: Result<Answer, LabError>) -> Vec<Datagram> {
    match answer {
        Ok(Answer::Datagrams(datagrams)) => datagrams,
        other => panic!("no datagrams: {other:?}"),
    }
}

#[test]
fn a_search_takes_every_answer() {
    let device = UdpSocket::bind("127.0.0.1:0").expect("a free port");
    let to = device.local_addr().expect("an address").to_string();
    thread::spawn(move || {
        let mut buffer = [0; 1000];
        if let Ok((_, from)) = device.recv_from(&mut buffer) {
            let _ = device.send_to(b"HTTP/1.1 200 OK\r\nST: a\r\n\r\n", from);
            let _ = device.send_to(b"HTTP/1.1 200 OK\r\nST: b\r\n\r\n", from);
        }
    });
    let rig = Rig::new();
    let ask = Ask::Search {
        datagrams: vec!["M-SEARCH * HTTP/1.1\r\nST: x\r\n\r\n".to_owned()],
        to: to.clone(),
        enough: 2,
        wait_ms: 1500,
    };
    let found = datagrams(rig.lab("case").perform(&ask));
    assert_eq!(
        found
            .iter()
            .map(|one| (one.exchange, one.from.as_str()))
            .collect::<Vec<_>>(),
        [(2, to.as_str()), (3, to.as_str())]
    );
    let exchanges = rig.exchanges("case");
    assert!(
        exchanges
            .iter()
            .all(|exchange| exchange.kind == Kind::Discovery)
            && exchanges.len() == 3
    );
    assert_eq!(
        exchanges[0]
            .request
            .as_ref()
            .map(|request| request.method.as_str()),
        Some("M-SEARCH")
    );
    assert_eq!(
        exchanges[2]
            .response
            .as_ref()
            .and_then(|response| response.status),
        Some(200)
    );
}

#[test]
fn the_group_is_heard_where_there_is_one() {
    let rig = Rig::new();
    rig.shared.device_is(
        "http://127.0.0.1:9/d.xml",
        &["uuid:6d657373-0000-4000-8000-000000000001"],
    );
    let mut lab = rig.lab("case");
    let heard = |lab: &mut LiveLab| lab.perform(&Ask::Heard { wait_ms: 0 });
    if matches!(heard(&mut lab), Err(LabError::Unavailable(_))) {
        // No multicast here, and the lab says so.
        return;
    }
    let socket =
        socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::DGRAM, None).expect("a socket");
    socket
        .set_multicast_if_v4(&std::net::Ipv4Addr::LOCALHOST)
        .expect("loopback");
    let group: SocketAddr = ([239, 255, 255, 250], 1900).into();
    let alive = b"NOTIFY * HTTP/1.1\r\nNTS: ssdp:alive\r\nUSN: uuid:6d657373-0000-4000-8000-000000000001\r\n\r\n";
    if socket.send_to(alive, &group.into()).is_err() {
        return;
    }
    // Datagrams may be lost, even here: a few are sent.
    for _ in 0..100 {
        let all = datagrams(heard(&mut lab));
        if let Some(first) = all.first() {
            assert_eq!(first.bytes, alive);
            let again = datagrams(heard(&mut lab));
            assert_eq!(
                again[0].exchange, first.exchange,
                "each is in the journal once"
            );
            return;
        }
        thread::sleep(Duration::from_millis(50));
        let _ = socket.send_to(alive, &group.into());
    }
    panic!("the group was joined and heard nothing");
}

#[test]
fn a_neighbour_that_answers_every_search_does_not_end_the_listening() {
    const OURS: &str = "uuid:6d657373-0000-4000-8000-00000000000a";
    let host = UdpSocket::bind("127.0.0.1:0").expect("a free port");
    let to = host.local_addr().expect("an address").to_string();
    thread::spawn(move || {
        let mut buffer = [0; 1000];
        if let Ok((_, from)) = host.recv_from(&mut buffer) {
            let answer = |usn: &str| format!("HTTP/1.1 200 OK\r\nST: {OURS}\r\nUSN: {usn}\r\n\r\n");
            let theirs = answer("uuid:6d657373-0000-4000-8000-00000000000b");
            for bytes in [&theirs, &theirs, &answer(&OURS.to_uppercase())] {
                let _ = host.send_to(bytes.as_bytes(), from);
            }
        }
    });
    let rig = Rig::new();
    rig.shared.device_is("http://127.0.0.1:9/d.xml", &[OURS]);
    let ask = Ask::Search {
        datagrams: vec![format!("M-SEARCH * HTTP/1.1\r\nST: {OURS}\r\n\r\n")],
        to,
        enough: 1,
        wait_ms: 60_000,
    };
    let found = datagrams(rig.lab("case").perform(&ask));
    assert_eq!(found.len(), 3, "the third is the device's, and ended it");
}

#[test]
fn an_answer_over_tcp_comes_to_the_port_that_the_search_names() {
    const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\nST: x\r\n\r\n";
    let device = UdpSocket::bind("127.0.0.1:0").expect("a free port");
    let to = device.local_addr().expect("an address").to_string();
    thread::spawn(move || {
        let mut buffer = [0; 1000];
        let Ok((length, _)) = device.recv_from(&mut buffer) else {
            return;
        };
        let text = String::from_utf8_lossy(&buffer[..length]).into_owned();
        let port = text.split("TCPPORT.UPNP.ORG: ").nth(1);
        let port = port.and_then(|rest| rest.lines().next()?.parse::<u16>().ok());
        let port = port.filter(|port| *port >= 49_152).expect("a port");
        let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).expect("a listener");
        let _ = std::io::Write::write_all(&mut stream, ANSWER);
    });
    let rig = Rig::new();
    let port = ctk_suite::lab::TCP_PORT;
    let ask = Ask::SearchByTcp {
        datagram: format!("M-SEARCH * HTTP/1.1\r\nTCPPORT.UPNP.ORG: {port}\r\n\r\n"),
        to,
        wait_ms: 60_000,
    };
    let found = datagrams(rig.lab("case").perform(&ask));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].bytes, ANSWER);
    assert_eq!(rig.exchanges("case").len(), 2);
}
