//! Sets up the lab of a run, and probes the device in it.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use ctk_record::{Event, Kind};
use ctk_suite::case::Case;
use ctk_suite::model::is_model;
use ctk_suite::under_test::Dut;
use ctk_vectors::waits;

use super::at_fault::Unusable;
use super::meeting::Unmet;
use super::probe::probe;
use crate::dut::probe_request::ProbeRequest;
use crate::exit_code::Failure;
use crate::interrupt;
use crate::lab::address::why_nobody;
use crate::lab::{LabShared, LiveLab, Setup};
use crate::output::journal::JournalWriter;
use crate::upper_tester::UpperTester;

/// What the lab of a run is made of.
pub struct LabParts<'a> {
    /// The seed of everything drawn at random.
    pub seed: u64,
    /// The journal.
    pub journal: &'a JournalWriter,
    /// Who makes the far side act.
    pub upper_tester: Arc<dyn UpperTester>,
    /// The local address that reaches the device, where the user says which.
    pub interface: Option<IpAddr>,
    /// The time of one case.
    pub timeout: Duration,
    /// Requests that may be outstanding at the device at a time.
    pub connections: u16,
}

/// The device that was found, and the lab in which it was.
pub struct Probed {
    /// The device under test.
    pub dut: Dut,
    /// What the cases share.
    pub shared: Arc<LabShared>,
    /// What one exchange took, or one action, whichever is more, in milliseconds.
    pub reply_ms: u64,
}

/// The requests of the preparation, and the actions among them: a device may serve its description at once, and think about
/// each action.
#[derive(Default)]
struct Replies {
    all: Pace,
    actions: Pace,
}

/// How many were answered, and how long that took.
#[derive(Default)]
struct Pace {
    answered: AtomicU64,
    took_ms: AtomicU64,
}

impl Replies {
    fn count(&self, event: &Event) {
        let Event::Exchange(exchange) = event else {
            return;
        };
        if !exchange.case.is_empty() {
            return;
        }
        match exchange.kind {
            Kind::Control => {
                self.actions.count(exchange.elapsed_ms);
                self.all.count(exchange.elapsed_ms);
            }
            Kind::Description | Kind::Event | Kind::Raw => self.all.count(exchange.elapsed_ms),
            // The upper tester's pace is not the device's, and of searches the kit says how long they take.
            Kind::Discovery | Kind::UpperTester | Kind::Internal => {}
        }
    }

    fn reply_ms(&self) -> u64 {
        self.all.reply_ms().max(self.actions.reply_ms())
    }
}

impl Pace {
    fn count(&self, took_ms: u64) {
        self.answered.fetch_add(1, Ordering::Relaxed);
        self.took_ms.fetch_add(took_ms, Ordering::Relaxed);
    }

    fn reply_ms(&self) -> u64 {
        let answered = self.answered.load(Ordering::Relaxed);
        self.took_ms.load(Ordering::Relaxed) / answered.max(1)
    }
}

/// Why there is nothing to run cases on.
pub enum NotProbed {
    /// There is no device, or not the right one, or the kit could not go on.
    Failure(Failure),
    /// Its description cannot be used.
    AtFault(Box<Unusable>),
}

impl From<Failure> for NotProbed {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<NotProbed> for Failure {
    fn from(why: NotProbed) -> Self {
        match why {
            NotProbed::Failure(failure) => failure,
            NotProbed::AtFault(unusable) => Unmet::AtFault(unusable.fault).into(),
        }
    }
}

/// Sets up the lab for the device that the request names, and probes it.
///
/// # Errors
/// As [`probe`]; exit code 2 for a profile whose file server has no address.
pub fn probe_live(
    parts: LabParts<'_>,
    request: &ProbeRequest,
    cases: &[Case],
) -> Result<Probed, NotProbed> {
    request.profile.check_addresses()?;
    let journal = parts.journal.clone();
    let replies = Arc::new(Replies::default());
    let counted = Arc::clone(&replies);
    let shared = LabShared::new(Setup {
        seed: parts.seed,
        journal: Arc::new(move |event: Event| {
            counted.count(&event);
            journal.write(event);
        }),
        upper_tester: parts.upper_tester,
        interface: parts.interface,
        sources: request.profile.sources(&request.url),
        file_server: request.profile.file_server()?,
        reply_timeout: waits::REPLY.duration(),
        connections: usize::from(parts.connections),
        interrupt: interrupt::flag(),
    });
    if request.follow_hosts {
        shared.follow_hosts();
    }
    if cases.iter().any(|case| is_model(&case.meta.id)) {
        shared.follow_history();
    }
    let ids: Vec<String> = cases.iter().map(|case| case.meta.id.to_string()).collect();
    shared.plan(&ids);
    shared.device_is(&request.url, &[]);
    let dut = match probe(&mut LiveLab::new(&shared, "", parts.timeout), request) {
        Ok(dut) => dut,
        Err(Unmet::Nobody(_)) if request.embedded => {
            return Err(Failure::broken(
                "the device of this program itself does not answer: has the machine threads, descriptors and memory left for it?",
            )
            .into());
        }
        Err(Unmet::Nobody(mut failure)) => {
            failure.message += &format!(" ({})", why_nobody(&request.url));
            return Err(failure.into());
        }
        Err(Unmet::Failure(failure)) => return Err(failure.into()),
        Err(Unmet::AtFault(fault)) => {
            return Err(NotProbed::AtFault(Box::new(Unusable {
                fault,
                shared,
                request: request.clone(),
                timeout: parts.timeout,
            })));
        }
    };
    shared.device_is(&dut.device().description_url, &dut.device().udns());
    Ok(Probed {
        dut,
        reply_ms: replies.reply_ms(),
        shared,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pace_is_that_of_the_device_alone() {
        let replies = Replies::default();
        let event = |case: &str, kind: Kind, elapsed_ms: u64| {
            let exchange = serde_json::json!({
                "case": case, "number": 1, "kind": kind, "at_ms": 0, "elapsed_ms": elapsed_ms,
            });
            Event::Exchange(serde_json::from_value(exchange).expect("an exchange"))
        };
        for (case, kind, took_ms) in [
            ("", Kind::Description, 100),
            ("", Kind::Control, 300),
            ("", Kind::UpperTester, 60_000),
            ("", Kind::Discovery, 5_000),
            ("", Kind::Internal, 0),
            ("5.5.5/unknown-message", Kind::Control, 9_000),
        ] {
            replies.count(&event(case, kind, took_ms));
        }
        assert_eq!((replies.all.reply_ms(), replies.reply_ms()), (200, 300));
    }
}
