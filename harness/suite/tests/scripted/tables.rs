//! The tests of `edits/*.toml`: a case, edits of its script, and what has to come of them.

use std::path::Path;

use ctk_record::Outcome;
use ctk_record::Verdict;
use ctk_suite::judging::verdict::{CaseOutcome, run_case};
use ctk_suite::under_test::Dut;
use serde::Deserialize;

use crate::edit::Edit;
use crate::recording::{case, recording, recording_of};
use crate::script::ScriptedLab;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    test: Vec<Test>,
}

/// One test.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Test {
    /// What is shown, as a sentence.
    name: String,
    /// The case.
    case: String,
    /// The recording; absent: the first in which the case was executed.
    recording: Option<String>,
    /// What the profile makes of rulings.
    #[serde(default)]
    rulings: std::collections::BTreeMap<String, String>,
    #[serde(default)]
    edits: Vec<Edit>,
    /// `pass`, `fail`, `inconclusive`, `not applicable` or `error`.
    verdict: String,
    /// The requirement of the first judgement with that outcome; of a warning where the verdict is pass.
    requirement: Option<String>,
    /// A part of the reason; of a warning where the verdict is pass.
    #[serde(default)]
    reason: String,
    /// The warnings, each by its source.
    warnings: Option<Vec<String>>,
}

impl Test {
    fn run(&self) -> Result<(), String> {
        let recording = match &self.recording {
            Some(name) => recording(name),
            None => recording_of(&self.case),
        };
        let mut script = recording.script(&self.case);
        for edit in &self.edits {
            edit.apply(&mut script)?;
        }
        let dut = self.dut(&recording.dut);
        let outcome = run_case(case(&self.case), &dut, &mut ScriptedLab::new(script));
        self.compare(&outcome)
    }

    fn dut(&self, dut: &Dut) -> Dut {
        let mut rulings = dut.device().rulings.clone();
        for (ruling, treatment) in &self.rulings {
            let outcome = match treatment.as_str() {
                "pass" => Outcome::Pass,
                "warning" => Outcome::Warning,
                "fail" => Outcome::Fail,
                other => panic!("{}: no treatment is called {other:?}", self.name),
            };
            rulings.set(ruling, outcome);
        }
        dut.with_device(|device| device.rulings = rulings)
    }

    fn compare(&self, outcome: &CaseOutcome) -> Result<(), String> {
        let result = &outcome.result;
        let verdict = result.verdict.spoken();
        let sources: Vec<&str> = result
            .warnings
            .iter()
            .map(|it| it.ruling.as_str())
            .collect();
        let said = match result.verdict {
            Verdict::Pass => {
                let texts: Vec<&str> = result.warnings.iter().map(|it| it.text.as_str()).collect();
                texts.join("; ")
            }
            _ => result.reason.clone(),
        };
        let decided = outcome
            .judgements
            .iter()
            .find(|judgement| format!("{:?}", judgement.outcome).to_lowercase() == verdict)
            .map(|judgement| judgement.requirement.clone());
        let fits = verdict == self.verdict
            && said.contains(&self.reason)
            && (self.requirement.is_none() || self.requirement == decided)
            && self.warnings.as_ref().is_none_or(|it| *it == sources);
        if fits {
            return Ok(());
        }
        Err(format!(
            "{verdict} by {decided:?}, warnings {sources:?}: {said}"
        ))
    }
}

#[test]
fn edited_answers_have_the_verdicts_of_the_tables() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scripted/edits");
    let mut complaints = Vec::new();
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).expect("the folder of edits can be read") {
        let path = entry.expect("it has entries").path();
        let text = std::fs::read_to_string(&path).expect("each is text");
        let file: File =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for test in file.test {
            count += 1;
            if let Err(why) = test.run() {
                complaints.push(format!("{}: {}: {why}", path.display(), test.name));
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    assert!(count > 0, "there is no test");
}
