//! Values compared by their data type (UPnP Device Architecture, clause 2.5).

/// Whether two values of the data type are the same: numbers as numbers, booleans by what they say, anything else letter
/// by letter. A data type that is unknown, or a value that is not of it, is compared as text.
pub fn same_value(data_type: &str, one: &str, other: &str) -> bool {
    let as_text = one == other;
    let same = match data_type.to_ascii_lowercase().as_str() {
        "ui1" | "ui2" | "ui4" | "ui8" | "i1" | "i2" | "i4" | "i8" | "int" => {
            both(one, other, |text| text.trim().parse::<i128>().ok())
        }
        "r4" | "r8" | "number" | "float" | "fixed.14.4" => {
            both(one, other, |text| text.trim().parse::<f64>().ok())
        }
        "boolean" | "bool" => both(one, other, boolean),
        "uuid" => both(one, other, |text| Some(text.trim().to_ascii_lowercase())),
        _ => None,
    };
    same.unwrap_or(as_text)
}

fn both<T: PartialEq>(one: &str, other: &str, read: impl Fn(&str) -> Option<T>) -> Option<bool> {
    Some(read(one)? == read(other)?)
}

fn boolean(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" => Some(true),
        "0" | "false" | "no" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::same_value;

    #[test]
    fn values_are_compared_by_their_type() {
        for (data_type, one, other, same) in [
            ("ui2", "080", "80", true),
            ("i4", "+5", "5", true),
            ("i4", "5", "-5", false),
            ("ui4", "five", "five", true),
            ("Boolean", "1", "true", true),
            ("boolean", "0", "yes", false),
            ("r8", "1e2", "100.0", true),
            ("string", "80", "080", false),
            ("string", "a ", "a", false),
            ("", "x", "x", true),
            ("uuid", "AB", "ab", true),
        ] {
            assert_eq!(
                same_value(data_type, one, other),
                same,
                "{data_type} {one} {other}"
            );
        }
    }
}
