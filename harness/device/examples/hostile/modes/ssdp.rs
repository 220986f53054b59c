//! Discovery, on the loopback interface.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::Arc;
use std::time::Duration;

use socket2::{Domain, Protocol, Socket, Type};

use super::{Kind, Mode, RAW_ESCAPES, dripped, endless, hang};
use crate::stage::Stage;

const GROUP: Ipv4Addr = Ipv4Addr::new(239, 255, 255, 250);
const PORT: u16 = 1900;
const D: &[Kind] = &[Kind::Description];

pub(super) fn modes() -> Vec<Mode> {
    let through = |id, does| Mode::new(id, does, &[], |_| Vec::new());
    vec![
        through(
            "ssdp-flood",
            "thousands of announcements, of the device and of others",
        )
        .beside(|stage| {
            every(stage, Duration::from_millis(1), |stage, n| {
                vec![alive(stage, &stage.udn, n), alive(stage, &other(n), n)]
            });
        }),
        through("ssdp-garbage", "the group gets random bytes").beside(|stage| {
            every(stage, Duration::from_millis(20), |_, n| {
                vec![vec![u8::try_from(n % 256).unwrap_or(0); 1400]]
            });
        }),
        through(
            "ssdp-escapes",
            "announcements and answers control terminals",
        )
        .beside(|stage| {
            every(stage, Duration::from_millis(200), |stage, _| {
                vec![escapes(stage)]
            });
            answer(stage, |stage, _| vec![escapes(stage)]);
        }),
        through("ssdp-elsewhere", "LOCATION is at a bystander's").beside(|stage| {
            every(stage, Duration::from_millis(200), |stage, _| {
                vec![elsewhere(stage, "NOTIFY * HTTP/1.1", "")]
            });
            answer(stage, |stage, _| {
                vec![
                    elsewhere(stage, "HTTP/1.1 200 OK", ""),
                    elsewhere(stage, "HTTP/1.1 200 OK", "127.0.0.1:x@"),
                ]
            });
        }),
        through(
            "ssdp-answers",
            "each search has 2000 answers of 2000 devices",
        )
        .beside(|stage| {
            answer(stage, |stage, _| {
                (0..2000).map(|n| found(stage, &other(n), n)).collect()
            });
        }),
        Mode::new(
            "ssdp-dripped",
            "a device that is found drips its description",
            D,
            |seen| dripped(&seen.reply()),
        )
        .beside(|stage| answer(stage, |stage, _| vec![found(stage, &stage.udn, 0)])),
        Mode::new(
            "ssdp-hanging",
            "a device that is found never sends its description",
            D,
            hang,
        )
        .beside(|stage| answer(stage, |stage, _| vec![found(stage, &stage.udn, 0)])),
        Mode::new(
            "ssdp-endless",
            "a device that is found has a description without an end",
            D,
            |seen| endless(&seen.reply(), &vec![b' '; 1 << 16]),
        )
        .beside(|stage| answer(stage, |stage, _| vec![found(stage, &stage.udn, 0)])),
    ]
}

fn other(n: u64) -> String {
    format!("uuid:6d657373-0000-4000-9000-{n:012}")
}

fn headers(stage: &Stage, udn: &str, location: &str, n: u64) -> String {
    let _ = stage;
    format!(
        "CACHE-CONTROL: max-age=1800\r\nHOST: 239.255.255.250:1900\r\nLOCATION: {location}\r\nSERVER: Linux/1 UPnP/1.0 Hostile/{n}\r\n\
         EXT:\r\nNT: upnp:rootdevice\r\nST: upnp:rootdevice\r\nNTS: ssdp:alive\r\nUSN: {udn}::upnp:rootdevice\r\n\r\n"
    )
}

fn alive(stage: &Stage, udn: &str, n: u64) -> Vec<u8> {
    let text = headers(stage, udn, &stage.description_url(), n);
    format!("NOTIFY * HTTP/1.1\r\n{text}").into_bytes()
}

fn found(stage: &Stage, udn: &str, n: u64) -> Vec<u8> {
    let location = format!("{}?{n}", stage.description_url());
    let location = if n == 0 {
        stage.description_url()
    } else {
        location
    };
    format!("HTTP/1.1 200 OK\r\n{}", headers(stage, udn, &location, n)).into_bytes()
}

fn escapes(stage: &Stage) -> Vec<u8> {
    let location = format!("{}?{RAW_ESCAPES}", stage.description_url());
    let text = headers(stage, &stage.udn, &location, 1);
    format!("HTTP/1.1 200 {RAW_ESCAPES}\r\nX-{RAW_ESCAPES}: {RAW_ESCAPES}\r\n{text}").into_bytes()
}

fn elsewhere(stage: &Stage, first: &str, userinfo: &str) -> Vec<u8> {
    let location = format!("http://{userinfo}{}/description.xml", stage.bystander);
    format!("{first}\r\n{}", headers(stage, &stage.udn, &location, 1)).into_bytes()
}

/// Sends datagrams to the group, again and again.
fn every(stage: &Arc<Stage>, pause: Duration, datagrams: fn(&Stage, u64) -> Vec<Vec<u8>>) {
    let stage = Arc::clone(stage);
    std::thread::spawn(move || {
        let Ok(socket) = sender() else {
            return;
        };
        for n in 0.. {
            for datagram in datagrams(&stage, n) {
                let _ = socket.send_to(&datagram, (GROUP, PORT));
            }
            std::thread::sleep(pause);
        }
    });
}

/// Answers searches.
fn answer(stage: &Arc<Stage>, datagrams: fn(&Stage, &str) -> Vec<Vec<u8>>) {
    let stage = Arc::clone(stage);
    std::thread::spawn(move || {
        let (Ok(listener), Ok(socket)) = (listener(), sender()) else {
            return;
        };
        let mut buffer = [0; 4096];
        while let Ok((length, from)) = listener.recv_from(&mut buffer) {
            let text = String::from_utf8_lossy(&buffer[..length]).into_owned();
            if text.starts_with("M-SEARCH") {
                for datagram in datagrams(&stage, &text) {
                    let _ = socket.send_to(&datagram, from);
                }
            }
        }
    });
}

fn sender() -> io::Result<UdpSocket> {
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_multicast_if_v4(&Ipv4Addr::LOCALHOST)?;
    socket.set_multicast_ttl_v4(2)?;
    socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())?;
    Ok(socket.into())
}

fn listener() -> io::Result<UdpSocket> {
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_reuse_address(true)?;
    #[cfg(unix)]
    socket.set_reuse_port(true)?;
    socket.bind(&SocketAddr::from((GROUP, PORT)).into())?;
    socket.join_multicast_v4(&GROUP, &Ipv4Addr::LOCALHOST)?;
    Ok(socket.into())
}
