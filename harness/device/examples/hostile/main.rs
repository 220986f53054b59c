//! Hostile devices: the reference device behind somebody who perverts what it says, one mode a run.
//!
//! `hostile --list` names the modes, a line each; `hostile MODE [HOST:PORT]` starts one, prints
//! `{"description": URL, "upper_tester": URL}` and goes on until it is killed. HOST:PORT is the bystander that
//! modes point the kit at. `ci/hostile` runs the kit on all of them.

mod modes;
mod passage;
mod reply;
mod stage;
mod step;

use std::io::Write as _;
use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;
use std::sync::Arc;

use ctk_device::{Config, Device};

use modes::Mode;
use passage::Door;
use stage::Stage;

/// The bystander when none is named: nobody listens there.
const NOBODY: &str = "127.0.0.9:9";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (name, bystander) = match words.as_slice() {
        ["--list"] => return list(),
        [name] => (*name, NOBODY),
        [name, bystander] => (*name, *bystander),
        _ => {
            eprintln!("hostile: give --list, or MODE and perhaps HOST:PORT of a bystander");
            return ExitCode::from(2);
        }
    };
    let Some(mode) = modes::all().into_iter().find(|mode| mode.id == name) else {
        eprintln!("hostile: no mode is called {name:?}; --list names them");
        return ExitCode::from(2);
    };
    match serve(mode, bystander) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("hostile: {error}");
            ExitCode::from(4)
        }
    }
}

fn list() -> ExitCode {
    let mut out = std::io::stdout().lock();
    for mode in modes::all() {
        if writeln!(out, "{}\t{}\t{}", mode.area, mode.id, mode.does).is_err() {
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn serve(mode: Mode, bystander: &str) -> Result<(), Box<dyn std::error::Error>> {
    let device = Device::start(Config {
        friendly_name: "Hostile telephone".to_owned(),
        ..Config::default()
    })?;
    let front = TcpListener::bind("127.0.0.1:0")?;
    let tester = TcpListener::bind("127.0.0.1:0")?;
    let stage = Arc::new(Stage::new(
        bystander,
        device.udn(),
        front.local_addr()?,
        authority(device.description_url())?,
    ));
    let urls = serde_json::json!({
        "description": stage.description_url(),
        "upper_tester": format!("http://{}/upper-tester", tester.local_addr()?),
    });
    if let Some(beside) = mode.beside {
        beside(&stage);
    }
    let behind = authority(device.upper_tester_url())?;
    let side = Door::new(mode, Arc::clone(&stage), behind);
    std::thread::spawn(move || side.keep(tester));
    println!("{urls}");
    std::io::stdout().flush()?;
    let behind = stage.behind;
    Door::new(mode, stage, behind).keep(front);
    // What lets go of its port still has an upper tester.
    loop {
        std::thread::park();
    }
}

fn authority(url: &str) -> Result<SocketAddr, Box<dyn std::error::Error>> {
    let rest = url.strip_prefix("http://").ok_or("not an http URL")?;
    let authority = rest.split('/').next().unwrap_or_default();
    Ok(authority.parse()?)
}
