//! What may be answered, put together from the action's own table, the rulings and the cells of Figure 3.

use ctk_vectors::{Answer, CellAnswer, Mark, SessionCell, facts};

/// What may be answered to one question, and what each answer is worth.
///
/// What no entry names is judged by R-58.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expectation {
    /// The requirement judged.
    pub requirement: String,
    pub(super) entries: Vec<Entry>,
    pub(super) exact: Option<u16>,
}

/// One answer and its worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) answer: Answer,
    /// States or values seen afterwards; empty: any.
    pub(super) after: Vec<String>,
    pub(super) mark: Mark,
    pub(super) ruling: Option<String>,
}

impl Expectation {
    /// Nothing named yet: for what rulings alone decide.
    pub fn of(requirement: impl Into<String>) -> Self {
        Self {
            requirement: requirement.into(),
            entries: Vec::new(),
            exact: None,
        }
    }

    /// The action succeeds.
    pub fn success(requirement: impl Into<String>) -> Self {
        Self::of(requirement).with(Answer::Success, &[], Mark::Pass, None)
    }

    /// The action succeeds and one of these states or values is seen afterwards.
    pub fn success_then(requirement: impl Into<String>, after: &[&str]) -> Self {
        Self::of(requirement).with(Answer::Success, after, Mark::Pass, None)
    }

    /// The action fails with the code that its own table names for exactly this mistake.
    pub fn fault(requirement: impl Into<String>, code: u16) -> Self {
        let expectation =
            Self::of(requirement).with(Answer::Fault(code..=code), &[], Mark::Pass, None);
        Self {
            exact: Some(code),
            ..expectation
        }
    }

    /// A cell of Figure 3: what the action may answer in that state, and the state afterwards.
    pub fn from_cell(cell: &SessionCell) -> Self {
        let lists = [
            (&cell.pass, Mark::Pass),
            (&cell.warning, Mark::Warning),
            (&cell.fail, Mark::Fail),
        ];
        // What R-58 says of codes that nothing names is the cell's broadest entry; the other rulings made the others.
        let others: Vec<&str> = cell
            .rulings
            .iter()
            .map(String::as_str)
            .filter(|&id| id != "R-58")
            .collect();
        let others = Some(others.join(", ")).filter(|ids| !ids.is_empty());
        let mut expectation = Self::of(&cell.requirement);
        for (list, mark) in lists {
            for CellAnswer { answer, after, .. } in list {
                let after: Vec<&str> = after.iter().map(String::as_str).collect();
                let broadest = *answer == Answer::AnyFault && mark == Mark::Warning;
                let ruling = if broadest {
                    Some("R-58")
                } else {
                    others.as_deref()
                };
                expectation = expectation.with(answer.clone(), &after, mark, ruling);
            }
        }
        expectation.exact = own_code(cell);
        expectation
    }

    /// The ruling lets this code pass.
    pub fn allow_fault(self, code: u16, ruling: &str) -> Self {
        self.with(Answer::Fault(code..=code), &[], Mark::Pass, Some(ruling))
    }

    /// The ruling calls this code a warning.
    pub fn warn_fault(self, code: u16, ruling: &str) -> Self {
        self.with(Answer::Fault(code..=code), &[], Mark::Warning, Some(ruling))
    }

    /// An answer of the vector files.
    pub fn allow(self, answer: Answer, mark: Mark, ruling: Option<&str>) -> Self {
        match answer {
            Answer::SuccessThen(after) => self.with(Answer::Success, &[&after], mark, ruling),
            answer => self.with(answer, &[], mark, ruling),
        }
    }

    /// All that the ruling says of the situation, from the vector files.
    ///
    /// # Panics
    /// When there is no such answer set: the pair is a constant of the caller, and the tests of the suite visit each.
    pub fn by(self, ruling: &str, situation: &str) -> Self {
        let set = facts().answer_set(ruling, situation).unwrap_or_else(|| {
            panic!("ruling {ruling} has no answer set `{situation}`: name one of the vector files")
        });
        set.answers().fold(self, |built, (mark, answer)| {
            built.allow(answer.clone(), mark, Some(ruling))
        })
    }

    /// What is accepted, each alternative with the ruling that allows it: `fault 708`, `fault 706 (R-59)`.
    pub fn accepted(&self) -> Vec<String> {
        let mut accepted = Vec::new();
        for mark in [Mark::Pass, Mark::Warning] {
            for entry in self.entries.iter().filter(|entry| entry.mark == mark) {
                let text = entry.describe(&self.refused());
                if !accepted.contains(&text) {
                    accepted.push(text);
                }
            }
        }
        accepted
    }

    /// The codes that fail although a broader entry lets any fault pass.
    fn refused(&self) -> Vec<String> {
        let failing = self
            .entries
            .iter()
            .filter(|entry| entry.mark == Mark::Fail && entry.after.is_empty());
        failing
            .filter_map(|entry| match &entry.answer {
                Answer::Fault(codes) if codes.start() == codes.end() => {
                    Some(codes.start().to_string())
                }
                Answer::Fault(codes) => Some(format!("{}-{}", codes.start(), codes.end())),
                _ => None,
            })
            .collect()
    }

    fn with(mut self, answer: Answer, after: &[&str], mark: Mark, ruling: Option<&str>) -> Self {
        self.entries.push(Entry {
            answer,
            after: after.iter().map(|&state| state.to_owned()).collect(),
            mark,
            ruling: ruling.map(str::to_owned),
        });
        self
    }
}

impl Entry {
    /// In words; `refused` are the codes that any fault does not stand for.
    fn describe(&self, refused: &[String]) -> String {
        let mut text = self.answer.to_string();
        if self.answer == Answer::AnyFault && !refused.is_empty() {
            text.push_str(&format!(" but {}", refused.join(", ")));
        }
        if !self.after.is_empty() {
            text.push_str(&format!(", then {}", self.after.join(" or ")));
        }
        match (&self.ruling, self.mark) {
            (Some(ruling), Mark::Warning) => text.push_str(&format!(" ({ruling}, as a warning)")),
            (Some(ruling), _) => text.push_str(&format!(" ({ruling})")),
            (None, Mark::Warning) => text.push_str(" (as a warning)"),
            (None, _) => {}
        }
        text
    }
}

// The one code of the action's own table that the cell lets pass, if success does not pass.
fn own_code(cell: &SessionCell) -> Option<u16> {
    let own = &facts().action(&cell.action)?.errors;
    let mut found = None;
    for entry in &cell.pass {
        match &entry.answer {
            Answer::Fault(codes) if codes.start() == codes.end() && own.contains(codes.start()) => {
                if found.replace(*codes.start()).is_some() {
                    return None;
                }
            }
            _ => return None,
        }
    }
    found
}
