//! The lab that answers from a journal.

use std::collections::{HashMap, VecDeque};

use ctk_record::{CaseRecord, Exchange, Finding, Judgement, Message};
use ctk_suite::lab::{Answer, Ask, Lab, LabError};
use serde::Deserialize;

use super::digest;
use super::exchange::{Piece, Replay, restore};
use super::views;

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

/// Answers each question with the next recorded answer.
#[derive(Debug)]
pub struct ReplayLab {
    left: VecDeque<Recorded>,
    notices: Vec<Notice>,
    judgements: Vec<Judgement>,
}

/// A question's exchange.
#[derive(Debug)]
struct Recorded {
    number: u32,
    ask: String,
    request: Option<Message>,
    outcome: Result<Answer, LabError>,
}

impl ReplayLab {
    /// Over the exchanges of a case, in the order of the journal.
    pub fn new(exchanges: &[Exchange]) -> Self {
        let mut pieces = HashMap::new();
        let mut left = VecDeque::new();
        for exchange in exchanges
            .iter()
            .filter(|exchange| !exchange.replay.is_null())
        {
            match read(exchange) {
                Ok(replay) => {
                    if let Some(piece) = &replay.piece {
                        pieces.insert(exchange.number, piece.clone());
                    }
                    left.extend(recorded(exchange, replay));
                }
                Err(why) => left.push_back(Recorded {
                    number: exchange.number,
                    ask: String::new(),
                    request: None,
                    outcome: Err(altered(exchange.number, &why)),
                }),
            }
        }
        for recorded in &mut left {
            if let Ok(answer) = &mut recorded.outcome
                && let Err(missing) = fill(answer, &pieces)
            {
                recorded.outcome = Err(altered(missing, "it is missing"));
            }
        }
        Self {
            left,
            notices: Vec::new(),
            judgements: Vec::new(),
        }
    }

    /// Over a case of a record.
    pub fn of_case(case: &CaseRecord) -> Self {
        Self::new(&case.exchanges)
    }

    /// What was noticed so far.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// What was judged so far.
    pub fn judgements(&self) -> &[Judgement] {
        &self.judgements
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
        if !recorded.ask.is_empty() && recorded.ask != asked {
            return Err(LabError::Broken(format!(
                "the replay asks {asked} where exchange {} of the journal answers {}: {}",
                recorded.number,
                recorded.ask,
                shortened(&format!("{ask:?}"))
            )));
        }
        if let Ask::Http(ask) = ask
            && recorded.outcome.is_ok()
            && recorded.request.as_ref() != Some(&views::of_ask(ask))
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

fn altered(number: u32, why: &str) -> LabError {
    LabError::Broken(format!(
        "exchange {number} of the journal was altered: {why}"
    ))
}

fn shortened(text: &str) -> String {
    text.chars().take(120).collect()
}

/// Reads what the exchange holds for a replay, with its bytes put together, and compares the views with them.
fn read(exchange: &Exchange) -> Result<Replay, String> {
    let mut replay = Replay::deserialize(&exchange.replay)
        .map_err(|error| format!("it cannot be read: {error}"))?;
    let view = match &replay.piece {
        Some(Piece::Notification(_)) => exchange.request.as_ref(),
        _ => exchange.response.as_ref(),
    };
    if replay.body {
        match (&mut replay.piece, &mut replay.answer) {
            (Some(Piece::Notification(piece)), _) => restore(&mut piece.bytes, view),
            (Some(Piece::Part(piece)), _) => restore(&mut piece.bytes, view),
            (None, Some(Answer::Http(answer))) => restore(&mut answer.bytes, view),
            _ => return Err("its body belongs to nothing".to_owned()),
        }
    }
    let same = match (&replay.piece, &replay.answer) {
        (Some(Piece::Notification(piece)), _) => {
            view == Some(&views::of_request(&piece.bytes, &replay.context))
                && piece.at_us / 1000 == exchange.at_ms
        }
        (Some(Piece::Datagram(piece)), _) => {
            let seen = exchange.response.as_ref().or(exchange.request.as_ref());
            seen == Some(&views::of_datagram(&piece.bytes, &piece.from))
                && piece.at_ms == exchange.at_ms
        }
        (Some(Piece::Part(piece)), _) => {
            view == views::of_response(&piece.bytes, &replay.context).as_ref()
        }
        (None, Some(Answer::Http(answer))) => {
            let method = exchange
                .request
                .as_ref()
                .map_or("", |request| request.method.as_str());
            view == views::of_response(&answer.bytes, method).as_ref()
                && (answer.at_ms, answer.elapsed_ms) == (exchange.at_ms, exchange.elapsed_ms)
        }
        _ => true,
    };
    if same {
        Ok(replay)
    } else {
        Err("what it shows is not what its bytes say".to_owned())
    }
}

fn recorded(exchange: &Exchange, replay: Replay) -> Option<Recorded> {
    let outcome = match (replay.answer, replay.error) {
        (Some(answer), _) => Ok(answer),
        (None, Some(refusal)) => Err(refusal.into()),
        (None, None) => Err(altered(exchange.number, "it holds no answer")),
    };
    let request = exchange.request.clone();
    replay.ask.map(|ask| Recorded {
        number: exchange.number,
        ask,
        request,
        outcome,
    })
}

/// Puts the pieces into an answer that names them; the number of one that is missing.
fn fill(answer: &mut Answer, pieces: &HashMap<u32, Piece>) -> Result<(), u32> {
    match answer {
        Answer::Notifications(all) => {
            all.iter_mut()
                .try_for_each(|one| match pieces.get(&one.exchange) {
                    Some(Piece::Notification(piece)) => {
                        one.clone_from(piece);
                        Ok(())
                    }
                    _ => Err(one.exchange),
                })
        }
        Answer::Datagrams(all) => {
            all.iter_mut()
                .try_for_each(|one| match pieces.get(&one.exchange) {
                    Some(Piece::Datagram(piece)) => {
                        one.clone_from(piece);
                        Ok(())
                    }
                    _ => Err(one.exchange),
                })
        }
        Answer::Script(all) => all
            .iter_mut()
            .try_for_each(|one| match pieces.get(&one.exchange) {
                Some(Piece::Part(piece)) => {
                    one.clone_from(piece);
                    Ok(())
                }
                _ => Err(one.exchange),
            }),
        _ => Ok(()),
    }
}
