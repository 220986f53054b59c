//! Observations, kept for as long as a run takes.

use std::io::BufRead as _;

use ctk_model::service::Observation;
use ctk_record::journal::{Encoder, text};

/// How many bytes are compressed at a time.
const BLOCK: usize = 512 << 10;

/// Observations as lines of JSON, compressed some at a time: they come one by one all through a run, and are read at its
/// end.
#[derive(Debug, Default)]
pub(super) struct Kept {
    blocks: Vec<Vec<u8>>,
    open: Vec<u8>,
}

impl Kept {
    /// Keeps it; `false`: there is no memory for it.
    pub(super) fn push(&mut self, seen: &Observation) -> bool {
        let before = self.open.len();
        if serde_json::to_writer(&mut self.open, seen).is_err() {
            self.open.truncate(before);
            return false;
        }
        self.open.push(b'\n');
        if self.open.len() < BLOCK {
            return true;
        }
        let lines = std::mem::take(&mut self.open);
        // Lines that cannot be compressed are kept as they are.
        self.blocks.push(compressed(&lines).unwrap_or(lines));
        true
    }

    /// All of them, in the order in which they came.
    pub(super) fn all(&self) -> Vec<Observation> {
        let blocks = self.blocks.iter().chain([&self.open]);
        let texts = blocks.filter_map(|block| text(block.as_slice()).ok());
        let lines = texts.flat_map(|text| text.lines().map_while(Result::ok));
        lines
            .filter_map(|line| serde_json::from_str(&line).ok())
            .collect()
    }
}

fn compressed(lines: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = Encoder::compressed()?;
    encoder.push(lines)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use ctk_model::service::{Outcome, Source, What, Who};
    use ctk_vectors::messaging_2::action;

    use super::*;

    fn observation(number: u32) -> Observation {
        let pair = |text: String| ("MessageID".to_owned(), text);
        Observation {
            source: Source {
                case: "5.5.5/kept".to_owned(),
                exchange: number,
            },
            from: u64::from(number),
            to: (!number.is_multiple_of(3)).then_some(u64::from(number) + 2),
            who: match number % 2 {
                0 => Who::FarSide,
                _ => Who::ControlPoint("kit/1.0 \"A\"".to_owned()),
            },
            what: match number % 4 {
                0 => What::Gap {
                    text: "\u{feff}a\nb\r\0".to_owned(),
                },
                1 => What::Event {
                    subscription: "uuid:1".to_owned(),
                    key: Some(number),
                    properties: vec![pair("<x>&amp;</x>".repeat(20))],
                },
                2 => What::Stimulus {
                    name: "reset".to_owned(),
                    fields: [pair(String::new())].into(),
                    done: true,
                    session_id: None,
                    message_id: Some("m".to_owned()),
                },
                _ => What::Action {
                    name: action::READ_MESSAGE.to_owned(),
                    arguments: vec![pair(format!("m{number}"))],
                    outcome: Outcome::Success(vec![pair("y".repeat(200))]),
                },
            },
        }
    }

    #[test]
    fn what_is_kept_comes_back_as_it_was_and_takes_little_room() {
        let all: Vec<Observation> = (0..8_000).map(observation).collect();
        let mut kept = Kept::default();
        assert!(all.iter().all(|one| kept.push(one)));
        assert!(kept.blocks.len() > 2, "{} blocks", kept.blocks.len());
        assert_eq!(kept.all(), all);
        let room: usize = kept.blocks.iter().map(Vec::len).sum();
        assert!(room < 8_000 * 50, "{room} bytes");
    }
}
