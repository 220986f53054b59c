//! The events that a semantic test waits for.

use std::time::{Duration, Instant};

use ctk_suite::lab::{Answer, Ask, ControlPoint, Lab, Wire};
use ctk_suite::under_test::ServiceUnderTest;
use ctk_uctt::ExpectedEvents;
use ctk_uctt::verdict::{Verdict, of_events};
use ctk_wire::gena;
use ctk_wire::http::{Limits, Progress, RequestReader, Response};

use crate::commands::asked::http;

/// How long one look at the inbox waits, in milliseconds.
const SLICE_MS: u64 = 250;
/// A file cannot make the kit wait longer, in seconds.
const LONGEST_S: u32 = 600;

/// A subscription, from before the action.
pub(super) struct Listening {
    inbox: u32,
    sid: String,
    /// How many notifications came before the action.
    before: usize,
}

impl Listening {
    /// Subscribes, and waits for the initial event.
    ///
    /// # Errors
    /// Why there is no subscription, in words.
    pub(super) fn begin(lab: &mut dyn Lab, dut: &ServiceUnderTest) -> Result<Self, String> {
        let opened = lab.perform(&Ask::OpenInbox {
            control_point: ControlPoint::First,
            path: String::new(),
        });
        let Ok(Answer::Opened { id, url }) = opened else {
            return Err("this machine cannot listen for notifications".to_owned());
        };
        let callback = format!("<{url}>");
        let headers = [
            ("CALLBACK", callback.as_str()),
            ("NT", "upnp:event"),
            ("TIMEOUT", "Second-1800"),
        ];
        let response = event_request(lab, dut, "SUBSCRIBE", &headers)?;
        let sid = response.head.headers.get("sid").map(str::to_owned);
        let (200, Some(sid)) = (response.head.status, sid) else {
            return Err(format!(
                "SUBSCRIBE is answered HTTP {}",
                response.head.status
            ));
        };
        let mut listening = Self {
            inbox: id,
            sid,
            before: 0,
        };
        let first = listening.notifications(lab, 1, 10_000);
        listening.before = first.len();
        Ok(listening)
    }

    /// Waits until the expected events have come, or the time is over.
    pub(super) fn wait(
        &self,
        lab: &mut dyn Lab,
        dut: &ServiceUnderTest,
        expected: &ExpectedEvents,
    ) -> Verdict {
        let time = Duration::from_secs(expected.within_s.min(LONGEST_S).into());
        let begun = Instant::now();
        loop {
            let came = self.notifications(lab, usize::MAX, SLICE_MS);
            let verdict = of_events(expected, &values(dut, &came));
            if verdict == Verdict::Pass || begun.elapsed() >= time {
                return verdict;
            }
        }
    }

    /// Ends the subscription; what a lost cancellation leaves behind ends with its time.
    pub(super) fn end(&self, lab: &mut dyn Lab, dut: &ServiceUnderTest) {
        let _ = event_request(lab, dut, "UNSUBSCRIBE", &[("SID", &self.sid)]);
    }

    fn notifications(&self, lab: &mut dyn Lab, count: usize, wait_ms: u64) -> Vec<Vec<u8>> {
        let ask = Ask::Inbox {
            inbox: self.inbox,
            from: self.before,
            count,
            wait_ms,
        };
        match lab.perform(&ask) {
            Ok(Answer::Notifications(came)) => came.into_iter().map(|one| one.bytes).collect(),
            _ => Vec::new(),
        }
    }
}

/// Variables and values, in the order of arrival.
fn values(dut: &ServiceUnderTest, notifications: &[Vec<u8>]) -> Vec<(String, String)> {
    let mut values = Vec::new();
    for bytes in notifications {
        let mut reader = RequestReader::new(Limits::default());
        if let Ok(Progress::Complete) = reader.feed(bytes)
            && let Ok(request) = reader.take()
        {
            values.extend(gena::read_notify(&request, dut.claim).value.properties);
        }
    }
    values
}

fn event_request(
    lab: &mut dyn Lab,
    dut: &ServiceUnderTest,
    method: &str,
    headers: &[(&str, &str)],
) -> Result<Response, String> {
    if dut.event_url.is_empty() {
        return Err("the service has no eventing URL".to_owned());
    }
    http(lab, Wire::Event, method, &dut.event_url, headers).map(|(_, response)| response)
}
