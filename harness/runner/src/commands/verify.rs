//! `verify`: a run judged again from its journal, without the device.

use std::path::{Path, PathBuf};

use clap::Args;
use ctk_record::{CaseRecord, CaseResult, Judgement, Record, Verdict};
use ctk_suite::case::Case;
use ctk_suite::case::applicability::applicability;
use ctk_suite::judging::verdict::{CaseOutcome, run_case};
use ctk_suite::lab::Lab;
use ctk_suite::model::{FollowingLab, is_model};
use ctk_suite::under_test::Dut;
use ctk_vectors::facts;
use sha2::{Digest as _, Sha256};

use crate::dut::probe_request::ProbeRequest;
use crate::exit_code::{FAIL, Failure, OK};
use crate::output::journal::hex;
use crate::output::ledger::load_run;
use crate::output::screen;
use crate::run::probe;
use crate::run::schedule;
use ctk_suite::replay::ReplayLab;

/// `verify`.
#[derive(Debug, Clone, Args)]
pub struct VerifyArgs {
    /// The run: its folder or its journal
    #[arg(value_name = "RUN")]
    pub run: PathBuf,
}

/// Prints what differs, and the count of what was judged again.
///
/// # Errors
/// The run cannot be read, or was never judged.
pub fn run(args: &VerifyArgs) -> Result<u8, Failure> {
    let record = load_run(&args.run)?;
    let (judged, mut differences) = verify(&record)?;
    if let Some(difference) = digest_differs(&args.run, &record)? {
        differences.insert(0, difference);
    }
    for difference in &differences {
        screen::show_line(difference);
    }
    let left = record.cases.len() - judged;
    let rest = if left == 0 {
        String::new()
    } else {
        format!("; {left} were never executed")
    };
    match differences.len() {
        0 => screen::show_line(&format!(
            "verified: {judged} cases judged again, no difference{rest}"
        )),
        count => {
            screen::show_line(&format!(
                "verified: {judged} cases judged again, {count} differences{rest}"
            ));
        }
    }
    Ok(if differences.is_empty() { OK } else { FAIL })
}

/// Judges every executed case of the record again; how many there were, and what came out differently.
///
/// # Errors
/// The record says nothing of how the device was met, or the preparation cannot be read again.
pub fn verify(record: &Record) -> Result<(usize, Vec<String>), Failure> {
    let mut differences = Vec::new();
    let ours = format!("sha256:{}", facts().digest);
    if record.header.tool.vectors != ours {
        differences.push(format!(
            "the run was judged by other facts ({}) than this program has ({ours})",
            record.header.tool.vectors
        ));
    }
    let wanted: ProbeRequest = serde_json::from_value(record.header.bench.clone()).map_err(|error| {
        Failure::usage(format!("the journal does not say how the device was met ({error}); only a run's journal can be verified"))
    })?;
    let executed: Vec<&CaseRecord> = record
        .cases
        .iter()
        .filter(|case| case.started_ms.is_some() && case.result.is_some())
        .collect();
    if executed.is_empty() {
        return Ok((0, differences));
    }
    let dut =
        probe::probe(&mut ReplayLab::new(&record.preparation), &wanted).map_err(|failure| {
            Failure::usage(format!(
                "the preparation of the run cannot be read again: {}",
                failure.message
            ))
        })?;
    let suite = ctk_suite::cases();
    let mut following = FollowingLab::new(record);
    for case in &executed {
        let id = &case.planned.id;
        match suite.iter().find(|known| known.meta.id == *id) {
            None => differences.push(format!("{id}: this program has no such case")),
            Some(known) => {
                let mut replay = ReplayLab::of_case(case);
                let lab: &mut dyn Lab = if is_model(id) {
                    &mut following
                } else {
                    &mut replay
                };
                differences.extend(judge_again(known, case, &dut, (record.header.strict, lab)));
            }
        }
    }
    Ok((executed.len(), differences))
}

fn judge_again(
    case: &Case,
    before: &CaseRecord,
    dut: &Dut,
    (strict, lab): (bool, &mut dyn Lab),
) -> Vec<String> {
    let Some(result) = &before.result else {
        return Vec::new();
    };
    let mut outcome = match schedule::not_tried(&case.meta, &applicability(&case.meta, dut)) {
        Some(outcome) => outcome,
        // Nothing was asked: the device was lost, or the run stopped, before its first question.
        None if before.exchanges.is_empty() && result.verdict == Verdict::Inconclusive => {
            return Vec::new();
        }
        None => run_case(case, dut, lab),
    };
    if strict {
        outcome.result.make_strict();
    }
    compare(result, &before.judgements, &outcome)
}

fn compare(before: &CaseResult, judgements: &[Judgement], now: &CaseOutcome) -> Vec<String> {
    let mut differences = Vec::new();
    let id = &before.case;
    let again = &now.result;
    if again.verdict != before.verdict {
        differences.push(format!(
            "{id}: was {}, is {}{}",
            before.verdict.spoken(),
            again.verdict.spoken(),
            if again.reason.is_empty() {
                String::new()
            } else {
                format!(": {}", again.reason)
            }
        ));
    } else if before.reason != again.reason {
        differences.push(format!(
            "{id}: the reason was {:?}, is {:?}",
            before.reason, again.reason
        ));
    }
    let then: Vec<(&str, &str)> = judgements
        .iter()
        .map(|judgement| (judgement.requirement.as_str(), judgement.observed.as_str()))
        .collect();
    let now: Vec<(&str, &str)> = now
        .judgements
        .iter()
        .map(|judgement| (judgement.requirement.as_str(), judgement.observed.as_str()))
        .collect();
    if then != now {
        differences.push(format!(
            "{id}: {} judgements then, {} now, or about something else",
            then.len(),
            now.len()
        ));
    }
    differences
}

/// Whether the lines of the journal are those that its footer speaks of.
fn digest_differs(path: &Path, record: &Record) -> Result<Option<String>, Failure> {
    let Some(footer) = record
        .footer
        .as_ref()
        .filter(|footer| !footer.digest.is_empty())
    else {
        return Ok(None);
    };
    let file = if path.is_dir() {
        path.join("journal.jsonl")
    } else {
        path.to_owned()
    };
    let bytes = std::fs::read(&file).map_err(|error| {
        Failure::usage(format!(
            "the run {} cannot be read: {error}",
            path.display()
        ))
    })?;
    let end = usize::try_from(record.append_at)
        .unwrap_or(usize::MAX)
        .min(bytes.len());
    let digest = hex(&Sha256::digest(&bytes[..end]));
    Ok((digest != footer.digest).then(|| {
        "the journal was altered after the run: its digest is not the one in its last line"
            .to_owned()
    }))
}
