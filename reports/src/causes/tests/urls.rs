//! An address of the device where nothing answers.

use super::*;

#[test]
fn a_dead_url_is_one_cause_of_failures_and_open_cases() {
    let mut record = failed(&[
        [
            "a/1",
            "M-5.5.6-703",
            "SendMessage",
            "fault 703",
            "HTTP 404: the body is empty",
        ],
        [
            "a/2",
            "UDA-CTRL-03",
            "a control request",
            "",
            "HTTP 404 without SOAP",
        ],
        [
            "a/3",
            "M-5.5.8-1",
            "CreateSession",
            "success",
            "HTTP 404: the body is empty",
        ],
        ["a/4", "", "", "", ""],
    ]);
    let open = &mut record.cases[3];
    open.judgements.clear();
    let result = open.result.as_mut().unwrap();
    result.verdict = Verdict::Inconclusive;
    result.reason = "could not be arranged: GetSessions() gave HTTP 404".to_owned();
    for case in &mut record.cases {
        case.exchanges.push(exchange("", 404, None));
    }
    let causes = causes(&record);
    assert_eq!(groups(&causes), ["2 1 3 4"]);
    assert_eq!(causes[0].row, "UDA-CTRL-03");
    assert_eq!(
        causes[0].text,
        "POST http://192.0.2.5:49152/control: HTTP 404"
    );
    assert_eq!(causes[0].verdict, Verdict::Fail);
}

#[test]
fn a_url_where_nobody_listens_is_one_cause() {
    let refused = "the connection was refused";
    let mut record = failed(&[
        ["a/1", "UDA-EVNT-01", "SUBSCRIBE", "", refused],
        [
            "a/2",
            "UDA-EVNT-24",
            "SUBSCRIBE with an unknown SID",
            "",
            refused,
        ],
        ["a/3", "", "", "", ""],
        ["a/4", "M-5.5.8-1", "CreateSession", "success", "fault 501"],
    ]);
    let open = &mut record.cases[2];
    open.judgements.clear();
    let result = open.result.as_mut().unwrap();
    result.verdict = Verdict::Inconclusive;
    result.reason = format!("no subscription could be made: SUBSCRIBE gave {refused}");
    for case in &mut record.cases[..3] {
        let mut vain = exchange("", 200, None);
        (vain.response, vain.error) = (None, Some(refused.to_owned()));
        case.exchanges.push(vain);
    }
    let causes = causes(&record);
    assert_eq!(groups(&causes), ["1 2 3", "4"]);
    assert_eq!(
        causes[0].text,
        "POST http://192.0.2.5:49152/control: the connection was refused"
    );
}
