//! 5.3.20 A_ARG_TYPE_FileInfoList: files to transfer, or that were transferred.

use crate::document::{
    Context, Direction, Judge, Kind, Mistake, Node, Place, Read, Writer, validate,
};
use crate::lexical::Boolean;
use crate::s5_3_12_session_id::judge_session_id;

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

impl FileInfoList {
    /// The meaning of a `fileInfoList` element.
    pub fn from_node(node: &Node) -> Self {
        Self {
            session_id: node.text_of("sessionID").unwrap_or_default(),
            files: node
                .children_named("fileInfo")
                .map(FileInfo::from_node)
                .collect(),
        }
    }
}

impl FileInfo {
    fn from_node(node: &Node) -> Self {
        Self {
            file_type: node.text_of("fileType").unwrap_or_default(),
            size: node.text_of("fileSize").unwrap_or_default(),
            link: node.text_of("fileLink").unwrap_or_default(),
            progress: node.text_of("progressNotif").unwrap_or_default(),
            time: node
                .child("progressNotif")
                .and_then(|p| p.attribute("time"))
                .map(str::to_owned),
        }
    }
}

/// Reads `fileInfoList`.
pub fn read_file_info_list(
    text: &str,
    direction: Direction,
    context: &Context,
) -> Read<FileInfoList> {
    validate(Kind::FileInfoList, text, direction, context)
        .map(|node| FileInfoList::from_node(&node))
}

pub(crate) fn rules(judge: &mut Judge<'_>, root: &Place<'_>) {
    if let Some(id) = root.get("sessionID") {
        judge_session_id(judge, &id);
    }
    for file in root.all("fileInfo") {
        // 5.3.20.2: a true progressNotif says how often.
        let Some(progress) = file.get("progressNotif") else {
            continue;
        };
        if !Boolean::read(&progress.node.text).is_some_and(|progress| progress.value) {
            continue;
        }
        judge.check("M-5.3.20-2");
        if progress.node.attribute("time").is_none() {
            judge.tell(|| {
                let text = "progressNotif is true and has no attribute `time`";
                Mistake::rule("M-5.3.20-2", &progress, "attribute `time`", text)
            });
        }
    }
}
