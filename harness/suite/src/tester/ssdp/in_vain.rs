//! What was tried in vain, and need not be tried again by every case.

use ctk_record::{Finding, Grade};
use ctk_vectors::uda::row;

use super::Ssdp;
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{Answer, Ask};
use crate::tester::mismatch;

/// What is noted of a restart that brought no announcement.
const IN_VAIN: &str = "no announcement was heard after a restart";

/// What is noted of a restart after which some of the set was not heard.
const IN_PART: &str = "a part of the set was heard after a restart";

/// What is noted of a device that odd searches silence, each time that they are sent.
const SILENCED: &str = "odd searches silence it for a while, time after time";

/// Nothing can be said of announcements: none came after a restart.
pub(crate) fn no_return() -> Stop {
    Stop::inconclusive("no announcement was heard after the restart (uda/discovery/announced-set)")
}

impl Ssdp<'_, '_> {
    /// How many restarts of this run brought no announcement.
    ///
    /// # Errors
    /// As [`Tester::ask`](crate::tester::Tester::ask).
    pub(crate) fn vain_restarts(&mut self) -> Flow<usize> {
        self.noted(row::UDA_DISC_08, &[IN_VAIN])
    }

    /// How many restarts of this run did not bring the whole set.
    ///
    /// # Errors
    /// As [`Tester::ask`](crate::tester::Tester::ask).
    pub(crate) fn restarts_without_all(&mut self) -> Flow<usize> {
        self.noted(row::UDA_DISC_08, &[IN_VAIN, IN_PART])
    }

    /// Odd searches were found to silence the device, and it comes back.
    pub(super) fn is_known_to_fall_silent(&mut self) -> Flow<bool> {
        Ok(self.noted(row::UDA_DISC_37, &[SILENCED])? > 0)
    }

    /// Odd searches silenced it, and did so again when they were sent once more.
    pub(super) fn note_silenced(&mut self, heard: u32) {
        let finding = Finding::new(row::UDA_DISC_37, Grade::Note, SILENCED);
        self.t.lab().notice(heard, &[], &[finding]);
    }

    fn noted(&mut self, row: &str, texts: &[&str]) -> Flow<usize> {
        let ask = Ask::Noticed {
            requirements: vec![row.to_owned()],
        };
        match self.t.ask(&ask)? {
            Answer::Noticed(noticed) => {
                let found = noticed.findings.iter();
                let noted = |text: &str| texts.contains(&text);
                Ok(found.filter(|it| noted(&it.finding.text)).count())
            }
            other => Err(mismatch("what was noticed", &other)),
        }
    }

    /// A restart brought no announcement, or fewer than a set has.
    pub(super) fn note_restart(&mut self, exchange: u32, announcements: usize) {
        let text = if announcements == 0 { IN_VAIN } else { IN_PART };
        let finding = Finding::new(row::UDA_DISC_08, Grade::Note, text);
        self.t.lab().notice(exchange, &[], &[finding]);
    }

    /// Why no search is answered: the device answers under another name, or not at all.
    ///
    /// # Errors
    /// As [`Tester::ask`](crate::tester::Tester::ask).
    pub(crate) fn never_answers(&mut self) -> Flow<Stop> {
        Ok(match self.under_another_name()? {
            Some(stop) => stop,
            None => {
                Stop::inconclusive("the device answers no search at all (uda/discovery/answers)")
            }
        })
    }

    /// The device answers under a name that its description does not know, which another case judges.
    ///
    /// # Errors
    /// As [`Tester::ask`](crate::tester::Tester::ask).
    pub(crate) fn under_another_name(&mut self) -> Flow<Option<Stop>> {
        let strangers = self.t.descriptions().strangers_at_location()?;
        Ok((!strangers.is_empty()).then(|| {
            Stop::inconclusive(
                "the device is known by another UDN than its description's (uda/description/udn-announced)",
            )
        }))
    }
}
