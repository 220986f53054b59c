//! 1.2.2: what is announced is announced again before it expires. Judged where it expires within a run.

use ctk_model::expectation::Outcome;
use ctk_record::{Judgement, Suspect};
use ctk_vectors::stimulus;
use ctk_wire::ssdp::Kind;

use super::stay::{current, exchanges};
use crate::case::{Case, Need, Phase};
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;
use crate::tester::ssdp::Told;

/// How long the end of a life is waited for, in milliseconds.
const LISTENED_MS: u64 = 10_000;

/// A datagram may be under way for as long, in milliseconds.
const GRACE_MS: u64 = 1_500;

pub(super) fn cases() -> Vec<Case> {
    vec![
        Case::new(
            "uda/discovery/kept-alive",
            "what is announced is announced again before it expires",
        )
        .clause("1.2.2")
        .covers(&["UDA-DISC-23"])
        .needs(&[Need::Multicast])
        .phase(Phase::Last)
        .waits_at_most(LISTENED_MS)
        .body(judge),
    ]
}

/// A stay on the network, as far as it was heard.
struct Stay {
    told: Vec<Told>,
    /// For how long the announcement that holds shortest does, in milliseconds.
    life_ms: u64,
    first_ms: u64,
    last_ms: u64,
}

impl Stay {
    /// That an announcement outlived the first one's life: somebody kept the device alive.
    fn is_kept(&self) -> bool {
        self.last_ms > self.first_ms + self.life_ms
    }

    /// When everything that was announced has surely expired.
    fn over_ms(&self) -> u64 {
        self.last_ms + self.life_ms + GRACE_MS
    }
}

fn stay(t: &mut Tester<'_>) -> Flow<Stay> {
    let told = current(t)?;
    let life = told.iter().filter_map(|it| it.message.max_age()).min();
    let Some(life) = life else {
        return Err(Stop::inconclusive(
            "no announcement has a max-age (uda/discovery/cache-control)",
        ));
    };
    let times = || told.iter().map(|it| it.datagram.at_ms);
    let (first_ms, last_ms) = times().min().zip(times().max()).unwrap_or_default();
    Ok(Stay {
        life_ms: life.saturating_mul(1000),
        first_ms,
        last_ms,
        told,
    })
}

fn judge(t: &mut Tester<'_>) -> Flow {
    let begun = t.now()?;
    let first = stay(t)?;
    if first.life_ms == 0 {
        return Err(Stop::inconclusive(
            "an announcement holds for no time at all (uda/discovery/max-age)",
        ));
    }
    if first.first_ms + first.life_ms > begun + LISTENED_MS {
        return Err(Stop::NotApplicable(format!(
            "an announcement holds for {} s, longer than this run could listen",
            first.life_ms / 1000
        )));
    }
    loop {
        let stay = stay(t)?;
        let now = t.now()?;
        if stay.is_kept() {
            return kept(t, &stay);
        }
        if now > stay.over_ms() {
            return expired(t, &stay, now);
        }
        // Every restart begins a life anew.
        if now > begun + LISTENED_MS * 2 {
            return Err(Stop::inconclusive(
                "the device was restarted too often to see an announcement expire",
            ));
        }
        t.ssdp().heard(500)?;
    }
}

fn kept(t: &mut Tester<'_>, stay: &Stay) -> Flow {
    let life = stay.life_ms / 1000;
    t.record(
        Judgement::met("UDA-DISC-23", true)
            .asked(format!("announcements that hold for {life} s"))
            .accepts(["another one before that time is over"])
            .observed(format!(
                "announcements for {} ms",
                stay.last_ms - stay.first_ms
            ))
            .exchanges(exchanges(&stay.told)),
    )
}

/// No announcement came while the last ones held. That is the device's only if what it multicasts does come by here, still,
/// and the device is there.
fn expired(t: &mut Tester<'_>, stay: &Stay, now: u64) -> Flow {
    let here = t.ssdp().device_ip().is_some_and(|ip| ip.is_loopback());
    t.ssdp().answer()?;
    if !here && !is_still_heard(t)? {
        return Err(Stop::Inconclusive {
            reason: "no announcement came any more, and nothing shows that multicast still arrives here; stimulus `restart` would".to_owned(),
            suspect: Suspect::Network,
        });
    }
    t.everything_was_read()?;
    t.record(
        Judgement::new("UDA-DISC-23", Outcome::Fail)
            .asked(format!(
                "announcements that hold for {} s",
                stay.life_ms / 1000
            ))
            .accepts(["another one before that time is over"])
            .observed(format!(
                "none for {} ms, though the device answers searches",
                now - stay.last_ms
            ))
            .exchanges(exchanges(&stay.told)),
    )
}

/// What the device multicasts when it is restarted arrives.
fn is_still_heard(t: &mut Tester<'_>) -> Flow<bool> {
    if !t.upper_tester().offers(stimulus::RESTART) || t.ssdp().vain_restarts()? > 0 {
        return Ok(false);
    }
    let heard = t.ssdp().restart()?;
    Ok(heard.iter().any(|it| it.message.kind == Kind::Alive))
}
