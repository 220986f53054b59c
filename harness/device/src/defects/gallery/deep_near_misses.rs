//! Deep defects of identity: what is nearly the name of a thing is taken for it.

macro_rules! deep_near_misses {
    ($join:ident $before:tt) => {
        $join! { $before
            ReadTakesAnyCase {
                id: "read-takes-any-case", breaks: "M-5.5.5-701",
                does: "reads a message by its id in other letters; seen by naming what is there in that way",
                depth: Depth::Deep,
            }
            ReadTakesOuterBlanks {
                id: "read-takes-outer-blanks", breaks: "M-5.5.5-701",
                does: "reads a message by its id with blanks around it; seen by naming what is there in that way",
                depth: Depth::Deep,
            }
            ReadTakesLeadingZeros {
                id: "read-takes-leading-zeros", breaks: "M-5.5.5-701",
                does: "reads a message of a session by its id with zeros after the dot; seen by naming what is there in that way",
                depth: Depth::Deep,
            }
            DeleteTakesAnyCase {
                id: "delete-takes-any-case", breaks: "M-5.5.7-701",
                does: "deletes a message by its id in other letters; seen by naming what is there in that way",
                depth: Depth::Deep,
            }
            SearchSessionTakesPrefix {
                id: "search-session-takes-prefix", breaks: "M-5.5.4-706",
                does: "searches a session by the beginning of its id; seen by naming what is there in that way",
                depth: Depth::Deep,
            }
            SearchClassTakesAnyCase {
                id: "search-class-takes-any-case", breaks: "M-5.5.4-702",
                does: "takes `sms` for SMS in a search; seen by naming what is there in that way",
                depth: Depth::Deep,
            }
            SearchFolderTakesAnyCase {
                id: "search-folder-takes-any-case", breaks: "M-5.5.4-707",
                does: "takes `received` for Received in a search; seen by naming what is there in that way",
                depth: Depth::Deep,
            }
            SearchStatusTakesOuterBlanks {
                id: "search-status-takes-outer-blanks", breaks: "M-5.5.4-705",
                does: "takes Read with blanks around it in a search; seen by naming what is there in that way",
                depth: Depth::Deep,
            }
            GetSessionsIdTakesAnyCase {
                id: "get-sessions-id-takes-any-case", breaks: "M-5.5.12-706",
                does: "lists a session by its id in other letters; seen by naming what is there in that way",
                depth: Depth::Deep,
            }
            GetSessionsClassTakesAnyCase {
                id: "get-sessions-class-takes-any-case", breaks: "M-5.5.12-710",
                does: "takes `chat` for Chat in GetSessions; seen by naming what is there in that way",
                depth: Depth::Deep,
            }
            GetSessionsStatusTakesAnyCase {
                id: "get-sessions-status-takes-any-case", breaks: "M-5.5.12-711",
                does: "takes `running` for Running in GetSessions; seen by naming what is there in that way",
                depth: Depth::Deep,
            }
            CreateClassTakesAnyCase {
                id: "create-class-takes-any-case", breaks: "M-5.5.8-710",
                does: "creates a Chat session for `chat`; seen by naming what is there in that way",
                depth: Depth::Deep,
            }
            AcceptTakesAnyCase {
                id: "accept-takes-any-case", breaks: "M-5.5.10-706",
                does: "accepts a session by its id in other letters; seen by naming what is there in that way",
                depth: Depth::Deep,
            }
            JoinTakesPrefix {
                id: "join-takes-prefix", breaks: "M-5.5.13-706",
                does: "joins a session by the beginning of its id; seen by naming what is there in that way",
                depth: Depth::Deep,
            }
            CloseTakesOuterBlanks {
                id: "close-takes-outer-blanks", breaks: "M-5.5.15-706",
                does: "closes a session by its id with blanks around it; seen by naming what is there in that way",
                depth: Depth::Deep,
            }
            ModifyTakesAnyCase {
                id: "modify-takes-any-case", breaks: "M-5.5.9-706",
                does: "modifies a session by its id in other letters; seen by naming what is there in that way",
                depth: Depth::Deep,
            }
            CancelTakesAnyCase {
                id: "cancel-takes-any-case", breaks: "M-5.5.17-706",
                does: "cancels a transfer by its session's id in other letters; seen by naming what is there in that way",
                depth: Depth::Deep,
            }
            SendClassTakesAnyCase {
                id: "send-class-takes-any-case", breaks: "M-5.5.6-703",
                does: "sends a message of the class `sms` as SMS; seen by sending one",
                depth: Depth::Deep,
            }
            SearchSessionFindsLongerIds {
                id: "search-session-finds-longer-ids", breaks: "M-5.5.4-session",
                does: "finds the messages of every session whose id begins with the one given; seen by a search in a session whose id begins another one's",
                depth: Depth::Deep,
            }
            DeleteTakesOwnPart {
                id: "delete-takes-own-part", breaks: "M-5.5.7-701",
                does: "deletes a message of a session by what follows the dot of its id; seen by naming what is there in that way",
                caught_by: &["5.5.7/near-message-ids"],
                depth: Depth::Deep,
            }
            ReadHeedsOwnPartAlone {
                id: "read-heeds-own-part-alone", breaks: "M-5.5.5-701",
                does: "reads a message of a session by an id that has another session before the dot; seen by two sessions and the message of one",
                caught_by: &["5.5.5/near-message-ids"],
                depth: Depth::Deep,
            }
            GetSessionsTakesMessageId {
                id: "get-sessions-takes-message-id", breaks: "M-5.5.12-706",
                does: "lists the session of a message by the id of the message; seen by naming a message in a session",
                caught_by: &["5.5.12/near-session-ids"],
                depth: Depth::Deep,
            }
            LeaveTakesLongerIds {
                id: "leave-takes-longer-ids", breaks: "M-5.5.14-706",
                does: "leaves the session whose id begins the one given; seen by naming what is there with something after it",
                caught_by: &["5.5.14/near-session-ids"],
                depth: Depth::Deep,
            }
            DeleteTakesLeadingZeros {
                id: "delete-takes-leading-zeros", breaks: "M-5.5.7-701",
                does: "deletes a message of a session by its id with zeros after the dot; seen by naming what is there in that way",
                depth: Depth::Deep,
            }
            SearchSessionTakesMessageId {
                id: "search-session-takes-message-id", breaks: "M-5.5.4-706",
                does: "searches the session of a message by the id of the message; seen by naming a message in a session",
                depth: Depth::Deep,
            }
            MetadataTakesOuterBlanks {
                id: "metadata-takes-outer-blanks", breaks: "M-5.5.18-706",
                does: "shows the files of a closed session by its id with blanks around it; seen by naming what is there in that way",
                depth: Depth::Deep,
            }
            RemovalTakesLongerAddresses {
                id: "removal-takes-longer-addresses", breaks: "M-5.5.9-1",
                does: "removes everybody whose address begins with the one given; seen by removing one of two from a session whose addresses begin alike",
                depth: Depth::Deep,
            }
            SearchStatusTakesList {
                id: "search-status-takes-list", breaks: "M-5.5.4-705",
                does: "takes `Read,Unread` for any status in a search; seen by such a search",
                depth: Depth::Deep,
            }
        }
    };
}
pub(super) use deep_near_misses;
