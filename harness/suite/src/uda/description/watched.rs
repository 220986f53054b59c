//! What the device description and the answers that bring documents show by themselves.

use ctk_vectors::ShownBy;

use crate::case::Case;
use crate::judging::judgement::Flow;
use crate::passive::rows;
use crate::tester::Tester;

pub(super) fn cases() -> Vec<Case> {
    rows::cases(ShownBy::Documents, provoke)
}

/// Not a look at the document itself, which was read when the device was met, but at the answer.
fn provoke(t: &mut Tester<'_>) -> Flow {
    for url in [t.dut().description_url.clone(), t.dut().scpd_url.clone()] {
        t.descriptions().get(&url, &[])?;
    }
    Ok(())
}
