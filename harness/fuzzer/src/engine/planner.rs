//! What is sent next: valid calls with something odd in them, sequences that reach a state, what was new before with
//! another oddity, other protocols.

use std::sync::Arc;

use fastrand::Rng;

use crate::bindings::State;
use crate::grammar::{Seeds, call, far_side, lifecycle, setting};
use crate::mutate::{
    datagram, garbage, mutate_argument, mutate_envelope, mutate_http, subscription,
};
use crate::policy::Leave;
use crate::request::Request;
use crate::sequence::{Sequence, Step};
use crate::subject::{Action, Subject};

/// Plans what one worker sends.
pub struct Planner {
    rng: Rng,
    /// Documents of the vectors, and what the device itself returned.
    pub seeds: Seeds,
}

impl Planner {
    /// A planner; what it draws depends on the seed alone.
    pub fn new(seed: u64, seeds: Seeds) -> Self {
        Self {
            rng: Rng::with_seed(seed),
            seeds,
        }
    }

    /// One of those that showed something new before.
    pub fn choose(&mut self, kept: &[Arc<Sequence>]) -> Option<Arc<Sequence>> {
        let some = kept.len();
        (some > 0).then(|| Arc::clone(&kept[self.rng.usize(..some)]))
    }

    /// The next sequence; `before` showed something new.
    pub fn next(&mut self, subject: &Subject, before: Option<&Sequence>) -> Sequence {
        let bench = subject.policy.bench && subject.is_messaging();
        match self.rng.u32(..100) {
            0..=1 if !subject.event.is_empty() => self.subscriptions(subject),
            2 if subject.discoverable => Sequence {
                steps: vec![Step::Datagram(datagram(
                    &subject.udn,
                    &subject.service_type,
                    &mut self.rng,
                ))],
                alone: false,
            },
            3 => Sequence::of(garbage(&mut self.rng)),
            4..=7 if bench => {
                let mut sequence = lifecycle(subject, &mut self.rng);
                if self.rng.bool() {
                    self.mutate_sequence(subject, &mut sequence);
                }
                sequence
            }
            8..=24 if bench && subject.sessions => self.in_state(subject),
            25..=48 if before.is_some() => {
                let mut sequence = before.cloned().unwrap_or_default();
                self.mutate_sequence(subject, &mut sequence);
                sequence
            }
            _ => self.single(subject),
        }
    }

    /// An action drawn by lot, among those that may be sent at all.
    fn action<'s>(&mut self, subject: &'s Subject) -> Option<&'s Action> {
        let fits = |action: &&Action| {
            (subject.only.is_empty() || subject.only.contains(&action.name))
                && subject.policy.leave(&action.name) != Leave::Never
        };
        let fitting: Vec<&Action> = subject.actions.iter().filter(fits).collect();
        let some = fitting.len();
        if some == 0 {
            return None;
        }
        let chosen = fitting[self.rng.usize(..some)];
        // What takes no input is asked less often: there is little to be done to it, and the answer may be long.
        match chosen.inputs.is_empty() && self.rng.bool() {
            true => Some(fitting[self.rng.usize(..some)]),
            false => Some(chosen),
        }
    }

    fn single(&mut self, subject: &Subject) -> Sequence {
        let Some(action) = self.action(subject) else {
            let mut request = Request::plain("GET", &subject.description, Vec::new());
            request.label = mutate_http(&mut request, &mut self.rng);
            return Sequence::of(request);
        };
        let mut request = call(subject, action, &self.seeds, &mut self.rng);
        if subject.policy.leave(&action.name) == Leave::Incomplete
            && let Some(call) = request.call_mut()
            && !call.arguments.is_empty()
        {
            let at = self.rng.usize(..call.arguments.len());
            call.arguments.remove(at);
        }
        self.mutate(subject, &mut request);
        Sequence::of(request)
    }

    /// A session is brought into a state, and then something is done with it.
    fn in_state(&mut self, subject: &Subject) -> Sequence {
        let state = State::ALL[1 + self.rng.usize(..State::ALL.len() - 1)];
        let mut steps = setting(subject, state, &mut self.rng);
        // To come there takes requests and stimuli too, so that a few are sent there.
        for _ in 0..3 + self.rng.usize(..5) {
            let Some(mut action) = self.action(subject) else {
                break;
            };
            // Mostly something that is about the session.
            for _ in 0..4 {
                if action.inputs.iter().any(|input| input.name == "SessionID") {
                    break;
                }
                action = self.action(subject).unwrap_or(action);
            }
            let mut request = call(subject, action, &self.seeds, &mut self.rng);
            if self.rng.bool() {
                self.mutate(subject, &mut request);
            }
            // Now and then the other side does something between.
            if self.rng.u32(..8) == 0 {
                steps.push(far_side(&mut self.rng));
            }
            steps.push(Step::Request(request));
        }
        Sequence {
            steps,
            alone: false,
        }
    }

    fn subscriptions(&mut self, subject: &Subject) -> Sequence {
        let count = 1 + self.rng.usize(..3);
        let steps = (0..count)
            .map(|_| Step::Request(subscription(&subject.event, &mut self.rng)))
            .collect();
        Sequence {
            steps,
            alone: false,
        }
    }

    /// Changes one request of a sequence, and now and then which steps there are.
    fn mutate_sequence(&mut self, subject: &Subject, sequence: &mut Sequence) {
        let count = sequence.steps.len();
        if count == 0 {
            return;
        }
        if count > 1 && !sequence.alone && self.rng.u32(..6) == 0 {
            let at = self.rng.usize(..count);
            match self.rng.u32(..3) {
                0 => {
                    sequence.steps.remove(at);
                }
                1 if count < 12 => {
                    let again = sequence.steps[at].clone();
                    sequence.steps.insert(at, again);
                }
                _ => sequence.steps.swap(at, self.rng.usize(..count)),
            }
            return;
        }
        let at = self.rng.usize(..count);
        if let Step::Request(request) = &mut sequence.steps[at] {
            self.mutate(subject, request);
        }
    }

    /// Changes a request in one way, mostly in its arguments.
    fn mutate(&mut self, subject: &Subject, request: &mut Request) {
        // What has been changed often is made anew.
        if request.label.matches('+').count() > 3 {
            return;
        }
        let rng = &mut self.rng;
        let declared = request.call().and_then(|call| subject.action(&call.action));
        let did = match rng.u32(..100) {
            0..=4 => String::new(),
            5..=12 => mutate_http(request, rng),
            13..=24 => match request.call_mut() {
                Some(call) => mutate_envelope(call, rng),
                None => mutate_http(request, rng),
            },
            _ => match (request.call_mut(), declared) {
                (Some(call), Some(action)) => mutate_argument(call, action, &self.seeds, rng),
                (Some(call), None) => mutate_envelope(call, rng),
                _ => mutate_http(request, rng),
            },
        };
        if did.is_empty() {
            return;
        }
        if did.starts_with("envelope") || did == "action-name" || did == "service-type" {
            // The header follows the call, most of the time.
            if let Some(call) = request.call()
                && rng.u32(..4) > 0
                && call
                    .action
                    .chars()
                    .all(|c| c.is_ascii_graphic() || c == ' ')
            {
                request.headers = Request::control_headers(call);
            }
        }
        if request.label.is_empty() {
            request.label = did;
        } else {
            request.label = format!("{}+{did}", request.label);
        }
    }
}
