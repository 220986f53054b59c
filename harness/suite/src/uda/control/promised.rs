//! What the service description promises of the values that go in and out, of any service without tables of its own.
//!
//! Every action that takes no effect is called with every value that it allows, at each end of a range, beyond it, and of
//! the wrong type: those that the service's file marks as safe, and those that the operator named and that only ask.

use ctk_record::{Judgement, Outcome};
use ctk_wire::scpd::{Action, Direction, Variable};

use crate::case::Case;
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;
use crate::tester::reply::Reply;
use crate::under_test::values::{allowed, of_wrong_type, outside};

/// How many calls of one action there are at most.
const MOST_CALLS: usize = 24;

/// Codes by which a value is refused for what it is.
const REFUSED: [u32; 3] = [402, 600, 601];

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    vec![results(), taken(), beyond(), of_another_type()]
}

/// 3.2.2: an out argument has a value of its variable: of its type, in its list, within its range.
fn results() -> Case {
    Case::new(
        "uda/control/results-as-described",
        "results are of the type, list and range that the service description gives",
    )
    .clause("3.2.2")
    .covers(&["UDA-CTRL-58"])
    .body(|t| {
        let mut misfits = Vec::new();
        let mut exchanges = Vec::new();
        for action in actions(t)? {
            for values in calls(t, action, allowed) {
                let reply = call(t, action, &values)?;
                let Some(outputs) = reply.outputs() else {
                    continue;
                };
                exchanges.push(reply.exchange);
                for (name, value) in outputs {
                    let variable = t.dut().variable_of(action, name);
                    let why = variable.and_then(|variable| variable.misfit(value));
                    misfits.extend(why.map(|why| format!("{}: {name}: {why}", reply.asked)));
                }
            }
        }
        if exchanges.is_empty() {
            return Err(Stop::inconclusive("no action that may be called succeeds"));
        }
        misfits.sort();
        misfits.dedup();
        t.record(
            Judgement::met("UDA-CTRL-58", misfits.is_empty())
                .asked("the actions that may be called")
                .accepts(["values of the related state variables"])
                .observed(match misfits.as_slice() {
                    [] => format!("{} results with such values", exchanges.len()),
                    misfits => misfits.join("; "),
                })
                .exchanges(exchanges),
        )
    })
}

/// Table 3-3: a value that the service description allows is not refused as one that it does not.
fn taken() -> Case {
    Case::new(
        "uda/control/allowed-values-taken",
        "no value that the service description allows is refused as wrong",
    )
    .clause("3.2.5")
    .covers(&["UDA-CTRL-59"])
    .body(|t| {
        tried(
            t,
            allowed,
            |reply| reply.fault().is_none_or(|code| !REFUSED.contains(&code)),
            "no fault 402, 600 or 601",
        )
    })
}

/// Table 3-3: a value beside the list or beyond the range is 601, or 600.
fn beyond() -> Case {
    Case::new(
        "uda/control/values-beyond-refused",
        "a value beside its list or beyond its range is refused",
    )
    .clause("3.2.5")
    .covers(&["UDA-CTRL-59"])
    .body(|t| {
        tried(
            t,
            outside,
            |reply| !reply.succeeded(),
            "a fault, 601 or 600",
        )
    })
}

/// Table 3-3: a value of the wrong type is 402, or 600.
fn of_another_type() -> Case {
    Case::new(
        "uda/control/wrong-types-refused",
        "a value that is not of the data type of its argument is refused",
    )
    .clause("3.2.5")
    .covers(&["UDA-CTRL-59"])
    .body(|t| {
        let wrong = |variable: &Variable| {
            of_wrong_type(variable)
                .map(str::to_owned)
                .into_iter()
                .collect()
        };
        tried(t, wrong, |reply| !reply.succeeded(), "a fault, 402 or 600")
    })
}

/// Calls every action with these values of each of its arguments; what is not as it should be is a warning.
fn tried(
    t: &mut Tester<'_>,
    values: fn(&Variable) -> Vec<String>,
    right: fn(&Reply) -> bool,
    accepted: &str,
) -> Flow {
    let mut wrong = Vec::new();
    let mut exchanges = Vec::new();
    for action in actions(t)? {
        // The first is the usual one.
        for values in calls(t, action, values).iter().skip(1) {
            let reply = call(t, action, values)?;
            if !reply.succeeded() && !reply.is_fault() {
                continue;
            }
            exchanges.push(reply.exchange);
            if !right(&reply) {
                wrong.push(format!(
                    "{}: {}",
                    reply.asked,
                    reply.describe(&reply.observed(None))
                ));
            }
        }
    }
    if exchanges.is_empty() {
        return Err(Stop::NotApplicable(
            "no action that may be called takes an argument with such values".to_owned(),
        ));
    }
    t.record(
        Judgement::met_or("UDA-CTRL-59", wrong.is_empty(), Outcome::Warning)
            .asked("the actions that may be called")
            .accepts([accepted])
            .observed(match wrong.as_slice() {
                [] => format!("{} answers of that kind", exchanges.len()),
                wrong => wrong.join("; "),
            })
            .exchanges(exchanges),
    )
}

/// The actions that may be called.
fn actions<'a>(t: &Tester<'a>) -> Flow<Vec<&'a Action>> {
    let dut = t.dut();
    if dut.service().is_known() {
        return Err(Stop::NotApplicable(format!(
            "the cases of {} itself judge its values",
            dut.service().name
        )));
    }
    let all = dut.asked_with_any_value();
    match all.is_empty() {
        false => Ok(all),
        true => Err(Stop::NotApplicable(
            "needs an action that may be called and only asks: --invoke NAME names one".to_owned(),
        )),
    }
}

/// The usual values of the in arguments, and those in which one is another.
fn calls(
    t: &Tester<'_>,
    action: &Action,
    values: impl Fn(&Variable) -> Vec<String>,
) -> Vec<Vec<(String, String)>> {
    let dut = t.dut();
    let usual = dut.usual_values(action);
    let mut all = vec![usual.clone()];
    for name in action.names(Direction::In) {
        let variable = dut.variable_of(action, name);
        for value in variable.map(&values).unwrap_or_default() {
            let mut other = usual.clone();
            for (known, slot) in &mut other {
                if known == name {
                    slot.clone_from(&value);
                }
            }
            if !all.contains(&other) {
                all.push(other);
            }
        }
    }
    all.truncate(MOST_CALLS);
    all
}

fn call(t: &mut Tester<'_>, action: &Action, values: &[(String, String)]) -> Flow<Reply> {
    let values: Vec<(&str, &str)> = values
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    t.invoke_among_others(&action.name, &values)
}
