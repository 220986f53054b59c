//! The first readings of a device's descriptions, as filed: the cases of the rows turn them into verdicts.

use ctk_vectors::Facts;
use ctk_vectors::uda::{deviation, row};
use ctk_wire::description::{self, Description, Found};
use ctk_wire::http::Response;
use ctk_wire::scpd::{Scpd, Variable};
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
            checked.retain(|row| *row != row::UDA_SCPD_09);
        }
    } else {
        findings.retain(|finding| !is_of_known_services_alone(finding));
    }
    readings::file(lab, exchange, &asked, &reading);
    file_missing_event_url(lab, exchange, service, &reading.value);
}

/// UDA-DESC-34: a service that says of a variable that it is evented has an eventSubURL. Of a known service that is looked
/// at where its description is read.
fn file_missing_event_url(lab: &mut dyn Lab, exchange: u32, service: &Found, scpd: &Scpd) {
    let evented = |it: &&Variable| it.says_send_events && it.send_events;
    let known = Service::of(&service.service_type).is_known();
    // That the element is missing is another row's.
    if known || service.lacks_event_sub_url || !service.event_sub_url.is_empty() {
        return;
    }
    if let Some(variable) = scpd.variables.iter().find(evented) {
        let text = format!(
            "eventSubURL of {} is empty, and its variable {} is evented",
            service.service_type, variable.name
        );
        readings::file_nothing(lab, exchange, row::UDA_DESC_34, text);
    }
}

/// Files what an answer shows that brought a document, beside the document: that it came, media type, framing, coding,
/// header lines.
fn file_document(lab: &mut dyn Lab, exchange: u32, response: &Response, claim: Claim, asked: &str) {
    let mut reading = description::read_answer(response, claim, true);
    reading.checked.push(row::UDA_DESC_01);
    readings::file(lab, exchange, asked, &reading);
}

/// What the reader remarks on because the services with tables have no such thing: return values, variables that are
/// evented by multicast, and names as long as another standard may have them.
fn is_of_known_services_alone(finding: &ctk_wire::Finding) -> bool {
    [
        deviation::UDA_SCPD_08_RETURN_VALUE,
        deviation::UDA_SCPD_11,
        deviation::UDA_SCPD_16_MULTICAST,
    ]
    .into_iter()
    .any(|deviation| finding.is(deviation))
}

/// UDA-SCPD-09 on an argument and a variable that the standard defines.
fn is_of_a_standard_argument(finding: &ctk_wire::Finding, scpd: &Scpd, facts: &Facts) -> bool {
    let Some((action, argument)) = finding.subject.split_once('/') else {
        return false;
    };
    let related = |known: &ctk_vectors::Argument| {
        let declared = scpd.action(action)?.arguments.iter();
        let mut declared = declared.filter(|it| it.name == known.name);
        Some(declared.any(|it| it.variable == known.variable))
    };
    let known = facts.actions.iter().find(|known| known.name == action);
    let mut arguments = known
        .into_iter()
        .flat_map(|known| known.inputs.iter().chain(&known.outputs));
    finding.is(deviation::UDA_SCPD_09)
        && arguments.any(|known| known.name == argument && related(known) == Some(true))
}

#[cfg(test)]
mod tests {
    use ctk_vectors::facts;
    use ctk_vectors::messaging_2::action;

    use super::*;

    #[test]
    fn a_variable_that_is_not_declared_is_one_deviation() {
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
            .filter(|finding| finding.is(deviation::UDA_SCPD_09))
            .collect();
        assert_eq!(undeclared.len(), 2);
        assert!(is_of_a_standard_argument(undeclared[0], &scpd, facts()));
        assert!(!is_of_a_standard_argument(undeclared[1], &scpd, facts()));
    }
}
