//! Arranging: bringing a device into the situation that a case is about.
//!
//! When an arrangement does not work the case is inconclusive: the step that failed has a case of its own.

mod files;
pub mod folders;
mod messages;
pub(crate) mod recipients;
pub mod session_parts;
mod sessions;

use crate::judging::judgement::{Flow, Stop, Suspect};
use crate::tester::Tester;

pub(crate) use sessions::LEAVES;
pub use sessions::SeenSession;

impl Tester<'_> {
    /// An address to send to in this class (do no harm: only the profile's, or reserved ones on a test bench).
    ///
    /// # Errors
    /// Inconclusive when there is none.
    pub fn recipient(&mut self, class: &str) -> Flow<String> {
        self.recipients(class, 1).map(|mut list| list.remove(0))
    }

    /// So many different addresses to send to in this class.
    ///
    /// # Errors
    /// Inconclusive when there are not as many.
    pub fn recipients(&mut self, class: &str, count: usize) -> Flow<Vec<String>> {
        let all = &self.dut().recipients;
        let list = all.get(class).or_else(|| match class {
            "Chat" | "File-Transfer" | "WebpageSync" | "WebpageURL" | "Mixed" | "" => {
                ["Chat", "Instant Message", "SMS", "e-Mail"]
                    .iter()
                    .find_map(|like| all.get(*like))
            }
            "Instant Message" => all.get("Chat"),
            "MMS" => all.get("SMS"),
            _ => None,
        });
        match list {
            Some(list) if list.len() >= count && count > 0 => Ok(list[..count].to_vec()),
            _ => Err(Stop::Inconclusive {
                reason: format!(
                    "no recipient: {count} needed for class {class:?} (profile [ixit] recipients)"
                ),
                suspect: Suspect::Operator,
            }),
        }
    }

    /// The first of the classes given that the device supports.
    pub fn message_class<'c>(&self, preferred: &[&'c str]) -> Option<&'c str> {
        preferred
            .iter()
            .copied()
            .find(|class| self.dut().ics.has_message_class(class))
    }

    /// A message class that the device supports, the default of Table 3 first.
    ///
    /// # Errors
    /// Inconclusive when the device names none of Table 3.
    pub fn any_message_class(&self) -> Flow<String> {
        let preferred = ["SMS", "Instant Message", "e-Mail", "MMS", "WebpageURL"];
        self.message_class(&preferred)
            .map(str::to_owned)
            .ok_or_else(|| Stop::inconclusive("the capabilities name no message class of Table 3"))
    }
}

/// The address of a peer who sends in this class; reserved for examples.
pub fn peer_of(class: &str) -> &'static str {
    match class {
        "e-Mail" => "peer@example.invalid",
        "SMS" | "MMS" => "tel:+1-201-555-0150",
        _ => "sip:peer@example.invalid",
    }
}
