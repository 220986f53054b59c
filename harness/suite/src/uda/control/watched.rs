//! What every response shows: envelope, response element, out arguments, faults, headers. Judged once, in the last
//! phase, from all exchanges of the run.

use ctk_vectors::facts;
use ctk_vectors::messaging_2::action;

use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::passive::watch::watching;
use crate::tester::Tester;
use crate::under_test::service::NOTHING_TO_INVOKE;

/// Row, slug and purpose.
const WATCHED: &[(&str, &str, &str)] = &[
    (
        "UDA-CTRL-05",
        "uda/control/envelope-namespace",
        "responses are envelopes of SOAP 1.1",
    ),
    (
        "UDA-CTRL-06",
        "uda/control/encoding-style",
        "encodingStyle stands on Envelope with the value of SOAP 1.1, never on Body",
    ),
    (
        "UDA-CTRL-08",
        "uda/control/one-element-in-body",
        "Body has exactly one child, and nothing follows Body",
    ),
    (
        "UDA-CTRL-11",
        "uda/control/arguments-unqualified",
        "out arguments carry no namespace",
    ),
    (
        "UDA-CTRL-25",
        "uda/control/answer-in-time",
        "every request is answered completely within 30 s",
    ),
    (
        "UDA-CTRL-26",
        "uda/control/success-headers",
        "a success is 200 with CONTENT-TYPE and SERVER",
    ),
    (
        "UDA-CTRL-28",
        "uda/control/no-content-language",
        "control responses have no CONTENT-LANGUAGE",
    ),
    (
        "UDA-CTRL-29",
        "uda/control/response-element",
        "the response element is the action's name and Response, in the service type's namespace",
    ),
    (
        "UDA-CTRL-30",
        "uda/control/response-version",
        "the response element has the service version of the request",
    ),
    (
        "UDA-CTRL-31",
        "uda/control/out-arguments",
        "every out argument of the service description is there, once and in order",
    ),
    (
        "UDA-CTRL-33",
        "uda/control/values-escaped-once",
        "XML in an out argument is escaped once",
    ),
    (
        "UDA-CTRL-35",
        "uda/control/fault-status",
        "an action that fails gives HTTP 500 and a SOAP fault, and no error in out arguments",
    ),
    (
        "UDA-CTRL-36",
        "uda/control/fault-parts",
        "a fault has faultcode, faultstring and detail, without namespace",
    ),
    (
        "UDA-CTRL-37",
        "uda/control/faultcode",
        "faultcode is Client in the SOAP namespace",
    ),
    (
        "UDA-CTRL-38",
        "uda/control/faultstring",
        "faultstring is UPnPError",
    ),
    (
        "UDA-CTRL-39",
        "uda/control/upnp-error",
        "detail holds UPnPError with errorCode and errorDescription",
    ),
    (
        "UDA-CTRL-43",
        "uda/control/error-code-range",
        "error codes are of the ranges that a standard action has",
    ),
    (
        "UDA-CTRL-54",
        "uda/control/utf-8",
        "responses and faults are UTF-8",
    ),
    (
        "UDA-CTRL-56",
        "uda/control/fault-headers",
        "a fault has the CONTENT-TYPE and SERVER of a success",
    ),
    (
        "UDA-DESC-04",
        "uda/control/framing",
        "CONTENT-LENGTH or chunks frame a response, never both, and the length is right",
    ),
];

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    let watched = WATCHED
        .iter()
        .map(|(row, id, purpose)| watching(id, purpose, row, provoke));
    watched
        .chain([
            ext_header(),
            watching(
                "uda/control/empty-response",
                "an action without out arguments returns its empty response element",
                "UDA-CTRL-32",
                delete_own,
            )
            .needs(&[Need::Action(action::DELETE_MESSAGE)])
            .own_objects(1),
        ])
        .collect()
}

/// 1.0 clause 3.2.2: EXT without value. Later versions no longer list it (U-17).
fn ext_header() -> Case {
    watching(
        "uda/control/ext-header",
        "a success has the header EXT",
        "UDA-CTRL-27",
        provoke,
    )
    .needs(&[Need::UdaAtMost(1, 0)])
}

/// Every action without in arguments, which succeeds, and a fault.
fn provoke(t: &mut Tester<'_>) -> Flow {
    let dut = t.dut();
    if !dut.is_messaging() {
        return provoke_other(t);
    }
    for action in &facts().actions {
        if action.inputs.is_empty() && dut.ics.has_action(&action.name) {
            t.invoke(&action.name, &[])?;
        }
    }
    let id = t.unique("CtkNone")?;
    t.invoke(action::READ_MESSAGE, &[("MessageID", &id)])
        .map(drop)
}

/// The same of another service: the actions that may be called, one that it does not have, and one without its
/// arguments.
fn provoke_other(t: &mut Tester<'_>) -> Flow {
    let name = t.unique("CtkNone")?;
    t.invoke(&name, &[])?;
    if let Some(asking) = t.dut().asking_action() {
        t.invoke(asking, &[])?;
    }
    let plain = t.dut().plain_actions();
    if plain.is_empty() {
        return Err(Stop::NotApplicable(NOTHING_TO_INVOKE.to_owned()));
    }
    for action in plain {
        t.invoke(action, &[])?;
    }
    Ok(())
}

/// 3.2.2: DeleteMessage has no out argument; only a message of this run is deleted.
fn delete_own(t: &mut Tester<'_>) -> Flow {
    let id = super::own_message::own_message(t)?;
    let reply = t.invoke(action::DELETE_MESSAGE, &[("MessageID", &id)])?;
    t.arranged(&reply).map(drop)
}
