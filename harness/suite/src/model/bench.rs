//! What the model takes for granted about a device and its bench.

use ctk_model::service::{Bench, FarSide};

use crate::tester::Tester;
use crate::under_test::ServiceUnderTest;

/// What the model takes for granted about this device.
pub(super) fn bench(dut: &ServiceUnderTest) -> Bench {
    Bench {
        message_classes: dut.ics.message_classes.clone(),
        session_classes: dut.ics.session_classes.clone(),
        folders: dut.ics.folders.clone(),
        far_side: if dut.far_side_waits {
            FarSide::OnDemand
        } else {
            FarSide::Free
        },
        one_address: !dut.two_addresses,
        strangers: false,
        settle_ms: if dut.stimuli_at_once {
            0
        } else {
            dut.settle_ms
        },
    }
}

/// What the model takes for granted: the walk waits for each stimulus to have its effect.
pub(super) fn of_walk(t: &Tester<'_>) -> Bench {
    Bench {
        settle_ms: 0,
        ..bench(t.dut())
    }
}
