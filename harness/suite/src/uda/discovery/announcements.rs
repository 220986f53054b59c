//! 1.2.2: what is announced as a whole. Judged at the end of a run, by everything that was heard in it.

use std::collections::{BTreeMap, BTreeSet};

use ctk_model::expectation::Outcome;
use ctk_record::Judgement;
use ctk_vectors::{stimulus, waits};
use ctk_wire::ssdp::Kind;

use crate::case::{Case, Need, Phase};
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;
use crate::tester::ssdp::{Told, no_return, out_of_earshot};
use crate::uda::discovery::named::{Pair, list, pair, told_pair};
use crate::uda::discovery::one_by_one::comes_one_by_one;
use crate::uda::discovery::stay::{current, exchanges};
use crate::uda::version::versions;

/// The copies of a set are sent within this time.
const COPIES_MS: u64 = waits::ADVERTISEMENT_COPIES.milliseconds;

pub(super) fn cases() -> Vec<Case> {
    vec![
        announced_set(),
        lower_version_not_announced(),
        lifetimes(),
        copies(),
        boot_id(),
        config_id(),
    ]
}

fn last(id: &'static str, purpose: &'static str, row: &'static str) -> Case {
    Case::new(id, purpose)
        .clause("1.2.2")
        .covers(&[row])
        .needs(&[Need::Multicast])
        .needs(&versions(row))
        .phase(Phase::Last)
}

/// The types announced, and those due.
fn pairs(t: &Tester<'_>, told: &[Told]) -> (BTreeSet<Pair>, BTreeSet<Pair>) {
    let got = told.iter().map(told_pair).collect();
    let set = t.dut().description.advertisements();
    (got, set.iter().map(|it| pair(&it.nt, &it.usn)).collect())
}

/// The type is that of a due one, in a lower version.
fn is_lower(kind: &Pair, due: &BTreeSet<Pair>) -> bool {
    let split = |target: &str| -> Option<(String, u32)> {
        let (name, version) = target.rsplit_once(':')?;
        Some((name.to_owned(), version.parse().ok()?))
    };
    let Some((name, version)) = split(&kind.0).filter(|_| kind.0.starts_with("urn:")) else {
        return false;
    };
    due.iter().any(|(target, udn)| {
        *udn == kind.1
            && split(target).is_some_and(|(own, highest)| own == name && version < highest)
    })
}

/// 1.2.2: 3 + 2d + k announcements: the root device, each device by name and type, each service type of each device. One
/// is missing only when no copy in two starts had it.
fn announced_set() -> Case {
    last(
        "uda/discovery/announced-set",
        "everything that the description names is announced, and nothing else",
        "UDA-DISC-08",
    )
    .body(judge_announced_set)
}

fn judge_announced_set(t: &mut Tester<'_>) -> Flow {
    let mut told = heard_or_none(t)?;
    let (got, due) = pairs(t, &told);
    // Those of other cases that did not bring it have shown it as well.
    let mut starts = match due.is_subset(&got) {
        true => 0,
        false => t.ssdp().restarts_without_all()?.min(2),
    };
    loop {
        let (got, due) = pairs(t, &told);
        if due.is_subset(&got) || starts == 2 {
            break;
        }
        if !t.upper_tester().offers(stimulus::RESTART) {
            return Err(Stop::inconclusive(
                "the set was not heard as a whole; stimulus `restart` would repeat it",
            ));
        }
        let heard = t.ssdp().restart()?;
        told.extend(
            heard
                .into_iter()
                .filter(|it| it.message.kind == Kind::Alive),
        );
        starts += 1;
    }
    if told.is_empty() && !t.ssdp().is_in_earshot()? {
        return Err(out_of_earshot());
    }
    if told.is_empty()
        && let Some(stop) = t.ssdp().under_another_name()?
    {
        return Err(stop);
    }
    let (_, due) = pairs(t, &told);
    let one_by_one = comes_one_by_one(t, &mut told, &due)?;
    let (got, _) = pairs(t, &told);
    let missing: Vec<&Pair> = due.difference(&got).collect();
    let surplus: Vec<&Pair> = got
        .difference(&due)
        .filter(|kind| !is_lower(kind, &due))
        .collect();
    let outcome = match (surplus.is_empty(), missing.is_empty(), one_by_one) {
        (true, true, false) => Outcome::Pass,
        (true, _, true) => Outcome::Warning,
        _ => Outcome::Fail,
    };
    if outcome == Outcome::Fail && !missing.is_empty() {
        t.everything_was_read()?;
    }
    t.record(
        Judgement::new("UDA-DISC-08", outcome)
            .asked("the announcements heard in this run")
            .accepts(["each type and name of the description"])
            .observed(if outcome == Outcome::Warning {
                let heard = due.len() - missing.len();
                format!(
                    "{heard} of {} of the set within a minute of a start: they come one by one",
                    due.len()
                )
            } else if !missing.is_empty() && !surplus.is_empty() {
                format!(
                    "no announcement of {}; announced was {}",
                    list(&missing),
                    list(&surplus)
                )
            } else if !missing.is_empty() {
                format!("no announcement of {}", list(&missing))
            } else if !surplus.is_empty() {
                format!(
                    "also {}, of which the description knows nothing",
                    list(&surplus)
                )
            } else {
                format!("all {} of the set", due.len())
            })
            .exchanges(exchanges(&told)),
    )
}

fn heard_or_none(t: &mut Tester<'_>) -> Flow<Vec<Told>> {
    let told = match t.ssdp().announcements() {
        Ok(told) => told,
        Err(Stop::Inconclusive { .. })
            if t.upper_tester().offers(stimulus::RESTART) && t.ssdp().multicast_works()? =>
        {
            Vec::new()
        }
        Err(stop) => return Err(stop),
    };
    Ok(told)
}

/// 1.2.2: of each type only the highest version is announced.
fn lower_version_not_announced() -> Case {
    last(
        "uda/discovery/highest-version-announced",
        "no lower version of a type is announced",
        "UDA-DISC-09",
    )
    .body(|t| {
        let told = t.ssdp().announcements()?;
        let (got, due) = pairs(t, &told);
        let lower: Vec<&Pair> = got.iter().filter(|kind| is_lower(kind, &due)).collect();
        t.record(
            Judgement::met("UDA-DISC-09", lower.is_empty())
                .asked("the announcements heard in this run")
                .accepts(["the highest version of each type alone"])
                .observed(if lower.is_empty() {
                    "no lower version".to_owned()
                } else {
                    list(&lower)
                })
                .exchanges(exchanges(&told)),
        )
    })
}

/// 1.2.2: the messages of a set live equally long.
fn lifetimes() -> Case {
    last(
        "uda/discovery/equal-lifetimes",
        "the announcements of a set have the same lifetime",
        "UDA-DISC-22",
    )
    .body(|t| {
        let told = t.ssdp().announcements()?;
        let ages: BTreeSet<u64> = told.iter().filter_map(|it| it.message.max_age()).collect();
        let (low, high) = (ages.first().copied(), ages.last().copied());
        let Some((low, high)) = low.zip(high) else {
            return Err(Stop::inconclusive(
                "no announcement has a max-age (uda/discovery/cache-control)",
            ));
        };
        let outcome = if low == high {
            Outcome::Pass
        } else {
            Outcome::Warning
        };
        t.record(
            Judgement::new("UDA-DISC-22", outcome)
                .asked("the announcements heard in this run")
                .accepts(["one max-age for all"])
                .observed(format!("max-age from {low} to {high}"))
                .exchanges(exchanges(&told)),
        )
    })
}

/// 1.2.2: since datagrams get lost, the set is sent two or three times. Only a start that was heard from its beginning
/// counts.
fn copies() -> Case {
    last(
        "uda/discovery/repeated",
        "a device that comes to the network announces itself two or three times",
        "UDA-DISC-24",
    )
    .needs(&[Need::Stimulus(stimulus::RESTART)])
    .body(judge_copies)
}

fn judge_copies(t: &mut Tester<'_>) -> Flow {
    let begin = |told: &[Told]| {
        told.iter()
            .filter(|it| it.message.kind == Kind::ByeBye)
            .map(|it| it.datagram.at_ms)
            .max()
    };
    let left = match begin(&t.ssdp().heard(0)?) {
        Some(at) => Some(at),
        None if t.ssdp().vain_restarts()? > 0 => return Err(no_return()),
        None => {
            let told = t.ssdp().restart()?;
            begin(&told).or(told.first().map(|it| it.datagram.at_ms))
        }
    };
    let Some(left) = left else {
        return Err(Stop::inconclusive(
            "no announcement was heard after a restart",
        ));
    };
    let young = (left + COPIES_MS).saturating_sub(t.now()?);
    let told: Vec<Told> = t
        .ssdp()
        .heard(young)?
        .into_iter()
        .filter(|it| it.message.kind == Kind::Alive && it.datagram.at_ms >= left)
        .collect();
    let first = told
        .iter()
        .map(|it| it.datagram.at_ms)
        .min()
        .unwrap_or(left);
    let mut counts: BTreeMap<Pair, usize> = BTreeMap::new();
    for it in told
        .iter()
        .filter(|it| it.datagram.at_ms <= first + COPIES_MS)
    {
        *counts.entry(told_pair(it)).or_default() += 1;
    }
    let most = counts.values().copied().max().unwrap_or(0);
    if most == 0 {
        return Err(Stop::inconclusive(
            "no announcement was heard after a restart",
        ));
    }
    if most < 2 {
        t.everything_was_read()?;
    }
    t.record(
        Judgement::met("UDA-DISC-24", (2..=3).contains(&most))
            .asked("the announcements within 5 s of the last return to the network")
            .accepts(["two or three copies of each"])
            .observed(format!("{most} at most"))
            .exchanges(exchanges(&told)),
    )
}

/// The boot numbers of a stay on the network: those announced, and that of an answer to a search.
struct BootIds {
    announced: BTreeSet<u32>,
    answered: u32,
    answer: Told,
}

impl BootIds {
    fn agree(&self) -> bool {
        self.announced.iter().eq([&self.answered])
    }
}

fn boot_ids(t: &mut Tester<'_>) -> Flow<BootIds> {
    let told = current(t)?;
    let answer = t.ssdp().answer()?;
    let announced: BTreeSet<u32> = told.iter().filter_map(|it| it.message.boot_id()).collect();
    let Some(answered) = answer.message.boot_id().filter(|_| !announced.is_empty()) else {
        return Err(Stop::inconclusive(
            "announcements or answers have no BOOTID.UPNP.ORG that is a number",
        ));
    };
    Ok(BootIds {
        announced,
        answered,
        answer,
    })
}

/// 1.2.2: one BOOTID.UPNP.ORG holds for all messages of a stay on the network.
fn boot_id() -> Case {
    last(
        "uda/discovery/boot-id",
        "BOOTID.UPNP.ORG is the same in announcements and in answers to searches",
        "UDA-DISC-18",
    )
    .body(|t| {
        let mut numbers = boot_ids(t)?;
        // The last start may not have been heard, or not yet: one that is heard as a whole decides.
        if !numbers.agree() && t.upper_tester().offers(stimulus::RESTART) {
            let heard = t.ssdp().restart()?;
            if !heard.iter().any(|it| it.message.kind == Kind::Alive) {
                return Err(no_return());
            }
            numbers = boot_ids(t)?;
        }
        let right = numbers.agree();
        let BootIds {
            announced,
            answered,
            answer,
        } = numbers;
        let shown: Vec<String> = announced.iter().map(u32::to_string).collect();
        t.record(
            Judgement::met("UDA-DISC-18", right)
                .asked("announcements since the device came, and an answer to a search")
                .accepts(["one BOOTID.UPNP.ORG"])
                .observed(format!(
                    "{} in announcements, {answered} in the answer",
                    shown.join(", ")
                ))
                .exchanges([answer.datagram.exchange]),
        )
    })
}

/// 1.2.2, 2.3: CONFIGID.UPNP.ORG is the attribute configId of the description. An answer may leave it out (U-03).
fn config_id() -> Case {
    last(
        "uda/discovery/config-id",
        "CONFIGID.UPNP.ORG is the configId of the description",
        "UDA-DISC-19",
    )
    .body(|t| {
        let announced = current(t)?;
        let attribute = t.dut().description.config_id.clone().unwrap_or_default();
        let Ok(attribute) = attribute.trim().parse::<u32>() else {
            return Err(Stop::inconclusive(
                "the description has no configId (uda/description/config-id)",
            ));
        };
        let ids: BTreeSet<u32> = announced
            .iter()
            .filter_map(|it| it.message.config_id())
            .collect();
        if ids.is_empty() {
            return Err(Stop::inconclusive(
                "no announcement has a CONFIGID.UPNP.ORG that is a number (uda/discovery/announced-numbers)",
            ));
        }
        let shown: Vec<String> = ids.iter().map(u32::to_string).collect();
        t.record(Judgement::met("UDA-DISC-19", ids.iter().all(|id| *id == attribute))
.asked("announcements and the device description")
.accepts(["one number"])
.observed(format!(
                    "CONFIGID.UPNP.ORG {} and configId {attribute}",
                    shown.join(", ")
                ))
.exchanges(exchanges(&announced)))?;
        crate::passive::watch::judge_noticed(t, "UDA-DISC-19")
    })
}
