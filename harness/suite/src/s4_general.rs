//! 4.2 Booleans, 4.3 vendors' extensions.

use ctk_model::expectation::Expectation;

use crate::case::{Case, Need};
use crate::judgement::{Flow, Stop};
use crate::lab::FileManner;
use crate::opportunities::{file_info_list, watching};
use crate::reply::Reply;
use crate::service_description::is_standard_variable;
use crate::tester::{Statement, Tester};

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = vec![no_yes_or_no(), digits()];
    cases.extend(
        SPELLINGS
            .iter()
            .map(|&(word, spelling)| accepted(word, spelling)),
    );
    cases.push(vendors_names());
    cases
}

/// The spellings of 4.2, each with a word for the id.
const SPELLINGS: &[(&str, &str)] = &[
    ("yes", "yes"),
    ("no", "no"),
    ("true", "true"),
    ("false", "false"),
    ("one", "1"),
    ("zero", "0"),
];

/// progressNotif is the one boolean of the service.
const WITH_A_BOOLEAN: &[Need] = &[
    Need::SessionMode,
    Need::FileTransfer,
    Need::SessionClass("File-Transfer"),
    Need::RunningSession,
];

/// 4.2: `yes` and `no` are not sent.
fn no_yes_or_no() -> Case {
    watching(
        "4.2/no-yes-or-no",
        "no boolean of the device is yes or no",
        "M-4.2-1",
        file_info_list,
    )
    .needs(WITH_A_BOOLEAN)
    .needs(&[Need::Action("GetFileTransferSession")])
    .own_objects(0)
}

/// 4.2: of the other spellings 0 and 1 are recommended.
fn digits() -> Case {
    watching(
        "4.2/digits",
        "each boolean of the device is 0 or 1",
        "M-4.2-3",
        file_info_list,
    )
    .needs(WITH_A_BOOLEAN)
    .needs(&[Need::Action("GetFileTransferSession")])
    .own_objects(0)
}

/// 4.2: all six spellings are taken. Another one is tried first, so that a transfer that fails for its own reasons is
/// not held against the spelling.
fn accepted(word: &'static str, spelling: &'static str) -> Case {
    Case::new(
        format!("4.2/accepts-{word}"),
        format!("progressNotif {spelling} is accepted"),
    )
    .covers(&["M-4.2-2"])
    .needs(WITH_A_BOOLEAN)
    .own_objects(0)
    .body(move |t| {
        let reply = transfer(t, spelling)?;
        if reply.succeeded() {
            return t.judge(&reply, &Expectation::success("M-4.2-2"));
        }
        let others = ["0", "1", "true"];
        for other in others.into_iter().filter(|other| *other != spelling) {
            if transfer(t, other)?.succeeded() {
                return t.judge(&reply, &Expectation::success("M-4.2-2"));
            }
        }
        Err(Stop::inconclusive(format!(
            "no file transfer could be started, whatever the boolean: {} gave {}",
            reply.asked,
            reply.describe(&reply.observed(None))
        )))
    })
}

/// StartFileTransfer in a session of its own, with progressNotif spelled so.
fn transfer(t: &mut Tester<'_>, spelling: &str) -> Flow<Reply> {
    let id = t.running("File-Transfer")?;
    let (_, mut list) = t.offer(&id, 2_000, FileManner::Whole, Some(1))?;
    let on = matches!(spelling, "yes" | "true" | "1");
    for file in &mut list.files {
        file.progress = spelling.to_owned();
        file.time = on.then(|| "1".to_owned());
    }
    t.invoke("StartFileTransfer", &[("FileInfoList", &list.to_xml())])
}

/// 4.3: what is not of the standard has a name that begins with `X_`, or with `A_ARG_TYPE_` where it only types an
/// argument. Foreign elements in documents are judged with their documents.
fn vendors_names() -> Case {
    Case::new(
        "4.3/vendors-names",
        "names of a vendor's actions and state variables begin with X_",
    )
    .covers(&["M-4.3-1"])
    .body(|t| {
        let fetched = t.service_description()?;
        let actions = fetched
            .scpd
            .actions
            .iter()
            .map(|action| action.name.as_str())
            .filter(|name| ctk_vectors::facts().action(name).is_none());
        let variables = fetched
            .scpd
            .variables
            .iter()
            .map(|variable| variable.name.as_str())
            .filter(|name| !is_standard_variable(name) && !name.starts_with("A_ARG_TYPE_"));
        let strays: Vec<&str> = actions
            .chain(variables)
            .filter(|name| !name.starts_with("X_") && !name.is_empty())
            .collect();
        t.require(
            "M-4.3-1",
            strays.is_empty(),
            &Statement {
                asked: &fetched.asked,
                accepted: &["names of clause 6", "other names that begin with X_"],
                observed: match strays.as_slice() {
                    [] => "no other names".to_owned(),
                    names => names.join(", "),
                },
                exchanges: &[fetched.exchange],
                ..Statement::default()
            },
        )
    })
}
