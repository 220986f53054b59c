//! Sends the steps of a sequence, keeps the ids that come, and judges every answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use ctk_vectors::messaging_2::action;
use serde_json::Value;

use super::standing::Standing;
use crate::bench::Bench;
use crate::bindings::{Bindings, State};
use crate::call::Call;
use crate::oracle::{Judged, Known, Sent, judge};
use crate::request::{Payload, Request};
use crate::sequence::{Sequence, Step};
use crate::subject::Subject;
use crate::wire::{Came, Shot, Wire};

/// An address of nobody, whom all messages are for.
const NOBODY: &str = "sip:nobody@example.invalid";
/// How long the answer to what need not be answered is waited for.
const IMPATIENT: Duration = Duration::from_millis(400);
/// Times that a step may ask to be repeated.
const MOST_TIMES: u32 = 256;

/// One exchange.
pub struct Exchange<'e> {
    /// What was asked, with its marks.
    pub request: &'e Request,
    /// What they stood for.
    pub bindings: &'e Bindings,
    /// As it was sent.
    pub sent: &'e [u8],
    /// What came.
    pub came: &'e Came,
    /// How long it took.
    pub took: Duration,
    /// What it means, and what is wrong with it.
    pub judged: Judged,
}

impl Exchange<'_> {
    /// Whether it names a place of the kit that nobody should go to.
    pub(super) fn names_canary(&self) -> bool {
        let own = &self.bindings.own;
        let mark = b"/canary/";
        !own.is_empty() && self.sent.windows(mark.len()).any(|bytes| bytes == mark)
    }
}

/// Drives one connection.
pub struct Driver<'a> {
    /// The connection.
    pub wire: &'a mut dyn Wire,
    /// What is around the device.
    pub bench: &'a dyn Bench,
    /// What is fuzzed.
    pub subject: &'a Subject,
    /// What may not be touched, and what has been there from the start.
    pub standing: Arc<Standing>,
    /// How long an answer may take.
    pub patience: Duration,
    /// The number of the next request.
    pub serials: &'a AtomicU64,
    /// What was read of this subject before.
    pub known: Known,
}

impl Driver<'_> {
    /// Sends a sequence; `seen` looks at every exchange and says whether to go on.
    pub fn run(
        &mut self,
        sequence: &Sequence,
        seen: &mut dyn FnMut(&Exchange<'_>) -> bool,
    ) -> Bindings {
        let mut bindings = Bindings {
            recipient: NOBODY.to_owned(),
            identity: self.standing.identity.clone(),
            known: self.standing.message.clone(),
            own: self.bench.own(),
            host: self.subject.host.clone(),
            ..Bindings::default()
        };
        for step in &sequence.steps {
            let goes_on = match step {
                Step::Request(request) => (0..request.times.min(MOST_TIMES))
                    .all(|_| self.send(request, &mut bindings, seen)),
                Step::Datagram(text) => {
                    bindings.serial = self.serials.fetch_add(1, Ordering::Relaxed);
                    let text = bindings.resolve(text);
                    self.wire.datagram(text.as_bytes());
                    true
                }
                Step::Stimulus { name, fields } => {
                    self.stimulate(name, fields, &mut bindings);
                    true
                }
            };
            if !goes_on {
                break;
            }
        }
        bindings
    }

    /// Sends a request of the kit's own, and reads the answer.
    pub fn ask(&mut self, request: &Request) -> (Came, Duration, Judged) {
        let mut bindings = Bindings {
            host: self.subject.host.clone(),
            own: self.bench.own(),
            ..Bindings::default()
        };
        let (came, took, sent) = self.exchange(request, &mut bindings);
        let sent = Sent {
            request,
            bindings: &bindings,
            bytes: &sent,
        };
        let judged = judge(self.subject, &sent, &came, "", &mut self.known);
        (came, took, judged)
    }

    /// Whether the request may be sent at all.
    fn is_allowed(&self, request: &Request, bindings: &Bindings) -> bool {
        let policy = &self.standing.policy;
        let declared = |call: &Call| self.subject.declared(&call.action);
        if request
            .call()
            .is_some_and(|call| policy.only_asks(&call.action))
        {
            return true;
        }
        match &request.payload {
            Payload::Call(call) => {
                let arguments = call.arguments.iter();
                let resolved = Call {
                    arguments: arguments
                        .map(|(name, value)| (name.clone(), bindings.resolve(value).into_owned()))
                        .collect(),
                    ..call.clone()
                };
                policy.allows(&resolved, declared(call).as_deref())
            }
            // Bytes that happen to be a call are one.
            Payload::Bytes(bytes) => ctk_wire::soap::read_request(bytes).is_none_or(|read| {
                let call = Call::new(&read.service_type, &read.action, read.arguments);
                policy.allows(&call, declared(&call).as_deref())
            }),
            // Someone else's subscription is nobody's business.
            Payload::Empty => true,
        }
    }

    fn send(
        &mut self,
        request: &Request,
        bindings: &mut Bindings,
        seen: &mut dyn FnMut(&Exchange<'_>) -> bool,
    ) -> bool {
        if !self.is_allowed(request, bindings) {
            return true;
        }
        let (came, took, sent) = self.exchange(request, bindings);
        let whole = Sent {
            request,
            bindings,
            bytes: &sent,
        };
        let secret = &self.standing.secret;
        let judged = judge(self.subject, &whole, &came, secret, &mut self.known);
        let exchange = Exchange {
            request,
            bindings,
            sent: &sent,
            came: &came,
            took,
            judged,
        };
        let goes_on = seen(&exchange);
        let judged = exchange.judged;
        learn(request, &judged, bindings);
        goes_on
    }

    fn exchange(
        &mut self,
        request: &Request,
        bindings: &mut Bindings,
    ) -> (Came, Duration, Vec<u8>) {
        bindings.serial = self.serials.fetch_add(1, Ordering::Relaxed);
        let bytes = request.bytes(bindings);
        let alone = !request.keeps_connection();
        let shot = Shot {
            bytes: &bytes,
            method: &request.method,
            alone,
            within: if alone { IMPATIENT } else { self.patience },
        };
        let (mut came, mut took) = self.wire.exchange(shot);
        // The device had closed a connection that was idle.
        if matches!(&came, Came::Closed { bytes, reused: true } if bytes.is_empty()) {
            self.wire.disconnect();
            (came, took) = self.wire.exchange(shot);
        }
        (came, took, bytes)
    }

    fn stimulate(&self, name: &str, fields: &Value, bindings: &mut Bindings) {
        let fields = resolved(fields, bindings);
        let came = self.bench.stimulate(name, &fields);
        if let Some(session) = came.session {
            bindings.session = Some(session);
            bindings.state = State::Pending;
        }
        if let Some(message) = came.message {
            bindings.message = Some(message);
        }
        if came.done {
            bindings.state = match name {
                ctk_vectors::stimulus::PEER_ACCEPTS_SESSION => State::Running,
                ctk_vectors::stimulus::PEER_CLOSES_SESSION
                | ctk_vectors::stimulus::PEER_REJECTS_SESSION => State::Closed,
                _ => bindings.state,
            };
        }
    }
}

fn resolved(fields: &Value, bindings: &Bindings) -> Value {
    match fields {
        Value::String(text) => Value::String(bindings.resolve(text).into_owned()),
        Value::Array(items) => items.iter().map(|item| resolved(item, bindings)).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), resolved(value, bindings)))
            .collect(),
        other => other.clone(),
    }
}

/// Keeps the ids that an answer brings, and follows the state of the session.
fn learn(request: &Request, judged: &Judged, bindings: &mut Bindings) {
    if let Some(sid) = &judged.meaning.sid {
        bindings.subscription = Some(sid.clone());
    }
    if !judged.meaning.success {
        return;
    }
    for (name, value) in &judged.meaning.outputs {
        match &**name {
            "SessionID" => bindings.session = Some(value.clone()),
            "MessageID" => bindings.message = Some(value.clone()),
            _ => {}
        }
    }
    bindings.state = match request.subject() {
        action::CREATE_SESSION => State::Pending,
        action::ACCEPT_SESSION | action::JOIN_SESSION | action::CANCEL_FILE_TRANSFER => {
            State::Running
        }
        action::LEAVE_SESSION => State::Parked,
        action::CLOSE_SESSION => State::Closed,
        action::START_FILE_TRANSFER => State::Transferring,
        _ => bindings.state,
    };
}
