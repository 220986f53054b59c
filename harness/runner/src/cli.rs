//! The command line: what is said there, and which command does it.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::commands::{
    check, completions, diff, discover, doctor, explain, fleet, fuzz, history, ics, known_failures,
    list, merge, replay, report, run, seal, selftest, serve, uctt, verify,
};
use crate::exit_code::{BROKEN, Failure, INTERRUPTED, OK, USAGE};
use crate::output::screen;

/// The conformance test kit for the UPnP Messaging:2 service (ISO/IEC 29341-26-12:2017).
#[derive(Debug, Parser)]
#[command(name = "messaging-ctk", version = crate::evidence::build::VERSION, about, long_about = None, after_help = EXIT_CODES)]
pub struct Cli {
    /// What to do; without a command: `run embedded`.
    #[command(subcommand)]
    pub command: Option<Command>,
}

const EXIT_CODES: &str = "\
Exit codes: 0 no case failed and something was judged; 1 at least one fail; 2 bad command line, file or profile;
3 incomplete: no device, no such service, nothing executed, or the device was lost; 4 the suite itself broke;
130 after Ctrl-C. DEVICE is a description URL, udn:UUID, name:TEXT, or `embedded` (the built-in reference device).";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Judge a device: the main job
    Run(Box<run::RunArgs>),
    /// The cases: id, clause, purpose, needs
    List(list::ListArgs),
    /// A case, requirement, error code, table, ruling or defect, in a screenful
    Explain(explain::ExplainArgs),
    /// Judge XML arguments in files, without a device
    Check(check::CheckArgs),
    /// The UPnP devices on the network that host the service
    Discover(discover::DiscoverArgs),
    /// Ask a device what it claims and write the profile to edit, or compare one with the device
    Ics(ics::IcsArgs),
    /// What of the test bench works, and what to do about the rest
    Doctor(doctor::DoctorArgs),
    /// Run the reference device until SIGTERM or SIGINT
    Serve(serve::ServeArgs),
    /// Odd input over the wire, with an oracle; what is found is made small
    Fuzz(Box<fuzz::FuzzArgs>),
    /// What changed between two runs
    Diff(diff::DiffArgs),
    /// A page over a folder of runs: trends, the first bad run of each failure, flaky cases
    History(history::HistoryArgs),
    /// Join the parts of a run, or runs of several devices, into one report
    Merge(merge::MergeArgs),
    /// Judge many devices side by side, as a file lists them
    Fleet(fleet::FleetArgs),
    /// Do again what a run recorded as failing: FIXED, STILL FAILS or CHANGED
    Replay(Box<replay::ReplayArgs>),
    /// Render a run again, without the device
    Report(report::ReportArgs),
    /// Make an evidence bundle of a run that is over
    Seal(seal::SealArgs),
    /// Judge every recorded exchange of a run or a bundle again, without the device; check digests and signature
    Verify(verify::VerifyArgs),
    /// The ledger of failures that are known
    #[command(subcommand)]
    KnownFailures(known_failures::KnownFailuresCommand),
    /// The suite against the defects and variations of the reference device
    Selftest(selftest::SelftestArgs),
    /// Test case files in the format of the UPnP certification tool: run them, or write them
    #[command(subcommand)]
    Uctt(uctt::UcttCommand),
    /// A shell's completions, on standard output
    Completions(completions::CompletionsArgs),
    /// The manual page, on standard output
    Man,
}

/// Runs the program.
pub fn main() -> ExitCode {
    let run = || main_with(std::env::args_os());
    // A thread or a socket that the system does not give is no reason to abort: the panic has said what it was.
    ExitCode::from(std::panic::catch_unwind(run).unwrap_or(BROKEN))
}

/// Runs the program with the arguments given, the program's name first, and returns its exit code.
pub fn main_with(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let printed = error.print();
            return match (error.use_stderr(), printed) {
                (true, _) => USAGE,
                (false, Ok(())) => OK,
                // As with any other text: whoever reads no further has had enough.
                (false, Err(why)) if why.kind() == std::io::ErrorKind::BrokenPipe => OK,
                (false, Err(why)) => {
                    screen::say_line(&format!("messaging-ctk: standard output: {why}"));
                    BROKEN
                }
            };
        }
    };
    let words: Vec<String> = arguments
        .iter()
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let command = cli.command.unwrap_or_else(|| {
        let default = Cli::parse_from(["messaging-ctk", "run"]);
        default
            .command
            .expect("`run` without arguments is a command")
    });
    let done = match command {
        Command::Run(args) => run::run(&args, &words),
        Command::List(args) => list::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Discover(args) => discover::run(&args),
        Command::Ics(args) => ics::run(&args),
        Command::Doctor(args) => doctor::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Fuzz(args) => fuzz::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::History(args) => history::run(&args),
        Command::Merge(args) => merge::run(&args, &words),
        Command::Fleet(args) => fleet::run(&args, &words),
        Command::Replay(args) => replay::run(&args),
        Command::Report(args) => report::run(&args),
        Command::Seal(args) => seal::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::KnownFailures(command) => known_failures::run(&command),
        Command::Selftest(args) => selftest::run(&args),
        Command::Uctt(command) => uctt::run(&command),
        Command::Completions(args) => completions::run(&args),
        Command::Man => completions::manual(),
    };
    let code = done.unwrap_or_else(|Failure { code, message }| {
        screen::say_line(&format!("messaging-ctk: {message}"));
        code
    });
    match screen::trouble() {
        Some(why) if code != INTERRUPTED && code != USAGE => {
            screen::say_line(&format!(
                "messaging-ctk: standard output takes no more ({why}): what was to be shown is not complete"
            ));
            BROKEN
        }
        _ => code,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
