//! Traces of a service, each observation drawn from six bytes: whatever a device shows, the model judges it without a panic
//! and within its bounds, and the beginning of an allowed trace is allowed.

use ctk_model::document::{Message, Peer, Recipients};
use ctk_model::service::{Bench, FarSide, Observation, Outcome, Source, What, Who, judge};
use ctk_vectors::facts;

/// Bytes of an observation.
const WIDTH: usize = 6;
/// More observations say nothing new.
const MOST: usize = 96;
/// More contradictions are not kept by the model.
const MOST_TOLD: usize = 300;

const MESSAGES: [&str; 6] = ["m1", "m2", "s1.m3", "s1.m4", "M1", ""];
const SESSIONS: [&str; 4] = ["s1", "s2", "S1", ""];
const FOLDERS: [&str; 6] = [
    "",
    "Received",
    "Outgoing",
    "Sent",
    "Deleted",
    "ClosedSession",
];
const STATUSES: [&str; 3] = ["", "Read", "Unread"];
const STATES: [&str; 5] = ["", "Pending", "Running", "Parked", "Closed"];
const CLASSES: [&str; 5] = ["", "SMS", "e-Mail", "Chat", "Mixed"];
const TEXTS: [&str; 4] = ["", "good morning", " one\ntwo ", "a & <b>"];
const PEOPLE: [&str; 4] = ["tel:+1", "tel:+2", "sip:p@x", "sip:q@x"];
const EVENTS: [&str; 8] = [
    "session requested by: Ann",
    "session accepted by: sip:p@x",
    "session closed",
    "one TelCP has left",
    "one TelCP has joined",
    "file transfer started",
    "file transfer progress: 12 Bytes",
    "file transfer completed",
];

/// The six bytes of an observation.
#[derive(Clone, Copy)]
struct Drawn<'b>(&'b [u8]);

impl Drawn<'_> {
    fn byte(self, at: usize) -> usize {
        self.0.get(at).copied().map_or(0, usize::from)
    }

    fn of<T: Copy>(self, at: usize, list: &[T]) -> Option<T> {
        list.get(self.byte(at) % list.len().max(1)).copied()
    }

    fn word(self, at: usize, list: &[&'static str]) -> &'static str {
        self.of(at, list).unwrap_or_default()
    }

    fn message(self, at: usize) -> Message {
        let to = self.word(at, &PEOPLE);
        Message {
            id: self.word(at, &MESSAGES).to_owned(),
            class: self.word(at + 1, &CLASSES).to_owned(),
            folder: self.word(at + 1, &FOLDERS).to_owned(),
            status: self.word(at + 2, &STATUSES).to_owned(),
            session_id: (self.byte(at + 2) % 4 == 3).then(|| self.word(at, &SESSIONS).to_owned()),
            recipients: Recipients {
                from: Some(Peer::new("tel:+9")),
                ..Recipients::to_ids(&[to])
            },
            text: Some(self.word(at + 2, &TEXTS).to_owned()),
            ..Message::default()
        }
    }

    fn session_list(self) -> String {
        let one = |at: usize| {
            format!(
                "<sessionInfo><sessionID>{}</sessionID><sessionClass>{}</sessionClass><sessionStatus>{}</sessionStatus>\
                 <recipientsList><recipientTo><peer:id>{}</peer:id></recipientTo><recipientFrom><peer:id>me</peer:id>\
                 </recipientFrom></recipientsList><listOfMessages><messageID>{}</messageID></listOfMessages></sessionInfo>",
                self.word(at, &SESSIONS),
                self.word(at + 1, &CLASSES),
                self.word(at + 1, &STATES),
                self.word(at, &PEOPLE),
                self.word(at + 1, &MESSAGES),
            )
        };
        document("sessionsList", &format!("{}{}", one(2), one(3)))
    }

    fn told(self) -> String {
        let list: String = (0..self.byte(3) % 3)
            .map(|at| {
                let xml = self.message(2 + at).to_xml();
                let from = xml.find("<messageID>").unwrap_or_default();
                let to = xml.rfind("</").unwrap_or(xml.len());
                format!(
                    "<message>{}</message>",
                    xml.get(from..to).unwrap_or_default()
                )
            })
            .collect();
        document("messageList", &list)
    }

    /// What an action says where it succeeds.
    fn output(self, action: &str) -> String {
        match action {
            "ReadMessage" => self.message(2).to_xml(),
            "SearchMessages" => self.told(),
            "GetSessions" => self.session_list(),
            "GetNewMessages" => new_messages(&[self.word(2, &MESSAGES), self.word(3, &MESSAGES)]),
            "SendMessage" => self.word(2, &MESSAGES).to_owned(),
            "CreateSession" => self.word(2, &SESSIONS).to_owned(),
            _ => String::new(),
        }
    }

    /// The value of an in argument.
    fn input(self, name: &str) -> String {
        match name {
            "MessageID" => self.word(2, &MESSAGES).to_owned(),
            "SessionID" => self.word(2, &SESSIONS).to_owned(),
            "MessageToSend" => self.message(2).to_xml(),
            "SessionRecipients" | "SessionRecipientsToAdd" | "SessionRecipientsToRemove" => {
                Recipients::to_ids(&[self.word(3, &PEOPLE)]).to_xml()
            }
            "MessageFolder" => self.word(3, &FOLDERS).to_owned(),
            "MessageStatus" => self.word(4, &STATUSES).to_owned(),
            "SessionStatus" => self.word(4, &STATES).to_owned(),
            "MessageClass" | "SessionClass" => self.word(5, &CLASSES).to_owned(),
            "Subject" => self.word(4, &TEXTS).to_owned(),
            _ => String::new(),
        }
    }

    fn action(self) -> Option<What> {
        let actions = &facts().actions;
        let action = actions.get(self.byte(1) % actions.len().max(1))?;
        let arguments = action.inputs.iter();
        let outcome = match self.byte(5) {
            0..=170 => {
                let outputs = action.outputs.iter();
                let value = self.output(&action.name);
                Outcome::Success(outputs.map(|it| (it.name.clone(), value.clone())).collect())
            }
            171..=180 => Outcome::Unknown,
            byte => Outcome::Fault(600 + u16::try_from(byte * 2 - 240).unwrap_or(101) % 115),
        };
        Some(What::Action {
            name: action.name.clone(),
            arguments: arguments
                .map(|it| (it.name.clone(), self.input(&it.name)))
                .collect(),
            outcome,
        })
    }

    fn stimulus(self) -> What {
        let name = self.of(1, ctk_vectors::stimulus::ALL).unwrap_or_default();
        let fields = [
            ("class", self.word(5, &CLASSES)),
            ("from", self.word(3, &PEOPLE)),
            ("from_name", self.word(4, &TEXTS)),
            ("text", self.word(4, &TEXTS)),
            ("subject", self.word(5, &TEXTS)),
            ("peer", self.word(3, &PEOPLE)),
            ("session_id", self.word(2, &SESSIONS)),
            ("message_id", self.word(2, &MESSAGES)),
            (
                "enabled",
                if self.byte(4).is_multiple_of(2) {
                    "true"
                } else {
                    "false"
                },
            ),
        ];
        What::Stimulus {
            name: name.to_owned(),
            fields: fields
                .map(|(name, it)| (name.to_owned(), it.to_owned()))
                .into(),
            done: !self.byte(5).is_multiple_of(8),
            session_id: Some(self.word(2, &SESSIONS).to_owned()),
            message_id: Some(self.word(2, &MESSAGES).to_owned()),
        }
    }

    fn event(self) -> What {
        let update = format!(
            "<sessionUpdate><sessionID>{}</sessionID><sessionEvent>{}</sessionEvent><sessionStatus>{}</sessionStatus></sessionUpdate>",
            self.word(2, &SESSIONS),
            self.word(3, &EVENTS),
            self.word(4, &STATES),
        );
        What::Event {
            subscription: "S".to_owned(),
            key: Some(u32::try_from(self.byte(5)).unwrap_or(0)),
            properties: vec![
                (
                    "NewMessages".to_owned(),
                    new_messages(&[self.word(2, &MESSAGES)]),
                ),
                (
                    "SessionUpdates".to_owned(),
                    document("sessionUpdates", &update),
                ),
            ],
        }
    }

    fn what(self) -> Option<(Who, What)> {
        let subscription = || "S".to_owned();
        let control_point = || Who::ControlPoint(["A", "B"][self.byte(0) / 16 % 2].to_owned());
        Some(match self.byte(0) % 16 {
            0..=8 => (control_point(), self.action()?),
            9..=12 => (Who::FarSide, self.stimulus()),
            13 => (Who::Device, self.event()),
            14 if self.byte(1).is_multiple_of(2) => (
                Who::Device,
                What::Subscribed {
                    subscription: subscription(),
                },
            ),
            14 => (
                Who::Device,
                What::Unsubscribed {
                    subscription: subscription(),
                },
            ),
            _ => (
                Who::Device,
                What::Gap {
                    text: self.word(2, &MESSAGES).to_owned(),
                },
            ),
        })
    }
}

fn document(root: &str, content: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><m:{root} xmlns:m=\"urn:schemas-upnp-org:phone:messaging\" \
         xmlns:peer=\"urn:schemas-upnp-org:phone:peer\">{content}</m:{root}>"
    )
}

fn new_messages(ids: &[&str]) -> String {
    let ids = ids.iter();
    let all: String = ids
        .map(|id| format!("<newMessage><messageID>{id}</messageID></newMessage>"))
        .collect();
    document("newMessages", &all)
}

/// The trace that the bytes stand for, one thing after the other.
fn trace(bytes: &[u8]) -> Vec<Observation> {
    let mut now = 0;
    let mut seen = Vec::new();
    for (exchange, drawn) in (1..).zip(bytes.chunks_exact(WIDTH).take(MOST)) {
        let Some((who, what)) = Drawn(drawn).what() else {
            continue;
        };
        let long = u64::from(drawn[0] / 32);
        seen.push(Observation {
            source: Source {
                case: "trace".to_owned(),
                exchange,
            },
            from: now,
            to: Some(now + long),
            who,
            what,
        });
        now += long + 3 + u64::from(drawn[WIDTH - 1]) * 9;
    }
    seen
}

/// Any trace: judged within bounds, and a beginning of it has no more against it than the whole.
pub(crate) fn model_trace(bytes: &[u8]) -> bool {
    let Some((first, rest)) = bytes.split_first() else {
        return false;
    };
    let seen = trace(rest);
    if seen.is_empty() {
        return false;
    }
    let bench = Bench {
        far_side: if first & 1 == 0 {
            FarSide::OnDemand
        } else {
            FarSide::Free
        },
        one_address: first & 2 != 0,
        strangers: first & 4 != 0,
        settle_ms: if first & 8 == 0 { 0 } else { 40 },
        ..Bench::full()
    };
    let whole = judge(&bench, &seen).contradictions;
    assert!(whole.len() <= MOST_TOLD, "{} contradictions", whole.len());
    let rules = ctk_model::service::RULES;
    for it in &whole {
        let rule = rules.iter().find(|rule| rule.name == it.rule);
        let covers = rule.is_some_and(|rule| rule.requirements.contains(&it.requirement.as_str()));
        assert!(covers, "{}: {}", it.rule, it.requirement);
    }
    // What is still under way at the end is not known: only what was over before the next began is a beginning.
    let half = usize::from(first >> 4) * seen.len() / 16;
    if bench.settle_ms == 0 && whole.is_empty() {
        let beginning = judge(&bench, &seen[..half]).contradictions;
        assert!(beginning.is_empty(), "{beginning:#?}");
    }
    true
}
