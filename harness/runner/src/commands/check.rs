//! `check`: XML arguments judged without a device.

mod drawing;
mod judged;
mod listing;

use std::io::{IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use ctk_model::document::{Context, Direction, MAX_BYTES};
use ctk_reports::visible::Shown;
use judged::{Judged, judge};
use serde_json::json;

use crate::exit_code::{FAIL, Failure, OK, USAGE};
use crate::output::screen;

/// `check`.
#[derive(Debug, Clone, Args)]
pub struct CheckArgs {
    /// The documents: any of the nine of Annex B, or a peer; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Which way they go: on input ids may be empty, and `yes` and `no` are booleans
    #[arg(long = "as", value_name = "WAY", default_value = "output")]
    pub way: WayArg,
    /// Rules beyond the schema make the exit code 1 too
    #[arg(long)]
    pub rules: bool,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// Which way a document goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum WayArg {
    /// From a device
    Output,
    /// To a device
    Input,
}

/// Judges each file and tells what is wrong with it.
///
/// # Errors
/// None by itself: a file that cannot be read is told where it stands, and the others are judged all the same.
pub fn run(args: &CheckArgs) -> Result<u8, Failure> {
    let direction = match args.way {
        WayArg::Output => Direction::Output,
        WayArg::Input => Direction::Input,
    };
    let drawn = !args.json && std::io::stdout().is_terminal();
    let mut code = OK;
    let mut report = Vec::new();
    for path in &args.files {
        let name = if path.as_os_str() == "-" {
            "standard input".to_owned()
        } else {
            path.display().to_string()
        };
        let judged = read(path)
            .map_err(|why| format!("cannot be read: {why}"))
            .and_then(|bytes| judge(&bytes, direction, &Context::default()));
        match judged {
            Err(why) => {
                code = USAGE;
                if args.json {
                    report.push(json!({ "file": name, "error": why }));
                } else {
                    screen::say_line(&format!("messaging-ctk: {name}: {why}"));
                }
            }
            Ok(judged) => {
                if code == OK && !judged.passes(args.rules) {
                    code = FAIL;
                }
                if args.json {
                    report.push(listing::as_json(&name, &judged, args.rules));
                } else if drawn {
                    screen::show(&Shown::painted(&drawing::draw(&name, &judged, args.rules)));
                } else {
                    screen::show_text(&listing::lines(&name, &judged, args.rules));
                }
            }
        }
    }
    if args.json {
        screen::show_json(&format!("{:#}", json!(report)));
    }
    Ok(code)
}

/// The bytes of a file, or of standard input; no more than is judged.
fn read(path: &Path) -> Result<Vec<u8>, String> {
    let most = u64::try_from(MAX_BYTES)
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    let mut bytes = Vec::new();
    let read = if path.as_os_str() == "-" {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes))
    };
    read.map_err(|error| error.to_string())?;
    if bytes.len() > MAX_BYTES {
        return Err("it is larger than 16 MiB".to_owned());
    }
    Ok(bytes)
}

/// What a finding is called.
fn level(finding: &ctk_model::document::Finding, rules: bool) -> &'static str {
    use ctk_model::document::{Grade, Layer};
    match (finding.grade, finding.layer) {
        (Grade::Fail, Layer::Rule) if !rules => "rule",
        (Grade::Fail, _) => "error",
        (Grade::Warning, _) => "warning",
        (Grade::Note, _) => "note",
    }
}

/// The closing line of a file.
fn verdict(judged: &Judged, rules: bool) -> String {
    let count = |wanted: &str| {
        judged
            .findings
            .iter()
            .filter(|finding| level(finding, rules) == wanted)
            .count()
    };
    let mut parts = Vec::new();
    for (one, several) in [
        ("error", "errors"),
        ("rule", "rules"),
        ("warning", "warnings"),
    ] {
        match count(one) {
            0 => {}
            1 => parts.push(format!("1 {one}")),
            n => parts.push(format!("{n} {several}")),
        }
    }
    let verdict = match (judged.is_well_formed(), judged.passes(rules)) {
        (false, _) => "not well-formed",
        (true, false) if judged.is_valid() => "against the rules",
        (true, false) => "not valid",
        (true, true) => "valid",
    };
    let document = judged.document.map_or_else(String::new, |kind| {
        format!("{} ({}): ", kind.root(), kind.clause())
    });
    let counts = if parts.is_empty() {
        String::new()
    } else {
        format!(": {}", parts.join(", "))
    };
    format!("{document}{verdict}{counts}")
}
