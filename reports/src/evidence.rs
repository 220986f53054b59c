//! What a verdict rests on: the judgements that decided it, and their exchanges.

use std::collections::BTreeSet;

use crate::causes::causes;
use ctk_record::{CaseRecord, Exchange, Grade, Judgement, Kind, Record, Verdict};

/// How many exchanges are shown when no judgement names one.
const LAST: usize = 2;
/// How many exchanges of other cases are shown for one judgement.
const ELSEWHERE: usize = 3;
/// How many exchanges are shown that the sentence of a judgement points to.
const POINTED: usize = 4;

/// The judgements that made the case what it is: the missed requirements of a failed case, the open ones of an
/// inconclusive one.
pub(crate) fn decisive<'a>(record: &Record, case: &'a CaseRecord) -> Vec<&'a Judgement> {
    let verdict = record.outcome(case).verdict;
    let decides = |judgement: &&Judgement| {
        verdict != Verdict::Pass && judgement.outcome.verdict(record.header.strict) == verdict
    };
    case.judgements.iter().filter(decides).collect()
}

/// The exchanges that some judgements rest on; without any, the last that the case made.
pub(crate) fn exchanges<'a>(case: &'a CaseRecord, judgements: &[&Judgement]) -> Vec<&'a Exchange> {
    let shown: Vec<&Exchange> = case
        .exchanges
        .iter()
        .filter(|exchange| exchange.kind != Kind::Internal)
        .collect();
    let named = |exchange: &&Exchange| {
        judgements
            .iter()
            .any(|one| one.exchanges.contains(&exchange.number))
    };
    let chosen: Vec<&Exchange> = shown.iter().copied().filter(named).collect();
    if chosen.is_empty() {
        shown[shown.len().saturating_sub(LAST)..].to_vec()
    } else {
        chosen
    }
}

/// An exchange that a verdict rests on.
pub(crate) struct Shown<'a> {
    /// The exchange.
    pub(crate) exchange: &'a Exchange,
    /// Whether it is one of another case, or of the preparation.
    pub(crate) elsewhere: bool,
}

/// Everything that a verdict rests on: what the judgements name, what the case did right after that (an answer may be
/// judged by what another shows), and for a judgement on whatever the device sends the exchanges in which it was seen.
pub(crate) fn shown<'a>(
    record: &'a Record,
    case: &'a CaseRecord,
    judgements: &[&Judgement],
) -> Vec<Shown<'a>> {
    let named = exchanges(case, judgements);
    let last = named.last().map_or(0, |exchange| exchange.number);
    let after = case
        .exchanges
        .iter()
        .filter(|exchange| exchange.kind != Kind::Internal && exchange.number > last)
        .take(LAST);
    let own = named.into_iter().chain(after);
    let own = own.map(|exchange| Shown {
        exchange,
        elsewhere: false,
    });
    let mut all: Vec<Shown<'a>> = own.collect();
    for judgement in judgements.iter().filter(|one| one.exchanges.is_empty()) {
        let others = record.cases.iter();
        let others = others.filter(|other| judgement.seen_in.contains(&other.planned.id));
        let found = others
            .flat_map(|other| &other.exchanges)
            .chain(&record.preparation)
            .filter(|exchange| shows(exchange, &judgement.requirement));
        all.extend(found.take(ELSEWHERE).map(|exchange| Shown {
            exchange,
            elsewhere: true,
        }));
        let pointed = pointed(&judgement.observed);
        all.extend(pointed.into_iter().filter_map(|(number, case)| {
            let mut cases = record.cases.iter();
            let other = cases.find(|other| other.planned.id == case)?;
            let exchange = other.exchanges.iter().find(|it| it.number == number)?;
            Some(Shown {
                exchange,
                elsewhere: true,
            })
        }));
    }
    let mut seen = BTreeSet::new();
    all.retain(|one| seen.insert((one.exchange.case.as_str(), one.exchange.number)));
    all
}

/// The exchanges that the sentence of a judgement on the whole run points to: `exchange 12 of 5.5.13/again`.
pub(crate) fn pointed(sentence: &str) -> Vec<(u32, &str)> {
    let mut found = Vec::new();
    for place in sentence.split("exchange ").skip(1) {
        let Some((number, rest)) = place.split_once(" of ") else {
            continue;
        };
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-._/".contains(c)));
        let case = rest[..end.unwrap_or(rest.len())].trim_end_matches('.');
        if let Ok(number) = number.parse()
            && !found.contains(&(number, case))
        {
            found.push((number, case));
        }
    }
    found.truncate(POINTED);
    found
}

/// Whether something in the exchange is held against a requirement.
fn shows(exchange: &Exchange, requirement: &str) -> bool {
    exchange.findings.iter().any(|finding| {
        let judged = finding
            .superseded_by
            .as_ref()
            .unwrap_or(&finding.requirement);
        finding.grade != Grade::Note && judged == requirement
    })
}

/// One sentence on why a case did not pass: what came instead of what, or the reason.
pub(crate) fn in_short(record: &Record, case: &CaseRecord) -> String {
    let outcome = record.outcome(case);
    match (
        outcome.reason.as_str(),
        outcome.observed.as_str(),
        outcome.accepted.as_slice(),
    ) {
        ("", "", _) => "no reason was recorded".to_owned(),
        ("", observed, []) => observed.to_owned(),
        ("", observed, accepted) => format!("{observed} instead of {}", accepted.join(" or ")),
        (reason, ..) => reason.to_owned(),
    }
}

/// Cases by a text, in the order in which the texts turn up.
pub(crate) fn grouped<'a, K: PartialEq>(
    pairs: impl IntoIterator<Item = (K, &'a str)>,
) -> Vec<(K, Vec<&'a str>)> {
    let mut groups: Vec<(K, Vec<&str>)> = Vec::new();
    for (key, case) in pairs {
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, cases)) => cases.push(case),
            None => groups.push((key, vec![case])),
        }
    }
    groups
}

/// The cases that could not be judged by what they go back to, the largest group first. Those that go back to a failure
/// have its text.
pub(crate) fn open_by_cause(record: &Record) -> Vec<(String, Vec<String>)> {
    let open: BTreeSet<&str> = record
        .outcomes()
        .filter(|(_, outcome)| outcome.verdict == Verdict::Inconclusive)
        .map(|(case, _)| case.planned.id.as_str())
        .collect();
    let mut groups = Vec::new();
    for cause in causes(record) {
        let is_open = |case: &String| open.contains(case.as_str());
        let cases: Vec<String> = cause.cases.into_iter().filter(is_open).collect();
        if !cases.is_empty() {
            groups.push((cause.text, cases));
        }
    }
    groups.sort_by_key(|(_, cases)| std::cmp::Reverse(cases.len()));
    groups
}

/// The warnings by ruling, with the first text of each, the largest group first.
pub(crate) fn warnings_by_ruling(record: &Record) -> Vec<(String, String, Vec<&str>)> {
    let mut texts: Vec<(String, String)> = Vec::new();
    let mut pairs = Vec::new();
    for (case, outcome) in record.outcomes() {
        for warning in &outcome.warnings {
            if !texts.iter().any(|(ruling, _)| *ruling == warning.ruling) {
                texts.push((warning.ruling.clone(), warning.text.clone()));
            }
            pairs.push((warning.ruling.clone(), case.planned.id.as_str()));
        }
    }
    let mut groups = grouped(pairs);
    groups.sort_by_key(|(_, cases)| std::cmp::Reverse(cases.len()));
    let text = |ruling: &str| {
        texts
            .iter()
            .find(|(known, _)| known == ruling)
            .map_or_else(String::new, |(_, text)| text.clone())
    };
    let with_text = |(ruling, cases): (String, _)| {
        let text = text(&ruling);
        (ruling, text, cases)
    };
    groups.into_iter().map(with_text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_points_to_exchanges() {
        let sentence = "told in exchange 521 of model/walk; possible after exchange 6 of 5.5.14/stranger, exchange 6 of 5.5.14/stranger: Running";
        assert_eq!(
            pointed(sentence),
            [(521, "model/walk"), (6, "5.5.14/stranger")]
        );
        assert!(pointed("an exchange of words, exchange x of y").is_empty());
    }
}
