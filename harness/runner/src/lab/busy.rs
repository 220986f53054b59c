//! Requests that the device puts off. One that is asked more than it can do says so, and when to ask again (503 with
//! Retry-After); one that has room for few subscriptions refuses more than those that the kit holds, which many cases do at
//! the same time. Neither says anything about the request.

use std::collections::HashSet;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ctk_suite::lab::{HttpAsk, LabError, Wire};

use super::deadline::{Deadline, SLICE};

/// How often a request is asked again.
const TRIES: u32 = 6;

/// The longest pause that is made because the device asks for it.
const PAUSE: Duration = Duration::from_secs(5);

/// How long it is waited for room for a subscription.
const ROOM: Duration = Duration::from_secs(20);

/// So many requests in a row, or waits for room, are in vain before the device is taken at its word.
const IN_VAIN: u32 = 3;

/// Subscriptions that are remembered.
const HELD: usize = 4_096;

/// What the device is known to put off.
#[derive(Debug, Default)]
pub(super) struct Busy {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// The subscriptions that the kit holds.
    held: HashSet<String>,
    /// So many the device has room for, as far as is known.
    room: Option<usize>,
    /// Waits for room that were in vain.
    vain_waits: u32,
    /// Requests in a row that were put off until nobody asked any more.
    vain_requests: u32,
    told: HashSet<&'static str>,
}

/// Why a request is to be asked again, and after how long, or once there is room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PutOff {
    /// The device names the time.
    For(Duration),
    /// It has no room for one more subscription.
    NoRoom,
}

impl Busy {
    fn state(&self) -> MutexGuard<'_, State> {
        // Fields are replaced as a whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The device granted this subscription.
    pub(super) fn holds(&self, sid: &str) {
        let mut state = self.state();
        if state.held.len() < HELD {
            state.held.insert(sid.trim().to_owned());
        }
    }

    /// The subscription is over, or was to be.
    pub(super) fn released(&self, sid: &str) {
        self.state().held.remove(sid.trim());
        self.changed.notify_all();
    }

    /// All of them are over.
    pub(super) fn released_all(&self) {
        self.state().held.clear();
        self.changed.notify_all();
    }

    /// Whether the answer to the request puts it off; `tried` is how often it was asked before.
    pub(super) fn put_off(&self, ask: &HttpAsk, answer: &[u8], tried: u32) -> Option<PutOff> {
        let status = status(answer)?;
        if status == 503 && retry_after(answer).is_some() {
            return self.put_off_for(answer, tried);
        }
        let mut state = self.state();
        if tried > 0 {
            state.vain_requests = 0;
        }
        let refused = (500..600).contains(&status) && subscribes(ask);
        if !refused || state.held.is_empty() || state.vain_waits >= IN_VAIN || tried >= TRIES {
            return None;
        }
        let held = state.held.len();
        state.room = Some(state.room.map_or(held, |room| room.min(held)));
        Some(PutOff::NoRoom)
    }

    /// Whether the answer puts off, until a time that it names, whatever was asked; `tried` is how often it was asked before.
    pub(super) fn put_off_for(&self, answer: &[u8], tried: u32) -> Option<PutOff> {
        let pause = retry_after(answer).filter(|_| status(answer) == Some(503))?;
        let mut state = self.state();
        if state.vain_requests >= IN_VAIN {
            return None;
        }
        if tried >= TRIES {
            state.vain_requests += 1;
            return None;
        }
        Some(PutOff::For(pause))
    }

    /// Waits until it is time to ask again; how long that was.
    ///
    /// # Errors
    /// When the case must not go on.
    pub(super) fn wait(&self, why: PutOff, deadline: &Deadline) -> Result<Duration, LabError> {
        match why {
            PutOff::NoRoom => self.wait_for_room(deadline),
            PutOff::For(pause) => {
                let begun = Instant::now();
                while begun.elapsed() < pause {
                    deadline.check_queueing()?;
                    std::thread::sleep(SLICE.min(pause.saturating_sub(begun.elapsed())));
                }
                Ok(begun.elapsed())
            }
        }
    }

    /// Before a subscription is asked for: waits until there is room for it, as far as is known.
    ///
    /// # Errors
    /// When the case must not go on.
    pub(super) fn room_for(
        &self,
        ask: &HttpAsk,
        deadline: &Deadline,
    ) -> Result<Duration, LabError> {
        match subscribes(ask) {
            true => self.wait_for_room(deadline),
            false => Ok(Duration::ZERO),
        }
    }

    fn wait_for_room(&self, deadline: &Deadline) -> Result<Duration, LabError> {
        let begun = Instant::now();
        let mut state = self.state();
        while state.vain_waits < IN_VAIN && state.room.is_some_and(|room| state.held.len() >= room)
        {
            deadline.check_queueing()?;
            if begun.elapsed() >= ROOM {
                state.vain_waits += 1;
                break;
            }
            let waited = self.changed.wait_timeout(state, SLICE);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        Ok(begun.elapsed())
    }

    /// What is to be told of it, once.
    pub(super) fn remark(&self, why: PutOff) -> Option<&'static str> {
        let text = match why {
            PutOff::For(_) => {
                "the device puts requests off (HTTP 503 with Retry-After): they are asked again when it says"
            }
            PutOff::NoRoom => {
                "the device refuses subscriptions beyond those that the kit holds: cases wait for each other's to end"
            }
        };
        self.state().told.insert(text).then_some(text)
    }
}

/// A subscription as any control point asks for it.
fn subscribes(ask: &HttpAsk) -> bool {
    let value = |wanted: &str| {
        let mut headers = ask.headers.iter();
        let found = headers.find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        found.map(|(_, value)| value.as_str())
    };
    ask.wire == Wire::Event
        && ask.method == "SUBSCRIBE"
        && value("SID").is_none()
        && value("NT") == Some("upnp:event")
        && value("CALLBACK").is_some_and(|urls| urls.starts_with("<http://"))
}

/// The status of an answer.
fn status(answer: &[u8]) -> Option<u16> {
    let rest = answer.strip_prefix(b"HTTP/1.")?.get(2..5)?;
    std::str::from_utf8(rest).ok()?.parse().ok()
}

/// The seconds of Retry-After, no more than are waited.
fn retry_after(answer: &[u8]) -> Option<Duration> {
    let head = String::from_utf8_lossy(answer.get(..answer.len().min(8 * 1024))?).into_owned();
    let lines = head.lines().skip(1).take_while(|line| !line.is_empty());
    let mut fields = lines.filter_map(|line| line.split_once(':'));
    let (_, value) = fields.find(|(name, _)| name.eq_ignore_ascii_case("retry-after"))?;
    let seconds: u64 = value.trim().parse().ok()?;
    Some(Duration::from_secs(seconds).clamp(Duration::from_millis(100), PAUSE))
}

#[cfg(test)]
mod tests {
    use ctk_suite::lab::ControlPoint;

    use super::*;

    fn ask(method: &str, wire: Wire, headers: &[(&str, &str)]) -> HttpAsk {
        let text = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        HttpAsk {
            wire,
            control_point: ControlPoint::First,
            url: "http://192.0.2.1/".to_owned(),
            method: method.to_owned(),
            headers: headers.iter().map(text).collect(),
            body: Vec::new(),
            about: String::new(),
        }
    }

    const LATER: &[u8] = b"HTTP/1.1 503 Busy\r\nretry-after: 2\r\n\r\n";

    #[test]
    fn a_time_that_the_device_names_is_waited_for_unless_it_always_names_one() {
        let (busy, post) = (Busy::default(), ask("POST", Wire::Control, &[]));
        let two = Some(PutOff::For(Duration::from_secs(2)));
        for _ in 0..IN_VAIN {
            assert_eq!(busy.put_off(&post, LATER, 0), two);
            assert_eq!(busy.put_off(&post, LATER, TRIES), None);
        }
        assert_eq!(busy.put_off(&post, LATER, 0), None, "it always does");
        let busy = Busy::default();
        let others: [&[u8]; 3] = [
            b"HTTP/1.1 503 Busy\r\n\r\nRetry-After: 2\r\n",
            b"HTTP/1.1 500 -\r\nRETRY-AFTER: 2\r\n\r\n",
            b"HTTP/1.1 503 -\r\nRETRY-AFTER: Fri, 31 Dec 1999 23:59:59 GMT\r\n\r\n",
        ];
        for other in others {
            assert_eq!(busy.put_off(&post, other, 0), None);
        }
    }

    #[test]
    fn a_subscription_waits_for_room_among_those_that_are_held() {
        let headers = [("CALLBACK", "<http://192.0.2.2/>"), ("NT", "upnp:event")];
        let subscribe = ask("SUBSCRIBE", Wire::Event, &headers);
        let odd = ask("SUBSCRIBE", Wire::Event, &headers[..1]);
        let full: &[u8] = b"HTTP/1.1 503 Full\r\n\r\n";
        let busy = Busy::default();
        assert_eq!(busy.put_off(&subscribe, full, 0), None, "none is held");
        busy.holds("uuid:1");
        busy.holds("uuid:2");
        assert_eq!(busy.put_off(&odd, full, 0), None, "it may be the form");
        assert_eq!(busy.put_off(&subscribe, full, 0), Some(PutOff::NoRoom));
        assert_eq!(busy.state().room, Some(2));
        busy.released(" uuid:2");
        assert_eq!(busy.state().held.len(), 1);
        busy.released_all();
        assert_eq!(busy.put_off(&subscribe, full, 1), None);
    }
}
