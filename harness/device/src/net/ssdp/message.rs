//! The datagrams the device sends.

use std::sync::Arc;
use std::time::SystemTime;

use super::{EVERYBODY, defects_ssdp, random, search::Target};
use crate::defects::{DefectId, Deviations, VariationId};
use crate::net::identity::{DEVICE_TYPE, Identity, SERVICE_TYPE, VERSION};
use crate::net::planted::Planted;
use crate::net::response::{date, header_line};
use crate::net::root_device;
use crate::net::second_service;

/// How long an announcement holds, in seconds (UDA-DISC-14).
const MAX_AGE: u64 = 1800;

/// How long the announcement of a device holds that comes and goes, in seconds.
const SHORT_AGE: u64 = 8;

/// Everything the datagrams say.
#[derive(Clone)]
pub(crate) struct Announcer {
    pub(crate) identity: Arc<Identity>,
    pub(crate) location: String,
    pub(crate) config_id: u32,
    pub(crate) deviations: Deviations,
    /// SEARCHPORT.UPNP.ORG, when port 1900 was taken.
    pub(crate) search_port: Option<u16>,
    pub(crate) planted: Option<Arc<Planted>>,
}

impl Announcer {
    /// The notification types and names of the set: root device, UDN, device type, service type (UDA-DISC-08).
    fn set(&self) -> Vec<(String, String)> {
        let mut types = vec![
            "upnp:rootdevice".to_owned(),
            self.udn(),
            format!("{DEVICE_TYPE}{VERSION}"),
            format!("{SERVICE_TYPE}{VERSION}"),
        ];
        if self.deviations.has(DefectId::ServiceUnannounced) {
            types.pop();
        }
        if second_service::is_there(&self.deviations) {
            types.push(second_service::TYPE.to_owned());
        }
        if let Some(root) = self.root() {
            types.extend([root, root_device::TYPE.to_owned()]);
        }
        self.named(types)
    }

    /// The UDN of the root device, where that is another one.
    fn root(&self) -> Option<String> {
        root_device::udn(&self.identity, &self.deviations)
    }

    fn named(&self, types: Vec<String>) -> Vec<(String, String)> {
        types
            .into_iter()
            .map(|kind| (kind.clone(), self.usn(&kind)))
            .collect()
    }

    /// The set as it is announced and withdrawn.
    fn announced(&self) -> Vec<(String, String)> {
        let mut set = self.set();
        if self.deviations.has(DefectId::LowerVersionAnnounced) {
            set.extend(self.named(vec![format!("{SERVICE_TYPE}1")]));
        }
        set
    }

    fn server(&self) -> String {
        let server = self.identity.server();
        match self.deviations.varies(VariationId::ServerMoreProducts) {
            true => format!("{server} DLNADOC/1.50 (built by hand)"),
            false => server,
        }
    }

    /// The name by which the device announces itself.
    fn udn(&self) -> String {
        match self.deviations.varies(VariationId::UdnCasesDiffer) {
            true => self.identity.udn.to_ascii_lowercase(),
            false => self.identity.udn.clone(),
        }
    }

    fn usn(&self, kind: &str) -> String {
        let of_root =
            |root: &String| ["upnp:rootdevice", root_device::TYPE, root.as_str()].contains(&kind);
        let udn = self.root().filter(of_root).unwrap_or_else(|| self.udn());
        let named = kind.eq_ignore_ascii_case(&udn);
        if named || self.deviations.has(DefectId::UsnWithoutType) {
            udn
        } else {
            format!("{udn}::{kind}")
        }
    }

    /// The set of `ssdp:alive`.
    pub(super) fn alive(&self) -> Vec<Vec<u8>> {
        let notify = |(kind, usn): (String, String)| {
            let mut lines = vec![
                ("HOST", EVERYBODY.to_string()),
                ("CACHE-CONTROL", self.cache_control()),
                ("LOCATION", self.location.clone()),
                ("NT", kind),
                ("NTS", "ssdp:alive".to_owned()),
                ("SERVER", self.server()),
                ("USN", usn),
            ];
            lines.extend(self.numbers(0));
            defects_ssdp::announcement(&mut lines, self.config_id, &self.deviations);
            self.datagram("NOTIFY * HTTP/1.1", lines)
        };
        let mut set = self.announced();
        if self.deviations.varies(VariationId::AnnouncedInAnotherOrder) {
            set.reverse();
        }
        set.into_iter().map(notify).collect()
    }

    /// The set of `ssdp:byebye`.
    pub(super) fn byebye(&self) -> Vec<Vec<u8>> {
        let notify = |(kind, usn): (String, String)| {
            let mut lines = vec![
                ("HOST", EVERYBODY.to_string()),
                ("NT", kind),
                ("NTS", "ssdp:byebye".to_owned()),
                ("USN", usn),
            ];
            lines.extend(
                self.numbers(0)
                    .into_iter()
                    .filter(|(name, _)| *name != "SEARCHPORT.UPNP.ORG"),
            );
            self.datagram("NOTIFY * HTTP/1.1", lines)
        };
        let mut set = self.announced();
        if self.deviations.has(DefectId::ByebyeIncomplete) {
            set.pop();
        }
        set.into_iter().map(notify).collect()
    }

    /// The answers to a search.
    pub(super) fn answers(&self, target: &Target) -> Vec<Vec<u8>> {
        let found = match target {
            Target::All => {
                let mut set = self.set();
                if self.deviations.has(DefectId::AllIncomplete) {
                    set.pop();
                }
                set
            }
            Target::One(kind) => self.named(vec![kind.clone()]),
        };
        let answer = |(kind, usn): (String, String)| {
            let mut lines = vec![
                ("CACHE-CONTROL", self.cache_control()),
                ("DATE", date(SystemTime::now())),
                ("EXT", String::new()),
                ("LOCATION", self.location.clone()),
                ("SERVER", self.server()),
                ("ST", kind),
                ("USN", usn),
            ];
            let shift = u32::from(self.deviations.has(DefectId::BootIdDiffers));
            lines.extend(self.numbers(shift));
            if self.deviations.varies(VariationId::AnswersWithoutConfigId) {
                lines.retain(|(name, _)| *name != "CONFIGID.UPNP.ORG");
            }
            defects_ssdp::answer(&mut lines, &self.deviations);
            self.datagram("HTTP/1.1 200 OK", lines)
        };
        let mut answers: Vec<Vec<u8>> = found.into_iter().map(answer).collect();
        if self.deviations.varies(VariationId::SearchAnsweredTwice) {
            answers.extend(answers.clone());
        }
        answers
    }

    /// For how long an announcement holds, in seconds.
    fn age(&self) -> u64 {
        let short = self.deviations.varies(VariationId::AnnouncedForSeconds)
            || self.deviations.has(DefectId::AnnouncementsExpire);
        if self.deviations.has(DefectId::MaxAgeZero) {
            0
        } else if self.deviations.varies(VariationId::AnnouncedForADay) {
            24 * 60 * 60
        } else if short {
            SHORT_AGE
        } else {
            MAX_AGE
        }
    }

    /// When the set is announced again: before half of its life is over (UDA-DISC-23); in milliseconds from now.
    pub(super) fn repeated_after_ms(&self) -> Option<u64> {
        if self.deviations.has(DefectId::AnnouncementsExpire) {
            return None;
        }
        let quarter = self.age() * 250;
        Some(quarter + random(quarter))
    }

    fn cache_control(&self) -> String {
        let sign = match self.deviations.varies(VariationId::MaxAgeSpaced) {
            true => " = ",
            false => "=",
        };
        format!("max-age{sign}{}", self.age())
    }

    /// BOOTID, CONFIGID and SEARCHPORT, which 1.1 brought.
    fn numbers(&self, shift: u32) -> Vec<(&'static str, String)> {
        if !self.identity.is_1_1() {
            return Vec::new();
        }
        let mut lines = vec![
            (
                "BOOTID.UPNP.ORG",
                (self.identity.boot_id() + shift).to_string(),
            ),
            ("CONFIGID.UPNP.ORG", self.config_id.to_string()),
        ];
        lines.extend(
            self.search_port
                .map(|port| ("SEARCHPORT.UPNP.ORG", port.to_string())),
        );
        lines
    }

    fn datagram(&self, start: &str, mut lines: Vec<(&'static str, String)>) -> Vec<u8> {
        let mut out = format!("{start}\r\n");
        if self.deviations.varies(VariationId::HeadersReversed) {
            lines.reverse();
        }
        for (name, value) in lines {
            out.push_str(&header_line(name, &value, &self.deviations));
        }
        if self.deviations.varies(VariationId::VendorHeaders) {
            out.push_str("NOTE.EXAMPLE.COM: anything\r\n");
        }
        out.push_str("\r\n");
        out.into_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ctk_vectors::Uda;

    fn announcer(uda: Uda) -> Announcer {
        Announcer {
            identity: Arc::new(Identity::new(uda, "uuid:1-2".to_owned(), "x".to_owned())),
            location: "http://127.0.0.1:1/description.xml".to_owned(),
            config_id: 7,
            deviations: Deviations::default(),
            planted: None,
            search_port: Some(50_000),
        }
    }

    fn text(datagram: &[u8]) -> &str {
        std::str::from_utf8(datagram).unwrap()
    }

    #[test]
    fn four_messages_make_the_set() {
        let alive = announcer(Uda::V1_0).alive();
        assert_eq!(alive.len(), 4);
        assert_eq!(announcer(Uda::V1_0).byebye().len(), 4);
        let last = text(&alive[3]);
        assert!(
            last.contains("\r\nUSN: uuid:1-2::urn:schemas-upnp-org:service:Messaging:2\r\n"),
            "{last}"
        );
        assert!(!last.contains("BOOTID"));
        assert!(text(&alive[1]).contains("\r\nUSN: uuid:1-2\r\n"));
        assert!(alive.iter().all(|one| one.len() < 512));
    }

    #[test]
    fn numbers_came_with_1_1() {
        let announcer = announcer(Uda::V1_1);
        let asked = "urn:schemas-upnp-org:service:Messaging:1";
        let answers = announcer.answers(&Target::One(asked.to_owned()));
        assert_eq!(answers.len(), 1);
        let answer = text(&answers[0]);
        for line in [
            "HTTP/1.1 200 OK\r\n",
            "\r\nEXT:\r\n",
            "\r\nST: urn:schemas-upnp-org:service:Messaging:1\r\n",
            "\r\nUSN: uuid:1-2::urn:schemas-upnp-org:service:Messaging:1\r\n",
            "\r\nCONFIGID.UPNP.ORG: 7\r\n",
            "\r\nSEARCHPORT.UPNP.ORG: 50000\r\n",
        ] {
            assert!(answer.contains(line), "{line:?} is missing in {answer}");
        }
    }

    #[test]
    fn defects_of_discovery_show() {
        let with = |defect| Announcer {
            deviations: Deviations::new([defect], []),
            ..announcer(Uda::V1_1)
        };
        assert_eq!(with(DefectId::ServiceUnannounced).alive().len(), 3);
        let usn = with(DefectId::UsnWithoutType).alive();
        assert!(text(&usn[3]).contains("\r\nUSN: uuid:1-2\r\n"));
        assert!(text(&with(DefectId::MaxAgeZero).alive()[0]).contains("max-age=0\r\n"));
        let answer = |defect| {
            let answers = with(defect).answers(&Target::All);
            String::from_utf8_lossy(&answers[0]).into_owned()
        };
        assert!(!answer(DefectId::SearchAnswerWithoutExt).contains("EXT"));
        let boot = |text: &str| {
            let line = text
                .split("\r\n")
                .find_map(|line| line.strip_prefix("BOOTID.UPNP.ORG: "));
            line.and_then(|number| number.parse::<u32>().ok())
        };
        let differing = with(DefectId::BootIdDiffers);
        let alive = boot(text(&differing.alive()[0]));
        assert_ne!(boot(text(&differing.answers(&Target::All)[0])), alive);
    }
}
