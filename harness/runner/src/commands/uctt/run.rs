//! `uctt run`: test case files on a device.

use std::path::{Path, PathBuf};

use clap::Args;
use ctk_suite::lab::LabError;
use ctk_suite::under_test::actions::only_asks;
use ctk_suite::under_test::{Dut, ServiceUnderTest};
use ctk_uctt::{LARGEST, TestCase, TestFile, Variables, read};

use super::carry::Stage;
use super::results::{Came, CaseCame, Results};
use crate::commands::asked::{Asked, AskedArgs, TIME, ask, upper_tester};
use crate::dut::profile::ProfileArgs;
use crate::dut::services::ServiceArg;
use crate::exit_code::{FAIL, Failure, INCOMPLETE, INTERRUPTED, OK};
use crate::lab::LiveLab;
use crate::output::screen;
use crate::upper_tester::TesterArgs;

/// `uctt run`.
#[derive(Debug, Clone, Args)]
#[allow(missing_docs, reason = "clap would show it")]
pub struct UcttRunArgs {
    /// Test case files, of syntax or semantics
    #[arg(value_name = "FILE", required = true, num_args = 1..)]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub device: AskedArgs,
    /// Also actions that take effect: by default only those run that by their names only ask
    #[arg(long)]
    pub allow_effects: bool,
    /// An action that may really be called, whatever its effect; repeatable
    #[arg(long, value_name = "NAME")]
    pub invoke: Vec<String>,
    #[command(flatten)]
    pub profile: ProfileArgs,
    #[command(flatten)]
    pub tester: TesterArgs,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// Carries the files out; exit 0 when nothing failed, 1 when something did by either reading, 3 when nothing was judged.
///
/// # Errors
/// A file that cannot be read (2), or a device that is not there (3).
pub(super) fn run(args: &UcttRunArgs) -> Result<u8, Failure> {
    let files = args.files.iter().map(|path| load(path));
    let files: Vec<(String, TestFile)> = files.collect::<Result<_, _>>()?;
    let profile = args.profile.load()?;
    let asked = ask(&args.device, &profile, Some(ServiceArg::Any))?;
    let tester = upper_tester(&args.tester, asked.embedded.as_ref())?;
    let mut results = Results {
        schema: "messaging-ctk/uctt/1",
        device: asked.probed.dut.device().description_url.clone(),
        cases: Vec::new(),
    };
    let mut ended = OK;
    for (name, file) in &files {
        let Some(service) = service_of(file, &asked.probed.dut) else {
            let why = format!(
                "the device hosts no {}:{}",
                file.service_type, file.service_version
            );
            let cases = file
                .cases
                .iter()
                .map(|case| row(name, case, not_applicable(&why)));
            results.cases.extend(cases);
            continue;
        };
        let stage = Stage {
            service,
            tester: tester.as_ref(),
        };
        ended = carry_out(args, &stage, (name, file), &asked, &mut results);
        if ended != OK {
            break;
        }
    }
    if args.json {
        let text = serde_json::to_string_pretty(&results).map_err(Failure::broken)?;
        screen::show_json(&text);
    } else {
        screen::show_text(&results.text());
    }
    Ok(match ended {
        INTERRUPTED => INTERRUPTED,
        _ if results.any_failed() => FAIL,
        OK if results.any_judged() => OK,
        _ => INCOMPLETE,
    })
}

fn load(path: &Path) -> Result<(String, TestFile), Failure> {
    let name = path.display().to_string();
    let size = std::fs::metadata(path).map(|it| it.len());
    let trouble = |why: &dyn std::fmt::Display| Failure::usage(format!("{name}: {why}"));
    if size.map_err(|error| trouble(&error))? > LARGEST as u64 {
        return Err(trouble(&ctk_uctt::FileError::TooLong));
    }
    let bytes = std::fs::read(path).map_err(|error| trouble(&error))?;
    let file = read(&bytes).map_err(|error| trouble(&error))?;
    Ok((name, file))
}

/// The service that the file is about, by its name: of the file's version, or else the latest. Of an earlier version the
/// actions that it lacks are not applicable.
fn service_of<'d>(file: &TestFile, dut: &'d Dut) -> Option<&'d ServiceUnderTest> {
    let same = |service: &&ServiceUnderTest| {
        let name = service.service_name().split(':').next().unwrap_or_default();
        name.eq_ignore_ascii_case(&file.service_type)
    };
    let version = |service: &&ServiceUnderTest| service.service_version();
    let all: Vec<&ServiceUnderTest> = dut.services().filter(same).collect();
    let exact = all
        .iter()
        .find(|it| version(it) == Some(file.service_version));
    exact
        .copied()
        .or_else(|| all.into_iter().max_by_key(version))
}

/// Carries out the cases of one file; what ended it early, or [`OK`].
fn carry_out(
    args: &UcttRunArgs,
    stage: &Stage<'_>,
    (name, file): (&str, &TestFile),
    asked: &Asked,
    results: &mut Results,
) -> u8 {
    let mut variables = Variables::default();
    let mut ended = OK;
    for case in &file.cases {
        let came = match (held_back(args, stage.service, case), ended) {
            (_, code) if code != OK => {
                let why =
                    Came::Inconclusive("the device was lost, or the run interrupted".to_owned());
                (why.clone(), why)
            }
            (Some(came), _) => came,
            (None, _) => {
                let mut lab = LiveLab::new(&asked.probed.shared, "uctt", TIME);
                match stage.carry_out(&mut lab, case, &mut variables) {
                    Ok(came) => came,
                    Err(error) => {
                        ended = match &error {
                            LabError::Stopped(_) => INTERRUPTED,
                            _ => INCOMPLETE,
                        };
                        let why = Came::Inconclusive(error.to_string());
                        (why.clone(), why)
                    }
                }
            }
        };
        results.cases.push(row(name, case, came));
    }
    ended
}

/// Why a case is not carried out, if it is not: the service lacks its action, or the action would take effect.
fn held_back(
    args: &UcttRunArgs,
    service: &ServiceUnderTest,
    case: &TestCase,
) -> Option<(Came, Came)> {
    let action = case.step.action()?;
    let declared = service
        .scpd
        .as_ref()
        .is_none_or(|scpd| scpd.action(action).is_some());
    let invalid = case.category == Some(ctk_uctt::Category::Invalid);
    if !declared && !invalid {
        return Some(not_applicable(
            "the service description declares no such action",
        ));
    }
    let allowed = args.allow_effects || args.invoke.iter().any(|name| name == action);
    (!allowed && !only_asks(action)).then(|| {
        let why = format!("{action} takes effect: --invoke {action} or --allow-effects allows it");
        (Came::Inconclusive(why.clone()), Came::Inconclusive(why))
    })
}

fn not_applicable(why: &str) -> (Came, Came) {
    (
        Came::NotApplicable(why.to_owned()),
        Came::NotApplicable(why.to_owned()),
    )
}

fn row(file: &str, case: &TestCase, (file_rules, architecture): (Came, Came)) -> CaseCame {
    let action = case.step.action().unwrap_or("somebody acts").to_owned();
    CaseCame {
        file: file.to_owned(),
        id: case.id.clone(),
        line: case.line,
        action,
        file_rules,
        architecture,
    }
}
