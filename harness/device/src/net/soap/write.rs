//! Responses and faults (3.2.2, 3.2.5).

use super::{CONTROL, ENCODING, ENVELOPE, SERVICE, SoapFault};
use crate::defects::{DefectId, Deviations, VariationId};
use crate::net::xml::{DECLARATION, cdata, escape};

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
    let name = format!("{prefix}:{action}{suffix}");
    let mut inner = format!("<{name} xmlns:{prefix}=\"{SERVICE}{version}\">");
    let kept = match arguments.len() {
        0 => 0,
        all if deviations.has(DefectId::OutArgumentMissing) => all - 1,
        all => all,
    };
    for (name, value) in &arguments[..kept] {
        inner.push_str(&argument(name, value, deviations));
    }
    inner.push_str(&format!("</{name}>"));
    envelope(&inner, deviations)
}

fn argument(name: &str, value: &str, deviations: &Deviations) -> String {
    if value.is_empty() && deviations.varies(VariationId::EmptyElementsShort) {
        return format!("<{name}/>");
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
    } else if deviations.varies(VariationId::CdataArguments) {
        cdata(value)
    } else {
        escape(value)
    };
    format!("<{name}>{written}</{name}>")
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
                format!(" xmlns=\"{CONTROL}\"")
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
    let inner = format!(
        "<{s}:Fault><faultcode>{s}:{code}</faultcode><faultstring>{string}</faultstring>{detail}</{s}:Fault>"
    );
    envelope(&inner, deviations)
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
        DECLARATION
    };
    let comment = if deviations.varies(VariationId::CommentsInXml) {
        "<!-- answer --><?answer x?>"
    } else {
        ""
    };
    format!(
        "{declaration}{comment}<{s}:Envelope xmlns:{s}=\"{ENVELOPE}\" {s}:encodingStyle=\"{ENCODING}\">\
         <{s}:Body>{comment}{inner}</{s}:Body></{s}:Envelope>\n"
    )
    .into_bytes()
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
        variations.push(VariationId::ALL.to_vec());
        for variation in variations {
            let deviations = Deviations::new([], variation.clone());
            let root = parse(&response(2, "Get", &arguments, &deviations)).unwrap();
            assert!(root.is(ENVELOPE, "Envelope"));
            let answer = &root.children[0].children[0];
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
