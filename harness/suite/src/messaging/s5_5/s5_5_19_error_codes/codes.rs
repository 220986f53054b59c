//! 5.5.19 Error codes: Table 46, over all faults of the run.

use ctk_vectors::messaging_2::{action, req};

use crate::case::{Case, Need};
use crate::stimulate::documents::{fault, watching};

/// The cases. That a fault carries the code of its mistake is judged where the mistake is made.
pub(crate) fn cases() -> Vec<Case> {
    let of = |id, purpose, requirement| {
        watching(id, purpose, requirement, fault).needs(&[Need::Action(action::READ_MESSAGE)])
    };
    vec![
        // a text of its own is a remark; R-58: a code of Table 46 that the action's table lacks is no stray.
        of(
            "5.5.19/known-codes",
            "each code is in the action's table, Table 46 or the architecture",
            req::M_T46_1,
        ),
        of(
            "5.5.19/no-vendor-codes",
            "no standard action returns a code from 800 to 899",
            req::M_T46_2,
        ),
        of(
            "5.5.19/no-reserved-codes",
            "no action returns 700, 712 or 713",
            req::M_T46_5,
        ),
    ]
}
