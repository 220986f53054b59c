//! What names somebody, gathered from a journal.

use std::collections::{BTreeSet, HashSet};
use std::net::Ipv4Addr;

use ctk_record::journal::Events;
use ctk_record::{Event, Kind};
use serde_json::Value;

use super::rewrite::{contents, strings};
use super::{lower_words, words};
use crate::dut::probe_request::ProbeRequest;
use crate::exit_code::Failure;

/// Elements of the device description whose content names a device.
pub(super) const NAMING: [&str; 3] = ["friendlyName", "serialNumber", "UDN"];
/// Elements of messages and sessions whose content names people, or is theirs (5.3.3, 5.3.10, 5.3.15, Annex A).
pub(super) const PERSONAL: [&str; 6] = [
    "messageOverview",
    "subject",
    "text",
    "id",
    "name",
    "imageData",
];

/// What is replaced.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// Addresses of the network, wherever they stand.
    pub(super) addresses: BTreeSet<String>,
    /// Numbers and addresses of people, wherever they stand.
    pub(super) numbers: BTreeSet<String>,
    /// Names of devices and hosts, wherever they stand.
    pub(super) names: BTreeSet<String>,
    /// Paths and commands of the test bench, wherever they stand.
    pub(super) commands: BTreeSet<String>,
    /// Words of personal elements, within these.
    pub(super) words: HashSet<String>,
}

impl Vocabulary {
    /// Reads a journal.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn gather(mut events: Events<'_>) -> Result<Self, Failure> {
        let mut vocabulary = Self::default();
        let mut asked = HashSet::new();
        while let Some(event) = events.next_event().map_err(Failure::usage)? {
            vocabulary.take(&event, &mut asked);
        }
        // Cases run side by side: an answer may stand before the question of another case that its words are from.
        vocabulary.forget_words(&asked);
        Ok(vocabulary)
    }

    fn take(&mut self, event: &Event, asked: &mut HashSet<String>) {
        match event {
            Event::Header(header) => {
                self.bench(&header.bench);
                self.command(&header.command);
            }
            Event::Resumed(resumed) => {
                self.bench(&resumed.bench);
                self.command(&resumed.command);
            }
            Event::Device(device) => {
                self.device_name(&device.friendly_name);
                self.device_name(device.udn.trim_start_matches("uuid:"));
            }
            Event::Exchange(exchange) => {
                let sent = exchange.request.as_ref();
                let came = exchange.response.as_ref();
                let inbound = exchange.kind == Kind::Event
                    && sent.is_some_and(|request| request.method == "NOTIFY");
                let (theirs, ours) = if inbound { (sent, came) } else { (came, sent) };
                if let Some(ours) = ours {
                    lower_words(&ours.body, asked);
                }
                if let Some(theirs) = theirs {
                    self.said(&theirs.body, exchange.kind, asked);
                }
            }
            _ => {}
        }
        // Whatever else these events hold may show addresses; others have numbers of clauses.
        let shows = matches!(
            event,
            Event::Header(_) | Event::Resumed(_) | Event::Device(_) | Event::Exchange(_)
        );
        if shows && let Ok(value) = serde_json::to_value(event) {
            strings(&value, &mut |text| self.addresses(text));
        }
    }

    /// What the device said.
    fn said(&mut self, body: &str, kind: Kind, asked: &HashSet<String>) {
        contents(body, &NAMING, &mut |content| {
            let name = content.trim().trim_start_matches("uuid:");
            self.device_name(name);
        });
        // A description has elements of the same names that name nobody.
        if kind == Kind::Description {
            return;
        }
        contents(body, &PERSONAL, &mut |content| {
            for word in words(content) {
                let word = word.to_lowercase();
                if !asked.contains(&word) {
                    self.words.insert(word);
                }
            }
        });
    }

    /// A name that is replaced wherever it stands, unless it is a word like others.
    fn device_name(&mut self, name: &str) {
        let telling = |c: char| c.is_ascii_digit() || c.is_whitespace();
        if name.len() >= 6 && name.contains(telling) {
            self.names.insert(name.to_owned());
        }
    }

    fn bench(&mut self, bench: &Value) {
        let Ok(met) = serde_json::from_value::<ProbeRequest>(bench.clone()) else {
            return;
        };
        let ixit = &met.profile.ixit;
        for address in ixit.recipients.values().flatten() {
            let bare = address
                .split_once(':')
                .map_or(address.as_str(), |(_, it)| it);
            self.numbers.insert(bare.to_owned());
            // The same number may be written without a plus sign.
            let digits = bare.trim_start_matches('+');
            if digits.len() >= 7 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
                self.numbers.insert(digits.to_owned());
            }
        }
        if !ixit.restart_command.is_empty() {
            self.commands.insert(ixit.restart_command.clone());
        }
        if let Ok(url) = ctk_wire::uri::HttpUrl::parse(&met.url)
            && url.host.parse::<std::net::IpAddr>().is_err()
            && url.host.len() >= 4
            && url.host != "localhost"
        {
            self.names.insert(url.host);
        }
    }

    fn command(&mut self, words: &[String]) {
        let mut before = "";
        for word in words.iter().skip(1) {
            let is_path = word.contains(['/', '\\']) && !word.contains("://");
            let is_pattern = ["--case", "--skip"].contains(&before) || word.starts_with("--");
            if before == "--upper-tester-command" || (is_path && !is_pattern) {
                self.commands.insert(word.clone());
            }
            before = word;
        }
    }

    fn addresses(&mut self, text: &str) {
        let parts = text.split(|c: char| !c.is_ascii_digit() && c != '.');
        for part in parts.filter(|part| part.len() >= 7) {
            let part = part.trim_matches('.');
            if part.parse().is_ok_and(|address| names_somebody(&address)) {
                self.addresses.insert(part.to_owned());
            }
        }
    }

    /// Whether it would replace words that the kit makes up itself.
    pub(super) fn has_words(&self, asked: &HashSet<String>) -> bool {
        self.words.iter().any(|word| asked.contains(word))
    }

    /// Words that the kit makes up itself stay.
    pub(super) fn forget_words(&mut self, asked: &HashSet<String>) {
        self.words.retain(|word| !asked.contains(word));
    }
}

/// An address of somebody: not of every machine, nor of a group; and not the number of a clause.
fn names_somebody(address: &Ipv4Addr) -> bool {
    let octets = address.octets();
    let clause = octets[0] < 10 && octets.iter().all(|&part| part < 100);
    !(clause
        || address.is_loopback()
        || address.is_multicast()
        || address.is_broadcast()
        || address.is_unspecified()
        || octets[0] == 0)
}
