//! Many devices from one file: judged side by side, in parts by several workers, and put together again.

mod support;

use std::fs;

use serde_json::Value;
use support::{Desk, Served, verdicts};

const FLEET: &str = r#"
[defaults]
case = ["5.5.1", "5.5.7/unknown-message", "uda/scpd"]
seed = 7

[[device]]
name = "clean"
device = "embedded"
labels = ["bench <1>"]
copies = 3

[[device]]
name = "broken"
device = "embedded"
defect = ["scpd-out-before-in"]
"#;

fn report(desk: &Desk, results: &str) -> Value {
    let text = fs::read_to_string(desk.path().join(results).join("fleet.json")).expect("a report");
    serde_json::from_str(&text).expect("it is JSON")
}

fn fleet(desk: &Desk, rest: &[&str]) -> support::Ran {
    let mut arguments = vec!["fleet", "fleet.toml", "-q"];
    arguments.extend(rest);
    desk.run(&arguments)
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("fleet.toml", FLEET);
    desk
}

#[test]
fn a_fleet_in_parts_is_the_fleet_of_one_process() {
    let desk = desk();
    let ran = fleet(&desk, &["--results", "one", "--normalize"]);
    assert_eq!(ran.code, Some(1), "{}{}", ran.said, ran.errors);
    assert!(
        ran.said
            .contains("4 devices: 3 without a failure, 1 failed"),
        "{}",
        ran.said
    );
    for part in ["1/3", "3/3"] {
        let ran = fleet(&desk, &["--results", "parts", "--shard", part]);
        assert!(matches!(ran.code, Some(0 | 1)), "{part}: {}", ran.errors);
    }
    // The second worker never began, and one device of the first has no end.
    let cut = desk.path().join("parts/clean-1/journal.jsonl.zst");
    let journal = fs::read(&cut).expect("a journal");
    fs::write(&cut, &journal[..journal.len() / 2]).expect("it can be cut");
    let ran = fleet(&desk, &["--results", "parts", "--collect"]);
    assert_eq!(ran.code, Some(1), "{}{}", ran.said, ran.errors);
    for told in [
        "worker 1/3 lost: clean-1, whose run has no end",
        "worker 2/3 lost: clean-2, whose run is missing",
        "--results parts --shard 2/3",
        "2 lost",
    ] {
        assert!(ran.said.contains(told), "{told}: {}", ran.said);
    }
    for part in ["1/3", "2/3"] {
        let ran = fleet(&desk, &["--results", "parts", "--shard", part]);
        assert!(matches!(ran.code, Some(0 | 1)), "{part}: {}", ran.errors);
    }
    assert!(
        desk.path().join("parts/clean-1.earlier-1").exists(),
        "what was cut is kept"
    );
    let ran = fleet(&desk, &["--results", "parts", "--collect", "--normalize"]);
    assert_eq!(ran.code, Some(1), "{}{}", ran.said, ran.errors);
    assert_eq!(report(&desk, "parts"), report(&desk, "one"));
    let page = fs::read_to_string(desk.path().join("one/fleet.html")).expect("a page");
    assert!(page.contains("bench &lt;1&gt;") && page.contains("broken/run.html"));

    // So are the reports that `merge` makes of their runs.
    let names = ["clean-1", "clean-2", "clean-3", "broken"];
    let merged = ["one", "parts"].map(|results| {
        let mut arguments = vec!["merge".to_owned(), "--normalize".to_owned()];
        arguments.push(format!("--report=json={results}.json"));
        arguments.extend(names.map(|name| format!("{results}/{name}")));
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let ran = desk.run(&arguments);
        assert_eq!(ran.code, Some(1), "{}{}", ran.said, ran.errors);
        fs::read_to_string(desk.path().join(format!("{results}.json"))).expect("a report")
    });
    assert!(merged[0] == merged[1], "the merged reports differ");
}

#[test]
fn what_was_judged_is_kept_and_an_absent_device_is_told() {
    let desk = Desk::new();
    let served = Served::start(&["--no-ssdp"]);
    let text = format!(
        "[defaults]\ncase = ['5.5.1']\n[[device]]\nname = 'there'\ndevice = '{}'\nupper_tester = '{}'\n\
         [[device]]\nname = 'gone'\ndevice = 'http://127.0.0.1:9/none.xml'\n",
        served.description, served.upper_tester
    );
    desk.write("fleet.toml", &text);
    let ran = fleet(&desk, &["--results", "all"]);
    assert_eq!(ran.code, Some(3), "{}{}", ran.said, ran.errors);
    let first = report(&desk, "all");
    assert_eq!(first["summary"]["clean"], 1, "{first:#}");
    assert_eq!(first["summary"]["incomplete"], 1, "{first:#}");
    let again = fleet(&desk, &["--results", "all"]);
    assert_eq!(again.code, Some(3), "{}", again.errors);
    assert!(desk.path().join("all/gone.earlier-1").exists());
    assert!(!desk.path().join("all/there.earlier-1").exists());
    // It is judged as `run` would.
    let (_, alone) = desk.judge(&[
        &served.description,
        "--upper-tester",
        &served.upper_tester,
        "--case",
        "5.5.1",
    ]);
    let text = fs::read_to_string(desk.path().join("all/there/run.json")).expect("a report");
    let beside: Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(verdicts(&beside), verdicts(&alone));
}

#[test]
fn a_file_that_is_wrong_is_refused_before_anything_is_judged() {
    let desk = Desk::new();
    for (text, told) in [
        (
            "[[device]]\nname = 'a'\ndevice = 'embedded'\ncase = ['9.9']\n",
            "selects no case",
        ),
        (
            "[[device]]\nname = 'a'\ndevice = 'embedded'\nprofile = 'no.toml'\n",
            "device `a`: the profile no.toml",
        ),
        ("[[device]]\nname = 'a'\ndevice = 'ftp://x'\n", "device `a`"),
    ] {
        desk.write("fleet.toml", text);
        let ran = fleet(&desk, &[]);
        assert_eq!(ran.code, Some(2), "{text}: {}", ran.errors);
        assert!(ran.errors.contains(told), "{told}: {}", ran.errors);
    }
    desk.write(
        "fleet.toml",
        "[[device]]\nname = 'a'\ndevice = 'embedded'\n",
    );
    assert_eq!(fleet(&desk, &["--only", "b"]).code, Some(2));
    assert_eq!(fleet(&desk, &["--shard", "1/2"]).code, Some(2));
    assert!(desk.runs().is_empty());
}
