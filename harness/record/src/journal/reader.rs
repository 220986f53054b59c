//! Reading the journal: strict on its order and on duplicates, lenient on a cut last line.

use std::collections::HashMap;
use std::io::{self, BufRead, Read};

use super::{CaseRecord, Record};
use crate::{CaseResult, Event, Exchange, Finding, Footer, Header, JOURNAL_SCHEMA, Plan};

/// How long a line may be, in bytes: a body of 4 MiB, written out in the worst way, twice.
pub const LINE_LIMIT: u64 = 64 * 1024 * 1024;

/// Why a file is not the journal of a run.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it; `line` counts from 1")]
pub enum RecordError {
    #[error("cannot read the journal: {0}")]
    Io(#[from] io::Error),
    #[error("the journal is empty: the run did not even begin")]
    Empty,
    #[error("line {line} of the journal is longer than {LINE_LIMIT} bytes: this is not a journal")]
    TooLong { line: usize },
    #[error(
        "line {line} of the journal is not an event: {why}; it was damaged, or written by a newer version"
    )]
    Malformed { line: usize, why: String },
    #[error("the first line of the journal is not its header: is this file the journal of a run?")]
    NoHeader,
    #[error("the journal's schema is `{found}`, this version reads `{JOURNAL_SCHEMA}`")]
    WrongSchema { found: String },
    #[error("line {line} of the journal repeats {what}: two runs were written into one file")]
    Duplicate { line: usize, what: String },
    #[error(
        "line {line} of the journal speaks of the case `{case}`, which the plan before it does not hold"
    )]
    Unplanned { line: usize, case: String },
    #[error(
        "line {line} of the journal adds findings to exchange {exchange} of `{case}`, which is not before it"
    )]
    NoExchange {
        line: usize,
        case: String,
        exchange: u32,
    },
    #[error(
        "line {line} of the journal comes after its footer: cut the footer off before a run is resumed"
    )]
    AfterFooter { line: usize },
}

/// Reads a journal.
///
/// A last line that was cut in the middle is left out; a missing footer means that the run was interrupted. A case that
/// began twice without a result in between was resumed: only its last attempt counts.
///
/// # Errors
/// Everything else that is not as the writer leaves it.
pub fn read(journal: impl BufRead) -> Result<Record, RecordError> {
    let mut lines = Lines {
        from: journal,
        number: 0,
        consumed: 0,
        cut: false,
    };
    let header = match lines.next_event() {
        Ok(Some((Event::Header(header), _))) => header,
        Ok(Some(_)) => return Err(RecordError::NoHeader),
        // A file of another kind fails in its first line; so does a journal that was cut within it.
        Ok(None) if lines.consumed == 0 => return Err(RecordError::Empty),
        Ok(None) | Err(RecordError::Malformed { .. }) => return Err(RecordError::NoHeader),
        Err(other) => return Err(other),
    };
    if header.schema != JOURNAL_SCHEMA {
        return Err(RecordError::WrongSchema {
            found: header.schema,
        });
    }
    let mut reading = Reading::new(header);
    reading.record.append_at = lines.consumed;
    while let Some((event, whole)) = lines.next_event()? {
        let is_footer = matches!(event, Event::Footer(_));
        reading.take(event, lines.number)?;
        if whole && !is_footer {
            reading.record.append_at = lines.consumed;
        }
    }
    reading.record.cut_line = lines.cut;
    Ok(reading.record)
}

/// The lines of a journal, bounded.
struct Lines<R> {
    from: R,
    number: usize,
    consumed: u64,
    /// Whether the last line was cut in the middle.
    cut: bool,
}

impl<R: BufRead> Lines<R> {
    /// The next event, and whether its line is whole; nothing at the end or when the last line was cut.
    fn next_event(&mut self) -> Result<Option<(Event, bool)>, RecordError> {
        let mut bytes = Vec::new();
        let length = self
            .from
            .by_ref()
            .take(LINE_LIMIT + 1)
            .read_until(b'\n', &mut bytes)?;
        if length == 0 {
            return Ok(None);
        }
        self.number += 1;
        self.consumed += length as u64;
        if length as u64 > LINE_LIMIT {
            return Err(RecordError::TooLong { line: self.number });
        }
        let whole = bytes.last() == Some(&b'\n');
        match serde_json::from_slice(&bytes) {
            Ok(event) => Ok(Some((event, whole))),
            Err(_) if !whole => {
                self.cut = true;
                Ok(None)
            }
            Err(why) => Err(RecordError::Malformed {
                line: self.number,
                why: why.to_string(),
            }),
        }
    }
}

/// The record while it is read.
struct Reading {
    record: Record,
    planned: bool,
    places: HashMap<String, usize>,
}

impl Reading {
    fn new(header: Header) -> Self {
        let record = Record {
            header,
            device: None,
            plan: Plan::default(),
            cases: Vec::new(),
            preparation: Vec::new(),
            notices: Vec::new(),
            footer: None::<Footer>,
            cut_line: false,
            append_at: 0,
        };
        Self {
            record,
            planned: false,
            places: HashMap::new(),
        }
    }

    fn take(&mut self, event: Event, line: usize) -> Result<(), RecordError> {
        if self.record.footer.is_some() {
            return Err(match event {
                Event::Footer(_) => duplicate("the footer", line),
                _ => RecordError::AfterFooter { line },
            });
        }
        match event {
            Event::Header(_) => return Err(duplicate("the header", line)),
            Event::Device(device) => {
                if self.record.device.replace(device).is_some() {
                    return Err(duplicate("the device", line));
                }
            }
            Event::Plan(plan) => {
                if std::mem::replace(&mut self.planned, true) {
                    return Err(duplicate("the plan", line));
                }
                self.plan(plan, line)?;
            }
            Event::CaseStarted { case, at_ms } => {
                self.started(case, at_ms, line)?;
            }
            Event::Exchange(exchange) if exchange.case.is_empty() => {
                self.record.preparation.push(*exchange)
            }
            Event::Exchange(exchange) => {
                self.exchange(*exchange, line)?;
            }
            Event::Findings {
                case,
                exchange,
                findings,
            } => {
                self.findings(case, exchange, findings, line)?;
            }
            Event::Judgement(judgement) => {
                self.case(judgement.case.clone(), line)?
                    .judgements
                    .push(*judgement);
            }
            Event::CaseFinished(result) => {
                self.finished(*result, line)?;
            }
            Event::Notice { at_ms, text } => self.record.notices.push((at_ms, text)),
            Event::Footer(footer) => self.record.footer = Some(footer),
        }
        Ok(())
    }

    fn started(&mut self, case: String, at_ms: u64, line: usize) -> Result<(), RecordError> {
        let case = self.case(case, line)?;
        if case.result.is_some() {
            return Err(duplicate(&format!("the case `{}`", case.planned.id), line));
        }
        case.started_ms = Some(at_ms);
        case.exchanges.clear();
        case.judgements.clear();
        Ok(())
    }

    fn finished(&mut self, result: CaseResult, line: usize) -> Result<(), RecordError> {
        let case = self.case(result.case.clone(), line)?;
        if case.result.is_some() {
            return Err(duplicate(
                &format!("the result of the case `{}`", result.case),
                line,
            ));
        }
        case.result = Some(result);
        Ok(())
    }

    fn findings(
        &mut self,
        case: String,
        exchange: u32,
        findings: Vec<Finding>,
        line: usize,
    ) -> Result<(), RecordError> {
        let exchanges = match case.as_str() {
            "" => &mut self.record.preparation,
            _ => &mut self.case(case.clone(), line)?.exchanges,
        };
        match exchanges
            .iter_mut()
            .rev()
            .find(|other| other.number == exchange)
        {
            Some(found) => found.findings.extend(findings),
            None => {
                return Err(RecordError::NoExchange {
                    line,
                    case,
                    exchange,
                });
            }
        }
        Ok(())
    }

    fn exchange(&mut self, exchange: Exchange, line: usize) -> Result<(), RecordError> {
        let case = self.case(exchange.case.clone(), line)?;
        if case
            .exchanges
            .iter()
            .rev()
            .any(|other| other.number == exchange.number)
        {
            let id = &case.planned.id;
            return Err(duplicate(
                &format!("exchange {} of the case `{id}`", exchange.number),
                line,
            ));
        }
        case.exchanges.push(exchange);
        Ok(())
    }

    fn plan(&mut self, plan: Plan, line: usize) -> Result<(), RecordError> {
        for (place, planned) in plan.cases.iter().enumerate() {
            if self.places.insert(planned.id.clone(), place).is_some() {
                return Err(RecordError::Duplicate {
                    line,
                    what: format!("the case `{}` in its plan", planned.id),
                });
            }
            self.record.cases.push(CaseRecord {
                planned: planned.clone(),
                started_ms: None,
                exchanges: Vec::new(),
                judgements: Vec::new(),
                result: None,
            });
        }
        self.record.plan = plan;
        Ok(())
    }

    fn case(&mut self, case: String, line: usize) -> Result<&mut CaseRecord, RecordError> {
        match self.places.get(&case) {
            Some(&place) => Ok(&mut self.record.cases[place]),
            None => Err(RecordError::Unplanned { line, case }),
        }
    }
}

fn duplicate(what: &str, line: usize) -> RecordError {
    RecordError::Duplicate {
        line,
        what: what.to_owned(),
    }
}
