//! The service from outside: actions and stimuli in, answers and events out.

mod cells;
mod deep;
mod deviations;
mod page;
mod sending;
mod sessions;
mod stimuli;
mod transfers;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::*;
use crate::defects::{DefectId, Deviations, VariationId};

const M: &str = "urn:schemas-upnp-org:phone:messaging";
const P: &str = "urn:schemas-upnp-org:phone:peer";

/// A device with a control point at hand.
struct Kit {
    service: Arc<Service>,
    heard: Arc<Mutex<Vec<Evented>>>,
}

fn kit() -> Kit {
    kit_with(&[], [], [])
}

fn kit_without(without: &[&str]) -> Kit {
    kit_with(without, [], [])
}

fn kit_with(
    without: &[&str],
    defects: impl IntoIterator<Item = DefectId>,
    variations: impl IntoIterator<Item = VariationId>,
) -> Kit {
    let items: Vec<Item> = without
        .iter()
        .map(|one| one.parse().expect("an item"))
        .collect();
    let deviations = Deviations::new(defects, variations);
    let setup = Setup::new(&items, deviations, "Reference".to_owned()).expect("a setup");
    let heard = Arc::new(Mutex::new(Vec::new()));
    let listening = heard.clone();
    let notify = move |variable| lock(&listening).push(variable);
    Kit {
        service: Service::new(setup, Box::new(notify)),
        heard,
    }
}

impl Drop for Kit {
    fn drop(&mut self) {
        self.service.shutdown();
    }
}

fn caller(user_agent: &str) -> Caller {
    Caller {
        address: [127, 0, 0, 1].into(),
        user_agent: user_agent.to_owned(),
    }
}

impl Kit {
    fn try_as(&self, who: &str, action: &str, arguments: &[(&str, &str)]) -> Result<String, u16> {
        let arguments: Vec<_> = arguments
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        self.service
            .invoke(&caller(who), action, &arguments)
            .map(|outputs| {
                outputs
                    .into_iter()
                    .next()
                    .map(|(_, value)| value)
                    .unwrap_or_default()
            })
            .map_err(|fault| fault.code)
    }

    fn attempt(&self, action: &str, arguments: &[(&str, &str)]) -> Result<String, u16> {
        self.try_as("cp", action, arguments)
    }

    /// Invokes an action that has to succeed; its first output.
    fn ok(&self, action: &str, arguments: &[(&str, &str)]) -> String {
        let answer = self.attempt(action, arguments);
        answer.unwrap_or_else(|code| panic!("{action} {arguments:?} failed with {code}"))
    }

    fn on(&self, action: &str, session: &str) -> Result<String, u16> {
        self.attempt(action, &[("SessionID", session)])
    }

    /// A stimulus that has to work.
    fn stimulate(&self, name: &str, fields: Value) -> Value {
        let answer = self.service.stimulate(name, fields);
        assert_eq!(answer["status"], "done", "{name}: {answer}");
        answer
    }

    fn refused(&self, name: &str, fields: Value) {
        let answer = self.service.stimulate(name, fields);
        assert_eq!(answer["status"], "failed", "{name}: {answer}");
    }

    fn incoming(&self, text: &str) -> String {
        let answer = self.stimulate(
            "incoming-message",
            json!({"class": "SMS", "from": "tel:+12015550101", "text": text}),
        );
        answer["message_id"].as_str().expect("an id").to_owned()
    }

    fn send(&self, message: &str) -> String {
        self.ok("SendMessage", &[("MessageToSend", message)])
    }

    fn search(
        &self,
        class: &str,
        folder: &str,
        status: &str,
        session: &str,
    ) -> Result<String, u16> {
        self.attempt(
            "SearchMessages",
            &[
                ("MessageClass", class),
                ("MessageFolder", folder),
                ("MessageStatus", status),
                ("SessionID", session),
            ],
        )
    }

    /// The message as the list of all messages shows it.
    fn listed(&self, id: &str) -> Option<String> {
        let list = self.search("", "", "", "").expect("a list");
        let found = list
            .split("<message>")
            .skip(1)
            .find(|one| child(one, "messageID") == id);
        found.map(str::to_owned)
    }

    fn folder(&self, id: &str) -> String {
        self.listed(id).map_or_else(
            || "Nonexistent".to_owned(),
            |one| child(&one, "messageFolder"),
        )
    }

    fn message_status(&self, id: &str) -> String {
        child(&self.listed(id).expect("a message"), "messageStatus")
    }

    fn create(&self, class: &str) -> String {
        self.ok(
            "CreateSession",
            &creation(class, &recipients(&["sip:ann@example.invalid"])),
        )
    }

    fn info(&self, session: &str) -> String {
        let criteria = [
            ("SessionID", session),
            ("SessionClass", ""),
            ("SessionStatus", ""),
        ];
        self.ok("GetSessions", &criteria)
    }

    fn status(&self, session: &str) -> String {
        let criteria = [
            ("SessionID", session),
            ("SessionClass", ""),
            ("SessionStatus", ""),
        ];
        match self.attempt("GetSessions", &criteria) {
            Ok(list) => child(&list, "sessionStatus"),
            Err(706) => "Nonexistent".to_owned(),
            Err(code) => panic!("GetSessions failed with {code}"),
        }
    }

    /// A session created by the control point, in the state given.
    fn session_in(&self, status: &str, class: &str) -> String {
        let id = self.create(class);
        if matches!(status, "Running" | "Parked") {
            self.stimulate("peer-accepts-session", json!({"session_id": id}));
        }
        match status {
            "Parked" => self.on("LeaveSession", &id).expect("left"),
            "Closed" => self.on("CloseSession", &id).expect("closed"),
            _ => String::new(),
        };
        assert_eq!(self.status(&id), status);
        id
    }

    /// Event texts and statuses of one session that are due now.
    fn updates(&self, session: &str) -> Vec<(String, String)> {
        let document = self
            .service
            .collect(Evented::SessionUpdates)
            .unwrap_or_default();
        parse_updates(&document, session)
    }

    /// Waits, within a bound, until the condition holds.
    fn until(&self, what: &str, holds: impl Fn(&Kit) -> bool) {
        let deadline = Instant::now() + Duration::from_secs(20);
        while !holds(self) {
            assert!(Instant::now() < deadline, "not within 20 s: {what}");
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

fn parse_updates(document: &str, session: &str) -> Vec<(String, String)> {
    document
        .split("<sessionUpdate>")
        .skip(1)
        .filter(|one| child(one, "sessionID") == session)
        .flat_map(|one| {
            let status = child(one, "sessionStatus");
            children(one, "sessionEvent")
                .into_iter()
                .map(move |event| (event, status.clone()))
        })
        .collect()
}

/// The text of the first element of this name.
fn child(xml: &str, name: &str) -> String {
    children(xml, name).into_iter().next().unwrap_or_default()
}

fn children(xml: &str, name: &str) -> Vec<String> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    xml.split(&open)
        .skip(1)
        .filter_map(|rest| rest.split_once(&close))
        .map(|(text, _)| text.to_owned())
        .collect()
}

fn peers(kind: &str, ids: &[&str]) -> String {
    ids.iter()
        .map(|id| format!("<{kind}><peer:id>{id}</peer:id></{kind}>"))
        .collect()
}

fn list_content(to: &[&str], cc: &[&str]) -> String {
    let (to, cc) = (peers("recipientTo", to), peers("recipientCc", cc));
    format!("{to}{cc}<recipientFrom><peer:id/></recipientFrom>")
}

fn recipients(to: &[&str]) -> String {
    let content = list_content(to, &[]);
    format!(
        "<?xml version=\"1.0\"?><m:recipientsList xmlns:m=\"{M}\" xmlns:peer=\"{P}\">{content}</m:recipientsList>"
    )
}

fn creation<'a>(class: &'a str, recipients: &'a str) -> [(&'static str, &'a str); 4] {
    [
        ("SessionClass", class),
        ("SessionRecipients", recipients),
        ("Subject", "Lunch"),
        ("SupportedContentType", "text/plain"),
    ]
}

/// A message to send: class, session, recipients and what follows them.
fn message(class: &str, session: &str, to: &[&str], rest: &str) -> String {
    let session = if session.is_empty() {
        String::new()
    } else {
        format!("<sessionID>{session}</sessionID>")
    };
    let list = list_content(to, &[]);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><m:message xmlns:m=\"{M}\" xmlns:peer=\"{P}\">\
         <messageID/>{session}<messageClass>{class}</messageClass><messageFolder/><messageStatus/>\
         <recipientsList>{list}</recipientsList>{rest}</m:message>"
    )
}

fn sms() -> String {
    message("SMS", "", &["tel:+12015550101"], "<text>Hi</text>")
}

fn instant_message(session: &str) -> String {
    message(
        "Instant Message",
        session,
        &["sip:ann@example.invalid"],
        "<text>Hi</text>",
    )
}
