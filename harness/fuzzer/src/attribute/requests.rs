//! A plainer request that still shows a symptom.

use super::Attempts;
use super::text::shrink;
use crate::call::{Call, Quirk};
use crate::grammar::minimal;
use crate::request::{Framing, Payload, Request};
use crate::sequence::{Sequence, Step};
use crate::subject::Subject;

/// A value up to this length, such as a mark, is short enough as it is.
const MARK: usize = 16;

/// Whether the service has the action.
fn is_declared(call: &Call, subject: &Subject) -> bool {
    call.service_type == subject.service_type && subject.action(&call.action).is_some()
}

/// What is worked on: one request among sequences.
struct Work<'w, 't> {
    sequences: Vec<Sequence>,
    at: (usize, usize),
    attempts: &'w mut Attempts<'t>,
}

/// Makes a step plainer and shorter, as long as the sequences show it.
pub fn simplify(
    sequences: Vec<Sequence>,
    at: usize,
    step: usize,
    subject: &Subject,
    attempts: &mut Attempts<'_>,
) -> Vec<Sequence> {
    let mut work = Work {
        sequences,
        at: (at, step),
        attempts,
    };
    match &work.sequences[at].steps[step] {
        Step::Request(request) => {
            let request = request.clone();
            work.http(&request, subject);
            work.payload(subject);
        }
        Step::Datagram(text) => {
            let text = text.clone();
            shrink(text, &mut |shorter| {
                work.takes(Step::Datagram(shorter.to_owned()))
            });
        }
        Step::Stimulus { .. } => {}
    }
    work.sequences
}

impl Work<'_, '_> {
    fn request(&self) -> Option<Request> {
        self.sequences[self.at.0].steps[self.at.1]
            .request()
            .cloned()
    }

    /// Takes the step instead, if the symptom still shows.
    fn takes(&mut self, step: Step) -> bool {
        let place = &mut self.sequences[self.at.0].steps[self.at.1];
        if *place == step {
            return false;
        }
        let before = std::mem::replace(place, step);
        if self.attempts.shows(&self.sequences) {
            return true;
        }
        self.sequences[self.at.0].steps[self.at.1] = before;
        false
    }

    /// Changes the request, if the symptom still shows.
    fn changes(&mut self, change: impl FnOnce(&mut Request)) -> bool {
        let Some(mut request) = self.request() else {
            return false;
        };
        change(&mut request);
        self.takes(Step::Request(request))
    }

    fn http(&mut self, request: &Request, subject: &Subject) {
        while self.request().is_some_and(|now| now.times > 1) {
            if !self.changes(|request| request.times /= 2) {
                break;
            }
        }
        while self.request().is_some_and(|now| now.times > 1) {
            if !self.changes(|request| request.times -= 1) {
                break;
            }
        }
        self.changes(|request| request.framing = Framing::Length);
        self.changes(|request| "HTTP/1.1".clone_into(&mut request.version));
        // An action that nobody declared may be about its name in the header alone.
        let declared = request
            .call()
            .is_some_and(|call| is_declared(call, subject));
        let as_usual = request.is_plain_http() && request.target == subject.control && declared;
        if request.call().is_some() && !as_usual {
            // What HTTP does needs no call.
            self.changes(|request| {
                "GET".clone_into(&mut request.method);
                request.payload = Payload::Empty;
            });
        }
        if self
            .request()
            .is_some_and(|now| now.call().is_none() && now.method != "GET")
        {
            // The plainest method, where another one is not what it takes.
            self.changes(|request| "GET".clone_into(&mut request.method));
        }
        if let Some(call) = self.request().as_ref().and_then(Request::call) {
            let standard = Request::control_headers(call);
            if request.headers == standard || self.changes(|request| request.headers = standard) {
                return;
            }
        }
        let mut at = 0;
        while let Some(count) = self.request().map(|now| now.headers.len()) {
            if at >= count {
                break;
            }
            if !self.changes(|request| {
                request.headers.remove(at);
            }) {
                at += 1;
            }
        }
        for at in 0..self.request().map_or(0, |now| now.headers.len()) {
            let value = self.request().map(|now| now.headers[at].1.clone());
            shrink(value.unwrap_or_default(), &mut |shorter| {
                self.changes(|request| shorter.clone_into(&mut request.headers[at].1))
            });
        }
        let target = request.target.clone();
        shrink(target, &mut |shorter| {
            !shorter.is_empty() && self.changes(|request| shorter.clone_into(&mut request.target))
        });
    }

    fn payload(&mut self, subject: &Subject) {
        match self.request().map(|now| now.payload) {
            Some(Payload::Bytes(bytes)) => {
                self.changes(|request| request.payload = Payload::Empty);
                if let Ok(text) = String::from_utf8(bytes) {
                    shrink(text, &mut |shorter| {
                        let payload = Payload::Bytes(shorter.as_bytes().to_vec());
                        self.changes(|request| request.payload = payload)
                    });
                }
            }
            Some(Payload::Call(_)) => {
                self.names(subject);
                self.quirks();
                self.arguments(subject);
            }
            _ => {}
        }
    }

    /// Shorter names, in the header too where that follows the call.
    fn names(&mut self, subject: &Subject) {
        let call = self.request().and_then(|now| now.call().cloned());
        let Some(call) = call.filter(|call| !is_declared(call, subject)) else {
            return;
        };
        let mut set = |name: fn(&mut Call) -> &mut String, shorter: &str| {
            self.changes(|request| {
                let follows = request
                    .call()
                    .is_some_and(|call| request.headers == Request::control_headers(call));
                if let Some(call) = request.call_mut() {
                    shorter.clone_into(name(call));
                }
                if let (true, Some(call)) = (follows, request.call()) {
                    request.headers = Request::control_headers(call);
                }
            })
        };
        shrink(call.action, &mut |shorter| {
            set(|call| &mut call.action, shorter)
        });
        if call.service_type != subject.service_type {
            shrink(call.service_type, &mut |shorter| {
                set(|call| &mut call.service_type, shorter)
            });
        }
    }

    fn quirks(&mut self) {
        let count = |work: &Self| {
            let request = work.request();
            request
                .and_then(|now| now.call().map(|call| call.quirks.len()))
                .unwrap_or(0)
        };
        let mut at = 0;
        while at < count(self) {
            let removed = self.changes(|request| {
                if let Some(call) = request.call_mut() {
                    call.quirks.remove(at);
                }
            });
            if !removed {
                self.quirk(at);
                at += 1;
            }
        }
    }

    /// A smaller number of levels.
    fn quirk(&mut self, at: usize) {
        let levels = self
            .request()
            .and_then(|now| match now.call()?.quirks.get(at) {
                Some(Quirk::Nested(levels)) => Some(*levels),
                _ => None,
            });
        let (mut low, mut high) = (0, levels.unwrap_or(0));
        while low + 1 < high {
            let middle = usize::midpoint(low, high);
            let shows = self.changes(|request| {
                if let Some(call) = request.call_mut() {
                    call.quirks[at] = Quirk::Nested(middle);
                }
            });
            if shows {
                high = middle;
            } else {
                low = middle;
            }
        }
    }

    fn arguments(&mut self, subject: &Subject) {
        let Some(call) = self.request().and_then(|now| now.call().cloned()) else {
            return;
        };
        let mut set = |at: usize, value: &str| {
            self.changes(|request| {
                if let Some(call) = request.call_mut() {
                    value.clone_into(&mut call.arguments[at].1);
                }
            })
        };
        let declared = subject.action(&call.action);
        for (at, (name, value)) in call.arguments.iter().enumerate() {
            let input =
                declared.and_then(|action| action.inputs.iter().find(|one| one.name == *name));
            let mut value = value.clone();
            if let Some(plain) = input.map(minimal)
                && plain.len() <= value.len()
                && (plain == value || set(at, &plain))
            {
                value = plain;
            }
            // An argument that is plain already is not what it is about: it may as well be empty.
            let about = input.is_none_or(|input| minimal(input) != value);
            if about {
                shrink(value, &mut |shorter| set(at, shorter));
            } else if value.len() > MARK {
                set(at, "");
            }
        }
        let mut at = 0;
        while let Some(call) = self.request().and_then(|now| now.call().cloned()) {
            if at >= call.arguments.len() {
                break;
            }
            let surplus = declared.is_none_or(|action| {
                action
                    .inputs
                    .iter()
                    .all(|one| one.name != call.arguments[at].0)
            });
            let removed = surplus
                && self.changes(|request| {
                    if let Some(call) = request.call_mut() {
                        call.arguments.remove(at);
                    }
                });
            if !removed {
                at += 1;
            }
        }
    }
}
