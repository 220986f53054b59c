//! `run`: the main job. A device is met, the cases are tried, and what came of it is told.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use ctk_device::Config;
use ctk_record::{Ended, Event, Footer, Header, JOURNAL_SCHEMA, Record, Tool, journal};
use ctk_reports::summary;
use ctk_suite::case::{Case, Reach};
use ctk_suite::judging::verdict::CaseOutcome;
use ctk_suite::lab::Lab;
use ctk_suite::under_test::ics::Dut;
use ctk_vectors::facts;
use jiff::Timestamp;

use crate::cli::RunArgs;
use crate::dut::embedded::Embedded;
use crate::dut::profile::Profile;
use crate::dut::services::of_architecture;
use crate::dut::target::Target;
use crate::dut::{embedded, find};
use crate::exit_code::{Failure, INCOMPLETE, OK};
use crate::interrupt;
use crate::lab::discovery::multicast_towards;
use crate::lab::setup;
use crate::lab::{LabShared, LiveLab};
use crate::output::journal::{JournalWriter, RunOutput};
use crate::output::progress::Progress;
use crate::output::{recorded, reports};
use crate::run::announce::{announcement, dry_run, estimate, messages};
use crate::run::budget::{self, Estimate};
use crate::run::ledger::Ledger;
use crate::run::probe::{self, ProbeRequest};
use crate::run::schedule::{self, RunContext, ScheduleOptions, execute};
use crate::run::select::select;

/// Cases at the same time on the embedded device.
const EMBEDDED_JOBS: u16 = 32;

/// Runs it and returns the exit code.
///
/// # Errors
/// What keeps a run from beginning.
pub fn run(args: &RunArgs, words: &[String]) -> Result<u8, Failure> {
    let profile = args
        .profile
        .as_deref()
        .map_or_else(|| Ok(Profile::default()), Profile::load)?;
    let unselected = args.select.case.is_empty() && args.select.skip.is_empty();
    let whole = unselected && args.service.is_none();
    let all = ctk_suite::cases();
    reports::check_places(args)?;
    let ledger = Ledger::load(args, &all)?;
    let offered = match args.service {
        Some(_) => of_architecture(all),
        None => all,
    };
    let cases = select(offered, &args.select)?;
    interrupt::install().map_err(Failure::broken)?;
    let seed = args.seed.unwrap_or_else(draw_seed);

    let embedded = start_embedded(args)?;
    let place = RunOutput::open(args, seed)?;
    let sink = JournalWriter::new(&place)?;
    let begun = Instant::now();
    let wanted = wanted(args, &profile, embedded.as_ref());
    let bench = wanted
        .as_ref()
        .ok()
        .and_then(|wanted| serde_json::to_value(wanted).ok());
    sink.write(&Event::Header(header(
        args,
        words,
        seed,
        bench.unwrap_or_default(),
    )));

    let progress = Arc::new(Progress::new(cases.len(), args.quiet, args.verbose > 0));
    let meeting = Instant::now();
    let met = wanted.and_then(|wanted| meet(args, &wanted, embedded.as_ref(), seed, &sink, &cases));
    let (dut, bench) = match met {
        Ok(met) => met,
        Err(failure)
            if failure.code == INCOMPLETE || failure.code == crate::exit_code::INTERRUPTED =>
        {
            progress.end();
            return not_met(args, &place, &sink, &cases, whole, failure, begun);
        }
        Err(failure) => {
            place.discard();
            return Err(failure);
        }
    };
    let jobs = args
        .jobs
        .or(profile.ixit.jobs)
        .unwrap_or(if embedded.is_some() { EMBEDDED_JOBS } else { 1 });
    let reply_ms = elapsed(meeting) / bench.exchanges_so_far().max(1);
    let pace = Estimate::new(&cases, &dut, jobs, args.budget, reply_ms);
    let floor = budget::lower_bound(&cases, &pace);
    let messages = messages(&cases, &dut);
    sink.write(&Event::Device(recorded::device(&dut)));
    sink.write(&Event::Plan(recorded::plan(
        &cases, whole, messages, floor.ms,
    )));
    if args.dry_run {
        progress.end();
        place.discard();
        anstream::print!("{}", dry_run(&cases, &dut, messages));
        anstream::println!("{}", estimate(&pace, &floor, args.budget));
        return Ok(OK);
    }
    if embedded
        .as_ref()
        .is_some_and(|embedded| !embedded.announced)
    {
        progress.say("the embedded device cannot join the SSDP group on loopback: discovery cannot be judged");
    }
    progress.say(&announcement(&cases, &dut, messages, seed));
    progress.say(&estimate(&pace, &floor, args.budget));
    sink.write(&Event::Notice {
        at_ms: elapsed(begun),
        text: estimate(&pace, &floor, args.budget),
    });

    let stage = LiveContext {
        bench: &bench,
        sink: &sink,
        progress: &progress,
        pace: &pace,
        args,
        seed,
        services: u32::try_from(dut.subjects().count()).unwrap_or(u32::MAX),
    };
    let manner = ScheduleOptions {
        jobs: usize::from(jobs),
        fail_fast: args.fail_fast,
        strict: args.strict,
    };
    let ended = match execute(&cases, &dut, &stage, manner) {
        schedule::Ended::Finished => Ended::Finished,
        schedule::Ended::Interrupted => Ended::Interrupted,
        schedule::Ended::DeviceLost => Ended::DeviceLost,
        schedule::Ended::FailFast => Ended::FailFast,
    };
    progress.end();
    if let Some(embedded) = embedded {
        embedded.device.stop();
    }
    conclude(args, &place, &sink, ended, begun, &ledger)
}

fn draw_seed() -> u64 {
    // Small enough to be typed.
    u64::from(Timestamp::now().subsec_nanosecond().unsigned_abs()) % 1_000_000
}

fn start_embedded(args: &RunArgs) -> Result<Option<Embedded>, Failure> {
    if args.device != Target::Embedded {
        let deviates = !args.defect.is_empty()
            || !args.variation.is_empty()
            || !args.without.is_empty()
            || args.uda.is_some();
        return if deviates {
            Err(Failure::usage(
                "--defect, --variation, --without and --uda are for the embedded device; `serve` takes them itself",
            ))
        } else {
            Ok(None)
        };
    }
    let config = Config {
        defects: embedded::defects(&args.defect)?,
        variations: embedded::variations(&args.variation)?,
        without: embedded::items(&args.without)?,
        uda: embedded::uda(args.uda.as_deref().unwrap_or("1.0"))?,
        ..Config::default()
    };
    embedded::start(config).map(Some)
}

fn header(args: &RunArgs, words: &[String], seed: u64, bench: serde_json::Value) -> Header {
    Header {
        schema: JOURNAL_SCHEMA.to_owned(),
        tool: Tool {
            name: "messaging-ctk".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            vectors: format!("sha256:{}", facts().digest),
        },
        started: Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        seed,
        command: words.to_vec(),
        target: target_words(args),
        bench,
        strict: args.strict,
        require_complete: args.require_complete,
    }
}

/// What a reproduction has to be called with, the device first.
fn target_words(args: &RunArgs) -> Vec<String> {
    let mut words = vec![args.device.to_string()];
    let mut flag = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            words.push(name.to_owned());
            words.push(value);
        }
    };
    for (name, values) in [
        ("--defect", &args.defect),
        ("--variation", &args.variation),
        ("--without", &args.without),
    ] {
        for value in values {
            flag(name, Some(value.clone()));
        }
    }
    flag("--uda", args.uda.clone());
    flag(
        "--profile",
        args.profile.as_ref().map(|path| path.display().to_string()),
    );
    flag("--upper-tester", args.upper_tester.clone());
    flag("--upper-tester-command", args.upper_tester_command.clone());
    flag("--udn", args.udn.clone());
    flag("--service", args.service.as_ref().map(ToString::to_string));
    for name in &args.invoke {
        flag("--invoke", Some(name.clone()));
    }
    flag(
        "--interface",
        args.interface.map(|address| address.to_string()),
    );
    for (set, name) in [
        (args.interactive, "--interactive"),
        (args.strict, "--strict"),
        (args.long, "--long"),
        (args.exhaustive, "--exhaustive"),
    ] {
        if set {
            words.push(name.to_owned());
        }
    }
    words
}

/// What is known of the device before it is met; `udn:` and `name:` are looked for here.
fn wanted(
    args: &RunArgs,
    profile: &Profile,
    embedded: Option<&Embedded>,
) -> Result<ProbeRequest, Failure> {
    let url = match (&args.device, embedded) {
        (_, Some(embedded)) => embedded.device.description_url().to_owned(),
        (Target::Url(url), None) => url.clone(),
        (target, None) => find::one(target, args.service.is_some(), args.interface)?,
    };
    let (upper_tester, may_reset) = setup::has_tester(args, embedded.is_some());
    Ok(ProbeRequest {
        udn: args.udn.clone().or(match &args.device {
            // The services of a root device may be in those that it embeds.
            Target::Udn(udn) if args.service.is_none() => Some(udn.clone()),
            _ => None,
        }),
        profile: profile.clone(),
        upper_tester,
        may_reset,
        embedded: embedded.is_some(),
        two_addresses: setup::two_addresses(profile, &url),
        multicast: embedded.is_none_or(|embedded| embedded.announced)
            && multicast_towards(&url, args.interface),
        long: args.long,
        exhaustive: args.exhaustive,
        service: args.service.as_ref().map(ToString::to_string),
        invoke: args.invoke.clone(),
        url,
    })
}

fn meet(
    args: &RunArgs,
    wanted: &ProbeRequest,
    embedded: Option<&Embedded>,
    seed: u64,
    sink: &JournalWriter,
    cases: &[Case],
) -> Result<(Dut, Arc<LabShared>), Failure> {
    let bench = setup::set_up(
        args,
        &wanted.profile,
        embedded.map(|embedded| &embedded.device),
        &wanted.url,
        seed,
        sink,
        cases,
    )?;
    let dut = probe::probe(&mut LiveLab::new(&bench, "", args.timeout), wanted)?;
    bench.device_is(&dut.description_url, &dut.udns());
    Ok((dut, bench))
}

/// There is no device, or not the right one: everything planned is inconclusive, and the report says so.
fn not_met(
    args: &RunArgs,
    place: &RunOutput,
    sink: &JournalWriter,
    cases: &[Case],
    whole: bool,
    failure: Failure,
    begun: Instant,
) -> Result<u8, Failure> {
    sink.write(&Event::Plan(recorded::plan(cases, whole, 0, 0)));
    sink.write(&Event::Notice {
        at_ms: elapsed(begun),
        text: failure.message.clone(),
    });
    let ended = if failure.code == crate::exit_code::INTERRUPTED {
        Ended::Interrupted
    } else {
        Ended::DeviceLost
    };
    for case in cases {
        let nothing = schedule::untried(
            ctk_suite::judging::verdict::Verdict::Inconclusive,
            failure.message.clone(),
            Some(ctk_suite::judging::judgement::Suspect::Network),
        );
        sink.write(&Event::CaseFinished(Box::new(recorded::case_result(
            case,
            &nothing,
            0,
            String::new(),
        ))));
    }
    sink.write(&Event::Footer(Footer {
        ended,
        exit_code: failure.code,
        verdict: failure.message.clone(),
        duration_ms: elapsed(begun),
        remarks: Vec::new(),
        digest: sink.digest(),
    }));
    let record = read_back(&place.journal)?;
    reports::write_reports(args, place.folder.as_ref(), &record)?;
    Err(failure)
}

fn conclude(
    args: &RunArgs,
    place: &RunOutput,
    sink: &JournalWriter,
    ended: Ended,
    begun: Instant,
    ledger: &Ledger,
) -> Result<u8, Failure> {
    // The footer says what the whole journal says, so it is written when the rest can be read back.
    let mut footer = Footer {
        ended,
        exit_code: 0,
        verdict: String::new(),
        duration_ms: elapsed(begun),
        remarks: Vec::new(),
        digest: sink.digest(),
    };
    let mut record = read_back(&place.journal)?;
    record.footer = Some(footer.clone());
    let remarks = ledger.apply(&mut record);
    footer.exit_code = summary::exit_code(&record, &remarks);
    footer.verdict = summary::verdict_line(&record);
    footer.remarks = remarks;
    footer.digest = sink.digest();
    sink.write(&Event::Footer(footer.clone()));
    record.footer = Some(footer.clone());
    let places = reports::write_reports(args, place.folder.as_ref(), &record)?;
    reports::last_screen(args, &record, &places);
    Ok(footer.exit_code)
}

fn read_back(journal: &Path) -> Result<Record, Failure> {
    let file = File::open(journal).map_err(|error| {
        Failure::broken(format!(
            "the journal {} cannot be read back: {error}",
            journal.display()
        ))
    })?;
    journal::read(BufReader::new(file)).map_err(|error| {
        Failure::broken(format!(
            "the journal {} cannot be read back: {error}",
            journal.display()
        ))
    })
}

fn elapsed(begun: Instant) -> u64 {
    u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// The scheduler's surroundings in a live run.
struct LiveContext<'a> {
    bench: &'a Arc<LabShared>,
    sink: &'a JournalWriter,
    progress: &'a Progress,
    pace: &'a Estimate,
    args: &'a RunArgs,
    seed: u64,
    services: u32,
}

impl RunContext for LiveContext<'_> {
    fn lab(&self, case: &Case) -> Box<dyn Lab> {
        // Cases that run alone may restart the device: it is no loss when it is gone for a moment.
        let hostile = case.phase == ctk_suite::case::Phase::Hostile;
        // A case has its time for each service that it visits.
        let visits = match case.reach {
            Reach::Device => 1,
            Reach::EachService | Reach::Run => self.services,
        };
        let time = self.args.timeout.saturating_mul(visits);
        Box::new(LiveLab::new(self.bench, &case.id, time).hostile(hostile))
    }

    fn started(&self, case: &Case) {
        self.sink.write(&Event::CaseStarted {
            case: case.id.to_string(),
            at_ms: self.bench.now_ms(),
        });
    }

    fn finished(&self, case: &Case, outcome: &CaseOutcome, duration_ms: u64) {
        let reproduce = self.reproduce(case, outcome);
        let result = recorded::case_result(case, outcome, duration_ms, reproduce);
        self.sink.write(&Event::CaseFinished(Box::new(result)));
        self.progress.finished(&case.id, outcome);
        self.pace.took(case, duration_ms);
    }

    fn drops(&self, case: &Case) -> bool {
        self.pace.drops(case)
    }

    fn interrupted(&self) -> bool {
        interrupt::interrupted()
    }

    fn lost(&self) -> bool {
        self.bench.is_lost()
    }

    fn survived(&self) {
        if !self.bench.is_alive() {
            self.bench.lose();
        }
    }
}

impl LiveContext<'_> {
    /// The command that repeats the case, with the cases that its evidence turned up in.
    fn reproduce(&self, case: &Case, outcome: &CaseOutcome) -> String {
        let mut words = vec!["messaging-ctk".to_owned(), "run".to_owned()];
        words.extend(
            target_words(self.args)
                .iter()
                .map(|word| crate::dut::target::quoted(word)),
        );
        for id in outcome
            .seen_in
            .iter()
            .map(String::as_str)
            .chain([case.id.as_ref()])
        {
            words.push("--case".to_owned());
            words.push(crate::dut::target::quoted(id));
        }
        words.push("--seed".to_owned());
        words.push(self.seed.to_string());
        words.join(" ")
    }
}
