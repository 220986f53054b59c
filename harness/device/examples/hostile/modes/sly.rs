//! What is legal or nearly so, and more than anybody expects.

use super::events::{granted, property};
use super::{Kind, Mode, Seen, Step, whole};
use crate::reply::Reply;

const C: &[Kind] = &[Kind::Control];
const E: &[Kind] = &[Kind::Event];
const T: &[Kind] = &[Kind::Tester];

pub(super) fn framing() -> Vec<Mode> {
    vec![
        Mode::new(
            "chunk-extension-endless",
            "the extension of a chunk never ends",
            C,
            |seen| without_end(seen, "5;x=", &[b'y'; 4096]),
        ),
        Mode::new("trailers-endless", "trailers never end", C, |seen| {
            without_end(seen, "1\r\n \r\n0\r\n", &b"X-Y: z\r\n".repeat(500))
        }),
        Mode::new("http-2", "what answers speaks HTTP/2", C, |_| {
            vec![Step::Send(
                b"\0\0\x06\x04\0\0\0\0\0\0\x04\0\x10\0\0".to_vec(),
            )]
        }),
        Mode::new("tls", "what answers speaks TLS", C, |_| {
            vec![Step::Send(b"\x15\x03\x01\0\x02\x02\x46".to_vec())]
        }),
    ]
}

pub(super) fn answers() -> Vec<Mode> {
    vec![
        Mode::new(
            "control-compressed",
            "answers are compressed, and say so",
            C,
            |seen| {
                let mut reply = seen.reply();
                reply.body = [b"\x1f\x8b\x08\0\0\0\0\0\0\x03".as_slice(), &reply.body].concat();
                whole(&reply.header("CONTENT-ENCODING", "gzip"))
            },
        ),
        Mode::new(
            "control-namespaces",
            "the envelope declares 50 000 namespaces",
            C,
            |seen| {
                let many: String = (0..50_000)
                    .map(|n| format!(" xmlns:a{n}=\"urn:a\""))
                    .collect();
                let envelope = format!("<s:Envelope{many} ");
                whole(&seen.reply().replaced("<s:Envelope ", &envelope))
            },
        ),
        Mode::new(
            "control-repeated",
            "each out argument stands 30 000 times",
            C,
            repeated,
        ),
        Mode::new(
            "control-sessions",
            "lists have 5000 sessions, and as many messages",
            C,
            sessions,
        ),
    ]
}

pub(super) fn events() -> Vec<Mode> {
    vec![
        Mode::new(
            "events-variables",
            "a notification has 60 000 variables, each another",
            E,
            |seen| {
                granted(seen, |it| {
                    let one = "<e:property><NewMessages></NewMessages></e:property>";
                    let other = |n| format!("<e:property><X_{n}></X_{n}></e:property>");
                    let many: String = (0..60_000).map(other).collect();
                    let body = property("").replace(one, &many);
                    (0..10).for_each(|seq| it.notify(seq, &it.sid, &body));
                })
            },
        ),
        Mode::new(
            "subscribe-other-sid",
            "each renewal is answered with another SID",
            E,
            |seen| {
                let mut reply = seen.reply();
                if seen.method == "SUBSCRIBE" && !seen.header("SID").is_empty() {
                    for (name, value) in &mut reply.headers {
                        if name.eq_ignore_ascii_case("sid") {
                            *value = format!("uuid:6d657373-0000-4000-8000-{:012}", seen.number);
                        }
                    }
                }
                whole(&reply)
            },
        ),
    ]
}

pub(super) fn tester() -> Vec<Mode> {
    vec![Mode::new(
        "tester-gibibyte",
        "the upper tester announces answers of a gibibyte, and sends them",
        T,
        |_| {
            let head = Reply::new(200, "application/json", "").head(1 << 30);
            vec![
                Step::Send(head),
                Step::Send(b"{\"status\": \"done\", \"detail\": \"".to_vec()),
                Step::Flood(vec![b'x'; 1 << 20], 1024),
            ]
        },
    )]
}

/// The answer in chunks that begin like this, and go on like that.
fn without_end(seen: &Seen, begins: &str, goes_on: &[u8]) -> Vec<Step> {
    let head = seen.reply().head_with("TRANSFER-ENCODING: chunked\r\n");
    vec![
        Step::Send(head),
        Step::Send(begins.as_bytes().to_vec()),
        Step::Flood(goes_on.to_vec(), u64::MAX),
    ]
}

fn repeated(seen: &Seen) -> Vec<Step> {
    let mut reply = seen.reply();
    let text = String::from_utf8_lossy(&reply.body).into_owned();
    let end = format!("</u:{}Response>", seen.action());
    let inner = text
        .split_once(&end)
        .and_then(|(before, _)| before.split_once("Response "))
        .and_then(|(_, after)| after.split_once('>'))
        .map_or("", |(_, arguments)| arguments);
    if inner.len() < 100 {
        let many = inner.repeat(30_000);
        reply = reply.replaced(&end, &format!("{many}{end}"));
    }
    whole(&reply)
}

fn sessions(seen: &Seen) -> Vec<Step> {
    let many = |list: &str, one: fn(u32) -> String| {
        let all: String = (0..5000).map(one).collect();
        let document = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><m:{list} xmlns:m=\"urn:schemas-upnp-org:phone:messaging\" \
             xmlns:peer=\"urn:schemas-upnp-org:phone:peer\">{all}</m:{list}>"
        );
        document.replace('<', "&lt;").replace('>', "&gt;")
    };
    let session = |n: u32| {
        format!(
            "<sessionInfo><sessionID>{n}</sessionID><sessionClass>Chat</sessionClass><sessionStatus>Running</sessionStatus>\
             <recipientsList><recipientTo><peer:id>sip:{n}@example.invalid</peer:id></recipientTo>\
             <recipientFrom><peer:id>sip:me@example.invalid</peer:id></recipientFrom></recipientsList></sessionInfo>"
        )
    };
    let message = |n: u32| {
        format!(
            "<message><messageID>{n}</messageID><messageClass>SMS</messageClass><messageFolder>Received</messageFolder>\
             <messageStatus>Unread</messageStatus><recipientsList><recipientTo><peer:id>tel:+12015550100</peer:id></recipientTo>\
             <recipientFrom><peer:id>tel:+1201555{n:04}</peer:id></recipientFrom></recipientsList></message>"
        )
    };
    let reply = seen.reply();
    let reply = reply.element("SessionsList", &many("sessionsList", session));
    whole(&reply.element("MessageList", &many("messageList", message)))
}
