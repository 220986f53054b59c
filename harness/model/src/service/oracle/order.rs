//! In which order what overlaps in time is looked at.

use std::collections::BTreeMap;

use super::{COARSE, Job, Oracle};
use crate::service::observation::{Observation, Time, What};

impl Oracle {
    /// Judges what was seen; observations that overlap in time have to be in one batch, in any order, but those of one
    /// case in the order of their exchanges.
    pub fn observe(&mut self, batch: &[Observation]) {
        let settle = self.bench.settle_ms;
        let over = |observation: &Observation| match observation.what {
            What::Stimulus { .. } => observation.to.map(|to| to.saturating_add(settle)),
            _ => observation.to,
        };
        let mut points: Vec<(Time, bool, usize)> = Vec::with_capacity(2 * batch.len());
        for (index, observation) in batch.iter().enumerate() {
            points.push((observation.from, false, index));
            if let Some(to) = over(observation) {
                points.push((to.max(observation.from), true, index));
            }
        }
        points.sort_unstable();
        let mut jobs: BTreeMap<usize, Job<'_>> = BTreeMap::new();
        for (at, &(time, is_over, index)) in points.iter().enumerate() {
            self.now = self.now.max(time);
            let observation = &batch[index];
            if is_over {
                if let Some(job) = jobs.remove(&index) {
                    self.end(job);
                }
                continue;
            }
            let case = &observation.source.case;
            let alone = |(_, is_over, index): &(Time, bool, usize)| {
                *is_over || batch[*index].source.case == *case
            };
            let mut at_once = points[at..].iter().take_while(|point| point.0 == time);
            if at_once.all(alone) {
                self.end_past(&mut jobs, case, time);
            }
            let job = self.begin(observation, over(observation));
            if job.to.is_some() {
                jobs.insert(index, job);
            }
        }
    }

    /// What a case does begins when what it did before is over, however coarse the clock. A notification comes when the device
    /// likes: what the case waits for then is not over. What a stimulus does may come later than its answer, and holds nothing
    /// else up.
    fn end_past(&mut self, jobs: &mut BTreeMap<usize, Job<'_>>, case: &str, time: Time) {
        let is_answered = |job: &Job<'_>| {
            let to = job.observation.to;
            to.is_some_and(|to| to <= time.saturating_add(COARSE))
        };
        let is_past = |job: &Job<'_>| job.case.is_none_or(|of| of == case) && is_answered(job);
        if !jobs.values().all(is_past) {
            return;
        }
        let ended = jobs.iter().filter(|(_, job)| job.case.is_some());
        let ended: Vec<usize> = ended.map(|(at, _)| *at).collect();
        for job in ended.iter().filter_map(|at| jobs.remove(at)) {
            self.end(job);
        }
    }
}
