//! Named edits of a script: what the device answers instead.

use std::collections::BTreeMap;

use ctk_record::{Finding, Grade};
use ctk_suite::lab::{
    Answer, HttpAnswer, HttpFailure, LabError, Noticed, NoticedFinding, StimulusStatus,
};
use ctk_suite::replay::Recorded;
use serde::Deserialize;

use crate::response::{Parts, without_child};
use crate::script::Script;

/// One edit: where, and one of the changes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Edit {
    /// `ReadMessage#2`: the second answer to ReadMessage; `ReadMessage`: every one; `GET#1`, `SUBSCRIBE`, `stimulus`,
    /// `script`, `events`, `datagrams`, `noticed`, `fetches` likewise; `#-1` is the last.
    pub(crate) at: String,
    /// A SOAP fault of this code.
    pub(crate) fault: Option<u16>,
    /// A success with these out arguments.
    pub(crate) success: Option<BTreeMap<String, String>>,
    /// The same answer as at another place.
    pub(crate) like: Option<String>,
    /// A text of the answer, and another for it.
    pub(crate) replace: Option<[String; 2]>,
    /// The same within the first out argument that has it.
    pub(crate) output: Option<[String; 2]>,
    /// The first out argument's document without this child of its root, from 0.
    pub(crate) without_child: Option<usize>,
    /// Another HTTP status.
    pub(crate) status: Option<u16>,
    /// Without a header.
    pub(crate) without_header: Option<String>,
    /// With a header line more.
    pub(crate) header: Option<String>,
    /// `no answer`, `cut off`, `refused`, `device lost`, `unavailable`.
    pub(crate) failure: Option<String>,
    /// Events, datagrams, fetches or parts of a script: without the one at this place, from 0.
    pub(crate) without: Option<usize>,
    /// None of them.
    pub(crate) without_all: Option<bool>,
    /// What was noticed: a requirement and a grade, or nothing at all.
    pub(crate) noticed: Option<[String; 2]>,
    /// How often the requirements could be judged.
    pub(crate) checked: Option<u64>,
    /// The upper tester answers `unsupported` or `failed`.
    pub(crate) stimulus: Option<String>,
    /// The number (the time, a number drawn).
    pub(crate) number: Option<u64>,
}

impl Edit {
    /// Changes the script.
    ///
    /// # Errors
    /// There is no such place, or nothing to change at it.
    pub(crate) fn apply(&self, script: &mut Script) -> Result<(), String> {
        let like = match &self.like {
            Some(at) => Some(script.steps[self::place(script, at)?[0]].outcome.clone()),
            None => None,
        };
        for at in place(script, &self.at)? {
            let step = &mut script.steps[at];
            if let Some(like) = &like {
                copy(step, like.clone());
            } else {
                self.change(step)
                    .map_err(|why| format!("{}: {why}", self.at))?;
            }
        }
        Ok(())
    }

    fn change(&self, step: &mut Recorded) -> Result<(), String> {
        let action = Script::word(step);
        if let Some(failure) = &self.failure {
            return fail(step, failure);
        }
        match &mut step.outcome {
            Ok(Answer::Http(answer)) => self.change_http(answer, &action),
            Ok(Answer::Noticed(noticed)) => self.change_noticed(noticed),
            Ok(Answer::Notifications(all)) => self.shorten(all),
            Ok(Answer::Datagrams(all)) if self.replace.is_none() => self.shorten(all),
            Ok(Answer::Datagrams(all)) => self.each(all.iter_mut().map(|one| &mut one.bytes)),
            Ok(Answer::Script(all)) if self.replace.is_none() => self.shorten(all),
            Ok(Answer::Script(all)) => self.each(all.iter_mut().map(|one| &mut one.bytes)),
            Ok(Answer::Fetches(all)) => self.shorten(all),
            Ok(Answer::Number(number)) => {
                *number = self.number.ok_or("a number can only become another")?;
                Ok(())
            }
            Ok(Answer::Stimulus(answer)) => {
                answer.status = match self.stimulus.as_deref() {
                    Some("unsupported") => StimulusStatus::Unsupported,
                    Some("failed") => StimulusStatus::Failed,
                    other => return Err(format!("no stimulus answers {other:?}")),
                };
                Ok(())
            }
            other => Err(format!("{other:?} cannot be edited")),
        }
    }

    fn change_http(&self, answer: &mut HttpAnswer, action: &str) -> Result<(), String> {
        let mut parts = Parts::of(&answer.bytes).ok_or("the answer has no head")?;
        let before = parts.clone();
        if let Some(code) = self.fault {
            parts.make_fault(code);
        }
        if let Some(outputs) = &self.success {
            let outputs: Vec<_> = outputs.clone().into_iter().collect();
            parts.make_success(action, &outputs);
        }
        if let Some([from, to]) = &self.replace {
            parts.body = parts.body.replace(from, to);
            for line in &mut parts.headers {
                *line = line.replace(from, to);
            }
        }
        if let Some([from, to]) = &self.output {
            parts.change_output(|value| Some(value.replace(from, to)));
        }
        if let Some(at) = self.without_child {
            parts.change_output(|value| without_child(value, at));
        }
        if let Some(status) = self.status {
            parts.set_status(status);
        }
        if let Some(name) = &self.without_header {
            parts.drop_header(name);
        }
        parts.headers.extend(self.header.clone());
        if parts == before {
            return Err("the edit changes nothing".to_owned());
        }
        answer.bytes = parts.bytes();
        Ok(())
    }

    fn change_noticed(&self, noticed: &mut Noticed) -> Result<(), String> {
        if let Some(checked) = self.checked {
            noticed.checked = checked;
        }
        if let Some([requirement, grade]) = &self.noticed {
            let grade = match grade.as_str() {
                "fail" => Grade::Fail,
                "warning" => Grade::Warning,
                "note" => Grade::Note,
                other => return Err(format!("no grade is called {other}")),
            };
            noticed.findings.push(finding(requirement, grade));
        }
        Ok(())
    }

    fn shorten<T>(&self, all: &mut Vec<T>) -> Result<(), String> {
        match (self.without, self.without_all) {
            (Some(at), _) if at < all.len() => drop(all.remove(at)),
            (None, Some(true)) => all.clear(),
            _ => return Err(format!("there are {} and no such edit", all.len())),
        }
        Ok(())
    }

    fn each<'a>(&self, all: impl Iterator<Item = &'a mut Vec<u8>>) -> Result<(), String> {
        let [from, to] = self.replace.as_ref().ok_or("no such edit")?;
        let mut changed = false;
        for bytes in all {
            let text = String::from_utf8_lossy(bytes);
            if text.contains(from) {
                *bytes = text.replace(from, to).into_bytes();
                changed = true;
            }
        }
        changed.then_some(()).ok_or(format!("{from:?} is in none"))
    }
}

/// A finding in an earlier case.
pub(crate) fn finding(requirement: &str, grade: Grade) -> NoticedFinding {
    NoticedFinding {
        case: "5.5.5/unknown-message".to_owned(),
        exchange: 1,
        finding: Finding {
            requirement: requirement.to_owned(),
            grade,
            ruling: None,
            text: "an edited finding".to_owned(),
            expected: String::new(),
            superseded_by: None,
        },
    }
}

/// The steps that a place names.
pub(crate) fn place(script: &Script, at: &str) -> Result<Vec<usize>, String> {
    let (word, number) = match at.split_once('#') {
        Some((word, number)) => (word, number.parse::<i64>().ok()),
        None => (at, None),
    };
    let all: Vec<usize> = (0..script.steps.len())
        .filter(|at| Script::word(&script.steps[*at]) == word)
        .collect();
    let count = i64::try_from(all.len()).unwrap_or(0);
    let found = match number {
        None => all.clone(),
        Some(number) => {
            let index = if number < 0 {
                count + number
            } else {
                number - 1
            };
            let one = usize::try_from(index).ok().and_then(|index| all.get(index));
            one.copied().into_iter().collect()
        }
    };
    if found.is_empty() {
        let words: Vec<String> = script.steps.iter().map(Script::word).collect();
        return Err(format!("there is no {at} among {}", words.join(" ")));
    }
    Ok(found)
}

/// Another step's answer under this step's own number.
fn copy(step: &mut Recorded, mut outcome: Result<Answer, LabError>) {
    if let (Ok(Answer::Http(own)), Ok(Answer::Http(other))) = (&step.outcome, &mut outcome) {
        other.exchange = own.exchange;
        other.at_ms = own.at_ms;
    }
    step.outcome = outcome;
}

/// No complete answer, or none at all.
pub(crate) fn fail(step: &mut Recorded, how: &str) -> Result<(), String> {
    let failure = match how {
        "no answer" => HttpFailure::TimedOut,
        "cut off" => HttpFailure::CutOff,
        "refused" => HttpFailure::Refused,
        "device lost" => {
            step.outcome = Err(LabError::DeviceLost);
            return Ok(());
        }
        "unavailable" => {
            step.outcome = Err(LabError::Unavailable("the bench cannot do that".to_owned()));
            return Ok(());
        }
        other => return Err(format!("no failure is called {other:?}")),
    };
    match &mut step.outcome {
        Ok(Answer::Http(answer)) => {
            answer.bytes.clear();
            answer.failure = Some(failure);
            Ok(())
        }
        Ok(Answer::Script(all)) => {
            for part in all {
                part.bytes.clear();
                part.failure = Some(failure.clone());
            }
            Ok(())
        }
        other => Err(format!("{other:?} cannot fail so")),
    }
}
