//! Annex A, peerType: a person or a device on the phone network.

use crate::document::{Judge, MESSAGING, Mistake, Node, PEER, Place, Writer};

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

impl Peer {
    /// The meaning of an element of peerType; the example's name of the group's id is understood.
    pub fn from_node(node: &Node) -> Self {
        let misnamed = misnamed(node);
        let foreign = |child: &&Node| {
            let namespace = child.namespace.as_deref();
            namespace != misnamed && namespace.is_some_and(|it| it != PEER && it != MESSAGING)
        };
        let child = |name: &str| match misnamed {
            None => node.child(name),
            Some(_) => {
                let mut children = node.children.iter();
                children.find(|it| it.namespace.as_deref() == misnamed && it.name == name)
            }
        };
        let text_of = |name: &str| child(name).map(|it| it.text.clone());
        Self {
            id: text_of("id").unwrap_or_default(),
            name: text_of("name"),
            contact_instance_id: text_of("contactInstanceId"),
            group_instance_id: text_of("groupInstanceId").or_else(|| text_of("contactGroupId")),
            image: child("image").map(Image::from_node),
            location: child("location").map(|location| Location {
                kind: location.attribute("type").map(str::to_owned),
                text: location.text.clone(),
            }),
            extension: node.children.iter().find(foreign).map(|child| Extension {
                namespace: child.namespace.clone().unwrap_or_default(),
                name: child.name.clone(),
                text: child.text.clone(),
            }),
        }
    }
}

/// The namespace that stands for that of peers, where no `id` is in any that is known and one is in another: that it is
/// the wrong one, the form of the document tells once.
fn misnamed(node: &Node) -> Option<&str> {
    if node.child("id").is_some() {
        return None;
    }
    let id = node.children.iter().find(|child| child.name == "id");
    id.and_then(|id| id.namespace.as_deref())
}

impl Image {
    fn from_node(node: &Node) -> Self {
        Self {
            kind: node.attribute("type").map(str::to_owned),
            content_type: node.text_of("contentType"),
            content_transfer_encoding: node.text_of("contentTransferEncoding"),
            image_data: node.text_of("imageData"),
        }
    }
}

pub(crate) fn rules(judge: &mut Judge<'_>, peer: &Place<'_>) {
    let Some(image) = peer
        .get("image")
        .filter(|image| image.node.attribute("type") == Some("thumbnail"))
    else {
        return;
    };
    judge.check("M-A-2");
    let missing: Vec<&str> = ["contentType", "contentTransferEncoding"]
        .into_iter()
        .filter(|name| image.node.child(name).is_none())
        .collect();
    if !missing.is_empty() {
        judge.tell(|| {
            let text = format!("a thumbnail has no {}", missing.join(" and no "));
            Mistake::rule("M-A-2", &image, missing.join(", "), text).warning()
        });
    }
}
