//! ControlResult the answer to a control request: headers, envelope, and which of the two it is.

use ctk_vectors::Deviation;
use ctk_vectors::uda::{deviation, row};
use roxmltree::Node;
use serde::{Deserialize, Serialize};

use crate::body::MediaType;
use crate::http::Response;
use crate::xml::{self, Oddity, Source, XmlError, elements, stray_text};
use crate::{Claim, Findings, Reading, body};

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
        /// It is beyond a bound of the reader, and may well be right.
        beyond: bool,
    },
}

/// Reads a response and judges it by the rows that every answer to a well-formed request has to
/// follow. After a request that was malformed on purpose only the reading is of use.
pub fn read_response(
    response: &Response,
    asked: &Asked<'_>,
    claim: Claim,
) -> Reading<ControlResult> {
    let mut findings = Findings::new(claim);
    let result = read_body(response, asked, claim, &mut findings);
    headers(response, &result, &mut findings);
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
        // Nobody forbade it: the reader does not decode it.
        return ControlResult::Unreadable {
            why: format!("the body is coded as {coding:?}"),
            beyond: true,
        };
    }
    // Where the extent of the body is in doubt, a document that cannot be read is no other deviation.
    let doubt = response
        .lapses
        .iter()
        .find(|lapse| lapse.kind.puts_extent_in_doubt());
    let unreadable = |error: &XmlError, findings: &mut Findings| match doubt {
        Some(lapse) => ControlResult::Unreadable {
            why: format!("HTTP {status}: {lapse}: {error}"),
            beyond: false,
        },
        None => unreadable(status, error, findings),
    };
    let source = match Source::read(&response.body) {
        Ok(source) => source,
        Err(error) => return unreadable(&error, findings),
    };
    // What the server said besides SOAP (an HTML page behind a 4xx) is not the row's matter.
    let mut own = Findings::new(claim);
    let by = Written {
        not_utf8: deviation::UDA_CTRL_54,
        declared: deviation::UDA_CTRL_54_DECLARED,
        form: deviation::UDA_CTRL_08_FORM,
    };
    oddities(&source, by, &mut own);
    let document = match source.parse() {
        Ok(document) => document,
        Err(error) => return unreadable(&error, findings),
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
    envelope(root, status, asked, findings)
}

/// How rows grade the text of a body.
#[derive(Clone, Copy)]
pub(crate) struct Written {
    /// It is not UTF-8.
    pub(crate) not_utf8: Deviation,
    /// It declares another encoding.
    pub(crate) declared: Deviation,
    /// Something surrounds the document.
    pub(crate) form: Deviation,
}

/// Oddities of a body's text: wrong encoding, the form of the document.
pub(crate) fn oddities(source: &Source, by: Written, findings: &mut Findings) {
    findings.checked(by.not_utf8.row);
    findings.checked(by.form.row);
    for oddity in &source.oddities {
        match oddity {
            Oddity::NotUtf8 { .. } => findings.add(by.not_utf8, oddity.to_string()),
            Oddity::DeclaredEncoding(_) => findings.add(by.declared, oddity.to_string()),
            Oddity::BlankFirst | Oddity::TrailingNul => findings.add(by.form, oddity.to_string()),
            Oddity::NoDeclaration => {}
        }
    }
}

fn unreadable(status: u16, error: &XmlError, findings: &mut Findings) -> ControlResult {
    // SOAP 1.1, clause 3: a message has no document type, whatever it declares.
    if error.is_a_bound() && !matches!(error, XmlError::Dtd { .. }) {
        return ControlResult::Unreadable {
            why: format!("HTTP {status}: {error}"),
            beyond: true,
        };
    }
    let deviation = match error {
        XmlError::WideEncoding => deviation::UDA_CTRL_54,
        XmlError::Compressed => deviation::UDA_DESC_16,
        _ => deviation::UDA_CTRL_08,
    };
    // A refusal on the level of HTTP need not carry SOAP at all.
    if !(200..300).contains(&status) {
        return no_envelope(status, error.to_string(), findings);
    }
    // That there is no response element either is the same deviation.
    findings.add(deviation, format!("HTTP {status}, but {error}"));
    ControlResult::Unreadable {
        why: format!("HTTP {status}: {error}"),
        beyond: false,
    }
}

fn no_envelope(status: u16, why: String, findings: &mut Findings) -> ControlResult {
    if status == 500 {
        findings.add(
            deviation::UDA_CTRL_35,
            format!("HTTP 500 without a SOAP fault: {why}"),
        );
    } else if (200..300).contains(&status) {
        findings.add(
            deviation::UDA_CTRL_29,
            format!("HTTP {status} without a response element: {why}"),
        );
    }
    ControlResult::Unreadable {
        why: format!("HTTP {status}: {why}"),
        beyond: false,
    }
}

fn envelope(
    root: Node<'_, '_>,
    status: u16,
    asked: &Asked<'_>,
    findings: &mut Findings,
) -> ControlResult {
    findings.checked(row::UDA_CTRL_05);
    findings.checked(row::UDA_CTRL_08);
    let namespace = xml::namespace(root).unwrap_or_default();
    if namespace != ENVELOPE {
        findings.add(
            deviation::UDA_CTRL_05,
            format!("Envelope is in the namespace {namespace:?}"),
        );
    }
    encoding_style(root, findings);
    let bodies: Vec<_> = elements(root)
        .filter(|node| node.tag_name().name() == "Body")
        .collect();
    let Some(body) = bodies.first().copied() else {
        findings.add(deviation::UDA_CTRL_08, "Envelope has no Body");
        return ControlResult::Unreadable {
            why: "the envelope has no Body".to_owned(),
            beyond: false,
        };
    };
    if xml::namespace(body) != xml::namespace(root) {
        findings.add(
            deviation::UDA_CTRL_08,
            "Body is not in Envelope's namespace",
        );
    }
    if body.attribute((namespace, "encodingStyle")).is_some() || body.has_attribute("encodingStyle")
    {
        findings.add(deviation::UDA_CTRL_06, "Body carries encodingStyle");
    }
    if let Some(after) = elements(root).skip_while(|node| *node != body).nth(1) {
        findings.add(
            deviation::UDA_CTRL_08,
            format!("{:?} follows Body in Envelope", after.tag_name().name()),
        );
    }
    for node in [root, body] {
        if let Some(text) = stray_text(node) {
            findings.add(
                deviation::UDA_CTRL_08_FORM,
                format!("{} holds the text {text:?}", node.tag_name().name()),
            );
        }
    }
    let children: Vec<_> = elements(body).collect();
    if children.len() > 1 {
        findings.add(
            deviation::UDA_CTRL_08,
            format!("Body has {} children", children.len()),
        );
    }
    let expected = format!("{}Response", asked.action);
    let named = |name: &str| {
        children
            .iter()
            .copied()
            .find(|node| node.tag_name().name() == name)
    };
    if let Some(fault) = named("Fault") {
        return fault::read(fault, status, asked, findings);
    }
    match named(&expected).or(children.first().copied()) {
        Some(node) => success::read(node, status, asked, findings),
        // Without out arguments there is nothing that could be missing but the element itself.
        None if status == 200 && asked.outputs.is_empty() => {
            findings.add(
                deviation::UDA_CTRL_32,
                format!("the Body is empty, it has no {expected}"),
            );
            ControlResult::Success {
                action: asked.action.to_owned(),
                namespace: asked.service_type.to_owned(),
                arguments: Vec::new(),
            }
        }
        None => {
            findings.add(deviation::UDA_CTRL_08, "Body is empty");
            ControlResult::Unreadable {
                why: format!("HTTP {status}: the Body is empty"),
                beyond: false,
            }
        }
    }
}

fn encoding_style(root: Node<'_, '_>, findings: &mut Findings) {
    findings.checked(row::UDA_CTRL_06);
    let namespace = xml::namespace(root).unwrap_or_default();
    let qualified = root.attribute((namespace, "encodingStyle"));
    match qualified {
        Some(value) => {
            findings.checked(row::UDA_CTRL_57);
            if value != ENCODING {
                let text = format!("encodingStyle is {value:?}, not {ENCODING}");
                findings.add(deviation::UDA_CTRL_57, text);
            }
        }
        None if root.has_attribute("encodingStyle") => {
            findings.add(
                deviation::UDA_CTRL_06,
                "encodingStyle is not in the envelope's namespace",
            );
        }
        None => findings.add(deviation::UDA_CTRL_06, "Envelope has no encodingStyle"),
    }
}

/// The rows about headers, which differ for success and fault.
fn headers(response: &Response, reading: &ControlResult, findings: &mut Findings) {
    let headers = &response.head.headers;
    let server = headers.get("server").is_some_and(|value| !value.is_empty());
    match reading {
        ControlResult::Success { .. } => {
            let by = MediaType {
                wrong: deviation::UDA_CTRL_26,
                no_charset: deviation::UDA_CTRL_26_NO_CHARSET,
            };
            body::content_type(headers, by, findings);
            if !server {
                findings.add(deviation::UDA_CTRL_26_SERVER, "SERVER is missing");
            }
            findings.checked_for(deviation::UDA_CTRL_27);
            if !headers.has("ext") {
                findings.add(deviation::UDA_CTRL_27, "EXT is missing");
            }
        }
        ControlResult::Fault { .. } => {
            let by = MediaType {
                wrong: deviation::UDA_CTRL_56,
                no_charset: deviation::UDA_CTRL_56_NO_CHARSET,
            };
            body::content_type(headers, by, findings);
            if !server {
                findings.add(deviation::UDA_CTRL_56_SERVER, "SERVER is missing");
            }
        }
        ControlResult::Unreadable { .. } => {}
    }
    findings.checked(row::UDA_CTRL_28);
    if headers.has("content-language") {
        findings.add(
            deviation::UDA_CTRL_28,
            "the response carries CONTENT-LANGUAGE",
        );
    }
    body::response(response, findings);
}
