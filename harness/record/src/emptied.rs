//! A device that was empty all at once: what a case arranged before, and judged after, says nothing.

use crate::{CaseRecord, Record, Suspect, Verdict};

/// How the reason begins of a case that cannot be judged because everything was gone all at once.
pub const EMPTIED: &str = "everything that was there was gone all at once";

/// The reason of a case that found out about such moments, between these times of the run, in milliseconds.
pub fn emptied_between(moments: &[(u64, u64)]) -> String {
    let between = moments.iter().map(|(from, to)| format!("{from} and {to}"));
    let between: Vec<String> = between.collect();
    format!(
        "{EMPTIED}, between {} ms of the run; the device restarted by itself, or somebody else emptied it",
        between.join(", ")
    )
}

/// The moments that such a reason speaks of.
fn spoken_of(reason: &str) -> Option<Vec<(u64, u64)>> {
    let rest = reason.strip_prefix(EMPTIED)?.strip_prefix(", between ")?;
    let (list, _) = rest.split_once(" ms of the run")?;
    let moments = list.split(", ").map(|moment| {
        let (from, to) = moment.split_once(" and ")?;
        Some((from.parse().ok()?, to.parse().ok()?))
    });
    moments.collect()
}

/// The moments at which everything was gone, as the cases say that found out.
pub(crate) fn moments(record: &Record) -> Vec<(u64, u64, String)> {
    let mut moments = Vec::new();
    let results = record.cases.iter().filter_map(|case| case.result.as_ref());
    for result in results
        .filter(|it| it.verdict == Verdict::Inconclusive && it.suspect == Some(Suspect::Operator))
    {
        for (from, to) in spoken_of(&result.reason).unwrap_or_default() {
            let known = (from, to, result.reason.clone());
            if !moments.contains(&known) {
                moments.push(known);
            }
        }
    }
    moments
}

/// The reason why the case says nothing, where it was under way at one of the moments.
pub(crate) fn reason(case: &CaseRecord, moments: &[(u64, u64, String)]) -> Option<String> {
    let begun = case.started_ms?;
    let over = begun.saturating_add(case.result.as_ref()?.duration_ms);
    let meant = moments
        .iter()
        .find(|(from, to, _)| begun <= *to && *from <= over);
    meant.map(|(_, _, reason)| reason.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{judgement, small};
    use crate::{CaseResult, Outcome};

    fn record() -> Record {
        let mut record = small(&[
            ("a/during", Verdict::Fail),
            ("a/later", Verdict::Fail),
            ("model/x", Verdict::Inconclusive),
        ]);
        for (place, (begun, took)) in [(1_000, 3_000), (6_000, 100), (9_000, 10)]
            .into_iter()
            .enumerate()
        {
            let case = &mut record.cases[place];
            case.started_ms = Some(begun);
            case.result.as_mut().expect("it has one").duration_ms = took;
            let id = case.planned.id.clone();
            if place < 2 {
                case.judgements
                    .push(judgement(&id, "M-5.5.5-701", Outcome::Fail));
            }
        }
        record
    }

    #[test]
    fn what_was_under_way_when_everything_was_gone_is_open() {
        let verdicts = |record: &Record| -> Vec<Verdict> {
            let of =
                |case: &CaseRecord| case.result.as_ref().map_or(Verdict::Error, |it| it.verdict);
            record.cases.iter().map(of).collect()
        };
        let mut plain = record();
        plain.set_aside();
        assert_eq!(verdicts(&plain)[..2], [Verdict::Fail, Verdict::Fail]);
        let mut emptied = record();
        let found = CaseResult {
            reason: emptied_between(&[(100, 200), (3_500, 5_000)]),
            suspect: Some(Suspect::Operator),
            ..CaseResult::new("model/x", Verdict::Inconclusive)
        };
        emptied.cases[2].result = Some(found);
        emptied.set_aside();
        assert_eq!(
            verdicts(&emptied),
            [Verdict::Inconclusive, Verdict::Fail, Verdict::Inconclusive]
        );
        let result = emptied.cases[0].result.as_ref().expect("it has one");
        assert!(result.reason.starts_with(EMPTIED), "{}", result.reason);
        assert!(
            result.reason.contains("without it this would be a fail"),
            "{}",
            result.reason
        );
    }
}
