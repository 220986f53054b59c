//! Defects of the service description, and what it declares of clauses 5 and 6.

macro_rules! scpd {
    ($join:ident $before:tt) => { $join! { $before
        ScpdLacksDeleteMessage {
            id: "scpd-lacks-delete-message", breaks: "M-T9-DeleteMessage",
            does: "does not declare the required action DeleteMessage",
            caught_by: &["5.5/delete-message-declared"],
        }
        ScpdVariableMissing {
            id: "scpd-variable-missing", breaks: "M-T1-A_ARG_TYPE_MessageID",
            does: "does not declare the state variable of message ids",
            caught_by: &["5.3.1/message-id-declared"],
        }
        ScpdVariableNotString {
            id: "scpd-variable-not-string", breaks: "M-T1-type",
            does: "declares a message id as a number",
            caught_by: &["5.3.1/data-types"],
        }
        ScpdSendEventsLeftOut {
            id: "scpd-send-events-left-out", breaks: "UDA-SCPD-15",
            does: "leaves sendEvents out where it means no",
            caught_by: &["uda/scpd/send-events"],
        }
        ScpdOutBeforeIn {
            id: "scpd-out-before-in", breaks: "UDA-SCPD-07",
            does: "declares out arguments before in arguments",
            caught_by: &["uda/scpd/direction"],
        }
        DescribedAsVersionOne {
            id: "described-as-version-one", breaks: "M-5.1-1",
            does: "describes itself as version 1 of the service",
            caught_by: &["5.1/described"],
            also_failed_by: &["uda/discovery/all", "uda/discovery/unknown-targets", "uda/discovery/announced-set"],
        }
        IdentityNotImplemented {
            id: "identity-not-implemented", breaks: "UDA-SCPD-23",
            does: "answers 602 to GetTelephonyIdentity, which it declares",
            caught_by: &["5.5.1/declared-and-there", "5.5.1/identity"],
        }
        ScpdVendorActionUnmarked {
            id: "scpd-vendor-action-unmarked", breaks: "M-4.3-1",
            does: "declares an action of its own without X_",
            caught_by: &["uda/scpd/vendor-names"],
        }
        ScpdRelatedVariableMissing {
            id: "scpd-related-variable-missing", breaks: "M-T1-related",
            does: "does not declare the optional variable of an argument",
            caught_by: &["5.3.1/related-variables-declared"],
        }
        ScpdArgumentsSwapped {
            id: "scpd-arguments-swapped", breaks: "M-T9-args",
            does: "declares the in arguments of SearchMessages in another order",
            caught_by: &["5.5.4/arguments"],
        }
        ScpdArgumentRenamed {
            id: "scpd-argument-renamed", breaks: "M-T9-args",
            does: "declares the out argument of SearchMessages by another name",
            caught_by: &["5.5.4/arguments"],
        }
        ScpdArgumentOtherVariable {
            id: "scpd-argument-other-variable", breaks: "M-T9-args",
            does: "relates the argument of LeaveSession to the message id",
            caught_by: &["5.5.14/arguments"],
        }
        ScpdNotEvented {
            id: "scpd-not-evented", breaks: "M-5.4-1",
            does: "declares NewMessages as not evented",
            caught_by: &["6/evented-variables", "uda/eventing/evented-variables-only"],
        }
        ScpdAllEvented {
            id: "scpd-argument-type-evented", breaks: "M-5.4-1",
            does: "declares an argument type as evented",
            caught_by: &["6/evented-variables"],
        }
        ScpdFolderMissing {
            id: "scpd-folder-missing", breaks: "M-6-1",
            does: "leaves Outgoing out of the allowed folders",
            caught_by: &["6/allowed-values-message-folder"],
        }
        ScpdStatusAdded {
            id: "scpd-status-added", breaks: "M-6-1",
            does: "allows a session status of its own",
            caught_by: &["6/allowed-values-session-status"],
        }
        ScpdClassMisspelt {
            id: "scpd-class-misspelt", breaks: "M-6-1",
            does: "allows FileTransfer instead of File-Transfer",
            caught_by: &["6/allowed-values-session-class"],
        }
        ScpdDefaultOther {
            id: "scpd-default-other", breaks: "M-6-1",
            does: "has Sent as default of the folder",
            caught_by: &["6/default-message-folder"],
        }
        ScpdNamespaceOther {
            id: "scpd-namespace-other", breaks: "UDA-SCPD-01",
            does: "describes its service in another namespace",
            caught_by: &["uda/scpd/root-element"],
        }
        ScpdConfigIdDiffers {
            id: "scpd-config-id-differs", breaks: "UDA-SCPD-02",
            does: "has another configId in its service description",
            caught_by: &["uda/scpd/config-id"],
            since: "1.1",
        }
        ScpdActionTwice {
            id: "scpd-action-twice", breaks: "UDA-SCPD-05",
            does: "declares an action twice",
            caught_by: &["uda/scpd/action"],
        }
        ScpdArgumentTwice {
            id: "scpd-argument-twice", breaks: "UDA-SCPD-06",
            does: "declares an argument twice",
            caught_by: &["uda/scpd/argument"],
        }
        ScpdRetvalOnIn {
            id: "scpd-retval-on-in-argument", breaks: "UDA-SCPD-08",
            does: "marks an in argument as return value",
            caught_by: &["uda/scpd/retval"],
        }
        ScpdNameWithHyphen {
            id: "scpd-name-with-hyphen", breaks: "UDA-SCPD-10",
            does: "declares an action of its own with a hyphen in its name",
            caught_by: &["uda/scpd/name-form"],
        }
        ScpdVendorArgument {
            id: "scpd-vendor-argument", breaks: "UDA-SCPD-13",
            does: "adds an argument to an action of the standard",
            caught_by: &["uda/scpd/vendor-arguments"],
        }
        ScpdVariableTwice {
            id: "scpd-variable-twice", breaks: "UDA-SCPD-14",
            does: "declares a state variable twice",
            caught_by: &["uda/scpd/state-table"],
        }
        ScpdMulticast {
            id: "scpd-multicast", breaks: "UDA-SCPD-16",
            does: "declares a state variable as evented by multicast",
            caught_by: &["uda/scpd/multicast"],
            since: "1.1",
        }
        ScpdDataTypeUnknown {
            id: "scpd-data-type-unknown", breaks: "UDA-SCPD-17",
            does: "declares a variable of its own with an unknown data type",
            caught_by: &["uda/scpd/data-type"],
        }
        ScpdDefaultUnfit {
            id: "scpd-default-unfit", breaks: "UDA-SCPD-19",
            does: "declares a number of its own whose default is a word",
            caught_by: &["uda/scpd/default-value"],
        }
        ScpdListForNumber {
            id: "scpd-list-for-number", breaks: "UDA-SCPD-20",
            does: "declares a number of its own with a list of allowed values",
            caught_by: &["uda/scpd/allowed-values"],
        }
        ScpdRangeEmpty {
            id: "scpd-range-empty", breaks: "UDA-SCPD-22",
            does: "declares a range of its own whose minimum is its maximum",
            caught_by: &["uda/scpd/range"],
        }
        ScpdLocalized {
            id: "scpd-localized", breaks: "UDA-SCPD-25",
            does: "tells in its service description which language was asked for",
            caught_by: &["uda/scpd/without-locale"],
        }
        ScpdUpdatesNotEvented {
            id: "scpd-updates-not-evented", breaks: "UDA-EVNT-37",
            does: "declares SessionUpdates as not evented, and events it",
            caught_by: &["6/evented-variables", "uda/eventing/evented-variables-only"],
        }
        ScpdFirstVariableMissing {
            id: "scpd-first-variable-missing", breaks: "M-T1-A_ARG_TYPE_MessagingCapabilities",
            does: "does not declare the first of its state variables",
            caught_by: &["5.3.1/messaging-capabilities-declared"],
        }
        OtherScpdIsPage {
            id: "other-scpd-is-page", breaks: "UDA-SCPD-01",
            does: "serves a page instead of the description of a second service, as text/xml",
            caught_by: &["uda/scpd/other-services"],
        }
    } };
}
pub(super) use scpd;
