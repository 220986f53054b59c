//! Whether the documents that a device sends are well-formed and valid.

use ctk_model::document::{Context, Direction, Grade, Kind, Layer, validate};

use crate::finding::{Kind as Found, Symptom};

/// What is wrong with the document in this out argument.
pub fn invalid_documents(
    action: &str,
    name: &str,
    kind: Kind,
    text: &str,
    context: &Context,
) -> Option<Symptom> {
    let read = validate(kind, text, Direction::Output, context);
    let wrong = read
        .findings
        .iter()
        .find(|finding| finding.grade == Grade::Fail && finding.layer != Layer::Rule)?;
    let place: String = wrong.path.chars().filter(|c| !c.is_ascii_digit()).collect();
    Some(Symptom::new(
        Found::InvalidOutput,
        format!("{action}:{name}:{}:{place}", wrong.requirement),
        format!(
            "{name} of {action} is not valid by {} at {}: expected {}, but {}",
            wrong.requirement, wrong.path, wrong.expected, wrong.text
        ),
    ))
}
