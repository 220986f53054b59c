//! File transfers: each fetches its files on a thread of its own and tells how far it is.

mod fetch;
mod reach;

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Service;
use super::documents::FileInfo;
use super::effects::{SessionEvent, TransferJob};
use super::store::Store;
use crate::defects::{DefectId, VariationId};
pub(super) use fetch::is_there;
use fetch::{Ask, FetchError, fetch, look};
pub(super) use reach::Reach;

/// How long one transfer may take altogether.
const LONGEST: Duration = Duration::from_secs(900);
/// How often a waiting transfer looks whether it may go on.
const TICK: Duration = Duration::from_millis(20);
/// The longest period of progress notifications that is heeded.
const LONGEST_PERIOD: u64 = 24 * 60 * 60;
/// How often `downloads-tried-again` tries, and how long it waits in between.
const TRIES: usize = 3;
const BETWEEN_TRIES: Duration = Duration::from_secs(2);
/// What `fifth-file-ignored` fetches.
const FOUR: usize = 4;

/// Runs a transfer to its end: completed, failed, or stopped.
pub(super) fn run(service: &Service, job: &TransferJob) {
    let deadline = Instant::now() + LONGEST;
    let mut before = service.with(|store| store.counted_before(&job.session_id));
    let mut failed = false;
    let mut told = false;
    for (at, file) in job.files.iter().enumerate() {
        let last = at + 1 == job.files.len();
        if failed && service.varies(VariationId::FailureEndsTransfer) {
            break;
        }
        let mut meter = Meter::new(service, job, file, before);
        let skipped = at > 0 && service.has(DefectId::SecondFileIgnored)
            || at >= FOUR && service.has(DefectId::FifthFileIgnored);
        let outcome = transfer_file(service, file, skipped, deadline, &mut meter);
        match outcome {
            Ok(bytes) => {
                before = u64::saturating_add(before, bytes);
                job.control.count(before);
                service.with(|store| store.remember_counted(&job.session_id, before));
                if file.progress {
                    meter.tell();
                }
                if at == 0 && !last && service.has(DefectId::FirstFileCompletes) {
                    told = true;
                    let event = SessionEvent::TransferCompleted;
                    service.with(|store| store.tell_transfer(job, event, false));
                }
            }
            Err(FetchError::Stopped) => return,
            Err(FetchError::Failed) => {
                failed = true;
                let event = SessionEvent::DownloadFailed;
                if last || !service.has(DefectId::EarlierFailuresUntold) {
                    service.with(|store| store.tell_transfer(job, event, last));
                }
            }
        }
    }
    if !failed && !told {
        let event = SessionEvent::TransferCompleted;
        service.with(|store| store.tell_transfer(job, event, true));
    } else {
        service.with(|store| store.drop_transfer(job));
    }
}

/// Fetches one file, when transfers are not stalled; its bytes.
fn transfer_file(
    service: &Service,
    file: &FileInfo,
    skipped: bool,
    deadline: Instant,
    meter: &mut Meter<'_>,
) -> Result<u64, FetchError> {
    while service.with(|store| store.stall_transfers) && Instant::now() < deadline {
        if !meter.go_on(0) {
            return Err(FetchError::Stopped);
        }
        std::thread::sleep(TICK);
    }
    if skipped || service.has(DefectId::TransferNeverFetches) {
        return Ok(file.size.parse().unwrap_or(u64::MAX));
    }
    if service.varies(VariationId::LooksBeforeFetching) {
        look(&file.link, Ask::Head, meter.job.reach);
    }
    if service.varies(VariationId::FetchesFirstByte) {
        look(&file.link, Ask::FirstByte, meter.job.reach);
    }
    let reach = meter.job.reach;
    let link = match file.link.split_once('?') {
        Some((before, _)) if service.has(DefectId::FetchDropsQuery) => before,
        _ => &file.link,
    };
    // What was counted once is not counted again.
    let mut most = 0;
    let mut fetched = || {
        fetch(link, &file.size, reach, deadline, &mut |bytes| {
            most = bytes.max(most);
            meter.go_on(most)
        })
    };
    let mut outcome = fetched();
    if service.varies(VariationId::DownloadsTriedAgain) {
        for _ in 1..TRIES {
            if outcome != Err(FetchError::Failed) {
                break;
            }
            std::thread::sleep(BETWEEN_TRIES);
            outcome = fetched();
        }
    }
    match outcome {
        Err(FetchError::Failed) if service.has(DefectId::FailedDownloadCompletes) => Ok(0),
        outcome => outcome,
    }
}

/// Counts bytes, and tells of them as often as the control point wants.
struct Meter<'a> {
    service: &'a Service,
    job: &'a TransferJob,
    before: u64,
    period: Option<Duration>,
    next: Instant,
}

impl<'a> Meter<'a> {
    fn new(service: &'a Service, job: &'a TransferJob, file: &FileInfo, before: u64) -> Self {
        let seconds = file
            .time
            .as_deref()
            .map(|time| time.parse().unwrap_or(LONGEST_PERIOD));
        let unasked = !file.progress && service.has(DefectId::ProgressUnasked);
        let period = seconds
            .filter(|_| file.progress)
            .or(unasked.then_some(1))
            .map(|seconds| Duration::from_secs(seconds.clamp(1, LONGEST_PERIOD)));
        let next = Instant::now() + period.unwrap_or_default();
        Self {
            service,
            job,
            before,
            period,
            next,
        }
    }

    /// Takes note of the bytes of this file so far; false when the transfer has been stopped.
    fn go_on(&mut self, bytes: u64) -> bool {
        let control = &self.job.control;
        control.count(self.before.saturating_add(bytes));
        if control.is_stopped() {
            return false;
        }
        if let Some(period) = self.period.filter(|_| Instant::now() >= self.next) {
            self.next += period;
            self.tell();
        }
        true
    }

    fn tell(&self) {
        let mut bytes = self.job.control.bytes();
        if self.service.has(DefectId::ProgressRestartsPerFile) {
            bytes = bytes.saturating_sub(self.before);
        }
        self.service
            .with(|store| store.tell_progress(self.job, bytes));
    }
}

/// The sizes that the control point declared, added up.
fn declared_bytes(files: &[FileInfo]) -> u64 {
    files.iter().fold(0, |sum, file| {
        sum.saturating_add(file.size.parse().unwrap_or(u64::MAX))
    })
}

impl Store {
    /// Whether this transfer is the one that goes on in its session.
    fn is_going_on(&self, job: &TransferJob) -> bool {
        let transfer = self
            .session(&job.session_id)
            .and_then(|session| session.transfer.as_ref());
        transfer.is_some_and(|transfer| Arc::ptr_eq(&transfer.control, &job.control))
    }

    fn tell_transfer(&mut self, job: &TransferJob, event: SessionEvent, ends: bool) {
        let stays =
            event == SessionEvent::DownloadFailed && self.has(DefectId::FailedTransferStaysActive);
        if self.is_going_on(job) {
            if ends && !stays {
                self.end_transfer(&job.session_id, event);
            } else {
                self.announce(&job.session_id, event);
            }
        }
    }

    fn drop_transfer(&mut self, job: &TransferJob) {
        if self.is_going_on(job)
            && !self.has(DefectId::FailedTransferStaysActive)
            && let Some(session) = self.session_mut(&job.session_id)
        {
            session.transfer = None;
        }
    }

    fn tell_progress(&mut self, job: &TransferJob, bytes: u64) {
        if self.is_going_on(job) {
            self.announce_progress(&job.session_id, &job.files, bytes);
        }
    }

    fn announce_progress(&mut self, session_id: &str, files: &[FileInfo], bytes: u64) {
        if self.has(DefectId::ProgressNeverTold) {
            return;
        }
        let remaining = self.has(DefectId::ProgressFalls);
        let bytes = if remaining {
            declared_bytes(files).saturating_sub(bytes)
        } else {
            bytes
        };
        let bytes = self.rounded(bytes);
        self.announce(session_id, SessionEvent::TransferProgress(bytes));
    }

    /// Ends the transfer of a session, if there is one, with an event. Returns whether there was one.
    pub(super) fn end_transfer(&mut self, session_id: &str, event: SessionEvent) -> bool {
        let transfer = self
            .session_mut(session_id)
            .and_then(|session| session.transfer.take());
        let Some(transfer) = transfer else {
            return false;
        };
        transfer.control.stop();
        if event == SessionEvent::TransferCompleted
            && transfer.control.bytes() < declared_bytes(&transfer.files)
        {
            // The far side says that it has everything, before the device has counted it.
            if transfer.files.iter().any(|file| file.progress) {
                self.announce_progress(
                    session_id,
                    &transfer.files,
                    declared_bytes(&transfer.files),
                );
            }
        }
        let told = self.told_of(session_id, &event);
        self.announce(&told, event);
        true
    }
}
