//! What every answer to SUBSCRIBE and every notification shows. Judged once, in the last phase, from all of the run.

use crate::case::Case;
use crate::judging::judgement::Flow;
use crate::lab::ControlPoint;
use crate::passive::watch::watching;
use crate::tester::Tester;

/// Row, slug and purpose.
const WATCHED: &[(&str, &str, &str)] = &[
    (
        "UDA-EVNT-06",
        "uda/eventing/subscription-answer",
        "the answer to SUBSCRIBE has SID, TIMEOUT and SERVER",
    ),
    (
        "UDA-EVNT-07",
        "uda/eventing/subscription-answer-framing",
        "the answer to SUBSCRIBE has a length, or the connection is closed after it",
    ),
    (
        "UDA-EVNT-08",
        "uda/eventing/sid-form",
        "a SID is uuid: and a UUID",
    ),
    (
        "UDA-EVNT-09",
        "uda/eventing/granted-time",
        "TIMEOUT grants a number of seconds, 1800 or more",
    ),
    (
        "UDA-EVNT-31",
        "uda/eventing/notification-headers",
        "a notification has HOST, CONTENT-TYPE, NT, NTS, SID and SEQ",
    ),
    (
        "UDA-EVNT-35",
        "uda/eventing/property-set",
        "an event is a propertyset of properties, each with one variable without namespace",
    ),
    (
        "UDA-EVNT-36",
        "uda/eventing/variable-once",
        "a variable stands at most once in an event",
    ),
    (
        "UDA-EVNT-37",
        "uda/eventing/evented-variables-only",
        "events carry evented variables of the service only",
    ),
    (
        "UDA-EVNT-38",
        "uda/eventing/values-escaped-once",
        "XML in an event's value is escaped once",
    ),
    ("UDA-EVNT-56", "uda/eventing/utf-8", "events are UTF-8"),
];

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    WATCHED
        .iter()
        .map(|(row, id, purpose)| watching(id, purpose, row, provoke))
        .collect()
}

/// A subscription and its initial event.
fn provoke(t: &mut Tester<'_>) -> Flow {
    t.subscriptions().open(ControlPoint::First).map(drop)
}
