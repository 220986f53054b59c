//! `run`: the main job. A run is planned, the device probed, the cases executed, and what came of it concluded.

use std::sync::atomic::AtomicU32;

use clap::Args;
use ctk_device::starved;
use ctk_record::{Event, Header, JOURNAL_SCHEMA, Selection};
use ctk_suite::under_test::Dut;
use jiff::Timestamp;

use crate::dut::args::DeviceArgs;
use crate::dut::embedded::{Embedded, EmbeddedArgs};
use crate::dut::probe_request::{Bench, ProbeRequest};
use crate::dut::profile::ProfileArgs;
use crate::dut::service_data;
use crate::evidence::build::tool;
use crate::evidence::certification::{self, CertifyArgs};
use crate::evidence::sealing::Sealing;
use crate::exit_code::{Failure, INCOMPLETE, INTERRUPTED, OK};
use crate::interrupt;
use crate::output::args::OutputArgs;
use crate::output::progress::Progress;
use crate::output::recorded;
use crate::output::run_output::RunOutput;
use crate::output::screen;
use crate::run::announce::{announcement, claims, dry_run, estimate_in_words, lacking};
use crate::run::at_fault;
use crate::run::budget::{Estimate, Pace};
use crate::run::conclude::{conclude, not_probed};
use crate::run::execute::{LiveContext, execute};
use crate::run::floor::lower_bound;
use crate::run::invoking::told;
use crate::run::live_probe::{LabParts, NotProbed, Probed, probe_live};
use crate::run::order::Order;
use crate::run::part::PartArgs;
use crate::run::plan::Plan;
use crate::run::reproduction::target_words;
use crate::run::resume::Left;
use crate::run::schedule::ScheduleArgs;
use crate::run::select::SelectArgs;
use crate::upper_tester::TesterArgs;

/// `run`.
#[derive(Debug, Clone, Args)]
#[allow(missing_docs, reason = "clap would show it")]
pub struct RunArgs {
    #[command(flatten)]
    pub select: SelectArgs,
    #[command(flatten)]
    pub profile: ProfileArgs,
    #[command(flatten)]
    pub tester: TesterArgs,
    #[command(flatten)]
    pub schedule: ScheduleArgs,
    #[command(flatten)]
    pub part: PartArgs,
    #[command(flatten)]
    pub device: DeviceArgs,
    #[command(flatten)]
    pub evidence: CertifyArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    #[command(flatten)]
    pub embedded: EmbeddedArgs,
}

/// Runs it and returns the exit code.
///
/// # Errors
/// What keeps a run from beginning.
pub fn run(args: &RunArgs, words: &[String]) -> Result<u8, Failure> {
    match &args.output.resume {
        None if args.evidence.certify.is_some() => certified(args, words),
        None => begin(args, words, None, &Sealing::default()),
        Some(run) => {
            let left = Left::read(run)?;
            let args = left.arguments(args)?;
            begin(&args, words, Some(&left), &Sealing::default())
        }
    }
}

/// A run for certification.
fn certified(args: &RunArgs, words: &[String]) -> Result<u8, Failure> {
    let args = certification::freeze(args)?;
    let sealing = Sealing {
        signer: args.evidence.signer()?,
        redact: args.evidence.redact,
    };
    begin(&args, words, None, &sealing)
}

/// Runs it from the beginning, or what another run has left.
fn begin(
    args: &RunArgs,
    words: &[String],
    left: Option<&Left>,
    sealing: &Sealing,
) -> Result<u8, Failure> {
    service_data::know(&args.device.service_data)?;
    let service = args.device.service.as_ref();
    let order = Order::read(
        &args.profile,
        &args.select,
        service,
        &args.schedule,
        &args.output,
        &args.part,
    )?;
    interrupt::install().map_err(Failure::broken)?;
    let embedded = args.embedded.start_for(&args.device.device)?;
    let output = RunOutput::open(&args.output, args.schedule.dry_run, order.seed)?;
    let progress = Progress::of(order.cases.len(), &args.output);
    let whole = (args, words, left);
    let probed = match probe(whole, &order, embedded.as_ref(), &output) {
        Ok(probed) => probed,
        Err(NotProbed::AtFault(unusable)) => {
            progress.end();
            if let Some(left) = left {
                let failure =
                    Failure::incomplete("the device's description cannot be used any more");
                return left.not_met(&args.output, &output, &order.ledger, failure);
            }
            let code =
                at_fault::conclude_with(&unusable, order, &target(args), &args.output, &output)?;
            return seal(&args.evidence, sealing, &output, code);
        }
        Err(NotProbed::Failure(failure)) => {
            progress.end();
            if let Some(left) = left {
                return left.not_met(&args.output, &output, &order.ledger, failure);
            }
            if failure.code == INCOMPLETE || failure.code == INTERRUPTED {
                return not_probed(&args.output, &output, &order.cases, order.whole, failure);
            }
            output.discard();
            return Err(failure);
        }
    };
    let code = try_cases((args, left), order, probed, embedded, (&output, &progress))?;
    seal(&args.evidence, sealing, &output, code)
}

/// Leaves the bundle of a run for certification. The exit code: that of the run.
fn seal(
    args: &CertifyArgs,
    sealing: &Sealing,
    output: &RunOutput,
    code: u8,
) -> Result<u8, Failure> {
    let Some(place) = &args.certify else {
        return Ok(code);
    };
    let place = place.clone().unwrap_or_else(|| output.bundle_path());
    let sealed = sealing.seal(output.journal_path(), &place)?;
    screen::say_line(&crate::commands::seal::told(&sealed, sealing));
    Ok(code)
}

/// Begins the journal, looks for the device, and probes it.
fn probe(
    (args, words, left): (&RunArgs, &[String], Option<&Left>),
    order: &Order,
    embedded: Option<&Embedded>,
    output: &RunOutput,
) -> Result<Probed, NotProbed> {
    let bench = Bench {
        upper_tester: args.tester.is_present(embedded.is_some()),
        may_reset: args.tester.may_reset(embedded.is_some()),
        long: args.schedule.long,
        exhaustive: args.schedule.exhaustive,
        model_steps: args.schedule.model_steps,
    };
    let request = ProbeRequest::new(&args.device, &order.profile, embedded, bench);
    let recorded = request.as_ref().ok();
    let recorded = recorded.and_then(|request| serde_json::to_value(request).ok());
    let recorded = recorded.unwrap_or_default();
    match left {
        Some(left) => left.go_on(&output.journal, words, recorded)?,
        None => {
            let header = header(args, words, order.seed, recorded);
            output.journal.write(Event::Header(header));
        }
    }
    let request = request?;
    let own_tester = embedded.map(|embedded| embedded.device.upper_tester_url());
    let restart = &order.profile.ixit.restart_command;
    let parts = LabParts {
        seed: order.seed,
        journal: &output.journal,
        upper_tester: args.tester.connect(own_tester, restart)?,
        interface: args.device.interface,
        timeout: args.schedule.timeout,
        connections: args.schedule.connections(embedded.is_some()),
    };
    let probed = probe_live(parts, &request, &order.cases)?;
    if let Some(left) = left {
        left.recall(&probed.shared)?;
    }
    Ok(probed)
}

/// Tells what will be tried, tries it, and concludes.
fn try_cases(
    (args, left): (&RunArgs, Option<&Left>),
    order: Order,
    probed: Probed,
    embedded: Option<Embedded>,
    (output, progress): (&RunOutput, &Progress),
) -> Result<u8, Failure> {
    let Probed { dut, shared, .. } = &probed;
    let by_hand = args.tester.interactive;
    let jobs = args.schedule.jobs(order.profile.ixit.jobs, by_hand);
    let services = u32::try_from(dut.services().count()).unwrap_or(u32::MAX);
    let budget = args.schedule.time(embedded.is_some());
    let pace = Pace {
        services,
        jobs,
        connections: args.schedule.connections(embedded.is_some()),
        reply_ms: probed.reply_ms,
    };
    let mut plan = Plan::new(order.cases, order.unselected, dut).beginning_with(order.first);
    if let Some(part) = order.part {
        plan = plan.shared(part, dut);
    }
    if let Some(left) = left {
        let planned = recorded::whole_plan(&plan, dut, order.whole, 0);
        left.agrees(&recorded::device(dut), planned, embedded.is_some())?;
        plan.without(&left.done);
    }
    progress.expects(plan.cases().len());
    let estimate = Estimate::new(&plan, pace, budget.limit());
    let bound = lower_bound(plan.applicable().filter(|case| estimate.keeps(case)), jobs);
    if left.is_none() {
        record_plan(&plan, order.whole, bound.ms, dut, output);
    }
    let duration = estimate_in_words(&estimate, &bound, budget, pace.reply_ms);
    if args.schedule.dry_run {
        progress.end();
        output.discard();
        screen::show_text(&dry_run(&plan));
        for line in claims(dut) {
            screen::show_line(&line);
        }
        if let Some(told) = told(&plan, dut) {
            screen::show_line(&told);
        }
        screen::show_line(&duration);
        return Ok(OK);
    }
    if embedded
        .as_ref()
        .is_some_and(|embedded| !embedded.announced)
    {
        progress.say("the embedded device cannot join the SSDP group on loopback: discovery cannot be judged");
    }
    progress.say(&announcement(&plan, dut, order.seed));
    for line in lacking(&plan, dut) {
        progress.say(&line);
    }
    for line in claims(dut) {
        progress.say(&line);
        output.notice(line);
    }
    if let Some(told) = told(&plan, dut) {
        progress.say(&told);
    }
    progress.say(&duration);
    output.notice(duration);
    let context = LiveContext {
        shared,
        journal: &output.journal,
        progress,
        estimate: &estimate,
        budget,
        timeout: args.schedule.timeout,
        walk_time: args.schedule.walk_time(),
        target: &target(args),
        seed: order.seed,
        services,
        over: AtomicU32::new(0),
    };
    let ended = execute(&plan, dut, &context, args.schedule.options(jobs));
    shared.ask_who_else(args.schedule.timeout);
    progress.end();
    let Some(embedded) = embedded else {
        return conclude(&args.output, output, ended, &order.ledger);
    };
    embedded.device.stop();
    conclude(&args.output, output, ended, &order.ledger).and_then(unless_starved)
}

/// The exit code of a run on the embedded device, if the machine had what it takes to do that right.
fn unless_starved(code: u8) -> Result<u8, Failure> {
    let times = starved::refused();
    if times == 0 || code == OK {
        return Ok(code);
    }
    Err(Failure::broken(format!(
        "the machine refused the embedded device threads or descriptors, {times} times: what it did not do for that is no fault of a device"
    )))
}

/// Writes the device and the plan to the journal.
fn record_plan(plan: &Plan, whole: bool, floor_ms: u64, dut: &Dut, output: &RunOutput) {
    let planned = recorded::whole_plan(plan, dut, whole, floor_ms);
    output.journal.write(Event::Device(recorded::device(dut)));
    output.journal.write(Event::Plan(planned));
}

fn target(args: &RunArgs) -> Vec<String> {
    let (device, embedded) = (&args.device, &args.embedded);
    target_words(
        device,
        embedded,
        &args.profile,
        &args.tester,
        &args.schedule,
    )
}

fn header(args: &RunArgs, words: &[String], seed: u64, bench: serde_json::Value) -> Header {
    Header {
        schema: JOURNAL_SCHEMA.to_owned(),
        tool: tool(),
        started: Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        seed,
        command: words.to_vec(),
        target: target(args),
        bench,
        selection: Some(Selection {
            case: args.select.case.clone(),
            skip: args.select.skip.clone(),
        }),
        strict: args.schedule.strict,
        require_complete: args.schedule.require_complete,
        certify: args.evidence.certify.is_some(),
        label: args.output.label.clone().unwrap_or_default(),
    }
}
