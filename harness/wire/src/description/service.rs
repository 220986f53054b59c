//! Reading the services of a device.

use crate::Grade;
use crate::xml::Complex;

use super::device::{Reader, order};
use super::model::Service;
use super::names::{Form, service_id_form};

const ORDER: [&str; 5] = [
    "serviceType",
    "serviceId",
    "SCPDURL",
    "controlURL",
    "eventSubURL",
];

/// The service type whose serviceId the telephony device types define.
const MESSAGING: &str = "urn:schemas-upnp-org:service:Messaging:";
const MESSAGING_ID: &str = "urn:upnp-org:serviceId:Messaging";
const TELEPHONY: [&str; 2] = [
    "urn:schemas-upnp-org:device:TelephonyServer:",
    "urn:schemas-upnp-org:device:TelephonyClient:",
];

impl Reader<'_> {
    /// UDA-DESC-30 to -34 on one service element.
    pub(super) fn service(&mut self, element: Complex<'_, '_>, device_type: &str) -> Service {
        order(element, &ORDER, self.claim, self.findings);
        for (name, row) in [
            ("serviceType", "UDA-DESC-30"),
            ("serviceId", "UDA-DESC-31"),
            ("SCPDURL", "UDA-DESC-32"),
            ("controlURL", "UDA-DESC-32"),
            ("eventSubURL", "UDA-DESC-32"),
        ] {
            self.findings.checked(row);
            let count = element.count(name);
            if count != 1 {
                self.findings.fail(
                    row,
                    format!("a service has {count} elements {name}, not one"),
                );
            } else if name != "eventSubURL" && element.text(name).is_some_and(|it| it.is_empty()) {
                self.findings
                    .fail(row, format!("{name} of a service is empty"));
            }
        }
        let service_type = element.text("serviceType").unwrap_or_default();
        self.typed(
            element,
            "serviceType",
            &service_type,
            "service",
            "UDA-DESC-30",
        );
        let service_id = element.text("serviceId").unwrap_or_default();
        self.service_id(element, &service_id, &service_type, device_type);
        let mut url = |name| self.url(element, name, "UDA-DESC-32").unwrap_or_default();
        let service = Service {
            scpd_url: url("SCPDURL"),
            control_url: url("controlURL"),
            event_sub_url: url("eventSubURL"),
            service_type,
            service_id,
        };
        let is_messaging = service.service_type.starts_with(MESSAGING);
        self.findings.checked("UDA-DESC-34");
        if is_messaging && service.event_sub_url.is_empty() && element.count("eventSubURL") > 0 {
            self.findings
                .fail("UDA-DESC-34", "eventSubURL of Messaging is empty");
        }
        service
    }

    /// UDA-DESC-31.
    fn service_id(
        &mut self,
        element: Complex<'_, '_>,
        id: &str,
        service_type: &str,
        device_type: &str,
    ) {
        const ROW: &str = "UDA-DESC-31";
        self.padding(element, "serviceId", ROW);
        if id.is_empty() {
            return;
        }
        let telephony = TELEPHONY.iter().any(|kind| device_type.starts_with(kind));
        if telephony && service_type.starts_with(MESSAGING) && id != MESSAGING_ID {
            let newer = self.claim.is_1_1_or_later();
            let grade = if newer { Grade::Fail } else { Grade::Warning };
            let text = format!("serviceId of Messaging is {id:?}, not {MESSAGING_ID}");
            self.findings.add(ROW, grade, text);
            return;
        }
        match service_id_form(id) {
            Form::Right if id.starts_with("urn:schemas-upnp-org:") => {
                let text = format!("serviceId {id:?} names schemas-upnp-org, not upnp-org");
                self.findings.warn(ROW, text);
            }
            Form::Right => {}
            Form::DottedDomain => {
                self.findings
                    .warn(ROW, format!("serviceId {id:?} has dots in its domain"));
            }
            Form::Wrong => {
                let text = format!("serviceId is {id:?}, not urn:domain:serviceId:ID");
                self.findings.fail(ROW, text);
            }
        }
    }

    /// Ids and event URLs differ within a device (UDA-DESC-31, -34).
    pub(super) fn compare_services(&mut self, services: &[Service]) {
        /// Comparing is quadratic; no device has more.
        const COMPARED: usize = 256;
        let services = &services[..services.len().min(COMPARED)];
        for (index, service) in services.iter().enumerate() {
            let earlier = &services[..index];
            let id = &service.service_id;
            if !id.is_empty() && earlier.iter().any(|other| other.service_id == *id) {
                let text = format!("two services of a device have the serviceId {id}");
                self.findings.fail("UDA-DESC-31", text);
            }
            let url = &service.event_sub_url;
            if !url.is_empty() && earlier.iter().any(|other| other.event_sub_url == *url) {
                let text = format!("two services of a device have the eventSubURL {url}");
                self.findings.fail("UDA-DESC-34", text);
            }
        }
    }
}
