//! Variations: what the service does with messages.

macro_rules! page_mode {
    ($join:ident $before:tt) => { $join! { $before
        ReadShowsUnread {
            id: "read-shows-unread", ruling: "R-38",
            deviate: "shows in ReadMessage's answer the status before it",
            layer: Layer::PageMode,
        }
        OverviewLeftOut {
            id: "new-messages-without-overview", ruling: "5.3.3.2",
            deviate: "leaves messageOverview out",
            layer: Layer::PageMode,
        }
        EventsListAllUnread {
            id: "events-list-all-unread", ruling: "R-42",
            deviate: "lists every unread message in an event",
            layer: Layer::PageMode,
        }
        UnsupportedFindsNothing {
            id: "unsupported-finds-nothing", ruling: "R-51",
            deviate: "answers a search for a class or folder it lacks with an empty list",
            layer: Layer::PageMode,
        }
        LongMessageIds {
            id: "long-session-message-ids", ruling: "5.3.6",
            deviate: "makes message ids of 32 characters and more",
            layer: Layer::PageMode,
        }
        OutgoingStaysUnread {
            id: "outgoing-stays-unread", ruling: "R-39",
            deviate: "leaves a message in Outgoing Unread when it is read",
            layer: Layer::PageMode,
        }
        EverythingWithoutDeleted {
            id: "everything-without-deleted", ruling: "R-40",
            deviate: "leaves messages in Deleted out of a search without criteria",
            layer: Layer::PageMode,
        }
        SentAfterClose {
            id: "sent-after-close", ruling: "R-41",
            deviate: "moves a message that is delivered after its session was closed to Sent",
            layer: Layer::PageMode,
        }
        PlaceholdersRefused {
            id: "placeholders-refused", ruling: "R-44",
            deviate: "refuses a message whose id, folder or status is filled in",
            layer: Layer::PageMode,
        }
        MismatchRefused708 {
            id: "class-mismatch-708", ruling: "R-10",
            deviate: "answers 708 to a message of another class than its session",
            layer: Layer::PageMode,
        }
        AttachmentsCopied {
            id: "attachments-copied", ruling: "R-63",
            deviate: "gives attachments addresses of its own",
            layer: Layer::PageMode,
        }
        PeersNamed {
            id: "peers-named", ruling: "R-63",
            deviate: "adds names to recipients",
            layer: Layer::PageMode,
        }
        DeleteInClosedRefused {
            id: "delete-in-closed-refused", ruling: "R-68",
            deviate: "refuses to delete a message of a closed session",
            layer: Layer::PageMode,
        }
        RepeatedAddressesOnce {
            id: "repeated-addresses-once", ruling: "R-63",
            deviate: "keeps an address once that was given twice, in whatever role",
            layer: Layer::PageMode,
        }
        RecipientsReordered {
            id: "recipients-reordered", ruling: "R-63",
            deviate: "shows recipients in another order",
            layer: Layer::PageMode,
        }
        AttachmentsReordered {
            id: "attachments-reordered", ruling: "R-63",
            deviate: "shows attachments in another order",
            layer: Layer::PageMode,
        }
        AttachmentSizesLeftOut {
            id: "attachment-sizes-left-out", ruling: "R-63",
            deviate: "shows attachments without their size",
            layer: Layer::PageMode,
        }
        AstralRefused {
            id: "astral-characters-refused", ruling: "R-73",
            deviate: "refuses text with characters beyond the Basic Multilingual Plane",
            layer: Layer::PageMode,
        }
        AttachmentsFetchedFirst {
            id: "attachments-fetched-first", ruling: "R-74",
            deviate: "fetches attachments before it answers, and refuses a message without them",
            layer: Layer::PageMode,
        }
        AddressesFitClass {
            id: "addresses-fit-class", ruling: "R-74",
            deviate: "refuses SIP addresses for SMS and MMS",
            layer: Layer::PageMode,
        }
        AddressesRewritten {
            id: "addresses-rewritten", ruling: "5.3.14",
            deviate: "writes telephone numbers without separators, and domains in capitals",
            layer: Layer::PageMode,
        }
        DeletedDelivered {
            id: "deleted-delivered", ruling: "R-72",
            deviate: "delivers a message that was deleted from Outgoing; it stays in Deleted",
            layer: Layer::PageMode,
        }
        DeliveriesDelayed {
            id: "deliveries-delayed", ruling: "5.5.6.3",
            deviate: "takes a second and a half to deliver a message",
            layer: Layer::PageMode,
        }
        ReleaseDeliversFirst {
            id: "release-delivers-first", ruling: "5.5.6.3",
            deviate: "delivers the oldest of the messages held as soon as the network works again, and the others when it is told to",
            layer: Layer::PageMode,
        }
        NewestFirst {
            id: "newest-first", ruling: "5.3.11, 5.3.15",
            deviate: "lists messages and sessions with the newest first",
            layer: Layer::PageMode,
        }
        ListsShowSubject {
            id: "lists-show-subject", ruling: "R-18",
            deviate: "shows the subject of messages in a list",
            layer: Layer::PageMode,
        }
        IdsCounted {
            id: "ids-counted", ruling: "5.3.6, 5.3.12",
            deviate: "counts messages and sessions: ids are consecutive numbers, and a message and a session may have the same",
            layer: Layer::PageMode,
        }
        IdsDifferInCase {
            id: "ids-differ-in-case", ruling: "5.3.6, 5.3.12",
            deviate: "makes ids that differ in the case of letters only",
            layer: Layer::PageMode,
        }
    } };
}
pub(super) use page_mode;
