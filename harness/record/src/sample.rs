//! A realistic run for the tests: every verdict, every suspect, and everything a report could trip over.

mod cases;
mod plan;

use serde_json::json;

use crate::journal::{Record, Writer, read};
use crate::*;
use cases::{failures, others, passes};
use plan::planned;

pub use plan::plan;

/// What a device might send to break a report.
pub const HOSTILE: &str = "<b>&amp;\"']]>|`x`\u{1b}[31m\u{0}\u{202e} ::error::# {{x}} Grüße 世界";

fn header() -> Event {
    Event::Header(Header {
        schema: JOURNAL_SCHEMA.into(),
        tool: Tool {
            name: "messaging-ctk".into(),
            version: "0.1.0".into(),
            commit: "0123456789abcdef".repeat(2),
            vectors: format!("sha256:{}", "ab".repeat(32)),
        },
        started: "2026-03-01T09:30:00Z".into(),
        seed: 7,
        command: [
            "messaging-ctk",
            "run",
            "http://192.0.2.5:49152/desc.xml",
            "--seed",
            "7",
        ]
        .map(String::from)
        .into(),
        target: vec!["http://192.0.2.5:49152/desc.xml".into()],
        selection: None,
        strict: false,
        require_complete: false,
        certify: false,
        label: String::new(),
        bench: serde_json::Value::Null,
    })
}

fn device() -> Event {
    Event::Device(Device {
        description_url: "http://192.0.2.5:49152/desc.xml".into(),
        udn: "uuid:6d1c2f3a-0000-4000-8000-0123456789ab".into(),
        friendly_name: "Büro <Telefon> & Co".into(),
        manufacturer: "Example Corp".into(),
        model_name: "Messenger 3000".into(),
        device_type: "urn:schemas-upnp-org:device:TelephonyServer:2".into(),
        service_type: "urn:schemas-upnp-org:service:Messaging:2".into(),
        server: "Linux/6.1 UPnP/1.1 Example/3.0".into(),
        uda: "1.1".into(),
        ics: json!({"actions": ["SendMessage", "ReadMessage"], "secure_eventing": false}),
    })
}

fn soap(name: &str, inner: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<s:Envelope><s:Body><u:{name}>{inner}</u:{name}></s:Body></s:Envelope>"
    )
}

/// An exchange of a control action.
pub fn exchange(case: &str, number: u32, action: &str, status: u16, answer: &str) -> Event {
    Event::Exchange(Box::new(Exchange {
        case: case.into(),
        number,
        kind: Kind::Control,
        request: Some(Message {
            method: "POST".into(),
            url: "http://192.0.2.5:49152/control?a=1&b=%20".into(),
            headers: vec![
                ("HOST".into(), "192.0.2.5:49152".into()),
                ("Content-Type".into(), "text/xml; charset=\"utf-8\"".into()),
                (
                    "SOAPACTION".into(),
                    format!("\"urn:schemas-upnp-org:service:Messaging:2#{action}\""),
                ),
            ],
            body: soap(action, "<SessionID>s-41</SessionID>"),
            ..Message::default()
        }),
        response: Some(Message {
            status: Some(status),
            headers: vec![
                ("CONTENT-TYPE".into(), "text/xml".into()),
                ("DATE".into(), "Sun, 01 Mar 2026 09:30:01 GMT".into()),
            ],
            body: answer.into(),
            ..Message::default()
        }),
        findings: Vec::new(),
        error: None,
        at_ms: 1_000 + u64::from(number) * 20,
        elapsed_ms: 12,
        replay: json!({"kept": "for the replay alone"}),
    }))
}

/// A judgement with nothing special about it.
pub fn judgement(case: &str, requirement: &str, outcome: Outcome) -> Judgement {
    Judgement {
        case: case.into(),
        clause: "5.5".into(),
        level: "shall".into(),
        exchanges: vec![1],
        ..Judgement::new(requirement, outcome)
    }
}

/// A result with nothing special about it.
pub fn result(case: &str, verdict: Verdict) -> CaseResult {
    CaseResult {
        duration_ms: 42,
        reproduce: format!(
            "messaging-ctk run http://192.0.2.5:49152/desc.xml --case {case} --seed 7"
        ),
        ..CaseResult::new(case, verdict)
    }
}

fn started(case: &str, at_ms: u64) -> Event {
    Event::CaseStarted {
        case: case.into(),
        at_ms,
    }
}

fn judged(judgement: Judgement) -> Event {
    Event::Judgement(Box::new(judgement))
}

fn finished(result: CaseResult) -> Event {
    Event::CaseFinished(Box::new(result))
}

fn warning(ruling: &str, text: &str) -> Warning {
    Warning {
        ruling: ruling.into(),
        text: text.into(),
    }
}

fn preparation() -> Vec<Event> {
    vec![
        Event::Notice {
            at_ms: 3,
            text: "no profile: everything the device shows is claimed".into(),
        },
        Event::Exchange(Box::new(Exchange {
            case: String::new(),
            number: 1,
            kind: Kind::Description,
            request: Some(Message {
                method: "GET".into(),
                url: "http://192.0.2.5:49152/desc.xml".into(),
                ..Message::default()
            }),
            response: Some(Message {
                status: Some(200),
                body: "\u{fffd}".into(),
                body_base64: Some("/w==".into()),
                ..Message::default()
            }),
            findings: Vec::new(),
            error: None,
            at_ms: 5,
            elapsed_ms: 9,
            replay: serde_json::Value::Null,
        })),
    ]
}

/// The events of a whole run.
pub fn events() -> Vec<Event> {
    let mut events = vec![header(), device()];
    events.extend(preparation());
    events.push(Event::Plan(plan()));
    events.extend(passes());
    events.extend(failures());
    events.extend(others());
    events.push(Event::Footer(Footer {
        exit_code: 4,
        verdict: "as written by the run".into(),
        duration_ms: 2_345,
        ..Footer::new(Ended::Finished)
    }));
    events
}

/// A journal of events.
pub fn journal(events: &[Event]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new());
    for event in events {
        writer.append(event).expect("memory can be written");
    }
    writer.into_inner()
}

/// The record of a whole run.
pub fn sample() -> Record {
    record(&events())
}

/// The record of a run that was cut short in its middle.
pub fn cut_short() -> Record {
    let events = events();
    record(&events[..events.len() - 9])
}

/// The record of some events.
pub fn record(events: &[Event]) -> Record {
    read(journal(events).as_slice()).expect("the journal is sound")
}

/// The record of a run of the given cases and verdicts, nothing else.
pub fn small(verdicts: &[(&str, Verdict)]) -> Record {
    let mut plan = plan();
    plan.cases = verdicts
        .iter()
        .map(|(id, _)| planned(id, "5", "small", &[], "shall"))
        .collect();
    let mut events = vec![header(), device(), Event::Plan(plan)];
    events.extend(verdicts.iter().map(|(id, verdict)| {
        finished(CaseResult {
            symptom: format!("{id}: {}", verdict.word()),
            ..result(id, *verdict)
        })
    }));
    events.push(Event::Footer(Footer {
        duration_ms: 1,
        ..Footer::new(Ended::Finished)
    }));
    record(&events)
}
