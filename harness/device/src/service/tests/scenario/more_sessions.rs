//! The rest of the conversation about sessions: several recipients, several mistakes, ends by the peer.

use super::*;

const ANN: &str = "sip:ann@example.invalid";
const BOB: &str = "sip:bob@example.invalid";

pub(super) fn more_sessions(talk: &mut Talk<'_>) {
    let id = talk.act("CreateSession", &creation("Mixed", "<"));
    talk.sessions(&id, "", "");
    talk.act("CreateSession", &creation("Party", "<"));
    let both = recipients(&[ANN, BOB]);
    let arguments = [
        ("SessionClass", "Chat"),
        ("SessionRecipients", &both),
        ("Subject", "Lunch at noon"),
        ("SupportedContentType", "text/plain,image/png"),
    ];
    let id = talk.act("CreateSession", &arguments);
    talk.sessions(&id, "", "");
    talk.far("peer-accepts-session", json!({"session_id": id}));
    modified(talk, &id);
    let fields = json!({"class": "Instant Message", "from": ANN, "text": "x", "session_id": id});
    let arrived = talk.far("incoming-message", fields)["message_id"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    talk.act("ReadMessage", &[("MessageID", &arrived)]);
    talk.on("LeaveSession", &id);
    talk.sessions(&id, "", "");
    talk.on("AcceptSession", &id);
    talk.sessions(&id, "", "");
    talk.on("JoinSession", &id);
    talk.on("CloseSession", &id);
    talk.on("AcceptSession", &id);
    talk.search("", "", "", &id);
    for action in ["AcceptSession", "CloseSession"] {
        talk.on(action, "nosession");
    }
    talk.modify("nosession", "", "", "Nothing", "");
    talk.sessions("", "Party", "");
    talk.sessions("", "", "Asleep");
    talk.sessions("", "", "Closed");
    ended_by_peers(talk);
}

fn modified(talk: &mut Talk<'_>, id: &str) {
    talk.modify(id, &recipients(&["sip:cid@example.invalid"]), "", "", "");
    talk.modify(id, &recipients(&[ANN]), "", "", "");
    talk.modify(id, "", "", "", "Party");
    talk.act(
        "ModifySession",
        &[
            ("SessionID", id),
            ("SessionRecipientsToAdd", ""),
            ("SessionRecipientsToRemove", ""),
            ("Subject", ""),
            ("SupportedContentType", "text/html"),
            ("SessionClass", ""),
        ],
    );
    talk.sessions(id, "", "");
}

fn ended_by_peers(talk: &mut Talk<'_>) {
    let ann = recipients(&[ANN]);
    let id = talk.act("CreateSession", &creation("Chat", &ann));
    talk.far("peer-rejects-session", json!({"session_id": id}));
    talk.sessions(&id, "", "");
    let id = talk.act("CreateSession", &creation("Chat", &ann));
    talk.far("peer-closes-session", json!({"session_id": id}));
    talk.sessions(&id, "", "");
    let id = talk.act("CreateSession", &creation("Chat", &ann));
    talk.far("peer-accepts-session", json!({"session_id": id}));
    talk.far("peer-closes-session", json!({"session_id": id}));
    talk.sessions(&id, "", "");
    talk.events();
}
