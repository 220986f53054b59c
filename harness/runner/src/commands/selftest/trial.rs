//! One trial: the suite, or a part of it, on a device that deviates, in a process of its own; and what has to come of it.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

use ctk_device::defects::{Defect, Depth};
use ctk_suite::model::is_of_model;
use ctk_suite::model::walk::DEFAULT_STEPS;
use ctk_vectors::{Level, facts};
use serde_json::Value;

use super::sample;
use super::subject::Subject;

/// The seed of every run.
const SEED: &str = "1";

/// The architectures that a device may claim.
const ARCHITECTURES: [&str; 3] = ["1.0", "1.1", "2.0"];

/// What has come of a trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A defect was caught, a variation was clean.
    Well,
    /// It did not go as it has to.
    Ill,
}

/// Tries a defect or a variation; `Err` says what is not as it has to be.
pub(super) fn try_one(program: &Path, subject: Subject, quick: bool) -> Result<Verdict, String> {
    match subject {
        Subject::Defect(defect) if defect.depth == Depth::Deep => {
            try_deep(program, defect, quick).map(|()| Verdict::Well)
        }
        Subject::Defect(defect) => try_defect(program, defect, quick).map(|()| Verdict::Well),
        Subject::Variation(place, variation) => {
            let quickly = [ARCHITECTURES[place % ARCHITECTURES.len()]];
            let architectures: &[&str] = if quick { &quickly } else { &ARCHITECTURES };
            let chosen = if quick {
                sample::cases_for(variation)
            } else {
                Vec::new()
            };
            let may_stay_open = if quick {
                sample::may_stay_open()
            } else {
                BTreeSet::new()
            };
            let mut troubles = Vec::new();
            for &uda in architectures {
                let mut flags = words(&["--variation", variation.id, "--uda", uda]);
                for case in &chosen {
                    flags.extend(words(&["--case", case]));
                }
                let mut outcome = judge(program, &flags)?;
                if by_the_model_alone(&outcome) {
                    outcome = judge(program, &flags)?;
                }
                let open = outcome.inconclusive.iter();
                if let Err(why) = complain(
                    &[
                        ("failed by", outcome.failed.iter().collect()),
                        (
                            "left open by",
                            open.filter(|case| {
                                !is_of_model(case) && !may_stay_open.contains(*case)
                            })
                            .collect(),
                        ),
                    ],
                    &outcome.errors,
                ) {
                    troubles.push(format!("under UDA {uda} {why}"));
                }
            }
            if troubles.is_empty() {
                Ok(Verdict::Well)
            } else {
                Err(troubles.join("; "))
            }
        }
    }
}

/// Nothing but rules of the model failed: what they say of a whole run may rest on how busy the machine was, so it counts when
/// it comes again. A rule that found no opportunity is not held against a variation either: a part of the suite need not
/// give it one.
fn by_the_model_alone(outcome: &Outcome) -> bool {
    let failed = &outcome.failed;
    !failed.is_empty() && outcome.errors.is_empty() && failed.iter().all(|case| is_of_model(case))
}

fn try_defect(program: &Path, defect: &Defect, quick: bool) -> Result<(), String> {
    let mut flags = words(&["--defect", defect.id, "--uda", defect.since]);
    if quick {
        for case in defect.caught_by {
            flags.extend(words(&["--case", case]));
        }
    }
    let outcome = judge(program, &flags)?;
    let due = owned(defect.caught_by);
    let related = &due | &owned(defect.also_failed_by);
    // What breaks no more than a `should` is remarked on.
    let only_remarked = facts()
        .norm(defect.breaks)
        .is_some_and(|norm| norm.level != Level::Shall);
    let missed = due
        .difference(&outcome.failed)
        .filter(|case| !(only_remarked && outcome.warned.contains(*case)))
        .collect();
    // The model's second opinion is welcome, and is not what the defect is there for.
    let unrelated = outcome
        .failed
        .difference(&related)
        .filter(|case| !is_of_model(case))
        .collect();
    complain(
        &[("not caught by", missed), ("also failed by", unrelated)],
        &outcome.errors,
    )
}

/// A deep defect is caught where the requirement that it breaks fails, in whatever case, or one of the cases it names.
fn try_deep(program: &Path, defect: &Defect, quick: bool) -> Result<(), String> {
    let related = &cases_that_judge(defect.breaks) | &owned(defect.caught_by);
    let mut flags = words(&["--defect", defect.id, "--uda", defect.since]);
    // All the steps of a default walk, however busy the machine is.
    flags.extend(words(&["--model-steps", &DEFAULT_STEPS.to_string()]));
    if quick {
        for case in &related {
            flags.extend(words(&["--case", case]));
        }
    }
    let outcome = judge(program, &flags)?;
    judge_deep(defect, &related, &outcome)
}

fn judge_deep(
    defect: &Defect,
    related: &BTreeSet<String>,
    outcome: &Outcome,
) -> Result<(), String> {
    let due = owned(defect.caught_by);
    let caught = outcome.missed.contains(defect.breaks) || !outcome.failed.is_disjoint(&due);
    let may_fail = related | &owned(defect.also_failed_by);
    let unrelated = outcome
        .failed
        .difference(&may_fail)
        .filter(|case| !is_of_model(case))
        .collect();
    let breaks = defect.breaks.to_owned();
    let missed = if caught { Vec::new() } else { vec![&breaks] };
    complain(
        &[("no failure of", missed), ("also failed by", unrelated)],
        &outcome.errors,
    )
}

/// The cases that judge a requirement.
fn cases_that_judge(requirement: &str) -> BTreeSet<String> {
    ctk_suite::cases()
        .iter()
        .filter(|case| case.meta.requirements.iter().any(|one| one == requirement))
        .map(|case| case.meta.id.to_string())
        .collect()
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

fn owned(ids: &[&str]) -> BTreeSet<String> {
    ids.iter().map(|&id| id.to_owned()).collect()
}

fn complain(lists: &[(&str, Vec<&String>)], errors: &[String]) -> Result<(), String> {
    let mut parts: Vec<String> = lists
        .iter()
        .filter(|(_, list)| !list.is_empty())
        .map(|(word, list)| {
            let ids: Vec<&str> = list.iter().map(|id| id.as_str()).collect();
            format!("{word} {}", ids.join(", "))
        })
        .collect();
    if !errors.is_empty() {
        parts.push(format!("the suite itself broke in {}", errors.join(", ")));
    }
    if parts.is_empty() {
        Ok(())
    } else {
        Err(parts.join("; "))
    }
}

#[derive(Debug, Default)]
struct Outcome {
    failed: BTreeSet<String>,
    /// The requirements that were not met in them.
    missed: BTreeSet<String>,
    warned: BTreeSet<String>,
    inconclusive: BTreeSet<String>,
    errors: Vec<String>,
}

/// Runs the embedded device with these flags in a process of its own, and reads its report.
fn judge(program: &Path, flags: &[String]) -> Result<Outcome, String> {
    let folder = tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
    let report = folder.path().join("run.json");
    let output = Command::new(program)
        .current_dir(folder.path())
        .args(["run", "embedded", "-q", "--seed", SEED, "--report"])
        .arg(format!("json={}", report.display()))
        .args(flags)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("cannot be run: {error}"))?;
    let said = || String::from_utf8_lossy(&output.stderr).trim().to_owned();
    let text =
        std::fs::read_to_string(&report).map_err(|_| format!("left no report: {}", said()))?;
    let report: Value =
        serde_json::from_str(&text).map_err(|error| format!("left a bad report: {error}"))?;
    read(&report)
}

fn read(report: &Value) -> Result<Outcome, String> {
    let mut outcome = Outcome::default();
    for case in report["cases"].as_array().into_iter().flatten() {
        let id = case["id"].as_str().unwrap_or_default().to_owned();
        if case["warnings"]
            .as_array()
            .is_some_and(|list| !list.is_empty())
        {
            outcome.warned.insert(id.clone());
        }
        match case["verdict"].as_str() {
            Some("fail") => {
                outcome.failed.insert(id);
                let judgements = case["judgements"].as_array().into_iter().flatten();
                let missed = judgements
                    .filter(|it| it["outcome"] == "fail")
                    .filter_map(|it| it["requirement"].as_str());
                outcome.missed.extend(missed.map(str::to_owned));
            }
            Some("inconclusive") => drop(outcome.inconclusive.insert(id)),
            Some("error") => outcome.errors.push(id),
            _ => {}
        }
    }
    // A defect may well be the device's death; but a run that somebody ended says nothing.
    if report["run"]["ended"] == "interrupted" {
        return Err("was interrupted".to_owned());
    }
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ctk_device::defects::DEFECTS;
    use serde_json::json;

    #[test]
    fn every_case_that_a_defect_names_exists() {
        let cases: BTreeSet<String> = ctk_suite::cases()
            .iter()
            .map(|case| case.meta.id.to_string())
            .collect();
        let unknown: Vec<(&str, &str)> = DEFECTS
            .iter()
            .flat_map(|defect| {
                let named = defect.caught_by.iter().chain(defect.also_failed_by);
                named.map(move |&case| (defect.id, case))
            })
            .filter(|(_, case)| !cases.contains(*case))
            .collect();
        assert!(unknown.is_empty(), "no such cases: {unknown:?}");
    }

    #[test]
    fn what_a_defect_breaks_is_what_one_of_its_cases_judges() {
        let cases = ctk_suite::cases();
        let judged = |case: &str, requirement: &str| {
            cases.iter().any(|known| {
                known.meta.id == case && known.meta.requirements.iter().any(|r| r == requirement)
            })
        };
        let beside: Vec<(&str, &str)> = DEFECTS
            .iter()
            .filter(|defect| defect.depth == Depth::Plain || !defect.caught_by.is_empty())
            .filter(|defect| {
                !defect
                    .caught_by
                    .iter()
                    .any(|case| judged(case, defect.breaks))
            })
            .map(|defect| (defect.id, defect.breaks))
            .collect();
        assert!(beside.is_empty(), "{beside:?}");
    }

    #[test]
    fn what_a_deep_defect_breaks_is_judged_by_a_case() {
        for defect in DEFECTS.iter().filter(|one| one.depth == Depth::Deep) {
            let related = cases_that_judge(defect.breaks);
            assert!(!related.is_empty(), "{}: {}", defect.id, defect.breaks);
        }
    }

    #[test]
    fn a_deep_defect_is_caught_by_the_requirement_that_it_breaks() {
        let deep = DEFECTS.iter().find(|one| one.id == "second-cc-lost");
        let unnamed = Defect {
            caught_by: &[],
            also_failed_by: &["c"],
            ..*deep.expect("it is there")
        };
        let named = Defect {
            caught_by: &["a"],
            ..unnamed
        };
        let related = owned(&["a", "b"]);
        let verdict = |defect, cases: &[&str], missed: &[&str]| {
            let outcome = Outcome {
                failed: owned(cases),
                missed: owned(missed),
                ..Outcome::default()
            };
            judge_deep(defect, &related, &outcome)
        };
        let breaks = unnamed.breaks;
        assert_eq!(verdict(&unnamed, &["b", "c"], &[breaks]), Ok(()));
        let why = verdict(&unnamed, &["b"], &["M-5.5.7-4"]).expect_err("by another one");
        assert!(why.contains(breaks), "{why}");
        let why = verdict(&unnamed, &["d"], &[breaks]).expect_err("d is unrelated");
        assert!(why.contains("also failed by d"), "{why}");
        assert_eq!(verdict(&named, &["a"], &["M-5.5.7-4"]), Ok(()));
        assert!(verdict(&named, &[], &[]).is_err(), "what is named is due");
    }

    #[test]
    fn a_report_is_read_by_verdict() {
        let report = json!({
            "run": { "ended": "finished" },
            "cases": [
                { "id": "a", "verdict": "fail", "warnings": [], "judgements": [
                    { "requirement": "M-1", "outcome": "fail" }, { "requirement": "M-2", "outcome": "pass" },
                ] },
                { "id": "b", "verdict": "inconclusive", "warnings": ["w"] },
                { "id": "c", "verdict": "error", "warnings": [] },
                { "id": "d", "verdict": "pass", "warnings": [] },
            ],
        });
        let outcome = read(&report).expect("a finished run");
        assert_eq!(outcome.failed, owned(&["a"]));
        assert_eq!(outcome.missed, owned(&["M-1"]));
        assert_eq!(outcome.inconclusive, owned(&["b"]));
        assert_eq!(outcome.warned, owned(&["b"]));
        assert_eq!(outcome.errors, ["c"]);
        assert!(read(&json!({ "run": { "ended": "interrupted" } })).is_err());
    }
}
