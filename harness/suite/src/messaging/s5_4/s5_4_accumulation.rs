//! 5.4.1, 5.4.2 Moderation: nothing of what happens between two events of a variable is lost.

mod while_read;

use ctk_record::{Judgement, Suspect};
use ctk_vectors::messaging_2::{action, req, session_status};
use ctk_vectors::{stimulus, waits};

use super::bursts::BURSTS;
use super::bursts::arrives;
use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::ControlPoint;
use crate::stimulate::session_events::EVENTED_SESSIONS;
use crate::tester::Tester;
use crate::tester::eventing::Subscription;

/// Events after a burst until everything was told: one that was on its way, the two of R-60.
const EVENTS_AT_MOST: usize = 3;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let messages = BURSTS.map(messages_accumulate);
    let changes = BURSTS.map(changes_accumulate);
    let all = messages.into_iter().chain(changes);
    all.chain(while_read::cases()).collect()
}

/// 5.4.1, R-60: messages that arrive within a second are all told, in one of the next events. They look alike, and are
/// told apart by their ids only.
fn messages_accumulate(count: usize) -> Case {
    Case::new(
        format!("5.4.1/accumulates-{count}"),
        format!("of {count} messages that arrive together every one is evented"),
    )
    .covers(&[req::M_5_4_3])
    .needs(&[
        Need::Evented("NewMessages"),
        Need::Stimulus(stimulus::INCOMING_MESSAGE),
    ])
    .own_objects(0)
    .waits_for_events(2_200, 1)
    .derived()
    .body(move |t| judge_messages_accumulate(t, count))
}

/// A message arrives; its id.
fn arrived(t: &mut Tester<'_>, class: &str, text: &str) -> Flow<String> {
    arrives(t, class, text)?.ok_or_else(|| Stop::Inconclusive {
        reason: "the upper tester tells no message_id: the messages cannot be told apart"
            .to_owned(),
        suspect: Suspect::Operator,
    })
}

fn judge_messages_accumulate(t: &mut Tester<'_>, count: usize) -> Flow {
    let class = t.classes().any_message()?;
    let mut subscription = t.subscriptions().open(ControlPoint::First)?;
    let mark = subscription.mark();
    let text = t.unique("Text ")?;
    let began = t.now()?;
    let mut ids = Vec::new();
    for _ in 0..count {
        ids.push(arrived(t, &class, &text)?);
        in_time(t, began, ids.len(), count)?;
    }
    let took = t.now()?.saturating_sub(began);
    t.subscriptions().listen(&mut subscription)?;
    let done = subscription.mark();
    await_all(t, &mut subscription, &ids, |subscription, id| {
        subscription
            .events
            .iter()
            .skip(mark)
            .any(|event| event.lists(id))
    })?;
    let told: Vec<bool> = ids
        .iter()
        .map(|id| {
            subscription
                .events
                .iter()
                .skip(mark)
                .any(|event| event.lists(id))
        })
        .collect();
    let of = Burst {
        requirement: req::M_5_4_3,
        variable: "NewMessages",
        what: "messages arrived",
        took,
        done,
    };
    of.judge(t, &ids, &told, &subscription)
}

/// 5.4.2, R-60: sessions that are closed within a second are all told of, in one of the next events.
fn changes_accumulate(count: usize) -> Case {
    Case::new(
        format!("5.4.2/accumulates-{count}"),
        format!("of {count} sessions that are closed together every one is evented"),
    )
    .covers(&[req::M_5_4_5])
    .needs(EVENTED_SESSIONS)
    .needs(&[
        Need::Action(action::CREATE_SESSION),
        Need::Action(action::CLOSE_SESSION),
        Need::Recipient,
    ])
    .own_objects(0)
    .waits_for_events(2_200, 1)
    .derived()
    .body(move |t| {
        let class = t.classes().for_conversation()?;
        let began = t.now()?;
        let mut ids = Vec::new();
        for _ in 0..count {
            ids.push(t.sessions().created(&class)?);
            in_time(t, began, ids.len(), count)?;
        }
        let mut subscription = t.subscriptions().open(ControlPoint::First)?;
        let mark = subscription.mark();
        let began = t.now()?;
        for (at, id) in ids.iter().enumerate() {
            let reply = t.invoke(action::CLOSE_SESSION, &[("SessionID", id)])?;
            t.arranged(&reply)?;
            in_time(t, began, at + 1, count)?;
        }
        let took = t.now()?.saturating_sub(began);
        t.subscriptions().listen(&mut subscription)?;
        let done = subscription.mark();
        let closed = |subscription: &Subscription, id: &str| {
            subscription.updates_of(id, mark).iter().any(|update| {
                update.event("closed").is_some() || update.update.status == session_status::CLOSED
            })
        };
        await_all(t, &mut subscription, &ids, closed)?;
        let told: Vec<bool> = ids.iter().map(|id| closed(&subscription, id)).collect();
        let of = Burst {
            requirement: req::M_5_4_5,
            variable: "SessionUpdates",
            what: "sessions were closed",
            took,
            done,
        };
        of.judge(t, &ids, &told, &subscription)
    })
}

/// A burst that crawls is no burst, and would outlast the case.
fn in_time(t: &mut Tester<'_>, began: u64, made: usize, count: usize) -> Flow {
    let took = t.now()?.saturating_sub(began);
    if took <= 10_000 {
        return Ok(());
    }
    Err(Stop::Inconclusive {
        reason: format!(
            "{made} of {count} changes took {took} ms: they cannot be made fast enough to fall into one event"
        ),
        suspect: Suspect::Operator,
    })
}

struct Burst {
    requirement: &'static str,
    variable: &'static str,
    what: &'static str,
    took: u64,
    /// What the subscription brought after this came when the burst was over.
    done: usize,
}

impl Burst {
    fn judge(
        &self,
        t: &mut Tester<'_>,
        ids: &[String],
        told: &[bool],
        subscription: &Subscription,
    ) -> Flow {
        t.subscriptions().heard(subscription)?;
        let missing: Vec<&str> = ids
            .iter()
            .zip(told)
            .filter(|(_, told)| !**told)
            .map(|(id, _)| id.as_str())
            .collect();
        if missing.len() == ids.len() {
            return Err(Stop::inconclusive(format!(
                "{} {}, and none of that was evented (a case with one change judges that)",
                ids.len(),
                self.what
            )));
        }
        let carriers: Vec<u32> = subscription
            .events
            .iter()
            .skip(self.done)
            .filter(|event| event.carries(self.variable))
            .map(|event| event.exchange)
            .collect();
        // What was evented during a burst that took longer than the interval may still be on its way when it is over.
        if missing.is_empty()
            && carriers.len() > EVENTS_AT_MOST
            && self.took > waits::MODERATION.milliseconds
        {
            return Err(Stop::Inconclusive {
                reason: format!(
                    "all were told, in {} events: the {} {} took {} ms, and what was evented meanwhile may have come late",
                    carriers.len(),
                    ids.len(),
                    self.what,
                    self.took
                ),
                suspect: Suspect::Network,
            });
        }
        let asked = format!("{} {} within {} ms", ids.len(), self.what, self.took);
        let accepted = format!("every one in one of the next {EVENTS_AT_MOST} events");
        let observed = if missing.is_empty() {
            format!("all of them, in {} events after the last", carriers.len())
        } else {
            let shown: Vec<&str> = missing.iter().take(5).copied().collect();
            format!(
                "{} are missing, among them {}",
                missing.len(),
                shown.join(", ")
            )
        };
        t.record(
            Judgement::met(
                self.requirement,
                missing.is_empty() && carriers.len() <= EVENTS_AT_MOST,
            )
            .asked(&asked)
            .accepts([&accepted])
            .observed(observed)
            .exchanges(&carriers),
        )
    }
}

/// Waits until the subscription tells of every id, or the time of an event is over.
fn await_all(
    t: &mut Tester<'_>,
    subscription: &mut Subscription,
    ids: &[String],
    told: impl Fn(&Subscription, &str) -> bool,
) -> Flow {
    let deadline = t.now()? + waits::EVENT.milliseconds;
    while !ids.iter().all(|id| told(subscription, id)) {
        let left = deadline.saturating_sub(t.now()?);
        if left == 0 {
            break;
        }
        let mark = subscription.mark();
        t.subscriptions()
            .await_event(subscription, mark, left, |_| true)?;
    }
    Ok(())
}
