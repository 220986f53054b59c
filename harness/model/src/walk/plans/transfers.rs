//! File transfers: one, several files, one after another, cancelled.

use crate::walk::generator::Generator;
use crate::walk::plan::{Plan, named, text};
use crate::walk::step::{By, Field, Offer, Value};

/// A session for files in the plan.
pub(super) fn session(generator: &mut Generator, plan: &mut Plan) -> Option<u32> {
    if !generator.terrain.has_action("StartFileTransfer") {
        return None;
    }
    let classes: Vec<String> = ["File-Transfer", "Mixed"]
        .into_iter()
        .filter(|class| generator.terrain.people(class) > 0)
        .filter(|class| {
            generator
                .terrain
                .session_classes
                .iter()
                .any(|it| it == class)
        })
        .map(str::to_owned)
        .collect();
    let class = generator.rarest("transfer-class", &classes, Clone::clone)?;
    Some(generator.running(plan, &class))
}

pub(super) fn start(generator: &mut Generator, plan: &mut Plan, session: u32) {
    let count = 1 + generator.dice.below(3);
    let mut list = generator.files("file", count);
    for file in &mut list {
        file.progress = generator.dice.chance(1, 2).then_some(1);
    }
    let session = format!("{{{session}}}");
    plan.invoke(
        "StartFileTransfer",
        &[("FileInfoList", Value::Files(Offer { session, list }))],
    );
}

/// Transfers make no progress, or do again.
pub(super) fn stall(plan: &mut Plan, enabled: bool) {
    plan.stimulate("stall-file-transfer", &[("enabled", Field::Flag(enabled))]);
}

fn look(plan: &mut Plan, session: u32) {
    let id = format!("{{{session}}}");
    plan.on_session(By::First, "GetFileTransferSession", &id);
    plan.look(session);
}

pub(super) fn transfer(generator: &mut Generator, plan: &mut Plan) {
    let Some(session) = session(generator, plan) else {
        return;
    };
    let stalled = generator.dice.chance(1, 2);
    if stalled {
        stall(plan, true);
    }
    start(generator, plan, session);
    look(plan, session);
    if stalled {
        plan.stimulate("complete-file-transfer", &[("session_id", named(session))]);
        stall(plan, false);
    }
    plan.look(session);
    plan.on_session(By::First, "CloseSession", &format!("{{{session}}}"));
    look(plan, session);
}

pub(super) fn again(generator: &mut Generator, plan: &mut Plan) {
    let Some(session) = session(generator, plan) else {
        return;
    };
    let before = plan.mark();
    start(generator, plan, session);
    plan.listen();
    plan.look(session);
    plan.repeat(before);
    look(plan, session);
    plan.on_session(By::First, "CloseSession", &format!("{{{session}}}"));
    look(plan, session);
}

/// A transfer that is refused while another one goes on leaves nothing.
pub(super) fn another(generator: &mut Generator, plan: &mut Plan) {
    let Some(session) = session(generator, plan) else {
        return;
    };
    stall(plan, true);
    start(generator, plan, session);
    start(generator, plan, session);
    look(plan, session);
    stall(plan, false);
    plan.on_session(By::First, "CloseSession", &format!("{{{session}}}"));
    look(plan, session);
}

pub(super) fn cancelled(generator: &mut Generator, plan: &mut Plan) {
    let Some(session) = session(generator, plan) else {
        return;
    };
    refused_parked(generator, plan, session);
    stall(plan, true);
    start(generator, plan, session);
    plan.on_session(By::First, "CancelFileTransfer", &format!("{{{session}}}"));
    stall(plan, false);
    look(plan, session);
    plan.on_session(By::First, "CancelFileTransfer", &format!("{{{session}}}"));
    // What was cancelled in vain is not the next one: it goes on until it is cancelled itself.
    stall(plan, true);
    start(generator, plan, session);
    look(plan, session);
    plan.on_session(By::First, "CancelFileTransfer", &format!("{{{session}}}"));
    // The next one comes to its end, which is told though no progress is.
    let list = generator.files("file", 1);
    let id = format!("{{{session}}}");
    let offer = Value::Files(Offer { session: id, list });
    plan.invoke("StartFileTransfer", &[("FileInfoList", offer)]);
    plan.stimulate("complete-file-transfer", &[("session_id", named(session))]);
    stall(plan, false);
}

/// A transfer that is refused while the session is Parked is none.
fn refused_parked(generator: &mut Generator, plan: &mut Plan, session: u32) {
    let id = format!("{{{session}}}");
    plan.on_session(By::First, "LeaveSession", &id);
    start(generator, plan, session);
    plan.on_session(By::First, "JoinSession", &id);
    plan.on_session(By::First, "CancelFileTransfer", &id);
    plan.look(session);
}

/// A transfer that nobody is authorized to cancel goes on.
pub(super) fn cancelled_in_vain(generator: &mut Generator, plan: &mut Plan) {
    let Some(session) = session(generator, plan) else {
        return;
    };
    let id = format!("{{{session}}}");
    let authorize = |plan: &mut Plan, enabled| {
        plan.stimulate("authorize", &[("enabled", Field::Flag(enabled))]);
    };
    stall(plan, true);
    start(generator, plan, session);
    authorize(plan, false);
    plan.on_session(By::First, "CancelFileTransfer", &id);
    authorize(plan, true);
    plan.on_session(By::First, "CancelFileTransfer", &id);
    stall(plan, false);
}

/// A transfer that is refused, once there was another, leaves what is told of that one alone.
pub(super) fn refused(generator: &mut Generator, plan: &mut Plan) {
    let Some(session) = session(generator, plan) else {
        return;
    };
    start(generator, plan, session);
    look(plan, session);
    let broken = generator.one_of("refused-offer", &["<fileInfoList>", "", "no list"]);
    plan.invoke("StartFileTransfer", &[("FileInfoList", text(&broken))]);
    plan.on_session(By::First, "CloseSession", &format!("{{{session}}}"));
    look(plan, session);
    start(generator, plan, session);
    look(plan, session);
}
