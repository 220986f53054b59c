//! Reading the services of a device.

use ctk_vectors::uda::{deviation, row};

use crate::xml::Complex;

use super::device::{Reader, Type, order};
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
        order(element, &ORDER, self.findings);
        for (name, deviation) in [
            ("serviceType", deviation::UDA_DESC_30),
            ("serviceId", deviation::UDA_DESC_31),
            ("SCPDURL", deviation::UDA_DESC_32),
            ("controlURL", deviation::UDA_DESC_32),
            ("eventSubURL", deviation::UDA_DESC_32),
        ] {
            self.findings.checked(deviation.row);
            let count = element.count(name);
            if count != 1 {
                self.findings.add(
                    deviation,
                    format!("a service has {count} elements {name}, not one"),
                );
            } else if name != "eventSubURL" && element.text(name).is_some_and(|it| it.is_empty()) {
                self.findings
                    .add(deviation, format!("{name} of a service is empty"));
            }
        }
        let service_type = element.text("serviceType").unwrap_or_default();
        let by = Type {
            wrong: deviation::UDA_DESC_30,
            dotted_domain: deviation::UDA_DESC_30_DOTTED_DOMAIN,
            white_space: deviation::UDA_DESC_30_WHITE_SPACE,
        };
        self.typed(element, ("serviceType", "service"), &service_type, by);
        let service_id = element.text("serviceId").unwrap_or_default();
        self.service_id(element, &service_id, &service_type, device_type);
        let white_space = deviation::UDA_DESC_32_WHITE_SPACE;
        let mut url = |name| self.url(element, name, white_space).unwrap_or_default();
        let service = Service {
            scpd_url: url("SCPDURL"),
            control_url: url("controlURL"),
            event_sub_url: url("eventSubURL"),
            lacks_event_sub_url: element.count("eventSubURL") == 0,
            service_type,
            service_id,
        };
        let is_messaging = service.service_type.starts_with(MESSAGING);
        self.findings.checked(row::UDA_DESC_34);
        if is_messaging && service.event_sub_url.is_empty() && element.count("eventSubURL") > 0 {
            self.findings
                .add(deviation::UDA_DESC_34, "eventSubURL of Messaging is empty");
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
        self.padding(element, "serviceId", deviation::UDA_DESC_31_WHITE_SPACE);
        if id.is_empty() {
            return;
        }
        let telephony = TELEPHONY.iter().any(|kind| device_type.starts_with(kind));
        if telephony && service_type.starts_with(MESSAGING) && id != MESSAGING_ID {
            let text = format!("serviceId of Messaging is {id:?}, not {MESSAGING_ID}");
            self.findings.add(deviation::UDA_DESC_31_OF_MESSAGING, text);
            return;
        }
        match service_id_form(id) {
            Form::Right if id.starts_with("urn:schemas-upnp-org:") => {
                let text = format!("serviceId {id:?} names schemas-upnp-org, not upnp-org");
                self.findings
                    .add(deviation::UDA_DESC_31_SCHEMAS_DOMAIN, text);
            }
            Form::Right => {}
            Form::DottedDomain => {
                self.findings.add(
                    deviation::UDA_DESC_31_DOTTED_DOMAIN,
                    format!("serviceId {id:?} has dots in its domain"),
                );
            }
            Form::Wrong => {
                let text = format!("serviceId is {id:?}, not urn:domain:serviceId:ID");
                self.findings.add(deviation::UDA_DESC_31, text);
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
                self.findings.add(deviation::UDA_DESC_31, text);
            }
            let url = &service.event_sub_url;
            if !url.is_empty() && earlier.iter().any(|other| other.event_sub_url == *url) {
                let text = format!("two services of a device have the eventSubURL {url}");
                self.findings.add(deviation::UDA_DESC_34, text);
            }
        }
    }
}
