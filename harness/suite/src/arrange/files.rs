//! Files to transfer.

use ctk_model::document::{FileInfo, FileInfoList};

use crate::judging::judgement::Flow;
use crate::lab::{Answer, Ask, FileManner, FileOffer};
use crate::tester::{Tester, mismatch};

impl Tester<'_> {
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
        let ask = Ask::OfferFile(FileOffer {
            size,
            content_type: content_type.clone(),
            manner,
        });
        let (file, url) = match self.ask(&ask)? {
            Answer::Opened { id, url } => (id, url),
            other => return Err(mismatch("a file to offer", &other)),
        };
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
}
