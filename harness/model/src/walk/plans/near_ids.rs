//! Ids and classes that are nearly right: another id, and no class.

use super::session_lives::hear;
use crate::walk::generator::Generator;
use crate::walk::plan::{Plan, text};
use crate::walk::reference::Spelling;
use crate::walk::step::{By, Field, Offer, Value};
use crate::walk::world::Session;

/// So many spellings of a class are tried by one action.
const TRIED: usize = 3;

/// Actions that would succeed on the session itself, with ids that are nearly its own.
pub(super) fn near_session_id(generator: &mut Generator, plan: &mut Plan) {
    let actions = [
        "AcceptSession",
        "JoinSession",
        "LeaveSession",
        "CloseSession",
        "CancelFileTransfer",
        "GetFileTransferSession",
        "GetSessions",
        "SearchMessages",
        "ModifySession",
        "SendMessage",
    ];
    let action = generator.one_of("near-session-action", &actions);
    let Some(session) = suited(generator, plan, &action) else {
        return;
    };
    for spelling in Spelling::OTHERS {
        let spelt = format!("{{{session}:{}}}", spelling.name());
        act(generator, plan, &action, &spelt);
    }
    // The id of a message is no session's, not even where the session's stands in it.
    let of_session = |it: &crate::walk::world::Message| it.session.is_some();
    if let Some(message) = generator.message("near-session-message", of_session) {
        act(generator, plan, &action, &format!("{{{}}}", message.number));
    }
    plan.look(session);
    if matches!(
        action.as_str(),
        "CancelFileTransfer" | "GetFileTransferSession"
    ) {
        plan.stimulate("stall-file-transfer", &[("enabled", Field::Flag(false))]);
    }
}

/// A session that the action would succeed on.
fn suited(generator: &mut Generator, plan: &mut Plan, action: &str) -> Option<u32> {
    let is_active = |it: &crate::walk::world::Session| it.status == "Running";
    match action {
        "AcceptSession" => {
            let classes = generator.terrain.session_classes.clone();
            let class = generator.rarest("near-accept", &classes, Clone::clone)?;
            Some(generator.ask(plan, &class))
        }
        "CancelFileTransfer" | "GetFileTransferSession" => {
            let session = super::transfers::session(generator, plan)?;
            plan.stimulate("stall-file-transfer", &[("enabled", Field::Flag(true))]);
            let list = generator.files("file", 1);
            let id = format!("{{{session}}}");
            let offer = Value::Files(Offer { session: id, list });
            plan.invoke("StartFileTransfer", &[("FileInfoList", offer)]);
            if action == "GetFileTransferSession" {
                plan.on_session(By::First, "CloseSession", &format!("{{{session}}}"));
            }
            Some(session)
        }
        "JoinSession" => {
            let class = generator.session_class("near-join")?;
            let session = generator.running(plan, &class);
            plan.on_session(By::First, "LeaveSession", &format!("{{{session}}}"));
            Some(session)
        }
        _ => match generator.session("near-session", is_active) {
            Some(session) => Some(session.number),
            None => {
                let class = generator.session_class("near-any")?;
                Some(generator.running(plan, &class))
            }
        },
    }
}

/// What is said in a session whose id begins with another's is not in that one.
pub(super) fn ids_alike(generator: &mut Generator, plan: &mut Plan) {
    let mut pairs = generator.world.sessions_alike();
    pairs.retain(|(_, longer)| matches!(longer.status, "Running" | "Parked"));
    let status = |it: &(Session, Session)| it.0.status.to_owned();
    let Some((shorter, longer)) = generator.rarest("ids-alike", &pairs, status) else {
        return;
    };
    let classes = generator.terrain.classes_in(&longer.class);
    let Some(class) = generator.rarest("ids-alike-class", &classes, Clone::clone) else {
        return;
    };
    hear(generator, plan, longer.number, &class);
    let id = format!("{{{}}}", shorter.number);
    plan.search(["", "", "", &id]);
    plan.search(["", "", "Unread", &id]);
    plan.look(shorter.number);
}

fn act(generator: &mut Generator, plan: &mut Plan, action: &str, id: &str) {
    match action {
        "GetSessions" => plan.sessions([id, "", ""]),
        "SearchMessages" => plan.search(["", "", "", id]),
        "ModifySession" => {
            let subject = generator.text("session-subject", true);
            plan.modify(id, &[("Subject", text(&subject))]);
        }
        "SendMessage" => {
            if let Some(class) = generator.sendable("near-send") {
                let mut draft = generator.draft(&class);
                draft.session = Some(id.to_owned());
                let value = Value::Message(Box::new(draft));
                plan.invoke("SendMessage", &[("MessageToSend", value)]);
            }
        }
        action => drop(plan.on_session(By::First, action, id)),
    }
}

/// What a value of a table is not: the same but for case, blanks or its last letter.
pub(super) fn spoilt(manner: &str, value: &str) -> String {
    match manner {
        "lower" => value.to_lowercase(),
        "upper" => value.to_uppercase(),
        "blank-after" => format!("{value} "),
        "blank-before" => format!(" {value}"),
        "list" => format!("{value},{value}"),
        _ => {
            let mut cut = value.to_owned();
            cut.pop();
            cut
        }
    }
}

/// The manners of [`spoilt`].
pub(super) const MANNERS: [&str; 6] = [
    "lower",
    "upper",
    "blank-after",
    "blank-before",
    "list",
    "cut",
];

/// Something is to be made of a class that is nearly one.
pub(super) fn near_class(generator: &mut Generator, plan: &mut Plan) {
    let classes = generator.terrain.session_classes.clone();
    let Some(class) = generator.rarest("near-class", &classes, Clone::clone) else {
        return;
    };
    let action = generator.one_of("near-class-action", &["CreateSession", "ModifySession"]);
    let session = generator.session("near-class-session", |it| it.status != "Closed");
    for _ in 0..TRIED {
        let manner = generator.one_of("near-class-manner", &MANNERS);
        let near = spoilt(&manner, &class);
        if near == class {
            continue;
        }
        match (action.as_str(), &session) {
            ("ModifySession", Some(session)) => {
                let id = format!("{{{}}}", session.number);
                plan.modify(&id, &[("SessionClass", text(&near))]);
            }
            _ => {
                generator.create_as(plan, &class, &near);
            }
        }
    }
    plan.sessions(["", "", ""]);
}
