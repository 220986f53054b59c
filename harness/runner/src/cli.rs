//! The command line: what is said there, and which command does it.

use std::ffi::OsString;
use std::net::IpAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::commands;
use crate::duration::parse_duration;
use crate::dut::services::ServiceArg;
use crate::dut::target::Target;
use crate::exit_code::{Failure, USAGE};
use crate::output::report_kind::ReportSpec;

/// The conformance test kit for the UPnP Messaging:2 service (ISO/IEC 29341-26-12:2017).
#[derive(Debug, Parser)]
#[command(name = "messaging-ctk", version, about, long_about = None, after_help = EXIT_CODES)]
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
    Run(Box<RunArgs>),
    /// The cases: id, clause, purpose, needs
    List(ListArgs),
    /// A case, requirement, error code, table, ruling or defect, in a screenful
    Explain(ExplainArgs),
    /// Judge XML arguments in files, without a device
    Check(CheckArgs),
    /// The UPnP devices on the network that host the service
    Discover(DiscoverArgs),
    /// Run the reference device until SIGTERM or SIGINT
    Serve(ServeArgs),
    /// What changed between two runs
    Diff(DiffArgs),
    /// Render a run again, without the device
    Report(ReportArgs),
    /// Judge every recorded exchange of a run again, without the device
    Verify(VerifyArgs),
    /// The suite against the defects and variations of the reference device
    Selftest(SelftestArgs),
}

/// Which cases.
#[derive(Debug, Clone, Default, Args)]
pub struct SelectArgs {
    /// Only cases whose id begins with these whole segments, or matches this glob; repeatable
    #[arg(long = "case", value_name = "PATTERN")]
    pub case: Vec<String>,
    /// Not these cases; repeatable
    #[arg(long, value_name = "PATTERN")]
    pub skip: Vec<String>,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs, reason = "the names say it")]
pub enum ColorWhen {
    #[default]
    Auto,
    Always,
    Never,
}

/// `run`.
#[derive(Debug, Clone, Args)]
pub struct RunArgs {
    /// A description URL, `udn:UUID`, `name:TEXT`, or `embedded`
    #[arg(default_value = "embedded", value_name = "DEVICE")]
    pub device: Target,
    #[command(flatten)]
    #[allow(missing_docs, reason = "clap would show it")]
    pub select: SelectArgs,
    /// What the device claims and what the test bench has (device.toml)
    #[arg(long, value_name = "FILE")]
    pub profile: Option<PathBuf>,
    /// The upper tester's base URL: it makes the far side act
    #[arg(long, value_name = "URL", conflicts_with_all = ["upper_tester_command", "interactive"])]
    pub upper_tester: Option<String>,
    /// A program that is the upper tester: run once a stimulus
    #[arg(long, value_name = "CMD", conflicts_with = "interactive")]
    pub upper_tester_command: Option<String>,
    /// The person at the terminal is the upper tester
    #[arg(long)]
    pub interactive: bool,
    /// Cases with warnings fail
    #[arg(long)]
    pub strict: bool,
    /// Anything that could not be judged among the claimed features makes the run incomplete (exit 3)
    #[arg(long)]
    pub require_complete: bool,
    /// Say what would be done, and how many messages would be sent; send nothing to the device but questions
    #[arg(long)]
    pub dry_run: bool,
    /// Also the cases that wait longer than 10 s
    #[arg(long)]
    pub long: bool,
    /// Every derived case, not a selection
    #[arg(long)]
    pub exhaustive: bool,
    /// Cases at the same time; 1 on a real device unless the profile allows more
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub jobs: Option<u16>,
    /// The time of one case
    #[arg(long, value_name = "DUR", default_value = "120s", value_parser = parse_duration)]
    pub timeout: Duration,
    /// Drop derived duplicates until the estimate fits
    #[arg(long, value_name = "DUR", value_parser = parse_duration)]
    pub budget: Option<Duration>,
    /// The seed of everything drawn at random; drawn itself when absent
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Stop at the first fail
    #[arg(long)]
    pub fail_fast: bool,
    /// The local address that reaches the device, for SSDP and callbacks
    #[arg(long, value_name = "ADDR")]
    pub interface: Option<IpAddr>,
    /// Which device of the description, where several host the service
    #[arg(long, value_name = "UDN")]
    pub udn: Option<String>,
    /// Judge the architecture below this service alone: a service type, or `any` for all that the device lists
    #[arg(long, value_name = "TYPE")]
    pub service: Option<ServiceArg>,
    /// An action without in arguments that may really be called, of a service other than Messaging; repeatable
    #[arg(long, value_name = "NAME", requires = "service")]
    pub invoke: Vec<String>,
    /// A report: json, junit, html, md, har, tap or sarif, and where to; `-` is standard output; repeatable
    #[arg(long, value_name = "KIND=PATH")]
    pub report: Vec<ReportSpec>,
    /// Compare with an earlier run: a run folder, its journal or a JSON report
    #[arg(long, value_name = "RUN")]
    pub baseline: Option<PathBuf>,
    /// The ledger of failures that are known
    #[arg(long, value_name = "FILE")]
    pub known_failures: Option<PathBuf>,
    /// Where the journal goes, instead of a run folder
    #[arg(long, value_name = "FILE")]
    pub journal: Option<PathBuf>,
    /// Colour on the terminal
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: ColorWhen,
    /// No progress
    #[arg(short, long)]
    pub quiet: bool,
    /// More: each case, and each failure in full
    #[arg(short, long, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// Defects of the embedded device, for trying the suite on itself
    #[arg(long, value_name = "NAME", hide = true)]
    pub defect: Vec<String>,
    /// Variations of the embedded device
    #[arg(long, value_name = "NAME", hide = true)]
    pub variation: Vec<String>,
    /// What the embedded device lacks
    #[arg(long, value_name = "ITEM", hide = true)]
    pub without: Vec<String>,
    /// The architecture that the embedded device claims
    #[arg(long, value_name = "VERSION", hide = true, value_parser = ["1.0", "1.1", "2.0"])]
    pub uda: Option<String>,
}

/// `list`.
#[derive(Debug, Clone, Args)]
pub struct ListArgs {
    #[command(flatten)]
    #[allow(missing_docs, reason = "clap would show it")]
    pub select: SelectArgs,
    /// The requirements instead: which cases judge each, and why the rest is not judged
    #[arg(long)]
    pub requirements: bool,
    /// The defects and variations of the reference device instead
    #[arg(long, conflicts_with = "requirements")]
    pub defects: bool,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// `explain`.
#[derive(Debug, Clone, Args)]
pub struct ExplainArgs {
    /// A case id, `M-…`, `UDA-…`, an error code, `table-46`, `R-05`, or a defect
    #[arg(value_name = "ID")]
    pub id: String,
}

/// `check`.
#[derive(Debug, Clone, Args)]
pub struct CheckArgs {
    /// The documents: any of the nine of Annex B, or a peer; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Which way they go: on input ids may be empty, and `yes` and `no` are booleans
    #[arg(long = "as", value_name = "WAY", default_value = "output")]
    pub way: WayArg,
    /// Rules beyond the schema make the exit code 1 too
    #[arg(long)]
    pub rules: bool,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// Which way a document goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum WayArg {
    /// From a device
    Output,
    /// To a device
    Input,
}

/// `discover`.
#[derive(Debug, Clone, Args)]
pub struct DiscoverArgs {
    /// Any device, not only those that host Messaging
    #[arg(long)]
    pub all: bool,
    /// The local address to search from
    #[arg(long, value_name = "ADDR")]
    pub interface: Option<IpAddr>,
    /// How long to listen
    #[arg(long, value_name = "DUR", default_value = "4s", value_parser = parse_duration)]
    pub wait: Duration,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// `serve`.
#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    /// The port of description, control and eventing; 0: any
    #[arg(long, default_value_t = 0, value_name = "PORT")]
    pub port: u16,
    /// The address to listen on
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDR")]
    pub bind: IpAddr,
    /// The port of the upper tester; 0: any
    #[arg(long, default_value_t = 0, value_name = "PORT")]
    pub upper_tester_port: u16,
    /// The architecture the device claims
    #[arg(long, default_value = "1.0", value_name = "VERSION", value_parser = ["1.0", "1.1", "2.0"])]
    pub uda: String,
    /// Leave an optional thing out; repeatable (see `list --defects`)
    #[arg(long, value_name = "ITEM")]
    pub without: Vec<String>,
    /// Behave wrongly in one way; repeatable (see `list --defects`)
    #[arg(long, value_name = "NAME")]
    pub defect: Vec<String>,
    /// Behave differently, but rightly; repeatable (see `list --defects`)
    #[arg(long, value_name = "NAME")]
    pub variation: Vec<String>,
    /// Neither announce nor answer searches
    #[arg(long)]
    pub no_ssdp: bool,
}

/// `diff`.
#[derive(Debug, Clone, Args)]
pub struct DiffArgs {
    /// The earlier run: its folder, its journal, or a JSON report of it
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// The later run
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// `report`.
#[derive(Debug, Clone, Args)]
pub struct ReportArgs {
    /// The run: its folder, its journal, or a JSON report of it
    #[arg(value_name = "RUN")]
    pub run: PathBuf,
    /// A report, and where to; `-` is standard output; repeatable; none: the last screen
    #[arg(long, value_name = "KIND=PATH")]
    pub report: Vec<ReportSpec>,
    /// In the JSON report, placeholders for what changes from run to run
    #[arg(long)]
    pub normalize: bool,
}

/// `verify`.
#[derive(Debug, Clone, Args)]
pub struct VerifyArgs {
    /// The run: its folder or its journal
    #[arg(value_name = "RUN")]
    pub run: PathBuf,
}

/// `selftest`.
#[derive(Debug, Clone, Args)]
pub struct SelftestArgs {
    /// Only these defects and variations; a glob; repeatable
    #[arg(long, value_name = "PATTERN")]
    pub only: Vec<String>,
    /// A part of it, in minutes
    ///
    /// A defect meets the cases that are said to catch it, not the whole suite, so that nothing is said about
    /// unrelated ones. A variation meets the suite under one version of the architecture instead of three, without the
    /// cases that wait longer than a second and without those with hostile input.
    #[arg(long)]
    pub quick: bool,
    /// Devices at the same time; when absent two a processor, three if it is quick
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=32))]
    pub jobs: Option<u16>,
}

/// Runs the program.
pub fn main() -> ExitCode {
    ExitCode::from(main_with(std::env::args_os()))
}

/// Runs the program with the arguments given, the program's name first, and returns its exit code.
pub fn main_with(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let code = if error.use_stderr() { USAGE } else { 0 };
            let _ = error.print();
            return code;
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
        Command::Run(args) => commands::run::run(&args, &words),
        Command::List(args) => commands::list::run(&args),
        Command::Explain(args) => commands::explain::run(&args),
        Command::Check(args) => commands::check::run(&args),
        Command::Discover(args) => commands::discover::run(&args),
        Command::Serve(args) => commands::serve::run(&args),
        Command::Diff(args) => commands::diff::run(&args),
        Command::Report(args) => commands::report::run(&args),
        Command::Verify(args) => commands::verify::run(&args),
        Command::Selftest(args) => commands::selftest::run(&args),
    };
    done.unwrap_or_else(|Failure { code, message }| {
        anstream::eprintln!("messaging-ctk: {message}");
        code
    })
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
