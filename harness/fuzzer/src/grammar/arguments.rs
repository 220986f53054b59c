//! Values for arguments: valid ones, and the smallest.

use fastrand::Rng;

use super::calls::recipients;
use super::documents::document;
use super::seeds::Seeds;
use super::values::table_value;
use crate::subject::Input;

/// A valid value for an argument; `optional`: an id need not be given.
pub fn value_for(input: &Input, optional: bool, seeds: &Seeds, rng: &mut Rng) -> String {
    if let Some(root) = input.document {
        let seed = seeds.valid(root, rng).filter(|_| rng.u32(..3) > 0);
        return seed.map_or_else(|| document(root, 0, rng), str::to_owned);
    }
    if let Some(table) = input.table {
        let any = rng.u32(..3) == 0;
        return if any {
            String::new()
        } else {
            table_value(table, rng)
        };
    }
    if !input.allowed.is_empty() {
        return input.allowed[rng.usize(..input.allowed.len())].clone();
    }
    match &*input.name {
        "SessionID" if optional && rng.bool() => String::new(),
        "SessionID" => "{{session}}".to_owned(),
        "MessageID" => "{{message}}".to_owned(),
        "SupportedContentType" => {
            ["", "text/plain", "text/plain,image/png"][rng.usize(..3)].to_owned()
        }
        _ => by_type(&input.data_type, rng),
    }
}

fn by_type(data_type: &str, rng: &mut Rng) -> String {
    match data_type {
        "ui1" | "i1" => rng.u8(..100).to_string(),
        "ui2" | "i2" | "ui4" | "i4" | "ui8" | "i8" | "int" => rng.u16(..1000).to_string(),
        "boolean" => ["0", "1"][rng.usize(..2)].to_owned(),
        "r4" | "r8" | "number" | "float" | "fixed.14.4" => "1.5".to_owned(),
        "char" => "a".to_owned(),
        "date" => "2024-05-01".to_owned(),
        "dateTime" | "dateTime.tz" => "2024-05-01T10:00:00".to_owned(),
        "time" | "time.tz" => "10:00:00".to_owned(),
        "bin.base64" => "AAEC".to_owned(),
        "bin.hex" => "00ff".to_owned(),
        "uri" => "{{link}}".to_owned(),
        "uuid" => "6f1e0c52-3b7a-4d19-8a44-91d2c07be315".to_owned(),
        _ => ["", "a", "0", "*", "Hello {{token}}"][rng.usize(..5)].to_owned(),
    }
}

/// The smallest value that is likely to be taken, for the arguments that a fault is not about.
pub fn minimal(input: &Input) -> String {
    match input.document {
        Some("recipientsList") => return recipients(1),
        Some("message") => return super::calls::plain_message("", "a"),
        Some(root) => return document(root, 0, &mut Rng::with_seed(0)),
        None => {}
    }
    match &*input.name {
        "SessionID" => "{{session}}".to_owned(),
        "MessageID" => "{{message}}".to_owned(),
        _ if input.table.is_some() => String::new(),
        _ if !input.allowed.is_empty() => input.allowed[0].clone(),
        _ => match &*input.data_type {
            "string" | "" => String::new(),
            other => by_type(other, &mut Rng::with_seed(0)),
        },
    }
}
