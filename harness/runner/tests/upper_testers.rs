//! Upper testers other than the embedded one: a program, and the person at the terminal.

mod support;

use std::path::Path;

use support::{Desk, Served, verdicts, with_verdict};

/// A case that needs a stimulus, and the event that follows it.
const CASES: [&str; 4] = [
    "--case",
    "5.5.5/unread-becomes-read",
    "--case",
    "5.4.1/message-arrives",
];

#[test]
fn the_sample_program_is_an_upper_tester() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../ci/examples/upper_tester_command.py")
        .canonicalize()
        .expect("the sample is there");
    let device = Served::start(&["--no-ssdp"]);
    let command = format!("python3 '{}' {}", sample.display(), device.upper_tester);
    let mut arguments = vec![
        device.description.as_str(),
        "--upper-tester-command",
        &command,
    ];
    arguments.extend(CASES);
    let (ran, report) = Desk::new().judge(&arguments);
    assert_eq!(ran.code, Some(0), "{}", ran.errors);
    let open = with_verdict(&report, "inconclusive");
    assert!(open.is_empty(), "{open:?}");
    assert!(verdicts(&report).values().all(|verdict| verdict == "pass"));
}

#[cfg(unix)]
mod terminal {
    use std::fs::File;
    use std::io::{Read, Write};
    use std::net::TcpStream;
    use std::os::fd::OwnedFd;
    use std::process::{Child, Stdio};

    use rustix::fs::{Mode, OFlags, open};
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};

    use super::*;

    /// A terminal, with somebody in front of it.
    struct Person {
        screen: File,
        read: String,
    }

    impl Person {
        /// The person, and the terminal's end for the program.
        fn new() -> (Self, OwnedFd) {
            let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
            grantpt(&master).expect("it is ours");
            unlockpt(&master).expect("it can be opened");
            let name = ptsname(&master, Vec::new()).expect("it has a name");
            let slave = open(name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty())
                .expect("its other end can be opened");
            let mut modes = tcgetattr(&slave).expect("a terminal has modes");
            modes.local_modes.remove(LocalModes::ECHO);
            tcsetattr(&slave, OptionalActions::Now, &modes).expect("they can be set");
            let person = Self {
                screen: File::from(master),
                read: String::new(),
            };
            (person, slave)
        }

        /// Reads on until the words are there; everything since the last call.
        fn wait_for(&mut self, words: &str) -> String {
            let mut buffer = [0_u8; 4096];
            loop {
                if let Some(at) = self.read.find(words) {
                    return self.read.drain(..at + words.len()).collect();
                }
                let count = self.screen.read(&mut buffer).unwrap_or(0);
                assert!(count > 0, "the program ended after {:?}", self.read);
                self.read
                    .push_str(&String::from_utf8_lossy(&buffer[..count]));
            }
        }

        fn types(&mut self, line: &str) {
            self.screen
                .write_all(format!("{line}\n").as_bytes())
                .expect("the terminal takes it");
        }
    }

    fn run_before(person: OwnedFd, desk: &Desk, arguments: &[&str]) -> Child {
        let errors = person.try_clone().expect("a second handle");
        desk.command(arguments)
            .stdin(Stdio::from(person))
            .stdout(Stdio::null())
            .stderr(Stdio::from(errors))
            .spawn()
            .expect("the program can be run")
    }

    /// What a person would do at the far side.
    fn incoming_message(upper_tester: &str, text: &str) {
        let url = upper_tester.trim_start_matches("http://");
        let (authority, folder) = url.split_once('/').unwrap_or((url, ""));
        let folder = folder.trim_end_matches('/');
        let body = format!(r#"{{"class":"SMS","from":"tel:+1-201-555-0150","text":"{text}"}}"#);
        let mut stream = TcpStream::connect(authority).expect("the upper tester is there");
        write!(
            stream,
            "POST /{folder}/incoming-message HTTP/1.1\r\nHOST: {authority}\r\nCONTENT-TYPE: application/json\r\nCONTENT-LENGTH: {}\r\nCONNECTION: close\r\n\r\n{body}",
            body.len()
        )
        .expect("it takes the request");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        assert!(answer.contains("done"), "{answer}");
    }

    fn report(desk: &Desk) -> serde_json::Value {
        let text = std::fs::read_to_string(desk.path().join("run.json")).expect("a report");
        serde_json::from_str(&text).expect("the report is JSON")
    }

    #[test]
    fn a_person_at_a_terminal_is_an_upper_tester() {
        let device = Served::start(&["--no-ssdp"]);
        let desk = Desk::new();
        let (mut person, terminal) = Person::new();
        let mut arguments = vec!["run", &device.description, "--interactive", "-q"];
        arguments.extend(CASES);
        arguments.extend(["--report", "json=run.json"]);
        let mut program = run_before(terminal, &desk, &arguments);
        for _ in 0..2 {
            let asked = person.wait_for("[f]ailed? ");
            assert!(asked.contains("Send a message of class"), "{asked}");
            let text = asked
                .split_once("with the text \"")
                .and_then(|(_, rest)| rest.split_once('"'))
                .map(|(text, _)| text.to_owned())
                .expect("the text is said");
            incoming_message(&device.upper_tester, &text);
            person.types("d");
            person.wait_for("(else Enter): ");
            person.types("");
        }
        let status = program.wait().expect("it ends");
        assert!(status.success(), "{status}");
        assert!(
            verdicts(&report(&desk))
                .values()
                .all(|verdict| verdict == "pass")
        );
    }

    #[test]
    fn what_a_person_cannot_do_is_asked_once() {
        let device = Served::start(&["--no-ssdp"]);
        let desk = Desk::new();
        let (mut person, terminal) = Person::new();
        let mut arguments = vec!["run", &device.description, "--interactive", "-q"];
        arguments.extend(CASES);
        arguments.extend(["--report", "json=run.json"]);
        let mut program = run_before(terminal, &desk, &arguments);
        person.wait_for("[f]ailed? ");
        person.types("c");
        // Nothing was judged.
        assert_eq!(program.wait().expect("it ends").code(), Some(3));
        let open = with_verdict(&report(&desk), "inconclusive");
        assert_eq!(open.len(), 2, "{open:?}");
        assert!(
            open.iter().all(|case| case.contains("needs stimulus")),
            "{open:?}"
        );
    }
}

/// An upper tester that says `done` and does nothing: the operator's fault, and not the device's.
#[test]
fn done_without_effect_is_not_the_devices_fault() {
    let device = Served::start(&["--no-ssdp"]);
    let desk = Desk::new();
    let script = desk.write(
        "tester.sh",
        "#!/bin/sh\necho '{\"status\": \"done\", \"message_id\": \"made-up-1\", \"session_id\": \"made-up-2\"}'\n",
    );
    let command = format!("sh {}", script.display());
    let mut arguments = vec![
        device.description.as_str(),
        "--upper-tester-command",
        &command,
    ];
    let cases = [
        "5.3.9",
        "5.4.2/accepted-by-peer",
        "5.4.2/closed-by-peer",
        "5.5.1",
        "5.5.5",
        "5.5.6/held-in-outgoing",
        "5.5.6/held-then-delivered",
        "5.5.7/keeps-status-outgoing",
        "5.5.10",
        "5.5.16/completed-by-far-side",
        "5.5.17/cancelled-while-stalled",
        "5.6.1.1/delivery-outgoing",
        "5.6.1.1/goes-to-outgoing",
        "5.6.1.1/read-outgoing",
        "5.6.1.2/peer-accepts",
        "5.6.1.2/peer-closes-running",
        "5.6.1.2/peer-rejects",
        "5.6.1.2/peer-request",
    ];
    arguments.extend(cases.into_iter().flat_map(|case| ["--case", case]));
    arguments.extend(["--jobs", "8"]);
    let (_, report) = desk.judge(&arguments);
    let failed = with_verdict(&report, "fail");
    assert!(failed.is_empty(), "{failed:?}");
    let cases = report["cases"].as_array().expect("cases");
    let mut blamed = cases
        .iter()
        .filter(|case| case["verdict"] == "inconclusive")
        .map(|case| (&case["suspect"], &case["reason"]));
    assert!(blamed.clone().count() > 0);
    assert!(
        blamed.all(|(suspect, _)| suspect == "operator"),
        "{:?}",
        with_verdict(&report, "inconclusive")
    );
}

#[test]
fn an_upper_tester_at_a_wrong_address_is_told_at_the_start() {
    let device = Served::start(&["--no-ssdp"]);
    // Both of them out of a line of JSON.
    let two = format!("{}\",\"{}", device.description, device.upper_tester);
    let ran = Desk::new().run(&["run", &device.description, "--upper-tester", &two]);
    assert_eq!(ran.code, Some(2), "{}", ran.errors);
    assert!(ran.errors.contains("--upper-tester"), "{}", ran.errors);
    let wrong = format!("{}-of-another", device.upper_tester);
    let ran = Desk::new().run(&[
        "run",
        &device.description,
        "--upper-tester",
        &wrong,
        "--case",
        "5.1/described",
    ]);
    assert!(
        ran.errors
            .contains("knows neither `capabilities` nor `reset`"),
        "{}",
        ran.errors
    );
}
