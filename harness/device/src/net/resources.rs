//! What is served under which path.

use std::sync::atomic::{AtomicBool, Ordering};

use super::gena;
use super::response::{Response, xml_type};
use super::server::{Handler, Incoming};
use super::soap;
use crate::defects::{DefectId, Deviations};

pub(crate) const DESCRIPTION_PATH: &str = "/description.xml";
pub(crate) const SCPD_PATH: &str = "/messaging/scpd.xml";
pub(crate) const CONTROL_PATH: &str = "/messaging/control";
pub(crate) const EVENT_PATH: &str = "/messaging/event";
pub(crate) const ICON_PATH: &str = "/icon.png";
const ICON: &[u8] = include_bytes!("icon.png");

/// The resources of the device.
pub(crate) struct Resources {
    pub(crate) description: Vec<u8>,
    pub(crate) scpd: Vec<u8>,
    pub(crate) control: soap::Control,
    pub(crate) publisher: gena::Publisher,
    pub(crate) deviations: Deviations,
    /// A defect: what was asked was too much, and nothing is served any more.
    pub(crate) exhausted: AtomicBool,
}

/// Elements in one another that exhaust a defective device.
const EXHAUSTING: usize = 50_000;

impl Handler for Resources {
    fn answer(&self, incoming: &Incoming) -> Response {
        if self.is_exhausted_by(incoming) {
            return Response::silent();
        }
        let described = if self.deviations.has(DefectId::ContentTypePlain) {
            "text/plain; charset=\"utf-8\""
        } else {
            xml_type(&self.deviations)
        };
        match incoming.path() {
            DESCRIPTION_PATH => document(incoming, described, &self.description, true),
            SCPD_PATH => document(incoming, described, &self.scpd, true),
            ICON_PATH => document(incoming, "image/png", ICON, false),
            CONTROL_PATH => soap::answer(incoming, &self.control),
            EVENT_PATH => gena::answer(incoming, &self.publisher),
            _ if incoming.method() == "POST" && self.deviations.has(DefectId::AnyPathTaken) => {
                soap::answer(incoming, &self.control)
            }
            _ if incoming.method() == "SUBSCRIBE"
                && self.deviations.has(DefectId::AnyEventPathTaken) =>
            {
                gena::answer(incoming, &self.publisher)
            }
            _ => Response::refusal(404, "nothing is served under this path"),
        }
    }
}

impl Resources {
    /// A defect: elements in one another exhaust the device for good.
    fn is_exhausted_by(&self, incoming: &Incoming) -> bool {
        if !self.deviations.has(DefectId::DeepNestingKills) {
            return false;
        }
        let tags = incoming.request.body.windows(3);
        if tags.filter(|tag| *tag == b"<n>").count() > EXHAUSTING {
            self.exhausted.store(true, Ordering::SeqCst);
        }
        self.exhausted.load(Ordering::SeqCst)
    }
}

fn document(incoming: &Incoming, content_type: &str, body: &[u8], has_language: bool) -> Response {
    if !matches!(incoming.method(), "GET" | "HEAD") {
        return Response::method_not_allowed("GET, HEAD");
    }
    let response = Response::with_body(200, content_type, body);
    // Said if and only if it was asked for (UDA-DESC-06); there is one language.
    if has_language && incoming.request.head.headers.has("ACCEPT-LANGUAGE") {
        response.header("CONTENT-LANGUAGE", "en")
    } else {
        response
    }
}
