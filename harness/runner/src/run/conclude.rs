//! The end of a run: the footer, the reports, the last screen.

use ctk_record::{CaseResult, Ended, Event, Footer, Suspect, Verdict};
use ctk_reports::summary;
use ctk_suite::case::Case;

use crate::exit_code::{Failure, INTERRUPTED};
use crate::output::args::OutputArgs;
use crate::output::ledger::Ledger;
use crate::output::run_output::RunOutput;
use crate::output::{recorded, reports};

/// Judges the run by its journal, closes that, and tells what came of it. The exit code.
///
/// # Errors
/// A journal that cannot be read back, or a report that cannot be written: exit code 4.
pub fn conclude(
    args: &OutputArgs,
    output: &RunOutput,
    ended: Ended,
    ledger: &Ledger,
) -> Result<u8, Failure> {
    // The footer says what the whole journal says, so it is written when the rest can be read back.
    let mut footer = Footer {
        ended,
        exit_code: 0,
        verdict: String::new(),
        duration_ms: output.elapsed_ms(),
        remarks: Vec::new(),
        digest: output.journal.digest(),
    };
    let mut record = output.read_back()?;
    record.footer = Some(footer.clone());
    let remarks = ledger.apply(&mut record);
    footer.exit_code = summary::exit_code(&record, &remarks);
    footer.verdict = summary::verdict_line(&record);
    footer.remarks = remarks;
    output.journal.write(&Event::Footer(footer.clone()));
    record.footer = Some(footer.clone());
    let places = reports::write_reports(args, output.folder.as_ref(), &record)?;
    reports::last_screen(args, &record, &places);
    Ok(footer.exit_code)
}

/// There is no device, or not the right one: everything planned is inconclusive, and the report says so.
///
/// # Errors
/// The failure given, always, unless a report cannot be written.
pub fn not_probed(
    args: &OutputArgs,
    output: &RunOutput,
    cases: &[Case],
    whole: bool,
    failure: Failure,
) -> Result<u8, Failure> {
    let journal = &output.journal;
    journal.write(&Event::Plan(recorded::plan(cases, whole, 0)));
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
        journal.write(&Event::CaseFinished(Box::new(result)));
    }
    journal.write(&Event::Footer(Footer {
        ended,
        exit_code: failure.code,
        verdict: failure.message.clone(),
        duration_ms: output.elapsed_ms(),
        remarks: Vec::new(),
        digest: journal.digest(),
    }));
    let record = output.read_back()?;
    reports::write_reports(args, output.folder.as_ref(), &record)?;
    Err(failure)
}
