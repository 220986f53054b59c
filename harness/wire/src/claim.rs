//! The architecture version a device claims, by which its deviations are graded.

use std::fmt;
use std::str::FromStr;

use ctk_vectors::Uda;
use serde::{Deserialize, Serialize};

/// The UPnP Device Architecture version a device claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Claim {
    /// Architecture 1.0.
    #[serde(rename = "1.0")]
    V1_0,
    /// Architecture 1.1.
    #[serde(rename = "1.1")]
    V1_1,
    /// Architecture 2.0.
    #[serde(rename = "2.0")]
    V2_0,
}

/// A text that names no architecture version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("architecture version {0:?} is not known; give 1.0, 1.1 or 2.0")]
pub struct UnknownClaim(pub String);

impl Claim {
    /// The claim made by a specVersion pair; an unknown pair counts as the nearest lower version,
    /// one below 1.0 as none.
    pub fn from_spec_version(major: u32, minor: u32) -> Option<Claim> {
        match (major, minor) {
            (0, _) => None,
            (1, 0) => Some(Claim::V1_0),
            (1, _) => Some(Claim::V1_1),
            _ => Some(Claim::V2_0),
        }
    }

    /// The claim made by the `UPnP/x.y` token of a SERVER or USER-AGENT value, if there is one.
    pub fn from_product_tokens(value: &str) -> Option<Claim> {
        value.split([' ', ',', '\t']).find_map(|token| {
            let version = token.get(5..).filter(|_| {
                token
                    .get(..5)
                    .is_some_and(|name| name.eq_ignore_ascii_case("upnp/"))
            })?;
            let (major, minor) = version.split_once('.')?;
            Claim::from_spec_version(major.parse().ok()?, minor.parse().ok()?)
        })
    }

    /// The pair (major, minor) that a specVersion element holds.
    pub fn spec_version(self) -> (u32, u32) {
        match self {
            Claim::V1_0 => (1, 0),
            Claim::V1_1 => (1, 1),
            Claim::V2_0 => (2, 0),
        }
    }

    /// Whether the rules that came with architecture 1.1 bind the device.
    pub fn is_1_1_or_later(self) -> bool {
        self >= Claim::V1_1
    }
}

impl From<Claim> for Uda {
    fn from(claim: Claim) -> Uda {
        match claim {
            Claim::V1_0 => Uda::V1_0,
            Claim::V1_1 => Uda::V1_1,
            Claim::V2_0 => Uda::V2_0,
        }
    }
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (major, minor) = self.spec_version();
        write!(f, "{major}.{minor}")
    }
}

impl FromStr for Claim {
    type Err = UnknownClaim;

    fn from_str(text: &str) -> Result<Claim, UnknownClaim> {
        match text.trim() {
            "1.0" => Ok(Claim::V1_0),
            "1.1" => Ok(Claim::V1_1),
            "2.0" => Ok(Claim::V2_0),
            _ => Err(UnknownClaim(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_minor_counts_as_the_nearest_lower_version() {
        assert_eq!(Claim::from_spec_version(1, 7), Some(Claim::V1_1));
        assert_eq!(Claim::from_spec_version(2, 3), Some(Claim::V2_0));
        assert_eq!(Claim::from_spec_version(0, 9), None);
    }

    #[test]
    fn product_tokens_with_and_without_commas() {
        let plain = "Linux/6.1 UPnP/1.1 Tern/2";
        assert_eq!(Claim::from_product_tokens(plain), Some(Claim::V1_1));
        let commas = "Linux/6.1, UPnP/1.0, Portable SDK/1.14";
        assert_eq!(Claim::from_product_tokens(commas), Some(Claim::V1_0));
        assert_eq!(Claim::from_product_tokens("UPnP/x.y é"), None);
    }

    #[test]
    fn text_form_round_trips() {
        for claim in [Claim::V1_0, Claim::V1_1, Claim::V2_0] {
            assert_eq!(claim.to_string().parse(), Ok(claim));
        }
        assert!("3".parse::<Claim>().is_err());
    }
}
