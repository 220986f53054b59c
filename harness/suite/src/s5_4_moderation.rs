//! 5.4.1, 5.4.2 Moderation: at most one event of a variable a second, and nothing of what happens in between is lost.
//!
//! The interval is measured at the socket, at the first byte of each NOTIFY, on an otherwise quiet device. A delay on
//! the way makes one interval longer and the next shorter, so that a single short one proves nothing: it takes two runs
//! of three to fail (UDA-EVNT-42).

use serde_json::json;

use crate::arrange::peer_of;
use crate::case::{Case, Need};
use crate::events::{Subscription, wait_of};
use crate::judgement::{Flow, Stop, Suspect};
use crate::lab::ControlPoint;
use crate::situations::EVENTED_SESSIONS;
use crate::tester::{Statement, Tester};

/// How many changes there are in each run.
const BURSTS: [usize; 3] = [2, 5, 20];

/// Events after a burst until everything was told: one that was on its way, the two of R-60.
const EVENTS_AT_MOST: usize = 3;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = vec![new_messages_interval(), session_updates_interval()];
    cases.extend(BURSTS.map(messages_accumulate));
    cases.extend(BURSTS.map(changes_accumulate));
    cases
}

/// 5.4.1, Table 8: NewMessages is evented at most once a second.
fn new_messages_interval() -> Case {
    Case::new(
        "5.4.1/interval",
        "events of NewMessages are a second apart, however many messages arrive",
    )
    .covers(&["M-5.4-2"])
    .needs(&[
        Need::Evented("NewMessages"),
        Need::Stimulus("incoming-message"),
    ])
    .alone()
    .waits(2_200)
    .body(|t| {
        let class = t.any_message_class()?;
        let mut subscription = t.subscribed(ControlPoint::First)?;
        let mut runs = Runs::default();
        for count in BURSTS {
            let mark = runs.begin(t, &mut subscription)?;
            let text = t.unique("Text ")?;
            for _ in 0..count {
                arrives(t, &class, &text)?;
            }
            runs.end(t, count)?;
            runs.await_next(t, &mut subscription, mark, "NewMessages")?;
        }
        runs.judge(t, "M-5.4-2", "NewMessages", &subscription)
    })
}

/// 5.4.2, Table 8: SessionUpdates is evented at most once a second.
fn session_updates_interval() -> Case {
    Case::new(
        "5.4.2/interval",
        "events of SessionUpdates are a second apart, however often sessions change",
    )
    .covers(&["M-5.4-4"])
    .needs(EVENTED_SESSIONS)
    .needs(&[
        Need::Action("LeaveSession"),
        Need::Action("JoinSession"),
        Need::Recipient,
        Need::RunningSession,
    ])
    .alone()
    .waits(2_200)
    .body(|t| {
        let class = t.conversation_class()?;
        let session = t.parked(&class)?;
        let mut subscription = t.subscribed(ControlPoint::First)?;
        let mut runs = Runs::default();
        let mut joined = false;
        for count in BURSTS {
            let mark = runs.begin(t, &mut subscription)?;
            for _ in 0..count {
                let action = if joined {
                    "LeaveSession"
                } else {
                    "JoinSession"
                };
                let reply = t.invoke(action, &[("SessionID", &session)])?;
                t.arranged(&reply)?;
                joined = !joined;
            }
            runs.end(t, count)?;
            runs.await_next(t, &mut subscription, mark, "SessionUpdates")?;
        }
        runs.judge(t, "M-5.4-4", "SessionUpdates", &subscription)
    })
}

/// A message arrives; its id, where the upper tester tells.
fn arrives(t: &mut Tester<'_>, class: &str, text: &str) -> Flow<Option<String>> {
    let mut fields = json!({ "class": class, "from": peer_of(class), "text": text });
    if class == "MMS" {
        fields["attachments"] =
            json!([{ "uri": "http://attachment.example.invalid/in.png", "size": 68 }]);
    }
    Ok(t.stimulate("incoming-message", fields)?.message_id)
}

/// Bursts of changes, and where each began in the subscription.
#[derive(Default)]
struct Runs {
    marks: Vec<usize>,
    began_ms: u64,
    took_ms: Vec<u64>,
}

impl Runs {
    fn begin(&mut self, t: &mut Tester<'_>, subscription: &mut Subscription) -> Flow<usize> {
        t.listen(subscription)?;
        self.marks.push(subscription.mark());
        self.began_ms = t.now()?;
        Ok(subscription.mark())
    }

    /// The next burst begins when the first event of this one has come.
    fn await_next(
        &self,
        t: &mut Tester<'_>,
        subscription: &mut Subscription,
        mark: usize,
        variable: &str,
    ) -> Flow {
        let within = wait_of("event-prompt");
        t.await_event(subscription, mark, within, |event| event.carries(variable))
            .map(drop)
    }

    /// Changes that are further apart than the interval show nothing of it.
    fn end(&mut self, t: &mut Tester<'_>, count: usize) -> Flow {
        let took = t.now()?.saturating_sub(self.began_ms);
        self.took_ms.push(took);
        let interval = wait_of("moderation");
        let apart = took / u64::try_from(count.max(1)).unwrap_or(1);
        if apart < interval / 2 {
            return Ok(());
        }
        Err(Stop::Inconclusive {
            reason: format!(
                "{count} changes took {took} ms: they cannot be made fast enough to see an interval of {interval} ms"
            ),
            suspect: Suspect::Operator,
        })
    }

    fn judge(
        &self,
        t: &mut Tester<'_>,
        requirement: &str,
        variable: &str,
        subscription: &Subscription,
    ) -> Flow {
        subscription.heard()?;
        let gaps = self.gaps(variable, subscription);
        let words: Vec<String> = gaps
            .iter()
            .map(|gap| format!("{}.{:03}", gap.us / 1_000, gap.us % 1_000))
            .collect();
        if gaps.len() < 2 {
            return Err(Stop::inconclusive(format!(
                "only {} intervals between events of {variable} could be measured ({} ms)",
                gaps.len(),
                words.join(", ")
            )));
        }
        let interval = wait_of("moderation");
        let tolerance = wait_of("moderation-tolerance");
        let runs_with = |limit_ms: u64| {
            (0..self.marks.len())
                .filter(|run| {
                    gaps.iter()
                        .any(|gap| gap.run == *run && gap.us < limit_ms * 1_000)
                })
                .count()
        };
        let bursts: Vec<String> = BURSTS
            .iter()
            .zip(&self.took_ms)
            .map(|(count, took)| format!("{count} in {took} ms"))
            .collect();
        let asked = format!("changes in bursts: {}", bursts.join(", "));
        let accepted =
            format!("intervals of {interval} ms or more (a delay on the way may shorten one)");
        let exchanges: Vec<u32> = gaps.iter().map(|gap| gap.exchange).collect();
        let about = Statement {
            asked: &asked,
            accepted: &[&accepted],
            observed: format!(
                "intervals between events of {variable} at the socket: {} ms",
                words.join(", ")
            ),
            exchanges: &exchanges,
            ..Statement::default()
        };
        match runs_with(tolerance) {
            0 if runs_with(interval) == 0 => t.require(requirement, true, &about),
            0 => t.remark(requirement, "R-60", &about),
            1 => Err(Stop::Inconclusive {
                reason: format!(
                    "one run of {} shows an interval below {tolerance} ms ({} ms), the others do not: a delay on the way does that too",
                    self.marks.len(),
                    words.join(", ")
                ),
                suspect: Suspect::Network,
            }),
            _ => t.require(requirement, false, &about),
        }
    }

    /// The intervals that can be judged: not after the initial event, and only up to an event that carries
    /// nothing but the variable, because what carries more may have been sent for the other's sake.
    fn gaps(&self, variable: &str, subscription: &Subscription) -> Vec<Gap> {
        let mut gaps = Vec::new();
        let mut earlier: Option<u64> = None;
        for (place, event) in subscription.events.iter().enumerate() {
            if event.is_initial() || !event.carries(variable) {
                continue;
            }
            if let Some(earlier) = earlier
                && event.variables() == [variable]
            {
                gaps.push(Gap {
                    run: self
                        .marks
                        .iter()
                        .rposition(|mark| *mark <= place)
                        .unwrap_or(0),
                    us: event.at_us.saturating_sub(earlier),
                    exchange: event.exchange,
                });
            }
            earlier = Some(event.at_us);
        }
        gaps
    }
}

struct Gap {
    run: usize,
    us: u64,
    exchange: u32,
}

/// 5.4.1, R-60: messages that arrive within a second are all told, in one of the next events. They look alike, and are
/// told apart by their ids only.
fn messages_accumulate(count: usize) -> Case {
    Case::new(
        format!("5.4.1/accumulates-{count}"),
        format!("of {count} messages that arrive together every one is evented"),
    )
    .covers(&["M-5.4-3"])
    .needs(&[
        Need::Evented("NewMessages"),
        Need::Stimulus("incoming-message"),
    ])
    .own_objects(0)
    .waits(2_200)
    .derived()
    .body(move |t| {
        let class = t.any_message_class()?;
        let mut subscription = t.subscribed(ControlPoint::First)?;
        let mark = subscription.mark();
        let text = t.unique("Text ")?;
        let began = t.now()?;
        let mut ids = Vec::new();
        for _ in 0..count {
            let id = arrives(t, &class, &text)?;
            ids.push(id.ok_or_else(|| {
                Stop::Inconclusive {
                    reason:
                        "the upper tester tells no message_id: the messages cannot be told apart"
                            .to_owned(),
                    suspect: Suspect::Operator,
                }
            })?);
            in_time(t, began, ids.len(), count)?;
        }
        let took = t.now()?.saturating_sub(began);
        t.listen(&mut subscription)?;
        let done = subscription.mark();
        t.await_all(&mut subscription, &ids, |subscription, id| {
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
            requirement: "M-5.4-3",
            variable: "NewMessages",
            what: "messages arrived",
            took,
            done,
        };
        of.judge(t, &ids, &told, &subscription)
    })
}

/// 5.4.2, R-60: sessions that are closed within a second are all told of, in one of the next events.
fn changes_accumulate(count: usize) -> Case {
    Case::new(
        format!("5.4.2/accumulates-{count}"),
        format!("of {count} sessions that are closed together every one is evented"),
    )
    .covers(&["M-5.4-5"])
    .needs(EVENTED_SESSIONS)
    .needs(&[
        Need::Action("CreateSession"),
        Need::Action("CloseSession"),
        Need::Recipient,
    ])
    .own_objects(0)
    .waits(2_200)
    .derived()
    .body(move |t| {
        let class = t.conversation_class()?;
        let began = t.now()?;
        let mut ids = Vec::new();
        for _ in 0..count {
            ids.push(t.created(&class)?);
            in_time(t, began, ids.len(), count)?;
        }
        let mut subscription = t.subscribed(ControlPoint::First)?;
        let mark = subscription.mark();
        let began = t.now()?;
        for (at, id) in ids.iter().enumerate() {
            let reply = t.invoke("CloseSession", &[("SessionID", id)])?;
            t.arranged(&reply)?;
            in_time(t, began, at + 1, count)?;
        }
        let took = t.now()?.saturating_sub(began);
        t.listen(&mut subscription)?;
        let done = subscription.mark();
        let closed = |subscription: &Subscription, id: &str| {
            subscription
                .updates_of(id, mark)
                .iter()
                .any(|update| update.event("closed").is_some() || update.update.status == "Closed")
        };
        t.await_all(&mut subscription, &ids, closed)?;
        let told: Vec<bool> = ids.iter().map(|id| closed(&subscription, id)).collect();
        let of = Burst {
            requirement: "M-5.4-5",
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
        subscription.heard()?;
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
        t.require(
            self.requirement,
            missing.is_empty() && carriers.len() <= EVENTS_AT_MOST,
            &Statement {
                asked: &asked,
                accepted: &[&accepted],
                observed,
                exchanges: &carriers,
                ..Statement::default()
            },
        )
    }
}

impl Tester<'_> {
    /// Waits until the subscription tells of every id, or the time of an event is over.
    fn await_all(
        &mut self,
        subscription: &mut Subscription,
        ids: &[String],
        told: impl Fn(&Subscription, &str) -> bool,
    ) -> Flow {
        let deadline = self.now()? + wait_of("event");
        while !ids.iter().all(|id| told(subscription, id)) {
            let left = deadline.saturating_sub(self.now()?);
            if left == 0 {
                break;
            }
            let mark = subscription.mark();
            self.await_event(subscription, mark, left, |_| true)?;
        }
        Ok(())
    }
}
