//! What a case offers to the device: inboxes for its notifications, and files to fetch.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use ctk_suite::lab::{Answer, ControlPoint, FileOffer, InboxManner, LabError};

use super::callbacks::OpenInbox;
use super::files::{LARGEST, OfferedFile};
use super::live::{LiveLab, Sheet};
use super::liveness;
use ctk_suite::replay::Draft;

/// After so long a silence it is looked whether the device is still there.
const LONG_SILENCE: Duration = Duration::from_secs(2);

/// What a case has opened; closed when the case is over.
#[derive(Default)]
pub(super) struct Offers {
    inboxes: Vec<CaseInbox>,
    files: Vec<OfferedFile>,
}

struct CaseInbox {
    open: OpenInbox,
    /// The exchange of each notification that is in the journal already.
    filed: HashMap<usize, u32>,
}

impl LiveLab {
    /// Opens an inbox: on the shared listener, or, where the path is given, on one of its own.
    pub(super) fn open_inbox(&mut self, who: ControlPoint, path: &str) -> Result<Answer, LabError> {
        let local = self
            .shared
            .source(who)
            .map_or_else(|| self.shared.local(), Ok)?;
        let own = unguessable_path()?;
        let opened = match path {
            "" => self.shared.callbacks.open(local, &own, false),
            path => self.shared.callbacks.open(local, path, true),
        };
        let open = opened.map_err(|error| {
            LabError::Unavailable(format!("cannot listen on {local} for events: {error}"))
        })?;
        let url = open.url();
        self.offers.inboxes.push(CaseInbox {
            open,
            filed: HashMap::new(),
        });
        Ok(Answer::Opened {
            id: count(self.offers.inboxes.len()),
            url,
        })
    }

    fn inbox(&mut self, number: u32) -> Result<&mut CaseInbox, LabError> {
        place(number)
            .and_then(|at| self.offers.inboxes.get_mut(at))
            .ok_or_else(|| LabError::Broken(format!("no inbox has the number {number}")))
    }

    /// Waits for notifications; each is an exchange once.
    pub(super) fn notifications(
        &mut self,
        inbox: u32,
        from: usize,
        enough: usize,
        wait_ms: u64,
        sheet: &mut Sheet,
    ) -> Result<Answer, LabError> {
        let deadline = self.deadline.clone();
        let counters = Arc::clone(&self.counters);
        let inbox = self.inbox(inbox)?;
        let wait = Duration::from_millis(wait_ms);
        let mut taken = inbox.open.inbox.wait(from, enough, wait, &deadline)?;
        let missed = inbox.open.missed();
        if taken.len() < enough && missed > 0 {
            return Err(LabError::Unavailable(format!(
                "the kit could not serve {missed} connections to its callback port: what they brought is not known"
            )));
        }
        if taken.is_empty() {
            self.heard_nothing(wait, sheet)?;
            return Ok(Answer::Notifications(taken));
        }
        let base = inbox.open.base();
        for (place, notification) in taken.iter_mut().enumerate() {
            let place = from.saturating_add(place);
            if let Some(known) = inbox.filed.get(&place) {
                notification.exchange = *known;
                continue;
            }
            notification.exchange = counters.exchanges.fetch_add(1, Ordering::Relaxed) + 1;
            inbox.filed.insert(place, notification.exchange);
            sheet
                .drafts
                .push(Draft::of_notification(notification, &base));
        }
        Ok(Answer::Notifications(taken))
    }

    /// Nothing came in all that time: a device that is not there any more leaves out nothing. A hostile case, and one that
    /// restarted it, knows why it may be away.
    fn heard_nothing(&self, waited: Duration, sheet: &mut Sheet) -> Result<(), LabError> {
        if self.hostile {
            return Ok(());
        }
        if self.shared.is_lost() {
            return Err(LabError::DeviceLost);
        }
        let url = self.shared.description_url();
        if waited < LONG_SILENCE || url.is_empty() {
            return Ok(());
        }
        let turn = self.shared.requests.turn(u64::MAX, &self.deadline)?;
        let listens = liveness::listens(&url);
        drop(turn);
        match listens {
            true => Ok(()),
            false => self.look_for_device(sheet),
        }
    }

    /// Serves a file.
    pub(super) fn offer_file(&mut self, offer: &FileOffer) -> Result<Answer, LabError> {
        if offer.size > LARGEST {
            return Err(LabError::Broken(format!(
                "a file of {} bytes is larger than the lab serves",
                offer.size
            )));
        }
        let bind = match self.shared.setup.file_server {
            Some(bind) => bind,
            None => (self.shared.local()?, 0).into(),
        };
        let folder = unguessable_path()?;
        let offered = self.shared.files.offer(bind, &folder, offer);
        let offered = offered.map_err(|error| {
            LabError::Unavailable(format!("cannot serve files on {bind}: {error}"))
        })?;
        let url = offered.url.clone();
        self.offers.files.push(offered);
        Ok(Answer::Opened {
            id: count(self.offers.files.len()),
            url,
        })
    }

    /// Tells an inbox how to answer.
    pub(super) fn behave(&mut self, inbox: u32, manner: &InboxManner) -> Result<Answer, LabError> {
        let done = self.inbox(inbox)?.open.behave(manner);
        done.map(|()| Answer::Done)
            .map_err(|error| LabError::Unavailable(format!("the callback port: {error}")))
    }

    /// Waits for fetches of a file.
    pub(super) fn fetches(
        &self,
        file: u32,
        enough: usize,
        wait_ms: u64,
        sheet: &mut Sheet,
    ) -> Result<Answer, LabError> {
        let offered = place(file).and_then(|at| self.offers.files.get(at));
        let offered =
            offered.ok_or_else(|| LabError::Broken(format!("no file has the number {file}")))?;
        let wait = Duration::from_millis(wait_ms);
        let fetches = offered.file.wait(enough, wait, &self.deadline)?;
        if fetches.is_empty() {
            self.heard_nothing(wait, sheet)?;
        }
        Ok(Answer::Fetches(fetches))
    }
}

/// A path that nobody else has, and nobody can guess: who asks for it was given it. 128 bits of the system's, and none
/// of the seed's.
///
/// # Errors
/// When the system has no random numbers.
fn unguessable_path() -> Result<String, LabError> {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits)
        .map_err(|error| LabError::Unavailable(format!("no random numbers: {error}")))?;
    Ok(format!("/{:032x}", u128::from_be_bytes(bits)))
}

/// Inboxes and files are numbered from 1.
fn place(number: u32) -> Option<usize> {
    usize::try_from(number).ok()?.checked_sub(1)
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
