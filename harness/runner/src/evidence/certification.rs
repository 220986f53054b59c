//! `run --certify`: nothing that the claims make mandatory is left out, nothing is read more kindly than the kit reads it,
//! and nobody chose a lucky seed.

use std::path::PathBuf;

use clap::Args;
use ctk_record::{Header, Record};
use ctk_vectors::facts;

use super::signature::Signer;
use crate::commands::run::RunArgs;
use crate::dut::probe_request::ProbeRequest;
use crate::dut::profile::{Profile, Reading};
use crate::exit_code::Failure;

/// The time of a case, in seconds: less is not enough for some.
const CASE_S: u64 = 120;
/// How many steps are held against the model where nobody says how many.
const STEPS: u32 = 600;

/// Evidence for others.
#[derive(Debug, Clone, Default, Args)]
pub struct CertifyArgs {
    /// A run for certification: everything claimed is judged, --long and --exhaustive included, with a fixed seed; what would
    /// weaken it is refused. Leaves an evidence bundle, in the run folder or in FILE
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true)]
    pub certify: Option<Option<PathBuf>>,
    /// Sign the bundle with this secret key of minisign
    #[arg(long, value_name = "KEYFILE", requires = "certify")]
    pub sign: Option<PathBuf>,
    /// Replace numbers, addresses, names and texts in the bundle, consistently and in shape
    #[arg(long, requires = "certify")]
    pub redact: bool,
}

impl CertifyArgs {
    /// Reads the key, where there is one: better known before the run than after it.
    ///
    /// # Errors
    /// As [`Signer::load`].
    pub fn signer(&self) -> Result<Option<Signer>, Failure> {
        self.sign.as_deref().map(Signer::load).transpose()
    }
}

/// The seed of every run for certification: drawn from the facts, so that it changes with them and with nothing else.
pub fn seed() -> u64 {
    let digits = facts().digest.get(..8).unwrap_or_default();
    u64::from_str_radix(digits, 16).unwrap_or(0) % 1_000_000
}

/// The arguments of a run for certification.
///
/// # Errors
/// Exit code 2, with everything that would weaken it.
pub fn freeze(args: &RunArgs) -> Result<RunArgs, Failure> {
    let mut refused = refused(args);
    let profile = args.profile.load()?;
    refused.extend(read_more_kindly(&profile).map(|rule| format!("the profile's {rule}")));
    if !refused.is_empty() {
        return Err(Failure::usage(format!(
            "--certify refuses what would weaken the run: {}; leave it out, or run without --certify",
            refused.join(", ")
        )));
    }
    let mut args = args.clone();
    let schedule = &mut args.schedule;
    (schedule.long, schedule.exhaustive) = (true, true);
    schedule.require_complete = true;
    schedule.seed = Some(seed());
    Ok(args)
}

fn refused(args: &RunArgs) -> Vec<String> {
    let (schedule, part, output) = (&args.schedule, &args.part, &args.output);
    let wrong = [
        (!args.select.case.is_empty(), "--case"),
        (!args.select.skip.is_empty(), "--skip"),
        (args.device.service.is_some(), "--service"),
        (schedule.budget.is_some(), "--budget"),
        (schedule.timeout.as_secs() < CASE_S, "--timeout below 120s"),
        (
            schedule.model_steps.is_some_and(|steps| steps < STEPS),
            "--model-steps below 600",
        ),
        (
            schedule.seed.is_some_and(|given| given != seed()),
            "--seed (it is fixed)",
        ),
        (schedule.fail_fast, "--fail-fast"),
        (schedule.dry_run, "--dry-run"),
        (part.shard.is_some(), "--shard"),
        (output.ledger.known_failures.is_some(), "--known-failures"),
        (output.resume.is_some(), "--resume"),
    ];
    let wrong = wrong.into_iter().filter(|(is, _)| *is);
    wrong.map(|(_, word)| word.to_owned()).collect()
}

/// The rulings that a profile reads as passes.
fn read_more_kindly(profile: &Profile) -> impl Iterator<Item = String> + '_ {
    let kind = profile
        .rulings
        .iter()
        .filter(|(_, reading)| **reading == Reading::Pass);
    kind.map(|(ruling, _)| format!("{ruling} = \"pass\""))
}

/// Why a run says less than one for certification would, a sentence each; nothing where it says as much. Of the record
/// alone, so that whoever has a bundle can ask again.
pub fn weakened(record: &Record) -> Vec<String> {
    let header = &record.header;
    let mut weak = Vec::new();
    let mut if_so = |is: bool, why: &str| {
        if is {
            weak.push(why.to_owned());
        }
    };
    let selection = header.selection.as_ref();
    let everything = selection.is_some_and(|it| it.case.is_empty() && it.skip.is_empty());
    if_so(!everything, "cases were selected");
    if_so(record.plan.shard.is_some(), "it is a part of a run");
    if_so(header.seed != seed(), "the seed was not the fixed one");
    if_so(!record.complete(), "it did not come to its end");
    if_so(!record.resumed.is_empty(), "it was resumed");
    if let Some(footer) = &record.footer {
        let known = !footer.known_failures.is_empty();
        if_so(known, "failures were excused as known");
    }
    weak.extend(bench(header));
    let dropped = record.cases.iter().filter(|case| {
        let result = case.result.as_ref();
        result.is_some_and(|result| result.reason.contains("--budget"))
    });
    match dropped.count() {
        0 => {}
        many => weak.push(format!("{many} cases were dropped for want of time")),
    }
    weak
}

fn bench(header: &Header) -> Vec<String> {
    let Ok(met) = serde_json::from_value::<ProbeRequest>(header.bench.clone()) else {
        return vec!["it does not say how the device was met".to_owned()];
    };
    let mut weak: Vec<String> = [
        (!met.long, "--long was not given"),
        (!met.exhaustive, "--exhaustive was not given"),
        (met.service.is_some(), "only the architecture was judged"),
        (
            met.model_steps.is_some_and(|steps| steps < STEPS),
            "fewer steps were held against the model",
        ),
    ]
    .into_iter()
    .filter(|(is, _)| *is)
    .map(|(_, why)| why.to_owned())
    .collect();
    weak.extend(read_more_kindly(&met.profile).map(|rule| format!("the profile says {rule}")));
    weak
}
