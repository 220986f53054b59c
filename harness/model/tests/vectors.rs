//! The content model and the lexical readers say of every instance vector what the vector says.

use ctk_model::document::{Context, Direction, Finding, Grade, Kind, Layer, Read, validate_bytes};
use ctk_model::event_text::EventText;
use ctk_model::lexical::{
    Boolean, DateTime, Identity, Spelling, fits_message_id_schema, is_any_uri,
    is_non_negative_integer, is_page_message_id, is_positive_integer, is_session_id,
    is_unsigned_int, read_identity, read_mime_list, split_session_message_id,
};
use ctk_vectors::{Breaks, Expected, Instance, Lexical, LexicalKind, Way, instances};

fn directions(vector: &Instance) -> Vec<Direction> {
    let mut both = Vec::new();
    if vector.direction.is_output() {
        both.push(Direction::Output);
    }
    if vector.direction.is_input() {
        both.push(Direction::Input);
    }
    both
}

fn layer(breaks: Breaks) -> Layer {
    match breaks {
        Breaks::Xml => Layer::NotWellFormed,
        Breaks::Schema => Layer::NotValid,
        Breaks::Rule => Layer::Rule,
    }
}

/// What is wrong with our verdict, or nothing.
#[expect(clippy::too_many_lines, reason = "one scenario, step by step")]
fn differs<T>(vector: &Instance, read: &Read<T>) -> Option<String> {
    let of = |grade: Grade| -> Vec<&Finding> {
        read.findings
            .iter()
            .filter(|finding| finding.grade == grade)
            .collect()
    };
    let (fails, warnings) = (of(Grade::Fail), of(Grade::Warning));
    let rule = vector.rule.as_deref().unwrap_or_default();
    let wrong = match vector.result {
        Expected::Valid => !fails.is_empty() || !warnings.is_empty(),
        Expected::Invalid => {
            let broken = vector.breaks.map(layer);
            // One mistake a vector, though it may show at several places.
            fails.is_empty()
                || fails
                    .iter()
                    .any(|fail| Some(fail.layer) != broken || !fail.concerns(rule))
                || (vector.ruling.is_some()
                    && fails.iter().all(|fail| fail.ruling != vector.ruling))
        }
        Expected::Acceptable => {
            !fails.is_empty()
                || warnings.is_empty()
                || warnings.iter().any(|warning| {
                    !warning.concerns(rule) || warning.ruling.as_deref() != vector.ruling.as_deref()
                })
        }
    };
    wrong.then(|| {
        let found: Vec<String> = read
            .findings
            .iter()
            .map(|finding| {
                format!(
                    "\n    {:?} {:?} {} {:?} {}: {}",
                    finding.grade,
                    finding.layer,
                    finding.requirement,
                    finding.ruling,
                    finding.path,
                    finding.text
                )
            })
            .collect();
        format!(
            "{}: {:?} {:?} {rule} {:?}, found:{}",
            vector.id,
            vector.result,
            vector.breaks,
            vector.ruling,
            found.concat()
        )
    })
}

#[test]
fn documents_are_judged_as_the_vectors_say() {
    let mut wrong = Vec::new();
    for vector in &instances().vectors {
        let kind = Kind::of_root(&vector.document).expect("the loader knows the documents");
        let context = Context {
            message_classes: vector.device.message_classes.clone(),
            session_classes: vector.device.session_classes.clone(),
            folders: vector.device.folders.clone(),
            secure_eventing: vector.device.secure_eventing,
        };
        for direction in directions(vector) {
            let read = validate_bytes(kind, &vector.bytes(), direction, &context);
            wrong.extend(differs(vector, &read).map(|text| format!("{direction:?} {text}")));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of them:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// What our readers make of a value: verdict, layer of the mistake, and meaning.
#[expect(clippy::too_many_lines, reason = "one scenario, step by step")]
fn read(lexical: &Lexical) -> (Expected, Option<Breaks>, String) {
    let text = lexical.text.as_str();
    let valid = |means: &str| (Expected::Valid, None, means.to_owned());
    let invalid = |breaks| (Expected::Invalid, Some(breaks), String::new());
    let schema = |fits: bool| {
        if fits {
            valid("")
        } else {
            invalid(Breaks::Schema)
        }
    };
    match lexical.kind {
        LexicalKind::MessageId => match split_session_message_id(text) {
            _ if is_page_message_id(text) => valid("page"),
            Some(_) => valid("session"),
            None if !fits_message_id_schema(text) => invalid(Breaks::Schema),
            None if text.is_empty() && lexical.direction == Way::Input => valid(""),
            None => invalid(Breaks::Rule),
        },
        LexicalKind::SessionId if is_session_id(text) => valid(""),
        LexicalKind::SessionId if text.is_empty() => invalid(Breaks::Rule),
        LexicalKind::SessionId => invalid(Breaks::Schema),
        LexicalKind::Identity => match read_identity(text) {
            Ok(Identity::Sip) => valid("sip"),
            Ok(Identity::Tel) => valid("tel"),
            Ok(Identity::Mailto) => valid("mailto"),
            Ok(_) => valid("other"),
            Err(_) => invalid(Breaks::Rule),
        },
        LexicalKind::AnyUri => schema(is_any_uri(text)),
        LexicalKind::DateTime => match DateTime::read(text) {
            Ok(date) if date.has_zone() => valid("zone"),
            Ok(_) => (Expected::Acceptable, None, "no-zone".to_owned()),
            Err(_) => invalid(Breaks::Schema),
        },
        LexicalKind::MimeList => match read_mime_list(text) {
            Ok(list) => valid(&list.len().to_string()),
            Err(_) => invalid(Breaks::Rule),
        },
        LexicalKind::EventText => match EventText::read(text) {
            EventText::Standard(event) => valid(event.slug),
            EventText::AlmostStandard(event) => (Expected::Acceptable, None, event.slug.to_owned()),
            EventText::Vendor(_) => valid("vendor"),
        },
        LexicalKind::Boolean => match Boolean::read(text) {
            None => invalid(Breaks::Schema),
            Some(boolean) => {
                let means = boolean.value.to_string();
                match (boolean.spelling, lexical.direction) {
                    (Spelling::YesNo, Way::Output) => {
                        (Expected::Invalid, Some(Breaks::Schema), means)
                    }
                    (Spelling::Word, Way::Output) => (Expected::Acceptable, None, means),
                    _ => valid(&means),
                }
            }
        },
        LexicalKind::NonNegativeInteger => schema(is_non_negative_integer(text)),
        LexicalKind::PositiveInteger => schema(is_positive_integer(text)),
        LexicalKind::UnsignedInt => schema(is_unsigned_int(text)),
    }
}

#[test]
fn simple_values_are_read_as_the_vectors_say() {
    let mut wrong = Vec::new();
    for lexical in &instances().lexicals {
        let (result, breaks, means) = read(lexical);
        let meant = lexical.means.as_ref().is_none_or(|due| *due == means);
        if (result, breaks) != (lexical.result, lexical.breaks) || !meant {
            wrong.push(format!(
                "{}: {:?}: {result:?} {breaks:?} {means}",
                lexical.id, lexical.text
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of them:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
