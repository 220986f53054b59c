//! The device points the kit at somebody else.

use std::net::UdpSocket;

use ctk_suite::lab::{ScriptAsk, ScriptStep};

use super::*;

/// Who must not be bothered: another host, with one port for streams and one for datagrams.
struct Bystander {
    streams: TcpListener,
    datagrams: UdpSocket,
}

impl Bystander {
    fn new() -> Self {
        let streams = TcpListener::bind("127.0.0.9:0").expect("a free port");
        let datagrams = UdpSocket::bind("127.0.0.9:0").expect("a free port");
        streams.set_nonblocking(true).expect("a socket");
        datagrams.set_nonblocking(true).expect("a socket");
        Self { streams, datagrams }
    }

    fn address(&self) -> SocketAddr {
        self.streams.local_addr().expect("it is bound")
    }

    fn was_bothered(&self) -> bool {
        self.streams.accept().is_ok() || self.datagrams.recv_from(&mut [0]).is_ok()
    }
}

/// A GET at the URL, bytes on a connection, and a search: all ways to another host that a case has.
fn ways_to(bystander: &Bystander, url: &str) -> [Ask; 3] {
    let Ask::Http(get) = get(bystander.address()) else {
        unreachable!("it is a GET");
    };
    let script = ScriptAsk {
        wire: Wire::Raw,
        control_point: ControlPoint::First,
        to: bystander.address().to_string(),
        steps: vec![ScriptStep::Send(b"garbage".to_vec())],
        about: String::new(),
    };
    let to = bystander.datagrams.local_addr().expect("it is bound");
    let search = Ask::Search {
        datagrams: vec!["M-SEARCH * HTTP/1.1\r\n\r\n".to_owned()],
        to: to.to_string(),
        enough: 1,
        wait_ms: 1,
    };
    let url = url.to_owned();
    [
        Ask::Http(HttpAsk { url, ..get }),
        Ask::Script(script),
        search,
    ]
}

#[test]
fn other_hosts_are_left_alone() {
    let rig = Rig::impatient();
    let bystander = Bystander::new();
    rig.shared.device_is("http://127.0.0.1:9/d.xml", &[]);
    let url = format!("http://127.0.0.1:x@{}/control", bystander.address());
    for ask in ways_to(&bystander, &url) {
        let answer = rig.lab("case").perform(&ask);
        let Err(LabError::Unavailable(why)) = answer else {
            panic!("{ask:?} was answered: {answer:?}");
        };
        assert!(why.contains("--follow-hosts"), "{why}");
    }
    assert!(!bystander.was_bothered());
    assert!(!rig.shared.is_lost(), "the device is there");
}

#[test]
fn other_hosts_are_followed_on_demand() {
    let rig = Rig::impatient();
    rig.shared.device_is("http://127.0.0.1:9/d.xml", &[]);
    rig.shared.follow_hosts();
    let bystander = Bystander::new();
    let [_, script, _] = ways_to(&bystander, "http://127.0.0.9/");
    assert!(rig.lab("case").perform(&script).is_ok());
    assert!(bystander.was_bothered());
}
