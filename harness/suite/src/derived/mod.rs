//! Cases that are derived from tables and vectors instead of written one by one.

pub(crate) mod authorization;
pub(crate) mod near_ids;
pub(crate) mod near_values;
pub(crate) mod session_ids;
pub(crate) mod vectors;
pub(crate) mod vectors_sent;
