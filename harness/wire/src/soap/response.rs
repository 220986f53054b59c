//! ControlResult the answer to a control request: headers, envelope, and which of the two it is.

use roxmltree::Node;
use serde::{Deserialize, Serialize};

use crate::http::Response;
use crate::xml::{self, Oddity, Source, XmlError, elements, stray_text};
use crate::{Claim, Findings, Grade, Reading, body};

use super::{ENCODING, ENVELOPE, fault, success};

/// What was asked, to hold the answer against.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The service type as in the request, version included.
    pub service_type: &'a str,
    /// The action.
    pub action: &'a str,
    /// Its out arguments in order.
    pub outputs: &'a [&'a str],
}

/// What a device answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ControlResult {
    /// The action succeeded.
    Success {
        /// The action by the name of the response element.
        action: String,
        /// The namespace of the response element.
        namespace: String,
        /// Out arguments in the order sent; a repeated one stands repeatedly.
        arguments: Vec<(String, String)>,
    },
    /// The action failed.
    Fault {
        /// errorCode.
        code: Option<u32>,
        /// errorDescription.
        description: Option<String>,
        /// faultcode as sent.
        faultcode: Option<String>,
        /// faultstring.
        faultstring: Option<String>,
    },
    /// Neither can be made out.
    Unreadable {
        /// Why, in words.
        why: String,
    },
}

/// Reads a response and judges it by the rows that every answer to a well-formed request has to
/// follow. After a request that was malformed on purpose only the reading is of use.
pub fn read_response(
    response: &Response,
    asked: &Asked<'_>,
    claim: Claim,
) -> Reading<ControlResult> {
    let mut findings = Findings::new();
    let result = read_body(response, asked, claim, &mut findings);
    headers(response, &result, claim, &mut findings);
    findings.reading(result)
}

fn read_body(
    response: &Response,
    asked: &Asked<'_>,
    claim: Claim,
    findings: &mut Findings,
) -> ControlResult {
    let status = response.head.status;
    let coded = response.head.headers.get("content-encoding");
    if let Some(coding) = coded.filter(|coding| !coding.eq_ignore_ascii_case("identity")) {
        return ControlResult::Unreadable {
            why: format!("the body is coded as {coding:?}"),
        };
    }
    let source = match Source::read(&response.body) {
        Ok(source) => source,
        Err(error) => return unreadable(status, &error, findings),
    };
    // What the server said besides SOAP (an HTML page behind a 4xx) is not the row's matter.
    let mut own = Findings::new();
    oddities(&source, "UDA-CTRL-54", "UDA-CTRL-08", &mut own);
    let document = match source.parse() {
        Ok(document) => document,
        Err(error) => return unreadable(status, &error, findings),
    };
    let root = document.root_element();
    if root.tag_name().name() != "Envelope" {
        let why = format!(
            "the document element is {:?}, no SOAP envelope",
            root.tag_name().name()
        );
        return no_envelope(status, why, findings);
    }
    findings.merge(own);
    envelope(root, status, asked, claim, findings)
}

/// Oddities of a body's text: wrong encoding under one row, the form of the document under another.
pub(crate) fn oddities(
    source: &Source,
    encoding_row: &'static str,
    form_row: &'static str,
    findings: &mut Findings,
) {
    findings.checked(encoding_row);
    findings.checked(form_row);
    for oddity in &source.oddities {
        match oddity {
            Oddity::NotUtf8 { .. } => findings.fail(encoding_row, oddity.to_string()),
            Oddity::DeclaredEncoding(_) => findings.warn(encoding_row, oddity.to_string()),
            Oddity::BlankFirst | Oddity::TrailingNul => findings.warn(form_row, oddity.to_string()),
            Oddity::NoDeclaration => {}
        }
    }
}

fn unreadable(status: u16, error: &XmlError, findings: &mut Findings) -> ControlResult {
    let row = match error {
        XmlError::WideEncoding => "UDA-CTRL-54",
        XmlError::Compressed => "UDA-DESC-16",
        _ => "UDA-CTRL-08",
    };
    // A refusal on the level of HTTP need not carry SOAP at all.
    if (200..300).contains(&status) {
        findings.fail(row, format!("HTTP {status}, but {error}"));
    }
    no_envelope(status, error.to_string(), findings)
}

fn no_envelope(status: u16, why: String, findings: &mut Findings) -> ControlResult {
    if status == 500 {
        findings.fail(
            "UDA-CTRL-35",
            format!("HTTP 500 without a SOAP fault: {why}"),
        );
    } else if (200..300).contains(&status) {
        findings.fail(
            "UDA-CTRL-29",
            format!("HTTP {status} without a response element: {why}"),
        );
    }
    ControlResult::Unreadable {
        why: format!("HTTP {status}: {why}"),
    }
}

fn envelope(
    root: Node<'_, '_>,
    status: u16,
    asked: &Asked<'_>,
    claim: Claim,
    findings: &mut Findings,
) -> ControlResult {
    const ROW: &str = "UDA-CTRL-08";
    findings.checked("UDA-CTRL-05");
    findings.checked(ROW);
    let namespace = xml::namespace(root).unwrap_or_default();
    if namespace != ENVELOPE {
        // 1.0 has the same in its 3.2.2.
        findings.fail(
            "UDA-CTRL-05",
            format!("Envelope is in the namespace {namespace:?}"),
        );
    }
    encoding_style(root, findings);
    let bodies: Vec<_> = elements(root)
        .filter(|node| node.tag_name().name() == "Body")
        .collect();
    let Some(body) = bodies.first().copied() else {
        findings.fail(ROW, "Envelope has no Body");
        return ControlResult::Unreadable {
            why: "the envelope has no Body".to_owned(),
        };
    };
    if xml::namespace(body) != xml::namespace(root) {
        findings.fail(ROW, "Body is not in Envelope's namespace");
    }
    if body.attribute((namespace, "encodingStyle")).is_some() || body.has_attribute("encodingStyle")
    {
        findings.fail("UDA-CTRL-06", "Body carries encodingStyle");
    }
    if let Some(after) = elements(root).skip_while(|node| *node != body).nth(1) {
        findings.fail(
            ROW,
            format!("{:?} follows Body in Envelope", after.tag_name().name()),
        );
    }
    for node in [root, body] {
        if let Some(text) = stray_text(node) {
            findings.warn(
                ROW,
                format!("{} holds the text {text:?}", node.tag_name().name()),
            );
        }
    }
    let children: Vec<_> = elements(body).collect();
    if children.len() > 1 {
        findings.fail(ROW, format!("Body has {} children", children.len()));
    }
    let expected = format!("{}Response", asked.action);
    let named = |name: &str| {
        children
            .iter()
            .copied()
            .find(|node| node.tag_name().name() == name)
    };
    if let Some(fault) = named("Fault") {
        return fault::read(fault, status, asked, claim, findings);
    }
    match named(&expected).or(children.first().copied()) {
        Some(node) => success::read(node, status, asked, claim, findings),
        // Without out arguments there is nothing that could be missing but the element itself.
        None if status == 200 && asked.outputs.is_empty() => {
            findings.fail(
                "UDA-CTRL-32",
                format!("the Body is empty, it has no {expected}"),
            );
            ControlResult::Success {
                action: asked.action.to_owned(),
                namespace: asked.service_type.to_owned(),
                arguments: Vec::new(),
            }
        }
        None => {
            findings.fail(ROW, "Body is empty");
            no_envelope(status, "the Body is empty".to_owned(), findings)
        }
    }
}

fn encoding_style(root: Node<'_, '_>, findings: &mut Findings) {
    const ROW: &str = "UDA-CTRL-06";
    findings.checked(ROW);
    let namespace = xml::namespace(root).unwrap_or_default();
    let qualified = root.attribute((namespace, "encodingStyle"));
    match qualified {
        Some(value) => {
            findings.checked("UDA-CTRL-57");
            if value != ENCODING {
                let text = format!("encodingStyle is {value:?}, not {ENCODING}");
                findings.fail("UDA-CTRL-57", text);
            }
        }
        None if root.has_attribute("encodingStyle") => {
            findings.warn(ROW, "encodingStyle is not in the envelope's namespace");
        }
        None => findings.warn(ROW, "Envelope has no encodingStyle"),
    }
}

/// The rows about headers, which differ for success and fault.
fn headers(response: &Response, reading: &ControlResult, claim: Claim, findings: &mut Findings) {
    let headers = &response.head.headers;
    let server = headers.get("server").is_some_and(|value| !value.is_empty());
    match reading {
        ControlResult::Success { .. } => {
            body::content_type(headers, claim, "UDA-CTRL-26", findings);
            if !server {
                let grade = if claim == Claim::V1_0 {
                    Grade::Warning
                } else {
                    Grade::Fail
                };
                findings.add("UDA-CTRL-26", grade, "SERVER is missing");
            }
            if claim == Claim::V1_0 {
                findings.checked("UDA-CTRL-27");
                if !headers.has("ext") {
                    findings.warn("UDA-CTRL-27", "EXT is missing");
                }
            }
        }
        ControlResult::Fault { .. } => {
            body::content_type(headers, claim, "UDA-CTRL-56", findings);
            if !server {
                findings.warn("UDA-CTRL-56", "SERVER is missing");
            }
        }
        ControlResult::Unreadable { .. } => {}
    }
    findings.checked("UDA-CTRL-28");
    if headers.has("content-language") {
        findings.warn("UDA-CTRL-28", "the response carries CONTENT-LANGUAGE");
    }
    body::response(response, claim, findings);
}
