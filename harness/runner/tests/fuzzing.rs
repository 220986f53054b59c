//! Fuzzing through the program: a clean device gives no finding, a planted fault is found, made small, kept and
//! replayed.

mod support;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use support::{Desk, Served};

/// Each keeps both cores busy: one at a time.
fn alone() -> MutexGuard<'static, ()> {
    static ONE: Mutex<()> = Mutex::new(());
    ONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What `replay` says of a finding's folder.
fn replayed(desk: &Desk, folder: &Path, words: &[&str]) -> (Option<i32>, String) {
    let folder = folder.display().to_string();
    let mut all = vec!["replay", &folder];
    all.extend_from_slice(words);
    let ran = desk.run(&all);
    let word = ran.said.split("  ").next().unwrap_or_default().to_owned();
    (ran.code, word)
}

fn findings(desk: &Desk, corpus: &str) -> Vec<PathBuf> {
    let folder = desk.path().join(corpus).join("findings");
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

fn read(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).expect("the file is there");
    serde_json::from_str(&text).expect("it is JSON")
}

#[test]
fn a_clean_device_gives_no_finding() {
    let _one = alone();
    let desk = Desk::new();
    let ran = desk.run(&[
        "fuzz",
        "embedded",
        "--requests",
        "3000",
        "--seed",
        "5",
        "-q",
        "--report",
        "json=f.json",
    ]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.said, ran.errors);
    let last = ran.said.lines().last().unwrap_or_default();
    assert!(
        last.starts_with("fuzz: ") && last.ends_with(" 0 findings"),
        "{last}"
    );
    let report = read(&desk.path().join("f.json"));
    assert_eq!(report["schema"], "messaging-ctk/fuzz/1");
    assert!(
        report["reached_parser"].as_f64() >= Some(0.7),
        "{}",
        report["reached_parser"]
    );
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one walk from the fault to the replay"
)]
fn planted_faults_are_found_made_small_and_replayed() {
    let _one = alone();
    for (fault, kind) in [
        ("takes-odd-id", "accepted-invalid"),
        ("crash-format-text", "crash"),
    ] {
        let desk = Desk::new();
        let ran = desk.run(&[
            "fuzz",
            "embedded",
            "--planted",
            fault,
            "--fail-fast",
            "--duration",
            "200s",
            "--seed",
            "3",
            "-q",
            "--corpus",
            "c",
            "--report",
            "sarif=f.sarif",
            "--report",
            "html=f.html",
        ]);
        assert_eq!(ran.code, Some(1), "{fault}: {}{}", ran.said, ran.errors);
        let folders = findings(&desk, "c");
        let [folder] = &folders[..] else {
            panic!("{fault}: {folders:?}");
        };
        let finding = read(&folder.join("finding.json"));
        assert_eq!(finding["kind"], kind);
        assert!(finding["requests"].as_u64() <= Some(2), "{finding:#}");
        assert_eq!(finding["shown"], finding["tried"]);
        for file in [
            "request-1.http",
            "reproduce.sh",
            "excerpt.jsonl",
            "README.md",
        ] {
            assert!(folder.join(file).is_file(), "{file}");
        }
        let sarif = read(&desk.path().join("f.sarif"));
        assert_eq!(
            sarif["runs"][0]["results"][0]["ruleId"],
            format!("fuzz/{kind}")
        );
        assert_eq!(
            replayed(&desk, folder, &["embedded", "--planted", fault]),
            (Some(1), "STILL FAILS".to_owned())
        );
        assert_eq!(
            replayed(&desk, folder, &["embedded"]),
            (Some(0), "FIXED".to_owned())
        );
    }
}

#[test]
fn a_run_begins_with_past_findings() {
    let _one = alone();
    let desk = Desk::new();
    let first = [
        "fuzz",
        "embedded",
        "--planted",
        "takes-odd-id",
        "--fail-fast",
        "--seed",
        "3",
        "-q",
        "--corpus",
        "c",
    ];
    assert_eq!(desk.run(&first).code, Some(1));
    let again = [
        "fuzz",
        "embedded",
        "--planted",
        "takes-odd-id",
        "--fail-fast",
        "--seed",
        "9",
        "-q",
        "--corpus",
        "c",
        "--requests",
        "60",
        "--jobs",
        "1",
    ];
    let ran = desk.run(&again);
    assert_eq!(ran.code, Some(1), "{}{}", ran.said, ran.errors);
    assert_eq!(
        findings(&desk, "c").len(),
        1,
        "the same finding has the same fingerprint"
    );
}

#[test]
fn nobody_there_and_wrong_words_have_their_exit_codes() {
    let desk = Desk::new();
    let gone = desk.run(&["fuzz", "http://127.0.0.1:9/d.xml", "--duration", "1s", "-q"]);
    assert_eq!(gone.code, Some(3), "{}", gone.errors);
    for wrong in [
        &["fuzz", "embedded", "--rate", "0"][..],
        &["fuzz", "embedded", "--action", "ReadMesage"],
        &["fuzz", "embedded", "--report", "pdf=x"],
        &["fuzz", "embedded", "--interactive"],
    ] {
        let ran = desk.run(wrong);
        assert_eq!(ran.code, Some(2), "{wrong:?}: {}", ran.errors);
    }
}

/// Without an upper tester that resets it the device is no bench: nothing is sent, created or deleted there.
#[test]
fn nothing_takes_effect_without_a_bench() {
    let _one = alone();
    let desk = Desk::new();
    let served = Served::start(&["--no-ssdp"]);
    let ran = desk.run(&[
        "fuzz",
        &served.description,
        "--requests",
        "1500",
        "--seed",
        "5",
        "-q",
        "--report",
        "json=f.json",
    ]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.said, ran.errors);
    let report = read(&desk.path().join("f.json"));
    let cells = report["coverage"]["cells"]
        .as_object()
        .expect("there are cells");
    for action in [
        "SendMessage",
        "CreateSession",
        "DeleteMessage",
        "CloseSession",
    ] {
        let taken = cells
            .keys()
            .find(|cell| cell.starts_with(action) && cell.ends_with(" ok"));
        assert_eq!(taken, None);
    }
}
