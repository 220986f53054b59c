//! Clause 5.5: the actions, each a method of the store.

mod file_transfer;
mod membership;
mod modify;
mod page;
mod search;
mod send;
mod sessions;

use super::caller::Caller;
use super::fault::Fault;
use super::store::Store;

/// Characters of a subject or a text, in bytes.
const MOST_TEXT: usize = 64 * 1024;

/// The output arguments of an action, in order.
pub(super) type Outputs = Vec<(String, String)>;

/// The input arguments of an action.
pub(super) struct Arguments<'a>(pub(super) &'a [(String, String)]);

impl Arguments<'_> {
    pub(super) fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(one, _)| one == name)
            .map_or("", |(_, value)| value)
    }
}

fn one_output(name: &str, value: String) -> Result<Outputs, Fault> {
    Ok(vec![(name.to_owned(), value)])
}

fn check_length(text: &str) -> Result<(), Fault> {
    if text.len() > MOST_TEXT {
        Err(Fault::new(Fault::TOO_LONG))
    } else {
        Ok(())
    }
}

/// Tables 3 to 7: as a criterion, the empty string means any; so does the word of the published
/// service description.
fn is_any(criterion: &str) -> bool {
    criterion.is_empty() || criterion == "ANY"
}

impl Store {
    /// Runs an action, whose arguments are complete, for a control point.
    pub(super) fn run(
        &mut self,
        caller: &Caller,
        action: &str,
        arguments: &Arguments<'_>,
    ) -> Result<Outputs, Fault> {
        let open = action == "GetMessagingCapabilities" || self.serves_anybody(action);
        if !self.setup.implements(action) {
            return Err(Fault::new(Fault::INVALID_ACTION));
        }
        if !self.authorized && !open && !self.remembers_privilege(caller, action) {
            self.note_refused(caller);
            self.run_unauthorized(caller, action, arguments);
            return Err(Fault::new(Fault::NOT_AUTHORIZED));
        }
        if let Some(fault) = self.denied(caller, action, arguments) {
            return Err(fault);
        }
        let near = self.near_hits(action, arguments);
        let near = near.or_else(|| self.misunderstood(action, arguments));
        let arguments = &Arguments(near.as_deref().unwrap_or(arguments.0));
        let outcome = match action {
            "GetTelephonyIdentity" => self.get_telephony_identity(),
            "GetMessagingCapabilities" => self.get_messaging_capabilities(),
            "GetNewMessages" => self.get_new_messages(),
            "SearchMessages" => self.search_messages(arguments),
            "ReadMessage" => self.read_message(arguments),
            "SendMessage" => self.send_message(arguments),
            "DeleteMessage" => self.delete_message(arguments),
            "CreateSession" => self.create_session(caller, arguments),
            "ModifySession" => self.modify_session(arguments),
            "AcceptSession" => self.accept_session(caller, arguments),
            "GetSessionUpdates" => self.get_session_updates(),
            "GetSessions" => self.get_sessions(caller, arguments),
            "JoinSession" => self.join_session(caller, arguments),
            "LeaveSession" => self.leave_session(caller, arguments),
            "CloseSession" => self.close_session_action(arguments),
            "StartFileTransfer" => self.start_file_transfer(caller, arguments),
            "CancelFileTransfer" => self.cancel_file_transfer(arguments),
            "GetFileTransferSession" => self.get_file_transfer_session(arguments),
            _ => Err(Fault::new(Fault::INVALID_ACTION)),
        };
        if let Ok(outputs) = &outcome {
            self.note_done(caller, action, arguments, outputs);
            self.remember_privilege(caller, action);
        } else {
            self.apply_refusal_defects(caller, action, arguments);
            self.leave_remains(caller, action, arguments);
        }
        outcome
    }
}
