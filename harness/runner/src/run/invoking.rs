//! Which actions have to be allowed, by `--invoke`, for cases to be judged, and which are known to be safe.

use std::collections::BTreeMap;

use ctk_suite::case::Need;
use ctk_suite::case::applicability::Applicability;
use ctk_suite::under_test::Dut;
use ctk_suite::under_test::actions::NOTHING_TO_INVOKE;

use super::plan::Plan;

/// How many names a line has at most.
const MOST_NAMES: usize = 12;

/// What to say of it before the run; nothing where no case waits for it and nothing is called.
pub fn told(plan: &Plan, dut: &Dut) -> Option<String> {
    let mut parts = Vec::new();
    let waiting = waiting(plan, dut);
    let cases: usize = waiting.cases;
    if cases > 0 {
        let names: Vec<String> = waiting
            .actions
            .iter()
            .map(|(name, count)| format!("--invoke {name} ({count})"))
            .collect();
        parts.push(format!(
            "{cases} cases need an action called that takes effect, and are not tried without: {}",
            few(&names)
        ));
    }
    if waiting.plain > 0 {
        let asking = asking(dut);
        let hint = match asking.is_empty() {
            true => "--invoke NAME names one".to_owned(),
            false => format!("by their names these only ask: {}", few(&asking)),
        };
        parts.push(format!(
            "{} cases need an action that succeeds, and the kit knows no safe one: {hint}",
            waiting.plain
        ));
    }
    let safe = safe(dut);
    if !safe.is_empty() {
        parts.push(format!("known to be safe, and called: {}", few(&safe)));
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}

#[derive(Default)]
struct Waiting {
    /// How many cases need an action with an effect.
    cases: usize,
    /// The actions, each with how many cases need it.
    actions: BTreeMap<&'static str, usize>,
    /// How many cases need any action without in arguments.
    plain: usize,
}

fn waiting(plan: &Plan, dut: &Dut) -> Waiting {
    let mut waiting = Waiting::default();
    for (case, applicability) in plan.iter() {
        match applicability {
            Applicability::Inconclusive(_) => {
                let needs = case.meta.needs.iter();
                let names: Vec<&'static str> = needs
                    .filter_map(|need| match need {
                        Need::Allowed(name) => Some(*name),
                        _ => None,
                    })
                    .filter(|name| !dut.services().any(|service| service.may_call(name)))
                    .collect();
                waiting.cases += usize::from(!names.is_empty());
                for name in names {
                    *waiting.actions.entry(name).or_default() += 1;
                }
            }
            Applicability::NotApplicable(why) if why.contains(NOTHING_TO_INVOKE) => {
                waiting.plain += 1;
            }
            _ => {}
        }
    }
    waiting
}

/// The actions that files of services mark as safe, of all services under test.
fn safe(dut: &Dut) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for service in dut.services() {
        let known = service
            .published()
            .into_iter()
            .flat_map(|known| &known.actions);
        for action in known.filter(|action| action.safe && service.ics.has_action(&action.name)) {
            if !names.contains(&action.name) {
                names.push(action.name.clone());
            }
        }
    }
    names
}

/// The actions without in arguments that by their names only ask, of services that the kit has no file of.
fn asking(dut: &Dut) -> Vec<String> {
    let services = dut
        .services()
        .filter(|service| !service.service().is_known());
    let unknown = services.filter(|service| service.published().is_none());
    let mut names: Vec<String> = unknown
        .flat_map(|service| service.plain_asking_actions())
        .collect();
    names.sort();
    names.dedup();
    names
}

fn few(names: &[String]) -> String {
    let shown = names
        .iter()
        .take(MOST_NAMES)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    match names.len().checked_sub(MOST_NAMES) {
        None | Some(0) => shown,
        Some(more) => format!("{shown}, and {more} more"),
    }
}
