//! Long evidence in the journal: whole as long as there is room, then cut with its length and digest.

use std::sync::atomic::{AtomicUsize, Ordering};

use ctk_record::{Exchange, Message};
use serde_json::{Value, json};

/// How many bytes of a message the journal holds in any case. What the kit itself sent can be made again, and is cut
/// there always.
pub(super) const WHOLE: usize = 64 * 1024;
/// How many bytes of longer messages a run may keep whole.
const ROOM: usize = 16 << 20;

/// The room that a run has for long evidence.
#[derive(Debug)]
pub struct Room {
    left: AtomicUsize,
}

impl Default for Room {
    fn default() -> Self {
        Self {
            left: AtomicUsize::new(ROOM),
        }
    }
}

impl Room {
    /// Cuts what the exchange holds too much of. An answer that was cut cannot be judged again, and says so.
    pub fn fit(&self, exchange: &mut Exchange) {
        let came_in = exchange.replay["piece"]["Notification"].is_object();
        let (sent, evidence) = if came_in {
            (&mut exchange.response, &mut exchange.request)
        } else {
            (&mut exchange.request, &mut exchange.response)
        };
        if let Some(sent) = sent {
            sent.cut(WHOLE);
        }
        let size = evidence.as_ref().map_or(0, Message::size);
        if size <= WHOLE {
            return;
        }
        let take = |left: usize| left.checked_sub(size);
        let fits = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, take);
        // The bytes stand in the view, or beside it: then the view need not be whole.
        let in_view = exchange.replay["body"] == true;
        if let Some(evidence) = evidence
            && (fits.is_err() || !in_view)
        {
            evidence.cut(WHOLE);
        }
        if fits.is_err() {
            exchange.replay = match exchange.replay.get("ask") {
                Some(ask) => json!({"ask": ask, "cut": true}),
                None => json!({"cut": true}),
            };
        }
    }
}

/// What the kit sent, as a journal keeps it.
pub(super) fn as_kept(mut sent: Message) -> Message {
    sent.cut(WHOLE);
    sent
}

/// Whether two views are of the same message: the first may have been cut.
pub(super) fn same(recorded: Option<&Message>, made: Option<Message>) -> bool {
    match (recorded, made) {
        (None, None) => true,
        (Some(recorded), Some(mut made)) => {
            *recorded == made || {
                made.cut(WHOLE);
                *recorded == made
            }
        }
        _ => false,
    }
}

/// Whether the exchange's evidence was cut.
pub(super) fn is_cut(replay: &Value) -> bool {
    replay["cut"] == true
}

#[cfg(test)]
mod tests {
    use super::*;
    use ctk_record::Kind;

    fn exchange(length: usize) -> Exchange {
        let message = Message {
            body: "x".repeat(length),
            ..Message::default()
        };
        Exchange {
            case: "case".to_owned(),
            number: 1,
            kind: Kind::Control,
            request: Some(message.clone()),
            response: Some(message),
            findings: Vec::new(),
            error: None,
            at_ms: 0,
            elapsed_ms: 0,
            replay: json!({"ask": "0", "answer": {}, "body": true}),
        }
    }

    #[test]
    fn long_answers_stay_whole_until_the_room_is_used_up() {
        let room = Room::default();
        let mut whole = 0;
        for _ in 0..20 {
            let mut one = exchange(4 << 20);
            room.fit(&mut one);
            let size = |message: &Option<Message>| message.as_ref().map_or(0, Message::size);
            assert!(size(&one.request) < 66_000, "the kit's own is cut");
            if is_cut(&one.replay) {
                assert!(size(&one.response) < 66_000);
                assert_eq!(one.replay["ask"], "0");
            } else {
                whole += 1;
            }
        }
        assert_eq!(whole, 4);
        let mut short = exchange(100);
        room.fit(&mut short);
        assert_eq!(short, exchange(100));
    }

    #[test]
    fn a_cut_view_is_still_of_its_message() {
        let made = exchange(100_000).request;
        let mut cut = made.clone();
        cut.as_mut().expect("a message").cut(WHOLE);
        assert!(same(cut.as_ref(), made.clone()) && same(made.as_ref(), made.clone()));
        assert!(!same(cut.as_ref(), exchange(100_001).request));
        assert!(!same(None, made) && same(None, None));
    }
}
