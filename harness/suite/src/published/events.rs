//! The steps that wait for events.

use std::collections::BTreeMap;

use ctk_record::Judgement;
use ctk_vectors::published::{Expected, Step, View};
use ctk_vectors::waits;

use super::course::{Course, Look, conclude};
use super::looks;
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;
use crate::tester::eventing::Subscription;
use crate::tester::notification::Event;

impl Course {
    /// An event: the first one, or one that comes after the last action with an effect.
    pub(super) fn told(&mut self, t: &mut Tester<'_>, step: &Step) -> Flow {
        let Some(mut subscription) = self.subscription.take() else {
            return Err(Stop::Broken(
                "an event is awaited before there is a subscription".to_owned(),
            ));
        };
        let flow = self.told_by(t, step, &mut subscription);
        self.subscription = Some(subscription);
        flow
    }

    fn told_by(
        &mut self,
        t: &mut Tester<'_>,
        step: &Step,
        subscription: &mut Subscription,
    ) -> Flow {
        t.subscriptions().heard(subscription)?;
        let first = !step.initial.is_empty();
        let wanted = if first { &step.initial } else { &step.event };
        let mut best: Option<(u32, Vec<Look>)> = None;
        let (mut next, deadline) = match first {
            true => (0, t.now()?),
            false => (self.mark, t.now()? + waits::EVENT.milliseconds),
        };
        loop {
            let left = deadline.saturating_sub(t.now()?);
            let place = t
                .subscriptions()
                .await_event(subscription, next, left, |event| {
                    !first || event.is_initial()
                })?;
            let Some(event) = place
                .and_then(|place| subscription.events.get(place))
                .cloned()
            else {
                break;
            };
            next = place.map_or(next, |place| place + 1);
            let looks = self.looks_at(t, &event, wanted)?;
            let done = looks.iter().all(|look| look.met);
            if done || looks.iter().any(|look| look.shown.is_ok()) || best.is_none() {
                best = Some((event.exchange, looks));
            }
            if done || first {
                break;
            }
        }
        self.concluded(t, step, best, subscription, wanted)
    }

    fn looks_at(
        &mut self,
        t: &mut Tester<'_>,
        event: &Event,
        wanted: &BTreeMap<View, Expected>,
    ) -> Flow<Vec<Look>> {
        let mut all = Vec::new();
        for (view, expected) in wanted {
            let value = event
                .notify
                .properties
                .iter()
                .find(|(name, _)| *name == view.of);
            let shown = match value {
                Some((_, value)) => looks::texts(view, value),
                None => Err(format!("the event does not carry {}", view.of)),
            };
            all.push(self.look(t, None, view, shown, expected)?);
        }
        Ok(all)
    }

    fn concluded(
        &self,
        t: &mut Tester<'_>,
        step: &Step,
        best: Option<(u32, Vec<Look>)>,
        subscription: &Subscription,
        wanted: &BTreeMap<View, Expected>,
    ) -> Flow {
        let asked = match step.initial.is_empty() {
            true => "the events after the change",
            false => "the first event",
        };
        let Some((exchange, looks)) = best else {
            let names: Vec<&str> = wanted.keys().map(|view| view.of.as_str()).collect();
            let (Some(id), true) = (&step.judges, step.initial.is_empty()) else {
                return Err(Stop::inconclusive(format!("{asked} did not come")));
            };
            let judgement = Judgement::met(id, false)
                .asked(asked)
                .accepts([format!("an event with {}", names.join(" and "))])
                .observed("no event")
                .exchanges([subscription.exchange]);
            return t.record(judgement);
        };
        if !step.initial.is_empty()
            && let Some(absent) = looks.iter().find_map(|look| look.shown.as_ref().err())
        {
            // Whether it carries all variables is judged by the cases of the architecture.
            return Err(Stop::inconclusive(format!("{asked}: {absent}")));
        }
        conclude(t, step, &looks, asked, exchange)
    }
}
