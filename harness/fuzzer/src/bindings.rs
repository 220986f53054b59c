//! What the marks in a sequence stand for when it is sent: ids that the device gave, addresses, addressees.
//!
//! A mark is written `{{name}}`. Sequences keep the marks, so that they mean the same to a device that has been
//! restarted and gives other ids.

use std::borrow::Cow;

/// The marks: ids that came last in this sequence, and what is the kit's.
pub const MARKS: [&str; 11] = [
    "identity",
    "session",
    "message",
    "known",
    "subscription",
    "recipient",
    "link",
    "canary",
    "callback",
    "token",
    "host",
];

/// What the marks stand for.
#[derive(Clone, Debug, Default)]
pub struct Bindings {
    /// The id of the session that came last.
    pub session: Option<String>,
    /// The id of the message that came last.
    pub message: Option<String>,
    /// The id of the message that has been there from the start.
    pub known: Option<String>,
    /// The SID of the subscription that came last.
    pub subscription: Option<String>,
    /// Whom messages are for: nobody.
    pub recipient: String,
    /// The device's own address, as it was at the start.
    pub identity: String,
    /// Where the kit listens, `http://HOST:PORT`; empty: nowhere.
    pub own: String,
    /// HOST:PORT of the device.
    pub host: String,
    /// The number of this request: what the device keeps of it can be recognised later.
    pub serial: u64,
    /// The state of that session as its actions make it, for coverage.
    pub state: State,
}

/// The state of the session that a sequence is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// There is no session.
    #[default]
    Nonexistent,
    /// Table 7.
    Pending,
    /// Table 7.
    Running,
    /// Table 7.
    Parked,
    /// Table 7.
    Closed,
    /// Running, and a file is on its way.
    Transferring,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Nonexistent,
        Self::Pending,
        Self::Running,
        Self::Parked,
        Self::Closed,
        Self::Transferring,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nonexistent => "Nonexistent",
            Self::Pending => "Pending",
            Self::Running => "Running",
            Self::Parked => "Parked",
            Self::Closed => "Closed",
            Self::Transferring => "Transferring",
        }
    }
}

/// How a token begins that is the kit's alone.
pub const TOKEN: &str = "CtkTok";

impl Bindings {
    /// The text with its marks replaced; an id that nobody has given is one that nothing has.
    pub fn resolve<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if !text.contains("{{") {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len() + 32);
        let mut rest = text;
        while let Some(at) = rest.find("{{") {
            out.push_str(&rest[..at]);
            let behind = &rest[at + 2..];
            let value = behind
                .find("}}")
                .and_then(|end| Some((end, self.value(&behind[..end])?)));
            match value {
                Some((end, value)) => {
                    out.push_str(&value);
                    rest = &behind[end + 2..];
                }
                None => {
                    out.push_str("{{");
                    rest = behind;
                }
            }
        }
        out.push_str(rest);
        Cow::Owned(out)
    }

    fn value(&self, mark: &str) -> Option<Cow<'_, str>> {
        let known = |id: &Option<String>| Some(Cow::Owned(id.clone().unwrap_or("CtkNone".into())));
        // All are as long, whatever the number: what a length wakes has to wake it again.
        let own = |what: &str| {
            Some(Cow::Owned(format!(
                "{}/{what}/{:06x}",
                self.own, self.serial
            )))
        };
        match mark {
            "session" => known(&self.session),
            "message" => known(&self.message),
            "known" => known(&self.known),
            "subscription" => known(&self.subscription),
            "identity" => Some(Cow::Borrowed(&self.identity)),
            "recipient" => Some(Cow::Borrowed(&self.recipient)),
            "host" => Some(Cow::Borrowed(&self.host)),
            "link" => own("link"),
            "canary" => own("canary"),
            "callback" => own("callback"),
            "token" => Some(Cow::Owned(format!("{TOKEN}{:06x}Z", self.serial))),
            _ => None,
        }
    }
}

/// The serial numbers of the kit's own tokens in a text.
pub fn tokens(text: &str) -> impl Iterator<Item = u64> + '_ {
    text.match_indices(TOKEN).filter_map(|(at, _)| {
        let rest = &text[at + TOKEN.len()..];
        u64::from_str_radix(&rest[..rest.find('Z')?], 16).ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_replaced_and_all_else_is_kept() {
        let bindings = Bindings {
            session: Some("S7".into()),
            own: "http://192.0.2.1:80".into(),
            serial: 31,
            ..Bindings::default()
        };
        let text = bindings.resolve("a{{session}}b{{other}}{{ {{link}} {{token}} {{message}}");
        assert_eq!(
            text,
            "aS7b{{other}}{{ http://192.0.2.1:80/link/00001f CtkTok00001fZ CtkNone"
        );
        assert_eq!(tokens(&text).collect::<Vec<_>>(), [31]);
        for mark in MARKS {
            assert!(bindings.value(mark).is_some(), "{mark}");
        }
    }
}
