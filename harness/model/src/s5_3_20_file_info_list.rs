//! 5.3.20 A_ARG_TYPE_FileInfoList: files to transfer, or that were transferred.

use crate::document::Writer;

/// The content of `fileInfoList`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileInfoList {
    /// `sessionID`.
    pub session_id: String,
    /// The `fileInfo` elements.
    pub files: Vec<FileInfo>,
}

/// One `fileInfo`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileInfo {
    /// `fileType`, a MIME type.
    pub file_type: String,
    /// `fileSize` in bytes.
    pub size: String,
    /// `fileLink`, where the file is fetched.
    pub link: String,
    /// `progressNotif` as written, any spelling of 4.2.
    pub progress: String,
    /// Attribute `time` of `progressNotif`, taken as seconds.
    pub time: Option<String>,
}

impl FileInfoList {
    /// The document `fileInfoList` for StartFileTransfer.
    pub fn to_xml(&self) -> String {
        let mut w = Writer::begin("fileInfoList");
        w.text("sessionID", &self.session_id);
        for file in &self.files {
            file.write(&mut w);
        }
        w.end("fileInfoList")
    }
}

impl FileInfo {
    fn write(&self, w: &mut Writer) {
        w.with("fileInfo", &[], |w| {
            w.text("fileType", &self.file_type);
            w.text("fileSize", &self.size);
            w.text("fileLink", &self.link);
            let time: Vec<_> = self
                .time
                .iter()
                .map(|time| ("time", time.as_str()))
                .collect();
            w.with("progressNotif", &time, |w| w.characters(&self.progress));
        });
    }
}
