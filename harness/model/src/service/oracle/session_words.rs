//! The parts of a session in words.

use super::Target;
use super::messages::cut;
use crate::service::session::{Change, Move, People, Person, Value};

pub(super) fn values(possible: &[Value]) -> String {
    let words: Vec<String> = possible
        .iter()
        .map(|value| match value {
            Value::Any => "anything".to_owned(),
            Value::Is(text) => format!("{:?}", cut(text)),
        })
        .collect();
    words.join(" or ")
}

pub(super) fn changed(step: &Change) -> String {
    match step {
        Change::Set(text) | Change::Shown(text) => format!("{:?}", cut(text)),
    }
}

fn persons<'p>(people: impl IntoIterator<Item = &'p Person>) -> String {
    let words: Vec<String> = people
        .into_iter()
        .map(|(element, id)| format!("{element} {id}"))
        .collect();
    cut(&words.join(", "))
}

pub(super) fn lists(possible: &[People]) -> String {
    let words: Vec<String> = possible
        .iter()
        .map(|people| {
            let mut words = persons(&people.on);
            if !people.off.is_empty() {
                words.push_str(&format!(" and not {}", persons(&people.off)));
            }
            words
        })
        .collect();
    words.join(" or ")
}

pub(super) fn moved(step: &Move) -> String {
    match step {
        Move::Shown(people) => persons(people),
        Move::Modify { add, remove } => format!("+{} -{}", persons(add), persons(remove)),
        Move::Refused(people) => format!("not {}", persons(people)),
        Move::Free | Move::Come => "anything".to_owned(),
        Move::Left(staying) => format!(
            "still {}",
            cut(&staying.iter().cloned().collect::<Vec<_>>().join(", "))
        ),
    }
}

/// Whether the part is shown, not given.
pub(super) fn shows(target: &Target) -> bool {
    matches!(
        target,
        Target::Subject(_, Change::Shown(_))
            | Target::Types(_, Change::Shown(_))
            | Target::People(_, Move::Shown(_))
    )
}
