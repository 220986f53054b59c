//! Bytes in the journal: text where they are UTF-8, else base 16.

use std::fmt::Write as _;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

#[derive(Deserialize)]
enum Form {
    #[serde(rename = "text")]
    Text(String),
    #[serde(rename = "hex")]
    Hex(String),
}

/// The same, to be written: the text is not copied for it.
#[derive(Serialize)]
enum Written<'b> {
    #[serde(rename = "text")]
    Text(&'b str),
    #[serde(rename = "hex")]
    Hex(String),
}

pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Written::Text(text),
        Err(_) => Written::Hex(hex(bytes)),
    }
    .serialize(to)
}

fn hex(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // A text takes whatever is written.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
    match Form::deserialize(from)? {
        Form::Text(text) => Ok(text.into_bytes()),
        Form::Hex(digits) => {
            if !digits.is_ascii() || digits.len() % 2 != 0 {
                return Err(D::Error::custom(
                    "bytes in base 16 need an even number of digits",
                ));
            }
            (0..digits.len())
                .step_by(2)
                .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).map_err(D::Error::custom))
                .collect()
        }
    }
}
