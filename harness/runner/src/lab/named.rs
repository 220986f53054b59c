//! Whose a datagram of SSDP is, by what it says.

use std::net::IpAddr;

use ctk_suite::lab::Datagram;
use ctk_wire::ssdp;
use ctk_wire::uri::HttpUrl;

use super::acquaintance::Acquaintance;
use super::group::source;

/// Whom a datagram names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// The device under test; the host of its LOCATION, where that is an address.
    Device {
        /// The address.
        location: Option<IpAddr>,
    },
    /// Another device.
    Another,
    /// None, or it cannot be read.
    Nobody,
}

/// Whom the datagram names, among devices of which one has these UDNs (UUIDs are alike in either case). Without them
/// nobody is known by name.
pub(super) fn named(datagram: &Datagram, udns: &[String]) -> Named {
    if udns.is_empty() {
        return Named::Nobody;
    }
    let is_ours = |udn: &str| udns.iter().any(|ours| ours.eq_ignore_ascii_case(udn));
    let Ok(message) = ssdp::parse(&datagram.bytes) else {
        return in_text(&datagram.bytes, udns);
    };
    let by_target = message.target().filter(|target| {
        target
            .get(..5)
            .is_some_and(|it| it.eq_ignore_ascii_case("uuid:"))
    });
    match message.udn().or(by_target) {
        Some(udn) if is_ours(udn) => {
            let location = message.location().and_then(|url| HttpUrl::parse(url).ok());
            Named::Device {
                location: location.and_then(|url| url.host.parse().ok()),
            }
        }
        Some(_) => Named::Another,
        None => Named::Nobody,
    }
}

/// Whether it comes from an address that is not known as the device's, and says that the device is there.
pub(super) fn is_elsewhere(datagram: &Datagram, named: Named, acquaintance: &Acquaintance) -> bool {
    let Named::Device { location } = named else {
        return false;
    };
    let unknown = source(datagram).filter(|from| !acquaintance.knows(*from));
    unknown.is_some() && unknown == location
}

/// Whether it comes from an address of the device, and names it.
pub(super) fn is_its_own(datagram: &Datagram, named: Named, acquaintance: &Acquaintance) -> bool {
    let is_device = matches!(named, Named::Device { .. });
    is_device && source(datagram).is_some_and(|from| acquaintance.knows(from))
}

/// What cannot be read as a datagram of SSDP may still name somebody.
fn in_text(bytes: &[u8], udns: &[String]) -> Named {
    let text = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    let ours = udns.iter().map(|udn| udn.to_ascii_lowercase());
    match text.contains("uuid:") {
        true if ours.into_iter().any(|udn| text.contains(&udn)) => Named::Nobody,
        true => Named::Another,
        false => Named::Nobody,
    }
}
