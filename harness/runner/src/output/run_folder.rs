//! Where a run leaves what it found: `./messaging-ctk-runs/<UTC time>-<seed>/`.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::exit_code::Failure;
use crate::output::screen;

/// The folder of runs, below the current directory.
pub const RUNS: &str = "messaging-ctk-runs";

/// What the journal of a run folder may be called; the first is what it is called now.
pub const JOURNALS: [&str; 2] = ["journal.jsonl.zst", "journal.jsonl"];

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
        self.path.join(JOURNALS[0])
    }

    /// The JSON report.
    pub fn report(&self) -> PathBuf {
        self.path.join("run.json")
    }
}

/// Writes a file whole: beside its place first, so that a reader never sees half of it. No link that lies in the way is
/// followed.
///
/// # Errors
/// The system's, and those of `write`.
pub fn write_whole(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        fs::create_dir_all(folder)?;
    }
    // A device or a pipe cannot be replaced by renaming.
    if fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        let mut out = BufWriter::new(File::options().write(true).open(path)?);
        write(&mut out)?;
        return out.flush();
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let mut out = BufWriter::new(replace(&beside)?);
    let written = write(&mut out).and_then(|()| out.flush());
    drop(out);
    let renamed = written.and_then(|()| fs::rename(&beside, path));
    if renamed.is_err() {
        let _ = fs::remove_file(&beside);
    }
    renamed
}

/// Makes the file anew; what lies in its place, were it a link, goes.
fn replace(path: &Path) -> io::Result<File> {
    match File::create_new(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(path)?;
            File::create_new(path)
        }
        made => made,
    }
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
/// Exit code 2: the file exists, or cannot be made.
pub fn write_new(path: Option<&Path>, text: &str, what: &str) -> Result<(), Failure> {
    match path {
        None => {
            screen::show_text(text);
            Ok(())
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
        let write = |text: &'static str| write_whole(&path, |out| out.write_all(text.as_bytes()));
        write("one").expect("it can be written");
        write("two").expect("it can be written");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "two");
        assert!(create_new(&path).is_err());
        let broken = write_whole(&path, |_| Err(io::ErrorKind::StorageFull.into()));
        assert!(broken.is_err());
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "two");
        assert_eq!(
            fs::read_dir(path.parent().expect("a folder"))
                .expect("it reads")
                .count(),
            1
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_planted_link_is_not_followed() {
        let below = tempfile::tempdir().expect("a temporary folder");
        let (path, victim) = (below.path().join("run.json"), below.path().join("victim"));
        fs::write(&victim, "untouched").expect("it can be written");
        for planted in ["run.json", "run.json.part"] {
            let link = below.path().join(planted);
            std::os::unix::fs::symlink(&victim, &link).expect("a link can be made");
            write_whole(&path, |out| out.write_all(b"report")).expect("it can be written");
            assert_eq!(
                fs::read_to_string(&victim).expect("it is there"),
                "untouched"
            );
            assert_eq!(fs::read_to_string(&path).expect("it is there"), "report");
            fs::remove_file(&path).expect("it can be removed");
        }
        std::os::unix::fs::symlink(&victim, &path).expect("a link can be made");
        assert!(create_new(&path).is_err());
    }
}
