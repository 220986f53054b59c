//! Where a run leaves what it found: `./messaging-ctk-runs/<UTC time>-<seed>/`.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::exit_code::Failure;

/// The folder of runs, below the current directory.
pub const RUNS: &str = "messaging-ctk-runs";

/// The folder of one run.
#[derive(Debug, Clone)]
pub struct RunFolder {
    /// Its path.
    pub path: PathBuf,
}

impl RunFolder {
    /// Makes the folder of a run that begins now.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn create(below: &Path, started: Timestamp, seed: u64) -> io::Result<Self> {
        let stamp = started.strftime("%Y%m%dT%H%M%SZ").to_string();
        let runs = below.join(RUNS);
        fs::create_dir_all(&runs)?;
        for attempt in 0..100 {
            let name = if attempt == 0 {
                format!("{stamp}-{seed}")
            } else {
                format!("{stamp}-{seed}.{attempt}")
            };
            let path = runs.join(name);
            match fs::create_dir(&path) {
                Ok(()) => return Ok(Self { path }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::Error::new(
            io::ErrorKind::AlreadyExists,
            "too many runs of this second and seed",
        ))
    }

    /// The journal.
    pub fn journal(&self) -> PathBuf {
        self.path.join("journal.jsonl")
    }

    /// The JSON report.
    pub fn report(&self) -> PathBuf {
        self.path.join("run.json")
    }
}

/// Writes a file whole: beside its place first, so that a reader never sees half of it.
///
/// # Errors
/// The system's.
pub fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        fs::create_dir_all(folder)?;
    }
    // A device or a pipe cannot be replaced by renaming.
    if fs::metadata(path).is_ok_and(|there| !there.is_file()) {
        return fs::write(path, text);
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    fs::write(&beside, text)?;
    fs::rename(&beside, path)
}

/// Opens a journal for writing, and refuses to overwrite one.
///
/// # Errors
/// It exists, or cannot be made.
pub fn create_new(path: &Path) -> io::Result<File> {
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        fs::create_dir_all(folder)?;
    }
    File::create_new(path)
}

/// Writes a text that a person is going to edit: to standard output, or to a new file, never over one.
///
/// # Errors
/// Exit code 2: the file exists, or cannot be made; 4: standard output cannot be written.
pub fn write_new(path: Option<&Path>, text: &str, what: &str) -> Result<(), Failure> {
    match path {
        None => {
            let mut out = io::stdout().lock();
            out.write_all(text.as_bytes())
                .and_then(|()| out.flush())
                .map_err(|error| Failure::broken(format!("standard output: {error}")))
        }
        Some(path) => create_new(path)
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .map_err(|error| {
                let path = path.display();
                Failure::usage(format!("the {what} {path} cannot be made: {error}"))
            }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_runs_of_one_second_do_not_share_a_folder() {
        let below = tempfile::tempdir().expect("a temporary folder");
        let now = Timestamp::UNIX_EPOCH;
        let first = RunFolder::create(below.path(), now, 7).expect("it can be made");
        let second = RunFolder::create(below.path(), now, 7).expect("it can be made");
        assert!(
            first
                .path
                .ends_with("messaging-ctk-runs/19700101T000000Z-7")
        );
        assert_ne!(first.path, second.path);
    }

    #[test]
    fn files_are_replaced_whole() {
        let below = tempfile::tempdir().expect("a temporary folder");
        let path = below.path().join("new/report.json");
        write_whole(&path, "one").expect("it can be written");
        write_whole(&path, "two").expect("it can be written");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "two");
        assert!(create_new(&path).is_err());
    }
}
