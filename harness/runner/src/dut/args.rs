//! The part of the command line that names the device under test.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::Args;

use super::services::ServiceArg;
use super::target::Target;

/// Which device, how to reach it, and which of its services.
#[derive(Debug, Clone, Args)]
pub struct DeviceArgs {
    /// A description URL, `udn:UUID`, `name:TEXT`, or `embedded`
    #[arg(default_value = "embedded", value_name = "DEVICE")]
    pub device: Target,
    /// The local address that reaches the device, for SSDP and callbacks
    #[arg(long, value_name = "ADDR")]
    pub interface: Option<IpAddr>,
    /// Go to other hosts than the device's too, where its URLs and redirects lead there
    #[arg(long)]
    pub follow_hosts: bool,
    /// Which device of the description, where several host the service
    #[arg(long, value_name = "UDN")]
    pub udn: Option<String>,
    /// Judge this service in place of Messaging: a service type, or `any` for all that the device lists. The architecture
    /// below it is judged, and what the kit's file of the service knows of it
    #[arg(long, value_name = "TYPE")]
    pub service: Option<ServiceArg>,
    /// An action that may really be called, whatever its effect, of a service other than Messaging; repeatable
    #[arg(long, value_name = "NAME", requires = "service")]
    pub invoke: Vec<String>,
    /// What is published of a service, as a file like those in vectors/services; repeatable
    #[arg(long, value_name = "FILE", requires = "service")]
    pub service_data: Vec<PathBuf>,
}
