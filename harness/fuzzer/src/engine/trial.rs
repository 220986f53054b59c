//! One attempt to show a symptom with certain sequences.

use std::time::Duration;

use super::alive::{Life, is_dead, look};
use super::driver::{Driver, Exchange};
use super::latency::scaled;
use super::standing::{SUBSCRIPTION, delivers, undelivered};
use super::vital;
use crate::bench::{Bench, Visit};
use crate::call::Call;
use crate::finding::{Excerpt, Kind, Symptom};
use crate::oracle::{EVENT, Meaning, wrong_event};
use crate::request::Request;
use crate::sequence::Sequence;
use crate::subject::Subject;
use crate::wire::Came;

/// Plain requests that are sent behind a trial: some faults show late.
pub const PROBES: usize = 16;

/// What came of an attempt.
#[derive(Clone, Debug, Default)]
pub struct Tried {
    /// What showed.
    pub symptoms: Vec<Symptom>,
    /// The exchanges, bounded.
    pub excerpt: Vec<Excerpt>,
    /// The device is not there any more.
    pub dead: bool,
    /// It did not answer a search even before.
    pub unheard: bool,
    /// It showed only behind the plain requests that were sent in the end.
    pub late: bool,
    /// What a new subscriber is told at once showed it.
    pub at_once: bool,
    /// How the last answer was, for the verdict of a replay.
    pub last: Meaning,
}

impl Tried {
    /// Notes how a device stands that did not answer.
    fn loses(&mut self, symptom: Option<Symptom>) {
        self.dead = symptom.as_ref().is_some_and(|it| it.signature == "device");
        self.symptoms.extend(symptom);
    }
}

/// The plain request by which life is seen: the smallest action, or the description.
pub(super) fn plain(subject: &Subject) -> Request {
    let name = ctk_vectors::messaging_2::action::GET_MESSAGING_CAPABILITIES;
    if subject.is_messaging() && subject.action(name).is_some() {
        return Request::of_call(
            &subject.control,
            Call::new(&subject.service_type, name, Vec::new()),
        );
    }
    Request::plain("GET", &subject.description, Vec::new())
}

/// What an exchange shows of itself: that the device is gone or silent is for a look to say.
pub(super) fn cut_off(exchange: &Exchange<'_>) -> bool {
    matches!(
        exchange.came,
        Came::Closed { .. } | Came::NoConnection(_) | Came::Silence
    )
}

/// The symptom of a device that is not there, or of an answer that did not come.
pub(super) fn loss(driver: &mut Driver<'_>, exchange: &Lost) -> Option<Symptom> {
    if let Some(life) = is_dead(driver, exchange.silent) {
        let what = match life {
            Life::Silent => (Kind::Hang, "the device does not answer any more"),
            _ => (Kind::Crash, "the device is gone"),
        };
        let text = format!("{} after {}", what.1, exchange.subject);
        return Some(Symptom::new(what.0, "device", text));
    }
    // The device is well. An answer is owed to what is HTTP and SOAP as everybody writes it.
    if !exchange.owed {
        return None;
    }
    let text = &exchange.subject;
    Some(if exchange.silent {
        unanswered(text)
    } else {
        let text = format!("the connection ends without an answer to {text}");
        Symptom::new(Kind::Crash, "connection", text)
    })
}

/// The signature of a request that is not answered while others are.
pub(super) const REQUEST: &str = "request";

fn unanswered(subject: &str) -> Symptom {
    Symptom::new(Kind::Hang, REQUEST, format!("{subject} is never answered"))
}

/// An exchange without an answer.
pub(super) struct Lost {
    pub(super) subject: String,
    pub(super) owed: bool,
    pub(super) silent: bool,
}

impl Lost {
    pub(super) fn of(exchange: &Exchange<'_>) -> Self {
        Self {
            subject: exchange.request.title(),
            owed: exchange.request.reaches_parser(),
            silent: matches!(exchange.came, Came::Silence),
        }
    }
}

/// How a trial looks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    /// What takes longer is a symptom.
    pub slow: Duration,
    /// What new subscribers are told at once has shown it before: nothing later is waited for.
    pub at_once: bool,
}

/// Sends the sequences, then plain requests, and says what showed.
pub fn try_once(
    driver: &mut Driver<'_>,
    sequences: &[Sequence],
    like: &Symptom,
    how: Look,
) -> Tried {
    let slow = how.slow;
    let mut tried = Tried::default();
    let before = vital::before(driver, like);
    tried.unheard = before.is_unheard(like);
    if like.signature == EVENT {
        // What was told of before is no part of it.
        driver.bench.visits();
    }
    let mut sent = Vec::new();
    for sequence in sequences {
        let mut lost: Option<Lost> = None;
        let excerpt = &mut tried.excerpt;
        let (symptoms, last) = (&mut tried.symptoms, &mut tried.last);
        driver.run(sequence, &mut |exchange| {
            note(excerpt, exchange);
            let meaning = &exchange.judged.meaning;
            let refused = meaning.status > 0 && !meaning.success;
            sent.push((exchange.bindings.serial, refused));
            symptoms.extend(exchange.judged.symptoms.iter().cloned());
            *last = exchange.judged.meaning.clone();
            let bytes = exchange.request.call().map_or(0, Call::value_bytes);
            if like.kind == Kind::Slow && exchange.took >= scaled(slow, bytes) {
                symptoms.push(slowness(exchange, slow));
            }
            if cut_off(exchange) {
                lost = Some(Lost::of(exchange));
            }
            lost.is_none()
        });
        // Not everything odd is answered: what is sent behind it may still be what it takes.
        if let Some(lost) = lost {
            tried.loses(loss(driver, &lost));
        }
        if tried.dead {
            break;
        }
    }
    if !tried.dead
        && like.kind.takes_device()
        && like.signature == "device"
        && let Some(lost) = probes(driver)
    {
        tried.loses(loss(driver, &lost));
    }
    match like.kind {
        Kind::StateLost if like.signature == SUBSCRIPTION && !tried.dead => {
            let standing = std::sync::Arc::clone(&driver.standing);
            let lost = standing.is_forgotten(driver) || !delivers(driver.bench).0;
            tried.symptoms.extend(lost.then(undelivered));
        }
        Kind::StateLost if !tried.dead => {
            let standing = std::sync::Arc::clone(&driver.standing);
            let at_once = standing.check(driver);
            tried.late = at_once.is_none();
            // What comes of it may take a few requests more.
            let late = at_once.is_none() && probes(driver).is_none();
            let shown = at_once.or_else(|| standing.check(driver).filter(|_| late));
            tried.symptoms.extend(shown);
        }
        Kind::Hang if like.signature == REQUEST && tried.symptoms.is_empty() => {
            // It may be others that are not answered any more.
            let standing = std::sync::Arc::clone(&driver.standing);
            let stuck = standing.is_stuck(driver);
            tried
                .symptoms
                .extend(stuck.map(|subject| unanswered(&subject)));
        }
        Kind::InvalidOutput if like.signature == EVENT => {
            let told = told_anew(driver);
            tried.at_once = told.is_some();
            let waits = told.is_none() && !how.at_once;
            let shown = match told {
                None if waits => notified(driver.bench),
                told => told,
            };
            tried.symptoms.extend(shown);
        }
        Kind::Contact => tried.symptoms.extend(contacts(driver, like, &sent)),
        Kind::Growth if !tried.dead => tried.symptoms.extend(vital::grows(driver, sequences)),
        _ if !tried.dead => tried.symptoms.extend(vital::after(driver, like, &before)),
        _ => {}
    }
    tried
}

fn probes(driver: &mut Driver<'_>) -> Option<Lost> {
    let plain = plain(driver.subject);
    for _ in 0..PROBES {
        let (came, _, _) = driver.ask(&plain);
        if !matches!(came, Came::Response(_)) {
            return Some(Lost {
                subject: "what was sent".to_owned(),
                owed: false,
                silent: matches!(came, Came::Silence),
            });
        }
    }
    // A device may hang for others and not for a connection that it serves already.
    (look(driver, Duration::from_secs(2)) != Life::Well).then(|| Lost {
        subject: "what was sent".to_owned(),
        owed: false,
        silent: false,
    })
}

/// Who came to the listener within a short time, to a place that these requests named, each with whether it was refused:
/// who is not refused may come to a callback or a link.
fn contacts(driver: &Driver<'_>, like: &Symptom, sent: &[(u64, bool)]) -> Option<Symptom> {
    for _ in 0..20 {
        let came = driver.bench.visits();
        let fits = |visit: &Visit| {
            let mut parts = visit.path.trim_start_matches('/').split('/');
            let (what, serial) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
            let serial = u64::from_str_radix(serial, 16);
            let asked = sent.iter().find(|(known, _)| serial.as_ref() == Ok(known));
            like.signature.ends_with(what)
                && asked.is_some_and(|(_, refused)| *refused || what == "canary")
        };
        if came.iter().any(fits) {
            return Some(like.clone());
        }
        driver.bench.sleep(Duration::from_millis(20));
    }
    None
}

/// What is wrong with what a new subscriber is told first: the values as they are now (UDA 4.1.2). Others come when the
/// device sees fit.
fn told_anew(driver: &mut Driver<'_>) -> Option<Symptom> {
    let (_, visits) = first_told(driver);
    visits.iter().find_map(wrong_event)
}

/// Whether a new subscriber is told anything at once, and who came to the listener meanwhile.
pub(super) fn first_told(driver: &mut Driver<'_>) -> (bool, Vec<Visit>) {
    let mut visits = Vec::new();
    let Some(sid) = driver.subscribe("/events/1") else {
        return (false, visits);
    };
    let mut told = false;
    for _ in 0..100 {
        visits.append(&mut driver.bench.visits());
        told = visits.iter().any(|visit| visit.path == "/events/1");
        if told {
            break;
        }
        driver.bench.sleep(Duration::from_millis(5));
    }
    driver.unsubscribe(sid);
    (told, visits)
}

/// A notification that cannot be read, among those that come within a short time: a device may wait between two.
fn notified(bench: &dyn Bench) -> Option<Symptom> {
    for _ in 0..30 {
        if let Some(symptom) = bench.visits().iter().find_map(wrong_event) {
            return Some(symptom);
        }
        bench.sleep(Duration::from_millis(50));
    }
    None
}

/// The symptom of an exchange that took too long.
pub(super) fn slowness(exchange: &Exchange<'_>, usual: Duration) -> Symptom {
    let subject = &exchange.request.title();
    Symptom::new(
        Kind::Slow,
        subject,
        format!(
            "{subject} takes {} ms, more than {} ms",
            exchange.took.as_millis(),
            usual.as_millis()
        ),
    )
}

/// Exchanges of an excerpt, and bytes of each side.
const MOST_EXCHANGES: usize = 24;
const MOST_BYTES: usize = 4096;

fn note(excerpt: &mut Vec<Excerpt>, exchange: &Exchange<'_>) {
    if excerpt.len() >= MOST_EXCHANGES {
        return;
    }
    let cut = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(MOST_BYTES)]).into_owned();
        if bytes.len() > MOST_BYTES {
            format!("{text}… ({} bytes)", bytes.len())
        } else {
            text
        }
    };
    let answer = match exchange.came {
        Came::Response(response) => {
            let mut all = response.raw_head.clone();
            all.extend_from_slice(&response.body);
            cut(&all)
        }
        Came::NoConnection(why) => format!("no connection: {why}"),
        Came::Closed { bytes, .. } => format!("closed after {} bytes", bytes.len()),
        Came::Silence => "no answer".to_owned(),
        Came::NotHttp(bytes) => cut(bytes),
    };
    excerpt.push(Excerpt {
        request: cut(exchange.sent),
        answer,
        elapsed_ms: u64::try_from(exchange.took.as_millis()).unwrap_or(u64::MAX),
    });
}
