//! What a description says.

use serde::{Deserialize, Serialize};

use crate::Claim;
use crate::ssdp::{Advertisement, DeviceTypes, advertisements};

use super::names::version_of;

/// A device description.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// The architecture claimed: by specVersion, else by the SERVER header, else 1.0.
    pub claim: Claim,
    /// specVersion as (major, minor).
    pub spec_version: Option<(u32, u32)>,
    /// The configId attribute as sent.
    pub config_id: Option<String>,
    /// URLBase, if there is one that is not empty.
    pub url_base: Option<String>,
    /// The URL the document came from.
    pub url: String,
    /// The root device.
    pub root: Device,
}

/// A device. Texts are trimmed; one that is missing is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// deviceType.
    pub device_type: String,
    /// friendlyName.
    pub friendly_name: String,
    /// manufacturer.
    pub manufacturer: String,
    /// modelName.
    pub model_name: String,
    /// UDN, `uuid:` included.
    pub udn: String,
    /// presentationURL, resolved, if it is there and not empty.
    pub presentation_url: Option<String>,
    /// The icons.
    pub icons: Vec<Icon>,
    /// The services.
    pub services: Vec<Service>,
    /// The embedded devices.
    pub devices: Vec<Device>,
}

/// An icon.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Icon {
    /// mimetype.
    pub media_type: String,
    /// url, resolved.
    pub url: String,
}

/// A service; URLs are absolute, one that is missing or empty is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// serviceType.
    pub service_type: String,
    /// serviceId.
    pub service_id: String,
    /// SCPDURL.
    pub scpd_url: String,
    /// controlURL.
    pub control_url: String,
    /// eventSubURL.
    pub event_sub_url: String,
    /// There is no element eventSubURL, nor an empty one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lacks_event_sub_url: bool,
}

/// A service that was looked for, with the device it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// UDN of the device.
    pub udn: String,
    /// Type of the device.
    pub device_type: String,
    /// serviceType.
    pub service_type: String,
    /// The version at the end of serviceType, if it is a number.
    pub version: Option<u32>,
    /// serviceId.
    pub service_id: String,
    /// SCPDURL, absolute.
    pub scpd_url: String,
    /// controlURL, absolute.
    pub control_url: String,
    /// eventSubURL, absolute.
    pub event_sub_url: String,
    /// There is no element eventSubURL, nor an empty one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lacks_event_sub_url: bool,
}

impl Description {
    /// The services anywhere in the tree whose type begins with the prefix, or whose type name
    /// (as `Messaging`) it is.
    pub fn find_services(&self, prefix: &str) -> Vec<Found> {
        let mut found = Vec::new();
        for device in self.devices() {
            for service in device
                .services
                .iter()
                .filter(|service| service.is_called(prefix))
            {
                found.push(Found {
                    udn: device.udn.clone(),
                    device_type: device.device_type.clone(),
                    service_type: service.service_type.clone(),
                    version: version_of(&service.service_type),
                    service_id: service.service_id.clone(),
                    scpd_url: service.scpd_url.clone(),
                    control_url: service.control_url.clone(),
                    event_sub_url: service.event_sub_url.clone(),
                    lacks_event_sub_url: service.lacks_event_sub_url,
                });
            }
        }
        found
    }

    /// Every device, the root first, an embedded one behind the device it is in.
    pub fn devices(&self) -> Vec<&Device> {
        let mut devices = Vec::new();
        let mut waiting = vec![&self.root];
        while let Some(device) = waiting.pop() {
            devices.push(device);
            waiting.extend(device.devices.iter().rev());
        }
        devices
    }

    /// The device with that UDN, without regard to the case of its digits.
    pub fn device(&self, udn: &str) -> Option<&Device> {
        self.devices()
            .into_iter()
            .find(|device| device.udn.eq_ignore_ascii_case(udn))
    }

    /// The root device's friendly name.
    pub fn friendly_name(&self) -> &str {
        &self.root.friendly_name
    }

    /// The types of all services in the tree, each once.
    pub fn service_types(&self) -> Vec<String> {
        let mut types: Vec<String> = Vec::new();
        for service in self
            .devices()
            .into_iter()
            .flat_map(|device| &device.services)
        {
            if !types.contains(&service.service_type) {
                types.push(service.service_type.clone());
            }
        }
        types
    }

    /// The announcements that belong to this description (clause 1.2.2).
    pub fn advertisements(&self) -> Vec<Advertisement> {
        let devices: Vec<DeviceTypes> = self.devices().into_iter().map(Device::types).collect();
        match devices.split_first() {
            Some((root, embedded)) => advertisements(root, embedded),
            None => Vec::new(),
        }
    }
}

impl Device {
    fn types(&self) -> DeviceTypes {
        DeviceTypes {
            udn: self.udn.clone(),
            device_type: self.device_type.clone(),
            service_types: self
                .services
                .iter()
                .map(|it| it.service_type.clone())
                .collect(),
        }
    }
}

impl Service {
    fn is_called(&self, prefix: &str) -> bool {
        let name = self.service_type.split(':').nth(3);
        self.service_type.starts_with(prefix) || name == Some(prefix)
    }
}
