//! `replay`: what a file recorded, done again on a device, to see whether it still fails.
//!
//! Kinds of files, each with a module of its own: the script of a walk ([`walk`]), the folder of a finding of `fuzz`.

mod walk;

use std::fmt::Display;
use std::path::PathBuf;

use clap::Args;
use ctk_fuzzer::folder::FINDING;
use ctk_fuzzer::replay::Verdict;

use crate::commands::fuzz::{self, Around};
use crate::dut::args::DeviceArgs;
use crate::dut::embedded::EmbeddedArgs;
use crate::dut::profile::ProfileArgs;
use crate::exit_code::{FAIL, Failure, INCOMPLETE, OK, USAGE};
use crate::output::screen;
use crate::upper_tester::TesterArgs;

/// `replay`.
#[derive(Debug, Clone, Args)]
#[allow(missing_docs, reason = "clap would show it")]
pub struct ReplayArgs {
    /// What was recorded: the script of a walk (TOML), as a run leaves it, or the folder of a finding of `fuzz`
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub device: DeviceArgs,
    #[command(flatten)]
    pub profile: ProfileArgs,
    #[command(flatten)]
    pub tester: TesterArgs,
    #[command(flatten)]
    pub embedded: EmbeddedArgs,
    /// A program that restarts the device, for findings of `fuzz`; it ends once the device is back
    #[arg(long, value_name = "CMD")]
    pub restart_command: Option<String>,
}

/// What has become of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It does not show any more.
    Fixed(String),
    /// It shows again: what, in words.
    StillFails(String),
    /// Something else is the matter: what, in words.
    Changed(String),
}

/// Does it again, and prints what has become of it.
///
/// # Errors
/// Exit code 2: the file cannot be read, or is of no kind that can be replayed; 3: there is no device.
pub fn run(args: &ReplayArgs) -> Result<u8, Failure> {
    let outcome = if args.file.is_dir() {
        of_finding(args)?
    } else {
        let text = crate::text_file::read(&args.file).map_err(|error| refused(args, error))?;
        walk::replay(args, &text)?
    };
    let (word, what, code) = match outcome {
        Outcome::Fixed(what) => ("FIXED", what, OK),
        Outcome::StillFails(what) => ("STILL FAILS", what, FAIL),
        Outcome::Changed(what) => ("CHANGED", what, INCOMPLETE),
    };
    screen::show_line(&format!("{word}  {what}"));
    Ok(code)
}

/// A finding of `fuzz`, by its folder.
fn of_finding(args: &ReplayArgs) -> Result<Outcome, Failure> {
    if !args.file.join(FINDING).is_file() {
        return Err(refused(args, format!("there is no {FINDING} in it")));
    }
    let around = Around {
        device: &args.device,
        tester: &args.tester,
        embedded: &args.embedded,
        restart_command: args.restart_command.as_deref().unwrap_or(""),
        watch_command: None,
    };
    let (verdict, text) =
        fuzz::replay(&args.file, around).map_err(|failure| match failure.code {
            USAGE => refused(args, failure.message),
            _ => failure,
        })?;
    Ok(match verdict {
        Verdict::Fixed => Outcome::Fixed(text),
        Verdict::StillFails => Outcome::StillFails(text),
        Verdict::Changed => Outcome::Changed(text),
    })
}

fn refused(args: &ReplayArgs, why: impl Display) -> Failure {
    Failure::usage(format!(
        "{} cannot be replayed: {why}; give the script of a walk, walk-N.toml in a run folder, or the folder of a finding of `fuzz`",
        args.file.display()
    ))
}
