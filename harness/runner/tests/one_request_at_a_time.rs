//! Cases overlap on a real device, and their requests do not: the device's side counts them.

mod support;

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use support::{Desk, Served, verdicts};

/// What an answer takes, so that requests that may overlap do.
const ANSWER: Duration = Duration::from_millis(3);

/// A device's front door: it lets everything pass, and counts the requests that have begun and have no answer yet.
#[derive(Default)]
struct Counter {
    outstanding: AtomicUsize,
    most: AtomicUsize,
    all: AtomicUsize,
}

impl Counter {
    fn begins(&self) {
        let now = self.outstanding.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(now, Ordering::SeqCst);
        self.all.fetch_add(1, Ordering::SeqCst);
    }

    fn ends(&self) {
        self.outstanding.fetch_sub(1, Ordering::SeqCst);
    }

    /// One connection. The kit closes it when it has the answer, or gives up.
    fn pass(&self, mut kit: TcpStream, device: SocketAddr) {
        let mut first = [0; 16 * 1024];
        let Ok(count @ 1..) = kit.read(&mut first) else {
            return;
        };
        self.begins();
        let answered = self.answer(&mut kit, &first[..count], device);
        if answered.is_none() {
            self.ends();
        }
    }

    /// Nothing when there was no answer.
    fn answer(&self, kit: &mut TcpStream, first: &[u8], device: SocketAddr) -> Option<()> {
        let mut device = TcpStream::connect(device).ok()?;
        device.write_all(first).ok()?;
        let (mut from, mut to) = (kit.try_clone().ok()?, device.try_clone().ok()?);
        let rest = thread::spawn(move || {
            let _ = std::io::copy(&mut from, &mut to);
            let _ = to.shutdown(Shutdown::Write);
        });
        let mut answer = [0; 16 * 1024];
        let count = device.read(&mut answer).ok().filter(|count| *count > 0);
        if count.is_some() {
            thread::sleep(ANSWER);
            // Before the kit can know of the answer.
            self.ends();
        }
        if kit.write_all(&answer[..count.unwrap_or(0)]).is_ok() {
            let _ = std::io::copy(&mut device, kit);
        }
        let _ = kit.shutdown(Shutdown::Both);
        let _ = rest.join();
        count.map(drop)
    }
}

/// The device behind a counter; where its description is then.
fn behind(counter: &Arc<Counter>, description: &str) -> String {
    let place = description.strip_prefix("http://").expect("a URL");
    let (authority, path) = place.split_once('/').expect("it has a path");
    let device: SocketAddr = authority.parse().expect("an address and a port");
    let door = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let at = door.local_addr().expect("it is bound");
    let counter = Arc::clone(counter);
    thread::spawn(move || {
        for kit in door.incoming().flatten() {
            let counter = Arc::clone(&counter);
            thread::spawn(move || counter.pass(kit, device));
        }
    });
    format!("http://{at}/{path}")
}

/// Verdicts of a run, requests at the same time at most, and how many there were.
fn run(more: &[&str]) -> (std::collections::BTreeMap<String, String>, usize, usize) {
    let desk = Desk::new();
    let served = Served::start(&["--no-ssdp"]);
    let counter = Arc::default();
    let description = behind(&counter, &served.description);
    let mut arguments = vec![description.as_str(), "--upper-tester", &served.upper_tester];
    for pattern in [
        "5.5.10",
        "5.5.13",
        "5.5.14",
        "5.5.4",
        "uda/control",
        "uda/eventing/*",
    ] {
        arguments.extend(["--case", pattern]);
    }
    arguments.extend(["--seed", "7"]);
    arguments.extend_from_slice(more);
    let (ran, report) = desk.judge(&arguments);
    assert_eq!(ran.code, Some(0), "{}", ran.said);
    let most = counter.most.load(Ordering::SeqCst);
    (verdicts(&report), most, counter.all.load(Ordering::SeqCst))
}

#[test]
fn a_real_device_has_one_request_at_a_time_and_the_same_verdicts_as_ever() {
    let (together, most, all) = run(&[]);
    assert!(all > 300, "{all}");
    assert_eq!(most, 1);
    let (alone, most, _) = run(&["--jobs", "1"]);
    assert_eq!(most, 1);
    assert_eq!(together, alone);
}

#[test]
fn it_has_more_where_the_user_says_so() {
    let (_, most, _) = run(&["--connections", "4", "--jobs", "64"]);
    assert!((2..=4).contains(&most), "{most}");
}
