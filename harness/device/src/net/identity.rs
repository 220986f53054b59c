//! Who the device is on the network.

use std::fs;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use ctk_vectors::Uda;

/// The device type, without its version.
pub(crate) const DEVICE_TYPE: &str = "urn:schemas-upnp-org:device:TelephonyServer:";
/// The service type, without its version.
pub(crate) const SERVICE_TYPE: &str = "urn:schemas-upnp-org:service:Messaging:";
/// The version of both that the device implements.
pub(crate) const VERSION: u32 = 2;

/// The device's identity; the boot number changes when it comes back to the network.
#[derive(Debug)]
pub(crate) struct Identity {
    pub(crate) uda: Uda,
    /// `uuid:` and the UUID.
    pub(crate) udn: String,
    pub(crate) friendly_name: String,
    boot: AtomicU32,
}

impl Identity {
    pub(crate) fn new(uda: Uda, udn: String, friendly_name: String) -> Identity {
        // Seconds since 1970 grow from start to start, and fit 31 bits until 2038 (UDA-DISC-18).
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let boot = AtomicU32::new((now.as_secs() & 0x7fff_ffff) as u32);
        Identity {
            uda,
            udn,
            friendly_name,
            boot,
        }
    }

    /// BOOTID.UPNP.ORG.
    pub(crate) fn boot_id(&self) -> u32 {
        self.boot.load(Ordering::SeqCst)
    }

    /// The device comes back to the network.
    pub(crate) fn boot_again(&self) {
        self.boot.fetch_add(1, Ordering::SeqCst);
    }

    /// Whether the architecture is 1.1 or later.
    pub(crate) fn is_1_1(&self) -> bool {
        self.uda != Uda::V1_0
    }

    /// Major and minor of the architecture.
    pub(crate) fn spec_version(&self) -> (u8, u8) {
        match self.uda {
            Uda::V1_0 => (1, 0),
            Uda::V1_1 => (1, 1),
            Uda::V2_0 => (2, 0),
        }
    }

    /// SERVER: three product tokens (UDA-DISC-17).
    pub(crate) fn server(&self) -> String {
        let (major, minor) = self.spec_version();
        format!(
            "{} UPnP/{major}.{minor} messaging-ctk-device/{}",
            system(),
            env!("CARGO_PKG_VERSION")
        )
    }
}

/// The operating system as a product token.
fn system() -> String {
    let release = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let numbers = release
        .split(|c: char| !c.is_ascii_digit() && c != '.')
        .next()
        .unwrap_or_default();
    let numbers = numbers.trim_matches('.');
    let version = if numbers.is_empty() { "1" } else { numbers };
    format!("{}/{version}", std::env::consts::OS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_token_has_three_products() {
        let identity = Identity::new(Uda::V1_1, "uuid:x".to_owned(), "x".to_owned());
        let server = identity.server();
        let tokens: Vec<&str> = server.split(' ').collect();
        assert_eq!(tokens.len(), 3, "{server}");
        assert_eq!(tokens[1], "UPnP/1.1");
        assert!(
            tokens
                .iter()
                .all(|token| token.split('/').filter(|part| !part.is_empty()).count() == 2)
        );
    }

    #[test]
    fn a_boot_number_grows() {
        let identity = Identity::new(Uda::V2_0, "uuid:x".to_owned(), "x".to_owned());
        let before = identity.boot_id();
        identity.boot_again();
        assert!(identity.boot_id() > before && before > 0);
    }
}
