//! Files to transfer.

use ctk_model::document::{Attachment, FileInfo, FileInfoList};
use ctk_vectors::messaging_2::action;

use crate::case::Need;
use crate::judging::judgement::Flow;
use crate::lab::{Answer, Ask, Fetch, FileManner, FileOffer};
use crate::tester::{Tester, mismatch};

/// Files to transfer: served by the kit, and fetched by the device.
pub struct Files<'t, 'a> {
    t: &'t mut Tester<'a>,
}

impl<'a> Tester<'a> {
    /// Files to transfer: served by the kit, and fetched by the device.
    pub fn files(&mut self) -> Files<'_, 'a> {
        Files { t: self }
    }
}

impl Files<'_, '_> {
    /// A file that the kit serves, and the FileInfoList that offers it in the session.
    ///
    /// # Errors
    /// Inconclusive when the kit cannot serve files.
    pub fn offer(
        &mut self,
        session: &str,
        size: u64,
        manner: FileManner,
        progress: Option<u32>,
    ) -> Flow<(u32, FileInfoList)> {
        let content_type = "application/octet-stream".to_owned();
        let (file, url) = self.serve(size, &content_type, manner)?;
        let info = FileInfo {
            file_type: content_type,
            size: size.to_string(),
            link: url,
            progress: if progress.is_some() { "1" } else { "0" }.to_owned(),
            time: progress.map(|seconds| seconds.to_string()),
        };
        Ok((
            file,
            FileInfoList {
                session_id: session.to_owned(),
                files: vec![info],
            },
        ))
    }

    /// A small text that the kit serves, as an attachment to a message: a device may fetch it before it answers.
    ///
    /// # Errors
    /// Inconclusive when the kit cannot serve files.
    pub fn attachment(&mut self) -> Flow<Attachment> {
        self.attachment_of("text/plain")
    }

    /// The same of another MIME type, under which it is served too.
    ///
    /// # Errors
    /// As [`Files::attachment`].
    pub fn attachment_of(&mut self, content_type: &str) -> Flow<Attachment> {
        let (_, uri) = self.serve(ATTACHMENT_SIZE, content_type, FileManner::Whole)?;
        Ok(Attachment {
            uri,
            size: Some(ATTACHMENT_SIZE.to_string()),
            mime_type: Some(content_type.to_owned()),
        })
    }

    /// The URL of a file of this size that the kit serves.
    ///
    /// # Errors
    /// Inconclusive when the kit cannot serve files.
    pub(crate) fn serve_whole(&mut self, size: u64, content_type: &str) -> Flow<String> {
        let (_, url) = self.serve(size, content_type, FileManner::Whole)?;
        Ok(url)
    }

    /// Serves a file; its number in the lab, and its URL.
    fn serve(&mut self, size: u64, content_type: &str, manner: FileManner) -> Flow<(u32, String)> {
        let ask = Ask::OfferFile(FileOffer {
            size,
            content_type: content_type.to_owned(),
            manner,
        });
        match self.t.ask(&ask)? {
            Answer::Opened { id, url } => Ok((id, url)),
            other => Err(mismatch("a file to offer", &other)),
        }
    }

    /// StartFileTransfer with this list, which is to succeed; the exchange.
    ///
    /// # Errors
    /// Inconclusive when it fails: the cell of Figure 3 judges that.
    pub(crate) fn start(&mut self, list: &FileInfoList) -> Flow<u32> {
        let reply = self.t.invoke(
            action::START_FILE_TRANSFER,
            &[("FileInfoList", &list.to_xml())],
        )?;
        self.t.arranged(&reply)?;
        Ok(reply.exchange)
    }

    /// Waits until an offered file was fetched so often, or the time is over; the fetches.
    ///
    /// # Errors
    /// As [`Lab::perform`](crate::lab::Lab::perform).
    pub fn fetches(&mut self, file: u32, count: usize, wait_ms: u64) -> Flow<Vec<Fetch>> {
        match self.t.ask(&Ask::Fetches {
            file,
            count,
            wait_ms,
        })? {
            Answer::Fetches(fetches) => Ok(fetches),
            other => Err(mismatch("the fetches of a file", &other)),
        }
    }
}

/// Bytes of an attachment.
const ATTACHMENT_SIZE: u64 = 68;

/// What every case of a transfer needs.
pub(crate) const TRANSFER: &[Need] = &[
    Need::SessionMode,
    Need::FileTransfer,
    Need::Recipient,
    Need::RunningSession,
];

/// The same, with events.
pub(crate) const EVENTED_TRANSFER: &[Need] = &[
    Need::SessionMode,
    Need::FileTransfer,
    Need::Evented("SessionUpdates"),
    Need::Recipient,
    Need::RunningSession,
];
