//! `serve`: the reference device, for as long as somebody wants it.

use std::io::Write as _;
use std::net::IpAddr;

use clap::Args;
use ctk_device::{Config, Device};
use serde_json::json;

use crate::dut::embedded;
use crate::exit_code::{Failure, OK};
use crate::interrupt;
use crate::output::screen;

/// `serve`.
#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    /// The port of description, control and eventing; 0: any
    #[arg(long, default_value_t = 0, value_name = "PORT")]
    pub port: u16,
    /// The address to listen on
    #[arg(long, default_value = "127.0.0.1", value_name = "ADDR")]
    pub bind: IpAddr,
    /// The port of the upper tester; 0: any
    #[arg(long, default_value_t = 0, value_name = "PORT")]
    pub upper_tester_port: u16,
    /// The architecture the device claims
    #[arg(long, default_value = "1.0", value_name = "VERSION", value_parser = ["1.0", "1.1", "2.0"])]
    pub uda: String,
    /// Leave an optional thing out; repeatable (see `list --defects`)
    #[arg(long, value_name = "ITEM")]
    pub without: Vec<String>,
    /// Behave wrongly in one way; repeatable (see `list --defects`)
    #[arg(long, value_name = "NAME")]
    pub defect: Vec<String>,
    /// Have a fault for fuzzing to find; repeatable (see `list --defects`)
    #[arg(long, value_name = "NAME")]
    pub planted: Vec<String>,
    /// Behave differently, but rightly; repeatable (see `list --defects`)
    #[arg(long, value_name = "NAME")]
    pub variation: Vec<String>,
    /// Send events to, and fetch files from, hosts beyond the control point's own network segment
    #[arg(long)]
    pub follow_hosts: bool,
    /// Neither announce nor answer searches
    #[arg(long)]
    pub no_ssdp: bool,
}

/// Runs the device until a signal comes, then lets it leave the network in order.
///
/// # Errors
/// An item, defect or variation that does not exist; a port that is taken.
pub fn run(args: &ServeArgs) -> Result<u8, Failure> {
    interrupt::install().map_err(Failure::broken)?;
    // Its discovery is of IPv4 (UDA Annex A has its own for IPv6).
    let announced = !args.no_ssdp && args.bind.is_ipv4();
    if !args.no_ssdp && !announced {
        screen::say_line(&format!(
            "messaging-ctk: the device at {} is not announced: its discovery is over IPv4 alone",
            args.bind
        ));
    }
    let config = Config {
        bind: args.bind,
        port: args.port,
        upper_tester_port: args.upper_tester_port,
        uda: embedded::uda(&args.uda)?,
        without: embedded::items(&args.without)?,
        defects: embedded::defects(&args.defect)?,
        planted: embedded::planted(&args.planted)?,
        variations: embedded::variations(&args.variation)?,
        follow_hosts: args.follow_hosts,
        ssdp: announced,
        ..Config::default()
    };
    let device = Device::start(config).map_err(|error| {
        Failure::usage(format!("the reference device cannot start: {error}; another --port or --bind, or --no-ssdp, may help"))
    })?;
    let ready =
        json!({"description": device.description_url(), "upper_tester": device.upper_tester_url()});
    let mut out = std::io::stdout().lock();
    writeln!(out, "{ready}")
        .and_then(|()| out.flush())
        .map_err(|error| Failure::broken(format!("standard output: {error}")))?;
    drop(out);
    interrupt::wait();
    device.stop();
    Ok(OK)
}
