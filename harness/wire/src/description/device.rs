//! Reading devices and what they consist of.

use ctk_vectors::Deviation;
use ctk_vectors::uda::{deviation, row};

use crate::xml::Complex;
use crate::{Findings, product, uri};

use super::model::{Device, Icon};
use super::names::{Form, type_form};

const ORDER: [&str; 15] = [
    "deviceType",
    "friendlyName",
    "manufacturer",
    "manufacturerURL",
    "modelDescription",
    "modelName",
    "modelNumber",
    "modelURL",
    "serialNumber",
    "UDN",
    "UPC",
    "iconList",
    "serviceList",
    "deviceList",
    "presentationURL",
];

/// Reads devices of one document.
pub(super) struct Reader<'f> {
    /// What URLs are relative to.
    pub(super) base: &'f str,
    /// Where the document came from.
    pub(super) url: &'f str,
    /// UDNs met so far.
    pub(super) udns: Vec<String>,
    pub(super) findings: &'f mut Findings,
}

/// The order of children, fixed from 1.1 on; and what stands there besides them.
pub(super) fn order(element: Complex<'_, '_>, order: &[&'static str], findings: &mut Findings) {
    if let Some(name) = element.misplaced(order) {
        let place = element.node.tag_name().name();
        findings.add(
            deviation::UDA_DESC_24_ORDER,
            format!("{name} in {place} is out of order"),
        );
    }
    findings.checked(row::UDA_DESC_36);
    let (unknown, before) = (
        deviation::UDA_DESC_36,
        deviation::UDA_DESC_36_BEFORE_STANDARD,
    );
    element.foreign(order, unknown, before, findings);
}

/// How a row grades a type.
#[derive(Clone, Copy)]
pub(super) struct Type {
    /// It is not a type of that kind.
    pub(super) wrong: Deviation,
    /// Its domain is written with dots.
    pub(super) dotted_domain: Deviation,
    /// White space surrounds it.
    pub(super) white_space: Deviation,
}

impl Reader<'_> {
    /// Reads a device element and, recursively, those in it. The XML reader bounds the depth.
    pub(super) fn device(&mut self, element: Complex<'_, '_>) -> Device {
        self.counts(element);
        order(element, &ORDER, self.findings);
        self.lengths(element);
        let text = |name| element.text(name).unwrap_or_default();
        let mut device = Device {
            device_type: text("deviceType"),
            friendly_name: text("friendlyName"),
            manufacturer: text("manufacturer"),
            model_name: text("modelName"),
            udn: text("UDN"),
            ..Device::default()
        };
        self.device_type(element, &device.device_type);
        self.udn(element, &device.udn);
        self.upc(element);
        device.presentation_url = self.url(
            element,
            "presentationURL",
            deviation::UDA_DESC_33_WHITE_SPACE,
        );
        device.icons = self.icons(element);
        if let Some(list) = element.first("serviceList") {
            let services: Vec<_> = element.of(list).all("service").collect();
            device.services = services
                .into_iter()
                .map(|service| self.service(element.of(service), &device.device_type))
                .collect();
            self.compare_services(&device.services);
        }
        if let Some(list) = element.first("deviceList") {
            let embedded: Vec<_> = element.of(list).all("device").collect();
            self.findings.checked(row::UDA_DESC_35);
            if embedded.is_empty() {
                self.findings
                    .add(deviation::UDA_DESC_35, "deviceList is empty");
            }
            device.devices = embedded
                .into_iter()
                .map(|inner| self.device(element.of(inner)))
                .collect();
        }
        device
    }

    /// UDA-DESC-24 and -42: what has to be there, and nothing twice.
    fn counts(&mut self, element: Complex<'_, '_>) {
        self.findings.checked(row::UDA_DESC_24);
        self.findings.checked(row::UDA_DESC_42);
        for name in ORDER {
            let required = [
                "deviceType",
                "friendlyName",
                "manufacturer",
                "modelName",
                "UDN",
            ]
            .contains(&name);
            match element.count(name) {
                0 if required => self
                    .findings
                    .add(deviation::UDA_DESC_24, format!("a device has no {name}")),
                0 | 1 => {}
                count => {
                    let listed = required || name.ends_with("List");
                    let deviation = if listed {
                        deviation::UDA_DESC_24
                    } else {
                        deviation::UDA_DESC_42
                    };
                    self.findings
                        .add(deviation, format!("a device has {count} elements {name}"));
                }
            }
            if required && element.text(name).is_some_and(|text| text.is_empty()) {
                let key = matches!(name, "deviceType" | "UDN");
                let deviation = if key {
                    deviation::UDA_DESC_24
                } else {
                    deviation::UDA_DESC_24_EMPTY
                };
                self.findings.add(deviation, format!("{name} is empty"));
            }
        }
    }

    /// UDA-DESC-25: lengths, in characters.
    fn lengths(&mut self, element: Complex<'_, '_>) {
        self.findings.checked(row::UDA_DESC_25);
        for (name, limit) in [
            ("friendlyName", 64),
            ("manufacturer", 64),
            ("serialNumber", 64),
            ("modelDescription", 128),
            ("modelName", 32),
            ("modelNumber", 32),
        ] {
            let length = element.text(name).map_or(0, |text| text.chars().count());
            if length >= limit {
                let text = format!("{name} has {length} characters, {limit} or more");
                self.findings.add(deviation::UDA_DESC_25, text);
            }
        }
    }

    fn device_type(&mut self, element: Complex<'_, '_>, value: &str) {
        let by = Type {
            wrong: deviation::UDA_DESC_26,
            dotted_domain: deviation::UDA_DESC_26_DOTTED_DOMAIN,
            white_space: deviation::UDA_DESC_26_WHITE_SPACE,
        };
        self.typed(element, ("deviceType", "device"), value, by);
    }

    /// The form of a deviceType or serviceType.
    pub(super) fn typed(
        &mut self,
        element: Complex<'_, '_>,
        (name, kind): (&'static str, &str),
        value: &str,
        by: Type,
    ) {
        self.padding(element, name, by.white_space);
        if value.is_empty() {
            return;
        }
        self.findings.checked(by.wrong.row);
        match type_form(value, kind) {
            Form::Right => {}
            Form::DottedDomain => {
                self.findings.add(
                    by.dotted_domain,
                    format!("{name} {value:?} has dots in its domain"),
                );
            }
            Form::Wrong => {
                let text = format!("{name} is {value:?}, not urn:domain:{kind}:Type:version");
                self.findings.add(by.wrong, text);
            }
        }
    }

    /// White space round a value that is compared: read over, but told.
    pub(super) fn padding(
        &mut self,
        element: Complex<'_, '_>,
        name: &'static str,
        white_space: Deviation,
    ) {
        if element.is_padded(name) {
            self.findings.add(
                white_space,
                format!("white space surrounds the value of {name}"),
            );
        }
    }

    /// UDA-DESC-27, and UDA-DISC-07 for the form of the UUID.
    fn udn(&mut self, element: Complex<'_, '_>, udn: &str) {
        self.padding(element, "UDN", deviation::UDA_DESC_27_WHITE_SPACE);
        if udn.is_empty() {
            return;
        }
        self.findings.checked(row::UDA_DESC_27);
        self.findings.checked(row::UDA_DISC_07);
        match udn.strip_prefix("uuid:") {
            None => self.findings.add(
                deviation::UDA_DESC_27,
                format!("UDN {udn:?} does not begin with uuid:"),
            ),
            Some(uuid) if !product::is_uuid(uuid) => {
                let text = format!("UDN {udn:?} is not of the form 8-4-4-4-12");
                self.findings.add(deviation::UDA_DISC_07, text);
            }
            Some(_) => {}
        }
        let lower = udn.to_ascii_lowercase();
        if self.udns.contains(&lower) {
            self.findings.add(
                deviation::UDA_DESC_27,
                format!("two devices have the UDN {udn}"),
            );
        }
        self.udns.push(lower);
    }

    fn upc(&mut self, element: Complex<'_, '_>) {
        let twelve = |upc: &str| upc.len() == 12 && upc.bytes().all(|byte| byte.is_ascii_digit());
        let Some(upc) = element.text("UPC").filter(|upc| !upc.is_empty()) else {
            return;
        };
        self.findings.checked(row::UDA_DESC_28);
        if !twelve(&upc) {
            self.findings.add(
                deviation::UDA_DESC_28,
                format!("UPC is {upc:?}, not twelve digits"),
            );
        }
    }

    /// UDA-DESC-29.
    fn icons(&mut self, element: Complex<'_, '_>) -> Vec<Icon> {
        const ORDER: [&str; 5] = ["mimetype", "width", "height", "depth", "url"];
        let Some(list) = element.first("iconList") else {
            return Vec::new();
        };
        self.findings.checked(row::UDA_DESC_29);
        let nodes: Vec<_> = element.of(list).all("icon").collect();
        if nodes.is_empty() {
            self.findings
                .add(deviation::UDA_DESC_29, "iconList is empty");
        }
        let mut icons = Vec::with_capacity(nodes.len());
        for node in nodes {
            let icon = element.of(node);
            order(icon, &ORDER, self.findings);
            let media_type = icon.text("mimetype").unwrap_or_default();
            if !media_type.to_ascii_lowercase().starts_with("image/") {
                self.findings.add(
                    deviation::UDA_DESC_29,
                    format!("the icon's mimetype is {media_type:?}"),
                );
            }
            for name in ["width", "height", "depth"] {
                let value = icon.text(name).unwrap_or_default();
                if value.parse::<u32>().is_err() {
                    self.findings.add(
                        deviation::UDA_DESC_29,
                        format!("the icon's {name} is {value:?}"),
                    );
                }
            }
            match self.url(icon, "url", deviation::UDA_DESC_33_WHITE_SPACE) {
                Some(url) => icons.push(Icon { media_type, url }),
                None => self
                    .findings
                    .add(deviation::UDA_DESC_29, "an icon has no url"),
            }
        }
        icons
    }

    /// A URL of the document, resolved; `None` if missing or empty.
    pub(super) fn url(
        &mut self,
        element: Complex<'_, '_>,
        name: &'static str,
        white_space: Deviation,
    ) -> Option<String> {
        self.padding(element, name, white_space);
        let reference = element.text(name).filter(|text| !text.is_empty())?;
        self.findings.checked(row::UDA_DESC_33);
        let url = uri::resolve(self.base, &reference);
        // A page for people may be the manufacturer's.
        if name != "presentationURL" && uri::leads_away(self.url, &url) {
            let text = format!("{name} {reference:?} leads to another host: {url}");
            self.findings.add(deviation::UDA_DESC_33_OTHER_HOST, text);
        } else if uri::has_scheme(&reference) {
            let text = format!("{name} {reference:?} is absolute, not relative");
            self.findings.add(deviation::UDA_DESC_33, text);
        }
        Some(url)
    }
}
