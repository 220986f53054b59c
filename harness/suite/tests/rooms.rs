//! The clauses' files stand by themselves: what two of them need stands in a file without cases.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The sources under a folder: module path (`crate::messaging::s5_3::…`) and text.
fn sources(folder: &Path, module: &str, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("the sources are there") {
        let path = entry.expect("an entry of the folder").path();
        let stem = path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .expect("names of sources are text");
        if path.is_dir() {
            sources(&path, &format!("{module}::{stem}"), found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("sources are text");
            let name = match stem {
                "mod" | "lib" => module.to_owned(),
                stem => format!("{module}::{stem}"),
            };
            found.insert(name, text);
        }
    }
}

/// The paths that a module's text mentions, each with the item after it; `super` is resolved, and a group counts as an item.
fn mentioned(module: &str, text: &str) -> Vec<String> {
    let parent = module
        .rsplit_once("::")
        .map_or(module, |(parent, _)| parent);
    let is_of_path = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
    let code = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    code.split(|c: char| !is_of_path(c))
        .filter_map(|path| match path.split_once("::")? {
            ("crate", rest) => Some(format!("crate::{rest}")),
            ("super", rest) => Some(format!("{parent}::{rest}")),
            _ => None,
        })
        .collect()
}

fn has_cases(text: &str) -> bool {
    text.contains("fn cases() -> Vec<Case>")
}

/// What a module takes out of files of cases that are not its own.
fn borrowed(module: &str, text: &str, sources: &BTreeMap<String, String>) -> Vec<String> {
    mentioned(module, text)
        .into_iter()
        .filter(|path| {
            let (holder, item) = path.rsplit_once("::").unwrap_or((path, ""));
            let inside = module.starts_with(&format!("{holder}::"));
            item != "cases"
                && !sources.contains_key(path)
                && !inside
                && holder != module
                && sources.get(holder).is_some_and(|text| has_cases(text))
        })
        .map(|path| format!("{module} takes {path} out of a file of cases"))
        .collect()
}

#[test]
fn no_clause_borrows_from_anothers_file() {
    let mut all = BTreeMap::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    sources(&root, "crate", &mut all);
    // The crate and its rooms list the cases of others; they hold none themselves.
    all.retain(|module, _| module != "crate");
    assert!(all.len() > 100, "the scan found {} files only", all.len());
    let complaints: Vec<String> = all
        .iter()
        .flat_map(|(module, text)| borrowed(module, text, &all))
        .collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn a_borrowed_helper_is_noticed() {
    let clause = "fn cases() -> Vec<Case> {} pub(crate) fn helper() {}".to_owned();
    let all: BTreeMap<String, String> = [
        ("crate::a::one".to_owned(), clause),
        (
            "crate::a::plain".to_owned(),
            "pub(crate) fn tool() {}".to_owned(),
        ),
    ]
    .into();
    for (text, complaints) in [
        ("use crate::a::one::helper;", 1),
        ("use super::one::{helper, other};", 1),
        ("super::one::helper(t)?;", 1),
        ("use super::plain::tool;", 0),
        ("crate::a::one::cases()", 0),
        ("// see crate::a::one::helper", 0),
    ] {
        let found = borrowed("crate::a::two", text, &all);
        assert_eq!(found.len(), complaints, "{text}: {found:?}");
    }
}
