//! A record as it comes to be, event by event: read from a journal, or while the run goes on.

use std::collections::HashMap;
use std::mem::take;

use super::keep::{Keep, Room};
use super::{CaseRecord, Record, RecordError};
use crate::{
    CaseResult, Event, Exchange, Finding, Header, JOURNAL_SCHEMA, Judgement, Plan, Resumed,
};

/// A record while its events come in.
#[derive(Debug)]
pub struct Gathering {
    record: Record,
    keep: Keep,
    room: Room,
    planned: bool,
    places: HashMap<String, usize>,
}

/// How many notices are kept.
const NOTICES: usize = 1000;

impl Gathering {
    /// The record of the run that this header begins.
    ///
    /// # Errors
    /// The header is that of a journal which this version does not read.
    pub fn new(header: Header, keep: Keep) -> Result<Self, RecordError> {
        if header.schema != JOURNAL_SCHEMA {
            return Err(RecordError::WrongSchema {
                found: header.schema,
            });
        }
        Ok(Self {
            record: Record::new(header),
            keep,
            room: Room::default(),
            planned: false,
            places: HashMap::new(),
        })
    }

    /// The record as it is by now.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// Gives back the record.
    pub fn into_record(mut self) -> Record {
        self.record.set_aside();
        self.record
    }

    /// Takes the exchanges out of a case: whoever judges it again while a journal is read needs them no longer.
    pub fn forget(&mut self, case: &str) -> Option<CaseRecord> {
        let case = &mut self.record.cases[*self.places.get(case)?];
        let whole = case.clone_without_exchanges();
        Some(CaseRecord {
            exchanges: take(&mut case.exchanges),
            ..whole
        })
    }

    /// Lets go of the exchanges that belong to no case.
    pub fn forget_preparation(&mut self) {
        self.record.preparation.clear();
    }

    /// Takes the next event; `line` is its number in the journal, for messages.
    ///
    /// # Errors
    /// It does not fit to those before it.
    pub fn take(&mut self, event: Event, line: usize) -> Result<(), RecordError> {
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
            Event::Exchange(exchange) if exchange.case.is_empty() => self.prepared(*exchange),
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
            Event::Judgement(judgement) => self.judged(*judgement, line)?,
            Event::CaseFinished(result) => {
                self.finished(*result, line)?;
            }
            Event::Notice { at_ms, text } => {
                if self.record.notices.len() < NOTICES {
                    self.record.notices.push((at_ms, text));
                }
            }
            Event::Company { text, .. } => drop(self.record.company.get_or_insert(text)),
            Event::Resumed(resumed) => self.resumed(resumed),
            Event::Seal { .. } => {}
            Event::Footer(footer) => self.record.close(footer),
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
        let id = result.case.clone();
        let case = self.case(result.case.clone(), line)?;
        if case.result.is_some() {
            return Err(duplicate(
                &format!("the result of the case `{}`", result.case),
                line,
            ));
        }
        let verdict = result.verdict;
        case.result = Some(result);
        if self.keep == Keep::Evidence
            && let Some(&place) = self.places.get(&id)
        {
            let case = &mut self.record.cases[place];
            self.record.left_out += self.room.settle(case, verdict);
        }
        Ok(())
    }

    fn judged(&mut self, judgement: Judgement, line: usize) -> Result<(), RecordError> {
        let keep = self.keep;
        self.case(judgement.case.clone(), line)?;
        let Some(&place) = self.places.get(&judgement.case) else {
            return Ok(());
        };
        let case = &mut self.record.cases[place];
        match keep {
            Keep::Everything => case.judgements.push(judgement),
            Keep::Evidence => {
                let kept = self.room.judgement(judgement, &case.judgements);
                case.judgements.extend(kept);
            }
        }
        Ok(())
    }

    fn prepared(&mut self, exchange: Exchange) {
        let preparation = &mut self.record.preparation;
        match self.keep {
            Keep::Everything => preparation.push(exchange),
            Keep::Evidence => match self.room.enter(exchange, preparation) {
                Some(exchange) => preparation.push(exchange),
                None => self.record.left_out += 1,
            },
        }
    }

    /// What the cases did that had not ended is of no use: they begin again.
    fn resumed(&mut self, resumed: Resumed) {
        for case in &mut self.record.cases {
            if case.result.is_none() {
                case.started_ms = None;
                case.exchanges.clear();
                case.judgements.clear();
            }
        }
        self.record.resumed.push(resumed);
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
            id => match self.places.get(id) {
                Some(&place) => &mut self.record.cases[place].exchanges,
                None => return Err(RecordError::Unplanned { line, case }),
            },
        };
        match exchanges
            .iter_mut()
            .rev()
            .find(|other| other.number == exchange)
        {
            Some(found) if self.keep == Keep::Evidence => self.room.findings(found, findings),
            Some(found) => found.findings.extend(findings),
            // The exchange was not kept.
            None if self.keep == Keep::Evidence => self.record.left_out += 1,
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
        let keep = self.keep;
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
        if keep == Keep::Everything {
            case.exchanges.push(exchange);
            return Ok(());
        }
        let place = self.places[&exchange.case];
        match self
            .room
            .enter(exchange, &self.record.cases[place].exchanges)
        {
            Some(exchange) => self.record.cases[place].exchanges.push(exchange),
            None => self.record.left_out += 1,
        }
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
