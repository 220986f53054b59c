//! Crashes that the form of a text wakes, whatever the state.

use super::Planted;
use super::call::Seen;
use crate::defects::PlantedId;

impl Planted {
    /// Crashes by the form of an argument alone.
    pub(super) fn breaks(&self, seen: &Seen<'_>) -> bool {
        let has = |fault| self.has(fault);
        let types = seen.get("SupportedContentType");
        let deep = |value: &str| value.matches("<n>").count() >= 64 || depth(value) >= 64;
        has(PlantedId::CrashLongSubject) && seen.get("Subject").len() > 4096
            || has(PlantedId::CrashFormatText) && seen.get("MessageToSend").contains("%n")
            || has(PlantedId::CrashDeepNesting) && seen.any(deep)
            || has(PlantedId::CrashManyRecipients)
                && seen.any(|value| value.matches("<recipientTo>").count() > 20)
            || has(PlantedId::CrashOpenComment) && seen.any(open_comment)
            || has(PlantedId::CrashOffByOne) && seen.any(|value| value.len() == 1024)
            || has(PlantedId::CrashCutCharacter)
                && seen.any(|value| value.len() > 256 && !value.is_char_boundary(256))
            || has(PlantedId::CrashAttributeTwice) && seen.any(attribute_twice)
            || has(PlantedId::CrashNoParameter)
                && types.split(',').any(|one| one.trim_end().ends_with(';'))
            || has(PlantedId::CrashNoBytes)
                && seen.get("FileInfoList").contains("<fileSize>0</fileSize>")
    }
}

/// Whether a start tag has the same attribute twice.
fn attribute_twice(text: &str) -> bool {
    text.split('<').any(|piece| {
        let tag = piece.split('>').next().unwrap_or("");
        let mut names: Vec<&str> = tag
            .split_whitespace()
            .filter_map(|part| Some(part.split_once("=\"")?.0))
            .collect();
        names.sort_unstable();
        names.windows(2).any(|two| two[0] == two[1])
    })
}

/// How many elements stand one inside the other.
fn depth(text: &str) -> usize {
    let (mut now, mut most) = (0usize, 0);
    for piece in text.split('<').skip(1) {
        if piece.starts_with('/') {
            now = now.saturating_sub(1);
        } else if !piece.starts_with(['!', '?'])
            && !piece.split('>').next().unwrap_or("").ends_with('/')
        {
            now += 1;
            most = most.max(now);
        }
    }
    most
}

/// Whether the last comment has no end.
fn open_comment(text: &str) -> bool {
    text.rsplit_once("<!--")
        .is_some_and(|(_, inside)| !inside.contains("-->"))
}
