//! 5.5.16.3: whether the device fetched what it was offered.

use ctk_record::{Judgement, Suspect};
use ctk_vectors::messaging_2::{action, req};
use ctk_vectors::waits;

use super::end::is_taken;
use crate::judging::judgement::{Flow, Stop};
use crate::lab::Fetch;
use crate::tester::Tester;
use crate::tester::eventing::Subscription;

/// What became of a file.
pub(super) fn fetched_in_words(fetches: &[Fetch]) -> String {
    if fetches.is_empty() {
        return "no GET".to_owned();
    }
    let words: Vec<String> = fetches
        .iter()
        .map(|fetch| {
            let whole = if fetch.complete {
                ", the whole file"
            } else {
                ""
            };
            format!("a GET that took {} bytes{whole}", fetch.sent)
        })
        .collect();
    words.join(", ")
}

/// No request of the device's arrived, and nothing shows that it can open a connection to the kit.
fn no_way() -> Stop {
    Stop::Inconclusive {
        reason: "no request of the device's arrived: can it open a connection to the kit? (--interface, profile [ixit] file_server_bind, a firewall)".to_owned(),
        suspect: Suspect::Network,
    }
}

/// 5.5.16.3: the device fetches the file from its link. Where it says that it cannot, and no request arrived, the way
/// to the kit is more likely the reason than the device.
pub(super) fn judge_fetched(
    t: &mut Tester<'_>,
    session: &str,
    files: &[u32],
    exchange: u32,
    subscription: Option<&mut Subscription>,
) -> Flow {
    let within = waits::EVENT.milliseconds;
    let mut words = Vec::new();
    let mut missing = 0;
    for &file in files {
        // A device may look at the file before it takes it.
        let fetches = t.await_until(
            within,
            |t| t.files().fetches(file, 1, 0),
            |fetches| is_taken(fetches),
        )?;
        if !is_taken(&fetches) {
            missing += 1;
        }
        words.push(fetched_in_words(&fetches));
        if missing > 0 {
            break;
        }
    }
    let unasked = missing > 0 && words.iter().any(|word| word == "no GET");
    if unasked && !t.device_reaches_kit()? {
        return Err(no_way());
    }
    if unasked
        && !t.ssdp().device_ip().is_some_and(|ip| ip.is_loopback())
        && let Some(subscription) = subscription
        && t.subscriptions()
            .await_slug(subscription, session, "ft-failed", 0)?
            .is_some()
    {
        return Err(no_way());
    }
    t.record(
        Judgement::met(req::M_5_5_16_1, missing == 0)
            .asked(action::START_FILE_TRANSFER)
            .accepts(["a GET of each fileLink, and the whole file taken"])
            .observed(words.join("; "))
            .exchanges([exchange]),
    )
}
