//! `diff`: what changed between two runs.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use ctk_reports::diff::{diff, markdown, page, text};
use ctk_reports::json;
use ctk_reports::terminal::Style;

use crate::exit_code::Failure;
use crate::output::runs::load_run;
use crate::output::screen;

/// `diff`.
#[derive(Debug, Clone, Args)]
pub struct DiffArgs {
    /// The earlier run: its folder, its journal, a bundle, or a JSON report of it
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// The later run
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    /// As JSON: short for `--format json`
    #[arg(long, conflicts_with = "format")]
    pub json: bool,
    /// As what
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: DiffFormat,
}

/// What a comparison is written as.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs, reason = "the names say it")]
pub enum DiffFormat {
    #[default]
    Text,
    Json,
    Md,
    Html,
}

/// Compares two runs.
///
/// # Errors
/// One of them cannot be read.
pub fn run(args: &DiffArgs) -> Result<u8, Failure> {
    let old = json::outline(&load_run(&args.old)?);
    let new = json::outline(&load_run(&args.new)?);
    let diff = diff(&old, &new);
    let format = if args.json {
        DiffFormat::Json
    } else {
        args.format
    };
    match format {
        DiffFormat::Text => screen::show_text(&text(&diff, Style::default())),
        DiffFormat::Json => screen::show_json(&diff.to_json()),
        DiffFormat::Md => screen::show_text(&markdown(&diff)),
        DiffFormat::Html => screen::show_text(&page(&diff)),
    }
    Ok(diff.exit_code())
}
