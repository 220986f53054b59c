//! More than anybody can hold, wherever a device, or an upper tester, may send something.

use std::io::Write as _;
use std::time::Duration;

use super::events::{granted, property};
use super::{Kind, Mode, Seen, Step, endless, whole};
use crate::reply::Reply;

const C: &[Kind] = &[Kind::Control];
const D: &[Kind] = &[Kind::Description];
const E: &[Kind] = &[Kind::Event];
const S: &[Kind] = &[Kind::Scpd];
const T: &[Kind] = &[Kind::Tester];

pub(super) fn description() -> Vec<Mode> {
    vec![
        Mode::new(
            "any-services",
            "the description lists 3000 services, and each has a service description",
            &[Kind::Description, Kind::Other],
            services,
        ),
        Mode::new("any-4-mib", "the description has 4 MiB", D, |seen| {
            let name = "long ".repeat((4 << 20) / 5 - 2000);
            whole(&seen.reply().element("modelDescription", &name))
        }),
    ]
}

pub(super) fn scpd() -> Vec<Mode> {
    vec![
        Mode::new(
            "scpd-variables",
            "the service description declares 20 000 evented variables",
            S,
            variables,
        ),
        Mode::new(
            "scpd-long-names",
            "an action and a variable have names of a million characters",
            S,
            long_names,
        ),
    ]
}

pub(super) fn answers() -> Vec<Mode> {
    vec![
        Mode::new(
            "control-lists",
            "whatever an action returns has 3 MiB of escaped elements",
            C,
            |seen| {
                let many = "&lt;x y=\"z\"/&gt;".repeat((3 << 20) / 20);
                let mut reply = seen.reply();
                for name in ["MessageList", "Message", "Sessions", "CurrentMessages"] {
                    reply = reply.element(name, &many);
                }
                whole(&reply)
            },
        ),
        Mode::new(
            "control-attributes",
            "the envelope has 50 000 attributes",
            C,
            |seen| {
                let many: String = (0..50_000).map(|n| format!(" a{n}=\"\"")).collect();
                let envelope = format!("<s:Envelope{many} ");
                whole(&seen.reply().replaced("<s:Envelope ", &envelope))
            },
        ),
    ]
}

pub(super) fn events() -> Vec<Mode> {
    vec![
        Mode::new(
            "subscribe-endless",
            "the answer to a subscription never ends",
            E,
            |seen| endless(&seen.reply(), &vec![b' '; 1 << 20]),
        ),
        Mode::new(
            "subscribe-many-headers",
            "the answer to a subscription has 250 headers of 200 characters",
            E,
            |seen| {
                let mut reply = seen.reply();
                for n in 0..250 {
                    reply = reply.header(&format!("X-{n}"), &"x".repeat(200));
                }
                whole(&reply)
            },
        ),
        Mode::new(
            "events-at-once",
            "64 notifications of 4 MiB are under way at the same time",
            E,
            |seen| granted(seen, at_once),
        ),
        Mode::new(
            "events-properties",
            "a notification has 60 000 properties",
            E,
            |seen| {
                granted(seen, |it| {
                    let one = "<e:property><NewMessages></NewMessages></e:property>";
                    let body = property("").replace(one, &one.repeat(60_000));
                    (0..10).for_each(|seq| it.notify(seq, &it.sid, &body));
                })
            },
        ),
        Mode::new(
            "events-endless-head",
            "the head of a notification never ends",
            E,
            |seen| {
                granted(seen, |it| {
                    let Some(mut stream) = it.connect() else {
                        return;
                    };
                    let line = format!("X-Y: {}\r\n", "y".repeat(1000));
                    let _ = stream.write_all(b"NOTIFY / HTTP/1.1\r\n");
                    while stream.write_all(line.as_bytes()).is_ok() {}
                })
            },
        ),
    ]
}

pub(super) fn tester() -> Vec<Mode> {
    vec![
        Mode::new(
            "tester-long",
            "the upper tester's ids and details have a million characters",
            T,
            |_| {
                let long = "1".repeat(1_000_000);
                said(&format!(
                    "\"message_id\": \"{long}\", \"session_id\": \"{long}\", \"detail\": \"{long}\""
                ))
            },
        ),
        Mode::new(
            "tester-members",
            "the upper tester's answers have 300 000 members",
            T,
            |_| {
                let many: Vec<String> = (0..300_000).map(|n| format!("\"a{n}\":{n}")).collect();
                said(&many.join(","))
            },
        ),
    ]
}

fn said(members: &str) -> Vec<Step> {
    let text = format!("{{\"status\": \"done\", {members}}}");
    whole(&Reply::new(200, "application/json", text))
}

fn at_once(it: &super::events::Subscription) {
    let bytes = it.notification(1, &it.sid, &property(&"x".repeat(4_000_000)));
    let (most, last) = bytes.split_at(bytes.len() - 10);
    let mut streams: Vec<_> = (0..64).filter_map(|_| it.connect()).collect();
    for piece in most.chunks(100_000) {
        for stream in &mut streams {
            // A kit that has no room reads no more.
            let _ = stream.set_write_timeout(Some(Duration::from_millis(20)));
            let _ = stream.write_all(piece);
        }
    }
    std::thread::sleep(Duration::from_secs(5));
    for stream in &mut streams {
        let _ = stream.write_all(last);
    }
}

fn services(seen: &Seen) -> Vec<Step> {
    if seen.kind == Kind::Other {
        let scpd = "<?xml version=\"1.0\"?><scpd xmlns=\"urn:schemas-upnp-org:service-1-0\"><specVersion><major>1</major>\
             <minor>0</minor></specVersion><serviceStateTable><stateVariable sendEvents=\"no\"><name>X_On</name>\
             <dataType>boolean</dataType></stateVariable></serviceStateTable></scpd>";
        return super::xml(scpd);
    }
    let mut many = String::new();
    for n in 0..3000 {
        many.push_str(&format!(
            "<service><serviceType>urn:example-com:service:Sink{n}:1</serviceType><serviceId>urn:example-com:serviceId:Sink{n}</serviceId>\
             <SCPDURL>/sink/{n}.xml</SCPDURL><controlURL>/sink/{n}</controlURL><eventSubURL></eventSubURL></service>"
        ));
    }
    let list = format!("{many}</serviceList>");
    whole(&seen.reply().replaced("</serviceList>", &list))
}

fn variables(seen: &Seen) -> Vec<Step> {
    let more: String = (0..20_000)
        .map(|n| {
            format!(
                "<stateVariable sendEvents=\"yes\"><name>X_{n}</name><dataType>string</dataType></stateVariable>"
            )
        })
        .collect();
    let table = format!("{more}</serviceStateTable>");
    whole(&seen.reply().replaced("</serviceStateTable>", &table))
}

fn long_names(seen: &Seen) -> Vec<Step> {
    let name = "N".repeat(1_000_000);
    let action = format!("<action><name>X_{name}</name></action></actionList>");
    let variable = format!(
        "<stateVariable sendEvents=\"no\"><name>X_{name}</name><dataType>string</dataType></stateVariable></serviceStateTable>"
    );
    let reply = seen.reply().replaced("</actionList>", &action);
    whole(&reply.replaced("</serviceStateTable>", &variable))
}
