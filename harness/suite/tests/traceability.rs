//! From requirements to cases and back: what a case claims exists, and what exists has a case or a reason.

use std::collections::{BTreeMap, BTreeSet};

use ctk_suite::case::{Case, Need};
use ctk_suite::service::norm;
use ctk_suite::{cases, why_not_judged};
use ctk_vectors::published::{KnownService, services};
use ctk_vectors::{Check, facts};

/// Heads of ids beside the clause numbers.
const HEADS: &[&str] = &[
    "annex-a",
    "annex-c",
    "ics",
    "model",
    "uda/discovery",
    "uda/description",
    "uda/scpd",
    "uda/control",
    "uda/eventing",
    "uda/security",
];

/// What a case is about is said as a fact, not as a demand.
const MODAL_VERBS: &[&str] = &[
    "shall", "should", "must", "can", "cannot", "could", "may", "might", "will", "would", "ought",
];

/// The longest purpose, in characters: a line of the report.
const PURPOSE: usize = 90;

fn complain(complaints: &[String]) {
    assert!(
        complaints.is_empty(),
        "{} complaints:\n{}",
        complaints.len(),
        complaints.join("\n")
    );
}

fn each(judge: impl Fn(&Case) -> Option<String>) {
    let complaints: Vec<String> = cases()
        .iter()
        .filter_map(|case| judge(case).map(|why| format!("{}: {why}", case.meta.id)))
        .collect();
    complain(&complaints);
}

fn is_clause(head: &str) -> bool {
    let mut parts = head.split('.');
    let first = parts
        .next()
        .is_some_and(|part| ["4", "5", "6"].contains(&part));
    first && parts.all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

/// `service/NAME`, of a service that is known by a file.
fn is_service(head: &str) -> bool {
    let name = head.strip_prefix("service/");
    name.is_some_and(|name| services().iter().any(|service| service.name == name))
}

fn is_slug(slug: &str) -> bool {
    let word = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    slug.split('-').all(word)
}

#[test]
fn ids_are_unique() {
    let mut seen = BTreeSet::new();
    let twice: Vec<String> = cases()
        .iter()
        .filter(|case| !seen.insert(case.meta.id.to_string()))
        .map(|case| format!("{} stands twice", case.meta.id))
        .collect();
    complain(&twice);
}

#[test]
fn ids_are_a_head_and_a_slug() {
    each(|case| {
        let (head, slug) = case.meta.id.rsplit_once('/')?;
        let known = is_clause(head) || HEADS.contains(&head) || is_service(head);
        (!known || !is_slug(slug)).then(|| "its id is not HEAD/slug".to_owned())
    });
    each(|case| (!case.meta.id.contains('/')).then(|| "its id has no head".to_owned()));
}

#[test]
fn purposes_are_short_facts() {
    each(|case| {
        let length = case.meta.purpose.chars().count();
        if length == 0 || length > PURPOSE {
            return Some(format!("its purpose has {length} characters"));
        }
        case.meta
            .purpose
            .split(|c: char| !c.is_alphanumeric())
            .find(|word| MODAL_VERBS.contains(&word.to_lowercase().as_str()))
            .map(|word| format!("its purpose says `{word}`: {}", case.meta.purpose))
    });
}

#[test]
fn what_a_case_judges_exists() {
    each(|case| {
        if case.meta.requirements.is_empty() {
            return Some("it judges nothing".to_owned());
        }
        let strays: Vec<&str> = case
            .meta
            .requirements
            .iter()
            .map(|id| id.as_ref())
            .filter(|id| norm(id).is_none())
            .collect();
        (!strays.is_empty()).then(|| format!("no requirement is called {}", strays.join(", ")))
    });
}

#[test]
fn what_a_case_needs_exists() {
    let values = |table: u8, value: &str| {
        facts()
            .values(table)
            .is_some_and(|table| table.values.iter().any(|known| known.value == value))
    };
    each(|case| {
        case.meta.needs.iter().find_map(|need| {
            let known = match need {
                Need::Action(name) => {
                    let published = |service: &KnownService| service.action(name).is_some();
                    facts().action(name).is_some() || services().iter().any(published)
                }
                Need::MessageClass(class) => values(3, class),
                Need::Folder(folder) | Need::NoFolder(folder) => values(4, folder),
                Need::SessionClass(class) => values(6, class),
                Need::Stimulus(name) => ctk_vectors::stimulus::ALL.contains(name),
                _ => true,
            };
            (!known).then(|| format!("{need:?} is nothing that there is"))
        })
    });
}

#[test]
fn every_requirement_that_a_run_can_judge_has_a_case() {
    let mut judged: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for case in cases() {
        for requirement in &case.meta.requirements {
            judged
                .entry(requirement.to_string())
                .or_default()
                .push(case.meta.id.to_string());
        }
    }
    let mut complaints = Vec::new();
    let black_box = facts().requirements.iter().map(|it| {
        (
            it.id.as_str(),
            it.check == Check::BlackBox,
            it.text.as_str(),
        )
    });
    let rows = facts()
        .architecture
        .iter()
        .map(|row| (row.id.as_str(), true, row.text.as_str()));
    for (id, due, text) in black_box.chain(rows) {
        match (judged.get(id), why_not_judged(id)) {
            (None, None) if due => {
                complaints.push(format!("{id} has no case and no reason: {text}"))
            }
            (None, None) => complaints.push(format!("{id} is for inspection, and says no reason")),
            (Some(cases), Some(_)) => complaints.push(format!(
                "{id} has a reason not to be judged, yet {} judges it",
                cases.join(", ")
            )),
            _ => {}
        }
    }
    complain(&complaints);
}
