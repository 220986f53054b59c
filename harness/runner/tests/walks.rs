//! Walks through the program: a clean device stays clean, a defect is taken apart to a script, and the script is taken
//! again.

mod support;

use std::path::PathBuf;

use support::Desk;

/// The scripts that the latest run left in its folder.
fn scripts(desk: &Desk) -> Vec<PathBuf> {
    let runs = std::fs::read_dir(desk.path().join("messaging-ctk-runs")).expect("there was a run");
    let mut found: Vec<PathBuf> = runs
        .flat_map(|run| std::fs::read_dir(run.expect("it can be read").path()).expect("a folder"))
        .map(|file| file.expect("it can be read").path())
        .filter(|path| path.extension().is_some_and(|it| it == "toml"))
        .collect();
    found.sort();
    found
}

#[test]
fn a_walk_on_a_clean_device_finds_nothing() {
    let desk = Desk::new();
    let arguments = [
        "embedded",
        "--case",
        "model/walk",
        "--model-steps",
        "150",
        "--seed",
        "3",
    ];
    let (ran, report) = desk.judge(&arguments);
    assert_eq!(ran.code, Some(0), "{}{}", ran.said, ran.errors);
    assert_eq!(report["summary"]["pass"], 1);
    assert!(scripts(&desk).is_empty());
}

#[test]
fn what_a_walk_finds_is_a_script_that_shows_it_again() {
    let desk = Desk::new();
    let defect = ["--defect", "search-folder-drops-status"];
    let mut arguments = vec!["embedded", "--case", "model/walk", "--seed", "1"];
    arguments.extend(defect);
    let (ran, report) = desk.judge(&arguments);
    assert_eq!(ran.code, Some(1), "{}{}", ran.said, ran.errors);
    let case = &report["cases"][0];
    assert_eq!(case["verdict"], "fail", "{case}");
    let scripts = scripts(&desk);
    let script = scripts.first().expect("a script in the run folder");
    let text = std::fs::read_to_string(script).expect("it can be read");
    assert!(text.contains("action = \"SearchMessages\""), "{text}");
    assert!(text.matches("[[step]]").count() <= 8, "{text}");
    let script = script.display().to_string();
    let mut again = vec!["replay", &script, "embedded"];
    let clean = desk.run(&again);
    assert_eq!(clean.code, Some(0), "{}{}", clean.said, clean.errors);
    assert!(clean.said.starts_with("FIXED"), "{}", clean.said);
    again.extend(defect);
    let still = desk.run(&again);
    assert_eq!(still.code, Some(1), "{}{}", still.said, still.errors);
    assert!(still.said.starts_with("STILL FAILS"), "{}", still.said);
    // Who has no folders to search for cannot do the same.
    let lacking = desk.run(&[
        "replay",
        &script,
        "embedded",
        "--without",
        "action:SearchMessages",
    ]);
    assert_eq!(lacking.code, Some(3), "{}{}", lacking.said, lacking.errors);
    assert!(lacking.said.starts_with("CHANGED"), "{}", lacking.said);
}

#[test]
fn what_is_no_script_is_refused() {
    let desk = Desk::new();
    desk.write("words.toml", "steps = 1\n");
    for file in ["words.toml", "absent.toml", "."] {
        let ran = desk.run(&["replay", file, "embedded"]);
        assert_eq!(ran.code, Some(2), "{file}: {}{}", ran.said, ran.errors);
        assert!(ran.errors.contains("cannot be replayed"), "{}", ran.errors);
    }
}
