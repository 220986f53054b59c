//! Bodies that a reader of XML has to be on its guard against.

use ctk_record::Outcome;

use super::survival::{judge, survived};
use crate::case::{Case, Phase};
use crate::judging::judgement::Flow;
use crate::lab::{Answer, Ask, FileManner, FileOffer};
use crate::tester::{Tester, mismatch};

/// How long a document that was asked for behind the device's answer is waited for, in milliseconds.
const FETCH_MS: u64 = 300;

/// The cases.
pub(super) fn cases() -> Vec<Case> {
    vec![
        expansion(),
        quadratic(),
        external(),
        deep(),
        wide(),
        encodings(),
        large_body(),
    ]
}

/// An action without effect, whatever becomes of its argument, with this text of the body.
fn send(t: &mut Tester<'_>, what: &str, change: impl FnOnce(String) -> String) -> Flow<u32> {
    let id = t.unique("CtkNone")?;
    let request = t
        .raw_request(t.dut().idle_action(), &[("MessageID", &id)])
        .rewritten(change)
        .but(what);
    t.raw().post(&request).map(|came| came.exchange)
}

/// With a document type declaration that holds this, and this instead of the id.
fn with_declarations(text: &str, declarations: &str, value: &str) -> String {
    let typed = text.replacen(
        "<s:Envelope",
        &format!("<!DOCTYPE s:Envelope [{declarations}]><s:Envelope"),
        1,
    );
    match (typed.find("<MessageID>"), typed.find("</MessageID>")) {
        (Some(start), Some(end)) => {
            let start = start + "<MessageID>".len();
            format!("{}{value}{}", &typed[..start], &typed[end..])
        }
        _ => typed,
    }
}

/// Entities that would expand to gigabytes.
fn expansion() -> Case {
    survived(
        "uda/security/entity-expansion",
        "the device survives a request whose entities expand to gigabytes",
        "3.2.1",
        |t| {
            let mut declarations = "<!ENTITY a0 \"ctk\">".to_owned();
            for level in 1..=12 {
                let inner = format!("&a{};", level - 1).repeat(10);
                declarations.push_str(&format!("<!ENTITY a{level} \"{inner}\">"));
            }
            send(t, "with entities within entities", |text| {
                with_declarations(&text, &declarations, "&a12;")
            })
            .map(drop)
        },
    )
}

/// One long entity, often.
fn quadratic() -> Case {
    survived(
        "uda/security/entity-repetition",
        "the device survives a request that refers to a long entity thousands of times",
        "3.2.1",
        |t| {
            let declarations = format!("<!ENTITY a \"{}\">", "ctk".repeat(10_000));
            send(t, "with a long entity, often", |text| {
                with_declarations(&text, &declarations, &"&a;".repeat(10_000))
            })
            .map(drop)
        },
    )
}

/// An entity and a document type elsewhere: at a URL of the kit's own, which nobody has a reason to fetch.
fn external() -> Case {
    Case::new(
        "uda/security/external-entities",
        "the device fetches nothing that the markup of a request points to",
    )
    .clause("3.2.1")
    .covers(&["UDA-CTRL-24"])
    .phase(Phase::Hostile)
    .body(|t| {
        let ask = Ask::OfferFile(FileOffer {
            size: 64,
            content_type: "text/xml".to_owned(),
            manner: FileManner::Whole,
        });
        let (file, url) = match t.ask(&ask)? {
            Answer::Opened { id, url } => (id, url),
            other => return Err(mismatch("a document to point to", &other)),
        };
        let entity = format!("<!ENTITY a SYSTEM \"{url}\">");
        let exchange = send(t, "with an external entity", |text| {
            with_declarations(&text, &entity, "&a;")
        })?;
        let parameter = format!("<!ENTITY % p SYSTEM \"{url}\"> %p;");
        send(t, "with an external parameter entity", |text| {
            with_declarations(&text, &parameter, "ctk")
        })?;
        send(t, "with an external document type", |text| {
            let declared = format!("<!DOCTYPE s:Envelope SYSTEM \"{url}\"><s:Envelope");
            text.replacen("<s:Envelope", &declared, 1)
        })?;
        let fetched = t.files().fetches(file, 1, FETCH_MS)?;
        // The architecture itself does not forbid it: a finding of security, not of conformance.
        let outcome = if fetched.is_empty() {
            Outcome::Pass
        } else {
            Outcome::Warning
        };
        let observed = format!("{} fetches of {url}", fetched.len());
        judge(
            t,
            "UDA-CTRL-24",
            outcome,
            "requests whose markup points to a document of the kit's",
            "no fetch",
            observed,
            exchange,
        )
    })
}

/// Elements within elements within elements.
fn deep() -> Case {
    survived(
        "uda/security/deep-nesting",
        "the device survives a request with a hundred thousand elements in one another",
        "3.2.1",
        |t| {
            for depth in [1_000, 100_000] {
                send(t, "with elements in one another", |text| {
                    let nested = format!("{}{}", "<n>".repeat(depth), "</n>".repeat(depth));
                    text.replacen("</MessageID>", &format!("{nested}</MessageID>"), 1)
                })?;
            }
            Ok(())
        },
    )
}

/// Many arguments, many attributes, a name and a value that do not end.
fn wide() -> Case {
    survived(
        "uda/security/wide-request",
        "the device survives thousands of arguments and attributes, and very long names",
        "3.2.1",
        |t| {
            send(t, "with ten thousand arguments", |text| {
                let many = "<MessageID>ctk</MessageID>".repeat(10_000);
                text.replacen("<MessageID>", &format!("{many}<MessageID>"), 1)
            })?;
            send(t, "with ten thousand attributes", |text| {
                let many: String = (0..10_000).map(|at| format!(" a{at}=\"1\"")).collect();
                text.replacen("<MessageID>", &format!("<MessageID{many}>"), 1)
            })?;
            send(t, "with a name of 100 000 letters", |text| {
                let name = "n".repeat(100_000);
                text.replacen("<MessageID>", &format!("<{name}/><MessageID>"), 1)
            })?;
            send(t, "with a value of 1 000 000 letters", |text| {
                text.replacen(
                    "<MessageID>",
                    &format!("<MessageID>{}", "m".repeat(1_000_000)),
                    1,
                )
            })
            .map(drop)
        },
    )
}

/// Other encodings than the one that there is, and bytes that are none.
fn encodings() -> Case {
    survived(
        "uda/security/other-encodings",
        "the device survives UTF-16, bytes that are no UTF-8, and NUL",
        "3.1.1",
        |t| {
            let plain = t.raw_request(t.dut().idle_action(), &[("MessageID", "ctk")]);
            let text = String::from_utf8_lossy(&plain.bytes()).into_owned();
            let wide: Vec<u8> = std::iter::once(0xfeff_u16)
                .chain(text.encode_utf16())
                .flat_map(u16::to_le_bytes)
                .collect();
            let inside = |bytes: &[u8]| {
                let (before, after) = text.split_once("ctk").unwrap_or((&text, ""));
                [before.as_bytes(), bytes, after.as_bytes()].concat()
            };
            for (what, body) in [
                ("in UTF-16", wide),
                ("with an overlong sequence", inside(b"\xc0\xaf")),
                ("with half a character", inside(b"\xf0\x9f")),
                ("with a surrogate", inside(b"\xed\xa0\x80")),
                ("with NUL", inside(b"a\0b")),
                ("of NULs alone", vec![0; 1000]),
                (
                    "that says it is in UTF-7",
                    text.replace("utf-8", "utf-7").into_bytes(),
                ),
            ] {
                let mut request = plain.clone().but(what);
                request.body = Some(body);
                t.raw().post(&request)?;
            }
            Ok(())
        },
    )
}

/// A body of many megabytes.
fn large_body() -> Case {
    survived(
        "uda/security/large-body",
        "the device survives a body of eight megabytes",
        "3.2.1",
        |t| {
            let request = t
                .raw_request(t.dut().idle_action(), &[("MessageID", "ctk")])
                .but("with a body of 8 MiB");
            let mut body = request.bytes();
            body.resize(8 << 20, b' ');
            t.raw().post_body(&request, body).map(drop)
        },
    )
}
