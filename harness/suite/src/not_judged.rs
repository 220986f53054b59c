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
    (
        "UDA-CTRL-02",
        "binds control points: the kit's own requests follow it",
    ),
    (
        "UDA-CTRL-12",
        "binds control points: the kit's own requests follow it",
    ),
    (
        "UDA-CTRL-42",
        "a permission; the service's own codes come first, and are judged action by action",
    ),
    (
        "UDA-CTRL-44",
        "a permission that later versions deprecate: any refusal is right",
    ),
    (
        "UDA-CTRL-45",
        "binds control points: the kit never falls back to M-POST",
    ),
    (
        "UDA-CTRL-53",
        "the service has neither extended data types nor boolean arguments",
    ),
    (
        "UDA-EVNT-02",
        "binds control points: the kit's own requests follow it",
    ),
    (
        "UDA-EVNT-03",
        "binds control points: the kit's own requests follow it",
    ),
    (
        "UDA-EVNT-17",
        "to exhaust a device's resources is not the kit's business",
    ),
    (
        "UDA-EVNT-39",
        "a recommendation whose opposite, an event for each variable, is as good",
    ),
    (
        "UDA-EVNT-42",
        "the service's own moderation rule (5.4) is judged in its stead",
    ),
    (
        "UDA-EVNT-43",
        "permissions, and minimumDelta, which no variable of the service has",
    ),
    (
        "UDA-EVNT-44",
        "binds control points: the kit answers every notification at once",
    ),
    (
        "UDA-EVNT-45",
        "binds control points: the kit's own callback server is held to it",
    ),
    (
        "UDA-EVNT-48",
        "the kit's listener cannot refuse a single connection: the lost number is not seen",
    ),
    (
        "UDA-EVNT-49",
        "binds control points: the kit reads past what it does not know",
    ),
    (
        "UDA-EVNT-50",
        "what a control point does after its answer: the kit's callback server is held to it",
    ),
    ("UDA-EVNT-52", "needs a device with two network interfaces"),
    (
        "UDA-EVNT-53",
        "the service declares no variable as multicast, which the service description is judged for",
    ),
];

/// Why no case judges the requirement; nothing for one that a case judges.
pub fn why_not_judged(id: &str) -> Option<&'static str> {
    NOT_JUDGED
        .iter()
        .find(|(known, _)| *known == id)
        .map(|(_, why)| *why)
}
