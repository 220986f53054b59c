//! Changes to the envelope around a call.

use fastrand::Rng;

use crate::call::{Call, Quirk};
use crate::grammar::odd_text;

/// Adds an oddity; what it is.
pub fn mutate_envelope(call: &mut Call, rng: &mut Rng) -> String {
    let text = |pieces: &[&str], rng: &mut Rng| pieces[rng.usize(..pieces.len())].to_owned();
    let quirk = match rng.u32(..16) {
        0 => Quirk::Prolog(text(
            &[
                "<!-- x -->",
                "<!DOCTYPE x>",
                "<!DOCTYPE x SYSTEM \"{{canary}}\">",
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"{{canary}}\">]>",
                "<!DOCTYPE x [<!ENTITY % p SYSTEM \"{{canary}}\">%p;]>",
                "<?ctk x?>",
                "\u{0}",
                " ",
            ],
            rng,
        )),
        1 => Quirk::Declaration(text(
            &[
                "",
                "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
                "<?xml version=\"1.0\" encoding=\"utf-16\"?>",
                "<?xml version=\"2.0\"?>",
                "<?xml",
                "\n<?xml version=\"1.0\"?>",
            ],
            rng,
        )),
        2 => Quirk::Header(text(
            &[
                "<h/>",
                "<h s:mustUnderstand=\"1\"/>",
                "<i:include href=\"{{canary}}\" xmlns:i=\"http://www.w3.org/2001/XInclude\"/>",
            ],
            rng,
        )),
        3 => Quirk::Inside(text(
            &["<x/>", "<x><y>1</y></x>", "<!-- x -->", "&e;", "text"],
            rng,
        )),
        4 => Quirk::Behind(text(&["<x/>", "text", "<s:Fault/>"], rng)),
        5 => Quirk::Envelope(text(
            &["", "http://www.w3.org/2003/05/soap-envelope", "urn:x"],
            rng,
        )),
        6 => Quirk::Attributes(text(
            &[
                " x=\"1\"",
                " x=\"1\" x=\"1\"",
                " xsi:schemaLocation=\"urn:x {{canary}}\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"",
            ],
            rng,
        )),
        7 => Quirk::Cdata,
        8 => Quirk::References,
        9 => Quirk::Mark,
        10 => Quirk::Trailing(text(
            &["\u{0}", "<x/>", "x", "<?xml version=\"1.0\"?>"],
            rng,
        )),
        11 => Quirk::Cut(rng.usize(..700)),
        12 => Quirk::Nested([8, 64, 512, 4000][rng.usize(..4)]),
        13 => {
            let names = ["", "CtkNoAction", "x:y", "a b", "%s", "GetSessionsX", "é"];
            call.action = if rng.bool() {
                text(&names, rng)
            } else {
                odd_name(rng)
            };
            return "action-name".to_owned();
        }
        14 => {
            call.service_type = text(
                &[
                    "urn:schemas-upnp-org:service:Messaging:1",
                    "urn:schemas-upnp-org:service:Messaging:9",
                    "urn:schemas-upnp-org:serviceId:Messaging",
                    "",
                    "x",
                ],
                rng,
            );
            return "service-type".to_owned();
        }
        _ => {
            let prolog = Quirk::Prolog(format!("<!-- {} -->", odd_text(rng).replace('-', "_")));
            call.quirks.push(prolog);
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
