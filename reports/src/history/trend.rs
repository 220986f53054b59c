//! What became of the cases of a device from run to run.

use std::collections::BTreeMap;

use super::{Entry, Index};

/// The runs of a device, in the order in which they began.
#[derive(Debug)]
pub struct Timeline<'a> {
    /// What tells the device from others.
    pub device: &'a str,
    /// What it is called now.
    pub name: &'a str,
    /// Its runs.
    pub runs: Vec<&'a Entry>,
    /// The failures, those of the last run first, then those that are over.
    pub failures: Vec<Streak<'a>>,
    /// The cases that came out now so, now so, though the firmware was the same.
    pub flaky: Vec<Flaky<'a>>,
}

/// A failure from when it began.
#[derive(Debug, PartialEq)]
pub struct Streak<'a> {
    /// The case.
    pub case: &'a str,
    /// How it failed last.
    pub symptom: &'a str,
    /// The last run before in which it passed, if any.
    pub last_good: Option<&'a Entry>,
    /// The first run in which it failed.
    pub first_bad: &'a Entry,
    /// In how many runs it has failed since.
    pub times: usize,
    /// The run in which it passed again; none: it is not mended.
    pub fixed: Option<&'a Entry>,
}

/// A case that came out now so, now so.
#[derive(Debug, PartialEq)]
pub struct Flaky<'a> {
    /// The case.
    pub case: &'a str,
    /// The firmware.
    pub version: &'a str,
    /// How often it passed.
    pub passed: usize,
    /// How often it failed.
    pub failed: usize,
}

/// The runs by device, each in the order in which they began.
pub fn timelines(index: &Index) -> Vec<Timeline<'_>> {
    let mut devices: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for run in &index.runs {
        devices.entry(&run.device).or_default().push(run);
    }
    let mut all = Vec::new();
    for (device, mut runs) in devices {
        runs.sort_by(|one, other| (&one.started, &one.place).cmp(&(&other.started, &other.place)));
        all.push(timeline(index, device, runs));
    }
    all
}

fn timeline<'a>(index: &'a Index, device: &'a str, runs: Vec<&'a Entry>) -> Timeline<'a> {
    let (mut failures, mut flaky) = (Vec::new(), Vec::new());
    for (at, case) in index.cases.iter().enumerate() {
        failures.extend(streak(case, at, &runs));
        flaky.extend(unsteady(case, at, &runs));
    }
    failures.sort_by_key(|streak| streak.fixed.is_some());
    Timeline {
        device,
        name: runs.last().map_or("", |run| &run.name),
        runs,
        failures,
        flaky,
    }
}

/// The last time that the case began to fail. What could not be judged neither begins nor ends anything.
fn streak<'a>(case: &'a str, at: usize, runs: &[&'a Entry]) -> Option<Streak<'a>> {
    let mut last: Option<Streak<'a>> = None;
    let mut good = None;
    for run in runs {
        match run.verdict(at) {
            'p' => {
                good = Some(*run);
                if let Some(streak) = &mut last {
                    streak.fixed.get_or_insert(run);
                }
            }
            'f' => {
                let symptom = run.symptoms.get(&at).map_or("", String::as_str);
                match &mut last {
                    Some(streak) if streak.fixed.is_none() => {
                        (streak.symptom, streak.times) = (symptom, streak.times + 1);
                    }
                    _ => {
                        last = Some(Streak {
                            case,
                            symptom,
                            last_good: good,
                            first_bad: run,
                            times: 1,
                            fixed: None,
                        });
                    }
                }
            }
            _ => {}
        }
    }
    last
}

/// Whether the case changed more than once while the firmware and the program stayed as they were.
fn unsteady<'a>(case: &'a str, at: usize, runs: &[&'a Entry]) -> Option<Flaky<'a>> {
    let mut same: BTreeMap<(&str, &str), Vec<char>> = BTreeMap::new();
    for run in runs {
        let letter = run.verdict(at);
        if matches!(letter, 'p' | 'f') {
            let seen = same.entry((&run.version, &run.tool)).or_default();
            seen.push(letter);
        }
    }
    let changes = |seen: &[char]| seen.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let found = same.into_iter().find(|(_, seen)| changes(seen) > 1);
    found.map(|((version, _), seen)| Flaky {
        case,
        version,
        passed: seen.iter().filter(|&&it| it == 'p').count(),
        failed: seen.iter().filter(|&&it| it == 'f').count(),
    })
}
