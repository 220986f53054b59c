//! Runs of several devices as one: each case has the device's name behind its id.

use std::collections::BTreeMap;

use ctk_record::{Device, NotSelected, Record};

use super::ends;

/// Joins whole runs of different devices; a single one stays as it is.
pub(super) fn join(mut wholes: Vec<Record>) -> Option<Record> {
    if wholes.len() <= 1 {
        return wholes.pop();
    }
    let names = names(&wholes);
    for (record, name) in wholes.iter_mut().zip(&names) {
        call(record, name);
    }
    let mut joined = wholes.into_iter().reduce(add)?;
    let about = joined.device.take().unwrap_or_default();
    joined.device = Some(Device {
        friendly_name: format!("{} devices: {}", names.len(), names.join(", ")),
        device_type: about.device_type,
        service_type: about.service_type,
        uda: about.uda,
        ..Device::default()
    });
    joined.header.target = Vec::new();
    joined.plan.cases = joined
        .cases
        .iter()
        .map(|case| case.planned.clone())
        .collect();
    Some(joined)
}

/// A name for each device: its own, and the end of its UDN where another has the same.
fn names(wholes: &[Record]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let own = |record: &'_ Record| {
        record
            .device
            .as_ref()
            .map_or("", |device| &device.friendly_name)
            .to_owned()
    };
    let all: Vec<String> = wholes.iter().map(own).collect();
    for name in &all {
        *counts.entry(name).or_default() += 1;
    }
    let named = wholes.iter().zip(&all).map(|(record, name)| {
        let udn = record
            .device
            .as_ref()
            .map_or("", |device| device.udn.as_str());
        let tail: String = {
            let from = udn.chars().count().saturating_sub(8);
            udn.chars().skip(from).collect()
        };
        match counts.get(name.as_str()) {
            Some(1) if !name.is_empty() => name.clone(),
            _ if name.is_empty() => tail,
            _ => format!("{name} {tail}"),
        }
    });
    named.collect()
}

/// The case, on this device.
fn on(case: &str, device: &str) -> String {
    format!("{case}@{device}")
}

/// Puts the device's name behind each id.
fn call(record: &mut Record, device: &str) {
    for case in &mut record.cases {
        case.planned.id = on(&case.planned.id, device);
        for judgement in &mut case.judgements {
            judgement.case = on(&judgement.case, device);
        }
        for exchange in &mut case.exchanges {
            exchange.case = on(&exchange.case, device);
        }
        if let Some(result) = &mut case.result {
            result.case = on(&result.case, device);
        }
    }
    if let Some(footer) = &mut record.footer {
        let known = std::mem::take(&mut footer.known_failures).into_iter();
        footer.known_failures = known.map(|(id, why)| (on(&id, device), why)).collect();
        for remark in &mut footer.remarks {
            *remark = format!("{device}: {remark}");
        }
    }
    for (_, notice) in &mut record.notices {
        *notice = format!("{device}: {notice}");
    }
}

fn add(mut joined: Record, other: Record) -> Record {
    joined.cases.extend(other.cases);
    joined.preparation.extend(other.preparation);
    joined.notices.extend(other.notices);
    joined.company = joined.company.take().or(other.company);
    joined.resumed.extend(other.resumed);
    joined.left_out += other.left_out;
    joined.cut_line |= other.cut_line;
    joined.header.started = joined.header.started.min(other.header.started);
    joined.footer = Some(ends(joined.footer.take(), other.footer));
    let (plan, theirs) = (&mut joined.plan, other.plan);
    plan.whole &= theirs.whole;
    plan.messages += theirs.messages;
    plan.floor_ms = plan.floor_ms.max(theirs.floor_ms);
    for one in theirs.not_selected {
        add_left_out(&mut plan.not_selected, one);
    }
    for action in theirs.unclaimed {
        if !plan.unclaimed.contains(&action) {
            plan.unclaimed.push(action);
        }
    }
    joined
}

fn add_left_out(all: &mut Vec<NotSelected>, one: NotSelected) {
    match all.iter_mut().find(|known| known.flags == one.flags) {
        Some(known) => known.cases += one.cases,
        None => all.push(one),
    }
}
