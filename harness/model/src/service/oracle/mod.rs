//! The oracle: holds each observation against everything that a conformant device may have come to.

mod arguments;
mod authorization;
mod conversation;
mod decided;
mod events;
mod exclude;
mod guests;
mod known;
mod lately;
mod lists;
mod messages;
mod missing;
mod named;
mod order;
mod owed;
mod refused;
mod refused_changes;
mod requests;
mod session_lists;
mod session_words;
mod sessions;
mod stimuli;
mod survival;
mod suspected;
mod switch;
mod tale;
mod things;
mod told;
mod transfers;
mod twice;

use std::collections::{BTreeMap, BTreeSet};

use super::bench::{Bench, FarSide};
use super::call::{Call, Told};
use super::contradiction::Judged;
use super::message::{self, Moves as MessageMoves};
use super::observation::{Observation, Outcome, Time, What, Who};
use super::session::{self, Moves as SessionMoves};
use known::Known;
use lately::Lately;
use messages::LostName;
use missing::Missing;
use named::NamedAddresses;
use owed::Subscription;
use refused::Refused;
use survival::Survival;
use suspected::Suspected;
use switch::Switch;
use things::{MessageThing, SessionThing};

/// Judges observations one batch after another.
#[derive(Debug)]
pub struct Oracle {
    bench: Bench,
    judged: Judged,
    messages: BTreeMap<String, MessageThing>,
    sessions: BTreeMap<String, SessionThing>,
    subscriptions: BTreeMap<String, Subscription>,
    /// Messages wait in Outgoing until a stimulus delivers them.
    held: Switch,
    /// The control points hold the privileges to invoke the actions.
    authorized: Switch,
    /// The control points, each with an action that it was served.
    served: BTreeSet<(String, String)>,
    /// The session that changed last.
    lately: Lately,
    /// Transfers start and make no progress.
    stalled: Switch,
    /// Resets and restarts that are under way: what is there may vanish.
    upheavals: u32,
    /// What of everything that is there is known in full.
    known: Known,
    /// An event has told that a peer asks for a session: the device tells that (R-23 leaves it free).
    tells_requests: bool,
    next: u64,
    now: Time,
    /// What was refused lately: it must not turn up.
    refused: Vec<Refused>,
    /// The things that contradicted the model.
    blamed: BTreeSet<String>,
    /// The device has shown a name as it was given.
    keeps_names: bool,
    /// Names that it did not show, one of each kind.
    lost_names: Vec<LostName>,
    /// What lists lack of messages that nobody has looked at since.
    missing: BTreeMap<String, Missing>,
    /// What lists show wrong of messages that were not read since.
    suspected: BTreeMap<String, Suspected>,
    /// What outlived the latest restart.
    survival: Survival,
    /// Whom the kit invited or wrote to, anywhere.
    addresses: BTreeSet<String>,
    /// Whom anybody has named.
    named: NamedAddresses,
}

/// Something may have been over so much earlier than it is said to be, in milliseconds: times are whole ones.
const COARSE: Time = 2;

/// A request that is under way, and the things that it concerns.
pub(super) struct Job<'o> {
    number: u64,
    observation: &'o Observation,
    /// The case whose order it keeps to.
    case: Option<&'o str>,
    from: Time,
    to: Option<Time>,
    targets: Vec<Target>,
    call: Option<Call>,
    told: Told,
    /// Whether the control points were authorized when it began, and which turn that was.
    authorized: (Option<bool>, u64),
}

/// A thing, and what the request does to it.
#[derive(Clone, Debug)]
pub(super) enum Target {
    Message(String, message::Step),
    Session(String, session::Step),
    Subject(String, session::Change),
    Types(String, session::Change),
    Class(String, session::Change),
    People(String, session::Move),
}

/// Judges a whole run.
pub fn judge(bench: &Bench, observations: &[Observation]) -> Judged {
    let mut oracle = Oracle::new(bench.clone());
    oracle.observe(&bench.believed(observations));
    oracle.finish()
}

impl Oracle {
    /// Of a device of which nothing was seen yet.
    pub fn new(bench: Bench) -> Self {
        Self {
            bench,
            judged: Judged::default(),
            messages: BTreeMap::new(),
            sessions: BTreeMap::new(),
            subscriptions: BTreeMap::new(),
            held: Switch::new(false),
            authorized: Switch::new(true),
            served: BTreeSet::new(),
            lately: Lately::default(),
            stalled: Switch::new(false),
            upheavals: 0,
            known: Known::default(),
            tells_requests: false,
            next: 0,
            now: 0,
            refused: Vec::new(),
            blamed: BTreeSet::new(),
            keeps_names: false,
            lost_names: Vec::new(),
            missing: BTreeMap::new(),
            suspected: BTreeMap::new(),
            survival: Survival::default(),
            addresses: BTreeSet::new(),
            named: NamedAddresses::default(),
        }
    }

    /// What was made of everything so far, but for what lists show and nobody has read since.
    pub fn judged(&self) -> &Judged {
        &self.judged
    }

    /// What was made of everything.
    pub fn finish(mut self) -> Judged {
        self.settle_all_missing();
        self.settle_suspicions();
        self.judged
    }

    fn begin<'o>(&mut self, observation: &'o Observation, to: Option<Time>) -> Job<'o> {
        self.next += 1;
        self.begin_lately(observation);
        let ordered = match observation.what {
            What::Stimulus { .. } => self.bench.settle_ms == 0,
            _ => true,
        };
        let mut job = Job {
            number: self.next,
            observation,
            case: ordered.then_some(observation.source.case.as_str()),
            from: observation.from,
            to,
            targets: Vec::new(),
            call: None,
            told: Told::Nothing,
            authorized: self.authorized.is(),
        };
        self.note_named(&job);
        match &observation.what {
            What::Action {
                name,
                arguments,
                outcome,
            } => self.begin_action(&mut job, name, arguments, outcome),
            What::Stimulus { .. } => self.begin_stimulus(&mut job),
            What::Subscribed { subscription } => {
                // The device has it from some moment of the request on.
                let new = Subscription::new(observation.to.unwrap_or(Time::MAX));
                self.subscriptions.insert(subscription.clone(), new);
            }
            What::Unsubscribed { subscription } => {
                self.subscriptions.remove(subscription);
            }
            What::Event {
                subscription,
                key,
                properties,
            } => self.event(observation, (subscription, *key), properties),
            What::Gap { text } => {
                self.known = Known::default();
                self.forget_named(text);
            }
        }
        job
    }

    fn end(&mut self, job: Job<'_>) {
        match &job.observation.what {
            What::Action { name, outcome, .. } => {
                self.judge_authorization(&job, name, outcome);
                self.end_action(&job, outcome);
            }
            What::Stimulus { .. } => self.end_stimulus(&job),
            _ => {}
        }
        self.end_lately(job.observation);
    }

    fn begin_action(
        &mut self,
        job: &mut Job<'_>,
        name: &str,
        arguments: &[(String, String)],
        outcome: &Outcome,
    ) {
        let Some(call) = Call::read(name, arguments) else {
            return self.begin_irregular(arguments, outcome);
        };
        if let Outcome::Success(outputs) = outcome {
            job.told = call.told(outputs);
        }
        job.call = Some(call.clone());
        if *outcome == Outcome::Unknown {
            return self.begin_unknown(&call);
        }
        self.begin_call(job, &call, outcome);
    }

    /// What can be made of messages at present.
    fn message_moves(&self, thing: &MessageThing) -> MessageMoves {
        let closing = thing.session.as_ref().is_some_and(|session| {
            self.sessions
                .get(session)
                .is_none_or(|session| session.may_close)
        });
        let free = self.bench.far_side == FarSide::Free;
        MessageMoves {
            has_deleted: self.bench.has_folder("Deleted"),
            delivers: self.held.is().0 != Some(true),
            read_unasked: free,
            closing: closing || (free && thing.session.is_some()),
            may_vanish: self.upheavals > 0,
            anything: self.bench.strangers,
            incoming: thing.incoming,
        }
    }

    /// What can be made of sessions at present.
    fn session_moves(&self, thing: &SessionThing) -> SessionMoves {
        SessionMoves {
            origin: thing.origin,
            one_address: self.bench.one_address,
            closed_unasked: self.bench.far_side == FarSide::Free,
            may_vanish: self.upheavals > 0,
            anything: self.bench.strangers,
        }
    }

    /// Lets go of what is known of everything that a text names.
    fn forget_named(&mut self, text: &str) {
        for (id, thing) in &mut self.messages {
            if text.contains(id.as_str()) {
                thing.forget();
            }
        }
        for (id, thing) in &mut self.sessions {
            if text.contains(id.as_str()) {
                thing.forget();
            }
        }
    }

    /// Lets go of everything that is known.
    fn forget_everything(&mut self) {
        for thing in self.messages.values_mut() {
            thing.forget();
        }
        for thing in self.sessions.values_mut() {
            thing.forget();
        }
        self.known = Known::default();
    }
}

/// The name of whoever acts, as a device may tell him apart.
pub(super) fn actor(who: &Who) -> &str {
    match who {
        Who::ControlPoint(name) => name,
        Who::FarSide => "the far side",
        Who::Device => "the device",
    }
}
