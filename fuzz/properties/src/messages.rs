//! The messages of the architecture: SOAP, GENA, SSDP, descriptions.

use ctk_device::service::readers;
use ctk_vectors::facts;
use ctk_wire::http::{Limits, Progress, Response, ResponseReader};
use ctk_wire::{Claim, Reading, description, gena, scpd, soap, ssdp};

use crate::LONGEST;
use crate::http::{in_any_pieces, request};

const SERVICE: &str = "urn:schemas-upnp-org:service:Messaging:2";

/// The first byte chooses: whatever the kit writes as a request the device reads as that request; and any bytes at all
/// are read or refused.
pub(crate) fn soap_request(bytes: &[u8]) -> bool {
    let Some((&choice, rest)) = bytes.split_first() else {
        return false;
    };
    if rest.len() > LONGEST {
        return false;
    }
    let actions = &facts().actions;
    let action = &actions[usize::from(choice) % actions.len()];
    let header = soap::soapaction(SERVICE, &action.name);
    let raw = readers::control_request(rest, Some(&header));
    let Ok(text) = std::str::from_utf8(rest) else {
        return raw.is_ok();
    };
    if !text.chars().all(is_xml) {
        return raw.is_ok();
    }
    let mut values = text.split('\u{1e}');
    let arguments: Vec<(&str, &str)> = action
        .inputs
        .iter()
        .map(|input| (input.name.as_str(), values.next().unwrap_or_default()))
        .collect();
    let body = soap::request(SERVICE, &action.name, &arguments);
    match readers::control_request(&body, Some(&header)) {
        Ok((name, read)) => {
            assert_eq!(name, action.name);
            let read: Vec<(&str, String)> = read
                .iter()
                .map(|(name, value)| (name.as_str(), value.clone()))
                .collect();
            let sent: Vec<(&str, String)> = arguments
                .iter()
                .map(|(name, value)| (*name, (*value).to_owned()))
                .collect();
            assert_eq!(
                read, sent,
                "the device reads other arguments than the kit wrote"
            );
        }
        Err(why) => panic!(
            "the device refuses what the kit wrote: {why}: {}",
            String::from_utf8_lossy(&body)
        ),
    }
    true
}

fn is_xml(c: char) -> bool {
    // A carriage return is a line feed to every XML reader.
    matches!(c, '\t' | '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

fn response(status: u16, body: &[u8]) -> Option<Response> {
    let mut bytes = format!(
        "HTTP/1.1 {status} X\r\nCONTENT-TYPE: text/xml; charset=\"utf-8\"\r\nSERVER: a/1 UPnP/1.0 b/1\r\nEXT:\r\nCONTENT-LENGTH: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    bytes.extend_from_slice(body);
    let mut reader = ResponseReader::new(Limits::default(), "POST");
    match reader.feed(&bytes) {
        Ok(Progress::Complete) => reader.take().ok(),
        _ => None,
    }
}

fn sane<T>(reading: &Reading<T>) {
    let findings = &reading.findings;
    assert!(findings.len() <= 256, "{} findings", findings.len());
    for row in &reading.checked {
        assert!(
            facts().architecture_row(row).is_some(),
            "{row} is not a row"
        );
    }
    for finding in findings {
        assert!(
            reading.checked.contains(&finding.row.as_ref()),
            "{} is found, but was not checked",
            finding.row
        );
        assert!(
            facts().architecture_row(&finding.row).is_some(),
            "no row is called {}",
            finding.row
        );
        assert!(!finding.text.is_empty());
    }
}

fn read_soap(status: u16, bytes: &[u8]) -> Option<soap::ControlResult> {
    if bytes.len() > LONGEST {
        return None;
    }
    let response = response(status, bytes)?;
    let asked = soap::Asked {
        service_type: SERVICE,
        action: "ReadMessage",
        outputs: &["MessageRequested"],
    };
    let mut last = None;
    for claim in [Claim::V1_0, Claim::V1_1, Claim::V2_0] {
        let reading = soap::read_response(&response, &asked, claim);
        sane(&reading);
        let reading = reading.value;
        if let Some(before) = &last {
            assert_eq!(
                before, &reading,
                "what is read does not depend on the claim"
            );
        }
        last = Some(reading);
    }
    last
}

/// Any body of a success is read the same whatever the device claims.
pub(crate) fn soap_response(bytes: &[u8]) -> bool {
    matches!(
        read_soap(200, bytes),
        Some(soap::ControlResult::Success { .. })
    )
}

/// Any body of a fault is read the same whatever the device claims.
pub(crate) fn soap_fault(bytes: &[u8]) -> bool {
    matches!(
        read_soap(500, bytes),
        Some(soap::ControlResult::Fault { .. })
    )
}

/// A service description is read or refused; reading is the same for every claim.
pub(crate) fn scpd(bytes: &[u8]) -> bool {
    if bytes.len() > LONGEST {
        return false;
    }
    let mut last = None;
    for claim in [Claim::V1_0, Claim::V2_0] {
        match scpd::read(bytes, claim) {
            Ok(reading) => {
                sane(&reading);
                let scpd = reading.value;
                if let Some(before) = &last {
                    assert_eq!(before, &scpd, "what is read does not depend on the claim");
                }
                last = Some(scpd);
            }
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
    last.is_some()
}

/// A device description is read or refused; what it finds has a place in the tree.
pub(crate) fn device_description(bytes: &[u8]) -> bool {
    if bytes.len() > LONGEST {
        return false;
    }
    match description::read(bytes, "http://192.0.2.1:80/d/root.xml", None) {
        Ok(reading) => {
            sane(&reading);
            let description = reading.value;
            for found in description.find_services("") {
                assert!(
                    description.device(&found.udn).is_some(),
                    "a service without its device: {found:?}"
                );
            }
            true
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            false
        }
    }
}

/// A notification: however it comes in pieces it is the same, and what is read does not depend on the claim.
pub(crate) fn gena_notify(bytes: &[u8]) -> bool {
    if bytes.len() > LONGEST {
        return false;
    }
    let Ok(request) = in_any_pieces(bytes, request) else {
        return false;
    };
    let mut last = None;
    for claim in [Claim::V1_0, Claim::V1_1, Claim::V2_0] {
        let reading = gena::read_notify(&request, claim);
        sane(&reading);
        let notify = reading.value;
        if let Some(before) = &last {
            assert_eq!(before, &notify, "what is read does not depend on the claim");
        }
        last = Some(notify);
    }
    last.is_some_and(|notify| !notify.properties.is_empty())
}

/// A datagram of the discovery protocol.
pub(crate) fn ssdp_message(bytes: &[u8]) -> bool {
    if bytes.len() > LONGEST {
        return false;
    }
    match ssdp::parse(bytes) {
        Ok(message) => {
            for claim in [Claim::V1_0, Claim::V1_1, Claim::V2_0] {
                sane(&message.check(claim));
            }
            true
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            false
        }
    }
}
