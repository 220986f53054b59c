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
    DatesInWholeSeconds {
        id: "dates-in-whole-seconds",
        ruling: "5.3.10.2",
        deviate: "writes dates without fractions of a second",
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
    RepeatedAddressesOnce {
        id: "repeated-addresses-once",
        ruling: "R-63",
        deviate: "keeps an address once that was given twice, in whatever role",
        layer: Layer::PageMode,
        hidden: true,
    }
    RecipientsReordered {
        id: "recipients-reordered",
        ruling: "R-63",
        deviate: "shows recipients in another order",
        layer: Layer::PageMode,
    }
    AttachmentsReordered {
        id: "attachments-reordered",
        ruling: "R-63",
        deviate: "shows attachments in another order",
        layer: Layer::PageMode,
        hidden: true,
    }
    AttachmentSizesLeftOut {
        id: "attachment-sizes-left-out",
        ruling: "R-63",
        deviate: "shows attachments without their size",
        layer: Layer::PageMode,
    }
    AstralRefused {
        id: "astral-characters-refused",
        ruling: "R-73",
        deviate: "refuses text with characters beyond the Basic Multilingual Plane",
        layer: Layer::PageMode,
        hidden: true,
    }
    AttachmentsFetchedFirst {
        id: "attachments-fetched-first",
        ruling: "R-74",
        deviate: "fetches attachments before it answers, and refuses a message without them",
        layer: Layer::PageMode,
        hidden: true,
    }
    AddressesFitClass {
        id: "addresses-fit-class",
        ruling: "R-74",
        deviate: "refuses SIP addresses for SMS and MMS",
        layer: Layer::PageMode,
        hidden: true,
    }
    DeletedDelivered {
        id: "deleted-delivered",
        ruling: "R-72",
        deviate: "delivers a message that was deleted from Outgoing; it stays in Deleted",
        layer: Layer::PageMode,
    }
    DeliveriesDelayed {
        id: "deliveries-delayed",
        ruling: "5.5.6.3",
        deviate: "takes a second and a half to deliver a message",
        layer: Layer::PageMode,
    }
    NewestFirst {
        id: "newest-first",
        ruling: "5.3.11, 5.3.15",
        deviate: "lists messages and sessions with the newest first",
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
    NamedJoinsCounted {
        id: "named-joins-counted",
        ruling: "R-16",
        deviate: "counts the joins and leaves of each control point",
        layer: Layer::Sessions,
    }
    ToldBySubscription {
        id: "told-by-subscription",
        ruling: "R-52",
        deviate: "tells control points apart by their subscriptions",
        layer: Layer::Sessions,
        hidden: true,
    }
    LooksBeforeFetching {
        id: "looks-before-fetching",
        ruling: "5.5.16.3",
        deviate: "asks for the header of a file before it fetches the file",
        layer: Layer::Sessions,
    }
    FetchesFirstByte {
        id: "fetches-first-byte",
        ruling: "5.5.16.3",
        deviate: "asks for the first byte of a file before it fetches the file",
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
    EventConnectionsKept {
        id: "event-connections-kept",
        ruling: "UDA-EVNT-31",
        deviate: "opens a connection for every event and leaves it open",
    }
    UdnInCapitals {
        id: "udn-in-capitals",
        ruling: "U-06",
        deviate: "writes its UDN in capital letters",
    }
    UdnInMixedCase {
        id: "udn-in-mixed-case",
        ruling: "U-06",
        deviate: "writes its UDN in capital and small letters",
    }
    UnknownActionCloses {
        id: "unknown-action-closes",
        ruling: "UDA-DESC-13",
        deviate: "closes the connection after an unknown action",
    }
    WiderModeration {
        id: "wider-moderation",
        ruling: "UDA-EVNT-42",
        deviate: "events a variable every 1 100 ms at most",
    }
    OwnUuidAnsweredLate {
        id: "own-uuid-answered-late",
        ruling: "UDA-DISC-38",
        deviate: "answers a search for its UUID when MX is nearly over",
    }
    AnnouncedThrice {
        id: "announced-thrice",
        ruling: "UDA-DISC-24",
        deviate: "announces itself in three copies",
    }
    VendorAttributes {
        id: "vendor-attributes",
        ruling: "UDA-CTRL-20",
        deviate: "adds a vendor's attribute to the elements of its answers",
    }
    ManyAttributes {
        id: "many-attributes",
        ruling: "UDA-CTRL-20",
        deviate: "adds two hundred attributes to the elements of its answers",
        hidden: true,
    }
    SoapHeaderSent {
        id: "soap-header-sent",
        ruling: "UDA-CTRL-09",
        deviate: "sends an empty SOAP Header in its answers",
    }
    KeepAliveSaid {
        id: "keep-alive-said",
        ruling: "HTTP/1.1",
        deviate: "says that it keeps connections alive",
    }
    IdleConnectionsClosed {
        id: "idle-connections-closed",
        ruling: "HTTP/1.1",
        deviate: "closes connections that are idle for a second",
    }
    AnswersInPieces {
        id: "answers-in-pieces",
        ruling: "HTTP/1.1",
        deviate: "writes its answers in small pieces",
    }
    LongAnswersSlow {
        id: "long-answers-slow",
        ruling: "UDA-CTRL-25",
        deviate: "writes long answers slowly",
        hidden: true,
    }
    CrlfLines {
        id: "crlf-lines",
        ruling: "XML 1.0",
        deviate: "ends the lines of its descriptions with CR and LF",
    }
    TimeFixed {
        id: "time-fixed",
        ruling: "UDA-EVNT-09",
        deviate: "grants half an hour to every subscription, whatever was asked",
    }
}
