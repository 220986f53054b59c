//! What the model of the service makes of the recorded cases with edits by rule: each observation is another one, or missing.
//! The snapshot counts the outcomes by the edit: the rules of the model that exclude what was seen then.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ctk_model::service::{Bench, FarSide, Judged, Observation, Outcome, What, judge};
use ctk_suite::model::observations;

use crate::recording::{case, recording};
use crate::response::without_child;
use crate::rules::SWAPS;

const SERVICE: &str = "urn:schemas-upnp-org:service:Messaging:2";

/// Edits of a case's trace at most, evenly spread; of a derived case, which has many like it.
const MOST: usize = 12;
const DERIVED: usize = 2;

/// A trace with one edit.
struct Edited {
    name: String,
    trace: Vec<Observation>,
}

/// What an observation is called.
fn word(it: &Observation) -> &str {
    match &it.what {
        What::Action { name, .. } | What::Stimulus { name, .. } => name,
        What::Event { .. } => "event",
        What::Subscribed { .. } => "subscribed",
        What::Unsubscribed { .. } => "unsubscribed",
        What::Gap { .. } => "gap",
    }
}

/// The first text in which one of the words stands, with the other in its place.
fn swap<'t>(texts: impl IntoIterator<Item = &'t mut String>) -> bool {
    for text in texts {
        if let Some((from, to)) = SWAPS.iter().find(|(from, _)| text.contains(from)) {
            *text = text.replacen(from, to, 1);
            return true;
        }
    }
    false
}

/// The first text that is a document of several parts, without the first of them.
fn shorten<'t>(texts: impl IntoIterator<Item = &'t mut String>) -> bool {
    for text in texts {
        if let Some(shorter) = without_child(text, 0) {
            *text = shorter;
            return true;
        }
    }
    false
}

fn values(list: &mut [(String, String)]) -> impl Iterator<Item = &mut String> {
    list.iter_mut().map(|(_, value)| value)
}

/// The edits of one observation; each says whether it changes anything.
type Change = fn(&mut Observation) -> bool;

fn outcome_of(it: &mut Observation) -> Option<&mut Outcome> {
    match &mut it.what {
        What::Action { outcome, .. } => Some(outcome),
        _ => None,
    }
}

fn becomes(it: &mut Observation, other: Outcome) -> bool {
    match outcome_of(it) {
        Some(outcome) if *outcome != other => {
            *outcome = other;
            true
        }
        _ => false,
    }
}

const CHANGES: &[(&str, Change)] = &[
    ("succeeds", |it| match outcome_of(it) {
        Some(outcome @ Outcome::Fault(_)) => {
            *outcome = Outcome::Success(Vec::new());
            true
        }
        _ => false,
    }),
    ("402", |it| becomes(it, Outcome::Fault(402))),
    ("501", |it| becomes(it, Outcome::Fault(501))),
    ("606", |it| becomes(it, Outcome::Fault(606))),
    ("701", |it| becomes(it, Outcome::Fault(701))),
    ("706", |it| becomes(it, Outcome::Fault(706))),
    ("708", |it| becomes(it, Outcome::Fault(708))),
    ("unknown", |it| becomes(it, Outcome::Unknown)),
    ("swapped", |it| match &mut it.what {
        What::Action {
            outcome: Outcome::Success(list),
            ..
        } => swap(values(list)),
        What::Event { properties, .. } => swap(values(properties)),
        _ => false,
    }),
    ("one-less", |it| match &mut it.what {
        What::Action {
            outcome: Outcome::Success(list),
            ..
        } => shorten(values(list)),
        What::Event { properties, .. } => shorten(values(properties)),
        _ => false,
    }),
    ("other-text", |it| match &mut it.what {
        What::Action {
            outcome: Outcome::Success(list),
            ..
        } => values(list).any(|value| {
            let other = value.replacen("<text>", "<text>other ", 1);
            let other = other.replacen("<subject>", "<subject>other ", 1);
            other != std::mem::replace(value, other.clone())
        }),
        _ => false,
    }),
    ("asked-otherwise", |it| match &mut it.what {
        What::Action { arguments, .. } => values(arguments).any(|value| {
            let was_empty = value.is_empty();
            value.clear();
            !was_empty
        }),
        _ => false,
    }),
    ("not-done", |it| match &mut it.what {
        What::Stimulus { done, .. } => std::mem::take(done),
        _ => false,
    }),
    ("without-id", |it| match &mut it.what {
        What::Stimulus {
            session_id,
            message_id,
            ..
        } => session_id.take().is_some() | message_id.take().is_some(),
        _ => false,
    }),
    ("key", |it| match &mut it.what {
        What::Event { key: Some(key), .. } => {
            *key += 1;
            true
        }
        _ => false,
    }),
    ("unanswered", |it| it.to.take().is_some()),
];

/// All edits of a trace.
fn edits(trace: &[Observation]) -> Vec<Edited> {
    let mut all = Vec::new();
    for (at, seen) in trace.iter().enumerate() {
        let name = |edit: &str| format!("{} {edit}", word(seen));
        for (edit, change) in CHANGES {
            let mut trace = trace.to_vec();
            if change(&mut trace[at]) {
                all.push(Edited {
                    name: name(edit),
                    trace,
                });
            }
        }
        let mut without = trace.to_vec();
        without.remove(at);
        all.push(Edited {
            name: name("missing"),
            trace: without,
        });
        let mut twice = trace.to_vec();
        twice.insert(at, seen.clone());
        all.push(Edited {
            name: name("twice"),
            trace: twice,
        });
        // The same answer as the last time that this was asked.
        let before = trace[..at]
            .iter()
            .rfind(|it| word(it) == word(seen) && it.what != seen.what);
        if let (Some(before), What::Action { outcome, .. }) = (before, &seen.what)
            && let What::Action {
                outcome: earlier, ..
            } = &before.what
            && outcome != earlier
        {
            let mut trace = trace.to_vec();
            becomes(&mut trace[at], earlier.clone());
            all.push(Edited {
                name: name("repeated"),
                trace,
            });
        }
    }
    all
}

/// The rules that exclude something, each once, in the order in which they come up.
fn excluded(judged: &Judged) -> String {
    let mut found: Vec<String> = Vec::new();
    for it in &judged.contradictions {
        let mut text = format!("{} {}", it.rule, it.requirement);
        if let Some(ruling) = &it.ruling {
            let _ = write!(text, " {ruling}");
        }
        if it.follows {
            text.push_str(" follows");
        }
        if !found.contains(&text) {
            found.push(text);
        }
    }
    match found.is_empty() {
        true => "nothing".to_owned(),
        false => found.join(", "),
    }
}

/// Benches that the traces are held against.
fn benches() -> [(&'static str, Bench); 4] {
    let full = Bench::full();
    [
        (
            "one address",
            Bench {
                one_address: true,
                ..full.clone()
            },
        ),
        (
            "free far side",
            Bench {
                far_side: FarSide::Free,
                ..full.clone()
            },
        ),
        (
            "strangers",
            Bench {
                strangers: true,
                ..full.clone()
            },
        ),
        ("full", full),
    ]
}

#[test]
fn the_model_excludes_what_the_snapshot_says() {
    let recording = recording("uda-2.0");
    let benches = benches();
    let mut applied: BTreeMap<String, u64> = BTreeMap::new();
    let mut outcomes: BTreeMap<(String, String), u32> = BTreeMap::new();
    let mut number = 0;
    for recorded in recording.cases() {
        let trace = observations(&recorded.exchanges, SERVICE);
        if trace.len() < 2 || recorded.planned.id.starts_with("uda/") {
            continue;
        }
        for (name, bench) in &benches {
            let judged = judge(bench, &trace);
            for (rule, count) in &judged.applied {
                *applied.entry(rule.clone()).or_default() += count;
            }
            let key = (format!("as recorded, {name}"), excluded(&judged));
            *outcomes.entry(key).or_default() += 1;
        }
        let edits = edits(&trace);
        let derived = case(&recorded.planned.id).meta.derived;
        let most = if derived { DERIVED } else { MOST };
        let count = edits.len();
        for (at, edited) in edits.into_iter().enumerate() {
            if count > most && at * most / count == (at + 1) * most / count {
                continue;
            }
            // Mostly the full bench: it lets the model say most.
            number += 1;
            let (bench, of) = match number % 4 {
                0 => (&benches[number / 4 % 3].1, benches[number / 4 % 3].0),
                _ => (&benches[3].1, ""),
            };
            let mut name = edited.name;
            if !of.is_empty() {
                let _ = write!(name, ", {of}");
            }
            let key = (name, excluded(&judge(bench, &edited.trace)));
            *outcomes.entry(key).or_default() += 1;
        }
    }
    let mut text = String::from("rules applied:\n");
    for (rule, count) in applied {
        let _ = writeln!(text, "  {rule} {count}");
    }
    for ((edit, outcome), count) in outcomes {
        let _ = writeln!(text, "{edit} ({count}): {outcome}");
    }
    insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("traces", text);
    });
}
