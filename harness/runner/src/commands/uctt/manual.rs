//! What a person does in a semantic test: through the upper tester, as the stimulus `manual-action`.

use std::sync::Arc;

use ctk_suite::lab::StimulusStatus;
use ctk_uctt::Manual;
use serde_json::json;

use super::results::Came;
use crate::upper_tester::UpperTester;

/// Has it done, and looked at.
pub(super) fn carry_out(manual: &Manual, tester: Option<&Arc<dyn UpperTester>>) -> Came {
    let Some(tester) = tester else {
        let why = format!(
            "needs somebody who does it (--interactive or --upper-tester): {}",
            manual.instruction
        );
        return Came::Inconclusive(why);
    };
    let fields = json!({
        "instruction": manual.instruction,
        "verification": manual.verification,
        "expected": if manual.succeeds { "success" } else { "failure" },
    });
    let reply = tester.stimulate("manual-action", &fields);
    match reply.status {
        StimulusStatus::Done => Came::Pass,
        StimulusStatus::Failed => Came::Fail(format!("{}: {}", manual.instruction, reply.detail)),
        StimulusStatus::Unsupported => Came::Inconclusive(format!(
            "the upper tester cannot do it: {}",
            manual.instruction
        )),
    }
}
