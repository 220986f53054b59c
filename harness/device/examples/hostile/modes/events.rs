//! Subscriptions and notifications.

use std::io::Write as _;
use std::net::TcpStream;
use std::time::Duration;

use super::{ESCAPES, Kind, Mode, RAW_ESCAPES, Seen, Step, bomb, hang, whole};
use crate::reply::Reply;

const E: &[Kind] = &[Kind::Event];

pub(super) fn modes() -> Vec<Mode> {
    vec![
        Mode::new(
            "subscribe-hanging",
            "subscriptions are never answered",
            E,
            hang,
        ),
        Mode::new(
            "subscribe-no-sid",
            "subscriptions are granted without a SID",
            E,
            |seen| {
                let mut reply = seen.reply();
                reply
                    .headers
                    .retain(|(name, _)| !name.eq_ignore_ascii_case("sid"));
                whole(&reply)
            },
        ),
        Mode::new(
            "subscribe-escapes",
            "the SID and the time granted control terminals",
            E,
            |seen| {
                let mut reply = seen.reply();
                for (name, value) in &mut reply.headers {
                    if ["sid", "timeout"].contains(&name.to_ascii_lowercase().as_str()) {
                        RAW_ESCAPES.clone_into(value);
                    }
                }
                whole(&reply)
            },
        ),
        Mode::new(
            "subscribe-endless-time",
            "the time granted has 40 digits",
            E,
            |seen| {
                let mut reply = seen.reply();
                reply
                    .headers
                    .retain(|(name, _)| !name.eq_ignore_ascii_case("timeout"));
                whole(&reply.header("TIMEOUT", &format!("Second-{}", "9".repeat(40))))
            },
        ),
        Mode::new("subscribe-refused", "no subscription is granted", E, |_| {
            whole(&Reply::new(503, "text/plain", ""))
        }),
        Mode::new(
            "events-flood",
            "5000 notifications follow each subscription",
            E,
            |seen| {
                granted(seen, |it| {
                    (0..5000).for_each(|seq| it.notify(seq, &it.sid, PLAIN))
                })
            },
        ),
        Mode::new(
            "events-huge",
            "notifications of 4 MiB follow each subscription",
            E,
            |seen| {
                granted(seen, |it| {
                    let body = property(&"x".repeat(4 << 20));
                    (0..20).for_each(|seq| it.notify(seq, &it.sid, &body));
                })
            },
        ),
        Mode::new(
            "events-escapes",
            "notifications control terminals",
            E,
            |seen| {
                granted(seen, |it| {
                    (1..5).for_each(|seq| it.notify(seq, &it.sid, &property(ESCAPES)))
                })
            },
        ),
        Mode::new(
            "events-bomb",
            "notifications have entities that grow to 2 GB",
            E,
            |seen| granted(seen, |it| it.notify(1, &it.sid, &bomb("propertyset"))),
        ),
        Mode::new(
            "events-garbage",
            "the callback gets what is not HTTP",
            E,
            |seen| granted(seen, |it| (0..50).for_each(|_| it.send(&[0xff; 4096]))),
        ),
        Mode::new(
            "events-other-sid",
            "notifications have the SID of nobody",
            E,
            |seen| {
                granted(seen, |it| {
                    (0..100).for_each(|seq| it.notify(seq, "uuid:nobody", PLAIN))
                })
            },
        ),
        Mode::new(
            "events-connections",
            "300 connections to the callback stay open without a word",
            E,
            |seen| {
                granted(seen, |it| {
                    let open: Vec<_> = (0..300).filter_map(|_| it.connect()).collect();
                    std::thread::sleep(Duration::from_secs(30));
                    drop(open);
                })
            },
        ),
        Mode::new(
            "events-dripped",
            "a notification comes a byte a second",
            E,
            |seen| {
                granted(seen, |it| {
                    let bytes = it.notification(1, &it.sid, PLAIN);
                    if let Some(mut stream) = it.connect() {
                        for byte in bytes.chunks(1) {
                            std::thread::sleep(Duration::from_secs(1));
                            if stream.write_all(byte).is_err() {
                                return;
                            }
                        }
                    }
                })
            },
        ),
    ]
}

const PLAIN: &str = "<?xml version=\"1.0\"?><e:propertyset xmlns:e=\"urn:schemas-upnp-org:event-1-0\">\
     <e:property><NewMessages></NewMessages></e:property></e:propertyset>";

pub(super) fn property(value: &str) -> String {
    PLAIN.replace("<NewMessages>", &format!("<NewMessages>{value}"))
}

/// A subscription that the reference device granted.
pub(super) struct Subscription {
    pub(super) sid: String,
    /// `host:port` of the callback.
    place: String,
    path: String,
}

/// Lets the subscription through, and does something to the subscriber a moment later.
pub(super) fn granted(seen: &Seen, then: fn(&Subscription)) -> Vec<Step> {
    let reply = seen.reply();
    let callback = seen.header("CALLBACK");
    let url = callback.trim_matches(['<', '>']).strip_prefix("http://");
    if let (Some(url), Some(sid), "SUBSCRIBE") = (url, reply.said("sid"), seen.method.as_str()) {
        let (place, path) = url.split_once('/').unwrap_or((url, ""));
        let subscription = Subscription {
            sid: sid.to_owned(),
            place: place.to_owned(),
            path: format!("/{path}"),
        };
        std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(300));
            then(&subscription);
        });
    }
    whole(&reply)
}

impl Subscription {
    pub(super) fn connect(&self) -> Option<TcpStream> {
        let address = self.place.parse().ok()?;
        TcpStream::connect_timeout(&address, Duration::from_secs(2)).ok()
    }

    fn send(&self, bytes: &[u8]) {
        if let Some(mut stream) = self.connect() {
            let _ = stream.set_write_timeout(Some(Duration::from_secs(2)));
            let _ = stream.write_all(bytes);
        }
    }

    pub(super) fn notification(&self, seq: u32, sid: &str, body: &str) -> Vec<u8> {
        format!(
            "NOTIFY {} HTTP/1.1\r\nHOST: {}\r\nCONTENT-TYPE: text/xml; charset=\"utf-8\"\r\nNT: upnp:event\r\n\
             NTS: upnp:propchange\r\nSID: {sid}\r\nSEQ: {seq}\r\nCONTENT-LENGTH: {}\r\n\r\n{body}",
            self.path,
            self.place,
            body.len()
        )
        .into_bytes()
    }

    pub(super) fn notify(&self, seq: u32, sid: &str, body: &str) {
        self.send(&self.notification(seq, sid, body));
    }
}
