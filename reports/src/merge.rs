//! Runs joined into one: the parts of a run that several workers shared, and runs of several devices.
//!
//! The counts, the coverage and the verdict of what comes of it are those of the whole. What does not belong together is
//! refused: other facts, other devices, a part that is missing or there twice.

mod devices;

use std::collections::{BTreeMap, HashMap};

use ctk_record::{CaseRecord, Ended, Footer, Integrity, NotSelected, Record, Shard, Verdict};

use crate::summary;

/// Why runs cannot be joined.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MergeError {
    /// There is nothing to join.
    #[error("no run is named")]
    Nothing,
    /// The runs were made by other versions, or judged by other facts.
    #[error(
        "{one} is of {of_one}, {other} of {of_other}: they judge by different facts, or in a different way"
    )]
    OtherTool {
        /// A run.
        one: String,
        /// Its program and facts.
        of_one: String,
        /// Another run.
        other: String,
        /// Its program and facts.
        of_other: String,
    },
    /// One counts remarks as failures, or requires completeness, and another does not.
    #[error("{one} and {other} differ in --strict or --require-complete")]
    OtherRules {
        /// A run.
        one: String,
        /// Another run.
        other: String,
    },
    /// A run of a device that was never reached says nothing of a device.
    #[error("{0} reached no device, so it is not known what it belongs to")]
    NoDevice(String),
    /// Parts of different wholes.
    #[error("{one} is a part of {of_one}, {other} of {of_other}: they are not parts of one run")]
    OtherShards {
        /// A run.
        one: String,
        /// How many parts it says there are.
        of_one: u32,
        /// Another run.
        other: String,
        /// How many parts that says there are.
        of_other: u32,
    },
    /// Parts are missing.
    #[error(
        "of the {of} parts of the run on {device} these are missing: {}; run them again with --shard I/{of}",
        list(missing)
    )]
    Missing {
        /// The device.
        device: String,
        /// How many parts there are.
        of: u32,
        /// The numbers of those that are missing.
        missing: Vec<u32>,
    },
    /// The same part, or the same device, twice.
    #[error("{one} and {other} are both {what}")]
    Twice {
        /// A run.
        one: String,
        /// Another run.
        other: String,
        /// Of what.
        what: String,
    },
}

fn list(numbers: &[u32]) -> String {
    let words: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    words.join(", ")
}

/// A run, and what it is called in messages.
pub type Named = (String, Record);

/// Joins runs. `place` gives a case's place in the order of the suite; `command` is what the joined record was made by.
///
/// # Errors
/// The runs do not belong together.
pub fn merge(
    runs: Vec<Named>,
    place: &dyn Fn(&str) -> usize,
    command: &[String],
) -> Result<Record, MergeError> {
    let (first, others) = runs.split_first().ok_or(MergeError::Nothing)?;
    others.iter().try_for_each(|other| alike(first, other))?;
    let mut devices: BTreeMap<String, Vec<Named>> = BTreeMap::new();
    for (name, record) in runs {
        let Some(device) = &record.device else {
            return Err(MergeError::NoDevice(name));
        };
        let device = identity(&record, &device.udn);
        devices.entry(device).or_default().push((name, record));
    }
    let mut wholes = Vec::new();
    for runs in devices.into_values() {
        wholes.push(of_one_device(runs, place)?);
    }
    // By name, which stays: a device may have another UDN in each run.
    wholes.sort_by_cached_key(|record| {
        let device = record.device.as_ref();
        device.map(|device| device.friendly_name.clone())
    });
    let mut record = devices::join(wholes).ok_or(MergeError::Nothing)?;
    record.header.command = command.to_vec();
    conclude(&mut record);
    Ok(record)
}

/// What tells a device from others: its UDN. The embedded device has another one in each run, so that parts of a run on
/// it are known by how it was started.
fn identity(record: &Record, udn: &str) -> String {
    let target = &record.header.target;
    match target.first().map(String::as_str) {
        Some("embedded") if record.plan.shard.is_some() => target.join(" "),
        _ => udn.to_owned(),
    }
}

/// They judge alike.
fn alike(one: &Named, other: &Named) -> Result<(), MergeError> {
    let names = || (one.0.clone(), other.0.clone());
    let (first, second) = (&one.1.header, &other.1.header);
    if (&first.tool.version, &first.tool.vectors) != (&second.tool.version, &second.tool.vectors) {
        let of =
            |tool: &ctk_record::Tool| format!("{} {} {}", tool.name, tool.version, tool.vectors);
        let (one, other) = names();
        return Err(MergeError::OtherTool {
            one,
            of_one: of(&first.tool),
            other,
            of_other: of(&second.tool),
        });
    }
    if (first.strict, first.require_complete) != (second.strict, second.require_complete) {
        let (one, other) = names();
        return Err(MergeError::OtherRules { one, other });
    }
    Ok(())
}

/// The whole run of a device: the only one, or all of its parts.
fn of_one_device(
    mut runs: Vec<Named>,
    place: &dyn Fn(&str) -> usize,
) -> Result<Record, MergeError> {
    if let [(_, record)] = runs.as_mut_slice()
        && record.plan.shard.is_none()
    {
        let (_, record) = runs.remove(0);
        return Ok(record);
    }
    runs.sort_by_key(|(_, record)| record.plan.shard.map(|shard| shard.number));
    let parts = check_parts(&runs)?;
    let mut records = runs.into_iter().map(|(_, record)| record);
    let Some(mut whole) = records.next() else {
        return Err(MergeError::Nothing);
    };
    for part in records {
        add_part(&mut whole, part);
    }
    whole.plan.shard = None;
    whole.plan.whole = parts.iter().all(|part| part.whole);
    forget_elsewhere(&mut whole.plan.not_selected, parts[0].elsewhere);
    whole.cases.sort_by_key(|case| place(&case.planned.id));
    whole.plan.cases = whole
        .cases
        .iter()
        .map(|case| case.planned.clone())
        .collect();
    whole.integrity = Integrity::Absent;
    Ok(whole)
}

/// All parts of one run are there, each once.
fn check_parts(runs: &[Named]) -> Result<Vec<Shard>, MergeError> {
    let mut parts: Vec<(&str, Shard)> = Vec::new();
    let device = runs.first().and_then(|(_, record)| record.device.as_ref());
    let device = device.map_or(String::new(), |device| device.friendly_name.clone());
    for (name, record) in runs {
        let Some(shard) = record.plan.shard else {
            return Err(twice(
                runs,
                name,
                format!("whole runs of {device}, or a part and the whole (`diff` compares them)"),
            ));
        };
        if let Some((one, known)) = parts.first()
            && known.of != shard.of
        {
            return Err(MergeError::OtherShards {
                one: (*one).to_owned(),
                of_one: known.of,
                other: name.clone(),
                of_other: shard.of,
            });
        }
        if let Some((one, _)) = parts.iter().find(|(_, known)| known.number == shard.number) {
            return Err(MergeError::Twice {
                one: (*one).to_owned(),
                other: name.clone(),
                what: format!("part {} of {}", shard.number, shard.of),
            });
        }
        parts.push((name, shard));
    }
    let of = parts.first().map_or(0, |(_, shard)| shard.of);
    let there = |number: &u32| parts.iter().any(|(_, shard)| shard.number == *number);
    let missing: Vec<u32> = (1..=of).filter(|number| !there(number)).collect();
    if missing.is_empty() && !parts.is_empty() {
        return Ok(parts.into_iter().map(|(_, shard)| shard).collect());
    }
    Err(MergeError::Missing {
        device,
        of,
        missing,
    })
}

fn twice(runs: &[Named], name: &str, what: String) -> MergeError {
    let one = runs.iter().find(|(known, _)| known != name);
    MergeError::Twice {
        one: one.map_or_else(|| name.to_owned(), |(one, _)| one.clone()),
        other: name.to_owned(),
        what,
    }
}

/// What the other parts had was not left out of the whole.
fn forget_elsewhere(not_selected: &mut Vec<NotSelected>, elsewhere: usize) {
    for one in not_selected.iter_mut().filter(|one| one.flags.is_empty()) {
        one.cases = one.cases.saturating_sub(elsewhere);
    }
    not_selected.retain(|one| one.cases > 0);
}

/// Takes up what another part brought. A case that is in several judges what each of them noticed.
fn add_part(whole: &mut Record, part: Record) {
    let mut known: HashMap<String, usize> = HashMap::new();
    for (place, case) in whole.cases.iter().enumerate() {
        known.insert(case.planned.id.clone(), place);
    }
    for case in part.cases {
        match known
            .get(&case.planned.id)
            .and_then(|place| whole.cases.get_mut(*place))
        {
            Some(there) => add_case(there, case),
            None => whole.cases.push(case),
        }
    }
    let (plan, other) = (&mut whole.plan, part.plan);
    plan.messages += other.messages;
    plan.floor_ms = plan.floor_ms.max(other.floor_ms);
    whole.notices.extend(part.notices);
    whole.company = whole.company.take().or(part.company);
    whole.resumed.extend(part.resumed);
    whole.left_out += part.left_out;
    whole.cut_line |= part.cut_line;
    whole.header.started = whole.header.started.clone().min(part.header.started);
    whole.footer = Some(ends(whole.footer.take(), part.footer));
}

/// How much a verdict says of a case that several parts tried: a pass means that one of them saw enough.
fn weight(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Fail => 4,
        Verdict::Error => 3,
        Verdict::Pass => 2,
        Verdict::Inconclusive => 1,
        Verdict::NotApplicable => 0,
    }
}

fn add_case(there: &mut CaseRecord, other: CaseRecord) {
    there.judgements.extend(other.judgements);
    let Some(theirs) = other.result else {
        return;
    };
    let Some(ours) = &mut there.result else {
        there.result = Some(theirs);
        there.exchanges = other.exchanges;
        return;
    };
    let mut warnings = std::mem::take(&mut ours.warnings);
    let duration_ms = ours.duration_ms + theirs.duration_ms;
    let fresh = theirs.warnings.iter().filter(|one| !warnings.contains(one));
    let fresh: Vec<_> = fresh.cloned().collect();
    warnings.extend(fresh);
    if weight(theirs.verdict) > weight(ours.verdict) {
        *ours = theirs;
        there.exchanges = other.exchanges;
        there.started_ms = other.started_ms;
    }
    (ours.warnings, ours.duration_ms) = (warnings, duration_ms);
}

/// The end of two runs: the worse one, after the longer time.
fn ends(one: Option<Footer>, other: Option<Footer>) -> Footer {
    let one = one.unwrap_or_else(|| Footer::new(Ended::Interrupted));
    let other = other.unwrap_or_else(|| Footer::new(Ended::Interrupted));
    let rank = |ended: Ended| match ended {
        Ended::Interrupted => 3,
        Ended::DeviceLost => 2,
        Ended::FailFast => 1,
        Ended::Finished => 0,
    };
    let worse = if rank(other.ended) > rank(one.ended) {
        other.ended
    } else {
        one.ended
    };
    let mut footer = Footer {
        duration_ms: one.duration_ms.max(other.duration_ms),
        remarks: one.remarks,
        known_failures: one.known_failures,
        ..Footer::new(worse)
    };
    for remark in other.remarks {
        if !footer.remarks.contains(&remark) {
            footer.remarks.push(remark);
        }
    }
    footer.known_failures.extend(other.known_failures);
    footer
}

/// Counts anew: exit code and verdict are those of the whole.
fn conclude(record: &mut Record) {
    let footer = record.footer.take();
    let mut footer = footer.unwrap_or_else(|| Footer::new(Ended::Interrupted));
    record.footer = Some(footer.clone());
    footer.exit_code = summary::exit_code(record, &footer.remarks);
    footer.tally = Some(summary::tally(record));
    footer.digest = String::new();
    record.footer = Some(footer.clone());
    footer.verdict = summary::verdict_line(record);
    record.footer = Some(footer);
    record.integrity = Integrity::Absent;
}

#[cfg(test)]
mod tests;
