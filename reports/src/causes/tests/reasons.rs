//! What stands behind several failures: company, a reason that names a case, what was foreseen.

use super::*;

#[test]
fn what_failed_in_company_is_one_cause() {
    let mut record = failed(&[
        ["a/1", "M-5.5.5-701", "ReadMessage", "fault 701", "success"],
        ["a/2", "M-5.5.8-1", "CreateSession", "success", "fault 501"],
    ]);
    for case in &mut record.cases {
        let result = case.result.as_mut().unwrap();
        result.verdict = Verdict::Inconclusive;
        result.reason = format!("{}; without it this would be a fail", ctk_record::COMPANY);
        case.judgements[0].outcome = Outcome::Inconclusive;
    }
    let causes = causes(&record);
    assert_eq!(groups(&causes), ["1 2"]);
    assert_eq!(
        (causes[0].text.as_str(), causes[0].row.as_str()),
        (ctk_record::COMPANY, "")
    );
}

#[test]
fn a_reason_that_names_a_case_goes_back_to_it() {
    let mut record = small(&[
        ("uda/discovery/all", Verdict::Fail),
        ("uda/discovery/host", Verdict::Inconclusive),
        ("uda/discovery/other", Verdict::Inconclusive),
    ]);
    let reason = |record: &mut Record, at: usize, text: &str| {
        record.cases[at].result.as_mut().unwrap().reason = text.to_owned();
    };
    reason(&mut record, 0, "no answer");
    reason(
        &mut record,
        1,
        "no search is answered at all (uda/discovery/all)",
    );
    reason(&mut record, 2, "nothing was heard (uda/discovery/none)");
    assert_eq!(groups(&causes(&record)), ["all host", "other"]);
}

#[test]
fn foreseen_failures_come_after_the_others() {
    let mut record = failed(&[
        [
            "a/1",
            "M-5.5.6-703",
            "SendMessage with a",
            "fault 703",
            "success",
        ],
        [
            "a/2",
            "M-5.5.6-703",
            "SendMessage with b",
            "fault 703",
            "success",
        ],
        ["a/3", "UDA-CTRL-26", "any action", "", "text/plain"],
    ]);
    for case in &mut record.cases[..2] {
        case.result.as_mut().unwrap().known_failure = Some("a ticket".to_owned());
    }
    let causes = causes(&record);
    assert_eq!(groups(&causes), ["3", "1 2"]);
    assert_eq!([causes[0].known, causes[1].known], [false, true]);
}
