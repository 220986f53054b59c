//! `run`: the main job. A device is met, the cases are tried, and what came of it is told.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use ctk_device::{Config, Device};
use ctk_reports::journal::{self, Record, Writer};
use ctk_reports::record::{Ended, Event, Footer, Header, JOURNAL_SCHEMA, Tool};
use ctk_reports::summary;
use ctk_suite::case::Case;
use ctk_suite::ics::Dut;
use ctk_suite::lab::Lab;
use ctk_suite::verdict::CaseOutcome;
use ctk_vectors::facts;
use jiff::Timestamp;

use crate::applicability::{Applicability, applicability};
use crate::cli::RunArgs;
use crate::exit_code::{Failure, INCOMPLETE, OK};
use crate::lab::{Bench, LiveLab};
use crate::ledger::Ledger;
use crate::prepare::{self, Wanted};
use crate::profile::Profile;
use crate::progress::Progress;
use crate::run_folder::{RunFolder, create_new};
use crate::schedule::{self, Manner, Stage, execute};
use crate::select::select;
use crate::target::Target;
use crate::{embedded, find, interrupt, outcome, recorded, workbench};

/// Cases at the same time on the embedded device.
const EMBEDDED_JOBS: u16 = 8;

/// Runs it and returns the exit code.
///
/// # Errors
/// What keeps a run from beginning.
pub fn run(args: &RunArgs, words: &[String]) -> Result<u8, Failure> {
    let profile = args
        .profile
        .as_deref()
        .map_or_else(|| Ok(Profile::default()), Profile::load)?;
    let whole = args.select.case.is_empty() && args.select.skip.is_empty();
    let all = ctk_suite::cases();
    outcome::check_places(args)?;
    let ledger = Ledger::load(args, &all)?;
    let cases = select(all, &args.select)?;
    interrupt::install().map_err(Failure::broken)?;
    let seed = args.seed.unwrap_or_else(draw_seed);

    let embedded = start_embedded(args)?;
    let place = Place::open(args, seed)?;
    let sink = Sink::new(&place)?;
    sink.write(&Event::Header(header(args, words, seed)));
    let begun = Instant::now();

    let progress = Arc::new(Progress::new(cases.len(), args.quiet, args.verbose > 0));
    let met = meet(args, &profile, embedded.as_ref(), seed, &sink, &cases);
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
    let messages = messages(&cases, &dut);
    sink.write(&Event::Device(recorded::device(&dut)));
    sink.write(&Event::Plan(recorded::plan(&cases, whole, messages)));
    if args.dry_run {
        progress.end();
        place.discard();
        anstream::print!("{}", dry_run(&cases, &dut, messages));
        return Ok(OK);
    }
    progress.say(&announcement(&cases, &dut, messages, seed));

    let jobs = args
        .jobs
        .or(profile.ixit.jobs)
        .unwrap_or(if embedded.is_some() { EMBEDDED_JOBS } else { 1 });
    let stage = LiveStage {
        bench: &bench,
        sink: &sink,
        progress: &progress,
        args,
        seed,
    };
    let manner = Manner {
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
    if let Some(device) = embedded {
        device.stop();
    }
    conclude(args, &place, &sink, ended, begun, &ledger)
}

fn draw_seed() -> u64 {
    // Small enough to be typed.
    u64::from(Timestamp::now().subsec_nanosecond().unsigned_abs()) % 1_000_000
}

fn start_embedded(args: &RunArgs) -> Result<Option<Device>, Failure> {
    if args.device != Target::Embedded {
        return match args.defect.first() {
            Some(_) => Err(Failure::usage(
                "--defect is for the embedded device; a device that serves takes it itself",
            )),
            None => Ok(None),
        };
    }
    let config = Config {
        defects: embedded::defects(&args.defect)?,
        ..Config::default()
    };
    embedded::start(config).map(Some)
}

fn header(args: &RunArgs, words: &[String], seed: u64) -> Header {
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
    for defect in &args.defect {
        flag("--defect", Some(defect.clone()));
    }
    flag(
        "--profile",
        args.profile.as_ref().map(|path| path.display().to_string()),
    );
    flag("--upper-tester", args.upper_tester.clone());
    flag("--upper-tester-command", args.upper_tester_command.clone());
    flag("--udn", args.udn.clone());
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

/// Where the run leaves its journal and report.
struct Place {
    journal: PathBuf,
    folder: Option<RunFolder>,
    temporary: Option<tempfile::TempDir>,
}

impl Place {
    fn open(args: &RunArgs, seed: u64) -> Result<Self, Failure> {
        if args.dry_run {
            return Self::temporary();
        }
        if let Some(path) = &args.journal {
            return Ok(Self {
                journal: path.clone(),
                folder: None,
                temporary: None,
            });
        }
        match RunFolder::create(Path::new("."), Timestamp::now(), seed) {
            Ok(folder) => Ok(Self {
                journal: folder.journal(),
                folder: Some(folder),
                temporary: None,
            }),
            Err(error) if !args.report.is_empty() => {
                anstream::eprintln!(
                    "messaging-ctk: no run folder here ({error}); the reports asked for are written all the same"
                );
                Self::temporary()
            }
            Err(error) => Err(Failure::usage(format!(
                "no run folder can be made in the current directory ({error}); give --journal FILE or --report KIND=PATH, or change directory"
            ))),
        }
    }

    fn temporary() -> Result<Self, Failure> {
        let folder = tempfile::tempdir()
            .map_err(|error| Failure::broken(format!("no temporary folder: {error}")))?;
        Ok(Self {
            journal: folder.path().join("journal.jsonl"),
            folder: None,
            temporary: Some(folder),
        })
    }

    /// Nothing happened that is worth keeping.
    fn discard(&self) {
        if self.temporary.is_none() {
            let _ = std::fs::remove_file(&self.journal);
            if let Some(folder) = &self.folder {
                let _ = std::fs::remove_dir(&folder.path);
            }
        }
    }
}

/// The journal, shared by all that write to it. A disk that is full is told once, and the run goes on.
#[derive(Clone)]
pub struct Sink {
    writer: Arc<Mutex<(Writer<File>, bool)>>,
}

impl Sink {
    fn new(place: &Place) -> Result<Self, Failure> {
        let file = create_new(&place.journal).map_err(|error| {
            Failure::usage(format!(
                "the journal {} cannot be made: {error}",
                place.journal.display()
            ))
        })?;
        Ok(Self {
            writer: Arc::new(Mutex::new((Writer::new(file), false))),
        })
    }

    /// Appends an event.
    pub fn write(&self, event: &Event) {
        let mut writer = self
            .writer
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Err(error) = writer.0.append(event)
            && !std::mem::replace(&mut writer.1, true)
        {
            anstream::eprintln!("messaging-ctk: the journal cannot be written any more: {error}");
        }
    }
}

fn meet(
    args: &RunArgs,
    profile: &Profile,
    embedded: Option<&Device>,
    seed: u64,
    sink: &Sink,
    cases: &[Case],
) -> Result<(Dut, Arc<Bench>), Failure> {
    let url = match (&args.device, embedded) {
        (_, Some(device)) => device.description_url().to_owned(),
        (Target::Url(url), None) => url.clone(),
        (target, None) => find::one(target, args.interface)?,
    };
    let bench = workbench::set_up(args, profile, embedded, &url, seed, sink, cases)?;
    let (upper_tester, may_reset) = workbench::has_tester(args, embedded.is_some());
    let wanted = Wanted {
        url: &url,
        udn: args.udn.as_deref().or(match &args.device {
            Target::Udn(udn) => Some(udn.as_str()),
            _ => None,
        }),
        profile,
        upper_tester,
        may_reset,
        embedded: embedded.is_some(),
        two_addresses: workbench::two_addresses(profile, &url),
        long: args.long,
        exhaustive: args.exhaustive,
    };
    let dut = prepare::meet(&mut LiveLab::new(&bench, "", args.timeout), &wanted)?;
    bench.device_is(&dut.description_url, &dut.udn);
    Ok((dut, bench))
}

/// How many messages the run sends at most.
fn messages(cases: &[Case], dut: &Dut) -> u32 {
    cases
        .iter()
        .filter(|case| applicability(case, dut) == Applicability::Applicable)
        .map(|case| case.messages)
        .sum()
}

fn announcement(cases: &[Case], dut: &Dut, messages: u32, seed: u64) -> String {
    let applicable = cases
        .iter()
        .filter(|case| applicability(case, dut) == Applicability::Applicable)
        .count();
    let name = dut
        .description
        .device(&dut.udn)
        .map_or("the device", |device| device.friendly_name.as_str());
    format!(
        "{name} at {} (UDA {}): {applicable} of {} cases can be tried; at most {messages} messages will be sent; seed {seed}",
        dut.description_url,
        dut.claim,
        cases.len()
    )
}

fn dry_run(cases: &[Case], dut: &Dut, messages: u32) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    let mut counts = [0usize; 3];
    for case in cases {
        let (index, word, why) = match applicability(case, dut) {
            Applicability::Applicable => (0, "try", String::new()),
            Applicability::NotApplicable(why) => (1, "not-applicable", format!(": {why}")),
            Applicability::Inconclusive(why) => (2, "inconclusive", format!(": {why}")),
        };
        counts[index] += 1;
        let _ = writeln!(text, "{word:15} {}{why}", case.id);
    }
    let _ = writeln!(
        text,
        "{} cases: {} can be tried, {} not applicable, {} cannot be judged here; at most {messages} messages would be sent",
        cases.len(),
        counts[0],
        counts[1],
        counts[2]
    );
    text
}

/// There is no device, or not the right one: everything planned is inconclusive, and the report says so.
fn not_met(
    args: &RunArgs,
    place: &Place,
    sink: &Sink,
    cases: &[Case],
    whole: bool,
    failure: Failure,
    begun: Instant,
) -> Result<u8, Failure> {
    sink.write(&Event::Plan(recorded::plan(cases, whole, 0)));
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
            ctk_suite::verdict::Verdict::Inconclusive,
            failure.message.clone(),
            Some(ctk_suite::judgement::Suspect::Network),
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
    }));
    let record = read_back(&place.journal)?;
    outcome::write_reports(args, place.folder.as_ref(), &record)?;
    Err(failure)
}

fn conclude(
    args: &RunArgs,
    place: &Place,
    sink: &Sink,
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
    };
    let mut record = read_back(&place.journal)?;
    record.footer = Some(footer.clone());
    let remarks = ledger.apply(&mut record);
    footer.exit_code = summary::exit_code(&record, &remarks);
    footer.verdict = summary::verdict_line(&record);
    footer.remarks = remarks;
    sink.write(&Event::Footer(footer.clone()));
    record.footer = Some(footer.clone());
    let places = outcome::write_reports(args, place.folder.as_ref(), &record)?;
    outcome::last_screen(args, &record, &places);
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
struct LiveStage<'a> {
    bench: &'a Arc<Bench>,
    sink: &'a Sink,
    progress: &'a Progress,
    args: &'a RunArgs,
    seed: u64,
}

impl Stage for LiveStage<'_> {
    fn lab(&self, case: &Case) -> Box<dyn Lab> {
        // Cases that run alone may restart the device: it is no loss when it is gone for a moment.
        let hostile = case.phase == ctk_suite::case::Phase::Hostile;
        Box::new(LiveLab::new(self.bench, &case.id, self.args.timeout).hostile(hostile))
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
    }

    fn interrupted(&self) -> bool {
        interrupt::interrupted()
    }

    fn lost(&self) -> bool {
        self.bench.is_lost()
    }
}

impl LiveStage<'_> {
    /// The command that repeats the case, with the cases that its evidence turned up in.
    fn reproduce(&self, case: &Case, outcome: &CaseOutcome) -> String {
        let mut words = vec!["messaging-ctk".to_owned(), "run".to_owned()];
        words.extend(
            target_words(self.args)
                .iter()
                .map(|word| crate::target::quoted(word)),
        );
        for id in outcome
            .seen_in
            .iter()
            .map(String::as_str)
            .chain([case.id.as_ref()])
        {
            words.push("--case".to_owned());
            words.push(crate::target::quoted(id));
        }
        words.push("--seed".to_owned());
        words.push(self.seed.to_string());
        words.join(" ")
    }
}
