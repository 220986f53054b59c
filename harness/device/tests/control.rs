//! Control over HTTP.

mod support;

use std::io::Write;

use ctk_device::defects::{DefectId, VariationId};
use ctk_device::{Config, Device};
use ctk_vectors::Uda;
use support::*;

#[test]
fn an_action_succeeds_in_every_version() {
    for uda in ALL_UDA {
        let device = device(uda);
        let response = invoke(&device, "GetMessagingCapabilities", &[]);
        assert_eq!(response.head.status, 200);
        assert_eq!(
            header(&response, "CONTENT-TYPE"),
            "text/xml; charset=\"utf-8\""
        );
        assert!(response.head.headers.has("EXT") && response.head.headers.has("SERVER"));
        let capabilities = text_of(&response, "SupportedCapabilities").unwrap();
        let inner = roxmltree::Document::parse(&capabilities).unwrap();
        assert!(inner.root_element().has_tag_name((
            "urn:schemas-upnp-org:phone:messaging",
            "messagingCapabilities"
        )));
        let document = roxmltree::Document::parse(body(&response)).unwrap();
        assert!(
            document
                .descendants()
                .any(|node| node.has_tag_name((SERVICE, "GetMessagingCapabilitiesResponse")))
        );
    }
}

#[test]
fn version_one_is_answered_as_version_one() {
    let device = device(Uda::V2_0);
    let call = |version: &str| {
        let body = envelope("GetMessagingCapabilities", "").replace("Messaging:2", version);
        let action = format!(
            "SOAPACTION: \"urn:schemas-upnp-org:service:{version}#GetMessagingCapabilities\""
        );
        request(
            address(&device),
            "POST /messaging/control",
            &["content-type: TEXT/XML;charset=UTF-8", &action],
            &body,
        )
    };
    let first = call("Messaging:1");
    assert_eq!(first.head.status, 200);
    assert!(body(&first).contains("\"urn:schemas-upnp-org:service:Messaging:1\""));
    assert_eq!(error_code(&call("Messaging:3")), Some(401));
}

#[test]
fn faults_have_their_form() {
    let device = device(Uda::V1_0);
    let response = invoke(&device, "ReadMessage", &[("MessageID", "NoSuchMessage0")]);
    assert_eq!(response.head.status, 500);
    assert_eq!(
        header(&response, "CONTENT-TYPE"),
        "text/xml; charset=\"utf-8\""
    );
    assert_eq!(error_code(&response), Some(701));
    assert_eq!(
        text_of(&response, "faultstring").as_deref(),
        Some("UPnPError")
    );
    assert_eq!(text_of(&response, "faultcode").as_deref(), Some("s:Client"));
    assert_eq!(
        text_of(&response, "errorDescription").as_deref(),
        Some("Invalid Message ID")
    );
    for (action, arguments, code) in [
        ("getmessagingcapabilities", vec![], 401),
        ("NoSuchAction", vec![], 401),
        ("ReadMessage", vec![], 402),
        ("ReadMessage", vec![("messageid", "x")], 402),
        (
            "ReadMessage",
            vec![("MessageID", "x"), ("MessageID", "x")],
            402,
        ),
        ("ReadMessage", vec![("MessageID", "<x/>")], 402),
        ("ReadMessage", vec![("Extra", "1"), ("MessageID", "x")], 701),
        (
            "ReadMessage",
            vec![("MessageID", "&#120;<![CDATA[]]>")],
            701,
        ),
    ] {
        let response = invoke(&device, action, &arguments);
        assert_eq!(
            (response.head.status, error_code(&response)),
            (500, Some(code)),
            "{action} {arguments:?}"
        );
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of examples")]
fn requests_that_are_none_are_refused_by_status() {
    let device = device(Uda::V1_1);
    let to = address(&device);
    let start = "POST /messaging/control";
    let good = envelope("GetMessagingCapabilities", "");
    let action = format!("SOAPACTION: \"{SERVICE}#GetMessagingCapabilities\"");
    let json = request(
        to,
        start,
        &["CONTENT-TYPE: application/json", &action],
        &good,
    );
    assert_eq!(json.head.status, 415);
    assert_eq!(
        request(to, start, &["CONTENT-TYPE: text/xml"], &good)
            .head
            .status,
        400
    );
    assert_eq!(request(to, start, &[&action], &good).head.status, 200);
    assert_eq!(
        request(to, start, &["CONTENT-TYPE: text/xml", &action], "")
            .head
            .status,
        411
    );
    for broken in [
        good.replace("</s:Body>", ""),
        good.replace("<?xml", "<!DOCTYPE a><?xml"),
        good.replace("?>", "?><!DOCTYPE s:Envelope [<!ENTITY e \"x\">]>"),
        good.replace("s:Body", "s:Torso"),
        format!("{good}{good}"),
        "hello".to_owned(),
        "<a>".repeat(20_000),
    ] {
        let response = post(&device, "GetMessagingCapabilities", &broken);
        assert_eq!(
            response.head.status,
            400,
            "{}",
            &broken[..broken.len().min(200)]
        );
    }
    let other = good.replace(
        "http://schemas.xmlsoap.org/soap/envelope/",
        "http://www.w3.org/2003/05/soap-envelope",
    );
    let mismatch = post(&device, "GetMessagingCapabilities", &other);
    assert_eq!(mismatch.head.status, 500);
    assert_eq!(
        text_of(&mismatch, "faultcode").as_deref(),
        Some("s:VersionMismatch")
    );
    assert_eq!(error_code(&post(&device, "ReadMessage", &good)), Some(401));
}

#[test]
fn header_entries_are_ignored_unless_they_must_be_understood() {
    let entry = |attribute: &str| {
        let header = format!("<s:Header><f:x xmlns:f=\"urn:f\"{attribute}/></s:Header><s:Body>");
        envelope("GetMessagingCapabilities", "").replacen("<s:Body>", &header, 1)
    };
    for uda in ALL_UDA {
        let device = device(uda);
        assert_eq!(
            post(&device, "GetMessagingCapabilities", &entry(""))
                .head
                .status,
            200
        );
        let must = post(
            &device,
            "GetMessagingCapabilities",
            &entry(" s:mustUnderstand=\"1\""),
        );
        if uda == Uda::V1_0 {
            assert_eq!(must.head.status, 200);
        } else {
            assert_eq!(must.head.status, 500);
            assert_eq!(
                text_of(&must, "faultcode").as_deref(),
                Some("s:MustUnderstand")
            );
        }
    }
}

#[test]
fn chunks_and_expectations_are_met() {
    let device = device(Uda::V2_0);
    let good = envelope("GetMessagingCapabilities", "");
    let head = format!(
        "POST /messaging/control HTTP/1.1\r\nhost: x\r\nsoapaction: \"{SERVICE}#GetMessagingCapabilities\"\r\n"
    );
    let mut stream = connect(address(&device));
    let (first, second) = good.as_bytes().split_at(11);
    let mut request = format!(
        "{head}transfer-encoding: chunked\r\n\r\n{:x};name=\"v\"\r\n",
        first.len()
    )
    .into_bytes();
    request.extend_from_slice(first);
    request.extend(format!("\r\n{:X};\r\n", second.len()).into_bytes());
    request.extend_from_slice(second);
    request.extend_from_slice(b"\r\n0\r\nX-Trailer: 1\r\n\r\n");
    stream.write_all(&request).unwrap();
    assert_eq!(read_answer(&mut stream, "POST").head.status, 200);
    // The same connection, an action that waits for its go-ahead.
    write!(
        stream,
        "{head}expect: 100-continue\r\ncontent-length: {}\r\n\r\n",
        good.len()
    )
    .unwrap();
    let mut interim = [0u8; 25];
    std::io::Read::read_exact(&mut stream, &mut interim).unwrap();
    assert_eq!(&interim, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(good.as_bytes()).unwrap();
    assert_eq!(read_answer(&mut stream, "POST").head.status, 200);
}

#[test]
fn text_beyond_ascii_comes_back() {
    let device = device(Uda::V1_0);
    let text = "é中😀 & <b> ]]>";
    let fields = serde_json::json!({"class": "SMS", "from": "tel:1", "text": text}).to_string();
    let id = stimulate(&device, "incoming-message", &fields)["message_id"]
        .as_str()
        .unwrap()
        .to_owned();
    let response = invoke(&device, "ReadMessage", &[("MessageID", &id)]);
    let message = text_of(&response, "MessageRequested").unwrap();
    let document = roxmltree::Document::parse(&message).unwrap();
    let found = document
        .descendants()
        .find(|node| node.tag_name().name() == "text")
        .unwrap();
    assert_eq!(found.text(), Some(text));
}

#[test]
fn no_variation_changes_what_is_said() {
    for variation in VariationId::ALL {
        let config = Config {
            variations: vec![*variation],
            uda: Uda::V1_1,
            ..Config::default()
        };
        let device = Device::start(config).unwrap();
        assert_eq!(
            get(device.description_url()).head.status,
            200,
            "{variation}"
        );
        let response = invoke(&device, "GetMessagingCapabilities", &[]);
        let capabilities = text_of(&response, "SupportedCapabilities").unwrap_or_default();
        assert!(
            roxmltree::Document::parse(&capabilities).is_ok(),
            "{variation}: {}",
            body(&response)
        );
        let fault = invoke(&device, "ReadMessage", &[("MessageID", "NoSuchMessage0")]);
        assert_eq!(
            (fault.head.status, error_code(&fault)),
            (500, Some(701)),
            "{variation}"
        );
    }
}

fn with(defect: DefectId) -> Device {
    Device::start(Config {
        defects: vec![defect],
        ..Config::default()
    })
    .unwrap()
}

#[test]
#[expect(clippy::too_many_lines, reason = "one scenario, step by step")]
fn defects_of_control_show() {
    let fault = |defect| {
        invoke(
            &with(defect),
            "ReadMessage",
            &[("MessageID", "NoSuchMessage0")],
        )
    };
    let success = |defect| invoke(&with(defect), "GetMessagingCapabilities", &[]);
    assert_eq!(fault(DefectId::FaultWith200).head.status, 200);
    let as_argument = fault(DefectId::ErrorAsOutArgument);
    assert_eq!(
        (as_argument.head.status, error_code(&as_argument)),
        (200, Some(701))
    );
    assert_eq!(
        text_of(&fault(DefectId::FaultcodeServer), "faultcode").as_deref(),
        Some("s:Server")
    );
    assert_eq!(
        text_of(&fault(DefectId::FaultstringOther), "faultstring").as_deref(),
        Some("Failed")
    );
    assert!(!body(&fault(DefectId::UpnpErrorUnqualified)).contains("control-1-0"));
    let unknown = invoke(
        &with(DefectId::UnknownActionWithoutFault),
        "NoSuchAction",
        &[],
    );
    assert_eq!((unknown.head.status, error_code(&unknown)), (500, None));
    let missing = invoke(&with(DefectId::MissingArgumentTaken), "ReadMessage", &[]);
    assert_eq!(
        (
            missing.head.status,
            text_of(&missing, "MessageRequested").as_deref()
        ),
        (200, Some(""))
    );
    assert!(body(&success(DefectId::ArgumentUnescaped)).contains("<supportedMessageFolders>"));
    assert!(body(&success(DefectId::ArgumentEscapedTwice)).contains("&amp;lt;"));
    let identity = invoke(
        &with(DefectId::OutArgumentMissing),
        "GetTelephonyIdentity",
        &[],
    );
    assert_eq!(
        (
            identity.head.status,
            text_of(&identity, "TelephonyIdentity")
        ),
        (200, None)
    );
    assert!(body(&success(DefectId::ResponseVersionOne)).contains("Messaging:1\""));
    assert!(body(&success(DefectId::ResponseNameLowerCase)).contains("Capabilitiesresponse"));
    assert!(
        !success(DefectId::ServerHeaderMissing)
            .head
            .headers
            .has("SERVER")
    );
    let plain = get(with(DefectId::ContentTypePlain).description_url());
    assert_eq!(
        header(&plain, "CONTENT-TYPE"),
        "text/plain; charset=\"utf-8\""
    );
}
