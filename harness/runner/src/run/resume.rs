//! `run --resume`: what a killed or interrupted run left is finished.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use clap::Parser as _;
use ctk_record::journal::{Events, RecordError};
use ctk_record::{
    CaseResult, Device, Ended, Event, Header, Integrity, Plan, Record, Resumed, Verdict,
};
use ctk_reports::run::{is_journal, read_stream};
use ctk_vectors::facts;
use jiff::Timestamp;
use serde_json::Value;
use std::io::BufRead as _;

use super::again::judge_again;
use super::compared::{compare_plans, same_device};
use super::conclude::conclude;
use crate::cli::{Cli, Command};
use crate::commands::run::RunArgs;
use crate::exit_code::{Failure, INTERRUPTED};
use crate::lab::LabShared;
use crate::output::args::OutputArgs;
use crate::output::journal::JournalWriter;
use crate::output::ledger::Ledger;
use crate::output::run_output::RunOutput;
use crate::output::runs::{open, unreadable};
use crate::output::screen;

/// What another run has left, and what it has done.
pub struct Left {
    run: PathBuf,
    header: Header,
    device: Option<Device>,
    plan: Plan,
    duration_ms: u64,
    /// The cases that have a result which stays.
    pub done: HashSet<String>,
}

impl Left {
    /// Reads the journal of a run that did not come to its end.
    ///
    /// # Errors
    /// Exit code 2: there is none, it is over, it was altered, or another version wrote it.
    pub fn read(run: &Path) -> Result<Self, Failure> {
        let mut file = open(run)?;
        let begins = file.fill_buf().map_err(|error| unreadable(run, &error))?;
        let not = |why: &str| {
            Failure::usage(format!(
                "the run {} cannot be resumed: {why}",
                run.display()
            ))
        };
        if !is_journal(begins) {
            return Err(not("it has no journal"));
        }
        let record = read_stream(file).map_err(|error| unreadable(run, &error))?;
        if let Integrity::Broken(why) = &record.integrity {
            return Err(not(&format!("its journal was altered ({why})")));
        }
        if record.complete() {
            return Err(not("it is over; `report` shows it"));
        }
        let (version, ours) = (
            env!("CARGO_PKG_VERSION"),
            format!("sha256:{}", facts().digest),
        );
        let tool = &record.header.tool;
        if tool.version != version || tool.vectors != ours {
            return Err(not(&format!(
                "version {} with other facts began it, this is {version}",
                tool.version
            )));
        }
        if record.device.is_none() || record.plan.cases.is_empty() {
            return Err(not("it had no plan yet; run it again from the beginning"));
        }
        Ok(Self {
            run: run.to_owned(),
            done: done(&record),
            duration_ms: record.duration_ms(),
            header: record.header,
            device: record.device,
            plan: record.plan,
        })
    }

    /// The arguments of the run that is resumed, with those about output of this one.
    ///
    /// # Errors
    /// Exit code 2: the journal's command line cannot be read, or this one says something else beside.
    pub fn arguments(&self, given: &RunArgs) -> Result<RunArgs, Failure> {
        let read = |words: &[String]| match Cli::try_parse_from(words).map(|cli| cli.command) {
            Ok(Some(Command::Run(args))) => Ok(*args),
            Ok(None) => read_default(),
            Ok(Some(_)) => Err(Failure::usage("the journal is not that of `run`")),
            Err(error) => Err(Failure::usage(format!(
                "the command line of the journal cannot be read: {error}"
            ))),
        };
        let mut args = read(&self.header.command)?;
        let plain = read_default()?;
        if about_device(given) != about_device(&plain) && about_device(given) != about_device(&args)
        {
            return Err(Failure::usage(format!(
                "--resume takes device, profile and selection from the journal; leave them out, or give them as they were: {}",
                self.header.command.join(" ")
            )));
        }
        let ledger = std::mem::take(&mut args.output.ledger);
        args.output = given.output.clone();
        if args.output.ledger.baseline.is_none() && args.output.ledger.known_failures.is_none() {
            args.output.ledger = ledger;
        }
        args.schedule.seed = Some(self.header.seed);
        Ok(args)
    }

    /// Begins the new journal with what the old one has of the cases that stay.
    ///
    /// # Errors
    /// Exit code 2: the old journal cannot be read any more.
    pub fn go_on(
        &self,
        journal: &JournalWriter,
        words: &[String],
        bench: Value,
    ) -> Result<(), Failure> {
        let copy = || -> Result<(), RecordError> {
            let mut events = Events::new(open(&self.run).map_err(gone)?)?;
            while let Some(event) = events.next_event()? {
                if self.stays(&event) {
                    journal.write(event);
                }
            }
            Ok(())
        };
        copy().map_err(|error| unreadable(&self.run, &error))?;
        journal.write(Event::Resumed(Resumed {
            started: Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            command: words.to_vec(),
            at_ms: self.duration_ms,
            cases: self.done.len(),
            bench,
        }));
        Ok(())
    }

    fn stays(&self, event: &Event) -> bool {
        let of = |case: &str| case.is_empty() || self.done.contains(case);
        match event {
            Event::Seal { .. } | Event::Footer(_) => false,
            Event::CaseStarted { case, .. } | Event::Findings { case, .. } => of(case),
            Event::Exchange(exchange) => of(&exchange.case),
            Event::Judgement(judgement) => of(&judgement.case),
            Event::CaseFinished(result) => of(&result.case),
            Event::Header(_)
            | Event::Device(_)
            | Event::Plan(_)
            | Event::Notice { .. }
            | Event::Company { .. }
            | Event::Resumed(_) => true,
        }
    }

    /// Judges the cases that stay once more, for what was noticed in them: the cases that judge the whole run want it.
    ///
    /// # Errors
    /// Exit code 2: they come out differently, so that nothing can be built on them.
    pub fn recall(&self, shared: &LabShared) -> Result<(), Failure> {
        let journal = open(&self.run)?;
        let mut file = |case: &str, notice: &ctk_suite::replay::Notice| {
            if self.done.contains(case) {
                shared.recall(case, notice.exchange, &notice.checked, &notice.findings);
            }
        };
        let (again, _) =
            judge_again(journal, &mut file).map_err(|error| unreadable(&self.run, &error))?;
        match again.differences.first() {
            None => Ok(()),
            Some(first) => Err(Failure::usage(format!(
                "the run {} cannot be resumed: its journal does not verify ({first}); see `messaging-ctk verify`",
                self.run.display()
            ))),
        }
    }

    /// Whether device and plan are those of the run that is resumed.
    ///
    /// # Errors
    /// Exit code 2, with what differs.
    pub fn agrees(&self, device: &Device, mut plan: Plan, embedded: bool) -> Result<(), Failure> {
        let not = |why: &str| {
            let run = self.run.display();
            Err(Failure::usage(format!(
                "the run {run} cannot be resumed: {why}"
            )))
        };
        if !same_device(self.device.as_ref(), device, embedded) {
            return not("the device is another, or says other things of itself than it did");
        }
        plan.floor_ms = self.plan.floor_ms;
        match compare_plans(&self.plan, &plan) {
            Some(why) => not(&why),
            None => Ok(()),
        }
    }

    /// The device was not met this time: the new journal has what the old one had, and says so.
    ///
    /// # Errors
    /// The failure given, always.
    pub fn not_met(
        &self,
        args: &OutputArgs,
        output: &RunOutput,
        ledger: &Ledger,
        failure: Failure,
    ) -> Result<u8, Failure> {
        output.notice(failure.message.clone());
        let ended = match failure.code {
            INTERRUPTED => Ended::Interrupted,
            _ => Ended::DeviceLost,
        };
        if let Err(other) = conclude(args, output, ended, ledger) {
            screen::say_line(&format!("messaging-ctk: {}", other.message));
        }
        Err(failure)
    }
}

fn gone(failure: Failure) -> RecordError {
    RecordError::Io(std::io::Error::other(failure.message))
}

fn read_default() -> Result<RunArgs, Failure> {
    match Cli::try_parse_from(["messaging-ctk", "run"]).map(|cli| cli.command) {
        Ok(Some(Command::Run(args))) => Ok(*args),
        _ => Err(Failure::broken("`run` without arguments is not a command")),
    }
}

/// What the arguments say beside output, to be compared.
fn about_device(args: &RunArgs) -> String {
    let mut args = args.clone();
    args.output = OutputArgs::default();
    format!("{args:?}")
}

/// The cases whose results stay: not those that end as they do because the run did.
fn done(record: &Record) -> HashSet<String> {
    let results = record.cases.iter().filter_map(|case| case.result.as_ref());
    let stays = |result: &&CaseResult| {
        let cut_off = ["interrupted", "device lost"].contains(&result.reason.as_str());
        !(result.verdict == Verdict::Inconclusive && cut_off)
    };
    results
        .filter(stays)
        .map(|result| result.case.clone())
        .collect()
}
