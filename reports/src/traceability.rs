//! From a requirement to what was done about it, and back: its statement, the rulings on it, the cases that judged it with
//! the exchanges that they rest on, and why it was not judged.

use std::collections::{BTreeSet, HashMap};

use ctk_record::{Record, Verdict};
use ctk_vectors::facts;

use crate::coverage::{RequirementRow, coverage};

/// A requirement with everything that leads to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// The requirement, and how it came out.
    pub row: RequirementRow,
    /// The rulings that say how it is read: of the facts, and those that judgements of this run went by.
    pub rulings: Vec<String>,
    /// The cases that judged it, in the order of the run.
    pub judged: Vec<JudgedIn>,
}

/// A case that judged a requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedIn {
    /// The case.
    pub case: String,
    /// The worst of its judgements on the requirement.
    pub verdict: Verdict,
    /// How many judgements these were.
    pub judgements: usize,
    /// The exchanges of the case that they rest on, each once, in order.
    pub exchanges: Vec<u32>,
    /// The other cases in which it was seen, where the case looked at the whole run.
    pub seen_in: Vec<String>,
}

/// Every requirement of the plan, in its order.
pub fn traces(record: &Record) -> Vec<Trace> {
    let mut judged = judged(record);
    let rows = coverage(record).requirements.into_iter();
    rows.map(|row| {
        let (used, cases) = judged.remove(row.id.as_str()).unwrap_or_default();
        let known = facts().requirement(&row.id);
        let mut rulings: BTreeSet<String> = used;
        rulings.extend(
            known
                .into_iter()
                .flat_map(|one| one.rulings.iter().cloned()),
        );
        Trace {
            rulings: rulings.into_iter().collect(),
            judged: cases,
            row,
        }
    })
    .collect()
}

/// The rulings and the cases of each requirement that was judged.
fn judged(record: &Record) -> HashMap<&str, (BTreeSet<String>, Vec<JudgedIn>)> {
    let mut all: HashMap<&str, (BTreeSet<String>, Vec<JudgedIn>)> = HashMap::new();
    for case in &record.cases {
        for judgement in &case.judgements {
            let (rulings, cases) = all.entry(&judgement.requirement).or_default();
            rulings.extend(judgement.ruling.iter().filter_map(|text| ruling_of(text)));
            let verdict = judgement.outcome.verdict(record.header.strict);
            let at = match cases.iter().rposition(|one| one.case == case.planned.id) {
                Some(at) => at,
                None => {
                    cases.push(JudgedIn {
                        case: case.planned.id.clone(),
                        verdict,
                        judgements: 0,
                        exchanges: Vec::new(),
                        seen_in: Vec::new(),
                    });
                    cases.len() - 1
                }
            };
            let one = &mut cases[at];
            one.judgements += 1;
            one.verdict = Verdict::worst([one.verdict, verdict]).unwrap_or(verdict);
            for number in &judgement.exchanges {
                if let Err(place) = one.exchanges.binary_search(number) {
                    one.exchanges.insert(place, *number);
                }
            }
            for other in &judgement.seen_in {
                if !one.seen_in.contains(other) {
                    one.seen_in.push(other.clone());
                }
            }
        }
    }
    all
}

/// The id of the ruling that a text begins with.
fn ruling_of(text: &str) -> Option<String> {
    let id: String = text
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    let known = id.starts_with("R-") || id.starts_with("U-");
    known.then_some(id)
}

/// A ruling in two sentences: what is unclear, and how the kit reads it; nothing for one that the facts do not know.
pub fn ruling_text(id: &str) -> Option<(&'static str, &'static str, &'static str)> {
    let facts = facts();
    let own = facts.rulings.iter().find(|ruling| ruling.id == id);
    own.map(|it| (it.place.as_str(), it.trouble.as_str(), it.reading.as_str()))
}

/// Numbers as people list them: `2, 4–7`.
pub fn ranges(numbers: &[u32]) -> String {
    let mut parts: Vec<(u32, u32)> = Vec::new();
    for &number in numbers {
        match parts.last_mut() {
            Some((_, last)) if last.saturating_add(1) == number => *last = number,
            _ => parts.push((number, number)),
        }
    }
    let part = |(first, last): &(u32, u32)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}, {last}"),
        _ => format!("{first}–{last}"),
    };
    parts.iter().map(part).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use ctk_record::sample::sample;

    #[test]
    fn every_judgement_is_found_from_its_requirement() {
        let record = sample();
        let traces = traces(&record);
        for case in &record.cases {
            for judgement in &case.judgements {
                let trace = traces
                    .iter()
                    .find(|one| one.row.id == judgement.requirement);
                let trace = trace.expect("a judged requirement has a row");
                let own = trace.judged.iter().find(|one| one.case == case.planned.id);
                let own = own.expect("its case is listed");
                assert!(
                    judgement
                        .exchanges
                        .iter()
                        .all(|it| own.exchanges.contains(it))
                );
                assert!(judgement.seen_in.iter().all(|it| own.seen_in.contains(it)));
            }
        }
        let count = |case: &ctk_record::CaseRecord| case.judgements.len();
        let listed = traces.iter().flat_map(|one| &one.judged);
        assert_eq!(
            listed.map(|one| one.judgements).sum::<usize>(),
            record.cases.iter().map(count).sum::<usize>()
        );
        for trace in &traces {
            let judged = !trace.judged.is_empty();
            assert_eq!(judged, trace.row.is_covered(), "{}", trace.row.id);
            assert!(judged || !trace.row.reason.is_empty(), "{}", trace.row.id);
        }
    }

    #[test]
    fn numbers_are_listed_as_ranges() {
        assert_eq!(ranges(&[]), "");
        assert_eq!(ranges(&[3]), "3");
        assert_eq!(ranges(&[1, 2, 4, 5, 6, 9]), "1, 2, 4–6, 9");
        assert_eq!(
            ranges(&[u32::MAX - 1, u32::MAX]),
            format!("{}, {}", u32::MAX - 1, u32::MAX)
        );
    }

    #[test]
    fn rulings_are_known_by_their_id() {
        assert_eq!(ruling_of("R-30: an unknown id").as_deref(), Some("R-30"));
        assert_eq!(ruling_of("no ruling"), None);
        for ruling in &facts().rulings {
            assert!(ruling_text(&ruling.id).is_some());
        }
    }
}
