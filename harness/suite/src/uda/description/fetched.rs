//! Documents, fetched for a case that judges how.

use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;
use crate::tester::description::Fetched;

/// A document that is there, for a case that is about something else.
pub(crate) fn fetched(t: &mut Tester<'_>, url: &str, headers: &[(&str, &str)]) -> Flow<Fetched> {
    let fetched = t.descriptions().get(url, headers)?;
    if fetched.status() == 200 {
        Ok(fetched)
    } else {
        Err(Stop::inconclusive(format!(
            "GET {url} gave {} (uda/description/served)",
            fetched.describe()
        )))
    }
}
