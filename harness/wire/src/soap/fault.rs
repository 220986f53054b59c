//! ControlResult a fault.

use roxmltree::Node;

use crate::xml::{self, elements, own_text};
use crate::{Claim, Findings, Grade};

use super::response::{Asked, ControlResult};
use super::{CONTROL, ENVELOPE};

/// Reads a Fault element.
pub(super) fn read(
    node: Node<'_, '_>,
    status: u16,
    asked: &Asked<'_>,
    claim: Claim,
    findings: &mut Findings,
) -> ControlResult {
    const ROW: &str = "UDA-CTRL-36";
    findings.checked("UDA-CTRL-35");
    findings.checked(ROW);
    if status != 500 {
        findings.fail(
            "UDA-CTRL-35",
            format!("a fault is answered with HTTP {status}, not 500"),
        );
    }
    // An envelope in another namespace has been judged as such (UDA-CTRL-05).
    let envelope = xml::namespace(node.document().root_element());
    if xml::namespace(node) != Some(ENVELOPE) && xml::namespace(node) != envelope {
        findings.fail(ROW, "Fault is not in the SOAP namespace");
    }
    for child in elements(node).filter(|child| xml::namespace(*child).is_some()) {
        findings.warn(
            ROW,
            format!("{} in Fault carries a namespace", child.tag_name().name()),
        );
    }
    let code_node = child(node, "faultcode");
    let faultcode = code_node.map(own_text);
    let faultstring = child(node, "faultstring").map(own_text);
    let of_soap = code_node.is_some_and(is_soap_level);
    let detail = child(node, "detail");
    let absent = [
        ("faultcode", code_node.is_none()),
        ("faultstring", faultstring.is_none()),
        ("detail", detail.is_none() && !of_soap),
    ];
    for (name, _) in absent.iter().filter(|(_, absent)| *absent) {
        findings.fail(ROW, format!("Fault has no {name}"));
    }
    let (code, description) = match detail {
        Some(detail) => read_detail(detail, of_soap, findings),
        None => (None, None),
    };
    let of_service = code.is_some_and(|code| (700..900).contains(&code));
    let grade = if of_service {
        Grade::Fail
    } else {
        Grade::Warning
    };
    if let Some(code_node) = code_node {
        findings.checked("UDA-CTRL-37");
        check_faultcode(code_node, of_service, grade, findings);
    }
    if faultstring.is_some() && !of_soap {
        findings.checked("UDA-CTRL-38");
    }
    if let Some(text) = faultstring
        .as_deref()
        .filter(|text| *text != "UPnPError" && !of_soap)
    {
        let grade = if text.trim() == "UPnPError" {
            Grade::Warning
        } else {
            grade
        };
        findings.add(
            "UDA-CTRL-38",
            grade,
            format!("faultstring is {text:?}, not UPnPError"),
        );
    }
    if let Some(code) = code {
        check_range(code, asked, claim, findings);
    }
    ControlResult::Fault {
        code,
        description,
        faultcode,
        faultstring,
    }
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    elements(node).find(|child| child.tag_name().name() == name)
}

/// The namespace and local name a QName in an element's text stands for.
fn qname<'a>(node: Node<'a, '_>) -> (Option<&'a str>, String) {
    let text = own_text(node);
    let text = text.trim();
    match text.split_once(':') {
        Some((prefix, local)) => (node.lookup_namespace_uri(Some(prefix)), local.to_owned()),
        None => (node.lookup_namespace_uri(None), text.to_owned()),
    }
}

/// Faults of SOAP itself, which carry no UPnPError.
fn is_soap_level(faultcode: Node<'_, '_>) -> bool {
    matches!(
        qname(faultcode).1.as_str(),
        "MustUnderstand" | "VersionMismatch"
    )
}

/// UDA-CTRL-37.
fn check_faultcode(node: Node<'_, '_>, of_service: bool, grade: Grade, findings: &mut Findings) {
    let (namespace, local) = qname(node);
    let namespace = namespace.filter(|namespace| !namespace.is_empty());
    let known = local == "Client" || (!of_service && is_soap_level(node));
    let envelope = xml::namespace(node.document().root_element());
    if !known || namespace.is_none() || (namespace != Some(ENVELOPE) && namespace != envelope) {
        let text = format!(
            "faultcode is {:?}, not Client in the SOAP namespace",
            own_text(node)
        );
        findings.add("UDA-CTRL-37", grade, text);
    }
}

/// UDA-CTRL-39: errorCode and errorDescription.
fn read_detail(
    detail: Node<'_, '_>,
    of_soap: bool,
    findings: &mut Findings,
) -> (Option<u32>, Option<String>) {
    const ROW: &str = "UDA-CTRL-39";
    if !of_soap {
        findings.checked(ROW);
    }
    let Some(error) = child(detail, "UPnPError") else {
        if !of_soap {
            findings.fail(ROW, "detail has no UPnPError");
        }
        return (None, None);
    };
    let namespace = xml::namespace(error);
    if namespace != Some(CONTROL) {
        let text = format!(
            "UPnPError is in the namespace {:?}",
            namespace.unwrap_or_default()
        );
        findings.fail(ROW, text);
    }
    for child in elements(error) {
        let name = child.tag_name().name();
        let defined = ["errorCode", "errorDescription"].contains(&name);
        if defined && xml::namespace(child) != namespace {
            findings.warn(ROW, format!("{name} is not in UPnPError's namespace"));
        }
    }
    let codes: Vec<String> = elements(error)
        .filter(|child| child.tag_name().name() == "errorCode")
        .map(own_text)
        .collect();
    if codes.len() > 1 {
        findings.fail(ROW, "UPnPError has several errorCodes; the first was taken");
    }
    let code = match codes.first() {
        None => {
            findings.fail(ROW, "UPnPError has no errorCode");
            None
        }
        Some(text) => {
            let code = text.trim().parse::<u32>().ok();
            if code.is_none() {
                findings.fail(ROW, format!("errorCode is {text:?}, no number"));
            }
            code
        }
    };
    let description = child(error, "errorDescription").map(own_text);
    match &description {
        None => findings.warn(ROW, "UPnPError has no errorDescription"),
        Some(text) if text.chars().count() > 255 => {
            findings.warn(ROW, "errorDescription has 256 characters or more");
        }
        Some(_) => {}
    }
    (code, description)
}

/// UDA-CTRL-43: the ranges of codes.
fn check_range(code: u32, asked: &Asked<'_>, claim: Claim, findings: &mut Findings) {
    const ROW: &str = "UDA-CTRL-43";
    findings.checked(ROW);
    let by_vendor = asked.action.starts_with("X_");
    match code {
        401 | 402 | 501 | 600..=799 => {}
        404 if asked.action == "QueryStateVariable" => {}
        403 if claim == Claim::V1_0 => {
            findings.warn(
                ROW,
                "errorCode 403 is only in the first edition of architecture 1.0",
            );
        }
        800..=899 if by_vendor => {}
        800..=899 => {
            let text = format!("errorCode {code} is a vendor's, {} is not", asked.action);
            findings.fail(ROW, text);
        }
        _ => findings.fail(
            ROW,
            format!("errorCode {code} is in no range of the architecture"),
        ),
    }
}
