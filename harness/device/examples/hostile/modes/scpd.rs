//! The service description.

use super::{ESCAPES, Kind, Mode, Seen, Step, bomb, dripped, endless, hang, whole, xml};

const S: &[Kind] = &[Kind::Scpd];

pub(super) fn modes() -> Vec<Mode> {
    vec![
        Mode::new(
            "scpd-hanging",
            "the service description is never sent",
            S,
            hang,
        ),
        Mode::new(
            "scpd-endless",
            "the service description never ends",
            S,
            |seen| endless(&seen.reply(), &vec![b'\n'; 1 << 20]),
        ),
        Mode::new(
            "scpd-dripped",
            "the service description comes a byte a second",
            S,
            |seen| dripped(&seen.reply()),
        ),
        Mode::new(
            "scpd-garbage",
            "the service description is random bytes",
            S,
            |_| xml(vec![0x8f; 5000]),
        ),
        Mode::new(
            "scpd-bomb",
            "the service description has entities that grow to 2 GB",
            S,
            |_| xml(bomb("scpd")),
        ),
        Mode::new(
            "scpd-actions",
            "the service description declares 20 000 actions",
            S,
            actions,
        ),
        Mode::new(
            "scpd-arguments",
            "an action has 20 000 arguments",
            S,
            arguments,
        ),
        Mode::new(
            "scpd-values",
            "a variable has 100 000 allowed values",
            S,
            values,
        ),
        Mode::new(
            "scpd-escapes",
            "names in the service description control terminals",
            S,
            escapes,
        ),
        Mode::new("scpd-missing", "there is no service description", S, |_| {
            whole(&crate::reply::Reply::new(404, "text/plain", ""))
        }),
    ]
}

fn actions(seen: &Seen) -> Vec<Step> {
    let more: String = (0..20_000)
        .map(|n| format!("<action><name>X_{n}</name></action>"))
        .collect();
    whole(
        &seen
            .reply()
            .replaced("</actionList>", &format!("{more}</actionList>")),
    )
}

fn arguments(seen: &Seen) -> Vec<Step> {
    let more: String = (0..20_000)
        .map(|n| {
            format!(
                "<argument><name>A{n}</name><direction>in</direction>\
                 <relatedStateVariable>NewMessages</relatedStateVariable></argument>"
            )
        })
        .collect();
    let action = format!(
        "<action><name>X_Many</name><argumentList>{more}</argumentList></action></actionList>"
    );
    whole(&seen.reply().replaced("</actionList>", &action))
}

fn values(seen: &Seen) -> Vec<Step> {
    let more: String = (0..100_000)
        .map(|n| format!("<allowedValue>V{n}</allowedValue>"))
        .collect();
    let list = format!("{more}</allowedValueList>");
    whole(&seen.reply().replaced("</allowedValueList>", &list))
}

fn escapes(seen: &Seen) -> Vec<Step> {
    let action = format!("<action><name>X_{ESCAPES}</name></action></actionList>");
    let variable = format!(
        "<stateVariable sendEvents=\"no\"><name>{ESCAPES}</name><dataType>{ESCAPES}</dataType></stateVariable></serviceStateTable>"
    );
    let reply = seen.reply().replaced("</actionList>", &action);
    whole(&reply.replaced("</serviceStateTable>", &variable))
}
