//! What is told has happened, to somebody of that name, and in that order.

use super::messages::cut;
use super::requests::what;
use super::things::{Cause, SessionThing};
use super::{Job, Oracle};
use crate::event_text::StandardEvent;
use crate::service::bench::FarSide;
use crate::service::observation::{Observation, Source, Time};
use crate::service::rules::Blame;
use crate::session_life::Origin;

/// So many causes of one session are kept; beyond them nothing is held against what is told.
const MOST_CAUSES: usize = 400;

/// What an update tells: the event, and when it may have happened.
#[derive(Clone, Debug)]
pub(super) struct Telling {
    pub(super) slug: &'static str,
    /// The spans in which it may have happened; empty: nobody knows.
    pub(super) spans: Vec<(Time, Time)>,
}

impl Telling {
    /// The earliest time at which it may have happened, not before `low`; `None`: it may not.
    fn earliest(&self, low: Time) -> Option<Time> {
        if self.spans.is_empty() {
            return Some(low);
        }
        let after = self.spans.iter().filter(|(_, to)| *to >= low);
        after.map(|(from, _)| (*from).max(low)).min()
    }

    /// The latest time at which it may have happened, where it is told at this time.
    pub(super) fn latest(&self, at: Time) -> Time {
        let ends = self.spans.iter().map(|(_, to)| *to);
        ends.max().map_or(at, |to| to.min(at))
    }
}

impl SessionThing {
    /// Something that may be told.
    pub(super) fn add_cause(&mut self, cause: Cause) {
        if self.causes.len() == MOST_CAUSES {
            self.untold = true;
            self.causes.remove(0);
        }
        self.causes.push(cause);
    }

    /// The request of this number is over.
    pub(super) fn end_causes(&mut self, number: u64, at: Time) {
        for cause in self.causes.iter_mut().rev() {
            if cause.number == number {
                cause.to = at;
            }
        }
    }
}

impl Oracle {
    /// The causes that a request or a stimulus gave are over.
    pub(super) fn end_causes(&mut self, job: &Job<'_>, session: &str) {
        if let Some(thing) = self.sessions.get_mut(session) {
            thing.end_causes(job.number, self.now);
        }
    }

    /// Whether another request than this one may have done it, and once: a session is accepted once, and closed once.
    pub(super) fn has_happened(&self, session: &str, slug: &str, number: u64) -> bool {
        let once = matches!(slug, "accepted" | "closed");
        let before = |cause: &Cause| cause.slug == slug && cause.number < number;
        let thing = self.sessions.get(session);
        once && thing.is_some_and(|thing| thing.causes.iter().any(before))
    }

    /// What is told has happened, to somebody of that name; gives when.
    pub(super) fn judge_told(
        &mut self,
        source: &Source,
        words: &str,
        id: &str,
        event: &StandardEvent,
    ) -> Telling {
        let unknown = Telling {
            slug: event.slug,
            spans: Vec::new(),
        };
        let alone = self.is_alone();
        let Some(thing) = self.sessions.get(id) else {
            return unknown;
        };
        if thing.origin == Origin::Unknown || thing.status.is_lost() || thing.untold {
            return unknown;
        }
        self.judged.apply("event-true");
        let goes_on = matches!(event.slug, "ft-progress" | "ft-completed" | "ft-failed");
        let slug = if goes_on { "ft-started" } else { event.slug };
        let causes: Vec<&Cause> = thing.causes.iter().filter(|it| it.slug == slug).collect();
        let fitting: Vec<&&Cause> = causes
            .iter()
            .filter(|cause| thing.name_fits(cause, event.name.as_deref()))
            .collect();
        // A transfer may have been ended by parking or closing its session after another was cancelled.
        let started = thing.causes.iter().filter(|it| it.slug == "ft-started");
        let may_be_of_itself = slug == "ft-cancelled"
            && (thing.moved || thing.may_close)
            && started.count() > causes.len();
        if may_be_of_itself {
            return unknown;
        }
        if !fitting.is_empty() {
            let end = |cause: &Cause| if goes_on { Time::MAX } else { cause.to };
            let spans = fitting.iter().map(|it| (it.from, end(it))).collect();
            // Which of several peers accepts nobody says.
            let of_peer = slug == "accepted" && thing.origin == Origin::Created;
            let by_address = match of_peer {
                true => event.name.clone().filter(|name| !name.is_empty()),
                false => by_address(&fitting, event.name.as_deref()),
            };
            let telling = Telling {
                slug: event.slug,
                spans,
            };
            if let (Some(name), Some(thing)) = (by_address, self.sessions.get_mut(id)) {
                thing
                    .addressed
                    .insert(name, (source.clone(), event.requirement.to_owned()));
            }
            return telling;
        }
        let accepted_unasked = slug == "accepted" && thing.origin == Origin::Created;
        let excused = match slug {
            // A peer may accept unasked.
            "accepted" => thing.origin == Origin::Created,
            // A modification may be the device's own, as when a class is decided.
            "modified" => true,
            "closed" => thing.may_close || !alone,
            // a session that closes ends its transfer, and so may one that is parked; of their own accord peers
            // end none on demand.
            "ft-cancelled" => thing.may_close || thing.moved || !alone,
            slug if slug.starts_with("ft-") => causes.is_empty(),
            _ => !alone,
        };
        if excused {
            if accepted_unasked && let Some(name) = event.name.clone() {
                let requirement = event.requirement.to_owned();
                if let Some(thing) = self.sessions.get_mut(id) {
                    thing.addressed.insert(name, (source.clone(), requirement));
                }
            }
            return unknown;
        }
        let names: Vec<String> = causes.iter().filter_map(|it| it.name.clone()).collect();
        let because = thing.status.evidence();
        let blame = Blame {
            rule: "event-true",
            requirement: event.requirement,
            ruling: Some("R-48"),
            allowed: if names.is_empty() {
                "no such event".to_owned()
            } else {
                names.join(" or ")
            },
        };
        let of = event.name.as_ref();
        let of = of.map_or_else(String::new, |name| format!("of {:?} ", cut(name)));
        let seen = format!("`{}` {of}is told of session {id} {words}", event.slug);
        let possible = if names.is_empty() {
            "nothing of the kind happened".to_owned()
        } else {
            format!("it was {}", names.join(" or "))
        };
        self.exclude(source, blame, seen, possible, because);
        unknown
    }

    /// what is told of a session is told in the order in which it happened; gives the time of the latest of it.
    pub(super) fn judge_order_told(
        &mut self,
        observation: &Observation,
        subscription: &str,
        (id, told): (&str, &[Telling]),
    ) -> Time {
        let Some(subscription) = self.subscriptions.get_mut(subscription) else {
            return 0;
        };
        let low = subscription.told.entry(id.to_owned()).or_default();
        let mut wrong = None;
        for telling in told {
            match telling.earliest(*low) {
                Some(at) => *low = at,
                None => wrong = Some(telling.slug),
            }
        }
        let low = *low;
        self.judged.apply("event-order");
        if let Some(slug) = wrong {
            let blame = Blame {
                rule: "event-order",
                requirement: "M-5.3.4-2",
                ruling: Some("R-47"),
                allowed: "what happened, in its order".to_owned(),
            };
            let seen = format!("`{slug}` is told of session {id} {}", what(observation));
            let possible = "something that happened after it was told before".to_owned();
            let thing = Some(format!("order of session {id}"));
            let source = &observation.source;
            self.exclude_of(thing, (source, blame), seen, possible, Vec::new());
        }
        low
    }

    /// a peer that the device shows with the name that it was given is told by that name.
    pub(super) fn judge_addressed(&mut self, id: &str) {
        let Some(thing) = self.sessions.get_mut(id) else {
            return;
        };
        let named = thing.addressed.keys().find(|address| {
            let given = thing.given_names.get(*address);
            let shown = thing.called.get(*address);
            given.is_some_and(|name| shown.is_some_and(|shown| shown.contains(name)))
                && thing.given_names.get(*address) != Some(*address)
        });
        let Some(address) = named.cloned() else {
            return;
        };
        let name = thing.given_names.get(&address).cloned().unwrap_or_default();
        let Some((source, requirement)) = thing.addressed.remove(&address) else {
            return;
        };
        let Some(requirement) = ctk_vectors::facts().requirement(&requirement) else {
            return;
        };
        let blame = Blame {
            rule: "event-true",
            requirement: &requirement.id,
            ruling: Some("R-48"),
            allowed: name.clone(),
        };
        let seen = format!("an event of session {id} names {:?}", cut(&address));
        let possible = format!("GetSessions shows that its name is {:?}", cut(&name));
        self.exclude(&source, blame, seen, possible, Vec::new());
    }

    /// Whether nobody but the kit makes anything happen.
    pub(super) fn is_alone(&self) -> bool {
        !self.bench.strangers && self.bench.far_side == FarSide::OnDemand
    }
}

/// The name that is told, where it is the address of whoever did it.
fn by_address(causes: &[&&Cause], told: Option<&str>) -> Option<String> {
    let told = told.filter(|it| !it.is_empty())?;
    let is_address = causes
        .iter()
        .any(|cause| cause.address.as_deref() == Some(told) && cause.name.as_deref() != Some(told));
    is_address.then(|| told.to_owned())
}

impl SessionThing {
    /// whether an event may call somebody so, who is known by the cause's name or address.
    fn name_fits(&self, cause: &Cause, told: Option<&str>) -> bool {
        let (Some(told), Some(due)) = (told.filter(|it| !it.is_empty()), &cause.name) else {
            return true;
        };
        let is_called = |address: &str, name: &str| {
            let names = self.called.get(address);
            names.is_some_and(|names| names.contains(name))
        };
        let same = due == told
            || cause.address.as_deref() == Some(told)
            || is_called(due, told)
            || is_called(told, due);
        // Under which name a device knows an address is its own affair, as long as it is nobody else's.
        let another = self
            .called
            .iter()
            .any(|(address, names)| address != due && (address == told || names.contains(told)));
        same || (due.contains([':', '@']) && !another)
    }
}
