//! The forms of types and ids.

/// What is wrong with a type or id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Right,
    /// The vendor's domain is written with dots instead of hyphens.
    DottedDomain,
    Wrong,
}

/// The form `urn:domain:kind:Type:version`, Type up to 64 characters.
pub(super) fn type_form(text: &str, kind: &str) -> Form {
    let parts: Vec<&str> = text.split(':').collect();
    match parts.as_slice() {
        ["urn", domain, named, name, version]
            if *named == kind && is_name(name) && is_version(version) =>
        {
            domain_form(domain)
        }
        _ => Form::Wrong,
    }
}

/// The form `urn:domain:serviceId:ID`, ID up to 64 characters.
pub(super) fn service_id_form(text: &str) -> Form {
    let parts: Vec<&str> = text.splitn(4, ':').collect();
    match parts.as_slice() {
        ["urn", domain, "serviceId", id] if is_name(id) => domain_form(domain),
        _ => Form::Wrong,
    }
}

/// The version at the end of a type.
pub(super) fn version_of(text: &str) -> Option<u32> {
    text.rsplit_once(':')
        .filter(|(_, version)| is_version(version))?
        .1
        .parse()
        .ok()
}

fn domain_form(domain: &str) -> Form {
    if domain.is_empty() || domain.contains(char::is_whitespace) {
        Form::Wrong
    } else if domain.contains('.') {
        Form::DottedDomain
    } else {
        Form::Right
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().count() <= 64 && !name.contains(['#', ' ', '\t', '\n', '\r'])
}

fn is_version(version: &str) -> bool {
    let decimal = !version.starts_with('0') && version.bytes().all(|byte| byte.is_ascii_digit());
    decimal && version.parse::<u32>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types() {
        assert_eq!(
            type_form("urn:schemas-upnp-org:device:Basic:1", "device"),
            Form::Right
        );
        assert_eq!(
            type_form("urn:tern.example:device:X:10", "device"),
            Form::DottedDomain
        );
        let long = format!("urn:a:device:{}:1", "x".repeat(65));
        for wrong in [
            "urn:a:service:X:1",
            "urn:a:device:X",
            "urn:a:device:X:1.0",
            "urn:a:device::1",
            "urn:a:device:X:",
            long.as_str(),
        ] {
            assert_eq!(type_form(wrong, "device"), Form::Wrong, "{wrong}");
        }
        assert_eq!(version_of("urn:a:device:X:12"), Some(12));
        assert_eq!(version_of("X"), None);
    }

    #[test]
    fn service_ids() {
        assert_eq!(
            service_id_form("urn:upnp-org:serviceId:Messaging"),
            Form::Right
        );
        assert_eq!(
            service_id_form("urn:upnp-org:service:Messaging"),
            Form::Wrong
        );
        assert_eq!(service_id_form("urn:upnp-org:serviceId:"), Form::Wrong);
    }
}
