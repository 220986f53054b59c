//! Collects what is found while a document is read.

use std::collections::BTreeSet;

use ctk_record::Grade;
use ctk_vectors::facts;

use super::context::{Context, Direction};
use super::findings::{Finding, Layer, Read};
use super::place::Place;

/// Most findings of one document; a further one says that there are more.
const MOST_FINDINGS: usize = 200;

/// One mistake, before it has a line and a column.
#[derive(Clone, Debug)]
pub(crate) struct Mistake {
    finding: Finding,
    offset: usize,
}

impl Mistake {
    /// A rule beyond the schema is broken at this element.
    pub(crate) fn rule(
        requirement: &str,
        place: &Place<'_>,
        expected: impl Into<String>,
        text: impl Into<String>,
    ) -> Self {
        let clause = facts()
            .norm(requirement)
            .map_or_else(String::new, |norm| norm.clause.to_owned());
        Self {
            finding: Finding {
                requirement: requirement.to_owned(),
                also: Vec::new(),
                grade: Grade::Fail,
                layer: Layer::Rule,
                ruling: None,
                line: 0,
                column: 0,
                path: place.path(),
                clause,
                expected: expected.into(),
                text: text.into(),
            },
            offset: place.node.offset,
        }
    }

    pub(crate) fn layer(mut self, layer: Layer) -> Self {
        self.finding.layer = layer;
        self
    }

    pub(crate) fn grade(mut self, grade: Grade) -> Self {
        self.finding.grade = grade;
        self
    }

    pub(crate) fn warning(self) -> Self {
        self.grade(Grade::Warning)
    }

    pub(crate) fn ruling(mut self, ruling: &str) -> Self {
        self.finding.ruling = Some(ruling.to_owned());
        self
    }

    pub(crate) fn also<S: AsRef<str>>(mut self, requirements: impl IntoIterator<Item = S>) -> Self {
        for id in requirements {
            let id = id.as_ref();
            if id != self.finding.requirement && !self.finding.also.iter().any(|known| known == id)
            {
                self.finding.also.push(id.to_owned());
            }
        }
        self
    }

    pub(crate) fn clause(mut self, clause: &str) -> Self {
        self.finding.clause = clause.to_owned();
        self
    }

    pub(crate) fn at_offset(mut self, offset: usize) -> Self {
        self.offset = offset;
        self
    }

    pub(crate) fn path(mut self, path: String) -> Self {
        self.finding.path = path;
        self
    }
}

/// Mistakes that come in swarms and are told once a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Once {
    LocalQualified,
    PeerUnqualified,
    AttachmentUri,
    ContactGroupId,
    ListSubject,
    ListText,
    ListReply,
    ListAttachments,
    WordBoolean,
}

/// What is known while a document is judged, and what was found.
pub(crate) struct Judge<'t> {
    pub(crate) direction: Direction,
    pub(crate) context: &'t Context,
    text: &'t str,
    mistakes: Vec<Mistake>,
    more: usize,
    checked: BTreeSet<String>,
    told: BTreeSet<Once>,
}

impl<'t> Judge<'t> {
    pub(crate) fn new(text: &'t str, direction: Direction, context: &'t Context) -> Self {
        Self {
            direction,
            context,
            text,
            mistakes: Vec::new(),
            more: 0,
            checked: BTreeSet::new(),
            told: BTreeSet::new(),
        }
    }

    pub(crate) fn is_output(&self) -> bool {
        self.direction == Direction::Output
    }

    /// This document gives an opportunity to judge the requirement.
    pub(crate) fn check(&mut self, requirement: &str) {
        if !self.checked.contains(requirement) {
            self.checked.insert(requirement.to_owned());
        }
    }

    /// Whether further findings are only counted.
    pub(crate) fn is_full(&self) -> bool {
        self.mistakes.len() >= MOST_FINDINGS
    }

    /// Adds a finding; it is not made when there are too many already.
    pub(crate) fn tell(&mut self, mistake: impl FnOnce() -> Mistake) {
        if self.is_full() {
            self.more += 1;
        } else {
            self.mistakes.push(mistake());
        }
    }

    pub(crate) fn tell_once(&mut self, once: Once, mistake: impl FnOnce() -> Mistake) {
        if self.told.insert(once) {
            self.tell(mistake);
        }
    }

    /// The findings in the order of the text. A requirement that is also broken by a mistake told under another one is
    /// not among those checked, lest it look met.
    pub(crate) fn finish<T>(mut self, value: Option<T>) -> Read<T> {
        self.mistakes.sort_by_key(|mistake| mistake.offset);
        let mut cursor = Cursor::new(self.text);
        let mut findings: Vec<Finding> = Vec::with_capacity(self.mistakes.len());
        for Mistake {
            mut finding,
            offset,
        } in self.mistakes
        {
            (finding.line, finding.column) = cursor.position(offset);
            findings.push(finding);
        }
        if let (true, Some(last)) = (self.more > 0, findings.last().cloned()) {
            findings.push(Finding {
                text: format!("{} more findings are left out", self.more),
                expected: String::new(),
                grade: Grade::Note,
                also: Vec::new(),
                ruling: None,
                ..last
            });
        }
        let broken = |id: &String| {
            let fails = || {
                findings
                    .iter()
                    .filter(|finding| finding.grade == Grade::Fail)
            };
            fails().any(|f| f.also.contains(id)) && !fails().any(|f| f.requirement == *id)
        };
        let checked = self
            .checked
            .iter()
            .filter(|id| !broken(id))
            .cloned()
            .collect();
        Read {
            value,
            findings,
            checked,
        }
    }
}

// Walks the text once, because lines and columns of a long text are costly to count anew.
struct Cursor<'t> {
    text: &'t str,
    offset: usize,
    line: u32,
    column: u32,
}

impl<'t> Cursor<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            offset: 0,
            line: 1,
            column: 1,
        }
    }

    fn position(&mut self, offset: usize) -> (u32, u32) {
        let end = offset.min(self.text.len());
        while self.offset < end {
            let Some(c) = self.text[self.offset..].chars().next() else {
                break;
            };
            self.offset += c.len_utf8();
            if c == '\n' {
                self.line += 1;
                self.column = 1;
            } else {
                self.column += 1;
            }
        }
        (self.line, self.column)
    }
}
