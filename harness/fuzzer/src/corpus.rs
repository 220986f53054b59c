//! What is kept from run to run: sequences that showed something new, and findings.
//!
//! `DIR/sequences/*.json` and `DIR/findings/*/finding.json`; a folder that is called as a target in process holds its
//! inputs. A run begins with the findings, then the sequences; what showed nothing new any more is not kept.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::engine::Summary;
use crate::export::add_seed;
use crate::finding::Finding;
use crate::folder::FINDING;
use crate::grammar::Seeds;
use crate::sequence::Sequence;

/// The summary of the run that kept it.
pub const SUMMARY: &str = "fuzz.json";

/// Files that are read of a folder.
const MOST: usize = 4096;
/// Bytes of a file.
const LARGEST: u64 = 1024 * 1024;

/// Why a corpus cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CorpusError {
    /// The file system says no.
    #[error("{path}: {source}")]
    Io {
        /// What could not be read or written.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file is not what it should be.
    #[error("{path}: not a file of a corpus ({source}); remove it, or take another folder")]
    Json {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
}

/// What a folder holds.
#[derive(Debug, Default)]
pub struct Corpus {
    /// Past findings.
    pub findings: Vec<Finding>,
    /// Sequences that showed something new.
    pub sequences: Vec<Sequence>,
    /// Inputs of targets in process, by target.
    pub inputs: Vec<(String, Vec<u8>)>,
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> CorpusError + '_ {
    move |source| CorpusError::Io {
        path: path.to_owned(),
        source,
    }
}

/// The entries of a folder in the order of their names; of one that is not there, none.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, CorpusError> {
    let listed = match fs::read_dir(folder) {
        Ok(listed) => listed,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(at(folder)(error)),
    };
    let mut paths: Vec<PathBuf> = listed
        .flatten()
        .map(|entry| entry.path())
        .take(MOST)
        .collect();
    paths.sort();
    Ok(paths)
}

fn read(path: &Path) -> Result<Vec<u8>, CorpusError> {
    let size = fs::metadata(path).map_err(at(path))?.len();
    if size > LARGEST {
        let source = io::Error::other(format!("larger than {LARGEST} bytes"));
        return Err(at(path)(source));
    }
    fs::read(path).map_err(at(path))
}

/// Reads a finding's folder.
///
/// # Errors
/// There is no `finding.json` that can be read.
pub fn finding(folder: &Path) -> Result<Finding, CorpusError> {
    let path = folder.join(FINDING);
    let bytes = read(&path)?;
    serde_json::from_slice(&bytes).map_err(|source| CorpusError::Json { path, source })
}

impl Corpus {
    /// Reads a folder; one that is not there yet is empty.
    ///
    /// # Errors
    /// Files that cannot be read, or are something else.
    pub fn load(folder: &Path) -> Result<Self, CorpusError> {
        let mut corpus = Self::default();
        for path in entries(&folder.join("findings"))? {
            if path.join(FINDING).is_file() {
                corpus.findings.push(finding(&path)?);
            }
        }
        for path in entries(&folder.join("sequences"))? {
            let bytes = read(&path)?;
            let sequence = serde_json::from_slice(&bytes)
                .map_err(|source| CorpusError::Json { path, source })?;
            corpus.sequences.push(sequence);
        }
        let mut probe = Seeds::default();
        for path in entries(folder)? {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if path.is_dir() && add_seed(&mut probe, &name, b"") {
                for input in entries(&path)? {
                    corpus.inputs.push((name.clone(), read(&input)?));
                }
            }
        }
        Ok(corpus)
    }

    /// What a run begins with.
    pub fn first(&self) -> Vec<Sequence> {
        let findings = self
            .findings
            .iter()
            .flat_map(|finding| finding.sequences.clone());
        findings.chain(self.sequences.iter().cloned()).collect()
    }

    /// Adds the inputs of targets in process.
    pub fn add_seeds(&self, seeds: &mut Seeds) {
        for (target, bytes) in &self.inputs {
            add_seed(seeds, target, bytes);
        }
    }
}

/// Writes the sequences, and removes those that are not among them.
///
/// # Errors
/// The file system says no.
pub fn keep<'s>(
    folder: &Path,
    sequences: impl Iterator<Item = &'s Sequence>,
) -> Result<usize, CorpusError> {
    let folder = folder.join("sequences");
    fs::create_dir_all(&folder).map_err(at(&folder))?;
    let mut names = BTreeSet::new();
    for sequence in sequences.take(MOST) {
        // A sequence can always be written.
        let bytes = serde_json::to_vec(sequence).unwrap_or_default();
        let digest = Sha256::digest(&bytes);
        let hex: String = digest
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let path = folder.join(format!("{hex}.json"));
        if !path.is_file() {
            fs::write(&path, bytes).map_err(at(&path))?;
        }
        names.insert(path);
    }
    for path in entries(&folder)? {
        if !names.contains(&path) && path.extension().is_some_and(|it| it == "json") {
            fs::remove_file(&path).map_err(at(&path))?;
        }
    }
    Ok(names.len())
}

/// The summary that a run left in its folder.
///
/// # Errors
/// There is none, or it is something else.
pub fn summary(folder: &Path) -> Result<Summary, CorpusError> {
    let path = folder.join(SUMMARY);
    let bytes = fs::read(&path).map_err(at(&path))?;
    serde_json::from_slice(&bytes).map_err(|source| CorpusError::Json { path, source })
}

/// Whether the folder is a corpus.
pub fn is_corpus(folder: &Path) -> bool {
    ["findings", "sequences"]
        .iter()
        .any(|name| folder.join(name).is_dir())
}

/// Joins corpora into a folder: sequences and findings each once, a finding met in several as often as in all of them.
/// What the runs came to together, as far as they left a summary.
///
/// # Errors
/// A folder cannot be read, or the whole not be written.
pub fn merge(folders: &[PathBuf], into: &Path) -> Result<Option<Summary>, CorpusError> {
    let mut whole: Option<Summary> = None;
    for folder in folders {
        for part in ["sequences", "findings"] {
            copy_missing(&folder.join(part), &into.join(part))?;
        }
        if folder.join(SUMMARY).is_file() {
            let next = summary(folder)?;
            whole = Some(match whole {
                None => next,
                Some(before) => before.beside(next),
            });
        }
    }
    if let Some(whole) = &whole {
        for finding in &whole.findings {
            let path = into
                .join("findings")
                .join(folder_name(finding))
                .join(FINDING);
            if path.is_file() {
                let text = serde_json::to_vec_pretty(finding).unwrap_or_default();
                fs::write(&path, text).map_err(at(&path))?;
            }
        }
        let path = into.join(SUMMARY);
        let text = serde_json::to_vec_pretty(whole).unwrap_or_default();
        fs::write(&path, text).map_err(at(&path))?;
    }
    Ok(whole)
}

/// Copies files and the folders in it, but nothing that is there already. Links are not followed.
fn copy_missing(from: &Path, to: &Path) -> Result<(), CorpusError> {
    for path in entries(from)? {
        let Some(name) = path.file_name() else {
            continue;
        };
        let target = to.join(name);
        let kind = fs::symlink_metadata(&path).map_err(at(&path))?.file_type();
        if kind.is_dir() {
            copy_missing(&path, &target)?;
        } else if kind.is_file() && !target.exists() {
            fs::create_dir_all(to).map_err(at(to))?;
            fs::write(&target, read(&path)?).map_err(at(&target))?;
        }
    }
    Ok(())
}

fn folder_name(finding: &Finding) -> String {
    format!("{}-{}", finding.kind.name(), finding.fingerprint)
}

/// Writes a finding's folder under `findings/`; its path.
///
/// # Errors
/// The file system says no.
pub fn write_finding(
    folder: &Path,
    finding: &Finding,
    files: &[(String, Vec<u8>)],
) -> Result<PathBuf, CorpusError> {
    let own = folder.join("findings").join(folder_name(finding));
    fs::create_dir_all(&own).map_err(at(&own))?;
    for (name, bytes) in files {
        let path = own.join(name);
        fs::write(&path, bytes).map_err(at(&path))?;
    }
    Ok(own)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Request;

    fn sequence(target: &str) -> Sequence {
        Sequence::of(Request::plain("GET", target, Vec::new()))
    }

    #[test]
    fn corpora_are_joined_and_nothing_stands_twice() {
        let desk = tempfile::tempdir().expect("a folder");
        let at = |name: &str| desk.path().join(name);
        keep(&at("a"), [sequence("/1"), sequence("/2")].iter()).expect("it is kept");
        keep(&at("b"), [sequence("/2"), sequence("/3")].iter()).expect("it is kept");
        assert!(is_corpus(&at("a")) && !is_corpus(&at("c")));
        let whole = merge(&[at("a"), at("b")], &at("c")).expect("they are joined");
        assert!(whole.is_none(), "neither left a summary");
        let read = Corpus::load(&at("c")).expect("it is a corpus");
        assert_eq!(read.sequences.len(), 3);
    }
}
