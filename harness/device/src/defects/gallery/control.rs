//! Defects of control (clause 3 of the architecture).

macro_rules! control {
    ($join:ident $before:tt) => {
        $join! { $before
            FaultWith200 {
                id: "fault-with-http-200", breaks: "UDA-CTRL-35",
                does: "answers a fault with HTTP 200",
                caught_by: &["uda/control/fault-status"],
            }
            ErrorAsOutArgument {
                id: "error-as-out-argument", breaks: "UDA-CTRL-35",
                does: "answers an error as a success with errorCode for an out argument",
                caught_by: &["uda/control/fault-status"],
            }
            FaultcodeServer {
                id: "faultcode-server", breaks: "UDA-CTRL-37",
                does: "blames itself in faultcode: Server instead of Client",
                caught_by: &["uda/control/faultcode"],
            }
            FaultstringOther {
                id: "faultstring-other", breaks: "UDA-CTRL-38",
                does: "says `Failed` in faultstring",
                caught_by: &["uda/control/faultstring"],
            }
            UpnpErrorUnqualified {
                id: "upnp-error-unqualified", breaks: "UDA-CTRL-39",
                does: "writes UPnPError without its namespace",
                caught_by: &["uda/control/upnp-error"],
            }
            UnknownActionWithoutFault {
                id: "unknown-action-without-fault", breaks: "UDA-CTRL-40",
                does: "answers an unknown action with a bare HTTP 500",
                caught_by: &["uda/control/unknown-action"],
            }
            MissingArgumentTaken {
                id: "missing-argument-taken", breaks: "UDA-CTRL-13",
                does: "answers success without values when an in argument is missing",
                caught_by: &["uda/control/missing-argument"],
            }
            SoapHeaderRefused {
                id: "soap-header-refused", breaks: "UDA-CTRL-09",
                does: "refuses a request that has header entries",
                caught_by: &["uda/control/header-entry-ignored"],
                since: "1.1",
            }
            ArgumentUnescaped {
                id: "argument-unescaped", breaks: "UDA-CTRL-33",
                does: "puts XML documents into its answers without escaping them",
                caught_by: &["uda/control/values-escaped-once"],
            }
            ArgumentEscapedTwice {
                id: "argument-escaped-twice", breaks: "UDA-CTRL-33",
                does: "escapes its out arguments twice",
                caught_by: &["uda/control/values-escaped-once"],
            }
            OutArgumentMissing {
                id: "out-argument-missing", breaks: "UDA-CTRL-31",
                does: "leaves the out argument of GetTelephonyIdentity out",
                caught_by: &["5.5.1/identity", "uda/control/out-arguments"],
                also_failed_by: &["5.5.1/identity-follows-assignment"],
            }
            ResponseVersionOne {
                id: "response-version-one", breaks: "UDA-CTRL-30",
                does: "answers under version 1 of the service whatever it was called by",
                caught_by: &["uda/control/response-version"],
            }
            ResponseNameLowerCase {
                id: "response-name-lower-case", breaks: "UDA-CTRL-29",
                does: "writes `response` behind the action's name",
                caught_by: &["uda/control/response-element"],
            }
            NonAsciiLost {
                id: "non-ascii-lost", breaks: "UDA-CTRL-54",
                does: "writes a question mark for every character beyond ASCII",
                caught_by: &["uda/control/text-beyond-ascii"],
                also_failed_by: &["5.5.6/any-script"],
            }
            ServerHeaderMissing {
                id: "server-header-missing", breaks: "UDA-CTRL-26",
                does: "leaves SERVER out of its answers (a shall since 1.1)",
                caught_by: &["uda/control/success-headers", "uda/eventing/subscription-answer"],
                since: "1.1",
            }
            ForeignEnvelopeTaken {
                id: "foreign-envelope-taken", breaks: "UDA-CTRL-05",
                does: "takes envelopes of any namespace",
                caught_by: &["uda/control/foreign-envelope"],
                since: "1.1",
            }
            EnvelopeOfSoap12 {
                id: "envelope-of-soap-1-2", breaks: "UDA-CTRL-05",
                does: "answers in envelopes of SOAP 1.2",
                caught_by: &["uda/control/envelope-namespace"],
            }
            EncodingStyleDemanded {
                id: "encoding-style-demanded", breaks: "UDA-CTRL-07",
                does: "refuses requests without encodingStyle",
                caught_by: &["uda/control/without-encoding-style"],
                since: "1.1",
            }
            PrefixesFixed {
                id: "prefixes-fixed", breaks: "UDA-CTRL-10",
                does: "takes requests with the prefixes s and u only",
                caught_by: &[
                    "uda/control/other-prefixes", "uda/control/default-namespace-of-action",
                    "uda/control/default-namespace-of-envelope",
                ],
            }
            TwoTagsRefused {
                id: "two-tags-refused", breaks: "UDA-CTRL-18",
                does: "refuses an empty action element in two tags",
                caught_by: &["uda/control/empty-action-two-tags"],
            }
            ShortEmptyArgumentLost {
                id: "short-empty-argument-lost", breaks: "UDA-CTRL-18",
                does: "takes an empty argument in one tag for a missing one",
                caught_by: &["uda/control/empty-value-one-tag"],
            }
            XmlDeclarationDemanded {
                id: "xml-declaration-demanded", breaks: "UDA-CTRL-19",
                does: "refuses requests without XML declaration",
                caught_by: &["uda/control/without-xml-declaration"],
            }
            WhiteSpaceRefused {
                id: "white-space-refused", breaks: "UDA-CTRL-20",
                does: "refuses white space between elements",
                caught_by: &["uda/control/white-space-ignored"],
            }
            AttributesRefused {
                id: "attributes-refused", breaks: "UDA-CTRL-20",
                does: "refuses unknown attributes",
                caught_by: &["uda/control/foreign-attribute-ignored"],
            }
            CommentsRefused {
                id: "comments-refused", breaks: "UDA-CTRL-20",
                does: "refuses requests with comments",
                caught_by: &["uda/control/comment-ignored"],
                since: "1.1",
            }
            AnyMediaTypeTaken {
                id: "any-media-type-taken", breaks: "UDA-CTRL-21",
                does: "executes requests of any media type",
                caught_by: &["uda/control/other-media-type"],
                since: "1.1",
            }
            BrokenXmlTaken {
                id: "broken-xml-taken", breaks: "UDA-CTRL-24",
                does: "executes what SOAPACTION names when the body is no XML",
                caught_by: &["uda/control/not-well-formed"],
                since: "1.1",
            }
            ElementBesideResponse {
                id: "element-beside-response", breaks: "UDA-CTRL-08",
                does: "puts an element beside the response element",
                caught_by: &["uda/control/one-element-in-body"],
            }
            OutArgumentTwice {
                id: "out-argument-twice", breaks: "UDA-CTRL-31",
                does: "writes every out argument twice",
                caught_by: &["uda/control/out-arguments"],
            }
            EmptyResponseMissing {
                id: "empty-response-missing", breaks: "UDA-CTRL-32",
                does: "answers with an empty Body where there is no out argument",
                caught_by: &["uda/control/empty-response"],
            }
            FaultstringMissing {
                id: "faultstring-missing", breaks: "UDA-CTRL-36",
                does: "leaves faultstring out",
                caught_by: &["uda/control/fault-parts"],
            }
            FaultsInLatin1 {
                id: "faults-in-latin-1", breaks: "UDA-CTRL-54",
                does: "writes errorDescription in Latin-1",
                caught_by: &["uda/control/utf-8"],
            }
            FaultTypeHtml {
                id: "fault-type-html", breaks: "UDA-CTRL-56",
                does: "calls its faults text/html",
                caught_by: &["uda/control/fault-headers"],
            }
            AnswerTypePlain {
                id: "answer-type-plain", breaks: "UDA-CTRL-26",
                does: "calls its control answers text/plain",
                caught_by: &["uda/control/success-headers"],
            }
            LengthBesideChunks {
                id: "length-beside-chunks", breaks: "UDA-DESC-04",
                does: "sends CONTENT-LENGTH beside chunks",
                caught_by: &["uda/control/framing"],
            }
            LengthOneMore {
                id: "length-one-more", breaks: "UDA-DESC-04",
                does: "counts a byte too many in CONTENT-LENGTH of control answers, and closes the connection behind them",
                caught_by: &["uda/control/framing"],
            }
            ChunkedRequestRefused {
                id: "chunked-request-refused", breaks: "UDA-CTRL-46",
                does: "answers 411 to requests in chunks",
                caught_by: &["uda/control/chunked-request"],
                since: "1.1",
            }
            ExpectationUnmet {
                id: "expectation-unmet", breaks: "UDA-CTRL-47",
                does: "waits for the body where 100 Continue was asked for",
                caught_by: &["uda/control/expect-continue"],
                since: "1.1",
            }
            SecondActionRefused {
                id: "second-action-refused", breaks: "UDA-CTRL-48",
                does: "takes one action a connection and refuses the next",
                caught_by: &["uda/control/two-actions-one-connection"],
            }
            Http10Refused {
                id: "http-1-0-refused", breaks: "UDA-CTRL-48",
                does: "refuses actions by HTTP/1.0",
                caught_by: &["uda/control/http-1-0-request"],
            }
            HeaderCaseMatters {
                id: "header-case-matters", breaks: "UDA-CTRL-49",
                does: "knows SOAPACTION in capital letters only",
                caught_by: &["uda/control/header-names-any-case"],
            }
            UnknownHeadersRefused {
                id: "unknown-headers-refused", breaks: "UDA-CTRL-49",
                does: "refuses requests with a vendor's header",
                caught_by: &["uda/control/unknown-headers-ignored"],
            }
            AnyMethodTaken {
                id: "any-method-taken", breaks: "UDA-CTRL-50",
                does: "answers an unknown method with success",
                caught_by: &["uda/control/other-methods"],
                since: "1.1",
            }
            CharacterReferencesUnread {
                id: "character-references-unread", breaks: "UDA-CTRL-55",
                does: "does not resolve character references",
                caught_by: &["uda/control/character-references"],
            }
            CdataUnread {
                id: "cdata-unread", breaks: "UDA-CTRL-55",
                does: "skips CDATA sections",
                caught_by: &["uda/control/cdata-argument"],
                since: "1.1",
            }
            ChunkedArgumentsLost {
                id: "chunked-arguments-lost", breaks: "UDA-CTRL-46",
                does: "finds no argument in a request in chunks",
                caught_by: &["uda/control/chunked-arguments"],
                since: "1.1",
            }
            LackOfOneUnknown {
                id: "lack-of-one-unknown", breaks: "UDA-CTRL-13",
                does: "does not know an action any more when one of its several arguments is missing",
                caught_by: &[
                    "uda/control/missing-criterion", "uda/control/omitted-search-messages",
                    "uda/control/omitted-create-session", "uda/control/omitted-modify-session",
                    "uda/control/omitted-get-sessions",
                ],
            }
            SecondAnswerSent {
                id: "second-answer-sent", breaks: "UDA-DESC-04",
                does: "sends every answer to an action twice",
                caught_by: &["uda/control/one-answer"],
            }
        }
    };
}
pub(super) use control;
