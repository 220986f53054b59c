//! A plan: a few steps that belong together, in their order. What the device or the bench does not offer is left out.

use std::collections::VecDeque;

use super::step::{By, Field, Step, Value};
use super::terrain::Terrain;

/// Steps that belong together.
#[derive(Debug)]
pub(super) struct Plan {
    steps: Vec<Step>,
    next: u32,
    first: u32,
}

impl Plan {
    /// Its steps have numbers above this one.
    pub(super) fn new(next: u32) -> Self {
        Self {
            steps: Vec::new(),
            next,
            first: next,
        }
    }

    /// An action of the first control point; the number of the step.
    pub(super) fn invoke(&mut self, action: &str, arguments: &[(&str, Value)]) -> u32 {
        self.invoke_as(By::First, action, arguments)
    }

    /// An action; the number of the step.
    pub(super) fn invoke_as(&mut self, by: By, action: &str, arguments: &[(&str, Value)]) -> u32 {
        self.next += 1;
        let arguments = arguments
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect();
        self.steps.push(Step::Invoke {
            number: self.next,
            by,
            action: action.to_owned(),
            arguments,
        });
        self.next
    }

    /// One of the actions that name a session and nothing else.
    pub(super) fn on_session(&mut self, by: By, action: &str, id: &str) -> u32 {
        self.invoke_as(by, action, &[("SessionID", text(id))])
    }

    /// A stimulus; the number of the step.
    pub(super) fn stimulate(&mut self, stimulus: &str, fields: &[(&str, Field)]) -> u32 {
        self.next += 1;
        let fields = fields
            .iter()
            .map(|(name, field)| ((*name).to_owned(), field.clone()))
            .collect();
        self.steps.push(Step::Stimulate {
            number: self.next,
            stimulus: stimulus.to_owned(),
            fields,
        });
        self.next
    }

    /// Where the next step will stand.
    pub(super) fn mark(&self) -> usize {
        self.steps.len()
    }

    /// The step at this place once more; the number of the new one.
    pub(super) fn repeat(&mut self, at: usize) -> u32 {
        self.next += 1;
        if let Some(Step::Invoke {
            by,
            action,
            arguments,
            ..
        }) = self.steps.get(at).cloned()
        {
            self.steps.push(Step::Invoke {
                number: self.next,
                by,
                action,
                arguments,
            });
        }
        self.next
    }

    /// Waits for events.
    pub(super) fn listen(&mut self) {
        self.next += 1;
        self.steps.push(Step::Listen { number: self.next });
    }

    pub(super) fn read(&mut self, message: u32) {
        self.invoke("ReadMessage", &[("MessageID", id(message))]);
    }

    pub(super) fn delete(&mut self, message: u32) {
        self.invoke("DeleteMessage", &[("MessageID", id(message))]);
    }

    /// SearchMessages by class, folder, status and session.
    pub(super) fn search(&mut self, [class, folder, status, session]: [&str; 4]) {
        self.invoke(
            "SearchMessages",
            &[
                ("MessageClass", text(class)),
                ("MessageFolder", text(folder)),
                ("MessageStatus", text(status)),
                ("SessionID", text(session)),
            ],
        );
    }

    /// GetSessions by id, class and status.
    pub(super) fn sessions(&mut self, [session, class, status]: [&str; 3]) {
        self.invoke(
            "GetSessions",
            &[
                ("SessionID", text(session)),
                ("SessionClass", text(class)),
                ("SessionStatus", text(status)),
            ],
        );
    }

    /// GetSessions by the id that a step gave.
    pub(super) fn look(&mut self, session: u32) {
        self.sessions([&format!("{{{session}}}"), "", ""]);
    }

    /// Everything is listed.
    pub(super) fn list(&mut self) {
        self.search(["", "", "", ""]);
        self.sessions(["", "", ""]);
        self.invoke("GetNewMessages", &[]);
    }

    /// ModifySession; arguments that are not named are empty.
    pub(super) fn modify(&mut self, session: &str, parts: &[(&str, Value)]) -> u32 {
        let mut arguments = vec![("SessionID", text(session))];
        for name in [
            "SessionRecipientsToAdd",
            "SessionRecipientsToRemove",
            "Subject",
            "SupportedContentType",
            "SessionClass",
        ] {
            let given = parts.iter().find(|(known, _)| *known == name);
            arguments.push((name, given.map_or_else(|| text(""), |(_, it)| it.clone())));
        }
        self.invoke("ModifySession", &arguments)
    }

    /// The steps that can be taken, and the number of the last.
    pub(super) fn end(self, terrain: &Terrain) -> (VecDeque<Step>, u32) {
        let mut gone = std::collections::BTreeSet::new();
        let mut left = VecDeque::new();
        for step in self.steps {
            let offered = match &step {
                Step::Invoke { action, by, .. } => {
                    terrain.has_action(action) && (*by == By::First || terrain.second)
                }
                Step::Stimulate { stimulus, .. } => terrain.has_stimulus(stimulus),
                Step::Listen { .. } => true,
            };
            let lacks = step.refers_to().iter().any(|number| gone.contains(number));
            if offered && !lacks {
                left.push_back(step);
            } else {
                gone.insert(step.number());
            }
        }
        let only_waits = left.iter().all(|step| matches!(step, Step::Listen { .. }));
        if only_waits {
            return (VecDeque::new(), self.first);
        }
        (left, self.next)
    }
}

/// A text as argument.
pub(super) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// The id that a step gave, as argument.
pub(super) fn id(step: u32) -> Value {
    Value::Text(format!("{{{step}}}"))
}

/// A text as field of a stimulus.
pub(super) fn field(text: &str) -> Field {
    Field::Text(text.to_owned())
}

/// The id that a step gave, as field of a stimulus.
pub(super) fn named(step: u32) -> Field {
    Field::Text(format!("{{{step}}}"))
}
