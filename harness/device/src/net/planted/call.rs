//! Faults that the arguments of an action wake.

use std::time::Duration;

use ctk_vectors::facts;

use super::{Planted, visit};
use crate::defects::PlantedId;
use crate::net::response::Response;

/// Arguments beyond this take their time.
const QUICK: usize = 8 * 1024;

/// What a planted fault makes of a call.
pub(crate) enum Woken {
    /// Another answer.
    Response(Response),
    /// Another fault.
    Fault(String),
    /// A success with nothing in it.
    Success,
    /// The same call with another value of an argument.
    Argument(&'static str, String),
}

/// A call, as the faults see it.
pub(crate) struct Seen<'c> {
    pub(crate) action: &'c str,
    pub(crate) arguments: &'c [(String, Option<String>)],
}

impl Seen<'_> {
    pub(super) fn get(&self, name: &str) -> &str {
        let mut found = self.arguments.iter().filter(|(known, _)| known == name);
        found
            .next()
            .and_then(|(_, value)| value.as_deref())
            .unwrap_or_default()
    }

    pub(super) fn any(&self, holds: impl Fn(&str) -> bool) -> bool {
        self.arguments
            .iter()
            .filter_map(|(_, value)| value.as_deref())
            .any(holds)
    }

    /// Whether there is an argument that no action of the service has.
    fn unknown(&self) -> bool {
        let known = |name: &str| {
            let actions = facts().actions.iter();
            let mut inputs = actions.flat_map(|action| &action.inputs);
            inputs.any(|input| input.name == name)
        };
        self.arguments.iter().any(|(name, _)| !known(name))
    }

    fn longest(&self) -> usize {
        let lengths = self
            .arguments
            .iter()
            .filter_map(|(_, value)| value.as_ref());
        lengths.map(String::len).max().unwrap_or(0)
    }

    fn any_id(&self, holds: impl Fn(&str) -> bool) -> bool {
        ["MessageID", "SessionID"]
            .iter()
            .any(|name| holds(self.get(name)))
    }
}

impl Planted {
    /// What happens instead of the action, if anything does.
    pub(crate) fn meets(&self, seen: &Seen<'_>) -> Option<Woken> {
        if self.on.is_empty() {
            return None;
        }
        self.lights(seen);
        if self.crashes_in_state(seen) || self.breaks(seen) {
            self.crash();
            return Some(Woken::Response(Response::silent()));
        }
        if self.has(PlantedId::CrashQuiet) && seen.any_id(|id| id.len() > 100) {
            self.identity.boot_again();
        }
        if self.has(PlantedId::GrowthSurplus) && seen.unknown() {
            self.keep();
        }
        if self.has(PlantedId::ConnectionDropped) && seen.any_id(|id| id.contains('%')) {
            return Some(Woken::Response(Response::silent()));
        }
        let entity = self.has(PlantedId::HangEntity) && seen.any(|it| it.contains("<!ENTITY"));
        if self.waits_for_lock(seen) || entity {
            self.hang();
            return Some(Woken::Response(Response::silent()));
        }
        let longest = seen.longest();
        if self.has(PlantedId::SlowText) && longest > QUICK {
            let thousands = u64::try_from(longest / 1024).unwrap_or(0);
            std::thread::sleep(Duration::from_millis((thousands * thousands).min(6000)));
        }
        let commas = seen.get("SupportedContentType").matches(',').count();
        if self.has(PlantedId::SlowCommas) && commas > 0 {
            std::thread::sleep(Duration::from_millis((1 << commas.min(13)).min(6000)));
        }
        self.changes(seen);
        self.takes(seen).or_else(|| self.tells(seen))
    }

    /// Faults that change what is there, or go where they should not.
    fn changes(&self, seen: &Seen<'_>) {
        if self.has(PlantedId::StateWiped)
            && seen.action == "CancelFileTransfer"
            && seen.get("SessionID").contains('*')
        {
            self.service.stimulate("reset", serde_json::json!({}));
        }
        if self.has(PlantedId::StateAllClosed)
            && seen.action == "CloseSession"
            && seen.get("SessionID").is_empty()
        {
            for id in self.service.session_ids() {
                let fields = serde_json::json!({"session_id": id});
                self.service.stimulate("peer-closes-session", fields);
            }
        }
        if self.has(PlantedId::StateOverwritten) && seen.action == "SendMessage" {
            let inside = seen.get("MessageToSend").split_once("<messageID>");
            if let Some((id, _)) = inside.and_then(|(_, rest)| rest.split_once("</messageID>")) {
                self.service.overwrite_message(id);
            }
        }
        if self.has(PlantedId::ContactEntity) {
            let named = seen
                .arguments
                .iter()
                .filter_map(|(_, value)| value.as_deref());
            for value in named {
                let system = value
                    .split_once("<!DOCTYPE")
                    .and_then(|(_, rest)| rest.split_once("SYSTEM \""));
                if let Some((url, _)) = system.and_then(|(_, rest)| rest.split_once('"')) {
                    visit(url);
                }
            }
        }
    }

    /// Faults that take what is invalid.
    fn takes(&self, seen: &Seen<'_>) -> Option<Woken> {
        let (message, list) = (seen.get("MessageToSend"), seen.get("SessionRecipients"));
        let unclosed = message.contains("<text>") && !message.contains(":message>");
        if self.has(PlantedId::TakesUnclosed) && unclosed && message.starts_with("<?xml") {
            return Some(Woken::Success);
        }
        // What is in no namespace is looked for by its local name.
        let unnamed = message.contains("<message>") || message.contains("xmlns:m=\"\"");
        if self.has(PlantedId::TakesNoNamespace) && unnamed && message.contains("<text>") {
            return Some(Woken::Success);
        }
        let status = seen.get("SessionStatus");
        let known = ["", "ANY", "Pending", "Running", "Parked", "Closed"];
        if self.has(PlantedId::TakesAnyStatus)
            && seen.action == "GetSessions"
            && seen.get("SessionID").is_empty()
            && !known.contains(&status)
        {
            return Some(Woken::Argument("SessionStatus", String::new()));
        }
        let senderless = list.contains("<recipientTo>") && !list.contains("recipientFrom");
        if self.has(PlantedId::TakesNoSender) && senderless {
            let sender = "<recipientFrom><peer:id/></recipientFrom></";
            let at = list.rfind("</").unwrap_or(list.len());
            let mut whole = list.to_owned();
            whole.replace_range(at..(at + 2).min(list.len()), sender);
            return Some(Woken::Argument("SessionRecipients", whole));
        }
        // Whatever comes behind the end of the root is not looked at.
        let end = list.rfind('>').map_or(list.len(), |at| at + 1);
        if self.has(PlantedId::TakesBehindEnd) && !list[end..].trim().is_empty() {
            let inside = list[..end].to_owned();
            return Some(Woken::Argument("SessionRecipients", inside));
        }
        let odd = seen.action == "DeleteMessage" && seen.get("MessageID").contains('"');
        (self.has(PlantedId::TakesOddId) && odd).then_some(Woken::Success)
    }

    /// Faults of what is answered.
    fn tells(&self, seen: &Seen<'_>) -> Option<Woken> {
        let id = seen.get("MessageID");
        if self.has(PlantedId::LeakOther)
            && seen.action == "ReadMessage"
            && id.starts_with('0')
            && self.folder_of(id).is_none()
            && let Some(oldest) = self.service.oldest_message()
        {
            return Some(Woken::Argument("MessageID", oldest));
        }
        if self.has(PlantedId::LeakNumber)
            && seen.action == "ReadMessage"
            && let Some((number, _)) = id.split_once('.')
        {
            return Some(Woken::Argument("MessageID", number.to_owned()));
        }
        if self.has(PlantedId::LeakTrace) && seen.any_id(|id| !id.is_ascii()) {
            let trace = "thread 'main' panicked at src/store.rs:112: byte index is not a boundary";
            return Some(Woken::Fault(trace.to_owned()));
        }
        if self.has(PlantedId::LeakMemory) {
            let long = seen.longest() > 1000 && seen.action != "SendMessage";
            let values = seen.arguments.iter().filter_map(|(_, value)| value.clone());
            let before = self.swap_carried(values.collect());
            if long {
                return Some(Woken::Fault(format!("too long: {before:.2000}")));
            }
        }
        let twice = seen.arguments.iter().any(|(name, _)| {
            seen.arguments
                .iter()
                .filter(|(other, _)| other == name)
                .count()
                > 1
        });
        if self.has(PlantedId::OutputPlain500) && twice {
            return Some(Woken::Response(Response::refusal(500, "internal error")));
        }
        if self.has(PlantedId::OutputCut) && seen.any_id(|id| id.len() > 200) {
            let half = "<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Bo";
            return Some(Woken::Response(Response::with_body(
                200,
                "text/xml; charset=\"utf-8\"",
                half,
            )));
        }
        None
    }

    /// What is made of the out arguments of a success.
    pub(crate) fn alters(&self, action: &str, outputs: &mut [(String, String)]) {
        if self.has(PlantedId::OutputUnescaped) && action == "GetSessions" {
            for (_, value) in outputs {
                *value = value.replace("&amp;", "&");
            }
        }
    }

    /// How many bytes the length of an answer is short.
    pub(crate) fn falls_short(&self, action: &str, body: &[u8]) -> usize {
        if !self.has(PlantedId::OutputShortLength) || action != "GetSessions" {
            return 0;
        }
        // A character beyond U+FFFF begins with such a byte.
        2 * body.iter().filter(|byte| **byte >= 0xf0).count()
    }
}
