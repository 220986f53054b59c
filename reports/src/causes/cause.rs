//! A cause, and the causes of a run.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::fold::fold;
use super::marks::refused;
use super::symptom::stripped;
use crate::evidence;
use crate::visible::{fit, one_line};
use ctk_record::{COMPANY, CaseRecord, CaseResult, EMPTIED, Judgement, Record, Suspect, Verdict};

/// How much of what was asked stands in the text of a cause, in columns.
const ASKED: usize = 60;
/// The longest id.
const ID: usize = 60;

/// What several cases that failed, or could not be judged, go back to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// The same for the same cause in every run: its requirement, or why it could not be judged.
    pub id: String,
    /// What was asked and what came, or why nothing could be judged; one line.
    pub text: String,
    /// Who is suspected; null when nobody is.
    pub suspect: Option<Suspect>,
    /// The requirement that is missed, `M-…` or `UDA-…`; empty when a case could not be judged for another reason.
    pub row: String,
    /// The cases that it took along, in the order of the plan, the one that tells it best first.
    pub cases: Vec<String>,
    /// The worst verdict among them: fail or inconclusive.
    #[serde(default = "inconclusive")]
    pub verdict: Verdict,
    /// Whether the ledger of known failures foresaw all the failures among them.
    #[serde(default)]
    pub known: bool,
}

impl Cause {
    /// The case that tells it best.
    pub fn head(&self) -> &str {
        self.cases.first().map_or("", String::as_str)
    }
}

fn inconclusive() -> Verdict {
    Verdict::Inconclusive
}

/// A case that failed or could not be judged, with the judgements that made it so.
pub(super) struct Affected<'a> {
    pub(super) case: &'a CaseRecord,
    pub(super) outcome: std::borrow::Cow<'a, CaseResult>,
    pub(super) judgements: Vec<&'a Judgement>,
}

impl Affected<'_> {
    /// Its id.
    pub(super) fn id(&self) -> &str {
        &self.case.planned.id
    }

    /// Whether it failed; else it could not be judged.
    pub(super) fn failed(&self) -> bool {
        self.outcome.verdict == Verdict::Fail
    }
}

/// The causes of a run's failed and open cases, the worst first: those of failures that nobody foresaw, then those
/// with the most cases. Every failed or inconclusive case belongs to exactly one.
pub fn causes(record: &Record) -> Vec<Cause> {
    let affected: Vec<Affected<'_>> = record
        .outcomes()
        .filter(|(_, outcome)| matches!(outcome.verdict, Verdict::Fail | Verdict::Inconclusive))
        .map(|(case, outcome)| Affected {
            case,
            judgements: match outcome.reason.starts_with(COMPANY)
                || outcome.reason.starts_with(EMPTIED)
            {
                // What it failed for may have been made by the other tester, or by whatever emptied the device.
                true => Vec::new(),
                false => evidence::decisive(record, case),
            },
            outcome,
        })
        .collect();
    let mut causes: Vec<Cause> = fold(record, &affected)
        .iter()
        .map(|group| cause(group.iter().map(|&at| &affected[at]).collect()))
        .collect();
    causes.sort_by_key(|cause| {
        let open = cause.verdict == Verdict::Inconclusive;
        (open, cause.known, std::cmp::Reverse(cause.cases.len()))
    });
    tell_apart(&mut causes);
    causes
}

fn cause(group: Vec<&Affected<'_>>) -> Cause {
    let head = head(&group);
    let failed = group.iter().any(|one| one.failed());
    let mut cases: Vec<String> = group.iter().map(|one| one.id().to_owned()).collect();
    if let Some(at) = cases.iter().position(|id| id == head.id()) {
        cases[..=at].rotate_right(1);
    }
    let decisive = head.judgements.first();
    let row = decisive.map_or(String::new(), |one| one.requirement.clone());
    Cause {
        id: id(&row, head),
        text: text(head),
        suspect: head.outcome.suspect,
        row,
        cases,
        verdict: if failed {
            Verdict::Fail
        } else {
            Verdict::Inconclusive
        },
        known: failed
            && group
                .iter()
                .all(|one| !one.failed() || one.outcome.known_failure.is_some()),
    }
}

/// The case that tells the cause best: a failed one, of the requirement that most of them miss, that asked something of
/// its own, the first of these in the plan.
fn head<'g, 'a>(group: &[&'g Affected<'a>]) -> &'g Affected<'a> {
    let mut missed: BTreeMap<&str, usize> = BTreeMap::new();
    let row = |one: &Affected<'a>| one.judgements.first().map(|one| one.requirement.as_str());
    for row in group
        .iter()
        .filter(|one| one.failed())
        .filter_map(|one| row(one))
    {
        *missed.entry(row).or_default() += 1;
    }
    let weight = |one: &&&'g Affected<'a>| {
        let misses = row(one).and_then(|row| missed.get(row)).copied();
        let watched = one
            .judgements
            .first()
            .is_some_and(|one| !one.seen_in.is_empty());
        // A dead URL is the architecture's matter first.
        let row = row(one).unwrap_or_default();
        let dead = row.starts_with("UDA-") && refused(one).is_some();
        (
            !one.failed(),
            !dead,
            one.outcome.known_failure.is_some(),
            std::cmp::Reverse(misses.unwrap_or(0)),
            watched,
        )
    };
    group.iter().min_by_key(weight).expect("a group has a case")
}

fn text(head: &Affected<'_>) -> String {
    if let Some(refused) = refused(head) {
        let (method, url, dead) = (refused.method, refused.url, refused.dead);
        return one_line(&format!("{method} {url}: {dead}"));
    }
    if head.outcome.reason.starts_with(COMPANY) {
        return COMPANY.to_owned();
    }
    let Some(decisive) = head.judgements.first() else {
        let said = match &*head.outcome.reason {
            "" => "no reason was recorded",
            reason => reason,
        };
        return one_line(said);
    };
    match (&*decisive.asked, &*decisive.observed) {
        (_, "") => one_line(&head.outcome.reason),
        ("", observed) => one_line(observed),
        (asked, observed) => format!("{}: {}", fit(asked, ASKED), one_line(observed)),
    }
}

fn id(row: &str, head: &Affected<'_>) -> String {
    if row.is_empty() {
        return kebab(&stripped(&head.outcome.reason));
    }
    row.to_owned()
}

fn kebab(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let mut id = String::new();
    for word in words.filter(|word| !word.is_empty()) {
        if id.len() + word.len() >= ID {
            break;
        }
        if !id.is_empty() {
            id.push('-');
        }
        id.push_str(&word.to_ascii_lowercase());
    }
    if id.is_empty() {
        "without-a-reason".to_owned()
    } else {
        id
    }
}

/// Two causes of one id: the second is numbered.
fn tell_apart(causes: &mut [Cause]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for cause in causes {
        let times = seen.entry(cause.id.clone()).or_default();
        *times += 1;
        if *times > 1 {
            cause.id.push_str(&format!("-{times}"));
        }
    }
}
