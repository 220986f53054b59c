//! A finding as an instance vector and as a seed of the targets in process; and their seeds as documents for the wire.

use crate::finding::{Finding, Kind};
use crate::grammar::Seeds;
use crate::sequence::Step;

/// The documents that are sent, with the target in process that reads each, and the head of its vectors' ids.
const DOCUMENTS: [(&str, &str, &str, &str); 5] = [
    ("MessageToSend", "message", "s5_3_10_message", "5.3.10"),
    (
        "SessionRecipients",
        "recipientsList",
        "s5_3_14_recipients_list",
        "5.3.14",
    ),
    (
        "SessionRecipientsToAdd",
        "recipientsList",
        "s5_3_14_recipients_list",
        "5.3.14",
    ),
    (
        "SessionRecipientsToRemove",
        "recipientsList",
        "s5_3_14_recipients_list",
        "5.3.14",
    ),
    (
        "FileInfoList",
        "fileInfoList",
        "s5_3_20_file_info_list",
        "5.3.20",
    ),
];

/// The vector and the seeds that a finding's documents make, by file name.
pub fn files(finding: &Finding) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let steps = finding
        .sequences
        .iter()
        .flat_map(|sequence| &sequence.steps);
    for call in steps
        .filter_map(Step::request)
        .filter_map(|request| request.call())
    {
        for (name, value) in &call.arguments {
            let Some((_, root, target, head)) = DOCUMENTS.iter().find(|one| one.0 == name) else {
                continue;
            };
            let text = filled(value);
            files.push((format!("seed-{target}"), text.into_bytes()));
            if finding.kind == Kind::AcceptedInvalid
                && finding.signature.contains(&format!(":{name}:"))
            {
                let vector = vector(finding, root, head, value);
                files.push(("vector.toml".to_owned(), vector.into_bytes()));
            }
        }
    }
    files
}

/// The marks as what the vectors' placeholders stand for.
fn filled(text: &str) -> String {
    text.replace("{{recipient}}", "tel:+12015550100")
        .replace("{{session}}", "S1")
        .replace("{{link}}", "http://file.example.invalid/picture.png")
}

fn vector(finding: &Finding, root: &str, head: &str, text: &str) -> String {
    let why = finding.text.replace(['"', '\\'], "'").replace('\n', " ");
    let (_, rule) = finding.text.split_once('(').unwrap_or(("", ""));
    let rule = rule.split(':').next().filter(|rule| rule.starts_with("M-"));
    let rule = rule.map_or(String::new(), |rule| format!("rule = \"{rule}\"\n"));
    let body = if text.contains("'''") || text.chars().any(|c| c.is_control() && c != '\n') {
        use base64::Engine as _;
        let packed = base64::engine::general_purpose::STANDARD.encode(text);
        format!("base64 = \"{packed}\"\n")
    } else {
        format!("xml = '''\n{text}'''\n")
    };
    format!(
        "[[vector]]\nid = \"{head}/fuzz-{}\"\ndocument = \"{root}\"\ndirection = \"input\"\nresult = \"invalid\"\nbreaks = \"schema\"\n{rule}clause = \"{head}.2\"\nwhy = \"{why}\"\n{body}",
        finding.fingerprint
    )
}

/// Adds what a target in process has kept; whether there is such a target.
pub fn add_seed(seeds: &mut Seeds, target: &str, bytes: &[u8]) -> bool {
    let Some((_, root, ..)) = DOCUMENTS.iter().find(|one| one.2 == target) else {
        return false;
    };
    if let Ok(text) = std::str::from_utf8(bytes) {
        seeds.add(root, text);
    }
    true
}
