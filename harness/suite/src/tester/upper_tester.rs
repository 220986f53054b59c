//! The upper tester: peers and the device itself act as the case asks.

use ctk_record::Suspect;
use serde_json::Value;

use super::{Tester, mismatch};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{Answer, Ask, StimulusAnswer, StimulusStatus};

/// The upper tester, which makes peers and the device itself act.
pub struct UpperTester<'t, 'a> {
    t: &'t mut Tester<'a>,
}

impl<'a> Tester<'a> {
    /// The upper tester, which makes peers and the device itself act.
    pub fn upper_tester(&mut self) -> UpperTester<'_, 'a> {
        UpperTester { t: self }
    }
}

impl UpperTester<'_, '_> {
    /// Makes the far side act.
    ///
    /// # Errors
    /// Inconclusive when the upper tester cannot or does not.
    pub fn stimulate(&mut self, name: &str, fields: Value) -> Flow<StimulusAnswer> {
        let answer = self.attempt(name, fields)?;
        match answer.status {
            StimulusStatus::Done => Ok(answer),
            StimulusStatus::Unsupported => Err(Stop::Inconclusive {
                reason: format!("needs stimulus `{name}`"),
                suspect: Suspect::Operator,
            }),
            StimulusStatus::Failed => Err(Stop::Inconclusive {
                reason: format!("stimulus `{name}` failed: {}", answer.detail),
                suspect: Suspect::Operator,
            }),
        }
    }

    /// Asks the upper tester, and takes what it says.
    ///
    /// # Errors
    /// As [`Lab::perform`](crate::lab::Lab::perform).
    pub fn attempt(&mut self, name: &str, fields: Value) -> Flow<StimulusAnswer> {
        match self.t.ask(&Ask::Stimulus {
            name: name.to_owned(),
            fields,
        })? {
            Answer::Stimulus(answer) => {
                self.t.made.sessions.extend(answer.session_id.clone());
                self.t.made.messages.extend(answer.message_id.clone());
                Ok(answer)
            }
            other => Err(mismatch("a stimulus", &other)),
        }
    }

    /// The upper tester offers the stimulus.
    pub(crate) fn offers(&self, stimulus: &str) -> bool {
        match &self.t.dut().stimuli {
            Some(list) => list.iter().any(|it| it == stimulus),
            None => self.t.dut().upper_tester,
        }
    }
}
