//! The reference device as the command line names it.

use std::str::FromStr;

use clap::Args;
use ctk_device::defects::{DEFECTS, DefectId, PLANTED, PlantedId, VARIATIONS, VariationId};
use ctk_device::{Config, Device, Item, StartError};
use ctk_vectors::Uda;

use super::target::Target;
use crate::exit_code::Failure;
use crate::suggestion::suggestion;

/// How the embedded device differs from a clean one.
#[derive(Debug, Clone, Default, Args)]
pub struct EmbeddedArgs {
    /// Defects of the embedded device, for trying the suite on itself
    #[arg(long, value_name = "NAME", hide = true)]
    pub defect: Vec<String>,
    /// Faults of the embedded device for fuzzing to find
    #[arg(long, value_name = "NAME", hide = true)]
    pub planted: Vec<String>,
    /// Variations of the embedded device
    #[arg(long, value_name = "NAME", hide = true)]
    pub variation: Vec<String>,
    /// What the embedded device lacks
    #[arg(long, value_name = "ITEM", hide = true)]
    pub without: Vec<String>,
    /// The architecture that the embedded device claims
    #[arg(long, value_name = "VERSION", hide = true, value_parser = ["1.0", "1.1", "2.0"])]
    pub uda: Option<String>,
    /// What the embedded device calls itself, where there are several
    #[arg(skip)]
    pub name: Option<String>,
}

impl EmbeddedArgs {
    /// Starts the embedded device, if it is the target.
    ///
    /// # Errors
    /// Exit code 2: another target is named, or there is no such defect, variation or item; 4: it cannot start.
    pub fn start_for(&self, target: &Target) -> Result<Option<Embedded>, Failure> {
        if *target != Target::Embedded {
            let deviates = !self.defect.is_empty()
                || !self.planted.is_empty()
                || !self.variation.is_empty()
                || !self.without.is_empty()
                || self.uda.is_some();
            return if deviates {
                Err(Failure::usage(
                    "--defect, --variation, --without and --uda are for the embedded device; `serve` takes them itself",
                ))
            } else {
                Ok(None)
            };
        }
        start(self.config()?).map(Some)
    }

    /// What the embedded device is started with.
    ///
    /// # Errors
    /// Exit code 2: there is no such defect, variation or item.
    pub fn config(&self) -> Result<Config, Failure> {
        let usual = Config::default();
        Ok(Config {
            friendly_name: self.name.clone().unwrap_or(usual.friendly_name),
            defects: defects(&self.defect)?,
            planted: planted(&self.planted)?,
            variations: variations(&self.variation)?,
            without: items(&self.without)?,
            uda: uda(self.uda.as_deref().unwrap_or("1.0"))?,
            ..Config::default()
        })
    }
}

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

/// Planted faults by name.
///
/// # Errors
/// There is no such fault.
pub fn planted(names: &[String]) -> Result<Vec<PlantedId>, Failure> {
    let all: Vec<&str> = PLANTED.iter().map(|fault| fault.id).collect();
    named("--planted", names, &all)
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
                let hint = suggestion(name, all.iter().copied());
                Failure::usage(format!("{flag} {name}: there is no such name{hint}; `messaging-ctk list --defects` shows all"))
            })
        })
        .collect()
}
