//! What was noticed about each requirement in the whole run, in the order of the plan.

use std::collections::{BTreeMap, HashMap};

use ctk_record::{Finding, Grade, cut};
use ctk_suite::lab::{MOST_FINDINGS as CAP, Noticed, NoticedFinding};

/// How long a sentence of a finding may be, in bytes.
const SENTENCE: usize = 512;

/// What is kept of findings: of so many of one exchange the first, and of long texts the beginning.
pub(super) fn shortened(findings: &[Finding]) -> Vec<Finding> {
    let mut kept: Vec<Finding> = findings.iter().take(CAP).cloned().collect();
    for finding in &mut kept {
        cut(&mut finding.text, SENTENCE);
        cut(&mut finding.expected, SENTENCE);
    }
    kept
}

/// Position of the case in the plan, exchange, place within the exchange.
type Position = (usize, u32, usize);

/// All that readings noticed.
#[derive(Debug, Default)]
pub(super) struct Observations {
    order: HashMap<String, usize>,
    about: HashMap<String, About>,
}

#[derive(Debug, Default)]
struct About {
    checked: u64,
    findings: BTreeMap<(Position, String), NoticedFinding>,
}

impl Observations {
    /// Tells the order of the plan, by which findings are sorted; cases that it does not name come last.
    pub(super) fn plan(&mut self, cases: &[String]) {
        self.order = cases
            .iter()
            .enumerate()
            .map(|(place, case)| (case.clone(), place))
            .collect();
        for about in self.about.values_mut() {
            for (_, noticed) in std::mem::take(&mut about.findings) {
                let place = position_of(&self.order, &noticed.case, noticed.exchange);
                keep(&mut about.findings, place, noticed);
            }
        }
    }

    /// Files what a reading noticed.
    pub(super) fn notice(
        &mut self,
        case: &str,
        exchange: u32,
        checked: &[String],
        findings: &[Finding],
    ) {
        for requirement in checked {
            self.about.entry(requirement.clone()).or_default().checked += 1;
        }
        for finding in findings {
            let noticed = NoticedFinding {
                case: case.to_owned(),
                exchange,
                finding: finding.clone(),
            };
            let place = position_of(&self.order, case, exchange);
            let about = self.about.entry(finding.requirement.clone()).or_default();
            keep(&mut about.findings, place, noticed);
        }
    }

    /// What is known about the requirements.
    pub(super) fn noticed(&self, requirements: &[String]) -> Noticed {
        let known: Vec<&About> = requirements
            .iter()
            .filter_map(|id| self.about.get(id))
            .collect();
        let mut findings: Vec<_> = known.iter().flat_map(|about| &about.findings).collect();
        findings.sort_by_key(|(place, _)| *place);
        Noticed {
            checked: known.iter().map(|about| about.checked).sum(),
            findings: findings
                .into_iter()
                .map(|(_, noticed)| noticed.clone())
                .collect(),
        }
    }
}

fn position_of(order: &HashMap<String, usize>, case: &str, exchange: u32) -> Position {
    // What the preparation noticed comes before every case.
    let case = match case {
        "" => 0,
        case => order
            .get(case)
            .map_or(usize::MAX, |place| place.saturating_add(1)),
    };
    (case, exchange, 0)
}

/// Keeps the first [`CAP`] in order, so that what is kept does not depend on which case ran first.
fn keep(
    findings: &mut BTreeMap<(Position, String), NoticedFinding>,
    (case, exchange, _): Position,
    noticed: NoticedFinding,
) {
    let id = noticed.case.clone();
    let within = findings
        .range(((case, exchange, 0), id.clone())..=((case, exchange, usize::MAX), id.clone()))
        .filter(|((_, known), _)| *known == id)
        .map(|(((_, _, within), _), _)| within + 1)
        .max()
        .unwrap_or(0);
    findings.insert(((case, exchange, within), id), noticed);
    if findings.len() > CAP {
        // What weighs less goes first, the last of it in order.
        let light = |finding: &&NoticedFinding| finding.finding.grade == Grade::Note;
        match findings.iter().rev().find(|(_, it)| light(it)) {
            Some((key, _)) => {
                let key = key.clone();
                findings.remove(&key);
            }
            None => {
                findings.pop_last();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(text: &str) -> Finding {
        Finding::new("UDA-CTRL-26", Grade::Fail, text.to_owned())
    }

    fn texts(store: &Observations) -> Vec<String> {
        let noticed = store.noticed(&["UDA-CTRL-26".to_owned()]);
        noticed
            .findings
            .into_iter()
            .map(|noticed| noticed.finding.text)
            .collect()
    }

    #[test]
    fn notes_give_way_to_what_weighs_more() {
        let mut store = Observations::default();
        store.plan(&["a".to_owned(), "b".to_owned()]);
        let note = Finding {
            grade: Grade::Note,
            ..finding("a note")
        };
        for exchange in 0..=u32::try_from(CAP).expect("a small number") {
            store.notice("a", exchange, &[], &[note.clone(), note.clone()]);
        }
        store.notice("b", 1, &[], &[finding("a failure"), finding("another")]);
        let texts = texts(&store);
        assert_eq!(texts.len(), CAP);
        assert_eq!(texts[CAP - 2..], ["a failure", "another"]);
    }

    #[test]
    fn the_order_is_that_of_the_plan() {
        let mut store = Observations::default();
        let checked = ["UDA-CTRL-26".to_owned()];
        store.notice("b", 2, &checked, &[finding("b2"), finding("b2 again")]);
        store.notice("b", 1, &checked, &[finding("b1")]);
        store.plan(&["a".to_owned(), "b".to_owned()]);
        store.notice("a", 9, &checked, &[finding("a9")]);
        store.notice("", 1, &checked, &[finding("before")]);
        store.notice("a", 10, &checked, &[]);
        assert_eq!(texts(&store), ["before", "a9", "b1", "b2", "b2 again"]);
        assert_eq!(store.noticed(&checked).checked, 5);
        assert_eq!(store.noticed(&["M-T46-1".to_owned()]), Noticed::default());
    }

    #[test]
    fn the_first_of_the_plan_are_kept_whoever_came_first() {
        let mut store = Observations::default();
        store.plan(&["a".to_owned(), "b".to_owned()]);
        for exchange in 1..=400 {
            store.notice("b", exchange, &[], &[finding("b")]);
        }
        for exchange in 1..=200 {
            store.notice("a", exchange, &[], &[finding("a")]);
        }
        let texts = texts(&store);
        assert_eq!(texts.len(), CAP);
        assert_eq!(texts.iter().filter(|text| *text == "a").count(), 200);
    }
}
