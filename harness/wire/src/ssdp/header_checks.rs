//! Judging single headers of a device's datagram.

use crate::product;
use crate::uri;
use crate::{Claim, Findings, Grade};

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

    /// The row for rules of announcements that also bind answers (UDA-DISC-53).
    fn row(&self, row: &'static str) -> &'static str {
        if self.message.kind == Kind::SearchResponse {
            "UDA-DISC-53"
        } else {
            row
        }
    }

    /// The grade of ids: 1.0 devices need not send them, so bad ones are only worth a warning.
    fn id_grade(&self) -> Grade {
        if self.claim.is_1_1_or_later() {
            Grade::Fail
        } else {
            Grade::Warning
        }
    }

    pub(super) fn presence(&mut self, row: &'static str, names: &[&str]) {
        self.findings.checked(row);
        for name in names {
            match self.message.headers.count(name) {
                1 => {}
                0 => self.findings.fail(row, format!("{name} is missing")),
                count => self
                    .findings
                    .fail(row, format!("{name} stands {count} times")),
            }
        }
    }

    pub(super) fn ids(&mut self, row: &'static str, names: &[&str]) {
        if self.claim.is_1_1_or_later() {
            self.presence(row, names);
        }
    }

    pub(super) fn host(&mut self) {
        const ROW: &str = "UDA-DISC-12";
        let Some(host) = self.value("host") else {
            return;
        };
        let host = host.to_owned();
        self.findings.checked(ROW);
        let lower = host.to_ascii_lowercase();
        let ipv6 = ["[ff02::c]:1900", "[ff05::c]:1900"].contains(&lower.as_str());
        if host == "239.255.255.250" {
            self.findings.warn(ROW, "HOST has no port");
        } else if host != GROUP && !ipv6 {
            self.findings
                .fail(ROW, format!("HOST is {host:?}, not {GROUP}"));
        }
    }

    pub(super) fn nts(&mut self, row: &'static str, wanted: &str) {
        let Some(nts) = self.value("nts").map(str::to_owned) else {
            return;
        };
        self.findings.checked(row);
        if nts != wanted {
            self.findings
                .fail(row, format!("NTS is {nts:?}, not {wanted}"));
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
        let (form, age) = (self.row("UDA-DISC-13"), self.row("UDA-DISC-14"));
        self.findings.checked(form);
        let mut ages = 0;
        for (name, value) in directives(&self.message.headers) {
            if name.eq_ignore_ascii_case("max-age") {
                ages += 1;
                self.findings.checked(age);
                match value.map(|value| (value, value.parse::<u64>())) {
                    Some((_, Ok(1800..))) => {}
                    Some((_, Ok(seconds @ 1..))) => {
                        self.findings
                            .warn(age, format!("max-age is {seconds}, below 1800"));
                    }
                    Some((value, _)) => {
                        self.findings.fail(age, format!("max-age is {value:?}"));
                    }
                    None => self.findings.fail(form, "max-age has no value"),
                }
            } else {
                let grade = self.id_grade();
                let text = format!("CACHE-CONTROL holds {name:?} besides max-age");
                self.findings.add(form, grade, text);
            }
        }
        if ages != 1 {
            self.findings.fail(
                form,
                format!("CACHE-CONTROL holds {ages} max-age directives"),
            );
        }
    }

    pub(super) fn location(&mut self) {
        let row = self.row("UDA-DISC-15");
        let Some(location) = self.value("location").map(str::to_owned) else {
            return;
        };
        self.findings.checked(row);
        if !uri::is_absolute_http(&location) {
            let text = format!("LOCATION {location:?} is not an absolute http URL");
            self.findings.fail(row, text);
        }
    }

    pub(super) fn usn(&mut self) {
        let row = self.row("UDA-DISC-16");
        let (Some(usn), Some(target)) = (self.value("usn"), self.message.target()) else {
            return;
        };
        let (usn, target) = (usn.to_owned(), target.to_owned());
        self.findings.checked(row);
        let Some(udn) = self.message.udn() else {
            self.findings
                .fail(row, format!("USN {usn:?} does not begin with uuid:"));
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
            self.findings
                .fail(row, format!("USN {usn:?} does not fit {target:?}"));
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
        let row = self.row("UDA-DISC-17");
        let Some(server) = self.value("server") else {
            return;
        };
        let server = server.to_owned();
        self.findings.checked(row);
        match Claim::from_product_tokens(&server) {
            None => self
                .findings
                .fail(row, format!("SERVER {server:?} has no UPnP/x.y token")),
            Some(_) if !product::has_three_tokens(&server) => {
                let text = format!("SERVER {server:?} is not OS/version UPnP/x.y product/version");
                self.findings.warn(row, text);
            }
            Some(token) if token != self.claim => {
                let text = format!("SERVER says UPnP/{token}, the description {}", self.claim);
                self.findings.warn(row, text);
            }
            Some(_) => {}
        }
    }

    /// UDA-DISC-07: the form of the UUID.
    pub(super) fn uuid(&mut self) {
        let Some(udn) = self.message.udn() else {
            return;
        };
        self.findings.checked("UDA-DISC-07");
        if !product::is_uuid(&udn[5..]) {
            let grade = self.id_grade();
            let text = format!("the UUID in USN {udn:?} is not of the form 8-4-4-4-12");
            self.findings.add("UDA-DISC-07", grade, text);
        }
    }

    /// UDA-DISC-18 to -20: the numbers.
    pub(super) fn id_values(&mut self) {
        let grade = self.id_grade();
        let boot = match self.message.kind {
            Kind::SearchResponse => "UDA-DISC-53",
            _ => "UDA-DISC-18",
        };
        for (row, name) in [
            (boot, "BOOTID.UPNP.ORG"),
            (boot, "NEXTBOOTID.UPNP.ORG"),
            ("UDA-DISC-19", "CONFIGID.UPNP.ORG"),
        ] {
            let Some(value) = self.value(name).map(str::to_owned) else {
                continue;
            };
            self.findings.checked(row);
            if !is_id(&value) {
                let text = format!("{name} is {value:?}, not a decimal 0 to 2147483647");
                self.findings.add(row, grade, text);
            }
        }
        if let Some(port) = self.value("SEARCHPORT.UPNP.ORG").map(str::to_owned) {
            self.findings.checked("UDA-DISC-20");
            if !matches!(port.parse::<u16>(), Ok(49152..)) {
                let text = format!("SEARCHPORT.UPNP.ORG is {port:?}, not 49152 to 65535");
                self.findings.add("UDA-DISC-20", grade, text);
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
            self.findings.fail("UDA-DISC-30", text);
        }
    }

    pub(super) fn ext_and_date(&mut self) {
        const ROW: &str = "UDA-DISC-40";
        if let Some(ext) = self.value("ext").filter(|ext| !ext.is_empty()) {
            self.findings
                .warn(ROW, format!("EXT has the value {ext:?}"));
        }
        if let Some(date) = self
            .value("date")
            .filter(|date| !product::is_http_date(date))
        {
            self.findings
                .warn(ROW, format!("DATE {date:?} is not in the form of RFC 1123"));
        }
    }

    /// UDA-DISC-21: what it stands for is only in 2.0.
    pub(super) fn secure_location(&mut self) {
        let secure = self.value("securelocation.upnp.org").map(str::to_owned);
        let Some(url) = secure.filter(|_| self.claim == Claim::V2_0) else {
            return;
        };
        self.findings.checked("UDA-DISC-21");
        let scheme = url.get(..8);
        if !scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https://")) {
            let text = format!("SECURELOCATION.UPNP.ORG {url:?} is not an https URL");
            self.findings.fail("UDA-DISC-21", text);
        }
    }

    /// UDA-DISC-05: names of other headers.
    pub(super) fn vendor_names(&mut self) {
        self.findings.checked("UDA-DISC-05");
        for header in &self.message.headers {
            let name = header.name.to_ascii_lowercase();
            if !name.contains('.') && !KNOWN.contains(&name.as_str()) {
                let text = format!("the header {} is not named token.domain", header.name);
                self.findings.warn("UDA-DISC-05", text);
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
