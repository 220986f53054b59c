//! The network segment: to whom the device connects on behalf of a control point.

use std::net::IpAddr;

/// Whether a control point (`peer`) that speaks to us (`local`) may have us connect there: to itself, within one host, or
/// within one private network. Everything else would make us a tool against third parties (UDA-EVNT-54, CVE-2020-12695).
pub(crate) fn on_segment(other: IpAddr, peer: IpAddr, local: IpAddr) -> bool {
    if other.is_unspecified() || other.is_multicast() {
        return false;
    }
    let (other, peer, local) = (
        other.to_canonical(),
        peer.to_canonical(),
        local.to_canonical(),
    );
    other == peer
        || (other.is_loopback() && local.is_loopback())
        || other == local
        || private_network(other).is_some_and(|network| private_network(local) == Some(network))
}

/// The same, where only the control point is known.
pub(crate) fn near(other: IpAddr, peer: IpAddr) -> bool {
    on_segment(other, peer, peer)
}

/// Which of the private networks of RFC 1918, or the link-local one, an address is in.
fn private_network(ip: IpAddr) -> Option<u8> {
    match ip {
        IpAddr::V4(ip) => match ip.octets() {
            [10, ..] => Some(10),
            [172, b, ..] if (16..32).contains(&b) => Some(172),
            [192, 168, ..] => Some(192),
            [169, 254, ..] => Some(169),
            _ => None,
        },
        IpAddr::V6(ip) => match ip.segments()[0] {
            s if s & 0xffc0 == 0xfe80 => Some(6),
            s if s & 0xfe00 == 0xfc00 => Some(7),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn third_parties_are_left_alone() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let allowed = |callback, peer, local| on_segment(ip(callback), ip(peer), ip(local));
        assert!(allowed("127.0.0.1", "127.0.0.2", "127.0.0.1"));
        assert!(allowed("192.168.1.5", "192.168.1.9", "192.168.1.7"));
        assert!(allowed("203.0.113.9", "203.0.113.9", "203.0.113.1"));
        assert!(!allowed("127.0.0.1", "192.168.1.9", "192.168.1.7"));
        assert!(!allowed("192.0.2.1", "127.0.0.1", "127.0.0.1"));
        assert!(!allowed("10.0.0.1", "192.168.1.9", "192.168.1.7"));
        assert!(!allowed("0.0.0.0", "127.0.0.1", "127.0.0.1"));
        assert!(!allowed("239.255.255.250", "127.0.0.1", "127.0.0.1"));
    }

    #[test]
    fn a_control_point_may_name_itself_and_its_neighbours() {
        let near = |other: &str, peer: &str| near(other.parse().unwrap(), peer.parse().unwrap());
        assert!(near("127.0.0.9", "127.0.0.1"));
        assert!(near("192.168.1.5", "192.168.1.9"));
        assert!(near("203.0.113.9", "203.0.113.9"));
        assert!(!near("127.0.0.1", "192.168.1.9"));
        assert!(!near("203.0.113.10", "203.0.113.9"));
        assert!(!near("169.254.169.254", "192.168.1.9"));
    }
}
