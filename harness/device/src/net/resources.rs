//! What is served under which path.

use std::sync::atomic::{AtomicBool, Ordering};

use super::exchange::{Handler, Incoming};
use super::gena;
use super::response::{Response, xml_type};
use super::second_service;
use super::soap;
use crate::defects::{DefectId, Deviations, VariationId};

pub(crate) const DESCRIPTION_PATH: &str = "/description.xml";
pub(crate) const SCPD_PATH: &str = "/messaging/scpd.xml";
pub(crate) const CONTROL_PATH: &str = "/messaging/control";
pub(crate) const EVENT_PATH: &str = "/messaging/event";
pub(crate) const ICON_PATH: &str = "/icon.png";
/// Where the description is that a defect has moved.
const MOVED_PATH: &str = "/moved.xml";
const ICON: &[u8] = include_bytes!("icon.png");

/// The resources of the device.
pub(crate) struct Resources {
    pub(crate) description: Vec<u8>,
    pub(crate) scpd: Vec<u8>,
    pub(crate) second: Vec<u8>,
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
        if let Some(response) = self.control.planted.at_door(incoming) {
            return response;
        }
        let described = if self.deviations.has(DefectId::ContentTypePlain) {
            "text/plain; charset=\"utf-8\""
        } else {
            xml_type(&self.deviations)
        };
        match incoming.path() {
            DESCRIPTION_PATH if self.deviations.has(DefectId::RedirectFound) => {
                Response::new(302).header("LOCATION", MOVED_PATH)
            }
            MOVED_PATH if self.deviations.has(DefectId::RedirectFound) => {
                self.document(incoming, described, &self.description)
            }
            DESCRIPTION_PATH => self.document(incoming, described, &self.description),
            SCPD_PATH => {
                let mut scpd = self.scpd.clone();
                if self.deviations.has(DefectId::ScpdLocalized) {
                    let asked = incoming.request.head.headers.get("ACCEPT-LANGUAGE");
                    scpd.extend_from_slice(format!("<!--{}-->", asked.unwrap_or("en")).as_bytes());
                }
                self.document(incoming, described, &scpd)
            }
            second_service::SCPD_PATH if second_service::is_there(&self.deviations) => {
                self.document(incoming, described, &self.second)
            }
            ICON_PATH => file(incoming, "image/png", ICON),
            CONTROL_PATH => soap::answer(incoming, &self.control),
            EVENT_PATH => gena::answer(incoming, &self.publisher),
            _ if incoming.method() == "POST"
                && self.deviations.varies(VariationId::AnyPathTaken) =>
            {
                soap::answer(incoming, &self.control)
            }
            _ if incoming.method() == "SUBSCRIBE"
                && self.deviations.varies(VariationId::AnyEventPathTaken) =>
            {
                gena::answer(incoming, &self.publisher)
            }
            _ => Response::refusal(404, "nothing is served under this path"),
        }
    }
}

impl Resources {
    fn document(&self, incoming: &Incoming, content_type: &str, body: &[u8]) -> Response {
        let headers = &incoming.request.head.headers;
        if self.deviations.has(DefectId::UnknownHeaderRefused) && headers.has("X-Unknown") {
            return Response::refusal(400, "a header that is not known here");
        }
        let response = if self.deviations.has(DefectId::UnknownMethodServed) {
            Response::with_body(200, content_type, body)
        } else {
            file(incoming, content_type, body)
        };
        // Said if and only if it was asked for (UDA-DESC-06); there is one language.
        let says = headers.has("ACCEPT-LANGUAGE")
            && response.status == 200
            && !self.deviations.has(DefectId::LanguageUnsaid);
        if says {
            response.header("CONTENT-LANGUAGE", "en")
        } else {
            response
        }
    }

    /// Defects: something in a request exhausts the device for good.
    fn is_exhausted_by(&self, incoming: &Incoming) -> bool {
        let has = |defect| self.deviations.has(defect);
        let body = &incoming.request.body;
        let count = |part: &[u8]| body.windows(part.len()).filter(|at| *at == part).count();
        let callback = incoming.request.head.headers.get("CALLBACK");
        let exhausting = (has(DefectId::DeepNestingKills) && count(b"<n>") > EXHAUSTING)
            || (has(DefectId::EntitiesKill) && count(b"<!ENTITY") > 0)
            || (has(DefectId::OtherEncodingsKill) && std::str::from_utf8(body).is_err())
            || (has(DefectId::HostlessCallbackKills)
                && callback.is_some_and(|urls| urls.contains("<http:///")));
        if exhausting {
            self.exhausted.store(true, Ordering::SeqCst);
        }
        self.exhausted.load(Ordering::SeqCst)
    }
}

/// A file that has no language.
fn file(incoming: &Incoming, content_type: &str, body: &[u8]) -> Response {
    if !matches!(incoming.method(), "GET" | "HEAD") {
        return Response::method_not_allowed("GET, HEAD");
    }
    Response::with_body(200, content_type, body)
}
