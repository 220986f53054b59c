//! The command line of `fuzz`.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::duration::parse_duration;
use crate::dut::args::DeviceArgs;
use crate::dut::embedded::EmbeddedArgs;
use crate::exit_code::Failure;
use crate::run::part::ShardArg;
use crate::upper_tester::TesterArgs;

/// `fuzz`.
#[derive(Debug, Clone, Args)]
pub struct FuzzArgs {
    /// How long; without --requests 5 minutes
    #[arg(long, value_name = "DUR", value_parser = parse_duration)]
    pub duration: Option<Duration>,
    /// How many requests
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub requests: Option<u64>,
    /// Requests a second at most
    #[arg(long, value_name = "N")]
    pub rate: Option<f64>,
    /// Connections at the same time; 2 on loopback, else 1
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    pub jobs: Option<u16>,
    /// What is drawn depends on it; random if it is not given
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Only this action; repeatable
    #[arg(long, value_name = "NAME")]
    pub action: Vec<String>,
    /// Where what showed something new is kept, and findings; begins with the past findings that are there
    #[arg(long, value_name = "DIR")]
    pub corpus: Option<PathBuf>,
    /// Goes on where the run that left its corpus in DIR was ended, by a signal or otherwise: what it has spent and found counts
    #[arg(long, requires = "corpus")]
    pub resume: bool,
    /// One of N workers of the same seed, each with a device and a corpus of its own; `env` takes both from the CI service or
    /// the job array. `merge` joins the corpora
    #[arg(long, value_name = "I/N")]
    pub shard: Option<ShardArg>,
    /// A program that restarts the device; it ends once the device is back
    #[arg(long, value_name = "CMD")]
    pub restart_command: Option<String>,
    /// A program that prints the device's log, a line an event; `memory BYTES` and `uptime SECONDS` are understood
    #[arg(long, value_name = "CMD")]
    pub watch_command: Option<String>,
    /// How long an answer may take
    #[arg(long, value_name = "DUR", default_value = "30s", value_parser = parse_duration)]
    pub timeout: Duration,
    /// A line a second of counts, as CSV
    #[arg(long, value_name = "FILE")]
    pub stats: Option<PathBuf>,
    /// A report: json, sarif, html or text; `-` is standard output; repeatable
    #[arg(long, value_name = "KIND=PATH")]
    pub report: Vec<String>,
    /// Ends with the first finding
    #[arg(long)]
    pub fail_fast: bool,
    /// No live view
    #[arg(short, long)]
    pub quiet: bool,
    #[allow(missing_docs, reason = "clap would show it")]
    #[command(flatten)]
    pub tester: TesterArgs,
    #[allow(missing_docs, reason = "clap would show it")]
    #[command(flatten)]
    pub device: DeviceArgs,
    #[allow(missing_docs, reason = "clap would show it")]
    #[command(flatten)]
    pub embedded: EmbeddedArgs,
}

/// The device and what is around it, as `fuzz` and `replay` take them.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// DEVICE and how to reach it.
    pub device: &'a DeviceArgs,
    /// The upper tester.
    pub tester: &'a TesterArgs,
    /// How the embedded device differs.
    pub embedded: &'a EmbeddedArgs,
    /// The program that restarts the device; empty: none.
    pub restart_command: &'a str,
    /// The program that prints its log.
    pub watch_command: Option<&'a str>,
}

/// How long when nothing is said.
const USUALLY: Duration = Duration::from_secs(300);

impl FuzzArgs {
    /// What clap cannot see.
    ///
    /// # Errors
    /// Exit code 2: a rate that is not positive, a person as upper tester.
    pub fn check(&self) -> Result<(), Failure> {
        if self
            .rate
            .is_some_and(|rate| !rate.is_finite() || rate <= 0.0)
        {
            return Err(Failure::usage(
                "--rate: give a number of requests a second above 0",
            ));
        }
        if self.tester.interactive {
            return Err(Failure::usage(
                "--interactive: a person cannot keep up with fuzzing; give --upper-tester or --upper-tester-command",
            ));
        }
        Ok(())
    }

    /// The device and what is around it.
    pub fn around(&self) -> Around<'_> {
        Around {
            device: &self.device,
            tester: &self.tester,
            embedded: &self.embedded,
            restart_command: self.restart_command.as_deref().unwrap_or(""),
            watch_command: self.watch_command.as_deref(),
        }
    }

    /// When it ends.
    pub fn limit(&self) -> Option<Duration> {
        self.duration.or(self.requests.is_none().then_some(USUALLY))
    }
}
