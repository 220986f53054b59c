//! Values held against the variable that they are of (UDA 2.5).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};

use super::model::{Range, Variable};

impl Variable {
    /// What speaks against the text as a value of this variable, in words: another data type, outside its range, or not in
    /// its list. What the clause leaves open (spellings of dates and numbers) speaks against nothing.
    pub fn misfit(&self, text: &str) -> Option<String> {
        if let Some(why) = misfit_of_type(&self.data_type, text) {
            return Some(format!("{text:?} is not {why} ({})", self.data_type));
        }
        if let Some(range) = &self.range
            && let Some(why) = outside(range, text)
        {
            return Some(format!("{text:?} is {why}"));
        }
        let is_listed = |text: &str| self.allowed_values.iter().any(|value| value == text);
        // Media services relate lists with commas to the variable that lists what may be in them.
        let listed = is_listed(text) || text.split(',').all(|part| is_listed(part.trim()));
        (!self.allowed_values.is_empty() && !listed).then(|| {
            let few: Vec<&str> = self
                .allowed_values
                .iter()
                .take(12)
                .map(String::as_str)
                .collect();
            format!(
                "{text:?} is not one of the allowed values {}",
                few.join(", ")
            )
        })
    }
}

/// What the text is not, where it is not of the data type. An unknown type fits everything.
fn misfit_of_type(data_type: &str, text: &str) -> Option<&'static str> {
    let trimmed = text.trim();
    let within = |least: i128, most: i128| {
        let number = trimmed.parse::<i128>().ok();
        number.is_some_and(|number| (least..=most).contains(&number))
    };
    let (fits, what) = match data_type {
        "ui1" => (within(0, 0xff), "an unsigned integer of 1 byte"),
        "ui2" => (within(0, 0xffff), "an unsigned integer of 2 bytes"),
        "ui4" => (within(0, 0xffff_ffff), "an unsigned integer of 4 bytes"),
        "ui8" => (within(0, u64::MAX.into()), "an unsigned integer of 8 bytes"),
        "i1" => (
            within(i8::MIN.into(), i8::MAX.into()),
            "an integer of 1 byte",
        ),
        "i2" => (
            within(i16::MIN.into(), i16::MAX.into()),
            "an integer of 2 bytes",
        ),
        "i4" => (
            within(i32::MIN.into(), i32::MAX.into()),
            "an integer of 4 bytes",
        ),
        "i8" => (
            within(i64::MIN.into(), i64::MAX.into()),
            "an integer of 8 bytes",
        ),
        "int" => (trimmed.parse::<i128>().is_ok(), "an integer"),
        "r4" | "r8" | "number" | "float" | "fixed.14.4" => (is_real(trimmed), "a number"),
        "char" => (text.chars().count() == 1, "one character"),
        "boolean" => (
            matches!(trimmed, "0" | "1" | "true" | "false" | "yes" | "no"),
            "a boolean",
        ),
        "date" => (trimmed.parse::<Date>().is_ok(), "a date"),
        "dateTime" | "dateTime.tz" => (is_date_time(trimmed), "a date with an optional time"),
        "time" | "time.tz" => (is_time(trimmed), "a time"),
        "bin.base64" => (is_base64(text), "base 64"),
        "bin.hex" => (is_hex(trimmed), "base 16"),
        "uuid" => (is_uuid(trimmed), "a UUID"),
        _ => (true, ""),
    };
    (!fits).then_some(what)
}

fn is_real(text: &str) -> bool {
    // `inf` and `nan` are numbers to the standard library alone.
    text.parse::<f64>().is_ok() && !text.contains(['n', 'N'])
}

fn is_date_time(text: &str) -> bool {
    text.parse::<Date>().is_ok()
        || text.parse::<DateTime>().is_ok()
        || text.parse::<Timestamp>().is_ok()
}

fn is_time(text: &str) -> bool {
    let zone = text.find(['Z', '+', '-']).unwrap_or(text.len());
    let (clock, zone) = text.split_at(zone);
    let offset = zone.strip_prefix(['+', '-']).unwrap_or("00:00");
    clock.parse::<Time>().is_ok() && offset.chars().all(|c| c.is_ascii_digit() || c == ':')
}

fn is_base64(text: &str) -> bool {
    let compact: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    STANDARD.decode(compact).is_ok()
}

fn is_hex(text: &str) -> bool {
    text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_uuid(text: &str) -> bool {
    let parts: Vec<&str> = text.trim_start_matches("uuid:").split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    lengths == [8, 4, 4, 4, 12]
        && parts
            .iter()
            .all(|part| part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Where the value lies, if it is outside. A range that cannot be read limits nothing: another row judges it.
fn outside(range: &Range, text: &str) -> Option<String> {
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let (value, minimum, maximum) = (
        number(text)?,
        number(&range.minimum)?,
        number(&range.maximum)?,
    );
    if value < minimum {
        Some(format!("below the minimum {}", range.minimum))
    } else if value > maximum {
        Some(format!("above the maximum {}", range.maximum))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_type(data_type: &str) -> Variable {
        Variable {
            data_type: data_type.to_owned(),
            ..Variable::default()
        }
    }

    #[test]
    fn values_fit_their_types() {
        for (data_type, good, bad) in [
            ("ui1", ["0", "255", "007"], ["256", "-1", ""]),
            (
                "ui4",
                ["4294967295", "+1", " 1 "],
                ["4294967296", "1.5", "x"],
            ),
            ("i2", ["-32768", "32767", "0"], ["32768", "-32769", "0x10"]),
            ("r8", ["1e3", "-0.5", "3"], ["nan", "one", ""]),
            ("boolean", ["0", "true", "no"], ["2", "TRUE?", ""]),
            ("char", ["x", "é", " "], ["", "xy", "  "]),
            (
                "date",
                ["2026-11-29", "20261129", "2024-02-29"],
                ["29.11.2026", "2026-13-01", ""],
            ),
            (
                "dateTime.tz",
                [
                    "2026-11-29T10:00:00Z",
                    "2026-11-29T10:00:00+01:00",
                    "2026-11-29",
                ],
                ["10:00:00", "now", ""],
            ),
            (
                "time.tz",
                ["10:00:00", "10:00:00Z", "10:00:00+01:00"],
                ["25:00:00", "noon", "10:00:00+one"],
            ),
            ("bin.hex", ["", "00ff", "AB"], ["0", "xy", "0g"]),
            ("bin.base64", ["", "AAAA", "AA=="], ["A", "*", "AA=A"]),
            (
                "uuid",
                [
                    "0c12a90e-c065-4189-8206-6e235d7a001d",
                    "uuid:0C12A90E-C065-4189-8206-6E235D7A001D",
                    "00000000-0000-0000-0000-000000000000",
                ],
                ["", "x", "0c12a90ec06541898206"],
            ),
            ("string", ["", "x", "\n"], ["", "", ""]),
        ] {
            let variable = of_type(data_type);
            for value in good {
                assert_eq!(variable.misfit(value), None, "{data_type}");
            }
            for value in bad.into_iter().filter(|_| data_type != "string") {
                assert!(variable.misfit(value).is_some(), "{data_type} {value:?}");
            }
        }
    }

    #[test]
    fn values_fit_ranges_and_lists() {
        let range = |minimum: &str, maximum: &str| Variable {
            range: Some(Range {
                minimum: minimum.to_owned(),
                maximum: maximum.to_owned(),
                step: None,
            }),
            ..of_type("ui2")
        };
        assert_eq!(range("1", "10").misfit("10"), None);
        assert_eq!(
            range("1", "10").misfit("11").as_deref(),
            Some("\"11\" is above the maximum 10")
        );
        assert_eq!(
            range("1", "10").misfit("0").as_deref(),
            Some("\"0\" is below the minimum 1")
        );
        assert_eq!(range("one", "").misfit("0"), None);
        let list = Variable {
            allowed_values: vec!["Master".to_owned(), "LF".to_owned()],
            ..of_type("string")
        };
        assert_eq!(list.misfit("LF"), None);
        assert!(list.misfit("lf").is_some());
        assert_eq!(list.misfit("Master,LF"), None);
        assert!(list.misfit("Master,lf").is_some());
    }
}
