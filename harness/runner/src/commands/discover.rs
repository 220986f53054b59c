//! `discover`: who is there.

use std::net::IpAddr;
use std::time::Duration;

use clap::Args;
use serde_json::json;

use crate::duration::parse_duration;
use crate::dut::find::{self, Seen};
use crate::exit_code::{Failure, INCOMPLETE, OK};
use crate::output::screen;

/// `discover`.
#[derive(Debug, Clone, Args)]
pub struct DiscoverArgs {
    /// Any device, not only those that host Messaging
    #[arg(long)]
    pub all: bool,
    /// The local address to search from
    #[arg(long, value_name = "ADDR")]
    pub interface: Option<IpAddr>,
    /// How long to listen
    #[arg(long, value_name = "DUR", default_value = "4s", value_parser = parse_duration)]
    pub wait: Duration,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// Prints the devices that answer a search.
///
/// # Errors
/// The network cannot be searched.
pub fn run(args: &DiscoverArgs) -> Result<u8, Failure> {
    let seen = find::devices(args.all, args.interface, args.wait)?;
    if args.json {
        screen::show_json(&format!("{:#}", json!(seen)));
    } else {
        for device in &seen {
            let place = [&device.url, &device.from].map(String::as_str);
            let place = place.into_iter().filter(|text| !text.is_empty());
            let place = place.collect::<Vec<_>>().join(", said by ");
            screen::show_line(&place);
            if !device.is_usable() {
                screen::show_line(&format!("    cannot be used: {}", device.trouble));
                continue;
            }
            screen::show_line(&format!("    {}", device.name));
            for udn in &device.hosts {
                screen::show_line(&format!("    Messaging  {udn}"));
            }
            if args.all {
                for service in &device.services {
                    screen::show_line(&format!("    {service}"));
                }
            }
        }
    }
    if !seen.iter().any(Seen::is_usable) {
        let what = if args.all {
            "UPnP device"
        } else {
            "device with a Messaging service"
        };
        screen::say_line(&format!(
            "messaging-ctk: no {what} that can be used answered within {} s; another --interface or a longer --wait may help",
            args.wait.as_secs_f32()
        ));
        return Ok(INCOMPLETE);
    }
    Ok(OK)
}
