//! From the record to the report.

use serde_json::{Map, Value};

use super::*;
use crate::causes::causes;
use crate::coverage::{self, Coverage, RequirementRow};
use crate::wire::{BODY_LIMIT, shown_body};
use crate::{json, summary};
use ctk_record::{CaseRecord, CaseResult, Exchange, Message, Record};

/// The report of a record.
pub fn report(record: &Record) -> Report {
    let header = &record.header;
    Report {
        schema: json::RUN_SCHEMA.to_owned(),
        tool: header.tool.clone(),
        started: header.started.clone(),
        duration_ms: record.duration_ms(),
        seed: header.seed,
        command: header.command.clone(),
        run: RunPart {
            complete: record.complete(),
            ended: record.ended(),
            exit_code: summary::recorded_exit_code(record),
            verdict: summary::verdict_line(record),
            floor_ms: record.plan.floor_ms,
            whole: record.plan.whole,
            strict: header.strict,
            require_complete: header.require_complete,
            messages: record.plan.messages,
            not_selected: record.plan.not_selected.clone(),
            unclaimed: record.plan.unclaimed.clone(),
            target: header.target.clone(),
            remarks: summary::remarks(record).to_vec(),
        },
        device: record.device.as_ref().map(DevicePart::from),
        ics: record
            .device
            .as_ref()
            .map_or_else(|| Value::Object(Map::new()), |device| device.ics.clone()),
        causes: causes(record),
        summary: summary::counts(record),
        cases: record
            .outcomes()
            .map(|(case, outcome)| case_part(case, &outcome))
            .collect(),
        coverage: coverage_part(record, coverage::coverage(record)),
        preparation: exchanges(&record.preparation),
        notices: record
            .notices
            .iter()
            .map(|(at_ms, text)| NoticePart {
                at_ms: *at_ms,
                text: text.clone(),
            })
            .collect(),
    }
}

fn case_part(case: &CaseRecord, outcome: &CaseResult) -> CasePart {
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
        exchanges: exchanges(&case.exchanges),
        reproduce: outcome.reproduce,
        judgements: case.judgements.iter().map(JudgementPart::from).collect(),
        executed: case.result.is_some(),
        started_ms: case.started_ms,
    }
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
        requirements: coverage
            .requirements
            .into_iter()
            .map(|row| requirement_part(record, row))
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

fn requirement_part(record: &Record, row: RequirementRow) -> RequirementPart {
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
    }
}
