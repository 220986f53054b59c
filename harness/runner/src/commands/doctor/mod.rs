//! `doctor`: what of the test bench works, and what to do about the rest. Nothing is judged: each line is about the bench.

mod bench;
mod check;

use clap::Args;

use self::bench::{
    callbacks, claims, clock, control, device, multicast, second_address, upper_tester,
};
use self::check::{Check, State};
use super::asked::{AskedArgs, ask, upper_tester as connected};
use crate::dut::profile::ProfileArgs;
use crate::exit_code::{Failure, INCOMPLETE, OK};
use crate::output::screen;
use crate::upper_tester::TesterArgs;

/// `doctor`.
#[derive(Debug, Clone, Args)]
#[allow(missing_docs, reason = "clap would show it")]
pub struct DoctorArgs {
    #[command(flatten)]
    pub device: AskedArgs,
    #[command(flatten)]
    pub profile: ProfileArgs,
    #[command(flatten)]
    pub tester: TesterArgs,
}

/// Looks at the device and at the bench around it; exit 0 when nothing is missing that cases need, else 3.
///
/// # Errors
/// The device does not answer (3), or the profile cannot be read (2).
pub fn run(args: &DoctorArgs) -> Result<u8, Failure> {
    let profile = args.profile.load()?;
    let asked = ask(&args.device, &profile, None)?;
    let (dut, shared) = (&asked.probed.dut, &asked.probed.shared);
    let mut checks = vec![
        device(dut),
        control(dut, shared),
        callbacks(dut, shared, args.device.interface),
        multicast(dut, args.device.interface),
        second_address(dut),
        clock(dut, shared),
        upper_tester(connected(&args.tester, asked.embedded.as_ref())),
    ];
    checks.extend(claims(dut));
    for check in &checks {
        screen::show_text(&format!("{check}\n"));
    }
    let missing = checks
        .iter()
        .filter(|check| check.state == State::Missing)
        .count();
    match missing {
        0 => screen::show_line("everything that cases need is there"),
        _ => screen::show_line(&format!(
            "{missing} of {} missing: what needs that will be inconclusive",
            checks.len()
        )),
    }
    let works = |check: &Check| check.state != State::Missing;
    Ok(if checks.iter().all(works) {
        OK
    } else {
        INCOMPLETE
    })
}
