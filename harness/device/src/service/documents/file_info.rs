//! 5.3.20 fileInfoList: the files of a transfer.

use super::MESSAGING;
use super::invalid::Invalid;
use super::message::required;
use super::simple_types::{any_uri, boolean, non_negative_integer, positive_integer, session_id};
use super::tree::{Element, read};
use super::writer::Writer;
use crate::defects::{DefectId, Deviations};

/// One file to transfer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::service) struct FileInfo {
    pub(in crate::service) kind: String,
    /// Bytes.
    pub(in crate::service) size: String,
    pub(in crate::service) link: String,
    /// Whether progress is wanted.
    pub(in crate::service) progress: bool,
    /// The period of progress, read as seconds.
    pub(in crate::service) time: Option<String>,
}

impl FileInfo {
    /// The bytes that it takes, roughly.
    pub(in crate::service) fn weight(&self) -> usize {
        let time = self.time.as_ref().map_or(0, String::len);
        size_of::<Self>() + self.kind.len() + self.size.len() + self.link.len() + time
    }
}

/// Reads a fileInfoList: the session's id and the files.
///
/// # Errors
/// When the text is not well-formed, or not valid by Annex B and 5.3.20.2.
pub(in crate::service) fn read_file_info_list(
    xml: &str,
    deviations: &Deviations,
) -> Result<(String, Vec<FileInfo>), Invalid> {
    let root = read(xml)?.expect(MESSAGING, "fileInfoList")?;
    let mut children = root.no_attributes()?.sequence()?;
    let session = required(&mut children, "sessionID")?;
    session_id(&session)?;
    let words = !deviations.has(DefectId::BooleanYesRefused);
    let mut files = vec![file(children.required("", "fileInfo")?, words)?];
    for another in children.many("", "fileInfo") {
        files.push(file(another, words)?);
    }
    children.end()?;
    Ok((session, files))
}

fn file(element: &Element, words: bool) -> Result<FileInfo, Invalid> {
    let mut children = element.no_attributes()?.sequence()?;
    let kind = required(&mut children, "fileType")?;
    let size = non_negative_integer(&required(&mut children, "fileSize")?)?;
    let link = any_uri(&required(&mut children, "fileLink")?)?;
    let notification = children.required("", "progressNotif")?;
    children.end()?;
    let progress = boolean(&notification.text()?, words)?;
    let time = notification
        .only_attribute("", "time")?
        .map(positive_integer)
        .transpose()?;
    if progress && time.is_none() {
        return Err(Invalid::schema(
            "`time` is missing although progress is wanted",
        ));
    }
    Ok(FileInfo {
        kind,
        size,
        link,
        progress,
        time,
    })
}

/// 5.3.20: the files of a session's transfer.
pub(in crate::service) fn write_file_info_list(
    session_id: &str,
    files: &[FileInfo],
    deviations: &Deviations,
) -> String {
    let mut writer = Writer::new("fileInfoList", false, deviations);
    writer.leaf("sessionID", session_id);
    for file in files {
        writer.open("fileInfo");
        let size_first = deviations.has(DefectId::FileInfoOrder);
        if size_first {
            writer.leaf("fileSize", &file.size);
        }
        writer.leaf("fileType", &file.kind);
        if !size_first {
            writer.leaf("fileSize", &file.size);
        }
        writer.leaf("fileLink", &file.link);
        let progress = writer.boolean(file.progress);
        match &file.time {
            Some(time) if !deviations.has(DefectId::ProgressTimeLeftOut) => {
                writer.leaf_with("progressNotif", ("time", time), progress);
            }
            _ => writer.leaf("progressNotif", progress),
        }
        writer.close();
    }
    writer.finish()
}
