//! What the model takes for granted about a device and its bench.

use ctk_model::service::{Bench, FarSide};
use ctk_record::{Suspect, emptied_between};
use ctk_vectors::stimulus;

use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;
use crate::tester::upper_tester::no_effect;
use crate::under_test::{ClaimKind, ServiceUnderTest};

/// All stimuli.
const EVERYTHING: &str = "*";

/// What the model takes for granted about this device.
pub(super) fn bench(dut: &ServiceUnderTest) -> Bench {
    let shown = |kind| dut.ics.shown(kind).map(str::to_owned).collect();
    Bench {
        message_classes: shown(ClaimKind::MessageClasses),
        session_classes: shown(ClaimKind::SessionClasses),
        folders: shown(ClaimKind::Folders),
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
        emptied: false,
    }
}

/// As it would be if the device restarted by itself, or somebody else emptied it, where everything was gone all at once.
pub(super) fn emptied(bench: &Bench) -> Bench {
    Bench {
        emptied: true,
        ..bench.clone()
    }
}

/// Why nothing is held against the device: with these moments, each from when to when, there is no contradiction.
pub(super) fn was_emptied<'m>(moments: impl Iterator<Item = &'m str>) -> Stop {
    let read = |moment: &str| {
        let (from, to) = moment.split_once(' ')?;
        Some((from.parse().ok()?, to.parse().ok()?))
    };
    let moments: Vec<(u64, u64)> = moments.filter_map(read).collect();
    Stop::Inconclusive {
        reason: emptied_between(&moments),
        suspect: Suspect::Operator,
    }
}

/// Stimuli that an upper tester was caught at not carrying out, each as something to take for granted. Of such a one nothing
/// else is believed either: at last the far side does what it likes.
pub(super) fn doubted(t: &mut Tester<'_>, bench: &Bench) -> Flow<Vec<Bench>> {
    if t.upper_tester().is_trusted() {
        return Ok(Vec::new());
    }
    let caught = t.upper_tester().caught()?;
    let relaxed = (!caught.is_empty()).then(|| Bench {
        in_vain: EVERYTHING.to_owned(),
        far_side: FarSide::Free,
        strangers: true,
        ..bench.clone()
    });
    Ok(without_each(caught, bench)
        .into_iter()
        .chain(relaxed)
        .collect())
}

/// All stimuli that the upper tester offers, each as one that has no effect: for the little that a walk has seen.
pub(super) fn all_doubted(t: &mut Tester<'_>, bench: &Bench) -> Flow<Vec<Bench>> {
    if t.upper_tester().is_trusted() || !t.dut().upper_tester {
        return Ok(Vec::new());
    }
    let all = stimulus::ALL.iter().map(|&name| name.to_owned());
    let offered = t.dut().stimuli.clone();
    let mut doubted = without_each(offered.unwrap_or_else(|| all.collect()), bench);
    doubted.extend(self::doubted(t, bench)?.pop());
    Ok(doubted)
}

fn without_each(stimuli: impl IntoIterator<Item = String>, bench: &Bench) -> Vec<Bench> {
    stimuli
        .into_iter()
        .map(|in_vain| Bench {
            in_vain,
            ..bench.clone()
        })
        .collect()
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

/// What the model takes for granted where the walk waits for nothing: what stimuli do comes at any time until they have
/// settled.
pub(super) fn of_hasty_walk(t: &Tester<'_>) -> Bench {
    bench(t.dut())
}

/// What the model takes for granted: the walk waits for each stimulus to have its effect.
pub(super) fn of_walk(t: &Tester<'_>) -> Bench {
    Bench {
        settle_ms: 0,
        ..bench(t.dut())
    }
}
