//! Variations: the architecture's half: discovery, description, control, eventing.

macro_rules! wire {
    ($join:ident $before:tt) => { $join! { $before
        LowerCaseHeaders {
            id: "lower-case-headers", ruling: "UDA-DESC-17",
            deviate: "writes header names in lower case",
        }
        ChunkedResponses {
            id: "chunked-responses", ruling: "UDA-DESC-04",
            deviate: "sends its answers in chunks (since 1.1)",
        }
        ClosesEveryConnection {
            id: "closes-every-connection", ruling: "UDA-DESC-13",
            deviate: "says `Connection: close` in every answer and closes",
        }
        VendorHeaders {
            id: "vendor-headers", ruling: "UDA-DESC-17",
            deviate: "adds a vendor's header to everything",
        }
        VendorElements {
            id: "vendor-elements", ruling: "UDA-DESC-36",
            deviate: "ends its descriptions with a vendor's elements",
        }
        CommentsInXml {
            id: "comments-in-xml", ruling: "UDA-DESC-37",
            deviate: "puts comments and processing instructions into its XML",
        }
        ByteOrderMark {
            id: "byte-order-mark", ruling: "UDA-DESC-19",
            deviate: "begins its descriptions with a byte order mark",
        }
        CharsetUnquoted {
            id: "charset-unquoted", ruling: "UDA-DESC-03",
            deviate: "writes the charset in CONTENT-TYPE without quotes",
        }
        MediaTypeCapitals {
            id: "media-type-capitals", ruling: "UDA-DESC-03",
            deviate: "writes CONTENT-TYPE of XML with capital letters",
        }
        HeadersReversed {
            id: "headers-reversed", ruling: "HTTP/1.1",
            deviate: "writes its header lines in another order",
        }
        HeadersUnpadded {
            id: "headers-unpadded", ruling: "UDA-DESC-17",
            deviate: "writes no blank before the values of headers",
        }
        OtherReasonPhrases {
            id: "other-reason-phrases", ruling: "HTTP/1.1",
            deviate: "words the reason phrase of its answers in its own way",
        }
        RootedUrls {
            id: "rooted-urls", ruling: "UDA-DESC-33",
            deviate: "describes its URLs as paths from the top",
        }
        AnnouncedForADay {
            id: "announced-for-a-day", ruling: "UDA-DISC-14",
            deviate: "announces itself for a day",
        }
        SingleQuotes {
            id: "single-quotes", ruling: "XML 1.0",
            deviate: "writes attributes of its descriptions, control answers and events in single quotes",
        }
        CharacterReferences {
            id: "character-references", ruling: "UDA-CTRL-33",
            deviate: "escapes values by numbers instead of names",
        }
        NoXmlDeclaration {
            id: "no-xml-declaration", ruling: "UDA-CTRL-19",
            deviate: "leaves the XML declaration out of control answers and events",
        }
        OtherSoapPrefixes {
            id: "other-soap-prefixes", ruling: "UDA-CTRL-10",
            deviate: "uses other namespace prefixes in control answers and events",
        }
        CdataArguments {
            id: "cdata-arguments", ruling: "UDA-CTRL-33",
            deviate: "writes values as CDATA instead of escaping them",
        }
        EmptyElementsShort {
            id: "empty-elements-short", ruling: "UDA-CTRL-18",
            deviate: "writes an empty argument as one tag",
        }
        LeftOutAction401 {
            id: "left-out-action-401", ruling: "UDA-CTRL-41",
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
            id: "surplus-arguments-refused", ruling: "UDA-CTRL-15",
            deviate: "answers 402 when there is an argument too many",
        }
        EmptyValueListed {
            id: "empty-value-listed", ruling: "R-65",
            deviate: "lists the empty value among the allowed ones",
        }
        AllowedValuesLeftOut {
            id: "allowed-values-left-out", ruling: "R-65",
            deviate: "lists no allowed values in its service description",
        }
        OtherErrorTexts {
            id: "other-error-texts", ruling: "R-17",
            deviate: "words errorDescription in its own way",
        }
        ChunkedEvents {
            id: "chunked-events", ruling: "UDA-EVNT-32",
            deviate: "sends its events in chunks to who subscribed by HTTP/1.1",
        }
        OneVariableAnEvent {
            id: "one-variable-an-event", ruling: "UDA-EVNT-39",
            deviate: "sends an event for each variable even when several changed",
        }
        EventsCarryAll {
            id: "events-carry-all", ruling: "UDA-EVNT-39",
            deviate: "sends all evented variables in every event, those that did not change as they were",
        }
        SlowAnswers {
            id: "slow-answers", ruling: "UDA 3.2.2",
            deviate: "answers every action only after three seconds",
            hidden: true,
        }
        EventConnectionsKept {
            id: "event-connections-kept", ruling: "UDA-EVNT-31",
            deviate: "opens a connection for every event and leaves it open",
        }
        AnnouncedForSeconds {
            id: "announced-for-seconds", ruling: "UDA-DISC-14",
            deviate: "announces itself for 8 seconds, and again every two to four",
        }
        SoapIndented {
            id: "soap-indented", ruling: "XML 1.0",
            deviate: "indents the elements of its control answers, arguments and not their values",
        }
        StandaloneDeclared {
            id: "standalone-declared", ruling: "XML 1.0",
            deviate: "declares its control answers and events as standalone, and UTF-8 in capital letters",
        }
        SidInCapitals {
            id: "sid-in-capitals", ruling: "UDA-EVNT-08",
            deviate: "gives subscriptions names in capital letters",
        }
        FriendlyNameForeign {
            id: "friendly-name-foreign", ruling: "UDA-DESC-25",
            deviate: "has a friendlyName of many scripts, with a character beyond the Basic Multilingual Plane",
        }
        ConnectionsTriedAgain {
            id: "connections-tried-again", ruling: "UDA-EVNT-46",
            deviate: "tries for three seconds to reach a subscriber whose port is closed",
        }
        LostEventsUncounted {
            id: "lost-events-uncounted", ruling: "UDA-EVNT-48",
            deviate: "gives the number of an event that could not be delivered to the next one",
        }
        BodiesEndWithConnection {
            id: "bodies-end-with-connection", ruling: "UDA-DESC-04",
            deviate: "ends the bodies of its answers by closing the connection, and says no length (since 1.1)",
        }
        HeadersPadded {
            id: "headers-padded", ruling: "UDA-DISC-03",
            deviate: "writes blanks and tabs around the values of headers",
        }
        HeadersFolded {
            id: "headers-folded", ruling: "HTTP/1.1",
            deviate: "folds the header CONTENT-TYPE of its answers and events over two lines",
        }
        ChunksAdorned {
            id: "chunks-adorned", ruling: "UDA-DESC-14",
            deviate: "sends its answers in chunks with extensions, sizes in capital letters and a trailer (since 1.1)",
        }
        ReasonPhrasesEmpty {
            id: "reason-phrases-empty", ruling: "HTTP/1.1",
            deviate: "leaves the reason phrase of its answers empty",
        }
        ContinueUnasked {
            id: "continue-unasked", ruling: "UDA-DESC-15",
            deviate: "says 100 Continue to every POST, asked or not",
        }
        EventsOnOneConnection {
            id: "events-on-one-connection", ruling: "UDA-EVNT-31",
            deviate: "sends all events of a subscription on one connection",
        }
        EventHeadersMore {
            id: "event-headers-more", ruling: "UDA-DESC-17",
            deviate: "adds USER-AGENT, DATE, CACHE-CONTROL and a vendor's header to events",
        }
        MaxAgeSpaced {
            id: "max-age-spaced", ruling: "U-02",
            deviate: "writes blanks around the sign in max-age = 1800",
        }
        ServerMoreProducts {
            id: "server-more-products", ruling: "UDA-DISC-17",
            deviate: "names one more product, and a comment, in SERVER",
        }
        AnswersFromOtherPorts {
            id: "answers-from-other-ports", ruling: "UDA-DISC-37",
            deviate: "answers every search from another port",
        }
        AnnouncedInAnotherOrder {
            id: "announced-in-another-order", ruling: "UDA-DISC-08",
            deviate: "announces itself with the service first and the root device last",
        }
        DottedUrls {
            id: "dotted-urls", ruling: "UDA-DESC-33",
            deviate: "describes its URLs with dot segments",
        }
        QueriedUrls {
            id: "queried-urls", ruling: "UDA-DESC-33",
            deviate: "has queries in its URLs",
        }
        DefaultNamespaces {
            id: "default-namespaces", ruling: "UDA-CTRL-10",
            deviate: "uses default namespaces, and takes them back, in control answers and events",
        }
        ArgumentsTyped {
            id: "arguments-typed", ruling: "UDA-CTRL-20",
            deviate: "writes the data type of arguments in attributes of two vendors",
        }
        TagsSpaced {
            id: "tags-spaced", ruling: "XML 1.0",
            deviate: "writes white space into the tags of control answers and events",
        }
        ValuesMixed {
            id: "values-mixed", ruling: "XML 1.0",
            deviate: "writes a value partly escaped and partly as CDATA, with a comment between",
        }
        NonAsciiByNumber {
            id: "non-ascii-by-number", ruling: "XML 1.0",
            deviate: "writes control answers and events in ASCII, other characters by number",
        }
        AnswersMarked {
            id: "answers-marked", ruling: "UDA-CTRL-19",
            deviate: "begins control answers and events with a byte order mark",
        }
        EncodingUnsaid {
            id: "encoding-unsaid", ruling: "UDA-CTRL-19",
            deviate: "declares control answers and events without an encoding",
        }
        FaultsWithActor {
            id: "faults-with-actor", ruling: "UDA-CTRL-36",
            deviate: "names a faultactor in faults",
        }
        EmbeddedDevice {
            id: "embedded-device", ruling: "UDA-DESC-38",
            deviate: "is embedded in a root device of another type, which has no service",
        }
        UdnInCapitals {
            id: "udn-in-capitals", ruling: "U-06",
            deviate: "writes its UDN in capital letters",
        }
        UdnInMixedCase {
            id: "udn-in-mixed-case", ruling: "U-06",
            deviate: "writes its UDN in capital and small letters",
        }
        UnknownActionCloses {
            id: "unknown-action-closes", ruling: "UDA-DESC-13",
            deviate: "closes the connection after an unknown action",
        }
        WiderModeration {
            id: "wider-moderation", ruling: "UDA-EVNT-42",
            deviate: "events a variable every 1 100 ms at most",
        }
        OwnUuidAnsweredLate {
            id: "own-uuid-answered-late", ruling: "UDA-DISC-38",
            deviate: "answers a search for its UUID when MX is nearly over",
        }
        AnnouncedThrice {
            id: "announced-thrice", ruling: "UDA-DISC-24",
            deviate: "announces itself in three copies",
        }
        VendorAttributes {
            id: "vendor-attributes", ruling: "UDA-CTRL-20",
            deviate: "adds a vendor's attribute to the elements of its answers",
        }
        ManyAttributes {
            id: "many-attributes", ruling: "UDA-CTRL-20",
            deviate: "adds two hundred attributes to the elements of its answers",
        }
        SoapHeaderSent {
            id: "soap-header-sent", ruling: "UDA-CTRL-09",
            deviate: "sends an empty SOAP Header in its answers",
        }
        KeepAliveSaid {
            id: "keep-alive-said", ruling: "HTTP/1.1",
            deviate: "says that it keeps connections alive",
        }
        ComesBackElsewhere {
            id: "comes-back-elsewhere", ruling: "UDA-DISC-15",
            deviate: "comes back at another port after a restart",
        }
        IdleConnectionsClosed {
            id: "idle-connections-closed", ruling: "HTTP/1.1",
            deviate: "closes connections that are idle for a second",
        }
        AnswersInPieces {
            id: "answers-in-pieces", ruling: "HTTP/1.1",
            deviate: "writes its answers in small pieces",
        }
        LongAnswersSlow {
            id: "long-answers-slow", ruling: "UDA-CTRL-25",
            deviate: "writes long answers slowly",
            hidden: true,
        }
        CrlfLines {
            id: "crlf-lines", ruling: "XML 1.0",
            deviate: "ends the lines of its descriptions with CR and LF",
        }
        TimeFixed {
            id: "time-fixed", ruling: "UDA-EVNT-09",
            deviate: "grants half an hour to every subscription, whatever was asked",
        }
        TimesShort {
            id: "times-short", ruling: "UDA-EVNT-09",
            deviate: "grants a minute at most to every subscription, whatever was asked",
        }
        UdnCasesDiffer {
            id: "udn-cases-differ", ruling: "U-06",
            deviate: "describes its UDN in capital letters and announces it in small ones",
        }
        SearchAnsweredTwice {
            id: "search-answered-twice", ruling: "UDA-DISC-42",
            deviate: "sends every answer to a search twice",
        }
        AnswersWithoutConfigId {
            id: "answers-without-config-id", ruling: "U-03",
            deviate: "leaves CONFIGID.UPNP.ORG out of search answers (since 1.1)",
        }
        LeavesSilently {
            id: "leaves-silently", ruling: "UDA-DISC-28",
            deviate: "leaves the network without byebye",
        }
        ControlWithoutExt {
            id: "control-without-ext", ruling: "U-17",
            deviate: "leaves EXT out of control answers",
        }
        FaultsClose {
            id: "faults-close", ruling: "UDA-DESC-13",
            deviate: "closes the connection after a fault, and says so",
        }
        ArgumentsByOrder {
            id: "arguments-by-order", ruling: "UDA-CTRL-14",
            deviate: "answers 402 to arguments in another order",
        }
        SpeaksHttp10 {
            id: "speaks-http-1-0", ruling: "UDA 2.1",
            deviate: "answers by HTTP/1.0, and closes every connection",
        }
        NotifiesByHttp10 {
            id: "notifies-by-http-1-0", ruling: "UDA-EVNT-31",
            deviate: "sends its events by HTTP/1.0",
        }
        EventsLate {
            id: "events-late", ruling: "UDA-EVNT-41",
            deviate: "sends its events seven tenths of a second late",
        }
        SecondService {
            id: "second-service", ruling: "UDA-DESC-30",
            deviate: "has a service of a vendor beside Messaging, without actions and events",
        }
    } };
}
pub(super) use wire;
