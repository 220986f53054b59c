//! URLs of the device that bring no answer: after a few vain requests they are given up, and the run goes on without.

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use ctk_suite::lab::{HttpFailure, LabError};

/// Time-outs in a row after which a URL is given up. What is under way at the same time counts once.
const TIME_OUTS: u32 = 3;

/// Connections in a row that end without a byte of an answer, after which a URL is given up.
const CUT_OFF: u32 = 10;

/// How long the next request waits at a URL that has left one without an answer: whether it is silent is known then.
const ONCE_SILENT: Duration = Duration::from_secs(10);

/// Time-outs of a run, at all URLs together, while the device served nobody else, after which the device counts as lost: four minutes.
const IN_ALL: u32 = 8;

/// Time-outs while others were served, after which it is known that the device leaves things without an answer.
const HANGS: u32 = 8;

/// URLs that are remembered.
const URLS: usize = 4096;

/// What the device did not answer.
#[derive(Debug, Default)]
pub(super) struct Silence {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    in_all: u32,
    /// Time-outs while others were served.
    hung: u32,
    urls: HashMap<String, Streak>,
    /// Where somebody has listened in this run.
    reached: HashSet<SocketAddr>,
}

/// Vain requests in a row.
#[derive(Debug, Clone, Copy)]
struct Streak {
    time_outs: u32,
    cut_off: u32,
    /// When the last one that counted was over.
    over: Instant,
}

impl Streak {
    /// Why the URL is given up, if it is.
    fn reason(self, url: &str) -> Option<String> {
        let url: String = url.chars().take(200).collect();
        if self.time_outs >= TIME_OUTS {
            let times = self.time_outs;
            return Some(format!(
                "{url} is given up: {times} requests in a row had no complete answer in time"
            ));
        }
        (self.cut_off >= CUT_OFF).then(|| {
            let times = self.cut_off;
            format!("{url} is given up: {times} connections in a row ended without an answer")
        })
    }
}

impl Silence {
    /// Somebody listens there.
    pub(super) fn reached(&self, address: SocketAddr) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.reached.len() < URLS {
            state.reached.insert(address);
        }
    }

    /// Whether somebody has listened there in this run.
    pub(super) fn was_reached(&self, address: SocketAddr) -> bool {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.reached.contains(&address)
    }

    /// Whether it is still worth asking there.
    ///
    /// # Errors
    /// [`LabError::GivenUp`].
    pub(super) fn check(&self, url: &str) -> Result<(), LabError> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let reason = state.urls.get(url).and_then(|streak| streak.reason(url));
        reason.map_or(Ok(()), |why| Err(LabError::GivenUp(why)))
    }

    /// How long the answer of a URL is awaited, where `full` is what anybody would wait; less, and then not to be told as
    /// that time, where one did not come before.
    pub(super) fn patience(&self, url: &str, full: Duration) -> Duration {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let once = state.urls.get(url).is_some_and(|it| it.time_outs > 0);
        match once || state.hung >= HANGS {
            true => full.min(ONCE_SILENT),
            false => full,
        }
    }

    /// A request that began then is over; with nothing of an answer, or how much of it, and whether the device served
    /// others meanwhile. Why the device is lost, if it is.
    pub(super) fn note(
        &self,
        url: &str,
        began: Instant,
        failure: Option<&HttpFailure>,
        bytes: usize,
        served_others: bool,
    ) -> Option<String> {
        let timed_out = matches!(failure, Some(HttpFailure::TimedOut));
        let cut_off = bytes == 0 && matches!(failure, Some(HttpFailure::CutOff));
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if !timed_out && !cut_off {
            // A refused connection says nothing: a device that restarts is back soon.
            if failure.is_none() || bytes > 0 {
                state.urls.remove(url);
            }
            return None;
        }
        if state.urls.len() >= URLS && !state.urls.contains_key(url) {
            return None;
        }
        let now = Instant::now();
        let streak = state.urls.entry(url.to_owned()).or_insert(Streak {
            time_outs: 0,
            cut_off: 0,
            over: began,
        });
        // Those that wait beside each other may wait for each other, unless the device serves others meanwhile.
        if began < streak.over && !served_others {
            return None;
        }
        streak.over = now;
        if cut_off {
            streak.cut_off += 1;
            return None;
        }
        streak.time_outs += 1;
        if served_others {
            state.hung += 1;
            return None;
        }
        state.in_all += 1;
        let lost = state.in_all == IN_ALL;
        lost.then(|| format!("{IN_ALL} requests of the run had no complete answer in time"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn silent(silence: &Silence, url: &str) -> Option<String> {
        silence.note(url, Instant::now(), Some(&HttpFailure::TimedOut), 0, false)
    }

    #[test]
    fn a_url_that_does_not_answer_is_given_up_and_no_other() {
        let silence = Silence::default();
        for _ in 0..TIME_OUTS {
            assert_eq!(silence.check("http://h/a"), Ok(()));
            silent(&silence, "http://h/a");
        }
        let given_up = silence.check("http://h/a");
        assert!(matches!(given_up, Err(LabError::GivenUp(_))));
        assert_eq!(silence.check("http://h/b"), Ok(()));
    }

    #[test]
    fn an_answer_begins_a_new_count() {
        let silence = Silence::default();
        for _ in 0..3 * TIME_OUTS {
            silence.note("u", Instant::now(), Some(&HttpFailure::TimedOut), 0, false);
            silence.note("u", Instant::now(), None, 10, false);
        }
        assert_eq!(silence.check("u"), Ok(()));
        for _ in 0..CUT_OFF {
            silence.note("u", Instant::now(), Some(&HttpFailure::CutOff), 0, false);
        }
        assert!(silence.check("u").is_err());
    }

    #[test]
    fn requests_at_the_same_time_count_once() {
        let silence = Silence::default();
        let began = Instant::now();
        for _ in 0..32 {
            silence.note("u", began, Some(&HttpFailure::TimedOut), 0, false);
        }
        assert_eq!(silence.check("u"), Ok(()));
    }

    #[test]
    fn a_url_that_was_silent_once_is_waited_for_less_long() {
        let silence = Silence::default();
        let full = Duration::from_secs(30);
        assert_eq!(silence.patience("u", full), full);
        silent(&silence, "u");
        assert_eq!(silence.patience("u", full), ONCE_SILENT);
        assert_eq!(silence.patience("v", full), full);
        assert_eq!(silence.patience("u", ONCE_SILENT / 2), ONCE_SILENT / 2);
        silence.note("u", Instant::now(), None, 10, false);
        assert_eq!(silence.patience("u", full), full);
    }

    #[test]
    fn a_device_that_serves_others_meanwhile_is_not_lost() {
        let silence = Silence::default();
        for n in 0..4 * IN_ALL {
            let (url, failure) = (format!("http://h/{n}"), HttpFailure::TimedOut);
            assert_eq!(
                silence.note(&url, Instant::now(), Some(&failure), 0, true),
                None
            );
        }
        // By then it is known to hang, wherever it is.
        let full = Duration::from_secs(30);
        assert_eq!(silence.patience("elsewhere", full), ONCE_SILENT);
    }

    #[test]
    fn a_device_that_answers_nowhere_is_lost() {
        let silence = Silence::default();
        let said: Vec<Option<String>> = (0..IN_ALL)
            .map(|n| silent(&silence, &format!("http://h/{n}")))
            .collect();
        assert!(said[..said.len() - 1].iter().all(Option::is_none));
        assert!(said.last().is_some_and(Option::is_some));
    }
}
