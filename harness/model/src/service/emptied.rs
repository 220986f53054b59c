//! A device that is empty all at once: it restarted by itself, or somebody else emptied it. Nothing of what was there is
//! seen any more, and what is looked for is not there, messages and sessions alike.

use std::collections::{BTreeMap, BTreeSet};

use super::call::{Call, Told};
use super::observation::{Observation, Outcome, Source, Time, What, Who};
use crate::session_life::SessionAction;

/// So many things have to be looked for in vain: fewer may have gone for a reason of their own.
const WITNESSES: usize = 3;

/// A message or a session.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Message(String),
    Session(String),
}

/// From when to when it was seen.
#[derive(Clone, Debug)]
struct Life {
    thing: Thing,
    born: Time,
    last: Time,
    /// When it was looked for in vain.
    missed: Option<Time>,
    /// The kit did something by which it may have gone.
    excused: bool,
}

/// What was seen of all things.
#[derive(Debug, Default)]
struct Lives {
    now: BTreeMap<Thing, Life>,
    over: Vec<Life>,
}

/// The moments at which everything was gone all at once: from when to when that can have been.
pub fn emptied_at(seen: &[Observation]) -> Vec<(Time, Time)> {
    let mut lives = Lives::default();
    for observation in seen {
        lives.take(observation);
    }
    lives
        .over
        .extend(std::mem::take(&mut lives.now).into_values());
    let mut moments = Vec::new();
    for gap in gaps(&lives.over) {
        if let Some(moment) = emptied(&lives.over, gap) {
            moments.push(moment);
            // What was gone then is no witness of another moment.
            lives.over.retain(|it| !is_witness(it, gap));
        }
    }
    moments
}

/// What was seen, with a restart wherever everything was gone all at once.
pub(super) fn with_restarts(seen: &[Observation]) -> Vec<Observation> {
    let restarts = emptied_at(seen).into_iter();
    let mut all: Vec<Observation> = seen.iter().cloned().chain(restarts.map(restart)).collect();
    all.sort_by_key(|it| it.from);
    all
}

fn restart((from, to): (Time, Time)) -> Observation {
    Observation {
        source: Source::default(),
        from,
        to: Some(to.max(from)),
        who: Who::FarSide,
        what: What::Stimulus {
            name: "restart".to_owned(),
            fields: BTreeMap::new(),
            done: true,
            session_id: None,
            message_id: None,
        },
    }
}

/// The moments at which nothing was there that is seen later, by when they begin.
fn gaps(lives: &[Life]) -> BTreeSet<Time> {
    let mut points: Vec<(Time, bool)> = Vec::new();
    for life in lives.iter().filter(|it| it.born < it.last) {
        points.extend([(life.born, true), (life.last, false)]);
    }
    points.sort_unstable();
    let mut there = 0_usize;
    let mut gaps = BTreeSet::new();
    for (at, begins) in points {
        there = if begins {
            there + 1
        } else {
            there.saturating_sub(1)
        };
        if there == 0 {
            gaps.insert(at);
        }
    }
    gaps
}

/// Whether the thing was there before the moment, and was looked for in vain after it.
fn is_witness(life: &Life, at: Time) -> bool {
    let missed_later = life.missed.is_some_and(|missed| missed >= at);
    !life.excused && life.born <= at && life.last <= at && missed_later
}

/// From when to when the device was emptied, if things that were there before the moment were looked for in vain after it.
fn emptied(lives: &[Life], at: Time) -> Option<(Time, Time)> {
    let witnesses: Vec<&Life> = lives.iter().filter(|it| is_witness(it, at)).collect();
    let messages = witnesses
        .iter()
        .filter(|it| matches!(it.thing, Thing::Message(_)));
    let messages = messages.count();
    let both = messages > 0 && messages < witnesses.len();
    let first = witnesses.iter().filter_map(|it| it.missed).min()?;
    (both && witnesses.len() >= WITNESSES).then_some((at, first))
}

impl Lives {
    fn born(&mut self, thing: Thing, at: Time) {
        let life = Life {
            thing: thing.clone(),
            born: at,
            last: at,
            missed: None,
            excused: false,
        };
        self.over.extend(self.now.insert(thing, life));
    }

    fn seen(&mut self, thing: Thing, (from, to): (Time, Time)) {
        match self.now.get_mut(&thing) {
            Some(life) if life.missed.is_none() => life.last = life.last.max(from),
            _ => self.born(thing, to),
        }
    }

    fn missed(&mut self, thing: &Thing, at: Time) {
        if let Some(life) = self.now.get_mut(thing) {
            life.missed.get_or_insert(at);
        }
    }

    /// These may be gone from now on; not those that were gone before.
    fn excuse(&mut self, meant: impl Fn(&Life) -> bool) {
        let there = self.now.values_mut().filter(|it| it.missed.is_none());
        there
            .filter(|it| meant(it))
            .for_each(|it| it.excused = true);
    }

    /// By what the kit did it may go, and a session's messages with it.
    fn may_go(&mut self, thing: &Thing) {
        let of_session = |it: &Thing| match (it, thing) {
            (Thing::Message(message), Thing::Session(session)) => {
                message.split_once('.').is_some_and(|(of, _)| of == session)
            }
            _ => false,
        };
        let meant = |it: &Life| it.thing == *thing || of_session(&it.thing);
        self.excuse(meant);
    }

    fn take(&mut self, observation: &Observation) {
        let Some(to) = observation.to else {
            return;
        };
        let span = (observation.from, to);
        match &observation.what {
            What::Action {
                name,
                arguments,
                outcome,
            } => {
                if let Some(call) = Call::read(name, arguments) {
                    self.take_call(&call, outcome, span);
                }
            }
            What::Stimulus {
                name,
                fields,
                session_id,
                message_id,
                ..
            } => match name.as_str() {
                "reset" | "restart" => self.excuse(|_| true),
                "peer-rejects-session" | "peer-closes-session" => {
                    let id = fields.get("session_id").cloned().unwrap_or_default();
                    self.may_go(&Thing::Session(id));
                }
                _ => {
                    let message = message_id.clone().map(Thing::Message);
                    let session = session_id.clone().map(Thing::Session);
                    message
                        .into_iter()
                        .chain(session)
                        .for_each(|it| self.born(it, to));
                }
            },
            _ => {}
        }
    }

    fn take_call(&mut self, call: &Call, outcome: &Outcome, (from, to): (Time, Time)) {
        let told = match outcome {
            Outcome::Success(outputs) => call.told(outputs),
            Outcome::Fault(_) | Outcome::Unknown => Told::Nothing,
        };
        match (call, &told) {
            (Call::SendMessage(_), Told::Id(id)) => self.born(Thing::Message(id.clone()), to),
            (Call::CreateSession { .. }, Told::Id(id)) => self.born(Thing::Session(id.clone()), to),
            (_, Told::Messages(list)) => {
                let ids = list.iter().map(|it| it.id.clone());
                ids.for_each(|id| self.seen(Thing::Message(id), (from, to)));
            }
            (_, Told::NewMessages(list)) => {
                let ids = list.0.iter().map(|it| it.id.clone());
                ids.for_each(|id| self.seen(Thing::Message(id), (from, to)));
            }
            (_, Told::Sessions(list)) => {
                let ids = list.iter().map(|it| it.id.clone());
                ids.for_each(|id| self.seen(Thing::Session(id), (from, to)));
            }
            _ => {}
        }
        let is_listed = |id: &str| match &told {
            Told::Sessions(list) => list.iter().any(|it| it.id == id),
            _ => false,
        };
        let (thing, not_there) = match call {
            Call::ReadMessage(id) | Call::DeleteMessage(id) => (Thing::Message(id.clone()), 701),
            Call::OnSession(_, id) => (Thing::Session(id.clone()), 706),
            Call::ModifySession(change) => (Thing::Session(change.id.clone()), 706),
            Call::GetSessions { id, .. } if !id.is_empty() => {
                if matches!(told, Told::Sessions(_)) && !is_listed(id) {
                    self.missed(&Thing::Session(id.clone()), to);
                    return;
                }
                (Thing::Session(id.clone()), 706)
            }
            _ => return,
        };
        match outcome {
            Outcome::Success(_) => self.seen(thing.clone(), (from, to)),
            Outcome::Fault(code) if *code == not_there => self.missed(&thing, to),
            Outcome::Fault(_) | Outcome::Unknown => {}
        }
        let ends = matches!(
            call,
            Call::DeleteMessage(_)
                | Call::OnSession(SessionAction::CloseSession | SessionAction::LeaveSession, _)
        );
        if ends && !matches!(outcome, Outcome::Fault(_)) {
            self.may_go(&thing);
        }
    }
}
