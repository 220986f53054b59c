//! What is written is read as the same.

use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

use super::*;
use crate::document::*;
use crate::lexical::is_xml_char;

fn text() -> impl Strategy<Value = String> {
    vec(
        any::<char>().prop_filter("XML has it", |c| is_xml_char(*c)),
        0..12,
    )
    .prop_map(|chars| chars.into_iter().collect())
}

fn name() -> impl Strategy<Value = String> {
    "[a-z][a-z0-9]{0,6}"
}

fn image() -> impl Strategy<Value = Image> {
    (of(text()), of(text()), of(text()), of(text())).prop_map(
        |(kind, content_type, encoding, image_data)| Image {
            kind,
            content_type,
            content_transfer_encoding: encoding,
            image_data,
        },
    )
}

fn peer() -> impl Strategy<Value = Peer> {
    let location = (of(text()), text()).prop_map(|(kind, text)| Location { kind, text });
    let extension = (name(), name(), text()).prop_map(|(namespace, name, text)| Extension {
        namespace: format!("urn:{namespace}"),
        name,
        text,
    });
    (
        text(),
        of(text()),
        of(text()),
        of(text()),
        of(image()),
        of(location),
        of(extension),
    )
        .prop_map(
            |(id, name, contact_instance_id, group_instance_id, image, location, extension)| Peer {
                id,
                name,
                contact_instance_id,
                group_instance_id,
                image,
                location,
                extension,
            },
        )
}

fn recipients() -> impl Strategy<Value = Recipients> {
    (
        vec(peer(), 0..3),
        vec(peer(), 0..2),
        vec(peer(), 0..2),
        of(peer()),
    )
        .prop_map(|(to, cc, bcc, from)| Recipients { to, cc, bcc, from })
}

fn message() -> impl Strategy<Value = Message> {
    let attachment =
        (text(), of(text()), of(text())).prop_map(|(uri, size, mime_type)| Attachment {
            uri,
            size,
            mime_type,
        });
    let head = (text(), of(text()), text(), text(), text(), of(text()));
    let tail = (
        of(text()),
        of(text()),
        vec(attachment, 0..3),
        of(text()),
        of(text()),
    );
    (head, recipients(), tail).prop_map(|(head, recipients, tail)| Message {
        id: head.0,
        session_id: head.1,
        class: head.2,
        folder: head.3,
        status: head.4,
        reply_to: head.5,
        recipients,
        subject: tail.0,
        text: tail.1,
        attachments: tail.2,
        date_sent: tail.3,
        date_received: tail.4,
    })
}

fn files() -> impl Strategy<Value = FileInfoList> {
    let file = (text(), text(), text(), text(), of(text())).prop_map(
        |(file_type, size, link, progress, time)| FileInfo {
            file_type,
            size,
            link,
            progress,
            time,
        },
    );
    (text(), vec(file, 0..4)).prop_map(|(session_id, files)| FileInfoList { session_id, files })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn messages(message in message()) {
        let read = read_message(&message.to_xml(), Direction::Input, &context());
        prop_assert_eq!(read.value, Some(message));
    }

    #[test]
    fn recipients_lists(recipients in recipients()) {
        let read = read_recipients(&recipients.to_xml(), Direction::Input, &context());
        prop_assert_eq!(read.value, Some(recipients));
    }

    #[test]
    fn file_info_lists(files in files()) {
        let read = read_file_info_list(&files.to_xml(), Direction::Input, &context());
        prop_assert_eq!(read.value, Some(files));
    }
}

#[test]
fn what_xml_cannot_carry_is_replaced() {
    let message = Message {
        text: Some("a\0b\u{fffe}".to_owned()),
        ..Message::default()
    };
    let read = read_message(&message.to_xml(), Direction::Input, &context());
    assert_eq!(
        read.value.and_then(|message| message.text).as_deref(),
        Some("a\u{fffd}b\u{fffd}")
    );
}

#[test]
fn an_input_document_as_it_goes_over_the_wire() {
    assert_eq!(
        Recipients::to_ids(&["tel:+1"]).to_xml(),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <m:recipientsList xmlns:m=\"urn:schemas-upnp-org:phone:messaging\" \
         xmlns:peer=\"urn:schemas-upnp-org:phone:peer\"><recipientTo><peer:id>tel:+1</peer:id></recipientTo>\
         <recipientFrom><peer:id></peer:id></recipientFrom></m:recipientsList>"
    );
}
