//! Reading the answer to SUBSCRIBE.

use std::fmt;

use ctk_vectors::uda::{deviation, row};
use serde::{Deserialize, Serialize};

use crate::body::Framed;
use crate::http::{Framing, Response};
use crate::{Claim, Findings, Reading, body, product};

/// For how long a subscription is granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Timeout {
    /// `Second-N`, in seconds.
    Seconds(u64),
    /// `Second-infinite`.
    Infinite,
}

impl Timeout {
    /// Reads a TIMEOUT value, without regard to case.
    pub fn parse(value: &str) -> Option<Timeout> {
        let value = value.trim();
        let prefix = value.get(..7)?;
        if !prefix.eq_ignore_ascii_case("second-") {
            return None;
        }
        let granted = &value[7..];
        if granted.eq_ignore_ascii_case("infinite") {
            return Some(Timeout::Infinite);
        }
        let digits = !granted.is_empty() && granted.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| Timeout::Seconds(granted.parse().unwrap_or(u64::MAX)))
    }
}

impl fmt::Display for Timeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Timeout::Seconds(seconds) => write!(f, "Second-{seconds}"),
            Timeout::Infinite => f.write_str("Second-infinite"),
        }
    }
}

/// A subscription that was granted or renewed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Granted {
    /// The subscription's id, `uuid:` included, as sent.
    pub sid: String,
    /// For how long; `None` if TIMEOUT is missing or cannot be read.
    pub timeout: Option<Timeout>,
    /// The variables of ACCEPTED-STATEVAR, if the device restricts the events to them.
    pub accepted: Option<Vec<String>>,
}

/// Reads the answer to SUBSCRIBE. `None`: refused (status other than 200, by which nothing is checked), or without a SID.
/// `closed`: whether the device closed the connection after it, which frames the empty body.
pub fn read_subscribe_response(
    response: &Response,
    claim: Claim,
    closed: bool,
) -> Reading<Option<Granted>> {
    let mut findings = Findings::new(claim);
    if response.head.status != 200 {
        return findings.reading(None);
    }
    for row in [row::UDA_EVNT_06, row::UDA_EVNT_07] {
        findings.checked(row);
    }
    let headers = &response.head.headers;

    if !headers.has("server") {
        findings.add(deviation::UDA_EVNT_06_SERVER, "SERVER is missing");
    }
    if response.framing == Framing::UntilClose && !closed {
        let text = "the response has no length and the connection stays open";
        findings.add(deviation::UDA_EVNT_07, text);
    }
    let framing = Framed {
        broken: deviation::UDA_EVNT_07,
        odd: deviation::UDA_EVNT_07_FORM,
    };
    body::lapses(&response.lapses, framing, &mut findings);
    let timeout = timeout(headers.get("timeout"), &mut findings);
    let sid = headers.get("sid").unwrap_or_default();
    if sid.is_empty() {
        findings.add(deviation::UDA_EVNT_06, "SID is missing");
        return findings.reading(None);
    }
    findings.checked(row::UDA_EVNT_08);
    match sid.strip_prefix("uuid:") {
        None => findings.add(
            deviation::UDA_EVNT_08,
            format!("SID {sid:?} does not begin with uuid:"),
        ),
        Some(uuid) if !product::is_uuid(uuid) => {
            let text = format!("SID {sid:?} is not of the form 8-4-4-4-12");
            findings.add(deviation::UDA_EVNT_08_FORM, text);
        }
        Some(_) => {}
    }
    let accepted = headers.get("accepted-statevar").map(|names| {
        names
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect()
    });
    findings.reading(Some(Granted {
        sid: sid.to_owned(),
        timeout,
        accepted,
    }))
}

/// UDA-EVNT-06, -09 and -10.
fn timeout(value: Option<&str>, findings: &mut Findings) -> Option<Timeout> {
    let Some(value) = value else {
        findings.add(deviation::UDA_EVNT_06, "TIMEOUT is missing");
        return None;
    };
    findings.checked(row::UDA_EVNT_09);
    findings.checked_for(deviation::UDA_EVNT_10);
    let timeout = Timeout::parse(value);
    match timeout {
        None => findings.add(
            deviation::UDA_EVNT_09,
            format!("TIMEOUT is {value:?}, not Second-N"),
        ),
        Some(Timeout::Seconds(0)) => {
            findings.add(deviation::UDA_EVNT_09, "TIMEOUT grants 0 seconds")
        }
        Some(Timeout::Seconds(seconds @ ..1800)) => {
            findings.add(
                deviation::UDA_EVNT_09_SHORT,
                format!("TIMEOUT grants {seconds} seconds, fewer than 1800"),
            );
        }
        Some(Timeout::Infinite) => {
            findings.add(deviation::UDA_EVNT_10, "TIMEOUT grants an infinite time");
        }
        Some(_) => {}
    }
    timeout
}
