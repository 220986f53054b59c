//! 1.3.3: what is found: everything, root devices, names, types, and any version that the device has.

use std::collections::BTreeSet;

use ctk_model::expectation::Outcome;
use ctk_record::Judgement;
use ctk_wire::ssdp::Search;

use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;
use crate::tester::ssdp::{LISTEN_MS, MX, Told};
use crate::uda::discovery::named::{Pair, list, pair, told_pair};

pub(super) fn cases() -> Vec<Case> {
    vec![
        all(),
        targets(
            "uda/discovery/root-device",
            "a search for upnp:rootdevice finds the root device",
            "UDA-DISC-43",
            |t| {
                let root = &t.dut().description.root.udn;
                vec![("upnp:rootdevice".to_owned(), root.clone())]
            },
        ),
        targets(
            "uda/discovery/uuid",
            "a search for a UDN finds the device that has it, root or embedded",
            "UDA-DISC-44",
            |t| {
                t.dut()
                    .udns()
                    .iter()
                    .map(|&udn| (udn.to_owned(), udn.to_owned()))
                    .collect()
            },
        ),
        targets(
            "uda/discovery/types",
            "a search for a device or service type finds each device that has it",
            "UDA-DISC-45",
            |t| {
                let set = t.dut().description.advertisements();
                set.into_iter()
                    .filter(|it| it.nt.starts_with("urn:"))
                    .map(|it| (it.nt, it.usn))
                    .collect()
            },
        ),
        lower_versions(),
        location(),
    ]
}

fn pairs(told: &[Told]) -> BTreeSet<Pair> {
    told.iter().map(told_pair).collect()
}

fn exchanges(told: &[Told]) -> Vec<u32> {
    told.iter().map(|it| it.datagram.exchange).collect()
}

/// Searches until everything due has come. Where nothing came at all, but an ordinary search is answered then, once more: the
/// device may have been away for a while.
fn search_or_again(
    t: &mut Tester<'_>,
    searches: &[Search],
    enough: usize,
    due: &BTreeSet<Pair>,
) -> Flow<Vec<Told>> {
    let satisfied = |told: &[Told]| due.is_subset(&pairs(told));
    let told = t.ssdp().search_until(searches, enough, satisfied)?;
    if !told.is_empty() {
        return Ok(told);
    }
    t.ssdp().answer()?;
    t.ssdp().search_until(searches, enough, satisfied)
}

/// 1.3.3: ssdp:all is answered with everything that is announced. Duplicates pass, and datagrams may be lost: what all
/// searches bring together counts.
fn all() -> Case {
    Case::new(
        "uda/discovery/all",
        "a search for ssdp:all is answered with every type and name of the device",
    )
    .clause("1.3.3")
    .covers(&["UDA-DISC-42"])
    .needs(&[Need::Multicast])
    .waits(LISTEN_MS)
    .body(|t| {
        let due: BTreeSet<Pair> = t
            .dut()
            .description
            .advertisements()
            .into_iter()
            .map(|it| pair(&it.nt, &it.usn))
            .collect();
        let searches = [Search::multicast("ssdp:all", MX)];
        let told = search_or_again(t, &searches, 0, &due)?;
        let got = pairs(&told);
        let missing: Vec<&Pair> = due.difference(&got).collect();
        let surplus: Vec<&Pair> = got.difference(&due).collect();
        t.record(
            Judgement::met("UDA-DISC-42", missing.is_empty() && surplus.is_empty())
                .asked("M-SEARCH for ssdp:all, up to six times")
                .accepts(["an answer for each type and name of the description, and no other"])
                .observed(if !missing.is_empty() {
                    format!("no answer for {}", list(&missing))
                } else if !surplus.is_empty() {
                    format!(
                        "also {}, of which the description knows nothing",
                        list(&surplus)
                    )
                } else {
                    format!("all {} answers", due.len())
                })
                .exchanges(exchanges(&told)),
        )
    })
}

/// 1.3.3: each target is answered under the ST asked for, with the USN of the device that has it.
fn targets(
    id: &'static str,
    purpose: &'static str,
    row: &'static str,
    due: impl Fn(&Tester<'_>) -> Vec<(String, String)> + Send + Sync + 'static,
) -> Case {
    Case::new(id, purpose)
        .clause("1.3.3")
        .covers(&[row])
        .needs(&[Need::Multicast])
        .waits_at_most(LISTEN_MS)
        .body(move |t| {
            let due_usns = due(t);
            let asked: BTreeSet<&str> =
                due_usns.iter().map(|(target, _)| target.as_str()).collect();
            let due: BTreeSet<Pair> = due_usns
                .iter()
                .map(|(target, usn)| pair(target, usn))
                .collect();
            let searches: Vec<Search> = asked
                .iter()
                .map(|target| Search::multicast(target, MX))
                .collect();
            let told = search_or_again(t, &searches, due.len(), &due)?;
            let got = pairs(&told);
            let missing: Vec<&Pair> = due.difference(&got).collect();
            let instead: Vec<&Pair> = got.difference(&due).collect();
            let asked: Vec<&str> = asked.into_iter().collect();
            t.record(
                Judgement::met(row, missing.is_empty())
                    .asked(format!(
                        "M-SEARCH for {}, up to six times",
                        asked.join(", ")
                    ))
                    .accepts(["an answer for each, with the USN of the device that has it"])
                    .observed(if missing.is_empty() {
                        format!("{} answers as expected", due.len())
                    } else if instead.is_empty() {
                        format!("no answer for {}", list(&missing))
                    } else {
                        format!(
                            "no answer for {}, but for {}",
                            list(&missing),
                            list(&instead)
                        )
                    })
                    .exchanges(exchanges(&told)),
            )
        })
}

/// The lower versions of a type that has some.
fn lower(kind: &str) -> Option<(String, String)> {
    let (name, version) = kind.rsplit_once(':')?;
    let version: u32 = version.parse().ok()?;
    (version > 1).then(|| (format!("{name}:{}", version - 1), kind.to_owned()))
}

/// 1.3.2, 1.3.3: a search for a lower version finds the device, and its answer names the version that was asked for
/// (U-05: in USN, too). 1.0 had no such rule at first.
fn lower_versions() -> Case {
    Case::new(
        "uda/discovery/lower-version",
        "a search for a lower version of a type is answered under that version",
    )
    .clause("1.3.3")
    .covers(&["UDA-DISC-46"])
    .needs(&[Need::Multicast])
    .waits_at_most(LISTEN_MS)
    .body(|t| {
        let set = t.dut().description.advertisements();
        let kinds: Vec<(String, String)> = set.iter().filter_map(|it| lower(&it.nt)).collect();
        if kinds.is_empty() {
            return Err(Stop::NotApplicable(
                "no type of the device has a lower version".to_owned(),
            ));
        }
        let targets: Vec<&str> = kinds.iter().map(|(asked, _)| asked.as_str()).collect();
        let searches: Vec<Search> = targets
            .iter()
            .map(|target| Search::multicast(target, MX))
            .collect();
        let answered = |told: &[Told], (asked, own): &(String, String)| -> Option<Told> {
            let fits = |target: &str| {
                told.iter()
                    .find(|it| it.target() == target && it.usn().contains("::"))
                    .or_else(|| told.iter().find(|it| it.target() == target))
                    .cloned()
            };
            fits(asked).or_else(|| fits(own))
        };
        let told = t.ssdp().search_until(&searches, searches.len(), |told| {
            kinds.iter().all(|kind| answered(told, kind).is_some())
        })?;
        if told.is_empty() {
            t.ssdp().answer()?;
        }
        for kind in &kinds {
            judge_lower(t, kind, answered(&told, kind).as_ref())?;
        }
        Ok(())
    })
}

fn judge_lower(t: &mut Tester<'_>, (asked, own): &(String, String), told: Option<&Told>) -> Flow {
    let (outcome, observed, exchanges) = match told {
        None => (t.lapse_since_1_1(), "no answer".to_owned(), Vec::new()),
        Some(told) => {
            let outcome = if told.target() == own {
                t.lapse_since_1_1()
            } else if told.usn().ends_with(own.as_str()) {
                Outcome::Warning
            } else {
                Outcome::Pass
            };
            let observed = format!("ST {} with USN {}", told.target(), told.usn());
            (outcome, observed, vec![told.datagram.exchange])
        }
    };
    t.record(
        Judgement::new("UDA-DISC-46", outcome)
            .asked(format!("M-SEARCH for {asked}, up to six times"))
            .accepts(["ST and USN with the version asked for"])
            .observed(observed)
            .exchanges(&exchanges),
    )
}

/// 1.3.3: the asker can reach LOCATION, and finds the device there.
fn location() -> Case {
    Case::new(
        "uda/discovery/answer-location",
        "LOCATION of an answer leads to the device's description",
    )
    .clause("1.3.3")
    .covers(&["UDA-DISC-48"])
    .needs(&[Need::Multicast])
    .waits_at_most(LISTEN_MS)
    .body(|t| {
        let told = t.ssdp().answer()?;
        t.descriptions().leads_to_description("UDA-DISC-48", &told)
    })
}
