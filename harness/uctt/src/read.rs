//! Reads a test case file.
//!
//! Real files differ from the rules that describe them: other root names, categories in other cases, fault codes where a
//! return code stands. What can be understood is; a case that cannot says why, and the others go on.

mod case;
mod expected;

use roxmltree::{Document, Node};

use crate::file::{Kind, TestFile};

/// A longer file is refused, in bytes.
pub const LARGEST: usize = 8 << 20;
/// More cases than this are refused.
const MOST: usize = 20_000;

/// Why a file is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum FileError {
    #[error("it is longer than {LARGEST} bytes")]
    TooLong,
    #[error("it is not UTF-8 at byte {0}")]
    NotUtf8(usize),
    #[error("line {line}: it is not well-formed: {why}")]
    NotWellFormed { line: u32, why: String },
    #[error("line {line}: the root is `{name}`, not that of a syntax or a semantic test file")]
    Root { line: u32, name: String },
    #[error("line {line}: `{parent}` lacks `{name}`")]
    Lacks {
        line: u32,
        parent: String,
        name: &'static str,
    },
    #[error("line {line}: {what} is `{value}`, not a number")]
    Number {
        line: u32,
        what: &'static str,
        value: String,
    },
    #[error("it has no test case")]
    Empty,
    #[error("it has more than {MOST} cases")]
    TooMany,
}

/// Reads a file.
///
/// # Errors
/// It is not a test case file; the line, and what is wrong there.
pub fn read(bytes: &[u8]) -> Result<TestFile, FileError> {
    if bytes.len() > LARGEST {
        return Err(FileError::TooLong);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = str::from_utf8(bytes).map_err(|error| FileError::NotUtf8(error.valid_up_to()))?;
    let document = Document::parse(text).map_err(|error| FileError::NotWellFormed {
        line: error.pos().row,
        why: error.to_string(),
    })?;
    let root = document.root_element();
    let kind = kind(root)?;
    if elements(root).next().is_none() {
        return Err(FileError::Empty);
    }
    let version = text_of(required(root, "ServiceVersion")?);
    let mut cases = Vec::new();
    match kind {
        Kind::Syntax => {
            let list = required(root, "TestCaseList")?;
            for node in children(list, "TestCase") {
                cases.push(case::syntax(node)?);
            }
        }
        Kind::Semantic => {
            for group in children(required(root, "TestGroupList")?, "TestGroup") {
                let id = text_of(required(group, "Id")?);
                for node in children(required(group, "TestCaseList")?, "TestCase") {
                    cases.push(case::semantic(node, &id)?);
                }
            }
        }
    }
    if cases.len() > MOST {
        return Err(FileError::TooMany);
    }
    Ok(TestFile {
        kind,
        service_type: text_of(required(root, "ServiceType")?),
        service_version: number(&version, "ServiceVersion", root)?,
        test_version: child(root, "TestVersion").map(text_of).unwrap_or_default(),
        cases,
    })
}

/// The format, by the root's name.
fn kind(root: Node<'_, '_>) -> Result<Kind, FileError> {
    match root.tag_name().name() {
        "ServiceControlSyntaxTestCases"
        | "ServiceControlSyntaxTest"
        | "ServiceSecuritySyntaxTestCases" => Ok(Kind::Syntax),
        "ServiceSemanticTestCases" => Ok(Kind::Semantic),
        other => Err(FileError::Root {
            line: line(root),
            name: other.chars().take(80).collect(),
        }),
    }
}

fn line(node: Node<'_, '_>) -> u32 {
    node.document().text_pos_at(node.range().start).row
}

fn children<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    elements(node).filter(move |child| child.tag_name().name() == name)
}

fn elements<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(Node::is_element)
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> Option<Node<'a, 'i>> {
    children(node, name).next()
}

fn required<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> Result<Node<'a, 'i>, FileError> {
    child(node, name).ok_or_else(|| FileError::Lacks {
        line: line(node),
        parent: node.tag_name().name().to_owned(),
        name,
    })
}

/// The text of an element without outer blanks.
fn text_of(node: Node<'_, '_>) -> String {
    value_of(node).trim().to_owned()
}

/// The text of an element as it stands; nothing where it is only blanks. Markup inside is taken as it is written.
fn value_of(node: Node<'_, '_>) -> String {
    let text: String = match elements(node).next() {
        None => node
            .children()
            .filter(Node::is_text)
            .filter_map(|text| text.text())
            .collect(),
        Some(_) => inner(node).to_owned(),
    };
    if text.trim().is_empty() {
        String::new()
    } else {
        text
    }
}

/// What stands between the tags of an element, as written.
fn inner<'i>(node: Node<'_, 'i>) -> &'i str {
    let first = node.first_child().map(|child| child.range().start);
    let last = node.last_child().map(|child| child.range().end);
    match (first, last) {
        (Some(from), Some(to)) => node
            .document()
            .input_text()
            .get(from..to)
            .unwrap_or_default(),
        _ => "",
    }
}

fn attribute(node: Node<'_, '_>, name: &str) -> Option<String> {
    let value = node.attribute(name)?.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

fn number(text: &str, what: &'static str, node: Node<'_, '_>) -> Result<u32, FileError> {
    text.trim().parse().map_err(|_| FileError::Number {
        line: line(node),
        what,
        value: text.chars().take(40).collect(),
    })
}

#[cfg(test)]
mod tests;
