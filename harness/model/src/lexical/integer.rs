//! Integers of XML Schema: lexical form and range; the number of digits is not limited by the type.

use super::collapse;

/// Whether the text is a `nonNegativeInteger` (`-0` is one).
pub fn is_non_negative_integer(text: &str) -> bool {
    digits(text).is_some_and(|(negative, digits)| !negative || is_zero(digits))
}

/// Whether the text is a `positiveInteger`.
pub fn is_positive_integer(text: &str) -> bool {
    digits(text).is_some_and(|(negative, digits)| !negative && !is_zero(digits))
}

/// Whether the text is an `unsignedInt`: a nonNegativeInteger up to 4294967295.
pub fn is_unsigned_int(text: &str) -> bool {
    is_non_negative_integer(text) && read_integer(text).is_some_and(|n| n <= u64::from(u32::MAX))
}

/// The value of a nonNegativeInteger; `None` also when it does not fit 64 bits.
pub fn read_integer(text: &str) -> Option<u64> {
    let (negative, digits) = digits(text)?;
    if negative && !is_zero(digits) {
        return None;
    }
    let significant = digits.trim_start_matches('0');
    if significant.is_empty() {
        Some(0)
    } else {
        significant.parse().ok()
    }
}

// integer ::= [+-]? [0-9]+
fn digits(text: &str) -> Option<(bool, &str)> {
    let text = collapse(text);
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then_some((negative, digits))
}

fn is_zero(digits: &str) -> bool {
    digits.bytes().all(|b| b == b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_zeroes() {
        for good in [
            "0",
            "-0",
            "+0",
            "007",
            "+12",
            " 3 ",
            "99999999999999999999999",
        ] {
            assert!(is_non_negative_integer(good), "{good}");
        }
        for bad in ["", "-1", "1.0", "1e3", "+", "1 2", "0x1", "１"] {
            assert!(!is_non_negative_integer(bad), "{bad}");
        }
        assert!(is_positive_integer("+1") && is_positive_integer("0001"));
        assert!(!is_positive_integer("0") && !is_positive_integer("-1"));
    }

    #[test]
    fn unsigned_int_ends_at_32_bits() {
        assert!(is_unsigned_int("4294967295") && is_unsigned_int("0000000000004294967295"));
        assert!(!is_unsigned_int("4294967296") && !is_unsigned_int("99999999999999999999999"));
    }

    #[test]
    fn values_beyond_64_bits_have_no_number() {
        assert_eq!(read_integer("18446744073709551615"), Some(u64::MAX));
        assert_eq!(read_integer("18446744073709551616"), None);
        assert_eq!(read_integer("-0"), Some(0));
    }
}
