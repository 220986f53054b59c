//! Reading a journal whole: strict on its order and on duplicates, lenient on a cut last line.

use std::io::BufRead;

use super::{Events, Gathering, Keep, Record, RecordError};
use crate::Event;

/// Reads a journal, compressed or not, with everything that is in it.
///
/// A last line that was cut in the middle is left out; a missing footer means that the run was interrupted. A case that
/// began twice without a result in between was resumed: only its last attempt counts.
///
/// # Errors
/// Everything else that is not as the writer leaves it.
pub fn read(journal: impl BufRead) -> Result<Record, RecordError> {
    read_with(journal, Keep::Everything)
}

/// Reads a journal of any length into a record of bounded size: see [`Keep::Evidence`].
///
/// # Errors
/// As [`read`].
pub fn read_evidence(journal: impl BufRead) -> Result<Record, RecordError> {
    read_with(journal, Keep::Evidence)
}

fn read_with(journal: impl BufRead, keep: Keep) -> Result<Record, RecordError> {
    let mut events = Events::new(journal)?;
    let mut gathering = begin(&mut events, keep)?;
    while let Some(event) = events.next_event()? {
        gathering.take(event, events.line())?;
    }
    let mut record = gathering.into_record();
    record.cut_line = events.is_cut();
    record.integrity = events.integrity().clone();
    Ok(record)
}

/// Reads the header.
fn begin(events: &mut Events<'_>, keep: Keep) -> Result<Gathering, RecordError> {
    match events.next_event() {
        Ok(Some(Event::Header(header))) => Gathering::new(header, keep),
        // A file of another kind fails in its first line; so does a journal that was cut within it.
        Ok(None) if events.line() == 0 && !events.is_cut() => Err(RecordError::Empty),
        Ok(_) | Err(RecordError::Malformed { .. }) => Err(RecordError::NoHeader),
        Err(other) => Err(other),
    }
}
