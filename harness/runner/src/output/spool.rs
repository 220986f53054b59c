//! The exchanges of a run, case by case, however large its journal is: they wait in a file.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};

use ctk_record::journal::{Events, RecordError};
use ctk_record::{Event, Exchange, Finding};
use ctk_reports::json::Source;

/// A temporary file with the exchanges of a journal, and where in it those of each case are.
pub struct Spool {
    file: RefCell<File>,
    places: HashMap<String, Vec<Place>>,
}

/// A line of the file: where it begins, and how long it is.
struct Place {
    at: u64,
    length: usize,
}

impl Spool {
    /// Reads a journal.
    ///
    /// # Errors
    /// It cannot be read, or there is no room for the file.
    pub fn of(journal: impl BufRead) -> Result<Self, RecordError> {
        let mut events = Events::new(journal)?;
        let mut out = BufWriter::new(tempfile::tempfile()?);
        let mut places: HashMap<String, Vec<Place>> = HashMap::new();
        let mut at = 0;
        while let Some(event) = events.next_event()? {
            let case = match &event {
                Event::Exchange(exchange) => exchange.case.clone(),
                Event::Findings { case, .. } => case.clone(),
                // A case that begins anew leaves what it did before.
                Event::CaseStarted { case, .. } => {
                    places.remove(case);
                    continue;
                }
                _ => continue,
            };
            let line = serde_json::to_vec(&event).map_err(io::Error::from)?;
            out.write_all(&line)?;
            let length = line.len();
            places.entry(case).or_default().push(Place { at, length });
            at += length as u64;
        }
        let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Self {
            file: RefCell::new(file),
            places,
        })
    }

    fn event(&self, place: &Place) -> io::Result<Event> {
        let mut file = self.file.borrow_mut();
        let mut line = vec![0; place.length];
        file.seek(SeekFrom::Start(place.at))?;
        file.read_exact(&mut line)?;
        Ok(serde_json::from_slice(&line)?)
    }
}

impl Source for Spool {
    fn exchanges(&self, case: &str) -> io::Result<Vec<Exchange>> {
        let mut exchanges: Vec<Exchange> = Vec::new();
        for place in self.places.get(case).map_or(&[][..], Vec::as_slice) {
            match self.event(place)? {
                Event::Exchange(mut exchange) => {
                    // What only a replay needs is in no report.
                    exchange.replay = serde_json::Value::Null;
                    exchanges.push(*exchange);
                }
                Event::Findings {
                    exchange, findings, ..
                } => found(&mut exchanges, exchange, findings),
                _ => {}
            }
        }
        Ok(exchanges)
    }
}

/// What was noticed later in an exchange.
fn found(exchanges: &mut [Exchange], number: u32, findings: Vec<Finding>) {
    let mut known = exchanges.iter_mut().rev();
    if let Some(exchange) = known.find(|exchange| exchange.number == number) {
        exchange.findings.extend(findings);
    }
}
