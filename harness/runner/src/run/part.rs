//! Which part of the selected cases a run takes, and which of them come first.
//!
//! Workers that share the cases need no word with each other: each computes the same parts from the same command line.
//! What judges all that was noticed in a run is in every part, because each part notices something.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use ctk_record::{Shard, Verdict};
use ctk_reports::json::{Report, outline};
use ctk_suite::case::{Case, Phase};

use crate::exit_code::Failure;
use crate::output::ledger::Ledger;
use crate::output::runs::load_run;

/// What a case takes beside its waits, where nobody has measured it, in milliseconds.
const USUAL_MS: u64 = 50;

/// The variables by which CI services and job arrays number their workers: the number, how many there are, and what the
/// first one is called.
const WORKERS: &[(&str, &str, &str)] = &[
    ("CI_NODE_INDEX", "CI_NODE_TOTAL", ""),
    (
        "SLURM_ARRAY_TASK_ID",
        "SLURM_ARRAY_TASK_COUNT",
        "SLURM_ARRAY_TASK_MIN",
    ),
    ("JOB_COMPLETION_INDEX", "JOB_COMPLETIONS", "0"),
];

/// Which part of the cases, and what comes first.
#[derive(Debug, Clone, Default, Args)]
pub struct PartArgs {
    /// The I-th of N parts of the selected cases, balanced by what they took in the baseline; `env` takes both from the CI
    /// service or the job array. `merge` joins the parts
    #[arg(long, value_name = "I/N")]
    pub shard: Option<ShardArg>,
    /// First what failed, was inconclusive or is new since the baseline; so it is whenever there is a baseline
    #[arg(long)]
    pub failed_first: bool,
    /// First what failed, was inconclusive or is new since this run, then the rest; nothing is compared
    #[arg(long, value_name = "RUN")]
    pub affected_by: Option<PathBuf>,
}

/// The value of `--shard`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShardArg {
    /// The number of the part, from 1, and how many there are.
    Given(u32, u32),
    /// As the environment says.
    Environment,
}

impl ShardArg {
    /// The number of the part, from 1, and how many there are.
    ///
    /// # Errors
    /// Exit code 2: the environment does not say.
    pub fn place(self) -> Result<(u32, u32), Failure> {
        match self {
            Self::Given(number, of) => Ok((number, of)),
            Self::Environment => from_environment(|name| std::env::var(name).ok()),
        }
    }
}

impl FromStr for ShardArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "env" {
            return Ok(Self::Environment);
        }
        let parts = text.split_once('/');
        let parts = parts.and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match parts {
            Some((number, of)) if (1..=of).contains(&number) => Ok(Self::Given(number, of)),
            _ => Err("not I/N with I from 1 to N, as in 2/5, nor `env`".to_owned()),
        }
    }
}

/// A part of the selected cases.
#[derive(Debug)]
pub struct Part {
    /// Which one; `elsewhere` is not counted yet.
    pub shard: Shard,
    /// The cases of all others.
    pub elsewhere: Vec<Case>,
}

impl PartArgs {
    /// The run of `--affected-by`.
    ///
    /// # Errors
    /// Exit code 2: it cannot be read, or there is no earlier run to go by.
    pub fn earlier(&self, ledger: &Ledger) -> Result<Option<Report>, Failure> {
        if self.failed_first && self.affected_by.is_none() && ledger.baseline().is_none() {
            return Err(Failure::usage(
                "--failed-first needs an earlier run: give it with --baseline RUN or --affected-by RUN",
            ));
        }
        let record = self.affected_by.as_deref().map(load_run).transpose()?;
        Ok(record.map(|record| outline(&record)))
    }

    /// The cases that come first: those that failed or were open in the earlier run, and those that were not in it.
    pub fn first(
        &self,
        cases: &[Case],
        ledger: &Ledger,
        earlier: Option<&Report>,
    ) -> HashSet<String> {
        let Some(earlier) = earlier.or(ledger.baseline()) else {
            return HashSet::new();
        };
        let settled = |verdict| matches!(verdict, Verdict::Pass | Verdict::NotApplicable);
        let known = earlier.cases.iter();
        let settled: HashSet<&str> = known
            .filter(|case| settled(case.verdict))
            .map(|case| case.id.as_str())
            .collect();
        let ids = cases.iter().map(|case| case.meta.id.as_ref());
        let first = ids.filter(|id| !settled.contains(id));
        first.map(str::to_owned).collect()
    }

    /// The cases of this part, in their order, and what the others have.
    ///
    /// # Errors
    /// Exit code 2: the environment does not say which part, or there are more parts than cases.
    pub fn share(
        &self,
        cases: Vec<Case>,
        earlier: Option<&Report>,
        whole: bool,
    ) -> Result<(Vec<Case>, Option<Part>), Failure> {
        let Some(shard) = self.shard else {
            return Ok((cases, None));
        };
        let (number, of) = shard.place()?;
        let parts = usize::try_from(of).unwrap_or(usize::MAX);
        if cases.len() < parts {
            return Err(Failure::usage(format!(
                "--shard: {} cases are selected, fewer than {of} parts",
                cases.len()
            )));
        }
        let owners = owners(&cases, parts, earlier);
        let own = |case: &Case| {
            let owner = owners.get(case.meta.id.as_ref());
            owner.is_none_or(|owner| Some(*owner) == usize::try_from(number - 1).ok())
        };
        let (mine, elsewhere) = cases.into_iter().partition(own);
        let shard = Shard {
            number,
            of,
            elsewhere: 0,
            whole,
        };
        Ok((mine, Some(Part { shard, elsewhere })))
    }
}

/// Which part has each case; a case that every part has is not in it. The longest ones are dealt out first, each to the
/// part that has least.
fn owners(cases: &[Case], parts: usize, earlier: Option<&Report>) -> HashMap<String, usize> {
    let took: HashMap<&str, u64> = earlier
        .into_iter()
        .flat_map(|report| &report.cases)
        .map(|case| (case.id.as_str(), case.duration_ms))
        .collect();
    let takes = |case: &Case| {
        let id = case.meta.id.as_ref();
        took.get(id).copied().unwrap_or(case.meta.waits_ms) + USUAL_MS
    };
    let mut dealt: Vec<&Case> = cases
        .iter()
        .filter(|case| case.meta.phase != Phase::Last)
        .collect();
    dealt.sort_by_key(|case| (Reverse(takes(case)), case.meta.id.clone()));
    let mut loads = vec![0_u64; parts];
    let mut owners = HashMap::new();
    for case in dealt {
        let least = (0..parts).min_by_key(|part| loads[*part]).unwrap_or(0);
        loads[least] += takes(case);
        owners.insert(case.meta.id.to_string(), least);
    }
    owners
}

/// Which part, as the environment says.
fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Result<(u32, u32), Failure> {
    let number = |name: &str| variable(name).and_then(|text| text.parse::<u32>().ok());
    for (index, total, first) in WORKERS {
        let (Some(index), Some(total)) = (number(index), number(total)) else {
            continue;
        };
        // What the first one is called: a number, a variable that has it, or 1.
        let first = first.parse().ok().or_else(|| number(first)).unwrap_or(1);
        let place = index.checked_sub(first).map(|place| place + 1);
        if let Some(place) = place.filter(|place| (1..=total).contains(place)) {
            return Ok((place, total));
        }
    }
    let names: Vec<String> = WORKERS
        .iter()
        .map(|(index, total, _)| format!("{index} and {total}"))
        .collect();
    Err(Failure::usage(format!(
        "--shard env: the environment does not say which part this is; looked for {}",
        names.join(", ")
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cases() -> Vec<Case> {
        let mut cases: Vec<Case> = (0..20_u64)
            .map(|n| Case::new(format!("a/{n}"), "p").waits(n * 100))
            .collect();
        cases.push(Case::new("a/last", "p").phase(Phase::Last));
        cases
    }

    fn shard(number: u32, of: u32) -> (Vec<String>, usize) {
        let args = PartArgs {
            shard: Some(ShardArg::Given(number, of)),
            ..PartArgs::default()
        };
        let (mine, part) = args.share(cases(), None, true).expect("there are enough");
        let ids = mine.iter().map(|case| case.meta.id.to_string()).collect();
        (ids, part.map_or(0, |part| part.elsewhere.len()))
    }

    #[test]
    fn every_case_is_in_one_part_and_what_judges_the_run_in_all() {
        let mut seen = HashMap::new();
        for number in 1..=3 {
            let (ids, elsewhere) = shard(number, 3);
            assert_eq!(ids.len() + elsewhere, 21);
            for id in ids {
                *seen.entry(id).or_insert(0) += 1;
            }
        }
        assert_eq!(seen.remove("a/last"), Some(3));
        assert_eq!(seen.len(), 20);
        assert!(seen.values().all(|times| *times == 1));
    }

    #[test]
    fn parts_take_about_as_long() {
        let owners = owners(&cases(), 4, None);
        let mut loads = [0_usize; 4];
        for (id, part) in owners {
            let n: usize = id.trim_start_matches("a/").parse().expect("a number");
            loads[part] += n * 100 + 50;
        }
        let (least, most) = (loads.iter().min(), loads.iter().max());
        assert!(most < least.map(|least| least + 500).as_ref(), "{loads:?}");
    }

    #[test]
    fn a_part_is_written_with_its_number_and_how_many_there_are() {
        assert_eq!("2/5".parse(), Ok(ShardArg::Given(2, 5)));
        assert_eq!("env".parse(), Ok(ShardArg::Environment));
        for wrong in ["0/5", "6/5", "1", "a/b", "1/0", "-1/2", ""] {
            assert!(wrong.parse::<ShardArg>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn workers_are_numbered_by_their_service() {
        let of = |variables: &[(&str, &str)]| {
            from_environment(|name| {
                let found = variables.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned())
            })
            .map_err(|failure| failure.code)
        };
        assert_eq!(
            of(&[("CI_NODE_INDEX", "2"), ("CI_NODE_TOTAL", "4")]),
            Ok((2, 4))
        );
        let slurm = [
            ("SLURM_ARRAY_TASK_ID", "0"),
            ("SLURM_ARRAY_TASK_COUNT", "10"),
            ("SLURM_ARRAY_TASK_MIN", "0"),
        ];
        assert_eq!(of(&slurm), Ok((1, 10)));
        let kubernetes = [("JOB_COMPLETION_INDEX", "3"), ("JOB_COMPLETIONS", "4")];
        assert_eq!(of(&kubernetes), Ok((4, 4)));
        assert_eq!(
            of(&[("JOB_COMPLETION_INDEX", "4"), ("JOB_COMPLETIONS", "4")]),
            Err(2)
        );
        assert_eq!(of(&[]), Err(2));
    }
}
