//! The requirements that no case of the suite judges, with the reason.

use ctk_vectors::messaging_2::req;

/// Requirement and reason, sorted by requirement.
const NOT_JUDGED: &[(&str, &str)] = &[
    (
        req::M_5_4_8,
        "a permission: nothing that a device does can miss it",
    ),
    (
        req::M_A_4,
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
        "UDA-DESC-02",
        "a rule for control points, which the kit keeps",
    ),
    (
        "UDA-DESC-14",
        "bodies are sent to the control URL: UDA-CTRL-46 judges it",
    ),
    (
        "UDA-DESC-15",
        "bodies are sent to the control URL: UDA-CTRL-47 judges it",
    ),
    (
        "UDA-DESC-18",
        "a rule for control points, which the kit keeps; it never sends CPFN.UPNP.ORG, so that a device that needs it shows everywhere",
    ),
    (
        "UDA-DESC-37",
        "the kit's own reader skips what it does not know; that a device does cannot be seen from its description",
    ),
    (
        "UDA-DESC-38",
        "a rule for control points: the kit finds the service anywhere in the tree, under any serviceId",
    ),
    ("UDA-DISC-29", "a rule for control points"),
    (
        "UDA-DISC-30",
        "needs a second network interface that comes up during the run",
    ),
    (
        "UDA-DISC-31",
        "needs a change of the device's configuration during the run",
    ),
    (
        "UDA-DISC-32",
        "a rule for control points, which the kit keeps",
    ),
    (
        "UDA-DISC-33",
        "a rule for control points, which the kit keeps",
    ),
    (
        "UDA-DISC-51",
        "IPv6 is out of the suite's scope, and nothing is held against a device that has IPv4 alone",
    ),
    (
        "UDA-DISC-54",
        "needs a change of the device's address during the run",
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
        "UDA-EVNT-49",
        "binds control points: the kit reads past what it does not know",
    ),
    (
        "UDA-EVNT-50",
        "what a control point does after its answer: the kit's callback server is held to it",
    ),
    (
        "UDA-EVNT-53",
        "the service declares no variable as multicast, which the service description is judged for",
    ),
    (
        "UDA-SCPD-24",
        "what version 1 had stands in another document; that what version 2 requires is there is judged action by action",
    ),
    (
        "UDA-SCPD-28",
        "every state variable of the service is a string",
    ),
];

/// Why no case judges the requirement; nothing for one that a case judges.
pub fn why_not_judged(id: &str) -> Option<&'static str> {
    NOT_JUDGED
        .iter()
        .find(|(known, _)| *known == id)
        .map(|(_, why)| *why)
}
