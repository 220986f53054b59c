//! The verbs of description: fetching documents, and bytes on connections that no library would send.

use ctk_record::{Finding, Grade};
use ctk_vectors::waits;
use ctk_wire::description::{self, Description};
use ctk_wire::http::{MOST_REDIRECTS, Redirect, Response};
use ctk_wire::ssdp::Search;
use ctk_wire::{Claim, uri};

use crate::judging::judgement::{Flow, Stop};
use crate::lab::{
    Answer, Ask, ControlPoint, HttpAsk, Lab, ScriptAnswer, ScriptAsk, ScriptStep, Wire,
};
use crate::passive::watch;
use crate::tester::ssdp::{LISTEN_MS, MX, Told};
use crate::tester::{Statement, Tester, mismatch, response_of};

/// What any answer with a document gives an opportunity to judge, whatever the document says.
const ANSWER_ROWS: &[&str] = &["UDA-DESC-04", "UDA-DESC-11", "UDA-DESC-16", "UDA-DESC-17"];

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
    let mut findings = description::framing(response, claim);
    let mut checked: Vec<String> = ANSWER_ROWS.iter().map(|&row| row.to_owned()).collect();
    let status = response.head.status;
    if status == 200 && is_document {
        checked.push("UDA-DESC-03".to_owned());
        findings.extend(description::content_type(&response.head, claim));
    }
    let mut filed: Vec<Finding> = findings
        .iter()
        .map(|found| watch::of_wire(found, asked))
        .collect();
    if (300..400).contains(&status) && status != 307 {
        let grade = match claim {
            Claim::V2_0 => Grade::Fail,
            _ => Grade::Warning,
        };
        let text = format!("{asked}: redirected with {status}, not with 307");
        filed.push(Finding::new("UDA-DESC-11", grade, text));
    }
    lab.notice(exchange, &checked, &filed);
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

impl Tester<'_> {
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
            self.user_agent(ControlPoint::First),
        )];
        all.extend(
            headers
                .iter()
                .map(|&(name, value)| (name.to_owned(), value.to_owned())),
        );
        let asked = format!("{method} {url}");
        let answer = self.http(HttpAsk {
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
            let claim = self.dut().claim;
            // Icons and the like have media types of their own.
            let dut = self.dut();
            let is_document = url == dut.description_url
                || dut
                    .description
                    .devices()
                    .into_iter()
                    .flat_map(|device| &device.services)
                    .any(|service| service.scpd_url == url);
            note_answer(
                self.lab(),
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

    /// Plays bytes on a connection to the device's description, and returns what each reading step brought.
    ///
    /// # Errors
    /// As [`Tester::ask`].
    pub(crate) fn play(
        &mut self,
        url: &str,
        steps: Vec<ScriptStep>,
        about: &str,
    ) -> Flow<Vec<ScriptAnswer>> {
        let ask = ScriptAsk {
            wire: Wire::Raw,
            control_point: ControlPoint::First,
            to: authority(url),
            steps,
            about: about.to_owned(),
        };
        match self.ask(&Ask::Script(ask))? {
            Answer::Script(answers) => Ok(answers),
            other => Err(mismatch("a scripted connection", &other)),
        }
    }

    /// The device description, read again.
    ///
    /// # Errors
    /// Inconclusive when it cannot be had: another case judges that.
    pub(crate) fn described(&mut self) -> Flow<Description> {
        let url = self.dut().description_url.clone();
        let fetched = self.get(&url, &[])?;
        let asked = format!("GET {url}");
        match description::read(fetched.body(), &url, None) {
            Ok((description, _)) => Ok(description),
            Err(error) => Err(Stop::inconclusive(format!(
                "{asked} brought no device description: {} ({error})",
                fetched.describe()
            ))),
        }
    }

    /// The UDNs of the description, read again.
    ///
    /// # Errors
    /// As [`Tester::described`].
    pub(crate) fn udns_described(&mut self) -> Flow<Vec<String>> {
        let description = self.described()?;
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
                "LOCATION {location:?} is no absolute http URL"
            )));
        }
        let udn = told.message.udn().unwrap_or_default().to_owned();
        let fetched = self.get(&location, &[])?;
        let read = description::read(fetched.body(), &location, None);
        let observed = match &read {
            _ if fetched.status() != 200 => fetched.describe(),
            Err(error) => format!("no description: {error}"),
            Ok((description, _)) if udn.is_empty() || description.device(&udn).is_some() => {
                "the description".to_owned()
            }
            Ok(_) => format!("the description of another device, without {udn}"),
        };
        self.require(
            row,
            observed == "the description",
            &Statement {
                asked: &format!("GET {location}, the LOCATION told for {}", told.target()),
                accepted: &["200 and the description of the device"],
                observed,
                exchanges: &[told.datagram.exchange, fetched.exchange],
                ..Statement::default()
            },
        )
    }

    /// Names under which somebody answers for the place of the description, without being in it.
    ///
    /// # Errors
    /// As [`Tester::ask`].
    pub(crate) fn strangers_at_location(&mut self) -> Flow<Vec<String>> {
        let search = Search::multicast("upnp:rootdevice", MX).bytes();
        let datagram = String::from_utf8_lossy(&search).into_owned();
        let all = self.raw_answers(vec![datagram], "", 0, LISTEN_MS)?;
        let here = self.dut().description_url.clone();
        let mut names = Vec::new();
        for datagram in all {
            let Ok(message) = ctk_wire::ssdp::parse(&datagram.bytes) else {
                continue;
            };
            if message.location() == Some(here.as_str())
                && let Some(udn) = message.udn()
                && !self.is_udn(udn)
                && !names.iter().any(|name| name == udn)
            {
                names.push(udn.to_owned());
            }
        }
        Ok(names)
    }
}

/// Host and port of a URL, the port always written.
pub(crate) fn authority(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let place = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let has_port = place
        .rsplit_once(':')
        .is_some_and(|(_, port)| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()));
    if has_port {
        place.to_owned()
    } else {
        format!("{place}:80")
    }
}

/// Path and query of a URL.
pub(crate) fn path(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or(rest);
    match rest.find(['/', '?']) {
        Some(at) if rest[at..].starts_with('/') => rest[at..].to_owned(),
        Some(at) => format!("/{}", &rest[at..]),
        None => "/".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_split_for_raw_requests() {
        for (url, place, target) in [
            (
                "http://192.0.2.1:49152/a/b?c#d",
                "192.0.2.1:49152",
                "/a/b?c",
            ),
            ("http://[2001:db8::1]", "[2001:db8::1]:80", "/"),
            ("http://host?x", "host:80", "/?x"),
        ] {
            assert_eq!(
                (authority(url).as_str(), path(url).as_str()),
                (place, target)
            );
        }
    }
}
