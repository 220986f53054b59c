//! What is there from the start and has to stay: a known message, a known session, a subscription, what the device
//! says of itself. Nothing that is sent may touch it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use ctk_vectors::messaging_2::{action, session_class};
use ctk_vectors::stimulus;
use serde_json::json;

use super::driver::Driver;
use crate::bench::{Bench, Visit};
use crate::call::Call;
use crate::finding::{Kind, Symptom};
use crate::oracle::{SECRET, wrong_event};
use crate::policy::Policy;
use crate::request::Request;
use crate::subject::Subject;
use crate::wire::Came;

/// What stands.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// What may be sent, and the ids that nothing may touch.
    pub policy: Policy,
    /// The id of the known message.
    pub message: Option<String>,
    /// The text of the known message.
    pub secret: String,
    /// Calls without effect, and what has to be found in their answers.
    pub known: Vec<(Request, String)>,
    /// The SID of the subscription whose notifications come to `/events`.
    pub subscription: Option<String>,
    /// The device's own address.
    pub identity: String,
}

static SECRETS: AtomicU64 = AtomicU64::new(0);

/// A call of the subject's service.
fn call(subject: &Subject, name: &str, arguments: &[(&str, &str)]) -> Option<Request> {
    subject.action(name)?;
    let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    let arguments = arguments.iter().map(own).collect();
    let call = Call::new(&subject.service_type, name, arguments);
    Some(Request::of_call(&subject.control, call))
}

/// Brings about what stands. On a bench everything is reset first.
pub fn establish(driver: &mut Driver<'_>) -> Standing {
    let subject = driver.subject;
    let mut standing = Standing {
        policy: subject.policy.clone(),
        ..Standing::default()
    };
    let plain = [
        action::GET_TELEPHONY_IDENTITY,
        action::GET_MESSAGING_CAPABILITIES,
    ];
    if subject.policy.bench {
        driver.bench.stimulate(stimulus::RESET, &json!({}));
        known_message(driver, &mut standing);
        known_session(driver, &mut standing);
        subscribe(driver, &mut standing);
    }
    for name in plain.into_iter().filter(|_| subject.is_messaging()) {
        let Some(request) = call(subject, name, &[]) else {
            continue;
        };
        let (_, _, judged) = driver.ask(&request);
        if let (true, Some((_, value))) = (judged.meaning.success, judged.meaning.outputs.first()) {
            if name == action::GET_TELEPHONY_IDENTITY {
                standing.identity.clone_from(value);
            }
            standing.known.push((request, value.clone()));
        }
    }
    standing
}

/// The known message as the upper tester is asked for it.
pub fn known_fields(text: &str) -> serde_json::Value {
    json!({"class": "e-Mail", "from": "peer@example.invalid", "subject": "known", "text": text})
}

fn known_message(driver: &mut Driver<'_>, standing: &mut Standing) {
    let secret = format!("{SECRET}{}", SECRETS.fetch_add(1, Ordering::Relaxed) + 1000);
    let fields = known_fields(&secret);
    let arrived = driver.bench.stimulate(stimulus::INCOMING_MESSAGE, &fields);
    let Some(id) = arrived.message else {
        return;
    };
    standing.policy.protected.push(id.clone());
    standing.message = Some(id.clone());
    if let Some(read) = call(driver.subject, action::READ_MESSAGE, &[("MessageID", &id)]) {
        let (_, _, judged) = driver.ask(&read);
        if judged
            .meaning
            .outputs
            .iter()
            .any(|(_, value)| value.contains(&secret))
        {
            standing.known.push((read, secret.clone()));
        }
    }
    standing.secret = secret;
}

fn known_session(driver: &mut Driver<'_>, standing: &mut Standing) {
    let fields = json!({"class": session_class::CHAT, "from": "sip:peer@example.invalid", "subject": "CtkKnownSession"});
    let asked = driver.bench.stimulate(stimulus::INCOMING_SESSION, &fields);
    let Some(id) = asked.session else {
        return;
    };
    standing.policy.protected.push(id.clone());
    let subject = driver.subject;
    if let Some(accept) = call(subject, action::ACCEPT_SESSION, &[("SessionID", &id)]) {
        driver.ask(&accept);
    }
    let arguments = [
        ("SessionID", &*id),
        ("SessionClass", ""),
        ("SessionStatus", ""),
    ];
    if let Some(look) = call(subject, action::GET_SESSIONS, &arguments) {
        let (_, _, judged) = driver.ask(&look);
        let there = |text: &str| {
            judged
                .meaning
                .outputs
                .iter()
                .any(|(_, value)| value.contains(text))
        };
        for mark in ["CtkKnownSession", "<sessionStatus>Running</sessionStatus>"] {
            if there(mark) {
                standing.known.push((look.clone(), mark.to_owned()));
            }
        }
    }
}

/// Subscribes; what was subscribed before is given up.
fn subscribe(driver: &mut Driver<'_>, standing: &mut Standing) {
    if driver.subject.event.is_empty() || driver.bench.own().is_empty() {
        return;
    }
    if let Some(sid) = driver.standing.subscription.clone() {
        driver.unsubscribe(sid);
    }
    standing.subscription = driver.subscribe("/events/0");
}

impl Driver<'_> {
    /// Subscribes to what is told, with this path of the listener; the SID.
    pub(super) fn subscribe(&mut self, path: &str) -> Option<String> {
        let header = |name: &str, value: String| (name.to_owned(), value);
        let headers = vec![
            header("CALLBACK", format!("<{}{path}>", self.bench.own())),
            header("NT", "upnp:event".to_owned()),
            header("TIMEOUT", "Second-1800".to_owned()),
        ];
        let request = Request::plain("SUBSCRIBE", &self.subject.event, headers);
        self.ask(&request).2.meaning.sid
    }

    /// Gives a subscription up.
    pub(super) fn unsubscribe(&mut self, sid: String) {
        let headers = vec![("SID".to_owned(), sid)];
        self.ask(&Request::plain("UNSUBSCRIBE", &self.subject.event, headers));
    }
}

/// How long a notification may take, in pieces of 50 ms.
const PIECES: u32 = 100;

/// Whether a message that arrives is told to the subscriber; what came to the listener besides. A device may wait a
/// second between two events.
pub(super) fn delivers(bench: &dyn Bench) -> (bool, Vec<Visit>) {
    let fields = json!({"class": "e-Mail", "from": "peer@example.invalid", "subject": "event", "text": "event"});
    let mut others = Vec::new();
    if !bench.stimulate(stimulus::INCOMING_MESSAGE, &fields).done {
        return (true, others);
    }
    for _ in 0..PIECES {
        let (events, rest): (Vec<Visit>, Vec<Visit>) = bench
            .visits()
            .into_iter()
            .partition(|visit| visit.path.starts_with("/events/"));
        others.extend(rest);
        others.extend(
            events
                .iter()
                .filter(|event| wrong_event(event).is_some())
                .cloned(),
        );
        if !events.is_empty() {
            return (true, others);
        }
        bench.sleep(Duration::from_millis(50));
    }
    (false, others)
}

/// The symptom of a subscription that delivers no more.
pub(super) fn undelivered() -> Symptom {
    Symptom::new(
        Kind::StateLost,
        SUBSCRIPTION,
        "a message arrives and the subscriber is not told, as it was before",
    )
}

/// The signature of that.
pub(super) const SUBSCRIPTION: &str = "subscription";

impl Standing {
    /// Whether the device has forgotten the subscription: its renewal is refused, twice.
    pub(super) fn is_forgotten(&self, driver: &mut Driver<'_>) -> bool {
        let Some(sid) = &self.subscription else {
            return false;
        };
        let headers = [("SID", &**sid), ("TIMEOUT", "Second-1800")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let renewal = Request::plain("SUBSCRIBE", &driver.subject.event, headers.to_vec());
        (0..2).all(|_| {
            let (came, _, _) = driver.ask(&renewal);
            came.response()
                .is_some_and(|response| response.head.status == 412)
        })
    }

    /// Which of the calls that were answered at the start is not any more, seen twice.
    pub(super) fn is_stuck(&self, driver: &mut Driver<'_>) -> Option<String> {
        let silent = |request: &&(Request, String)| {
            (0..2).all(|_| matches!(driver.ask(&request.0).0, Came::Silence))
        };
        let stuck = self.known.iter().find(silent)?;
        Some(stuck.0.title())
    }

    /// What is gone or changed, seen twice; nothing where the device did not answer at all.
    pub fn check(&self, driver: &mut Driver<'_>) -> Option<Symptom> {
        self.known.iter().find_map(|(request, mark)| {
            let mut missing = || {
                let (came, _, judged) = driver.ask(request);
                let Came::Response(response) = came else {
                    return None;
                };
                // 503 is a device that has enough; that passes.
                if response.head.status == 503 {
                    return None;
                }
                let holds = judged
                    .meaning
                    .outputs
                    .iter()
                    .any(|(_, value)| value.contains(mark));
                (!holds).then_some(judged.meaning)
            };
            missing()?;
            let meaning = missing()?;
            let subject = request.subject();
            Some(Symptom::new(
                Kind::StateLost,
                format!("{subject}:known-object"),
                format!(
                    "{subject} does not show any more what it showed at the start ({mark:?}): {}",
                    match meaning.code {
                        Some(code) => format!("it answers {code}"),
                        None => "it answers something else".to_owned(),
                    }
                ),
            ))
        })
    }
}
