//! Judging a device's datagrams by the rows UDA-DISC-02 to -53 that one datagram can break.

use ctk_vectors::uda::{deviation, row};

use crate::http::{Headers, LapseKind};
use crate::{Claim, Findings, Reading};

use super::header_checks::Judge;
use super::{Kind, Message};

/// What the datagram shows; of a search, nothing.
pub(super) fn check(message: &Message, claim: Claim) -> Reading<()> {
    let mut findings = Findings::new(claim);
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
            judge.presence(deviation::UDA_DISC_10, &required);
            judge.presence(
                deviation::UDA_DISC_11,
                &["BOOTID.UPNP.ORG", "CONFIGID.UPNP.ORG"],
            );
            judge.host();
            judge.nts(deviation::UDA_DISC_12, "ssdp:alive");
            judge.advertised_values();
        }
        Kind::ByeBye => {
            judge.presence(deviation::UDA_DISC_55, &["HOST", "NT", "NTS", "USN"]);
            judge.presence(
                deviation::UDA_DISC_55_IDS,
                &["BOOTID.UPNP.ORG", "CONFIGID.UPNP.ORG"],
            );
            judge.host();
            judge.nts(deviation::UDA_DISC_55, "ssdp:byebye");
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
            judge.presence(deviation::UDA_DISC_30, &required);
            judge.host();
            judge.nts(deviation::UDA_DISC_30, "ssdp:update");
            judge.location();
            judge.usn();
            judge.next_boot_id();
        }
        Kind::SearchResponse => {
            let required = ["CACHE-CONTROL", "EXT", "LOCATION", "SERVER", "ST", "USN"];
            judge.presence(deviation::UDA_DISC_40, &required);
            judge.presence(deviation::UDA_DISC_41, &["BOOTID.UPNP.ORG"]);
            judge.ext_and_date();
            judge.advertised_values();
        }
        Kind::Search => {}
    }
    judge.uuid();
    judge.id_values();
    judge.secure_location();
    judge.vendor_names();
    findings.reading(())
}

/// UDA-DISC-02 and -25: start line, line ends, the final empty line, no body, one datagram.
fn form(message: &Message, findings: &mut Findings) {
    findings.checked(row::UDA_DISC_02);
    findings.checked(row::UDA_DISC_25);
    match message.kind {
        Kind::SearchResponse => {
            if !message.start_line.starts_with("HTTP/1.1 200") {
                findings.add(
                    deviation::UDA_DISC_02,
                    format!("the start line is {:?}", message.start_line),
                );
            } else if message.start_line != "HTTP/1.1 200 OK" {
                findings.add(
                    deviation::UDA_DISC_02_REASON,
                    format!("the start line is {:?}", message.start_line),
                );
            }
        }
        _ if message.start_line != "NOTIFY * HTTP/1.1" => {
            findings.add(
                deviation::UDA_DISC_02,
                format!("the start line is {:?}", message.start_line),
            );
        }
        _ => {}
    }
    let mut seen: Vec<LapseKind> = Vec::new();
    for lapse in &message.lapses {
        // The start line has been judged as a whole.
        let of_start_line = matches!(
            lapse.kind,
            LapseKind::ExtraBlank
                | LapseKind::BlankInTarget
                | LapseKind::LowerCaseProtocol
                | LapseKind::MissingReason
        );
        if !of_start_line && !seen.contains(&lapse.kind) {
            seen.push(lapse.kind);
            findings.add(deviation::UDA_DISC_02_FORM, lapse.to_string());
        }
    }
    if !message.has_final_line {
        findings.add(
            deviation::UDA_DISC_02_FORM,
            "the head does not end in an empty line",
        );
    }
    if message.body_bytes > 0 {
        findings.add(
            deviation::UDA_DISC_02_BODY,
            format!("{} bytes follow the head", message.body_bytes),
        );
    }
    if message.bytes > 1400 {
        findings.add(
            deviation::UDA_DISC_25,
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
