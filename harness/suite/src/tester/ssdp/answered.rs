//! What the device answers: what a test of another kind of search, or of silence, rests on.

use ctk_record::Judgement;
use ctk_wire::ssdp::Search;

use super::{MX, Ssdp, TRIES, Told};
use crate::judging::judgement::Flow;

impl Ssdp<'_, '_> {
    /// A target that the device answers an ordinary search for: what is spelled otherwise searches for the same.
    ///
    /// # Errors
    /// Inconclusive when it answers none: another case judges that.
    pub(crate) fn answered_target(&mut self) -> Flow<String> {
        let answer = self.answer()?;
        Ok(answer.target().to_owned())
    }

    /// Those of the targets that the device answers ordinary searches for, at least one.
    ///
    /// # Errors
    /// Inconclusive when it answers none: another case judges that.
    pub(crate) fn answered_targets(&mut self, targets: &[String]) -> Flow<Vec<String>> {
        let searches: Vec<Search> = targets
            .iter()
            .map(|target| Search::multicast(target, MX))
            .collect();
        let answers = |told: &[Told], target: &String| told.iter().any(|it| it.target() == target);
        let told = self.search_until(&searches, targets.len(), |told| {
            targets.iter().all(|target| answers(told, target))
        })?;
        let mut answered = targets.to_vec();
        answered.retain(|target| answers(&told, target));
        if answered.is_empty() {
            return Err(self.never_answers()?);
        }
        Ok(answered)
    }

    /// After a datagram that is met with silence: the device still answers an ordinary search. Without that the silence
    /// says nothing, and that it fell silent is a failure by itself.
    ///
    /// # Errors
    /// Ends the case when it does not.
    pub(crate) fn still_answers(&mut self, target: &str, after: &str) -> Flow {
        let told =
            self.search_until(&[Search::multicast(target, MX)], 1, |told| !told.is_empty())?;
        self.t.record(
            Judgement::met("UDA-DISC-37", !told.is_empty())
                .asked(format!("an ordinary M-SEARCH for {target}, after {after}"))
                .accepts(["an answer, as before"])
                .observed(match told.first() {
                    Some(first) => format!("an answer for {}", first.target()),
                    None => format!("none to {TRIES} searches: the device fell silent"),
                })
                .exchanges(
                    told.iter()
                        .map(|it| it.datagram.exchange)
                        .collect::<Vec<_>>(),
                ),
        )
    }
}
