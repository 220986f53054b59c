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
    /// A whole document came, and for as long as anybody would wait not what its content length promised beyond.
    overstated: bool,
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

    /// A content length promised more than came.
    pub(super) fn overstated(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.overstated = true;
    }

    /// Whether the device's content lengths are known to promise more than comes.
    pub(super) fn overstates(&self) -> bool {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.overstated
    }

    /// Whether it is still worth asking at any of the places.
    ///
    /// # Errors
    /// [`LabError::GivenUp`].
    pub(super) fn check<P: AsRef<str>>(&self, places: &[P]) -> Result<(), LabError> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut places = places.iter().map(AsRef::as_ref);
        let reason = places.find_map(|place| state.urls.get(place)?.reason(place));
        reason.map_or(Ok(()), |why| Err(LabError::GivenUp(why)))
    }

    /// How long an answer is awaited, where `full` is what anybody would wait; less, and then not to be told as that
    /// time, where one did not come before. What hostile input brings says nothing of other places, nor they of it.
    pub(super) fn patience<P: AsRef<str>>(
        &self,
        places: &[P],
        full: Duration,
        hostile: bool,
    ) -> Duration {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut known = places.iter().filter_map(|it| state.urls.get(it.as_ref()));
        match known.any(|it| it.time_outs > 0) || (!hostile && state.hung >= HANGS) {
            true => full.min(ONCE_SILENT),
            false => full,
        }
    }

    /// A request that began then is over; with nothing of an answer, or how much of it, and whether the device served
    /// others meanwhile. Its places are the URL, and what was asked there. Why the device is lost, if it is.
    pub(super) fn note<P: AsRef<str>>(
        &self,
        places: &[P],
        began: Instant,
        failure: Option<&HttpFailure>,
        bytes: usize,
        served_others: bool,
    ) -> Option<String> {
        let vain = match failure {
            Some(HttpFailure::TimedOut) => Vain::TimedOut { served_others },
            Some(HttpFailure::CutOff) if bytes == 0 => Vain::CutOff,
            _ => {
                // A refused connection says nothing: a device that restarts is back soon.
                if failure.is_none() || bytes > 0 {
                    let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
                    for place in places {
                        state.urls.remove(place.as_ref());
                    }
                }
                return None;
            }
        };
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let counted = places
            .iter()
            .filter(|it| state.count(it.as_ref(), began, vain))
            .count();
        match vain {
            Vain::TimedOut { served_others } if counted > 0 => state.in_all(served_others),
            _ => None,
        }
    }
}

/// How a request was in vain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Vain {
    TimedOut { served_others: bool },
    CutOff,
}

impl State {
    /// Counts it at the place; whether it counts.
    fn count(&mut self, place: &str, began: Instant, vain: Vain) -> bool {
        if self.urls.len() >= URLS && !self.urls.contains_key(place) {
            return false;
        }
        let streak = self.urls.entry(place.to_owned()).or_insert(Streak {
            time_outs: 0,
            cut_off: 0,
            over: began,
        });
        // Those that wait beside each other may wait for each other, unless the device serves others meanwhile.
        let alone = vain
            == (Vain::TimedOut {
                served_others: true,
            });
        if began < streak.over && !alone {
            return false;
        }
        streak.over = Instant::now();
        match vain {
            Vain::CutOff => streak.cut_off += 1,
            Vain::TimedOut { .. } => streak.time_outs += 1,
        }
        true
    }

    /// One more time-out of the run. Why the device is lost, if it is.
    fn in_all(&mut self, served_others: bool) -> Option<String> {
        if served_others {
            self.hung += 1;
            return None;
        }
        self.in_all += 1;
        let lost = self.in_all == IN_ALL;
        lost.then(|| format!("{IN_ALL} requests of the run had no complete answer in time"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn silent(silence: &Silence, url: &str) -> Option<String> {
        silence.note(
            &[url],
            Instant::now(),
            Some(&HttpFailure::TimedOut),
            0,
            false,
        )
    }

    #[test]
    fn a_url_that_does_not_answer_is_given_up_and_no_other() {
        let silence = Silence::default();
        for _ in 0..TIME_OUTS {
            assert_eq!(silence.check(&["http://h/a"]), Ok(()));
            silent(&silence, "http://h/a");
        }
        let given_up = silence.check(&["http://h/a"]);
        assert!(matches!(given_up, Err(LabError::GivenUp(_))));
        assert_eq!(silence.check(&["http://h/b"]), Ok(()));
    }

    #[test]
    fn an_answer_begins_a_new_count() {
        let silence = Silence::default();
        for _ in 0..3 * TIME_OUTS {
            silence.note(
                &["u"],
                Instant::now(),
                Some(&HttpFailure::TimedOut),
                0,
                false,
            );
            silence.note(&["u"], Instant::now(), None, 10, false);
        }
        assert_eq!(silence.check(&["u"]), Ok(()));
        for _ in 0..CUT_OFF {
            silence.note(&["u"], Instant::now(), Some(&HttpFailure::CutOff), 0, false);
        }
        assert!(silence.check(&["u"]).is_err());
    }

    #[test]
    fn an_action_that_hangs_is_given_up_and_its_url_is_not() {
        let silence = Silence::default();
        for _ in 0..TIME_OUTS {
            let failure = Some(&HttpFailure::TimedOut);
            silence.note(&["u", "u (hangs)"], Instant::now(), failure, 0, true);
            silence.note(&["u", "u (works)"], Instant::now(), None, 10, false);
        }
        assert!(silence.check(&["u", "u (hangs)"]).is_err());
        assert_eq!(silence.check(&["u", "u (works)"]), Ok(()));
    }

    #[test]
    fn requests_at_the_same_time_count_once() {
        let silence = Silence::default();
        let began = Instant::now();
        for _ in 0..32 {
            silence.note(&["u"], began, Some(&HttpFailure::TimedOut), 0, false);
        }
        assert_eq!(silence.check(&["u"]), Ok(()));
    }

    #[test]
    fn a_url_that_was_silent_once_is_waited_for_less_long() {
        let silence = Silence::default();
        let full = Duration::from_secs(30);
        assert_eq!(silence.patience(&["u"], full, false), full);
        silent(&silence, "u");
        assert_eq!(silence.patience(&["u"], full, false), ONCE_SILENT);
        assert_eq!(silence.patience(&["v"], full, false), full);
        assert_eq!(
            silence.patience(&["u"], ONCE_SILENT / 2, true),
            ONCE_SILENT / 2
        );
        silence.note(&["u"], Instant::now(), None, 10, false);
        assert_eq!(silence.patience(&["u"], full, false), full);
    }

    #[test]
    fn a_device_that_serves_others_meanwhile_is_not_lost() {
        let silence = Silence::default();
        for n in 0..4 * IN_ALL {
            let (url, failure) = (format!("http://h/{n}"), HttpFailure::TimedOut);
            assert_eq!(
                silence.note(&[&url], Instant::now(), Some(&failure), 0, true),
                None
            );
        }
        // By then it is known to hang, wherever it is.
        let full = Duration::from_secs(30);
        assert_eq!(silence.patience(&["elsewhere"], full, false), ONCE_SILENT);
        assert_eq!(silence.patience(&["elsewhere"], full, true), full);
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
