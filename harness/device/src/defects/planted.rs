//! Faults for fuzzing to find: none breaks anything for a control point that sends what is usual, so that the suite
//! need not meet them. Each shows as one of the kinds of findings.

use super::{first_doc, registry};

/// A fault that odd input wakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planted {
    /// Its kebab-case name.
    pub id: &'static str,
    /// The kind of finding that it is.
    pub shows: &'static str,
    /// What wakes it, and what the device does then.
    pub does: &'static str,
}

impl Planted {
    const PLAIN: Self = Self {
        id: "",
        shows: "",
        does: "",
    };
}

registry! {
    /// A fault for fuzzing to find.
    PlantedId, "planted fault", PLANTED: Planted;
    CrashLongSubject {
        id: "crash-long-subject", shows: "crash",
        does: "ends when a subject has more than 4096 bytes",
    }
    CrashFormatText {
        id: "crash-format-text", shows: "crash",
        does: "ends when a message has %n in it",
    }
    CrashDeepNesting {
        id: "crash-deep-nesting", shows: "crash",
        does: "ends when an argument has 64 elements one inside the other",
    }
    CrashLate {
        id: "crash-late", shows: "crash",
        does: "ends eight requests after an argument that turns the direction of writing",
    }
    CrashRunning {
        id: "crash-running", shows: "crash",
        does: "ends when content types with an asterisk are set for a session that runs",
    }
    CrashJoinClosed {
        id: "crash-join-closed", shows: "crash",
        does: "ends when somebody joins a session that is closed",
    }
    CrashSecondDelete {
        id: "crash-second-delete", shows: "crash",
        does: "ends when a message is deleted that is deleted already",
    }
    CrashManyRecipients {
        id: "crash-many-recipients", shows: "crash",
        does: "ends when a list has more than 20 recipients",
    }
    CrashQuiet {
        id: "crash-quiet", shows: "crash",
        does: "starts again, with all it had and at once, when an id has more than 100 bytes",
    }
    CrashOffByOne {
        id: "crash-off-by-one", shows: "crash",
        does: "ends when an argument has exactly 1024 bytes, so that its end has no room",
    }
    CrashCutCharacter {
        id: "crash-cut-character", shows: "crash",
        does: "ends when the first 256 bytes of an argument end within a character",
    }
    CrashAttributeTwice {
        id: "crash-attribute-twice", shows: "crash",
        does: "ends when a start tag of an argument has the same attribute twice",
    }
    CrashNoParameter {
        id: "crash-no-parameter", shows: "crash",
        does: "ends when a content type has a semicolon and nothing behind it",
    }
    CrashNoBytes {
        id: "crash-no-bytes", shows: "crash",
        does: "ends when a file of 0 bytes is to be transferred",
    }
    CrashStaleLate {
        id: "crash-stale-late", shows: "crash",
        does: "ends eight requests after a session that is closed was to be modified",
    }
    CrashTimeoutNumber {
        id: "crash-timeout-number", shows: "crash",
        does: "ends when a subscription is for more seconds than fit in 32 bits",
    }
    CrashGivenUpTwice {
        id: "crash-given-up-twice", shows: "crash",
        does: "ends when the same subscription is given up twice, one after the other",
    }
    CrashTargetEnd {
        id: "crash-target-end", shows: "crash",
        does: "ends when the target of a request has %00 in it",
    }
    CrashOpenComment {
        id: "crash-open-comment", shows: "crash",
        does: "ends when a comment of an argument has no end",
    }
    CrashCutTransfer {
        id: "crash-cut-transfer", shows: "crash",
        does: "ends when a session is closed in which a file is being transferred",
    }
    ConnectionDropped {
        id: "connection-dropped", shows: "crash",
        does: "ends the connection without an answer when an id has a percent sign",
    }
    HangEntity {
        id: "hang-entity", shows: "hang",
        does: "never answers when an argument declares an entity",
    }
    HangZeroTimeout {
        id: "hang-zero-timeout", shows: "hang",
        does: "answers nobody any more after a subscription for no time",
    }
    HangHeader {
        id: "hang-header", shows: "hang",
        does: "answers nobody any more after a header of more than 4000 bytes",
    }
    HangDiscovery {
        id: "hang-discovery", shows: "hang",
        does: "answers no search any more after one whose MX is not a number",
    }
    HangWait {
        id: "hang-wait", shows: "hang",
        does: "answers no search any more after one whose MX does not fit in 32 bits",
    }
    HangLock {
        id: "hang-lock", shows: "hang",
        does: "answers no action about sessions any more after a pending session was to be joined",
    }
    HangLate {
        id: "hang-late", shows: "hang",
        does: "answers nobody any more, eight requests after one that has a header twice",
    }
    SlowText {
        id: "slow-text", shows: "slow",
        does: "takes time with the square of the length for arguments beyond 8 KiB",
    }
    SlowCommas {
        id: "slow-commas", shows: "slow",
        does: "takes twice the time for each comma in the content types of a session",
    }
    TakesUnclosed {
        id: "takes-unclosed", shows: "accepted-invalid",
        does: "takes a message whose last tag is missing",
    }
    TakesAnyStatus {
        id: "takes-any-status", shows: "accepted-invalid",
        does: "lists all sessions when asked for a status that there is not",
    }
    TakesNoSender {
        id: "takes-no-sender", shows: "accepted-invalid",
        does: "creates a session for a list without recipientFrom",
    }
    TakesOddId {
        id: "takes-odd-id", shows: "accepted-invalid",
        does: "says that it has deleted a message whose id has a quotation mark",
    }
    TakesNoNamespace {
        id: "takes-no-namespace", shows: "accepted-invalid",
        does: "takes a message that is in no namespace",
    }
    TakesBehindEnd {
        id: "takes-behind-end", shows: "accepted-invalid",
        does: "creates a session for a list that has something behind its end",
    }
    LeakNumber {
        id: "leak-number", shows: "leak",
        does: "reads the id of a message up to its first full stop",
    }
    LeakOther {
        id: "leak-other", shows: "leak",
        does: "gives the oldest message when asked for an id that begins with 0 and that no message has",
    }
    LeakMemory {
        id: "leak-memory", shows: "leak",
        does: "tells what another request carried when it refuses an argument beyond 1000 bytes",
    }
    LeakTrace {
        id: "leak-trace", shows: "leak",
        does: "tells its inner workings when an id is not ASCII",
    }
    LeakSubscriber {
        id: "leak-subscriber", shows: "leak",
        does: "gives the subscription of somebody else when an unknown one is renewed",
    }
    OutputUnescaped {
        id: "output-unescaped", shows: "invalid-output",
        does: "does not escape the ampersand of a subject when it lists sessions",
    }
    OutputPlain500 {
        id: "output-plain-500", shows: "invalid-output",
        does: "answers HTTP 500 without a fault when an argument stands twice",
    }
    OutputCut {
        id: "output-cut", shows: "invalid-output",
        does: "answers with half an envelope when an id has more than 200 bytes",
    }
    OutputShortLength {
        id: "output-short-length", shows: "invalid-output",
        does: "counts two bytes of a character beyond U+FFFF when it lists sessions",
    }
    EventAmpersand {
        id: "event-ampersand", shows: "invalid-output",
        does: "does not escape the ampersand of a name when it tells subscribers of it",
    }
    StateWiped {
        id: "state-wiped", shows: "state-lost",
        does: "forgets everything when a transfer is cancelled whose id has a star",
    }
    StateAllClosed {
        id: "state-all-closed", shows: "state-lost",
        does: "closes every session when the session with the empty id is closed",
    }
    StateUnsubscribed {
        id: "state-unsubscribed", shows: "state-lost",
        does: "forgets all subscribers when one gives up a subscription without naming it",
    }
    StateOverwritten {
        id: "state-overwritten", shows: "state-lost",
        does: "puts a text into the message whose id a message to be sent has",
    }
    StateLate {
        id: "state-late", shows: "state-lost",
        does: "forgets everything eight requests after a transfer was cancelled in a closed session",
    }
    GrowthSurplus {
        id: "growth-surplus", shows: "growth",
        does: "keeps a quarter of a mebibyte for each argument that it does not know",
    }
    GrowthRefused {
        id: "growth-refused", shows: "growth",
        does: "keeps a mebibyte for each subscription that is for no events",
    }
    ContactEntity {
        id: "contact-entity", shows: "contact",
        does: "fetches what a document type of an argument names",
    }
    ContactCallback {
        id: "contact-callback", shows: "contact",
        does: "visits the callback of a subscription that it refuses",
    }
    ContactProxy {
        id: "contact-proxy", shows: "contact",
        does: "fetches the target of a request line that names another host",
    }
}
