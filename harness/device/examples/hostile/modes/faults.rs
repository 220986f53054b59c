//! Faults.

use super::{ESCAPES, Kind, Mode, Seen, Step, whole};
use crate::reply::Reply;

const C: &[Kind] = &[Kind::Control];

pub(super) fn modes() -> Vec<Mode> {
    vec![
        Mode::new("fault-always", "every action fails with 501", C, |_| {
            fault("501", "Action Failed")
        }),
        Mode::new(
            "fault-escapes",
            "errorDescription controls terminals",
            C,
            |_| fault("501", ESCAPES),
        ),
        Mode::new(
            "fault-long",
            "errorDescription has a million characters",
            C,
            |_| fault("501", &"sorry ".repeat(170_000)),
        ),
        Mode::new("fault-code-huge", "errorCode has 40 digits", C, |_| {
            fault(&"7".repeat(40), "x")
        }),
        Mode::new(
            "fault-code-text",
            "errorCode is a text that controls terminals",
            C,
            |_| fault(ESCAPES, "x"),
        ),
        Mode::new(
            "fault-html",
            "every action fails with a page for people",
            C,
            |_| {
                whole(&Reply::new(
                    500,
                    "text/html",
                    "<h1>Internal Server Error</h1>",
                ))
            },
        ),
        Mode::new(
            "fault-nested",
            "a fault is in a fault, a thousand times",
            C,
            nested,
        ),
        Mode::new("fault-401", "every action wants a password", C, |_| {
            let reply = Reply::new(401, "text/plain", "");
            whole(&reply.header(
                "WWW-AUTHENTICATE",
                &format!("Basic realm=\"{}\"", super::RAW_ESCAPES),
            ))
        }),
        Mode::new(
            "fault-unless-first",
            "only the first action succeeds",
            C,
            |seen: &Seen| {
                if seen.number == 1 {
                    return whole(&seen.reply());
                }
                fault("501", "Action Failed")
            },
        ),
    ]
}

fn envelope(body: &str) -> Vec<Step> {
    let text = format!(
        "<?xml version=\"1.0\"?>\n<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" \
         s:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"><s:Body>{body}</s:Body></s:Envelope>"
    );
    let reply = Reply::new(500, "text/xml; charset=\"utf-8\"", text);
    whole(
        &reply
            .header("EXT", "")
            .header("SERVER", "Linux/1 UPnP/1.0 Hostile/1"),
    )
}

fn fault(code: &str, description: &str) -> Vec<Step> {
    envelope(&format!(
        "<s:Fault><faultcode>s:Client</faultcode><faultstring>UPnPError</faultstring><detail>\
         <UPnPError xmlns=\"urn:schemas-upnp-org:control-1-0\"><errorCode>{code}</errorCode>\
         <errorDescription>{description}</errorDescription></UPnPError></detail></s:Fault>"
    ))
}

fn nested(_: &Seen) -> Vec<Step> {
    envelope(&("<s:Fault><detail>".repeat(1000) + &"</detail></s:Fault>".repeat(1000)))
}
