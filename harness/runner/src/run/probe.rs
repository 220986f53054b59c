//! Probes the device under test: its description, its service description, its capabilities, its upper tester. What
//! comes of it is the [`Dut`] that every case knows.

use std::collections::BTreeMap;
use std::sync::Arc;

use ctk_suite::lab::{Answer, Ask, HttpFailure, Lab, LabError, StimulusStatus};
use ctk_suite::passive::{descriptions, readings};
use ctk_suite::service::Service;
use ctk_suite::tester::response_of;
use ctk_suite::under_test::{DeviceUnderTest, Dut, Ics, ServiceUnderTest};
use ctk_vectors::{Wait, waits};
use ctk_wire::Claim;
use ctk_wire::description::{Description, Found};
use ctk_wire::scpd::{self, Scpd, ScpdError};
use serde_json::json;

use super::meeting::{Met, Unmet, get, meet};
use super::recipients::recipients;
use crate::dut::probe_request::ProbeRequest;
use crate::dut::profile::Span;
use crate::dut::services::{check_invoked, choose};
use crate::exit_code::Failure;
use crate::interrupt;

/// Probes the device: reads its descriptions, and asks it and its upper tester what they can do.
///
/// # Errors
/// As [`meet`]; exit code 3 when there is no device, or not the right one.
pub fn probe(lab: &mut dyn Lab, request: &ProbeRequest) -> Result<Dut, Unmet> {
    let Met {
        url: description_url,
        response,
        exchange,
        reading,
    } = meet(lab, request)?;
    descriptions::file_description(lab, exchange, &response, &reading);
    let description = reading.value;
    let server = response.head.headers.get("server").unwrap_or_default();
    let mut chosen = Vec::new();
    for service in choose(&description, request)? {
        let scpd = service_description(lab, &service, description.claim);
        chosen.push((service, scpd));
    }
    check_invoked(&chosen, &request.invoke)?;
    let mut device = device(request, description_url, description, server);
    if request.upper_tester || !request.profile.ixit.restart_command.is_empty() {
        device.stimuli = offered(lab).map_err(lost)?;
    }
    let test_bench = request.upper_tester && request.may_reset && reset(lab).map_err(lost)?;
    let device = Arc::new(device);
    let mut services = Vec::new();
    for (found, scpd) in chosen {
        let mut under_test = service(request, &device, found, scpd);
        let service = under_test.service();
        if let Some(claims) = service.claims {
            let shown = claims(lab, &under_test).map_err(lost)?;
            under_test.ics = request.profile.narrow(&shown);
            under_test.recipients = recipients(request, service, test_bench);
        }
        services.push(under_test);
    }
    let mut services = services.into_iter();
    let first = services.next();
    let first = first.ok_or_else(|| Failure::broken("no service was chosen"))?;
    Ok(Dut::new(first, services.collect()))
}

/// The device, as far as its description and the request tell.
fn device(
    request: &ProbeRequest,
    description_url: String,
    description: Description,
    server: &str,
) -> DeviceUnderTest {
    let ixit = &request.profile.ixit;
    let or = |said: Option<Span>, usual: Wait| said.map_or(usual.milliseconds, |it| millis(it.0));
    DeviceUnderTest {
        description_url,
        resolved: request.resolved,
        server: server.to_owned(),
        claim: description.claim,
        stimuli: None,
        upper_tester: request.upper_tester,
        far_side_waits: request.upper_tester && request.may_reset,
        stimuli_at_once: request.embedded,
        settle_ms: or(ixit.stimulus_settle, waits::STIMULUS_SETTLE),
        delivery_ms: or(ixit.delivery, waits::DELIVERY),
        two_addresses: request.two_addresses,
        multicast: request.multicast,
        rulings: request.profile.overrides(),
        long: request.long,
        exhaustive: request.exhaustive,
        model_steps: request.model_steps,
        invoked: request.invoke.clone(),
        description,
    }
}

/// A service under test, as far as the descriptions tell.
fn service(
    request: &ProbeRequest,
    device: &Arc<DeviceUnderTest>,
    found: Found,
    scpd: Option<Scpd>,
) -> ServiceUnderTest {
    let declared = scpd.iter().flat_map(|scpd| &scpd.actions);
    let ics = Ics {
        actions: declared.map(|action| action.name.clone()).collect(),
        uda_revision: request.profile.ics.uda_revision.clone(),
        ..Ics::default()
    };
    ServiceUnderTest {
        device: Arc::clone(device),
        udn: found.udn,
        service_type: Service::of(&found.service_type).spoken_type(&found.service_type),
        control_url: found.control_url,
        event_url: found.event_sub_url,
        scpd_url: found.scpd_url,
        scpd,
        ics,
        recipients: BTreeMap::new(),
    }
}

/// The service description, where it can be had and read; the cases of clause 6 say what is wrong with it.
fn service_description(lab: &mut dyn Lab, service: &Found, claim: Claim) -> Option<Scpd> {
    let url = &service.scpd_url;
    let Ok(Answer::Http(answer)) = lab.perform(&get(url)) else {
        return None;
    };
    let exchange = answer.exchange;
    if answer.failure == Some(HttpFailure::TooLarge) {
        return None;
    }
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
        Err(ScpdError::Xml(error)) if error.is_a_bound() => None,
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

/// How often the upper tester is asked for a reset that fails: hundreds of cases hang on it.
const RESETS: usize = 3;

/// Whether the upper tester reset the device: that proves a test bench.
fn reset(lab: &mut dyn Lab) -> Result<bool, LabError> {
    for _ in 0..RESETS {
        let answer = lab.perform(&Ask::Stimulus {
            name: "reset".to_owned(),
            fields: json!({}),
        })?;
        match answer {
            Answer::Stimulus(answer) if answer.status == StimulusStatus::Failed => {}
            Answer::Stimulus(answer) => return Ok(answer.status == StimulusStatus::Done),
            _ => return Ok(false),
        }
    }
    Ok(false)
}

fn millis(span: std::time::Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}

pub(super) fn lost(error: LabError) -> Failure {
    match error {
        LabError::DeviceLost => {
            Failure::incomplete("the device stopped answering before the first case")
        }
        LabError::Stopped(why) if interrupt::interrupted() => Failure {
            code: crate::exit_code::INTERRUPTED,
            message: why,
        },
        LabError::Stopped(why) => Failure::incomplete(format!(
            "the device was not ready for the first case: {why}"
        )),
        LabError::Unavailable(why) | LabError::GivenUp(why) => Failure::incomplete(why),
        LabError::Broken(why) => Failure::broken(why),
    }
}
