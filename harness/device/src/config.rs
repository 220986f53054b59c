//! What a device is started with.

use std::net::{IpAddr, Ipv4Addr};

use ctk_vectors::Uda;
use uuid::Uuid;

use crate::defects::{DefectId, PlantedId, VariationId};
use crate::service::Item;

/// How a device is to be. [`Config::default`] is a conformant UDA 1.0 device with everything, on the loopback interface,
/// on ports of the system's choice, without discovery.
#[derive(Clone, Debug)]
pub struct Config {
    /// Address to listen on.
    pub bind: IpAddr,
    /// Port of the device; 0: any.
    pub port: u16,
    /// Port of the upper tester; 0: any.
    pub upper_tester_port: u16,
    /// The architecture it implements and claims.
    pub uda: Uda,
    /// What it lacks.
    pub without: Vec<Item>,
    /// Requirements it breaks on purpose.
    pub defects: Vec<DefectId>,
    /// Harmless differences it shows.
    pub variations: Vec<VariationId>,
    /// Faults for fuzzing to find.
    pub planted: Vec<PlantedId>,
    /// Whether it sends events to, and fetches files from, hosts beyond the control point's own network segment.
    pub follow_hosts: bool,
    /// Whether it announces itself and answers searches.
    pub ssdp: bool,
    /// The interface that discovery uses, by its address; none: the one of `bind`, or of the default route.
    pub interface: Option<Ipv4Addr>,
    /// Its UUID. None: derived from name, address and port, or random when the port is 0.
    pub udn: Option<Uuid>,
    /// Its friendlyName; longer than 63 characters is cut.
    pub friendly_name: String,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            bind: Ipv4Addr::LOCALHOST.into(),
            port: 0,
            upper_tester_port: 0,
            uda: Uda::V1_0,
            without: Vec::new(),
            defects: Vec::new(),
            variations: Vec::new(),
            planted: Vec::new(),
            follow_hosts: false,
            ssdp: false,
            interface: None,
            udn: None,
            friendly_name: "Reference telephone".to_owned(),
        }
    }
}

impl Config {
    /// The UUID that the device keeps over restarts with the same name, address and port.
    pub(crate) fn uuid(&self) -> Uuid {
        match self.udn {
            Some(uuid) => uuid,
            None if self.port == 0 => Uuid::new_v4(),
            None => {
                let name = format!("{} {}:{}", self.friendly_name, self.bind, self.port);
                Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes())
            }
        }
    }
}
