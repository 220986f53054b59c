//! Datagrams to the port of discovery.

use fastrand::Rng;

use crate::grammar::odd_text;

/// An M-SEARCH, odd in one place or two.
pub fn datagram(udn: &str, service_type: &str, rng: &mut Rng) -> String {
    let targets = [
        "ssdp:all",
        "upnp:rootdevice",
        udn,
        service_type,
        "",
        "urn:x",
        "ssdp:none",
    ];
    let mut lines = vec![
        ("HOST", "239.255.255.250:1900".to_owned()),
        ("MAN", "\"ssdp:discover\"".to_owned()),
        ("MX", "1".to_owned()),
        ("ST", targets[rng.usize(..targets.len())].to_owned()),
    ];
    let mut start = "M-SEARCH * HTTP/1.1".to_owned();
    match rng.u32(..8) {
        0 => {
            lines.remove(rng.usize(..lines.len()));
        }
        1 => {
            let at = rng.usize(..lines.len());
            lines[at].1 = odd_text(rng);
        }
        2 => lines[2].1 = ["0", "-1", "99999999999", "x", ""][rng.usize(..5)].to_owned(),
        3 => start = "NOTIFY * HTTP/1.1".to_owned(),
        4 => start = format!("M-SEARCH {} HTTP/1.1", odd_text(rng)),
        5 => lines.push(("X-CTK", "A".repeat(8000))),
        6 => lines[3].1 = format!("uuid:{}", "A".repeat(4000)),
        _ => {}
    }
    let mut text = start;
    for (name, value) in lines {
        text.push_str(&format!("\r\n{name}: {value}"));
    }
    text.push_str("\r\n\r\n");
    // What is longer is no datagram.
    text.chars().take(8192).collect()
}
