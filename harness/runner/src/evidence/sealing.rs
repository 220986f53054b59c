//! Making a bundle of the journal of a run.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use ctk_record::Record;
use ctk_record::journal::{Encoder, is_compressed, read_evidence};
use ctk_reports::formats::Format;
use ctk_reports::json::Source;
use tempfile::NamedTempFile;

use super::about::{ABOUT, About, Redacted};
use super::archive::Packing;
use super::certification::weakened;
use super::manifest::{self, MANIFEST};
use super::redaction::redact;
use super::signature::{SIGNATURE, Signer};
use crate::dut::probe_request::ProbeRequest;
use crate::exit_code::Failure;
use crate::output::run_folder::JOURNALS;
use crate::output::spool::Spool;

/// What the claims are called within a bundle.
pub const PROFILE: &str = "profile.toml";

/// The reports of a bundle: file, format, and what it is.
pub const REPORTS: [(&str, &str, &str); 5] = [
    ("report.html", "html", "the report, for people"),
    ("run.json", "json", "the report, for programs"),
    ("traceability.csv", "csv", "each requirement with its cases"),
    ("junit.xml", "junit", "the report, for CI services"),
    ("summary.md", "md", "the summary"),
];

/// How a bundle is made.
#[derive(Default)]
pub struct Sealing {
    /// Who signs it.
    pub signer: Option<Signer>,
    /// Whether numbers, addresses, names and texts are replaced.
    pub redact: bool,
}

/// A bundle that was made.
#[derive(Debug)]
pub struct Sealed {
    /// Where it is.
    pub path: PathBuf,
    /// How long it is, in bytes.
    pub length: u64,
    /// What it says of itself.
    pub about: About,
}

impl Sealing {
    /// Makes a bundle of a journal. A bundle is never overwritten.
    ///
    /// # Errors
    /// Exit code 2: the journal cannot be read, or the file exists or cannot be made; 4: redaction changed a verdict.
    pub fn seal(&self, journal: &Path, bundle: &Path) -> Result<Sealed, Failure> {
        let unwritable = |error: &dyn std::fmt::Display| {
            let path = bundle.display();
            Failure::usage(format!("the bundle {path} cannot be made: {error}"))
        };
        if bundle.exists() {
            return Err(unwritable(&"it exists; name another file, or remove it"));
        }
        let redacted = self.redact.then(|| redact(journal)).transpose()?;
        let (source, what) = match &redacted {
            Some((file, what)) => (file.path(), what.clone()),
            None => (journal, Vec::new()),
        };
        let record = evidence(source)?;
        let folder = bundle.parent().filter(|path| !path.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let about = describe(&record, what);
        let file = std::fs::create_dir_all(folder)
            .and_then(|()| NamedTempFile::new_in(folder))
            .map_err(|error| unwritable(&error))?;
        let file = self.pack(file, source, &record, &about)?;
        let length = file.as_file().metadata().map_or(0, |about| about.len());
        readable_by_all(file.as_file());
        file.persist_noclobber(bundle)
            .map_err(|error| unwritable(&error.error))?;
        Ok(Sealed {
            path: bundle.to_owned(),
            length,
            about,
        })
    }

    fn pack(
        &self,
        file: NamedTempFile,
        journal: &Path,
        record: &Record,
        about: &About,
    ) -> Result<NamedTempFile, Failure> {
        let failure =
            |error: io::Error| Failure::broken(format!("the bundle cannot be written: {error}"));
        let mut packing = Packing::new(file).map_err(failure)?;
        let mut texts = vec![(ABOUT, about.to_json()), (PROFILE, profile(record))];
        let spool = Spool::of(BufReader::new(File::open(journal).map_err(failure)?));
        let spool = spool
            .map_err(|error| Failure::broken(format!("the bundle cannot be written: {error}")))?;
        for (name, format, _) in REPORTS {
            texts.push((name, rendered(record, &spool, format).map_err(failure)?));
        }
        let mut files = BTreeMap::new();
        for (name, text) in texts {
            let digest = add(&mut packing, name, &text).map_err(failure)?;
            files.insert(name.to_owned(), digest);
        }
        let (mut bytes, length) = compressed(journal).map_err(failure)?;
        let digest = packing.add(JOURNALS[0], &mut bytes, length);
        files.insert(JOURNALS[0].to_owned(), digest.map_err(failure)?);
        let manifest = manifest::write(&files);
        add(&mut packing, MANIFEST, &manifest).map_err(failure)?;
        if let Some(signer) = &self.signer {
            let comment = format!(
                "messaging-ctk evidence of the run of {}, sealed {}",
                one_word(&record.header.started),
                about.sealed
            );
            let signature = signer.sign(&manifest, &comment)?;
            add(&mut packing, SIGNATURE, &signature).map_err(failure)?;
        }
        packing.seal().map_err(failure)
    }
}

/// Adds a text. Its digest.
fn add(packing: &mut Packing<NamedTempFile>, name: &str, text: &str) -> io::Result<String> {
    packing.add(name, &mut text.as_bytes(), text.len() as u64)
}

/// A temporary file is for its owner alone; a bundle is like other files.
fn readable_by_all(file: &File) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let _ = file.set_permissions(std::fs::Permissions::from_mode(0o644));
    }
    #[cfg(not(unix))]
    let _ = file;
}

/// The record of a journal, of bounded size.
fn evidence(journal: &Path) -> Result<Record, Failure> {
    let unreadable = |error: &dyn std::fmt::Display| {
        let path = journal.display();
        Failure::usage(format!("the journal {path} cannot be read: {error}"))
    };
    let file = File::open(journal).map_err(|error| unreadable(&error))?;
    read_evidence(BufReader::new(file)).map_err(|error| unreadable(&error))
}

fn describe(record: &Record, redacted: Vec<Redacted>) -> About {
    let weakened = weakened(record);
    let certification = record.header.certify && weakened.is_empty();
    let mut about = About::now(weakened, certification, redacted);
    let files = REPORTS.iter().map(|(name, _, what)| (*name, *what));
    let own = [
        (ABOUT, "this description"),
        (PROFILE, "what the device claims, and what the bench had"),
        (
            JOURNALS[0],
            "everything that was asked, answered and judged",
        ),
        (MANIFEST, "the digest of each file, for sha256sum"),
        (
            SIGNATURE,
            "who signed the digests, for minisign; if anybody",
        ),
    ];
    let all = files.chain(own);
    about.files = all
        .map(|(name, what)| (name.to_owned(), what.to_owned()))
        .collect();
    about
}

/// A report of the record; `source` has the exchanges that it does not hold.
///
/// # Errors
/// The source's.
pub fn rendered(record: &Record, source: &dyn Source, format: &str) -> io::Result<String> {
    let mut text = Vec::new();
    if let Some(format) = Format::named(format) {
        format.write(record, source, &mut text)?;
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// The profile that the run went by, as its journal has it.
pub fn profile(record: &Record) -> String {
    let met = serde_json::from_value::<ProbeRequest>(record.header.bench.clone());
    let text = met
        .ok()
        .and_then(|met| toml::to_string(&met.profile).ok())
        .unwrap_or_default();
    let known = record.device.as_ref().map(|device| &device.ics);
    let ics = known.map_or_else(String::new, |ics| format!("{ics:#}"));
    let ics: String = ics.lines().map(|line| format!("# {line}\n")).collect();
    format!(
        "# The profile as it was given; what is absent was not narrowed.\n{text}\n# What the device showed, narrowed by it:\n{ics}"
    )
}

/// The bytes of a journal, compressed if they are not yet, and how many there are.
fn compressed(journal: &Path) -> io::Result<(Box<dyn Read>, u64)> {
    let file = File::open(journal)?;
    let length = file.metadata()?.len();
    let mut file = BufReader::new(file);
    if is_compressed(io::BufRead::fill_buf(&mut file)?) {
        return Ok((Box::new(file), length));
    }
    let mut encoder = Encoder::compressed()?;
    let mut bytes = Vec::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            break;
        }
        encoder.push(&buffer[..count])?;
        bytes.extend(encoder.flush(false)?);
    }
    bytes.extend(encoder.finish()?);
    let length = bytes.len() as u64;
    Ok((Box::new(io::Cursor::new(bytes)), length))
}

/// What a device or a user wrote, fit for a comment of one line.
fn one_word(text: &str) -> String {
    let plain = |c: &char| c.is_ascii_alphanumeric() || "-:.".contains(*c);
    text.chars().filter(plain).take(40).collect()
}
