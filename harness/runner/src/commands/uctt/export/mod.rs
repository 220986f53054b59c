//! `uctt export`: the cases of a run on the reference device as test case files, as far as that format can say them.
//!
//! A case is a sequence of actions; the format knows sequences of cases with saved values. So each step becomes a case of
//! the file, expected to end as the case demands, with what an earlier step returned in a variable.

mod steps;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use ctk_record::{Record, Verdict};
use ctk_reports::run::read_run;
use ctk_uctt::{Kind, TestFile, write};

use self::steps::{Unsayable, steps_of};
use crate::exit_code::{Failure, OK};
use crate::output::run_folder::write_whole;
use crate::output::runs::{file_of, unreadable};
use crate::output::screen;

/// The name of the file of syntax tests, as the certification tool wants it.
const FILE: &str = "Messaging2.SyntaxTests.xml";
/// The list of what could not be exported.
const LEFT_OUT: &str = "not-exported.txt";

/// `uctt export`.
#[derive(Debug, Clone, Args)]
pub struct UcttExportArgs {
    /// The folder to write to
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// The run that is exported: its folder or its journal; a new run on the embedded device without it
    #[arg(long, value_name = "RUN")]
    pub run: Option<PathBuf>,
}

/// Writes the files.
///
/// # Errors
/// The run cannot be read or made, or the folder not be written.
pub(super) fn run(args: &UcttExportArgs) -> Result<u8, Failure> {
    let record = match &args.run {
        Some(run) => whole_run(run)?,
        None => own_run()?,
    };
    let exported = export(&record);
    let write_to = |name: &str, text: &str| {
        let path = args.dir.join(name);
        write_whole(&path, |out: &mut dyn std::io::Write| {
            out.write_all(text.as_bytes())
        })
        .map_err(|error| Failure::usage(format!("{} cannot be written: {error}", path.display())))
    };
    write_to(FILE, &write(&exported.file))?;
    write_to(LEFT_OUT, &exported.list())?;
    screen::show_line(&format!(
        "{} cases exported as {} test cases to {}; {} are not, with the reason of each in {}",
        exported.cases,
        exported.file.cases.len(),
        args.dir.join(FILE).display(),
        exported.left_out.len(),
        args.dir.join(LEFT_OUT).display()
    ));
    Ok(OK)
}

/// A run on the embedded device, recorded.
fn own_run() -> Result<Record, Failure> {
    let folder = tempfile::tempdir().map_err(Failure::broken)?;
    let journal = folder.path().join("journal.jsonl");
    let words = [
        "messaging-ctk",
        "run",
        "embedded",
        "--quiet",
        "--seed",
        "1",
        "--journal",
    ];
    let words = words
        .into_iter()
        .map(Into::into)
        .chain([journal.clone().into_os_string()]);
    match crate::cli::main_with(words) {
        OK => whole_run(&journal),
        code => Err(Failure::broken(format!(
            "the run on the embedded device ended with exit code {code}"
        ))),
    }
}

/// A larger run is not one of this suite, in bytes.
const LARGEST: u64 = 256 << 20;

/// A run with all its exchanges, those of cases that passed as well.
fn whole_run(run: &Path) -> Result<Record, Failure> {
    let file = file_of(run);
    let size = std::fs::metadata(&file)
        .map_err(|error| unreadable(run, &error))?
        .len();
    if size > LARGEST {
        return Err(unreadable(run, &"it is larger than 256 MiB"));
    }
    let bytes = std::fs::read(&file).map_err(|error| unreadable(run, &error))?;
    read_run(&bytes).map_err(|error| unreadable(run, &error))
}

struct Exported {
    file: TestFile,
    /// How many cases of the suite are in it.
    cases: usize,
    /// The others, each with why.
    left_out: Vec<(String, Unsayable)>,
}

impl Exported {
    fn list(&self) -> String {
        let mut text = String::from(
            "# What the format of the certification tool cannot say, by case of the suite.\n",
        );
        for (case, why) in &self.left_out {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{case}\t{why}");
        }
        text
    }
}

fn export(record: &Record) -> Exported {
    let mut cases = Vec::new();
    let mut left_out = Vec::new();
    let mut exported = 0;
    for (case, outcome) in record.outcomes() {
        let id = &case.planned.id;
        let steps = match outcome.verdict {
            Verdict::Pass => steps_of(case),
            other => Err(Unsayable::NotPassed(other.spoken().to_owned())),
        };
        match steps {
            Ok(mut steps) => {
                exported += 1;
                let of = steps.len();
                for (index, step) in steps.iter_mut().enumerate() {
                    step.id = (cases.len() + index + 1).to_string();
                    step.comment =
                        format!("{id}, step {} of {of}: {}", index + 1, case.planned.purpose);
                }
                cases.append(&mut steps);
            }
            Err(why) => left_out.push((id.clone(), why)),
        }
    }
    let file = TestFile {
        kind: Kind::Syntax,
        service_type: "Messaging".to_owned(),
        service_version: 2,
        test_version: env!("CARGO_PKG_VERSION").to_owned(),
        cases,
    };
    Exported {
        file,
        cases: exported,
        left_out,
    }
}
