//! The services that are known by a file, on devices made from scripts: every seeded defect is caught by its case, and
//! what only differs fails nothing. No sockets: the device answers in the test's own lab.

#[path = "support/hosted_lab.rs"]
mod hosted_lab;

use std::collections::BTreeMap;

use ctk_device::hosted::{Hosted, Script, scripts};
use ctk_record::Verdict;
use ctk_suite::case::{Case, Phase};
use hosted_lab::{HostedLab, under_test};

/// The verdicts of the cases that were tried, by id: failed, warned or neither.
fn tried(script: &Script, difference: &str, cases: &[Case]) -> BTreeMap<String, &'static str> {
    let hosted = Hosted::new(script, difference).expect("the script has it");
    let mut lab = HostedLab::new(hosted);
    let dut = under_test(&mut lab);
    let mut came = BTreeMap::new();
    for case in cases {
        let outcome = ctk_suite::judging::verdict::run_case(case, &dut, &mut lab);
        let word = match outcome.result.verdict {
            Verdict::Fail => "fail",
            Verdict::Error => panic!("{} {difference}: {}", case.meta.id, outcome.result.reason),
            Verdict::Pass if !outcome.result.warnings.is_empty() => "warning",
            Verdict::Pass => "pass",
            _ => "open",
        };
        came.insert(case.meta.id.to_string(), word);
        lab.next_case();
    }
    came
}

/// The cases of the service, and those that the service description alone gives.
fn cases_of(script: &Script) -> Vec<Case> {
    let own = format!("service/{}/", script.service);
    let general = [
        "uda/control/results-as-described",
        "uda/control/allowed-values-taken",
        "uda/control/values-beyond-refused",
        "uda/control/wrong-types-refused",
        "uda/eventing/values-as-described",
        "uda/eventing/values-agree",
    ];
    let all = ctk_suite::cases().into_iter();
    all.filter(|case| {
        let id = case.meta.id.as_ref();
        assert!(!id.starts_with(&own) || case.meta.phase == Phase::Main);
        id.starts_with(&own) || general.contains(&id)
    })
    .collect()
}

fn all() -> Vec<Script> {
    scripts()
        .iter()
        .map(|(name, text)| Script::read(text).unwrap_or_else(|why| panic!("{name}: {why}")))
        .collect()
}

#[test]
fn a_service_at_work_fails_nothing() {
    for script in all() {
        let cases = cases_of(&script);
        let variations = script.variation.iter().map(|it| it.id.as_str());
        for difference in std::iter::once("").chain(variations) {
            let came = tried(&script, difference, &cases);
            let noticed: Vec<_> = came
                .iter()
                .filter(|(_, word)| !matches!(**word, "pass" | "open"))
                .collect();
            assert!(
                noticed.is_empty(),
                "{} {difference}: {noticed:?}",
                script.service
            );
            if difference.is_empty() {
                let open: Vec<_> = came.iter().filter(|(_, word)| **word == "open").collect();
                // A player has media; not every service has actions that ask with arguments, or arguments with lists.
                let by_nature = ["/no-media-no-tracks", "/error-codes"];
                let may_be = |id: &str| {
                    id.starts_with("uda/") || by_nature.iter().any(|end| id.ends_with(end))
                };
                assert!(
                    open.iter().all(|(id, _)| may_be(id)),
                    "{}: {open:?}",
                    script.service
                );
            }
        }
    }
}

#[test]
fn every_seeded_defect_is_caught_by_its_case() {
    let mut missed = Vec::new();
    for script in all() {
        assert!(
            script.defect.len() >= 10,
            "{} has few defects",
            script.service
        );
        let cases = cases_of(&script);
        for defect in &script.defect {
            let id = match defect.caught_by.contains('/') {
                true => defect.caught_by.clone(),
                false => format!("service/{}/{}", script.service, defect.caught_by),
            };
            let case: Vec<Case> = cases
                .iter()
                .filter(|case| case.meta.id == id)
                .cloned()
                .collect();
            assert_eq!(
                case.len(),
                1,
                "{} {}: no case {id}",
                script.service,
                defect.id
            );
            let came = tried(&script, &defect.id, &case);
            let wanted = if defect.warned { "warning" } else { "fail" };
            if came.get(&id) != Some(&wanted) {
                missed.push(format!("{} {}: {came:?}", script.service, defect.id));
            }
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}
