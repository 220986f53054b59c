//! Values that do not come back as they were given.

use crate::defects::{DefectId, Deviations};
use crate::service::documents::{Attachment, FileInfo, Peer, SubmittedMessage};
use crate::service::message::Message;
use crate::service::session::Session;
use crate::service::store::Store;

/// What `sent-long-text-cut` leaves of a text, in characters.
const LONG: usize = 2000;
/// What `eleventh-recipient-lost` keeps.
const TEN: usize = 10;
/// Where `arrival-subject-folded` folds, in characters.
const FOLD: usize = 60;
/// A combining acute accent, and the letters that `sent-letters-composed` writes for those before it.
const ACUTE: char = '\u{301}';
const COMPOSED: [(char, char); 10] = [
    ('a', 'á'),
    ('e', 'é'),
    ('i', 'í'),
    ('o', 'ó'),
    ('u', 'ú'),
    ('A', 'Á'),
    ('E', 'É'),
    ('I', 'Í'),
    ('O', 'Ó'),
    ('U', 'Ú'),
];

impl Store {
    /// What a defect makes of a message that is sent, before it is stored.
    pub(in crate::service) fn alter_sent(&self, submitted: &mut SubmittedMessage) {
        let d = self.deviations();
        if let Some(text) = &mut submitted.text {
            alter_text(text, d);
        }
        if let Some(subject) = &mut submitted.subject
            && d.has(DefectId::SentSubjectCutAtAmpersand)
            && let Some(at) = subject.find('&')
        {
            subject.truncate(at);
        }
        if d.has(DefectId::ReplyIdLosesSession)
            && let Some((_, own)) = submitted
                .reply_to
                .as_deref()
                .and_then(|id| id.split_once('.'))
        {
            submitted.reply_to = Some(own.to_owned());
        }
        if submitted.text.as_deref() == Some("0") && d.has(DefectId::SentZeroLost) {
            submitted.text = None;
        }
        let recipients = &mut submitted.recipients;
        if d.has(DefectId::SentNamesakesMerged) {
            keep_one_of_a_name(&mut recipients.to);
        }
        if d.has(DefectId::SecondCcLost) {
            recipients.cc.truncate(1);
        }
        if d.has(DefectId::EleventhRecipientLost) {
            recipients.to.truncate(TEN);
        }
        if d.has(DefectId::BccShownAsCc) {
            recipients.cc.append(&mut recipients.bcc);
        }
        if d.has(DefectId::SentPeerNameLost) {
            let peers = recipients.to.iter_mut().chain(&mut recipients.cc);
            for peer in peers.chain(&mut recipients.bcc) {
                peer.name = None;
            }
        }
        if d.has(DefectId::ThirdAttachmentLost) {
            submitted.attachments.truncate(2);
        }
        if d.has(DefectId::LikeFilesMerged) {
            let mut seen = std::collections::BTreeSet::new();
            (submitted.attachments)
                .retain(|one| seen.insert((one.mime_type.clone(), one.size.clone())));
        }
        for attachment in &mut submitted.attachments {
            if d.has(DefectId::SentSizeWraps) {
                wrap_size(attachment);
            }
            if d.has(DefectId::SentTypeParametersLost)
                && let Some(mime_type) = &mut attachment.mime_type
            {
                *mime_type = bare_type(mime_type).to_owned();
            }
        }
    }

    /// What a defect makes of a message that arrives, before it is stored.
    pub(in crate::service) fn alter_arrived(&self, mut message: Message) -> Message {
        if self.has(DefectId::ArrivalRecipientsReplaced) && message.session_id.is_none() {
            message.recipients.to = vec![Peer::new(&self.own_address(), None)];
        }
        if self.has(DefectId::ArrivalSenderNameLost) {
            message.recipients.from.name = None;
        }
        if self.has(DefectId::ArrivalOuterBlanksLost) {
            message.text = message.text.map(|text| text.trim().to_owned());
        }
        if self.has(DefectId::ArrivalSizeWraps) {
            message.attachments.iter_mut().for_each(wrap_size);
        }
        if self.has(DefectId::ArrivalSubjectFolded)
            && let Some(subject) = &mut message.subject
            && let Some((at, _)) = subject.char_indices().nth(FOLD)
        {
            subject.insert_str(at, "\n ");
        }
        message
    }

    /// What a defect makes of a session that is created, before it is stored.
    pub(in crate::service) fn alter_created(&self, session: &mut Session) {
        if self.has(DefectId::SessionSubjectTrimmed) {
            session.subject = session.subject.take().map(|text| text.trim().to_owned());
        }
        if self.has(DefectId::SessionTypeParametersLost) {
            session.content_types = session.content_types.take().map(|types| {
                let bare: Vec<&str> = types.split(',').map(bare_type).collect();
                bare.join(",")
            });
        }
        if self.has(DefectId::SessionSecondTypeLost) {
            session.content_types = session.content_types.take().map(|types| {
                let kept: Vec<&str> = types.split(',').take(2).collect();
                kept.join(",")
            });
        }
        if self.has(DefectId::AcceptanceRestoresSubject) {
            session.memory = session.remembered();
        }
        if self.has(DefectId::SessionCcShownAsTo) {
            let recipients = &mut session.recipients;
            recipients.to.append(&mut recipients.cc);
        }
    }

    /// What a defect makes of the file of a closed transfer that is shown.
    pub(in crate::service) fn alter_metadata(&self, file: &mut FileInfo) {
        if self.has(DefectId::MetadataTypeParametersLost) {
            file.kind = bare_type(&file.kind).to_owned();
        }
        if self.has(DefectId::MetadataLinkQueryLost)
            && let Some(at) = file.link.find('?')
        {
            file.link.truncate(at);
        }
    }
}

fn alter_text(text: &mut String, d: &Deviations) {
    if d.has(DefectId::SentLineBreaksLost) {
        *text = text.replace('\n', " ");
    }
    if d.has(DefectId::SentTabsExpanded) {
        *text = text.replace('\t', " ");
    }
    if d.has(DefectId::SentReferencesResolved) {
        *text = text.replace("&lt;", "<");
    }
    if d.has(DefectId::SentOuterBlanksLost) {
        *text = text.trim().to_owned();
    }
    if d.has(DefectId::SentLettersComposed) {
        for (letter, composed) in COMPOSED {
            *text = text.replace(&format!("{letter}{ACUTE}"), &composed.to_string());
        }
    }
    if d.has(DefectId::SentAstralReplaced) {
        *text = text.replace(|c| c > '\u{FFFF}', "\u{FFFD}");
    }
    if d.has(DefectId::SentApostrophesDoubled) {
        *text = text.replace('\'', "''");
    }
    if d.has(DefectId::SentPercentDecoded) {
        *text = percent_decoded(text);
    }
    if d.has(DefectId::SentLongTextCut) {
        *text = text.chars().take(LONG).collect();
    }
}

/// A text as if it were a part of a URL; bytes that are no UTF-8 then are replaced.
fn percent_decoded(text: &str) -> String {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| first == b'%');
        let byte = digits
            .filter(|two| two.iter().all(u8::is_ascii_hexdigit))
            .and_then(|two| std::str::from_utf8(two).ok())
            .and_then(|two| u8::from_str_radix(two, 16).ok());
        decoded.push(byte.unwrap_or(first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// Of the peers that have the same name the first.
fn keep_one_of_a_name(peers: &mut Vec<Peer>) {
    let mut names = std::collections::BTreeSet::new();
    peers.retain(|peer| match &peer.name {
        Some(name) => names.insert(name.clone()),
        None => true,
    });
}

fn wrap_size(attachment: &mut Attachment) {
    let size = attachment.size.as_deref().map(str::parse::<u128>);
    if let Some(Ok(size)) = size {
        attachment.size = Some((size % (1 << 32)).to_string());
    }
}

/// A MIME type without its parameters.
fn bare_type(mime_type: &str) -> &str {
    mime_type.split(';').next().unwrap_or_default().trim()
}
