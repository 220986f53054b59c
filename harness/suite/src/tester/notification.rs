//! A NOTIFY that arrived, read: what it says of messages and sessions, and what there is to remark on it.

use std::sync::{Mutex, PoisonError};

use ctk_model::document::{NewMessages, SessionUpdate, SessionUpdates};
use ctk_model::event_text::{EventText, StandardEvent};
use ctk_record::{Finding, Grade};
use ctk_wire::gena::{self, Notify};
use ctk_wire::http::{Limits, Progress, Request, RequestHead, RequestReader};

use crate::lab::{HttpFailure, Lab, Notification};
use crate::passive::readings;
use crate::service::EventedValue;
use crate::under_test::ServiceUnderTest;

/// From how many bytes notifications are read one at a time: a tree takes many times the bytes of its text, and cases that
/// listen beside each other would all grow theirs at once.
const LONG: usize = 512 * 1024;

/// Held by the case that reads a long notification.
static READS_A_LONG_ONE: Mutex<()> = Mutex::new(());

/// A notification, read.
#[derive(Debug, Clone)]
pub struct Event {
    /// The exchange within the case.
    pub exchange: u32,
    /// `host:port` of the sender.
    pub from: String,
    /// Microseconds since the run began, measured when the first byte was read.
    pub at_us: u64,
    /// SID, SEQ and the variables.
    pub notify: Notify,
    /// The head of the request, where it could be read as one.
    pub head: Option<RequestHead>,
    /// NewMessages, where it is in the event and can be understood.
    pub new_messages: Option<NewMessages>,
    /// SessionUpdates, where it is in the event and can be understood.
    pub session_updates: Option<SessionUpdates>,
    /// It names another subscription than the others that came to its URL: what it tells may be true, but it is none of
    /// the events of this one, neither by its number nor by its time.
    pub is_foreign: bool,
}

/// A sessionUpdate, and where it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenUpdate {
    /// The exchange of its notification.
    pub exchange: u32,
    /// When its notification arrived, in microseconds since the run began.
    pub at_us: u64,
    /// What it says.
    pub update: SessionUpdate,
}

impl Event {
    /// Reads a notification, and files what there is to remark on it and on the documents in it.
    pub(crate) fn read(
        lab: &mut dyn Lab,
        dut: &ServiceUnderTest,
        notification: &Notification,
    ) -> Self {
        let mut event = Self {
            exchange: notification.exchange,
            from: notification.from.clone(),
            at_us: notification.at_us,
            notify: Notify::default(),
            head: None,
            new_messages: None,
            session_updates: None,
            is_foreign: false,
        };
        let asked = match dut.service().is_known() {
            true => "the notification".to_owned(),
            false => format!("the notification of {}", dut.service_name()),
        };
        let alone = (notification.bytes.len() >= LONG).then(|| {
            READS_A_LONG_ONE
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        });
        let request = match request_of(notification) {
            Ok(request) => request,
            Err(why) => {
                event.notify.beyond = notification.failure == Some(HttpFailure::TooLarge);
                event.notify.unreadable = Some(why.clone());
                if !event.notify.beyond {
                    let text = format!("{asked} is not a complete request: {why}");
                    readings::file_nothing(lab, event.exchange, "UDA-EVNT-31", text);
                }
                return event;
            }
        };
        let mut reading = gena::read_notify(&request, dut.claim);
        if !reading.value.properties.is_empty() {
            reading.checked.push("UDA-EVNT-37");
        }
        let mut findings = readings::findings(&reading, &asked);
        findings.extend(not_evented(dut, &reading.value, &asked));
        lab.notice(event.exchange, &readings::rows(&reading), &findings);
        let notify = reading.value;
        drop(alone);
        event.read_documents(lab, dut, &notify);
        event.notify = notify;
        // The body has been read: of some megabytes the lab's copy is enough.
        event.head = Some(request.head);
        event
    }

    fn read_documents(&mut self, lab: &mut dyn Lab, dut: &ServiceUnderTest, notify: &Notify) {
        let context = dut.context();
        let service = dut.service();
        for (variable, text) in &notify.properties {
            if let Some(evented) = service.evented(variable) {
                let name = &format!("{variable} of event {}", seq_in_words(notify));
                (evented.read)(self, lab, &context, EventedValue { text, name });
            }
        }
    }

    /// Its number in its subscription, where it has one.
    pub fn number(&self) -> Option<u32> {
        self.notify.seq.filter(|_| !self.is_foreign)
    }

    /// It is the initial event of its subscription.
    pub fn is_initial(&self) -> bool {
        self.number() == Some(0)
    }

    /// The variables in it.
    pub fn variables(&self) -> Vec<&str> {
        self.notify
            .properties
            .iter()
            .map(|(name, _)| name.as_str())
            .collect()
    }

    /// It carries the variable, as an event of its subscription.
    pub fn carries(&self, variable: &str) -> bool {
        let mut names = self.notify.properties.iter().map(|(name, _)| name);
        !self.is_foreign && names.any(|name| name == variable)
    }

    /// It lists the message as new.
    pub fn lists(&self, message: &str) -> bool {
        self.new_messages
            .iter()
            .flat_map(|list| &list.0)
            .any(|new| new.id == message)
    }

    /// The updates of the session in it, in order.
    pub fn updates_of(&self, session: &str) -> Vec<SeenUpdate> {
        self.session_updates
            .iter()
            .flat_map(|list| &list.0)
            .filter(|update| update.session_id == session)
            .map(|update| SeenUpdate {
                exchange: self.exchange,
                at_us: self.at_us,
                update: update.clone(),
            })
            .collect()
    }
}

impl SeenUpdate {
    /// The event of Table 2 with this short name, as it was written, and what it means.
    pub fn event(&self, slug: &str) -> Option<(EventText, StandardEvent)> {
        self.update.events.iter().find_map(|text| {
            let read = EventText::read(text);
            let meant = read.meant().filter(|meant| meant.slug == slug)?.clone();
            Some((read, meant))
        })
    }

    /// Its last event of Table 2 has this short name: the status has to fit that one.
    pub fn ends_with(&self, slug: &str) -> bool {
        let last = self
            .update
            .events
            .iter()
            .rev()
            .find_map(|text| EventText::read(text).meant().cloned());
        last.is_some_and(|last| last.slug == slug)
    }

    /// Its texts that mean nothing of Table 2.
    pub fn other_texts(&self) -> Vec<&str> {
        self.update
            .events
            .iter()
            .map(String::as_str)
            .filter(|text| EventText::read(text).meant().is_none())
            .collect()
    }

    /// In words.
    pub fn in_words(&self) -> String {
        let texts: Vec<String> = self
            .update
            .events
            .iter()
            .map(|text| format!("{text:?}"))
            .collect();
        format!("{} with status {:?}", texts.join(", "), self.update.status)
    }
}

fn seq_in_words(notify: &Notify) -> String {
    notify
        .seq
        .map_or_else(|| "without SEQ".to_owned(), |seq| seq.to_string())
}

/// The request in the bytes that came.
fn request_of(notification: &Notification) -> Result<Request, String> {
    let mut reader = RequestReader::new(Limits::default()).unframed_until_close();
    let fed = reader
        .feed(&notification.bytes)
        .and_then(|progress| match progress {
            Progress::More => reader.eof(),
            Progress::Complete => Ok(progress),
        });
    match (&notification.failure, fed) {
        (Some(failure), _) => Err(failure.to_string()),
        (None, Ok(Progress::Complete)) => reader.take().map_err(|error| error.to_string()),
        (None, Ok(Progress::More)) => Err("it is cut short".to_owned()),
        (None, Err(error)) => Err(error.to_string()),
    }
}

/// UDA-EVNT-37: only evented variables of this service, as its description has them. Vendor variables are the vendor's
/// affair, and a service description that says nothing of a variable of the standard is judged for itself.
fn not_evented(dut: &ServiceUnderTest, notify: &Notify, asked: &str) -> Vec<Finding> {
    let wrong = |name: &str| {
        if name.starts_with("X_") {
            return None;
        }
        let declared = dut.scpd.as_ref().map(|scpd| scpd.variable(name));
        match declared {
            Some(None) | None if dut.service().evented(name).is_some() => None,
            _ if name.starts_with("A_ARG_TYPE_") => {
                Some("it is a type of arguments, which is never evented")
            }
            Some(None) => Some("the service description does not declare it"),
            Some(Some(variable)) if !variable.send_events => {
                Some("the service description declares it as not evented")
            }
            _ => None,
        }
    };
    notify
        .properties
        .iter()
        .filter_map(|(name, _)| {
            Some(Finding::new(
                "UDA-EVNT-37",
                Grade::Fail,
                format!("{asked} carries the variable {name}: {}", wrong(name)?),
            ))
        })
        .collect()
}
