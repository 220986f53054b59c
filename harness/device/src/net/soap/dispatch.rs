//! From a control request to the service and back.

use std::sync::Arc;

use ctk_vectors::{Action, Uda, facts};

use super::read::{Call, NoCall, read};
use super::{SoapFault, write};
use crate::defects::{DefectId, Deviations, VariationId};
use crate::net::exchange::Incoming;
use crate::net::gena::Subscriptions;
use crate::net::planted::{Planted, Seen, Woken};
use crate::net::response::{Response, xml_type};
use crate::service::{Caller, Service, Setup};

/// How long a slow device takes to answer an action; UDA allows ten times as much.
const SLOW_ANSWER: std::time::Duration = std::time::Duration::from_secs(3);

/// What answering needs to know.
pub(crate) struct Control {
    pub(crate) uda: Uda,
    pub(crate) deviations: Deviations,
    pub(crate) setup: Setup,
    pub(crate) service: Arc<Service>,
    pub(crate) subscriptions: Arc<Subscriptions>,
    pub(crate) planted: Arc<Planted>,
}

/// Answers a request to the control URL.
pub(crate) fn answer(incoming: &Incoming, control: &Control) -> Response {
    if let Some(response) = unfit(incoming, control) {
        return response;
    }
    let soap_action = incoming.header("SOAPACTION");
    let mut call = match read(
        &incoming.request.body,
        soap_action,
        control.uda,
        &control.deviations,
    ) {
        Ok(call) => call,
        Err(NoCall::BadRequest(why)) => return Response::refusal(400, &why),
        Err(NoCall::Fault(fault)) => return faulted(&fault, control),
    };
    if let Some(response) = woken(&mut call, control) {
        return response;
    }
    let outcome = invoke(&call, incoming, control);
    if control.deviations.varies(VariationId::SlowAnswers) {
        // The effect first: an event may overtake the answer.
        std::thread::sleep(SLOW_ANSWER);
    }
    match outcome {
        Ok(mut outputs) => {
            control.planted.alters(&call.action, &mut outputs);
            let mut response = succeeded(&call, &outputs, control);
            response.short_by = control.planted.falls_short(&call.action, &response.body);
            response
        }
        Err(SoapFault::Upnp(code, description))
            if control.deviations.has(DefectId::ErrorAsOutArgument) =>
        {
            let outputs = [
                ("errorCode", code.to_string()),
                ("errorDescription", description),
            ];
            succeeded(
                &call,
                &outputs.map(|(name, value)| (name.to_owned(), value)),
                control,
            )
        }
        Err(fault) => faulted(&fault, control),
    }
}

/// What a planted fault makes of a call: another answer, or another call.
fn woken(call: &mut Call, control: &Control) -> Option<Response> {
    let seen = Seen {
        action: &call.action,
        arguments: &call.arguments,
    };
    match control.planted.meets(&seen)? {
        Woken::Response(response) => Some(response),
        Woken::Fault(text) => Some(faulted(&SoapFault::Upnp(501, text), control)),
        Woken::Success => {
            let action = facts().action(&call.action)?;
            let empty = |output: &ctk_vectors::Argument| (output.name.clone(), "0".to_owned());
            let outputs: Vec<_> = action.outputs.iter().map(empty).collect();
            Some(succeeded(call, &outputs, control))
        }
        Woken::Argument(name, value) => {
            for (known, old) in &mut call.arguments {
                if known == name {
                    *old = Some(value.clone());
                }
            }
            None
        }
    }
}

/// The answer to a request that is not a control request by its method and header.
fn unfit(incoming: &Incoming, control: &Control) -> Option<Response> {
    let anything = control.deviations.has(DefectId::AnyMethodTaken);
    if incoming.method() == "XPROBE" && anything {
        return Some(Response::with_body(200, "text/plain", "probed\n"));
    }
    if incoming.method() != "POST" {
        return Some(Response::method_not_allowed("POST"));
    }
    let headers = &incoming.request.head.headers;
    if let Some(refusal) = too_particular(incoming, &control.deviations) {
        return Some(refusal);
    }
    if !headers.has("CONTENT-LENGTH") && !headers.has("TRANSFER-ENCODING") {
        return Some(Response::refusal(
            411,
            "CONTENT-LENGTH or chunks are needed to find the end of the request",
        ));
    }
    if headers
        .get("CONTENT-TYPE")
        .is_some_and(|value| !is_xml(value))
        && !control.deviations.has(DefectId::AnyMediaTypeTaken)
    {
        return Some(Response::refusal(
            415,
            "CONTENT-TYPE has to be text/xml in UTF-8",
        ));
    }
    None
}

fn invoke(
    call: &Call,
    incoming: &Incoming,
    control: &Control,
) -> Result<Vec<(String, String)>, SoapFault> {
    let action = facts()
        .action(&call.action)
        .ok_or_else(SoapFault::invalid_action)?;
    if !control.setup.implements(&call.action) {
        return Err(
            if control.deviations.varies(VariationId::LeftOutAction401) {
                SoapFault::invalid_action()
            } else {
                SoapFault::not_implemented()
            },
        );
    }
    if call.action == "GetTelephonyIdentity"
        && control.deviations.has(DefectId::IdentityNotImplemented)
    {
        return Err(SoapFault::not_implemented());
    }
    let chunked = incoming.request.head.headers.has("TRANSFER-ENCODING");
    if chunked
        && !action.inputs.is_empty()
        && control.deviations.has(DefectId::ChunkedArgumentsLost)
    {
        return Err(SoapFault::invalid_args());
    }
    let arguments = match in_order(action, call, &control.deviations) {
        Err(_)
            if action.inputs.len() > 1
                && call.arguments.len() + 1 == action.inputs.len()
                && control.deviations.has(DefectId::LackOfOneUnknown) =>
        {
            return Err(SoapFault::invalid_action());
        }
        Err(_) if control.deviations.has(DefectId::MissingArgumentTaken) => {
            let empty = |output: &ctk_vectors::Argument| (output.name.clone(), String::new());
            return Ok(action.outputs.iter().map(empty).collect());
        }
        arguments => arguments?,
    };
    let caller = caller(incoming, control);
    control
        .service
        .invoke(&caller, &call.action, &arguments)
        .map_err(|fault| {
            let own = control.deviations.varies(VariationId::OtherErrorTexts);
            let description = if own {
                format!("That did not work ({})", fault.code)
            } else {
                fault.description
            };
            SoapFault::Upnp(fault.code, description)
        })
}

/// Which control point it is: by address and user agent, or by its subscription; then all those without one
/// are one.
fn caller(incoming: &Incoming, control: &Control) -> Caller {
    let user_agent = incoming.header("USER-AGENT").unwrap_or_default();
    let caller = Caller {
        address: incoming.peer.ip(),
        user_agent: user_agent.chars().take(256).collect(),
    };
    if control
        .deviations
        .varies(VariationId::ControlPointsBySubscription)
    {
        return control.subscriptions.subscriber(&caller);
    }
    caller
}

/// Every in argument once, in the order of the table; what is missing, repeated or no text is an error (402). Others
/// are unknown elements, and ignored.
fn in_order(
    action: &Action,
    call: &Call,
    deviations: &Deviations,
) -> Result<Vec<(String, String)>, SoapFault> {
    let known = |name: &str| action.inputs.iter().any(|input| input.name == name);
    if deviations.varies(VariationId::SurplusArgumentsRefused)
        && call.arguments.iter().any(|(name, _)| !known(name))
    {
        return Err(SoapFault::invalid_args());
    }
    let order = |name: &str| action.inputs.iter().position(|input| input.name == name);
    let given = call.arguments.iter().filter_map(|(name, _)| order(name));
    if deviations.varies(VariationId::ArgumentsByOrder) && !given.is_sorted() {
        return Err(SoapFault::invalid_args());
    }
    let mut arguments = Vec::with_capacity(action.inputs.len());
    for input in &action.inputs {
        let mut given = call
            .arguments
            .iter()
            .filter(|(name, _)| *name == input.name);
        let value = match (given.next(), given.next()) {
            (Some((_, Some(value))), None) => value.clone(),
            _ => return Err(SoapFault::invalid_args()),
        };
        arguments.push((input.name.clone(), value));
    }
    Ok(arguments)
}

fn succeeded(call: &Call, outputs: &[(String, String)], control: &Control) -> Response {
    let body = write::response(call.version, &call.action, outputs, &control.deviations);
    let content_type = if control.deviations.has(DefectId::AnswerTypePlain) {
        "text/plain; charset=\"utf-8\""
    } else {
        xml_type(&control.deviations)
    };
    let response = with_ext(Response::with_body(200, content_type, body), control);
    if control.deviations.has(DefectId::LengthBesideChunks) {
        response.doubly_framed()
    } else if control.deviations.has(DefectId::LengthOneMore) {
        response.overcounted()
    } else {
        response
    }
}

fn faulted(fault: &SoapFault, control: &Control) -> Response {
    let plain = control.deviations.has(DefectId::UnknownActionWithoutFault);
    if plain && *fault == SoapFault::invalid_action() {
        return Response::refusal(500, "there is no such action");
    }
    let status = if control.deviations.has(DefectId::FaultWith200) {
        200
    } else {
        500
    };
    let body = write::fault(fault, &control.deviations);
    let content_type = if control.deviations.has(DefectId::FaultTypeHtml) {
        "text/html"
    } else {
        xml_type(&control.deviations)
    };
    let mut response = with_ext(Response::with_body(status, content_type, body), control);
    response.closes = control.deviations.varies(VariationId::FaultsClose)
        || *fault == SoapFault::invalid_action()
            && control.deviations.varies(VariationId::UnknownActionCloses);
    response
}

/// EXT, which is asked for in 1.0 alone (U-17).
fn with_ext(response: Response, control: &Control) -> Response {
    match control.deviations.varies(VariationId::ControlWithoutExt) {
        true => response,
        false => response.header("EXT", ""),
    }
}

/// A defective server that looks at what does not matter.
fn too_particular(incoming: &Incoming, deviations: &Deviations) -> Option<Response> {
    let head = &incoming.request.head;
    let other_case = |name: &str| head.headers.iter().all(|header| header.name != name);
    let refused = [
        (
            DefectId::ChunkedRequestRefused,
            head.headers.has("TRANSFER-ENCODING"),
            411,
        ),
        (DefectId::Http10Refused, head.version < (1, 1), 505),
        (
            DefectId::HeaderCaseMatters,
            head.headers.has("SOAPACTION") && other_case("SOAPACTION"),
            400,
        ),
        (
            DefectId::UnknownHeadersRefused,
            head.headers.has("NOTE.EXAMPLE.COM"),
            400,
        ),
    ];
    refused
        .into_iter()
        .find(|(defect, odd, _)| *odd && deviations.has(*defect))
        .map(|(_, _, status)| Response::refusal(status, "this is not expected"))
}

/// CONTENT-TYPE ::= 'text/xml' (';' parameter)*   where a charset is UTF-8; without regard to case.
fn is_xml(content_type: &str) -> bool {
    let mut parts = content_type.split(';').map(str::trim);
    let media_type = parts.next().unwrap_or_default();
    media_type.eq_ignore_ascii_case("text/xml")
        && parts.all(|parameter| match parameter.split_once('=') {
            Some((name, value)) if name.trim().eq_ignore_ascii_case("charset") => {
                value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
            }
            _ => true,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_types_are_compared_without_case() {
        for good in [
            "text/xml",
            "TEXT/XML;charset=UTF-8",
            "text/xml; charset=\"utf-8\"",
            "text/xml ; x=y",
        ] {
            assert!(is_xml(good), "{good}");
        }
        for bad in [
            "",
            "application/json",
            "application/xml",
            "text/xml; charset=latin1",
            "text/xmlx",
        ] {
            assert!(!is_xml(bad), "{bad}");
        }
    }

    fn call(arguments: &[(&str, Option<&str>)]) -> Call {
        let arguments = arguments
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.map(str::to_owned)))
            .collect();
        Call {
            version: 2,
            action: "GetSessions".to_owned(),
            arguments,
        }
    }

    #[test]
    fn arguments_are_found_by_name() {
        let action = facts().action("GetSessions").unwrap();
        let check =
            |given: &[(&str, Option<&str>)]| in_order(action, &call(given), &Deviations::default());
        let (id, class, status) = (
            ("SessionID", Some("1")),
            ("SessionClass", Some("")),
            ("SessionStatus", Some("x")),
        );
        let surplus = ("Other", None);
        let read = check(&[surplus, status, class, id]).unwrap();
        let names: Vec<&str> = read.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["SessionID", "SessionClass", "SessionStatus"]);
        assert_eq!(read[2].1, "x");
        for bad in [
            vec![id, class],
            vec![id, class, status, status],
            vec![id, class, ("SessionStatus", None)],
            vec![id, class, ("sessionstatus", Some(""))],
        ] {
            assert_eq!(check(&bad), Err(SoapFault::invalid_args()), "{bad:?}");
        }
    }
}
