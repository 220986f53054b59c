//! The upper tester behind an HTTP endpoint.

use std::io::{self, Read};
use std::net::TcpStream;
use std::time::Duration;

use ctk_wire::uri::HttpUrl;
use reqwest::blocking::Client;
use reqwest::redirect::Policy;
use serde_json::Value;

use super::kept::Kept;
use super::reply::LARGEST;
use super::{Kind, StimulusReply, UpperTester};
use crate::exit_code::Failure;

/// How long a stimulus may take.
const TIME: Duration = Duration::from_secs(60);
/// How long a connection may take.
const REACH: Duration = Duration::from_secs(5);

/// How often a connection is tried again that nobody answered.
const ATTEMPTS: usize = 3;

/// Posts each stimulus to `{base}/{name}`.
#[derive(Debug)]
pub struct HttpTester {
    base: String,
    way: Way,
}

/// How a stimulus gets there.
#[derive(Debug)]
enum Way {
    /// Over a connection of its own.
    Fresh(Client),
    /// Over connections that are kept.
    Kept(Kept),
}

/// What came back: a status, and the body or why it could not be read.
type Came = (u16, io::Result<Vec<u8>>);

impl HttpTester {
    /// At this base URL. Proxy variables of the environment are not heeded, redirects not followed.
    ///
    /// # Errors
    /// When the URL is none, or the system has no room for an HTTP client.
    pub fn new(base: &str) -> Result<Self, Failure> {
        Self::url(base)?;
        // A connection kept from before a restart of the bench would fail the next stimulus.
        let client = Client::builder()
            .no_proxy()
            .redirect(Policy::none())
            .pool_max_idle_per_host(0)
            .timeout(TIME)
            .connect_timeout(REACH)
            .build()
            .map_err(|error| Failure::broken(format!("no HTTP client: {error}")))?;
        Ok(Self::by(base, Way::Fresh(client)))
    }

    /// The same with connections that are kept: for who sends many stimuli, and need not have each of them.
    ///
    /// # Errors
    /// As `new`.
    pub fn keeping(base: &str) -> Result<Self, Failure> {
        let url = Self::url(base)?;
        Ok(Self::by(base, Way::Kept(Kept::new(url, REACH, TIME))))
    }

    fn by(base: &str, way: Way) -> Self {
        Self {
            base: base.trim_end_matches('/').to_owned(),
            way,
        }
    }

    fn url(base: &str) -> Result<HttpUrl, Failure> {
        let url =
            HttpUrl::parse(base).map_err(|error| Failure::usage(format!("{base:?} is {error}")))?;
        if !url.lapses().is_empty() {
            return Err(Failure::usage(format!(
                "{base:?} has what no http URL has as it stands (user, fragment, blank or unescaped character)"
            )));
        }
        Ok(url)
    }

    /// Whether anybody listens there: a wrong URL is better known before the run than told of every case.
    ///
    /// # Errors
    /// Exit code 2: nobody does, or the host has no address. Exit code 4: this machine has no room for a connection.
    pub fn reach(&self) -> Result<(), Failure> {
        let in_vain = |error: io::Error| {
            let base = &self.base;
            Failure::of_file(
                &error,
                format!("--upper-tester {base}: the upper tester cannot be reached: {error}"),
            )
        };
        let url =
            reqwest::Url::parse(&self.base).map_err(|error| in_vain(io::Error::other(error)))?;
        let addresses = url.socket_addrs(|| None).map_err(in_vain)?;
        let mut trouble = io::Error::other("the host has no address");
        for address in addresses {
            match TcpStream::connect_timeout(&address, REACH) {
                Ok(_) => return Ok(()),
                Err(error) => trouble = error,
            }
        }
        Err(in_vain(trouble))
    }
}

impl UpperTester for HttpTester {
    fn stimulate(&self, name: &str, fields: &Value) -> StimulusReply {
        let came = match &self.way {
            Way::Fresh(client) => self.fresh(client, name, fields),
            Way::Kept(kept) => self.kept(kept, name, fields),
        };
        let (status, read) = match came {
            Ok(came) => came,
            Err(reply) => return *reply,
        };
        let text = match &read {
            Ok(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Err(_) => String::new(),
        };
        let mut reply = match (status, &read) {
            (404 | 405, _) => {
                StimulusReply::unsupported("the upper tester does not know this stimulus")
            }
            (_, Err(error)) => {
                StimulusReply::failed(format!("the upper tester's answer was cut off: {error}"))
            }
            (200, Ok(bytes)) if bytes.len() > LARGEST => StimulusReply::failed(format!(
                "the upper tester's answer is longer than {LARGEST} bytes"
            )),
            (200, Ok(_)) => StimulusReply::of_json(&text),
            (status, Ok(_)) => {
                StimulusReply::failed(format!("the upper tester answers HTTP {status}"))
            }
        };
        reply.http_status = Some(status);
        reply.text = text.chars().take(LARGEST).collect();
        reply
    }

    fn kind(&self) -> Kind {
        Kind::Http
    }

    fn target(&self, name: &str) -> (String, String) {
        ("POST".to_owned(), format!("{}/{name}", self.base))
    }
}

impl HttpTester {
    fn fresh(
        &self,
        client: &Client,
        name: &str,
        fields: &Value,
    ) -> Result<Came, Box<StimulusReply>> {
        let (_, url) = self.target(name);
        let send = || {
            client
                .post(&url)
                .header("content-type", "application/json")
                .body(fields.to_string())
                .send()
        };
        let lost = |error: &reqwest::Error| error.is_connect() && error.is_timeout();
        let mut sent = send();
        // Without a connection nothing was asked for: it may be asked again.
        for _ in 0..ATTEMPTS {
            if !sent.as_ref().is_err_and(lost) {
                break;
            }
            sent = send();
        }
        let response = sent.map_err(|error| {
            if error.is_timeout() {
                Self::silent(&url)
            } else {
                Self::unreached(&url, &innermost(&error))
            }
        })?;
        let status = response.status().as_u16();
        let mut bytes = Vec::new();
        let read = response.take(LARGEST as u64 + 1).read_to_end(&mut bytes);
        Ok((status, read.map(|_| bytes)))
    }

    fn kept(&self, kept: &Kept, name: &str, fields: &Value) -> Result<Came, Box<StimulusReply>> {
        let came = kept.post(name, &fields.to_string());
        let response = came.map_err(|error| {
            let (_, url) = self.target(name);
            match error.kind() {
                io::ErrorKind::TimedOut => Self::silent(&url),
                io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
                    Box::new(StimulusReply::failed(format!(
                        "the answer of the upper tester at {url} cannot be read: {error}"
                    )))
                }
                _ => Self::unreached(&url, &error.to_string()),
            }
        })?;
        Ok((response.head.status, Ok(response.body)))
    }

    fn silent(url: &str) -> Box<StimulusReply> {
        Box::new(StimulusReply::failed(format!(
            "no answer from the upper tester at {url} in time"
        )))
    }

    fn unreached(url: &str, why: &str) -> Box<StimulusReply> {
        Box::new(StimulusReply::failed(format!(
            "cannot reach the upper tester at {url}: {why}"
        )))
    }
}

/// The cause at the bottom says most.
pub(crate) fn innermost(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}
