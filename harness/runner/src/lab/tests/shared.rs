//! The dice, and what is noticed and judged.

use ctk_record as record;
use ctk_suite::judging::judgement::{Judgement, Mark, Outcome};
use ctk_suite::lab::{Finding, Grade, Noticed};

use super::*;

fn draws(rig: &Rig, case: &str) -> Vec<u64> {
    let mut lab = rig.lab(case);
    (0..3)
        .map(|_| match lab.perform(&Ask::Draw) {
            Ok(Answer::Number(drawn)) => drawn,
            other => panic!("nothing drawn: {other:?}"),
        })
        .collect()
}

#[test]
fn what_is_drawn_does_not_depend_on_the_order_of_cases() {
    let (one, other) = (Rig::new(), Rig::new());
    let (a, b) = (draws(&one, "a"), draws(&one, "b"));
    assert_eq!(
        (draws(&other, "b"), draws(&other, "a")),
        (b.clone(), a.clone())
    );
    assert!(a.iter().all(|drawn| !b.contains(drawn)));
    assert_ne!(
        draws(&one, ""),
        draws(&one, ""),
        "the preparation goes on where it stopped"
    );
}

fn finding() -> Finding {
    Finding {
        requirement: "UDA-CTRL-26".to_owned(),
        grade: Grade::Warning,
        ruling: Some("R-05".to_owned()),
        text: "no EXT".to_owned(),
        expected: String::new(),
    }
}

#[test]
fn what_is_noticed_is_written_and_can_be_asked() {
    let rig = Rig::new();
    rig.shared.plan(&["b".to_owned(), "a".to_owned()]);
    let checked = ["UDA-CTRL-26".to_owned()];
    rig.lab("a").notice(4, &checked, &[finding()]);
    rig.lab("b").notice(2, &checked, &[finding()]);
    rig.lab("b").notice(3, &checked, &[]);
    let Ok(Answer::Noticed(Noticed { checked, findings })) =
        rig.lab("last").perform(&Ask::Noticed {
            requirements: checked.to_vec(),
        })
    else {
        panic!("nothing noticed")
    };
    let places: Vec<_> = findings
        .iter()
        .map(|noticed| (noticed.case.as_str(), noticed.exchange))
        .collect();
    assert_eq!((checked, places), (3, vec![("b", 2), ("a", 4)]));
    let events = rig.events.lock().expect("no test panics while it writes");
    let written: Vec<_> = events
        .iter()
        .filter(|event| matches!(event, Event::Findings { .. }))
        .collect();
    assert_eq!(written.len(), 2);
    assert_eq!(
        written[0],
        &Event::Findings {
            case: "a".to_owned(),
            exchange: 4,
            findings: vec![record::Finding {
                row: "UDA-CTRL-26".to_owned(),
                grade: "warning".to_owned(),
                text: "no EXT".to_owned()
            }]
        }
    );
}

#[test]
fn judgements_are_written_with_clause_and_level() {
    let rig = Rig::new();
    let requirement = &ctk_vectors::facts().requirements[0];
    rig.lab("case").judged(&Judgement {
        requirement: requirement.id.clone(),
        outcome: Outcome::Fail,
        asked: "JoinSession".to_owned(),
        accepted: vec!["fault 708".to_owned()],
        observed: "success".to_owned(),
        ruling: None,
        exchanges: vec![1],
        seen_in: Vec::new(),
        marks: vec![
            Mark::ErrorPair {
                action: "JoinSession".to_owned(),
                code: 708,
            },
            Mark::SessionCell {
                state: "Pending".to_owned(),
                action: "JoinSession".to_owned(),
            },
        ],
    });
    let events = rig.events.lock().expect("no test panics while it writes");
    let [Event::Judgement(written)] = events.as_slice() else {
        panic!("one line, not {events:?}")
    };
    assert_eq!(
        (written.clause.as_str(), written.outcome),
        (requirement.clause.as_str(), record::Outcome::Fail)
    );
    assert_eq!(
        written.level,
        crate::output::recorded::level(requirement.level)
    );
    assert_eq!(written.error_pair, Some(("JoinSession".to_owned(), 708)));
    assert_eq!(
        written.session_cell,
        Some(("Pending".to_owned(), "JoinSession".to_owned()))
    );
}
