//! The report of a fleet, `messaging-ctk/fleet/1`: many devices, each judged by a run of its own, as rows beside each other.
//!
//! A run is looked at once and let go: what a fleet keeps of it is its verdict by requirement, so that a thousand devices
//! take no more memory than a page about them.

mod page;

pub use page::page;

use std::collections::HashMap;

use ctk_record::{Ended, Record, Tool, Verdict};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::coverage::coverage;
use crate::json::DevicePart;
use crate::normalize;
use crate::summary::{self, Counts, exit};

/// The report's schema id.
pub const FLEET_SCHEMA: &str = "messaging-ctk/fleet/1";

/// The JSON Schema of the report.
pub const FLEET_JSON_SCHEMA: &str = include_str!("../schema/fleet-1.schema.json");

/// Many devices, judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fleet {
    /// [`FLEET_SCHEMA`].
    pub schema: String,
    /// What they were judged by; null when none was judged.
    pub tool: Option<Tool>,
    /// The worst exit code of all.
    pub exit_code: u8,
    /// The devices by how they came out.
    pub summary: FleetCounts,
    /// The devices, in the order of the fleet's file.
    pub devices: Vec<FleetDevice>,
    /// Every requirement that a run listed, with a verdict for each device.
    pub requirements: Vec<FleetRequirement>,
}

/// Devices by how they came out; they add up to `devices`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FleetCounts {
    /// All of them.
    pub devices: usize,
    /// No case failed.
    pub clean: usize,
    /// A case failed.
    pub failed: usize,
    /// Judged to the end, but not enough to say something, or never reached.
    pub incomplete: usize,
    /// The kit or its user's words were at fault.
    pub broken: usize,
    /// Whoever judged it went away in the middle, or never began.
    pub lost: usize,
}

/// How far the judging of a device came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Its run is over.
    Judged,
    /// Its run has no end: who judged it went away, or is still at it.
    Cut,
    /// There is no run of it.
    Missing,
}

/// A device of the fleet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FleetDevice {
    /// What the fleet's file calls it.
    pub name: String,
    /// The labels that the file gives it.
    pub labels: Vec<String>,
    /// How far it came.
    pub state: State,
    /// Which worker it belongs to, as `3/10`; empty where one process judges all.
    pub worker: String,
    /// The exit code of its run; 3 where there is none.
    pub exit_code: u8,
    /// The verdict of its run in one line.
    pub verdict: String,
    /// What it says of itself; null when it was never reached.
    pub device: Option<DevicePart>,
    /// Its cases by verdict.
    pub counts: Counts,
    /// How long its run took.
    pub duration_ms: u64,
}

/// A requirement, over the fleet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FleetRequirement {
    /// `M-…` or `UDA-…`.
    pub id: String,
    /// The clause that states it.
    pub clause: String,
    /// Its level.
    pub level: String,
    /// What it demands.
    pub text: String,
    /// One for each device, in their order; null where the device was not judged by it.
    pub verdicts: Vec<Option<Verdict>>,
}

/// What is known of a device before its run is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// What the fleet's file calls it.
    pub name: String,
    /// The labels that the file gives it.
    pub labels: Vec<String>,
    /// Which worker it belongs to; empty where there is only one.
    pub worker: String,
}

/// Runs of one fleet were made by different versions, or judged by other facts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{one} was judged by {by_one}, {other} by {by_other}: their verdicts cannot stand beside each other; judge one of them again"
)]
pub struct OtherFacts {
    one: String,
    by_one: String,
    other: String,
    by_other: String,
}

impl Fleet {
    /// A fleet of which nothing is known yet.
    pub fn new() -> Self {
        Self {
            schema: FLEET_SCHEMA.to_owned(),
            tool: None,
            exit_code: exit::CLEAN,
            summary: FleetCounts::default(),
            devices: Vec::new(),
            requirements: Vec::new(),
        }
    }

    /// Takes the next device, and what its run says.
    ///
    /// # Errors
    /// It was judged by other facts than those before it.
    pub fn add(&mut self, place: Place, record: Option<&Record>) -> Result<(), OtherFacts> {
        if let Some(record) = record {
            self.agrees(&place.name, &record.header.tool)?;
        }
        let number = self.devices.len();
        for requirement in &mut self.requirements {
            requirement.verdicts.push(None);
        }
        let device = device(place, record);
        self.summary.devices += 1;
        *self.count_of(&device) += 1;
        self.exit_code = worse(self.exit_code, device.exit_code);
        self.devices.push(device);
        if let Some(record) = record {
            self.add_requirements(number, record);
        }
        Ok(())
    }

    fn agrees(&mut self, name: &str, tool: &Tool) -> Result<(), OtherFacts> {
        let known = self.tool.get_or_insert_with(|| tool.clone());
        if known == tool {
            return Ok(());
        }
        let by = |tool: &Tool| format!("{} {} {}", tool.name, tool.version, tool.vectors);
        let before = self.devices.iter().rev();
        let mut judged = before.filter(|device| device.state != State::Missing);
        Err(OtherFacts {
            one: judged.next().map_or("another", |one| &one.name).to_owned(),
            by_one: by(known),
            other: name.to_owned(),
            by_other: by(tool),
        })
    }

    fn count_of(&mut self, device: &FleetDevice) -> &mut usize {
        let summary = &mut self.summary;
        match (device.state, device.exit_code) {
            (State::Cut | State::Missing, _) => &mut summary.lost,
            (_, exit::CLEAN) => &mut summary.clean,
            (_, exit::FAILED) => &mut summary.failed,
            (_, exit::INCOMPLETE) => &mut summary.incomplete,
            _ => &mut summary.broken,
        }
    }

    fn add_requirements(&mut self, number: usize, record: &Record) {
        let known = self.requirements.iter().enumerate();
        let places: HashMap<String, usize> =
            known.map(|(place, row)| (row.id.clone(), place)).collect();
        for row in coverage(record).requirements {
            let place = places.get(&row.id).copied().unwrap_or_else(|| {
                self.requirements.push(FleetRequirement {
                    id: row.id.clone(),
                    clause: row.clause.clone(),
                    level: row.level.clone(),
                    text: row.text.clone(),
                    verdicts: vec![None; number + 1],
                });
                self.requirements.len() - 1
            });
            self.requirements[place].verdicts[number] = Some(row.verdict);
        }
    }

    /// The devices whose judging has no end.
    pub fn lost(&self) -> impl Iterator<Item = &FleetDevice> {
        let devices = self.devices.iter();
        devices.filter(|device| device.state != State::Judged)
    }

    /// The report as indented JSON, with a line feed at its end.
    pub fn to_json(&self) -> String {
        crate::visible::json(&format!("{:#}\n", self.value())).into_owned()
    }

    /// The report with placeholders for what changes from run to run, and for who judged which device.
    pub fn to_normalized_json(&self) -> String {
        let mut fleet = self.clone();
        for device in &mut fleet.devices {
            device.duration_ms = 0;
            device.worker = String::new();
            if let Some(device) = &mut device.device {
                "DESCRIPTION_URL".clone_into(&mut device.description_url);
            }
        }
        let mut value = fleet.value();
        normalize::texts(&mut value);
        crate::visible::json(&format!("{value:#}\n")).into_owned()
    }

    fn value(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

impl Default for Fleet {
    fn default() -> Self {
        Self::new()
    }
}

fn device(place: Place, record: Option<&Record>) -> FleetDevice {
    let Place {
        name,
        labels,
        worker,
    } = place;
    let Some(record) = record else {
        return FleetDevice {
            name,
            labels,
            state: State::Missing,
            worker,
            exit_code: exit::INCOMPLETE,
            verdict: "it has no run".to_owned(),
            device: None,
            counts: Counts::default(),
            duration_ms: 0,
        };
    };
    let (state, verdict) = match &record.footer {
        Some(footer) if footer.ended == Ended::Interrupted => (State::Cut, footer.verdict.clone()),
        Some(footer) if record.device.is_none() => (State::Judged, footer.verdict.clone()),
        Some(_) => (State::Judged, summary::verdict_line(record)),
        None => (State::Cut, "its run has no end".to_owned()),
    };
    let exit_code = match state {
        State::Judged => summary::recorded_exit_code(record),
        State::Cut | State::Missing => exit::INCOMPLETE,
    };
    FleetDevice {
        name,
        labels,
        state,
        worker,
        exit_code,
        verdict,
        device: record.device.as_ref().map(DevicePart::from),
        counts: summary::counts(record),
        duration_ms: record.duration_ms(),
    }
}

/// The exit code of two runs: that of the worse one, in the order 130, 2, 4, 1, 3, 0.
pub fn worse(one: u8, other: u8) -> u8 {
    let rank = |code: u8| match code {
        exit::CLEAN => 0,
        exit::INCOMPLETE => 1,
        exit::FAILED => 2,
        exit::BROKEN => 3,
        exit::BAD_INPUT => 4,
        _ => 5,
    };
    if rank(other) > rank(one) { other } else { one }
}

#[cfg(test)]
mod tests;
