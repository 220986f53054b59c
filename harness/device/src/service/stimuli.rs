//! The upper tester: what happens on the telephone network and on the device's own screen.

mod fields;
mod peers;

use serde_json::{Map, Value, json};

use super::documents::is_uri;
use super::effects::{Job, SessionEvent};
use super::store::Store;
use super::values::MessageStatus;
use crate::defects::DefectId;
use fields::Fields;

/// The stimuli that the service knows; `restart` is the network's.
pub const STIMULI: [&str; 17] = [
    "capabilities",
    "reset",
    "incoming-message",
    "incoming-session",
    "peer-accepts-session",
    "peer-rejects-session",
    "peer-closes-session",
    "peer-joins",
    "peer-leaves",
    "peer-typing",
    "hold-outgoing",
    "deliver-outgoing",
    "complete-file-transfer",
    "stall-file-transfer",
    "assign-identity",
    "authorize",
    "local-read",
];

/// Why a stimulus had no effect.
enum Refusal {
    /// This device cannot do that.
    Unsupported(String),
    /// It should have worked.
    Failed(String),
}

/// What is answered beside the status.
type Answer = Map<String, Value>;

fn failed(why: impl Into<String>) -> Refusal {
    Refusal::Failed(why.into())
}

fn done() -> Result<Answer, Refusal> {
    Ok(Answer::new())
}

impl Store {
    /// Does what a stimulus says.
    pub(super) fn stimulate(&mut self, name: &str, fields: &Value) -> Value {
        let outcome = if self.offers(name) {
            self.apply(name, &Fields::new(fields))
        } else {
            Err(Refusal::Unsupported(format!(
                "this device has no use for `{name}`"
            )))
        };
        match outcome {
            Ok(mut answer) => {
                answer.insert("status".to_owned(), json!("done"));
                Value::Object(answer)
            }
            Err(Refusal::Unsupported(why)) => json!({"status": "unsupported", "detail": why}),
            Err(Refusal::Failed(why)) => json!({"status": "failed", "detail": why}),
        }
    }

    /// Whether this device, with what it lacks, can do the stimulus.
    fn offers(&self, name: &str) -> bool {
        match name {
            "incoming-session"
            | "peer-accepts-session"
            | "peer-rejects-session"
            | "peer-closes-session"
            | "peer-joins"
            | "peer-leaves"
            | "peer-typing" => self.setup.session_mode(),
            "complete-file-transfer" | "stall-file-transfer" => self.setup.file_transfer(),
            _ => STIMULI.contains(&name),
        }
    }

    fn apply(&mut self, name: &str, fields: &Fields<'_>) -> Result<Answer, Refusal> {
        match name {
            "capabilities" => {
                let offered: Vec<_> = STIMULI.into_iter().filter(|one| self.offers(one)).collect();
                Ok(Answer::from_iter([("stimuli".to_owned(), json!(offered))]))
            }
            "reset" => {
                self.reset();
                done()
            }
            "incoming-message" => self.incoming_message(fields),
            "incoming-session" => self.incoming_session(fields),
            "peer-accepts-session" => self.peer_accepts(fields),
            "peer-rejects-session" => self.peer_rejects(fields),
            "peer-closes-session" => self.peer_closes(fields),
            "peer-joins" => self.peer_joins(fields),
            "peer-leaves" => self.peer_leaves(fields),
            "peer-typing" => self.peer_typing(fields),
            "hold-outgoing" => self.hold_outgoing(fields.flag("enabled")?),
            "deliver-outgoing" => {
                let id = fields.text("message_id")?;
                let delivered = self.deliver(&self.delivered_for(id));
                if delivered {
                    done()
                } else {
                    Err(failed(format!("no message `{id}` is waiting")))
                }
            }
            "complete-file-transfer" => {
                let id = fields.text("session_id")?;
                let ended = self.end_transfer(id, SessionEvent::TransferCompleted);
                if ended {
                    done()
                } else {
                    Err(failed(format!("nothing is transferred in `{id}`")))
                }
            }
            "stall-file-transfer" => {
                self.stall_transfers = fields.flag("enabled")?;
                done()
            }
            "assign-identity" => self.assign_identity(fields),
            "authorize" => {
                self.authorized = fields.flag("enabled")?;
                done()
            }
            "local-read" => self.local_read(fields.text("message_id")?),
            _ => Err(Refusal::Unsupported(format!("`{name}` is not a stimulus"))),
        }
    }

    /// Holding ends with the delivery of everything that was held.
    fn hold_outgoing(&mut self, enabled: bool) -> Result<Answer, Refusal> {
        self.hold_outgoing = enabled;
        if !enabled {
            let held = self.messages().filter(|message| message.is_undelivered());
            let jobs: Vec<_> = held
                .take(self.most_released())
                .map(|message| Job::Deliver(message.id.clone()))
                .collect();
            self.jobs.extend(jobs);
            self.undelete_held();
        }
        done()
    }

    fn assign_identity(&mut self, fields: &Fields<'_>) -> Result<Answer, Refusal> {
        match fields.optional_text("uri")? {
            Some(uri) if !is_uri(uri) => Err(failed(format!("`{uri}` is not a URI"))),
            uri => {
                self.identity = uri.map(str::to_owned);
                done()
            }
        }
    }

    /// 5.3.9: somebody reads a message on the device itself.
    fn local_read(&mut self, id: &str) -> Result<Answer, Refusal> {
        let ignored = self.has(DefectId::LocalReadIgnored);
        let message = self
            .message_mut(id)
            .ok_or_else(|| failed(format!("no message has the id `{id}`")))?;
        if !ignored {
            message.status = MessageStatus::Read;
            self.note_screened(id);
        }
        done()
    }
}
