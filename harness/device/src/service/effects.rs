//! What an action or stimulus leaves to do or to report once the store is free: jobs, news, and what can happen in a
//! session (Table 2).

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::documents::{FileInfo, SessionUpdate};
use super::transfer::Reach;

/// Something to do once the store is free.
#[derive(Debug)]
pub(super) enum Job {
    /// The message with this id reaches the remote party, unless it is held or deleted by then.
    Deliver(String),
    /// A file transfer starts.
    Transfer(TransferJob),
}

/// A transfer to run.
#[derive(Debug)]
pub(super) struct TransferJob {
    pub(super) session_id: String,
    pub(super) files: Vec<FileInfo>,
    pub(super) control: Arc<TransferControl>,
    /// From where the files may be fetched.
    pub(super) reach: Reach,
}

/// What a transfer and the device share.
#[derive(Debug, Default)]
pub(super) struct TransferControl {
    stopped: AtomicBool,
    bytes: AtomicU64,
}

impl TransferControl {
    /// Makes the transfer end without a further word.
    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }

    /// Bytes transferred since the start.
    pub(super) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::SeqCst)
    }

    /// Sets the bytes transferred since the start.
    pub(super) fn count(&self, bytes: u64) {
        self.bytes.store(bytes, Ordering::SeqCst);
    }
}

/// An evented state variable (Table 8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evented {
    /// 5.3.3
    NewMessages,
    /// 5.3.4
    SessionUpdates,
}

/// Table 2: what can happen in a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SessionEvent {
    Requested(String),
    Accepted(String),
    Closed,
    Modified,
    Typing(String),
    TelCpLeft,
    TelCpJoined,
    PeerLeft(String),
    PeerJoined(String),
    TransferStarted,
    TransferProgress(u64),
    TransferCompleted,
    TransferCancelled,
    DownloadFailed,
}

impl SessionEvent {
    /// The text of Table 2.
    pub(super) fn text(&self) -> String {
        match self {
            SessionEvent::Requested(name) => format!("session requested by: {name}"),
            SessionEvent::Accepted(name) => format!("session accepted by: {name}"),
            SessionEvent::Closed => "session closed".to_owned(),
            SessionEvent::Modified => "session modified".to_owned(),
            SessionEvent::Typing(name) => format!("{name} is typing"),
            SessionEvent::TelCpLeft => "one TelCP has left".to_owned(),
            SessionEvent::TelCpJoined => "one TelCP has joined".to_owned(),
            SessionEvent::PeerLeft(name) => format!("{name} has left"),
            SessionEvent::PeerJoined(name) => format!("{name} has joined"),
            SessionEvent::TransferStarted => "file transfer started".to_owned(),
            SessionEvent::TransferProgress(bytes) => {
                format!("file transfer progress: {bytes} Bytes")
            }
            SessionEvent::TransferCompleted => "file transfer completed".to_owned(),
            SessionEvent::TransferCancelled => "file transfer cancelled".to_owned(),
            SessionEvent::DownloadFailed => "file download failed".to_owned(),
        }
    }
}

/// What happened since the last event of each variable.
#[derive(Debug, Default)]
pub(super) struct News {
    pub(super) arrived: VecDeque<String>,
    pub(super) updates: VecDeque<SessionUpdate>,
    /// Updates that wait for an event of another session: a defect.
    pub(super) riding: VecDeque<SessionUpdate>,
    pub(super) closed: VecDeque<SessionUpdate>,
    /// The updates of the last event.
    pub(super) evented: Vec<SessionUpdate>,
    /// Variables that changed and were not announced yet.
    pub(super) changed: Vec<Evented>,
}

impl News {
    /// Notes that a variable has something to event.
    pub(super) fn note(&mut self, variable: Evented) {
        if !self.changed.contains(&variable) {
            self.changed.push(variable);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_those_of_table_2() {
        let name = || "Ann".to_owned();
        let table = [
            (SessionEvent::Requested(name()), "session requested by: Ann"),
            (SessionEvent::Accepted(name()), "session accepted by: Ann"),
            (SessionEvent::Closed, "session closed"),
            (SessionEvent::Modified, "session modified"),
            (SessionEvent::Typing(name()), "Ann is typing"),
            (SessionEvent::TelCpLeft, "one TelCP has left"),
            (SessionEvent::TelCpJoined, "one TelCP has joined"),
            (SessionEvent::PeerLeft(name()), "Ann has left"),
            (SessionEvent::PeerJoined(name()), "Ann has joined"),
            (SessionEvent::TransferStarted, "file transfer started"),
            (
                SessionEvent::TransferProgress(7),
                "file transfer progress: 7 Bytes",
            ),
            (SessionEvent::TransferCompleted, "file transfer completed"),
            (SessionEvent::TransferCancelled, "file transfer cancelled"),
            (SessionEvent::DownloadFailed, "file download failed"),
        ];
        for (event, text) in table {
            assert_eq!(event.text(), text);
        }
    }
}
