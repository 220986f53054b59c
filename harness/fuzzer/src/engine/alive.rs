//! Whether the device is there, and how it comes back.

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::driver::Driver;
use super::shared::Fuzzer;
use super::standing::establish;
use crate::request::Request;
use crate::wire::Came;

/// How long a look may take.
const LOOK: Duration = Duration::from_secs(5);
/// How long it may take to come back by itself before it is restarted.
const BY_ITSELF: Duration = Duration::from_secs(3);
/// The same where there is a way to restart it.
const SHORTLY: Duration = Duration::from_millis(800);
/// How long until it is lost.
const LOST: Duration = Duration::from_secs(90);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(50);

/// How a device that was looked for answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Life {
    /// It answers.
    Well,
    /// It takes the connection, or the request, and does not answer.
    Silent,
    /// Nobody is there.
    Gone,
}

/// Looks for the description on a new connection.
pub(super) fn look(driver: &mut Driver<'_>, within: Duration) -> Life {
    driver.wire.disconnect();
    let get = Request::plain("GET", &driver.subject.description, Vec::new());
    let before = std::mem::replace(&mut driver.patience, within);
    let (came, _, _) = driver.ask(&get);
    driver.patience = before;
    match came {
        Came::Response(_) => Life::Well,
        Came::Silence => Life::Silent,
        Came::NoConnection(_) | Came::Closed { .. } | Came::NotHttp(_) => Life::Gone,
    }
}

/// Looks twice: one connection that fails may be chance. Where a request was not answered either, that is one look.
pub(super) fn is_dead(driver: &mut Driver<'_>, silent: bool) -> Option<Life> {
    let within = LOOK.min(driver.patience);
    match look(driver, within) {
        Life::Well => return None,
        Life::Silent if silent => return Some(Life::Silent),
        _ => {}
    }
    driver.bench.sleep(PAUSE);
    match look(driver, within) {
        Life::Well => None,
        life => Some(life),
    }
}

impl Fuzzer<'_> {
    /// Waits until the device answers again, restarts it where there is a way to, and brings about what stands. Whether
    /// it came back.
    pub(super) fn recover(&self, driver: &mut Driver<'_>) -> bool {
        self.epoch.fetch_add(1, Ordering::SeqCst);
        let begun = self.bench.now();
        let mut restarted = false;
        loop {
            if look(driver, Duration::from_secs(2).min(driver.patience)) == Life::Well {
                break;
            }
            let waited = self.bench.now().saturating_sub(begun);
            if waited > LOST || self.bench.interrupted() {
                return false;
            }
            let patience = if self.bench.can_restart() {
                SHORTLY
            } else {
                BY_ITSELF
            };
            if waited > patience && !restarted {
                restarted = true;
                self.bench.restart();
            }
            self.bench.sleep(PAUSE);
        }
        self.forget_vital();
        self.refresh(driver);
        true
    }

    /// Restarts the device where there is a way to: what it suffers from is not seen by looking at its description.
    pub(super) fn anew(&self, driver: &mut Driver<'_>) {
        if self.bench.can_restart() && !self.bench.interrupted() {
            driver.wire.disconnect();
            self.bench.restart();
            self.recover_or_lose(driver);
        }
    }

    /// Whether the device comes back by itself, or by a restart.
    pub fn comes_back(&self, driver: &mut Driver<'_>) -> bool {
        self.recover(driver)
    }

    /// Brings about what stands, anew.
    pub(super) fn refresh(&self, driver: &mut Driver<'_>) {
        let made = std::mem::take(&mut self.state().subscriptions);
        for sid in made {
            driver.unsubscribe(sid);
        }
        let standing = establish(driver);
        self.stands(standing);
        driver.standing = self.standing();
        let mut state = self.state();
        state.since_reset = 0;
    }
}
