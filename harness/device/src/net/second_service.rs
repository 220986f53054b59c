//! A second service beside Messaging, of a vendor: it has no actions and events nothing.

use super::document_parts::opening;
use super::identity::Identity;
use crate::defects::{DefectId, Deviations, VariationId};

/// Its type.
pub(crate) const TYPE: &str = "urn:example-com:service:Note:1";
/// Where its description is.
pub(crate) const SCPD_PATH: &str = "/note/scpd.xml";

/// What is served instead of its description by a defect.
const PAGE: &str =
    "<html><head><title>Note</title></head><body><p>Nothing here</p></body></html>\n";

/// The device has it.
pub(crate) fn is_there(deviations: &Deviations) -> bool {
    deviations.varies(VariationId::SecondService) || deviations.has(DefectId::OtherScpdIsPage)
}

/// Its element in the device description; nothing where the device does not have it. Where nothing is evented
/// eventSubURL is empty (UDA-DESC-34).
pub(super) fn element(deviations: &Deviations) -> String {
    if !is_there(deviations) {
        return String::new();
    }
    format!(
        "<service><serviceType>{TYPE}</serviceType>\
         <serviceId>urn:example-com:serviceId:Note</serviceId><SCPDURL>{}</SCPDURL>\
         <controlURL>note/control</controlURL><eventSubURL></eventSubURL></service>\n",
        SCPD_PATH.trim_start_matches('/')
    )
}

/// Its description.
pub(super) fn document(identity: &Identity, config_id: u32, deviations: &Deviations) -> String {
    if deviations.has(DefectId::OtherScpdIsPage) {
        return PAGE.to_owned();
    }
    format!(
        "{}<serviceStateTable>\n<stateVariable sendEvents=\"no\"><name>Note</name>\
         <dataType>string</dataType></stateVariable>\n</serviceStateTable>\n</scpd>\n",
        opening(
            "scpd",
            "urn:schemas-upnp-org:service-1-0",
            identity,
            config_id,
            false
        )
    )
}
