//! Responses and faults (3.2.2, 3.2.5).

use super::{CONTROL, ENCODING, ENVELOPE, SERVICE, SoapFault};
use crate::defects::{DefectId, Deviations, VariationId};
use crate::net::xml::{blank, declaration, escape, mark, requoted, value_as};

/// The action whose out argument is missing in a defect: nothing else depends on it.
const IDENTITY: &str = "GetTelephonyIdentity";

/// The data type of an argument, as stacks have said it before there was a service description to say it.
const TYPED: &str = " xmlns:dt=\"urn:schemas-microsoft-com:datatypes\" dt:dt=\"string\" \
    xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" \
    xsi:type=\"xsd:string\"";

/// Attributes of an element of a vendor who adds many.
const MANY_ATTRIBUTES: usize = 200;

/// The response to an action: its out arguments in order, under the version it was called by.
pub(super) fn response(
    version: u8,
    action: &str,
    arguments: &[(String, String)],
    deviations: &Deviations,
) -> Vec<u8> {
    let prefix = if deviations.varies(VariationId::OtherSoapPrefixes) {
        "m"
    } else {
        "u"
    };
    let version = if deviations.has(DefectId::ResponseVersionOne) {
        1
    } else {
        version
    };
    let suffix = if deviations.has(DefectId::ResponseNameLowerCase) {
        "response"
    } else {
        "Response"
    };
    let by_default = deviations.varies(VariationId::DefaultNamespaces);
    let (name, binding) = match by_default {
        true => (format!("{action}{suffix}"), "xmlns".to_owned()),
        false => (
            format!("{prefix}:{action}{suffix}"),
            format!("xmlns:{prefix}"),
        ),
    };
    let attributes = vendor_attributes(deviations);
    let blank = blank(deviations);
    let opening = format!("<{name} {binding}{blank}=\"{SERVICE}{version}\"{attributes}{blank}>");
    let mut inner = requoted(opening, deviations);
    if arguments.is_empty() && deviations.has(DefectId::EmptyResponseMissing) {
        return envelope("", deviations);
    }
    let kept = match arguments.len() {
        all @ 1.. if deviations.has(DefectId::OutArgumentMissing) && action == IDENTITY => all - 1,
        all => all,
    };
    for (name, value) in &arguments[..kept] {
        inner.push_str(gap(deviations));
        inner.push_str(&argument(name, value, deviations));
        if deviations.has(DefectId::OutArgumentTwice) {
            inner.push_str(&argument(name, value, deviations));
        }
    }
    inner.push_str(gap(deviations));
    inner.push_str(&format!("</{name}{blank}>"));
    if deviations.has(DefectId::ElementBesideResponse) {
        inner.push_str("<n:note xmlns:n=\"urn:example:note\"/>");
    }
    envelope(&inner, deviations)
}

fn argument(name: &str, value: &str, deviations: &Deviations) -> String {
    let mut attributes = vendor_attributes(deviations);
    if deviations.varies(VariationId::DefaultNamespaces) {
        attributes.push_str(" xmlns=\"\"");
    }
    if deviations.varies(VariationId::ArgumentsTyped) {
        attributes.push_str(TYPED);
    }
    attributes.push_str(blank(deviations));
    let attributes = requoted(attributes, deviations);
    if value.is_empty() && deviations.varies(VariationId::EmptyElementsShort) {
        return format!("<{name}{attributes}/>");
    }
    let ascii;
    let value = if deviations.has(DefectId::NonAsciiLost) {
        ascii = value.replace(|c: char| !c.is_ascii(), "?");
        &ascii
    } else {
        value
    };
    let written = if deviations.has(DefectId::ArgumentUnescaped) && value.starts_with('<') {
        crate::net::gena::without_declaration(value).to_owned()
    } else if deviations.has(DefectId::ArgumentEscapedTwice) {
        escape(&escape(value))
    } else {
        value_as(value, deviations)
    };
    let blank = blank(deviations);
    format!("<{name}{attributes}>{written}</{name}{blank}>")
}

/// A vendor's attributes, one or many, in a namespace of its own (UDA-CTRL-20).
fn vendor_attributes(deviations: &Deviations) -> String {
    let count = if deviations.varies(VariationId::ManyAttributes) {
        MANY_ATTRIBUTES
    } else if deviations.varies(VariationId::VendorAttributes) {
        1
    } else {
        return String::new();
    };
    let attributes: String = (1..=count)
        .map(|number| format!(" v:X_note{number}=\"{number}\""))
        .collect();
    format!(" xmlns:v=\"urn:example-com:note-1-0\"{attributes}")
}

/// A fault; goes with HTTP 500.
pub(super) fn fault(fault: &SoapFault, deviations: &Deviations) -> Vec<u8> {
    let s = envelope_prefix(deviations);
    let (code, string, detail) = match fault {
        SoapFault::VersionMismatch => (
            "VersionMismatch",
            "the envelope is not of SOAP 1.1",
            String::new(),
        ),
        SoapFault::MustUnderstand => (
            "MustUnderstand",
            "a header entry is not understood",
            String::new(),
        ),
        SoapFault::Upnp(code, description) => {
            let namespace = if deviations.has(DefectId::UpnpErrorUnqualified) {
                String::new()
            } else {
                requoted(format!(" xmlns=\"{CONTROL}\""), deviations)
            };
            let description = escape(description);
            let detail = format!(
                "<detail><UPnPError{namespace}><errorCode>{code}</errorCode>\
                 <errorDescription>{description}</errorDescription></UPnPError></detail>"
            );
            let code = if deviations.has(DefectId::FaultcodeServer) {
                "Server"
            } else {
                "Client"
            };
            let string = if deviations.has(DefectId::FaultstringOther) {
                "Failed"
            } else {
                "UPnPError"
            };
            (code, string, detail)
        }
    };
    let string = if deviations.has(DefectId::FaultstringMissing) {
        String::new()
    } else {
        format!("<faultstring>{string}</faultstring>")
    };
    let actor = match deviations.varies(VariationId::FaultsWithActor) {
        true => "<faultactor>urn:example-com:telephone</faultactor>",
        false => "",
    };
    let inner =
        format!("<{s}:Fault><faultcode>{s}:{code}</faultcode>{string}{actor}{detail}</{s}:Fault>");
    let bytes = envelope(&inner, deviations);
    if deviations.has(DefectId::FaultsInLatin1) {
        return latin_1(&bytes);
    }
    bytes
}

/// Adds a remark in another encoding than the one announced.
fn latin_1(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let (before, after) = text
        .split_once("</errorDescription>")
        .unwrap_or((&text, ""));
    [
        before.as_bytes(),
        b" (refus\xe9)</errorDescription>",
        after.as_bytes(),
    ]
    .concat()
}

fn envelope_prefix(deviations: &Deviations) -> &'static str {
    if deviations.varies(VariationId::OtherSoapPrefixes) {
        "SOAP-ENV"
    } else {
        "s"
    }
}

fn envelope(inner: &str, deviations: &Deviations) -> Vec<u8> {
    let s = envelope_prefix(deviations);
    let declaration = if deviations.varies(VariationId::NoXmlDeclaration) {
        ""
    } else {
        declaration(deviations)
    };
    let comment = if deviations.varies(VariationId::CommentsInXml) {
        "<!-- answer --><?answer x?>"
    } else {
        ""
    };
    let namespace = if deviations.has(DefectId::EnvelopeOfSoap12) {
        "http://www.w3.org/2003/05/soap-envelope"
    } else {
        ENVELOPE
    };
    let opening = format!(
        "{declaration}{comment}<{s}:Envelope xmlns:{s}=\"{namespace}\" {s}:encodingStyle=\"{ENCODING}\">"
    );
    let opening = requoted(opening, deviations);
    let header = if deviations.varies(VariationId::SoapHeaderSent) {
        format!("<{s}:Header></{s}:Header>")
    } else {
        String::new()
    };
    let gap = gap(deviations);
    let mark = mark(deviations);
    format!("{mark}{opening}{gap}{header}{gap}<{s}:Body>{gap}{comment}{inner}{gap}</{s}:Body>{gap}</{s}:Envelope>\n")
        .into_bytes()
}

/// What stands between the elements of an answer.
fn gap(deviations: &Deviations) -> &'static str {
    match deviations.varies(VariationId::SoapIndented) {
        true => "\n\t ",
        false => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::xml::parse;

    #[test]
    fn values_come_back_whatever_the_spelling() {
        let value = "<?xml version=\"1.0\"?><a b='1'>A &amp; B</a> ]]> é";
        let arguments = [
            ("X".to_owned(), value.to_owned()),
            ("Y".to_owned(), String::new()),
        ];
        let mut variations: Vec<Vec<VariationId>> =
            VariationId::ALL.iter().map(|one| vec![*one]).collect();
        // Many attributes are more than the parser here reads.
        variations.retain(|one| *one != [VariationId::ManyAttributes]);
        variations.push(variations.concat());
        for variation in variations {
            let deviations = Deviations::new([], variation.clone());
            let root = parse(&response(2, "Get", &arguments, &deviations)).unwrap();
            assert!(root.is(ENVELOPE, "Envelope"));
            let body = root.children.last().unwrap();
            let answer = &body.children[0];
            assert!(answer.is("urn:schemas-upnp-org:service:Messaging:2", "GetResponse"));
            let values: Vec<&str> = answer.children.iter().map(|one| one.text()).collect();
            assert_eq!(values, [value, ""], "{variation:?}");
        }
    }

    #[test]
    fn a_fault_has_its_parts() {
        let fault = fault(
            &SoapFault::Upnp(701, "Invalid <Message> ID".to_owned()),
            &Deviations::default(),
        );
        let root = parse(&fault).unwrap();
        let fault = &root.children[0].children[0];
        assert!(fault.is(ENVELOPE, "Fault"));
        assert!(fault.children[0].is("", "faultcode"));
        assert_eq!(fault.children[0].text(), "s:Client");
        assert_eq!(fault.children[1].text(), "UPnPError");
        let error = &fault.children[2].children[0];
        assert!(error.is(CONTROL, "UPnPError"));
        assert_eq!(error.children[0].text(), "701");
        assert_eq!(error.children[1].text(), "Invalid <Message> ID");
    }
}
