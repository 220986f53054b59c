//! What is told of a file transfer: progress that does not fall, and nothing after its end.

use super::Oracle;
use super::requests::what;
use crate::document::SessionUpdate;
use crate::event_text::EventText;
use crate::service::observation::Observation;
use crate::service::rules::Blame;

impl Oracle {
    /// Table 2: N is counted from the start. Of several files nobody says whether from the start of each.
    pub(super) fn judge_progress(
        &mut self,
        observation: &Observation,
        subscription: &str,
        update: &SessionUpdate,
    ) {
        let Some(thing) = self.sessions.get_mut(&update.session_id) else {
            return;
        };
        let Some(transfer) = thing.transfer.as_mut().filter(|it| it.files == 1) else {
            return;
        };
        let mut wrong = Vec::new();
        for text in &update.events {
            let read = EventText::read(text);
            let Some(event) = read.meant() else { continue };
            match (event.slug, event.bytes) {
                ("ft-started", _) => {
                    transfer.progress.remove(subscription);
                    transfer.ended.remove(subscription);
                }
                ("ft-completed" | "ft-cancelled", _) => {
                    transfer.ended.insert(subscription.to_owned());
                }
                ("ft-progress", Some(bytes)) => {
                    let before = transfer.progress.insert(subscription.to_owned(), bytes);
                    if transfer.ended.contains(subscription) && before != Some(bytes) {
                        wrong.push((bytes, "the transfer was over".to_owned()));
                    } else if let Some(before) = before.filter(|before| *before > bytes) {
                        wrong.push((bytes, format!("{before} bytes were told before")));
                    }
                }
                _ => {}
            }
        }
        let because = thing.status.evidence();
        self.judged.apply("progress");
        for (bytes, possible) in wrong {
            let blame = Blame {
                rule: "progress",
                requirement: "M-T2-ft-progress",
                ruling: None,
                allowed: "progress that does not fall, up to the end".to_owned(),
            };
            let seen = format!(
                "progress of session {} is {bytes} bytes {}",
                update.session_id,
                what(observation)
            );
            let thing = Some(format!("transfer of session {}", update.session_id));
            let source = &observation.source;
            self.exclude_of(thing, (source, blame), seen, possible, because.clone());
        }
    }
}
