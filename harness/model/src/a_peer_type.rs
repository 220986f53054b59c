//! Annex A, peerType: a person or a device on the phone network.

use crate::document::Writer;

/// The content of a peerType, as sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Peer {
    /// `peer:id`: an address.
    pub id: String,
    /// `peer:name`.
    pub name: Option<String>,
    /// `peer:contactInstanceId`: entry of the address book, 0 without a match.
    pub contact_instance_id: Option<String>,
    /// `peer:groupInstanceId`: group of the address book; excludes the contact's.
    pub group_instance_id: Option<String>,
    /// `peer:image`.
    pub image: Option<Image>,
    /// `peer:location`.
    pub location: Option<Location>,
    /// The one element of another namespace.
    pub extension: Option<Extension>,
}

/// `peer:image`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Image {
    /// Attribute `type`: `URL` or `thumbnail`.
    pub kind: Option<String>,
    /// `peer:contentType`.
    pub content_type: Option<String>,
    /// `peer:contentTransferEncoding`.
    pub content_transfer_encoding: Option<String>,
    /// `peer:imageData`.
    pub image_data: Option<String>,
}

/// `peer:location`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Location {
    /// Attribute `type`: `map` (the default) or `coordinates`.
    pub kind: Option<String>,
    /// A URL, or `LAT LON`.
    pub text: String,
}

/// A vendor's element; its own children are not kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extension {
    /// Its namespace.
    pub namespace: String,
    /// Its local name.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl Peer {
    /// A peer of which the address alone is known.
    pub fn new(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            ..Self::default()
        }
    }

    pub(crate) fn write(&self, w: &mut Writer, element: &str) {
        w.with(element, &[], |w| {
            w.text("peer:id", &self.id);
            w.optional("peer:name", self.name.as_deref());
            w.optional(
                "peer:contactInstanceId",
                self.contact_instance_id.as_deref(),
            );
            w.optional("peer:groupInstanceId", self.group_instance_id.as_deref());
            if let Some(image) = &self.image {
                image.write(w);
            }
            if let Some(location) = &self.location {
                w.with("peer:location", &kind(location.kind.as_deref()), |w| {
                    w.characters(&location.text)
                });
            }
            if let Some(extension) = &self.extension {
                let name = format!("v:{}", extension.name);
                w.with(&name, &[("xmlns:v", &extension.namespace)], |w| {
                    w.characters(&extension.text)
                });
            }
        });
    }
}

impl Image {
    fn write(&self, w: &mut Writer) {
        w.with("peer:image", &kind(self.kind.as_deref()), |w| {
            w.optional("peer:contentType", self.content_type.as_deref());
            w.optional(
                "peer:contentTransferEncoding",
                self.content_transfer_encoding.as_deref(),
            );
            w.optional("peer:imageData", self.image_data.as_deref());
        });
    }
}

// Written unqualified, as in the annex's example; the schema qualifies it.
fn kind(value: Option<&str>) -> Vec<(&str, &str)> {
    value.map(|value| ("type", value)).into_iter().collect()
}
