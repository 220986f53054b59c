//! The exchanges of a run as observations of the service.

use std::collections::BTreeMap;

use ctk_model::service::{Observation, Outcome, Source, What, Who};
use ctk_record::{Exchange, Kind, Message};
use ctk_vectors::messaging_2::action;
use ctk_wire::http::{Limits, Progress, Request, RequestReader, Response, ResponseReader};
use ctk_wire::{Claim, gena, soap};
use serde_json::Value;

/// An exchange's times are whole milliseconds, cut off: it may have been over this much later.
const CUT_OFF_MS: u64 = 2;

/// What the exchanges of a run say about the service of this type, in their order.
pub fn observations<'e>(
    exchanges: impl IntoIterator<Item = &'e Exchange>,
    service_type: &str,
) -> Vec<Observation> {
    exchanges
        .into_iter()
        .filter_map(|exchange| observation(exchange, service_type))
        .collect()
}

/// What an exchange says about the service; `None`: nothing.
pub(super) fn observation(exchange: &Exchange, service_type: &str) -> Option<Observation> {
    let what = match exchange.kind {
        Kind::Control => of_control(exchange, service_type)?,
        Kind::Event => of_event(exchange)?,
        Kind::UpperTester => of_stimulus(exchange)?,
        Kind::Raw => of_raw(exchange)?,
        Kind::Description | Kind::Discovery | Kind::Internal => return None,
    };
    let unanswered = matches!(
        what,
        What::Action {
            outcome: Outcome::Unknown,
            ..
        }
    );
    let over = exchange.at_ms + exchange.elapsed_ms + CUT_OFF_MS;
    Some(Observation {
        source: Source {
            case: exchange.case.clone(),
            exchange: exchange.number,
        },
        from: exchange.at_ms,
        to: (!unanswered).then_some(over),
        who: who(exchange),
        what,
    })
}

fn who(exchange: &Exchange) -> Who {
    match exchange.kind {
        Kind::UpperTester => Who::FarSide,
        Kind::Control => {
            let agent = exchange
                .request
                .as_ref()
                .and_then(|request| header(request, "USER-AGENT"));
            Who::ControlPoint(agent.unwrap_or_default().to_owned())
        }
        _ => Who::Device,
    }
}

fn header<'m>(message: &'m Message, name: &str) -> Option<&'m str> {
    message
        .headers
        .iter()
        .find(|(header, _)| header.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}

fn of_control(exchange: &Exchange, service_type: &str) -> Option<What> {
    let request = exchange.request.as_ref()?;
    let outcome = |action: &str| outcome(exchange, service_type, action);
    match soap::read_request(request.body.as_bytes()) {
        Some(asked) => {
            if family(&asked.service_type) != family(service_type) {
                return None;
            }
            let outcome = outcome(&asked.action);
            Some(What::Action {
                name: asked.action,
                arguments: asked.arguments,
                outcome,
            })
        }
        // It cannot be understood, and should not have been: what came of it nobody can say.
        None => match outcome("") {
            Outcome::Fault(_) => None,
            _ => harmful(header(request, "SOAPACTION").unwrap_or_default()).then(|| gap(request)),
        },
    }
}

/// Whatever it was, it may have been done.
fn gap(request: &Message) -> What {
    What::Gap {
        text: request.body.clone(),
    }
}

/// The type without its version: a control point may call an earlier one.
fn family(service_type: &str) -> &str {
    service_type
        .rsplit_once(':')
        .map_or(service_type, |(family, _)| family)
}

/// Whether a request that names this action may change anything.
fn harmful(soapaction: &str) -> bool {
    let action = soapaction
        .trim_matches('"')
        .rsplit('#')
        .next()
        .unwrap_or_default();
    let looks = action.starts_with("Get") || action == action::SEARCH_MESSAGES;
    !looks && ctk_vectors::facts().action(action).is_some()
}

fn outcome(exchange: &Exchange, service_type: &str, action: &str) -> Outcome {
    let Some(response) = exchange.response.as_ref().and_then(response) else {
        return Outcome::Unknown;
    };
    let outputs: Vec<&str> = ctk_vectors::facts()
        .action(action)
        .map_or_else(Vec::new, |it| {
            it.outputs
                .iter()
                .map(|output| output.name.as_str())
                .collect()
        });
    let asked = soap::Asked {
        service_type,
        action,
        outputs: &outputs,
    };
    match soap::read_response(&response, &asked, Claim::V1_0).value {
        // Of what no action returns the model knows nothing.
        soap::ControlResult::Success { mut arguments, .. } => {
            arguments.retain(|(name, _)| outputs.contains(&name.as_str()));
            Outcome::Success(arguments)
        }
        soap::ControlResult::Fault { code, .. } => {
            Outcome::Fault(code.and_then(|code| u16::try_from(code).ok()).unwrap_or(0))
        }
        soap::ControlResult::Unreadable { .. } if response.head.status >= 400 => Outcome::Fault(0),
        soap::ControlResult::Unreadable { .. } => Outcome::Unknown,
    }
}

/// The response put together again from what the record shows of it.
fn response(message: &Message) -> Option<Response> {
    let status = message.status?;
    let body = message.body.as_bytes();
    let mut bytes = format!(
        "HTTP/1.1 {status} -\r\nCONTENT-LENGTH: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    bytes.extend_from_slice(body);
    let mut reader = ResponseReader::new(Limits::default(), "POST");
    matches!(reader.feed(&bytes), Ok(Progress::Complete)).then_some(())?;
    reader.take().ok()
}

fn of_event(exchange: &Exchange) -> Option<What> {
    let message = exchange.request.as_ref()?;
    let status = exchange.response.as_ref().and_then(|it| it.status);
    match message.method.as_str() {
        "NOTIFY" => {
            let notify = gena::read_notify(&request(message)?, Claim::V1_0).value;
            Some(What::Event {
                subscription: notify.sid?,
                key: notify.seq,
                properties: notify.properties,
            })
        }
        "SUBSCRIBE" if status == Some(200) && header(message, "SID").is_none() => {
            let sid = exchange
                .response
                .as_ref()
                .and_then(|response| header(response, "SID"))?;
            Some(What::Subscribed {
                subscription: sid.to_owned(),
            })
        }
        "UNSUBSCRIBE" => Some(What::Unsubscribed {
            subscription: header(message, "SID")?.to_owned(),
        }),
        _ => None,
    }
}

/// The request put together again from what the record shows of it.
fn request(message: &Message) -> Option<Request> {
    let mut bytes = format!("{} / HTTP/1.1\r\n", message.method).into_bytes();
    for (name, value) in &message.headers {
        let framing = name.eq_ignore_ascii_case("CONTENT-LENGTH")
            || name.eq_ignore_ascii_case("TRANSFER-ENCODING");
        if !framing {
            bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
        }
    }
    let body = message.body.as_bytes();
    bytes.extend_from_slice(format!("CONTENT-LENGTH: {}\r\n\r\n", body.len()).as_bytes());
    bytes.extend_from_slice(body);
    let mut reader = RequestReader::new(Limits::default());
    matches!(reader.feed(&bytes), Ok(Progress::Complete)).then_some(())?;
    reader.take().ok()
}

fn of_stimulus(exchange: &Exchange) -> Option<What> {
    let request = exchange.request.as_ref()?;
    let name = request.url.rsplit(['/', ' ']).next()?.to_owned();
    let fields = match serde_json::from_str(&request.body) {
        Ok(fields) => flat(&fields),
        Err(_) => BTreeMap::new(),
    };
    let body = exchange.response.as_ref().map(|it| it.body.as_str());
    let answer: Value = serde_json::from_str(body.unwrap_or_default()).unwrap_or(Value::Null);
    let status = answer.get("status").and_then(Value::as_str);
    if status == Some("unsupported") || matches!(name.as_str(), "capabilities") {
        return None;
    }
    let id = |name: &str| answer.get(name).and_then(Value::as_str).map(str::to_owned);
    Some(What::Stimulus {
        name,
        fields,
        done: status == Some("done"),
        session_id: id("session_id"),
        message_id: id("message_id"),
    })
}

/// The fields of a stimulus; those of a list's members by their place: `attachments.0.size`.
pub(super) fn flat(fields: &Value) -> BTreeMap<String, String> {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let mut all = BTreeMap::new();
    for (name, value) in fields.as_object().into_iter().flatten() {
        let members = value.as_array().into_iter().flatten().enumerate();
        for (at, member) in members {
            for (field, value) in member.as_object().into_iter().flatten() {
                all.insert(format!("{name}.{at}.{field}"), text(value));
            }
        }
        all.insert(name.clone(), text(value));
    }
    all
}

/// Bytes that no library would send, to the control URL: if they name an action that changes something, it may have.
fn of_raw(exchange: &Exchange) -> Option<What> {
    let request = exchange.request.as_ref()?;
    let names = |action: &&ctk_vectors::Action| {
        let name = format!("#{}", action.name);
        harmful(&name) && request.body.contains(&name)
    };
    let refused = exchange
        .response
        .as_ref()
        .and_then(|it| it.status)
        .is_some_and(|status| status >= 400);
    let named = ctk_vectors::facts().actions.iter().any(|it| names(&it));
    (named && !refused).then(|| gap(request))
}
