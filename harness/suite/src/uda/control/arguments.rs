//! In arguments and action names that are not as the service description has them.

use ctk_record::Outcome;
use ctk_vectors::messaging_2::action;
use ctk_vectors::uda::row;

use super::lacking::missing;
use super::positive_control::positive_control;
use crate::case::{Case, Need, Phase};
use crate::judging::judgement::Stop;
use crate::messaging;
use crate::under_test::ClaimKind;

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    vec![
        missing_object(),
        missing_criterion(),
        order(),
        surplus(),
        repeated(),
        empty_forms(),
        unknown_action(),
        action_case(),
        argument_case(),
        left_out_action(),
    ]
}

/// 3.2.5: a missing in argument is 402. Success on a missing id would mean that the device made one up.
fn missing_object() -> Case {
    Case::new(
        "uda/control/missing-argument",
        "an action without an argument that it needs answers 402",
    )
    .clause("3.2.5")
    .covers(&["UDA-CTRL-13"])
    .phase(Phase::Hostile)
    .body(|t| {
        let request = t
            .raw_request(t.asking_action()?, &[])
            .but("without its arguments");
        let came = t.raw().post(&request)?;
        // An action of another service that is not known at all says nothing about its arguments.
        if !t.dut().service().is_known() && matches!(came.fault(), Some(401 | 602)) {
            return Err(Stop::inconclusive(
                "the action is not known, though it is declared (uda/scpd/declared-and-there)",
            ));
        }
        // What an argument of another service means when it is missing, the kit does not know.
        let taken = match t.dut().service().is_known() {
            true => Outcome::Fail,
            false => Outcome::Warning,
        };
        t.grade(
            "UDA-CTRL-13",
            missing(&came, taken),
            &["fault 402", "another fault but 401 (as a warning)"],
            &came,
        )
    })
}

/// The same for a search criterion, whose empty value has a meaning.
fn missing_criterion() -> Case {
    Case::new(
        "uda/control/missing-criterion",
        "SearchMessages without its last argument answers 402",
    )
    .clause("3.2.5")
    .covers(&["UDA-CTRL-13"])
    .of(messaging::NAME)
    .needs(&[Need::Action(action::SEARCH_MESSAGES)])
    .phase(Phase::Hostile)
    .body(|t| {
        let given = [
            ("MessageClass", ""),
            ("MessageFolder", ""),
            ("MessageStatus", ""),
        ];
        let request = t
            .raw_request(action::SEARCH_MESSAGES, &given)
            .but("without SessionID");
        let came = t.raw().post(&request)?;
        t.grade(
            "UDA-CTRL-13",
            missing(&came, Outcome::Warning),
            &[
                "fault 402",
                "another fault but 401, or success (as a warning)",
            ],
            &came,
        )
    })
}

/// 3.2.5: in arguments in the wrong order are refused as 402, or understood by name; never swapped.
fn order() -> Case {
    Case::new(
        "uda/control/argument-order",
        "arguments in another order are understood by name, or answered 402",
    )
    .clause("3.2.5")
    .covers(&["UDA-CTRL-14"])
    .of(messaging::NAME)
    .needs(&[Need::Action(action::SEARCH_MESSAGES)])
    .body(|t| {
        let folder = t.dut().ics.folders.first().cloned().unwrap_or_default();
        let mut given = [
            ("MessageClass", ""),
            ("MessageFolder", folder.as_str()),
            ("MessageStatus", ""),
            ("SessionID", ""),
        ];
        let plain = t.raw_request(action::SEARCH_MESSAGES, &given);
        let usual = t.raw().post(&plain)?;
        given.reverse();
        let request = t
            .raw_request(action::SEARCH_MESSAGES, &given)
            .but("with its arguments in reverse order");
        let came = t.raw().post(&request)?;
        if came.fault() == Some(402) {
            return t.grade("UDA-CTRL-14", Outcome::Pass, &["fault 402"], &came);
        }
        t.same("UDA-CTRL-14", Outcome::Fail, &usual, &came)
    })
}

/// 3.2.1, 3.2.5: an unknown argument is ignored, or answered 402 (U-14).
fn surplus() -> Case {
    Case::new(
        "uda/control/surplus-argument",
        "an argument too many is ignored or answered 402",
    )
    .clause("3.2.5")
    .covers(&["UDA-CTRL-15"])
    .needs(&[Need::PlainAction])
    .phase(Phase::Hostile)
    .body(|t| {
        let action = t.plain_action()?;
        let plain = t.raw_request(action, &[]);
        let usual = t.raw().post(&plain)?;
        let request = t
            .raw_request(action, &[("Surplus", "1")])
            .but("with an argument too many");
        let came = t.raw().post(&request)?;
        if came.fault() == Some(402) {
            return t.grade("UDA-CTRL-15", Outcome::Pass, &["fault 402"], &came);
        }
        t.same("UDA-CTRL-15", Outcome::Warning, &usual, &came)
    })
}

/// 3.2.1: what a repeated argument means is not defined; the device has to survive it.
fn repeated() -> Case {
    Case::new(
        "uda/control/repeated-argument",
        "an argument that stands twice is answered",
    )
    .clause("3.2.1")
    .covers(&[row::UDA_CTRL_16, row::UDA_CTRL_25])
    .of(messaging::NAME)
    .needs(&[Need::Action(action::READ_MESSAGE)])
    .phase(Phase::Hostile)
    .body(|t| {
        let (one, two) = (t.unique("CtkNone")?, t.unique("CtkNone")?);
        let given = [("MessageID", one.as_str()), ("MessageID", two.as_str())];
        let request = t
            .raw_request(action::READ_MESSAGE, &given)
            .but("with its argument twice");
        let came = t.raw().post(&request)?;
        // What is answered is open; that there is an answer is not.
        let (row, outcome) = if came.answered() {
            (row::UDA_CTRL_16, Outcome::Pass)
        } else {
            (row::UDA_CTRL_25, Outcome::Fail)
        };
        t.grade(row, outcome, &["fault 402", "any answer"], &came)
    })
}

/// 2.2: an empty value in one tag means the same as in two.
fn empty_forms() -> Case {
    Case::new(
        "uda/control/empty-value-one-tag",
        "an empty value in one tag means the same as in two",
    )
    .clause("2.2")
    .covers(&["UDA-CTRL-18"])
    .of(messaging::NAME)
    .needs(&[Need::Action(action::READ_MESSAGE)])
    .body(|t| {
        let plain = t.raw_request(action::READ_MESSAGE, &[("MessageID", "")]);
        let usual = t.raw().post(&plain)?;
        let request = t
            .raw_request(action::READ_MESSAGE, &[])
            .envelope(|envelope| envelope.raw("<MessageID/>"))
            .but("with an empty value in one tag");
        let came = t.raw().post(&request)?;
        t.same("UDA-CTRL-18", Outcome::Fail, &usual, &came)
    })
}

/// 3.2.5: an action that the service does not have is 401.
fn unknown_action() -> Case {
    Case::new(
        "uda/control/unknown-action",
        "an action that the service does not have answers 401",
    )
    .clause("3.2.5")
    .covers(&["UDA-CTRL-40"])
    .body(|t| {
        let name = t.unique("CtkNone")?;
        let request = t
            .raw_request(&name, &[])
            .but("which is not an action of the service");
        let came = t.raw().post(&request)?;
        let outcome = match came.fault() {
            Some(401) => Outcome::Pass,
            Some(602) => Outcome::Warning,
            _ => Outcome::Fail,
        };
        t.grade(
            "UDA-CTRL-40",
            outcome,
            &["fault 401", "fault 602 (as a warning)"],
            &came,
        )?;
        // Of a service without an action that may be called there is nothing to compare with: 401 says what it says.
        match t.harmless_action() {
            Ok(action) => {
                let known = t.raw_request(action, &[]);
                positive_control(t, outcome, &known, &came).map(drop)
            }
            Err(_) => Ok(()),
        }
    })
}

/// 3.2.1: names of actions are compared with regard to case.
fn action_case() -> Case {
    Case::new(
        "uda/control/action-name-case",
        "an action's name in other letters is not an action",
    )
    .clause("3.2.1")
    .covers(&["UDA-CTRL-17"])
    .phase(Phase::Hostile)
    .body(|t| {
        let action = t.harmless_action()?;
        let request = t
            .raw_request(&action.to_lowercase(), &[])
            .but("in lower case");
        let came = t.raw().post(&request)?;
        let outcome = if came.fault() == Some(401) {
            Outcome::Pass
        } else {
            Outcome::Warning
        };
        t.grade("UDA-CTRL-17", outcome, &["fault 401"], &came)?;
        let known = t.raw_request(action, &[]);
        positive_control(t, outcome, &known, &came).map(drop)
    })
}

/// 3.2.1: names of arguments are compared with regard to case.
fn argument_case() -> Case {
    Case::new(
        "uda/control/argument-name-case",
        "an argument's name in other letters is not an argument",
    )
    .clause("3.2.1")
    .covers(&["UDA-CTRL-17"])
    .of(messaging::NAME)
    .needs(&[Need::Action(action::READ_MESSAGE)])
    .phase(Phase::Hostile)
    .body(|t| {
        let id = t.unique("CtkNone")?;
        let request = t
            .raw_request(action::READ_MESSAGE, &[("messageid", &id)])
            .but("with messageid in lower case");
        let came = t.raw().post(&request)?;
        let outcome = match came.fault() {
            Some(402) => Outcome::Pass,
            _ => Outcome::Warning,
        };
        t.grade(
            "UDA-CTRL-17",
            outcome,
            &["fault 402", "any other answer (as a warning)"],
            &came,
        )?;
        let right = t.raw_request(action::READ_MESSAGE, &[("MessageID", &id)]);
        positive_control(t, outcome, &right, &came).map(drop)
    })
}

/// Table 3-3: an action of the standard that the device does not implement is 602 or 401. Called without arguments, so
/// that nothing happens if it is there after all.
fn left_out_action() -> Case {
    Case::new(
        "uda/control/left-out-action",
        "an optional action that is not implemented answers 602 or 401",
    )
    .clause("3.2.5")
    .covers(&["UDA-CTRL-41"])
    .body(|t| {
        let Some(facts) = t.dut().service().facts() else {
            return Err(Stop::NotApplicable(
                "the kit does not know what else the service could have".to_owned(),
            ));
        };
        let left_out = facts
            .actions
            .iter()
            .find(|action| t.dut().ics.lacks(ClaimKind::Actions, &action.name));
        let Some(action) = left_out else {
            return Err(Stop::NotApplicable(
                "no action is known to be lacking".to_owned(),
            ));
        };
        let request = t
            .raw_request(&action.name, &[])
            .but("which is not implemented");
        let came = t.raw().post(&request)?;
        let outcome = if matches!(came.fault(), Some(401 | 402 | 602)) {
            Outcome::Pass
        } else {
            Outcome::Warning
        };
        t.grade("UDA-CTRL-41", outcome, &["fault 602", "fault 401"], &came)
    })
}
