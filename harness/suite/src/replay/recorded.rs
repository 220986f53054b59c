//! What a journal answers: its exchanges put together again, a question and its answer at a time.

use std::collections::HashMap;

use ctk_record::{Exchange, Message};
use serde::Deserialize;

use super::exchange::{Piece, Replay, restore};
use super::{cut, views};
use crate::lab::{Answer, LabError};

/// A question of a case and its answer.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The number of its exchange within the case.
    pub number: u32,
    /// The question's [digest](super::digest::of_ask); empty where the exchange cannot be read.
    pub ask: String,
    /// The request as it was sent, where there was one.
    pub request: Option<Message>,
    /// The answer, or a part of it, was too long for the journal: the outcome is none.
    pub cut: bool,
    /// What the lab answered. An exchange that was altered answers with [`LabError::Broken`].
    pub outcome: Result<Answer, LabError>,
}

/// The questions of a case in the order of its exchanges, each with its answer.
pub fn recorded(exchanges: &[Exchange]) -> Vec<Recorded> {
    let mut pieces = HashMap::new();
    let mut all: Vec<Recorded> = Vec::new();
    let is_cut = |number: &u32| {
        let mut cut = exchanges.iter().filter(|one| cut::is_cut(&one.replay));
        cut.any(|one| one.number == *number)
    };
    for exchange in exchanges
        .iter()
        .filter(|exchange| !exchange.replay.is_null())
    {
        match read(exchange) {
            Ok(replay) => {
                if let Some(piece) = &replay.piece {
                    pieces.insert(exchange.number, piece.clone());
                }
                all.extend(answered(exchange, replay));
            }
            Err(why) => all.push(Recorded {
                number: exchange.number,
                ask: String::new(),
                request: None,
                cut: false,
                outcome: Err(altered(exchange.number, &why)),
            }),
        }
    }
    for recorded in &mut all {
        if let Ok(answer) = &mut recorded.outcome
            && let Err(missing) = fill(answer, &pieces)
        {
            recorded.cut = is_cut(&missing);
            recorded.outcome = Err(match recorded.cut {
                true => too_long(missing),
                false => altered(missing, "it is missing"),
            });
        }
    }
    all
}

fn too_long(number: u32) -> LabError {
    LabError::Broken(format!(
        "exchange {number} was too long for the journal, and was cut"
    ))
}

pub(super) fn altered(number: u32, why: &str) -> LabError {
    LabError::Broken(format!(
        "exchange {number} of the journal was altered: {why}"
    ))
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
            let made = views::of_request(&piece.bytes, &replay.context);
            cut::same(view, Some(made)) && piece.at_us / 1000 == exchange.at_ms
        }
        (Some(Piece::Datagram(piece)), _) => {
            let seen = exchange.response.as_ref().or(exchange.request.as_ref());
            let made = views::of_datagram(&piece.bytes, &piece.from);
            cut::same(seen, Some(made)) && piece.at_ms == exchange.at_ms
        }
        (Some(Piece::Part(piece)), _) => {
            cut::same(view, views::of_response(&piece.bytes, &replay.context))
        }
        (None, Some(Answer::Http(answer))) => {
            let method = exchange
                .request
                .as_ref()
                .map_or("", |request| request.method.as_str());
            cut::same(view, views::of_response(&answer.bytes, method))
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

fn answered(exchange: &Exchange, replay: Replay) -> Option<Recorded> {
    let outcome = match (replay.answer, replay.error) {
        _ if replay.cut => Err(too_long(exchange.number)),
        (Some(answer), _) => Ok(answer),
        (None, Some(refusal)) => Err(refusal.into()),
        (None, None) => Err(altered(exchange.number, "it holds no answer")),
    };
    let request = exchange.request.clone();
    replay.ask.map(|ask| Recorded {
        number: exchange.number,
        ask,
        request,
        cut: replay.cut,
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
