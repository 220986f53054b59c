//! What a message says, and under which id.

use super::requests::what;
use super::suspected::Shown;
use super::things::MessageThing;
use super::{Job, Oracle};
use crate::document::Message;
use crate::service::message::{Difference, LISTED, Named};
use crate::service::observation::Source;
use crate::service::rules::Blame;

/// A name that was given and is not shown.
#[derive(Clone, Debug)]
pub(super) struct LostName {
    name: String,
    message: String,
    requirement: &'static str,
    source: Source,
}

impl MessageThing {
    /// Whether it is certainly there.
    pub(super) fn is_there(&self) -> bool {
        self.track.is_certain(|state| state.place.exists()) && self.track.is_quiet()
    }

    /// Another session than its own is shown, or one although it is in none.
    fn session_shown(&self, message: &Message) -> Option<Difference> {
        let shown = message.session_id.as_deref().filter(|id| !id.is_empty())?;
        // Of what was found nobody knows that it is in no session.
        let own = self.session.as_deref().unwrap_or_default();
        let known = self.session.is_some() || self.born.is_some();
        (known && shown != own).then(|| Difference {
            element: "sessionID",
            due: own.to_owned(),
            seen: shown.to_owned(),
            requirement: "M-5.3.10-3",
        })
    }

    /// A message of a session is shown without the session that it belongs to.
    fn session_lost(&self, message: &Message) -> Option<Difference> {
        let shown = message.session_id.as_deref().unwrap_or_default();
        let own = self.session.as_ref().filter(|_| shown.is_empty())?;
        Some(Difference {
            element: "sessionID",
            due: own.clone(),
            seen: String::new(),
            requirement: "M-5.3.10-3",
        })
    }

    /// Whether it is certainly not there.
    pub(super) fn is_gone(&self) -> bool {
        self.track.is_certain(|state| !state.place.exists()) && self.track.is_quiet()
    }
}

impl Oracle {
    /// ReadMessage shows the message asked for, and all that it says.
    pub(super) fn end_read(&mut self, job: &Job<'_>, id: &str, message: &Message) {
        self.judged.apply("id-exact");
        if !message.id.is_empty() && message.id != id {
            let blame = Blame {
                rule: "id-exact",
                requirement: "M-5.5.5-1",
                ruling: None,
                allowed: format!("message {id}, or fault 701"),
            };
            let seen = format!("message {} is shown for the id {id}", message.id);
            let source = &job.observation.source;
            return self.exclude(source, blame, seen, format!("message {id}"), Vec::new());
        }
        let Some(thing) = self.messages.get_mut(id) else {
            return;
        };
        let in_session = thing.session.is_some() || message.session_id.is_some();
        let because = thing.track.evidence();
        let names = thing.content.names(message, in_session);
        let mut differences = thing.content.read(message, in_session);
        differences.extend(thing.session_shown(message));
        differences.extend(thing.session_lost(message));
        // What was given and is not shown is told as that.
        let told = |element: &str| differences.iter().any(|it| element.starts_with(it.element));
        let lacking = lacks(message).filter(|(element, _)| !told(element));
        differences.extend(lacking.map(|(element, requirement)| Difference {
            element,
            due: format!("as {} demands", message.class),
            seen: String::new(),
            requirement,
        }));
        self.judged.apply("content");
        self.settle_suspicion(id, &differences);
        for difference in differences {
            self.exclude_difference(&Shown::by(job), id, difference, because.clone());
        }
        self.judge_names(job, id, names);
    }

    /// A device that keeps names keeps all of them: of one that shows none nobody can tell whether it has any.
    fn judge_names(&mut self, job: &Job<'_>, id: &str, names: Vec<Named>) {
        for named in names {
            if named.seen == named.name {
                self.keeps_names = true;
            } else if named.seen.is_empty()
                && !self
                    .lost_names
                    .iter()
                    .any(|it| it.requirement == named.requirement)
            {
                self.lost_names.push(LostName {
                    name: named.name,
                    message: id.to_owned(),
                    requirement: named.requirement,
                    source: job.observation.source.clone(),
                });
            }
        }
        if !self.keeps_names {
            return;
        }
        for lost in std::mem::take(&mut self.lost_names) {
            let blame = Blame {
                rule: "content",
                requirement: lost.requirement,
                ruling: Some("R-63"),
                allowed: format!("peer:name {:?}", cut(&lost.name)),
            };
            let seen = format!("message {} has lost a name", lost.message);
            let possible = format!("{:?}, as others are kept", cut(&lost.name));
            let thing = Some(format!("names for {}", lost.requirement));
            self.exclude_of(thing, (&lost.source, blame), seen, possible, Vec::new());
        }
    }

    /// A list shows the message.
    pub(super) fn end_listed(&mut self, job: &Job<'_>, message: &Message) {
        let Some(thing) = self.messages.get_mut(&message.id) else {
            return;
        };
        let in_session = thing.session.is_some() || message.session_id.is_some();
        let because = thing.track.evidence();
        let mut differences = thing.content.listed(message, in_session);
        differences.extend(thing.session_shown(message));
        self.judged.apply("content");
        for difference in differences {
            if difference.requirement == LISTED {
                self.suspect(job, &message.id, difference, because.clone());
            } else {
                self.exclude_difference(&Shown::by(job), &message.id, difference, because.clone());
            }
        }
    }

    pub(super) fn exclude_difference(
        &mut self,
        shown: &Shown,
        id: &str,
        difference: Difference,
        because: Vec<Source>,
    ) {
        let blame = Blame {
            rule: "content",
            requirement: difference.requirement,
            ruling: Some("R-63"),
            allowed: format!("{} {:?}", difference.element, cut(&difference.due)),
        };
        let seen = format!(
            "message {id} has {} {:?} {}",
            difference.element,
            cut(&difference.seen),
            shown.what
        );
        let possible = format!("{:?}", cut(&difference.due));
        // What a list shows wrong may be shown wrong by ReadMessage too: that is another requirement.
        let thing = Some(format!(
            "content of message {id} by {}",
            difference.requirement
        ));
        self.exclude_of(thing, (&shown.source, blame), seen, possible, because);
    }

    /// The message answers one that was deleted: what became of it came of that.
    pub(super) fn answers_deleted(&self, id: &str) -> bool {
        let thing = self.messages.get(id);
        let answered = thing.and_then(|thing| thing.content.answers());
        let answered = answered.and_then(|id| self.messages.get(id));
        answered.is_some_and(|thing| thing.deleted)
    }

    /// ReadMessage says that there is no such message.
    pub(super) fn end_missed(&mut self, job: &Job<'_>, id: &str) {
        if let Some(thing) = self.messages.get_mut(id)
            && !thing.deleted
            && thing.missed.is_none()
        {
            thing.missed = Some((job.observation.from, job.observation.source.clone()));
        }
    }

    /// An id is given to something new although something has it.
    pub(super) fn given_again(
        &mut self,
        job: &Job<'_>,
        id: &str,
        because: Vec<Source>,
        is_there: bool,
    ) {
        if !is_there {
            return;
        }
        let blame = Blame {
            rule: "id-given-once",
            requirement: "M-5.3.6-3",
            ruling: None,
            allowed: "an id that no other message has".to_owned(),
        };
        let seen = format!("a new message gets the id {id} {}", what(job.observation));
        let possible = format!("message {id} is there already");
        self.exclude(&job.observation.source, blame, seen, possible, because);
    }
}

/// 5.3.10.2: what the class of a message demands and the message lacks: the element, and the requirement on what is shown.
pub(super) fn lacks(message: &Message) -> Option<(&'static str, &'static str)> {
    let list = &message.recipients;
    let nobody = list.to.is_empty();
    match message.class.as_str() {
        "SMS" | "MMS" | "Instant Message" if nobody => Some(("recipientTo", "M-5.3.10-4")),
        "e-Mail" if nobody && list.cc.is_empty() && list.bcc.is_empty() => {
            Some(("recipientTo", "M-5.3.10-4"))
        }
        "MMS" if message.attachments.is_empty() => Some(("attachments", "M-5.3.10-5")),
        _ => None,
    }
}

/// As much of a text as a line can hold.
pub(super) fn cut(text: &str) -> String {
    let mut short: String = text.chars().take(80).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
