//! The variations: harmless differences, which no case may hold against a device.

use super::{Layer, Variation, first_doc, registry};

registry! {
    /// A harmless variation.
    VariationId, "variation", VARIATIONS: Variation;

    // Documents.
    OtherPrefixes {
        id: "other-namespace-prefixes",
        ruling: "5.3-ns",
        deviate: "writes other namespace prefixes",
        layer: Layer::Documents,
    }
    DocumentsUndeclared {
        id: "documents-without-declaration",
        ruling: "R-21",
        deviate: "leaves the XML declaration out of its documents",
        layer: Layer::Documents,
    }
    PrettyPrinted {
        id: "pretty-printed",
        ruling: "XML 1.0",
        deviate: "indents its documents",
        layer: Layer::Documents,
    }
    DatesWithOffset {
        id: "dates-with-offset",
        ruling: "R-35",
        deviate: "writes dates with an offset instead of Z",
        layer: Layer::Documents,
    }
    BooleansInWords {
        id: "booleans-in-words",
        ruling: "4.2",
        deviate: "writes booleans as true and false",
        layer: Layer::Documents,
    }
    TypeUnqualified {
        id: "type-attribute-unqualified",
        ruling: "R-64",
        deviate: "writes the attribute type without prefix",
        layer: Layer::Documents,
    }
    // Page mode.
    ReadShowsUnread {
        id: "read-shows-unread",
        ruling: "R-38",
        deviate: "shows in ReadMessage's answer the status before it",
        layer: Layer::PageMode,
    }
    OverviewLeftOut {
        id: "new-messages-without-overview",
        ruling: "5.3.3.2",
        deviate: "leaves messageOverview out",
        layer: Layer::PageMode,
    }
    EventsListAllUnread {
        id: "events-list-all-unread",
        ruling: "R-42",
        deviate: "lists every unread message in an event",
        layer: Layer::PageMode,
    }
    UnsupportedFindsNothing {
        id: "unsupported-finds-nothing",
        ruling: "R-51",
        deviate: "answers a search for a class or folder it lacks with an empty list",
        layer: Layer::PageMode,
    }
    LongMessageIds {
        id: "long-session-message-ids",
        ruling: "5.3.6",
        deviate: "makes message ids of 32 characters and more",
        layer: Layer::PageMode,
    }
    OutgoingStaysUnread {
        id: "outgoing-stays-unread",
        ruling: "R-39",
        deviate: "leaves a message in Outgoing Unread when it is read",
        layer: Layer::PageMode,
    }
    EverythingWithoutDeleted {
        id: "everything-without-deleted",
        ruling: "R-40",
        deviate: "leaves messages in Deleted out of a search without criteria",
        layer: Layer::PageMode,
    }
    SentAfterClose {
        id: "sent-after-close",
        ruling: "R-41",
        deviate: "moves a message that is delivered after its session was closed to Sent",
        layer: Layer::PageMode,
    }
    PlaceholdersRefused {
        id: "placeholders-refused",
        ruling: "R-44",
        deviate: "refuses a message whose id, folder or status is filled in",
        layer: Layer::PageMode,
    }
    MismatchRefused708 {
        id: "class-mismatch-708",
        ruling: "R-10",
        deviate: "answers 708 to a message of another class than its session",
        layer: Layer::PageMode,
    }
    AttachmentsCopied {
        id: "attachments-copied",
        ruling: "R-63",
        deviate: "gives attachments addresses of its own",
        layer: Layer::PageMode,
    }
    PeersNamed {
        id: "peers-named",
        ruling: "R-63",
        deviate: "adds names to recipients",
        layer: Layer::PageMode,
    }
    DeleteInClosedRefused {
        id: "delete-in-closed-refused",
        ruling: "R-68",
        deviate: "refuses to delete a message of a closed session",
        layer: Layer::PageMode,
    }
    // Sessions.
    StateErrors501 {
        id: "state-errors-501",
        ruling: "R-05, R-06, R-07",
        deviate: "answers 501 where an action is not possible now and no code is listed",
        layer: Layer::Sessions,
    }
    CreatorCannotAccept {
        id: "creator-cannot-accept",
        ruling: "R-15",
        deviate: "refuses AcceptSession on a session that a control point created",
        layer: Layer::Sessions,
    }
    ModifyRunningOnly {
        id: "modify-running-only",
        ruling: "R-07",
        deviate: "modifies Running sessions only",
        layer: Layer::Sessions,
    }
    JoinAgainRefused {
        id: "join-again-refused",
        ruling: "R-66",
        deviate: "refuses JoinSession by a control point that is in the session already",
        layer: Layer::Sessions,
    }
    StrangerMayLeave {
        id: "stranger-may-leave",
        ruling: "R-53",
        deviate: "takes LeaveSession by a control point that is not in the session",
        layer: Layer::Sessions,
    }
    ClosedForgotten {
        id: "closed-sessions-forgotten",
        ruling: "R-59",
        deviate: "forgets a session and its messages as soon as it is closed",
        layer: Layer::Sessions,
    }
    ClosedKeepFolder {
        id: "closed-messages-keep-folder",
        ruling: "R-41",
        deviate: "leaves a closed session's messages in their folders",
        layer: Layer::Sessions,
    }
    MinimalSessionInfo {
        id: "minimal-session-info",
        ruling: "R-61",
        deviate: "leaves the optional elements of sessionInfo out",
        layer: Layer::Sessions,
    }
    AcceptedByNobody {
        id: "accepted-by-nobody",
        ruling: "R-48",
        deviate: "leaves NAME empty when a control point accepts",
        layer: Layer::Sessions,
    }
    UpdatesMerged {
        id: "updates-merged",
        ruling: "R-47",
        deviate: "puts the changes of a session into one update",
        layer: Layer::Sessions,
    }
    CloseDropsTransferSilently {
        id: "close-drops-transfer-silently",
        ruling: "R-50",
        deviate: "ends a transfer without an event when its session is closed",
        layer: Layer::Sessions,
    }
    JoinsCounted {
        id: "joins-counted",
        ruling: "R-16",
        deviate: "counts joins and leaves instead of telling control points apart",
        layer: Layer::Sessions,
    }
    UpdatesLastBatch {
        id: "updates-last-batch",
        ruling: "R-54",
        deviate: "answers GetSessionUpdates with the batch that waits, or was told last",
        layer: Layer::Sessions,
    }
    VainRecipientsRefused {
        id: "vain-recipients-refused",
        ruling: "R-45",
        deviate: "answers 704 to adding who is in and removing who is not",
        layer: Layer::Sessions,
    }
    ClosedStatusRefused {
        id: "closed-status-refused",
        ruling: "R-32",
        deviate: "answers 711 when asked for the closed sessions",
        layer: Layer::Sessions,
    }

    // Net: the architecture's half of the device.
    LowerCaseHeaders {
        id: "lower-case-headers",
        ruling: "UDA-DESC-17",
        deviate: "writes header names in lower case",
    }
    ChunkedResponses {
        id: "chunked-responses",
        ruling: "UDA-DESC-04",
        deviate: "sends its answers in chunks (since 1.1)",
    }
    ClosesEveryConnection {
        id: "closes-every-connection",
        ruling: "UDA-DESC-13",
        deviate: "says `Connection: close` in every answer and closes",
    }
    VendorHeaders {
        id: "vendor-headers",
        ruling: "UDA-DESC-17",
        deviate: "adds a vendor's header to everything",
    }
    VendorElements {
        id: "vendor-elements",
        ruling: "UDA-DESC-36",
        deviate: "ends its descriptions with a vendor's elements",
    }
    CommentsInXml {
        id: "comments-in-xml",
        ruling: "UDA-DESC-37",
        deviate: "puts comments and processing instructions into its XML",
    }
    ByteOrderMark {
        id: "byte-order-mark",
        ruling: "UDA-DESC-19",
        deviate: "begins its descriptions with a byte order mark",
    }
    CharsetUnquoted {
        id: "charset-unquoted",
        ruling: "UDA-DESC-03",
        deviate: "writes the charset in CONTENT-TYPE without quotes",
    }
    MediaTypeCapitals {
        id: "media-type-capitals",
        ruling: "UDA-DESC-03",
        deviate: "writes CONTENT-TYPE of XML with capital letters",
    }
    HeadersReversed {
        id: "headers-reversed",
        ruling: "HTTP/1.1",
        deviate: "writes its header lines in another order",
    }
    HeadersUnpadded {
        id: "headers-unpadded",
        ruling: "UDA-DESC-17",
        deviate: "writes no blank before the values of headers",
    }
    OtherReasonPhrases {
        id: "other-reason-phrases",
        ruling: "HTTP/1.1",
        deviate: "words the reason phrase of its answers in its own way",
    }
    RootedUrls {
        id: "rooted-urls",
        ruling: "UDA-DESC-33",
        deviate: "describes its URLs as paths from the top",
    }
    AnnouncedForADay {
        id: "announced-for-a-day",
        ruling: "UDA-DISC-14",
        deviate: "announces itself for a day",
    }
    SingleQuotes {
        id: "single-quotes",
        ruling: "XML 1.0",
        deviate: "writes attributes of its descriptions, control answers and events in single quotes",
    }
    CharacterReferences {
        id: "character-references",
        ruling: "UDA-CTRL-33",
        deviate: "escapes values by numbers instead of names",
    }
    NoXmlDeclaration {
        id: "no-xml-declaration",
        ruling: "UDA-CTRL-19",
        deviate: "leaves the XML declaration out of control answers and events",
    }
    OtherSoapPrefixes {
        id: "other-soap-prefixes",
        ruling: "UDA-CTRL-10",
        deviate: "uses other namespace prefixes in control answers and events",
    }
    CdataArguments {
        id: "cdata-arguments",
        ruling: "UDA-CTRL-33",
        deviate: "writes values as CDATA instead of escaping them",
    }
    EmptyElementsShort {
        id: "empty-elements-short",
        ruling: "UDA-CTRL-18",
        deviate: "writes an empty argument as one tag",
    }
    LeftOutAction401 {
        id: "left-out-action-401",
        ruling: "UDA-CTRL-41",
        deviate: "answers 401 for an optional action that it lacks",
    }
    AnyPathTaken {
        id: "any-path-taken",
        ruling: "UDA-CTRL-51",
        deviate: "takes actions under any path",
    }
    AnyEventPathTaken {
        id: "any-event-path-taken",
        ruling: "UDA-EVNT-30",
        deviate: "takes subscriptions under any path",
    }
    SurplusArgumentsRefused {
        id: "surplus-arguments-refused",
        ruling: "UDA-CTRL-15",
        deviate: "answers 402 when there is an argument too many",
    }
    EmptyValueListed {
        id: "empty-value-listed",
        ruling: "R-65",
        deviate: "lists the empty value among the allowed ones",
    }
    AllowedValuesLeftOut {
        id: "allowed-values-left-out",
        ruling: "R-65",
        deviate: "lists no allowed values in its service description",
    }
    OtherErrorTexts {
        id: "other-error-texts",
        ruling: "R-17",
        deviate: "words errorDescription in its own way",
    }
    ChunkedEvents {
        id: "chunked-events",
        ruling: "UDA-EVNT-32",
        deviate: "sends its events in chunks to who subscribed by HTTP/1.1",
    }
    OneVariableAnEvent {
        id: "one-variable-an-event",
        ruling: "UDA-EVNT-39",
        deviate: "sends an event for each variable even when several changed",
    }
    SlowAnswers {
        id: "slow-answers",
        ruling: "UDA 3.2.2",
        deviate: "answers every action only after three seconds",
        hidden: true,
    }
}
