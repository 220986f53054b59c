//! What the device description and the answers that bring documents show by themselves.

use crate::case::{Case, Need};
use crate::judging::judgement::{Flow, Stop};
use crate::passive::watch::watching;
use crate::tester::Tester;
use crate::uda::version::versions;

/// Row, id, purpose, clause.
type Watched = (&'static str, &'static str, &'static str, &'static str);

const WATCHED: &[Watched] = &[
    (
        "UDA-DESC-03",
        "uda/description/content-type",
        "descriptions come as text/xml in UTF-8",
        "2.11",
    ),
    (
        "UDA-DESC-11",
        "uda/description/redirect",
        "who redirects does so with 307",
        "2.1",
    ),
    (
        "UDA-DESC-16",
        "uda/description/content-coding",
        "no body is coded, or it says so",
        "2.1",
    ),
    (
        "UDA-DESC-19",
        "uda/description/xml-form",
        "the device description is XML in UTF-8 with an XML declaration",
        "2.3",
    ),
    (
        "UDA-DESC-20",
        "uda/description/root-element",
        "the document element is root in the namespace of device descriptions",
        "2.3",
    ),
    (
        "UDA-DESC-21",
        "uda/description/config-id",
        "root has the attribute configId, an integer",
        "2.3",
    ),
    (
        "UDA-DESC-22",
        "uda/description/spec-version",
        "specVersion names a version of the architecture, the same everywhere",
        "2.3",
    ),
    (
        "UDA-DESC-23",
        "uda/description/url-base",
        "URLBase is an absolute URL, and is not sent any more in 2.0",
        "2.3",
    ),
    (
        "UDA-DESC-24",
        "uda/description/required-elements",
        "each device has its required elements, once, not empty, in order",
        "2.3",
    ),
    (
        "UDA-DESC-25",
        "uda/description/optional-elements",
        "the other elements of a device are there at most once, and short",
        "2.3",
    ),
    (
        "UDA-DESC-26",
        "uda/description/device-type",
        "deviceType is urn:domain:device:Type:version",
        "2.3",
    ),
    (
        "UDA-DESC-27",
        "uda/description/udn",
        "UDN is uuid: and a UUID, another for each device",
        "2.3",
    ),
    (
        "UDA-DESC-28",
        "uda/description/upc",
        "UPC is twelve digits",
        "2.3",
    ),
    (
        "UDA-DESC-30",
        "uda/description/service-type",
        "serviceType is urn:domain:service:Type:version",
        "2.3",
    ),
    (
        "UDA-DESC-31",
        "uda/description/service-id",
        "serviceId is the one that the device type defines, each once in a device",
        "2.3",
    ),
    (
        "UDA-DESC-32",
        "uda/description/service-urls",
        "each service has SCPDURL, controlURL and eventSubURL",
        "2.3",
    ),
    (
        "UDA-DESC-33",
        "uda/description/relative-urls",
        "the URLs are relative to that of the description",
        "2.3",
    ),
    (
        "UDA-DESC-34",
        "uda/description/event-url",
        "the services of a device have different eventSubURLs, Messaging has one",
        "2.3",
    ),
    (
        "UDA-DESC-35",
        "uda/description/embedded-devices",
        "deviceList holds devices",
        "2.3",
    ),
    (
        "UDA-DESC-36",
        "uda/description/vendor-elements",
        "a vendor's elements stand at the end, in a namespace of their own",
        "2.7",
    ),
];

/// What is looked at only where it is.
const WHERE_PRESENT: &[(&str, &str)] = &[
    ("UDA-DESC-28", "the device has no UPC that is wrong"),
    ("UDA-DESC-35", "the device has no embedded devices"),
];

pub(super) fn cases() -> Vec<Case> {
    WATCHED.iter().map(watched).collect()
}

fn watched((row, id, purpose, clause): &'static Watched) -> Case {
    // What is a remark for older devices too is looked at in all of them.
    let needs: Vec<Need> = match *row {
        "UDA-DESC-11" => Vec::new(),
        row => versions(row),
    };
    watching(id, purpose, row, move |t| opportunity(t, row))
        .clause(*clause)
        .needs(&needs)
}

fn opportunity(t: &mut Tester<'_>, row: &str) -> Flow {
    if t.has_noticed(row)? {
        return Ok(());
    }
    if let Some((_, why)) = WHERE_PRESENT.iter().find(|(known, _)| *known == row) {
        return Err(Stop::NotApplicable((*why).to_owned()));
    }
    // Not a look at the document itself, which was read when the device was met, but at the answer.
    for url in [t.dut().description_url.clone(), t.dut().scpd_url.clone()] {
        t.descriptions().get(&url, &[])?;
    }
    Ok(())
}
