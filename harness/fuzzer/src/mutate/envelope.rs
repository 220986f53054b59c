//! Changes to the envelope around a call.

use fastrand::Rng;

use crate::call::{Call, Quirk};
use crate::grammar::odd_text;

const PROLOGS: &[&str] = &[
    "<!-- x -->",
    "<!DOCTYPE x>",
    "<!DOCTYPE x SYSTEM \"{{canary}}\">",
    "<!DOCTYPE x [<!ENTITY e SYSTEM \"{{canary}}\">]>",
    "<!DOCTYPE x [<!ENTITY % p SYSTEM \"{{canary}}\">%p;]>",
    "<?ctk x?>",
    "\u{0}",
    " ",
];
const DECLARATIONS: &[&str] = &[
    "",
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
    "<?xml version=\"1.0\" encoding=\"utf-16\"?>",
    "<?xml version=\"2.0\"?>",
    "<?xml",
    "\n<?xml version=\"1.0\"?>",
];
const HEADERS: &[&str] = &[
    "<h/>",
    "<h s:mustUnderstand=\"1\"/>",
    "<i:include href=\"{{canary}}\" xmlns:i=\"http://www.w3.org/2001/XInclude\"/>",
];
const INSIDE: &[&str] = &["<x/>", "<x><y>1</y></x>", "<!-- x -->", "&e;", "text"];
const BEHIND: &[&str] = &["<x/>", "text", "<s:Fault/>"];
const ENVELOPES: &[&str] = &["", "http://www.w3.org/2003/05/soap-envelope", "urn:x"];
const ATTRIBUTES: &[&str] = &[
    " x=\"1\"",
    " x=\"1\" x=\"1\"",
    " xsi:schemaLocation=\"urn:x {{canary}}\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"",
];
const TRAILING: &[&str] = &["\u{0}", "<x/>", "x", "<?xml version=\"1.0\"?>"];
const NAMES: &[&str] = &["", "CtkNoAction", "x:y", "a b", "%s", "GetSessionsX", "é"];
const SERVICES: &[&str] = &[
    "urn:schemas-upnp-org:service:Messaging:1",
    "urn:schemas-upnp-org:service:Messaging:9",
    "urn:schemas-upnp-org:serviceId:Messaging",
    "",
    "x",
];

/// One of these.
fn one(texts: &[&str], rng: &mut Rng) -> String {
    texts[rng.usize(..texts.len())].to_owned()
}

/// Adds an oddity; what it is.
pub fn mutate_envelope(call: &mut Call, rng: &mut Rng) -> String {
    let quirk = match rng.u32(..16) {
        0 => Quirk::Prolog(one(PROLOGS, rng)),
        1 => Quirk::Declaration(one(DECLARATIONS, rng)),
        2 => Quirk::Header(one(HEADERS, rng)),
        3 => Quirk::Inside(one(INSIDE, rng)),
        4 => Quirk::Behind(one(BEHIND, rng)),
        5 => Quirk::Envelope(one(ENVELOPES, rng)),
        6 => Quirk::Attributes(one(ATTRIBUTES, rng)),
        7 => Quirk::Cdata,
        8 => Quirk::References,
        9 => Quirk::Mark,
        10 => Quirk::Trailing(one(TRAILING, rng)),
        11 => Quirk::Cut(rng.usize(..700)),
        12 => Quirk::Nested([8, 64, 512, 4000][rng.usize(..4)]),
        13 => {
            call.action = if rng.bool() {
                one(NAMES, rng)
            } else {
                odd_name(rng)
            };
            return "action-name".to_owned();
        }
        14 => {
            call.service_type = one(SERVICES, rng);
            return "service-type".to_owned();
        }
        _ => {
            let text = odd_text(rng).replace('-', "_");
            call.quirks.push(Quirk::Prolog(format!("<!-- {text} -->")));
            Quirk::Cdata
        }
    };
    let name = quirk.name();
    call.quirks.push(quirk);
    format!("envelope/{name}")
}

/// A name that is long, and nothing worse: an element has to have it.
fn odd_name(rng: &mut Rng) -> String {
    "A".repeat([64, 256, 1024, 5000][rng.usize(..4)])
}
