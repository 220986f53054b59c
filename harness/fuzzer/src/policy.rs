//! What may be sent: nothing that reaches people or takes effect, unless a bench is proven or the operator named it.

use ctk_vectors::messaging_2::action;

use crate::call::Call;

/// How the names of actions begin that only ask.
const ASKING: [&str; 7] = ["Get", "Browse", "Search", "List", "Query", "Is", "Has"];

/// Actions of Messaging that take no effect.
const QUERIES: [&str; 7] = [
    action::GET_TELEPHONY_IDENTITY,
    action::GET_MESSAGING_CAPABILITIES,
    action::GET_NEW_MESSAGES,
    action::SEARCH_MESSAGES,
    action::GET_SESSION_UPDATES,
    action::GET_SESSIONS,
    action::GET_FILE_TRANSFER_SESSION,
];

/// Actions of Messaging that reach people.
const SENDING: [&str; 4] = [
    action::SEND_MESSAGE,
    action::CREATE_SESSION,
    action::MODIFY_SESSION,
    action::START_FILE_TRANSFER,
];

/// Who may be asked for what.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// The service is Messaging.
    pub messaging: bool,
    /// The device is a test bench: embedded, or its upper tester has reset it.
    pub bench: bool,
    /// Actions that the operator named.
    pub invoke: Vec<String>,
    /// Ids of messages and sessions that nothing may touch.
    pub protected: Vec<String>,
}

/// What may be done with an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// Anything.
    Free,
    /// Calls that lack an argument, or cannot be read.
    Incomplete,
    /// Calls whose ids nothing can have.
    ImpossibleIds,
    /// Nothing.
    Never,
}

impl Policy {
    /// What may be done with the action.
    pub fn leave(&self, action: &str) -> Leave {
        if self.invoke.iter().any(|named| named == action) {
            return Leave::Free;
        }
        if !self.messaging {
            let asks = ASKING.iter().any(|begin| action.starts_with(begin));
            return if asks {
                Leave::Incomplete
            } else {
                Leave::Never
            };
        }
        if self.bench || QUERIES.contains(&action) {
            Leave::Free
        } else if SENDING.contains(&action) {
            Leave::Never
        } else {
            Leave::ImpossibleIds
        }
    }

    /// Whether every call of the action may be sent, as it takes no effect.
    pub fn only_asks(&self, action: &str) -> bool {
        self.messaging && QUERIES.contains(&action)
    }

    /// Whether this call may be sent; `declared` are the in arguments of the action. An action that the service does
    /// not declare takes no effect.
    pub fn allows(&self, call: &Call, declared: Option<&[&str]>) -> bool {
        let Some(declared) = declared else {
            return true;
        };
        let complete = declared.iter().all(|name| call.argument(name).is_some());
        match self.leave(&call.action) {
            Leave::Free => !self.touches_protected(call),
            Leave::Incomplete => !complete && !declared.is_empty(),
            Leave::ImpossibleIds => call
                .arguments
                .iter()
                .any(|(name, value)| name.ends_with("ID") && !could_be_id(value)),
            Leave::Never => false,
        }
    }

    /// Whether a call that may change something names an object that nothing may touch, however it is spelt.
    fn touches_protected(&self, call: &Call) -> bool {
        if QUERIES.contains(&&*call.action) || self.protected.is_empty() {
            return false;
        }
        let named = |value: &str| {
            let value = bare(value);
            self.protected.iter().any(|known| bare(known) == value)
        };
        call.arguments.iter().any(|(name, value)| {
            if name.ends_with("ID") {
                named(value)
            } else {
                self.protected
                    .iter()
                    .any(|known| mentions(&call.action, value, known))
            }
        })
    }
}

/// Whether a document speaks of an object as one to be changed: the id that a message to be sent has is none, and what
/// it answers is as it was.
fn mentions(action: &str, document: &str, id: &str) -> bool {
    let named = format!(">{id}<");
    let own = ["<messageID>", "<replyMessageID>"];
    document.match_indices(&named).any(|(at, _)| {
        let before = &document[..=at];
        action != action::SEND_MESSAGE || !own.iter().any(|element| before.ends_with(element))
    })
}

/// An id without what a lenient reader overlooks.
fn bare(id: &str) -> String {
    let kept: String = id.chars().filter(char::is_ascii_alphanumeric).collect();
    kept.trim_start_matches('0').to_ascii_lowercase()
}

/// Whether anything could have this id, a lenient reader's liberties included.
fn could_be_id(value: &str) -> bool {
    value.is_empty()
        || value.len() < 24
            && value.chars().any(|c| c.is_ascii_alphanumeric())
            && !value.starts_with("CtkNone")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(action: &str, arguments: &[(&str, &str)]) -> Call {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Call::new("urn:x", action, arguments.iter().map(own).collect())
    }

    #[test]
    fn nothing_reaches_people_without_a_bench() {
        let policy = Policy {
            messaging: true,
            ..Policy::default()
        };
        let allowed = |policy: &Policy, action: &str, id: &str| {
            policy.allows(&call(action, &[("MessageID", id)]), Some(&["MessageID"]))
        };
        assert!(!policy.allows(&call("SendMessage", &[]), Some(&["MessageToSend"])));
        assert!(!allowed(&policy, "DeleteMessage", "12"));
        assert!(!allowed(&policy, "DeleteMessage", " 12%"));
        assert!(allowed(&policy, "DeleteMessage", "CtkNone1"));
        assert!(allowed(&policy, "GetSessions", "12"));
        let bench = Policy {
            bench: true,
            protected: vec!["7".into()],
            ..policy
        };
        assert!(allowed(&bench, "DeleteMessage", "12"));
        assert!(!allowed(&bench, "DeleteMessage", " 07"));
        assert!(allowed(&bench, "SearchMessages", "7"));
        let sends = |action: &str, text: &str| {
            bench.allows(
                &call(action, &[("MessageToSend", text)]),
                Some(&["MessageToSend"]),
            )
        };
        assert!(sends("SendMessage", "<m><messageID>7</messageID></m>"));
        assert!(!sends(
            "SendMessage",
            "<m><messageID>7</messageID><sessionID>7</sessionID></m>"
        ));
        assert!(!sends("ModifySession", "<m><messageID>7</messageID></m>"));
    }

    #[test]
    fn other_services_are_asked_without_their_arguments() {
        let mut policy = Policy::default();
        let declared: Option<&[&str]> = Some(&["ObjectID", "Filter"]);
        assert!(policy.allows(&call("Browse", &[("Filter", "*")]), declared));
        let whole = call("Browse", &[("Filter", "*"), ("ObjectID", "0")]);
        assert!(!policy.allows(&whole, declared));
        assert!(!policy.allows(&call("DestroyObject", &[]), declared));
        assert!(policy.allows(&call("X_CtkNoAction", &[]), None));
        policy.invoke.push("Browse".into());
        assert!(policy.allows(&whole, declared));
    }
}
