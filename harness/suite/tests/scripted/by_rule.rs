//! Every case with every edit that the rules make of its script: what came of each stands in the snapshots, a file for
//! each head of the ids. What an edit does not change is left out.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Mutex;
use std::thread;

use ctk_record::Outcome;
use ctk_record::Verdict;
use ctk_suite::case::Case;
use ctk_suite::judging::verdict::{CaseOutcome, run_case};

use crate::recording::{Recording, case, recordings};
use crate::rules;
use crate::script::{Script, ScriptedLab};

/// How a case came out: the verdict, what decided, each judgement by a letter, and what was noticed on the way.
fn summary(case: &Case, recording: &Recording, script: Script) -> String {
    let mut lab = ScriptedLab::new(script);
    let outcome = run_case(case, &recording.dut, &mut lab);
    let mut text = match outcome.result.verdict {
        Verdict::Pass => "pass".to_owned(),
        Verdict::Fail => "FAIL".to_owned(),
        Verdict::Inconclusive => "open".to_owned(),
        Verdict::NotApplicable => "n/a".to_owned(),
        Verdict::Error => format!("ERROR {}", outcome.result.reason),
    };
    if let Some(decided) = decided(&outcome) {
        let _ = write!(text, " {decided}");
    }
    text.push(' ');
    for judgement in &outcome.judgements {
        text.push(match judgement.outcome {
            Outcome::Pass => '.',
            Outcome::Warning => 'W',
            Outcome::Fail => 'F',
            Outcome::Inconclusive => 'O',
        });
    }
    for (requirement, grade) in lab.found() {
        let _ = write!(text, " +{requirement} {grade}");
    }
    text
}

/// The requirement that decided a verdict other than pass.
fn decided(outcome: &CaseOutcome) -> Option<&str> {
    let deciding = match outcome.result.verdict {
        Verdict::Fail => Outcome::Fail,
        Verdict::Inconclusive => Outcome::Inconclusive,
        _ => return None,
    };
    let mut judgements = outcome.judgements.iter();
    judgements
        .find(|judgement| judgement.outcome == deciding)
        .map(|judgement| judgement.requirement.as_str())
}

/// The lines of a case: each outcome with the edits that lead to it.
fn lines(case: &Case, recording: &Recording) -> String {
    let script = recording.script(&case.meta.id);
    let plain = summary(case, recording, script.clone());
    let mut outcomes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for edited in rules::all(case, &script) {
        let outcome = summary(case, recording, edited.script);
        if outcome != plain {
            outcomes.entry(outcome).or_default().push(edited.name);
        }
    }
    let mut text = format!("{} ({}): {plain}\n", case.meta.id, recording.name);
    for (outcome, edits) in outcomes {
        let _ = writeln!(text, "  {outcome}: {}", edits.join(", "));
    }
    text
}

/// The cases with the recordings that they are scripted from: the first one, and for the architecture each, because
/// what is a fail depends on its version.
fn plan() -> Vec<(&'static Case, &'static Recording)> {
    let mut plan = Vec::new();
    for known in ctk_suite::cases() {
        let executed = recordings()
            .iter()
            .filter(|recording| recording.case(&known.meta.id).is_some());
        let wanted = if known.meta.id.starts_with("uda/") {
            usize::MAX
        } else {
            1
        };
        plan.extend(executed.take(wanted).map(|it| (case(&known.meta.id), it)));
    }
    plan
}

#[test]
fn edits_by_rule_have_the_outcomes_of_the_snapshots() {
    let plan = plan();
    let next = Mutex::new(0..plan.len());
    let texts = Mutex::new(BTreeMap::new());
    let workers = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                loop {
                    let Some(at) = next.lock().expect("nothing panics here").next() else {
                        return;
                    };
                    let (case, recording) = plan[at];
                    let text = lines(case, recording);
                    texts.lock().expect("nothing panics here").insert(at, text);
                }
            });
        }
    });
    let texts = texts.into_inner().expect("nothing panics here");
    let mut by_head: BTreeMap<String, String> = BTreeMap::new();
    for (at, text) in texts {
        by_head
            .entry(plan[at].0.meta.head().replace('/', "-"))
            .or_default()
            .push_str(&text);
    }
    insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true}, {
        for (head, text) in by_head {
            insta::assert_snapshot!(head, text);
        }
    });
}
