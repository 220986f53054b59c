//! DEVICE, as every command takes it.

use std::fmt;
use std::str::FromStr;

use ctk_wire::uri::{HttpUrl, UrlError};

/// Which device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The built-in reference device.
    Embedded,
    /// By the URL of its description.
    Url(String),
    /// By its UDN, found by SSDP.
    Udn(String),
    /// By a part of its friendly name, found by SSDP.
    Name(String),
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "embedded" {
            Ok(Self::Embedded)
        } else if let Some(udn) = text.strip_prefix("udn:") {
            let udn = udn.strip_prefix("uuid:").unwrap_or(udn);
            if udn.is_empty() {
                Err("udn: needs a UUID".to_owned())
            } else {
                Ok(Self::Udn(format!("uuid:{udn}")))
            }
        } else if let Some(name) = text.strip_prefix("name:") {
            if name.is_empty() {
                Err("name: needs a text".to_owned())
            } else {
                Ok(Self::Name(name.to_owned()))
            }
        } else if text
            .get(..8)
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case("https://"))
        {
            Err("https is not supported; give the http URL of the description".to_owned())
        } else {
            match HttpUrl::parse(text) {
                Ok(_) => Ok(Self::Url(text.to_owned())),
                Err(UrlError::Scheme) => Err(format!(
                    "`{text}` is not a device: give http://HOST:PORT/PATH, udn:UUID, name:TEXT or embedded"
                )),
                Err(error) => Err(format!("`{text}` is {error}")),
            }
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Embedded => f.write_str("embedded"),
            Self::Url(url) => f.write_str(url),
            Self::Udn(udn) => write!(f, "udn:{}", udn.trim_start_matches("uuid:")),
            Self::Name(name) => write!(f, "name:{name}"),
        }
    }
}

/// A word of a command line, quoted for a shell where it has to be.
pub fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_devices() {
        for text in [
            "embedded",
            "http://127.0.0.1:1/d.xml",
            "HTTP://127.0.0.1:1/d.xml",
            "udn:6f1e0c52-3b7a-4d19-8a44-91d2c07be315",
            "name:Hall phone",
        ] {
            assert_eq!(
                text.parse::<Target>().map(|target| target.to_string()),
                Ok(text.to_owned())
            );
        }
        assert_eq!("udn:uuid:abc".parse::<Target>(), "udn:abc".parse());
        for bad in [
            "",
            "udn:",
            "name:",
            "http://",
            "http:///x",
            "http://h:x/",
            "https://h/",
            "HTTPS://h/",
            "127.0.0.1",
        ] {
            assert!(bad.parse::<Target>().is_err(), "{bad}");
        }
    }
}
