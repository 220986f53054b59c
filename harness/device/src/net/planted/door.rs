//! Faults that HTTP wakes, before anybody looks at what a request asks for.

use std::sync::atomic::Ordering;

use super::{Planted, visit};
use crate::defects::PlantedId;
use crate::net::exchange::Incoming;
use crate::net::response::Response;

impl Planted {
    /// What happens instead of an answer, if anything does.
    pub(crate) fn at_door(&self, incoming: &Incoming) -> Option<Response> {
        if self.on.is_empty() {
            return None;
        }
        if self.hung.load(Ordering::SeqCst) {
            self.hang();
            return Some(Response::silent());
        }
        if self.is_away() {
            return Some(Response::silent());
        }
        if self.burns() {
            self.crash();
            return Some(Response::silent());
        }
        let head = &incoming.request.head;
        let zero =
            incoming.method() == "SUBSCRIBE" && incoming.header("TIMEOUT") == Some("Second-0");
        let long = head.headers.iter().any(|header| header.value.len() > 4000);
        if self.has(PlantedId::HangZeroTimeout) && zero || self.has(PlantedId::HangHeader) && long {
            self.hung.store(true, Ordering::SeqCst);
            self.hang();
            return Some(Response::silent());
        }
        let nameless = incoming.method() == "UNSUBSCRIBE" && incoming.header("SID").is_none();
        if self.has(PlantedId::StateUnsubscribed) && nameless {
            self.subscriptions.drop_all();
        }
        let refused =
            incoming.method() == "SUBSCRIBE" && incoming.header("NT") != Some("upnp:event");
        if self.has(PlantedId::ContactCallback)
            && refused
            && let Some(callback) = incoming.header("CALLBACK")
        {
            visit(callback.trim_matches(['<', '>']));
        }
        if self.has(PlantedId::ContactProxy)
            && let Some(host) = incoming.header("HOST")
            && head.target.starts_with("http://")
            && !head.target.contains(host)
        {
            visit(&head.target);
        }
        None
    }
}
