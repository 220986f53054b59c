//! Figures 2 and 3: the lives of messages and sessions as edges, and as cells of state by stimulus.

use serde::Deserialize;

use crate::{Answer, Mark};

/// An edge of Figure 3.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionEdge {
    /// Session status, or `Nonexistent`.
    pub from: String,
    /// Action or event of the remote side.
    pub by: String,
    /// Under which condition, where the stimulus alone does not decide.
    pub condition: Option<String>,
    /// Session status.
    pub to: String,
    /// The requirement.
    pub requirement: String,
    /// Whether the figure draws it, or only the text has it.
    pub drawn: bool,
}

/// An edge of Figure 2.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessageEdge {
    /// Folder, or `Nonexistent`.
    pub from: String,
    /// Action or event of the remote side.
    pub by: String,
    /// Folder, or `Nonexistent`.
    pub to: String,
    /// The requirement.
    pub requirement: String,
    /// Whether the figure draws it, or only the text has it.
    pub drawn: bool,
}

/// Where the session of a cell comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// A peer asked for it.
    Incoming,
    /// The control point created it.
    Created,
    /// Either will do.
    Either,
    /// There is none.
    None,
}

/// What one of the nine session actions may answer in one of the five states.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionCell {
    /// Session status before, or `Nonexistent`.
    pub state: String,
    /// The action.
    pub action: String,
    /// The requirement judged.
    pub requirement: String,
    /// Class of the session.
    pub class: String,
    /// Where the session comes from.
    pub origin: Origin,
    /// What else is presumed.
    pub presumes: Option<String>,
    /// Rulings applied.
    #[serde(default)]
    pub rulings: Vec<String>,
    /// Answers that pass.
    #[serde(default)]
    pub pass: Vec<CellAnswer>,
    /// Answers that are reported.
    #[serde(default)]
    pub warning: Vec<CellAnswer>,
    /// Answers that fail.
    #[serde(default)]
    pub fail: Vec<CellAnswer>,
}

/// What one of three stimuli may do to a message in one of the five folders.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FolderCell {
    /// Folder before.
    pub folder: String,
    /// `ReadMessage`, `DeleteMessage`, or `delivery`.
    pub by: String,
    /// The requirement judged.
    pub requirement: String,
    /// The feature without which the cell is not applicable.
    pub when: Option<String>,
    /// What else is presumed.
    pub presumes: Option<String>,
    /// Read/Unread afterwards, where the message is still there; empty: as before.
    #[serde(default)]
    pub status_after: Vec<String>,
    /// Rulings applied.
    #[serde(default)]
    pub rulings: Vec<String>,
    /// Answers that pass.
    #[serde(default)]
    pub pass: Vec<CellAnswer>,
    /// Answers that are reported.
    #[serde(default)]
    pub warning: Vec<CellAnswer>,
    /// Answers that fail.
    #[serde(default)]
    pub fail: Vec<CellAnswer>,
}

/// An answer together with what is seen afterwards.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CellAnswer {
    /// Success, a fault, or `done` for a stimulus that is no action.
    pub answer: Answer,
    /// States or folders afterwards; empty: any.
    #[serde(default)]
    pub after: Vec<String>,
    /// Holds only with this feature.
    pub when: Option<String>,
    /// Holds only without this feature.
    pub unless: Option<String>,
}

/// What was answered to a cell's stimulus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// Success, or the stimulus done.
    Success,
    /// A fault with this code.
    Fault(u16),
}

impl CellAnswer {
    /// How specific the entry is, if it fits: codes covered, then whether it leaves the state open.
    fn fits(
        &self,
        answered: Answered,
        after: &str,
        has: &dyn Fn(&str) -> bool,
    ) -> Option<(u32, bool)> {
        let applies = self.when.as_deref().is_none_or(has)
            && !self.unless.as_deref().is_some_and(has)
            && (self.after.is_empty() || self.after.iter().any(|state| state == after));
        let breadth = match (answered, &self.answer) {
            (Answered::Success, Answer::Success | Answer::Word(_)) => 0,
            (Answered::Fault(code), fault) if fault.fits_fault(code) => fault.breadth()?,
            _ => return None,
        };
        applies.then_some((breadth, self.after.is_empty()))
    }
}

impl SessionCell {
    /// What an answer and the state seen after it are worth: the most specific entry decides, at equality the milder.
    /// `None`: the cell does not say, R-58 does.
    pub fn mark(&self, answered: Answered, after: &str) -> Option<Mark> {
        mark(
            [&self.pass, &self.warning, &self.fail],
            answered,
            after,
            &|_| true,
        )
    }
}

impl FolderCell {
    /// As [`SessionCell::mark`]; `has` tells which features the device claims.
    pub fn mark(
        &self,
        answered: Answered,
        after: &str,
        has: &dyn Fn(&str) -> bool,
    ) -> Option<Mark> {
        mark(
            [&self.pass, &self.warning, &self.fail],
            answered,
            after,
            has,
        )
    }
}

fn mark(
    lists: [&Vec<CellAnswer>; 3],
    answered: Answered,
    after: &str,
    has: &dyn Fn(&str) -> bool,
) -> Option<Mark> {
    let marks = [Mark::Pass, Mark::Warning, Mark::Fail];
    lists
        .into_iter()
        .zip(marks)
        .flat_map(|(list, mark)| list.iter().map(move |entry| (entry, mark)))
        .filter_map(|(entry, mark)| Some((entry.fits(answered, after, has)?, mark)))
        .min()
        .map(|(_, mark)| mark)
}
