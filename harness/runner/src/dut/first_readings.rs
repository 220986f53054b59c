//! What the first readings of a device's descriptions file: the rows of the architecture that they judge, and what
//! they found. The cases of those rows turn it into verdicts.

use ctk_record::{Finding, Grade};
use ctk_suite::lab::Lab;
use ctk_suite::passive::watch;
use ctk_suite::under_test::service::MESSAGING;
use ctk_vectors::{Uda, facts};
use ctk_wire::Claim;
use ctk_wire::description::{self, Description, Device, Found};
use ctk_wire::http::Response;
use ctk_wire::scpd::Scpd;

/// The rows that the answer to any GET is judged by.
const ANSWER_ROWS: &[&str] = &[
    "UDA-DESC-01",
    "UDA-DESC-03",
    "UDA-DESC-04",
    "UDA-DESC-16",
    "UDA-DESC-17",
];

/// The rows that the reader of device descriptions judges in every one.
const DESCRIPTION_ROWS: &[&str] = &[
    "UDA-DESC-19",
    "UDA-DESC-20",
    "UDA-DESC-21",
    "UDA-DESC-22",
    "UDA-DESC-23",
    "UDA-DESC-24",
    "UDA-DESC-25",
    "UDA-DESC-26",
    "UDA-DESC-27",
    "UDA-DESC-30",
    "UDA-DESC-31",
    "UDA-DESC-32",
    "UDA-DESC-33",
    "UDA-DESC-34",
    "UDA-DESC-36",
];

/// The rows that the reader of service descriptions judges in every one.
const SCPD_ROWS: &[&str] = &[
    "UDA-SCPD-01",
    "UDA-SCPD-02",
    "UDA-SCPD-03",
    "UDA-SCPD-04",
    "UDA-SCPD-05",
    "UDA-SCPD-06",
    "UDA-SCPD-07",
    "UDA-SCPD-08",
    "UDA-SCPD-09",
    "UDA-SCPD-10",
    "UDA-SCPD-11",
    "UDA-SCPD-12",
    "UDA-SCPD-14",
    "UDA-SCPD-15",
    "UDA-SCPD-16",
    "UDA-SCPD-17",
    "UDA-SCPD-18",
    "UDA-SCPD-19",
    "UDA-SCPD-20",
    "UDA-SCPD-21",
    "UDA-SCPD-22",
    "UDA-SCPD-26",
    "UDA-SCPD-27",
];

/// Files the reading of a device description; `findings` are the reader's, which knew the head of the response.
pub fn of_description(
    lab: &mut dyn Lab,
    exchange: u32,
    response: &Response,
    description: &Description,
    mut findings: Vec<ctk_wire::Finding>,
) {
    findings.extend(description::framing(response, description.claim));
    let mut rows = [ANSWER_ROWS, DESCRIPTION_ROWS].concat();
    // An icon or an embedded device that is not there cannot be wrong.
    if any(&description.root, &|device| !device.icons.is_empty()) {
        rows.push("UDA-DESC-29");
    }
    if !description.root.devices.is_empty() {
        rows.push("UDA-DESC-35");
    }
    if findings.iter().any(|finding| finding.row == "UDA-DESC-28") {
        rows.push("UDA-DESC-28");
    }
    file(
        lab,
        exchange,
        &format!("GET {}", description.url),
        &rows,
        &findings,
        description.claim,
    );
}

/// Files the reading of a service description.
pub fn of_service_description(
    lab: &mut dyn Lab,
    exchange: u32,
    service: &Found,
    (response, scpd): (&Response, &Scpd),
    mut findings: Vec<ctk_wire::Finding>,
    claim: Claim,
) {
    findings.extend(description::content_type(&response.head, claim));
    findings.extend(description::framing(response, claim));
    let mut rows = [ANSWER_ROWS, SCPD_ROWS].concat();
    if service.service_type.starts_with(MESSAGING) {
        // That a variable of the standard is not declared is one deviation, and 5.3.1's.
        let before = findings.len();
        findings.retain(|finding| !is_of_a_standard_argument(finding, scpd));
        if findings.len() < before {
            rows.retain(|row| *row != "UDA-SCPD-09");
        }
    } else {
        findings.retain(|finding| !is_of_messaging_alone(finding));
    }
    file(
        lab,
        exchange,
        &format!("GET {}", service.scpd_url),
        &rows,
        &findings,
        claim,
    );
}

/// What the reader remarks on because Messaging has no such thing: return values, variables that are evented by
/// multicast, and names as long as another standard may have them.
fn is_of_messaging_alone(finding: &ctk_wire::Finding) -> bool {
    match finding.row.as_ref() {
        "UDA-SCPD-08" => finding.grade == ctk_wire::Grade::Warning,
        "UDA-SCPD-11" => true,
        "UDA-SCPD-16" => finding.text.ends_with("is evented by multicast"),
        _ => false,
    }
}

/// Files that a service description could not be had, or not be read.
pub fn of_nothing(lab: &mut dyn Lab, exchange: u32, url: &str, row: &str, why: &str) {
    let finding = Finding::new(row, Grade::Fail, format!("GET {url}: {why}"));
    lab.notice(exchange, &[row.to_owned()], &[finding]);
}

fn any(device: &Device, is: &dyn Fn(&Device) -> bool) -> bool {
    is(device) || device.devices.iter().any(|inner| any(inner, is))
}

/// UDA-SCPD-09 on an argument and a variable that the standard defines.
fn is_of_a_standard_argument(finding: &ctk_wire::Finding, scpd: &Scpd) -> bool {
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
    facts()
        .actions
        .iter()
        .any(|action| of(action) == Some(true))
}

/// The rows that apply to the architecture claimed, and the findings.
fn file(
    lab: &mut dyn Lab,
    exchange: u32,
    asked: &str,
    rows: &[&str],
    findings: &[ctk_wire::Finding],
    claim: Claim,
) {
    let version = match claim {
        Claim::V1_0 => Uda::V1_0,
        Claim::V1_1 => Uda::V1_1,
        Claim::V2_0 => Uda::V2_0,
    };
    let applies = |row: &&&str| {
        facts()
            .architecture_row(row)
            .is_some_and(|row| row.versions.contains(&version))
    };
    let checked: Vec<String> = rows
        .iter()
        .filter(applies)
        .map(|&row| row.to_owned())
        .collect();
    let findings: Vec<Finding> = findings
        .iter()
        .map(|finding| watch::of_wire(finding, asked))
        .collect();
    lab.notice(exchange, &checked, &findings);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_listed_exists() {
        for row in [ANSWER_ROWS, DESCRIPTION_ROWS, SCPD_ROWS].concat() {
            assert!(facts().architecture_row(row).is_some(), "{row}");
        }
    }

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
            action("ReadMessage", "MessageID", "A_ARG_TYPE_MessageID"),
            action("X_example_Act", "Thing", "A_ARG_TYPE_Thing"),
        );
        let (scpd, findings) =
            ctk_wire::scpd::read(document.as_bytes(), Claim::V1_0).expect("it can be read");
        let undeclared: Vec<_> = findings
            .iter()
            .filter(|finding| finding.row == "UDA-SCPD-09")
            .collect();
        assert_eq!(undeclared.len(), 2);
        assert!(is_of_a_standard_argument(undeclared[0], &scpd));
        assert!(!is_of_a_standard_argument(undeclared[1], &scpd));
    }
}
