//! Types and names as datagrams tell them, and how they are compared: UUIDs without regard to case (U-06), all else to
//! the letter.

use crate::tester::ssdp::Told;

/// A type or name, and the UDN of the device that it is of; UUIDs in small letters.
pub(super) type Pair = (String, String);

/// The pair of a target and a USN. Whether the rest of USN fits the target is looked at elsewhere.
pub(super) fn pair(target: &str, usn: &str) -> Pair {
    let udn = usn.split("::").next().unwrap_or(usn);
    (comparable(target), comparable(udn))
}

/// The pair that a datagram tells.
pub(super) fn told_pair(told: &Told) -> Pair {
    (
        comparable(told.target()),
        comparable(told.message.udn().unwrap_or_default()),
    )
}

/// Whether two targets are the same.
pub(super) fn same_target(one: &str, other: &str) -> bool {
    comparable(one) == comparable(other)
}

/// The name in the spelling in which names are compared.
pub(super) fn comparable(name: &str) -> String {
    let scheme = name.get(..5);
    match scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case("uuid:")) {
        true => name.to_ascii_lowercase(),
        false => name.to_owned(),
    }
}

/// In words; what is missing in the datagram is said.
pub(super) fn in_words((target, udn): &Pair) -> String {
    let target = match target.as_str() {
        "" => "an empty type",
        target => target,
    };
    match udn.as_str() {
        "" => format!("{target} (USN has no UUID)"),
        udn => format!("{target} of {udn}"),
    }
}

/// Several in words.
pub(super) fn list(pairs: &[&Pair]) -> String {
    let texts: Vec<String> = pairs.iter().map(|pair| in_words(pair)).collect();
    texts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uuids_are_alike_in_either_case_and_types_are_not() {
        assert!(same_target("uuid:AB-c", "UUID:ab-C"));
        assert!(!same_target("urn:x:device:T:1", "urn:x:device:t:1"));
        let known = pair("urn:x:device:T:1", "uuid:AB::urn:x:device:T:1");
        assert_eq!(known, pair("urn:x:device:T:1", "uuid:ab::anything"));
        assert_eq!(in_words(&known), "urn:x:device:T:1 of uuid:ab");
        let lacking = pair("upnp:rootdevice", "");
        assert_eq!(in_words(&lacking), "upnp:rootdevice (USN has no UUID)");
    }
}
