//! The cells of Figures 2 and 3: complete, total, and in agreement with edges and rulings.

use ctk_vectors::{Answer, Answered, Mark, SessionCell, facts};

const STATES: [&str; 5] = ["Pending", "Running", "Parked", "Closed", "Nonexistent"];
const FOLDERS: [&str; 5] = ["Received", "Outgoing", "Sent", "Deleted", "ClosedSession"];
const ACTIONS: [&str; 9] = [
    "AcceptSession",
    "JoinSession",
    "LeaveSession",
    "CloseSession",
    "ModifySession",
    "SendMessage",
    "StartFileTransfer",
    "CancelFileTransfer",
    "GetFileTransferSession",
];

fn cell(state: &str, action: &str) -> &'static SessionCell {
    facts()
        .session_cell(state, action)
        .unwrap_or_else(|| panic!("no cell for {action} in {state}"))
}

fn cells() -> impl Iterator<Item = &'static SessionCell> {
    STATES
        .into_iter()
        .flat_map(|state| ACTIONS.into_iter().map(move |action| cell(state, action)))
}

/// A Closed session need not be kept.
fn unchanged(before: &str, after: &str) -> bool {
    before == after || (before == "Closed" && after == "Nonexistent")
}

#[test]
fn every_cell_judges_every_answer_in_every_state() {
    for cell in cells() {
        for after in STATES {
            let name = format!("{} in {}, then {after}", cell.action, cell.state);
            assert!(
                cell.mark(Answered::Success, after).is_some(),
                "success of {name}"
            );
            for code in 400..900 {
                let mark = cell.mark(Answered::Fault(code), after);
                let mark = mark.unwrap_or_else(|| panic!("{code} of {name} is not judged"));
                if !unchanged(&cell.state, after) {
                    assert_eq!(
                        mark,
                        Mark::Fail,
                        "{code} of {name}: a failed action changes nothing"
                    );
                }
                if code >= 800 {
                    assert_eq!(mark, Mark::Fail, "{code} of {name}: not permitted");
                }
            }
        }
    }
}

#[test]
fn every_cell_has_an_answer_that_passes_and_one_that_fails() {
    for cell in cells() {
        let judged = |wanted: Mark| {
            STATES.iter().any(|after| {
                let faults = (400..900).map(Answered::Fault);
                faults
                    .chain([Answered::Success])
                    .any(|answered| cell.mark(answered, after) == Some(wanted))
            })
        };
        assert!(
            judged(Mark::Pass) && judged(Mark::Fail),
            "{} in {}",
            cell.action,
            cell.state
        );
    }
}

#[test]
fn edges_pass_and_nothing_comes_into_being() {
    for edge in &facts().session_edges {
        if ACTIONS.contains(&edge.by.as_str()) && edge.condition.as_deref() != Some("others remain")
        {
            let cell = cell(&edge.from, &edge.by);
            assert_eq!(
                cell.mark(Answered::Success, &edge.to),
                Some(Mark::Pass),
                "{edge:?}"
            );
            assert_eq!(cell.requirement, edge.requirement);
        }
    }
    for action in ACTIONS {
        for after in STATES {
            let mark = cell("Nonexistent", action).mark(Answered::Success, after);
            assert_eq!(
                mark,
                Some(Mark::Fail),
                "{action} on no session, then {after}"
            );
        }
    }
}

#[test]
fn accept_join_and_leave_fail_where_the_text_forbids_them() {
    let allowed = [
        ("AcceptSession", vec!["Pending"]),
        ("JoinSession", vec!["Parked", "Running"]),
        ("LeaveSession", vec!["Running"]),
    ];
    for (action, states) in allowed {
        for state in STATES.into_iter().filter(|state| !states.contains(state)) {
            for after in STATES {
                let mark = cell(state, action).mark(Answered::Success, after);
                assert_eq!(mark, Some(Mark::Fail), "{action} in {state}, then {after}");
            }
        }
    }
}

/// Each set of a ruling and the cells that it is about.
const RULED: [(&str, &str, &str, &[&str]); 16] = [
    (
        "R-05",
        "not-pending",
        "AcceptSession",
        &["Running", "Parked"],
    ),
    ("R-05", "closed", "AcceptSession", &["Closed"]),
    ("R-06", "closed", "CloseSession", &["Closed"]),
    ("R-07", "pending", "ModifySession", &["Pending"]),
    ("R-07", "parked", "ModifySession", &["Parked"]),
    ("R-07", "closed", "ModifySession", &["Closed"]),
    ("R-09", "nonexistent", "SendMessage", &["Nonexistent"]),
    ("R-09", "closed", "SendMessage", &["Closed"]),
    ("R-09", "pending", "SendMessage", &["Pending"]),
    ("R-09", "parked", "SendMessage", &["Parked"]),
    (
        "R-12",
        "not-closed",
        "GetFileTransferSession",
        &["Pending", "Running", "Parked"],
    ),
    (
        "R-13",
        "incoming-pending",
        "StartFileTransfer",
        &["Pending"],
    ),
    ("R-13", "parked", "StartFileTransfer", &["Parked"]),
    ("R-13", "closed", "StartFileTransfer", &["Closed"]),
    ("R-16", "enough-leaves", "LeaveSession", &["Running"]),
    ("R-66", "participant", "JoinSession", &["Running"]),
];

#[test]
fn cells_mark_as_their_rulings_do() {
    for (ruling, situation, action, states) in RULED {
        let set = facts().answer_set(ruling, situation).unwrap();
        for state in states {
            let cell = cell(state, action);
            assert!(
                cell.rulings.iter().any(|id| id == ruling),
                "{action} in {state} does not cite {ruling}"
            );
            for (mark, token) in set.answers() {
                // A plain success stands for the states that the set does not list; a milder mark for the same state.
                let unlisted = |after: &&str| {
                    (set.answers())
                        .all(|(_, token)| token.to_string() != format!("success {after}"))
                };
                let seen = match token {
                    Answer::Fault(codes) => cell.mark(Answered::Fault(*codes.start()), state),
                    Answer::SuccessThen(after) => cell.mark(Answered::Success, after),
                    Answer::Success if mark == Mark::Fail => {
                        let after = STATES.into_iter().find(unlisted).unwrap();
                        cell.mark(Answered::Success, after)
                    }
                    Answer::Success => cell.mark(Answered::Success, state),
                    other => panic!("{ruling} {situation}: {other} is no answer of an action"),
                };
                assert_eq!(
                    seen,
                    Some(mark),
                    "{ruling} {situation}: {token} of {action} in {state}"
                );
            }
        }
    }
}

#[test]
fn every_folder_cell_is_there_and_judges_its_stimulus() {
    for folder in FOLDERS {
        for by in ["ReadMessage", "DeleteMessage", "delivery"] {
            let cell = facts().folder_cell(folder, by).unwrap();
            for has_deleted in [true, false] {
                let has = |feature: &str| feature != "folder Deleted" || has_deleted;
                if !cell.when.as_deref().is_none_or(has) {
                    continue;
                }
                let marks: Vec<_> = (FOLDERS.into_iter().chain(["Nonexistent"]))
                    .map(|after| cell.mark(Answered::Success, after, &has).unwrap())
                    .collect();
                assert!(
                    marks.contains(&Mark::Pass) && marks.contains(&Mark::Fail),
                    "{by} in {folder}"
                );
            }
        }
    }
}

#[test]
fn a_message_edge_passes_in_its_cell() {
    for edge in &facts().message_edges {
        if let Some(cell) = facts().folder_cell(&edge.from, &edge.by) {
            assert_eq!(
                cell.mark(Answered::Success, &edge.to, &|_| true),
                Some(Mark::Pass),
                "{edge:?}"
            );
        }
    }
    let kept = facts().folder_cell("Sent", "DeleteMessage").unwrap();
    assert_eq!(
        kept.mark(Answered::Success, "Sent", &|_| true),
        Some(Mark::Fail)
    );
    assert_eq!(
        kept.mark(Answered::Success, "Nonexistent", &|_| false),
        Some(Mark::Pass)
    );
    assert_eq!(
        kept.mark(Answered::Success, "Nonexistent", &|_| true),
        Some(Mark::Fail)
    );
}
