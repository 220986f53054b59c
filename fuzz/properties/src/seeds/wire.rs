//! Seeds of the architecture's messages, made by the kit's own writers where there are some.

use ctk_vectors::facts;
use ctk_wire::ssdp::Advertiser;
use ctk_wire::{Claim, gena, soap, ssdp};

use super::SERVICE;

const ENVELOPE: &str = "<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" s:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"><s:Body>";

/// Everything that goes through discovery, by a device of each architecture.
pub(super) fn datagrams() -> Vec<String> {
    let mut all = vec![ssdp::search(SERVICE, 2, "a/1 UPnP/2.0 b/1")];
    for claim in [Claim::V1_0, Claim::V2_0] {
        let device = Advertiser {
            claim,
            location: "http://192.0.2.7:49200/d".to_owned(),
            server: "a/1 UPnP/1.0 b/1".to_owned(),
            max_age: 1800,
            boot_id: 7,
            config_id: 1,
            search_port: Some(49_152),
        };
        let (target, name) = ("upnp:rootdevice", "uuid:1::upnp:rootdevice");
        all.extend([
            device.alive(target, name),
            device.byebye(target, name),
            device.update(target, name, 8),
            device.response(target, name, Some("Mon, 10 Dec 2012 10:11:12 GMT")),
        ]);
    }
    texts(all)
}

/// Requests and responses, some of them by hand.
pub(super) fn heads() -> Vec<String> {
    let mut all = vec![
        "POST /c HTTP/1.1\r\nHOST: h:1\r\nContent-Length: 3\r\nX-Long: a\r\n b\r\n\r\nabc".to_owned(),
        "GET / HTTP/1.0\nHost:h\n\n".to_owned(),
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n".to_owned(),
        "HTTP/1.0 500 Internal Server Error\r\nConnection: close\r\n\r\nbody".to_owned(),
    ];
    all.extend(texts(vec![
        gena::subscribe("/e", "h:1", &["http://192.0.2.1:1/cb"], None).build(),
        gena::renew("/e", "h:1", "uuid:1", Some("Second-1800")).build(),
    ]));
    all
}

/// One for each action: the byte that chooses it, and its values.
pub(super) fn control_requests() -> Vec<String> {
    let actions = facts().actions.iter().enumerate();
    let mut all: Vec<String> = actions
        .flat_map(|(index, action)| {
            let choice = char::from(u8::try_from(index).unwrap_or_default());
            let values: Vec<(&str, &str)> = action
                .inputs
                .iter()
                .map(|input| (input.name.as_str(), "S1 < &"))
                .collect();
            let envelope = soap::request(SERVICE, &action.name, &values);
            let envelope = String::from_utf8_lossy(&envelope).into_owned();
            [
                format!("{choice}S1\u{1e}<m:message/>\u{1e}1"),
                format!("{choice}{envelope}"),
            ]
        })
        .collect();
    all.sort();
    all
}

/// Answers to ReadMessage that are not all as they should be.
pub(super) fn successes() -> Vec<String> {
    let answer = |inner: &str| {
        format!(
            "{ENVELOPE}<u:ReadMessageResponse xmlns:u=\"{SERVICE}\">{inner}</u:ReadMessageResponse></s:Body></s:Envelope>"
        )
    };
    vec![
        answer("<MessageRequested>&lt;x/&gt;</MessageRequested>"),
        answer("<MessageRequested><x/></MessageRequested>"),
        answer("<MessageRequested><![CDATA[<x/>]]></MessageRequested><Other/>"),
        answer(""),
    ]
}

/// A fault for each code of Table 46.
pub(super) fn faults() -> Vec<String> {
    let fault = |code: u16, description: &str| {
        format!(
            "{ENVELOPE}<s:Fault><faultcode>s:Client</faultcode><faultstring>UPnPError</faultstring><detail><UPnPError xmlns=\"urn:schemas-upnp-org:control-1-0\"><errorCode>{code}</errorCode><errorDescription>{description}</errorDescription></UPnPError></detail></s:Fault></s:Body></s:Envelope>"
        )
    };
    facts()
        .error_codes
        .iter()
        .map(|error| fault(error.code, &error.description))
        .collect()
}

fn texts(all: Vec<Vec<u8>>) -> Vec<String> {
    all.iter()
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        .collect()
}
