//! What the page shows of the run beyond what a record of bounded size holds: the exchanges that a judgement on the whole run
//! points to, whichever case they are of, and the events of moderated variables.

use std::collections::{BTreeSet, HashMap};
use std::io;

use super::moderation::is_moderated_event;
use crate::causes::{Cause, causes};
use crate::evidence::{decisive, pointed};
use crate::json::Source;
use ctk_record::{Exchange, Record};

/// A record with what it lacked.
pub(super) struct Gathered {
    pub(super) record: Record,
    /// Events of moderated variables, of all cases.
    pub(super) events: Vec<Exchange>,
    /// The causes, as every other report has them: more exchanges may show more that cases have in common.
    pub(super) causes: Vec<Cause>,
}

/// Reads what is wanted from the source, case by case.
pub(super) fn gathered(record: &Record, source: &dyn Source) -> io::Result<Gathered> {
    let mut wanted: HashMap<String, BTreeSet<u32>> = HashMap::new();
    for case in &record.cases {
        for judgement in decisive(record, case) {
            for (number, of) in pointed(&judgement.observed) {
                wanted.entry(of.to_owned()).or_default().insert(number);
            }
        }
    }
    let causes = causes(record);
    let mut record = record.clone();
    let mut events = Vec::new();
    for case in &mut record.cases {
        let own = wanted.remove(&case.planned.id).unwrap_or_default();
        for exchange in source.exchanges(&case.planned.id)? {
            let held = case.exchanges.iter().any(|it| it.number == exchange.number);
            if is_moderated_event(&exchange) {
                events.push(exchange.clone());
            }
            if !held && own.contains(&exchange.number) {
                case.exchanges.push(exchange);
            }
        }
        case.exchanges.sort_by_key(|exchange| exchange.number);
    }
    Ok(Gathered {
        record,
        events,
        causes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ctk_record::sample::{sample, small};
    use ctk_record::{Finding, Grade, Judgement, Outcome, Verdict};

    /// A source with an exchange more than the record holds.
    struct More(Exchange);

    impl Source for More {
        fn exchanges(&self, case: &str) -> io::Result<Vec<Exchange>> {
            let held = case == "a/other";
            Ok(held.then(|| self.0.clone()).into_iter().collect())
        }
    }

    #[test]
    fn what_is_gathered_changes_no_cause() {
        let mut record = small(&[("a/other", Verdict::Fail), ("a/watched", Verdict::Fail)]);
        let fail = |requirement: &str, observed: &str| {
            Judgement::new(requirement, Outcome::Fail).observed(observed)
        };
        let other = fail("M-5.5.8-2", "it is Running at once");
        record.cases[0].judgements.push(other);
        let mut watched = fail("M-5.3.10-2", "`id` is empty in exchange 9 of a/other");
        watched.seen_in = vec!["a/other".to_owned()];
        record.cases[1].judgements.push(watched);
        let mut exchanges = sample().cases.into_iter().flat_map(|case| case.exchanges);
        let mut more = exchanges.next().expect("the sample has exchanges");
        more.number = 9;
        more.findings = vec![Finding::new("M-5.3.10-2", Grade::Fail, "`id` is empty")];
        let all = gathered(&record, &More(more)).expect("nothing is read");
        assert_eq!(all.record.cases[0].exchanges.len(), 1);
        assert_eq!(all.causes, causes(&record));
        assert_ne!(
            causes(&all.record),
            causes(&record),
            "it would make a difference"
        );
    }
}
