//! Other testers at work on the same device. What they reset, send and subscribe to shows in what our cases see, and is
//! no fault of the device.
//!
//! Two things tell of them: the upper tester, if it counts who gives it stimuli, and a sign that each kit gives to the SSDP
//! group: a search for a type that no device has, whose USER-AGENT names the run and the device.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, UdpSocket};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ctk_record::Event;
use serde_json::Value;

use super::setup::Sink;
use crate::upper_tester::Kind;

/// What is searched for: nobody has it.
const TARGET: &str = "urn:messaging-ctk-invalid:device:Tester:1";
/// How often the sign is given when the device is met.
const SIGNS: u32 = 3;
/// Between two signs.
const BETWEEN: Duration = Duration::from_millis(500);
/// Runs whose signs are answered.
const RUNS: usize = 100;

/// Who else is at work on the device.
#[derive(Debug)]
pub(super) struct Others {
    /// By what this run is told from others.
    name: String,
    origin: Instant,
    state: Mutex<State>,
    journal: Told,
}

/// The journal.
struct Told(Sink);

impl std::fmt::Debug for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the journal")
    }
}

#[derive(Debug, Default)]
struct State {
    /// The device and those in it, in small letters.
    udns: Vec<String>,
    address: Option<IpAddr>,
    /// How many stimuli each tester had given when the upper tester first said so.
    before: Option<BTreeMap<String, u64>>,
    /// Signs that are still to be given, and when the last one was.
    due: u32,
    last: Option<Instant>,
    /// Runs whose sign has been answered.
    answered: BTreeSet<String>,
    noticed: bool,
}

impl Others {
    /// Of a run that begins.
    pub(super) fn new(origin: Instant, journal: Sink) -> Self {
        Self {
            name: name(),
            origin,
            state: Mutex::default(),
            journal: Told(journal),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Fields are replaced as a whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Which device this run is about; others are told once its names are known.
    pub(super) fn works_on(&self, udns: &[&str], address: Option<IpAddr>) {
        let mut state = self.state();
        state.udns = udns.iter().map(|udn| udn.to_ascii_lowercase()).collect();
        state.address = address;
        state.due = if udns.is_empty() { 0 } else { SIGNS };
    }

    /// The fields of a stimulus with the name of this run, for an upper tester that may count.
    pub(super) fn signed(&self, fields: &Value, kind: Kind) -> Value {
        let mut fields = fields.clone();
        if let (Value::Object(fields), Kind::Http | Kind::Command) = (&mut fields, kind) {
            fields.insert("tester".to_owned(), self.name.clone().into());
        }
        fields
    }

    /// Takes what the upper tester says of who gave it stimuli: it concerns this run when somebody else gave more.
    pub(super) fn counted(&self, testers: &BTreeMap<String, u64>) {
        let mut state = self.state();
        let Some(before) = &state.before else {
            state.before = Some(testers.clone());
            return;
        };
        let more = |(name, count): &(&String, &u64)| {
            **name != self.name && **count > before.get(*name).copied().unwrap_or(0)
        };
        let other = testers.iter().find(more).map(|(name, _)| name.clone());
        if let Some(other) = other {
            let who = match other.as_str() {
                "" => "somebody who gives no name".to_owned(),
                name => format!("the tester {name:?}"),
            };
            self.notice(
                state,
                format!("the upper tester was given stimuli by {who} during this run"),
            );
        }
    }

    /// Whether the upper tester counts, and nobody else was noticed so far: asking once more may tell.
    pub(super) fn may_be_asked_for(&self) -> bool {
        let state = self.state();
        state.before.is_some() && !state.noticed
    }

    /// The sign of this run, when it is time to give it.
    pub(super) fn sign_due(&self) -> Option<Vec<u8>> {
        let mut state = self.state();
        let waits = state.last.is_some_and(|last| last.elapsed() < BETWEEN);
        let udn = state.udns.first().filter(|_| state.due > 0 && !waits)?;
        let agent = format!(
            "TestKit/1.0 UPnP/2.0 messaging-ctk/1.0 (run {} on {udn})",
            self.name
        );
        let sign = ctk_wire::ssdp::search(TARGET, 1, &agent);
        state.due -= 1;
        state.last = Some(Instant::now());
        Some(sign)
    }

    /// Takes a search that the group has heard: the sign of another run, perhaps.
    pub(super) fn heard(&self, search: &[u8], from: Option<IpAddr>) {
        let text = String::from_utf8_lossy(search);
        let Some((run, udn)) = sign(&text).filter(|(run, _)| *run != self.name) else {
            return;
        };
        let mut state = self.state();
        let about_ours = state.udns.iter().any(|own| own.eq_ignore_ascii_case(udn));
        if !about_ours || is_of_device(from, state.address) {
            return;
        }
        if state.answered.len() < RUNS && state.answered.insert(run.to_owned()) {
            state.due = state.due.max(1);
        }
        let from = from.map_or_else(String::new, |from| format!(" at {from}"));
        let text = format!("the run {run:?} of a kit{from} says that it judges the same device");
        self.notice(state, text);
    }

    fn notice(&self, mut state: MutexGuard<'_, State>, text: String) {
        if std::mem::replace(&mut state.noticed, true) {
            return;
        }
        drop(state);
        let at_ms = u64::try_from(self.origin.elapsed().as_millis()).unwrap_or(u64::MAX);
        (self.journal.0)(Event::Company { at_ms, text });
    }
}

/// A device must not get rid of its failures by a sign of its own. One on this host is the operator's.
fn is_of_device(from: Option<IpAddr>, device: Option<IpAddr>) -> bool {
    let is_local = |address: IpAddr| UdpSocket::bind((address, 0)).is_ok();
    from.is_none() || (from == device && !from.is_some_and(is_local))
}

/// The run and the device that a sign names.
fn sign(search: &str) -> Option<(&str, &str)> {
    let mut lines = search.lines();
    let value = |wanted: &str| {
        let fields = search.lines().filter_map(|line| line.split_once(':'));
        let mut fields = fields.filter(|(name, _)| name.trim().eq_ignore_ascii_case(wanted));
        fields.next().map(|(_, value)| value.trim())
    };
    lines.next().filter(|first| first.starts_with("M-SEARCH"))?;
    value("ST").filter(|target| *target == TARGET)?;
    let (_, rest) = value("USER-AGENT")?.split_once("(run ")?;
    let (run, udn) = rest.split_once(')')?.0.split_once(" on ")?;
    let plain = |text: &str| text.len() <= 200 && text.bytes().all(|byte| byte.is_ascii_graphic());
    (plain(run) && plain(udn)).then_some((run, udn))
}

/// A name that no other run has.
fn name() -> String {
    let mut bits = [0; 8];
    // Without chance the time has to do.
    if getrandom::fill(&mut bits).is_err() {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        bits = now.map_or(0, |now| now.as_nanos() as u64).to_le_bytes();
    }
    format!("{:016x}", u64::from_le_bytes(bits))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    const UDN: &str = "uuid:6d657373-0000-4000-8000-00000000000A";

    fn others() -> (Others, Arc<Mutex<Vec<String>>>) {
        let told: Arc<Mutex<Vec<String>>> = Arc::default();
        let journal = Arc::clone(&told);
        let others = Others::new(
            Instant::now(),
            Arc::new(move |event| {
                if let Event::Company { text, .. } = event {
                    journal.lock().expect("nobody panics").push(text);
                }
            }),
        );
        others.works_on(&[UDN], Some([192, 0, 2, 1].into()));
        (others, told)
    }

    fn counted(others: &Others, testers: &[(&str, u64)]) {
        let testers = testers
            .iter()
            .map(|(name, count)| ((*name).to_owned(), *count));
        others.counted(&testers.collect());
    }

    fn number(told: &Mutex<Vec<String>>) -> usize {
        told.lock().expect("nobody panics").len()
    }

    #[test]
    fn stimuli_of_others_before_the_run_are_nothing_and_during_it_company() {
        let (others, told) = others();
        let own = others.name.clone();
        counted(&others, &[("before", 7), (&own, 1)]);
        counted(&others, &[("before", 7), (&own, 90)]);
        assert_eq!(number(&told), 0);
        counted(&others, &[("before", 8), (&own, 91)]);
        counted(&others, &[("before", 9), ("", 1), (&own, 92)]);
        assert_eq!(number(&told), 1, "it is told once");
    }

    #[test]
    fn another_run_on_the_device_is_heard_and_answered() {
        let ((ours, told), (theirs, heard)) = (others(), others());
        let from = Some(IpAddr::from([192, 0, 2, 7]));
        let sign = ours.sign_due().expect("it is met");
        assert_eq!(ours.sign_due(), None, "not at once");
        ours.heard(&sign, from);
        assert_eq!(number(&told), 0, "its own sign");
        theirs.state().due = 0;
        theirs.heard(&sign, from);
        assert_eq!((number(&heard), theirs.state().due), (1, 1));
        theirs.works_on(&["uuid:another"], None);
        theirs.state().due = 0;
        theirs.heard(&sign, from);
        assert_eq!(theirs.state().due, 0, "another device");
    }

    #[test]
    fn the_device_itself_is_no_company() {
        let (others, told) = others();
        let (theirs, _) = self::others();
        let sign = theirs.sign_due().expect("it is met");
        others.heard(&sign, Some([192, 0, 2, 1].into()));
        others.heard(
            b"M-SEARCH * HTTP/1.1\r\nST: ssdp:all\r\n\r\n",
            Some([192, 0, 2, 7].into()),
        );
        assert_eq!(number(&told), 0);
    }

    #[test]
    fn only_what_reads_a_program_is_signed() {
        let (others, _) = others();
        let fields = serde_json::json!({"a": 1});
        let signed = others.signed(&fields, Kind::Http);
        assert_eq!(
            (&signed["a"], &signed["tester"]),
            (&1.into(), &others.name.clone().into())
        );
        assert_eq!(others.signed(&fields, Kind::Interactive), fields);
    }
}
