//! What of the standard a run has judged. Counted from judgements alone: what a case says that it judges is not proof.

use std::collections::HashMap;
use std::hash::Hash;

use ctk_record::{CaseRecord, CaseResult, Judgement, Record, Verdict};

/// The four coverages of a run. Everything that the plan counts against is listed, tried or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// Every requirement.
    pub requirements: Vec<RequirementRow>,
    /// Every state and session action of Figure 3.
    pub session: Vec<CellRow>,
    /// Every folder and event of Figure 2.
    pub folder: Vec<CellRow>,
    /// Every action and own error code.
    pub errors: Vec<ErrorRow>,
}

/// A requirement, and how it came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequirementRow {
    /// `M-…` or `UDA-…`.
    pub id: String,
    /// The clause that states it; empty when neither the plan nor a judgement says it.
    pub clause: String,
    /// Its level.
    pub level: String,
    /// What it demands.
    pub text: String,
    /// The cases that judged it; empty means that it is not covered.
    pub cases: Vec<String>,
    /// The worst of its judgements. Where there is none: not applicable if no case that plans it applied, error if one
    /// of them broke, else inconclusive.
    pub verdict: Verdict,
    /// Why it was not judged, else empty.
    pub reason: String,
}

impl RequirementRow {
    /// Whether a judgement of this run names it.
    pub fn is_covered(&self) -> bool {
        !self.cases.is_empty()
    }
}

/// A cell of Figure 3 or Figure 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellRow {
    /// The state or the folder.
    pub place: String,
    /// The action or event.
    pub event: String,
    /// How often it was judged.
    pub attempts: u32,
    /// The worst of its judgements; inconclusive when it was not tried.
    pub verdict: Verdict,
}

/// An action and one of its own error codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorRow {
    /// The action.
    pub action: String,
    /// The code.
    pub code: u16,
    /// Whether the situation that demands it was brought about and judged.
    pub provoked: bool,
    /// The worst of its judgements; inconclusive when it was not provoked.
    pub verdict: Verdict,
}

/// How many of how many, and how many of those failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// Tried.
    pub tried: usize,
    /// Failed, of those tried.
    pub failed: usize,
    /// All.
    pub of: usize,
}

/// Counts the coverage of a run.
pub fn coverage(record: &Record) -> Coverage {
    let plan = &record.plan;
    Coverage {
        requirements: requirements(record),
        session: cells(record, &plan.session_cells, |judgement| {
            judgement.session_cell.as_ref()
        }),
        folder: cells(record, &plan.folder_cells, |judgement| {
            judgement.folder_cell.as_ref()
        }),
        errors: errors(record),
    }
}

impl Coverage {
    /// The share of requirements that were judged.
    pub fn requirements_share(&self) -> Share {
        share(
            &self.requirements,
            |row| row.is_covered(),
            |row| row.verdict,
        )
    }

    /// The share of the cells of Figure 3 that were tried.
    pub fn session_share(&self) -> Share {
        share(&self.session, |row| row.attempts > 0, |row| row.verdict)
    }

    /// The share of the cells of Figure 2 that were tried.
    pub fn folder_share(&self) -> Share {
        share(&self.folder, |row| row.attempts > 0, |row| row.verdict)
    }

    /// The share of error codes that were provoked.
    pub fn errors_share(&self) -> Share {
        share(&self.errors, |row| row.provoked, |row| row.verdict)
    }
}

fn share<T>(rows: &[T], tried: impl Fn(&T) -> bool, verdict: impl Fn(&T) -> Verdict) -> Share {
    let failed = |row: &&T| tried(row) && verdict(row) == Verdict::Fail;
    Share {
        tried: rows.iter().filter(|row| tried(row)).count(),
        failed: rows.iter().filter(failed).count(),
        of: rows.len(),
    }
}

/// All judgements of a run with the verdict that each makes.
fn judgements(record: &Record) -> impl Iterator<Item = (&Judgement, Verdict)> {
    let strict = record.header.strict;
    let all = record.cases.iter().flat_map(|case| &case.judgements);
    all.map(move |judgement| (judgement, judgement.outcome.verdict(strict)))
}

/// Verdicts by what was judged: what the plan holds in its order, then what turned up beyond it.
fn gathered<'a, K: Eq + Hash + Clone + 'a>(
    planned: impl IntoIterator<Item = &'a K>,
    judged: impl Iterator<Item = (&'a K, Verdict)>,
) -> Vec<(K, Vec<Verdict>)> {
    let mut rows: Vec<(K, Vec<Verdict>)> = Vec::new();
    let mut places: HashMap<K, usize> = HashMap::new();
    let mut place = |rows: &mut Vec<(K, Vec<Verdict>)>, key: &K| {
        *places.entry(key.clone()).or_insert_with(|| {
            rows.push((key.clone(), Vec::new()));
            rows.len() - 1
        })
    };
    for key in planned {
        place(&mut rows, key);
    }
    for (key, verdict) in judged {
        let at = place(&mut rows, key);
        rows[at].1.push(verdict);
    }
    rows
}

fn cells(
    record: &Record,
    planned: &[(String, String)],
    of: fn(&Judgement) -> Option<&(String, String)>,
) -> Vec<CellRow> {
    let judged =
        judgements(record).filter_map(|(judgement, verdict)| Some((of(judgement)?, verdict)));
    let row = |((place, event), verdicts): ((String, String), Vec<Verdict>)| CellRow {
        place,
        event,
        attempts: u32::try_from(verdicts.len()).unwrap_or(u32::MAX),
        verdict: Verdict::worst(verdicts).unwrap_or(Verdict::Inconclusive),
    };
    gathered(planned, judged).into_iter().map(row).collect()
}

fn errors(record: &Record) -> Vec<ErrorRow> {
    let judged = judgements(record)
        .filter_map(|(judgement, verdict)| Some((judgement.error_pair.as_ref()?, verdict)));
    let row = |((action, code), verdicts): ((String, u16), Vec<Verdict>)| ErrorRow {
        action,
        code,
        provoked: verdicts.iter().any(|verdict| verdict.is_judged()),
        verdict: Verdict::worst(verdicts).unwrap_or(Verdict::Inconclusive),
    };
    gathered(&record.plan.error_pairs, judged)
        .into_iter()
        .map(row)
        .collect()
}

fn requirements(record: &Record) -> Vec<RequirementRow> {
    let planned: HashMap<&str, _> = record
        .plan
        .requirements
        .iter()
        .map(|one| (one.id.as_str(), one))
        .collect();
    let mut cases: HashMap<&str, Vec<String>> = HashMap::new();
    for (judgement, _) in judgements(record) {
        let judging = cases.entry(&judgement.requirement).or_default();
        if judging.last() != Some(&judgement.case) {
            judging.push(judgement.case.clone());
        }
    }
    let clauses: HashMap<&str, &str> = judgements(record)
        .map(|(judgement, _)| (judgement.requirement.as_str(), judgement.clause.as_str()))
        .collect();
    let candidates = candidates(record);
    let judged = judgements(record).map(|(judgement, verdict)| (&judgement.requirement, verdict));
    let rows = gathered(record.plan.requirements.iter().map(|one| &one.id), judged);
    rows.into_iter()
        .map(|(id, verdicts)| {
            let plan = planned.get(id.as_str());
            let (verdict, reason) = match Verdict::worst(verdicts) {
                Some(verdict) => (verdict, String::new()),
                None => {
                    let planned_reason = plan.map_or("", |plan| &plan.reason);
                    not_judged(
                        record,
                        planned_reason,
                        candidates.get(id.as_str()).map_or(&[], Vec::as_slice),
                    )
                }
            };
            let clause = plan.map_or("", |plan| &plan.clause);
            let clause = match clause {
                "" => clauses.get(id.as_str()).copied().unwrap_or_default(),
                clause => clause,
            };
            RequirementRow {
                clause: clause.to_owned(),
                level: plan.map_or_else(String::new, |plan| plan.level.clone()),
                text: plan.map_or_else(String::new, |plan| plan.text.clone()),
                cases: cases.remove(id.as_str()).unwrap_or_default(),
                verdict,
                reason,
                id,
            }
        })
        .collect()
}

fn candidates(record: &Record) -> HashMap<&str, Vec<&CaseRecord>> {
    let mut candidates: HashMap<&str, Vec<&CaseRecord>> = HashMap::new();
    for case in &record.cases {
        for requirement in &case.planned.requirements {
            candidates.entry(requirement).or_default().push(case);
        }
    }
    candidates
}

/// The verdict of a requirement that no judgement names, and why none does.
fn not_judged(
    record: &Record,
    planned_reason: &str,
    candidates: &[&CaseRecord],
) -> (Verdict, String) {
    let outcomes: Vec<(Verdict, CaseResult)> = candidates
        .iter()
        .map(|case| record.outcome(case).into_owned())
        .map(|outcome| (outcome.verdict, outcome))
        .collect();
    // A case that passed or failed without judging it says nothing of it.
    let silent = |verdict| {
        if Verdict::is_judged(verdict) {
            Verdict::Inconclusive
        } else {
            verdict
        }
    };
    let Some(verdict) = Verdict::worst(outcomes.iter().map(|(verdict, _)| silent(*verdict))) else {
        let reason = if !planned_reason.is_empty() {
            planned_reason
        } else if record.plan.whole && record.plan.not_selected.is_empty() {
            "no case of the suite judges it"
        } else {
            "no case of this run judges it"
        };
        return (Verdict::Inconclusive, reason.to_owned());
    };
    let told = outcomes
        .iter()
        .find(|(own, outcome)| *own == verdict && !outcome.reason.is_empty());
    let reason = match told {
        Some((_, outcome)) => format!("{}: {}", outcome.case, outcome.reason),
        None => "its cases ended before they came to judge it".to_owned(),
    };
    (verdict, reason)
}

#[cfg(test)]
mod tests;
