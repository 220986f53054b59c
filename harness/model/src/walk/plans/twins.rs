//! Two that are alike but for their ids: what happens to one of them does not happen to the other.

use super::session_lives::conversation;
use crate::walk::generator::Generator;
use crate::walk::plan::{Plan, named, text};
use crate::walk::step::By;

/// What may happen to one of two sessions.
const ACTS: [&str; 9] = [
    "peer-rejects-session",
    "peer-accepts-session",
    "peer-closes-session",
    "CloseSession pending",
    "AcceptSession",
    "LeaveSession",
    "JoinSession",
    "CloseSession",
    "ModifySession",
];

/// Of two sessions with the same people, class and subject one moves on.
pub(super) fn sessions(generator: &mut Generator, plan: &mut Plan) {
    let Some((class, _)) = conversation(generator, "twins") else {
        return;
    };
    let act = generator.one_of("twins-act", &ACTS);
    let asked = act == "AcceptSession";
    if asked && !generator.terrain.has_stimulus("incoming-session") {
        return;
    }
    let both = if asked {
        [(); 2].map(|()| generator.ask(plan, &class))
    } else {
        let before = plan.mark();
        [generator.create(plan, &class), plan.repeat(before)]
    };
    let pending = ["peer-rejects-session", "peer-accepts-session"].contains(&act.as_str())
        || act == "CloseSession pending";
    let parked = act == "JoinSession";
    for session in both {
        if !asked && !pending {
            plan.stimulate("peer-accepts-session", &[("session_id", named(session))]);
        }
        if parked {
            plan.on_session(By::First, "LeaveSession", &format!("{{{session}}}"));
        }
    }
    let one = both[generator.dice.below(2)];
    let id = format!("{{{one}}}");
    match act.as_str() {
        "ModifySession" => {
            let subject = generator.text("session-subject", true);
            plan.modify(&id, &[("Subject", text(&subject))]);
        }
        "CloseSession pending" => drop(plan.on_session(By::First, "CloseSession", &id)),
        act if act.ends_with("Session") => drop(plan.on_session(By::First, act, &id)),
        act => drop(plan.stimulate(act, &[("session_id", named(one))])),
    }
    for session in both {
        plan.look(session);
    }
    plan.sessions(["", &class, ""]);
}
