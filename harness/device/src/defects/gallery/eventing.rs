//! Defects of eventing (clause 4 of the architecture).

macro_rules! eventing {
    ($join:ident $before:tt) => {
        $join! { $before
            InitialEventMissing {
                id: "initial-event-missing", breaks: "UDA-EVNT-19",
                does: "sends no initial event",
                caught_by: &["uda/eventing/initial-event"],
            }
            InitialEventOutdated {
                id: "initial-event-outdated", breaks: "UDA-EVNT-19",
                does: "says in the initial event that there is nothing new",
                caught_by: &["uda/eventing/initial-new-messages", "uda/eventing/initial-session-updates"],
            }
            InitialEventBlank {
                id: "initial-event-blank", breaks: "M-5.3.3-1",
                does: "leaves the values of the initial event empty",
                caught_by: &["5.3.3/valid", "5.3.4/valid"],
            }
            SubscriptionSoonSilent {
                id: "subscription-soon-silent", breaks: "UDA-EVNT-40",
                does: "forgets a subscription after three seconds, whatever it granted",
                caught_by: &["uda/eventing/goes-on"],
            }
            SeqStartsAtOne {
                id: "seq-starts-at-one", breaks: "UDA-EVNT-33",
                does: "numbers events from 1",
                caught_by: &["uda/eventing/sequence"],
            }
            SidChangesOnRenewal {
                id: "sid-changes-on-renewal", breaks: "UDA-EVNT-22",
                does: "gives a subscription another SID when it is renewed",
                caught_by: &["uda/eventing/renewal"],
            }
            UnknownSidRenewed {
                id: "unknown-sid-renewed", breaks: "UDA-EVNT-24",
                does: "renews subscriptions that it does not have",
                caught_by: &["uda/eventing/unknown-sid-renewed"],
            }
            UnsubscribeIgnored {
                id: "unsubscribe-ignored", breaks: "UDA-EVNT-26",
                does: "accepts a cancellation and goes on sending events",
                caught_by: &["uda/eventing/unsubscribe"],
            }
            SidWithCallbackTaken {
                id: "sid-with-callback-taken", breaks: "UDA-EVNT-13",
                does: "renews a subscription although NT or CALLBACK stand beside its SID",
                caught_by: &["uda/eventing/sid-with-other-headers"],
            }
            AnyNotificationTypeTaken {
                id: "any-notification-type-taken", breaks: "UDA-EVNT-15",
                does: "subscribes to any NT",
                caught_by: &["uda/eventing/other-notification-type"],
            }
            OneSubscriberNotified {
                id: "one-subscriber-notified", breaks: "UDA-EVNT-40",
                does: "sends an event to one of the subscriptions of a control point",
                caught_by: &["uda/eventing/every-subscriber"],
            }
            EventUnescaped {
                id: "event-unescaped", breaks: "UDA-EVNT-38",
                does: "puts XML documents into events without escaping them",
                caught_by: &["uda/eventing/values-escaped-once"],
            }
            EventEscapedTwice {
                id: "event-escaped-twice", breaks: "UDA-EVNT-38",
                does: "escapes the values in events twice",
                caught_by: &["uda/eventing/values-escaped-once"],
            }
            ArgumentTypeEvented {
                id: "argument-type-evented", breaks: "UDA-EVNT-37",
                does: "adds a variable to its events that is not evented",
                caught_by: &["uda/eventing/evented-variables-only"],
            }
            CallbackQueryLost {
                id: "callback-query-lost", breaks: "UDA-EVNT-05",
                does: "forgets the query of a callback URL",
                caught_by: &["uda/eventing/callback-whole"],
            }
            EventsToRoot {
                id: "events-to-root", breaks: "UDA-EVNT-05",
                does: "sends events to the host and port of a callback URL, and forgets its path",
                caught_by: &["uda/eventing/callback-whole"],
            }
            FailedDeliveryEndsSubscription {
                id: "failed-delivery-ends-subscription", breaks: "UDA-EVNT-47",
                does: "drops a subscription when one event cannot be delivered (a shall since 1.1)",
                caught_by: &["uda/eventing/subscriber-error", "uda/eventing/subscriber-unreachable"],
                since: "1.1",
            }
            SidWithoutScheme {
                id: "sid-without-scheme", breaks: "UDA-EVNT-08",
                does: "leaves uuid: out of its SIDs",
                caught_by: &["uda/eventing/sid-form"],
            }
            SidReused {
                id: "sid-reused", breaks: "UDA-EVNT-08",
                does: "gives a subscriber the SID of the subscription that he cancelled",
                caught_by: &["uda/eventing/sid-unique"],
            }
            NoTimeGranted {
                id: "no-time-granted", breaks: "UDA-EVNT-09",
                does: "grants subscriptions for no time at all",
                caught_by: &["uda/eventing/granted-time"],
            }
            InfiniteGranted {
                id: "infinite-granted", breaks: "UDA-EVNT-10",
                does: "grants an infinite time where it is asked for",
                caught_by: &["uda/eventing/infinite-time"],
                since: "1.1",
            }
            TimeoutDemanded {
                id: "timeout-demanded", breaks: "UDA-EVNT-11",
                does: "refuses subscriptions without TIMEOUT",
                caught_by: &["uda/eventing/without-timeout"],
            }
            SubscriptionUnframed {
                id: "subscription-unframed", breaks: "UDA-EVNT-07",
                does: "answers SUBSCRIBE without a length and keeps the connection",
                caught_by: &["uda/eventing/subscription-answer-framing"],
                since: "1.1",
            }
            StateVariableForgotten {
                id: "state-variable-forgotten", breaks: "UDA-EVNT-12",
                does: "accepts the variables asked for and events all",
                caught_by: &["uda/eventing/state-variable-asked"],
                since: "2.0",
            }
            NoCallbackTaken {
                id: "no-callback-taken", breaks: "UDA-EVNT-14",
                does: "subscribes without a callback URL",
                caught_by: &["uda/eventing/no-usable-callback"],
            }
            MissingTypeTaken {
                id: "missing-type-taken", breaks: "UDA-EVNT-16",
                does: "subscribes without NT",
                caught_by: &["uda/eventing/missing-notification-type"],
            }
            BareSubscribeTaken {
                id: "bare-subscribe-taken", breaks: "UDA-EVNT-25",
                does: "answers success to a SUBSCRIBE that says nothing",
                caught_by: &["uda/eventing/bare-subscribe"],
            }
            CancellationWithTypeTaken {
                id: "cancellation-with-type-taken", breaks: "UDA-EVNT-27",
                does: "cancels although NT or CALLBACK stand beside the SID",
                caught_by: &["uda/eventing/cancellation-with-other-headers"],
            }
            UnknownSidCancelled {
                id: "unknown-sid-cancelled", breaks: "UDA-EVNT-27",
                does: "answers success to the cancellation of what it does not have",
                caught_by: &["uda/eventing/unknown-sid-cancelled"],
            }
            AnyEventMethodTaken {
                id: "any-event-method-taken", breaks: "UDA-EVNT-30",
                does: "answers an unknown method at the eventing URL with success",
                caught_by: &["uda/eventing/other-methods"],
                since: "1.1",
            }
            InitialEventFirst {
                id: "initial-event-first", breaks: "UDA-EVNT-20",
                does: "sends the initial event before the answer to the subscription",
                caught_by: &["uda/eventing/initial-event-after-answer"],
                since: "2.0",
            }
            InitialEventAgain {
                id: "initial-event-again", breaks: "UDA-EVNT-22",
                does: "sends another initial event after a renewal",
                caught_by: &["uda/eventing/renewal"],
            }
            SeqSkipsOnRenewal {
                id: "seq-skips-on-renewal", breaks: "UDA-EVNT-23",
                does: "skips a number when a subscription is renewed",
                caught_by: &["uda/eventing/sequence-after-renewal"],
            }
            SeqSkips {
                id: "seq-skips", breaks: "UDA-EVNT-33",
                does: "numbers events 0, 1, 3",
                caught_by: &["uda/eventing/sequence"],
            }
            SubtypeMissing {
                id: "subtype-missing", breaks: "UDA-EVNT-31",
                does: "leaves NTS out of its notifications",
                caught_by: &["uda/eventing/notification-headers"],
            }
            OtherSid {
                id: "other-sid", breaks: "UDA-EVNT-31",
                does: "names another subscription in its notifications than the one that it granted",
                caught_by: &["uda/eventing/notification-headers"],
            }
            ChunksToOldSubscribers {
                id: "chunks-to-old-subscribers", breaks: "UDA-EVNT-32",
                does: "sends events in chunks to who subscribed by HTTP/1.0",
                caught_by: &["uda/eventing/events-for-http-1-0"],
                since: "1.1",
            }
            EventNamespaceOther {
                id: "event-namespace-other", breaks: "UDA-EVNT-35",
                does: "writes events in another namespace",
                caught_by: &["uda/eventing/property-set"],
            }
            VariablesQualified {
                id: "variables-qualified", breaks: "UDA-EVNT-35",
                does: "writes the variables of an event in a namespace",
                caught_by: &["uda/eventing/property-set"],
                since: "1.1",
            }
            VariableTwice {
                id: "variable-twice", breaks: "UDA-EVNT-36",
                does: "writes a variable twice in an event",
                caught_by: &["uda/eventing/variable-once"],
            }
            EventsInLatin1 {
                id: "events-in-latin-1", breaks: "UDA-EVNT-56",
                does: "has Latin-1 in its events",
                caught_by: &["uda/eventing/utf-8"],
            }
            EventsRepeated {
                id: "events-repeated", breaks: "UDA-EVNT-33",
                does: "sends every event but the first three times, with the same number",
                caught_by: &["uda/eventing/numbers-once", "uda/eventing/sequence"],
            }
            ZeroTimeGranted {
                id: "zero-time-granted", breaks: "UDA-EVNT-09",
                does: "grants a subscription for no time where none is asked for",
                caught_by: &["uda/eventing/zero-time"],
                also_failed_by: &["uda/eventing/granted-time"],
            }
        }
    };
}
pub(super) use eventing;
