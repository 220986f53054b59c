//! Signs of life, on a device that shows few.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::Value;

use super::*;
use crate::bench::{Bench, Stimulated, Visit};
use crate::engine::{Options, Standing};
use crate::oracle::Known;
use crate::request::Request;
use crate::wire::{Came, Shot, Wire};

/// A device that answers no search, and the bench around it.
#[derive(Default)]
struct Mute {
    memory: AtomicU64,
}

impl Bench for Mute {
    fn stimulate(&self, _: &str, _: &Value) -> Stimulated {
        Stimulated::default()
    }
    fn can_restart(&self) -> bool {
        false
    }
    fn restart(&self) -> bool {
        false
    }
    fn visits(&self) -> Vec<Visit> {
        Vec::new()
    }
    fn log(&self) -> Vec<String> {
        Vec::new()
    }
    fn own(&self) -> String {
        String::new()
    }
    fn memory(&self) -> Option<u64> {
        Some(self.memory.load(Ordering::SeqCst))
    }
    fn uptime(&self) -> Option<u64> {
        None
    }
    fn now(&self) -> Duration {
        Duration::ZERO
    }
    fn sleep(&self, _: Duration) {}
    fn interrupted(&self) -> bool {
        false
    }
}

/// The way to it: what UNSUBSCRIBE asks for is kept.
struct Way {
    device: Arc<Mute>,
    waited: Vec<Duration>,
}

impl Wire for Way {
    fn exchange(&mut self, shot: Shot<'_>) -> (Came, Duration) {
        let more = if shot.method == "UNSUBSCRIBE" { 900 } else { 3 };
        self.device.memory.fetch_add(more, Ordering::SeqCst);
        (Came::NotHttp(Vec::new()), Duration::ZERO)
    }
    fn datagram(&mut self, _: &[u8]) {}
    fn search(&mut self, _: &[u8], _: u32, within: Duration) -> Option<Vec<u8>> {
        self.waited.push(within);
        None
    }
    fn disconnect(&mut self) {}
}

/// What a driver does with a device that is mute; and how long it waited for answers.
fn drive<T>(patience: Duration, work: impl FnOnce(&mut Driver<'_>) -> T) -> (T, Vec<Duration>) {
    let device = Arc::new(Mute::default());
    let mut way = Way {
        device: Arc::clone(&device),
        waited: Vec::new(),
    };
    let mut driver = Driver {
        wire: &mut way,
        bench: &*device,
        subject: &Subject::default(),
        standing: Arc::default(),
        patience,
        serials: &AtomicU64::new(1),
        known: Known::default(),
    };
    let done = work(&mut driver);
    (done, way.waited)
}

#[test]
fn who_is_sure_waits_for_the_whole_time_and_who_makes_small_does_not() {
    let took = Duration::from_millis(20);
    let (found, hurried) = drive(Duration::from_millis(800), |driver| is_found(driver, took));
    let (_, sure) = drive(SURE, |driver| is_found(driver, took));
    assert!(!found);
    assert!(hurried.iter().all(|wait| *wait >= took * LATE));
    assert!(hurried.iter().sum::<Duration>() < SHORTLY);
    assert_eq!(sure, [SHORTLY, ANSWER]);
    // A device that took long to answer may take long again.
    let slow = Duration::from_secs(2);
    let (_, slow) = drive(Duration::from_millis(800), |driver| is_found(driver, slow));
    assert_eq!(slow, [SHORTLY, ANSWER]);
}

#[test]
fn the_heaviest_of_many_comes_first() {
    let mut recent: Vec<Sequence> = (0..300)
        .map(|n| Sequence::of(Request::plain("GET", &format!("/{n}"), Vec::new())))
        .collect();
    recent[77] = Sequence::of(Request::plain("UNSUBSCRIBE", "/", Vec::new()));
    let guilty = recent[77].clone();
    let (heavy, _) = drive(SURE, |driver| {
        let options = Options::default();
        let bench = driver.bench;
        let fuzzer = Fuzzer::new(Subject::default(), bench, options, Standing::default());
        fuzzer.heaviest(driver, &recent)
    });
    assert_eq!(heavy.first(), Some(&guilty));
    assert!(heavy.len() <= HEAVIEST);
}

#[test]
fn a_restart_is_told_by_bootid_and_by_uptime() {
    assert_eq!(
        boot_id(b"HTTP/1.1 200 OK\r\nbootid.upnp.org: 7\r\n"),
        Some(7)
    );
    assert_eq!(boot_id(b"HTTP/1.1 200 OK\r\nBOOTID.UPNP.ORG: x\r\n"), None);
    let at = |boot, uptime| Vital {
        boot,
        uptime,
        ..Vital::default()
    };
    let tells = |before, now| restarted(&before, &now).is_some();
    assert!(tells(at(Some(7), None), at(Some(8), None)));
    assert!(!tells(at(Some(7), None), at(Some(7), None)));
    assert!(tells(at(None, Some(100)), at(None, Some(2))));
    assert!(!tells(at(None, Some(100)), at(None, Some(101))));
    assert!(!tells(at(Some(7), None), at(None, Some(2))));
}
