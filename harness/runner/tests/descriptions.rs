//! A description that comes and cannot be used is a fail of the device; what is no description of it is no device.

mod support;

use support::server::{ok, server};
use support::{Desk, with_verdict};

const GOOD: &str = r#"<?xml version="1.0"?>
<root xmlns="urn:schemas-upnp-org:device-1-0"><specVersion><major>1</major><minor>0</minor></specVersion><device>
<deviceType>urn:schemas-upnp-org:device:TelephonyServer:2</deviceType><friendlyName>Desk</friendlyName>
<manufacturer>M</manufacturer><modelName>S</modelName><UDN>uuid:11111111-2222-3333-4444-555555555555</UDN>
<serviceList><service><serviceType>urn:schemas-upnp-org:service:Messaging:2</serviceType>
<serviceId>urn:upnp-org:serviceId:Messaging</serviceId><SCPDURL>/s</SCPDURL><controlURL>/c</controlURL>
<eventSubURL>/e</eventSubURL></service></serviceList></device></root>"#;

const BOMB: &str = "<!DOCTYPE root [<!ENTITY a \"ctkctkctk\"><!ENTITY b \"&a;&a;&a;\">]><root";

/// Judges a device that gives this for every request.
fn judged(answer: String) -> (Option<i32>, serde_json::Value, String) {
    let url = format!("{}/d.xml", server(move |_| answer.clone()));
    let desk = Desk::new();
    let (ran, report) = desk.judge(&[&url, "--case", "5.5"]);
    // What was judged live is judged the same from the journal.
    let folder = desk
        .runs()
        .first()
        .expect("a run folder")
        .display()
        .to_string();
    let verified = desk.run(&["verify", &folder]);
    assert_eq!(
        verified.code,
        Some(0),
        "{}{}",
        verified.said,
        verified.errors
    );
    (ran.code, report, ran.errors)
}

fn assert_fails(what: &str, answer: String, row: &str) {
    let (code, report, errors) = judged(answer);
    assert_eq!(code, Some(1), "{what}: {errors}");
    assert_eq!(report["run"]["exit_code"], 1, "{what}");
    let failed = with_verdict(&report, "fail");
    assert_eq!(failed.len(), 1, "{what}: {failed:?}");
    assert!(failed[0].contains(row), "{what}: {failed:?}");
    let verdict = report["run"]["verdict"].as_str().unwrap_or_default();
    assert!(
        verdict.contains("the device description cannot be used")
            && verdict.contains("1 case failed"),
        "{what}: {verdict}"
    );
    let causes = report["causes"].as_array().expect("causes");
    assert_eq!(causes.len(), 1, "{what}: {causes:?}");
    assert_eq!(
        (&causes[0]["row"], &causes[0]["suspect"]),
        (&row.into(), &"device".into())
    );
    let cases = report["cases"].as_array().expect("cases").iter();
    for case in cases {
        assert_eq!(case["suspect"], "device", "{what}: {case}");
    }
}

#[test]
fn what_is_not_well_formed_fails_the_device() {
    let with = |from: &str, to: &str| {
        assert!(GOOD.contains(from), "{from}");
        GOOD.replacen(from, to, 1)
    };
    for (what, body, row) in [
        (
            "an element that does not end",
            with("</device>", ""),
            "UDA-DESC-19",
        ),
        (
            "an unbound prefix",
            with("<device>", "<x:device>"),
            "UDA-DESC-19",
        ),
        ("NUL in a value", with("Desk", "De\0sk"), "UDA-DESC-19"),
        ("a second root", format!("{GOOD}<root/>"), "UDA-DESC-19"),
        ("an empty document", String::new(), "UDA-DESC-19"),
        ("entities", with("<root", BOMB), "UDA-DESC-19"),
        ("an ampersand", with("Desk", "Desk & Chair"), "UDA-DESC-39"),
        (
            "an entity of HTML",
            with("Desk", "Desk&nbsp;1"),
            "UDA-DESC-39",
        ),
        ("an angle bracket", with("Desk", "Desk < 1"), "UDA-DESC-39"),
        ("no device", "<root/>".to_owned(), "UDA-DESC-24"),
        (
            "a malformed serviceType",
            with(":service:Messaging:2", ":service:Messaging"),
            "UDA-DESC-30",
        ),
    ] {
        assert_fails(what, ok("text/xml", &body), row);
    }
}

#[test]
fn a_web_page_is_no_description() {
    let page = "<!doctype html><title>Hello</title>";
    assert_fails("HTML", ok("text/html", page), "UDA-DESC-19");
    let page = "<!DOCTYPE html><html><head><title>Hello</title></head></html>";
    assert_fails("XHTML", ok("text/html", page), "UDA-DESC-20");
}

/// The rows of the answer: coding, and that it comes whole.
#[test]
fn an_answer_that_breaks_off_fails_the_device() {
    let whole = ok("text/xml", GOOD);
    for cut in [whole.len() - 1, whole.len() / 2, 30] {
        assert_fails(
            "an answer cut short",
            whole[..cut].to_owned(),
            "UDA-DESC-01",
        );
    }
}

/// What is read past is judged by its row, and the rest of the run goes on.
#[test]
fn what_is_read_past_fails_its_row_alone() {
    for body in [format!("\r\n{GOOD}"), format!("{GOOD}\0")] {
        let answer = ok("text/xml", &body);
        let url = format!("{}/d.xml", server(move |_| answer.clone()));
        let (ran, report) = Desk::new().judge(&[&url, "--case", "uda/description/xml-form"]);
        assert_eq!(ran.code, Some(1), "{}", ran.errors);
        let failed = with_verdict(&report, "fail");
        assert!(
            failed.len() == 1 && failed[0].contains("UDA-DESC-19"),
            "{failed:?}"
        );
    }
}

/// A document that goes beyond what the kit reads says nothing against the device.
#[test]
fn a_bound_of_the_kit_is_no_fault_of_the_device() {
    let deep = format!("{}{}", "<a>".repeat(300), "</a>".repeat(300));
    let body = GOOD.replacen("</device>", &format!("{deep}</device>"), 1);
    let (code, report, errors) = judged(ok("text/xml", &body));
    assert_eq!(code, Some(3), "{errors}");
    assert!(with_verdict(&report, "fail").is_empty());
    assert!(
        errors.contains("beyond what this program reads"),
        "{errors}"
    );
}
