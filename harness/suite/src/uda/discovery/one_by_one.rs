//! 1.2.2: announcements of a set that do not come together.

use std::collections::BTreeSet;

use ctk_wire::ssdp::Kind;

use crate::judging::judgement::Flow;
use crate::tester::Tester;
use crate::tester::ssdp::Told;
use crate::uda::discovery::named::{Pair, told_pair};

/// How long it is listened on where a part of the set came, and the rest not: some devices send one message at a time, with
/// half a minute between two.
const ONE_BY_ONE_MS: u64 = 45_000;

/// Whether announcements that were still missing come later; they are added.
pub(super) fn comes_one_by_one(
    t: &mut Tester<'_>,
    told: &mut Vec<Told>,
    due: &BTreeSet<Pair>,
) -> Flow<bool> {
    let before: BTreeSet<Pair> = told.iter().map(told_pair).collect();
    if told.is_empty() || due.is_subset(&before) {
        return Ok(false);
    }
    let more = t.await_until(
        ONE_BY_ONE_MS,
        |t| t.ssdp().heard(100),
        |heard| {
            let alive = heard.iter().filter(|it| it.message.kind == Kind::Alive);
            let got: BTreeSet<Pair> = alive.map(told_pair).collect();
            due.difference(&before).any(|it| got.contains(it))
        },
    )?;
    told.extend(more.into_iter().filter(|it| it.message.kind == Kind::Alive));
    let after: BTreeSet<Pair> = told.iter().map(told_pair).collect();
    Ok(due.difference(&before).any(|it| after.contains(it)))
}
