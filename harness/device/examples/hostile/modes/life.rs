//! Time, life and death.

use std::time::Duration;

use super::{Kind, Mode, Seen, Step, whole};

const ALL: &[Kind] = &[
    Kind::Description,
    Kind::Scpd,
    Kind::Control,
    Kind::Event,
    Kind::Other,
];

/// Requests before something happens to the device.
const SOON: u64 = 40;

pub(super) fn modes() -> Vec<Mode> {
    vec![
        Mode::new(
            "life-dies",
            "the process ends in the middle of the run",
            ALL,
            |seen| unless(seen.number > SOON, seen, Step::Die),
        ),
        Mode::new(
            "life-freezes",
            "from some moment on nothing is answered",
            ALL,
            |seen| unless(seen.number > SOON, seen, Step::Hang),
        ),
        Mode::new(
            "life-resets",
            "from some moment on every connection is reset",
            ALL,
            |seen| unless(seen.number > SOON, seen, Step::Reset),
        ),
        Mode::new(
            "life-leaves",
            "from some moment on nobody listens",
            ALL,
            |seen| {
                if seen.number > SOON {
                    seen.stage.leave();
                }
                whole(&seen.reply())
            },
        ),
        Mode::new(
            "life-flaps",
            "every third connection is reset",
            ALL,
            |seen| {
                unless(
                    seen.number > SOON && seen.number % 3 == 0,
                    seen,
                    Step::Reset,
                )
            },
        ),
        Mode::new(
            "life-tires",
            "every request takes longer than the one before",
            ALL,
            |seen| {
                let tired = Duration::from_millis(100 * seen.number.saturating_sub(SOON));
                vec![
                    Step::Wait(tired.min(Duration::from_secs(60))),
                    Step::Send(seen.reply().bytes()),
                ]
            },
        ),
        Mode::new(
            "life-dates",
            "the DATE of every answer is of the year 9999, or is none",
            ALL,
            |seen| {
                let mut reply = seen.reply();
                reply
                    .headers
                    .retain(|(name, _)| !name.eq_ignore_ascii_case("date"));
                let date = if seen.number % 2 == 0 {
                    "Fri, 31 Dec 9999 23:59:60 GMT"
                } else {
                    super::RAW_ESCAPES
                };
                whole(&reply.header("DATE", date))
            },
        ),
        Mode::new(
            "life-other",
            "from some moment on another device answers",
            ALL,
            |seen| {
                if seen.number > SOON && seen.kind == Kind::Description {
                    let other = "uuid:6d657373-0000-4000-8000-00000000beef";
                    return whole(&seen.reply().replaced(&seen.stage.udn, other));
                }
                whole(&seen.reply())
            },
        ),
    ]
}

/// The answer, unless it is time for something else.
fn unless(time: bool, seen: &Seen, step: Step) -> Vec<Step> {
    if time {
        vec![step]
    } else {
        whole(&seen.reply())
    }
}
