use super::*;

fn outcome(expectation: &Expectation, observed: &Observed) -> Outcome {
    expectation.weigh(observed, &RulingOverrides::new()).outcome
}

fn fault(code: u32) -> Observed {
    Observed::Fault { code, after: None }
}

fn success() -> Observed {
    Observed::Success { after: None }
}

fn then(state: &str) -> Observed {
    Observed::Success {
        after: Some(state.to_owned()),
    }
}

fn nothing() -> Observed {
    Observed::NoFault {
        http_status: 500,
        why: "no envelope".to_owned(),
    }
}

#[test]
fn an_expected_success() {
    let expectation = Expectation::success("M-5.5.3-1");
    assert_eq!(outcome(&expectation, &success()), Outcome::Pass);
    assert_eq!(outcome(&expectation, &then("anything")), Outcome::Pass);
    for (code, worth) in [
        (501, Outcome::Fail),
        (708, Outcome::Fail),
        (850, Outcome::Fail),
        (606, Outcome::Inconclusive),
        (603, Outcome::Inconclusive),
        (604, Outcome::Inconclusive),
    ] {
        assert_eq!(outcome(&expectation, &fault(code)), worth, "{code}");
    }
    assert_eq!(outcome(&expectation, &nothing()), Outcome::Fail);
}

#[test]
fn an_expected_fault_of_the_own_table() {
    let expectation = Expectation::fault("M-5.5.13-708", 708).warn_fault(600, "R-30");
    for (code, worth) in [
        (708, Outcome::Pass),
        (600, Outcome::Warning),
        (501, Outcome::Warning),
        (606, Outcome::Warning),
        (706, Outcome::Fail),
        (712, Outcome::Fail),
        (801, Outcome::Fail),
        (70_000, Outcome::Warning),
    ] {
        assert_eq!(outcome(&expectation, &fault(code)), worth, "{code}");
    }
    assert_eq!(outcome(&expectation, &success()), Outcome::Fail);
    assert_eq!(outcome(&expectation, &nothing()), Outcome::Fail);
    let weighed = expectation.weigh(&fault(706), &RulingOverrides::new());
    assert_eq!(weighed.ruling.as_deref(), Some("R-58"));
}

#[test]
fn without_an_own_code_another_of_the_service_is_a_warning() {
    let expectation = Expectation::of("M-5.5.10-2").allow_fault(708, "R-05");
    assert_eq!(outcome(&expectation, &fault(711)), Outcome::Warning);
}

#[test]
fn the_narrowest_entry_decides_and_at_equality_the_milder() {
    let expectation = Expectation::of("M-5.5.15-1")
        .allow(
            "fault 700-799".parse().unwrap(),
            Mark::Warning,
            Some("R-06"),
        )
        .allow("fault 709".parse().unwrap(), Mark::Fail, Some("R-06"))
        .allow("any fault".parse().unwrap(), Mark::Fail, Some("R-06"))
        .allow_fault(706, "R-06")
        .warn_fault(706, "R-59");
    for (code, worth) in [
        (706, Outcome::Pass),
        (709, Outcome::Fail),
        (710, Outcome::Warning),
        (402, Outcome::Fail),
    ] {
        assert_eq!(outcome(&expectation, &fault(code)), worth, "{code}");
    }
}

#[test]
fn at_equal_breadth_the_milder_decides_whatever_the_order() {
    for expectation in [
        Expectation::of("M-5.5.15-1")
            .warn_fault(706, "R-59")
            .allow_fault(706, "R-06"),
        Expectation::of("M-5.5.15-1")
            .allow_fault(706, "R-06")
            .warn_fault(706, "R-59"),
    ] {
        let weighed = expectation.weigh(&fault(706), &RulingOverrides::new());
        assert_eq!(weighed.outcome, Outcome::Pass);
        assert_eq!(weighed.ruling.as_deref(), Some("R-06"));
    }
}

#[test]
fn an_entry_that_names_the_state_decides_before_a_milder_one() {
    let named = cell().pass[0].clone();
    assert_eq!(named.after, ["Pending"]);
    let mut any = named.clone();
    any.after.clear();
    let mut cell = cell();
    (cell.pass, cell.warning, cell.fail) = (vec![any], Vec::new(), vec![named]);
    let expectation = Expectation::from_cell(&cell);
    let after = |state: &str| Observed::Fault {
        code: 708,
        after: Some(state.to_owned()),
    };
    assert_eq!(outcome(&expectation, &after("Pending")), Outcome::Fail);
    assert_eq!(outcome(&expectation, &after("Running")), Outcome::Pass);
}

#[test]
fn the_state_afterwards_counts() {
    let expectation = Expectation::success_then("M-5.5.13-1", &["Running"]);
    assert_eq!(outcome(&expectation, &then("Running")), Outcome::Pass);
    assert_eq!(outcome(&expectation, &then("Parked")), Outcome::Fail);
    assert_eq!(outcome(&expectation, &success()), Outcome::Inconclusive);
    let by_state = Expectation::of("M-5.5.15-2")
        .allow(
            "success Closed".parse().unwrap(),
            Mark::Warning,
            Some("R-06"),
        )
        .allow("success".parse().unwrap(), Mark::Fail, Some("R-06"));
    assert_eq!(outcome(&by_state, &then("Closed")), Outcome::Warning);
    assert_eq!(outcome(&by_state, &then("Running")), Outcome::Fail);
    assert_eq!(outcome(&by_state, &success()), Outcome::Inconclusive);
}

#[test]
fn a_fault_that_changed_something_fails() {
    let expectation = Expectation::from_cell(&cell());
    let fault = |after: &str| Observed::Fault {
        code: 708,
        after: Some(after.to_owned()),
    };
    assert_eq!(outcome(&expectation, &fault("Pending")), Outcome::Pass);
    assert_eq!(outcome(&expectation, &fault("Running")), Outcome::Fail);
    assert_eq!(outcome(&expectation, &self::fault(708)), Outcome::Pass);
    assert_eq!(
        outcome(&expectation, &self::fault(706)),
        Outcome::Fail,
        "708 is the own table's code"
    );
}

#[test]
fn a_profile_has_the_last_word_on_warnings() {
    let mut overrides = RulingOverrides::new();
    overrides.set("R-05", Outcome::Fail);
    let expectation = Expectation::of("M-5.5.10-2")
        .allow_fault(708, "R-05")
        .warn_fault(706, "R-05");
    assert_eq!(
        expectation.weigh(&fault(706), &overrides).outcome,
        Outcome::Fail
    );
    assert_eq!(
        expectation.weigh(&fault(708), &overrides).outcome,
        Outcome::Pass
    );
}

#[test]
fn alternatives_are_listed_with_their_rulings() {
    let expectation = Expectation::fault("M-5.5.13-708", 708)
        .warn_fault(706, "R-59")
        .allow_fault(501, "R-05")
        .allow("success Running".parse().unwrap(), Mark::Pass, Some("R-15"));
    assert_eq!(
        expectation.accepted(),
        [
            "fault 708",
            "fault 501 (R-05)",
            "success, then Running (R-15)",
            "fault 706 (R-59, as a warning)"
        ]
    );
}

fn cell() -> ctk_vectors::SessionCell {
    ctk_vectors::facts()
        .session_cell("Pending", "JoinSession")
        .cloned()
        .expect("Figure 3 has the cell of Pending and JoinSession")
}

#[test]
fn every_cell_judges_every_answer() {
    for cell in &ctk_vectors::facts().session_cells {
        let expectation = Expectation::from_cell(cell);
        for after in ["Pending", "Running", "Parked", "Closed", "Nonexistent"] {
            for answered in [
                None,
                Some(402),
                Some(501),
                Some(701),
                Some(706),
                Some(708),
                Some(710),
                Some(850),
            ] {
                let seen = Some(after.to_owned());
                let (observed, answered) = match answered {
                    None => (
                        Observed::Success { after: seen },
                        ctk_vectors::Answered::Success,
                    ),
                    Some(code) => (
                        Observed::Fault {
                            code: u32::from(code),
                            after: seen,
                        },
                        ctk_vectors::Answered::Fault(code),
                    ),
                };
                let mark = cell.mark(answered, after).map(outcome_of);
                let place = format!("{} {} {observed:?}", cell.state, cell.action);
                assert_eq!(Some(outcome(&expectation, &observed)), mark, "{place}");
            }
        }
        let refused = Observed::Fault {
            code: 606,
            after: None,
        };
        let has_to_succeed = !cell
            .pass
            .iter()
            .any(|entry| entry.answer != ctk_vectors::Answer::Success);
        if has_to_succeed {
            assert_eq!(
                outcome(&expectation, &refused),
                Outcome::Inconclusive,
                "{} {}",
                cell.state,
                cell.action
            );
        }
    }
}

#[test]
fn what_is_accepted_is_told_in_words() {
    let words = |expectation: &Expectation| expectation.accepted();
    let only = Expectation::success("M-5.5.3-1");
    assert_eq!(words(&only), ["success"]);
    // What any fault does not stand for is said of it, and of nothing else.
    let refused = Expectation::success("M-5.5.3-1")
        .allow("any fault".parse().unwrap(), Mark::Warning, Some("R-06"))
        .allow("fault 706".parse().unwrap(), Mark::Fail, None);
    assert_eq!(
        words(&refused),
        ["success", "any fault but 706 (R-06, as a warning)"]
    );
    let any =
        Expectation::success("M-5.5.3-1").allow("any fault".parse().unwrap(), Mark::Pass, None);
    assert_eq!(words(&any), ["success", "any fault"]);
}
