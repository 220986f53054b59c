//! `verify`: a run judged again from its journal, or a bundle checked and judged again, without the device.

use std::fs::File;
use std::io::{BufRead, BufReader, Seek as _};
use std::path::{Path, PathBuf};

use clap::Args;
use ctk_record::journal::RecordError;
use ctk_record::{Integrity, Record};
use ctk_reports::run::is_journal;
use ctk_reports::summary::{self, verdict_line};
use minisign::PublicKey;

use crate::evidence::archive::is_archive;
use crate::evidence::opening::Opened;
use crate::evidence::signature::KeyArg;
use crate::exit_code::{FAIL, Failure, OK};
use crate::output::runs::{file_of, unreadable};
use crate::output::screen;
use crate::run::again::{Again, judge_again};

/// `verify`.
#[derive(Debug, Clone, Args)]
pub struct VerifyArgs {
    /// The run: its folder, its journal, or an evidence bundle
    #[arg(value_name = "RUN")]
    pub run: PathBuf,
    /// The public key of minisign, or its file, that a bundle has to be signed by
    #[arg(long, value_name = "KEY")]
    pub key: Option<KeyArg>,
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
    let path = file_of(&args.run);
    let failure = |error: std::io::Error| unreadable(&args.run, &error);
    let mut file = File::open(&path).map_err(failure)?;
    let key = args.key.as_ref().map(KeyArg::load).transpose()?;
    if is_archive(&mut file).map_err(failure)? {
        return verify_bundle(&path, key.as_ref());
    }
    file.rewind().map_err(failure)?;
    let mut file = BufReader::new(file);
    if key.is_some() {
        return Err(Failure::usage(format!(
            "{} is not a bundle: only a bundle is signed",
            args.run.display()
        )));
    }
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
    Ok(say(&verified))
}

/// Says what differs, and counts. The exit code.
fn say(verified: &Verified) -> u8 {
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
    let (done, what) = match count {
        0 => ("verified", "no difference".to_owned()),
        1 => ("NOT VERIFIED", "1 difference".to_owned()),
        many => ("NOT VERIFIED", format!("{many} differences")),
    };
    screen::show_line(&format!(
        "{done}: {judged} cases judged again, {what}{rest}"
    ));
    if count == 0 { OK } else { FAIL }
}

/// Opens a bundle, checks its seals, and judges its journal again.
fn verify_bundle(path: &Path, key: Option<&PublicKey>) -> Result<u8, Failure> {
    let mut opened = Opened::open(path, key)?;
    let again = opened.compare_with_journal();
    let mut verified = Verified::default();
    let mut record = None;
    if let Some(journal) = opened.journal() {
        match judge_again(journal, &mut |_, _| {}) {
            Ok((again, read)) => {
                record = Some(read.clone());
                verified = conclude(again, read);
            }
            Err(error) => opened.wrong.push(format!("its journal: {error}")),
        }
    }
    for line in told(&opened, record.as_ref(), again) {
        screen::show_line(&line);
    }
    verified.differences.splice(0..0, opened.wrong);
    Ok(say(&verified))
}

/// What a bundle is, for people: who made it of what, and who signed it.
fn told(opened: &Opened, record: Option<&Record>, again: bool) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(about) = &opened.about {
        let (tool, build) = (about.tool.title(), &about.build);
        lines.push(format!(
            "bundle of {} files, sealed {} by {tool}, {}",
            opened.files, about.sealed, build.binary
        ));
        if about.certification {
            lines.push("a run for certification: nothing was left out".to_owned());
        } else {
            let why = about.weakened.join("; ");
            lines.push(format!("not a run for certification: {why}"));
        }
        for kind in &about.redacted {
            lines.push(format!("redacted: {} {}", kind.count, kind.what));
        }
        if !again {
            lines.push(
                "another build made the reports: they were not made again, only their digests compared"
                    .to_owned(),
            );
        }
    }
    lines.push(match &opened.signed {
        None => "not signed".to_owned(),
        Some(signed) => {
            let key = format!("the key {}", signed.key);
            match signed.good {
                Some(true) => format!("signed by {key}: {}", signed.comment),
                Some(false) => format!("the signature by {key} is not good"),
                None => format!("a signature by {key}, not checked: give --key"),
            }
        }
    });
    if let Some(record) = record {
        let device = record.device.as_ref();
        let name = device.map_or("no device", |device| &device.friendly_name);
        lines.push(format!(
            "{name}, {}: {}",
            record.header.started,
            verdict_line(record)
        ));
    }
    lines
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
