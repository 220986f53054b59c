//! The arguments of a step as the device gets them.

use ctk_model::document::{Attachment, FileInfo, FileInfoList, Message, Peer, Recipients};
use ctk_model::service::MOST_SERVED;
use ctk_model::walk::{Draft, FileDraft, Offer, People, Value, fill};
use ctk_vectors::facts;

use super::reached::Known;
use super::walker::Walker;
use crate::judging::judgement::Flow;

impl Walker<'_, '_> {
    /// The in arguments in the order of the service description; `None`: something that is referred to is not there.
    pub(super) fn arguments(
        &mut self,
        action: &str,
        given: &std::collections::BTreeMap<String, Value>,
    ) -> Flow<Option<Vec<(String, String)>>> {
        let Some(known) = facts().action(action) else {
            return Ok(None);
        };
        let mut arguments = Vec::with_capacity(known.inputs.len());
        for input in &known.inputs {
            let written = match given.get(&input.name) {
                Some(value) => self.written(value)?,
                None => Some(String::new()),
            };
            let Some(written) = written else {
                return Ok(None);
            };
            arguments.push((input.name.clone(), written));
        }
        Ok(Some(arguments))
    }

    fn written(&mut self, value: &Value) -> Flow<Option<String>> {
        Ok(match value {
            Value::Text(text) => self.filled(text),
            Value::Recipients(people) => self.recipients(people).map(|list| list.to_xml()),
            Value::Message(draft) => self.message(draft)?.map(|message| message.to_xml()),
            Value::Files(offer) => self.offer(offer)?.map(|list| list.to_xml()),
        })
    }

    /// A text with what it refers to.
    pub(super) fn filled(&self, text: &str) -> Option<String> {
        let known = Known {
            dut: self.t.dut(),
            made: &self.made,
        };
        fill(text, &known)
    }

    fn recipients(&self, people: &People) -> Option<Recipients> {
        let list = |people: &[ctk_model::walk::Person]| -> Option<Vec<Peer>> {
            let filled = people.iter().map(|person| {
                Some(Peer {
                    name: person.name.clone(),
                    ..Peer::new(&self.filled(&person.id)?)
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

    fn message(&mut self, draft: &Draft) -> Flow<Option<Message>> {
        let optional = |text: &Option<String>| match text {
            Some(text) => self.filled(text).map(Some),
            None => Some(None),
        };
        let (Some(session_id), Some(reply_to), Some(recipients)) = (
            optional(&draft.session),
            optional(&draft.reply_to),
            self.recipients(&draft.recipients),
        ) else {
            return Ok(None);
        };
        let mut attachments = Vec::new();
        for file in &draft.attachments {
            attachments.push(Attachment {
                uri: self.serve(file)?,
                size: Some(file.size.to_string()),
                mime_type: Some(file.mime.clone()),
            });
        }
        Ok(Some(Message {
            session_id,
            class: draft.class.clone(),
            reply_to,
            recipients,
            subject: draft.subject.clone(),
            text: draft.text.clone(),
            attachments,
            ..Message::default()
        }))
    }

    fn offer(&mut self, offer: &Offer) -> Flow<Option<FileInfoList>> {
        let Some(session_id) = self.filled(&offer.session) else {
            return Ok(None);
        };
        let mut files = Vec::new();
        for file in &offer.list {
            files.push(FileInfo {
                file_type: file.mime.clone(),
                size: file.size.to_string(),
                link: self.serve(file)?,
                progress: if file.progress.is_some() { "1" } else { "0" }.to_owned(),
                time: file.progress.map(|seconds| seconds.to_string()),
            });
        }
        Ok(Some(FileInfoList { session_id, files }))
    }

    /// The URL of a file that the kit serves; what is longer than anybody fetches is cut.
    pub(super) fn serve(&mut self, file: &FileDraft) -> Flow<String> {
        let size = file.size.min(MOST_SERVED);
        let url = self.t.files().serve_whole(size, &file.mime)?;
        Ok(match &file.query {
            Some(query) => format!("{url}?{query}"),
            None => url,
        })
    }
}
