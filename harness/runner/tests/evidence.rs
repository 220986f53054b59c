//! The journal as evidence: what a killed run left can be reported, verified and finished; what was altered is found out,
//! even when it is sealed again.

mod support;

use std::path::{Path, PathBuf};

use ctk_record::journal::{Events, Writer};
use ctk_record::{Event, Outcome, Verdict};
use support::{Desk, verdicts};

/// A few cases of every phase and kind.
const CASES: [&str; 8] = [
    "--case",
    "5.5.8",
    "--case",
    "uda/control",
    "--case",
    "uda/security/deep-nesting",
    "--seed",
    "7",
];

/// Runs the cases; the journal.
fn judged(desk: &Desk, name: &str) -> PathBuf {
    let mut arguments = vec!["run", "embedded", "-q", "--journal", name];
    arguments.extend(CASES);
    let ran = desk.run(&arguments);
    assert_eq!(ran.code, Some(0), "{}{}", ran.said, ran.errors);
    desk.path().join(name)
}

fn events(journal: &Path) -> Vec<Event> {
    let file = std::fs::File::open(journal).expect("there is a journal");
    let mut read = Events::new(std::io::BufReader::new(file)).expect("it can be read");
    let mut events = Vec::new();
    while let Some(event) = read.next_event().expect("an event") {
        events.push(event);
    }
    events
}

/// Writes events as a journal that is sealed as a run seals it.
fn seal(journal: &Path, events: Vec<Event>) {
    let mut writer = Writer::new(Vec::new());
    for event in events {
        match event {
            Event::Seal { .. } => writer.seal(),
            Event::Footer(footer) => writer.close(footer),
            event => writer.append(&event),
        }
        .expect("memory takes everything");
    }
    std::fs::write(journal, writer.into_inner()).expect("it can be written");
}

fn verify(desk: &Desk, journal: &Path) -> (Option<i32>, String) {
    let ran = desk.run(&["verify", &journal.display().to_string()]);
    (ran.code, ran.said + &ran.errors)
}

#[test]
fn what_was_forged_and_sealed_again_does_not_verify() {
    let desk = Desk::new();
    let whole = events(&judged(&desk, "whole.jsonl.zst"));
    let forged = desk.path().join("forged.jsonl");
    seal(&forged, whole.clone());
    assert_eq!(verify(&desk, &forged).0, Some(0), "sealed again as it was");
    let passed = |event: &Event| matches!(event, Event::CaseFinished(result) if result.verdict == Verdict::Pass);
    let case = whole.iter().find_map(|event| match event {
        Event::CaseFinished(result) if passed(event) => Some(result.case.clone()),
        _ => None,
    });
    let case = case.expect("a case passed");
    type Forgery<'a> = (&'a str, Box<dyn Fn(&mut Vec<Event>) + 'a>);
    let each = |change: fn(&mut Event)| move |all: &mut Vec<Event>| all.iter_mut().for_each(change);
    let forgeries: Vec<Forgery<'_>> = vec![
        ("no footer", Box::new(|all| drop(all.pop()))),
        (
            "another exit code",
            Box::new(each(|event| {
                if let Event::Footer(footer) = event {
                    footer.exit_code = 3;
                }
            })),
        ),
        (
            "another verdict",
            Box::new(each(|event| {
                if let Event::Footer(footer) = event {
                    footer.verdict = "conformant: 861 cases passed".to_owned();
                }
            })),
        ),
        (
            "other counts",
            Box::new(each(|event| {
                if let Event::Footer(footer) = event {
                    footer.tally.iter_mut().for_each(|tally| tally.pass += 1);
                }
            })),
        ),
        (
            "a case's result",
            Box::new(|all| {
                let changed = all.iter_mut().find_map(|event| match event {
                    Event::CaseFinished(result) if result.case == case => Some(result),
                    _ => None,
                });
                changed.expect("it is there").verdict = Verdict::Inconclusive;
            }),
        ),
        (
            "a judgement",
            Box::new(|all| {
                let changed = all.iter_mut().find_map(|event| match event {
                    Event::Judgement(judgement) => Some(judgement),
                    _ => None,
                });
                changed.expect("it is there").outcome = Outcome::Warning;
            }),
        ),
        (
            "a case removed with all that it did",
            Box::new(|all| all.retain(|event| !is_of(event, &case))),
        ),
        (
            "a case removed from the plan as well",
            Box::new(|all| {
                all.retain(|event| !is_of(event, &case));
                for event in all {
                    if let Event::Plan(plan) = event {
                        plan.cases.retain(|planned| planned.id != case);
                    }
                }
            }),
        ),
        (
            "another device",
            Box::new(each(|event| {
                if let Event::Device(device) = event {
                    device.model_name = "Other".to_owned();
                }
            })),
        ),
        (
            "an answer",
            Box::new(each(|event| {
                if let Event::Exchange(exchange) = event
                    && let Some(response) = &mut exchange.response
                {
                    response.body = response.body.replace("<errorCode>", "<errorCode>7");
                }
            })),
        ),
        (
            "what was selected",
            Box::new(each(|event| {
                if let Event::Header(header) = event {
                    header.selection = None;
                }
            })),
        ),
    ];
    for (what, forge) in forgeries {
        let mut all = whole.clone();
        forge(&mut all);
        seal(&forged, all);
        let (code, said) = verify(&desk, &forged);
        assert_eq!(code, Some(1), "{what}: {said}");
    }
}

/// Whether the event is about the case.
fn is_of(event: &Event, wanted: &str) -> bool {
    match event {
        Event::CaseStarted { case, .. } | Event::Findings { case, .. } => case == wanted,
        Event::Exchange(exchange) => exchange.case == wanted,
        Event::Judgement(judgement) => judgement.case == wanted,
        Event::CaseFinished(result) => result.case == wanted,
        _ => false,
    }
}

#[test]
fn a_report_of_an_altered_journal_says_so() {
    let desk = Desk::new();
    let journal = judged(&desk, "plain.jsonl");
    let text = Desk::journal(&journal).replacen("fault 7", "fault 6", 1);
    let journal = desk.write("altered.jsonl", &text);
    let path = journal.display().to_string();
    let ran = desk.run(&["report", &path]);
    assert!(ran.errors.contains("altered"), "{}", ran.errors);
    assert!(ran.said.contains("WARNING"), "{}", ran.said);
    let ran = desk.run(&["diff", &path, &path]);
    assert!(ran.errors.contains("altered"), "{}", ran.errors);
    assert_eq!(verify(&desk, &journal).0, Some(1));
}

#[test]
fn what_a_killed_run_left_is_reported_verified_and_finished() {
    let desk = Desk::new();
    let whole = std::fs::read(judged(&desk, "whole.jsonl.zst")).expect("there is a journal");
    let wanted = report(&desk, "whole.jsonl.zst");
    for (number, hundredths) in [60, 80, 95].into_iter().enumerate() {
        let cut = format!("cut{number}.jsonl.zst");
        let path = desk.path().join(&cut);
        std::fs::write(&path, &whole[..whole.len() * hundredths / 100]).expect("it can be written");
        let part = report(&desk, &cut);
        assert_eq!(part["run"]["ended"], "interrupted");
        assert_eq!(part["run"]["complete"], false);
        let (code, said) = verify(&desk, &path);
        assert_eq!(code, Some(1), "{said}");
        assert!(
            said.contains("not sealed") && said.contains("1 difference;"),
            "{said}"
        );

        let resumed = format!("resumed{number}.jsonl.zst");
        let ran = desk.run(&["run", "--resume", &cut, "-q", "--journal", &resumed]);
        assert_eq!(ran.code, Some(0), "{}{}", ran.said, ran.errors);
        assert!(ran.said.contains("resumed"), "{}", ran.said);
        let (code, said) = verify(&desk, &desk.path().join(&resumed));
        assert_eq!(code, Some(0), "{said}");
        let report = report(&desk, &resumed);
        assert_eq!(verdicts(&report), verdicts(&wanted));
        assert_eq!(report["resumed"][0]["command"][1], "run");
        assert_eq!(report["run"]["complete"], true);
    }
}

#[test]
fn a_resumed_run_may_be_killed_before_its_first_case() {
    let desk = Desk::new();
    let text = Desk::journal(&judged(&desk, "whole.jsonl"));
    let wanted = report(&desk, "whole.jsonl");
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    desk.write("half.jsonl", &lines[..lines.len() * 4 / 5].concat());
    let resume = |from: &str, to: &str| {
        let ran = desk.run(&["run", "--resume", from, "-q", "--journal", to]);
        assert_eq!(ran.code, Some(0), "{}{}", ran.said, ran.errors);
        Desk::journal(&desk.path().join(to))
    };
    let resumed = resume("half.jsonl", "resumed.jsonl");
    let lines: Vec<&str> = resumed.split_inclusive('\n').collect();
    let of = |event: &str, from: usize| {
        let named = format!("\"event\":\"{event}\"");
        let found = lines[from..].iter().position(|line| line.contains(&named));
        from + found.expect("there is one")
    };
    let begun = of("resumed", 0);
    // In the middle of the preparation, and after it.
    for (number, end) in [begun + 2, of("case-started", begun)]
        .into_iter()
        .enumerate()
    {
        let cut = format!("cut{number}.jsonl");
        desk.write(&cut, &lines[..end].concat());
        let again = format!("again{number}.jsonl");
        resume(&cut, &again);
        let (code, said) = verify(&desk, &desk.path().join(&again));
        assert_eq!(code, Some(0), "{said}");
        assert_eq!(verdicts(&report(&desk, &again)), verdicts(&wanted));
    }
}

fn report(desk: &Desk, journal: &str) -> serde_json::Value {
    let ran = desk.run(&["report", journal, "--report", "json=-"]);
    assert_eq!(ran.code, Some(0), "{}", ran.errors);
    serde_json::from_str(&ran.said).expect("the report is JSON")
}

#[test]
fn what_cannot_be_resumed_says_why() {
    let desk = Desk::new();
    let journal = judged(&desk, "whole.jsonl");
    let refused = |arguments: &[&str], why: &str| {
        let mut all = vec!["run", "-q", "--resume"];
        all.extend(arguments);
        let ran = desk.run(&all);
        assert_eq!(ran.code, Some(2), "{}{}", ran.said, ran.errors);
        assert!(ran.errors.contains(why), "{}", ran.errors);
    };
    refused(&["whole.jsonl"], "it is over");
    refused(&["nowhere.jsonl"], "cannot be read");
    let text = Desk::journal(&journal);
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    desk.write("half.jsonl", &lines[..lines.len() / 2].concat());
    refused(&["half.jsonl", "--case", "5.5.1"], "leave them out");
    desk.write("early.jsonl", &lines[..2].concat());
    refused(&["early.jsonl"], "no plan yet");
    let altered = lines[..lines.len() / 2]
        .concat()
        .replacen("fault 7", "fault 6", 1);
    desk.write("altered.jsonl", &altered);
    refused(&["altered.jsonl"], "altered");
}
