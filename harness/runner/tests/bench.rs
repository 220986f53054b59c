//! What a user does before the first run, and after it: the profile drafted, the bench looked at, the ledger begun.

mod support;

use support::{Desk, Served, verdicts, with_verdict};

#[test]
fn the_drafted_profile_is_one_that_a_run_takes() {
    let desk = Desk::new();
    let drafted = desk.run(&["ics", "embedded", "--output", "device.toml"]);
    assert_eq!(drafted.code, Some(0), "{}", drafted.errors);
    let profile = std::fs::read_to_string(desk.path().join("device.toml")).expect("it was written");
    assert!(profile.contains("\"SendMessage\","), "{profile}");
    assert!(profile.contains(" # required"), "{profile}");
    let again = desk.run(&["ics", "embedded", "--output", "device.toml"]);
    assert_eq!(
        again.code,
        Some(2),
        "it must not be overwritten: {}",
        again.errors
    );
    let (ran, report) = desk.judge(&["embedded", "--profile", "device.toml", "--case", "5.5.1"]);
    assert_eq!(ran.code, Some(0), "{}", ran.errors);
    assert_ne!(report["summary"]["pass"], 0);
    let check = desk.run(&["ics", "check", "device.toml", "embedded"]);
    assert_eq!(check.code, Some(0), "{}{}", check.said, check.errors);
    assert!(
        check
            .said
            .contains("0 that the device contradicts, 0 that it shows"),
        "{}",
        check.said
    );
}

#[test]
fn claims_are_compared_both_ways() {
    let desk = Desk::new();
    let served = Served::start(&["--no-ssdp", "--without", "file-transfer"]);
    desk.write(
        "device.toml",
        "[ics]\nactions = [\"StartFileTransfer\", \"SendMessage\"]\nfolders = []\n",
    );
    let check = desk.run(&["ics", "check", "device.toml", &served.description]);
    assert_eq!(check.code, Some(1), "{}", check.errors);
    for words in [
        "CONTRADICTED  action StartFileTransfer",
        "REQUIRED      action ReadMessage",
        "not claimed   folder Received",
    ] {
        assert!(check.said.contains(words), "{words}: {}", check.said);
    }
    let wrong = desk.run(&["ics", "check", "absent.toml", &served.description]);
    assert_eq!(wrong.code, Some(2), "{}", wrong.errors);
    let nobody = desk.run(&["ics", "http://127.0.0.1:1/d.xml"]);
    assert_eq!(nobody.code, Some(3), "{}", nobody.errors);
}

#[test]
fn the_doctor_says_what_is_missing_and_what_to_do() {
    let desk = Desk::new();
    let served = Served::start(&["--no-ssdp"]);
    let alone = desk.run(&["doctor", &served.description]);
    assert_eq!(alone.code, Some(3), "{}{}", alone.said, alone.errors);
    for words in [
        "ok       device",
        "ok       control",
        "ok       callbacks",
        "MISSING  upper tester",
        "--upper-tester",
    ] {
        assert!(alone.said.contains(words), "{words}: {}", alone.said);
    }
    let all = desk.run(&[
        "doctor",
        &served.description,
        "--upper-tester",
        &served.upper_tester,
    ]);
    assert!(
        all.said.contains("ok       upper tester   offers "),
        "{}",
        all.said
    );
    assert!(!all.said.contains("MISSING  callbacks"), "{}", all.said);
}

#[test]
fn a_claim_that_the_device_contradicts_fails_and_what_it_does_not_claim_is_said() {
    let desk = Desk::new();
    let served = Served::start(&["--no-ssdp", "--without", "file-transfer"]);
    desk.write(
        "device.toml",
        "[ics]\nactions = [\"StartFileTransfer\", \"SendMessage\", \"GetMessagingCapabilities\"]\nmessage_classes = [\"SMS\", \"X_Pigeon\"]\nfolders = [\"Received\", \"Sent\"]\n",
    );
    let arguments = [
        &*served.description,
        "--profile",
        "device.toml",
        "--case",
        "ics",
    ];
    let (ran, report) = desk.judge(&arguments);
    assert_eq!(ran.code, Some(1), "{}", ran.errors);
    let planned: Vec<&str> = ["run"]
        .into_iter()
        .chain(arguments)
        .chain(["--dry-run"])
        .collect();
    let said = desk.run(&planned).said;
    for words in [
        "the profile claims what the device does not show: action StartFileTransfer, message class X_Pigeon",
        "the device shows what the profile does not claim",
        "action ReadMessage",
        "folder Outgoing",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let cases = report["cases"].as_array().expect("a list");
    let came = |id: &str| {
        let case = cases.iter().find(|case| case["id"] == id);
        let case = case.expect("it was planned");
        (case["verdict"].clone(), case["suspect"].clone())
    };
    assert_eq!(came("ics/actions"), ("fail".into(), "operator".into()));
    assert_eq!(
        came("ics/message-classes"),
        ("fail".into(), "operator".into())
    );
    assert_eq!(came("ics/folders").0, "pass");
    assert_eq!(came("ics/session-classes").0, "not-applicable");
    let runs = desk.runs();
    let run = runs.first().expect("it was recorded").display().to_string();
    let verified = desk.run(&["verify", &run]);
    assert_eq!(
        verified.code,
        Some(0),
        "{}{}",
        verified.said,
        verified.errors
    );
    let doctor = desk.run(&["doctor", &served.description, "--profile", "device.toml"]);
    assert!(doctor.said.contains("MISSING  profile"), "{}", doctor.said);
}

#[test]
fn the_ledger_of_a_run_excuses_that_run() {
    let desk = Desk::new();
    let arguments = [
        "embedded",
        "--defect",
        "join-pending-succeeds",
        "--case",
        "5.5.13",
    ];
    let (first, _) = desk.judge(&arguments);
    assert_eq!(first.code, Some(1), "{}", first.errors);
    let made = desk.run(&[
        "known-failures",
        "init",
        "judged.json",
        "--output",
        "known.toml",
    ]);
    assert_eq!(made.code, Some(0), "{}", made.errors);
    let excused: Vec<&str> = arguments
        .into_iter()
        .chain(["--known-failures", "known.toml"])
        .collect();
    let (second, _) = desk.judge(&excused);
    assert_eq!(second.code, Some(0), "{}", second.errors);
}

#[test]
fn shells_and_man_know_every_command() {
    let desk = Desk::new();
    let man = desk.run(&["man"]);
    assert_eq!(man.code, Some(0), "{}", man.errors);
    for command in ["run", "ics", "doctor", "verify", "known\\-failures"] {
        let title = format!("MESSAGING-CTK {}", command.to_uppercase().replace('\\', ""));
        assert!(man.said.contains(&title), "{title}");
    }
    for shell in ["bash", "zsh", "fish"] {
        let script = desk.run(&["completions", shell]);
        assert_eq!(script.code, Some(0), "{}", script.errors);
        assert!(script.said.contains("known-failures"), "{shell}");
    }
    assert_eq!(desk.run(&["completions", "cmd.com"]).code, Some(2));
}

#[test]
fn what_the_profile_leaves_out_is_not_lacking() {
    let desk = Desk::new();
    let profile = r#"[ics]
message_classes = ["SMS", "MMS"]
session_classes = ["Chat", "SMS", "MMS"]
folders = ["Received", "Outgoing", "Sent"]
"#;
    desk.write("narrow.toml", profile);
    let mut arguments = vec!["embedded", "--profile", "narrow.toml"];
    for cases in [
        "5.5.4/unsupported-*",
        "5.5.6/unsupported-class",
        "5.5.7/*",
        "5.5.8/unsupported-class",
        "5.5.9/class-change-*",
        "5.5.12/unsupported-class",
        "5.6.1.1/delete-*",
    ] {
        arguments.extend(["--case", cases]);
    }
    let (ran, report) = desk.judge(&arguments);
    for verdict in ["fail", "inconclusive", "error"] {
        let cases = with_verdict(&report, verdict);
        assert!(cases.is_empty(), "{verdict}: {cases:#?}");
    }
    let verdicts = verdicts(&report);
    // The device has the folder, so that nobody can see what it would do without.
    assert_eq!(verdicts["5.5.7/removes-without-deleted"], "not-applicable");
    assert_eq!(verdicts["5.5.7/in-a-session"], "pass");
    assert_eq!(ran.code, Some(0), "{}", ran.errors);
}
