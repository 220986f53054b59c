//! Every body runs, and says of the recorded answers what it said of the device.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use ctk_suite::case::Case;
use ctk_suite::cases;
use ctk_suite::judging::verdict::{CaseOutcome, run_case};
use ctk_suite::model::walk;

use crate::recording::{Recording, case, recording_of, recordings};
use crate::script::ScriptedLab;

/// The case, with a body that leaves its name.
fn counted(case: &Case, ran: &Arc<Mutex<BTreeSet<String>>>) -> Case {
    let (body, id, ran) = (case.body.clone(), case.meta.id.to_string(), Arc::clone(ran));
    case.clone().body(move |tester| {
        ran.lock()
            .expect("no test panics while it holds this")
            .insert(id.clone());
        body(tester)
    })
}

fn differs(
    recording: &Recording,
    id: &str,
    outcome: &CaseOutcome,
    lab: &ScriptedLab,
) -> Option<String> {
    let before = recording.case(id)?.result.as_ref()?;
    let now = &outcome.result;
    if now.verdict != before.verdict || now.reason != before.reason {
        return Some(format!(
            "{}: {id}: recorded {:?} {:?}, now {:?} {:?}",
            recording.name, before.verdict, before.reason, now.verdict, now.reason
        ));
    }
    (lab.unasked() > 0).then(|| {
        format!(
            "{}: {id}: {} recorded answers are not asked for; run ci/record-scripts",
            recording.name,
            lab.unasked()
        )
    })
}

/// The bodies of `service/…` run on devices made from scripts, in the runner's test `hosted_services`.
#[test]
fn every_body_runs_and_judges_as_recorded() {
    let ran = Arc::default();
    let mut complaints = Vec::new();
    for recording in recordings() {
        for recorded in recording.cases() {
            let id = &recorded.planned.id;
            let case = counted(case(id), &ran);
            let mut lab = ScriptedLab::new(recording.script(id));
            let outcome = run_case(&case, &recording.dut, &mut lab);
            complaints.extend(differs(recording, id, &outcome, &lab));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    let ran = ran.lock().expect("no test panics while it holds this");
    let all: BTreeSet<String> = cases()
        .iter()
        .map(|case| case.meta.id.to_string())
        .filter(|id| id != walk::ID && !id.starts_with("service/"))
        .collect();
    let missing: Vec<&String> = all.difference(&ran).collect();
    assert!(
        missing.is_empty(),
        "no recording runs these bodies; run ci/record-scripts: {missing:?}"
    );
    assert_eq!(ran.len(), all.len());
}

#[test]
fn what_a_case_made_is_deleted_and_closed_after_it() {
    for (id, asked) in [
        ("5.5.13/parked", "CloseSession("),
        ("5.5.6/round-trip-sms", "DeleteMessage("),
    ] {
        let recording = recording_of(id);
        let mut lab = ScriptedLab::new(recording.script(id));
        run_case(case(id), &recording.dut, &mut lab);
        let cleaned_up = lab.cleaned_up();
        assert!(
            cleaned_up.iter().any(|it| it.starts_with(asked)),
            "{id}: {cleaned_up:?}"
        );
    }
}
