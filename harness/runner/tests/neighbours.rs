//! A run among neighbours that disturb it: the device is innocent, and has to stay so.

#![cfg(target_os = "linux")]

mod support;

use std::collections::HashSet;
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr, TcpStream, UdpSocket};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use socket2::{Domain, Socket, Type};
use support::{Desk, Served, with_verdict};

/// An address of this host that is not the device's.
const NEIGHBOUR: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 3);

/// Something that goes on beside a run, until it is dropped.
struct Beside {
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<usize>>,
}

impl Beside {
    fn start(work: impl FnOnce(&AtomicBool) -> usize + Send + 'static) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&over);
        Self {
            over,
            thread: Some(thread::spawn(move || work(&told))),
        }
    }

    /// Ends it; how much it did.
    fn end(mut self) -> usize {
        self.over.store(true, Ordering::SeqCst);
        let thread = self.thread.take().expect("it is ended once");
        thread.join().expect("it does not panic")
    }
}

fn connect(from: Ipv4Addr, to: SocketAddr) -> Option<TcpStream> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).ok()?;
    socket.bind(&SocketAddr::from((from, 0)).into()).ok()?;
    socket.connect(&to.into()).ok()?;
    Some(socket.into())
}

/// The callback URLs in a journal, as address and path.
fn callbacks(journal: &Path) -> HashSet<(SocketAddr, String)> {
    let text = std::fs::read_to_string(journal).unwrap_or_default();
    let urls = text.split("<http://").skip(1);
    let urls = urls.filter_map(|rest| rest.split_once('>')?.0.split_once('/'));
    urls.filter_map(|(authority, path)| Some((authority.parse().ok()?, format!("/{path}"))))
        .filter(|(address, _): &(SocketAddr, String)| address.ip().is_loopback())
        .collect()
}

/// Sends to each callback port what a network may: scanners, browsers, control points that mistake it, a forger.
fn heckle(journal: &Path, over: &AtomicBool) -> usize {
    let mut known = HashSet::new();
    let mut idle = Vec::new();
    let notify = |path: &str, sid: &str| {
        format!(
            "NOTIFY {path} HTTP/1.1\r\nHOST: h\r\nNT: upnp:event\r\nNTS: upnp:propchange\r\n{sid}SEQ: 7\r\nCONTENT-LENGTH: 3\r\n\r\n<a>"
        )
    };
    let foreign = "SID: uuid:6d657373-0000-4000-8000-0000000000ee\r\n";
    while !over.load(Ordering::SeqCst) {
        for (to, path) in callbacks(journal) {
            if !known.insert((to, path.clone())) {
                continue;
            }
            let own = Ipv4Addr::LOCALHOST;
            for (from, bytes) in [
                (own, "GET / HTTP/1.1\r\nHOST: h\r\n\r\n".to_owned()),
                (own, "\u{16}\u{3}\u{1}\u{0}\u{5}hello".to_owned()),
                (
                    own,
                    format!("UNSUBSCRIBE / HTTP/1.1\r\nHOST: h\r\n{foreign}\r\n"),
                ),
                (own, notify("/nowhere", foreign)),
                (NEIGHBOUR, notify(&path, foreign)),
                (NEIGHBOUR, notify(&path, "")),
                (NEIGHBOUR, "garbage\r\n\r\n".to_owned()),
            ] {
                if let Some(mut stream) = connect(from, to) {
                    let _ = stream.write_all(bytes.as_bytes());
                }
            }
            idle.extend((0..8).filter_map(|_| connect(NEIGHBOUR, to)));
        }
        thread::sleep(Duration::from_millis(20));
    }
    known.len()
}

/// A member of the SSDP group on loopback; nothing where there is none.
fn group() -> Option<UdpSocket> {
    let group = Ipv4Addr::new(239, 255, 255, 250);
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, None).ok()?;
    socket.set_reuse_address(true).ok()?;
    socket.set_reuse_port(true).ok()?;
    socket.bind(&SocketAddr::from((group, 1900)).into()).ok()?;
    socket
        .join_multicast_v4(&group, &Ipv4Addr::LOCALHOST)
        .ok()?;
    socket
        .set_read_timeout(Some(Duration::from_millis(50)))
        .ok()?;
    Some(socket.into())
}

/// Answers every search at once, whatever it asks for, in the name of a device of its own.
fn echo(group: &UdpSocket, over: &AtomicBool) -> usize {
    let own = UdpSocket::bind((NEIGHBOUR, 0)).expect("an address of this host");
    let mut answered = 0;
    let mut buffer = [0; 2048];
    while !over.load(Ordering::SeqCst) {
        let Ok((length, from)) = group.recv_from(&mut buffer) else {
            continue;
        };
        let text = String::from_utf8_lossy(&buffer[..length]).into_owned();
        let target = text
            .lines()
            .find_map(|line| line.strip_prefix("ST:").map(str::trim));
        let Some(target) = target.filter(|_| text.starts_with("M-SEARCH")) else {
            continue;
        };
        let answer = format!(
            "HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=1800\r\nEXT:\r\nLOCATION: http://{NEIGHBOUR}:9/d.xml\r\nSERVER: x\r\nST: {target}\r\nUSN: uuid:6d657373-0000-4000-8000-0000000000dd::{target}\r\n\r\n"
        );
        for _ in 0..3 {
            let _ = own.send_to(answer.as_bytes(), from);
        }
        answered += 1;
    }
    answered
}

fn assert_innocent(arguments: &[&str], desk: &Desk) {
    let (ran, report) = desk.judge(arguments);
    for verdict in ["fail", "error", "inconclusive"] {
        let cases = with_verdict(&report, verdict);
        assert!(cases.is_empty(), "{verdict}: {cases:#?}");
    }
    assert_eq!(ran.code, Some(0), "{}", ran.said);
}

#[test]
fn noise_on_the_callback_port_fails_nobody() {
    let desk = Desk::new();
    let journal: PathBuf = desk.path().join("heckled.jsonl");
    let read = journal.clone();
    let heckler = Beside::start(move |over| heckle(&read, over));
    let path = journal.display().to_string();

    assert_innocent(
        &[
            "embedded",
            "--case",
            "uda/eventing",
            "--case",
            "5.4",
            "--journal",
            &path,
        ],
        &desk,
    );
    assert!(heckler.end() > 10, "hardly any callback URL was seen");
    let text = std::fs::read_to_string(&journal).expect("there is a journal");
    assert!(
        text.contains("\\\"GET /\\\" came to the kit's callback port"),
        "noise is noted"
    );
}

#[test]
fn a_neighbour_that_answers_every_search_fails_nobody() {
    let Some(group) = group() else {
        // No multicast here, and no neighbour.
        return;
    };
    let neighbour = Beside::start(move |over| echo(&group, over));
    assert_innocent(&["embedded", "--case", "uda/discovery"], &Desk::new());
    assert!(neighbour.end() > 0, "no search came by");
}

/// Several kits on one device and one upper tester: each resets what the others made, and none blames the device.
#[test]
fn kits_side_by_side_blame_nobody_but_each_other() {
    const KITS: usize = 3;
    let device = Served::start(&["--no-ssdp"]);
    let runs: Vec<_> = (0..KITS)
        .map(|_| {
            let (url, tester) = (device.description.clone(), device.upper_tester.clone());
            thread::spawn(move || {
                let arguments = [
                    &url,
                    "--upper-tester",
                    &tester,
                    "--case",
                    "5.5.3",
                    "--case",
                    "5.5.7",
                    "--case",
                    "5.5.12",
                    "--case",
                    "5.5.15",
                ];
                Desk::new().judge(&arguments)
            })
        })
        .collect();
    for run in runs {
        let (ran, report) = run.join().expect("it does not panic");
        let failed = with_verdict(&report, "fail");
        assert!(failed.is_empty(), "{failed:#?}");
        assert!(
            matches!(ran.code, Some(0 | 3)),
            "{:?}: {}",
            ran.code,
            ran.said
        );
        let company = report["run"]["company"].as_str().unwrap_or_default();
        // Whichever sign came first.
        let signs = ["upper tester was given stimuli", "judges the same device"];
        assert!(signs.iter().any(|it| company.contains(it)), "{company:?}");
        assert!(
            ran.said.contains("another tester was at work"),
            "{}",
            ran.said
        );
    }
}

/// What is written in the device's documents is its own, whoever else is at work.
#[test]
fn company_excuses_no_document() {
    let device = Served::start(&["--no-ssdp", "--defect", "model-name-missing"]);
    let (url, tester) = (device.description.clone(), device.upper_tester.clone());
    let place = tester
        .strip_prefix("http://")
        .and_then(|rest| rest.split('/').next());
    let place: SocketAddr = place.and_then(|it| it.parse().ok()).expect("an address");
    let stranger = Beside::start(move |over| {
        let mut given = 0;
        while !over.load(Ordering::SeqCst) {
            let request = "POST /upper-tester/assign-identity HTTP/1.1\r\nHOST: h\r\nCONTENT-LENGTH: 12\r\nCONNECTION: close\r\n\r\n{\"uri\":null}";
            if let Some(mut stream) = connect(Ipv4Addr::LOCALHOST, place) {
                given += usize::from(stream.write_all(request.as_bytes()).is_ok());
                let mut answer = String::new();
                let _ = std::io::Read::read_to_string(&mut stream, &mut answer);
            }
            thread::sleep(Duration::from_millis(20));
        }
        given
    });
    let cases = ["--case", "uda/description", "--case", "5.5.1/identity"];
    let mut arguments = vec![&*url, "--upper-tester", &tester];
    arguments.extend(cases);
    let (ran, report) = Desk::new().judge(&arguments);
    assert!(stranger.end() > 0, "nobody disturbed");
    let failed = with_verdict(&report, "fail");
    assert!(
        !failed.is_empty() && failed.iter().all(|it| it.contains("uda/description")),
        "{failed:#?}"
    );
    assert_eq!(ran.code, Some(1), "{}", ran.said);
    let company = report["run"]["company"].as_str().unwrap_or_default();
    assert!(company.contains("gives no name"), "{company:?}");
}

/// A device that is at another port since its restart is the same device, and is found there by what it announces.
#[test]
fn a_device_that_comes_back_elsewhere_is_found_again() {
    if group().is_none() {
        return;
    }
    let device = Served::start(&["--variation", "comes-back-elsewhere"]);
    let desk = Desk::new();
    let journal = desk.path().join("moved.jsonl").display().to_string();
    assert_innocent(
        &[
            &device.description,
            "--upper-tester",
            &device.upper_tester,
            "--case",
            "uda/discovery/byebye",
            "--case",
            "uda/eventing/restart",
            "--case",
            "uda/control/unknown-action",
            "--case",
            "5.5.1",
            "--case",
            "uda/security/large-body",
            "--journal",
            &journal,
        ],
        &desk,
    );
    let text = std::fs::read_to_string(&journal).expect("there is a journal");
    assert!(
        text.contains("as it announces, and no longer at"),
        "it moved"
    );
    let verified = desk.run(&["verify", &journal]);
    assert_eq!(verified.code, Some(0), "{}", verified.said);
}
