//! Judging a device's datagrams by the rows UDA-DISC-02 to -53 that one datagram can break.

use crate::http::{Headers, LapseKind};
use crate::{Claim, Findings, Reading};

use super::header_checks::Judge;
use super::{Kind, Message};

/// What the datagram shows; of a search, nothing.
pub(super) fn check(message: &Message, claim: Claim) -> Reading<()> {
    let mut findings = Findings::new();
    if message.kind == Kind::Search {
        return findings.reading(());
    }
    form(message, &mut findings);
    let mut judge = Judge {
        message,
        claim,
        findings: &mut findings,
    };
    match message.kind {
        Kind::Alive => {
            let required = [
                "HOST",
                "CACHE-CONTROL",
                "LOCATION",
                "NT",
                "NTS",
                "SERVER",
                "USN",
            ];
            judge.presence("UDA-DISC-10", &required);
            judge.ids("UDA-DISC-11", &["BOOTID.UPNP.ORG", "CONFIGID.UPNP.ORG"]);
            judge.host();
            judge.nts("UDA-DISC-12", "ssdp:alive");
            judge.advertised_values();
        }
        Kind::ByeBye => {
            judge.presence("UDA-DISC-55", &["HOST", "NT", "NTS", "USN"]);
            judge.ids("UDA-DISC-55", &["BOOTID.UPNP.ORG", "CONFIGID.UPNP.ORG"]);
            judge.host();
            judge.nts("UDA-DISC-55", "ssdp:byebye");
            judge.usn();
        }
        Kind::Update => {
            let required = [
                "HOST",
                "LOCATION",
                "NT",
                "NTS",
                "USN",
                "BOOTID.UPNP.ORG",
                "CONFIGID.UPNP.ORG",
                "NEXTBOOTID.UPNP.ORG",
            ];
            judge.presence("UDA-DISC-30", &required);
            judge.host();
            judge.nts("UDA-DISC-30", "ssdp:update");
            judge.location();
            judge.usn();
            judge.next_boot_id();
        }
        Kind::SearchResponse => {
            let required = ["CACHE-CONTROL", "EXT", "LOCATION", "SERVER", "ST", "USN"];
            judge.presence("UDA-DISC-40", &required);
            judge.ids("UDA-DISC-41", &["BOOTID.UPNP.ORG"]);
            judge.ext_and_date();
            judge.advertised_values();
        }
        Kind::Search => {}
    }
    judge.uuid();
    judge.id_values();
    judge.secure_location();
    if claim.is_1_1_or_later() {
        judge.vendor_names();
    }
    findings.reading(())
}

/// UDA-DISC-02 and -25: start line, line ends, the final empty line, no body, one datagram.
fn form(message: &Message, findings: &mut Findings) {
    const ROW: &str = "UDA-DISC-02";
    findings.checked(ROW);
    findings.checked("UDA-DISC-25");
    match message.kind {
        Kind::SearchResponse => {
            if !message.start_line.starts_with("HTTP/1.1 200") {
                findings.fail(ROW, format!("the start line is {:?}", message.start_line));
            } else if message.start_line != "HTTP/1.1 200 OK" {
                findings.warn(ROW, format!("the start line is {:?}", message.start_line));
            }
        }
        _ if message.start_line != "NOTIFY * HTTP/1.1" => {
            findings.fail(ROW, format!("the start line is {:?}", message.start_line));
        }
        _ => {}
    }
    let mut told: Vec<LapseKind> = Vec::new();
    for lapse in &message.lapses {
        // The start line has been judged as a whole.
        let of_start_line = matches!(
            lapse.kind,
            LapseKind::ExtraBlank
                | LapseKind::BlankInTarget
                | LapseKind::LowerCaseProtocol
                | LapseKind::MissingReason
        );
        if !of_start_line && !told.contains(&lapse.kind) {
            told.push(lapse.kind);
            findings.warn(ROW, lapse.to_string());
        }
    }
    if !message.has_final_line {
        findings.warn(ROW, "the head does not end in an empty line");
    }
    if message.body_bytes > 0 {
        findings.warn(ROW, format!("{} bytes follow the head", message.body_bytes));
    }
    if message.bytes > 1400 {
        findings.warn(
            "UDA-DISC-25",
            format!("the datagram has {} bytes", message.bytes),
        );
    }
}

/// The directives of CACHE-CONTROL: name and value, blanks removed.
pub(super) fn directives(headers: &Headers) -> impl Iterator<Item = (&str, Option<&str>)> {
    headers
        .all("cache-control")
        .flat_map(|value| value.split(','))
        .map(|directive| match directive.split_once('=') {
            Some((name, value)) => (name.trim(), Some(value.trim())),
            None => (directive.trim(), None),
        })
}
