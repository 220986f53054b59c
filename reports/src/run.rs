//! A run, from whatever a user names it by: its journal or its JSON report.

use crate::json::{self, ReportError};
use ctk_record::Record;
use ctk_record::journal::{self, RecordError};

/// Why a file is neither the journal nor the report of a run.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// It begins like a journal.
    #[error(transparent)]
    Journal(#[from] RecordError),
    /// It looks like a report.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// It is no text.
    #[error("neither a journal nor a JSON report: byte {at} is not UTF-8")]
    NotText {
        /// Where, from 0.
        at: usize,
    },
}

/// Reads a run from the bytes of its journal or its JSON report. The report is one JSON document over many lines or one;
/// the journal's first line is an event.
///
/// # Errors
/// When the bytes are neither.
pub fn read_run(bytes: &[u8]) -> Result<Record, RunError> {
    let first = bytes
        .split(|&byte| byte == b'\n')
        .next()
        .unwrap_or_default();
    let is_event = serde_json::from_slice::<serde_json::Value>(first)
        .is_ok_and(|line| line.get("event").is_some());
    if is_event || bytes.is_empty() {
        return Ok(journal::read(bytes)?);
    }
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
