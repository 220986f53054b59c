//! What is tested: the device, and those of its services that are under test.

pub mod actions;
mod device;
mod dut;
mod ics;
mod service;
pub(crate) mod values;

pub use device::DeviceUnderTest;
pub use dut::Dut;
pub use ics::{ClaimKind, Ics, Listed};
pub use service::{ServiceUnderTest, short_name};
