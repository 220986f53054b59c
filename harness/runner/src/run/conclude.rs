//! The end of a run: the footer, the reports, the last screen.

use std::collections::BTreeMap;

use ctk_record::{CaseResult, Ended, Event, Footer, Integrity, Record, Suspect, Verdict};
use ctk_reports::summary;
use ctk_suite::case::Case;

use crate::exit_code::{BROKEN, Failure, INTERRUPTED};
use crate::output::args::OutputArgs;
use crate::output::ledger::Ledger;
use crate::output::reports::Written;
use crate::output::run_output::RunOutput;
use crate::output::{recorded, reports, screen};

/// Judges the run by its record, closes the journal, and tells what came of it. The exit code.
///
/// # Errors
/// The run has no record: exit code 4.
pub fn conclude(
    args: &OutputArgs,
    output: &RunOutput,
    ended: Ended,
    ledger: &Ledger,
) -> Result<u8, Failure> {
    let mut record = output.take_record()?;
    let before = record.resumed.last().map_or(0, |resumed| resumed.at_ms);
    let mut footer = Footer {
        duration_ms: before.saturating_add(output.elapsed_ms()),
        ..Footer::new(ended)
    };
    record.footer = Some(footer.clone());
    let remarks = ledger.apply(&mut record);
    footer.exit_code = summary::exit_code(&record, &remarks);
    footer.remarks = remarks;
    footer.known_failures = excused(&record);
    footer.tally = Some(summary::tally(&record));
    record.footer = Some(footer.clone());
    footer.verdict = summary::verdict_line(&record);
    let missing = tell(args, output, footer.clone(), &mut record);
    if let Some(compared) = ledger.compared(&record) {
        screen::say_line(&compared);
    }
    reports::last_screen(args, &record, &missing.places);
    Ok(missing.exit_code(footer.exit_code))
}

/// The failures that the ledger foresaw, each with its reason.
fn excused(record: &Record) -> BTreeMap<String, String> {
    let results = record.cases.iter().filter_map(|case| case.result.as_ref());
    results
        .filter_map(|result| Some((result.case.clone(), result.known_failure.clone()?)))
        .collect()
}

/// Closes the journal and writes the reports.
fn tell(args: &OutputArgs, output: &RunOutput, footer: Footer, record: &mut Record) -> Written {
    let closed = output.journal.close(footer.clone());
    record.footer = Some(footer);
    record.integrity = Integrity::Sealed;
    let mut written = reports::write_reports(args, output, record);
    if let Err(why) = closed
        && output.is_kept()
    {
        let path = output.journal_path().display();
        let missing = format!("the end of the journal {path}: {why}");
        written.missing.push(missing);
    }
    written
}

impl Written {
    /// The exit code of a run: its own, unless something could not be written. Says what.
    fn exit_code(&self, own: u8) -> u8 {
        for missing in &self.missing {
            screen::say_line(&format!("messaging-ctk: not written: {missing}"));
        }
        if self.missing.is_empty() || own == INTERRUPTED {
            own
        } else {
            BROKEN
        }
    }
}

/// There is no device, or not the right one: everything planned is inconclusive, and the report says so.
///
/// # Errors
/// The failure given, always.
pub fn not_probed(
    args: &OutputArgs,
    output: &RunOutput,
    cases: &[Case],
    whole: bool,
    mut failure: Failure,
) -> Result<u8, Failure> {
    let journal = &output.journal;
    journal.write(Event::Plan(recorded::plan(cases, whole, 0)));
    output.notice(failure.message.clone());
    let ended = if failure.code == INTERRUPTED {
        Ended::Interrupted
    } else {
        Ended::DeviceLost
    };
    for case in cases {
        let result = CaseResult {
            reason: failure.message.clone(),
            symptom: format!("inconclusive {}", failure.message),
            suspect: Some(Suspect::Network),
            ..CaseResult::new(&*case.meta.id, Verdict::Inconclusive)
        };
        journal.write(Event::CaseFinished(Box::new(result)));
    }
    let mut record = output.take_record()?;
    let footer = Footer {
        exit_code: failure.code,
        verdict: failure.message.clone(),
        duration_ms: output.elapsed_ms(),
        tally: Some(summary::tally(&record)),
        ..Footer::new(ended)
    };
    let written = tell(args, output, footer, &mut record);
    failure.code = written.exit_code(failure.code);
    Err(failure)
}
