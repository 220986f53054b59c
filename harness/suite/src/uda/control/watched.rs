//! What every response shows: envelope, response element, out arguments, faults, headers. Judged once, in the last
//! phase, from all exchanges of the run.

use ctk_vectors::ShownBy;
use ctk_vectors::messaging_2::action;

use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::messaging;
use crate::passive::rows;
use crate::passive::watch::watching;
use crate::tester::Tester;
use crate::tester::reply::Reply;
use crate::under_test::actions::NOTHING_TO_INVOKE;

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    rows::cases(ShownBy::Control, provoke)
        .into_iter()
        .chain([
            ext_header(),
            watching(
                "uda/control/empty-response",
                "an action without out arguments returns its empty response element",
                "UDA-CTRL-32",
                delete_own,
            )
            .of(messaging::NAME)
            .needs(&[Need::Action(action::DELETE_MESSAGE)])
            .own_objects(1),
        ])
        .collect()
}

/// 1.0 clause 3.2.2: EXT without value. Later versions no longer list it (U-17).
fn ext_header() -> Case {
    watching(
        "uda/control/ext-header",
        "a success has the header EXT",
        "UDA-CTRL-27",
        provoke,
    )
    .needs(&[Need::UdaAtMost(1, 0)])
}

/// Every action without in arguments, which succeeds, and a fault.
fn provoke(t: &mut Tester<'_>) -> Flow {
    let dut = t.dut();
    let service = dut.service();
    let (Some(facts), Some(safe)) = (service.facts(), &service.safe) else {
        return provoke_other(t);
    };
    for action in &facts.actions {
        if action.inputs.is_empty() && dut.ics.has_action(&action.name) {
            shown(t.invoke(&action.name, &[]))?;
        }
    }
    let id = t.unique("CtkNone")?;
    shown(t.invoke(safe.asking, &[(safe.argument, &id)]))
}

/// Whatever came, and if it cannot be read, has been noticed.
fn shown(flow: Flow<Reply>) -> Flow {
    match flow {
        Ok(_) | Err(Stop::Inconclusive { .. }) => Ok(()),
        Err(stop) => Err(stop),
    }
}

/// The same of another service: the actions that may be called, one that it does not have, and one without its
/// arguments.
fn provoke_other(t: &mut Tester<'_>) -> Flow {
    let name = t.unique("CtkNone")?;
    shown(t.invoke(&name, &[]))?;
    if let Some(asking) = t.dut().asking_action() {
        shown(t.invoke(asking, &[]))?;
    }
    let plain = t.dut().plain_actions();
    if plain.is_empty() {
        return Err(Stop::NotApplicable(NOTHING_TO_INVOKE.to_owned()));
    }
    for action in plain {
        shown(t.invoke(action, &[]))?;
    }
    Ok(())
}

/// 3.2.2: DeleteMessage has no out argument; only a message of this run is deleted.
fn delete_own(t: &mut Tester<'_>) -> Flow {
    let id = super::own_message::own_message(t)?;
    let reply = t.invoke(action::DELETE_MESSAGE, &[("MessageID", &id)])?;
    t.arranged(&reply).map(drop)
}
