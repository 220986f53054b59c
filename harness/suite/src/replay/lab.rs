//! The lab that answers from a journal.

use std::collections::VecDeque;

use ctk_record::{CaseRecord, Exchange, Finding, Judgement, Message};

use super::recorded::{Recorded, altered, recorded};
use super::{cut, digest, views};
use crate::lab::{Answer, Ask, Lab, LabError};

/// What a reading noticed in an exchange while a case was judged again.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// The exchange's number within the case.
    pub exchange: u32,
    /// The requirements that could be judged.
    pub checked: Vec<String>,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// A question as a case asks it of a journal that was rewritten.
#[derive(Debug, Clone, PartialEq)]
pub struct Reasked {
    /// The exchange that answers it.
    pub exchange: u32,
    /// Its digest.
    pub digest: String,
    /// The request that it makes, as a journal shows it, where it is one over HTTP.
    pub request: Option<Message>,
    /// What of it goes to the device or to its upper tester, as JSON.
    pub text: String,
}

/// Answers each question with the next recorded answer.
#[derive(Debug)]
pub struct ReplayLab {
    reasked: Option<Vec<Reasked>>,
    left: VecDeque<Recorded>,
    notices: Vec<Notice>,
    judgements: Vec<Judgement>,
    met_a_cut: bool,
}

impl ReplayLab {
    /// Over the exchanges of a case, in the order of the journal.
    pub fn new(exchanges: &[Exchange]) -> Self {
        let left = recorded(exchanges).into();
        Self {
            reasked: None,
            left,
            notices: Vec::new(),
            judgements: Vec::new(),
            met_a_cut: false,
        }
    }

    /// Over a case of a record.
    pub fn of_case(case: &CaseRecord) -> Self {
        Self::new(&case.exchanges)
    }

    /// Takes other words in questions than the journal has: its texts were replaced.
    #[must_use]
    pub fn reasking(mut self) -> Self {
        self.reasked = Some(Vec::new());
        self
    }

    /// The questions asked so far of a journal that was rewritten.
    pub fn reasked(&self) -> &[Reasked] {
        self.reasked.as_deref().unwrap_or_default()
    }

    /// What was noticed so far.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// What was judged so far.
    pub fn judgements(&self) -> &[Judgement] {
        &self.judgements
    }

    /// Whether a question was asked whose answer was too long for the journal: what came of the case says nothing.
    pub fn met_a_cut(&self) -> bool {
        self.met_a_cut
    }

    /// How many recorded answers nobody has asked for.
    pub fn unasked(&self) -> usize {
        self.left.len()
    }
}

impl Lab for ReplayLab {
    fn perform(&mut self, ask: &Ask) -> Result<Answer, LabError> {
        let Some(recorded) = self.left.pop_front() else {
            return Err(LabError::Stopped("the journal ends here".to_owned()));
        };
        let asked = digest::of_ask(ask);
        if let Some(reasked) = &mut self.reasked {
            reasked.push(as_asked(ask, recorded.number, asked));
            self.met_a_cut |= recorded.cut;
            return recorded.outcome;
        }
        if !recorded.ask.is_empty() && recorded.ask != asked {
            return Err(LabError::Broken(format!(
                "the replay asks {asked} where exchange {} of the journal answers {}: {}",
                recorded.number,
                recorded.ask,
                shortened(&format!("{ask:?}"))
            )));
        }
        self.met_a_cut |= recorded.cut;
        if let Ask::Http(ask) = ask
            && recorded.outcome.is_ok()
            && !cut::same(recorded.request.as_ref(), Some(views::of_ask(ask)))
        {
            return Err(altered(
                recorded.number,
                "its request is not what the case asks",
            ));
        }
        recorded.outcome
    }

    fn notice(&mut self, exchange: u32, checked: &[String], findings: &[Finding]) {
        self.notices.push(Notice {
            exchange,
            checked: checked.to_vec(),
            findings: findings.to_vec(),
        });
    }

    fn judged(&mut self, judgement: &Judgement) {
        self.judgements.push(judgement.clone());
    }

    fn clean_up_begins(&mut self) {}
}

fn as_asked(ask: &Ask, exchange: u32, digest: String) -> Reasked {
    let request = match ask {
        Ask::Http(ask) => Some(cut::as_kept(views::of_ask(ask))),
        _ => None,
    };
    let goes_out = matches!(
        ask,
        Ask::Http(_)
            | Ask::Script(_)
            | Ask::Stimulus { .. }
            | Ask::Search { .. }
            | Ask::SearchByTcp { .. }
            | Ask::OfferFile(_)
    );
    let text = goes_out.then(|| serde_json::to_string(ask).unwrap_or_default());
    Reasked {
        exchange,
        digest,
        request,
        text: text.unwrap_or_default(),
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(120).collect()
}
