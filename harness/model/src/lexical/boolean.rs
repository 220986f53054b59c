//! Booleans of 4.2, inside the XML and as UPnP values.

use super::collapse;

/// How a boolean was spelt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// `0` or `1`: what 4.2 recommends.
    Digit,
    /// `true` or `false`: allowed.
    Word,
    /// `yes` or `no`: never sent by a device, accepted on input.
    YesNo,
}

/// A boolean and its spelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Boolean {
    /// What it means.
    pub value: bool,
    /// How it was written.
    pub spelling: Spelling,
}

impl Boolean {
    /// Reads any of the six spellings of 4.2; case matters, outer white space does not.
    pub fn read(text: &str) -> Option<Self> {
        let (value, spelling) = match collapse(text) {
            "0" => (false, Spelling::Digit),
            "1" => (true, Spelling::Digit),
            "false" => (false, Spelling::Word),
            "true" => (true, Spelling::Word),
            "no" => (false, Spelling::YesNo),
            "yes" => (true, Spelling::YesNo),
            _ => return None,
        };
        Some(Self { value, spelling })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_spellings_and_no_more() {
        for (text, value, spelling) in [
            ("0", false, Spelling::Digit),
            (" 1\n", true, Spelling::Digit),
            ("false", false, Spelling::Word),
            ("true", true, Spelling::Word),
            ("no", false, Spelling::YesNo),
            ("yes", true, Spelling::YesNo),
        ] {
            assert_eq!(Boolean::read(text), Some(Boolean { value, spelling }));
        }
        for bad in ["", "True", "YES", "2", "on", "00"] {
            assert_eq!(Boolean::read(bad), None, "{bad}");
        }
    }
}
