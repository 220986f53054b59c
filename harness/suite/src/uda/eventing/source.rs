//! 4.1.1: where events come from.

use std::net::{IpAddr, SocketAddr};

use ctk_record::Outcome;
use ctk_vectors::waits;
use ctk_wire::uri::HttpUrl;

use super::subscribe::{granted, state};
use crate::case::Case;
use crate::judging::judgement::Stop;
use crate::uda::version::versions;

const ROW: &str = "UDA-EVNT-52";

/// 4.1.1: events leave through the interface of the subscription. An interface cannot be seen from here, its address can:
/// one interface may have several, so that another address is no more than remarked on.
pub(super) fn same_interface() -> Case {
    Case::new(
        "uda/eventing/source-address",
        "events come from the address at which the subscription was made",
    )
    .clause("4.1.1")
    .covers(&[ROW])
    .needs(&versions(ROW))
    .body(|t| {
        let (mut subscription, _) = granted(t)?;
        let asked = address_of(&t.dut().event_url);
        let Some(asked) = asked else {
            return Err(Stop::inconclusive(
                "the eventing URL names a host and no address: give the device's URL with one",
            ));
        };
        let within = waits::INITIAL_EVENT.milliseconds;
        t.subscriptions()
            .await_event(&mut subscription, 0, within, |_| true)?;
        let Some(event) = subscription.events.first() else {
            return Err(Stop::inconclusive(
                "no initial event came (uda/eventing/initial-event)",
            ));
        };
        let exchange = event.exchange;
        let Some(from) = source_of(&event.from) else {
            return Err(Stop::Broken("an event without an address".to_owned()));
        };
        let outcome = match from == asked {
            true => Outcome::Pass,
            false => Outcome::Warning,
        };
        state(
            t,
            ROW,
            outcome,
            &format!("SUBSCRIBE at {asked}"),
            &["the event comes from there"],
            format!("it came from {from}"),
            &[exchange],
        )
    })
}

fn address_of(url: &str) -> Option<IpAddr> {
    let url = HttpUrl::parse(url).ok()?;
    let host = url.host.trim_start_matches('[').trim_end_matches(']');
    host.parse::<IpAddr>().ok().map(|ip| ip.to_canonical())
}

fn source_of(from: &str) -> Option<IpAddr> {
    let from: SocketAddr = from.parse().ok()?;
    Some(from.ip().to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_compared_and_not_their_spelling() {
        let four = address_of("http://192.0.2.7:80/e");
        assert_eq!(four, source_of("192.0.2.7:4711"));
        assert_eq!(four, source_of("[::ffff:192.0.2.7]:4711"));
        assert_eq!(
            address_of("http://[2001:db8::7]:80/e"),
            source_of("[2001:db8::7]:1")
        );
        assert_ne!(four, source_of("192.0.2.8:4711"));
        assert_eq!(address_of("http://telephone.example.com/e"), None);
    }
}
