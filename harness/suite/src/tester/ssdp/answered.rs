//! What the device answers: what a test of another kind of search, or of silence, rests on.

use ctk_record::Judgement;
use ctk_vectors::waits;
use ctk_wire::ssdp::Search;

use super::{LISTEN_MS, MX, Ssdp, TRIES, Told};
use crate::judging::judgement::{Flow, Stop};

/// Datagrams, and where they went: `host:port`, or the group where that is empty.
pub(crate) type Sent = (Vec<String>, String);

/// How often a device is searched for that fell silent; what restarts by itself is back within a minute.
const LOOKS: u64 = 2 * waits::LIVENESS.milliseconds / LISTEN_MS;

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

    /// After datagrams that are met with silence: these are the answers to an ordinary search, one at least. Without that the silence
    /// says nothing, and that it fell silent is a failure by itself: of these datagrams if it falls silent once more when they are
    /// sent again. Ends only when it is heard again, so that the next case meets it as it was.
    ///
    /// # Errors
    /// Ends the case when it does not.
    pub(crate) fn still_answers(
        &mut self,
        (target, mut told): (&str, Vec<Told>),
        after: &str,
        odd: &[Sent],
    ) -> Flow {
        let back = match told.is_empty() {
            true => self.is_back(target)?,
            false => None,
        };
        // It was heard before they were sent: where others silenced it for sure, these need not do it twice.
        if let Some(heard) = back
            && !(self.t.takes_turns() && self.is_known_to_fall_silent()?)
        {
            for (datagrams, to) in odd {
                self.send(datagrams.clone(), to, 0, LISTEN_MS)?;
            }
            told = self.answers_to(target)?;
            if !told.is_empty() {
                return Err(Stop::inconclusive(format!(
                    "the device fell silent after {after}, for a while, and not when that was sent again: something else silenced it"
                )));
            }
            self.note_silenced(heard);
            self.is_back(target)?;
        }
        self.t.record(
            Judgement::met("UDA-DISC-37", !told.is_empty())
                .asked(format!("an ordinary M-SEARCH for {target}, after {after}"))
                .accepts(["an answer, as before"])
                .observed(match told.first() {
                    Some(first) => format!("an answer for {}", first.target()),
                    None => format!("none to {TRIES} searches: the device falls silent"),
                })
                .exchanges(
                    told.iter()
                        .map(|it| it.datagram.exchange)
                        .collect::<Vec<_>>(),
                ),
        )
    }

    /// What is met with silence, sent and listened to, and the answers to an ordinary search after it. Where those are missing,
    /// another case's searches may be to blame: then it is sent once more in the case's own turn, if the device answers again.
    ///
    /// # Errors
    /// Those of the sending.
    pub(crate) fn in_own_turn<T>(
        &mut self,
        target: &str,
        mut send: impl FnMut(&mut Self) -> Flow<T>,
    ) -> Flow<(T, Vec<Told>)> {
        let sent = send(self)?;
        let told = self.answers_to(target)?;
        if !told.is_empty() || !self.t.takes_turns() {
            return Ok((sent, told));
        }
        self.t.own_window()?;
        if self.is_back(target)?.is_none() {
            return Ok((sent, told));
        }
        let sent = send(self)?;
        Ok((sent, self.answers_to(target)?))
    }

    /// The answers to an ordinary search.
    fn answers_to(&mut self, target: &str) -> Flow<Vec<Told>> {
        self.search_until(&[Search::multicast(target, MX)], 1, |told| !told.is_empty())
    }

    /// A device that fell silent answers again, if it is given time: the exchange of its answer.
    fn is_back(&mut self, target: &str) -> Flow<Option<u32>> {
        for _ in 0..LOOKS {
            let told = self.search(&[Search::multicast(target, MX)], 1, LISTEN_MS)?;
            if let Some(first) = told.first() {
                return Ok(Some(first.datagram.exchange));
            }
        }
        Ok(None)
    }
}
