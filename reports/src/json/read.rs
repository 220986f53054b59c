//! From a report back to what renderers and comparisons need.

use super::*;
use ctk_record::{
    CaseRecord, CaseResult, Exchange, Footer, Header, Integrity, JOURNAL_SCHEMA, Message, Plan,
    PlannedCase, PlannedRequirement, Record,
};

/// Why a text is not a report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// It is not JSON, or a field of the contract is missing.
    #[error("this is not a JSON report of a run: {0}")]
    Malformed(#[from] serde_json::Error),
    /// It is a report, of another kind or version.
    #[error("the report's schema is `{found}`, this version reads `{RUN_SCHEMA}`")]
    WrongSchema {
        /// What the report says.
        found: String,
    },
}

/// Reads a JSON report.
///
/// # Errors
/// When it is no JSON, of another schema, or lacks a field of the contract.
pub fn read_report(text: &str) -> Result<Report, ReportError> {
    let value: Value = serde_json::from_str(text)?;
    match value.get("schema").and_then(Value::as_str) {
        Some(RUN_SCHEMA) => Ok(serde_json::from_value(value)?),
        other => Err(ReportError::WrongSchema {
            found: other.unwrap_or("absent").to_owned(),
        }),
    }
}

impl Report {
    /// The record that this report was made of, as far as the report tells: bodies stay cut, and what is kept for the
    /// replay alone is gone.
    pub fn to_record(&self) -> Record {
        Record {
            header: Header {
                schema: JOURNAL_SCHEMA.to_owned(),
                tool: self.tool.clone(),
                started: self.started.clone(),
                seed: self.seed,
                command: self.command.clone(),
                target: self.run.target.clone(),
                selection: None,
                strict: self.run.strict,
                require_complete: self.run.require_complete,
                certify: self.run.certify,
                label: self.run.label.clone(),
                bench: serde_json::Value::Null,
            },
            device: self.device.as_ref().map(|device| self.device_of(device)),
            plan: self.plan(),
            cases: self.cases.iter().map(case).collect(),
            preparation: exchanges("", &self.preparation),
            notices: self
                .notices
                .iter()
                .map(|notice| (notice.at_ms, notice.text.clone()))
                .collect(),
            company: self.run.company.clone(),
            footer: Some(Footer {
                exit_code: self.run.exit_code,
                verdict: self.run.verdict.clone(),
                duration_ms: self.duration_ms,
                remarks: self.run.remarks.clone(),
                ..Footer::new(self.run.ended)
            }),
            resumed: self.resumed.clone(),
            cut_line: false,
            integrity: self.integrity(),
            left_out: 0,
        }
    }

    fn integrity(&self) -> Integrity {
        match self.integrity.as_str() {
            "" => Integrity::Absent,
            why => Integrity::Broken(why.to_owned()),
        }
    }

    fn device_of(&self, device: &DevicePart) -> Device {
        let device = device.clone();
        Device {
            description_url: device.description_url,
            udn: device.udn,
            friendly_name: device.friendly_name,
            manufacturer: device.manufacturer,
            model_name: device.model_name,
            device_type: device.device_type,
            service_type: device.service_type,
            server: device.server,
            uda: device.uda,
            ics: self.ics.clone(),
        }
    }

    fn plan(&self) -> Plan {
        let coverage = &self.coverage;
        let requirement = |part: &RequirementPart| PlannedRequirement {
            id: part.id.clone(),
            clause: part.clause.clone(),
            level: part.level.clone(),
            text: part.text.clone(),
            reason: part.planned_reason.clone(),
        };
        let session = coverage.session_state_action.iter();
        let folder = coverage.message_folder_action.iter();
        Plan {
            cases: self.cases.iter().map(planned).collect(),
            whole: self.run.whole,
            requirements: coverage.requirements.iter().map(requirement).collect(),
            session_cells: session
                .map(|cell| (cell.state.clone(), cell.action.clone()))
                .collect(),
            folder_cells: folder
                .map(|cell| (cell.folder.clone(), cell.action.clone()))
                .collect(),
            error_pairs: coverage
                .error_codes
                .iter()
                .map(|pair| (pair.action.clone(), pair.code))
                .collect(),
            messages: self.run.messages,
            not_selected: self.run.not_selected.clone(),
            unclaimed: self.run.unclaimed.clone(),
            floor_ms: self.run.floor_ms,
            shard: self.run.shard,
        }
    }
}

fn planned(part: &CasePart) -> PlannedCase {
    PlannedCase {
        id: part.id.clone(),
        clause: part.clause.clone(),
        purpose: part.purpose.clone(),
        requirements: part.requirements.clone(),
        level: part.level.clone(),
    }
}

fn case(part: &CasePart) -> CaseRecord {
    let result = CaseResult {
        case: part.id.clone(),
        verdict: part.verdict,
        reason: part.reason.clone(),
        suspect: part.suspect,
        accepted: part.accepted.clone(),
        observed: part.observed.clone(),
        symptom: part.symptom.clone(),
        warnings: part.warnings.clone(),
        duration_ms: part.duration_ms,
        reproduce: part.reproduce.clone(),
        known_failure: part.known_failure.clone(),
    };
    CaseRecord {
        planned: planned(part),
        started_ms: part.started_ms,
        exchanges: exchanges(&part.id, &part.exchanges),
        judgements: part
            .judgements
            .iter()
            .map(|one| judgement(&part.id, one))
            .collect(),
        result: part.executed.then_some(result),
    }
}

fn judgement(case: &str, part: &JudgementPart) -> Judgement {
    let part = part.clone();
    Judgement {
        case: case.to_owned(),
        requirement: part.requirement,
        clause: part.clause,
        level: part.level,
        outcome: part.outcome,
        asked: part.asked,
        accepted: part.accepted,
        observed: part.observed,
        ruling: part.ruling,
        exchanges: part.exchanges,
        seen_in: part.seen_in,
        session_cell: part.session_cell,
        folder_cell: part.folder_cell,
        error_pair: part.error_pair,
        script: part.script,
    }
}

fn exchanges(case: &str, parts: &[ExchangePart]) -> Vec<Exchange> {
    let exchange = |part: &ExchangePart| Exchange {
        case: case.to_owned(),
        number: part.number,
        kind: part.kind,
        request: part.request.clone().map(|request| Message {
            method: request.method,
            url: request.url,
            status: None,
            headers: request.headers,
            body: request.body,
            body_base64: request.body_base64,
        }),
        response: part.response.clone().map(|response| Message {
            status: (response.status != 0).then_some(response.status),
            headers: response.headers,
            body: response.body,
            body_base64: response.body_base64,
            ..Message::default()
        }),
        findings: part
            .findings
            .iter()
            .map(|finding| Finding::new(&finding.row, finding.grade, &finding.text))
            .collect(),
        error: part.error.clone(),
        at_ms: part.at_ms,
        elapsed_ms: part.elapsed_ms,
        replay: Value::Null,
    };
    parts.iter().map(exchange).collect()
}
