//! The device description (2.3): a TelephonyServer:2 root device with Messaging:2.

use super::document_parts::{VENDOR_ELEMENT, opening};
use super::identity::{DEVICE_TYPE, Identity, SERVICE_TYPE, VERSION};
use super::resources::{CONTROL_PATH, EVENT_PATH, ICON_PATH, SCPD_PATH};
use super::root_device;
use super::second_service;
use super::xml::escape;
use crate::defects::{DefectId, Deviations, VariationId};

/// Characters of the shown names (UDA-DESC-25).
const NAME_LENGTH: usize = 63;

/// The document. URLs are relative to its own place, which is the top (UDA-DESC-33).
pub(super) fn document(identity: &Identity, config_id: u32, deviations: &Deviations) -> String {
    let mut out = root(identity, config_id, deviations);
    if deviations.has(DefectId::UrlBaseSent) {
        out.push_str("<URLBase></URLBase>\n");
    }
    let vendor = if deviations.varies(VariationId::VendorElements) {
        VENDOR_ELEMENT
    } else {
        ""
    };
    let (before, behind) = root_device::around(identity, deviations);
    out.push_str(&before);
    out.push_str("<device>\n");
    out.push_str(&device(identity, deviations));
    out.push_str("<serviceList><service>\n");
    out.push_str(&service(deviations));
    out.push_str(&format!(
        "{vendor}</service>\n{}</serviceList>\n{vendor}</device>\n{behind}</root>\n",
        second_service::element(deviations)
    ));
    out
}

/// The beginning, up to specVersion.
fn root(identity: &Identity, config_id: u32, deviations: &Deviations) -> String {
    let namespace = if deviations.has(DefectId::DescriptionNamespaceOther) {
        "urn:schemas-upnp-org:device"
    } else {
        "urn:schemas-upnp-org:device-1-0"
    };
    let comments = deviations.varies(VariationId::CommentsInXml);
    let mut out = opening("root", namespace, identity, config_id, comments);
    if deviations.has(DefectId::DescriptionConfigIdMissing) {
        out = out.replace(&format!(" configId=\"{config_id}\""), "");
    }
    if deviations.has(DefectId::DescriptionSpecVersionMissing)
        && let (Some(begin), Some(end)) = (out.find("<specVersion>"), out.find("</specVersion>"))
    {
        out.replace_range(begin..end + "</specVersion>".len(), "");
    }
    out
}

/// What is said of the device itself.
fn device(identity: &Identity, deviations: &Deviations) -> String {
    let name = match deviations.varies(VariationId::FriendlyNameForeign) {
        true => "電話 Telefonní ústředna Ωμέγα \u{1f4de}",
        false => identity.friendly_name.as_str(),
    };
    let name: String = name.chars().take(NAME_LENGTH).collect();
    let mut out = element("deviceType", &format!("{DEVICE_TYPE}{VERSION}"));
    out.push_str(&element("friendlyName", &name));
    if deviations.has(DefectId::FriendlyNameTwice) {
        out.push_str(&element("friendlyName", &name));
    }
    out.push_str(&element("manufacturer", "messaging-ctk"));
    out.push_str(&element(
        "modelDescription",
        "Reference device of a conformance test kit",
    ));
    if !deviations.has(DefectId::ModelNameMissing) {
        out.push_str(&element("modelName", "messaging-ctk-device"));
    }
    out.push_str(&element("modelNumber", env!("CARGO_PKG_VERSION")));
    out.push_str(&element("serialNumber", "1"));
    out.push_str(&element("UDN", &identity.udn));
    out.push_str("<iconList><icon>\n");
    out.push_str(&element("mimetype", "image/png"));
    out.push_str(&element("width", "48"));
    out.push_str(&element("height", "48"));
    out.push_str(&element("depth", "24"));
    out.push_str(&element("url", &relative(ICON_PATH, deviations)));
    out.push_str("</icon></iconList>\n");
    out
}

/// What is said of the service.
fn service(deviations: &Deviations) -> String {
    let version = if deviations.has(DefectId::DescribedAsVersionOne) {
        1
    } else {
        VERSION
    };
    let service_id = if deviations.has(DefectId::ServiceIdOther) {
        "Messages"
    } else {
        "Messaging"
    };
    let mut out = element("serviceType", &format!("{SERVICE_TYPE}{version}"));
    out.push_str(&element(
        "serviceId",
        &format!("urn:upnp-org:serviceId:{service_id}"),
    ));
    out.push_str(&element("SCPDURL", &relative(SCPD_PATH, deviations)));
    if deviations.has(DefectId::ScpdUrlTwice) {
        out.push_str(&element("SCPDURL", &relative(SCPD_PATH, deviations)));
    }
    out.push_str(&element("controlURL", &relative(CONTROL_PATH, deviations)));
    let event_path = match deviations.has(DefectId::EventUrlEmpty) {
        true => String::new(),
        false => relative(EVENT_PATH, deviations),
    };
    out.push_str(&element("eventSubURL", &event_path));
    out
}

/// A path of ours as a relative URL.
fn relative(path: &str, deviations: &Deviations) -> String {
    let mut url = match path.strip_prefix('/') {
        Some(rest) if !deviations.varies(VariationId::RootedUrls) => rest.to_owned(),
        _ => path.to_owned(),
    };
    if deviations.varies(VariationId::DottedUrls) {
        url = format!("./a/../b/./../{}", path.trim_start_matches('/'));
    }
    if deviations.varies(VariationId::QueriedUrls) {
        url.push_str("?line=1&kind=%3F");
    }
    url
}

fn element(name: &str, text: &str) -> String {
    format!("<{name}>{}</{name}>\n", escape(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::xml::parse;
    use ctk_vectors::Uda;

    #[test]
    fn the_attribute_belongs_to_1_1_and_later() {
        for (uda, version, attribute) in [
            (Uda::V1_0, ["1", "0"], None),
            (Uda::V1_1, ["1", "1"], Some("7")),
            (Uda::V2_0, ["2", "0"], Some("7")),
        ] {
            let identity = Identity::new(uda, "uuid:1".to_owned(), "A & B".to_owned());
            let root = parse(document(&identity, 7, &Deviations::default()).as_bytes()).unwrap();
            assert!(root.is("urn:schemas-upnp-org:device-1-0", "root"));
            assert_eq!(root.attribute("", "configId"), attribute);
            let spec: Vec<&str> = root.children[0]
                .children
                .iter()
                .map(|one| one.text())
                .collect();
            assert_eq!(spec, version);
            assert_eq!(root.children[1].children[1].text(), "A & B");
        }
    }
}
