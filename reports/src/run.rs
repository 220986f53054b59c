//! A run, from whatever a user names it by: its journal or its JSON report.

use std::io::{self, BufRead, Read as _};

use crate::json::{self, ReportError};
use ctk_record::Record;
use ctk_record::journal::{self, RecordError, is_compressed};

/// Why a file is neither the journal nor the report of a run.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// It begins like a journal.
    #[error(transparent)]
    Journal(#[from] RecordError),
    /// It looks like a report.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The file cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is no text.
    #[error("neither a journal nor a JSON report: byte {at} is not UTF-8")]
    NotText {
        /// Where, from 0.
        at: usize,
    },
}

/// Reads a run from the bytes of its journal, compressed or not, or of its JSON report. The report is one JSON document
/// over many lines or one; the journal's first line is an event.
///
/// # Errors
/// When the bytes are neither.
pub fn read_run(bytes: &[u8]) -> Result<Record, RunError> {
    if is_journal(bytes) {
        return Ok(journal::read(bytes)?);
    }
    read_report(bytes)
}

/// Reads a run as [`read_run`] does, from a file of any length: of its exchanges the evidence is kept, within a bound.
///
/// # Errors
/// When it is neither, or the file cannot be read.
pub fn read_stream(mut file: impl BufRead) -> Result<Record, RunError> {
    if is_journal(file.fill_buf()?) {
        return Ok(journal::read_evidence(file)?);
    }
    let mut bytes = Vec::new();
    file.take(REPORT_LIMIT).read_to_end(&mut bytes)?;
    read_report(&bytes)
}

/// How long a JSON report may be, in bytes.
const REPORT_LIMIT: u64 = 1 << 30;

/// Whether this is the beginning of a journal: an event begins with its name.
pub fn is_journal(bytes: &[u8]) -> bool {
    bytes.is_empty() || is_compressed(bytes) || bytes.trim_ascii_start().starts_with(b"{\"event\":")
}

fn read_report(bytes: &[u8]) -> Result<Record, RunError> {
    let text = std::str::from_utf8(bytes).map_err(|error| RunError::NotText {
        at: error.valid_up_to(),
    })?;
    Ok(json::read_report(text)?.to_record())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ctk_record::sample;

    #[test]
    fn journals_and_reports_are_told_apart() {
        let record = sample::sample();
        let journal = sample::journal(&sample::events());
        assert!(read_run(&journal).unwrap() == record);
        let report = json::report(&record);
        assert!(json::report(&read_run(report.to_json().as_bytes()).unwrap()) == report);
        let compact = serde_json::to_vec(&report).unwrap();
        assert!(json::report(&read_run(&compact).unwrap()) == report);
    }

    #[test]
    fn others_are_refused() {
        assert!(matches!(
            read_run(b""),
            Err(RunError::Journal(RecordError::Empty))
        ));
        assert!(matches!(
            read_run(b"\xff"),
            Err(RunError::NotText { at: 0 })
        ));
        assert!(matches!(read_run(b"<html>"), Err(RunError::Report(_))));
        assert!(matches!(
            read_run(b"{\"event\":\"footer\"}\n"),
            Err(RunError::Journal(_))
        ));
    }
}
