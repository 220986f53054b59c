//! Device and service description over HTTP.

mod support;

use std::collections::BTreeSet;
use std::io::{Read, Write};

use ctk_device::defects::DefectId;
use ctk_device::{Config, Device};
use ctk_vectors::{Uda, facts};
use support::*;

fn text<'a>(node: roxmltree::Node<'a, 'a>, name: &str) -> &'a str {
    let found = node.descendants().find(|one| one.tag_name().name() == name);
    found.and_then(|one| one.text()).unwrap_or_default()
}

#[test]
fn the_description_names_the_service_in_every_version() {
    for uda in ALL_UDA {
        let device = device(uda);
        let response = get(device.description_url());
        assert_eq!(response.head.status, 200);
        assert_eq!(
            header(&response, "CONTENT-TYPE"),
            "text/xml; charset=\"utf-8\""
        );
        assert!(!response.head.headers.has("CONTENT-LANGUAGE"));
        let document = roxmltree::Document::parse(body(&response)).unwrap();
        let root = document.root_element();
        assert!(root.has_tag_name(("urn:schemas-upnp-org:device-1-0", "root")));
        assert_eq!(root.attribute("configId").is_some(), uda != Uda::V1_0);
        assert_eq!(text(root, "UDN"), device.udn());
        assert_eq!(
            text(root, "deviceType"),
            "urn:schemas-upnp-org:device:TelephonyServer:2"
        );
        assert_eq!(text(root, "serviceType"), SERVICE);
        assert_eq!(text(root, "serviceId"), "urn:upnp-org:serviceId:Messaging");
        for url in ["SCPDURL", "url"] {
            let resource = get(&format!("http://{}/{}", address(&device), text(root, url)));
            assert_eq!(resource.head.status, 200, "{url}");
        }
        let again = get(device.description_url());
        assert_eq!(again.body, response.body);
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one scenario, step by step")]
fn the_service_description_agrees_with_the_tables() {
    let device = device(Uda::V1_1);
    let response = get(&format!("http://{}/messaging/scpd.xml", address(&device)));
    let document = roxmltree::Document::parse(body(&response)).unwrap();
    let root = document.root_element();
    let description = get(device.description_url());
    let described = roxmltree::Document::parse(body(&description)).unwrap();
    assert_eq!(
        root.attribute("configId"),
        described.root_element().attribute("configId")
    );
    let actions: Vec<_> = root
        .descendants()
        .filter(|node| node.has_tag_name(("urn:schemas-upnp-org:service-1-0", "action")))
        .collect();
    assert_eq!(actions.len(), facts().actions.len());
    for action in actions {
        let known = facts()
            .action(text(action, "name"))
            .expect("an action of Table 9");
        let arguments: Vec<(String, String, String)> = action
            .descendants()
            .filter(|node| node.tag_name().name() == "argument")
            .map(|node| {
                (
                    text(node, "name").to_owned(),
                    text(node, "direction").to_owned(),
                    text(node, "relatedStateVariable").to_owned(),
                )
            })
            .collect();
        let inputs = known
            .inputs
            .iter()
            .map(|one| (one.name.clone(), "in".to_owned(), one.variable.clone()));
        let outputs = known
            .outputs
            .iter()
            .map(|one| (one.name.clone(), "out".to_owned(), one.variable.clone()));
        assert_eq!(arguments, inputs.chain(outputs).collect::<Vec<_>>());
    }
    for variable in root
        .descendants()
        .filter(|node| node.tag_name().name() == "stateVariable")
    {
        let known = facts()
            .state_variable(text(variable, "name"))
            .expect("a variable of Table 1");
        assert_eq!(text(variable, "dataType"), "string");
        assert_eq!(
            variable.attribute("sendEvents"),
            Some(if known.evented { "yes" } else { "no" })
        );
        if let Some(table) = known.values.and_then(|table| facts().values(table)) {
            let listed: BTreeSet<&str> = variable
                .descendants()
                .filter(|node| node.tag_name().name() == "allowedValue")
                .filter_map(|node| node.text())
                .collect();
            assert_eq!(
                listed,
                table.values.iter().map(|one| one.value.as_str()).collect()
            );
        }
    }
}

#[test]
fn what_is_left_out_is_not_declared() {
    let config = Config {
        without: vec!["all-optional".parse().unwrap()],
        ..Config::default()
    };
    let device = Device::start(config).unwrap();
    let response = get(&format!("http://{}/messaging/scpd.xml", address(&device)));
    let scpd = body(&response);
    assert!(
        scpd.contains("SendMessage")
            && !scpd.contains("CreateSession")
            && !scpd.contains("SessionUpdates")
    );
    let refused = invoke(
        &device,
        "GetSessions",
        &[
            ("SessionID", ""),
            ("SessionClass", ""),
            ("SessionStatus", ""),
        ],
    );
    assert_eq!(error_code(&refused), Some(602));
}

#[test]
fn methods_paths_and_languages() {
    let device = device(Uda::V2_0);
    let to = address(&device);
    let asked = request(to, "GET /description.xml", &["accept-language: de"], "");
    assert_eq!(header(&asked, "CONTENT-LANGUAGE"), "en");
    let head = request(to, "HEAD /description.xml", &[], "");
    assert_eq!((head.head.status, head.body.len()), (200, 0));
    assert_eq!(
        header(&head, "CONTENT-LENGTH"),
        asked.body.len().to_string()
    );
    for (start, status) in [
        ("XPROBE /description.xml", 405),
        ("POST /description.xml", 405),
        ("GET /messaging/control", 405),
        ("XPROBE /messaging/control", 405),
        ("GET /messaging/event", 405),
        ("GET /nowhere", 404),
        ("POST /nowhere", 404),
        ("GET /", 404),
        ("OPTIONS *", 404),
        ("GET http://127.0.0.1/description.xml?x=y", 200),
    ] {
        assert_eq!(
            request(to, start, &["X-Unknown: 1"], "").head.status,
            status,
            "{start}"
        );
    }
}

#[test]
fn connections_stay_and_close_as_asked() {
    let device = device(Uda::V1_1);
    let mut stream = connect(address(&device));
    for _ in 0..2 {
        stream
            .write_all(b"GET /description.xml HTTP/1.1\r\nHOST: x\r\n\r\n")
            .unwrap();
        assert_eq!(read_answer(&mut stream, "GET").head.status, 200);
    }
    stream
        .write_all(b"GET /icon.png HTTP/1.1\r\nHOST: x\r\nConnection: close\r\n\r\n")
        .unwrap();
    let last = read_answer(&mut stream, "GET");
    assert_eq!(header(&last, "CONNECTION"), "close");
    assert_eq!(stream.read(&mut [0u8; 8]).unwrap(), 0);
    let old = send(address(&device), b"GET /description.xml HTTP/1.0\r\n\r\n");
    assert_eq!((old.head.status, old.head.version), (200, (1, 0)));
}

#[test]
fn defects_of_the_descriptions_show() {
    let documents = |defect| {
        let device = Device::start(Config {
            defects: vec![defect],
            ..Config::default()
        })
        .unwrap();
        let description = get(device.description_url());
        let scpd = get(&format!("http://{}/messaging/scpd.xml", address(&device)));
        (body(&description).to_owned(), body(&scpd).to_owned())
    };
    assert_eq!(
        documents(DefectId::FriendlyNameTwice)
            .0
            .matches("<friendlyName>")
            .count(),
        2
    );
    assert!(
        documents(DefectId::ServiceIdOther)
            .0
            .contains("serviceId:Messages<")
    );
    assert!(
        !documents(DefectId::ScpdLacksDeleteMessage)
            .1
            .contains("DeleteMessage")
    );
    let id = "<name>A_ARG_TYPE_MessageID</name>";
    assert!(!documents(DefectId::ScpdVariableMissing).1.contains(id));
    let number = format!("{id}<dataType>ui4</dataType>");
    assert!(
        documents(DefectId::ScpdVariableNotString)
            .1
            .contains(&number)
    );
    let evented = format!("<stateVariable>{id}");
    assert!(
        documents(DefectId::ScpdSendEventsLeftOut)
            .1
            .contains(&evented)
    );
    let swapped = documents(DefectId::ScpdOutBeforeIn).1;
    assert!(swapped.find("MessageRequested<").unwrap() < swapped.find("MessageID<").unwrap());
}
