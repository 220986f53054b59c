//! The parts of a session that actions change one by one: subject, content types, class, recipients.

use std::collections::BTreeSet;

use crate::document::{Peer, Recipients};
use crate::service::message::plain_address;
use crate::service::track::Kind;

/// A part with one value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::service) enum Value {
    /// Not known, or the device's to choose.
    Any,
    /// This one.
    Is(String),
}

/// What happens to a part with one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::service) enum Change {
    /// It is set.
    Set(String),
    /// GetSessions shows it.
    Shown(String),
}

/// Subject and content types are what was last given.
#[derive(Clone, Copy, Debug)]
pub(in crate::service) struct Plain {
    pub(in crate::service) anything: bool,
}

/// The class changes to Mixed, and no further.
#[derive(Clone, Copy, Debug)]
pub(in crate::service) struct Class {
    pub(in crate::service) anything: bool,
}

impl Kind for Plain {
    type State = Value;
    type Step = Change;

    fn after(&self, state: &Value, step: &Change) -> Vec<Value> {
        match step {
            Change::Set(value) => vec![Value::Is(value.clone())],
            Change::Shown(value) => shown(state, value),
        }
    }

    fn drift(&self, _: &Value) -> Vec<Value> {
        if self.anything {
            vec![Value::Any]
        } else {
            Vec::new()
        }
    }

    fn only_looks(&self, _: &Change) -> bool {
        false
    }

    fn everything(&self) -> Vec<Value> {
        vec![Value::Any]
    }
}

impl Kind for Class {
    type State = Value;
    type Step = Change;

    // 5.5.9, R-08: any change of class gives Mixed, and Mixed stays.
    fn after(&self, state: &Value, step: &Change) -> Vec<Value> {
        let mixed = || Value::Is("Mixed".to_owned());
        match (step, state) {
            (Change::Shown(value), _) => shown(state, value),
            (Change::Set(value), Value::Is(class)) if class == value => vec![state.clone()],
            (Change::Set(_), Value::Is(_)) => vec![mixed()],
            (Change::Set(_), Value::Any) => vec![Value::Any],
        }
    }

    fn drift(&self, _: &Value) -> Vec<Value> {
        if self.anything {
            vec![Value::Any]
        } else {
            Vec::new()
        }
    }

    fn only_looks(&self, _: &Change) -> bool {
        false
    }

    fn everything(&self) -> Vec<Value> {
        vec![Value::Any]
    }
}

fn shown(state: &Value, value: &str) -> Vec<Value> {
    match state {
        Value::Is(due) if due != value => Vec::new(),
        _ => vec![Value::Is(value.to_owned())],
    }
}

/// A list of MIME types by what it means: case, order and blanks do not matter.
pub(in crate::service) fn types(list: &str) -> String {
    let bare = |text: &str| -> String {
        text.chars()
            .filter(|c| !c.is_whitespace())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let types: BTreeSet<String> = list
        .split(',')
        .map(bare)
        .filter(|it| !it.is_empty())
        .collect();
    let types: Vec<String> = types.into_iter().collect();
    types.join(", ")
}

/// A recipient: the element that names him, and his address.
pub(in crate::service) type Person = (&'static str, String);

/// Who is certainly on the list, and who is certainly not; of everybody else nothing is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::service) struct People {
    pub(in crate::service) on: BTreeSet<Person>,
    pub(in crate::service) off: BTreeSet<Person>,
}

/// What happens to the recipients.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::service) enum Move {
    /// ModifySession adds and removes these.
    Modify {
        add: BTreeSet<Person>,
        remove: BTreeSet<Person>,
    },
    /// ModifySession refuses to add these, who were not on it.
    Refused(BTreeSet<Person>),
    /// Nothing is known any more.
    Free,
    /// Somebody comes of whom nobody need know by which address.
    Come,
    /// Somebody goes; those of these addresses, if they were on it, stay.
    Left(BTreeSet<String>),
    /// GetSessions shows exactly these.
    Shown(BTreeSet<Person>),
}

/// The recipients of a session.
#[derive(Clone, Copy, Debug)]
pub(in crate::service) struct List {
    pub(in crate::service) anything: bool,
}

impl Kind for List {
    type State = People;
    type Step = Move;

    fn after(&self, state: &People, step: &Move) -> Vec<People> {
        let mut next = state.clone();
        match step {
            Move::Modify { add, remove } => {
                let in_vain = next.modify(add, remove);
                if in_vain {
                    return vec![next, state.clone()];
                }
            }
            Move::Refused(strangers) => {
                let still = strangers.iter().filter(|it| !state.on.contains(it));
                next.off.extend(still.cloned());
            }
            Move::Free => next = People::default(),
            Move::Come => next.off.clear(),
            Move::Left(staying) => {
                next.on
                    .retain(|(_, id)| staying.contains(&plain_address(id)));
                next.off.clear();
            }
            Move::Shown(people) => {
                // A device may write an address in its own way.
                let (on, off, shown) = (plain(&state.on), plain(&state.off), plain(people));
                let gone = |person: &Person| !on.contains(person) && shown.contains(person);
                if !on.is_subset(&shown) || off.iter().any(gone) {
                    return Vec::new();
                }
                let others = people.iter().filter(|it| !on.contains(&plain_person(it)));
                next.on.extend(others.cloned());
            }
        }
        vec![next]
    }

    fn drift(&self, _: &People) -> Vec<People> {
        if self.anything {
            vec![People::default()]
        } else {
            Vec::new()
        }
    }

    fn only_looks(&self, _: &Move) -> bool {
        false
    }

    fn everything(&self) -> Vec<People> {
        vec![People::default()]
    }
}

impl People {
    /// Adds and removes; gives whether the device may leave all as it was, because nobody would be left.
    fn modify(&mut self, add: &BTreeSet<Person>, remove: &BTreeSet<Person>) -> bool {
        let ids: BTreeSet<&String> = remove.iter().map(|(_, id)| id).collect();
        let both: BTreeSet<&String> = add.iter().map(|(_, id)| id).collect();
        for (element, id) in remove {
            let person = (*element, id.clone());
            self.on.remove(&person);
            if !both.contains(id) {
                self.off.insert(person);
            }
        }
        // Whether one is removed by his address wherever he is listed is not said.
        self.on.retain(|(_, id)| !ids.contains(id));
        for person in add.iter().filter(|(_, id)| !ids.contains(id)) {
            self.off.remove(person);
            // somebody who is on it by another element may stay there.
            if !self.on.iter().any(|(_, id)| *id == person.1) {
                self.on.insert(person.clone());
            }
        }
        !remove.is_empty() && self.on.is_empty()
    }
}

fn plain_person((element, address): &Person) -> Person {
    (element, plain_address(address))
}

fn plain(people: &BTreeSet<Person>) -> BTreeSet<Person> {
    people.iter().map(plain_person).collect()
}

/// The recipients of a list, without the sender.
pub(in crate::service) fn people(list: &Recipients) -> BTreeSet<Person> {
    let of = |element: &'static str, peers: &[Peer]| -> Vec<Person> {
        peers
            .iter()
            .map(|peer| (element, peer.id.clone()))
            .collect()
    };
    let mut people = BTreeSet::new();
    people.extend(of("recipientTo", &list.to));
    people.extend(of("recipientCc", &list.cc));
    people.extend(of("recipientBcc", &list.bcc));
    people
}
