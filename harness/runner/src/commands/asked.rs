//! A device that is asked what it can do, and not judged by the suite: for `ics`, `doctor` and `uctt`.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use ctk_suite::lab::{Answer, Ask, HttpAnswer, HttpAsk, Lab, Wire};
use ctk_suite::tester::response_of;
use ctk_wire::http::Response;

use crate::dut::args::DeviceArgs;
use crate::dut::embedded::{Embedded, EmbeddedArgs};
use crate::dut::probe_request::{Bench, ProbeRequest};
use crate::dut::profile::Profile;
use crate::dut::services::ServiceArg;
use crate::dut::target::Target;
use crate::exit_code::Failure;
use crate::interrupt;
use crate::output::journal::JournalWriter;
use crate::run::live_probe::{LabParts, Probed, probe_live};
use crate::upper_tester::{NoTester, TesterArgs, UpperTester};

/// The time of one question and what belongs to it.
pub const TIME: Duration = Duration::from_secs(120);

/// Which device.
#[derive(Debug, Clone, Args)]
pub struct AskedArgs {
    /// A description URL, `udn:UUID`, `name:TEXT`, or `embedded`
    #[arg(value_name = "DEVICE")]
    pub device: Target,
    /// The local address that reaches the device
    #[arg(long, value_name = "ADDR")]
    pub interface: Option<IpAddr>,
    /// Which device of the description, where several host the service
    #[arg(long, value_name = "UDN")]
    pub udn: Option<String>,
}

/// The device, and what it takes to ask it on.
pub struct Asked {
    /// What it showed.
    pub probed: Probed,
    /// The embedded device, where it is the one; it lives as long as this.
    pub embedded: Option<Embedded>,
}

/// Asks the device what it can do; without a service, of Messaging. Nobody acts on its far side, nothing is changed, and nothing is recorded.
///
/// # Errors
/// Exit code 3: it does not answer, or hosts no such service; 2: the profile's file server has no address.
pub fn ask(
    args: &AskedArgs,
    profile: &Profile,
    service: Option<ServiceArg>,
) -> Result<Asked, Failure> {
    interrupt::install().map_err(Failure::broken)?;
    let embedded = EmbeddedArgs::default().start_for(&args.device)?;
    let bench = Bench {
        upper_tester: false,
        may_reset: false,
        long: false,
        exhaustive: false,
        model_steps: None,
    };
    let request = ProbeRequest::new(
        &device_args(args, service),
        profile,
        embedded.as_ref(),
        bench,
    )?;
    let scratch = tempfile::tempdir().map_err(Failure::broken)?;
    let journal = JournalWriter::create(&scratch.path().join("journal.jsonl"))?;
    let parts = LabParts {
        seed: 0,
        journal: &journal,
        upper_tester: Arc::new(NoTester),
        interface: args.interface,
        timeout: TIME,
        connections: 1,
    };
    let probed = probe_live(parts, &request, &[])?;
    Ok(Asked { probed, embedded })
}

/// The upper tester of the command line; of the embedded device, without one, its own.
///
/// # Errors
/// Exit code 2: it cannot be reached.
pub fn upper_tester(
    args: &TesterArgs,
    embedded: Option<&Embedded>,
) -> Result<Option<Arc<dyn UpperTester>>, Failure> {
    if !args.is_present(embedded.is_some()) {
        return Ok(None);
    }
    let own = embedded.map(|embedded| embedded.device.upper_tester_url());
    args.connect(own, "").map(Some)
}

fn device_args(args: &AskedArgs, service: Option<ServiceArg>) -> DeviceArgs {
    DeviceArgs {
        device: args.device.clone(),
        interface: args.interface,
        udn: args.udn.clone(),
        service,
        invoke: Vec::new(),
        service_data: Vec::new(),
        follow_hosts: false,
    }
}

/// One request outside of a case, with the answer as it came and as it reads.
///
/// # Errors
/// Why there is no answer, or none that can be read, in words.
pub fn http(
    lab: &mut dyn Lab,
    wire: Wire,
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
) -> Result<(HttpAnswer, Response), String> {
    let ask = Ask::Http(HttpAsk::outside_of_a_case(wire, method, url, headers));
    match lab.perform(&ask) {
        Ok(Answer::Http(answer)) => {
            let response = response_of(&answer, method)?;
            Ok((answer, response))
        }
        Ok(other) => Err(format!("the lab answered {other:?}")),
        Err(error) => Err(error.to_string()),
    }
}
