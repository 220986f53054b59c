//! The cases of a journal, judged again as they come.

use std::collections::HashMap;

use ctk_record::{CaseRecord, CaseResult, Event, Header, Judgement, Plan, Record, Verdict};
use ctk_suite::case::Case;
use ctk_suite::case::applicability::applicability;
use ctk_suite::judging::verdict::{CaseOutcome, run_case};
use ctk_suite::lab::Lab;
use ctk_suite::model::{FollowingLab, is_model};
use ctk_suite::replay::ReplayLab;
use ctk_suite::under_test::Dut;
use ctk_vectors::facts;

use crate::dut::probe_request::ProbeRequest;
use crate::dut::services::of_architecture;
use crate::output::recorded;
use crate::run::select::{SelectArgs, select};
use crate::run::{plan, probe, schedule};

/// A run while it is judged again.
pub(super) struct Again {
    suite: HashMap<String, Case>,
    strict: bool,
    dut: Option<Dut>,
    met: bool,
    following: FollowingLab,
    modelled: bool,
    /// What differs.
    pub(super) differences: Vec<String>,
    /// The results as they are now.
    pub(super) results: HashMap<String, CaseResult>,
    /// How many were judged again.
    pub(super) judged: usize,
    /// How many could not be.
    pub(super) cut: usize,
}

impl Again {
    /// The run that this header begins.
    pub(super) fn new(header: &Header) -> Self {
        let mut differences = Vec::new();
        let ours = format!("sha256:{}", facts().digest);
        if header.tool.vectors != ours {
            differences.push(format!(
                "the run was judged by other facts ({}) than this program has ({ours})",
                header.tool.vectors
            ));
        }
        let suite = ctk_suite::cases().into_iter();
        Self {
            suite: suite.map(|case| (case.meta.id.to_string(), case)).collect(),
            strict: header.strict,
            dut: None,
            met: false,
            following: FollowingLab::default(),
            modelled: false,
            differences,
            results: HashMap::new(),
            judged: 0,
            cut: 0,
        }
    }

    /// Whether the device was met: what happened before the plan is no longer needed.
    pub(super) fn has_met(&self) -> bool {
        self.met
    }

    /// An event, before it is gathered: what the model follows, up to its first case.
    pub(super) fn before(&mut self, event: &Event) {
        match event {
            Event::CaseStarted { case, .. } => self.modelled |= is_model(case),
            Event::Exchange(exchange) if !self.modelled => self.following.add(exchange),
            _ => {}
        }
    }

    /// The plan is there: the device is met again, and the plan made again.
    pub(super) fn meet(&mut self, record: &Record) {
        self.met = true;
        let bench = record.header.bench.clone();
        let wanted: ProbeRequest = match serde_json::from_value(bench) {
            Ok(wanted) => wanted,
            Err(error) => {
                let why = format!("the journal does not say how the device was met: {error}");
                return self.differences.push(why);
            }
        };
        if record.device.is_some() {
            match probe::probe(&mut ReplayLab::new(&record.preparation), &wanted) {
                Ok(dut) => self.dut = Some(dut),
                Err(failure) => {
                    let why = failure.message;
                    let why = format!("the preparation of the run cannot be read again: {why}");
                    return self.differences.push(why);
                }
            }
        }
        if let Some(dut) = &self.dut
            && record.device.as_ref() != Some(&recorded::device(dut))
        {
            let why = "the device is not the one that the preparation of the run met";
            self.differences.push(why.to_owned());
        }
        self.plan(record, &wanted);
    }

    /// Makes the plan again, from what was selected and what the device shows.
    fn plan(&mut self, record: &Record, wanted: &ProbeRequest) {
        let Some(selection) = &record.header.selection else {
            let why = "the journal does not say which cases were selected";
            return self.differences.push(why.to_owned());
        };
        let args = SelectArgs {
            case: selection.case.clone(),
            skip: selection.skip.clone(),
        };
        let all = ctk_suite::cases();
        let offered = match wanted.service {
            Some(_) => of_architecture(all),
            None => all,
        };
        let whole = args.is_everything() && wanted.service.is_none();
        let count = offered.len();
        let cases = match select(offered, &args) {
            Ok(cases) => cases,
            Err(failure) => {
                let why = format!("the selection cannot be made again: {}", failure.message);
                return self.differences.push(why);
            }
        };
        let unselected = count - cases.len();
        let floor = record.plan.floor_ms;
        let made = match &self.dut {
            Some(dut) => {
                let plan = plan::Plan::new(cases, unselected, dut);
                recorded::whole_plan(&plan, dut, whole, floor)
            }
            None => recorded::plan(&cases, whole, floor),
        };
        self.differences.extend(compare_plans(&record.plan, &made));
    }

    /// A case has ended.
    pub(super) fn judge(&mut self, before: &CaseRecord) {
        let (Some(result), Some(_)) = (&before.result, before.started_ms) else {
            return self.never_began(before);
        };
        let id = &before.planned.id;
        let (Some(case), Some(dut)) = (self.suite.get(id), &self.dut) else {
            let why = format!("{id}: this program has no such case, or the device was never met");
            return self.differences.push(why);
        };
        self.judged += 1;
        let mut outcome = match schedule::not_tried(&case.meta, &applicability(&case.meta, dut)) {
            Some(outcome) => outcome,
            // Nothing was asked: the device was lost, or the run stopped, before its first question.
            None if before.exchanges.is_empty() && result.verdict == Verdict::Inconclusive => {
                return;
            }
            None if is_model(id) => run_case(case, dut, &mut self.following),
            None => {
                let mut replay = ReplayLab::of_case(before);
                let outcome = run_case(case, dut, &mut replay as &mut dyn Lab);
                if replay.met_a_cut() {
                    (self.judged, self.cut) = (self.judged - 1, self.cut + 1);
                    return;
                }
                outcome
            }
        };
        if self.strict {
            outcome.result.make_strict();
        }
        let found = compare(result, &before.judgements, &outcome);
        self.differences.extend(found);
        self.results.insert(id.clone(), outcome.result);
    }

    /// A case with a result that never began: right only where no device was met.
    fn never_began(&mut self, before: &CaseRecord) {
        let verdict = before.result.as_ref().map(|result| result.verdict);
        if self.dut.is_some() || verdict != Some(Verdict::Inconclusive) {
            let why = format!("{}: it has a result, but never began", before.planned.id);
            self.differences.push(why);
        }
    }
}

/// In what two plans differ, one sentence.
fn compare_plans(then: &Plan, now: &Plan) -> Option<String> {
    if then == now {
        return None;
    }
    let ids = |plan: &Plan| -> Vec<String> {
        let cases = plan.cases.iter();
        cases.map(|case| case.id.clone()).collect()
    };
    let (before, after) = (ids(then), ids(now));
    let lacking = after.iter().filter(|id| !before.contains(id)).count();
    let added = before.iter().filter(|id| !after.contains(id)).count();
    Some(if lacking + added > 0 {
        format!(
            "the plan is not that of the selection: {lacking} cases are missing, {added} do not belong to it"
        )
    } else {
        "the plan is not that of the selection: order, requirements or counts were changed"
            .to_owned()
    })
}

fn compare(before: &CaseResult, judgements: &[Judgement], now: &CaseOutcome) -> Vec<String> {
    let mut differences = Vec::new();
    let id = &before.case;
    let again = &now.result;
    if again.verdict != before.verdict {
        differences.push(format!(
            "{id}: was {}, is {}{}",
            before.verdict.spoken(),
            again.verdict.spoken(),
            if again.reason.is_empty() {
                String::new()
            } else {
                format!(": {}", again.reason)
            }
        ));
    } else if before.reason != again.reason {
        differences.push(format!(
            "{id}: the reason was {:?}, is {:?}",
            before.reason, again.reason
        ));
    } else if told(before) != told(again) {
        differences.push(format!(
            "{id}: what was observed, accepted or warned of differs"
        ));
    }
    if judgements != now.judgements {
        differences.push(format!(
            "{id}: {} judgements then, {} now, or about something else",
            judgements.len(),
            now.judgements.len()
        ));
    }
    differences
}

/// What a result says beyond verdict and reason.
fn told(result: &CaseResult) -> impl PartialEq + '_ {
    (
        &result.suspect,
        &result.accepted,
        &result.observed,
        &result.symptom,
        &result.warnings,
    )
}
