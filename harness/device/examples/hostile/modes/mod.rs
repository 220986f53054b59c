//! The gallery of hostile devices.

mod answers;
mod description;
mod elsewhere;
mod events;
mod faults;
mod framing;
mod life;
mod scpd;
mod sly;
mod ssdp;
mod tester;
mod volume;

use std::sync::Arc;
use std::time::Duration;

use crate::passage::{Kind, Seen};
use crate::reply::Reply;
use crate::stage::Stage;
use crate::step::Step;

/// What controls terminals and turns lines around, as far as XML 1.0 lets it through: C1 controls with a CSI and an OSC,
/// a bidirectional override, zero-width characters.
pub(crate) const ESCAPES: &str =
    "\u{9b}31mred\u{9d}0;owned\u{9c}\u{85}\u{202e}drow\u{2066}\u{200b}\u{2060}\u{feff}";

/// The same with the C0 controls that HTTP and JSON let through.
pub(crate) const RAW_ESCAPES: &str =
    "\u{1b}[31mred\u{1b}]0;owned\u{7}\u{8}\u{1b}[2J\u{9b}1A\u{202e}drow\u{200b}";

/// A hostile device.
#[derive(Clone, Copy)]
pub(crate) struct Mode {
    pub(crate) area: &'static str,
    pub(crate) id: &'static str,
    /// What the device does, in a sentence.
    pub(crate) does: &'static str,
    /// The requests that it perverts; all others go through.
    pub(crate) wants: &'static [Kind],
    pub(crate) act: fn(&Seen) -> Vec<Step>,
    /// What it does of its own accord.
    pub(crate) beside: Option<fn(&Arc<Stage>)>,
}

impl Mode {
    const fn new(
        id: &'static str,
        does: &'static str,
        wants: &'static [Kind],
        act: fn(&Seen) -> Vec<Step>,
    ) -> Self {
        Self {
            area: "",
            id,
            does,
            wants,
            act,
            beside: None,
        }
    }

    const fn beside(mut self, beside: fn(&Arc<Stage>)) -> Self {
        self.beside = Some(beside);
        self
    }
}

/// All modes, by area.
pub(crate) fn all() -> Vec<Mode> {
    let areas: [(&'static str, Vec<Mode>); 19] = [
        ("description", description::modes()),
        ("elsewhere", elsewhere::modes()),
        ("scpd", scpd::modes()),
        ("framing", framing::modes()),
        ("answers", answers::modes()),
        ("faults", faults::modes()),
        ("events", events::modes()),
        ("ssdp", ssdp::modes()),
        ("upper tester", tester::modes()),
        ("life", life::modes()),
        ("any service", volume::description()),
        ("scpd", volume::scpd()),
        ("answers", volume::answers()),
        ("events", volume::events()),
        ("upper tester", volume::tester()),
        ("framing", sly::framing()),
        ("answers", sly::answers()),
        ("events", sly::events()),
        ("upper tester", sly::tester()),
    ];
    let areas = areas.into_iter();
    areas
        .flat_map(|(area, modes)| modes.into_iter().map(move |mode| Mode { area, ..mode }))
        .collect()
}

/// The answer as it is.
fn whole(reply: &Reply) -> Vec<Step> {
    vec![Step::Send(reply.bytes())]
}

/// An XML document in place of another.
fn xml(body: impl Into<Vec<u8>>) -> Vec<Step> {
    whole(&Reply::new(200, "text/xml; charset=\"utf-8\"", body))
}

/// The answer without an end: a megabyte again and again, in chunks.
fn endless(reply: &Reply, piece: &[u8]) -> Vec<Step> {
    let mut chunk = format!("{:x}\r\n", piece.len()).into_bytes();
    chunk.extend_from_slice(piece);
    chunk.extend_from_slice(b"\r\n");
    let head = reply.head_with("TRANSFER-ENCODING: chunked\r\n");
    vec![Step::Send(head), Step::Flood(chunk, u64::MAX)]
}

/// The answer byte by byte, one a second.
fn dripped(reply: &Reply) -> Vec<Step> {
    vec![
        Step::Send(reply.head(reply.body.len())),
        Step::Drip(reply.body.clone(), Duration::from_secs(1)),
    ]
}

fn hang(_: &Seen) -> Vec<Step> {
    vec![Step::Hang]
}

/// Ten entities, each ten of the one before.
fn bomb(root: &str) -> String {
    let mut text = format!("<?xml version=\"1.0\"?><!DOCTYPE {root} [<!ENTITY e0 \"ha\">");
    for n in 1..10 {
        let before = format!("&e{};", n - 1).repeat(10);
        text.push_str(&format!("<!ENTITY e{n} \"{before}\">"));
    }
    text.push_str(&format!("]><{root}>&e9;</{root}>"));
    text
}
