//! A rewritten run judged again, and written as it was judged.

use std::collections::{HashMap, HashSet};
use std::io::BufRead;

use ctk_record::journal::RecordError;
use ctk_record::{Event, Judgement, Message, Verdict};
use ctk_suite::judging::verdict::CaseOutcome;

use super::lower_words;
use crate::run::again::{Reasked, judge_reasking};

/// What came of judging a rewritten run.
#[derive(Default)]
pub(super) struct Anew {
    /// The words that the kit asked with.
    pub(super) asked: HashSet<String>,
    outcomes: HashMap<String, CaseOutcome>,
    verdicts: HashMap<String, Verdict>,
    questions: HashMap<(String, u32), (String, Option<Message>)>,
    written: HashMap<String, usize>,
}

/// Judges the cases of a journal again, whatever words they are asked with now.
pub(super) fn judge_anew(journal: impl BufRead) -> Result<Anew, RecordError> {
    let mut anew = Anew::default();
    judge_reasking(journal, &mut |case, reasked| anew.take(case, reasked))?;
    Ok(anew)
}

impl Anew {
    /// A case that was judged; without a name, the preparation of the run.
    fn take(&mut self, case: &str, reasked: Reasked<'_>) {
        for asked in reasked.asked {
            lower_words(&asked.text, &mut self.asked);
            let place = (case.to_owned(), asked.exchange);
            let question = (asked.digest.clone(), asked.request.clone());
            self.questions.insert(place, question);
        }
        if let Some(outcome) = reasked.outcome {
            let verdict = outcome.result.verdict;
            self.verdicts.insert(case.to_owned(), verdict);
            self.outcomes.insert(case.to_owned(), outcome.clone());
        }
    }

    /// The cases whose verdict is not what it was, a sentence each.
    pub(super) fn differing(&self, before: &HashMap<String, Verdict>) -> Vec<String> {
        let differs = |(case, now): (&String, &Verdict)| {
            let then = before.get(case)?;
            (then != now)
                .then(|| format!("{case} was {}, would be {}", then.spoken(), now.spoken()))
        };
        let mut all: Vec<String> = self.verdicts.iter().filter_map(differs).collect();
        all.sort();
        all.truncate(3);
        all
    }

    /// The event as it is now: questions, judgements and results are those of the rewritten run.
    pub(super) fn event(&mut self, event: Event) -> Option<Event> {
        match event {
            Event::Exchange(mut exchange) => {
                let place = (exchange.case.clone(), exchange.number);
                if let Some((digest, request)) = self.questions.get(&place) {
                    if let Some(ask) = exchange.replay.get_mut("ask") {
                        *ask = digest.clone().into();
                    }
                    if request.is_some() {
                        exchange.request.clone_from(request);
                    }
                }
                Some(Event::Exchange(exchange))
            }
            Event::Judgement(judgement) => self.judgement(*judgement),
            Event::CaseFinished(mut result) => {
                if let Some(outcome) = self.outcomes.get(&result.case) {
                    let now = &outcome.result;
                    result.reason.clone_from(&now.reason);
                    result.accepted.clone_from(&now.accepted);
                    result.observed.clone_from(&now.observed);
                    result.symptom.clone_from(&now.symptom);
                    result.warnings.clone_from(&now.warnings);
                }
                Some(Event::CaseFinished(result))
            }
            other => Some(other),
        }
    }

    /// The next judgement of its case.
    fn judgement(&mut self, judgement: Judgement) -> Option<Event> {
        let written = self.written.entry(judgement.case.clone()).or_default();
        let outcome = self.outcomes.get(&judgement.case);
        let now = outcome.and_then(|outcome| outcome.judgements.get(*written));
        *written += 1;
        let judgement = now.cloned().unwrap_or(judgement);
        Some(Event::Judgement(Box::new(judgement)))
    }
}
