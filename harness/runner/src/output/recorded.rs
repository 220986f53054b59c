//! From the suite's values to the record's.

use std::collections::BTreeSet;

use ctk_record::{self as record, PlannedCase, PlannedRequirement};
use ctk_suite::case::Case;
use ctk_suite::service::norm;
use ctk_suite::under_test::Dut;
use ctk_vectors::{Level, Norm, Presence, facts};

use crate::run::plan::Plan;

/// The plan: the cases, and everything that coverage is counted against.
pub fn plan(cases: &[Case], whole: bool, floor_ms: u64) -> record::Plan {
    let facts = facts();
    record::Plan {
        not_selected: Vec::new(),
        unclaimed: Vec::new(),
        cases: cases.iter().map(planned).collect(),
        whole,
        requirements: ctk_suite::universe()
            .into_iter()
            .chain(of_files(cases))
            .map(|norm| PlannedRequirement {
                id: norm.id.to_owned(),
                clause: norm.clause.to_string(),
                level: norm.level.word().to_owned(),
                text: norm.text.to_owned(),
                reason: ctk_suite::why_not_judged(norm.id)
                    .unwrap_or_default()
                    .to_owned(),
            })
            .collect(),
        session_cells: facts
            .session_cells
            .iter()
            .map(|cell| (cell.state.clone(), cell.action.clone()))
            .collect(),
        folder_cells: facts
            .folder_cells
            .iter()
            .map(|cell| (cell.folder.clone(), cell.by.clone()))
            .collect(),
        error_pairs: facts
            .actions
            .iter()
            .flat_map(|action| {
                action
                    .errors
                    .iter()
                    .map(|code| (action.name.clone(), *code))
            })
            .collect(),
        messages: 0,
        floor_ms,
        shard: None,
    }
}

/// The plan of a run on a device that was probed.
pub fn whole_plan(plan: &Plan, dut: &Dut, whole: bool, floor_ms: u64) -> record::Plan {
    record::Plan {
        messages: plan.messages(),
        not_selected: plan.not_selected(),
        unclaimed: unclaimed(dut),
        shard: plan.shard(),
        ..self::plan(plan.cases(), whole, floor_ms)
    }
}

/// The statements of the services that are known by a file and have cases in the plan, each once.
fn of_files(cases: &[Case]) -> Vec<Norm<'static>> {
    let ids = cases.iter().flat_map(|case| &case.meta.requirements);
    let ids: BTreeSet<&str> = ids
        .map(AsRef::as_ref)
        .filter(|id| id.starts_with("S-"))
        .collect();
    ids.into_iter().filter_map(norm).collect()
}

fn planned(case: &Case) -> PlannedCase {
    let strongest = case
        .meta
        .requirements
        .iter()
        .filter_map(|id| norm(id))
        .map(|norm| norm.level)
        .min_by_key(|level| match level {
            Level::Shall => 0,
            Level::Should => 1,
            Level::May => 2,
            Level::Open => 3,
        });
    PlannedCase {
        id: case.meta.id.to_string(),
        clause: case.meta.clause.to_string(),
        purpose: case.meta.purpose.to_string(),
        requirements: case
            .meta
            .requirements
            .iter()
            .map(ToString::to_string)
            .collect(),
        level: strongest.map_or("may", Level::word).to_owned(),
    }
}

/// The required actions that the first service under test does not have, or that its profile does not claim.
pub fn unclaimed(dut: &Dut) -> Vec<String> {
    let service = dut.first();
    let facts = service.service().facts();
    let actions = facts.map_or(&[][..], |facts| &facts.actions);
    actions
        .iter()
        .filter(|action| action.presence == Presence::Required)
        .filter(|action| !service.ics.has_action(&action.name))
        .map(|action| action.name.clone())
        .collect()
}

/// What the device says of itself.
pub fn device(dut: &Dut) -> record::Device {
    let (device, first) = (dut.device(), dut.first());
    let about = device.description.device(&first.udn);
    let text = |get: fn(&ctk_wire::description::Device) -> &str| {
        about.map(get).unwrap_or_default().to_owned()
    };
    record::Device {
        description_url: device.description_url.clone(),
        udn: first.udn.clone(),
        friendly_name: text(|device| &device.friendly_name),
        manufacturer: text(|device| &device.manufacturer),
        model_name: text(|device| &device.model_name),
        device_type: text(|device| &device.device_type),
        service_type: dut
            .services()
            .map(|service| service.service_type.as_str())
            .collect::<Vec<_>>()
            .join(", "),
        server: device.server.clone(),
        uda: device.claim.to_string(),
        ics: serde_json::to_value(&first.ics).unwrap_or_default(),
    }
}
