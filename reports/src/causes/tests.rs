//! Causes of small runs: what is folded, and what is not.

mod apart;
mod reasons;
mod urls;

use super::{Cause, causes};
use ctk_record::sample::{cut_short, judgement, sample, small};
use ctk_record::{Exchange, Finding, Grade, Judgement, Kind, Message, Outcome, Record, Verdict};

/// A run of failed cases, each with the judgement that made it fail: id, requirement, asked, accepted, observed.
fn failed(cases: &[[&str; 5]]) -> Record {
    let verdicts: Vec<(&str, Verdict)> = cases.iter().map(|one| (one[0], Verdict::Fail)).collect();
    let mut record = small(&verdicts);
    for (case, [id, requirement, asked, accepted, observed]) in record.cases.iter_mut().zip(cases) {
        let decisive = Judgement {
            asked: (*asked).to_owned(),
            accepted: vec![(*accepted).to_owned()],
            observed: (*observed).to_owned(),
            ..judgement(id, requirement, Outcome::Fail)
        };
        case.judgements.push(decisive);
    }
    record
}

fn exchange(request: &str, status: u16, finding: Option<Finding>) -> Exchange {
    Exchange {
        case: String::new(),
        number: 1,
        kind: Kind::Control,
        request: Some(Message {
            method: "POST".to_owned(),
            url: "http://192.0.2.5:49152/control".to_owned(),
            body: request.to_owned(),
            ..Message::default()
        }),
        response: Some(Message {
            status: Some(status),
            ..Message::default()
        }),
        findings: finding.into_iter().collect(),
        error: None,
        at_ms: 1,
        elapsed_ms: 1,
        replay: serde_json::Value::Null,
    }
}

/// The cases of each cause, by their last segments.
fn groups(causes: &[Cause]) -> Vec<String> {
    let names = |cause: &Cause| {
        let last = cause.cases.iter().map(|id| id.rsplit('/').next().unwrap());
        last.collect::<Vec<_>>().join(" ")
    };
    causes.iter().map(names).collect()
}

#[test]
fn every_failed_and_open_case_has_one_cause() {
    for record in [sample(), cut_short()] {
        let mut told: Vec<String> = causes(&record)
            .into_iter()
            .flat_map(|one| one.cases)
            .collect();
        let mut due: Vec<String> = record
            .outcomes()
            .filter(|(_, one)| matches!(one.verdict, Verdict::Fail | Verdict::Inconclusive))
            .map(|(case, _)| case.planned.id.clone())
            .collect();
        told.sort();
        due.sort();
        assert_eq!(told, due);
    }
}

#[test]
fn a_clean_run_has_none() {
    let record = small(&[("a/1", Verdict::Pass), ("a/2", Verdict::NotApplicable)]);
    assert_eq!(causes(&record), []);
}

#[test]
fn requirements_actions_and_symptoms_fold() {
    let record = failed(&[
        [
            "a/lonely",
            "M-5.5.2-1",
            "GetNewMessages()",
            "success",
            "nothing of the kind",
        ],
        [
            "a/row-1",
            "M-5.5.6-703",
            "SendMessage with a",
            "fault 703",
            "success",
        ],
        [
            "a/row-2",
            "M-5.5.6-703",
            "SendMessage with b",
            "fault 703",
            "fault 701",
        ],
        [
            "a/act-1",
            "M-5.5.5-701",
            "ReadMessage(MessageID=\"x1\")",
            "fault 701",
            "success",
        ],
        [
            "a/act-2",
            "M-5.5.7-2",
            "ReadMessage(MessageID=\"x2\")",
            "fault 701",
            "success",
        ],
        [
            "a/other-code",
            "M-5.5.5-606",
            "ReadMessage(MessageID=\"x2\")",
            "fault 606",
            "success",
        ],
    ]);
    let causes = causes(&record);
    // Two groups of one action: the lone case of the same action joins the one that it fits.
    assert_eq!(
        groups(&causes),
        ["act-1 act-2 other-code", "row-1 row-2", "lonely"]
    );
    assert_eq!(causes[0].id, "M-5.5.5-701");
    assert_eq!(causes[0].text, "ReadMessage(MessageID=\"x1\"): success");
    assert_eq!(causes[1].row, "M-5.5.6-703");
}

#[test]
fn unrelated_failures_stay_apart() {
    let record = failed(&[
        ["a/1", "M-5.5.6-1", "SendMessage", "", "the reply is late"],
        [
            "a/2",
            "M-5.5.8-2",
            "CreateSession",
            "",
            "it is Running at once",
        ],
        ["a/3", "UDA-CTRL-26", "any action", "", "text/plain"],
        ["a/4", "UDA-DISC-16", "an announcement", "", "USN \"x\""],
        ["a/5", "UDA-DISC-40", "a search", "", "ST \"x\""],
    ]);
    assert_eq!(causes(&record).len(), 5);
}

#[test]
fn a_value_that_is_wrong_is_followed_into_refusals() {
    let mut record = failed(&[
        [
            "a/id",
            "M-5.3.6-1",
            "SendMessage in page mode",
            "",
            "\"ce0be5-m1\"",
        ],
        [
            "a/valid",
            "M-5.3.3-1",
            "whatever the device sends",
            "",
            "NewMessages of GetNewMessages(), line 1 column 9, /m:a/messageID: `messageID` is `ce0be5-m1`",
        ],
        [
            "a/reply",
            "M-5.5.6-1",
            "SendMessage(…)",
            "success",
            "fault 703 \"Invalid Message\"",
        ],
        [
            "a/refused",
            "M-5.5.9-1",
            "ModifySession(…)",
            "success",
            "fault 706",
        ],
    ]);
    record.cases[2]
        .exchanges
        .push(exchange("<replyID>ce0be5-m1</replyID>", 500, None));
    record.cases[3]
        .exchanges
        .push(exchange("<id>ce0be5s12</id>", 500, None));
    assert_eq!(groups(&causes(&record)), ["id valid reply", "refused"]);
    // Another id with the same that is wrong in it.
    record.cases[3].exchanges[0] = exchange("<id>ce0be5-m12</id>", 500, None);
    assert_eq!(groups(&causes(&record)), ["id valid reply refused"]);
}

#[test]
fn what_shows_in_failed_cases_alone_goes_back_to_them() {
    let finding = || Some(Finding::new("M-5.3.10-2", Grade::Fail, "`id` is empty"));
    let mut record = failed(&[
        [
            "a/unknown",
            "M-5.5.5-701",
            "ReadMessage(MessageID=\"x1\")",
            "fault 701",
            "success",
        ],
        [
            "a/watched",
            "M-5.3.10-2",
            "whatever the device sends",
            "",
            "`id` is empty",
        ],
        [
            "a/another",
            "M-5.5.8-2",
            "CreateSession",
            "",
            "it is Running at once",
        ],
    ]);
    record.cases[1].judgements[0].seen_in = vec!["a/unknown".to_owned()];
    record.cases[0].exchanges.push(exchange("", 200, finding()));
    assert_eq!(groups(&causes(&record)), ["unknown watched", "another"]);
    // It was seen more often than the record shows: in cases that passed.
    let observed = &mut record.cases[1].judgements[0].observed;
    *observed = "`id` is empty (and 7 times more in this run)".to_owned();
    assert_eq!(causes(&record).len(), 3);
    record.cases[1].judgements[0].observed = "`id` is empty".to_owned();
    record.cases[1].judgements[0]
        .seen_in
        .push("a/passed".to_owned());
    assert_eq!(causes(&record).len(), 3);
    record.cases[1].judgements[0].seen_in.pop();
    // Once it shows in a case that passed, it stands by itself.
    record.cases[2].exchanges.push(exchange("", 200, finding()));
    record.cases[2].result.as_mut().unwrap().verdict = Verdict::Pass;
    assert_eq!(causes(&record).len(), 2);
}

#[test]
fn answers_that_cannot_be_read_are_one_cause() {
    let broken =
        "HTTP 500: the document is not well-formed: the root node was opened but never closed";
    let record = failed(&[
        ["a/1", "M-5.5.5-701", "ReadMessage", "fault 701", broken],
        [
            "a/2",
            "M-5.5.8-1",
            "CreateSession",
            "success",
            "HTTP 200: not SOAP: neither success nor a readable fault",
        ],
        [
            "a/3",
            "UDA-CTRL-03",
            "GetNewMessages in its usual spelling",
            "",
            "HTTP 200 without SOAP",
        ],
        [
            "a/4",
            "UDA-EVNT-31",
            "an event",
            "",
            "the document is not well-formed",
        ],
        ["a/5", "M-5.5.9-1", "ModifySession", "success", "fault 501"],
    ]);
    assert_eq!(groups(&causes(&record)), ["1 2 3", "4", "5"]);
}

#[test]
fn one_wrong_value_of_the_first_event_is_one_cause() {
    let first = "the first event";
    let record = failed(&[
        [
            "uda/agree",
            "UDA-EVNT-19",
            first,
            "the values that the actions return before and after it",
            "SystemUpdateID is \"0\" in the event, and \"2468\" by GetSystemUpdateID",
        ],
        [
            "service/told",
            "S-ContentDirectory-update-id-told",
            first,
            "2468",
            "SystemUpdateID: 0",
        ],
        [
            "service/another",
            "S-ContentDirectory-ids-told",
            first,
            "",
            "ContainerUpdateIDs: x",
        ],
    ]);
    assert_eq!(groups(&causes(&record)), ["agree told", "another"]);
}

#[test]
fn what_the_model_excludes_goes_back_to_the_failures_that_show_it() {
    let mut record = failed(&[
        [
            "a/leave",
            "M-5.5.14-706",
            "LeaveSession(SessionID=\"x\")",
            "fault 706",
            "success",
        ],
        [
            "a/another",
            "M-5.5.8-2",
            "CreateSession",
            "",
            "it is Running at once",
        ],
        [
            "model/session-there",
            "M-5.5.12-id",
            "whatever was seen in the run, held against the model",
            "",
            "session x is not found",
        ],
    ]);
    let shown_by = |record: &mut Record, cases: &[&str]| {
        record.cases[2].judgements[0].seen_in = cases.iter().map(|&it| it.to_owned()).collect();
    };
    shown_by(&mut record, &["a/leave", "a/passed"]);
    assert_eq!(groups(&causes(&record)), ["leave session-there", "another"]);
    // Of two causes nobody knows which one it is.
    shown_by(&mut record, &["a/leave", "a/another"]);
    assert_eq!(causes(&record).len(), 3);
}
