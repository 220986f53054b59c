//! Two reports of the same suite, seed and device, made equal: what changes from run to run becomes a placeholder.
//!
//! The list is data, `schema/volatile-1.json`: JSON pointers with wildcards first, then four kinds of text that are
//! replaced inside every string that is left.

use serde::Deserialize;
use serde_json::Value;

/// The published list.
pub const VOLATILE: &str = include_str!("../schema/volatile-1.json");

#[derive(Deserialize)]
struct Volatile {
    pointers: Vec<Pointer>,
}

#[derive(Deserialize)]
struct Pointer {
    pointer: String,
    placeholder: Value,
}

/// Replaces what changes from run to run in a JSON report.
pub fn normalize(report: &mut Value) {
    let list: Volatile = serde_json::from_str(VOLATILE).expect("a test reads the published list");
    for Pointer {
        pointer,
        placeholder,
    } in &list.pointers
    {
        let path: Vec<&str> = pointer.split('/').skip(1).collect();
        replace(report, &path, placeholder);
    }
    texts(report);
}

fn replace(value: &mut Value, path: &[&str], placeholder: &Value) {
    let Some((&step, rest)) = path.split_first() else {
        *value = placeholder.clone();
        return;
    };
    match value {
        Value::Array(items) if step == "*" => items
            .iter_mut()
            .for_each(|item| replace(item, rest, placeholder)),
        Value::Object(fields) if step == "*" => {
            fields
                .values_mut()
                .for_each(|field| replace(field, rest, placeholder));
        }
        Value::Array(items) => {
            if let Some(item) = step
                .parse()
                .ok()
                .and_then(|place: usize| items.get_mut(place))
            {
                replace(item, rest, placeholder);
            }
        }
        Value::Object(fields) => {
            if let Some(field) = fields.get_mut(step) {
                replace(field, rest, placeholder);
            }
        }
        _ => {}
    }
}

/// Replaces the texts that change from run to run, wherever they stand.
pub(crate) fn texts(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Some(replaced) = replaced(text) {
                *text = replaced;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(texts),
        Value::Object(fields) => fields.values_mut().for_each(texts),
        _ => {}
    }
}

/// The text with its volatile parts replaced; nothing when it has none.
fn replaced(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    let mut behind = None;
    while let Some(next) = rest.chars().next() {
        // Only where a word begins: the middle of a longer run of digits is no time.
        let begins = !behind.is_some_and(|c: char| c.is_ascii_alphanumeric());
        let found = if begins {
            [
                (uuid(rest), "UUID"),
                (time(rest), "TIME"),
                (loopback(rest), "LOOPBACK"),
                (estimate(rest), "about A WHILE to go"),
            ]
            .into_iter()
            .find_map(|(length, placeholder)| Some((length?, placeholder)))
        } else {
            None
        };
        let length = match found {
            Some((length, placeholder)) => {
                out.push_str(placeholder);
                length
            }
            None => {
                out.push(next);
                next.len_utf8()
            }
        };
        behind = rest[..length].chars().next_back();
        rest = &rest[length..];
    }
    (out != text).then_some(out)
}

/// The length of what the shape describes at the beginning of a text: `9` a digit, `x` a hexadecimal digit, else itself.
fn shaped(text: &str, shape: &str) -> Option<usize> {
    let bytes = text.as_bytes().get(..shape.len())?;
    let fits = |(&byte, wanted): (&u8, u8)| match wanted {
        b'9' => byte.is_ascii_digit(),
        b'x' => byte.is_ascii_hexdigit(),
        itself => byte == itself,
    };
    bytes
        .iter()
        .zip(shape.bytes())
        .all(fits)
        .then_some(shape.len())
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn uuid(text: &str) -> Option<usize> {
    shaped(text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx")
}

fn time(text: &str) -> Option<usize> {
    let mut length = shaped(text, "9999-99-99T99:99:99")?;
    if text[length..].starts_with('.') {
        let fraction = digits(&text[length + 1..]);
        length += if fraction > 0 { 1 + fraction } else { 0 };
    }
    let zone = &text[length..];
    length += if zone.starts_with('Z') {
        1
    } else {
        shaped(zone, "+99:99")
            .or_else(|| shaped(zone, "-99:99"))
            .unwrap_or(0)
    };
    Some(length)
}

fn loopback(text: &str) -> Option<usize> {
    let host = ["127.0.0.1:", "localhost:", "[::1]:"]
        .into_iter()
        .find(|host| text.starts_with(host))?;
    let port = digits(&text[host.len()..]);
    (1..=5).contains(&port).then_some(host.len() + port)
}

/// How long a run will take, and what that is made of, to the end of the sentence.
fn estimate(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("about ")?;
    let place = rest.find(" to go")?;
    (place < 16 && rest.starts_with(|c: char| c.is_ascii_digit())).then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{RUN_JSON_SCHEMA, report};
    use ctk_record::sample::{cut_short, sample};

    fn normalized(record: &ctk_record::Record) -> Value {
        let mut value = serde_json::to_value(report(record)).unwrap();
        normalize(&mut value);
        value
    }

    #[test]
    fn snapshot() {
        insta::assert_snapshot!(format!("{:#}", normalized(&sample())));
    }

    #[test]
    fn a_normalized_report_is_still_a_report() {
        let schema: Value = serde_json::from_str(RUN_JSON_SCHEMA).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        for record in [sample(), cut_short()] {
            let value = normalized(&record);
            let errors: Vec<String> = validator
                .iter_errors(&value)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(errors.is_empty(), "{errors:#?}");
            assert!(crate::json::read_report(&value.to_string()).is_ok());
        }
    }

    #[test]
    fn every_pointer_of_the_list_meets_something() {
        let list: Volatile = serde_json::from_str(VOLATILE).unwrap();
        let whole = serde_json::to_value(report(&sample())).unwrap();
        for Pointer { pointer, .. } in list.pointers {
            // The preparation holds the one body with a base64 form; its place in a case is the same.
            if pointer.ends_with("body_base64") {
                continue;
            }
            let path: Vec<&str> = pointer.split('/').skip(1).collect();
            let mut marked = whole.clone();
            replace(
                &mut marked,
                &path,
                &Value::from("a mark that stands nowhere else"),
            );
            assert_ne!(marked, whole, "{pointer}");
        }
    }

    #[test]
    fn another_time_and_place_make_no_difference() {
        let one = sample();
        let mut other = one.clone();
        other.header.started = "2031-12-31T23:59:59Z".into();
        other.header.command = vec!["elsewhere".into()];
        other.header.target = vec!["http://127.0.0.1:1/".into()];
        other.device.as_mut().unwrap().udn = "uuid:other".into();
        for case in &mut other.cases {
            case.started_ms = case.started_ms.map(|ms| ms + 5);
            for exchange in &mut case.exchanges {
                exchange.at_ms += 9;
                exchange
                    .request
                    .iter_mut()
                    .for_each(|request| request.url.push('x'));
            }
        }
        assert!(one != other && normalized(&one) == normalized(&other));
        other.cases[0].result.as_mut().unwrap().verdict = ctk_record::Verdict::Fail;
        assert!(normalized(&one) != normalized(&other));
    }

    #[test]
    fn texts_are_replaced() {
        for (text, expected) in [
            (
                "sid uuid:6d1c2f3a-0000-4000-8000-0123456789ab.",
                "sid uuid:UUID.",
            ),
            (
                "at 2026-03-01T09:30:00.125+01:00, not 2026-03-01",
                "at TIME, not 2026-03-01",
            ),
            ("2026-03-01T09:30:00. Grüße", "TIME. Grüße"),
            (
                "http://127.0.0.1:49152/desc and localhost:80",
                "http://LOOPBACK/desc and LOOPBACK",
            ),
            (
                "phone: about 7.3 s to go; a chain of waits 5.1 s",
                "phone: about A WHILE to go",
            ),
        ] {
            assert_eq!(replaced(text).as_deref(), Some(expected));
        }
        assert_eq!(replaced("12026-03-01T09:30:00 127.0.0.1:x Ünicode"), None);
    }
}
