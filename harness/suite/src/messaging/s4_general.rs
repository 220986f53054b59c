//! 4.2 Booleans. What 4.3 says of vendors' names is the architecture's rule, and judged with it.

use ctk_model::expectation::Expectation;
use ctk_vectors::messaging_2::{action, req, session_class};

use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::lab::FileManner;
use crate::stimulate::documents::{file_info_list, watching};
use crate::tester::Tester;
use crate::tester::reply::Reply;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = vec![no_yes_or_no(), digits()];
    cases.extend(
        SPELLINGS
            .iter()
            .map(|&(word, spelling)| accepted(word, spelling)),
    );
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
    Need::SessionClass(session_class::FILE_TRANSFER),
    Need::RunningSession,
];

/// 4.2: `yes` and `no` are not sent.
fn no_yes_or_no() -> Case {
    watching(
        "4.2/no-yes-or-no",
        "no boolean of the device is yes or no",
        req::M_4_2_1,
        file_info_list,
    )
    .needs(WITH_A_BOOLEAN)
    .needs(&[Need::Action(action::GET_FILE_TRANSFER_SESSION)])
    .own_objects(0)
}

/// 4.2: of the other spellings 0 and 1 are recommended.
fn digits() -> Case {
    watching(
        "4.2/digits",
        "each boolean of the device is 0 or 1",
        req::M_4_2_3,
        file_info_list,
    )
    .needs(WITH_A_BOOLEAN)
    .needs(&[Need::Action(action::GET_FILE_TRANSFER_SESSION)])
    .own_objects(0)
}

/// 4.2: all six spellings are taken. Another one is tried first, so that a transfer that fails for its own reasons is
/// not held against the spelling.
fn accepted(word: &'static str, spelling: &'static str) -> Case {
    Case::new(
        format!("4.2/accepts-{word}"),
        format!("progressNotif {spelling} is accepted"),
    )
    .covers(&[req::M_4_2_2])
    .needs(WITH_A_BOOLEAN)
    .own_objects(0)
    .body(move |t| {
        let reply = transfer(t, spelling)?;
        if reply.succeeded() {
            return t.judge(&reply, &Expectation::success(req::M_4_2_2));
        }
        let others = ["0", "1", "true"];
        for other in others.into_iter().filter(|other| *other != spelling) {
            if transfer(t, other)?.succeeded() {
                return t.judge(&reply, &Expectation::success(req::M_4_2_2));
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
    let id = t.sessions().running(session_class::FILE_TRANSFER)?;
    let (_, mut list) = t.files().offer(&id, 2_000, FileManner::Whole, Some(1))?;
    let on = matches!(spelling, "yes" | "true" | "1");
    for file in &mut list.files {
        file.progress = spelling.to_owned();
        file.time = on.then(|| "1".to_owned());
    }
    t.invoke(
        action::START_FILE_TRANSFER,
        &[("FileInfoList", &list.to_xml())],
    )
}
