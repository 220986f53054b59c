//! What is published of services without tables of their own: cases from their files, a file a service.
//!
//! The files are those of `ctk_vectors::published`, and those that the operator gives. Where both have a service, the
//! operator's is meant.

mod course;
mod events;
pub(crate) mod looks;
pub(crate) mod registry;
mod tables;
mod texts;

use ctk_vectors::published::{KnownCase, KnownService};

use crate::case::{Case, Need, Reach};

pub use registry::{add, known, norm, of};

/// The cases of every service that is known by its file.
pub(crate) fn cases() -> Vec<Case> {
    known().into_iter().flat_map(of_service).collect()
}

fn of_service(service: &'static KnownService) -> Vec<Case> {
    let mut cases = tables::cases(service);
    cases.extend(service.cases.iter().map(|case| of_steps(service, case)));
    cases
}

/// A case made of steps. What takes effect runs alone, and only where the operator allows each action by name.
fn of_steps(service: &'static KnownService, known: &'static KnownCase) -> Case {
    let mut case = Case::new(known.id.as_str(), known.purpose.as_str())
        .of(&service.name)
        .reach(Reach::EachService)
        .needs(&[Need::ServiceVersion(known.since)]);
    for id in &known.judges {
        case = case.covering(id.clone());
    }
    let mut clauses = known.judges.iter().filter_map(|id| service.norm(id));
    if let Some(norm) = clauses.next() {
        case = case.clause(norm.clause.to_owned());
    }
    let mut takes_effect = false;
    for name in service.called_by(known) {
        case = case.needs(&[Need::Action(name), Need::Allowed(name)]);
        takes_effect |= service.action(name).is_none_or(|action| !action.safe);
    }
    if takes_effect {
        case = case.alone();
    }
    case.body(move |t| course::run(t, service, known))
}
