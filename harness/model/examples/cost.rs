//! What the model costs: the time and the memory of judging traces of 10³, 10⁴ and 10⁵ observations, as a table.
//!
//! `cargo run --release -p ctk-model --example cost [OBSERVATIONS…]`. The traces are those of a device that does everything
//! right: messages come and go, some sixty are there at any time, and every few steps all of them are listed.

#![allow(missing_docs, clippy::print_stdout, reason = "a tool for people")]

use std::collections::VecDeque;
use std::time::Instant;

use ctk_model::document::{Message, Peer, Recipients};
use ctk_model::service::{Bench, Observation, Oracle, Outcome, Source, What, Who};

/// So many messages are there at the same time.
const THERE: usize = 60;
/// Observations of a batch.
const BATCH: usize = 500;

fn main() {
    let asked: Vec<usize> = std::env::args()
        .skip(1)
        .filter_map(|it| it.parse().ok())
        .collect();
    let sizes = if asked.is_empty() {
        vec![1_000, 10_000, 100_000]
    } else {
        asked
    };
    println!("| observations | judged in | a second | resident, at most |\n|---|---|---|---|");
    for size in sizes {
        let begun = Instant::now();
        let mut oracle = Oracle::new(Bench::full());
        let mut trace = Trace::default();
        let mut spent = begun.elapsed();
        while trace.number < size {
            let batch = trace.batch(BATCH.min(size - trace.number));
            let from = Instant::now();
            oracle.observe(&batch);
            spent += from.elapsed();
        }
        let judged = oracle.finish();
        assert!(
            judged.contradictions.is_empty(),
            "{:#?}",
            judged.contradictions.first()
        );
        let seconds = spent.as_secs_f64().max(1e-9);
        let each = f64::from(u32::try_from(size).unwrap_or(u32::MAX)) / seconds;
        println!("| {size} | {seconds:.2} s | {each:.0} | {} |", resident());
    }
}

/// The most memory that was resident at a time, where the system tells.
fn resident() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |it| it.trim().to_owned())
}

/// A trace as it grows.
#[derive(Default)]
struct Trace {
    number: usize,
    made: usize,
    there: VecDeque<Message>,
}

impl Trace {
    fn batch(&mut self, size: usize) -> Vec<Observation> {
        (0..size).map(|_| self.next()).collect()
    }

    fn next(&mut self) -> Observation {
        let number = self.number;
        self.number += 1;
        let what = match number % 4 {
            0 | 1 => self.arrival(),
            2 if self.there.len() >= THERE => self.removal(),
            2 => action("GetMessagingCapabilities", &[], String::new()),
            _ => self.list(),
        };
        let from = u64::try_from(number).unwrap_or(0) * 10;
        Observation {
            source: Source {
                case: "cost".to_owned(),
                exchange: u32::try_from(number).unwrap_or(u32::MAX),
            },
            from,
            to: Some(from + 5),
            who: match what {
                What::Stimulus { .. } => Who::FarSide,
                _ => Who::ControlPoint("A".to_owned()),
            },
            what,
        }
    }

    /// A message arrives, or one that has to go is deleted, twice.
    fn arrival(&mut self) -> What {
        if self.there.len() > THERE {
            return self.removal();
        }
        self.made += 1;
        let id = format!("m{}", self.made);
        self.there.push_back(Message {
            id: id.clone(),
            class: "SMS".to_owned(),
            folder: "Received".to_owned(),
            status: "Unread".to_owned(),
            recipients: Recipients {
                from: Some(Peer::new("tel:+9")),
                ..Recipients::to_ids(&["tel:+1"])
            },
            ..Message::default()
        });
        let fields = [("class", "SMS"), ("from", "tel:+9"), ("to", "tel:+1")];
        What::Stimulus {
            name: "incoming-message".to_owned(),
            fields: fields
                .map(|(name, it)| (name.to_owned(), it.to_owned()))
                .into(),
            done: true,
            session_id: None,
            message_id: Some(id),
        }
    }

    fn removal(&mut self) -> What {
        let Some(first) = self.there.front_mut() else {
            return action("GetMessagingCapabilities", &[], String::new());
        };
        let id = first.id.clone();
        if first.folder == "Deleted" {
            self.there.pop_front();
        } else {
            first.folder = "Deleted".to_owned();
        }
        action("DeleteMessage", &[&id], String::new())
    }

    fn list(&self) -> What {
        let listed: String = self
            .there
            .iter()
            .map(|message| {
                let xml = message.to_xml();
                let from = xml.find("<messageID>").unwrap_or_default();
                let to = xml.rfind("</").unwrap_or(xml.len());
                format!(
                    "<message>{}</message>",
                    xml.get(from..to).unwrap_or_default()
                )
            })
            .collect();
        let list = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><m:messageList xmlns:m=\"urn:schemas-upnp-org:phone:messaging\" \
             xmlns:peer=\"urn:schemas-upnp-org:phone:peer\">{listed}</m:messageList>"
        );
        action("SearchMessages", &["", "", "", ""], list)
    }
}

fn action(name: &str, values: &[&str], output: String) -> What {
    let action = ctk_vectors::facts().action(name);
    let (inputs, outputs) =
        action.map_or((&[][..], &[][..]), |it| (&it.inputs[..], &it.outputs[..]));
    What::Action {
        name: name.to_owned(),
        arguments: inputs
            .iter()
            .zip(values)
            .map(|(input, value)| (input.name.clone(), (*value).to_owned()))
            .collect(),
        outcome: Outcome::Success(
            outputs
                .iter()
                .map(|it| (it.name.clone(), output.clone()))
                .collect(),
        ),
    }
}
