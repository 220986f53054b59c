//! An answer read and judged.

use std::hash::{DefaultHasher, Hash, Hasher};

use ctk_wire::http::Response;
use ctk_wire::soap::{Asked, ControlResult};

use super::{Known, SECRET, accepted_invalid, gives_away, gives_more, invalid_documents};
use crate::bindings::Bindings;
use crate::finding::{Kind, Symptom};
use crate::request::{Payload, Request};
use crate::subject::{Action, Subject};
use crate::wire::Came;

/// What an answer means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meaning {
    /// The HTTP status; 0: no response.
    pub status: u16,
    /// The errorCode of a fault.
    pub code: Option<u32>,
    /// The action succeeded.
    pub success: bool,
    /// Out arguments.
    pub outputs: Vec<(String, String)>,
    /// The SID of a subscription.
    pub sid: Option<String>,
    /// A digest of how the answer is built.
    pub shape: u64,
}

/// An answer judged.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// What it means.
    pub meaning: Meaning,
    /// What is wrong with it.
    pub symptoms: Vec<Symptom>,
}

/// A request as it went out.
#[derive(Clone, Copy)]
pub struct Sent<'s> {
    /// With its marks.
    pub request: &'s Request,
    /// What they stood for.
    pub bindings: &'s Bindings,
    /// Its bytes.
    pub bytes: &'s [u8],
}

/// Reads an answer, and judges it where the request was good enough that a right answer is owed. `secret` is the text
/// of the known message; `known` is what was read before of this subject.
pub fn judge(
    subject: &Subject,
    sent: &Sent<'_>,
    came: &Came,
    secret: &str,
    known: &mut Known,
) -> Judged {
    let request = sent.request;
    match came {
        Came::Response(response) => {
            let of_control = request.target == subject.control
                && matches!(request.payload, Payload::Call(_) | Payload::Bytes(_));
            if of_control {
                control(subject, sent, (response, secret), known)
            } else {
                other(sent, response)
            }
        }
        Came::NotHttp(bytes) if request.is_plain_http() => {
            let text = String::from_utf8_lossy(&bytes[..bytes.len().min(80)]).into_owned();
            Judged {
                symptoms: vec![Symptom::new(
                    Kind::InvalidOutput,
                    format!("{}:not-http", request.title()),
                    format!("the answer is not HTTP: {text:?}"),
                )],
                ..Judged::default()
            }
        }
        _ => Judged::default(),
    }
}

fn other(sent: &Sent<'_>, response: &Response) -> Judged {
    let request = sent.request;
    let status = response.head.status;
    let mut judged = Judged::default();
    judged.meaning.status = status;
    judged.meaning.success = status == 200;
    let sid = response.head.headers.get("sid");
    judged.meaning.sid = sid
        .filter(|_| request.method == "SUBSCRIBE")
        .map(str::to_owned);
    judged.symptoms.extend(wrong_renewal(sent, response));
    // An error of HTTP is not wrong here: 5xx refuses a subscription, and no requirement keeps it from a path that is odd.
    judged
}

/// A renewal that succeeds though nothing has such a SID (UDA-EVNT-24), or gives the SID of somebody else.
fn wrong_renewal(sent: &Sent<'_>, response: &Response) -> Option<Symptom> {
    let request = sent.request;
    let mut headers = request.headers.iter();
    let is = |name: &str, other: &str| name.trim().eq_ignore_ascii_case(other);
    let renews = request.method == "SUBSCRIBE"
        && request.is_plain_http()
        && response.head.status == 200
        && !headers.any(|(name, _)| is(name, "NT") || is(name, "CALLBACK"));
    let mut sids = request.headers.iter().filter(|(name, _)| is(name, "SID"));
    let (Some((_, asked)), None) = (sids.next().filter(|_| renews), sids.next()) else {
        return None;
    };
    let asked = sent.bindings.resolve(asked);
    let given = response.head.headers.get("sid").unwrap_or_default().trim();
    let known = sent.bindings.subscription.as_deref();
    // A lenient reader may find an id that there is in a text around it.
    let could_be = |sid: &str| !sid.is_empty() && asked.contains(sid.trim_start_matches("uuid:"));
    if known.is_some_and(could_be)
        || !given.is_empty() && asked.contains("uuid:") && could_be(given)
    {
        return None;
    }
    Some(if given.is_empty() || could_be(given) {
        let text = format!("a subscription is renewed that nobody has, {asked:?} (UDA-EVNT-24)");
        Symptom::new(Kind::AcceptedInvalid, "SUBSCRIBE:SID:UDA-EVNT-24", text)
    } else {
        let text = format!("the renewal of {asked:?} gives another subscription, {given:?}");
        Symptom::new(Kind::Leak, "SUBSCRIBE:other-subscription", text)
    })
}

fn control(
    subject: &Subject,
    sent: &Sent<'_>,
    (response, secret): (&Response, &str),
    known: &mut Known,
) -> Judged {
    let request = sent.request;
    let unknown = Action::default();
    let call = request.call();
    let action = call
        .and_then(|call| subject.action(&call.action))
        .unwrap_or(&unknown);
    let outputs: Vec<&str> = action.outputs.iter().map(|(name, _)| &**name).collect();
    let asked = Asked {
        service_type: call.map_or(&subject.service_type, |call| &call.service_type),
        action: call.map_or("", |call| &call.action),
        outputs: &outputs,
    };
    let result = known.read(response, &asked);
    let mut judged = Judged::default();
    judged.meaning.status = response.head.status;
    let mut shape = DefaultHasher::new();
    match result {
        ControlResult::Success { arguments, .. } => {
            judged.meaning.success = true;
            for (name, value) in &arguments {
                name.hash(&mut shape);
                elements(value, &mut shape);
            }
            judged.meaning.outputs = arguments;
            if request.reaches_parser() && subject.is_messaging() {
                let arguments = resolved(request, sent.bindings);
                succeeded(subject, action, &arguments, (&mut judged, known));
            }
        }
        ControlResult::Fault { code, .. } => {
            judged.meaning.code = code;
            code.hash(&mut shape);
        }
        // What is beyond a bound of the reader may well be right.
        ControlResult::Unreadable { beyond: true, .. } => {}
        ControlResult::Unreadable { why, .. } => {
            unreadable(request, response.head.status, &why, &mut judged);
        }
    }
    let kept = secret.is_empty() || secret.starts_with(SECRET);
    if !(judged.meaning.success || known.silent && kept) {
        leaks(sent, response, secret, &mut judged);
    }
    judged.meaning.shape = shape.finish();
    judged
}

/// The arguments as they were sent.
fn resolved(request: &Request, bindings: &Bindings) -> Vec<(String, String)> {
    let arguments = request.call().map_or(&[][..], |call| &call.arguments);
    arguments
        .iter()
        .map(|(name, value)| (name.clone(), bindings.resolve(value).into_owned()))
        .collect()
}

fn succeeded(
    subject: &Subject,
    action: &Action,
    sent: &[(String, String)],
    (judged, known): (&mut Judged, &mut Known),
) {
    let name = &action.name;
    if let Some((argument, why)) = accepted_invalid(subject, action, sent) {
        let rule = why.split(':').next().filter(|rule| rule.starts_with("M-"));
        judged.symptoms.push(Symptom::new(
            Kind::AcceptedInvalid,
            format!("{name}:{argument}:{}", rule.unwrap_or("")),
            format!("{name} succeeds although {argument} is invalid ({why})"),
        ));
    }
    for (output, value) in &judged.meaning.outputs {
        let kind = action.outputs.iter().find(|(known, _)| known == output);
        if let Some((_, Some(kind))) = kind {
            let wrong = || invalid_documents(name, output, *kind, value, &subject.context);
            judged.symptoms.extend(known.invalid(*kind, value, wrong));
        }
        if let Some(more) = gives_more(name, sent, value) {
            judged.symptoms.push(Symptom::new(
                Kind::Leak,
                format!("{name}:other-object"),
                format!("{name} gives another object: {more}"),
            ));
        }
    }
}

/// An answer without SOAP, to a request that deserved better.
fn unreadable(request: &Request, status: u16, why: &str, judged: &mut Judged) {
    if !request.is_plain_http() || request.call().is_none() {
        return;
    }
    let subject = request.title();
    // 501 and 505 are HTTP's own, 503 is a device that has enough.
    if status >= 500 && !matches!(status, 501 | 503 | 505) {
        judged.symptoms.push(Symptom::new(
            Kind::InvalidOutput,
            format!("{subject}:status-{status}-without-fault"),
            format!("{subject} answers HTTP {status} without a UPnP fault ({why})"),
        ));
    } else if (200..300).contains(&status) {
        judged.symptoms.push(Symptom::new(
            Kind::InvalidOutput,
            format!("{subject}:unreadable"),
            format!("{subject} answers HTTP {status} with what cannot be read: {why}"),
        ));
    }
}

fn leaks(sent: &Sent<'_>, response: &Response, secret: &str, judged: &mut Judged) {
    let text = String::from_utf8_lossy(&response.body);
    let bytes = String::from_utf8_lossy(sent.bytes);
    if let Some((what, why)) = gives_away(&text, &bytes, sent.bindings.serial, secret) {
        let subject = sent.request.title();
        judged.symptoms.push(Symptom::new(
            Kind::Leak,
            format!("{subject}:{what}"),
            format!("{subject}: {why}"),
        ));
    }
}

/// Which elements follow which, however often: a longer list is no other shape.
fn elements(value: &str, into: &mut DefaultHasher) {
    let mut pairs = Vec::new();
    let mut last = "";
    for piece in value.split('<').skip(1) {
        let end = piece.find(|c: char| !c.is_alphanumeric() && c != ':');
        let name = &piece[..end.unwrap_or(piece.len())];
        if !name.is_empty() {
            let mut pair = DefaultHasher::new();
            (last, name).hash(&mut pair);
            pairs.push(pair.finish());
            last = name;
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    (value.is_empty(), pairs).hash(into);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_subscription_that_there_is_can_be_renewed() {
        let judged = |headers: &[(&str, &str)], answer: &str| {
            let own = headers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            let request = Request::plain("SUBSCRIBE", "/event", own.collect());
            let bindings = Bindings {
                subscription: Some("uuid:5".to_owned()),
                ..Bindings::default()
            };
            let bytes = request.bytes(&bindings);
            let sent = Sent {
                request: &request,
                bindings: &bindings,
                bytes: &bytes,
            };
            let limits = ctk_wire::http::Limits::default();
            let mut reader = ctk_wire::http::ResponseReader::new(limits, "SUBSCRIBE");
            reader.feed(answer.as_bytes()).expect("it is HTTP");
            let response = reader.take().expect("it is complete");
            wrong_renewal(&sent, &response).map(|symptom| symptom.kind)
        };
        let ok = |sid: &str| format!("HTTP/1.1 200 OK\r\nSID: {sid}\r\nContent-Length: 0\r\n\r\n");
        let refused = "HTTP/1.1 412 No\r\nContent-Length: 0\r\n\r\n";
        assert_eq!(judged(&[("SID", "{{subscription}}")], &ok("uuid:5")), None);
        assert_eq!(judged(&[("SID", " uuid:5x")], &ok("uuid:5")), None);
        assert_eq!(judged(&[("SID", "CtkNone")], refused), None);
        assert_eq!(
            judged(&[("SID", "x"), ("CALLBACK", "<http://a/>")], &ok("uuid:6")),
            None
        );
        assert_eq!(
            judged(&[("SID", "CtkNone")], &ok("uuid:6")),
            Some(Kind::Leak)
        );
        assert_eq!(
            judged(&[("SID", "CtkNone")], &ok("CtkNone")),
            Some(Kind::AcceptedInvalid)
        );
    }

    #[test]
    fn a_longer_list_is_no_other_shape() {
        let shape = |text: &str| {
            let mut hash = DefaultHasher::new();
            elements(text, &mut hash);
            hash.finish()
        };
        let list = |count| format!("<l>{}</l>", "<a><b>1</b><c/></a>".repeat(count));
        assert_eq!(shape(&list(2)), shape(&list(40)));
        assert_ne!(shape(&list(2)), shape("<l><a><b>1</b></a></l>"));
        assert_ne!(shape(""), shape("text"));
    }
}
