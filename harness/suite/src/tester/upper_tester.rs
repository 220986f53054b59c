//! The upper tester: peers and the device itself act as the case asks.

use std::collections::BTreeSet;

use ctk_record::{Finding, Grade, Suspect};
use serde_json::Value;

use super::{Tester, mismatch};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{Answer, Ask, StimulusAnswer, StimulusStatus};

/// What is noted of a stimulus that had no effect, and the row that it is filed under, which no case judges: it binds
/// control points.
const IN_VAIN: &str = " had no effect";
const NOTED_UNDER: &str = "UDA-CTRL-12";

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

/// The upper tester says that it has done something, and nothing shows it.
pub(crate) fn no_effect(stimulus: &str, seen: &str) -> Stop {
    Stop::Inconclusive {
        reason: format!(
            "the upper tester says `done`, but {seen}: stimulus `{stimulus}` had no effect"
        ),
        suspect: Suspect::Operator,
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
                self.t.last_stimulus = answer.exchange;
                self.t.made.sessions.extend(answer.session_id.clone());
                self.t.made.messages.extend(answer.message_id.clone());
                Ok(answer)
            }
            other => Err(mismatch("a stimulus", &other)),
        }
    }

    /// After `done`: the device is as if nothing had happened. Of the kit's own upper tester that is the device's doing;
    /// of any other nobody can tell whose it is, and nothing is held against the device.
    ///
    /// # Errors
    /// Inconclusive, suspect `operator`, of any other; `seen` says how the device is, as a clause.
    pub(crate) fn in_vain(&mut self, stimulus: &str, seen: &str) -> Flow {
        match self.is_trusted() {
            true => Ok(()),
            false => Err(self.no_effect(stimulus, seen)),
        }
    }

    /// The upper tester says that it has done something, and nothing shows it; `seen` says how the device is, as a clause.
    /// Noted, so that nothing rests on this tester's word any more.
    pub(crate) fn no_effect(&mut self, stimulus: &str, seen: &str) -> Stop {
        let finding = Finding::new(NOTED_UNDER, Grade::Note, format!("{stimulus}{IN_VAIN}"));
        let exchange = self.t.last_stimulus;
        self.t.lab().notice(exchange, &[], &[finding]);
        no_effect(stimulus, seen)
    }

    /// The stimuli of this run that had no effect, though the upper tester said `done`.
    ///
    /// # Errors
    /// As [`Tester::ask`].
    pub(crate) fn caught(&mut self) -> Flow<BTreeSet<String>> {
        let ask = Ask::Noticed {
            requirements: vec![NOTED_UNDER.to_owned()],
        };
        match self.t.ask(&ask)? {
            Answer::Noticed(noticed) => {
                let texts = noticed.findings.iter().map(|it| &it.finding.text);
                let names = texts.filter_map(|text| text.strip_suffix(IN_VAIN));
                Ok(names.map(str::to_owned).collect())
            }
            other => Err(mismatch("what was noticed", &other)),
        }
    }

    /// The upper tester is the kit's own, beside the device that the kit has in itself: what it says it has done.
    pub(crate) fn is_trusted(&self) -> bool {
        self.t.dut().stimuli_at_once
    }

    /// The upper tester offers the stimulus.
    pub(crate) fn offers(&self, stimulus: &str) -> bool {
        self.t.dut().offers(stimulus)
    }
}
