//! The cases of the rows that traffic of any run shows, one a row, derived from the data: a row is added there and in the
//! reader that checks it.

use ctk_vectors::{ArchitectureRow, PassiveCase, ShownBy, facts};

use crate::case::Case;
use crate::judging::judgement::{Flow, Stop};
use crate::passive::watch::{Visits, noticed, visiting};
use crate::tester::Tester;
use crate::uda::version::versions;

/// The cases of the rows that this traffic shows. `provoke` brings about at least one message of it.
pub(crate) fn cases(
    shown_by: ShownBy,
    provoke: impl Fn(&mut Tester<'_>) -> Flow + Copy + Send + Sync + 'static,
) -> Vec<Case> {
    let rows = facts().architecture.iter();
    rows.filter_map(|row| Some((row, row.passive.as_ref()?)))
        .filter(|(_, passive)| passive.shown_by == shown_by)
        .map(|(row, passive)| case(row, passive, provoke))
        .collect()
}

/// The case of the last phase that turns what was noticed about a row into a verdict.
pub(crate) fn case_of(row: &str) -> Option<&'static str> {
    let mut rows = facts().architecture.iter();
    let passive = rows.find(|known| known.id == row)?.passive.as_ref()?;
    Some(&passive.case)
}

fn case(
    row: &'static ArchitectureRow,
    passive: &'static PassiveCase,
    provoke: impl Fn(&mut Tester<'_>) -> Flow + Send + Sync + 'static,
) -> Case {
    // One document or datagram is like the other; each action and each event may differ.
    let alike = !matches!(passive.shown_by, ShownBy::Control | ShownBy::Events);
    let visits = if alike { Visits::First } else { Visits::Each };
    let case = visiting(&passive.case, &passive.purpose, &row.id, visits, move |t| {
        if alike && noticed(t, &row.id)?.checked > 0 {
            return Ok(());
        }
        provoke(t)?;
        if !passive.absent.is_empty() && noticed(t, &row.id)?.checked == 0 {
            return Err(Stop::NotApplicable(passive.absent.clone()));
        }
        Ok(())
    });
    let case = match passive.clause.as_str() {
        "" => case,
        clause => case.clause(clause),
    };
    if passive.any_version {
        case
    } else {
        case.needs(&versions(&row.id))
    }
}
