//! Opening a bundle: is it as it was sealed, who signed it, and does its journal give what it says?

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{BufReader, Read as _, Seek as _, Write};
use std::path::Path;

use ctk_record::Record;
use ctk_record::journal::read_evidence;
use minisign::PublicKey;

use super::about::{ABOUT, About};
use super::archive::{Unpacked, is_archive, unpack};
use super::build::tool;
use super::certification::weakened;
use super::manifest::{self, Hash, MANIFEST};
use super::sealing::{PROFILE, REPORTS, profile, rendered};
use super::signature::{self, SIGNATURE, Signed};
use crate::exit_code::Failure;
use crate::output::run_folder::JOURNALS;
use crate::output::spool::Spool;

/// How many bytes of a file of a bundle are read into memory.
const LONGEST: u64 = 64 << 20;

/// A bundle that was opened.
#[derive(Default)]
pub struct Opened {
    /// What it says of itself.
    pub about: Option<About>,
    /// Who signed it.
    pub signed: Option<Signed>,
    /// How many files its manifest names.
    pub files: usize,
    /// What is not as it was sealed, a sentence each.
    pub wrong: Vec<String>,
    kept: HashMap<String, File>,
}

/// The journal of a bundle, whatever else is in it; a file that is no bundle is given back.
///
/// # Errors
/// A sentence: the file cannot be read, or the bundle has no journal.
pub fn journal_of(mut file: File) -> Result<File, String> {
    let is_bundle = is_archive(&mut file).map_err(|error| error.to_string());
    file.rewind().map_err(|error| error.to_string())?;
    if !is_bundle? {
        return Ok(file);
    }
    let mut opened = Opened::unpacked(file)?.0;
    let journal = opened.kept.remove(JOURNALS[0]);
    let mut journal = journal.ok_or_else(|| format!("the bundle has no {}", JOURNALS[0]))?;
    journal.rewind().map_err(|error| error.to_string())?;
    Ok(journal)
}

impl Opened {
    /// Opens a bundle, and holds its files against its manifest and its signature.
    ///
    /// # Errors
    /// Exit code 2: it cannot be read.
    pub fn open(path: &Path, key: Option<&PublicKey>) -> Result<Self, Failure> {
        let failure = |why: &dyn std::fmt::Display| {
            let path = path.display();
            Failure::usage(format!("the bundle {path} cannot be read: {why}"))
        };
        let file = File::open(path).map_err(|error| failure(&error))?;
        Self::read(file, key).map_err(|why| failure(&why))
    }

    /// As [`Opened::open`], of anything that can be read.
    ///
    /// # Errors
    /// A sentence: it is no archive.
    pub fn read(
        file: impl std::io::Read + std::io::Seek,
        key: Option<&PublicKey>,
    ) -> Result<Self, String> {
        let (mut opened, unpacked) = Self::unpacked(file)?;
        opened.wrong = unpacked.wrong;
        let manifest = opened.text(MANIFEST);
        match manifest.as_deref().map(manifest::read) {
            None => opened.wrong.push(format!("{MANIFEST} is missing")),
            Some(Err(why)) => opened.wrong.push(format!("{MANIFEST}: {why}")),
            Some(Ok(sealed)) => {
                opened.files = sealed.len();
                opened.wrong.extend(compare(&sealed, &unpacked.files));
            }
        }
        opened.check_signature(manifest.as_deref().unwrap_or_default(), key);
        match opened.text(ABOUT).as_deref().map(About::read) {
            Some(Ok(about)) => opened.about = Some(about),
            Some(Err(why)) => opened.wrong.push(why),
            None => {}
        }
        Ok(opened)
    }

    fn unpacked(file: impl std::io::Read + std::io::Seek) -> Result<(Self, Unpacked), String> {
        let mut kept: HashMap<String, File> = HashMap::new();
        let mut keep = |name: &str| -> Option<Box<dyn Write>> {
            let file = tempfile::tempfile().ok()?;
            let own = file.try_clone().ok()?;
            kept.insert(name.to_owned(), own);
            Some(Box::new(file))
        };
        let unpacked = unpack(file, &mut keep)?;
        let opened = Self {
            kept,
            ..Self::default()
        };
        Ok((opened, unpacked))
    }

    /// The text of a file of the bundle.
    fn text(&mut self, name: &str) -> Option<String> {
        let file = self.kept.get_mut(name)?;
        let mut bytes = Vec::new();
        file.rewind().ok()?;
        file.take(LONGEST).read_to_end(&mut bytes).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn check_signature(&mut self, manifest: &str, key: Option<&PublicKey>) {
        let Some(signature) = self.text(SIGNATURE) else {
            if key.is_some() {
                self.wrong.push("nobody signed the bundle".to_owned());
            }
            return;
        };
        match signature::check(&signature, manifest, key) {
            Err(why) => self.wrong.push(why),
            Ok(signed) => {
                if signed.good == Some(false) {
                    self.wrong.push(wrong_signature(&signed, key));
                }
                self.signed = Some(signed);
            }
        }
    }

    /// The journal of the bundle.
    pub fn journal(&mut self) -> Option<BufReader<File>> {
        let file = self.kept.get_mut(JOURNALS[0])?;
        file.rewind().ok()?;
        file.try_clone().ok().map(BufReader::new)
    }

    /// Holds what the bundle says against its journal: reports are made again where the same program made them. False:
    /// another build did.
    pub fn compare_with_journal(&mut self) -> bool {
        let record = self
            .journal()
            .and_then(|journal| read_evidence(journal).ok());
        let spool = self.journal().and_then(|journal| Spool::of(journal).ok());
        let (Some(record), Some(spool), Some(about)) = (record, spool, self.about.clone()) else {
            // What cannot be read is told as such.
            return true;
        };
        let weak = weakened(&record);
        if about.certification != (record.header.certify && weak.is_empty())
            || about.weakened != weak
        {
            let why = format!("{ABOUT} does not say of the run what its journal says");
            self.wrong.push(why);
        }
        let ours = tool();
        let same = about.tool == ours && !ours.commit.is_empty();
        if same {
            self.compare_reports(&record, &spool);
        }
        same
    }

    fn compare_reports(&mut self, record: &Record, spool: &Spool) {
        let reports = REPORTS.iter();
        let mut made: Vec<(&str, Option<String>)> = reports
            .map(|(name, format, _)| (*name, rendered(record, spool, format).ok()))
            .collect();
        made.push((PROFILE, Some(profile(record))));
        for (name, text) in made {
            if text.is_none() || self.text(name) != text {
                self.wrong
                    .push(format!("{name} is not what the journal gives"));
            }
        }
    }
}

fn wrong_signature(signed: &Signed, key: Option<&PublicKey>) -> String {
    let wanted = key.map_or_else(String::new, |key| signature::key_id(key.keynum()));
    if wanted == signed.key {
        format!("{MANIFEST} is not what the key {wanted} signed")
    } else {
        format!("the key {} signed it, not {wanted}", signed.key)
    }
}

/// What the files are, against what they were when the bundle was sealed.
fn compare(sealed: &BTreeMap<String, String>, found: &BTreeMap<String, Hash>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (name, digest) in sealed {
        match found.get(name) {
            None => wrong.push(format!("{name} is missing")),
            Some(hash) if hash.digest != *digest => wrong.push(format!(
                "{name} was altered: its digest is not that of the manifest"
            )),
            Some(_) => {}
        }
    }
    let own = [MANIFEST, SIGNATURE];
    let added = found
        .keys()
        .filter(|name| !sealed.contains_key(*name) && !own.contains(&name.as_str()));
    wrong.extend(added.map(|name| format!("{name} was added: the manifest does not name it")));
    for needed in [ABOUT, PROFILE, JOURNALS[0]]
        .into_iter()
        .chain(REPORTS.iter().map(|(name, ..)| *name))
    {
        if !sealed.contains_key(needed) {
            wrong.push(format!("{MANIFEST} does not name {needed}"));
        }
    }
    wrong
}
