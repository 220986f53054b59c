//! Bursts of changes, for cases of moderation.

use ctk_vectors::messaging_2::message_class;
use ctk_vectors::stimulus;
use serde_json::json;

use crate::arrange::{as_field, peer_of};
use crate::judging::judgement::Flow;
use crate::tester::Tester;

/// How many changes there are in each run.
pub(crate) const BURSTS: [usize; 3] = [2, 5, 20];

/// A message arrives; its id, where the upper tester tells.
pub(crate) fn arrives(t: &mut Tester<'_>, class: &str, text: &str) -> Flow<Option<String>> {
    let mut fields = json!({ "class": class, "from": peer_of(class), "text": text });
    if class == message_class::MMS {
        let attachment = t.files().attachment()?;
        fields["attachments"] = json!([as_field(&attachment)]);
    }
    Ok(t.upper_tester()
        .stimulate(stimulus::INCOMING_MESSAGE, fields)?
        .message_id)
}
