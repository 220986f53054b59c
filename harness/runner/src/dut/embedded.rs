//! The reference device as the command line names it.

use std::str::FromStr;

use ctk_device::defects::{DEFECTS, DefectId, VARIATIONS, VariationId};
use ctk_device::{Config, Device, Item, StartError};
use ctk_vectors::Uda;

use crate::exit_code::Failure;

/// The device that `run embedded` judges.
pub struct Embedded {
    /// The device.
    pub device: Device,
    /// It announces itself on loopback.
    pub announced: bool,
}

/// Starts the device that `run embedded` judges, announced on loopback where the system has multicast there.
///
/// # Errors
/// It cannot start.
pub fn start(config: Config) -> Result<Embedded, Failure> {
    let announced = Config {
        ssdp: true,
        ..config.clone()
    };
    let (device, announced) = match Device::start(announced) {
        Err(StartError::Discovery { .. }) => (Device::start(config), false),
        started => (started, true),
    };
    let device = device
        .map_err(|error| Failure::broken(format!("the embedded device cannot start: {error}")))?;
    Ok(Embedded { device, announced })
}

/// `1.0`, `1.1`, `2.0`.
///
/// # Errors
/// Another word.
pub fn uda(text: &str) -> Result<Uda, Failure> {
    match text {
        "1.0" => Ok(Uda::V1_0),
        "1.1" => Ok(Uda::V1_1),
        "2.0" => Ok(Uda::V2_0),
        _ => Err(Failure::usage(format!(
            "no architecture is called {text}: 1.0, 1.1 or 2.0"
        ))),
    }
}

/// What is left out.
///
/// # Errors
/// There is no such item.
pub fn items(names: &[String]) -> Result<Vec<Item>, Failure> {
    names
        .iter()
        .map(|name| {
            name.parse()
                .map_err(|error| Failure::usage(format!("--without {name}: {error}")))
        })
        .collect()
}

/// Defects by name.
///
/// # Errors
/// There is no such defect.
pub fn defects(names: &[String]) -> Result<Vec<DefectId>, Failure> {
    let all: Vec<&str> = DEFECTS.iter().map(|defect| defect.id).collect();
    named("--defect", names, &all)
}

/// Variations by name.
///
/// # Errors
/// There is no such variation.
pub fn variations(names: &[String]) -> Result<Vec<VariationId>, Failure> {
    let all: Vec<&str> = VARIATIONS.iter().map(|variation| variation.id).collect();
    named("--variation", names, &all)
}

fn named<T: FromStr>(flag: &str, names: &[String], all: &[&str]) -> Result<Vec<T>, Failure> {
    names
        .iter()
        .map(|name| {
            name.parse().map_err(|_| {
                let near: Vec<&str> = all
                    .iter()
                    .copied()
                    .filter(|known| name.split('-').any(|word| word.len() > 3 && known.contains(word)))
                    .take(5)
                    .collect();
                let hint = if near.is_empty() { String::new() } else { format!("; near it: {}", near.join(", ")) };
                Failure::usage(format!("{flag} {name}: there is none of that name{hint}; `messaging-ctk list --defects` shows all"))
            })
        })
        .collect()
}
