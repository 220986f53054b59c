//! Redaction: numbers, addresses, names and texts are replaced by others of the same shape, the same ones by the same
//! everywhere, and the run is judged again: every verdict stays as it was, or nothing is redacted.
//!
//! What the kit itself wrote names nobody and stays: a text that a case makes up has to come back as it was sent. Which
//! words these are shows when the run is judged again: the kit asks with them, whatever was replaced.

mod judged;
mod rewrite;
mod shape;
mod vocabulary;

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{BufReader, BufWriter, Write as _};
use std::path::Path;

use ctk_record::journal::{Encoder, Events, RecordError, Writer};
use ctk_record::{Event, Verdict};
use tempfile::NamedTempFile;

use self::judged::{Anew, judge_anew};
use self::rewrite::Rewriting;
use self::vocabulary::Vocabulary;
use super::about::Redacted;
use crate::commands::verify::verify;
use crate::exit_code::Failure;

/// How often words of the kit are looked for.
const ROUNDS: usize = 5;

/// The journal with everything replaced that names somebody, and what that was.
///
/// # Errors
/// Exit code 2: the journal cannot be read; 4: a verdict would not stay as it was.
pub fn redact(journal: &Path) -> Result<(NamedTempFile, Vec<Redacted>), Failure> {
    let unreadable = |error: RecordError| {
        let path = journal.display();
        Failure::usage(format!("the journal {path} cannot be redacted: {error}"))
    };
    let mut vocabulary = Vocabulary::gather(events(journal).map_err(unreadable)?)?;
    let before = verdicts(journal).map_err(unreadable)?;
    let mut changed = Vec::new();
    for _ in 0..ROUNDS {
        let rewriting = Rewriting::new(&vocabulary)?;
        let rewritten = write(journal, |event| rewriting.event(event)).map_err(unreadable)?;
        let anew = judge_anew(reader(rewritten.path())?).map_err(unreadable)?;
        changed = anew.differing(&before);
        // What the kit asks with it asks with again, so an answer in which it was replaced fits no more: even where all
        // verdicts stay, a reason may not.
        if vocabulary.has_words(&anew.asked) {
            vocabulary.forget_words(&anew.asked);
            continue;
        }
        if changed.is_empty() {
            let file = settled(rewritten, anew, &before)?;
            return Ok((file, rewriting.replaced()));
        }
        break;
    }
    Err(not_redacted(&changed.join("; ")))
}

/// The rewritten journal with everything as it is judged now: written, and judged again, until that changes nothing. A case
/// that judges the whole run tells of it in the words of the others.
fn settled(
    rewritten: NamedTempFile,
    mut anew: Anew,
    before: &HashMap<String, Verdict>,
) -> Result<NamedTempFile, Failure> {
    let broken = |error: RecordError| not_redacted(&error.to_string());
    let mut file = rewritten;
    let mut why = String::new();
    for _ in 0..ROUNDS {
        file = write(file.path(), |event| anew.event(event)).map_err(broken)?;
        let verified = verify(reader(file.path())?).map_err(broken)?;
        let Some(first) = verified.differences.into_iter().next() else {
            return Ok(file);
        };
        why = first;
        anew = judge_anew(reader(file.path())?).map_err(broken)?;
        if !anew.differing(before).is_empty() {
            break;
        }
    }
    Err(not_redacted(&why))
}

fn not_redacted(why: &str) -> Failure {
    Failure::broken(format!(
        "the run cannot be redacted, its verdicts would not stay as they are: {why}; seal it without --redact"
    ))
}

fn reader(path: &Path) -> Result<BufReader<File>, Failure> {
    let file = File::open(path).map_err(Failure::broken)?;
    Ok(BufReader::new(file))
}

fn events(journal: &Path) -> Result<Events<'static>, RecordError> {
    Ok(Events::new(BufReader::new(File::open(journal)?))?)
}

/// The verdict of each case.
fn verdicts(journal: &Path) -> Result<HashMap<String, Verdict>, RecordError> {
    let mut events = events(journal)?;
    let mut verdicts = HashMap::new();
    while let Some(event) = events.next_event()? {
        if let Event::CaseFinished(result) = event {
            verdicts.insert(result.case, result.verdict);
        }
    }
    Ok(verdicts)
}

/// Writes a journal anew, sealed as a run seals it, with each event changed.
fn write(
    journal: &Path,
    mut change: impl FnMut(Event) -> Option<Event>,
) -> Result<NamedTempFile, RecordError> {
    let mut file = NamedTempFile::new()?;
    let mut encoder = Encoder::compressed()?;
    let mut out = BufWriter::new(file.as_file_mut());
    let mut writer = Writer::new(Vec::new());
    let mut events = events(journal)?;
    while let Some(event) = events.next_event()? {
        match change(event) {
            None => {}
            Some(Event::Seal { .. }) => writer.seal()?,
            Some(Event::Footer(footer)) => writer.close(footer)?,
            Some(event) => writer.append(&event)?,
        }
        encoder.push(&std::mem::take(writer.get_mut()))?;
        out.write_all(&encoder.flush(false)?)?;
    }
    out.write_all(&encoder.finish()?)?;
    out.flush()?;
    drop(out);
    Ok(file)
}

/// Words: letters and digits.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// The words of a text, in lower case.
fn lower_words(text: &str, into: &mut HashSet<String>) {
    into.extend(words(text).map(str::to_lowercase));
}
