//! The reference device: a complete Messaging:2 service, its upper tester and its gallery of defects.

pub mod config;
pub mod defects;
pub mod device;
pub mod hosted;
mod net;
mod segment;
pub mod service;
pub mod starved;

pub use config::Config;
pub use device::{Device, StartError};
pub use service::{Item, ItemError};
