//! What a walk may use: the actions and stimuli of the device and the bench, and whom it may write to.

use std::collections::BTreeMap;

use ctk_model::walk::{Names, Terrain};
use ctk_vectors::stimulus;

use crate::arrange::RecipientPool;
use crate::tester::Tester;
use crate::under_test::ServiceUnderTest;

/// Messages that really go to somebody: no more than this in a case, shrinking and all.
pub(super) const MOST_REAL_MESSAGES: u32 = 30;
/// Of those, what the walk itself may send.
const MOST_WALKED_MESSAGES: u32 = 12;
/// So many addresses are made up where addresses are reserved ones anyway.
const RESERVED: usize = 12;

/// Those above this number begin as the ones do that stand so many places before them.
const FIRST_ALIKE: usize = 10;
/// So many places.
const ALIKE: usize = 5;

/// What there is for a walk of so many steps; `prompt`: the device does at once what it is made to.
pub(super) fn terrain(t: &mut Tester<'_>, steps: u32, prompt: bool) -> Terrain {
    let dut = t.dut();
    let offered = |name: &&str| match &dut.stimuli {
        Some(list) => list.iter().any(|it| it == name),
        None => dut.upper_tester,
    };
    // A person at the terminal is not asked a hundred times.
    let stimuli = stimulus::ALL.iter().copied().filter(|_| dut.far_side_waits);
    let classes = dut.ics.message_classes.iter();
    let classes = classes.chain(&dut.ics.session_classes);
    let people = |class: &String| {
        let count = (1..=RESERVED).rev();
        let found = count
            .into_iter()
            .find(|&number| address(dut, class, number).is_some());
        (class.clone(), found.unwrap_or(0))
    };
    Terrain {
        actions: dut.ics.actions.clone(),
        stimuli: stimuli.filter(offered).map(str::to_owned).collect(),
        message_classes: dut.ics.message_classes.clone(),
        session_classes: dut.ics.session_classes.clone(),
        folders: dut.ics.folders.clone(),
        recipients: classes.map(people).collect(),
        second: dut.two_addresses,
        most_messages: if are_reserved(dut) {
            u32::MAX
        } else {
            MOST_WALKED_MESSAGES
        },
        long: steps >= 2_000,
        quick: dut.stimuli_at_once || prompt,
    }
}

/// The kit may reset the device.
pub(super) fn may_reset(dut: &ServiceUnderTest) -> bool {
    let listed = |list: &Vec<String>| list.iter().any(|it| it == stimulus::RESET);
    dut.far_side_waits && dut.stimuli.as_ref().is_none_or(listed)
}

/// Nobody is at the addresses that are written to.
pub(super) fn are_reserved(dut: &ServiceUnderTest) -> bool {
    let reserved = dut.service().reserved_recipients.iter();
    let reserved: BTreeMap<String, Vec<String>> = reserved
        .map(|(class, to)| ((*class).to_owned(), to.map(str::to_owned).to_vec()))
        .collect();
    dut.recipients == reserved
}

/// The address with this number, from 1, that messages and sessions of the class may go to.
pub(super) fn address(dut: &ServiceUnderTest, class: &str, number: usize) -> Option<String> {
    let pool = RecipientPool::of(dut);
    if let Ok(mut list) = pool.several(class, number) {
        return list.pop();
    }
    let like = pool.one(class).ok()?;
    if !are_reserved(dut) || !(1..=RESERVED).contains(&number) {
        return None;
    }
    // The last ones begin as others do, and are other people all the same.
    let (number, more) = match number.checked_sub(ALIKE) {
        Some(number @ 1..) if number + ALIKE > FIRST_ALIKE => (number, true),
        _ => (number, false),
    };
    let more = |text| if more { text } else { "" };
    Some(match like.split_once(':') {
        Some(("tel", _)) => format!("tel:+1-201-555-01{:02}{}", 20 + number, more("7")),
        Some((scheme, _)) => format!(
            "{scheme}:person{number}@example.invalid{}",
            more(".example")
        ),
        None => format!("person{number}@example.invalid{}", more(".example")),
    })
}

/// What references stand for, on this device.
pub(super) struct Known<'k> {
    pub(super) dut: &'k ServiceUnderTest,
    pub(super) made: &'k BTreeMap<u32, String>,
}

impl Names for Known<'_> {
    fn id(&self, step: u32) -> Option<String> {
        self.made.get(&step).cloned()
    }

    fn recipient(&self, class: &str, number: usize) -> Option<String> {
        address(self.dut, class, number)
    }
}
