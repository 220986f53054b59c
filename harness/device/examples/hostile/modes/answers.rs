//! Answers to actions.

use std::time::Duration;

use super::{ESCAPES, Kind, Mode, Seen, Step, bomb, dripped, endless, hang, whole, xml};
use crate::reply::Reply;

const C: &[Kind] = &[Kind::Control];

pub(super) fn modes() -> Vec<Mode> {
    vec![
        Mode::new("control-hanging", "no action is ever answered", C, hang),
        Mode::new(
            "control-late",
            "actions are answered after 33 seconds",
            C,
            |seen| {
                vec![
                    Step::Wait(Duration::from_secs(33)),
                    Step::Send(seen.reply().bytes()),
                ]
            },
        ),
        Mode::new(
            "control-dripped",
            "answers come a byte a second",
            C,
            |seen| dripped(&seen.reply()),
        ),
        Mode::new("control-endless", "answers never end", C, |seen| {
            endless(&seen.reply(), &vec![b'x'; 1 << 20])
        }),
        Mode::new(
            "control-4-mib",
            "answers have four mebibytes of blanks before their end",
            C,
            padded,
        ),
        Mode::new(
            "control-bomb",
            "answers have entities that grow to 2 GB",
            C,
            |_| xml(bomb("s:Envelope")),
        ),
        Mode::new(
            "control-entity",
            "answers have an external entity at a bystander's",
            C,
            entity,
        ),
        Mode::new(
            "control-escapes",
            "what actions return controls terminals",
            C,
            escapes,
        ),
        Mode::new(
            "control-long-ids",
            "ids have a million characters",
            C,
            long_ids,
        ),
        Mode::new(
            "control-deep",
            "answers have 100 000 elements in one another",
            C,
            deep,
        ),
        Mode::new(
            "control-many",
            "answers have 100 000 out arguments",
            C,
            many,
        ),
        Mode::new(
            "control-other",
            "every answer is that of another action",
            C,
            other,
        ),
        Mode::new("control-bytes", "answers are random bytes", C, |_| {
            xml(vec![0xc1; 2000])
        }),
        Mode::new("control-empty", "answers have no body", C, |_| xml("")),
        Mode::new("control-html", "answers are a page for people", C, |_| {
            whole(&Reply::new(
                200,
                "text/html",
                "<html><body>Log in</body></html>",
            ))
        }),
        Mode::new(
            "control-utf7",
            "answers say that they are in another encoding",
            C,
            |seen| whole(&seen.reply().replaced("utf-8", "utf-7")),
        ),
        Mode::new(
            "control-elsewhere",
            "attachments and files are at a bystander's",
            C,
            elsewhere,
        ),
    ]
}

fn padded(seen: &Seen) -> Vec<Step> {
    let blanks = " ".repeat(4 << 20);
    whole(
        &seen
            .reply()
            .replaced("</s:Body>", &format!("{blanks}</s:Body>")),
    )
}

fn entity(seen: &Seen) -> Vec<Step> {
    let doctype = format!(
        "<!DOCTYPE x [<!ENTITY x SYSTEM \"http://{}/entity\">]><s:Envelope ",
        seen.stage.bystander
    );
    whole(&seen.reply().replaced("<s:Envelope ", &doctype))
}

fn escapes(seen: &Seen) -> Vec<Step> {
    let mut reply = seen.reply();
    let escaped = format!("&lt;x&gt;{ESCAPES}");
    for name in [
        "SupportedCapabilities",
        "Message",
        "MessageList",
        "Sessions",
        "SessionID",
        "MessageID",
        "CurrentMessages",
        "Updates",
    ] {
        reply = reply.element(name, &escaped);
    }
    whole(&reply)
}

fn long_ids(seen: &Seen) -> Vec<Step> {
    let long = "9".repeat(1 << 20);
    let reply = seen.reply().element("MessageID", &long);
    whole(&reply.element("SessionID", &long))
}

fn deep(seen: &Seen) -> Vec<Step> {
    let nested = "<a>".repeat(100_000) + &"</a>".repeat(100_000);
    whole(
        &seen
            .reply()
            .replaced("</s:Body>", &format!("{nested}</s:Body>")),
    )
}

fn many(seen: &Seen) -> Vec<Step> {
    let more: String = (0..100_000).map(|n| format!("<A{n}/>")).collect();
    let end = format!("</u:{}Response>", seen.action());
    whole(&seen.reply().replaced(&end, &format!("{more}{end}")))
}

fn other(seen: &Seen) -> Vec<Step> {
    let action = format!("u:{}Response", seen.action());
    whole(&seen.reply().replaced(&action, "u:FormatDiskResponse"))
}

fn elsewhere(seen: &Seen) -> Vec<Step> {
    let front = format!("http://{}", seen.stage.behind);
    let there = format!("http://{}", seen.stage.bystander);
    whole(&seen.reply().replaced(&front, &there))
}
