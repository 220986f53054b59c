//! Annex A peerType, and 5.3.14 recipientsList, which is made of peers.

use super::invalid::Invalid;
use super::sequence::Sequence;
use super::simple_types::unsigned_int;
use super::tree::{Element, collapse, read};
use super::writer::Writer;
use super::{MESSAGING, PEER};
use crate::defects::{DefectId, VariationId};

/// Somebody who sends or receives messages.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(in crate::service) struct Peer {
    pub(in crate::service) id: String,
    pub(in crate::service) name: Option<String>,
    instance: Option<Instance>,
    image: Option<Image>,
    location: Option<Location>,
    /// The one element of another namespace that Annex A has room for.
    extension: Option<Element>,
}

/// The peer's entry in the address book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Instance {
    Contact(u32),
    Group(u32),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Image {
    kind: Option<String>,
    content_type: Option<String>,
    content_transfer_encoding: Option<String>,
    data: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Location {
    kind: Option<String>,
    text: String,
}

impl Peer {
    /// Whether an entry of the address book is named.
    pub(in crate::service) fn is_in_address_book(&self) -> bool {
        self.instance.is_some()
    }

    /// A peer of whom only the address, and perhaps the name, is known.
    pub(in crate::service) fn new(id: &str, name: Option<&str>) -> Self {
        Self {
            id: id.to_owned(),
            name: name.map(str::to_owned),
            ..Self::default()
        }
    }

    /// The bytes that it takes, roughly.
    fn weight(&self) -> usize {
        let image = self.image.iter().flat_map(|image| {
            [
                &image.kind,
                &image.content_type,
                &image.content_transfer_encoding,
                &image.data,
            ]
        });
        let texts = image.chain([&self.name]).flatten().map(String::len);
        let location = self.location.iter().map(|location| location.text.len());
        let extension = self.extension.iter().map(Element::weight);
        let parts: usize = texts.chain(location).chain(extension).sum();
        size_of::<Self>() + self.id.len() + parts
    }

    /// What Table 2 calls NAME: the peer's name, or its id when it has none.
    pub(in crate::service) fn display_name(&self) -> &str {
        self.name
            .as_deref()
            .filter(|name| !name.is_empty())
            .unwrap_or(&self.id)
    }
}

/// 5.3.14: who a message or session goes to, and who it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(in crate::service) struct Recipients {
    pub(in crate::service) to: Vec<Peer>,
    pub(in crate::service) cc: Vec<Peer>,
    pub(in crate::service) bcc: Vec<Peer>,
    pub(in crate::service) from: Peer,
}

impl Recipients {
    /// The bytes that they take, roughly.
    pub(in crate::service) fn weight(&self) -> usize {
        self.receivers().chain([&self.from]).map(Peer::weight).sum()
    }

    /// Everybody but the sender.
    pub(in crate::service) fn receivers(&self) -> impl Iterator<Item = &Peer> {
        self.to.iter().chain(&self.cc).chain(&self.bcc)
    }

    /// Whether somebody receives, and every receiver has an id.
    pub(in crate::service) fn reach_somebody(&self) -> bool {
        self.receivers().next().is_some()
            && self.receivers().all(|one| !collapse(&one.id).is_empty())
    }

    /// The addresses as `addresses-rewritten` writes them; they are the same by RFC 3966 and RFC 3261.
    pub(in crate::service) fn rewrite(&mut self) {
        let all = self.to.iter_mut().chain(&mut self.cc).chain(&mut self.bcc);
        for peer in all {
            peer.id = match peer.id.split_once('@') {
                Some((user, domain)) => format!("{user}@{}", domain.to_ascii_uppercase()),
                None => {
                    let separators = ['-', '.', '(', ')'];
                    peer.id.replace(separators, "")
                }
            };
        }
    }

    fn has(&self, id: &str) -> bool {
        self.receivers().any(|one| one.id == id)
    }

    /// Adds the receivers of another list that are not in this one yet, in whatever role.
    pub(in crate::service) fn add(&mut self, other: Recipients) {
        for peer in other.to {
            if !self.has(&peer.id) {
                self.to.push(peer);
            }
        }
        for peer in other.cc {
            if !self.has(&peer.id) {
                self.cc.push(peer);
            }
        }
        for peer in other.bcc {
            if !self.has(&peer.id) {
                self.bcc.push(peer);
            }
        }
    }

    /// Removes the receivers of another list, from whatever role.
    pub(in crate::service) fn remove(&mut self, other: &Recipients) {
        for peers in [&mut self.to, &mut self.cc, &mut self.bcc] {
            peers.retain(|one| !other.has(&one.id));
        }
    }
}

/// 5.3.14: reads a recipientsList.
///
/// # Errors
/// When the text is not well-formed, or not valid by Annexes A and B.
pub(in crate::service) fn read_recipients(xml: &str) -> Result<Recipients, Invalid> {
    recipients(&read(xml)?.expect(MESSAGING, "recipientsList")?)
}

/// `recipientsList.type`
pub(super) fn recipients(list: &Element) -> Result<Recipients, Invalid> {
    let mut children = list.no_attributes()?.sequence()?;
    let mut peers = |local: &str| -> Result<Vec<Peer>, Invalid> {
        children.many("", local).into_iter().map(peer).collect()
    };
    let (to, cc, bcc) = (
        peers("recipientTo")?,
        peers("recipientCc")?,
        peers("recipientBcc")?,
    );
    let from = peer(children.required("", "recipientFrom")?)?;
    children.end()?;
    Ok(Recipients { to, cc, bcc, from })
}

/// `peerType`
fn peer(element: &Element) -> Result<Peer, Invalid> {
    let mut children = element.no_attributes()?.sequence()?;
    let id = children.required(PEER, "id")?.no_attributes()?.text()?;
    let name = text(&mut children, "name")?;
    let instance = if let Some(contact) = text(&mut children, "contactInstanceId")? {
        Some(Instance::Contact(unsigned_int(&contact)?))
    } else {
        // The schema gives groupInstanceId no type; only a number can be an entry's.
        children
            .optional(PEER, "groupInstanceId")
            .and_then(|group| unsigned_int(&group.text().ok()?).ok())
            .map(Instance::Group)
    };
    let image = children.optional(PEER, "image").map(image).transpose()?;
    let location = children
        .optional(PEER, "location")
        .map(location)
        .transpose()?;
    let extension = children.foreign(PEER).cloned();
    children.end()?;
    Ok(Peer {
        id,
        name,
        instance,
        image,
        location,
        extension,
    })
}

fn image(element: &Element) -> Result<Image, Invalid> {
    let kind = one_of(element, &["URL", "thumbnail"])?;
    let mut children = element.sequence()?;
    let content_type = text(&mut children, "contentType")?;
    let content_transfer_encoding = text(&mut children, "contentTransferEncoding")?;
    let data = text(&mut children, "imageData")?;
    children.end()?;
    Ok(Image {
        kind,
        content_type,
        content_transfer_encoding,
        data,
    })
}

fn location(element: &Element) -> Result<Location, Invalid> {
    Ok(Location {
        kind: one_of(element, &["map", "coordinates"])?,
        text: element.text()?,
    })
}

fn one_of(element: &Element, values: &[&str]) -> Result<Option<String>, Invalid> {
    match element.only_attribute(PEER, "type")? {
        Some(value) if !values.contains(&value) => Err(Invalid::schema(format_args!(
            "the type of `{}` is none of {values:?}",
            element.name.local
        ))),
        value => Ok(value.map(str::to_owned)),
    }
}

fn text(children: &mut Sequence<'_>, local: &str) -> Result<Option<String>, Invalid> {
    children
        .optional(PEER, local)
        .map(|child| child.no_attributes()?.text())
        .transpose()
}

impl Writer<'_> {
    /// `recipientsList.type`
    pub(super) fn recipients(&mut self, recipients: &Recipients) {
        self.open("recipientsList");
        let groups = [
            ("recipientTo", &recipients.to),
            ("recipientCc", &recipients.cc),
            ("recipientBcc", &recipients.bcc),
        ];
        for (local, peers) in groups {
            for peer in peers {
                self.peer(local, peer);
            }
        }
        if !self.deviations.has(DefectId::RecipientFromMissing) {
            self.peer("recipientFrom", &recipients.from);
        }
        self.close();
    }

    fn peer(&mut self, local: &str, peer: &Peer) {
        self.open(local);
        self.peer_leaf("id", &peer.id);
        if let Some(name) = &peer.name {
            self.peer_leaf("name", name);
        }
        match peer.instance {
            Some(Instance::Contact(number)) => {
                self.peer_leaf("contactInstanceId", &number.to_string());
            }
            Some(Instance::Group(number)) => self.peer_leaf("groupInstanceId", &number.to_string()),
            None => {}
        }
        if let Some(image) = &peer.image {
            self.open_peer("image", image.kind.as_deref().map(|kind| ("type", kind)));
            let parts = [
                ("contentType", &image.content_type),
                ("contentTransferEncoding", &image.content_transfer_encoding),
                ("imageData", &image.data),
            ];
            for (local, part) in parts {
                if let Some(part) = part {
                    self.peer_leaf(local, part);
                }
            }
            self.close();
        }
        if let Some(location) = &peer.location {
            self.open_peer(
                "location",
                location.kind.as_deref().map(|kind| ("type", kind)),
            );
            self.text(&location.text);
            self.close();
        }
        if let Some(extension) = &peer.extension {
            self.foreign(extension);
        } else if self.deviations.varies(VariationId::PeersExtended) {
            self.vendor_leaf();
        }
        self.close();
    }
}
