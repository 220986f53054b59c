//! Counts, the verdict of a run in one line, and the exit code.

use std::collections::BTreeMap;

use ctk_record::{COMPANY, CaseResult, EMPTIED, Ended, Integrity, Record, Tally, Verdict};

use crate::visible::{fit, one_line};

/// How much of a reason stands in the verdict line, in columns.
const REASON: usize = 70;

/// Cases by verdict. The five add up to `cases`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Counts {
    /// Planned cases.
    pub cases: usize,
    /// Cases of the suite that were left out: by the selection, or for want of `--long` or `--exhaustive`. Not among
    /// `cases`.
    #[serde(default)]
    pub not_selected: usize,
    /// Passed.
    pub pass: usize,
    /// Failed, known failures among them.
    pub fail: usize,
    /// Not to be judged, or never executed.
    pub inconclusive: usize,
    /// Of features that the device does not claim.
    pub not_applicable: usize,
    /// Broken in the suite itself.
    pub error: usize,
    /// Warnings; a case may have several.
    pub warnings: usize,
}

impl Counts {
    /// How many cases have the verdict.
    pub fn of(&self, verdict: Verdict) -> usize {
        match verdict {
            Verdict::Pass => self.pass,
            Verdict::Fail => self.fail,
            Verdict::Inconclusive => self.inconclusive,
            Verdict::NotApplicable => self.not_applicable,
            Verdict::Error => self.error,
        }
    }

    /// How many cases judged the device.
    pub fn judged(&self) -> usize {
        self.pass + self.fail
    }

    /// How many cases there are for the features that the device claims.
    pub fn applicable(&self) -> usize {
        self.cases - self.not_applicable
    }
}

/// Counts the cases of a run.
pub fn counts(record: &Record) -> Counts {
    let mut counts = Counts {
        not_selected: record.plan.not_selected.iter().map(|one| one.cases).sum(),
        ..Counts::default()
    };
    for (_, outcome) in record.outcomes() {
        counts.cases += 1;
        counts.warnings += outcome.warnings.len();
        *match outcome.verdict {
            Verdict::Pass => &mut counts.pass,
            Verdict::Fail => &mut counts.fail,
            Verdict::Inconclusive => &mut counts.inconclusive,
            Verdict::NotApplicable => &mut counts.not_applicable,
            Verdict::Error => &mut counts.error,
        } += 1;
    }
    counts
}

/// The counts as the footer of a journal has them.
pub fn tally(record: &Record) -> Tally {
    let counts = counts(record);
    Tally {
        cases: counts.cases,
        pass: counts.pass,
        fail: counts.fail,
        inconclusive: counts.inconclusive,
        not_applicable: counts.not_applicable,
        error: counts.error,
        warnings: counts.warnings,
    }
}

/// What the footer of a record says that its cases do not: counts, verdict, exit code. One sentence each. A run that
/// reached no device has a verdict of its own, unless what came instead of a description was judged.
pub fn contradictions(record: &Record) -> Vec<String> {
    let Some(footer) = &record.footer else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let counted = tally(record);
    if footer.tally.is_some_and(|said| said != counted) {
        found.push(format!(
            "{} passed, {} failed and {} open are counted, the footer says otherwise",
            counted.pass, counted.fail, counted.inconclusive
        ));
    }
    if record.device.is_none() {
        if counted.pass > 0 || footer.exit_code == exit::CLEAN {
            found.push("a verdict without a device".to_owned());
        }
        if counted.fail == 0 {
            return found;
        }
    }
    let code = exit_code(record, &footer.remarks);
    if footer.exit_code != code {
        found.push(format!(
            "the exit code is {code}, the footer says {}",
            footer.exit_code
        ));
    }
    let verdict = verdict_line(record);
    if footer.verdict != verdict {
        found.push(format!(
            "the verdict is \"{verdict}\", the footer says \"{}\"",
            footer.verdict
        ));
    }
    found
}

/// What the waits that the standard demands are of the time that the run took: 1 when nothing else took any. Absent where
/// the device needed fewer of them than were foreseen.
pub fn efficiency(record: &Record) -> Option<f64> {
    let (floor_ms, took_ms) = (record.plan.floor_ms, record.duration_ms());
    let measured = record.complete() && (1..=took_ms).contains(&floor_ms);
    measured.then(|| (floor_ms as f64 / took_ms as f64 * 100.0).round() / 100.0)
}

/// How many failed cases the ledger of known failures foresaw.
pub fn known_failures(record: &Record) -> usize {
    let known = |(_, outcome): &(_, std::borrow::Cow<'_, ctk_record::CaseResult>)| {
        outcome.verdict == Verdict::Fail && outcome.known_failure.is_some()
    };
    record.outcomes().filter(known).count()
}

/// Whether the run proves that the device conforms, as far as this suite can: every required action is there and claimed,
/// the whole suite was planned, every case for every claimed feature was executed, and all of them passed.
pub fn is_conformant(record: &Record) -> bool {
    let counts = counts(record);
    let everything = record.plan.whole && counts.not_selected == 0;
    let claimed = record.plan.unclaimed.is_empty();
    everything
        && claimed
        && record.company.is_none()
        && record.complete()
        && counts.pass > 0
        && counts.pass == counts.applicable()
}

/// Whether most cases for the claimed features could not be judged: a run that must not read like a success.
pub fn is_mostly_open(record: &Record) -> bool {
    let counts = counts(record);
    counts.judged() * 2 < counts.applicable()
}

/// How many cases there are for the claimed features, those that need a flag among them.
fn of_all(record: &Record) -> usize {
    let flagged = record
        .plan
        .not_selected
        .iter()
        .filter(|one| !one.flags.is_empty());
    counts(record).applicable() + flagged.map(|one| one.cases).sum::<usize>()
}

/// What was left out, and why: `28 need --long or --exhaustive`.
fn left_out(record: &Record) -> Vec<String> {
    let mut parts = Vec::new();
    let (flagged, others): (Vec<_>, Vec<_>) = record
        .plan
        .not_selected
        .iter()
        .partition(|one| !one.flags.is_empty());
    let needing: usize = flagged.iter().map(|one| one.cases).sum();
    if needing > 0 {
        let mut flags: Vec<&str> = Vec::new();
        for flag in flagged.iter().flat_map(|one| &one.flags) {
            if !flags.contains(&flag.as_str()) {
                flags.push(flag);
            }
        }
        let need = if needing == 1 { "needs" } else { "need" };
        parts.push(format!("{needing} {need} {}", flags.join(" or ")));
    }
    let unselected: usize = others.iter().map(|one| one.cases).sum();
    if unselected > 0 {
        parts.push(format!("{unselected} not selected"));
    }
    if let [first, rest @ ..] = record.plan.unclaimed.as_slice() {
        let more = match rest.len() {
            0 => String::new(),
            many => format!(" and {many} more"),
        };
        parts.push(format!("required and not claimed: {first}{more}"));
    }
    parts
}

/// The verdict of a run in one line. The word "conformant" appears only where [`is_conformant`] holds.
pub fn verdict_line(record: &Record) -> String {
    let counts = counts(record);
    let known = known_failures(record);
    let judged = format!("{} of {} judged", counts.judged(), of_all(record));
    let mut parts = Vec::new();
    parts.extend(company(record));
    parts.extend(ended(record));
    if counts.error > 0 {
        parts.push(format!("the suite itself broke in {}", cases(counts.error)));
    }
    if counts.fail > known {
        parts.push(match known {
            0 => format!("{} failed", cases(counts.fail)),
            _ => format!("{} failed ({known} more known)", cases(counts.fail - known)),
        });
    } else if known > 0 {
        parts.push(format!("no failure found but {known} known"));
    } else if counts.judged() == 0 {
        parts.push(
            if counts.cases == 0 {
                "nothing was planned"
            } else {
                "nothing was judged"
            }
            .to_owned(),
        );
    } else if is_conformant(record) && remarks(record).is_empty() {
        parts.push(format!("conformant: {} passed", cases(counts.pass)));
    } else {
        parts.push("no failure found".to_owned());
    }
    if counts.cases > 0 && counts.judged() > 0 {
        parts.push(judged);
    }
    parts.extend(left_out(record));
    if counts.warnings > 0 {
        parts.push(if counts.warnings == 1 {
            "1 warning".to_owned()
        } else {
            format!("{} warnings", counts.warnings)
        });
    }
    if !record.resumed.is_empty() {
        parts.push("resumed".to_owned());
    }
    match remarks(record).len() {
        0 => {}
        1 => parts.push("1 remark against the run".to_owned()),
        many => parts.push(format!("{many} remarks against the run")),
    }
    parts.join("; ")
}

/// That another tester was at work, or something emptied the device, and how many failures are not held against the device for it.
fn company(record: &Record) -> Option<String> {
    let is_emptied = |case: &ctk_record::CaseRecord| {
        let result = case.result.as_ref();
        result.is_some_and(|it| it.reason.starts_with(EMPTIED))
    };
    let why = match &record.company {
        Some(_) => COMPANY,
        None if record.cases.iter().any(is_emptied) => EMPTIED,
        None => return None,
    };
    Some(match set_aside(record) {
        0 => why.to_owned(),
        count => format!("{why}: what failed in {} is not judged", cases(count)),
    })
}

/// How many cases failed and may owe it to another tester, or to what emptied the device.
fn set_aside(record: &Record) -> usize {
    let aside = |outcome: &CaseResult| {
        let of_others = [COMPANY, EMPTIED]
            .iter()
            .any(|why| outcome.reason.starts_with(why));
        outcome.verdict == Verdict::Inconclusive && of_others
    };
    record
        .outcomes()
        .filter(|(_, outcome)| aside(outcome))
        .count()
}

fn ended(record: &Record) -> Option<String> {
    let words = match record.ended() {
        Ended::Finished if record.complete() => {
            let little = counts(record).judged() > 0 && is_mostly_open(record);
            return little.then(|| match common_reason(record) {
                Some(why) => format!("incomplete: most cases could not be judged: {why}"),
                None => "incomplete: most cases could not be judged".to_owned(),
            });
        }
        Ended::Finished => "incomplete",
        Ended::Interrupted => "interrupted",
        Ended::DeviceLost => "the device was lost",
        Ended::FailFast => "stopped at the first failure",
    };
    Some(words.to_owned())
}

/// Why cases could not be judged, where more than half of them say the same; without the case that they name for it.
fn common_reason(record: &Record) -> Option<String> {
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    let open = |outcome: &ctk_record::CaseResult| outcome.verdict == Verdict::Inconclusive;
    for (_, outcome) in record.outcomes().filter(|(_, outcome)| open(outcome)) {
        *reasons.entry(outcome.reason.clone()).or_default() += 1;
    }
    let (reason, count) = reasons.into_iter().max_by_key(|(_, count)| *count)?;
    let half = counts(record).inconclusive / 2;
    let words = reason.split(" (").next().unwrap_or_default();
    (count > half && count > 1 && !words.is_empty()).then(|| fit(&one_line(words), REASON))
}

/// What speaks against the run beyond its failed cases, as its footer says.
pub(crate) fn remarks(record: &Record) -> &[String] {
    record.footer.as_ref().map_or(&[], |footer| &footer.remarks)
}

/// What a reader of a report has to be told of the journal that it was made of.
pub(crate) fn alteration(record: &Record) -> Option<String> {
    match &record.integrity {
        Integrity::Broken(why) => Some(format!("the journal was altered after the run ({why})")),
        Integrity::Sealed | Integrity::Open(_) | Integrity::Absent => None,
    }
}

fn cases(count: usize) -> String {
    if count == 1 {
        "1 case".to_owned()
    } else {
        format!("{count} cases")
    }
}

/// The program's exit codes.
pub mod exit {
    /// No case failed, known failures and warnings aside, and something was judged.
    pub const CLEAN: u8 = 0;
    /// A case failed, or something regressed, or a known failure passes now or has expired.
    pub const FAILED: u8 = 1;
    /// Bad command line, file or profile.
    pub const BAD_INPUT: u8 = 2;
    /// Nothing was judged, or the device was lost, or something claimed stayed open and must not.
    pub const INCOMPLETE: u8 = 3;
    /// The suite itself broke.
    pub const BROKEN: u8 = 4;
    /// Stopped by the operator, or killed.
    pub const INTERRUPTED: u8 = 130;
}

/// The exit code of a run: 130, 4, 1, 3, 0, whichever applies first. (2 is decided before there is a record.) `remarks`
/// are what speaks against the run beyond its cases: regressions, and known failures that pass now or have expired.
pub fn exit_code(record: &Record, remarks: &[String]) -> u8 {
    let counts = counts(record);
    if record.ended() == Ended::Interrupted {
        exit::INTERRUPTED
    } else if counts.error > 0 {
        exit::BROKEN
    } else if counts.fail > known_failures(record) || !remarks.is_empty() {
        exit::FAILED
    } else if counts.judged() == 0
        || record.ended() == Ended::DeviceLost
        || set_aside(record) > 0
        || (record.ended() == Ended::Finished && !record.complete())
        || (record.header.require_complete && counts.inconclusive > 0)
    {
        exit::INCOMPLETE
    } else {
        exit::CLEAN
    }
}

/// The exit code that a record stands for: what its footer says, or that it was interrupted.
pub fn recorded_exit_code(record: &Record) -> u8 {
    record
        .footer
        .as_ref()
        .map_or(exit::INTERRUPTED, |footer| footer.exit_code)
}

#[cfg(test)]
mod tests;
