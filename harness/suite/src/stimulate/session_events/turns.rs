//! The turns in which sessions change, of the cases that find out whether a change is told for its own sake.
//!
//! A device may forget to send an event for one kind of change, and tell it all the same when something else gives it
//! reason to. So changes of one kind are made in a turn of their own, when everything before has been told.

/// What these cases have in common.
pub(crate) const OF: &str = "changes of sessions";

/// The turn of what takes none.
pub(crate) const NONE: u8 = 0;
/// What the actions show after a change: they may tell of the latest one alone, so that it is the only one.
pub(crate) const AGREES: u8 = 1;
/// A Pending session is accepted.
pub(crate) const ACCEPTED: u8 = 2;
/// What becomes of transfers that the far side stalls, which all have begun before.
pub(crate) const STALLED: u8 = 3;
/// What becomes of transfers that have been told to begin for [`TOLD_MS`].
pub(crate) const TRANSFERRED: u8 = 4;
/// What has been told long before those transfers are over, so that it gives no reason to tell of them.
pub(crate) const BEFORE_TRANSFERRED: u8 = TRANSFERRED;
/// A session is left by the last control point.
pub(crate) const LEFT: u8 = 5;
/// A Parked session is joined.
pub(crate) const JOINED: u8 = 6;
/// A session is closed, by whom and however.
pub(crate) const CLOSED: u8 = 7;
/// A transfer that fails at once.
pub(crate) const FAILED: u8 = 8;
/// What is told while a transfer goes on.
pub(crate) const PROGRESS: u8 = 9;

/// A transfer that the far side completes. It stalls all of them for that, and so it does in this turn alone.
pub(crate) const COMPLETED: u8 = 10;
/// What arrives in sessions: no session changes with it.
pub(crate) const ARRIVED: u8 = 11;

/// What has happened is told after this time: the moderation interval, and a little more.
pub(crate) const TOLD_MS: u64 = ctk_vectors::waits::MODERATION.milliseconds + 200;
