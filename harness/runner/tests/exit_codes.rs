//! Exit codes, sentences and reports, as the contract of the command line has them.

mod support;

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::process::Stdio;
use std::thread;

use support::server::{ok, server};
use support::{Desk, Ran, Served, signal, verdicts, with_verdict};

fn assert_incomplete(ran: &Ran, report: &serde_json::Value, word: &str) {
    assert_eq!(ran.code, Some(3), "{}", ran.errors);
    assert!(ran.errors.contains(word), "{}", ran.errors);
    assert_eq!(report["run"]["exit_code"], 3);
    assert_eq!(report["run"]["complete"], false);
    assert_eq!(report["summary"]["pass"], 0);
    assert_eq!(
        report["summary"]["inconclusive"],
        report["summary"]["cases"]
    );
}

#[test]
fn a_wrong_port_is_no_device() {
    let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let url = format!("http://{}/d.xml", free.local_addr().expect("an address"));
    drop(free);
    let (ran, report) = Desk::new().judge(&[&url, "--case", "5.5"]);
    assert_incomplete(&ran, &report, "no device answers at");
}

#[test]
fn what_does_not_speak_http_is_no_device() {
    let url = server(|_| "SSH-2.0-OpenSSH_9.6\r\n".to_owned());
    let (ran, report) = Desk::new().judge(&[&url, "--case", "5.5"]);
    assert_incomplete(&ran, &report, "is not a device");
    // It did answer.
    assert!(!ran.errors.contains("answers nothing"), "{}", ran.errors);
}

#[test]
fn a_missing_page_is_no_device() {
    let url = server(|_| {
        "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_owned()
    });
    let (ran, report) = Desk::new().judge(&[&url, "--case", "5.5"]);
    assert_incomplete(&ran, &report, "HTTP 404");
}

#[test]
fn a_device_without_the_service_is_named() {
    let url = server(|_| {
        ok(
            "text/xml",
            r#"<?xml version="1.0"?><root xmlns="urn:schemas-upnp-org:device-1-0">
<specVersion><major>1</major><minor>0</minor></specVersion><device>
<deviceType>urn:schemas-upnp-org:device:Basic:1</deviceType><friendlyName>Lamp</friendlyName>
<manufacturer>M</manufacturer><modelName>L</modelName><UDN>uuid:11111111-2222-3333-4444-555555555555</UDN>
<serviceList><service><serviceType>urn:schemas-upnp-org:service:SwitchPower:1</serviceType>
<serviceId>urn:upnp-org:serviceId:SwitchPower</serviceId><SCPDURL>/s</SCPDURL><controlURL>/c</controlURL>
<eventSubURL>/e</eventSubURL></service></serviceList></device></root>"#,
        )
    });
    let (ran, report) = Desk::new().judge(&[&url, "--case", "5.5"]);
    assert_incomplete(&ran, &report, "hosts no Messaging service");
    assert!(ran.errors.contains("SwitchPower"), "{}", ran.errors);
}

#[test]
fn a_profile_that_claims_nothing_is_no_success() {
    let desk = Desk::new();
    let profile = desk.write(
        "device.toml",
        "[ics]\nactions = []\nmessage_classes = []\nsession_classes = []\nfolders = []\n",
    );
    let profile = profile.display().to_string();
    let (ran, report) = desk.judge(&["embedded", "--case", "5.5", "--profile", &profile]);
    assert_eq!(ran.code, Some(3), "{}", ran.errors);
    assert_eq!(
        report["summary"]["not_applicable"],
        report["summary"]["cases"]
    );
}

#[test]
fn mistakes_of_the_user_are_exit_code_2_and_run_nothing() {
    let desk = Desk::new();
    let bad = desk.write("bad.toml", "[ics]\nactionz = []\n");
    let bad = bad.display().to_string();
    for (arguments, word) in [
        (vec!["run", "--case", "99"], "selects no case"),
        (vec!["run", "--profile", &bad], "bad.toml:2"),
        (vec!["run", "--profile", "none.toml"], "none.toml"),
        (vec!["run", "ftp://x"], "ftp://x"),
        (vec!["run", "--report", "pdf=x"], "pdf"),
        (vec!["run", "--no-such-flag"], "--no-such-flag"),
        // Nobody listens at port 1.
        (
            vec!["run", "--upper-tester", "http://127.0.0.1:1"],
            "the upper tester cannot be reached",
        ),
        (
            vec![
                "run",
                "--upper-tester-command",
                "no-such-program-of-anybody",
            ],
            "there is no program",
        ),
        (
            vec!["run", "--upper-tester-command", "/etc/passwd --now"],
            "may not be executed",
        ),
        (vec!["run", "--defect", "no-such-defect"], "no-such-defect"),
        (vec!["serve", "--without", "folder:Attic"], "folder:Attic"),
        (
            vec!["explain", "nothing-of-that-name"],
            "nothing-of-that-name",
        ),
        (vec!["frobnicate"], "frobnicate"),
    ] {
        let ran = desk.run(&arguments);
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.errors);
        assert!(ran.errors.contains(word), "{arguments:?}: {}", ran.errors);
    }
    assert!(desk.runs().is_empty(), "{:?}", desk.runs());
}

#[test]
fn a_device_killed_in_mid_run_is_lost_and_reported() {
    let mut served = Served::start(&["--no-ssdp"]);
    let desk = Desk::new();
    let mut run = desk
        .command(&[
            "run",
            &served.description,
            "--upper-tester",
            &served.upper_tester,
            "--case",
            "5.6.1.2",
            "--report",
            "json=cut.json",
        ])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be run");
    let mut lines = BufReader::new(run.stderr.take().expect("it is piped")).lines();
    let begun = lines
        .by_ref()
        .flatten()
        .find(|line| line.contains(" pass "));
    assert!(
        begun.is_some(),
        "a case passed before the device was killed"
    );
    served.kill();
    for _ in lines {}
    let status = run.wait().expect("it ends");
    assert_eq!(status.code(), Some(3));
    let text = std::fs::read_to_string(desk.path().join("cut.json")).expect("there is a report");
    let report: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(report["run"]["ended"], "device-lost");
    assert_eq!(report["run"]["exit_code"], 3);
    assert!(
        with_verdict(&report, "fail").is_empty(),
        "{:?}",
        with_verdict(&report, "fail")
    );
    assert!(
        with_verdict(&report, "inconclusive")
            .iter()
            .any(|case| case.contains("device lost")),
        "{:?}",
        verdicts(&report)
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "one scenario, step by step")]
fn an_interrupted_run_leaves_a_partial_report() {
    // The device is described, and then hangs: the run can only be ended by the user.
    let description = |line: &str| {
        if line.starts_with("GET /d.xml") {
            ok(
                "text/xml",
                r#"<?xml version="1.0"?><root xmlns="urn:schemas-upnp-org:device-1-0">
<specVersion><major>1</major><minor>0</minor></specVersion><device>
<deviceType>urn:schemas-upnp-org:device:TelephonyServer:2</deviceType><friendlyName>Slow</friendlyName>
<manufacturer>M</manufacturer><modelName>S</modelName><UDN>uuid:11111111-2222-3333-4444-555555555555</UDN>
<serviceList><service><serviceType>urn:schemas-upnp-org:service:Messaging:2</serviceType>
<serviceId>urn:upnp-org:serviceId:Messaging</serviceId><SCPDURL>/s</SCPDURL><controlURL>/c</controlURL>
<eventSubURL>/e</eventSubURL></service></serviceList></device></root>"#,
            )
        } else {
            loop {
                thread::park();
            }
        }
    };
    let url = format!("{}/d.xml", server(description));
    let desk = Desk::new();
    let mut run = desk
        .command(&[
            "run",
            &url,
            "--case",
            "5.5",
            "--report",
            "json=cut.json",
            "--journal",
            "cut.jsonl",
        ])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program can be run");
    // The journal holds the first exchange once the device was met.
    let journal = desk.path().join("cut.jsonl");
    while !std::fs::read_to_string(&journal).is_ok_and(|text| text.contains("\"exchange\"")) {
        thread::sleep(std::time::Duration::from_millis(10));
    }
    signal("INT", run.id());
    let mut said = String::new();
    let _ = run
        .stderr
        .take()
        .expect("it is piped")
        .read_to_string(&mut said);
    let status = run.wait().expect("it ends");
    assert_eq!(status.code(), Some(130), "{said}");
    let text = std::fs::read_to_string(desk.path().join("cut.json")).expect("there is a report");
    let report: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(report["run"]["complete"], false);
    assert_eq!(report["run"]["ended"], "interrupted");
    assert_eq!(report["run"]["exit_code"], 130);
    let ran = desk.run(&["report", &journal.display().to_string()]);
    assert_eq!(ran.code, Some(0), "{}", ran.errors);
    assert!(ran.said.contains("interrupted"), "{}", ran.said);
}

#[test]
fn a_served_device_leaves_in_order() {
    let mut served = Served::start(&["--no-ssdp"]);
    signal("TERM", served.id());
    assert_eq!(served.wait(), Some(0));
}
