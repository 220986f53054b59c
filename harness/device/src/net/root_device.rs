//! A root device of another type around the telephone: Messaging may be anywhere in a tree of devices (UDA-DESC-38).

use super::identity::Identity;
use crate::defects::{Deviations, VariationId};

/// Its type.
pub(crate) const TYPE: &str = "urn:schemas-upnp-org:device:Basic:1";

/// Digits that its UUID begins with, in place of the telephone's.
const OWN_DIGITS: &str = "c7c0c7c0";

/// The UDN of the root device, where the telephone is embedded in one.
pub(crate) fn udn(identity: &Identity, deviations: &Deviations) -> Option<String> {
    let embedded = deviations.varies(VariationId::EmbeddedDevice);
    let rest = identity
        .udn
        .strip_prefix("uuid:")?
        .get(OWN_DIGITS.len()..)?;
    embedded.then(|| format!("uuid:{OWN_DIGITS}{rest}"))
}

/// What stands in the description before and behind the telephone's own element.
pub(super) fn around(identity: &Identity, deviations: &Deviations) -> (String, &'static str) {
    let Some(udn) = udn(identity, deviations) else {
        return (String::new(), "");
    };
    let opening = format!(
        "<device>\n<deviceType>{TYPE}</deviceType>\n<friendlyName>Gateway</friendlyName>\n\
         <manufacturer>messaging-ctk</manufacturer>\n<modelName>messaging-ctk-gateway</modelName>\n\
         <UDN>{udn}</UDN>\n<deviceList>\n"
    );
    (opening, "</deviceList>\n</device>\n")
}
