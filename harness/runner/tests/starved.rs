//! A machine that has too little for the kit: memory, descriptors, threads, room on the screen. The program says so and ends
//! with an exit code; it never breaks, and no case fails for it.

#![cfg(target_os = "linux")]

mod support;

use std::fs::{self, OpenOptions};
use std::process::{Command, Stdio};

use support::{Desk, PROGRAM, Ran};

/// Cases that ask for connections and for stimuli.
const RUN: [&str; 9] = [
    "run",
    "embedded",
    "--case",
    "uda/description",
    "--case",
    "5.5.13",
    "-q",
    "--journal",
    "run.jsonl",
];

/// Runs the program after these words of the shell.
fn after(desk: &Desk, words: &str, arguments: &[&str]) -> Ran {
    let output = Command::new("sh")
        .args(["-c", &format!("{words}; exec \"$0\" \"$@\""), PROGRAM])
        .args(arguments)
        .current_dir(desk.path())
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .expect("there is a shell");
    Ran::new(output)
}

/// It ended by itself, with a sentence where it could not do its work.
fn assert_orderly(what: &str, ran: &Ran) {
    let said = format!("{}{}", ran.said, ran.errors);
    assert!(
        matches!(ran.code, Some(0 | 3 | 4)),
        "{what}: {:?}: {said}",
        ran.code
    );
    assert!(!said.contains("panicked"), "{what}: {said}");
    if ran.code != Some(0) {
        // Where the run goes on without what it lacks, the last screen tells it, as the kit's.
        let told = ["messaging-ctk: ", "\nBroken in the suite itself\n"];
        assert!(
            told.iter().any(|told| said.contains(told)),
            "{what}: {said}"
        );
    }
    assert!(!said.contains("is it switched on"), "{what}: {said}");
}

#[test]
fn too_little_memory_is_a_sentence_and_an_exit_code() {
    for kibibytes in [60_000, 80_000, 100_000, 130_000, 200_000] {
        let desk = Desk::new();
        let ran = after(&desk, &format!("ulimit -v {kibibytes}"), &RUN);
        // With so little the system may not be able to load the program: then it says so itself.
        if ran.code == Some(127) {
            continue;
        }
        assert_orderly(&format!("{kibibytes} KiB"), &ran);
    }
}

#[test]
fn too_few_descriptors_are_a_sentence_and_an_exit_code() {
    for descriptors in (4..=13).chain([24, 32]) {
        let desk = Desk::new();
        let ran = after(&desk, &format!("ulimit -n {descriptors}"), &RUN);
        // As above.
        if ran.code == Some(127) {
            continue;
        }
        assert_orderly(&format!("{descriptors} descriptors"), &ran);
    }
}

#[test]
fn too_few_threads_are_a_sentence_and_an_exit_code() {
    // Whoever may do everything has as many threads as he likes; then this shows that a limit alone does no harm.
    for threads in [1, 7, 12] {
        let desk = Desk::new();
        let ran = after(&desk, &format!("ulimit -u {threads}"), &RUN);
        assert_orderly(&format!("{threads} threads"), &ran);
    }
}

#[test]
fn a_screen_that_takes_nothing_is_told_by_the_exit_code() {
    let desk = Desk::new();
    let full = || {
        let full = OpenOptions::new().write(true).open("/dev/full");
        Stdio::from(full.expect("there is /dev/full"))
    };
    for arguments in [&["list"][..], &["--help"], &RUN] {
        let _ = fs::remove_file(desk.path().join("run.jsonl"));
        let out = desk.command(arguments).stdout(full()).output();
        let ran = Ran::new(out.expect("it runs"));
        assert_eq!(ran.code, Some(4), "{arguments:?}: {}", ran.errors);
        let _ = fs::remove_file(desk.path().join("run.jsonl"));
        let err = desk.command(arguments).stderr(full()).output();
        let ran = Ran::new(err.expect("it runs"));
        assert_eq!(ran.code, Some(0), "{arguments:?}");
    }
    for closed in ["exec >&-", "exec 2>&-", "exec >&- 2>&-", "exec <&-"] {
        let ran = after(&desk, closed, &["list"]);
        assert_eq!(ran.code, Some(0), "{closed}: {}", ran.errors);
    }
}
