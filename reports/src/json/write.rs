//! From the record to the report.

use std::io;

use serde::ser::{Error as _, Serialize, SerializeSeq as _, Serializer};
use serde_json::{Map, Value};

use super::*;
use crate::bounded::BoundedSource;
use crate::causes::causes;
use crate::coverage::{self, Coverage};
use crate::traceability::{JudgedIn, Trace, traces};
use crate::visible::JsonWriter;
use crate::wire::{BODY_LIMIT, shown_body};
use crate::{json, summary};
use ctk_record::{CaseRecord, CaseResult, Exchange, Integrity, Message, Record};

/// Where the exchanges of a run are that its record does not hold.
pub trait Source {
    /// The exchanges of a case, in the order of the journal; those of the preparation for an empty id.
    ///
    /// # Errors
    /// They cannot be read.
    fn exchanges(&self, case: &str) -> io::Result<Vec<Exchange>>;
}

/// A record is the source of what it holds.
impl Source for Record {
    fn exchanges(&self, case: &str) -> io::Result<Vec<Exchange>> {
        if case.is_empty() {
            return Ok(self.preparation.clone());
        }
        let found = self.cases.iter().find(|known| known.planned.id == case);
        Ok(found.map_or_else(Vec::new, |case| case.exchanges.clone()))
    }
}

/// The report of a record, without the exchanges of cases that passed or did not apply: of those only the ones in which
/// something was found.
pub fn report(record: &Record) -> Report {
    let cases = record
        .outcomes()
        .map(|(case, outcome)| case_part(case, &outcome, deciding(case, &outcome)))
        .collect();
    frame(record, cases, exchanges(&record.preparation))
}

/// The report of a record without any exchange: for comparisons.
pub fn outline(record: &Record) -> Report {
    let cases = record
        .outcomes()
        .map(|(case, outcome)| case_part(case, &outcome, Vec::new()))
        .collect();
    frame(record, cases, Vec::new())
}

/// The report of a record, with all exchanges that it holds.
pub fn full(record: &Record) -> Report {
    let cases = record
        .outcomes()
        .map(|(case, outcome)| case_part(case, &outcome, exchanges(&case.exchanges)))
        .collect();
    frame(record, cases, exchanges(&record.preparation))
}

/// Writes [`report`] without ever holding it.
///
/// # Errors
/// The writer's.
pub fn write(record: &Record, out: &mut dyn io::Write) -> io::Result<()> {
    pretty(record, None, out)
}

/// Writes [`full`] without ever holding it, with all exchanges that the source has.
///
/// # Errors
/// The writer's or the source's.
pub fn write_full(record: &Record, source: &dyn Source, out: &mut dyn io::Write) -> io::Result<()> {
    pretty(record, Some(&BoundedSource::new(source)), out)
}

fn pretty(record: &Record, source: Option<&dyn Source>, out: &mut dyn io::Write) -> io::Result<()> {
    let cases = Cases { record, source };
    let preparation = Exchanges::of(source, "", &record.preparation);
    serde_json::to_writer_pretty(JsonWriter(&mut *out), &frame(record, cases, preparation))?;
    out.write_all(b"\n")
}

/// The cases of a record, each made when it is written.
struct Cases<'a> {
    record: &'a Record,
    source: Option<&'a dyn Source>,
}

impl Serialize for Cases<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut list = to.serialize_seq(None)?;
        for (case, outcome) in self.record.outcomes() {
            if self.source.is_some() {
                let exchanges = Exchanges::of(self.source, &case.planned.id, &[]);
                list.serialize_element(&case_part(case, &outcome, exchanges))?;
            } else {
                let exchanges = deciding(case, &outcome);
                list.serialize_element(&case_part(case, &outcome, exchanges))?;
            }
        }
        list.end()
    }
}

/// The exchanges of a case, read when they are written.
struct Exchanges<'a> {
    source: Option<&'a dyn Source>,
    case: &'a str,
    held: &'a [Exchange],
}

impl<'a> Exchanges<'a> {
    fn of(source: Option<&'a dyn Source>, case: &'a str, held: &'a [Exchange]) -> Self {
        Self { source, case, held }
    }
}

impl Serialize for Exchanges<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let read = match self.source {
            Some(source) => source.exchanges(self.case),
            None => Ok(self.held.to_vec()),
        };
        exchanges(&read.map_err(S::Error::custom)?).serialize(to)
    }
}

/// The report around its cases.
fn frame<C, P>(record: &Record, cases: C, preparation: P) -> Report<C, P> {
    let header = &record.header;
    Report {
        schema: json::RUN_SCHEMA.to_owned(),
        tool: header.tool.clone(),
        started: header.started.clone(),
        duration_ms: record.duration_ms(),
        seed: header.seed,
        command: header.command.clone(),
        run: run_part(record),
        device: record.device.as_ref().map(DevicePart::from),
        ics: record
            .device
            .as_ref()
            .map_or_else(|| Value::Object(Map::new()), |device| device.ics.clone()),
        causes: causes(record),
        summary: summary::counts(record),
        cases,
        coverage: coverage_part(record, coverage::coverage(record)),
        preparation,
        notices: record
            .notices
            .iter()
            .map(|(at_ms, text)| NoticePart {
                at_ms: *at_ms,
                text: text.clone(),
            })
            .collect(),
        resumed: record.resumed.clone(),
        integrity: match &record.integrity {
            Integrity::Broken(why) => why.clone(),
            Integrity::Sealed | Integrity::Open(_) | Integrity::Absent => String::new(),
        },
    }
}

fn run_part(record: &Record) -> RunPart {
    let header = &record.header;
    RunPart {
        complete: record.complete(),
        ended: record.ended(),
        exit_code: summary::recorded_exit_code(record),
        verdict: summary::verdict_line(record),
        floor_ms: record.plan.floor_ms,
        efficiency: summary::efficiency(record),
        shard: record.plan.shard,
        whole: record.plan.whole,
        strict: header.strict,
        require_complete: header.require_complete,
        certify: header.certify,
        label: header.label.clone(),
        messages: record.plan.messages,
        not_selected: record.plan.not_selected.clone(),
        unclaimed: record.plan.unclaimed.clone(),
        target: header.target.clone(),
        company: record.company.clone(),
        remarks: summary::remarks(record).to_vec(),
    }
}

fn case_part<E>(case: &CaseRecord, outcome: &CaseResult, exchanges: E) -> CasePart<E> {
    let planned = case.planned.clone();
    let outcome = outcome.clone();
    CasePart {
        id: planned.id,
        clause: planned.clause,
        purpose: planned.purpose,
        requirements: planned.requirements,
        level: planned.level,
        verdict: outcome.verdict,
        reason: outcome.reason,
        suspect: outcome.suspect,
        accepted: outcome.accepted,
        observed: outcome.observed,
        symptom: outcome.symptom,
        warnings: outcome.warnings,
        known_failure: outcome.known_failure,
        duration_ms: outcome.duration_ms,
        exchanges,
        reproduce: outcome.reproduce,
        judgements: case.judgements.iter().map(JudgementPart::from).collect(),
        executed: case.result.is_some(),
        started_ms: case.started_ms,
    }
}

/// The exchanges that a reader of the case asks for first.
fn deciding(case: &CaseRecord, outcome: &CaseResult) -> Vec<ExchangePart> {
    let passed = matches!(outcome.verdict, Verdict::Pass | Verdict::NotApplicable);
    let found = |exchange: &Exchange| {
        let mut findings = exchange.findings.iter();
        findings.any(|finding| finding.grade != Grade::Note)
    };
    case.exchanges
        .iter()
        .filter(|one| one.kind != Kind::Internal && (!passed || found(one)))
        .map(exchange_part)
        .collect()
}

fn exchanges(all: &[Exchange]) -> Vec<ExchangePart> {
    all.iter()
        .filter(|exchange| exchange.kind != Kind::Internal)
        .map(exchange_part)
        .collect()
}

fn exchange_part(exchange: &Exchange) -> ExchangePart {
    ExchangePart {
        kind: exchange.kind,
        request: exchange.request.as_ref().map(|request| RequestPart {
            method: request.method.clone(),
            url: request.url.clone(),
            headers: request.headers.clone(),
            body: shown_body(&request.body, BODY_LIMIT),
            body_base64: whole_base64(request),
        }),
        response: exchange.response.as_ref().map(|response| ResponsePart {
            status: response.status.unwrap_or(0),
            headers: response.headers.clone(),
            body: shown_body(&response.body, BODY_LIMIT),
            body_base64: whole_base64(response),
        }),
        findings: exchange.findings.iter().map(FindingPart::from).collect(),
        at_ms: exchange.at_ms,
        elapsed_ms: exchange.elapsed_ms,
        number: exchange.number,
        error: exchange.error.clone(),
    }
}

/// The base64 form, unless the body is too long for a report: half of it would decode to something else.
fn whole_base64(message: &Message) -> Option<String> {
    message
        .body_base64
        .clone()
        .filter(|base64| base64.len() / 4 * 3 <= BODY_LIMIT && message.body.len() <= BODY_LIMIT)
}

fn coverage_part(record: &Record, coverage: Coverage) -> CoveragePart {
    CoveragePart {
        requirements: traces(record)
            .into_iter()
            .map(|trace| requirement_part(record, trace))
            .collect(),
        session_state_action: coverage
            .session
            .into_iter()
            .map(|row| SessionPart {
                state: row.place,
                action: row.event,
                attempts: row.attempts,
                verdict: row.verdict,
            })
            .collect(),
        message_folder_action: coverage
            .folder
            .into_iter()
            .map(|row| FolderPart {
                folder: row.place,
                action: row.event,
                attempts: row.attempts,
                verdict: row.verdict,
            })
            .collect(),
        error_codes: coverage
            .errors
            .into_iter()
            .map(|row| ErrorPart {
                action: row.action,
                code: row.code,
                provoked: row.provoked,
                verdict: row.verdict,
            })
            .collect(),
    }
}

fn requirement_part(record: &Record, trace: Trace) -> RequirementPart {
    let row = trace.row;
    let planned = record
        .plan
        .requirements
        .iter()
        .find(|planned| planned.id == row.id);
    RequirementPart {
        planned_reason: planned.map_or_else(String::new, |planned| planned.reason.clone()),
        id: row.id,
        cases: row.cases,
        verdict: row.verdict,
        reason: row.reason,
        clause: row.clause,
        level: row.level,
        text: row.text,
        rulings: trace.rulings,
        judged: trace.judged.into_iter().map(JudgedPart::from).collect(),
    }
}

impl From<JudgedIn> for JudgedPart {
    fn from(one: JudgedIn) -> Self {
        Self {
            case: one.case,
            verdict: one.verdict,
            judgements: one.judgements,
            exchanges: one.exchanges,
            seen_in: one.seen_in,
        }
    }
}

impl From<&Judgement> for JudgementPart {
    fn from(judgement: &Judgement) -> Self {
        let judgement = judgement.clone();
        Self {
            requirement: judgement.requirement,
            clause: judgement.clause,
            level: judgement.level,
            outcome: judgement.outcome,
            asked: judgement.asked,
            accepted: judgement.accepted,
            observed: judgement.observed,
            ruling: judgement.ruling,
            exchanges: judgement.exchanges,
            seen_in: judgement.seen_in,
            session_cell: judgement.session_cell,
            folder_cell: judgement.folder_cell,
            error_pair: judgement.error_pair,
            script: judgement.script,
        }
    }
}
