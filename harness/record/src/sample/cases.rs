//! What the cases of the sample run do.

use super::{HOSTILE, exchange, finished, judged, judgement, result, soap, started, warning};
use crate::*;

#[expect(clippy::too_many_lines, reason = "the lines are a sample")]
pub(super) fn failures() -> Vec<Event> {
    let pending = "5.5.13/pending";
    let fault = soap(
        "Fault",
        "<detail><UPnPError><errorCode>712</errorCode></UPnPError></detail>",
    );
    let content = "uda/control/content-type";
    let known = "5.5.5/unknown-id";
    vec![
        started(pending, 1_000),
        exchange(
            pending,
            1,
            "CreateSession",
            200,
            &soap("CreateSessionResponse", "<SessionID>s-41</SessionID>"),
        ),
        Event::Exchange(Box::new(Exchange {
            kind: Kind::Internal,
            request: None,
            response: None,
            ..match exchange(pending, 2, "", 0, "") {
                Event::Exchange(exchange) => *exchange,
                _ => unreachable!("an exchange was made"),
            }
        })),
        exchange(pending, 3, "JoinSession", 500, &fault),
        judged(Judgement {
            clause: "5.5.13.3".into(),
            asked: "JoinSession of the pending session s-41".into(),
            accepted: vec!["fault 708".into(), "fault 706 (R-59)".into()],
            observed: "fault 712".into(),
            exchanges: vec![3],
            session_cell: Some(("Pending".into(), "JoinSession".into())),
            error_pair: Some(("JoinSession".into(), 708)),
            ..judgement(pending, "M-5.5.13-708", Outcome::Fail)
        }),
        finished(CaseResult {
            reason: "JoinSession of a pending session answered fault 712".into(),
            suspect: Some(Suspect::Device),
            accepted: vec!["fault 708".into(), "fault 706 (R-59)".into()],
            observed: "fault 712".into(),
            symptom: "M-5.5.13-708: fault 712".into(),
            ..result(pending, Verdict::Fail)
        }),
        started(content, 1_400),
        exchange(content, 1, "GetMessagingCapabilities", 200, HOSTILE),
        Event::Findings {
            case: content.into(),
            exchange: 1,
            findings: vec![Finding::new(
                "UDA-CTRL-26",
                Grade::Fail,
                "CONTENT-TYPE is `text/html`",
            )],
        },
        judged(Judgement {
            clause: "UDA 3.2.2".into(),
            asked: "any action".into(),
            accepted: vec!["text/xml".into()],
            observed: HOSTILE.into(),
            seen_in: vec!["5.5.4/unknown-class".into()],
            ..judgement(content, "UDA-CTRL-26", Outcome::Fail)
        }),
        finished(CaseResult {
            reason: format!("the response is not XML: {HOSTILE}"),
            suspect: Some(Suspect::Device),
            accepted: vec!["text/xml".into()],
            observed: HOSTILE.into(),
            symptom: "UDA-CTRL-26: text/html".into(),
            ..result(content, Verdict::Fail)
        }),
        started(known, 1_500),
        exchange(known, 1, "ReadMessage", 500, &soap("Fault", "702")),
        judged(Judgement {
            clause: "5.5.5.3".into(),
            asked: "ReadMessage of an id that does not exist".into(),
            accepted: vec!["fault 701".into()],
            observed: "fault 702".into(),
            error_pair: Some(("ReadMessage".into(), 701)),
            ..judgement(known, "M-5.5.5-701", Outcome::Fail)
        }),
        finished(CaseResult {
            reason: "ReadMessage of an unknown id answered fault 702".into(),
            suspect: Some(Suspect::Device),
            accepted: vec!["fault 701".into()],
            observed: "fault 702".into(),
            symptom: "M-5.5.5-701: fault 702".into(),
            known_failure: Some("firmware 3.1 mends it (ticket 4711)".into()),
            ..result(known, Verdict::Fail)
        }),
    ]
}

#[expect(clippy::too_many_lines, reason = "the lines are a sample")]
pub(super) fn passes() -> Vec<Event> {
    let huge = "uda/eventing/huge";
    let mut events = Vec::new();
    for (case, requirement, pair) in [
        ("5.3.10/message-is-valid", "M-5.3.10-1", None),
        (
            "5.5.4/unknown-class",
            "M-5.5.4-704",
            Some(("SendMessage".to_owned(), 704)),
        ),
    ] {
        events.extend([
            started(case, 600),
            exchange(
                case,
                1,
                "SendMessage",
                200,
                &soap("SendMessageResponse", "Grüße, 世界"),
            ),
            judged(Judgement {
                error_pair: pair,
                folder_cell: Some(("Received".into(), "ReadMessage".into())),
                ..judgement(case, requirement, Outcome::Pass)
            }),
            finished(result(case, Verdict::Pass)),
        ]);
    }
    events.extend([
        started("5.5.13/running", 1_300),
        exchange(
            "5.5.13/running",
            1,
            "JoinSession",
            200,
            &soap("JoinSessionResponse", ""),
        ),
        judged(Judgement {
            ruling: Some("R-05".into()),
            session_cell: Some(("Running".into(), "JoinSession".into())),
            ..judgement("5.5.13/running", "M-5.5.13-1", Outcome::Warning)
        }),
        finished(CaseResult {
            warnings: vec![
                warning(
                    "R-05",
                    "the session was running already, and the answer was success",
                ),
                warning("M-A-2", HOSTILE),
            ],
            ..result("5.5.13/running", Verdict::Pass)
        }),
        started(huge, 2_000),
        exchange(huge, 1, "NOTIFY", 200, &"x".repeat(200_000)),
        judged(judgement(huge, "UDA-EVT-9", Outcome::Pass)),
        finished(CaseResult {
            warnings: vec![warning("R-05", "and here again")],
            ..result(huge, Verdict::Pass)
        }),
    ]);
    events
}

pub(super) fn others() -> Vec<Event> {
    let mut events = Vec::new();
    for case in ["5.5.4/to-recipient", "5.5.4/chat-to-recipient"] {
        events.extend([
            started(case, 900),
            finished(CaseResult {
                reason: "no recipient: the profile names none".into(),
                suspect: Some(Suspect::Operator),
                ..result(case, Verdict::Inconclusive)
            }),
        ]);
    }
    events.extend([
        started("5.5.18/transfer", 1_600),
        finished(CaseResult {
            reason: "the device does not claim file transfer".into(),
            ..result("5.5.18/transfer", Verdict::NotApplicable)
        }),
        started("5.6.1.2/leave-parked", 1_700),
        judged(Judgement {
            session_cell: Some(("Parked".into(), "LeaveSession".into())),
            ..judgement("5.6.1.2/leave-parked", "M-5.6.1.2-3", Outcome::Inconclusive)
        }),
        finished(CaseResult {
            reason: "no answer within 30 s".into(),
            suspect: Some(Suspect::Network),
            ..result("5.6.1.2/leave-parked", Verdict::Inconclusive)
        }),
        started("annex-a/peer", 1_800),
        finished(CaseResult {
            reason: "the case panicked: index out of bounds".into(),
            suspect: Some(Suspect::Kit),
            ..result("annex-a/peer", Verdict::Error)
        }),
    ]);
    events
}
