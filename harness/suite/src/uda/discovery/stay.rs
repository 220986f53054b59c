//! 1.2.2: what a device has announced of its present stay on the network.

use ctk_wire::ssdp::Kind;

use crate::judging::judgement::Flow;
use crate::tester::Tester;
use crate::tester::ssdp::Told;

/// What has been announced since the device came to the network for the last time: since its last byebye, or, because a
/// device may leave without one, since it began to use the boot number that it used last.
pub(super) fn current(t: &mut Tester<'_>) -> Flow<Vec<Told>> {
    t.ssdp().announcements()?;
    let heard = t.ssdp().heard(0)?;
    let left = heard
        .iter()
        .filter(|it| it.message.kind == Kind::ByeBye)
        .map(|it| it.datagram.at_ms)
        .max()
        .unwrap_or(0);
    let alive: Vec<Told> = heard
        .into_iter()
        .filter(|it| it.message.kind == Kind::Alive && it.datagram.at_ms >= left)
        .collect();
    let newest = alive.last().and_then(|it| it.message.boot_id());
    let since = alive
        .iter()
        .position(|it| it.message.boot_id() == newest)
        .unwrap_or(0);
    Ok(alive.into_iter().skip(since).collect())
}

/// The exchanges that brought them, 40 at most.
pub(super) fn exchanges(told: &[Told]) -> Vec<u32> {
    told.iter()
        .take(40)
        .map(|it| it.datagram.exchange)
        .collect()
}
