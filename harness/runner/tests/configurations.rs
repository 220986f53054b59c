//! The reference device in its configurations: whatever it lacks is not applicable, and nothing is held against it.

mod support;

use std::sync::{Condvar, LazyLock, Mutex, PoisonError};

use serde_json::Value;
use support::{Desk, Ran, Served, verdicts, warned, with_verdict};

/// Whole runs measure time and speak multicast: so many at a time leave each enough of the machine.
const AT_A_TIME: usize = 2;

static RUNNING: (Mutex<usize>, Condvar) = (Mutex::new(0), Condvar::new());

/// One of the few that run at a time.
struct Place;

impl Place {
    fn take() -> Self {
        let running = RUNNING.0.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |running: &mut usize| *running >= AT_A_TIME;
        let free = RUNNING.1.wait_while(running, full);
        *free.unwrap_or_else(PoisonError::into_inner) += 1;
        Self
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        *RUNNING.0.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        RUNNING.1.notify_one();
    }
}

/// The run of the embedded device that several tests look at.
static EMBEDDED: LazyLock<(Desk, Ran, Value)> = LazyLock::new(|| {
    let _place = Place::take();
    let desk = Desk::new();
    let (ran, report) = desk.judge(&["embedded", "--seed", "7"]);
    (desk, ran, report)
});

fn assert_clean(report: &serde_json::Value, what: &str) {
    for verdict in ["fail", "error"] {
        let cases = with_verdict(report, verdict);
        assert!(cases.is_empty(), "{what}: {verdict}: {cases:#?}");
    }
    // Page mode actions that are absent are a remark by ruling, whatever else is left out.
    let remarks: Vec<String> = warned(report)
        .into_iter()
        .filter(|case| !case.contains("R-19"))
        .collect();
    assert!(remarks.is_empty(), "{what}: {remarks:#?}");
}

fn assert_full(report: &serde_json::Value, what: &str) {
    assert_clean(report, what);
    assert!(warned(report).is_empty(), "{what}: {:#?}", warned(report));
    let open = with_verdict(report, "inconclusive");
    assert!(open.is_empty(), "{what}: {open:#?}");
    assert!(report["summary"]["pass"].as_u64() > Some(40), "{what}");
    let counts = &report["summary"];
    let sum: u64 = ["pass", "fail", "inconclusive", "not_applicable", "error"]
        .iter()
        .filter_map(|name| counts[*name].as_u64())
        .sum();
    assert_eq!(Some(sum), counts["cases"].as_u64());
}

#[test]
fn the_full_device_passes_everything_and_its_journal_says_so_again() {
    let (desk, ran, report) = &*EMBEDDED;
    assert_full(report, "full, UDA 1.0");
    assert_eq!(ran.code, Some(0), "{}", ran.errors);
    // What the standard makes it wait is no longer than the run was.
    let efficiency = report["run"]["efficiency"].as_f64();
    assert!(report["run"]["floor_ms"].as_u64() > Some(5_000));
    assert!(
        efficiency.is_some_and(|it| it > 0.0 && it <= 1.0),
        "{efficiency:?}"
    );
    // What needs a flag is left to say before the word "conformant" is earned.
    assert!(ran.said.contains("no failure found"), "{}", ran.said);
    assert!(ran.said.contains(" need --"), "{}", ran.said);
    assert!(!ran.said.contains("conformant"), "{}", ran.said);
    assert!(report["summary"]["not_selected"].as_u64() > Some(0));
    let run = desk.runs()[0].display().to_string();
    let again = desk.run(&["verify", &run]);
    assert_eq!(again.code, Some(0), "{}", again.said);
    assert!(again.said.contains("no difference"), "{}", again.said);

    // One word of the journal changed: both the digest and the judge notice.
    let journal = desk.runs()[0].join("journal.jsonl.zst");
    let text = Desk::journal(&journal);
    let altered = text.replacen("fault 708", "fault 706", 1);
    assert_ne!(text, altered);
    std::fs::write(&journal, altered).expect("it can be written");
    let again = desk.run(&["verify", &run]);
    assert_eq!(again.code, Some(1), "{}", again.said);
    assert!(again.said.contains("altered"), "{}", again.said);
}

#[test]
fn a_later_architecture_passes_everything() {
    let _place = Place::take();
    let (_, report) = Desk::new().judge(&["embedded", "--uda", "2.0"]);
    assert_full(&report, "full, UDA 2.0");
    assert_eq!(report["device"]["uda"], "2.0");
}

#[test]
fn what_is_absent_is_not_applicable() {
    for lacks in [
        vec!["--without", "all-optional"],
        vec![
            "--without",
            "folder:Deleted",
            "--without",
            "folder:ClosedSession",
        ],
    ] {
        let mut arguments = vec!["embedded"];
        arguments.extend(&lacks);
        let _place = Place::take();
        let (ran, report) = Desk::new().judge(&arguments);
        assert_clean(&report, &lacks.join(" "));
        assert_eq!(ran.code, Some(0), "{}", ran.errors);
        assert!(
            report["summary"]["not_applicable"].as_u64() > Some(0),
            "{lacks:?}"
        );
    }
}

#[test]
fn a_served_device_gets_the_verdicts_of_the_embedded_one() {
    let (_, _, embedded) = &*EMBEDDED;
    let _place = Place::take();
    let served = Served::start(&[]);
    let (ran, by_url) = judged(&[
        &served.description,
        "--upper-tester",
        &served.upper_tester,
        "--jobs",
        "8",
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.errors);
    assert_eq!(differences(&by_url, embedded), NONE);
    // Found by its UDN it is the same device: what is described and what an action does suffices to see that.
    let udn = by_url["device"]["udn"].as_str().expect("it has a UDN");
    let target = format!("udn:{}", udn.trim_start_matches("uuid:"));
    let (ran, by_udn) = judged(&[
        &target,
        "--upper-tester",
        &served.upper_tester,
        "--case",
        "uda/description",
        "--case",
        "5.5.5",
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.errors);
    assert_eq!(by_udn["device"]["udn"], by_url["device"]["udn"]);
    let embedded = verdicts(embedded);
    let by_udn = verdicts(&by_udn);
    assert!(by_udn.len() > 20, "{by_udn:#?}");
    // A part of the suite may not show what a rule of the whole run judges.
    for (case, verdict) in by_udn.into_iter().filter(|(_, it)| it != "inconclusive") {
        assert_eq!(embedded.get(&case), Some(&verdict), "{case}");
    }
}

const NONE: [String; 0] = [];

/// A run; once more where nothing but the model failed, which may rest on how busy the machine was.
fn judged(arguments: &[&str]) -> (Ran, Value) {
    let (ran, report) = Desk::new().judge(arguments);
    let failed = with_verdict(&report, "fail");
    let of_model = |line: &String| line.contains("\"model/");
    if failed.is_empty() || !failed.iter().all(of_model) {
        assert_eq!(failed, NONE, "{}", ran.errors);
        return (ran, report);
    }
    eprintln!("tried again: {failed:#?}");
    Desk::new().judge(arguments)
}

/// Cases with another verdict. What the far side of a served device does takes its time, and a rule of the model may find no
/// opportunity: two cases may be open in one of the runs, and none may be judged otherwise.
fn differences(one: &Value, other: &Value) -> Vec<String> {
    let (one, other) = (verdicts(one), verdicts(other));
    let open = |verdict: Option<&String>| verdict.is_some_and(|it| it == "inconclusive");
    let differs = |case: &&String| {
        let (first, second) = (one.get(*case), other.get(*case));
        first != second && !(open(first) || open(second))
    };
    let of_cases = |case: &&String| !case.starts_with("model/");
    let left_open = one
        .iter()
        .filter(|(case, it)| open(Some(it)) && of_cases(case));
    assert!(left_open.count() <= 2, "{one:#?}");
    let all: std::collections::BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let line = |case: &String| format!("{case}: {:?}, {:?}", one.get(case), other.get(case));
    all.into_iter().filter(differs).map(line).collect()
}

#[test]
fn without_an_upper_tester_what_needs_one_is_inconclusive() {
    let _place = Place::take();
    let served = Served::start(&["--no-ssdp"]);
    let (ran, report) = Desk::new().judge(&[&served.description, "--case", "5"]);
    assert_eq!(ran.code, Some(0), "{}", ran.errors);
    assert_clean(&report, "without an upper tester");
    let open = with_verdict(&report, "inconclusive");
    assert!(
        open.iter().any(|case| case.contains("needs stimulus `")),
        "{open:#?}"
    );
    assert!(
        open.iter().any(|case| case.contains("no recipient")),
        "{open:#?}"
    );
    let last = ran.said.lines().last().unwrap_or_default();
    assert!(
        last.contains(&format!("{} not judged", open.len())),
        "{last}"
    );
    let (strict, _) =
        Desk::new().judge(&[&served.description, "--case", "5.5.5", "--require-complete"]);
    assert_eq!(strict.code, Some(3), "{}", strict.errors);
}
