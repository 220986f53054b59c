//! The first readings of a device's descriptions, as filed: the cases of the rows turn them into verdicts.

use ctk_vectors::Facts;
use ctk_wire::description::{self, Description, Found};
use ctk_wire::http::Response;
use ctk_wire::scpd::Scpd;
use ctk_wire::{Claim, Reading};

use crate::lab::Lab;
use crate::passive::readings;
use crate::service::Service;

/// Files the first reading of a device description, and of the answer that brought it.
pub fn file_description(
    lab: &mut dyn Lab,
    exchange: u32,
    response: &Response,
    reading: &Reading<Description>,
) {
    let description = &reading.value;
    let asked = format!("GET {}", description.url);
    file_document(lab, exchange, response, description.claim, &asked);
    readings::file(lab, exchange, &asked, reading);
}

/// Files the first reading of a service description, and of the answer that brought it.
pub fn file_service_description(
    lab: &mut dyn Lab,
    exchange: u32,
    service: &Found,
    response: &Response,
    mut reading: Reading<Scpd>,
    claim: Claim,
) {
    let asked = format!("GET {}", service.scpd_url);
    file_document(lab, exchange, response, claim, &asked);
    let Reading {
        value: scpd,
        checked,
        findings,
    } = &mut reading;
    if let Some(facts) = Service::of(&service.service_type).facts() {
        // That a variable of the standard is not declared is one deviation, and 5.3.1's.
        let before = findings.len();
        findings.retain(|finding| !is_of_a_standard_argument(finding, scpd, facts));
        if findings.len() < before {
            checked.retain(|row| *row != "UDA-SCPD-09");
        }
    } else {
        findings.retain(|finding| !is_of_known_services_alone(finding));
    }
    readings::file(lab, exchange, &asked, &reading);
}

/// Files what an answer shows that brought a document, beside the document: that it came, media type, framing, coding,
/// header lines.
fn file_document(lab: &mut dyn Lab, exchange: u32, response: &Response, claim: Claim, asked: &str) {
    let mut reading = description::read_answer(response, claim, true);
    reading.checked.push("UDA-DESC-01");
    readings::file(lab, exchange, asked, &reading);
}

/// What the reader remarks on because the services with tables have no such thing: return values, variables that are evented by
/// multicast, and names as long as another standard may have them.
fn is_of_known_services_alone(finding: &ctk_wire::Finding) -> bool {
    match finding.row.as_ref() {
        "UDA-SCPD-08" => finding.grade == ctk_wire::Grade::Warning,
        "UDA-SCPD-11" => true,
        "UDA-SCPD-16" => finding.text.ends_with("is evented by multicast"),
        _ => false,
    }
}

/// UDA-SCPD-09 on an argument and a variable that the standard defines.
fn is_of_a_standard_argument(finding: &ctk_wire::Finding, scpd: &Scpd, facts: &Facts) -> bool {
    if finding.row != "UDA-SCPD-09" || finding.grade != ctk_wire::Grade::Fail {
        return false;
    }
    let of = |action: &ctk_vectors::Action| {
        let declared = scpd.action(&action.name)?;
        let arguments = action.inputs.iter().chain(&action.outputs);
        Some(
            arguments
                .filter(|known| {
                    declared
                        .arguments
                        .iter()
                        .any(|it| it.name == known.name && it.variable == known.variable)
                })
                .any(|known| {
                    finding.text.starts_with(&format!(
                        "{} of {} relates to {},",
                        known.name, action.name, known.variable
                    ))
                }),
        )
    };
    facts.actions.iter().any(|action| of(action) == Some(true))
}

#[cfg(test)]
mod tests {
    use ctk_vectors::facts;
    use ctk_vectors::messaging_2::action;

    use super::*;

    #[test]
    fn a_variable_that_is_not_declared_is_told_once() {
        let action = |name: &str, argument: &str, variable: &str| {
            format!(
                "<action><name>{name}</name><argumentList><argument><name>{argument}</name>\
                 <direction>in</direction><relatedStateVariable>{variable}</relatedStateVariable>\
                 </argument></argumentList></action>"
            )
        };
        let document = format!(
            "<?xml version=\"1.0\"?><scpd xmlns=\"urn:schemas-upnp-org:service-1-0\">\
             <specVersion><major>1</major><minor>0</minor></specVersion><actionList>{}{}</actionList>\
             <serviceStateTable><stateVariable sendEvents=\"yes\"><name>NewMessages</name>\
             <dataType>string</dataType></stateVariable></serviceStateTable></scpd>",
            action(action::READ_MESSAGE, "MessageID", "A_ARG_TYPE_MessageID"),
            action("X_example_Act", "Thing", "A_ARG_TYPE_Thing"),
        );
        let read = ctk_wire::scpd::read(document.as_bytes(), Claim::V1_0);
        let Reading {
            value: scpd,
            findings,
            ..
        } = read.expect("it can be read");
        let undeclared: Vec<_> = findings
            .iter()
            .filter(|finding| finding.row == "UDA-SCPD-09")
            .collect();
        assert_eq!(undeclared.len(), 2);
        assert!(is_of_a_standard_argument(undeclared[0], &scpd, facts()));
        assert!(!is_of_a_standard_argument(undeclared[1], &scpd, facts()));
    }
}
