//! What is tested: the device, what it claims, and its services.

pub mod ics;
pub mod service;
