//! The dice, and what is noticed and judged.

use ctk_record::{Finding, Grade, Judgement, Outcome};
use ctk_suite::lab::Noticed;

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
        ruling: Some("R-05".to_owned()),
        ..Finding::new("UDA-CTRL-26", Grade::Warning, "no EXT")
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
            findings: vec![finding()]
        }
    );
}

#[test]
fn judgements_are_written_as_they_are() {
    let rig = Rig::new();
    let judgement = Judgement::new("M-5.5.13-708", Outcome::Fail)
        .asked("JoinSession")
        .accepts(["fault 708"])
        .observed("success")
        .exchanges([1])
        .error_pair("JoinSession", 708)
        .session_cell("Pending", "JoinSession");
    rig.lab("case").judged(&judgement);
    let events = rig.events.lock().expect("no test panics while it writes");
    assert_eq!(*events, [Event::Judgement(Box::new(judgement))]);
}
