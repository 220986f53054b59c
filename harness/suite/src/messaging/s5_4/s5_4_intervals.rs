//! 5.4.1, 5.4.2 Moderation: at most one event of a variable a second.
//!
//! The interval is measured at the socket, at the first byte of each NOTIFY, while the device has little else to do: cases
//! that mostly wait go on, and what they change is told no sooner either. A delay on the way makes one interval longer and the next shorter, so that a single short one proves nothing: it takes most of
//! the bursts to fail (UDA-EVNT-42).

use std::collections::BTreeMap;

use ctk_record::Suspect;
use ctk_vectors::messaging_2::{action, req};
use ctk_vectors::{stimulus, waits};

use super::bursts::{BURSTS, arrives};
use crate::case::{Case, Need, Things};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::ControlPoint;
use crate::stimulate::session_events::EVENTED_SESSIONS;
use crate::tester::eventing::Subscription;
use crate::tester::{Statement, Tester};

/// The intervals that are measured at least.
const INTERVALS: u64 = 2;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![new_messages_interval(), session_updates_interval()]
}

/// 5.4.1, Table 8: NewMessages is evented at most once a second.
fn new_messages_interval() -> Case {
    Case::new(
        "5.4.1/interval",
        "events of NewMessages are a second apart, however many messages arrive",
    )
    .covers(&[req::M_5_4_2])
    .needs(&[
        Need::Evented("NewMessages"),
        Need::Stimulus(stimulus::INCOMING_MESSAGE),
    ])
    .undisturbed(Things::MESSAGES.and(Things::TRAFFIC))
    .waits(INTERVALS * waits::MODERATION.milliseconds)
    .body(|t| {
        let class = t.classes().any_message()?;
        let mut subscription = t.subscriptions().open(ControlPoint::First)?;
        measured(
            t,
            req::M_5_4_2,
            "NewMessages",
            &mut subscription,
            |t, count| {
                let text = t.unique("Text ")?;
                for _ in 0..count {
                    arrives(t, &class, &text)?;
                }
                Ok(())
            },
        )
    })
}

/// 5.4.2, Table 8: SessionUpdates is evented at most once a second.
fn session_updates_interval() -> Case {
    Case::new(
        "5.4.2/interval",
        "events of SessionUpdates are a second apart, however often sessions change",
    )
    .covers(&[req::M_5_4_4])
    .needs(EVENTED_SESSIONS)
    .needs(&[
        Need::Action(action::LEAVE_SESSION),
        Need::Action(action::JOIN_SESSION),
        Need::Recipient,
        Need::RunningSession,
    ])
    .undisturbed(Things::SESSIONS.and(Things::TRAFFIC))
    .waits(INTERVALS * waits::MODERATION.milliseconds)
    .body(|t| {
        let class = t.classes().for_conversation()?;
        let session = t.sessions().parked(&class)?;
        let mut subscription = t.subscriptions().open(ControlPoint::First)?;
        let mut joined = false;
        let variable = "SessionUpdates";
        measured(t, req::M_5_4_4, variable, &mut subscription, |t, count| {
            for _ in 0..count {
                let action = if joined {
                    action::LEAVE_SESSION
                } else {
                    action::JOIN_SESSION
                };
                let reply = t.invoke(action, &[("SessionID", &session)])?;
                t.arranged(&reply)?;
                joined = !joined;
            }
            Ok(())
        })
    })
}

/// Makes a burst of each size, and once more of each where a single one shows a short interval; then judges them.
fn measured(
    t: &mut Tester<'_>,
    requirement: &str,
    variable: &str,
    subscription: &mut Subscription,
    mut change: impl FnMut(&mut Tester<'_>, usize) -> Flow,
) -> Flow {
    let mut runs = Runs::default();
    let again = |runs: &Runs, subscription: &Subscription| {
        let tolerance = waits::MODERATION_TOLERANCE.milliseconds;
        runs.with_gap_below(tolerance, &runs.gaps(variable, subscription)) == 1
    };
    while runs.marks.is_empty() || (runs.marks.len() == BURSTS.len() && again(&runs, subscription))
    {
        for count in BURSTS {
            let mark = runs.begin(t, subscription)?;
            change(t, count)?;
            runs.end(t, count)?;
            runs.await_next(t, subscription, mark, variable)?;
        }
    }
    runs.judge(t, requirement, variable, subscription)
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
        t.subscriptions().listen(subscription)?;
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
        let within = waits::EVENT_PROMPT.milliseconds;
        t.subscriptions()
            .await_event(subscription, mark, within, |event| event.carries(variable))
            .map(drop)
    }

    /// Changes that are further apart than the interval show nothing of it.
    fn end(&mut self, t: &mut Tester<'_>, count: usize) -> Flow {
        let took = t.now()?.saturating_sub(self.began_ms);
        self.took_ms.push(took);
        let interval = waits::MODERATION.milliseconds;
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
        t.subscriptions().heard(subscription)?;
        let gaps = self.gaps(variable, subscription);
        let words = Self::lengths(&gaps);
        if gaps.len() < 2 {
            let measured = match words.first() {
                None => "none was".to_owned(),
                Some(one) => format!("one of {one} ms was"),
            };
            return Err(Stop::inconclusive(format!(
                "two intervals between events of {variable} are wanted, and {measured} measured"
            )));
        }
        let interval = waits::MODERATION.milliseconds;
        let tolerance = waits::MODERATION_TOLERANCE.milliseconds;
        let asked = self.bursts();
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
        };
        let runs = self.marks.len();
        let short = self.with_gap_below(tolerance, &gaps);
        // Made up for by the interval before it: what was on its way for long. One of many is that.
        let each_made_up_for = gaps
            .iter()
            .filter(|gap| gap.us < tolerance * 1_000)
            .all(|gap| gap.us + gap.before_us >= 2 * interval * 1_000);
        let made_up_for = short == 1 && runs > BURSTS.len() && each_made_up_for;
        if made_up_for || short * 2 > runs && !each_made_up_for {
            t.require(requirement, made_up_for, &about)
        } else if short > 0 {
            Err(Stop::Inconclusive {
                reason: format!(
                    "{short} of {runs} bursts show an interval below {tolerance} ms ({} ms), {}: a delay on the way does that too",
                    words.join(", "),
                    if each_made_up_for {
                        "and the interval before each of them is as much longer"
                    } else {
                        "the others do not"
                    }
                ),
                suspect: Suspect::Network,
            })
        } else if self.with_gap_below(interval - waits::MODERATION_JITTER.milliseconds, &gaps) > 0 {
            t.remark(requirement, "R-60", &about)
        } else {
            t.require(requirement, true, &about)
        }
    }

    fn lengths(gaps: &[Gap]) -> Vec<String> {
        gaps.iter()
            .map(|gap| format!("{}.{:03}", gap.us / 1_000, gap.us % 1_000))
            .collect()
    }

    fn bursts(&self) -> String {
        let bursts: Vec<String> = BURSTS
            .iter()
            .cycle()
            .zip(&self.took_ms)
            .map(|(count, took)| format!("{count} in {took} ms"))
            .collect();
        format!("changes in bursts: {}", bursts.join(", "))
    }

    /// How many bursts show an interval below so many milliseconds.
    fn with_gap_below(&self, limit_ms: u64, gaps: &[Gap]) -> usize {
        (0..self.marks.len())
            .filter(|run| {
                gaps.iter()
                    .any(|gap| gap.run == *run && gap.us < limit_ms * 1_000)
            })
            .count()
    }

    /// The intervals that can be judged: not after the initial event, and only up to an event that carries
    /// nothing new but the variable, because what carries more may have been sent for the other's sake.
    fn gaps(&self, variable: &str, subscription: &Subscription) -> Vec<Gap> {
        let mut gaps = Vec::new();
        let mut earlier: Option<u64> = None;
        let mut before_us = 0;
        let mut known: BTreeMap<&str, &str> = BTreeMap::new();
        for (place, event) in subscription.events.iter().enumerate() {
            let properties = &event.notify.properties;
            // A device may send all variables with each event: those that did not change say nothing new.
            let others_as_before = properties.iter().all(|(name, value)| {
                name == variable || known.get(name.as_str()) == Some(&value.as_str())
            });
            known.extend(properties.iter().map(|(name, value)| (&**name, &**value)));
            if event.is_initial() || !event.carries(variable) {
                continue;
            }
            if let Some(earlier) = earlier
                && others_as_before
            {
                gaps.push(Gap {
                    run: self
                        .marks
                        .iter()
                        .rposition(|mark| *mark <= place)
                        .unwrap_or(0),
                    us: event.at_us.saturating_sub(earlier),
                    before_us,
                    exchange: event.exchange,
                });
            }
            before_us = earlier.map_or(0, |earlier| event.at_us.saturating_sub(earlier));
            earlier = Some(event.at_us);
        }
        gaps
    }
}

struct Gap {
    run: usize,
    us: u64,
    /// The interval before it, of whatever event.
    before_us: u64,
    exchange: u32,
}
