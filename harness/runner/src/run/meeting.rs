//! Meeting the device: its description is fetched and read. One that comes and cannot be read is the device's fault, and
//! the case of the row that it breaks says so.

use ctk_record::{Judgement, Outcome};
use ctk_suite::lab::{Answer, Ask, HttpAnswer, HttpAsk, Lab, LabError, Wire};
use ctk_suite::service::SERVICES;
use ctk_suite::tester::description::note_answer;
use ctk_suite::tester::response_of;
use ctk_vectors::uda::row;
use ctk_wire::description::{self, Description};
use ctk_wire::http::{LapseKind, MOST_REDIRECTS, Redirect, Response};
use ctk_wire::{Claim, Grade, Reading};

use super::probe::lost;
use crate::dut::probe_request::ProbeRequest;
use crate::exit_code::Failure;

/// What is accepted as an answer.
const WHOLE: &str = "200 and the whole document";

/// A description as it was met.
pub struct Met {
    /// Where it is, redirects followed.
    pub url: String,
    /// The answer that brought it.
    pub response: Response,
    /// The exchange of that answer.
    pub exchange: u32,
    /// What it says.
    pub reading: Reading<Description>,
}

/// Why the device was not met.
#[derive(Debug)]
pub enum Unmet {
    /// There is none, or not the right one, or the kit could not go on.
    Failure(Failure),
    /// Nobody answers there.
    Nobody(Failure),
    /// It gave a description that no control point can use.
    AtFault(AtFault),
}

impl From<Failure> for Unmet {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<Unmet> for Failure {
    fn from(why: Unmet) -> Self {
        match why {
            Unmet::Failure(failure) | Unmet::Nobody(failure) => failure,
            Unmet::AtFault(fault) => Self::incomplete(format!(
                "{}: the description cannot be used ({}): {}",
                fault.asked, fault.row, fault.observed
            )),
        }
    }
}

/// A device whose description keeps every control point from using it.
#[derive(Debug)]
pub struct AtFault {
    /// The row that it breaks.
    pub row: &'static str,
    /// What was asked.
    pub asked: String,
    /// What would have been right.
    pub accepted: &'static str,
    /// What came.
    pub observed: String,
    /// The exchange that shows it.
    pub exchange: u32,
}

impl AtFault {
    /// The judgement that it is.
    pub fn judgement(&self) -> Judgement {
        Judgement::new(self.row, Outcome::Fail)
            .asked(&self.asked)
            .accepts([self.accepted])
            .observed(&self.observed)
            .exchanges([self.exchange])
    }
}

/// Fetches the description and reads it.
///
/// # Errors
/// Exit code 3 when nobody answers, or something else than a device; the device at fault when what came is its
/// description, and cannot be used.
pub fn meet(lab: &mut dyn Lab, request: &ProbeRequest) -> Result<Met, Unmet> {
    let (url, response, exchange) = get_document(lab, request)?;
    let asked = format!("GET {url}");
    let reading = match description::read(&response.body, &url, Some(&response.head)) {
        Ok(reading) => reading,
        Err(error) => {
            let kind = response.head.headers.get("content-type");
            let kind = kind.unwrap_or("no CONTENT-TYPE");
            let Some(row) = error.row() else {
                return Err(Failure::incomplete(format!(
                    "the description at {url} goes beyond what this program reads: {error}"
                ))
                .into());
            };
            let mut lapses = response.lapses.iter();
            let broken_off = lapses.find(|lapse| lapse.kind == LapseKind::BodyCutShort);
            // What did not come whole says nothing of the document.
            let (row, accepted, why) = match broken_off {
                Some(lapse) => (row::UDA_DESC_01, WHOLE, lapse.to_string()),
                None => (
                    row,
                    "a device description that can be read",
                    error.to_string(),
                ),
            };
            return Err(Unmet::AtFault(AtFault {
                row,
                asked,
                accepted,
                observed: format!("{kind}, {} bytes: {why}", response.body.len()),
                exchange,
            }));
        }
    };
    if request.service.is_none()
        && let Some(observed) = misnamed(&reading)
    {
        return Err(Unmet::AtFault(AtFault {
            row: row::UDA_DESC_30,
            asked,
            accepted: "a service whose serviceType is of the standard's form",
            observed,
            exchange,
        }));
    }
    Ok(Met {
        url,
        response,
        exchange,
        reading,
    })
}

/// The service that a run is for is there under a malformed type alone: what is wrong with that.
fn misnamed(reading: &Reading<Description>) -> Option<String> {
    let [wanted, ..] = SERVICES;
    if !reading.value.find_services(wanted.family).is_empty() {
        return None;
    }
    let is_about_types =
        |it: &&ctk_wire::Finding| it.row == row::UDA_DESC_30 && it.grade == Grade::Fail;
    let name = wanted.name.to_ascii_lowercase();
    let devices = reading.value.devices().into_iter();
    let mut services = devices.flat_map(|device| &device.services);
    let meant = services.any(|service| {
        let says = [&service.service_type, &service.service_id];
        says.iter()
            .any(|text| text.to_ascii_lowercase().contains(&name))
    });
    let wrong = reading.findings.iter().find(is_about_types);
    wrong.filter(|_| meant).map(|finding| finding.text.clone())
}

fn get_document(
    lab: &mut dyn Lab,
    request: &ProbeRequest,
) -> Result<(String, Response, u32), Unmet> {
    let mut url = request.url.clone();
    for _ in 0..=MOST_REDIRECTS {
        let (answer, response) = got(lab, &url)?;
        match Redirect::of(&response.head, &url) {
            Redirect::Elsewhere(next) if !request.follow_hosts => {
                return Err(Failure::incomplete(format!(
                    "{url} redirects to another host, {next}; give that URL if it is the device, or --follow-hosts"
                ))
                .into());
            }
            Redirect::Here(next) | Redirect::Elsewhere(next) => {
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
            Redirect::None if response.head.status == 200 => {
                return Ok((url, response, answer.exchange));
            }
            Redirect::None => {
                let status = response.head.status;
                return Err(Failure::incomplete(format!(
                    "{url} answers HTTP {status}: no device description there; `messaging-ctk discover` shows the right URL"
                ))
                .into());
            }
        }
    }
    Err(Failure::incomplete(format!("{url} redirects more than {MOST_REDIRECTS} times")).into())
}

fn got(lab: &mut dyn Lab, url: &str) -> Result<(HttpAnswer, Response), Unmet> {
    let nobody = |why: &str| {
        Unmet::Nobody(Failure::incomplete(format!(
            "no device answers at {url}{why}; is it switched on, and is the address right? `messaging-ctk discover` shows what there is"
        )))
    };
    let answer = match lab.perform(&get(url)) {
        Ok(Answer::Http(answer)) => answer,
        Ok(other) => {
            return Err(Failure::broken(format!("the lab answered {other:?} to a GET")).into());
        }
        Err(LabError::DeviceLost) => return Err(nobody("")),
        Err(error) => return Err(lost(error).into()),
    };
    match response_of(&answer, "GET") {
        Ok(response) => Ok((answer, response)),
        Err(why) if answer.bytes.starts_with(b"HTTP/") => Err(Unmet::AtFault(AtFault {
            row: row::UDA_DESC_01,
            asked: format!("GET {url}"),
            accepted: WHOLE,
            observed: format!("{} bytes of an answer: {why}", answer.bytes.len()),
            exchange: answer.exchange,
        })),
        Err(why) if answer.bytes.is_empty() => Err(nobody(&format!(": {why}"))),
        Err(why) => Err(Failure::incomplete(format!(
            "what listens at {url} is not a device: {why}; is the address right? `messaging-ctk discover` shows what there is"
        ))
        .into()),
    }
}

/// The architecture as far as an answer without a description tells it.
fn claimed(response: &Response) -> Claim {
    let server = response.head.headers.get("server").unwrap_or_default();
    Claim::from_product_tokens(server).unwrap_or(Claim::V1_0)
}

/// An ordinary GET.
pub(super) fn get(url: &str) -> Ask {
    Ask::Http(HttpAsk {
        about: format!("GET {url}"),
        ..HttpAsk::outside_of_a_case(Wire::Description, "GET", url, &[])
    })
}
