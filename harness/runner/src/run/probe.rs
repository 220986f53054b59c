//! Probes the device under test: its description, its service description, its capabilities, its upper tester. What
//! comes of it is the [`Dut`] that every case knows.

use std::collections::BTreeMap;

use ctk_suite::lab::{
    Answer, Ask, ControlPoint, HttpAnswer, HttpAsk, Lab, LabError, StimulusStatus, Wire,
};
use ctk_suite::passive::{descriptions, readings};
use ctk_suite::tester::description::note_answer;
use ctk_suite::tester::response_of;
use ctk_suite::under_test::ics::{Dut, Ics};
use ctk_suite::under_test::service::MESSAGING;
use ctk_vectors::waits;
use ctk_wire::Claim;
use ctk_wire::description::{self, Description, Found};
use ctk_wire::http::{MOST_REDIRECTS, Redirect, Response};
use ctk_wire::scpd::{self, Scpd};
use serde_json::json;

use super::shown::{recipients, shown};
use crate::dut::probe_request::ProbeRequest;
use crate::dut::services::{check_invoked, choose};
use crate::exit_code::Failure;

/// The service as the suite calls it.
pub const SERVICE_TYPE: &str = "urn:schemas-upnp-org:service:Messaging:2";

/// Probes the device: reads its descriptions, and asks it and its upper tester what they can do.
///
/// # Errors
/// Exit code 3 when there is no device, or not the right one; 2 when the profile claims what the device does not show.
pub fn probe(lab: &mut dyn Lab, request: &ProbeRequest) -> Result<Dut, Failure> {
    let (description_url, response, exchange) = get_document(lab, &request.url)?;
    let body = response.body.clone();
    let read = description::read(&body, &description_url, Some(&response.head));
    let reading = match read {
        Ok(read) => read,
        Err(error) => {
            let kind = response
                .head
                .headers
                .get("content-type")
                .unwrap_or("no Content-Type")
                .to_owned();
            return Err(Failure::incomplete(format!(
                "{description_url} answers, but with {kind}: no device description ({error}); give the URL that `messaging-ctk discover` shows"
            )));
        }
    };
    descriptions::file_description(lab, exchange, &response, &reading);
    let description = reading.value;
    let server = response.head.headers.get("server").unwrap_or_default();
    let mut subjects = Vec::new();
    for service in choose(&description, request)? {
        let scpd = service_description(lab, &service, description.claim);
        let device = (description_url.as_str(), &description, server);
        subjects.push(subject(request, device, service, scpd));
    }
    let mut subjects = subjects.into_iter();
    let mut dut = subjects
        .next()
        .ok_or_else(|| Failure::broken("no service was chosen"))?;
    dut.others = subjects.collect();
    check_invoked(&dut, &request.invoke)?;
    let restarts = !request.profile.ixit.restart_command.is_empty();
    if request.upper_tester || restarts {
        dut.stimuli = offered(lab).map_err(lost)?;
    }
    let test_bench = request.upper_tester && request.may_reset && reset(lab).map_err(lost)?;
    // Messaging is the first of several, and of it alone more is to be known.
    if dut.is_messaging() {
        let shown = shown(lab, &dut).map_err(lost)?;
        dut.ics = request.profile.narrow(&shown)?;
        dut.recipients = recipients(request, test_bench);
    }
    for other in &mut dut.others {
        other.stimuli.clone_from(&dut.stimuli);
    }
    Ok(dut)
}

/// A service under test, as far as the descriptions tell.
fn subject(
    request: &ProbeRequest,
    (url, description, server): (&str, &Description, &str),
    service: Found,
    scpd: Option<Scpd>,
) -> Dut {
    let is_messaging = service.service_type.starts_with(MESSAGING);
    let ics = Ics {
        actions: scpd
            .iter()
            .flat_map(|scpd| &scpd.actions)
            .map(|action| action.name.clone())
            .collect(),
        uda_revision: request.profile.ics.uda_revision.clone(),
        ..Ics::default()
    };
    Dut {
        description_url: url.to_owned(),
        udn: service.udn,
        service_type: if is_messaging {
            SERVICE_TYPE.to_owned()
        } else {
            service.service_type
        },
        control_url: service.control_url,
        event_url: service.event_sub_url,
        scpd_url: service.scpd_url,
        claim: description.claim,
        server: server.to_owned(),
        ics,
        stimuli: None,
        upper_tester: request.upper_tester,
        far_side_waits: request.upper_tester && request.may_reset,
        stimuli_at_once: request.embedded,
        recipients: BTreeMap::new(),
        settle_ms: request.profile.ixit.stimulus_settle.map_or_else(
            || waits::STIMULUS_SETTLE.milliseconds,
            |span| millis(span.0),
        ),
        delivery_ms: request
            .profile
            .ixit
            .delivery
            .map_or_else(|| waits::DELIVERY.milliseconds, |span| millis(span.0)),
        two_addresses: request.two_addresses,
        multicast: request.multicast,
        rulings: request.profile.overrides(),
        long: request.long,
        exhaustive: request.exhaustive,
        invoked: request.invoke.clone(),
        others: Vec::new(),
        scpd,
        description: description.clone(),
    }
}

fn get_document(lab: &mut dyn Lab, url: &str) -> Result<(String, Response, u32), Failure> {
    let mut url = url.to_owned();
    for _ in 0..=MOST_REDIRECTS {
        let (answer, response) = got(lab, &url)?;
        match Redirect::of(&response.head, &url) {
            Redirect::Here(next) => {
                let claim = claimed(&response);
                note_answer(
                    lab,
                    answer.exchange,
                    &response,
                    claim,
                    &format!("GET {url}"),
                    false,
                );
                url = next;
            }
            Redirect::Elsewhere(next) => {
                return Err(Failure::incomplete(format!(
                    "{url} redirects to another host, {next}; give that URL if it is the device"
                )));
            }
            Redirect::None if response.head.status == 200 => {
                return Ok((url, response, answer.exchange));
            }
            Redirect::None => {
                let status = response.head.status;
                return Err(Failure::incomplete(format!(
                    "{url} answers HTTP {status}: no device description there; `messaging-ctk discover` shows the right URL"
                )));
            }
        }
    }
    Err(Failure::incomplete(format!(
        "{url} redirects more than {MOST_REDIRECTS} times"
    )))
}

fn got(lab: &mut dyn Lab, url: &str) -> Result<(HttpAnswer, Response), Failure> {
    let answer = match lab.perform(&get(url)) {
        Ok(Answer::Http(answer)) => answer,
        Ok(other) => {
            return Err(Failure::broken(format!(
                "the lab answered {other:?} to a GET"
            )));
        }
        Err(LabError::DeviceLost) => {
            return Err(Failure::incomplete(format!(
                "no device answers at {url}; is it switched on, and is the address right? `messaging-ctk discover` shows what there is"
            )));
        }
        Err(error) => return Err(lost(error)),
    };
    let response = response_of(&answer, "GET").map_err(|why| {
            Failure::incomplete(format!(
                "no device answers at {url}: {why}; is it switched on, and is the address right? `messaging-ctk discover` shows what there is"
            ))
        })?;
    Ok((answer, response))
}

/// The architecture as far as an answer without a description tells it.
fn claimed(response: &Response) -> Claim {
    let server = response.head.headers.get("server").unwrap_or_default();
    Claim::from_product_tokens(server).unwrap_or(Claim::V1_0)
}

fn get(url: &str) -> Ask {
    Ask::Http(HttpAsk {
        wire: Wire::Description,
        control_point: ControlPoint::First,
        url: url.to_owned(),
        method: "GET".to_owned(),
        headers: vec![(
            "USER-AGENT".to_owned(),
            "TestKit/1.0 UPnP/2.0 messaging-ctk/1.0".to_owned(),
        )],
        body: Vec::new(),
        about: format!("GET {url}"),
    })
}

/// The service description, where it can be had and read; the cases of clause 6 say what is wrong with it.
fn service_description(lab: &mut dyn Lab, service: &Found, claim: Claim) -> Option<Scpd> {
    let url = &service.scpd_url;
    let Ok(Answer::Http(answer)) = lab.perform(&get(url)) else {
        return None;
    };
    let exchange = answer.exchange;
    let response = match response_of(&answer, "GET") {
        Ok(response) if response.head.status == 200 => response,
        Ok(response) => {
            let why = format!("HTTP {}, not 200", response.head.status);
            readings::file_nothing(lab, exchange, "UDA-DESC-01", format!("GET {url}: {why}"));
            return None;
        }
        Err(why) => {
            readings::file_nothing(lab, exchange, "UDA-DESC-01", format!("GET {url}: {why}"));
            return None;
        }
    };
    match scpd::read(&response.body, claim) {
        Ok(reading) => {
            let scpd = reading.value.clone();
            descriptions::file_service_description(
                lab, exchange, service, &response, reading, claim,
            );
            Some(scpd)
        }
        Err(error) => {
            readings::file_nothing(lab, exchange, "UDA-SCPD-01", format!("GET {url}: {error}"));
            None
        }
    }
}

/// What the upper tester says it can do; nothing when it does not say.
fn offered(lab: &mut dyn Lab) -> Result<Option<Vec<String>>, LabError> {
    match lab.perform(&Ask::Stimulus {
        name: "capabilities".to_owned(),
        fields: json!({}),
    })? {
        Answer::Stimulus(answer) if answer.status == StimulusStatus::Done => Ok(answer.stimuli),
        _ => Ok(None),
    }
}

/// Whether the upper tester reset the device: that proves a test bench.
fn reset(lab: &mut dyn Lab) -> Result<bool, LabError> {
    match lab.perform(&Ask::Stimulus {
        name: "reset".to_owned(),
        fields: json!({}),
    })? {
        Answer::Stimulus(answer) => Ok(answer.status == StimulusStatus::Done),
        _ => Ok(false),
    }
}

fn millis(span: std::time::Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}

fn lost(error: LabError) -> Failure {
    match error {
        LabError::DeviceLost => {
            Failure::incomplete("the device stopped answering before the first case")
        }
        LabError::Stopped(why) => Failure {
            code: crate::exit_code::INTERRUPTED,
            message: why,
        },
        LabError::Unavailable(why) | LabError::Broken(why) => Failure::broken(why),
    }
}
