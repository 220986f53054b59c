//! 5.5.4.7 SearchMessages, what is refused: Table 17, and what the device does not support.

use ctk_model::expectation::Expectation;
use ctk_vectors::messaging_2::{action, message_folder, message_status, req};
use ctk_vectors::{Presence, facts};

use crate::arrange::folders::Criteria;
use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;
use crate::under_test::ClaimKind;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![
        invalid_class(),
        invalid_folder(),
        invalid_status(),
        unknown_session(),
        malformed_session(),
        invalid_beside_valid(),
        several_invalid(),
        unsupported_class(),
        unsupported_folder(),
    ]
}

fn refusing(id: &'static str, purpose: &'static str, requirement: &'static str) -> Case {
    Case::new(id, purpose)
        .clause("5.5.4.7")
        .covers(&[requirement])
        .needs(&[Need::Action(action::SEARCH_MESSAGES)])
}

/// 5.5.4.7, R-29: a value that no table and no vendor has.
fn invalid_class() -> Case {
    refusing(
        "5.5.4/invalid-class",
        "a search for a class that does not exist answers 702",
        req::M_5_5_4_702,
    )
    .body(|t| {
        let class = t.unique("CtkNone")?;
        let reply = t.folders().search(Criteria {
            class: &class,
            ..Criteria::default()
        })?;
        let expectation = Expectation::fault(req::M_5_5_4_702, 702).by("R-29", "class-702");
        t.judge_pair(&reply, &expectation, 702)
    })
}

/// 5.5.4.7, R-29.
fn invalid_folder() -> Case {
    refusing(
        "5.5.4/invalid-folder",
        "a search in a folder that does not exist answers 707",
        req::M_5_5_4_707,
    )
    .body(|t| {
        let folder = t.unique("CtkNone")?;
        let reply = t.folders().search(Criteria {
            folder: &folder,
            ..Criteria::default()
        })?;
        let expectation = Expectation::fault(req::M_5_5_4_707, 707).by("R-29", "folder-707");
        t.judge_pair(&reply, &expectation, 707)
    })
}

/// 5.5.4.7, R-29.
fn invalid_status() -> Case {
    refusing(
        "5.5.4/invalid-status",
        "a search for a status that does not exist answers 705",
        req::M_5_5_4_705,
    )
    .body(|t| {
        let status = t.unique("CtkNone")?;
        let reply = t.folders().search(Criteria {
            status: &status,
            ..Criteria::default()
        })?;
        let expectation = Expectation::fault(req::M_5_5_4_705, 705).by("R-29", "status-705");
        t.judge_pair(&reply, &expectation, 705)
    })
}

/// 5.5.4.7, R-29: an id of the right form that no session has.
fn unknown_session() -> Case {
    refusing(
        "5.5.4/unknown-session",
        "a search in a session that does not exist answers 706",
        req::M_5_5_4_706,
    )
    .body(|t| {
        let session = t.sessions().unknown_id()?;
        let reply = t.folders().search(Criteria {
            session: &session,
            ..Criteria::default()
        })?;
        let expectation = Expectation::fault(req::M_5_5_4_706, 706).by("R-29", "session-706");
        t.judge_pair(&reply, &expectation, 706)
    })
}

/// 5.5.4.7, R-30: an id with characters that no session id has names no session.
fn malformed_session() -> Case {
    refusing(
        "5.5.4/malformed-session",
        "a search in a session whose id has illegal characters answers 706",
        req::M_5_5_4_706,
    )
    .body(|t| {
        let session = t.unique("ctk none/")?;
        let reply = t.folders().search(Criteria {
            session: &session,
            ..Criteria::default()
        })?;
        let expectation = Expectation::fault(req::M_5_5_4_706, 706)
            .by("R-30", "session-id")
            .warn_fault(501, "R-29")
            .warn_fault(601, "R-29");
        t.judge(&reply, &expectation)
    })
}

/// 5.5.4.7: a valid criterion beside it does not heal an invalid one.
fn invalid_beside_valid() -> Case {
    refusing(
        "5.5.4/invalid-class-in-a-valid-folder",
        "an invalid class beside valid criteria answers 702",
        req::M_5_5_4_702,
    )
    .body(|t| {
        let class = t.unique("CtkNone")?;
        let reply = t.folders().search(Criteria {
            class: &class,
            folder: message_folder::SENT,
            status: message_status::READ,
            ..Criteria::default()
        })?;
        let expectation = Expectation::fault(req::M_5_5_4_702, 702).by("R-29", "class-702");
        t.judge(&reply, &expectation)
    })
}

/// 5.5.4.7, R-14: of several mistakes any one is named.
fn several_invalid() -> Case {
    refusing(
        "5.5.4/several-invalid",
        "several invalid criteria answer the code of one of them",
        req::M_5_5_4_702,
    )
    .body(|t| {
        let none = t.sessions().unknown_id()?;
        let reply = t.folders().search(Criteria {
            class: &none,
            folder: &none,
            status: &none,
            session: &none,
        })?;
        let expectation = Expectation::fault(req::M_5_5_4_702, 702)
            .by("R-29", "class-702")
            .allow_fault(705, "R-14")
            .allow_fault(706, "R-14")
            .allow_fault(707, "R-14");
        t.judge(&reply, &expectation)
    })
}

/// a class of Table 3 that the device does not support.
fn unsupported_class() -> Case {
    refusing(
        "5.5.4/unsupported-class",
        "a search for a class that is not supported answers 702 or lists nothing",
        req::M_5_5_4_702,
    )
    .body(|t| {
        let kind = ClaimKind::MessageClasses;
        let classes = lacking(3, |class| t.dut().ics.lacks(kind, class));
        for class in none_is_not_applicable(classes, "no message class is known to be lacking")? {
            let criteria = Criteria {
                class,
                ..Criteria::default()
            };
            unsupported(t, criteria, req::M_5_5_4_702, "unsupported-class")?;
        }
        Ok(())
    })
}

/// a folder of Table 4 that the device does not support.
fn unsupported_folder() -> Case {
    refusing(
        "5.5.4/unsupported-folder",
        "a search in a folder that is not supported answers 707 or lists nothing",
        req::M_5_5_4_707,
    )
    .body(|t| {
        let folders = lacking(4, |folder| t.dut().ics.lacks(ClaimKind::Folders, folder));
        for folder in none_is_not_applicable(folders, "no folder is known to be lacking")? {
            let criteria = Criteria {
                folder,
                ..Criteria::default()
            };
            unsupported(t, criteria, req::M_5_5_4_707, "unsupported-folder")?;
        }
        Ok(())
    })
}

fn lacking(table: u8, lacks: impl Fn(&str) -> bool) -> Vec<&'static str> {
    let table = facts().values(table);
    table
        .into_iter()
        .flat_map(|table| &table.values)
        // That a required value is not listed is judged with the capabilities.
        .filter(|value| value.presence == Presence::Allowed)
        .map(|value| value.value.as_str())
        .filter(|value| lacks(value))
        .collect()
}

fn none_is_not_applicable(list: Vec<&'static str>, why: &str) -> Flow<Vec<&'static str>> {
    if list.is_empty() {
        return Err(Stop::NotApplicable(why.to_owned()));
    }
    Ok(list)
}

fn unsupported(
    t: &mut Tester<'_>,
    criteria: Criteria<'_>,
    requirement: &str,
    situation: &str,
) -> Flow {
    let reply = t.folders().search(criteria)?;
    let after = if reply.succeeded() {
        let listed = t.documents().messages(&reply)?;
        Some(if listed.is_empty() {
            "empty".to_owned()
        } else {
            format!("{} messages", listed.len())
        })
    } else {
        None
    };
    let expectation = Expectation::of(requirement).by("R-51", situation);
    let observed = reply.observed(after.as_deref());
    t.judge_after(&reply, &expectation, &observed)
}
