//! From where files may be fetched on behalf of a control point.

use std::net::{IpAddr, Ipv4Addr};

use crate::segment::near;
use crate::service::caller::Caller;
use crate::service::setup::Setup;

/// From where files may be fetched.
#[derive(Clone, Copy, Debug)]
pub(in crate::service) struct Reach {
    peer: IpAddr,
    anywhere: bool,
}

impl Reach {
    /// On behalf of this control point: from its own network segment, unless the device goes anywhere.
    pub(in crate::service) fn of(caller: &Caller, setup: &Setup) -> Self {
        Self {
            peer: caller.address,
            anywhere: setup.follow_hosts,
        }
    }

    /// Whether a file may be fetched from there.
    pub(super) fn has(self, address: IpAddr) -> bool {
        // A control point that the device does not know is somebody on its own host.
        let peer = match self.peer {
            unknown if unknown.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            known => known,
        };
        self.anywhere || near(address, peer)
    }

    /// Whether a redirection may lead from one host to another.
    pub(super) fn crosses_hosts(self) -> bool {
        self.anywhere
    }
}
