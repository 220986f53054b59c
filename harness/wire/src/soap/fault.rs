//! ControlResult a fault.

use ctk_vectors::uda::{deviation, row};
use roxmltree::Node;

use crate::Findings;
use crate::xml::{self, elements, own_text};

use super::response::{Asked, ControlResult};
use super::{CONTROL, ENVELOPE};

/// Reads a Fault element.
pub(super) fn read(
    node: Node<'_, '_>,
    status: u16,
    asked: &Asked<'_>,
    findings: &mut Findings,
) -> ControlResult {
    findings.checked(row::UDA_CTRL_35);
    findings.checked(row::UDA_CTRL_36);
    if status != 500 {
        findings.add(
            deviation::UDA_CTRL_35,
            format!("a fault is answered with HTTP {status}, not 500"),
        );
    }
    // An envelope in another namespace has been judged as such (UDA-CTRL-05).
    let envelope = xml::namespace(node.document().root_element());
    if xml::namespace(node) != Some(ENVELOPE) && xml::namespace(node) != envelope {
        findings.add(deviation::UDA_CTRL_36, "Fault is not in the SOAP namespace");
    }
    for child in elements(node).filter(|child| xml::namespace(*child).is_some()) {
        findings.add(
            deviation::UDA_CTRL_36_QUALIFIED_CHILD,
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
        findings.add(deviation::UDA_CTRL_36, format!("Fault has no {name}"));
    }
    let (code, description) = match detail {
        Some(detail) => read_detail(detail, of_soap, findings),
        None => (None, None),
    };
    let of_service = code.is_some_and(|code| (700..900).contains(&code));

    if let Some(code_node) = code_node {
        findings.checked(row::UDA_CTRL_37);
        check_faultcode(code_node, of_service, findings);
    }
    if faultstring.is_some() && !of_soap {
        findings.checked(row::UDA_CTRL_38);
    }
    if let Some(text) = faultstring
        .as_deref()
        .filter(|text| *text != "UPnPError" && !of_soap)
    {
        let deviation = if text.trim() == "UPnPError" {
            deviation::UDA_CTRL_38_WHITE_SPACE
        } else if of_service {
            deviation::UDA_CTRL_38
        } else {
            deviation::UDA_CTRL_38_OTHER_CODE
        };
        findings.add(deviation, format!("faultstring is {text:?}, not UPnPError"));
    }
    if let Some(code) = code {
        check_range(code, asked, findings);
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
fn check_faultcode(node: Node<'_, '_>, of_service: bool, findings: &mut Findings) {
    let (namespace, local) = qname(node);
    let namespace = namespace.filter(|namespace| !namespace.is_empty());
    let known = local == "Client" || (!of_service && is_soap_level(node));
    let envelope = xml::namespace(node.document().root_element());
    if !known || namespace.is_none() || (namespace != Some(ENVELOPE) && namespace != envelope) {
        let text = format!(
            "faultcode is {:?}, not Client in the SOAP namespace",
            own_text(node)
        );
        let deviation = if of_service {
            deviation::UDA_CTRL_37
        } else {
            deviation::UDA_CTRL_37_OTHER_CODE
        };
        findings.add(deviation, text);
    }
}

/// UDA-CTRL-39: errorCode and errorDescription.
fn read_detail(
    detail: Node<'_, '_>,
    of_soap: bool,
    findings: &mut Findings,
) -> (Option<u32>, Option<String>) {
    if !of_soap {
        findings.checked(row::UDA_CTRL_39);
    }
    let Some(error) = child(detail, "UPnPError") else {
        if !of_soap {
            findings.add(deviation::UDA_CTRL_39, "detail has no UPnPError");
        }
        return (None, None);
    };
    let namespace = xml::namespace(error);
    if namespace != Some(CONTROL) {
        let text = format!(
            "UPnPError is in the namespace {:?}",
            namespace.unwrap_or_default()
        );
        findings.add(deviation::UDA_CTRL_39, text);
    }
    for child in elements(error) {
        let name = child.tag_name().name();
        let defined = ["errorCode", "errorDescription"].contains(&name);
        if defined && xml::namespace(child) != namespace {
            findings.add(
                deviation::UDA_CTRL_39_DESCRIPTION,
                format!("{name} is not in UPnPError's namespace"),
            );
        }
    }
    let codes: Vec<String> = elements(error)
        .filter(|child| child.tag_name().name() == "errorCode")
        .map(own_text)
        .collect();
    if codes.len() > 1 {
        findings.add(
            deviation::UDA_CTRL_39,
            "UPnPError has several errorCodes; the first was taken",
        );
    }
    let code = match codes.first() {
        None => {
            findings.add(deviation::UDA_CTRL_39, "UPnPError has no errorCode");
            None
        }
        Some(text) => {
            let code = text.trim().parse::<u32>().ok();
            if code.is_none() {
                findings.add(
                    deviation::UDA_CTRL_39,
                    format!("errorCode is {text:?}, no number"),
                );
            }
            code
        }
    };
    let description = child(error, "errorDescription").map(own_text);
    match &description {
        None => findings.add(
            deviation::UDA_CTRL_39_DESCRIPTION,
            "UPnPError has no errorDescription",
        ),
        Some(text) if text.chars().count() > 255 => {
            findings.add(
                deviation::UDA_CTRL_39_DESCRIPTION,
                "errorDescription has 256 characters or more",
            );
        }
        Some(_) => {}
    }
    (code, description)
}

/// UDA-CTRL-43: the ranges of codes.
fn check_range(code: u32, asked: &Asked<'_>, findings: &mut Findings) {
    findings.checked(row::UDA_CTRL_43);
    let by_vendor = asked.action.starts_with("X_");
    match code {
        401 | 402 | 501 | 600..=799 => {}
        404 if asked.action == "QueryStateVariable" => {}
        403 => {
            findings.add(
                deviation::UDA_CTRL_43_CODE_403,
                "errorCode 403 is only in the first edition of architecture 1.0",
            );
        }
        800..=899 if by_vendor => {}
        800..=899 => {
            let text = format!("errorCode {code} is a vendor's, {} is not", asked.action);
            findings.add(deviation::UDA_CTRL_43, text);
        }
        _ => findings.add(
            deviation::UDA_CTRL_43,
            format!("errorCode {code} is in no range of the architecture"),
        ),
    }
}
