//! A whole run, as its journal says.

use std::borrow::Cow;

use crate::{
    CaseResult, Device, Ended, Exchange, Footer, Header, Judgement, Plan, PlannedCase, Resumed,
    Suspect, Verdict,
};

/// A run, as its journal tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Who ran what.
    pub header: Header,
    /// What the device says of itself; absent when it was never reached.
    pub device: Option<Device>,
    /// The plan; empty when the run ended before there was one.
    pub plan: Plan,
    /// Every planned case, in the order of the plan, whether it was executed or not.
    pub cases: Vec<CaseRecord>,
    /// The exchanges that belong to no case.
    pub preparation: Vec<Exchange>,
    /// Words to the reader: milliseconds since the run began, and the sentence.
    pub notices: Vec<(u64, String)>,
    /// By what it was noticed that another tester was at work on the device; absent when the run was alone with it.
    pub company: Option<String>,
    /// The end; absent when the run was cut short.
    pub footer: Option<Footer>,
    /// Each time that a killed or interrupted run went on.
    pub resumed: Vec<Resumed>,
    /// Whether the last line of the journal was cut in the middle and left out.
    pub cut_line: bool,
    /// Whether the seals and the footer of the journal agree with its lines.
    pub integrity: Integrity,
    /// How many exchanges were left out of this record; the journal has them.
    pub left_out: usize,
}

/// What the seals and the footer of a journal say of its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Integrity {
    /// They agree, and the footer closes the journal.
    Sealed,
    /// The journal ends without a footer that seals it; as far as there are seals, they agree. In a sentence, why.
    Open(String),
    /// They contradict the lines: where first, in a sentence.
    Broken(String),
    /// This is no journal: a report has no seals.
    Absent,
}

/// A case, and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseRecord {
    /// The case as planned.
    pub planned: PlannedCase,
    /// When it began, in milliseconds since the run began; absent when it never did.
    pub started_ms: Option<u64>,
    /// What it did, in order.
    pub exchanges: Vec<Exchange>,
    /// What it judged, in order.
    pub judgements: Vec<Judgement>,
    /// How it ended; absent when it never did.
    pub result: Option<CaseResult>,
}

impl CaseRecord {
    /// The case without what it did.
    pub fn clone_without_exchanges(&self) -> Self {
        Self {
            planned: self.planned.clone(),
            started_ms: self.started_ms,
            exchanges: Vec::new(),
            judgements: self.judgements.clone(),
            result: self.result.clone(),
        }
    }
}

impl Record {
    /// The record of a run that has just begun.
    pub fn new(header: Header) -> Self {
        Self {
            header,
            device: None,
            plan: Plan::default(),
            cases: Vec::new(),
            preparation: Vec::new(),
            notices: Vec::new(),
            company: None,
            footer: None,
            resumed: Vec::new(),
            cut_line: false,
            integrity: Integrity::Open("the run is not over".to_owned()),
            left_out: 0,
        }
    }

    /// Takes the end of the run: its known failures become those of the cases.
    pub fn close(&mut self, footer: Footer) {
        for case in &mut self.cases {
            if let Some(result) = &mut case.result
                && let Some(reason) = footer.known_failures.get(&case.planned.id)
            {
                result.known_failure = Some(reason.clone());
            }
        }
        self.footer = Some(footer);
    }

    /// Why the run ended. A run without a footer was interrupted.
    pub fn ended(&self) -> Ended {
        self.footer
            .as_ref()
            .map_or(Ended::Interrupted, |footer| footer.ended)
    }

    /// Whether the run came to its end and every planned case has a result.
    pub fn complete(&self) -> bool {
        self.ended() == Ended::Finished && self.cases.iter().all(|case| case.result.is_some())
    }

    /// How long the run took, in milliseconds: as the footer says, or up to the last sign of life.
    pub fn duration_ms(&self) -> u64 {
        if let Some(footer) = &self.footer {
            return footer.duration_ms;
        }
        let exchanges = self
            .cases
            .iter()
            .flat_map(|case| &case.exchanges)
            .chain(&self.preparation);
        let ends = exchanges.map(|exchange| exchange.at_ms.saturating_add(exchange.elapsed_ms));
        let starts = self.cases.iter().filter_map(|case| case.started_ms);
        let notices = self.notices.iter().map(|(at_ms, _)| *at_ms);
        ends.chain(starts).chain(notices).max().unwrap_or(0)
    }

    /// How a case came out. A case without a result is inconclusive, so that the five verdicts add up to the plan; in a
    /// strict run a passed case with remarks has failed.
    pub fn outcome<'a>(&self, case: &'a CaseRecord) -> Cow<'a, CaseResult> {
        match &case.result {
            Some(result)
                if self.header.strict
                    && self.company.is_none()
                    && result.verdict == Verdict::Pass
                    && !result.warnings.is_empty() =>
            {
                let mut strict = result.clone();
                strict.verdict = Verdict::Fail;
                strict.suspect = Some(Suspect::Device);
                let remarks: Vec<&str> = result
                    .warnings
                    .iter()
                    .map(|warning| warning.text.as_str())
                    .collect();
                strict.reason = format!("warned, and the run is strict: {}", remarks.join("; "));
                Cow::Owned(strict)
            }
            Some(result) => Cow::Borrowed(result),
            None => Cow::Owned(self.not_executed(case)),
        }
    }

    /// Every case with how it came out, in the order of the plan.
    pub fn outcomes(&self) -> impl Iterator<Item = (&CaseRecord, Cow<'_, CaseResult>)> {
        self.cases.iter().map(|case| (case, self.outcome(case)))
    }

    fn not_executed(&self, case: &CaseRecord) -> CaseResult {
        let ended = self.ended();
        let reason = match case.started_ms {
            Some(_) => ended
                .why_not_executed()
                .replacen("not executed", "not finished", 1),
            None => ended.why_not_executed().to_owned(),
        };
        CaseResult {
            reason,
            suspect: Some(match ended {
                Ended::Finished => Suspect::Kit,
                Ended::Interrupted | Ended::FailFast => Suspect::Operator,
                Ended::DeviceLost => Suspect::Device,
            }),
            reproduce: self.header.reproduce(&case.planned.id),
            ..CaseResult::new(case.planned.id.clone(), Verdict::Inconclusive)
        }
    }
}
