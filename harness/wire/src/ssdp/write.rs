//! Writing datagrams: the control point's searches, the device's announcements and answers.

use crate::Claim;
use crate::http::{RequestBytes, ResponseBytes, Written};

/// The multicast group and port, as the HOST header gives them.
pub const GROUP: &str = "239.255.255.250:1900";

/// A search; parts set to `None` are left out, which makes it malformed on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    /// HOST.
    pub host: Option<String>,
    /// MAN, quotes included.
    pub man: Option<String>,
    /// MX, in seconds.
    pub mx: Option<String>,
    /// ST, the search target.
    pub st: Option<String>,
    /// Further headers in order.
    pub more: Vec<(String, String)>,
}

impl Search {
    /// A multicast search (UDA-DISC-32); `mx` in seconds.
    pub fn multicast(st: &str, mx: u32) -> Search {
        Search {
            host: Some(GROUP.to_owned()),
            man: Some("\"ssdp:discover\"".to_owned()),
            mx: Some(mx.to_string()),
            st: Some(st.to_owned()),
            more: Vec::new(),
        }
    }

    /// A unicast search to `host` (address:port), which has no MX.
    pub fn unicast(st: &str, host: &str) -> Search {
        Search {
            host: Some(host.to_owned()),
            mx: None,
            ..Search::multicast(st, 1)
        }
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Search {
        self.more.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The datagram.
    pub fn bytes(&self) -> Vec<u8> {
        let defined = [
            ("HOST", &self.host),
            ("MAN", &self.man),
            ("MX", &self.mx),
            ("ST", &self.st),
        ];
        let mut request = RequestBytes::new("M-SEARCH", "*");
        for (name, value) in defined {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        for (name, value) in &self.more {
            request = request.header(name, value);
        }
        request.build()
    }
}

/// A multicast search with MX in seconds and a USER-AGENT of product tokens.
pub fn search(st: &str, mx: u32, user_agent: &str) -> Vec<u8> {
    Search::multicast(st, mx)
        .header("USER-AGENT", user_agent)
        .bytes()
}

/// What all datagrams of a device share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advertiser {
    /// The architecture, which decides on BOOTID, CONFIGID and SEARCHPORT.
    pub claim: Claim,
    /// URL of the root device's description.
    pub location: String,
    /// Product tokens.
    pub server: String,
    /// Lifetime in seconds.
    pub max_age: u32,
    /// BOOTID.UPNP.ORG, from architecture 1.1 on.
    pub boot_id: u32,
    /// CONFIGID.UPNP.ORG, from architecture 1.1 on.
    pub config_id: u32,
    /// SEARCHPORT.UPNP.ORG, from architecture 1.1 on, when port 1900 is not the device's.
    pub search_port: Option<u16>,
}

impl Advertiser {
    /// `ssdp:alive` for one notification type.
    pub fn alive(&self, nt: &str, usn: &str) -> Vec<u8> {
        let notify = notify()
            .header("CACHE-CONTROL", &self.lifetime())
            .header("LOCATION", &self.location)
            .header("NT", nt)
            .header("NTS", "ssdp:alive")
            .header("SERVER", &self.server)
            .header("USN", usn);
        self.ids(true).iter().fold(notify, with).build()
    }

    /// `ssdp:byebye` for one notification type.
    pub fn byebye(&self, nt: &str, usn: &str) -> Vec<u8> {
        let notify = notify()
            .header("NT", nt)
            .header("NTS", "ssdp:byebye")
            .header("USN", usn);
        self.ids(false).iter().fold(notify, with).build()
    }

    /// `ssdp:update` for one notification type: the device goes on as `next_boot_id`.
    pub fn update(&self, nt: &str, usn: &str, next_boot_id: u32) -> Vec<u8> {
        let notify = notify()
            .header("LOCATION", &self.location)
            .header("NT", nt)
            .header("NTS", "ssdp:update")
            .header("USN", usn)
            .header("BOOTID.UPNP.ORG", &self.boot_id.to_string())
            .header("CONFIGID.UPNP.ORG", &self.config_id.to_string())
            .header("NEXTBOOTID.UPNP.ORG", &next_boot_id.to_string());
        notify.build()
    }

    /// The answer to a search, with a DATE (RFC 1123) if one is given.
    pub fn response(&self, st: &str, usn: &str, date: Option<&str>) -> Vec<u8> {
        let mut response = ResponseBytes::new(200, "OK")
            .written(Written::AsGiven)
            .header("CACHE-CONTROL", &self.lifetime());
        if let Some(date) = date {
            response = response.header("DATE", date);
        }
        response = response
            .header("EXT", "")
            .header("LOCATION", &self.location)
            .header("SERVER", &self.server)
            .header("ST", st)
            .header("USN", usn);
        let with =
            |response: ResponseBytes, (name, value): &(&str, String)| response.header(name, value);
        self.ids(true).iter().fold(response, with).build()
    }

    fn lifetime(&self) -> String {
        format!("max-age={}", self.max_age)
    }

    fn ids(&self, with_port: bool) -> Vec<(&'static str, String)> {
        let mut ids = Vec::new();
        if self.claim.is_1_1_or_later() {
            ids.push(("BOOTID.UPNP.ORG", self.boot_id.to_string()));
            ids.push(("CONFIGID.UPNP.ORG", self.config_id.to_string()));
            if let Some(port) = self.search_port.filter(|_| with_port) {
                ids.push(("SEARCHPORT.UPNP.ORG", port.to_string()));
            }
        }
        ids
    }
}

fn notify() -> RequestBytes {
    RequestBytes::new("NOTIFY", "*").header("HOST", GROUP)
}

fn with(request: RequestBytes, (name, value): &(&str, String)) -> RequestBytes {
    request.header(name, value)
}

/// The types one device announces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceTypes {
    /// UDN, `uuid:` included.
    pub udn: String,
    /// Device type.
    pub device_type: String,
    /// Service types; one that stands twice is announced once.
    pub service_types: Vec<String>,
}

/// One announcement of a set.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Advertisement {
    /// Notification type (in an answer: search target).
    pub nt: String,
    /// Unique service name.
    pub usn: String,
}

/// The 3+2d+k announcements of a root device and its embedded devices (clause 1.2.2).
pub fn advertisements(root: &DeviceTypes, embedded: &[DeviceTypes]) -> Vec<Advertisement> {
    let of = |udn: &str, nt: &str| Advertisement {
        nt: nt.to_owned(),
        usn: format!("{udn}::{nt}"),
    };
    let mut set = vec![of(&root.udn, "upnp:rootdevice")];
    for device in std::iter::once(root).chain(embedded) {
        set.push(Advertisement {
            nt: device.udn.clone(),
            usn: device.udn.clone(),
        });
        set.push(of(&device.udn, &device.device_type));
        for (index, service_type) in device.service_types.iter().enumerate() {
            if !device.service_types[..index].contains(service_type) {
                set.push(of(&device.udn, service_type));
            }
        }
    }
    set
}
