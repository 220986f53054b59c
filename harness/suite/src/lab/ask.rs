//! The questions that a case may ask of the world.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::text_or_bytes;

/// Which control point acts: they differ in User-Agent, in source address where there are two, and in subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ControlPoint {
    /// The one that most cases play.
    First,
    /// The other one (R-16, R-52).
    Second,
}

/// What stands in a datagram for the port that answers are to come to.
pub const TCP_PORT: &str = "{port}";

/// What kind of wire a question goes over; decides where the evidence is filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names are those of the report")]
pub enum Wire {
    Control,
    Event,
    Description,
    Discovery,
    UpperTester,
    Raw,
}

/// A question to the world.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// One HTTP request on a connection of its own, and its response.
    Http(HttpAsk),
    /// Bytes on a TCP connection as a script; for what a well-behaved client would not send.
    Script(ScriptAsk),
    /// A stimulus for the upper tester.
    Stimulus {
        /// Its name.
        name: String,
        /// Its fields, a JSON object.
        fields: Value,
    },
    /// Milliseconds since the run began.
    Now,
    /// A number drawn at random, from the run's seed and the case's id.
    Draw,
    /// Let time pass.
    Pause {
        /// How long, in milliseconds.
        ms: u64,
    },
    /// What the case arranges is there: wait for its turn among those that it takes turns with, if there are any. What was
    /// arranged has been told by then.
    Window,
    /// The same for another turn than the case's first, which comes after it.
    Turn {
        /// Which one.
        turn: u8,
    },
    /// What has been noticed so far in the whole run about the requirements named (cases of the last phase).
    Noticed {
        /// `M-…` or `UDA-…`.
        requirements: Vec<String>,
    },
    /// What a rule of the model excludes of everything that was seen before the first question of this kind (cases of the
    /// last phase).
    Followed {
        /// The rule, one of `ctk_model::service::RULES`.
        rule: String,
        /// What the model takes for granted.
        bench: ctk_model::service::Bench,
    },
    /// Datagrams to the SSDP group or to the device, and what comes back within the time given.
    Search {
        /// The datagrams, sent from one socket with 50 ms between them.
        datagrams: Vec<String>,
        /// `host:port` to send them to; empty for the multicast group.
        to: String,
        /// Enough are this many answers that name the device under test; 0 listens until the time is over.
        enough: usize,
        /// How long to listen after the last was sent, in milliseconds.
        wait_ms: u64,
    },
    /// A search that asks for its answers over TCP, and the first answer of the device's that comes so.
    SearchByTcp {
        /// The datagram, in which the port that the lab listens at takes the place of [`TCP_PORT`].
        datagram: String,
        /// `host:port` to send it to; empty for the multicast group.
        to: String,
        /// How long to listen, in milliseconds.
        wait_ms: u64,
    },
    /// What the SSDP group has heard since the run began, of this device; waits up to the time given.
    Heard {
        /// How long to listen on, in milliseconds.
        wait_ms: u64,
    },
    /// A new callback URL, ready to be given in a SUBSCRIBE.
    OpenInbox {
        /// Whose.
        control_point: ControlPoint,
        /// Path and query of the URL; empty for one of the lab's own choosing.
        path: String,
    },
    /// How an inbox answers the notifications to come.
    InboxAnswers {
        /// The inbox.
        inbox: u32,
        /// What it does.
        manner: InboxManner,
    },
    /// The notifications of an inbox from the one numbered `from` (0 is the first): waits until there are `count` of
    /// them, or the time is over.
    Inbox {
        /// The inbox.
        inbox: u32,
        /// Skip this many.
        from: usize,
        /// Enough are this many.
        count: usize,
        /// Wait no longer than this, in milliseconds.
        wait_ms: u64,
    },
    /// How many connections the device has opened to the kit's callback ports in this run, and said nothing on.
    Unspoken,
    /// How many datagrams to the group this machine has thrown away before the kit could read them.
    Unread,
    /// Serve a file over HTTP for the device to fetch.
    OfferFile(FileOffer),
    /// How often an offered file was fetched, and how much of it was sent; waits until at least `count` or the time is over.
    Fetches {
        /// The file.
        file: u32,
        /// Enough are this many.
        count: usize,
        /// Wait no longer than this, in milliseconds.
        wait_ms: u64,
    },
}

/// One HTTP request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HttpAsk {
    /// Where the evidence is filed.
    pub wire: Wire,
    /// Who asks.
    pub control_point: ControlPoint,
    /// The absolute URL; host and port say where to connect.
    pub url: String,
    /// The method.
    pub method: String,
    /// The headers in order; the lab adds none but HOST, when there is none named so.
    pub headers: Vec<(String, String)>,
    /// The body.
    #[serde(with = "text_or_bytes")]
    pub body: Vec<u8>,
    /// The action, for people who read the log; empty where there is none.
    pub about: String,
}

/// The kit as it names itself outside of a case (UDA 2.1.1: an operating system, UPnP, a product).
pub const USER_AGENT: &str = "TestKit/1.0 UPnP/2.0 messaging-ctk/1.0";

impl HttpAsk {
    /// A request of the first control point's, outside of a case and without a body; [`USER_AGENT`] is added.
    pub fn outside_of_a_case(
        wire: Wire,
        method: &str,
        url: &str,
        headers: &[(&str, &str)],
    ) -> Self {
        let headers = std::iter::once(("USER-AGENT", USER_AGENT)).chain(headers.iter().copied());
        Self {
            wire,
            control_point: ControlPoint::First,
            url: url.to_owned(),
            method: method.to_owned(),
            headers: headers
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            body: Vec::new(),
            about: String::new(),
        }
    }
}

/// A scripted TCP connection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScriptAsk {
    /// Where the evidence is filed.
    pub wire: Wire,
    /// Who connects.
    pub control_point: ControlPoint,
    /// `host:port`.
    pub to: String,
    /// What to do, in order.
    pub steps: Vec<ScriptStep>,
    /// For people who read the log.
    pub about: String,
}

/// A step of a scripted connection.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ScriptStep {
    /// Send bytes.
    Send(#[serde(with = "text_or_bytes")] Vec<u8>),
    /// Read one response to a request of this method (1xx are remembered and skipped).
    Response {
        /// The method that was sent: a response to HEAD has no body.
        method: String,
        /// Wait no longer than this, in milliseconds.
        wait_ms: u64,
    },
    /// Wait for an interim (1xx) or final status line without consuming a body; for `Expect: 100-continue`.
    Interim {
        /// Wait no longer than this, in milliseconds.
        wait_ms: u64,
    },
    /// Wait until the other side closes, at most this long.
    AwaitClose {
        /// In milliseconds.
        wait_ms: u64,
    },
    /// Say nothing for a while.
    Idle {
        /// In milliseconds.
        ms: u64,
    },
    /// Close the sending half.
    ShutdownWrite,
}

/// How an inbox answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum InboxManner {
    /// 200, at once.
    Accept,
    /// This status for the next `count` notifications, then 200.
    Status {
        /// The status.
        code: u16,
        /// How many.
        count: u32,
    },
    /// Takes the next `count` notifications and never answers them, then 200.
    Silent {
        /// How many.
        count: u32,
    },
    /// Refuses every connection, until it is told to do something else. For an inbox with a listener of its own alone.
    Refuse,
}

/// A file that the lab serves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileOffer {
    /// How many bytes it has.
    pub size: u64,
    /// Its media type.
    pub content_type: String,
    /// What happens to a GET.
    pub manner: FileManner,
}

/// What happens to a GET of an offered file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileManner {
    /// The whole file.
    Whole,
    /// 404.
    NotFound,
    /// 404, to the first one not before so many milliseconds are over.
    NotFoundAfter {
        /// In milliseconds.
        ms: u64,
    },
    /// The connection is cut after half of the bytes, to the first one not before so many milliseconds are over.
    CutOffAfter {
        /// In milliseconds.
        ms: u64,
    },
    /// The length announced is not the length sent.
    WrongLength,
    /// Nobody listens at the URL.
    Refused,
    /// The bytes trickle, so that the transfer takes about this many milliseconds.
    Slow {
        /// In milliseconds.
        ms: u64,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_survive_the_journal() {
        for bytes in [
            b"plain".to_vec(),
            vec![0xff, 0x00, 0x80],
            Vec::new(),
            "é\u{0}\n".into(),
        ] {
            let ask = ScriptStep::Send(bytes.clone());
            let line = serde_json::to_string(&ask).expect("a step is plain data");
            assert_eq!(
                serde_json::from_str::<ScriptStep>(&line).expect("what was written can be read"),
                ask
            );
        }
        assert!(serde_json::from_str::<ScriptStep>(r#"{"Send":{"hex":"abc"}}"#).is_err());
    }
}
