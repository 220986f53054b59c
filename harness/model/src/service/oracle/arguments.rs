//! Values and ids are compared as they stand: what only looks like one of them is none.

use super::lists::Criteria;
use super::messages::lacks;
use super::requests::what;
use super::{Job, Oracle};
use crate::document::{Message, Value};
use crate::service::call::Call;
use crate::service::observation::Outcome;
use crate::service::rules::Blame;

/// A criterion: its value, its table, the values that the device supports, and the error of a value that is none.
struct Criterion<'c> {
    name: &'static str,
    value: &'c str,
    table: u8,
    supported: &'c [String],
    code: u16,
    error: &'static str,
    filter: &'static str,
}

impl Oracle {
    /// SearchMessages takes the values of the tables and no others.
    pub(super) fn judge_search_values(
        &mut self,
        job: &Job<'_>,
        criteria: Criteria<'_>,
        outcome: &Outcome,
    ) {
        let bench = self.bench.clone();
        let criteria = [
            Criterion {
                name: "MessageClass",
                value: criteria.class,
                table: 3,
                supported: &bench.message_classes,
                code: 702,
                error: "M-5.5.4-702",
                filter: "M-5.5.4-class",
            },
            Criterion {
                name: "MessageFolder",
                value: criteria.folder,
                table: 4,
                supported: &bench.folders,
                code: 707,
                error: "M-5.5.4-707",
                filter: "M-5.5.4-folder",
            },
            Criterion {
                name: "MessageStatus",
                value: criteria.status,
                table: 5,
                supported: &[],
                code: 705,
                error: "M-5.5.4-705",
                filter: "M-5.5.4-status",
            },
        ];
        self.judge_values(job, &criteria, outcome);
    }

    /// GetSessions takes the values of the tables and no others, unless an id is given.
    pub(super) fn judge_session_values(&mut self, job: &Job<'_>, call: &Call, outcome: &Outcome) {
        let Call::GetSessions { id, class, status } = call else {
            return;
        };
        if !id.is_empty() {
            return;
        }
        let bench = self.bench.clone();
        let criteria = [
            Criterion {
                name: "SessionClass",
                value: class,
                table: 6,
                supported: &bench.session_classes,
                code: 710,
                error: "M-5.5.12-710",
                filter: "M-5.5.12-class",
            },
            Criterion {
                name: "SessionStatus",
                value: status,
                table: 7,
                supported: &[],
                code: 711,
                error: "M-5.5.12-711",
                filter: "M-5.5.12-status",
            },
        ];
        self.judge_values(job, &criteria, outcome);
    }

    /// SendMessage and CreateSession take the classes of the tables and no others.
    pub(super) fn judge_class_given(&mut self, job: &Job<'_>, call: &Call, outcome: &Outcome) {
        let bench = self.bench.clone();
        let criterion = match call {
            Call::SendMessage(Some(message)) => Criterion {
                name: "messageClass",
                value: &message.class,
                table: 3,
                supported: &bench.message_classes,
                code: 703,
                error: "M-5.5.6-703",
                filter: "M-5.5.6-703",
            },
            Call::CreateSession { class, .. } => Criterion {
                name: "SessionClass",
                value: class,
                table: 6,
                supported: &bench.session_classes,
                code: 710,
                error: "M-5.5.8-710",
                filter: "M-5.5.8-710",
            },
            _ => return,
        };
        // Why it is refused is another matter.
        if let Outcome::Success(_) = outcome {
            self.judge_values(job, &[criterion], outcome);
        }
    }

    /// 5.5.6.7: a message by itself that lacks what its class demands is refused. In a session its participants may be meant.
    pub(super) fn judge_demands(&mut self, job: &Job<'_>, message: &Message) {
        self.judged.apply("criteria");
        let by_itself = message.session_id.as_deref().unwrap_or_default().is_empty();
        let Some((element, _)) = lacks(message).filter(|_| by_itself) else {
            return;
        };
        let blame = Blame {
            rule: "criteria",
            requirement: "M-5.5.6-703",
            ruling: None,
            allowed: "fault 703".to_owned(),
        };
        let seen = format!(
            "success for a message of the class {:?} without {element} {}",
            message.class,
            what(job.observation)
        );
        let possible = format!("such a message needs {element}");
        self.exclude(&job.observation.source, blame, seen, possible, Vec::new());
    }

    fn judge_values(&mut self, job: &Job<'_>, criteria: &[Criterion<'_>], outcome: &Outcome) {
        for it in criteria {
            self.judged.apply("criteria");
            let standing = standing(it);
            let (requirement, allowed) = match (standing, outcome) {
                (Standing::Foreign, Outcome::Success(_)) => {
                    (it.error, format!("fault {}", it.code))
                }
                // Closed need not be a value of the device.
                (Standing::Supported, Outcome::Fault(code))
                    if *code == it.code && it.value != "Closed" =>
                {
                    (it.filter, "a list".to_owned())
                }
                _ => continue,
            };
            let blame = Blame {
                rule: "criteria",
                requirement,
                ruling: Some("R-29"),
                allowed,
            };
            let seen = match outcome {
                Outcome::Fault(code) => format!("fault {code} for {} {:?}", it.name, it.value),
                _ => format!("success for {} {:?}", it.name, it.value),
            };
            let possible = match standing {
                Standing::Foreign => format!("{:?} is not a value of Table {}", it.value, it.table),
                _ => format!("{:?} is a value that the device supports", it.value),
            };
            let seen = format!("{seen} {}", what(job.observation));
            self.exclude(&job.observation.source, blame, seen, possible, Vec::new());
        }
    }

    /// An action succeeds on a message that nobody has seen: with an id that only resembles one, or that none can be; gives
    /// whether it is so.
    pub(super) fn judge_unknown_message(&mut self, job: &Job<'_>, id: &str, action: &str) -> bool {
        self.judged.apply("id-exact");
        let requirement = if action == "ReadMessage" {
            "M-5.5.5-701"
        } else {
            "M-5.5.7-701"
        };
        let known = self.messages.keys().map(String::as_str);
        let Some(why) = resembles(id, known, self.known.messages() && self.is_alone()) else {
            return false;
        };
        self.exclude_id(job, (id, why), requirement, "fault 701");
        true
    }

    /// An action succeeds on a session that nobody has seen; gives whether there can be none of that id.
    pub(super) fn judge_unknown_session(
        &mut self,
        job: &Job<'_>,
        id: &str,
        requirement: &'static str,
    ) -> bool {
        self.judged.apply("id-exact");
        let known = self.sessions.keys().map(String::as_str);
        let Some(why) = resembles(id, known, self.known.sessions && self.is_alone()) else {
            return false;
        };
        self.exclude_id(job, (id, why), requirement, "fault 706");
        true
    }

    fn exclude_id(
        &mut self,
        job: &Job<'_>,
        (id, why): (&str, String),
        requirement: &'static str,
        allowed: &str,
    ) {
        let blame = Blame {
            rule: "id-exact",
            requirement,
            ruling: Some("R-30"),
            allowed: allowed.to_owned(),
        };
        let seen = format!("success for the id {id:?} {}", what(job.observation));
        self.exclude(&job.observation.source, blame, seen, why, Vec::new());
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// Empty, a standard value that the device lacks, or anything that is not clear.
    Unclear,
    /// The device supports it.
    Supported,
    /// Nothing of the table, and nothing of the device.
    Foreign,
}

fn standing(it: &Criterion<'_>) -> Standing {
    let listed = it.supported.iter().any(|value| value == it.value);
    match Value::read(it.table, it.value) {
        Value::Standard if listed || it.supported.is_empty() && it.table == 5 => {
            Standing::Supported
        }
        Value::Standard | Value::Empty => Standing::Unclear,
        // `ANY` is the empty value of the published description, other values may be a vendor's.
        _ if listed || it.value == "ANY" || it.value.starts_with("X_") => Standing::Unclear,
        _ if it.supported.is_empty() && matches!(it.table, 3 | 6) => Standing::Unclear,
        _ => Standing::Foreign,
    }
}

/// Why an id that was never seen cannot be one: it has characters that no id has, or, where everything that is there
/// has been listed, it differs from a known one by what a careless comparison overlooks.
fn resembles<'k>(
    id: &str,
    mut known: impl Iterator<Item = &'k str>,
    complete: bool,
) -> Option<String> {
    if id.is_empty() || !id.chars().all(|c| c.is_ascii_alphanumeric() || c == '.') {
        return Some("no id has such characters".to_owned());
    }
    if !complete {
        return None;
    }
    let near = |other: &&str| {
        let is_long = id.len() >= 4 && other.len() > id.len();
        let begins = is_long && other.starts_with(id) && !other[id.len()..].starts_with('.');
        let ends =
            is_long && other.ends_with(id) && !other[..other.len() - id.len()].ends_with('.');
        other.eq_ignore_ascii_case(id)
            || begins
            || ends
            || without_zeros(other) == without_zeros(id)
    };
    known
        .find(near)
        .map(|other| format!("the id that is known is {other:?}"))
}

/// The id without the zeros that its numbers begin with.
fn without_zeros(id: &str) -> String {
    let mut left = String::with_capacity(id.len());
    let mut rest = id.chars().peekable();
    let mut in_number = false;
    while let Some(c) = rest.next() {
        let goes_on = rest.peek().is_some_and(char::is_ascii_digit);
        if c != '0' || in_number || !goes_on {
            left.push(c);
        }
        in_number = c.is_ascii_digit() && (in_number || c != '0');
    }
    left
}
