//! Deadlines, interruptions, and devices that go away.

use ctk_suite::lab::{HttpFailure, StimulusStatus};
use serde_json::json;

use super::*;
use crate::upper_tester::{Kind, StimulusReply};

#[test]
fn every_wait_ends_with_an_interruption() {
    let silent = peer(|stream| drop(stream.read_to_end(&mut Vec::new())));
    let waits = [
        Ask::Pause { ms: 600_000 },
        get(silent),
        Ask::Inbox {
            inbox: 1,
            from: 0,
            count: 1,
            wait_ms: 600_000,
        },
        Ask::Search {
            datagrams: vec!["M-SEARCH * HTTP/1.1\r\n\r\n".to_owned()],
            enough: 0,
            to: silent.to_string(),
            wait_ms: 600_000,
        },
    ];
    for wait in waits {
        let rig = Rig::new();
        let mut lab = rig.lab("case");
        lab.perform(&Ask::OpenInbox {
            control_point: ControlPoint::First,
            path: String::new(),
        })
        .expect("an inbox");
        rig.interrupt_soon();
        assert_eq!(stopped(lab.perform(&wait)), "interrupted");
        assert_eq!(stopped(lab.perform(&Ask::Now)), "interrupted");
        lab.clean_up_begins();
        assert!(
            lab.perform(&Ask::Now).is_ok(),
            "tidying up has a few seconds more"
        );
        // What was asked and not answered is in the journal too.
        let exchanges = rig.exchanges("case");
        assert_eq!(exchanges[1].error.as_deref(), Some("interrupted"));
    }
}

#[test]
fn who_waits_to_tidy_up_keeps_nobody_with_long_evidence_waiting() {
    let rig = Rig::new();
    let mut one = rig.lab("one");
    one.has_come(1 << 20);
    one.clean_up_begins();
    let (told, came) = std::sync::mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(|| {
            rig.lab("other").has_come(1 << 20);
            told.send(())
        });
        came.recv_timeout(LONG / 4).expect("its turn comes");
    });
}

#[test]
fn a_case_stops_when_its_time_is_over() {
    let rig = Rig::new();
    let mut lab = LiveLab::new(&rig.shared, "case", Duration::from_millis(100));
    assert_eq!(
        stopped(lab.perform(&Ask::Pause { ms: 600_000 })),
        "the case's time is over (100 ms)"
    );
}

struct Hanging;

impl UpperTester for Hanging {
    fn stimulate(&self, name: &str, _: &Value) -> StimulusReply {
        match name {
            "restart" => StimulusReply::done(""),
            "breaks" => panic!("on purpose"),
            _ => {
                thread::sleep(LONG);
                StimulusReply::failed("late")
            }
        }
    }

    fn kind(&self) -> Kind {
        Kind::Command
    }

    fn target(&self, name: &str) -> (String, String) {
        ("RUN".to_owned(), name.to_owned())
    }
}

fn stimulus(name: &str) -> Ask {
    Ask::Stimulus {
        name: name.to_owned(),
        fields: json!({"enabled": true}),
    }
}

#[test]
fn a_hanging_upper_tester_is_left_behind() {
    let rig = Rig::with(Arc::new(Hanging), Duration::from_secs(60));
    rig.interrupt_soon();
    assert_eq!(
        stopped(rig.lab("case").perform(&stimulus("hangs"))),
        "interrupted"
    );
}

#[test]
fn a_broken_upper_tester_has_failed() {
    let rig = Rig::with(Arc::new(Hanging), Duration::from_secs(60));
    let Ok(Answer::Stimulus(answer)) = rig.lab("case").perform(&stimulus("breaks")) else {
        panic!("no answer to the stimulus")
    };
    assert_eq!(answer.status, StimulusStatus::Failed);
    let exchange = &rig.exchanges("case")[0];
    let request = exchange.request.clone().expect("a request");
    assert_eq!(request.method, "RUN");
    assert!(
        request.body.starts_with(r#"{"enabled":true,"tester":""#),
        "{}",
        request.body
    );
}

#[test]
fn a_lost_device_is_lost_for_every_case() {
    let rig = Rig::new();
    let (gone, _held) = nobody();
    rig.shared
        .device_is(&format!("http://{gone}/d.xml"), &["uuid:x"]);
    let mut hostile = rig.lab("hostile").hostile(true);
    assert_eq!(
        http(&mut hostile, &get(gone)).failure,
        Some(HttpFailure::Refused)
    );
    assert!(!rig.shared.is_lost());
    assert!(!rig.shared.is_alive());

    assert_eq!(
        rig.lab("first").perform(&get(gone)),
        Err(LabError::DeviceLost)
    );
    assert!(rig.shared.is_lost());
    assert_eq!(
        rig.lab("second").perform(&Ask::Now),
        Err(LabError::DeviceLost)
    );
    assert_eq!(hostile.perform(&Ask::Now), Err(LabError::DeviceLost));
}

#[test]
fn a_device_that_lives_elsewhere_is_not_lost() {
    let rig = Rig::new();
    let alive = answering("HTTP/1.1 404 Not Found\r\n\r\n");
    rig.shared
        .device_is(&format!("http://{alive}/d.xml"), &["uuid:x"]);
    let (gone, _held) = nobody();
    let answer = http(&mut rig.lab("case"), &get(gone));
    assert_eq!(
        (answer.failure, answer.exchange),
        (Some(HttpFailure::Refused), 1)
    );
    assert!(!rig.shared.is_lost());
    let exchanges = rig.exchanges("case");
    assert_eq!(
        exchanges.len(),
        2,
        "the look for the device is evidence too"
    );
    assert!(exchanges[1].replay.get("ask").is_none());
}

#[test]
fn a_device_that_restarts_may_be_away() {
    let rig = Rig::with(Arc::new(Hanging), Duration::from_secs(60));
    let (gone, _held) = nobody();
    rig.shared
        .device_is(&format!("http://{gone}/d.xml"), &["uuid:x"]);
    let mut lab = rig.lab("case");
    lab.perform(&stimulus("restart")).expect("it restarts");
    assert_eq!(
        http(&mut lab, &get(gone)).failure,
        Some(HttpFailure::Refused)
    );
    assert!(!rig.shared.is_lost());
}

#[test]
fn a_device_that_is_gone_leaves_out_no_event() {
    let rig = Rig::new();
    let (gone, _held) = nobody();
    rig.shared
        .device_is(&format!("http://{gone}/d.xml"), &["uuid:x"]);
    let mut hostile = rig.lab("hostile").hostile(true);
    let mut lab = rig.lab("case");
    let open = Ask::OpenInbox {
        control_point: ControlPoint::First,
        path: String::new(),
    };
    let listen = |wait_ms| Ask::Inbox {
        inbox: 1,
        from: 0,
        count: 1,
        wait_ms,
    };
    for lab in [&mut hostile, &mut lab] {
        lab.perform(&open).expect("it is open");
        let nothing = Ok(Answer::Notifications(Vec::new()));
        assert_eq!(lab.perform(&listen(10)), nothing, "a moment says nothing");
    }
    let nothing = Ok(Answer::Notifications(Vec::new()));
    assert_eq!(hostile.perform(&listen(2_000)), nothing, "it may be why");
    assert!(!rig.shared.is_lost());
    assert_eq!(lab.perform(&listen(2_000)), Err(LabError::DeviceLost));
    assert!(rig.shared.is_lost());
}

#[test]
fn a_device_that_is_there_and_silent_leaves_out_its_events() {
    let rig = Rig::new();
    let there = peer(|stream| drop(stream.read_to_end(&mut Vec::new())));
    rig.shared
        .device_is(&format!("http://{there}/d.xml"), &["uuid:x"]);
    let mut lab = rig.lab("case");
    lab.perform(&Ask::OpenInbox {
        control_point: ControlPoint::First,
        path: String::new(),
    })
    .expect("it is open");
    let listen = Ask::Inbox {
        inbox: 1,
        from: 0,
        count: 1,
        wait_ms: 2_000,
    };
    let nothing = Ok(Answer::Notifications(Vec::new()));
    assert_eq!(lab.perform(&listen), nothing);
}
