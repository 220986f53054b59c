//! Holds the journals named against the model, and prints what it makes of them.

#![allow(missing_docs, clippy::print_stdout, reason = "a tool for people")]

use ctk_model::service::{Bench, judge};
use ctk_suite::model::observations;

const SERVICE: &str = "urn:schemas-upnp-org:service:Messaging:2";

#[expect(clippy::too_many_lines, reason = "one scenario, step by step")]
fn main() {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).expect("a journal");
        let begun = std::time::Instant::now();
        let mut exchanges = Vec::new();
        for line in bytes.split(|byte| *byte == b'\n') {
            if let Ok(ctk_record::Event::Exchange(exchange)) = serde_json::from_slice(line) {
                exchanges.push(*exchange);
            }
        }
        let read = begun.elapsed();
        let seen = observations(&exchanges, SERVICE);
        let observed = begun.elapsed();
        for it in &seen {
            let what = match &it.what {
                ctk_model::service::What::Gap { text } => format!("gap {text}"),
                ctk_model::service::What::Action {
                    name,
                    outcome: ctk_model::service::Outcome::Unknown,
                    ..
                } => format!("unknown {name}"),
                _ => continue,
            };
            println!("{what} {}", it.source);
        }
        let judged = judge(&Bench::full(), &seen);
        println!(
            "{path}: {} exchanges, {} observations; read {read:?}, observed {observed:?}, judged {:?}",
            exchanges.len(),
            seen.len(),
            begun.elapsed()
        );
        println!("applied {:?}, let go {}", judged.applied, judged.let_go);
        for it in &judged.contradictions {
            println!(
                "{}{} {} {:?}: {}\n    possible: {}\n    because: {}\n    allowed: {}",
                if it.follows { "(follows) " } else { "" },
                it.rule,
                it.requirement,
                it.at,
                it.seen,
                it.possible,
                it.because
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
                    .join("; "),
                it.allowed
            );
        }
        println!(
            "{} contradictions and {} more",
            judged.contradictions.len(),
            judged.more
        );
    }
}
