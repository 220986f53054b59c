//! A run of the embedded device, judged again from its journal: the same questions, the same verdicts.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use ctk_device::{Config, Device};
use ctk_record::journal::{self, Writer};
use ctk_record::{Event, Header, JOURNAL_SCHEMA, Record, Tool};
use ctk_suite::case::Case;
use ctk_suite::judging::verdict::{CaseOutcome, run_case};
use ctk_suite::lab::Lab;
use ctk_suite::replay::ReplayLab;
use ctk_suite::under_test::Dut;
use messaging_ctk::dut::probe_request::ProbeRequest;
use messaging_ctk::dut::profile::Profile;
use messaging_ctk::lab::{LabShared, LiveLab, Setup, Windows};
use messaging_ctk::output::recorded;
use messaging_ctk::run::plan::Plan;
use messaging_ctk::run::probe;
use messaging_ctk::run::schedule::{self, RunContext, ScheduleOptions};
use messaging_ctk::upper_tester::HttpTester;

type Journal = Arc<Mutex<Writer<Vec<u8>>>>;

fn write(journal: &Journal, event: &Event) {
    let mut writer = journal.lock().expect("no test panics while it writes");
    writer.append(event).expect("memory takes everything");
}

struct Live {
    shared: Arc<LabShared>,
    journal: Journal,
    outcomes: Mutex<Vec<(Case, CaseOutcome)>>,
}

impl RunContext for Live {
    fn lab(&self, case: &Case, _spared: Option<&'static str>) -> Box<dyn Lab> {
        Box::new(LiveLab::new(
            &self.shared,
            &case.meta.id,
            Duration::from_secs(120),
        ))
    }

    fn windows(&self) -> Arc<Windows> {
        Arc::clone(&self.shared.windows)
    }

    fn started(&self, case: &Case) {
        let at_ms = self.shared.now_ms();
        write(
            &self.journal,
            &Event::CaseStarted {
                case: case.meta.id.to_string(),
                at_ms,
            },
        );
    }

    fn finished(&self, case: &Case, outcome: &CaseOutcome) {
        let result = Box::new(outcome.result.clone());
        write(&self.journal, &Event::CaseFinished(result));
        let mut outcomes = self
            .outcomes
            .lock()
            .expect("no test panics while it writes");
        outcomes.push((case.clone(), outcome.clone()));
    }

    fn drops(&self, _case: &Case) -> Option<&'static str> {
        None
    }

    fn interrupted(&self) -> bool {
        self.shared.is_interrupted()
    }

    fn lose(&self) {
        self.shared.lose();
    }

    fn lost(&self) -> bool {
        self.shared.is_lost()
    }

    fn survived(&self) {}
}

fn header() -> Event {
    Event::Header(Header {
        schema: JOURNAL_SCHEMA.to_owned(),
        tool: Tool {
            name: "messaging-ctk".to_owned(),
            version: "0".to_owned(),
            commit: String::new(),
            vectors: String::new(),
        },
        started: "2000-01-01T00:00:00Z".to_owned(),
        seed: 7,
        command: Vec::new(),
        target: vec!["embedded".to_owned()],
        selection: None,
        strict: false,
        require_complete: false,
        certify: false,
        label: String::new(),
        bench: serde_json::Value::Null,
    })
}

fn wanted(url: &str, profile: &Profile) -> ProbeRequest {
    ProbeRequest {
        url: url.to_owned(),
        resolved: None,
        udn: None,
        profile: profile.clone(),
        upper_tester: true,
        may_reset: true,
        embedded: true,
        two_addresses: false,
        multicast: true,
        long: false,
        exhaustive: false,
        model_steps: Some(60),
        follow_hosts: false,
        service: None,
        invoke: Vec::new(),
        service_data: Vec::new(),
    }
}

/// Runs every case on a device of its own.
#[expect(clippy::too_many_lines, reason = "one scenario, step by step")]
fn run(device: &Device, cases: &[Case]) -> (Dut, Record, Vec<(Case, CaseOutcome)>) {
    let journal: Journal = Arc::new(Mutex::new(Writer::new(Vec::new())));
    write(&journal, &header());
    let sink = Arc::clone(&journal);
    let shared = LabShared::new(Setup {
        seed: 7,
        journal: Arc::new(move |event| write(&sink, &event)),
        upper_tester: Arc::new(HttpTester::new(device.upper_tester_url()).expect("a URL")),
        interface: None,
        sources: [None, None],
        file_server: None,
        reply_timeout: Duration::from_secs(30),
        connections: 64,
        interrupt: Arc::default(),
    });
    shared.follow_history();
    let profile = Profile::default();
    let url = device.description_url().to_owned();
    shared.device_is(&url, &[]);
    shared.plan(
        &cases
            .iter()
            .map(|case| case.meta.id.to_string())
            .collect::<Vec<_>>(),
    );
    let met = probe::probe(
        &mut LiveLab::new(&shared, "", Duration::from_secs(120)),
        &wanted(&url, &profile),
    );
    let dut = met.unwrap_or_else(|failure| panic!("{failure:?}"));
    shared.device_is(&dut.device().description_url, &dut.device().udns());
    let plan = Plan::new(cases.to_vec(), 0, &dut);
    write(
        &journal,
        &Event::Plan(recorded::plan(plan.cases(), true, 0)),
    );
    let live = Live {
        shared,
        journal: Arc::clone(&journal),
        outcomes: Mutex::default(),
    };
    schedule::execute(
        &plan,
        &dut,
        &live,
        ScheduleOptions {
            jobs: 4,
            fail_fast: false,
            strict: false,
        },
    );
    let outcomes = live
        .outcomes
        .into_inner()
        .expect("no test panics while it writes");
    drop(live.shared);
    let bytes = {
        let mut writer = journal.lock().expect("no test panics while it writes");
        std::mem::replace(&mut *writer, Writer::new(Vec::new())).into_inner()
    };
    let record = journal::read(bytes.as_slice()).unwrap_or_else(|error| panic!("{error}"));
    (dut, record, outcomes)
}

#[test]
fn a_journal_gives_the_verdicts_of_its_run() {
    let device = Device::start(Config {
        ssdp: true,
        ..Config::default()
    })
    .unwrap_or_else(|error| panic!("{error}"));
    let url = device.description_url().to_owned();
    let cases = ctk_suite::cases();
    let (dut, record, outcomes) = run(&device, &cases);
    device.stop();

    // The device is gone; the journal tells how it was met.
    let profile = Profile::default();
    let mut preparation = ReplayLab::new(&record.preparation);
    let again = probe::probe(&mut preparation, &wanted(&url, &profile));
    let again = again.unwrap_or_else(|failure| panic!("{failure:?}"));
    let shown = |dut: &Dut| {
        let service = dut.first();
        (
            service.ics.clone(),
            service.control_url.clone(),
            service.claim,
        )
    };
    assert_eq!(shown(&again), shown(&dut));

    let mut exchanges = 0;
    for (case, outcome) in &outcomes {
        let recorded = record
            .cases
            .iter()
            .find(|recorded| recorded.planned.id == case.meta.id);
        let recorded = recorded.unwrap_or_else(|| panic!("{} is not in the record", case.meta.id));
        if recorded.exchanges.is_empty() {
            continue;
        }
        exchanges += recorded.exchanges.len();
        let mut lab = ReplayLab::of_case(recorded);
        let mut again = run_case(case, &again, &mut lab);
        again.result.duration_ms = outcome.result.duration_ms;
        assert_eq!(&again, outcome, "{}", case.meta.id);
        assert_eq!(lab.unasked(), 0, "{}", case.meta.id);
    }
    assert!(
        exchanges > outcomes.len(),
        "the run was judged by hardly anything"
    );
}
