//! 5.5.16 StartFileTransfer: a fileLink is taken as it stands, all of it.

use ctk_record::Judgement;
use ctk_vectors::messaging_2::{action, req};
use ctk_vectors::waits;

use super::end::is_taken;
use super::fetched::fetched_in_words;
use crate::arrange::files::TRANSFER;
use crate::case::Case;
use crate::judging::judgement::{Flow, Stop};
use crate::lab::{Fetch, FileManner};
use crate::stimulate::session_events::FILE_SIZE;
use crate::tester::Tester;

/// What the link says beyond the path, in characters that nobody has to escape.
const QUERY: &str = "part=2&of=3";

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    vec![link_with_query()]
}

/// 5.5.16.3: the file is fetched from its fileLink; another query names another file (RFC 3986, 3.4).
fn link_with_query() -> Case {
    Case::new(
        "5.5.16/link-with-query",
        "the device fetches a file with the query that its fileLink has",
    )
    .clause("5.5.16.3")
    .covers(&[req::M_5_5_16_1])
    .needs(TRANSFER)
    .own_objects(0)
    .derived()
    .body(|t| {
        let class = t.classes().for_transfer()?;
        let session = t.sessions().running(class)?;
        let offer = |t: &mut Tester<'_>| {
            t.files()
                .offer(&session, FILE_SIZE, FileManner::Whole, None)
        };
        let (plain, mut list) = offer(t)?;
        let (asked, second) = offer(t)?;
        for mut file in second.files {
            file.link = format!("{}?{QUERY}", file.link);
            list.files.push(file);
        }
        let exchange = t.files().start(&list)?;
        // A device that fetches nothing has no trouble with queries.
        if !is_taken(&fetches(t, plain)?) {
            return Err(Stop::inconclusive(
                "not even the file of a plain fileLink was fetched: `5.5.16/fetches-every-file` judges that",
            ));
        }
        let fetches = fetches(t, asked)?;
        let (right, other): (Vec<Fetch>, Vec<Fetch>) = fetches
            .into_iter()
            .partition(|fetch| fetch.query.as_deref() == Some(QUERY));
        let with = |fetches: &[Fetch], query: &str| match fetches {
            [] => None,
            _ => Some(format!("{query}: {}", fetched_in_words(fetches))),
        };
        let words: Vec<String> = [
            with(&right, "with the query"),
            with(&other, "with another query or none"),
        ]
        .into_iter()
        .flatten()
        .collect();
        let observed = match words.as_slice() {
            [] => "no GET".to_owned(),
            words => words.join("; "),
        };
        t.record(
            Judgement::met(req::M_5_5_16_1, is_taken(&right))
                .asked(action::START_FILE_TRANSFER)
                .accepts([&format!("a GET with the query {QUERY}, and the whole file taken")])
                .observed(observed)
                .exchanges([exchange]),
        )
    })
}

/// The fetches of a file, once it is taken or the time is over.
fn fetches(t: &mut Tester<'_>, file: u32) -> Flow<Vec<Fetch>> {
    t.await_until(
        waits::EVENT.milliseconds,
        |t| t.files().fetches(file, 1, 0),
        |fetches| is_taken(fetches),
    )
}
