//! What the device says, judged by readers that share no code with its writers: nothing to remark, in any version of
//! the architecture and in any harmless variation.

mod support;

use ctk_device::defects::VariationId;
use ctk_device::{Config, Device};
use ctk_vectors::Uda;
use ctk_wire::description;
use ctk_wire::gena::{read_notify, read_subscribe_response};
use ctk_wire::scpd;
use ctk_wire::soap::{Asked, ControlResult, read_response};
use ctk_wire::{Claim, Finding, Grade};
use support::events::{Subscriber, subscribe};
use support::*;

fn claim(uda: Uda) -> Claim {
    match uda {
        Uda::V1_0 => Claim::V1_0,
        Uda::V1_1 => Claim::V1_1,
        Uda::V2_0 => Claim::V2_0,
    }
}

/// Nothing is remarked, but for what a variation of that name is about: some leave a *should* undone.
fn assert_clean(findings: &[Finding], what: &str) {
    let variation = VariationId::ALL.iter().find(|one| one.as_str() == what);
    let about = variation.map_or("", |one| one.entry().ruling);
    let wanted = |one: &&Finding| one.grade == Grade::Warning && one.row == about;
    let remarks: Vec<String> = findings
        .iter()
        .filter(|one| one.grade != Grade::Note && !wanted(one))
        .map(ToString::to_string)
        .collect();
    assert!(remarks.is_empty(), "{what}: {remarks:#?}");
}

#[expect(clippy::too_many_lines, reason = "a table of examples")]
fn judge(config: Config, what: &str) {
    let uda = config.uda;
    let device = Device::start(config).unwrap();
    let url = device.description_url();
    let response = get(url);
    let read = description::read(&response.body, url, Some(&response.head)).unwrap();
    assert_clean(&read.findings, what);
    let answer = description::read_answer(&response, claim(uda), true);
    assert_clean(&answer.findings, what);
    let described = read.value;
    let services = described.find_services("Messaging");
    assert_eq!(services.len(), 1, "{what}");
    assert_eq!(services[0].udn, device.udn(), "{what}");
    let response = get(&services[0].scpd_url);
    let answer = description::read_answer(&response, claim(uda), true);
    assert_clean(&answer.findings, what);
    let read = scpd::read(&response.body, claim(uda)).unwrap();
    assert_clean(&read.findings, what);

    let asked = Asked {
        service_type: SERVICE,
        action: "GetMessagingCapabilities",
        outputs: &["SupportedCapabilities"],
    };
    let read = read_response(&invoke(&device, asked.action, &[]), &asked, claim(uda));
    assert_clean(&read.findings, what);
    let result = read.value;
    assert!(
        matches!(result, ControlResult::Success { .. }),
        "{what}: {result:?}"
    );

    let asked = Asked {
        service_type: SERVICE,
        action: "DeleteMessage",
        outputs: &[],
    };
    let fields = r#"{"class": "SMS", "from": "tel:1", "text": "x"}"#;
    let id = stimulate(&device, "incoming-message", fields)["message_id"]
        .as_str()
        .unwrap()
        .to_owned();
    for arguments in [
        vec![("MessageID", id.as_str())],
        vec![("MessageID", "NoSuchMessage0")],
        vec![],
    ] {
        let read = read_response(
            &invoke(&device, asked.action, &arguments),
            &asked,
            claim(uda),
        );
        assert_clean(&read.findings, what);
    }

    let subscriber = Subscriber::new();
    let response = subscribe(
        &device,
        &[
            &subscriber.callback(),
            "NT: upnp:event",
            "TIMEOUT: Second-1800",
        ],
    );
    let read = read_subscribe_response(&response, claim(uda), false);
    assert_clean(&read.findings, what);
    assert!(read.value.is_some(), "{what}");
    stimulate(&device, "incoming-message", fields);
    for _ in 0..2 {
        let read = read_notify(&subscriber.next().request, claim(uda));
        assert_clean(&read.findings, what);
        assert!(!read.value.properties.is_empty(), "{what}");
    }
}

#[test]
fn nothing_is_remarked_in_any_version() {
    for uda in ALL_UDA {
        judge(
            Config {
                uda,
                ..Config::default()
            },
            &format!("{uda:?}"),
        );
    }
}

#[test]
fn nothing_is_remarked_in_any_variation() {
    let shown = |one: &&VariationId| !one.entry().hidden;
    for variation in VariationId::ALL.iter().filter(shown) {
        let config = Config {
            variations: vec![*variation],
            uda: Uda::V2_0,
            ..Config::default()
        };
        judge(config, variation.as_str());
    }
}

#[test]
fn nothing_is_remarked_on_what_remains() {
    for item in [
        "events",
        "file-transfer",
        "action:SearchMessages",
        "session-class:Chat",
    ] {
        let without = vec![item.parse().unwrap()];
        judge(
            Config {
                without,
                uda: Uda::V1_1,
                ..Config::default()
            },
            item,
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_is_remarked_in_discovery() {
    use support::multicast::{collect, listener, search, searcher};

    for uda in ALL_UDA {
        let listener = listener();
        let device = Device::start(Config {
            uda,
            ssdp: true,
            ..Config::default()
        })
        .unwrap();
        let udn = device.udn().to_owned();
        let socket = searcher();
        let mut heard = collect(&listener, &udn, |found| found.len() >= 8, LONG);
        search(&socket, "ssdp:all", "MX: 1\r\n");
        heard.extend(collect(&socket, &udn, |found| found.len() >= 4, LONG));
        device.stop();
        heard.extend(collect(&listener, &udn, |found| found.len() >= 4, LONG));
        assert!(heard.len() >= 16, "{heard:#?}");
        for text in heard {
            let message = ctk_wire::ssdp::parse(text.as_bytes()).unwrap();
            assert_clean(&message.check(claim(uda)).findings, &text);
        }
    }
}
