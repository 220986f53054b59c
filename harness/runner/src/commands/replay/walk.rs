//! The script of a walk, taken again.

use std::time::Duration;

use ctk_suite::case::Case;
use ctk_suite::judging::judgement::Stop;
use ctk_suite::model::walk::{ID, Replayed, Script, replay as take};
use ctk_suite::tester::Tester;

use super::{Outcome, ReplayArgs, refused};
use crate::dut::probe_request::{Bench, ProbeRequest};
use crate::exit_code::{Failure, INTERRUPTED};
use crate::interrupt;
use crate::lab::LiveLab;
use crate::output::journal::JournalWriter;
use crate::run::live_probe::{LabParts, Probed, probe_live};

/// The time of a script, and what each step adds to it.
const TIME: Duration = Duration::from_secs(120);
const STEP: Duration = Duration::from_millis(100);

/// Takes the steps of the script, and says what has become of what it showed.
pub(super) fn replay(args: &ReplayArgs, text: &str) -> Result<Outcome, Failure> {
    let script = Script::read(text).map_err(|error| refused(args, error))?;
    interrupt::install().map_err(Failure::broken)?;
    let profile = args.profile.load()?;
    let embedded = args.embedded.start_for(&args.device.device)?;
    let bench = Bench {
        upper_tester: args.tester.is_present(embedded.is_some()),
        may_reset: args.tester.may_reset(embedded.is_some()),
        long: false,
        exhaustive: false,
        model_steps: None,
    };
    let request = ProbeRequest::new(&args.device, &profile, embedded.as_ref(), bench)?;
    let scratch = tempfile::tempdir().map_err(Failure::broken)?;
    let journal = JournalWriter::create(&scratch.path().join("journal.jsonl"))?;
    let steps = u32::try_from(script.steps.len()).unwrap_or(u32::MAX);
    let time = TIME.saturating_add(STEP.saturating_mul(steps));
    let own_tester = embedded.as_ref();
    let own_tester = own_tester.map(|embedded| embedded.device.upper_tester_url());
    let parts = LabParts {
        seed: 0,
        journal: &journal,
        upper_tester: args
            .tester
            .connect(own_tester, &profile.ixit.restart_command)?,
        interface: args.device.interface,
        timeout: time,
        connections: 1,
    };
    let probed = probe_live(parts, &request, &[])?;
    let outcome = taken(&probed, &script, time);
    if let Some(embedded) = embedded {
        embedded.device.stop();
    }
    outcome
}

fn taken(probed: &Probed, script: &Script, time: Duration) -> Result<Outcome, Failure> {
    let case = Case::new(ID, "a script is taken again");
    let mut lab = LiveLab::new(&probed.shared, ID, time);
    let mut tester = Tester::new(&case.meta, &probed.dut, &mut lab);
    let replayed = take(&mut tester, script);
    tester.lab().clean_up_begins();
    tester.clean_up();
    let count = script.steps.len();
    match replayed {
        Ok(Replayed::Fixed) => Ok(Outcome::Fixed(format!(
            "{} ({}): {count} steps, and nothing contradicts the model",
            script.requirement, script.rule
        ))),
        Ok(Replayed::StillFails(it)) => Ok(Outcome::StillFails(format!(
            "{} ({}): {}; possible: {}; allowed: {}",
            it.requirement,
            it.rule,
            it.seen.trim_end(),
            it.possible,
            it.allowed
        ))),
        Ok(Replayed::Changed(what)) => Ok(Outcome::Changed(what)),
        Err(Stop::Lost) => Err(Failure::incomplete(
            "the device stopped answering before the script was over",
        )),
        Err(Stop::Stopped(why)) => Err(Failure {
            code: INTERRUPTED,
            message: why,
        }),
        Err(Stop::Inconclusive { reason, .. } | Stop::NotApplicable(reason)) => {
            Ok(Outcome::Changed(reason))
        }
        Err(Stop::Broken(why)) => Err(Failure::broken(why)),
        Err(Stop::Judged) => Err(Failure::broken("the script was judged as a case")),
    }
}
