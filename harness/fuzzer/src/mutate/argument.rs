//! Changes to the arguments of a call.

use ctk_vectors::Base;
use fastrand::Rng;

use super::xml::mutate_document;
use crate::call::Call;
use crate::grammar::{Seeds, odd_text, odd_types, odd_value};
use crate::subject::{Action, Input};

/// Changes a value; what was done.
pub fn mutate_value(
    value: &mut String,
    input: &Input,
    seeds: &Seeds,
    rng: &mut Rng,
) -> &'static str {
    if let Some(root) = input.document {
        if rng.u32(..8) == 0
            && let Some(seed) = seeds.any(root, rng)
        {
            seed.clone_into(value);
            return "vector";
        }
        let mut did = mutate_document(value, seeds, rng);
        if rng.u32(..4) == 0 {
            did = mutate_document(value, seeds, rng);
        }
        return did;
    }
    if input.name.ends_with("ID") && rng.bool() {
        return identifier(value, rng);
    }
    if input.name == "SupportedContentType" {
        *value = odd_types(rng);
        return "odd-type";
    }
    if rng.u32(..6) == 0
        && let Some(other) = seeds.value(rng)
    {
        other.clone_into(value);
        return "vector";
    }
    let base = match &*input.data_type {
        "ui1" | "ui2" | "ui4" | "ui8" => Base::UnsignedInt,
        "uri" => Base::AnyUri,
        "dateTime" | "dateTime.tz" | "date" => Base::DateTime,
        _ => Base::String,
    };
    *value = match rng.u32(..6) {
        0 => format!("{value}{}", odd_text(rng)),
        1 => value.to_uppercase(),
        2 => format!(" {value} "),
        _ => odd_value(base, rng),
    };
    if value.len() > 60 {
        "long-text"
    } else {
        "odd-text"
    }
}

/// An id becomes a near one, or one of another kind.
fn identifier(value: &mut String, rng: &mut Rng) -> &'static str {
    *value = match rng.u32(..10) {
        9 => "{{known}}".to_owned(),
        0 => format!("{value}."),
        1 => format!(".{value}"),
        2 => format!("{value}.{value}"),
        3 => format!("{value}.1"),
        4 => format!("0{value}"),
        5 => "{{session}}.{{message}}".to_owned(),
        6 => "{{session}}".to_owned(),
        7 => "{{message}}".to_owned(),
        _ => rng.u16(..).to_string(),
    };
    "near-id"
}

/// Changes one argument, or which there are; what was done.
pub fn mutate_argument(call: &mut Call, action: &Action, seeds: &Seeds, rng: &mut Rng) -> String {
    let count = call.arguments.len();
    if count == 0 || rng.u32(..24) == 0 {
        return shape(call, rng).to_owned();
    }
    let at = rng.usize(..count);
    let (name, value) = &mut call.arguments[at];
    let Some(input) = action.inputs.iter().find(|input| input.name == *name) else {
        return shape(call, rng).to_owned();
    };
    let did = mutate_value(value, input, seeds, rng);
    format!("{name}/{did}")
}

/// Another set of arguments.
fn shape(call: &mut Call, rng: &mut Rng) -> &'static str {
    let count = call.arguments.len();
    match rng.u32(..5) {
        0 if count > 0 => {
            call.arguments.remove(rng.usize(..count));
            "argument-missing"
        }
        1 if count > 0 => {
            let again = call.arguments[rng.usize(..count)].clone();
            call.arguments.push(again);
            "argument-twice"
        }
        2 if count > 1 => {
            let (one, other) = (rng.usize(..count), rng.usize(..count));
            call.arguments.swap(one, other);
            "arguments-swapped"
        }
        3 if count > 0 => {
            let at = rng.usize(..count);
            call.arguments[at].0 = call.arguments[at].0.to_lowercase();
            "argument-renamed"
        }
        _ => {
            call.arguments
                .push(("CtkSurplus".to_owned(), odd_text(rng)));
            "argument-surplus"
        }
    }
}
