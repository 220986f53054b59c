//! Who invokes an action.

use std::net::IpAddr;

/// A control point, as far as one can be distinguished from another: by its address and by how its
/// requests name their user agent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Caller {
    /// Where its requests come from.
    pub address: IpAddr,
    /// The USER-AGENT of its requests; empty when they have none.
    pub user_agent: String,
}
