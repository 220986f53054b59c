//! One service under test, and through it its device.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

use ctk_model::document::Context;
use ctk_vectors::published::KnownService;
use ctk_wire::scpd::Scpd;

use super::{ClaimKind, DeviceUnderTest, Ics};
use crate::service::Service;

/// Everything a case may know of the service that it judges before it runs. What is the device's own is asked of it
/// through the service.
#[derive(Debug, Clone)]
pub struct ServiceUnderTest {
    /// The device, which all services under test have in common.
    pub device: Arc<DeviceUnderTest>,
    /// The UDN of the device that hosts the service.
    pub udn: String,
    /// Its type, in the version in which it is spoken to.
    pub service_type: String,
    /// The absolute control URL.
    pub control_url: String,
    /// The absolute eventing URL.
    pub event_url: String,
    /// The absolute URL of the service description.
    pub scpd_url: String,
    /// The service description; absent when it could not be read.
    pub scpd: Option<Scpd>,
    /// What the device claims of the service.
    pub ics: Ics,
    /// Whom to send to, by message or session class.
    pub recipients: BTreeMap<String, Vec<String>>,
}

impl Deref for ServiceUnderTest {
    type Target = DeviceUnderTest;

    fn deref(&self) -> &DeviceUnderTest {
        &self.device
    }
}

impl ServiceUnderTest {
    /// What the kit knows of services of this type.
    pub fn service(&self) -> &'static Service {
        Service::of(&self.service_type)
    }

    /// What is published of a service of this type, where the kit has a file of it.
    pub fn published(&self) -> Option<&'static KnownService> {
        match self.service().is_known() {
            true => None,
            false => crate::published::registry::of(&self.service_type),
        }
    }

    /// The service is of this name.
    pub fn is_called(&self, name: &str) -> bool {
        self.service().name == name || self.published().is_some_and(|known| known.name == name)
    }

    /// The action is known to take no effect, or the operator named it.
    pub fn may_call(&self, action: &str) -> bool {
        let safe = self
            .published()
            .and_then(|known| known.action(action))
            .is_some_and(|it| it.safe);
        safe || self.invoked.iter().any(|name| name == action)
    }

    /// The service has an eventing URL, and its description declares the variable as evented; a description that cannot
    /// be read is no hindrance.
    pub fn events(&self, variable: &str) -> bool {
        let declared = self.scpd.as_ref().map(|scpd| scpd.variable(variable));
        !self.event_url.is_empty()
            && declared.is_none_or(|variable| variable.is_some_and(|variable| variable.send_events))
    }

    /// The name and version of the service, as `ContentDirectory:1`.
    pub fn service_name(&self) -> &str {
        short_name(&self.service_type)
    }

    /// The version at the end of the service type.
    pub fn service_version(&self) -> Option<u32> {
        self.service_type.rsplit_once(':')?.1.parse().ok()
    }

    /// What the readers of documents have to know of the device, whatever of it the profile claims.
    pub fn context(&self) -> Context {
        let shown = |kind| self.ics.shown(kind).map(str::to_owned).collect();
        Context {
            message_classes: shown(ClaimKind::MessageClasses),
            session_classes: shown(ClaimKind::SessionClasses),
            folders: shown(ClaimKind::Folders),
            secure_eventing: self.ics.secure_eventing,
        }
    }
}

/// The name and version of a service type, as `ContentDirectory:1`; all of it where it has no such parts.
pub fn short_name(service_type: &str) -> &str {
    let parts: Vec<(usize, &str)> = service_type.match_indices(':').collect();
    match parts.as_slice() {
        [.., (at, _), _] => service_type.get(at + 1..).unwrap_or_default(),
        _ => service_type,
    }
}
