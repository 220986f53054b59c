//! What the service description promises of evented values, of any service without tables of its own.

use ctk_record::Judgement;
use ctk_wire::scpd::{Action, Direction};

use crate::case::Case;
use crate::judging::judgement::{Flow, Stop};
use crate::lab::ControlPoint;
use crate::published::looks::same as same_value;
use crate::tester::Tester;
use crate::tester::eventing::Subscription;
use crate::tester::notification::Event;

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    vec![values(), agreement()]
}

/// 4.3, 2.5: a variable in an event has a value of its type, list and range.
fn values() -> Case {
    Case::new(
        "uda/eventing/values-as-described",
        "evented values are of the type, list and range that the service description gives",
    )
    .clause("4.3.2")
    .covers(&["UDA-EVNT-57"])
    .body(|t| {
        of_another_service(t)?;
        let subscription = t.subscriptions().open(ControlPoint::First)?;
        let event = first_event(t, &subscription)?;
        let scpd = t.dut().scpd.as_ref();
        let misfits: Vec<String> = event
            .notify
            .properties
            .iter()
            .filter_map(|(name, value)| {
                let variable = scpd?.variable(name)?;
                Some(format!("{name}: {}", variable.misfit(value)?))
            })
            .collect();
        t.record(
            Judgement::met("UDA-EVNT-57", misfits.is_empty())
                .asked("the first event")
                .accepts(["values of the state variables"])
                .observed(match misfits.as_slice() {
                    [] => format!("{} such values", event.notify.properties.len()),
                    misfits => misfits.join("; "),
                })
                .exchanges([event.exchange]),
        )
    })
}

/// 4.3: the first event has the present values: those that the actions return before and after it.
fn agreement() -> Case {
    Case::new(
        "uda/eventing/values-agree",
        "the first event has the values that actions return",
    )
    .clause("4.3")
    .covers(&["UDA-EVNT-19"])
    .body(|t| {
        of_another_service(t)?;
        let asked = returned(t)?;
        let before = ask(t, &asked)?;
        let subscription = t.subscriptions().open(ControlPoint::First)?;
        let event = first_event(t, &subscription)?;
        let after = ask(t, &asked)?;
        let mut compared = 0;
        let mut differing = Vec::new();
        for (((action, _, variable), before), after) in asked.iter().zip(before).zip(after) {
            let told = event
                .notify
                .properties
                .iter()
                .find(|(name, _)| name == variable);
            let (Some(before), Some(after), Some((_, told))) = (before, after, told) else {
                continue;
            };
            let declared = t
                .dut()
                .scpd
                .as_ref()
                .and_then(|scpd| scpd.variable(variable));
            let kind = declared.map_or("", |variable| variable.data_type.as_str());
            if same_value(kind, &before, &after) {
                compared += 1;
                if !same_value(kind, told, &before) {
                    differing.push(format!(
                        "{variable} is {told:?} in the event, and {before:?} by {}",
                        action.name
                    ));
                }
            }
        }
        if compared == 0 {
            return Err(Stop::inconclusive(
                "no evented variable kept the value that an action returns",
            ));
        }
        t.record(
            Judgement::met("UDA-EVNT-19", differing.is_empty())
                .asked("the first event")
                .accepts(["the values that the actions return before and after it"])
                .observed(match differing.as_slice() {
                    [] => format!("{compared} such values"),
                    differing => differing.join("; "),
                })
                .exchanges([event.exchange]),
        )
    })
}

fn of_another_service(t: &Tester<'_>) -> Flow {
    let service = t.dut().service();
    match service.is_known() {
        false => Ok(()),
        true => Err(Stop::NotApplicable(format!(
            "the cases of {} itself judge its values",
            service.name
        ))),
    }
}

/// Action, out argument and variable, for each evented variable that an action without in arguments returns.
type Returned<'a> = Vec<(&'a Action, String, String)>;

fn returned<'a>(t: &Tester<'a>) -> Flow<Returned<'a>> {
    let dut = t.dut();
    let evented = dut.evented_variables();
    let mut all = Vec::new();
    for action in dut.allowed_actions() {
        if !action.names(Direction::In).is_empty() {
            continue;
        }
        for argument in &action.arguments {
            if evented.contains(&argument.variable.as_str()) {
                all.push((action, argument.name.clone(), argument.variable.clone()));
            }
        }
    }
    match all.is_empty() {
        false => Ok(all),
        true => Err(Stop::NotApplicable(
            "no action that may be called, without in arguments, returns an evented variable"
                .to_owned(),
        )),
    }
}

/// What the actions return, in order; nothing where one fails.
fn ask(t: &mut Tester<'_>, asked: &Returned<'_>) -> Flow<Vec<Option<String>>> {
    let mut all = Vec::new();
    for (action, argument, _) in asked {
        let reply = t.invoke(&action.name, &[])?;
        all.push(reply.output(argument).map(str::to_owned));
    }
    Ok(all)
}

fn first_event(t: &mut Tester<'_>, subscription: &Subscription) -> Flow<Event> {
    t.subscriptions().heard(subscription)?;
    let event = subscription.events.iter().find(|event| event.is_initial());
    event
        .cloned()
        .ok_or_else(|| Stop::inconclusive("the first event did not come (other cases judge that)"))
}
