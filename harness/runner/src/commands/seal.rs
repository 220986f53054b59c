//! `seal`: an evidence bundle of a run that is over.

use std::path::PathBuf;

use clap::Args;

use crate::evidence::sealing::{Sealed, Sealing};
use crate::evidence::signature::Signer;
use crate::exit_code::{Failure, OK};
use crate::output::runs::file_of;
use crate::output::screen;

/// `seal`.
#[derive(Debug, Clone, Args)]
pub struct SealArgs {
    /// The run: its folder or its journal
    #[arg(value_name = "RUN")]
    pub run: PathBuf,
    /// Where the bundle goes; beside the journal without it
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Sign it with this secret key of minisign
    #[arg(long, value_name = "KEYFILE")]
    pub sign: Option<PathBuf>,
    /// Replace numbers, addresses, names and texts, consistently and in shape; verdicts stay as they are
    #[arg(long)]
    pub redact: bool,
}

/// Makes the bundle.
///
/// # Errors
/// Exit code 2: the run cannot be read, the key not be used, or the bundle exists; 4: redaction changed a verdict.
pub fn run(args: &SealArgs) -> Result<u8, Failure> {
    let sealing = Sealing {
        signer: args.sign.as_deref().map(Signer::load).transpose()?,
        redact: args.redact,
    };
    let journal = file_of(&args.run);
    let place = args
        .output
        .clone()
        .unwrap_or_else(|| journal.with_file_name("evidence.tar.zst"));
    let sealed = sealing.seal(&journal, &place)?;
    for why in &sealed.about.weakened {
        screen::show_line(&format!("less than a run for certification: {why}"));
    }
    screen::show_line(&told(&sealed, &sealing));
    Ok(OK)
}

/// A line about a bundle that was made.
pub fn told(sealed: &Sealed, sealing: &Sealing) -> String {
    let kilobytes = sealed.length.div_ceil(1000);
    let mut line = format!("evidence: {} ({kilobytes} kB)", sealed.path.display());
    match &sealing.signer {
        Some(signer) => line += &format!(", signed by the key {}", signer.id()),
        None => line += ", not signed",
    }
    for kind in &sealed.about.redacted {
        line += &format!("; {} {} replaced", kind.count, kind.what);
    }
    line
}
