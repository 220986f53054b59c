//! In arguments that are missing, one at a time: the first, one in the middle, the last, the only one.

use ctk_model::document::Recipients;
use ctk_record::Outcome;
use ctk_vectors::messaging_2::action;
use ctk_vectors::uda::row;
use ctk_vectors::{Action, facts};
use ctk_wire::soap::ControlResult;

use super::lacking::missing;
use super::positive_control::positive_control;
use crate::case::slug::kebab;
use crate::case::{Case, Need, Phase};
use crate::judging::judgement::Flow;
use crate::messaging;
use crate::tester::Tester;
use crate::tester::control_response::Came;

/// The cases: one for each action that has in arguments.
pub(super) fn cases() -> Vec<Case> {
    let actions = facts().actions.iter();
    actions
        .filter(|action| !action.inputs.is_empty())
        .map(omitted)
        .collect()
}

/// 3.2.5: whichever in argument is missing, the answer is 402. Where an empty value has a meaning, to take a missing one
/// for that is a remark; success without the argument that names the object would mean that the device made one up.
fn omitted(action: &'static Action) -> Case {
    let name: &'static str = &action.name;
    let case = Case::new(
        format!("uda/control/omitted-{}", kebab(name)),
        format!("{name} answers 402, whichever of its arguments is missing"),
    )
    .clause("3.2.5")
    .covers(&[row::UDA_CTRL_13])
    .of(messaging::NAME)
    .needs(&[Need::Action(name)])
    .phase(Phase::Hostile)
    .derived()
    .body(move |t| judge_omitted(t, action));
    match name {
        action::CREATE_SESSION => case.needs(&[Need::Recipient]).own_objects(0),
        action::MODIFY_SESSION => case
            .needs(&[
                Need::SessionMode,
                Need::Action(action::CREATE_SESSION),
                Need::Recipient,
            ])
            .own_objects(0),
        _ => case,
    }
}

fn judge_omitted(t: &mut Tester<'_>, action: &Action) -> Flow {
    let name = action.name.as_str();
    let values = values(t, action)?;
    let given: Vec<(&str, &str)> = action
        .inputs
        .iter()
        .zip(&values)
        .map(|(argument, value)| (argument.name.as_str(), value.as_str()))
        .collect();
    let mut last = None;
    for (at, (left_out, _)) in given.iter().enumerate() {
        let mut rest = given.clone();
        rest.remove(at);
        let request = t
            .raw_request(name, &rest)
            .but(format!("without {left_out}"));
        let came = t.raw().post(&request)?;
        tidy(t, &came);
        let taken = match has_empty_meaning(name, left_out) {
            true => Outcome::Warning,
            false => Outcome::Fail,
        };
        t.grade(
            row::UDA_CTRL_13,
            missing(&came, taken),
            &["fault 402", "another fault but 401 (as a warning)"],
            &came,
        )?;
        last = Some(came);
    }
    // What an invented document is answered with may be 402 as well.
    let documents = [action::SEND_MESSAGE, action::START_FILE_TRANSFER];
    match last {
        Some(came) if came.fault() == Some(402) && !documents.contains(&name) => {
            let whole = t.raw_request(name, &given);
            let good = positive_control(t, Outcome::Pass, &whole, &came)?;
            good.iter().for_each(|good| tidy(t, good));
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Values for the in arguments, in their order: harmless ones, with which the action does what it is for, or names an
/// object that is not there.
fn values(t: &mut Tester<'_>, action: &Action) -> Flow<Vec<String>> {
    let empty = || action.inputs.iter().map(|_| String::new()).collect();
    match action.name.as_str() {
        action::SEARCH_MESSAGES | action::GET_SESSIONS => Ok(empty()),
        action::CREATE_SESSION => {
            let class = t.classes().any_session()?;
            let to = t.recipients().several(&class, 1)?;
            let list = Recipients::to_ids(&to).to_xml();
            Ok(vec![class, list, t.unique("Subject ")?, String::new()])
        }
        action::MODIFY_SESSION => {
            let class = t.classes().any_session()?;
            let id = t.sessions().created(&class)?;
            let mut values: Vec<String> = empty();
            let known = values.iter_mut().zip(&action.inputs);
            let subject = t.unique("Subject ")?;
            for (value, argument) in known {
                match argument.name.as_str() {
                    "SessionID" => value.clone_from(&id),
                    "Subject" => value.clone_from(&subject),
                    _ => {}
                }
            }
            Ok(values)
        }
        _ => action.inputs.iter().map(|_| t.unique("CtkNone")).collect(),
    }
}

/// The standard gives the empty value of the argument a meaning: any, not decided yet, as it is.
fn has_empty_meaning(action: &str, argument: &str) -> bool {
    match action {
        action::SEARCH_MESSAGES | action::GET_SESSIONS => true,
        action::CREATE_SESSION => argument != "SessionRecipients",
        action::MODIFY_SESSION => argument != "SessionID",
        _ => false,
    }
}

/// A session that came of it is this case's.
fn tidy(t: &mut Tester<'_>, came: &Came) {
    let Ok(ControlResult::Success { arguments, .. }) = &came.reading else {
        return;
    };
    let made = arguments.iter().find(|(name, _)| name == "SessionID");
    if let Some((_, id)) = made.filter(|(_, id)| !id.is_empty()) {
        t.cleanup().session(id);
    }
}
