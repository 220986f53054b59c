//! The cases of a journal, judged again as they come.

use std::collections::HashMap;
use std::io::BufRead;

use ctk_record::journal::{Events, Gathering, Keep, RecordError};
use ctk_record::{CaseRecord, CaseResult, Event, Header, Record, Verdict};
use ctk_suite::case::Case;
use ctk_suite::case::applicability::applicability;
use ctk_suite::judging::verdict::{CaseOutcome, run_case};
use ctk_suite::lab::Lab;
use ctk_suite::model::{FollowingLab, is_model};
use ctk_suite::replay::{self, Notice, ReplayLab};
use ctk_suite::under_test::Dut;
use ctk_vectors::facts;
use serde_json::Value;

use super::compared::{compare, compare_plans, same_device};
use super::meeting::Unmet;
use super::select::{SelectArgs, select};
use super::{at_fault, plan, probe, schedule};
use crate::dut::probe_request::ProbeRequest;
use crate::dut::service_data;
use crate::dut::services::{ServiceArg, offered};
use crate::exit_code::Failure;
use crate::output::recorded;

/// Judges every executed case of a journal again as it is read; tells of each what was noticed in its exchanges. What came
/// of it, and the record without its exchanges.
///
/// # Errors
/// The journal cannot be read.
pub fn judge_again(
    journal: impl BufRead,
    noticed: &mut dyn FnMut(&str, &Notice),
) -> Result<(Again, Record), RecordError> {
    judge_with(journal, noticed, None)
}

/// What a case asked when it was judged by a journal that was rewritten.
pub struct Reasked<'a> {
    /// Its questions.
    pub asked: &'a [replay::Reasked],
    /// How it came out; nothing for the preparation of the run.
    pub outcome: Option<&'a CaseOutcome>,
}

/// Judges every case of a journal again whose texts were replaced: questions may be asked in other words than it has.
/// Tells what each case asked, and how it came out; the preparation of the run is a case without a name.
///
/// # Errors
/// The journal cannot be read.
pub fn judge_reasking(
    journal: impl BufRead,
    reasked: &mut dyn FnMut(&str, Reasked<'_>),
) -> Result<(), RecordError> {
    let (mut again, _) = judge_with(journal, &mut |_, _| {}, Some(Vec::new()))?;
    for (case, asked, outcome) in again.reasked.take().unwrap_or_default() {
        let outcome = outcome.as_ref();
        reasked(
            &case,
            Reasked {
                asked: &asked,
                outcome,
            },
        );
    }
    Ok(())
}

type AskedAnew = Vec<(String, Vec<replay::Reasked>, Option<CaseOutcome>)>;

fn judge_with(
    journal: impl BufRead,
    noticed: &mut dyn FnMut(&str, &Notice),
    reasked: Option<AskedAnew>,
) -> Result<(Again, Record), RecordError> {
    let mut events = Events::new(journal)?;
    let header = match events.next_event()? {
        Some(Event::Header(header)) => header,
        Some(_) => return Err(RecordError::NoHeader),
        None => return Err(RecordError::Empty),
    };
    let mut gathering = Gathering::new(header, Keep::Everything)?;
    let mut again = Again::new(&gathering.record().header);
    again.reasked = reasked;
    while let Some(event) = events.next_event()? {
        if matches!(event, Event::Resumed(_)) {
            // Where the run was killed again before its first case, it has one that nobody needs any more.
            gathering.forget_preparation();
        }
        again.before(&event, gathering.record());
        let planned = matches!(event, Event::Plan(_));
        let finished = match &event {
            Event::CaseFinished(result) => Some(result.case.clone()),
            _ => None,
        };
        gathering.take(event, events.line())?;
        if planned {
            again.meet(gathering.record());
        }
        if let Some(case) = finished.and_then(|case| gathering.forget(&case)) {
            again.judge(&case, noticed);
        }
        if again.met {
            gathering.forget_preparation();
        }
    }
    let mut record = gathering.into_record();
    record.cut_line = events.is_cut();
    record.integrity = events.integrity().clone();
    Ok((again, record))
}

/// A device whose description cannot be used: the one case that judges it, and what the device was met by.
#[derive(Clone)]
struct Unusable {
    case: Case,
    wanted: ProbeRequest,
}

/// A run while it is judged again.
pub struct Again {
    suite: HashMap<String, Case>,
    strict: bool,
    dut: Option<Dut>,
    unusable: Option<Unusable>,
    met: bool,
    resumed: Option<Value>,
    following: FollowingLab,
    modelled: bool,
    reasked: Option<AskedAnew>,
    /// What differs.
    pub differences: Vec<String>,
    /// The results as they are now.
    pub results: HashMap<String, CaseResult>,
    /// How many were judged again.
    pub judged: usize,
    /// How many could not be.
    pub cut: usize,
}

impl Again {
    /// The run that this header begins.
    fn new(header: &Header) -> Self {
        let mut differences = Vec::new();
        let ours = format!("sha256:{}", facts().digest);
        if header.tool.vectors != ours {
            differences.push(format!(
                "the run was judged by other facts ({}) than this program has ({ours})",
                header.tool.vectors
            ));
        }
        service_data::know_again(&header.bench);
        let suite = ctk_suite::cases().into_iter();
        Self {
            suite: suite.map(|case| (case.meta.id.to_string(), case)).collect(),
            strict: header.strict,
            dut: None,
            unusable: None,
            met: false,
            resumed: None,
            following: FollowingLab::default(),
            modelled: false,
            reasked: None,
            differences,
            results: HashMap::new(),
            judged: 0,
            cut: 0,
        }
    }

    /// An event, before it is gathered: what the model follows, up to its first case; and whether the device has to be met
    /// anew, because the run was resumed.
    fn before(&mut self, event: &Event, record: &Record) {
        match event {
            Event::CaseStarted { case, .. } => {
                self.modelled |= is_model(case);
                if let Some(bench) = self.resumed.take() {
                    self.meet_with(record, bench);
                }
            }
            Event::Exchange(exchange) if !self.modelled => self.following.add(exchange),
            Event::Resumed(resumed) => {
                // What the model follows begins anew: nobody saw what happened in between.
                (self.following, self.modelled) = (FollowingLab::default(), false);
                (self.met, self.resumed) = (false, Some(resumed.bench.clone()));
            }
            _ => {}
        }
    }

    /// The plan is there: the device is met again, and the plan made again.
    fn meet(&mut self, record: &Record) {
        self.meet_with(record, record.header.bench.clone());
    }

    fn meet_with(&mut self, record: &Record, bench: Value) {
        self.met = true;
        let wanted: ProbeRequest = match serde_json::from_value(bench) {
            Ok(wanted) => wanted,
            Err(error) => {
                let why = format!("the journal does not say how the device was met: {error}");
                return self.differences.push(why);
            }
        };
        let mut lab = self.lab(ReplayLab::new(&record.preparation));
        let again = probe::probe(&mut lab, &wanted);
        self.remember("", &lab, None);
        if record.device.is_some() {
            match again.map_err(Failure::from) {
                Ok(dut) => self.dut = Some(dut),
                Err(failure) => {
                    let why = failure.message;
                    let why = format!("the preparation of the run cannot be read again: {why}");
                    return self.differences.push(why);
                }
            }
        } else if let Err(Unmet::AtFault(fault)) = again
            && let Ok(case) = at_fault::case_of(fault.row)
        {
            let wanted = wanted.clone();
            self.unusable = Some(Unusable { case, wanted });
        }
        if let Some(dut) = &self.dut
            && !same_device(
                record.device.as_ref(),
                &recorded::device(dut),
                wanted.embedded,
            )
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
        let service = wanted
            .service
            .as_deref()
            .and_then(|text| text.parse::<ServiceArg>().ok());
        let offered = offered(all, service.as_ref());
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
            None => {
                let added = self.unusable.as_ref().map(|unusable| &unusable.case);
                recorded::plan(&at_fault::with_case(cases, added), whole, floor)
            }
        };
        self.differences.extend(compare_plans(&record.plan, &made));
    }

    /// A case has ended.
    fn judge(&mut self, before: &CaseRecord, noticed: &mut dyn FnMut(&str, &Notice)) {
        let (Some(result), Some(_)) = (&before.result, before.started_ms) else {
            return self.never_began(before);
        };
        let id = &before.planned.id;
        if let Some(unusable) = self.unusable.clone() {
            return self.judge_description(&unusable, before);
        }
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
            None if is_model(id) => {
                let mut outcome = run_case(case, dut, &mut self.following);
                if self.strict {
                    outcome.result.make_strict();
                }
                // It asks nothing, and follows what the others asked.
                if let Some(reasked) = &mut self.reasked {
                    reasked.push((id.clone(), Vec::new(), Some(outcome.clone())));
                }
                outcome
            }
            None => {
                let mut replay = self.lab(ReplayLab::of_case(before));
                let mut outcome = run_case(case, dut, &mut replay as &mut dyn Lab);
                if replay.met_a_cut() {
                    (self.judged, self.cut) = (self.judged - 1, self.cut + 1);
                    return;
                }
                let notices = replay.notices().iter();
                notices.for_each(|notice| noticed(id, notice));
                if self.strict {
                    outcome.result.make_strict();
                }
                self.remember(id, &replay, Some(&outcome));
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

    /// The case that judges a description which cannot be used.
    fn judge_description(&mut self, unusable: &Unusable, before: &CaseRecord) {
        let Unusable { case, wanted } = unusable;
        let id = &before.planned.id;
        self.judged += 1;
        let mut lab = self.lab(ReplayLab::of_case(before));
        let judged = at_fault::judge(case, &mut lab, wanted);
        self.remember(id, &lab, judged.as_ref());
        match (judged, &before.result) {
            (Some(again), Some(result)) if case.meta.id == *id => {
                let found = compare(result, &before.judgements, &again);
                self.differences.extend(found);
                self.results.insert(id.clone(), again.result);
            }
            _ => self
                .differences
                .push(format!("{id}: the description can be used")),
        }
    }

    /// The lab, in the manner of this reading.
    fn lab(&self, lab: ReplayLab) -> ReplayLab {
        if self.reasked.is_some() {
            lab.reasking()
        } else {
            lab
        }
    }

    fn remember(&mut self, case: &str, lab: &ReplayLab, outcome: Option<&CaseOutcome>) {
        if let Some(reasked) = &mut self.reasked {
            reasked.push((case.to_owned(), lab.reasked().to_vec(), outcome.cloned()));
        }
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
