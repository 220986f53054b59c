//! The verbs of description: fetching documents, and bytes on connections that no library would send.

use ctk_record::Judgement;
use ctk_vectors::waits;
use ctk_wire::description::{self, Description};
use ctk_wire::http::{MOST_REDIRECTS, Redirect, Response};
use ctk_wire::ssdp::Search;
use ctk_wire::{Claim, uri};

use crate::judging::judgement::{Flow, Stop};
use crate::lab::{ControlPoint, HttpAsk, Lab, Wire};
use crate::passive::readings;
use crate::tester::ssdp::{LISTEN_MS, MX, Told};
use crate::tester::{Tester, response_of};

/// How long the device may take for an answer (3.2.2).
pub(crate) const REPLY_MS: u64 = waits::REPLY.milliseconds;

/// Files what an answer shows that brought a document: media type, framing, coding, header lines, redirects.
pub fn note_answer(
    lab: &mut dyn Lab,
    exchange: u32,
    response: &Response,
    claim: Claim,
    asked: &str,
    is_document: bool,
) {
    let reading = description::read_answer(response, claim, is_document);
    readings::file(lab, exchange, asked, &reading);
}

/// A document as it came.
#[derive(Debug, Clone)]
pub(crate) struct Fetched {
    pub(crate) url: String,
    pub(crate) exchange: u32,
    pub(crate) elapsed_ms: u64,
    /// What came, or why nothing did.
    pub(crate) response: Result<Response, String>,
}

impl Fetched {
    pub(crate) fn status(&self) -> u16 {
        self.response
            .as_ref()
            .map_or(0, |response| response.head.status)
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.response
            .as_ref()
            .ok()
            .and_then(|response| response.head.headers.get(name))
    }

    pub(crate) fn body(&self) -> &[u8] {
        self.response
            .as_ref()
            .map_or(&[], |response| response.body.as_slice())
    }

    pub(crate) fn describe(&self) -> String {
        match &self.response {
            Ok(response) => format!("HTTP {}", response.head.status),
            Err(why) => why.clone(),
        }
    }
}

/// The descriptions of the device and its service, fetched anew.
pub(crate) struct Descriptions<'t, 'a> {
    pub(super) t: &'t mut Tester<'a>,
}

impl<'a> Tester<'a> {
    /// The descriptions of the device and its service, fetched anew.
    pub(crate) fn descriptions(&mut self) -> Descriptions<'_, 'a> {
        Descriptions { t: self }
    }
}

impl Descriptions<'_, '_> {
    /// GETs a document of the device with these headers beside HOST and USER-AGENT, following redirects on the same
    /// host.
    ///
    /// # Errors
    /// As [`Tester::http`].
    pub(crate) fn get(&mut self, url: &str, headers: &[(&str, &str)]) -> Flow<Fetched> {
        let mut url = url.to_owned();
        for _ in 0..MOST_REDIRECTS {
            let fetched = self.request("GET", &url, headers)?;
            let leads = fetched.response.as_ref().ok();
            match leads.map(|response| Redirect::of(&response.head, &url)) {
                Some(Redirect::Here(next)) => url = next,
                _ => return Ok(fetched),
            }
        }
        self.request("GET", &url, headers)
    }

    /// One request without a body, and its answer; what the answer shows by itself is filed.
    ///
    /// # Errors
    /// As [`Tester::http`].
    pub(crate) fn request(
        &mut self,
        method: &str,
        url: &str,
        headers: &[(&str, &str)],
    ) -> Flow<Fetched> {
        let mut all = vec![(
            "USER-AGENT".to_owned(),
            self.t.user_agent(ControlPoint::First),
        )];
        all.extend(
            headers
                .iter()
                .map(|&(name, value)| (name.to_owned(), value.to_owned())),
        );
        let asked = format!("{method} {url}");
        let answer = self.t.http(HttpAsk {
            wire: Wire::Description,
            control_point: ControlPoint::First,
            url: url.to_owned(),
            method: method.to_owned(),
            headers: all,
            body: Vec::new(),
            about: asked.clone(),
        })?;
        let response = response_of(&answer, method);
        if let (Ok(response), "GET") = (&response, method) {
            let claim = self.t.dut().claim;
            // Icons and the like have media types of their own.
            let dut = self.t.dut();
            let is_document = url == dut.description_url
                || dut
                    .description
                    .devices()
                    .into_iter()
                    .flat_map(|device| &device.services)
                    .any(|service| service.scpd_url == url);
            note_answer(
                self.t.lab(),
                answer.exchange,
                response,
                claim,
                &asked,
                is_document,
            );
        }
        Ok(Fetched {
            url: url.to_owned(),
            exchange: answer.exchange,
            elapsed_ms: answer.elapsed_ms,
            response,
        })
    }

    /// The device description, read again.
    ///
    /// # Errors
    /// Inconclusive when it cannot be had: another case judges that.
    pub(crate) fn device(&mut self) -> Flow<Description> {
        let url = self.t.dut().description_url.clone();
        let fetched = self.get(&url, &[])?;
        let asked = format!("GET {url}");
        match description::read(fetched.body(), &url, None) {
            Ok(reading) => Ok(reading.value),
            Err(error) => Err(Stop::inconclusive(format!(
                "{asked} brought no device description: {} ({error})",
                fetched.describe()
            ))),
        }
    }

    /// The UDNs of the description, read again.
    ///
    /// # Errors
    /// As [`Descriptions::device`](crate::tester::description::Descriptions::device).
    pub(crate) fn udns(&mut self) -> Flow<Vec<String>> {
        let description = self.device()?;
        Ok(description
            .devices()
            .into_iter()
            .map(|device| device.udn.clone())
            .filter(|udn| !udn.is_empty())
            .collect())
    }

    /// Judges that LOCATION of an announcement or answer leads to a description with the UDN it was sent for.
    ///
    /// # Errors
    /// Ends the case on a fail.
    pub(crate) fn leads_to_description(&mut self, row: &str, told: &Told) -> Flow {
        let location = told.message.location().unwrap_or_default().to_owned();
        if !uri::is_absolute_http(&location) {
            // Its form is judged by itself.
            return Err(Stop::inconclusive(format!(
                "LOCATION {location:?} is not an absolute http URL"
            )));
        }
        let udn = told.message.udn().unwrap_or_default().to_owned();
        let fetched = self.get(&location, &[])?;
        let read = description::read(fetched.body(), &location, None);
        let observed = match &read {
            _ if fetched.status() != 200 => fetched.describe(),
            Err(error) => format!("no description: {error}"),
            Ok(reading) if udn.is_empty() || reading.value.device(&udn).is_some() => {
                "the description".to_owned()
            }
            Ok(_) => format!("the description of another device, without {udn}"),
        };
        self.t.record(
            Judgement::met(row, observed == "the description")
                .asked(format!(
                    "GET {location}, the LOCATION told for {}",
                    told.target()
                ))
                .accepts(["200 and the description of the device"])
                .observed(observed)
                .exchanges([told.datagram.exchange, fetched.exchange]),
        )
    }

    /// Names under which somebody answers for the place of the description, without being in it.
    ///
    /// # Errors
    /// As [`Tester::ask`].
    pub(crate) fn strangers_at_location(&mut self) -> Flow<Vec<String>> {
        let search = Search::multicast("upnp:rootdevice", MX).bytes();
        let datagram = String::from_utf8_lossy(&search).into_owned();
        let all = self
            .t
            .ssdp()
            .raw_answers(vec![datagram], "", 0, LISTEN_MS)?;
        let here = self.t.dut().description_url.clone();
        let mut names = Vec::new();
        for datagram in all {
            let Ok(message) = ctk_wire::ssdp::parse(&datagram.bytes) else {
                continue;
            };
            if message.location() == Some(here.as_str())
                && let Some(udn) = message.udn()
                && !self.t.ssdp().is_udn(udn)
                && !names.iter().any(|name| name == udn)
            {
                names.push(udn.to_owned());
            }
        }
        Ok(names)
    }
}
