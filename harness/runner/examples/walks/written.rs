//! What the arguments and fields of a step say.

use std::collections::BTreeMap;

use ctk_model::document::{Attachment, FileInfo, FileInfoList, Message, Peer, Recipients};
use ctk_model::service::MOST_SERVED;
use ctk_model::walk::{Draft, FileDraft, Names, Offer, People, Person, Value, fill};
use serde_json::Value as Json;

use crate::stroll::Chapter;

impl Chapter<'_> {
    pub(crate) fn written(&mut self, value: &Value) -> Option<String> {
        Some(match value {
            Value::Text(text) => fill(text, self)?,
            Value::Recipients(people) => self.recipients(people)?.to_xml(),
            Value::Message(draft) => self.message(draft)?.to_xml(),
            Value::Files(offer) => self.offer(offer)?.to_xml(),
        })
    }

    fn recipients(&self, people: &People) -> Option<Recipients> {
        let list = |people: &[Person]| -> Option<Vec<Peer>> {
            let filled = people.iter().map(|person| {
                Some(Peer {
                    name: person.name.clone(),
                    ..Peer::new(&fill(&person.id, self)?)
                })
            });
            filled.collect()
        };
        Some(Recipients {
            to: list(&people.to)?,
            cc: list(&people.cc)?,
            bcc: list(&people.bcc)?,
            from: Some(Peer::new("")),
        })
    }

    fn message(&mut self, draft: &Draft) -> Option<Message> {
        let optional = |text: &Option<String>| match text {
            Some(text) => fill(text, self).map(Some),
            None => Some(None),
        };
        let attachment = |file: &FileDraft| Attachment {
            uri: self.link(file),
            size: Some(file.size.to_string()),
            mime_type: Some(file.mime.clone()),
        };
        Some(Message {
            session_id: optional(&draft.session)?,
            class: draft.class.clone(),
            reply_to: optional(&draft.reply_to)?,
            recipients: self.recipients(&draft.recipients)?,
            subject: draft.subject.clone(),
            text: draft.text.clone(),
            attachments: draft.attachments.iter().map(attachment).collect(),
            ..Message::default()
        })
    }

    fn offer(&mut self, offer: &Offer) -> Option<FileInfoList> {
        let file = |file: &FileDraft| FileInfo {
            file_type: file.mime.clone(),
            size: file.size.to_string(),
            link: self.link(file),
            progress: if file.progress.is_some() { "1" } else { "0" }.to_owned(),
            time: file.progress.map(|seconds| seconds.to_string()),
        };
        let files = offer.list.iter().map(file).collect();
        Some(FileInfoList {
            session_id: fill(&offer.session, self)?,
            files,
        })
    }

    pub(crate) fn link(&self, file: &FileDraft) -> String {
        let size = file.size.min(MOST_SERVED);
        let link = self.files.link(size, self.exchange);
        match &file.query {
            Some(query) => format!("{link}?{query}"),
            None => link,
        }
    }
}

impl Names for Chapter<'_> {
    fn id(&self, step: u32) -> Option<String> {
        self.made.get(&step).cloned()
    }

    fn recipient(&self, class: &str, number: usize) -> Option<String> {
        let (number, more) = if number > 10 {
            (number - 5, true)
        } else {
            (number, false)
        };
        Some(match class {
            "SMS" | "MMS" => {
                let more = if more { "7" } else { "" };
                format!("tel:+1-201-555-01{:02}{more}", 20 + number)
            }
            _ => {
                let scheme = if class == "e-Mail" { "" } else { "sip:" };
                let more = if more { ".example" } else { "" };
                format!("{scheme}person{number}@example.invalid{more}")
            }
        })
    }
}

/// The fields of a stimulus as the model takes them.
pub(crate) fn flat(fields: &Json) -> BTreeMap<String, String> {
    let text = |value: &Json| match value {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        other => other.to_string(),
    };
    let mut all = BTreeMap::new();
    for (name, value) in fields.as_object().into_iter().flatten() {
        for (at, member) in value.as_array().into_iter().flatten().enumerate() {
            for (field, value) in member.as_object().into_iter().flatten() {
                all.insert(format!("{name}.{at}.{field}"), text(value));
            }
        }
        all.insert(name.clone(), text(value));
    }
    all
}
