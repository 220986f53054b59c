//! Faults that look alike are told apart, and one that shows in several rows is told once.

use super::*;

const REFUSED: &str = "HTTP 400 without SOAP";

#[test]
fn two_forms_that_are_refused_are_two_causes() {
    let forms = [
        [
            "uda/prefixes",
            "UDA-CTRL-10",
            "GetMessagingCapabilities with m:",
            "",
            REFUSED,
        ],
        [
            "uda/default",
            "UDA-CTRL-10",
            "GetMessagingCapabilities with xmlns",
            "",
            REFUSED,
        ],
        [
            "uda/names",
            "UDA-CTRL-49",
            "GetMessagingCapabilities with soapaction",
            "",
            REFUSED,
        ],
    ];
    assert_eq!(
        groups(&causes(&failed(&forms))),
        ["prefixes default", "names"]
    );
    // Where ordinary requests are refused too, nothing is said of the forms.
    let ordinary = [
        "5.5.2/valid",
        "M-5.5.2-1",
        "GetMessagingCapabilities()",
        "",
        REFUSED,
    ];
    let all = [forms[0], forms[1], forms[2], ordinary];
    assert_eq!(causes(&failed(&all)).len(), 1);
}

#[test]
fn events_that_come_too_fast_are_one_cause() {
    let between = "intervals between events of NewMessages at the socket: 211.844 ms";
    let record = failed(&[
        [
            "5.4.1/interval",
            "M-5.4-2",
            "changes in bursts",
            "",
            between,
        ],
        [
            "5.4.2/accumulates-20",
            "M-5.4-5",
            "20 sessions",
            "",
            "all of them, in 6 events after the last",
        ],
        [
            "5.4.2/accumulates",
            "M-5.4-5",
            "2 sessions",
            "",
            "all of them, in 4 events after the last",
        ],
    ]);
    assert_eq!(causes(&record).len(), 1);
    let record = failed(&[
        [
            "5.4.1/interval",
            "M-5.4-2",
            "changes in bursts",
            "",
            between,
        ],
        [
            "5.4.2/accumulates",
            "M-5.4-5",
            "2 sessions",
            "",
            "1 are missing, among them s1",
        ],
    ]);
    assert_eq!(causes(&record).len(), 2);
}

#[test]
fn a_target_that_is_never_answered_is_one_cause() {
    let service = "no answer for urn:schemas-upnp-org:service:Messaging:2 of uuid:1";
    let record = failed(&[
        [
            "uda/discovery/all",
            "UDA-DISC-42",
            "M-SEARCH for ssdp:all",
            "",
            service,
        ],
        [
            "uda/discovery/uuid",
            "UDA-DISC-44",
            "M-SEARCH for uuid:1",
            "",
            "no answer for uuid:1 of uuid:1",
        ],
        [
            "uda/discovery/types",
            "UDA-DISC-45",
            "M-SEARCH for the type",
            "",
            service,
        ],
    ]);
    assert_eq!(groups(&causes(&record)), ["all types", "uuid"]);
}

#[test]
fn answers_under_another_target_are_one_cause() {
    let record = failed(&[
        [
            "uda/discovery/uuid",
            "UDA-DISC-44",
            "M-SEARCH for uuid:1",
            "",
            "no answer for uuid:1 of uuid:1, but for upnp:rootdevice of uuid:1",
        ],
        [
            "uda/discovery/answer-values",
            "UDA-DISC-53",
            "whatever the device sends",
            "",
            "answer to a search for upnp:rootdevice: USN \"uuid:1\" does not fit ST \"upnp:rootdevice\"",
        ],
    ]);
    assert_eq!(causes(&record).len(), 1);
}

#[test]
fn announcements_of_another_kind_are_one_cause() {
    let record = failed(&[
        [
            "uda/discovery/announced-set",
            "UDA-DISC-08",
            "the announcements heard in this run",
            "",
            "no announcement of upnp:rootdevice of uuid:1",
        ],
        [
            "uda/discovery/announced-host",
            "UDA-DISC-12",
            "whatever the device sends",
            "",
            "the notification's NTS is \"upnp:alive\", not ssdp:alive, ssdp:byebye or ssdp:update",
        ],
    ]);
    assert_eq!(causes(&record).len(), 1);
}

#[test]
fn elements_in_a_namespace_are_one_cause_in_all_documents() {
    let told = |of: &str, element: &str| {
        format!(
            "{of}, line 1 column 9, /m:x/m:{element}: `{element}` is in a namespace, by a prefix or a default namespace"
        )
    };
    let (news, list) = (
        told("NewMessages of a()", "newMessage"),
        told("MessageList of b()", "message") + " (and 7 times more in this run)",
    );
    let record = failed(&[
        [
            "5.3.3/valid",
            "M-5.3.3-1",
            "whatever the device sends",
            "",
            &news,
        ],
        [
            "5.3.11/valid",
            "M-5.3.11-1",
            "whatever the device sends",
            "",
            &list,
        ],
    ]);
    assert_eq!(causes(&record).len(), 1);
}

#[test]
fn one_wrong_code_for_one_mistake_is_one_cause_in_all_actions() {
    let record = failed(&[
        [
            "5.5.9/near",
            "M-5.5.9-706",
            "ModifySession(SessionID=\"1\")",
            "fault 706",
            "fault 701 \"Invalid Message ID\"",
        ],
        [
            "5.5.13/near",
            "M-5.5.13-706",
            "JoinSession(SessionID=\"1\")",
            "fault 706",
            "fault 701 \"Invalid Message ID\"",
        ],
        [
            "5.5.15/near",
            "M-5.5.15-706",
            "CloseSession(SessionID=\"1\")",
            "fault 706",
            "success",
        ],
    ]);
    assert_eq!(groups(&causes(&record)), ["near near", "near"]);
}

#[test]
fn a_walk_that_shows_two_faults_does_not_make_them_one() {
    let status = "session s1 of class \"Chat\" and status \"Closed\" is listed";
    let mut record = failed(&[
        [
            "5.5.5/read",
            "M-5.5.5-2",
            "ReadMessage(MessageID=\"1\")",
            "",
            "messageStatus \"Unread\"",
        ],
        [
            "5.5.12/running",
            "M-5.5.12-status",
            "GetSessions by status",
            "",
            status,
        ],
        [
            "model/walk",
            "M-5.5.12-status",
            "a walk",
            "",
            "session s1 is Pending",
        ],
    ]);
    let more = judgement("model/walk", "M-5.5.5-2", Outcome::Fail);
    record.cases[2].judgements.push(more);
    assert_eq!(groups(&causes(&record)), ["running walk", "read"]);
}

#[test]
fn parts_that_are_not_kept_are_told_apart_unless_one_message_shows_both() {
    let case = |id, observed| {
        [
            id,
            "M-5.5.6-6",
            "ReadMessage(MessageID=\"m1\")",
            "all the details",
            observed,
        ]
    };
    let subject = case("5.5.6/with-subject", "subject \"Lunch\" is lost");
    let other = case("5.5.6/reply", "subject \"Re\" is lost");
    let text = case(
        "5.5.6/long-text",
        "text \"xx… (160 characters)\" instead of \"xx… (600 characters)\"",
    );
    let both = case(
        "5.5.6/mail",
        "subject \"Lunch\" is lost; text \"a\" instead of \"b\"",
    );
    assert_eq!(
        groups(&causes(&failed(&[subject, other, text]))),
        ["with-subject reply", "long-text"]
    );
    assert_eq!(causes(&failed(&[subject, text, both])).len(), 1);
}

#[test]
fn an_argument_of_a_variable_that_is_none_is_one_cause() {
    let due = "in: SessionID (A_ARG_TYPE_SessionID); out: nothing";
    let seen = "in: SessionID (A_ARG_TYPE_Sessionid); out: nothing";
    let unknown =
        "SessionID of JoinSession relates to A_ARG_TYPE_Sessionid, which is not a state variable";
    let judged = |observed| {
        [
            "uda/scpd/related-state-variable",
            "UDA-SCPD-09",
            "",
            "",
            observed,
        ]
    };
    let table = ["5.5.13/arguments", "M-T9-args", "", due, seen];
    assert_eq!(causes(&failed(&[table, judged(unknown)])).len(), 1);
    let other = unknown.replace("Sessionid", "MessageId");
    assert_eq!(causes(&failed(&[table, judged(&other)])).len(), 2);
}

/// Cases that asked for lists and miss a message, with so many entries each.
fn short_lists(lengths: &[usize]) -> Record {
    let ids = [
        "5.5.4/everything",
        "5.5.4/folder-sent",
        "5.5.4/class-sms",
        "5.5.4/combined",
    ];
    let rows = [
        "M-5.5.4-1",
        "M-5.5.4-folder",
        "M-5.5.4-class",
        "M-5.5.4-combined",
    ];
    let observed = "m1 is missing; m2 is missing";
    let cases: Vec<[&str; 5]> = ids
        .iter()
        .zip(rows)
        .map(|(id, row)| [*id, row, "SearchMessages", "", observed])
        .collect();
    let mut record = failed(&cases[..lengths.len()]);
    for (case, length) in record.cases.iter_mut().zip(lengths) {
        let mut answered = exchange("<u:SearchMessages/>", 200, None);
        let body = "&lt;messageID&gt;x&lt;/messageID&gt;".repeat(*length);
        answered.response.as_mut().expect("it was answered").body = body;
        case.exchanges.push(answered);
        case.judgements[0].exchanges = vec![1];
    }
    record
}

#[test]
fn lists_that_are_all_cut_at_one_length_are_one_cause() {
    assert_eq!(causes(&short_lists(&[5, 5, 5])).len(), 1);
    assert_eq!(causes(&short_lists(&[5, 4, 3, 6])).len(), 4);
}
