//! What is left behind: the corpus, the findings' folders, the reports.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use ctk_fuzzer::corpus::{Corpus, SUMMARY, keep, summary, write_finding};
use ctk_fuzzer::engine::{Fuzzer, Summary};
use ctk_fuzzer::folder;
use ctk_fuzzer::grammar::Seeds;
use ctk_fuzzer::report::Form;
use ctk_fuzzer::sequence::Sequence;

use super::args::FuzzArgs;
use crate::exit_code::Failure;
use crate::output::screen;

/// Where things go.
pub(super) struct Finish {
    folder: PathBuf,
    corpus: Corpus,
    kept: bool,
    reports: Vec<(Form, String)>,
    quiet: bool,
}

impl Finish {
    /// Reads the corpus, and understands the reports.
    pub(super) fn open(args: &FuzzArgs, seed: u64) -> Result<Self, Failure> {
        let mut reports = Vec::new();
        for report in &args.report {
            let parts = report.split_once('=');
            let form = parts.and_then(|(form, path)| Some((Form::named(form)?, path.to_owned())));
            let wrong = || {
                Failure::usage(format!(
                    "--report {report}: give KIND=PATH, with json, sarif, html or text as KIND"
                ))
            };
            reports.push(form.ok_or_else(wrong)?);
        }
        let (folder, corpus) = match &args.corpus {
            Some(folder) => {
                let read = Corpus::load(folder)
                    .map_err(|error| Failure::usage(format!("--corpus: {error}")))?;
                (folder.clone(), read)
            }
            None => (own_folder(seed), Corpus::default()),
        };
        Ok(Self {
            folder,
            corpus,
            kept: args.corpus.is_some(),
            reports,
            quiet: args.quiet,
        })
    }

    /// What the run came to that is gone on with.
    ///
    /// # Errors
    /// Exit code 2: there is none.
    pub(super) fn before(args: &FuzzArgs) -> Result<Option<Summary>, Failure> {
        let Some(folder) = args.corpus.as_ref().filter(|_| args.resume) else {
            return Ok(None);
        };
        let read = summary(folder).map_err(|error| {
            Failure::usage(format!(
                "--resume: {error}; there is nothing to go on with, leave --resume out"
            ))
        })?;
        Ok(Some(read))
    }

    /// What a run begins with.
    pub(super) fn first(&self) -> Vec<Sequence> {
        self.corpus.first()
    }

    /// Adds what targets in process have kept.
    pub(super) fn add_seeds(&self, seeds: &mut Seeds) {
        self.corpus.add_seeds(seeds);
    }

    /// Keeps the corpus, and writes the findings' folders.
    pub(super) fn keep(&self, fuzzer: &Fuzzer<'_>) -> Result<(), Failure> {
        let wrong = |error| Failure::usage(format!("{error}; give a folder by --corpus DIR"));
        if self.kept {
            let kept = fuzzer.kept();
            keep(&self.folder, kept.iter().map(|one| &**one)).map_err(wrong)?;
        }
        let summary = fuzzer.summary();
        for finding in &summary.findings {
            let files = folder::files(finding, &fuzzer.subject, &summary.device);
            let path = write_finding(&self.folder, finding, &files).map_err(wrong)?;
            if !self.quiet {
                screen::say_line(&path.display().to_string());
            }
        }
        Ok(())
    }

    /// Writes the reports.
    pub(super) fn conclude(&self, summary: &Summary) -> Result<(), Failure> {
        for (form, path) in &self.reports {
            write(path, *form, &form.of(summary))?;
        }
        if !summary.findings.is_empty() || self.kept {
            let path = self.folder.join(SUMMARY);
            write(
                &path.display().to_string(),
                Form::Json,
                &Form::Json.of(summary),
            )?;
        }
        if !self.quiet {
            screen::show_text(&ctk_fuzzer::report::text(summary));
            if summary.interrupted && self.kept {
                let folder = self.folder.display();
                screen::say_line(&format!("`--corpus {folder} --resume` goes on with it"));
            }
        }
        Ok(())
    }
}

fn write(path: &str, form: Form, text: &str) -> Result<(), Failure> {
    if path == "-" {
        match form {
            Form::Json | Form::Sarif => screen::show_json(text),
            Form::Html | Form::Text => screen::show_text(text),
        }
        return Ok(());
    }
    std::fs::write(Path::new(path), text)
        .map_err(|error| Failure::usage(format!("the report {path} cannot be written: {error}")))
}

fn own_folder(seed: u64) -> PathBuf {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let stamp = jiff::Timestamp::from_second(i64::try_from(now.as_secs()).unwrap_or(0))
        .unwrap_or(jiff::Timestamp::UNIX_EPOCH)
        .strftime("%Y%m%dT%H%M%SZ")
        .to_string();
    PathBuf::from("messaging-ctk-runs").join(format!("{stamp}-fuzz-{seed}"))
}
