use super::*;
use crate::service::documents::Recipients;
use crate::service::message::Direction;
use crate::service::values::MessageClass;

fn store() -> Store {
    let setup = Setup::new(&[], Deviations::default(), "device".to_owned());
    Store::new(setup.expect("a setup"))
}

fn put(store: &mut Store, folder: MessageFolder) -> String {
    let id = store.new_message_id(None);
    let message = Message {
        id: id.clone(),
        session_id: None,
        direction: Direction::Outgoing,
        class: MessageClass::Sms,
        folder,
        status: MessageStatus::Unread,
        reply_to: None,
        recipients: Recipients::default(),
        subject: None,
        text: None,
        attachments: Vec::new(),
        date_sent: None,
        date_received: None,
    };
    store.store_message(message, now());
    id
}

#[test]
fn a_full_store_gives_up_deleted_messages_and_then_refuses() {
    let mut store = store();
    let deleted = put(&mut store, MessageFolder::Deleted);
    for _ in 1..MOST_MESSAGES {
        put(&mut store, MessageFolder::Sent);
    }
    assert_eq!(store.make_room(), Ok(()));
    assert!(store.message(&deleted).is_none());
    put(&mut store, MessageFolder::Sent);
    assert_eq!(store.make_room(), Err(Fault::new(Fault::OUT_OF_MEMORY)));
}

#[test]
fn long_messages_fill_the_store_sooner() {
    let mut store = store();
    let deleted = put(&mut store, MessageFolder::Deleted);
    for _ in 0..MOST_MESSAGE_BYTES / (1 << 20) {
        let id = put(&mut store, MessageFolder::Sent);
        let message = store.message_mut(&id).expect("it was just put there");
        message.text = Some("x".repeat(1 << 20));
    }
    assert_eq!(store.make_room(), Err(Fault::new(Fault::OUT_OF_MEMORY)));
    assert!(
        store.message(&deleted).is_none(),
        "what is deleted goes first"
    );
}

#[test]
fn too_many_sessions_push_out_closed_ones() {
    let mut store = store();
    let mut first = None;
    for _ in 0..MOST_SESSIONS {
        let id = store.new_session_id();
        let session = Session::new(id.clone(), None, Recipients::default(), None);
        assert_eq!(store.store_session(session), Ok(()));
        first.get_or_insert(id);
    }
    let one_more = |store: &mut Store| {
        let id = store.new_session_id();
        store.store_session(Session::new(id, None, Recipients::default(), None))
    };
    assert_eq!(one_more(&mut store), Err(Fault::new(Fault::OUT_OF_MEMORY)));
    let first = first.expect("one was made");
    assert_eq!(store.close_session(&first), Ok(()));
    assert_eq!(one_more(&mut store), Ok(()));
    assert!(store.session(&first).is_none());
}

#[test]
fn delivery_happens_once_and_never_from_deleted() {
    let mut store = store();
    let id = put(&mut store, MessageFolder::Outgoing);
    assert!(store.deliver(&id));
    assert!(!store.deliver(&id));
    let deleted = put(&mut store, MessageFolder::Deleted);
    assert!(!store.deliver(&deleted));
}
