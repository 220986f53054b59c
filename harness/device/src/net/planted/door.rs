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
        match self.fuse.burns() {
            Some(PlantedId::StateLate) => {
                self.service.stimulate("reset", serde_json::json!({}));
            }
            Some(PlantedId::HangLate) => return Some(self.hangs_for_good()),
            Some(_) => {
                self.crash();
                return Some(Response::silent());
            }
            None => {}
        }
        let head = &incoming.request.head;
        let zero =
            incoming.method() == "SUBSCRIBE" && incoming.header("TIMEOUT") == Some("Second-0");
        let long = head.headers.iter().any(|header| header.value.len() > 4000);
        if self.has(PlantedId::HangZeroTimeout) && zero || self.has(PlantedId::HangHeader) && long {
            return Some(self.hangs_for_good());
        }
        if self.crashes_at_door(incoming) {
            self.crash();
            return Some(Response::silent());
        }
        let refused =
            incoming.method() == "SUBSCRIBE" && incoming.header("NT") != Some("upnp:event");
        if self.has(PlantedId::GrowthRefused) && refused && incoming.header("SID").is_none() {
            (0..4).for_each(|_| self.keep());
        }
        let twice = |name: &str| {
            let same = |one: &&ctk_wire::http::Header| one.name.eq_ignore_ascii_case(name);
            head.headers.iter().filter(same).count() > 1
        };
        if self.has(PlantedId::HangLate) && head.headers.iter().any(|one| twice(&one.name)) {
            self.fuse.light(PlantedId::HangLate);
        }
        let nameless = incoming.method() == "UNSUBSCRIBE" && incoming.header("SID").is_none();
        if self.has(PlantedId::StateUnsubscribed) && nameless {
            self.subscriptions.drop_all();
        }
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
        self.gives_another(incoming)
    }

    fn hangs_for_good(&self) -> Response {
        self.hung.store(true, Ordering::SeqCst);
        self.hang();
        Response::silent()
    }

    /// The renewal of a subscription that is unknown, answered with one that is known.
    fn gives_another(&self, incoming: &Incoming) -> Option<Response> {
        let renewed = incoming.method() == "SUBSCRIBE" && self.has(PlantedId::LeakSubscriber);
        let sid = incoming.header("SID").filter(|_| renewed)?;
        let another = self.subscriptions.another(sid)?;
        let answer = Response::new(200).header("SID", another);
        Some(answer.header("TIMEOUT", "Second-1800"))
    }

    /// Crashes that the head of a request wakes.
    fn crashes_at_door(&self, incoming: &Incoming) -> bool {
        if self.has(PlantedId::CrashCutTransfer) && self.service.has_cut_transfer() {
            return true;
        }
        if self.has(PlantedId::CrashTargetEnd) && incoming.request.head.target.contains("%00") {
            return true;
        }
        let seconds = incoming
            .header("TIMEOUT")
            .and_then(|value| value.strip_prefix("Second-"));
        let beyond = |seconds: &str| {
            seconds
                .parse::<u128>()
                .is_ok_and(|seconds| seconds > u128::from(u32::MAX))
        };
        if self.has(PlantedId::CrashTimeoutNumber) && seconds.is_some_and(beyond) {
            return true;
        }
        // Only the subscription that was given up last is remembered.
        let given_up = incoming
            .header("SID")
            .filter(|_| incoming.method() == "UNSUBSCRIBE");
        self.has(PlantedId::CrashGivenUpTwice)
            && given_up.is_some_and(|sid| self.swap_carried(sid.to_owned()) == sid)
    }
}
