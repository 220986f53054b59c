//! Provoking what a device does not do by itself: documents to check, events of sessions.

pub(crate) mod documents;
pub(crate) mod session_events;
