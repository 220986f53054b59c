//! Judging single headers of a device's datagram.

use ctk_vectors::Deviation;
use ctk_vectors::uda::{deviation, row};

use crate::product;
use crate::uri;
use crate::{Claim, Findings};

use super::check::directives;
use super::{GROUP, Kind, Message};

/// Headers of UDA and HTTP that a datagram may carry besides vendors' own (UDA-DISC-05).
const KNOWN: &[&str] = &[
    "host",
    "cache-control",
    "location",
    "nt",
    "nts",
    "server",
    "usn",
    "st",
    "ext",
    "date",
    "man",
    "mx",
    "user-agent",
    "content-length",
    "content-type",
    "connection",
    "expires",
    "pragma",
    "opt",
    "01-nls",
    "age",
    "transfer-encoding",
    "vary",
    "etag",
    "last-modified",
    "accept-ranges",
];

/// One datagram under judgement.
pub(super) struct Judge<'a> {
    pub(super) message: &'a Message,
    pub(super) claim: Claim,
    pub(super) findings: &'a mut Findings,
}

impl Judge<'_> {
    fn value(&self, name: &str) -> Option<&str> {
        self.message.headers.get(name)
    }

    /// What a rule of announcements grades; it binds answers too, by UDA-DISC-53.
    fn by(&self, announced: Deviation, answered: Deviation) -> Deviation {
        if self.message.kind == Kind::SearchResponse {
            answered
        } else {
            announced
        }
    }

    pub(super) fn presence(&mut self, by: Deviation, names: &[&str]) {
        self.findings.checked_for(by);
        for name in names {
            match self.message.headers.count(name) {
                1 => {}
                0 => self.findings.add(by, format!("{name} is missing")),
                count => self
                    .findings
                    .add(by, format!("{name} stands {count} times")),
            }
        }
    }

    pub(super) fn host(&mut self) {
        let Some(host) = self.value("host") else {
            return;
        };
        let host = host.to_owned();
        self.findings.checked(row::UDA_DISC_12);
        let lower = host.to_ascii_lowercase();
        let ipv6 = ["[ff02::c]:1900", "[ff05::c]:1900"].contains(&lower.as_str());
        if host == "239.255.255.250" {
            self.findings
                .add(deviation::UDA_DISC_12_NO_PORT, "HOST has no port");
        } else if host != GROUP && !ipv6 {
            self.findings.add(
                deviation::UDA_DISC_12,
                format!("HOST is {host:?}, not {GROUP}"),
            );
        }
    }

    pub(super) fn nts(&mut self, by: Deviation, wanted: &str) {
        let Some(nts) = self.value("nts").map(str::to_owned) else {
            return;
        };
        self.findings.checked(by.row);
        if nts != wanted {
            self.findings
                .add(by, format!("NTS is {nts:?}, not {wanted}"));
        }
    }

    /// CACHE-CONTROL, LOCATION, USN and SERVER of alives and answers.
    pub(super) fn advertised_values(&mut self) {
        self.lifetime();
        self.location();
        self.usn();
        self.server();
    }

    fn lifetime(&mut self) {
        if !self.message.headers.has("cache-control") {
            return;
        }
        let form = self.by(deviation::UDA_DISC_13, deviation::UDA_DISC_53);
        let other = self.by(
            deviation::UDA_DISC_13_OTHER_DIRECTIVE,
            deviation::UDA_DISC_53_OTHER_DIRECTIVE,
        );
        let short = self.by(
            deviation::UDA_DISC_14,
            deviation::UDA_DISC_53_SHORT_LIFETIME,
        );
        let none = self.by(deviation::UDA_DISC_14, deviation::UDA_DISC_53);
        self.findings.checked(form.row);
        let mut ages = 0;
        for (name, value) in directives(&self.message.headers) {
            if name.eq_ignore_ascii_case("max-age") {
                ages += 1;
                self.findings.checked(short.row);
                match value.map(|value| (value, value.parse::<u64>())) {
                    Some((_, Ok(1800..))) => {}
                    Some((_, Ok(seconds @ 1..))) => {
                        self.findings
                            .add(short, format!("max-age is {seconds}, below 1800"));
                    }
                    Some((_, Ok(0))) => self.findings.add(none, "max-age is 0"),
                    Some((value, Err(_))) => {
                        self.findings.add(form, format!("max-age is {value:?}"));
                    }
                    None => self.findings.add(form, "max-age has no value"),
                }
            } else {
                let text = format!("CACHE-CONTROL holds {name:?} besides max-age");
                self.findings.add(other, text);
            }
        }
        if ages != 1 {
            self.findings.add(
                form,
                format!("CACHE-CONTROL holds {ages} max-age directives"),
            );
        }
    }

    pub(super) fn location(&mut self) {
        let by = self.by(deviation::UDA_DISC_15, deviation::UDA_DISC_53);
        let Some(location) = self.value("location").map(str::to_owned) else {
            return;
        };
        self.findings.checked(by.row);
        if !uri::is_absolute_http(&location) {
            let text = format!("LOCATION {location:?} is not an absolute http URL");
            self.findings.add(by, text);
        }
    }

    pub(super) fn usn(&mut self) {
        let by = self.by(deviation::UDA_DISC_16, deviation::UDA_DISC_53);
        let (Some(usn), Some(target)) = (self.value("usn"), self.message.target()) else {
            return;
        };
        let (usn, target) = (usn.to_owned(), target.to_owned());
        self.findings.checked(by.row);
        let Some(udn) = self.message.udn() else {
            self.findings
                .add(by, format!("USN {usn:?} does not begin with uuid:"));
            return;
        };
        let fits = match usn
            .strip_prefix(udn)
            .and_then(|rest| rest.strip_prefix("::"))
        {
            Some(named) => named == target || self.is_other_version(named, &target),
            None => target.eq_ignore_ascii_case(udn),
        };
        if !fits {
            let field = match self.message.kind {
                Kind::SearchResponse => "ST",
                _ => "NT",
            };
            self.findings
                .add(by, format!("USN {usn:?} does not fit {field} {target:?}"));
        }
    }

    /// In an answer USN may name the device's own version of the type asked (UDA-DISC-46 judges it).
    fn is_other_version(&self, named: &str, target: &str) -> bool {
        let kind = |text: &str| text.rsplit_once(':').map(|(kind, _)| kind.to_owned());
        self.message.kind == Kind::SearchResponse
            && target.starts_with("urn:")
            && kind(named) == kind(target)
    }

    fn server(&mut self) {
        let by = self.by(deviation::UDA_DISC_17, deviation::UDA_DISC_53);
        let form = self.by(
            deviation::UDA_DISC_17_FORM,
            deviation::UDA_DISC_53_SERVER_FORM,
        );
        let other = self.by(
            deviation::UDA_DISC_17_OTHER_VERSION,
            deviation::UDA_DISC_53_OTHER_VERSION,
        );
        let Some(server) = self.value("server") else {
            return;
        };
        let server = server.to_owned();
        self.findings.checked(by.row);
        match Claim::from_product_tokens(&server) {
            None => self
                .findings
                .add(by, format!("SERVER {server:?} has no UPnP/x.y token")),
            Some(_) if !product::has_three_tokens(&server) => {
                let text = format!("SERVER {server:?} is not OS/version UPnP/x.y product/version");
                self.findings.add(form, text);
            }
            Some(token) if token != self.claim => {
                let text = format!("SERVER says UPnP/{token}, the description {}", self.claim);
                self.findings.add(other, text);
            }
            Some(_) => {}
        }
    }

    /// UDA-DISC-07: the form of the UUID.
    pub(super) fn uuid(&mut self) {
        let Some(udn) = self.message.udn() else {
            return;
        };
        self.findings.checked(row::UDA_DISC_07);
        if !product::is_uuid(&udn[5..]) {
            let text = format!("the UUID in USN {udn:?} is not of the form 8-4-4-4-12");
            self.findings.add(deviation::UDA_DISC_07, text);
        }
    }

    /// UDA-DISC-18 to -20: the numbers.
    pub(super) fn id_values(&mut self) {
        let boot = self.by(deviation::UDA_DISC_18, deviation::UDA_DISC_53_IDS);
        for (by, name) in [
            (boot, "BOOTID.UPNP.ORG"),
            (boot, "NEXTBOOTID.UPNP.ORG"),
            (deviation::UDA_DISC_19, "CONFIGID.UPNP.ORG"),
        ] {
            let Some(value) = self.value(name).map(str::to_owned) else {
                continue;
            };
            self.findings.checked(by.row);
            if !is_id(&value) {
                let text = format!("{name} is {value:?}, not a decimal 0 to 2147483647");
                self.findings.add(by, text);
            }
        }
        if let Some(port) = self.value("SEARCHPORT.UPNP.ORG").map(str::to_owned) {
            self.findings.checked(row::UDA_DISC_20);
            if !matches!(port.parse::<u16>(), Ok(49152..)) {
                let text = format!("SEARCHPORT.UPNP.ORG is {port:?}, not 49152 to 65535");
                self.findings.add(deviation::UDA_DISC_20, text);
            }
        }
    }

    pub(super) fn next_boot_id(&mut self) {
        let next = self
            .value("nextbootid.upnp.org")
            .and_then(|next| next.parse::<u32>().ok());
        if let (Some(now), Some(next)) = (self.message.boot_id(), next)
            && next <= now
        {
            let text = format!("NEXTBOOTID {next} is not above BOOTID {now}");
            self.findings.add(deviation::UDA_DISC_30, text);
        }
    }

    pub(super) fn ext_and_date(&mut self) {
        if let Some(ext) = self.value("ext").filter(|ext| !ext.is_empty()) {
            self.findings.add(
                deviation::UDA_DISC_40_EXT_VALUE,
                format!("EXT has the value {ext:?}"),
            );
        }
        if let Some(date) = self
            .value("date")
            .filter(|date| !product::is_http_date(date))
        {
            self.findings.add(
                deviation::UDA_DISC_40_DATE,
                format!("DATE {date:?} is not in the form of RFC 1123"),
            );
        }
    }

    /// UDA-DISC-21: what it stands for is only in 2.0.
    pub(super) fn secure_location(&mut self) {
        let secure = self.value("securelocation.upnp.org").map(str::to_owned);
        let Some(url) = secure else {
            return;
        };
        self.findings.checked_for(deviation::UDA_DISC_21);
        let scheme = url.get(..8);
        if !scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https://")) {
            let text = format!("SECURELOCATION.UPNP.ORG {url:?} is not an https URL");
            self.findings.add(deviation::UDA_DISC_21, text);
        }
    }

    /// UDA-DISC-05: names of other headers.
    pub(super) fn vendor_names(&mut self) {
        self.findings.checked_for(deviation::UDA_DISC_05);
        for header in &self.message.headers {
            let name = header.name.to_ascii_lowercase();
            if !name.contains('.') && !KNOWN.contains(&name.as_str()) {
                let text = format!("the header {} is not named token.domain", header.name);
                self.findings.add(deviation::UDA_DISC_05, text);
            }
        }
    }
}

fn is_id(value: &str) -> bool {
    let plain = value == "0" || !value.starts_with(['0', '+']);
    plain
        && value
            .parse::<u32>()
            .is_ok_and(|number| number <= i32::MAX as u32)
}
