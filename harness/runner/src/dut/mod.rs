//! The device under test: how it is named and found, what its owner claims, which of its services are judged.

pub mod args;
pub mod embedded;
pub mod find;
pub mod probe_request;
pub mod profile;
mod profile_values;
pub mod service_data;
pub mod services;
pub mod target;
