//! Parts of a run, joined again; and what comes first after an earlier run.

mod support;

use serde_json::Value;
use support::{Desk, verdicts};

const SELECTION: [&str; 6] = ["--case", "5.5.1", "--case", "uda/scpd", "--case", "5.3.2"];

fn part(desk: &Desk, shard: &str, name: &str) -> String {
    let report = desk.path().join(name).display().to_string();
    let spec = format!("json={report}");
    let mut arguments = vec!["run", "embedded", "--seed", "7", "-q", "--shard", shard];
    arguments.extend(SELECTION);
    arguments.extend(["--report", &spec]);
    let ran = desk.run(&arguments);
    assert!(
        matches!(ran.code, Some(0 | 3)),
        "{}{}",
        ran.said,
        ran.errors
    );
    report
}

fn read(desk: &Desk, name: &str) -> Value {
    let text = std::fs::read_to_string(desk.path().join(name)).expect("a report");
    serde_json::from_str(&text).expect("it is JSON")
}

#[test]
fn the_parts_of_a_run_are_joined_into_the_whole_and_a_missing_one_is_named() {
    let desk = Desk::new();
    let parts = ["1/2", "2/2"].map(|shard| part(&desk, shard, &shard.replace('/', "-")));
    let merged = desk.run(&[
        "merge",
        &parts[0],
        &parts[1],
        "--report",
        "json=merged.json",
    ]);
    assert_eq!(merged.code, Some(0), "{}{}", merged.said, merged.errors);
    let mut arguments = vec!["embedded", "--seed", "7"];
    arguments.extend(SELECTION);
    let (_, whole) = desk.judge(&arguments);
    let joined = read(&desk, "merged.json");
    assert_eq!(verdicts(&joined), verdicts(&whole));
    for field in ["summary", "coverage"] {
        let of = |report: &Value| match field {
            "coverage" => report[field]["requirements"].as_array().map_or(0, |rows| {
                rows.iter()
                    .filter(|row| row["cases"] != Value::Array(Vec::new()))
                    .count()
            }),
            _ => report[field]["cases"]
                .as_u64()
                .and_then(|n| n.try_into().ok())
                .unwrap_or(0),
        };
        assert_eq!(of(&joined), of(&whole), "{field}");
    }
    assert_eq!(
        joined["summary"]["not_selected"],
        whole["summary"]["not_selected"]
    );
    assert_eq!(joined["run"]["exit_code"], 0);
    let alone = desk.run(&["merge", &parts[1]]);
    assert_eq!(alone.code, Some(2));
    assert!(alone.errors.contains("missing: 1"), "{}", alone.errors);
    let twice = desk.run(&["merge", &parts[1], &parts[1]]);
    assert_eq!(twice.code, Some(2));
}

#[test]
fn what_was_not_settled_comes_first() {
    let desk = Desk::new();
    let (_, _) = desk.judge(&[
        "embedded",
        "--case",
        "5.5.1",
        "--skip",
        "5.5.1/unauthorized",
    ]);
    let baseline = desk.path().join("judged.json").display().to_string();
    let ran = desk.run(&[
        "run",
        "embedded",
        "--case",
        "5.5.1",
        "-q",
        "--jobs",
        "1",
        "--affected-by",
        &baseline,
        "--journal",
        "second.jsonl",
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.errors);
    let journal = std::fs::read_to_string(desk.path().join("second.jsonl")).expect("a journal");
    let started = journal
        .lines()
        .find(|line| line.contains("\"event\":\"case-started\""));
    assert!(
        started.is_some_and(|line| line.contains("5.5.1/unauthorized")),
        "{started:?}"
    );
    let lonely = desk.run(&["run", "embedded", "--failed-first"]);
    assert_eq!(lonely.code, Some(2));
    assert!(lonely.errors.contains("--baseline"), "{}", lonely.errors);
}
