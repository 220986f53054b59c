//! The profile's command that restarts the device: stimulus `restart`, beside whatever upper tester there is.

use std::sync::Arc;

use ctk_suite::lab::StimulusStatus;
use serde_json::Value;

use super::{CommandTester, Kind, StimulusReply, UpperTester};

/// The stimulus that the command stands for.
const RESTART: &str = "restart";

/// Runs the command for `restart`, and passes everything else on.
pub struct Restarter {
    command: CommandTester,
    inner: Arc<dyn UpperTester>,
}

impl Restarter {
    /// For a command line, before this upper tester.
    ///
    /// # Errors
    /// The command cannot be read, or there is no such program; in words.
    pub fn new(command: &str, inner: Arc<dyn UpperTester>) -> Result<Self, String> {
        let command = CommandTester::new(command).map_err(|error| error.to_string())?;
        command.reach()?;
        Ok(Self { command, inner })
    }
}

impl UpperTester for Restarter {
    fn stimulate(&self, name: &str, fields: &Value) -> StimulusReply {
        if name == RESTART {
            return match self.command.run(None, &Value::Null) {
                Ok(_) => StimulusReply::done("the restart command ended well"),
                Err(why) => StimulusReply::failed(why),
            };
        }
        let mut reply = self.inner.stimulate(name, fields);
        if name == "capabilities" {
            if self.inner.kind() == Kind::None {
                reply = StimulusReply::done("the restart command is all there is");
                reply.stimuli = Some(Vec::new());
            }
            if let (StimulusStatus::Done, Some(stimuli)) = (reply.status, &mut reply.stimuli)
                && !stimuli.iter().any(|stimulus| stimulus == RESTART)
            {
                stimuli.push(RESTART.to_owned());
            }
            // The record holds the answer as it is read, not as it came.
            if let Some(stimuli) = &reply.stimuli {
                reply.text = serde_json::json!({"status": "done", "stimuli": stimuli}).to_string();
            }
        }
        reply
    }

    fn kind(&self) -> Kind {
        match self.inner.kind() {
            Kind::None => Kind::Command,
            kind => kind,
        }
    }

    fn target(&self, name: &str) -> (String, String) {
        if name == RESTART {
            ("RUN".to_owned(), self.command.words().join(" "))
        } else {
            self.inner.target(name)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::NoTester;
    use super::*;

    #[test]
    fn the_command_stands_for_one_stimulus_alone() {
        let good = Restarter::new("true", Arc::new(NoTester)).expect("a command");
        let offered = good.stimulate("capabilities", &Value::Null);
        assert_eq!(offered.stimuli, Some(vec![RESTART.to_owned()]));
        assert_eq!(
            good.stimulate(RESTART, &Value::Null).status,
            StimulusStatus::Done
        );
        assert_eq!(
            good.stimulate("reset", &Value::Null).status,
            StimulusStatus::Unsupported
        );
        let bad = Restarter::new("false", Arc::new(NoTester)).expect("a command");
        assert_eq!(
            bad.stimulate(RESTART, &Value::Null).status,
            StimulusStatus::Failed
        );
        for wrong in ["  ", "no-such-program-anywhere now"] {
            assert!(
                Restarter::new(wrong, Arc::new(NoTester)).is_err(),
                "{wrong}"
            );
        }
    }
}
