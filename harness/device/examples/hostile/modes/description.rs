//! The device description.

use super::{ESCAPES, Kind, Mode, Seen, Step, bomb, dripped, endless, hang, whole, xml};
use crate::reply::Reply;

const D: &[Kind] = &[Kind::Description];

pub(super) fn modes() -> Vec<Mode> {
    vec![
        Mode::new(
            "desc-truncated",
            "the description stops in the middle",
            D,
            truncated,
        ),
        Mode::new("desc-empty", "the description has no byte", D, |_| xml("")),
        Mode::new("desc-html", "the description is a page for people", D, html),
        Mode::new("desc-endless", "the description never ends", D, |seen| {
            endless(&seen.reply(), &vec![b' '; 1 << 20])
        }),
        Mode::new(
            "desc-dripped",
            "the description comes a byte a second",
            D,
            |seen| dripped(&seen.reply()),
        ),
        Mode::new("desc-hanging", "the description is never sent", D, hang),
        Mode::new(
            "desc-bomb",
            "the description has entities that grow to 2 GB",
            D,
            |_| xml(bomb("root")),
        ),
        Mode::new(
            "desc-entity",
            "the description has an external entity at a bystander's",
            D,
            entity,
        ),
        Mode::new(
            "desc-deep",
            "the description has 100 000 elements in one another",
            D,
            deep,
        ),
        Mode::new(
            "desc-services",
            "the description lists 3000 services",
            D,
            services,
        ),
        Mode::new(
            "desc-devices",
            "the description embeds 2000 devices",
            D,
            devices,
        ),
        Mode::new(
            "desc-long-name",
            "friendlyName has a million characters",
            D,
            |seen| {
                whole(
                    &seen
                        .reply()
                        .element("friendlyName", &"long ".repeat(200_000)),
                )
            },
        ),
        Mode::new(
            "desc-escapes",
            "every text of the description controls terminals",
            D,
            escapes,
        ),
        Mode::new(
            "desc-utf16",
            "the description is in UTF-16, and says UTF-8",
            D,
            utf16,
        ),
        Mode::new(
            "desc-not-utf8",
            "the description has bytes that are not UTF-8",
            D,
            not_utf8,
        ),
        Mode::new("desc-nul", "the description has NULs", D, |seen| {
            whole(
                &seen
                    .reply()
                    .replaced("Hostile telephone", "Hostile\0telephone"),
            )
        }),
        Mode::new(
            "desc-changing",
            "the description has another UDN each time",
            D,
            changing,
        ),
        Mode::new(
            "desc-missing",
            "the description is not there any more after the first time",
            D,
            missing,
        ),
        Mode::new(
            "desc-compressed",
            "the description says that it is compressed, and is not",
            D,
            |seen| whole(&seen.reply().header("CONTENT-ENCODING", "gzip")),
        ),
    ]
}

fn truncated(seen: &Seen) -> Vec<Step> {
    let mut reply = seen.reply();
    reply.body.truncate(reply.body.len() / 2);
    whole(&reply)
}

fn html(_: &Seen) -> Vec<Step> {
    let page =
        "<!DOCTYPE html><html><head><title>Router</title></head><body><p>Log in<br></body></html>";
    whole(&Reply::new(200, "text/html", page))
}

fn entity(seen: &Seen) -> Vec<Step> {
    let reply = seen.reply();
    let doctype = format!(
        "<!DOCTYPE root SYSTEM \"http://{0}/dtd\" [<!ENTITY x SYSTEM \"http://{0}/entity\">]><root ",
        seen.stage.bystander
    );
    whole(
        &reply
            .replaced("<root ", &doctype)
            .element("manufacturer", "&x;"),
    )
}

fn deep(seen: &Seen) -> Vec<Step> {
    let nested = "<a>".repeat(100_000) + &"</a>".repeat(100_000);
    whole(
        &seen
            .reply()
            .replaced("<serviceList>", &format!("{nested}<serviceList>")),
    )
}

fn services(seen: &Seen) -> Vec<Step> {
    let mut many = String::new();
    for n in 0..3000 {
        many.push_str(&format!(
            "<service><serviceType>urn:example-com:service:Sink:{n}</serviceType><serviceId>urn:example-com:serviceId:Sink{n}</serviceId>\
             <SCPDURL>/sink/{n}.xml</SCPDURL><controlURL>/sink/{n}</controlURL><eventSubURL>/sink/e{n}</eventSubURL></service>"
        ));
    }
    whole(
        &seen
            .reply()
            .replaced("</serviceList>", &format!("{many}</serviceList>")),
    )
}

fn devices(seen: &Seen) -> Vec<Step> {
    let mut many = "</serviceList><deviceList>".to_owned();
    for n in 0..2000 {
        many.push_str(&format!(
            "<device><deviceType>urn:schemas-upnp-org:device:Basic:1</deviceType><friendlyName>{n}</friendlyName>\
             <manufacturer>x</manufacturer><modelName>x</modelName><UDN>uuid:6d657373-0000-4000-8000-{n:012}</UDN></device>"
        ));
    }
    many.push_str("</deviceList>");
    whole(&seen.reply().replaced("</serviceList>", &many))
}

fn escapes(seen: &Seen) -> Vec<Step> {
    let mut reply = seen.reply();
    for name in [
        "friendlyName",
        "manufacturer",
        "modelName",
        "modelDescription",
        "serialNumber",
    ] {
        reply = reply.element(name, ESCAPES);
    }
    whole(&reply.header("SERVER", &format!("Evil/1 UPnP/1.0 {}", super::RAW_ESCAPES)))
}

fn utf16(seen: &Seen) -> Vec<Step> {
    let mut reply = seen.reply();
    let text = String::from_utf8_lossy(&reply.body).into_owned();
    reply.body = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    whole(&reply)
}

fn not_utf8(seen: &Seen) -> Vec<Step> {
    let mut reply = seen
        .reply()
        .replaced("Hostile telephone", "Hostile ~~ telephone");
    for byte in &mut reply.body {
        if *byte == b'~' {
            *byte = 0xff;
        }
    }
    whole(&reply)
}

fn changing(seen: &Seen) -> Vec<Step> {
    let other = format!("uuid:6d657373-0000-4000-8000-{:012}", seen.number);
    whole(&seen.reply().replaced(&seen.stage.udn, &other))
}

fn missing(seen: &Seen) -> Vec<Step> {
    if seen.number == 1 {
        return whole(&seen.reply());
    }
    whole(&Reply::new(404, "text/plain", "gone"))
}
