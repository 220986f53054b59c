//! What the model takes for granted about a device and its bench.

use ctk_model::service::{Bench, FarSide};
use ctk_record::Suspect;

use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;
use crate::tester::upper_tester::no_effect;
use crate::under_test::ServiceUnderTest;

/// All stimuli.
const EVERYTHING: &str = "*";

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
        in_vain: String::new(),
    }
}

/// Stimuli that an upper tester may say it has carried out without having done so, each as something to take for granted.
/// Of one that was caught at it nothing is believed: the far side does what it likes.
pub(super) fn doubted(t: &mut Tester<'_>, bench: &Bench) -> Flow<Vec<Bench>> {
    if t.upper_tester().is_trusted() {
        return Ok(Vec::new());
    }
    let offered = t.dut().stimuli.clone().unwrap_or_default();
    let mut doubted: Vec<Bench> = offered
        .into_iter()
        .map(|in_vain| Bench {
            in_vain,
            ..bench.clone()
        })
        .collect();
    if !doubted.is_empty() && t.upper_tester().was_caught()? {
        doubted.push(Bench {
            in_vain: EVERYTHING.to_owned(),
            far_side: FarSide::Free,
            strangers: true,
            ..bench.clone()
        });
    }
    Ok(doubted)
}

/// Why nothing is held against the device: without the stimulus, or all of them, there is no contradiction.
pub(super) fn in_vain(stimulus: &str) -> Stop {
    match stimulus {
        EVERYTHING => Stop::Inconclusive {
            reason: "the upper tester said `done` of stimuli that had no effect; what else it said cannot be believed either"
                .to_owned(),
            suspect: Suspect::Operator,
        },
        name => no_effect(
            name,
            "the device was all the time as if nothing had been done",
        ),
    }
}

/// What the model takes for granted: the walk waits for each stimulus to have its effect.
pub(super) fn of_walk(t: &Tester<'_>) -> Bench {
    Bench {
        settle_ms: 0,
        ..bench(t.dut())
    }
}
