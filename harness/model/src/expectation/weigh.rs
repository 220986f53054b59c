//! Weighs what was observed against what may be answered.

use ctk_record::Outcome;
use ctk_vectors::{Answer, Mark};

use super::build::{Entry, Expectation};
use super::outcome::{RulingOverrides, outcome_of};

/// What came of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Observed {
    /// It succeeded.
    Success {
        /// The state or value seen afterwards, where somebody looked.
        after: Option<String>,
    },
    /// A fault with a code.
    Fault {
        /// The errorCode.
        code: u32,
        /// The state or value seen afterwards, where somebody looked.
        after: Option<String>,
    },
    /// Neither.
    NoFault {
        /// HTTP status, 0 without any answer.
        http_status: u16,
        /// Why it is neither.
        why: String,
    },
}

/// What an answer is worth, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighed {
    /// The worth; the requirement's level is not applied yet.
    pub outcome: Outcome,
    /// The ruling that decided.
    pub ruling: Option<String>,
    /// One sentence; empty on a plain pass.
    pub reason: String,
}

impl Expectation {
    /// What the answer is worth. The narrowest entry that fits decides, at equality one that says what is seen
    /// afterwards, then the milder; what no entry names is
    /// judged by R-58.
    pub fn weigh(&self, observed: &Observed, overrides: &RulingOverrides) -> Weighed {
        let weighed = match observed {
            Observed::Success { after } => self.weigh_success(after.as_deref()),
            Observed::Fault { code, after } => self.weigh_fault(*code, after.as_deref()),
            Observed::NoFault { http_status, why } => {
                let status = if *http_status == 0 {
                    String::new()
                } else {
                    format!("HTTP {http_status}: ")
                };
                fail(format!(
                    "neither success nor a readable fault: {status}{why}"
                ))
            }
        };
        Weighed {
            outcome: overrides.apply(weighed.outcome, weighed.ruling.as_deref()),
            ..weighed
        }
    }

    fn weigh_success(&self, after: Option<&str>) -> Weighed {
        let entries: Vec<&Entry> = self
            .entries
            .iter()
            .filter(|entry| entry.answer == Answer::Success)
            .collect();
        if entries.is_empty() {
            return fail("it succeeded where it has to fail".to_owned());
        }
        let Some(after) = after else {
            return match entries.iter().find(|entry| entry.after.is_empty()) {
                Some(any) if entries.iter().all(|entry| entry.mark == any.mark) => by_entry(any),
                _ => Weighed {
                    outcome: Outcome::Inconclusive,
                    ruling: None,
                    reason: "it succeeded, and what it did was not observed".to_owned(),
                },
            };
        };
        match narrowest(&entries, |entry| {
            fits_after(entry, after).then_some(u32::from(entry.after.is_empty()))
        }) {
            Some(entry) => by_entry(entry),
            None => fail(format!(
                "it succeeded, and {after} was seen afterwards, where {} is due",
                states(&entries)
            )),
        }
    }

    fn weigh_fault(&self, code: u32, after: Option<&str>) -> Weighed {
        let fits = |entry: &&Entry| breadth(&entry.answer, code).is_some();
        let entries: Vec<&Entry> = self.entries.iter().filter(fits).collect();
        // Where it has to succeed, these say nothing about what was asked; a broad entry does not mean them.
        let about_something_else = matches!(code, 603 | 604 | 606) && !self.lets_fault_pass();
        if about_something_else && entries.iter().all(|entry| entry.answer == Answer::AnyFault) {
            return self.weigh_unnamed(code);
        }
        // A code that fits is not enough when the state afterwards is one that no entry has.
        let chosen = narrowest(&entries, |entry| {
            let after_fits = after.is_none_or(|after| fits_after(entry, after));
            breadth(&entry.answer, code).filter(|_| after_fits)
        });
        match (chosen, after) {
            (Some(entry), _) => by_entry(entry),
            (None, Some(after)) if !entries.is_empty() => fail(format!(
                "it failed, and yet {after} was seen afterwards, where {} is due",
                states(&entries)
            )),
            _ => self.weigh_unnamed(code),
        }
    }

    /// Whether some fault passes.
    pub fn lets_fault_pass(&self) -> bool {
        let is_fault = |entry: &Entry| matches!(entry.answer, Answer::Fault(_) | Answer::AnyFault);
        self.entries
            .iter()
            .any(|entry| entry.mark == Mark::Pass && is_fault(entry))
    }

    // a code that no ruling and no row names for the mistake.
    fn weigh_unnamed(&self, code: u32) -> Weighed {
        let fault_passes = self.lets_fault_pass();
        let open = |reason: &str| Weighed {
            outcome: Outcome::Inconclusive,
            ruling: None,
            reason: reason.to_owned(),
        };
        match code {
            800..=899 => fail(format!("code {code} is not permitted for standard actions")),
            606 if !fault_passes => {
                open("the device says that the control point lacks the privilege")
            }
            603 | 604 if !fault_passes => {
                open("the device says that it is out of memory or needs a hand")
            }
            _ if !fault_passes => fail(format!("fault {code} where it has to succeed")),
            700..=799 if self.exact.is_some_and(|own| u32::from(own) != code) => Weighed {
                outcome: Outcome::Fail,
                ruling: Some("R-58".to_owned()),
                reason: format!(
                    "fault {code}, while the action's own table has another code for exactly this mistake"
                ),
            },
            _ => Weighed {
                outcome: Outcome::Warning,
                ruling: Some("R-58".to_owned()),
                reason: format!(
                    "it fails, as it has to, with a code that nothing names for this mistake: {code}"
                ),
            },
        }
    }
}

fn breadth(answer: &Answer, code: u32) -> Option<u32> {
    let code = u16::try_from(code).ok()?;
    match answer {
        Answer::Fault(codes) => codes
            .contains(&code)
            .then(|| u32::from(codes.end() - codes.start())),
        Answer::AnyFault => Some(u32::MAX),
        Answer::Success | Answer::SuccessThen(_) | Answer::Word(_) => None,
    }
}

fn fits_after(entry: &Entry, after: &str) -> bool {
    entry.after.is_empty() || entry.after.iter().any(|state| state == after)
}

fn narrowest<'e>(
    entries: &[&'e Entry],
    width: impl Fn(&Entry) -> Option<u32>,
) -> Option<&'e Entry> {
    entries
        .iter()
        .filter_map(|&entry| Some((width(entry)?, entry.mark, entry)))
        .min_by_key(|(width, mark, entry)| (*width, entry.after.is_empty(), *mark))
        .map(|(_, _, entry)| entry)
}

fn states(entries: &[&Entry]) -> String {
    let mut states: Vec<&str> = Vec::new();
    for state in entries
        .iter()
        .filter(|entry| entry.mark != Mark::Fail)
        .flat_map(|entry| &entry.after)
    {
        if !states.contains(&state.as_str()) {
            states.push(state);
        }
    }
    if states.is_empty() {
        "another state".to_owned()
    } else {
        states.join(" or ")
    }
}

fn by_entry(entry: &Entry) -> Weighed {
    let outcome = outcome_of(entry.mark);
    let reason = match (outcome, &entry.ruling) {
        (Outcome::Pass, _) => String::new(),
        (Outcome::Warning, Some(ruling)) => format!("{ruling} calls this a warning"),
        (Outcome::Warning, None) => "this is reported".to_owned(),
        (_, Some(ruling)) => format!("{ruling} does not let it pass"),
        (_, None) => "this is not allowed here".to_owned(),
    };
    Weighed {
        outcome,
        ruling: entry.ruling.clone(),
        reason,
    }
}

fn fail(reason: String) -> Weighed {
    Weighed {
        outcome: Outcome::Fail,
        ruling: None,
        reason,
    }
}

#[cfg(test)]
#[path = "weigh_tests.rs"]
mod tests;
