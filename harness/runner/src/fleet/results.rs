//! The folder of a fleet's results: a folder for each device, a word from each worker, and the report of the whole.
//!
//! Workers on several machines write to it side by side, each to what is its own; nothing that a run has left is ever
//! overwritten or removed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use ctk_record::{Ended, Record};
use ctk_reports::run;

use super::file::Member;
use crate::exit_code::Failure;
use crate::output::run_folder::{JOURNALS, write_whole};
use crate::output::runs::open;

/// Where the workers leave word, below the results.
const WORKERS: &str = "workers";

/// The results of a fleet.
#[derive(Debug, Clone)]
pub struct Results {
    path: PathBuf,
}

/// A worker of how many, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Worker {
    /// Its number.
    pub number: u32,
    /// How many there are.
    pub of: u32,
}

impl Worker {
    /// Whether the device at this place in the file is its.
    pub fn has(self, place: usize) -> bool {
        let (number, of) = (self.number as usize, self.of.max(1) as usize);
        place % of + 1 == number
    }

    /// As `--shard` takes it.
    pub fn word(self) -> String {
        format!("{}/{}", self.number, self.of)
    }
}

impl Results {
    /// In this folder, which is made if it is not there.
    ///
    /// # Errors
    /// Exit code 2: it cannot be made.
    pub fn at(path: &Path) -> Result<Self, Failure> {
        fs::create_dir_all(path).map_err(|error| {
            let path = path.display();
            Failure::usage(format!(
                "the results {path} have no folder: {error}; name another one with --results"
            ))
        })?;
        Ok(Self {
            path: path.to_owned(),
        })
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder of a device.
    pub fn of(&self, member: &Member) -> PathBuf {
        self.path.join(&member.name)
    }

    /// The run of a device as far as it came; nothing when there is none that can be read.
    pub fn run(&self, member: &Member) -> Option<Record> {
        run::read_stream(open(&self.of(member)).ok()?).ok()
    }

    /// Whether the device was judged to the end, so that it need not be again.
    pub fn is_judged(&self, member: &Member) -> bool {
        let run = self.run(member);
        let ended = run.and_then(|record| Some(record.footer?.ended));
        matches!(ended, Some(Ended::Finished | Ended::FailFast))
    }

    /// Gives the folder of a device a run that was there before the next one another name.
    ///
    /// # Errors
    /// Exit code 4: it cannot be renamed.
    pub fn set_aside(&self, member: &Member) -> Result<(), Failure> {
        let folder = self.of(member);
        if !JOURNALS.iter().any(|name| folder.join(name).exists()) {
            return Ok(());
        }
        let free = |n: &u32| {
            !self
                .path
                .join(format!("{}.earlier-{n}", member.name))
                .exists()
        };
        let number = (1..10_000).find(free).unwrap_or(10_000);
        let aside = self.path.join(format!("{}.earlier-{number}", member.name));
        fs::rename(&folder, &aside).map_err(|error| {
            Failure::broken(format!(
                "the earlier run {} cannot be set aside: {error}",
                folder.display()
            ))
        })
    }

    /// Leaves word that a worker has begun, or is through.
    ///
    /// # Errors
    /// Exit code 4: it cannot be written.
    pub fn word_of(&self, worker: Worker, word: &str) -> Result<(), Failure> {
        let path = self
            .path
            .join(WORKERS)
            .join(format!("{}-of-{}", worker.number, worker.of));
        write_whole(&path, |out| writeln!(out, "{word}")).map_err(|error| {
            Failure::broken(format!("{} cannot be written: {error}", path.display()))
        })
    }

    /// Into how many parts the workers that left word have divided the fleet; the most common where they differ.
    pub fn workers(&self) -> Option<u32> {
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        for entry in fs::read_dir(self.path.join(WORKERS)).ok()?.flatten() {
            let name = entry.file_name();
            let of = name
                .to_str()
                .and_then(|name| name.split_once("-of-")?.1.parse().ok());
            if let Some(of) = of {
                *counts.entry(of).or_default() += 1;
            }
        }
        counts
            .into_iter()
            .max_by_key(|(of, count)| (*count, *of))
            .map(|(of, _)| of)
    }

    /// Writes a file of the whole.
    ///
    /// # Errors
    /// Exit code 4: it cannot be written.
    pub fn write(&self, name: &str, text: &str) -> Result<PathBuf, Failure> {
        let path = self.path.join(name);
        write_whole(&path, |out| out.write_all(text.as_bytes())).map_err(|error| {
            Failure::broken(format!("{} cannot be written: {error}", path.display()))
        })?;
        Ok(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_device_is_one_workers() {
        for of in 1..7 {
            for place in 0..20 {
                let workers = (1..=of).map(|number| Worker { number, of });
                assert_eq!(workers.filter(|worker| worker.has(place)).count(), 1);
            }
        }
    }

    #[test]
    fn the_workers_say_how_many_they_are() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let results = Results::at(folder.path()).expect("it is there");
        assert_eq!(results.workers(), None);
        for (number, of) in [(1, 3), (3, 3), (1, 2)] {
            results
                .word_of(Worker { number, of }, "begun")
                .expect("it can be written");
        }
        assert_eq!(results.workers(), Some(3));
    }
}
