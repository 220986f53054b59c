//! A message of the case itself, to read.

use ctk_record::Suspect;
use ctk_vectors::stimulus;

use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;

/// A message of this run: one that arrived, or else one that was sent.
pub(crate) fn own_message(t: &mut Tester<'_>) -> Flow<String> {
    let class = t.classes().any_message()?;
    if t.upper_tester().offers(stimulus::INCOMING_MESSAGE) {
        return t.messages().incoming(&class);
    }
    if t.dut().recipients.is_empty() {
        return Err(Stop::Inconclusive {
            reason: "this run has no message of its own: needs stimulus `incoming-message` or a recipient (profile [ixit] recipients)".to_owned(),
            suspect: Suspect::Operator,
        });
    }
    let message = t.messages().draft(&class)?;
    t.messages().sent(&message)
}
