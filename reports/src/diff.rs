//! What changed between two runs.

mod groups;
mod pages;
mod text;

pub use pages::{markdown, page};
pub use text::{text, verdict};

use std::collections::HashMap;

use serde::Serialize;
use serde_json::json;

use crate::json::{CasePart, Report};
use ctk_record::Verdict;

/// The schema id of the JSON form.
pub const DIFF_SCHEMA: &str = "messaging-ctk/diff/1";

/// A comparison of two runs. Every case of either is in exactly one list, or unchanged.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Diff {
    /// Whether the runs have a case in common; otherwise nothing else is said.
    pub comparable: bool,
    /// What limits the comparison: other facts, another seed, another device, a run that was cut short.
    pub notes: Vec<String>,
    /// Failed now and not before.
    pub regressed: Vec<Change>,
    /// Failed before and passes now.
    pub fixed: Vec<Change>,
    /// Failed before and now, in another way.
    pub changed_symptom: Vec<Change>,
    /// Failed before and now, in the same way.
    pub still_failing: Vec<Change>,
    /// Was judged before and not now: neither mended nor broken.
    pub no_longer_judged: Vec<Change>,
    /// Only in the new run.
    pub new: Vec<Change>,
    /// Only in the old run.
    pub gone: Vec<Change>,
    /// How many cases came out as before, other than failing.
    pub unchanged: usize,
}

/// What became of a case.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The case.
    pub case: String,
    /// Its verdict in the old run; absent when it was not in it.
    pub old: Option<Verdict>,
    /// Its verdict in the new run; absent when it is not in it.
    pub new: Option<Verdict>,
    /// The fingerprint of the old failure.
    pub old_symptom: String,
    /// The fingerprint of the new failure.
    pub new_symptom: String,
    /// What it goes back to in the new run, or in the old one where it fails no more; empty when nothing is known.
    pub cause: String,
    /// The sentence of the new run, or of the old one where there is no new one.
    pub reason: String,
    /// How to repeat it.
    pub reproduce: String,
    /// Whether the ledger of known failures foresaw the new failure.
    pub known: bool,
}

impl Change {
    fn of(old: Option<&CasePart>, new: Option<&CasePart>) -> Self {
        let told = new.or(old);
        let text = |field: fn(&CasePart) -> &String, part: Option<&CasePart>| {
            part.map(field).cloned().unwrap_or_default()
        };
        Self {
            case: text(|part| &part.id, told),
            old: old.map(|part| part.verdict),
            new: new.map(|part| part.verdict),
            old_symptom: text(|part| &part.symptom, old),
            new_symptom: text(|part| &part.symptom, new),
            cause: String::new(),
            reason: text(|part| &part.reason, told),
            reproduce: text(|part| &part.reproduce, told),
            known: new.is_some_and(|part| part.known_failure.is_some()),
        }
    }
}

/// Compares two runs, in the order of the new one.
pub fn diff(old: &Report, new: &Report) -> Diff {
    let before: HashMap<&str, &CasePart> = old
        .cases
        .iter()
        .map(|case| (case.id.as_str(), case))
        .collect();
    let after: HashMap<&str, &CasePart> = new
        .cases
        .iter()
        .map(|case| (case.id.as_str(), case))
        .collect();
    let mut diff = Diff {
        comparable: after.keys().any(|id| before.contains_key(id)),
        notes: notes(old, new),
        regressed: Vec::new(),
        fixed: Vec::new(),
        changed_symptom: Vec::new(),
        still_failing: Vec::new(),
        no_longer_judged: Vec::new(),
        new: Vec::new(),
        gone: Vec::new(),
        unchanged: 0,
    };
    if !diff.comparable {
        diff.notes
            .push("the two runs have no case in common".to_owned());
        return diff;
    }
    for now in &new.cases {
        place(&mut diff, before.get(now.id.as_str()).copied(), now);
    }
    for was in old
        .cases
        .iter()
        .filter(|was| !after.contains_key(was.id.as_str()))
    {
        diff.gone.push(Change::of(Some(was), None));
    }
    diff.tell_causes(old, new);
    diff
}

/// What each case goes back to.
fn cause_of(report: &Report) -> HashMap<&str, &str> {
    let causes = report.causes.iter();
    causes
        .flat_map(|cause| {
            let cases = cause.cases.iter();
            cases.map(|case| (case.as_str(), cause.text.as_str()))
        })
        .collect()
}

/// Puts a case of the new run where it belongs.
fn place(diff: &mut Diff, was: Option<&CasePart>, now: &CasePart) {
    let change = || Change::of(was, Some(now));
    let Some(was) = was else {
        diff.new.push(change());
        return;
    };
    match (was.verdict, now.verdict) {
        (Verdict::Fail, Verdict::Fail) if was.symptom != now.symptom => {
            diff.changed_symptom.push(change())
        }
        (Verdict::Fail, Verdict::Fail) => diff.still_failing.push(change()),
        (_, Verdict::Fail) => diff.regressed.push(change()),
        (Verdict::Fail, Verdict::Pass) => diff.fixed.push(change()),
        (before, after) if before.is_judged() && !after.is_judged() => {
            diff.no_longer_judged.push(change())
        }
        _ => diff.unchanged += 1,
    }
}

fn notes(old: &Report, new: &Report) -> Vec<String> {
    let mut notes = Vec::new();
    if old.tool.vectors != new.tool.vectors {
        notes.push(
            "the runs judged by different facts (another version of the suite): a change may be the suite's".to_owned(),
        );
    }
    if old.seed != new.seed {
        notes.push(format!("the seeds differ: {} and {}", old.seed, new.seed));
    }
    if old.run.strict != new.run.strict {
        notes.push("only one of the runs was strict: its warnings count as failures".to_owned());
    }
    match (&old.device, &new.device) {
        (Some(before), Some(after)) if before.udn != after.udn => {
            notes.push(format!(
                "the devices differ: {} ({}) and {} ({})",
                before.udn, before.model_name, after.udn, after.model_name
            ));
        }
        (None, _) => notes.push("the old run did not reach its device".to_owned()),
        (_, None) => notes.push("the new run did not reach its device".to_owned()),
        _ => {}
    }
    for (name, report) in [("old", old), ("new", new)] {
        if !report.run.complete {
            notes.push(format!(
                "the {name} run is incomplete ({})",
                report.run.ended.word()
            ));
        }
    }
    notes
}

impl Diff {
    fn tell_causes(&mut self, old: &Report, new: &Report) {
        let (before, after) = (cause_of(old), cause_of(new));
        let tell = |changes: &mut Vec<Change>, causes: &HashMap<&str, &str>| {
            for change in changes {
                let cause = causes.get(change.case.as_str());
                change.cause = cause.map_or_else(String::new, |text| (*text).to_owned());
            }
        };
        let now = [
            &mut self.regressed,
            &mut self.changed_symptom,
            &mut self.still_failing,
            &mut self.no_longer_judged,
            &mut self.new,
        ];
        now.into_iter().for_each(|changes| tell(changes, &after));
        tell(&mut self.fixed, &before);
        tell(&mut self.gone, &before);
    }

    /// 0 nothing regressed, 1 something did, 2 not comparable.
    pub fn exit_code(&self) -> u8 {
        match (self.comparable, self.regressed.is_empty()) {
            (false, _) => 2,
            (true, false) => 1,
            (true, true) => 0,
        }
    }

    /// The regressions that no ledger foresaw, one sentence each: what a run with a baseline holds against itself.
    pub fn remarks(&self) -> Vec<String> {
        let before = |change: &Change| change.old.map_or("unknown", Verdict::spoken);
        let sentence = |change: &Change| {
            format!(
                "`{}` regressed: {} in the baseline, fails now",
                change.case,
                before(change)
            )
        };
        self.regressed
            .iter()
            .filter(|change| !change.known)
            .map(sentence)
            .collect()
    }

    /// The comparison as indented JSON.
    pub fn to_json(&self) -> String {
        let mut value = json!({"schema": DIFF_SCHEMA, "exit_code": self.exit_code()});
        if let (Some(object), Ok(serde_json::Value::Object(fields))) =
            (value.as_object_mut(), serde_json::to_value(self))
        {
            object.extend(fields);
        }
        crate::visible::json(&format!("{value:#}\n")).into_owned()
    }

    /// The lists, with their titles, gravest first.
    pub fn lists(&self) -> [(&'static str, &[Change]); 7] {
        [
            ("Regressed", &self.regressed),
            ("Changed symptom", &self.changed_symptom),
            ("No longer judged", &self.no_longer_judged),
            ("Still failing", &self.still_failing),
            ("Fixed", &self.fixed),
            ("New", &self.new),
            ("Gone", &self.gone),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::report;
    use crate::terminal::Style;
    use Verdict::*;
    use ctk_record::sample::{HOSTILE, sample, small};

    fn pair() -> (Report, Report) {
        let old = [
            ("a/regressed", Pass),
            ("a/was-open", Inconclusive),
            ("a/fixed", Fail),
            ("a/still", Fail),
            ("a/changed", Fail),
            ("a/lost", Pass),
            ("a/broken", Fail),
            ("a/same", Pass),
            ("a/gone", Pass),
        ];
        let new = [
            ("a/new", Fail),
            ("a/regressed", Fail),
            ("a/was-open", Fail),
            ("a/fixed", Pass),
            ("a/still", Fail),
            ("a/changed", Fail),
            ("a/lost", Inconclusive),
            ("a/broken", Error),
            ("a/same", Pass),
        ];
        let (old, mut new) = (report(&small(&old)), report(&small(&new)));
        let changed = new
            .cases
            .iter_mut()
            .find(|case| case.id == "a/changed")
            .unwrap();
        changed.symptom = format!("M-1: {HOSTILE}");
        changed.reason = HOSTILE.to_owned();
        (old, new)
    }

    fn ids(changes: &[Change]) -> Vec<&str> {
        changes
            .iter()
            .map(|change| change.case.trim_start_matches("a/"))
            .collect()
    }

    #[test]
    fn every_case_is_in_one_list() {
        let (old, new) = pair();
        let diff = diff(&old, &new);
        assert_eq!(ids(&diff.regressed), ["regressed", "was-open"]);
        assert_eq!(ids(&diff.fixed), ["fixed"]);
        assert_eq!(ids(&diff.still_failing), ["still"]);
        assert_eq!(ids(&diff.changed_symptom), ["changed"]);
        assert_eq!(ids(&diff.no_longer_judged), ["lost", "broken"]);
        assert_eq!(ids(&diff.new), ["new"]);
        assert_eq!(ids(&diff.gone), ["gone"]);
        assert_eq!(diff.unchanged, 1);
        assert_eq!(diff.exit_code(), 1);
        assert_eq!(
            diff.remarks()[0],
            "`a/regressed` regressed: pass in the baseline, fails now"
        );
    }

    #[test]
    fn the_same_run_has_not_regressed() {
        let report = report(&sample());
        let diff = diff(&report, &report);
        assert_eq!((diff.exit_code(), diff.notes.len()), (0, 0));
        assert_eq!(diff.still_failing.len(), 3);
    }

    #[test]
    fn differences_of_the_runs_are_said_not_refused() {
        let (old, mut new) = pair();
        new.tool.vectors = "sha256:00".into();
        new.seed = 8;
        new.run.complete = false;
        new.device.as_mut().unwrap().udn = "uuid:other".into();
        let diff = diff(&old, &new);
        assert!(diff.comparable);
        assert_eq!(diff.notes.len(), 4, "{:?}", diff.notes);
    }

    #[test]
    fn nothing_in_common_is_not_comparable() {
        let diff = diff(
            &report(&small(&[("a/1", Pass)])),
            &report(&small(&[("b/1", Fail)])),
        );
        assert_eq!(diff.exit_code(), 2);
        assert!(text(&diff, Style::default()).starts_with("not comparable"));
    }

    #[test]
    fn text_and_json() {
        let (old, new) = pair();
        let diff = diff(&old, &new);
        let text = text(&diff, Style::default());
        assert!(text.chars().all(|c| c == '\n' || !c.is_control()));
        insta::assert_snapshot!(text);
        let value: serde_json::Value = serde_json::from_str(&diff.to_json()).unwrap();
        assert_eq!(value["schema"], DIFF_SCHEMA);
        assert_eq!(value["exit_code"], 1);
        assert_eq!(value["regressed"][0]["old"], "pass");
        insta::assert_snapshot!(markdown(&diff));
        let page = page(&diff);
        assert!(page.contains("Regressed (2)") && !page.contains("<b>&amp;"));
    }
}
