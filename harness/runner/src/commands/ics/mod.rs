//! `ics`: what a device claims, as a profile to edit; and a profile compared with the device.

mod claims;
mod draft;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use self::claims::{Claim, Standing, compared};
use super::asked::{AskedArgs, ask};
use crate::dut::profile::Profile;
use crate::exit_code::{FAIL, Failure, OK};
use crate::output::run_folder::write_new;
use crate::output::screen;

/// `ics`.
#[derive(Debug, Clone, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct IcsArgs {
    /// A profile compared, instead of drafted.
    #[command(subcommand)]
    pub command: Option<IcsCommand>,
    /// The device that is asked.
    #[command(flatten)]
    pub device: Option<AskedArgs>,
    /// Where to write the profile; standard output without it
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// What else `ics` does.
#[derive(Debug, Clone, Subcommand)]
pub enum IcsCommand {
    /// Compare a profile with the device, both ways: exit 1 when the device contradicts a claim
    Check(CheckArgs),
}

/// `ics check`.
#[derive(Debug, Clone, Args)]
pub struct CheckArgs {
    /// The profile
    #[arg(value_name = "PROFILE")]
    pub profile: PathBuf,
    /// The device.
    #[command(flatten)]
    pub device: AskedArgs,
}

/// Drafts a profile, or compares one.
///
/// # Errors
/// The device does not answer (3); the profile cannot be read, or the file exists (2).
pub fn run(args: &IcsArgs) -> Result<u8, Failure> {
    match (&args.command, &args.device) {
        (Some(IcsCommand::Check(check)), _) => run_check(check),
        (None, Some(device)) => {
            let asked = ask(device, &Profile::default(), None)?;
            let text = draft::profile(&asked.probed.dut);
            write_new(args.output.as_deref(), &text, "profile")?;
            Ok(OK)
        }
        (None, None) => Err(Failure::usage(
            "ics needs a DEVICE: a description URL, udn:UUID, name:TEXT or embedded",
        )),
    }
}

fn run_check(args: &CheckArgs) -> Result<u8, Failure> {
    let profile = Profile::load(&args.profile)?;
    let asked = ask(&args.device, &Profile::default(), None)?;
    let shown = &asked.probed.dut.first().ics;
    let claims = compared(&profile.ics, shown);
    for claim in &claims {
        screen::show_line(&claim.to_string());
    }
    let contradicted = |claim: &&Claim| claim.standing.is_contradiction();
    let against = claims.iter().filter(contradicted).count();
    let unclaimed = claims
        .iter()
        .filter(|claim| claim.standing == Standing::NotClaimed);
    screen::show_line(&format!(
        "{} claims, {against} that the device contradicts, {} that it shows and the profile does not claim",
        claims
            .iter()
            .filter(|claim| claim.standing != Standing::NotClaimed)
            .count(),
        unclaimed.count()
    ));
    Ok(if against == 0 { OK } else { FAIL })
}
