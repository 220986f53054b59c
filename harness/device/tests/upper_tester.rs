//! The upper tester's door, and hostile clients before the others.

mod support;

use std::io::Write;
use std::net::TcpStream;

use ctk_vectors::Uda;
use support::*;

#[test]
fn stimuli_are_posted_as_json() {
    let device = device(Uda::V1_0);
    let known = stimulate(&device, "capabilities", "{}");
    let names: Vec<&str> = known["stimuli"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one.as_str())
        .collect();
    for name in ["restart", "reset", "incoming-message"] {
        assert!(names.contains(&name), "{name} is not in {names:?}");
    }
    let (to, path) = split(device.upper_tester_url());
    let status = |start: &str, body: &str| request(to, start, &[], body).head.status;
    assert_eq!(status(&format!("POST {path}/no-such-thing"), "{}"), 404);
    assert_eq!(status(&format!("GET {path}/reset"), ""), 405);
    assert_eq!(status("POST /elsewhere/reset", "{}"), 404);
    assert_eq!(status(&format!("POST {path}/reset"), "[]"), 400);
    assert_eq!(status(&format!("POST {path}/reset"), "{"), 400);
    assert_eq!(stimulate(&device, "reset", "")["status"], "done");
    assert_eq!(stimulate(&device, "restart", "")["status"], "done");
}

#[test]
fn a_stimulus_reaches_the_service() {
    let device = device(Uda::V2_0);
    let answer = stimulate(
        &device,
        "incoming-message",
        r#"{"class": "SMS", "from": "tel:1", "text": "x"}"#,
    );
    assert_eq!(answer["status"], "done");
    let id = answer["message_id"].as_str().unwrap();
    assert_eq!(
        invoke(&device, "ReadMessage", &[("MessageID", id)])
            .head
            .status,
        200
    );
    stimulate(&device, "reset", "{}");
    assert_eq!(
        error_code(&invoke(&device, "ReadMessage", &[("MessageID", id)])),
        Some(701)
    );
}

#[test]
fn slow_and_greedy_clients_do_not_stop_others() {
    let device = device(Uda::V1_1);
    let to = address(&device);
    let slow: Vec<TcpStream> = (0..100)
        .map(|_| {
            let mut stream = connect(to);
            stream
                .write_all(b"POST /messaging/control HTTP/1.1\r\nContent-Le")
                .unwrap();
            stream
        })
        .collect();
    let mut greedy = connect(to);
    write!(
        greedy,
        "POST /messaging/control HTTP/1.1\r\nContent-Length: {}\r\n\r\n",
        u64::MAX
    )
    .unwrap();
    assert_eq!(read_answer(&mut greedy, "POST").head.status, 413);
    let bomb = "&a;".repeat(100_000);
    let lol = format!("<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"&b;&b;\">]><l>{bomb}</l>");
    assert_eq!(post(&device, "ReadMessage", &lol).head.status, 400);
    assert_eq!(get(device.description_url()).head.status, 200);
    assert_eq!(
        invoke(&device, "GetMessagingCapabilities", &[]).head.status,
        200
    );
    // Stopping does not wait for them either.
    device.stop();
    drop(slow);
}

#[test]
fn devices_live_side_by_side() {
    let mut devices: Vec<_> = ALL_UDA.into_iter().map(device).collect();
    for one in &devices {
        assert_eq!(get(one.description_url()).head.status, 200);
    }
    let first = devices.remove(0);
    let url = first.description_url().to_owned();
    first.stop();
    assert!(TcpStream::connect(split(&url).0).is_err());
    for one in &devices {
        assert_eq!(get(one.description_url()).head.status, 200);
    }
}
