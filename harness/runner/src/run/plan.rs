//! The plan of a run: its cases, and which of them can be tried on the device that was found.

use std::collections::{BTreeMap, HashSet};

use ctk_record::{NotSelected, Shard};
use ctk_suite::case::applicability::{Applicability, applicability};
use ctk_suite::case::{Case, Need};
use ctk_suite::under_test::Dut;
use ctk_vectors::messaging_2::action;
use ctk_vectors::published::KNOWN_BY_STEPS;

use super::part::Part;

/// The cases of a run, each with its applicability, and those that were left out.
pub struct Plan {
    cases: Vec<Case>,
    applicability: Vec<Applicability>,
    flagged: Vec<(Case, Vec<&'static str>)>,
    unselected: usize,
    sends: bool,
    part: Option<Shard>,
    first: HashSet<String>,
}

impl Plan {
    /// Holds what each case needs against what the device has. Cases that lack nothing but a flag (`--long`,
    /// `--exhaustive`) are left out, beside so many that were not selected.
    pub fn new(selected: Vec<Case>, unselected: usize, dut: &Dut) -> Self {
        let with_flags = with_flags(dut);
        let mut plan = Self {
            cases: Vec::new(),
            applicability: Vec::new(),
            flagged: Vec::new(),
            unselected,
            sends: dut.services().any(|service| {
                !service.recipients.is_empty() && service.ics.has_action(action::SEND_MESSAGE)
            }),
            part: None,
            first: HashSet::new(),
        };
        for mut case in selected.into_iter().filter(|case| concerns(case, dut)) {
            case.meta.met(dut);
            if let Some(flags) = left_for_flags(&case, dut, &with_flags) {
                plan.flagged.push((case, flags));
            } else {
                plan.applicability.push(applicability(&case.meta, dut));
                plan.cases.push(case);
            }
        }
        plan
    }

    /// These cases are left to the other workers: those that lack a flag lack it there too, and are told here.
    #[must_use]
    pub fn shared(mut self, part: Part, dut: &Dut) -> Self {
        let with_flags = with_flags(dut);
        let mut shard = part.shard;
        for case in part.elsewhere {
            match left_for_flags(&case, dut, &with_flags) {
                Some(flags) => self.flagged.push((case, flags)),
                None => shard.elsewhere += 1,
            }
        }
        self.unselected += shard.elsewhere;
        self.part = Some(shard);
        self
    }

    /// These cases come before the others of their phase.
    #[must_use]
    pub fn beginning_with(mut self, first: HashSet<String>) -> Self {
        self.first = first;
        self
    }

    /// Whether the case comes before the others of its phase.
    pub fn comes_first(&self, case: &Case) -> bool {
        self.first.contains(case.meta.id.as_ref())
    }

    /// Which part of the selected cases this is.
    pub fn shard(&self) -> Option<Shard> {
        self.part
    }

    /// Leaves out the cases that have a result already.
    pub fn without(&mut self, done: &HashSet<String>) {
        let cases = std::mem::take(&mut self.cases).into_iter();
        let all = cases.zip(std::mem::take(&mut self.applicability));
        (self.cases, self.applicability) = all
            .filter(|(case, _)| !done.contains(case.meta.id.as_ref()))
            .unzip();
    }

    /// The cases that only flags would take in, each with the flags.
    pub fn flagged(&self) -> impl Iterator<Item = (&Case, &[&'static str])> {
        self.flagged.iter().map(|(case, flags)| (case, &flags[..]))
    }

    /// What was left out, by reason, for the record.
    pub fn not_selected(&self) -> Vec<NotSelected> {
        let mut by_flags: BTreeMap<&[&str], usize> = BTreeMap::new();
        for (_, flags) in self.flagged() {
            *by_flags.entry(flags).or_default() += 1;
        }
        if self.unselected > 0 {
            by_flags.insert(&[], self.unselected);
        }
        let left_out = |(flags, cases): (&[&str], usize)| NotSelected {
            flags: flags.iter().map(|&flag| flag.to_owned()).collect(),
            cases,
        };
        by_flags.into_iter().map(left_out).collect()
    }

    /// The cases, in the order of the suite.
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }

    /// Each case with whether it can be tried.
    pub fn iter(&self) -> impl Iterator<Item = (&Case, &Applicability)> {
        self.cases.iter().zip(&self.applicability)
    }

    /// The cases that can be tried.
    pub fn applicable(&self) -> impl Iterator<Item = &Case> {
        self.iter()
            .filter(|(_, applicability)| **applicability == Applicability::Applicable)
            .map(|(case, _)| case)
    }

    /// How many messages the run sends at most: none without recipients.
    pub fn messages(&self) -> u32 {
        if !self.sends {
            return 0;
        }
        self.applicable().map(|case| case.meta.messages).sum()
    }
}

/// A case of a service that is known by a file is left out where the device does not have the service.
fn concerns(case: &Case, dut: &Dut) -> bool {
    let service = case
        .meta
        .service
        .filter(|_| case.meta.id.starts_with(KNOWN_BY_STEPS));
    service.is_none_or(|name| dut.services().any(|subject| subject.is_called(name)))
}

/// The flags that a case lacks, if it lacks nothing else.
fn left_for_flags(case: &Case, dut: &Dut, with_flags: &Dut) -> Option<Vec<&'static str>> {
    let flags = lacking(&case.meta.needs, dut);
    let rest = applicability(&case.meta, with_flags);
    let lacks_more = matches!(rest, Applicability::NotApplicable(_));
    (!flags.is_empty() && !lacks_more).then_some(flags)
}

/// The device, as if every flag were given.
fn with_flags(dut: &Dut) -> Dut {
    dut.with_device(|device| (device.long, device.exhaustive) = (true, true))
}

/// The flags that a case needs and that were not given.
fn lacking(needs: &[Need], dut: &Dut) -> Vec<&'static str> {
    let flag = |need: &Need| match need {
        Need::Long if !dut.device().long => Some("--long"),
        Need::Exhaustive if !dut.device().exhaustive => Some("--exhaustive"),
        _ => None,
    };
    needs.iter().filter_map(flag).collect()
}
