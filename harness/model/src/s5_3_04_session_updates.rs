//! 5.3.4 SessionUpdates: what happened to sessions.

use ctk_vectors::facts;

use crate::document::{
    Context, Direction, Judge, Kind, Mistake, Node, Place, Read, SESSION_STATUS, Value, listed,
    meant, shown, validate,
};
use crate::event_text::{EventText, StandardEvent, StatusFit};
use crate::s5_3_12_session_id::judge_session_id;
use crate::s5_3_19_session_status::judge_status;

/// The content of `sessionUpdates`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionUpdates(pub Vec<SessionUpdate>);

/// One `sessionUpdate`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionUpdate {
    /// The session.
    pub session_id: String,
    /// What happened, in order (Table 2).
    pub events: Vec<String>,
    /// The session's status (Table 7); empty when absent.
    pub status: String,
}

impl SessionUpdates {
    /// The meaning of a `sessionUpdates` element.
    pub fn from_node(node: &Node) -> Self {
        let read = |update: &Node| SessionUpdate {
            session_id: update.text_of("sessionID").unwrap_or_default(),
            events: update
                .children_named("sessionEvent")
                .map(|event| event.text.clone())
                .collect(),
            status: meant(
                SESSION_STATUS,
                update.text_of("sessionStatus").unwrap_or_default(),
            ),
        };
        Self(node.children_named("sessionUpdate").map(read).collect())
    }
}

/// Reads `sessionUpdates`.
pub fn read_session_updates(
    text: &str,
    direction: Direction,
    context: &Context,
) -> Read<SessionUpdates> {
    validate(Kind::SessionUpdates, text, direction, context)
        .map(|node| SessionUpdates::from_node(&node))
}

pub(crate) fn rules(judge: &mut Judge<'_>, root: &Place<'_>) {
    for update in root.all("sessionUpdate") {
        judge.check("M-5.3.4-2");
        if let Some(id) = update.get("sessionID") {
            judge_session_id(judge, &id);
        }
        let events: Vec<Place<'_>> = update.all("sessionEvent").collect();
        judge_empty(judge, &update, &events);
        judge_events(judge, &update, &events);
    }
}

// 5.3.4.2: an update says what happened, and the status. A security-aware device may keep both back.
fn judge_empty(judge: &mut Judge<'_>, update: &Place<'_>, events: &[Place<'_>]) {
    let silent = !events.is_empty() && events.iter().all(|event| event.node.text.is_empty());
    let status = update
        .get("sessionStatus")
        .filter(|status| status.node.text.is_empty());
    let empty = events
        .first()
        .filter(|_| silent)
        .into_iter()
        .chain(status.as_ref());
    let secure = judge.context.secure_eventing;
    for element in empty {
        judge.tell(|| {
            let text = format!("`{}` is empty", element.node.name);
            let mistake = Mistake::rule("M-5.3.4-2", element, "an event and the status", text);
            if secure {
                mistake.warning().ruling("R-23")
            } else {
                mistake
            }
        });
    }
}

// Table 2, R-22, R-47: the texts are the table's, and the status fits the last of them.
fn judge_events(judge: &mut Judge<'_>, update: &Place<'_>, events: &[Place<'_>]) {
    let read: Vec<EventText> = events
        .iter()
        .map(|event| EventText::read(&event.node.text))
        .collect();
    for (place, event) in events.iter().zip(&read) {
        if let EventText::AlmostStandard(meant) = event {
            judge.tell(|| {
                let due = facts()
                    .event_text(meant.slug)
                    .map_or("", |entry| entry.text.as_str());
                let text = format!("`{}` is almost a text of Table 2", shown(&place.node.text));
                Mistake::rule("M-5.3.4-3", place, due, text)
                    .warning()
                    .ruling("R-22")
            });
        }
    }
    let last = read.iter().rev().find_map(EventText::meant);
    if last.is_some() {
        judge.check("M-5.3.4-3");
    }
    let Some(status) = update
        .get("sessionStatus")
        .filter(|status| !status.node.text.is_empty())
    else {
        return;
    };
    if Value::read(SESSION_STATUS, &status.node.text) == Value::Standard {
        judge.check("M-5.3.19-1");
        if let Some(event) = last {
            judge_fit(judge, &status, event);
        }
    } else if last.is_none() && !events.is_empty() {
        judge.tell(|| {
            let text = format!("a vendor's event goes with `{}`", shown(&status.node.text));
            Mistake::rule("M-5.3.19-1", &status, listed(SESSION_STATUS), text).warning()
        });
    } else {
        judge_status(judge, &status);
    }
}

fn judge_fit(judge: &mut Judge<'_>, status: &Place<'_>, event: &StandardEvent) {
    let fit = event.fit(&status.node.text);
    if fit == StatusFit::Fits {
        return;
    }
    judge.tell(|| {
        let text = format!(
            "status {} goes with the event {}",
            status.node.text, event.slug
        );
        let mistake = Mistake::rule("M-5.3.4-3", status, event.statuses.join(" or "), text);
        match fit {
            StatusFit::Contested(ruling) => mistake.warning().ruling(ruling),
            StatusFit::Fits | StatusFit::Misfit => mistake.also([event.requirement]),
        }
    });
}
