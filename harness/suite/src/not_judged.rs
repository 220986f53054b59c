//! The requirements that no case of the suite judges, with the reason.

/// Requirement and reason, sorted by requirement.
const NOT_JUDGED: &[(&str, &str)] = &[
    (
        "M-5.4-8",
        "a permission: nothing that a device does can miss it",
    ),
    (
        "M-A-3",
        "the address book behind the device cannot be seen through this service",
    ),
    (
        "M-A-4",
        "the address book behind the device cannot be seen through this service",
    ),
];

/// Why no case judges the requirement; nothing for one that a case judges.
pub fn why_not_judged(id: &str) -> Option<&'static str> {
    NOT_JUDGED
        .iter()
        .find(|(known, _)| *known == id)
        .map(|(_, why)| *why)
}
