//! What a run is measured against beyond its own cases: the ledger of known failures, and an earlier run.

use std::path::PathBuf;

use clap::Args;
use ctk_record::Record;
use ctk_reports::diff::{diff, verdict};
use ctk_reports::json::{Report, outline};
use ctk_reports::known_failures::KnownFailures;
use ctk_reports::terminal::Style;
use ctk_suite::case::Case;

use super::runs::load_run;
use crate::exit_code::Failure;

/// What a run is compared with.
#[derive(Debug, Clone, Default, Args)]
pub struct LedgerArgs {
    /// Compare with an earlier run: a run folder, its journal or a JSON report
    #[arg(long, value_name = "RUN")]
    pub baseline: Option<PathBuf>,
    /// The ledger of failures that are known
    #[arg(long, value_name = "FILE")]
    pub known_failures: Option<PathBuf>,
}

/// The ledger and the baseline of a run.
#[derive(Default)]
pub struct Ledger {
    known: Option<KnownFailures>,
    baseline: Option<Report>,
}

impl Ledger {
    /// Loads what the command line names.
    ///
    /// # Errors
    /// A file that cannot be read, or an entry that names no case: exit code 2.
    pub fn load(args: &LedgerArgs, all: &[Case]) -> Result<Self, Failure> {
        let known = match &args.known_failures {
            None => None,
            Some(path) => {
                let text = crate::text_file::read(path).map_err(|error| {
                    Failure::usage(format!(
                        "the ledger {} cannot be read: {error}",
                        path.display()
                    ))
                })?;
                let known = KnownFailures::parse(&path.display().to_string(), &text)
                    .map_err(Failure::usage)?;
                known
                    .check(all.iter().map(|case| case.meta.id.as_ref()))
                    .map_err(Failure::usage)?;
                Some(known)
            }
        };
        let baseline = args.baseline.as_deref().map(load_run).transpose()?;
        let baseline = baseline.map(|record| outline(&record));
        Ok(Self { known, baseline })
    }

    /// The run that this one is compared with.
    pub fn baseline(&self) -> Option<&Report> {
        self.baseline.as_ref()
    }

    /// What came of the comparison with the baseline, in a line: also when all is well. Nothing without one.
    pub fn compared(&self, record: &Record) -> Option<String> {
        let compared = diff(self.baseline.as_ref()?, &outline(record));
        let told = verdict(&compared, Style::default());
        let (still, same) = (compared.still_failing.len(), compared.unchanged);
        Some(format!(
            "against the baseline: {told}; {still} fail as before, {same} others came out as before"
        ))
    }

    /// Marks known failures in the record, and says what speaks against the run beyond its cases.
    pub fn apply(&self, record: &mut Record) -> Vec<String> {
        let mut remarks = self
            .known
            .as_ref()
            .map(|known| known.apply(record))
            .unwrap_or_default();
        if let Some(baseline) = &self.baseline {
            remarks.extend(diff(baseline, &outline(record)).remarks());
        }
        remarks
    }
}
