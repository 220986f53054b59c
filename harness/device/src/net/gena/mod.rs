//! Eventing: subscriptions, their requests, delivery, and the one-second rule.

mod callback;
mod moderation;
mod notify;
mod request;
mod subscription;
mod subscriptions;

pub(crate) use moderation::{Moderator, Signals};
pub(crate) use notify::without_declaration;
pub(crate) use request::{Publisher, answer};
pub(crate) use subscriptions::Subscriptions;

use crate::service::Evented;

/// The evented variables of the service (Table 8), in the order of Table 1.
pub(crate) const EVENTED: [Evented; 2] = [Evented::NewMessages, Evented::SessionUpdates];

/// The name of the state variable.
pub(crate) fn variable(evented: Evented) -> &'static str {
    match evented {
        Evented::NewMessages => "NewMessages",
        Evented::SessionUpdates => "SessionUpdates",
    }
}
