//! `verify`: a run judged again from its journal, without the device.

use std::io::BufRead;
use std::path::PathBuf;

use clap::Args;
use ctk_record::journal::RecordError;
use ctk_record::{Integrity, Record};
use ctk_reports::run::is_journal;
use ctk_reports::summary;

use crate::exit_code::{FAIL, Failure, OK};
use crate::output::runs::{open, unreadable};
use crate::output::screen;
use crate::run::again::{Again, judge_again};

/// `verify`.
#[derive(Debug, Clone, Args)]
pub struct VerifyArgs {
    /// The run: its folder or its journal
    #[arg(value_name = "RUN")]
    pub run: PathBuf,
}

/// What came of judging a run again.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// How many cases were judged again.
    pub judged: usize,
    /// How many could not, because their evidence was too long for the journal.
    pub cut: usize,
    /// How many were never executed.
    pub left: usize,
    /// What differs, a sentence each.
    pub differences: Vec<String>,
}

/// Prints what differs, and the count of what was judged again.
///
/// # Errors
/// The run cannot be read, or was never judged.
pub fn run(args: &VerifyArgs) -> Result<u8, Failure> {
    let mut file = open(&args.run)?;
    let begins = file
        .fill_buf()
        .map_err(|error| unreadable(&args.run, &error))?;
    if !is_journal(begins) {
        return Err(Failure::usage(format!(
            "the run {} has no journal: only a journal can be verified, not a report",
            args.run.display()
        )));
    }
    let verified = verify(file).map_err(|error| unreadable(&args.run, &error))?;
    for difference in &verified.differences {
        screen::show_line(difference);
    }
    let mut rest = String::new();
    if verified.cut > 0 {
        let cut = verified.cut;
        rest += &format!("; {cut} cannot be judged again, their evidence was too long to keep");
    }
    if verified.left > 0 {
        rest += &format!("; {} were never executed", verified.left);
    }
    let (judged, count) = (verified.judged, verified.differences.len());
    let what = match count {
        0 => "no difference".to_owned(),
        1 => "1 difference".to_owned(),
        many => format!("{many} differences"),
    };
    screen::show_line(&format!(
        "verified: {judged} cases judged again, {what}{rest}"
    ));
    Ok(if count == 0 { OK } else { FAIL })
}

/// Judges every executed case of a journal again as it is read, and holds plan, counts, verdict and exit code against what
/// comes of it.
///
/// # Errors
/// The journal cannot be read.
pub fn verify(journal: impl BufRead) -> Result<Verified, RecordError> {
    let (again, record) = judge_again(journal, &mut |_, _| {})?;
    Ok(conclude(again, record))
}

/// Holds the end of the journal against the cases as they were judged again.
fn conclude(again: Again, mut record: Record) -> Verified {
    let mut differences = Vec::new();
    match &record.integrity {
        Integrity::Sealed => {}
        Integrity::Broken(why) => {
            differences.push(format!("the journal was altered after the run: {why}"));
        }
        Integrity::Open(why) => {
            differences.push(format!("the journal is not sealed: {why}"));
        }
        Integrity::Absent => {}
    }
    let Again {
        differences: found,
        mut results,
        judged,
        cut,
        ..
    } = again;
    differences.extend(found);
    for case in &mut record.cases {
        if let Some(result) = &mut case.result
            && let Some(now) = results.remove(&case.planned.id)
        {
            let known = result.known_failure.take();
            (*result, result.known_failure) = (now, known);
        }
    }
    record.set_aside();
    differences.extend(summary::contradictions(&record));
    let left = record.cases.iter().filter(|case| case.result.is_none());
    Verified {
        judged,
        cut,
        left: left.count(),
        differences,
    }
}
