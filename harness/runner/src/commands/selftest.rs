//! `selftest`: the suite proves itself on the reference device. Each defect has to be caught by the cases named for it
//! and by no unrelated one; each harmless variation has to change no verdict.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use ctk_device::defects::{DEFECTS, Defect, VARIATIONS, Variation};
use ctk_vectors::{Level, facts};
use globset::Glob;
use serde_json::Value;

use crate::cli::SelftestArgs;
use crate::exit_code::{FAIL, Failure, OK};

/// The seed of every run of the selftest.
const SEED: &str = "1";

enum Subject {
    Defect(&'static Defect),
    Variation(&'static Variation),
}

/// Runs the suite against each defect and variation; the last line is the score.
///
/// # Errors
/// A pattern that selects nothing; a run that leaves no report.
pub fn run(args: &SelftestArgs) -> Result<u8, Failure> {
    let subjects = subjects(&args.only)?;
    let program = std::env::current_exe()
        .map_err(|error| Failure::broken(format!("this program cannot be found: {error}")))?;
    let next = AtomicUsize::new(0);
    let verdicts: Mutex<Vec<(usize, Result<(), String>)>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..args.jobs {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::SeqCst);
                    let Some(subject) = subjects.get(index) else {
                        break;
                    };
                    if crate::interrupt::interrupted() {
                        break;
                    }
                    let verdict = try_one(&program, subject, args.quick);
                    if let Err(why) = &verdict {
                        anstream::println!("{}: {why}", name(subject));
                    }
                    verdicts
                        .lock()
                        .unwrap_or_else(std::sync::PoisonError::into_inner)
                        .push((index, verdict));
                }
            });
        }
    });
    let verdicts = verdicts
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let count = |defect: bool, good: bool| {
        verdicts
            .iter()
            .filter(|(index, verdict)| {
                matches!(subjects[*index], Subject::Defect(_)) == defect
                    && (!good || verdict.is_ok())
            })
            .count()
    };
    let all_good =
        verdicts.len() == subjects.len() && verdicts.iter().all(|(_, verdict)| verdict.is_ok());
    anstream::println!(
        "selftest: {} of {} defects caught by their cases, {} of {} variations clean",
        count(true, true),
        subjects
            .iter()
            .filter(|subject| matches!(subject, Subject::Defect(_)))
            .count(),
        count(false, true),
        subjects
            .iter()
            .filter(|subject| matches!(subject, Subject::Variation(_)))
            .count()
    );
    Ok(if all_good { OK } else { FAIL })
}

fn subjects(only: &[String]) -> Result<Vec<Subject>, Failure> {
    let mut globs = Vec::new();
    for pattern in only {
        let glob = Glob::new(pattern)
            .map_err(|error| Failure::usage(format!("--only {pattern}: {error}")))?;
        globs.push(glob.compile_matcher());
    }
    let wanted = |id: &str| globs.is_empty() || globs.iter().any(|glob| glob.is_match(id));
    let subjects: Vec<Subject> = DEFECTS
        .iter()
        .filter(|defect| wanted(defect.id))
        .map(Subject::Defect)
        .chain(
            VARIATIONS
                .iter()
                .filter(|variation| wanted(variation.id) && !(variation.hidden && only.is_empty()))
                .map(Subject::Variation),
        )
        .collect();
    if subjects.is_empty() {
        return Err(Failure::usage(
            "--only selects no defect and no variation; `messaging-ctk list --defects` shows all",
        ));
    }
    Ok(subjects)
}

fn name(subject: &Subject) -> &'static str {
    match subject {
        Subject::Defect(defect) => defect.id,
        Subject::Variation(variation) => variation.id,
    }
}

fn try_one(program: &Path, subject: &Subject, quick: bool) -> Result<(), String> {
    match subject {
        Subject::Defect(defect) => {
            if defect.caught_by.is_empty() {
                return Err("no case is named that catches it".to_owned());
            }
            let mut flags = vec![
                "--defect".to_owned(),
                defect.id.to_owned(),
                "--uda".to_owned(),
                defect.since.to_owned(),
            ];
            if quick {
                for case in defect.caught_by {
                    flags.extend(["--case".to_owned(), (*case).to_owned()]);
                }
            }
            let outcome = judge(program, &flags)?;
            let due: BTreeSet<String> = defect
                .caught_by
                .iter()
                .map(|&case| case.to_owned())
                .collect();
            // What breaks no more than a `should` is remarked on.
            let only_remarked = facts()
                .norm(defect.breaks)
                .is_some_and(|norm| norm.level != Level::Shall);
            let missed: Vec<&String> = due
                .difference(&outcome.failed)
                .filter(|case| !(only_remarked && outcome.warned.contains(*case)))
                .collect();
            let unrelated: Vec<&String> = outcome.failed.difference(&due).collect();
            complain(
                &[("not caught by", &missed), ("also failed by", &unrelated)],
                &outcome.errors,
            )
        }
        Subject::Variation(variation) => {
            let mut worst = Ok(());
            for uda in ["1.0", "2.0"] {
                let flags = ["--variation", variation.id, "--uda", uda].map(str::to_owned);
                let outcome = judge(program, &flags)?;
                let failed: Vec<&String> = outcome.failed.iter().collect();
                let open: Vec<&String> = outcome.inconclusive.iter().collect();
                if let Err(why) = complain(
                    &[("failed by", &failed), ("left open by", &open)],
                    &outcome.errors,
                ) {
                    worst = Err(format!("under UDA {uda} {why}"));
                }
            }
            worst
        }
    }
}

fn complain(lists: &[(&str, &Vec<&String>)], errors: &[String]) -> Result<(), String> {
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

#[derive(Default)]
struct Outcome {
    failed: BTreeSet<String>,
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
            Some("fail") => drop(outcome.failed.insert(id)),
            Some("inconclusive") => drop(outcome.inconclusive.insert(id)),
            Some("error") => outcome.errors.push(id),
            _ => {}
        }
    }
    Ok(outcome)
}
