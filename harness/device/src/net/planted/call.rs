//! Faults that the arguments of an action wake.

use std::sync::atomic::Ordering;
use std::time::Duration;

use ctk_vectors::facts;

use super::{LATE, Planted, visit};
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
    fn get(&self, name: &str) -> &str {
        let mut found = self.arguments.iter().filter(|(known, _)| known == name);
        found
            .next()
            .and_then(|(_, value)| value.as_deref())
            .unwrap_or_default()
    }

    fn any(&self, holds: impl Fn(&str) -> bool) -> bool {
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
        if self.has(PlantedId::CrashLate) && seen.any(|value| value.contains('\u{202e}')) {
            self.fuse.store(LATE, Ordering::SeqCst);
        }
        if self.has(PlantedId::CrashStaleLate)
            && seen.action == "ModifySession"
            && self.status_of(seen.get("SessionID")).as_deref() == Some("Closed")
        {
            self.fuse.store(LATE, Ordering::SeqCst);
        }
        if self.crashes(seen) || self.breaks(seen) {
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
        if self.has(PlantedId::HangEntity) && seen.any(|value| value.contains("<!ENTITY")) {
            self.hang();
            return Some(Woken::Response(Response::silent()));
        }
        let longest = seen.longest();
        if self.has(PlantedId::SlowText) && longest > QUICK {
            let thousands = u64::try_from(longest / 1024).unwrap_or(0);
            std::thread::sleep(Duration::from_millis((thousands * thousands).min(6000)));
        }
        self.changes(seen)
            .or_else(|| self.takes(seen))
            .or_else(|| self.tells(seen))
    }

    fn crashes(&self, seen: &Seen<'_>) -> bool {
        let status =
            |status: &str| self.status_of(seen.get("SessionID")).as_deref() == Some(status);
        let deep = |value: &str| value.matches("<n>").count() >= 64 || depth(value) >= 64;
        let has = |fault| self.has(fault);
        has(PlantedId::CrashLongSubject) && seen.get("Subject").len() > 4096
            || has(PlantedId::CrashFormatText) && seen.get("MessageToSend").contains("%n")
            || has(PlantedId::CrashDeepNesting) && seen.any(deep)
            || has(PlantedId::CrashManyRecipients)
                && seen.any(|value| value.matches("<recipientTo>").count() > 20)
            || has(PlantedId::CrashRunning)
                && seen.action == "ModifySession"
                && seen.get("SupportedContentType").contains('*')
                && status("Running")
            || has(PlantedId::CrashJoinClosed) && seen.action == "JoinSession" && status("Closed")
            || has(PlantedId::CrashSecondDelete)
                && seen.action == "DeleteMessage"
                && self.folder_of(seen.get("MessageID")).as_deref() == Some("Deleted")
    }

    /// Crashes by the form of an argument alone.
    fn breaks(&self, seen: &Seen<'_>) -> bool {
        let has = |fault| self.has(fault);
        let types = seen.get("SupportedContentType");
        has(PlantedId::CrashOffByOne) && seen.any(|value| value.len() == 1024)
            || has(PlantedId::CrashCutCharacter)
                && seen.any(|value| value.len() > 256 && !value.is_char_boundary(256))
            || has(PlantedId::CrashAttributeTwice) && seen.any(attribute_twice)
            || has(PlantedId::CrashNoParameter)
                && types.split(',').any(|one| one.trim_end().ends_with(';'))
            || has(PlantedId::CrashNoBytes)
                && seen.get("FileInfoList").contains("<fileSize>0</fileSize>")
    }

    /// Faults that change what is there, or go where they should not.
    fn changes(&self, seen: &Seen<'_>) -> Option<Woken> {
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
        None
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

    fn status_of(&self, id: &str) -> Option<String> {
        self.service.session_status(id)
    }

    fn folder_of(&self, id: &str) -> Option<String> {
        self.service.message_folder(id)
    }
}

/// Whether a start tag has the same attribute twice.
fn attribute_twice(text: &str) -> bool {
    text.split('<').any(|piece| {
        let tag = piece.split('>').next().unwrap_or("");
        let mut names: Vec<&str> = tag
            .split_whitespace()
            .filter_map(|part| Some(part.split_once("=\"")?.0))
            .collect();
        names.sort_unstable();
        names.windows(2).any(|two| two[0] == two[1])
    })
}

/// How many elements stand one inside the other.
fn depth(text: &str) -> usize {
    let (mut now, mut most) = (0usize, 0);
    for piece in text.split('<').skip(1) {
        if piece.starts_with('/') {
            now = now.saturating_sub(1);
        } else if !piece.starts_with(['!', '?'])
            && !piece.split('>').next().unwrap_or("").ends_with('/')
        {
            now += 1;
            most = most.max(now);
        }
    }
    most
}
