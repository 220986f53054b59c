//! Seeds from the instance vectors: each document to the target of its document, each simple value to its lexer's, and
//! documents that devices send wrapped up as they travel.

use ctk_model::document::Kind;
use ctk_vectors::{Instance, LexicalKind, instances};

use super::SERVICE;
use crate::LONGEST;

/// The target of a document.
pub(super) fn target_of(kind: Kind) -> &'static str {
    match kind {
        Kind::MessagingCapabilities => "s5_3_02_messaging_capabilities",
        Kind::NewMessages => "s5_3_03_new_messages",
        Kind::SessionUpdates => "s5_3_04_session_updates",
        Kind::Message => "s5_3_10_message",
        Kind::MessageList => "s5_3_11_message_list",
        Kind::RecipientsList => "s5_3_14_recipients_list",
        Kind::SessionInfo => "s5_3_15_session_info",
        Kind::SessionsList => "s5_3_16_sessions_list",
        Kind::FileInfoList => "s5_3_20_file_info_list",
        Kind::Peer => "a_peer_type",
    }
}

/// The target of a simple value.
pub(super) fn target_of_value(kind: LexicalKind) -> &'static str {
    match kind {
        LexicalKind::MessageId | LexicalKind::SessionId => "lexical_id",
        LexicalKind::Identity | LexicalKind::AnyUri => "lexical_uri",
        LexicalKind::DateTime => "lexical_date",
        LexicalKind::MimeList => "lexical_mime",
        LexicalKind::EventText
        | LexicalKind::Boolean
        | LexicalKind::NonNegativeInteger
        | LexicalKind::PositiveInteger
        | LexicalKind::UnsignedInt => "lexical_value",
    }
}

/// What the vectors have for a target, by names made of their ids. A document longer than an input may be is left to
/// the tests of the model, which judge every vector.
pub(super) fn of(target: &str) -> Vec<(String, Vec<u8>)> {
    let documents = instances().vectors.iter().filter_map(|vector| {
        let bytes = match target {
            "a_peer_type" => peer(vector)?,
            "soap_response" => soap_response(vector)?,
            "gena_notify" => notify(vector)?,
            _ if Kind::of_root(&vector.document).map(target_of) == Some(target) => vector.bytes(),
            _ => return None,
        };
        Some((file_name(&vector.id), bytes))
    });
    let values = instances()
        .lexicals
        .iter()
        .filter(|value| target_of_value(value.kind) == target)
        .map(|value| (file_name(&value.id), value.text.clone().into_bytes()));
    documents
        .chain(values)
        .filter(|(_, bytes)| bytes.len() <= LONGEST)
        .collect()
}

fn file_name(id: &str) -> String {
    id.replace('/', "-")
}

// The content of the first peer of a list.
fn peer(vector: &Instance) -> Option<Vec<u8>> {
    if vector.head() != "annex-a" {
        return None;
    }
    let text = vector.text()?;
    let (_, rest) = text.split_once("<recipientTo>")?;
    let (inner, _) = rest.split_once("</recipientTo>")?;
    Some(inner.as_bytes().to_vec())
}

// The documents that ReadMessage returns.
fn soap_response(vector: &Instance) -> Option<Vec<u8>> {
    if vector.document != "message" || !vector.direction.is_output() || !vector.fits_an_argument() {
        return None;
    }
    let value = escaped(&vector.text()?);
    Some(format!("<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" s:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"><s:Body><u:ReadMessageResponse xmlns:u=\"{SERVICE}\"><MessageRequested>{value}</MessageRequested></u:ReadMessageResponse></s:Body></s:Envelope>").into_bytes())
}

// The documents of the two evented variables.
fn notify(vector: &Instance) -> Option<Vec<u8>> {
    let variable = match vector.document.as_str() {
        "newMessages" => "NewMessages",
        "sessionUpdates" => "SessionUpdates",
        _ => return None,
    };
    vector.fits_an_argument().then_some(())?;
    Some(super::notify(variable, &escaped(&vector.text()?)).into_bytes())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
