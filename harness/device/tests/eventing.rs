//! Subscriptions and events.

mod support;

use ctk_device::defects::DefectId;
use ctk_device::{Config, Device};
use ctk_vectors::Uda;
use support::events::*;
use support::*;

const MESSAGE: &str = r#"{"class": "SMS", "from": "tel:1", "text": "A & B"}"#;

#[test]
fn an_initial_event_and_then_what_happens() {
    for uda in ALL_UDA {
        let device = device(uda);
        let subscriber = Subscriber::new();
        let sid = subscriber.subscribe(&device);
        assert!(sid.starts_with("uuid:"));
        let initial = subscriber.next();
        assert_eq!(initial.seq(), 0);
        assert_eq!(initial.request.head.method, "NOTIFY");
        assert_eq!(initial.request.head.target, "/cb?a=1");
        assert_eq!(initial.header("SID"), sid);
        assert_eq!(initial.header("NT"), "upnp:event");
        assert_eq!(initial.header("NTS"), "upnp:propchange");
        assert_eq!(
            initial.header("CONTENT-TYPE"),
            "text/xml; charset=\"utf-8\""
        );
        assert_eq!(initial.names(), ["NewMessages", "SessionUpdates"]);
        let id = stimulate(&device, "incoming-message", MESSAGE)["message_id"]
            .as_str()
            .unwrap()
            .to_owned();
        let event = subscriber.next();
        assert_eq!(event.seq(), 1);
        let (name, value) = event.variables().remove(0);
        assert_eq!(name, "NewMessages");
        let document = roxmltree::Document::parse(&value).unwrap();
        assert!(
            document.descendants().any(|node| node.text() == Some(&id)),
            "{value}"
        );
    }
}

#[test]
fn every_message_is_evented_once() {
    let device = device(Uda::V1_0);
    let subscriber = Subscriber::new();
    subscriber.subscribe(&device);
    assert_eq!(subscriber.next().seq(), 0);
    let ids: Vec<String> = (0..8)
        .map(|_| {
            stimulate(&device, "incoming-message", MESSAGE)["message_id"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    let mut evented = String::new();
    let times = |evented: &str, id: &String| evented.matches(&format!(">{id}<")).count();
    while !ids.iter().all(|id| times(&evented, id) > 0) {
        let values = subscriber.next().variables();
        evented.extend(values.into_iter().map(|(_, value)| value));
    }
    assert!(ids.iter().all(|id| times(&evented, id) == 1), "{evented}");
}

#[test]
fn everybody_is_told_and_numbered_apart() {
    let device = device(Uda::V2_0);
    let subscribers = [Subscriber::new(), Subscriber::new()];
    let sids: Vec<String> = subscribers
        .iter()
        .map(|one| one.subscribe(&device))
        .collect();
    assert_ne!(sids[0], sids[1]);
    let third = subscribers[0].subscribe(&device);
    assert!(!sids.contains(&third));
    assert_eq!(subscribers[1].next().seq(), 0);
    assert_eq!(
        (subscribers[0].next().seq(), subscribers[0].next().seq()),
        (0, 0)
    );
    stimulate(&device, "incoming-message", MESSAGE);
    assert_eq!(subscribers[1].next().seq(), 1);
    assert_eq!(
        (subscribers[0].next().seq(), subscribers[0].next().seq()),
        (1, 1)
    );
}

#[test]
fn a_renewal_keeps_sid_and_numbers_and_a_cancellation_ends_them() {
    let device = device(Uda::V1_1);
    let subscriber = Subscriber::new();
    let sid = subscriber.subscribe(&device);
    subscriber.next();
    let line = format!("SID: {sid}");
    let renewed = subscribe(&device, &[&line, "TIMEOUT: Second-300"]);
    assert_eq!(renewed.head.status, 200);
    assert_eq!(header(&renewed, "SID"), sid);
    assert_eq!(header(&renewed, "TIMEOUT"), "Second-300");
    stimulate(&device, "incoming-message", MESSAGE);
    assert_eq!(subscriber.next().seq(), 1);
    for extra in ["NT: upnp:event", "CALLBACK: <http://127.0.0.1:9/>"] {
        assert_eq!(subscribe(&device, &[&line, extra]).head.status, 400);
        assert_eq!(unsubscribe(&device, &[&line, extra]).head.status, 400);
    }
    assert_eq!(unsubscribe(&device, &[&line]).head.status, 200);
    assert_eq!(unsubscribe(&device, &[&line]).head.status, 412);
    assert_eq!(subscribe(&device, &[&line]).head.status, 412);
    // Whatever comes now comes to the subscription that follows it.
    let next = subscriber.subscribe(&device);
    stimulate(&device, "incoming-message", MESSAGE);
    for seq in 0..=1 {
        let event = subscriber.next();
        assert_eq!((event.header("SID"), event.seq()), (next.as_str(), seq));
    }
}

#[test]
fn requests_that_are_wrong_are_refused() {
    let device = device(Uda::V2_0);
    let subscriber = Subscriber::new();
    let callback = subscriber.callback();
    let nt = "NT: upnp:event";
    for headers in [
        vec![nt],
        vec![],
        vec![callback.as_str()],
        vec![callback.as_str(), "NT: upnp:foo"],
        vec!["CALLBACK:", nt],
        vec!["CALLBACK: <>", nt],
        vec!["CALLBACK: <ftp://127.0.0.1/>", nt],
        vec!["CALLBACK: http://127.0.0.1:5/", nt],
        vec!["CALLBACK: <http://192.0.2.1:80/>", nt],
        vec!["CALLBACK: <http://127.0.0.1:9/><http://203.0.113.1/>", nt],
        vec!["SID: uuid:1dd34e6c-7fa8-4b80-9b6a-c9d4e8c11ef1"],
        vec!["SID:"],
    ] {
        assert_eq!(subscribe(&device, &headers).head.status, 412, "{headers:?}");
    }
    assert_eq!(unsubscribe(&device, &[]).head.status, 412);
    assert_eq!(unsubscribe(&device, &["SID:"]).head.status, 412);
    for (timeout, granted) in [
        ("TIMEOUT: Second-infinite", "Second-1800"),
        ("TIMEOUT: soon", "Second-1800"),
        ("TIMEOUT: Second-5", "Second-5"),
        ("X: y", "Second-1800"),
    ] {
        let response = subscribe(&device, &[&callback, nt, timeout]);
        assert_eq!(
            (response.head.status, header(&response, "TIMEOUT")),
            (200, granted),
            "{timeout}"
        );
        assert_eq!(header(&response, "CONTENT-LENGTH"), "0");
        assert!(response.head.headers.has("SERVER"));
    }
}

#[test]
fn the_second_url_is_used_when_the_first_is_closed() {
    let device = device(Uda::V1_0);
    let subscriber = Subscriber::new();
    let closed = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap()
    };
    let callback = format!(
        "CALLBACK: <http://{closed}/a><http://{}/b>",
        subscriber.address
    );
    assert_eq!(
        subscribe(&device, &[&callback, "NT: upnp:event"])
            .head
            .status,
        200
    );
    let event = subscriber.next();
    assert_eq!((event.seq(), event.request.head.target.as_str()), (0, "/b"));
}

#[test]
fn a_subscription_outlives_failed_deliveries() {
    let device = device(Uda::V1_1);
    let subscriber = Subscriber::new();
    subscriber.answer_with(500);
    subscriber.subscribe(&device);
    assert_eq!(subscriber.next().seq(), 0);
    stimulate(&device, "incoming-message", MESSAGE);
    assert_eq!(subscriber.next().seq(), 1);
    subscriber.answer_with(200);
    stimulate(&device, "incoming-message", MESSAGE);
    assert_eq!(subscriber.next().seq(), 2);
}

#[test]
fn variables_can_be_chosen_in_2_0() {
    let device = device(Uda::V2_0);
    let subscriber = Subscriber::new();
    let ask = |names: &str| {
        let statevar = format!("STATEVAR: {names}");
        subscribe(
            &device,
            &[&subscriber.callback(), "NT: upnp:event", &statevar],
        )
    };
    assert_eq!(
        header(&ask("NewMessages"), "ACCEPTED-STATEVAR"),
        "NewMessages"
    );
    assert_eq!(subscriber.next().names(), ["NewMessages"]);
    assert!(
        !ask("NewMessages,Nothing")
            .head
            .headers
            .has("ACCEPTED-STATEVAR")
    );
    assert_eq!(subscriber.next().names(), ["NewMessages", "SessionUpdates"]);
}

#[test]
fn stopping_does_not_wait_for_silent_subscribers() {
    let device = device(Uda::V1_0);
    // Accepts connections, as the system does for it, and never reads or answers.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let callback = format!("CALLBACK: <http://{}/>", silent.local_addr().unwrap());
    assert_eq!(
        subscribe(&device, &[&callback, "NT: upnp:event"])
            .head
            .status,
        200
    );
    let (_connection, _) = silent.accept().unwrap();
    device.stop();
}

#[test]
#[expect(clippy::too_many_lines, reason = "one scenario, step by step")]
fn defects_of_eventing_show() {
    let with = |defect| {
        Device::start(Config {
            defects: vec![defect],
            ..Config::default()
        })
        .unwrap()
    };
    let subscriber = Subscriber::new();

    let device = with(DefectId::InitialEventMissing);
    subscriber.subscribe(&device);
    stimulate(&device, "incoming-message", MESSAGE);
    assert_eq!(subscriber.next().names(), ["NewMessages"]);

    let device = with(DefectId::SeqStartsAtOne);
    subscriber.subscribe(&device);
    assert_eq!(subscriber.next().seq(), 1);

    let device = with(DefectId::SidChangesOnRenewal);
    let sid = subscriber.subscribe(&device);
    let renewed = subscribe(&device, &[&format!("SID: {sid}")]);
    assert_ne!(header(&renewed, "SID"), sid);
    subscriber.next();

    let device = with(DefectId::UnsubscribeIgnored);
    let sid = subscriber.subscribe(&device);
    subscriber.next();
    assert_eq!(
        unsubscribe(&device, &[&format!("SID: {sid}")]).head.status,
        200
    );
    stimulate(&device, "incoming-message", MESSAGE);
    assert_eq!(subscriber.next().seq(), 1);

    let device = with(DefectId::UnknownSidRenewed);
    assert_eq!(subscribe(&device, &["SID: uuid:1"]).head.status, 200);

    let device = with(DefectId::AnyNotificationTypeTaken);
    assert_eq!(
        subscribe(&device, &[&subscriber.callback(), "NT: upnp:foo"])
            .head
            .status,
        200
    );
    subscriber.next();

    let device = with(DefectId::EventEscapedTwice);
    subscriber.subscribe(&device);
    assert!(subscriber.next().variables()[0].1.starts_with("&lt;"));

    let device = with(DefectId::CallbackQueryLost);
    subscriber.subscribe(&device);
    assert_eq!(subscriber.next().request.head.target, "/cb");

    let device = with(DefectId::ArgumentTypeEvented);
    subscriber.subscribe(&device);
    assert!(
        subscriber
            .next()
            .names()
            .contains(&"A_ARG_TYPE_MessageID".to_owned())
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "one scenario, step by step")]
fn defects_of_delivery_show() {
    let with = |defect| {
        Device::start(Config {
            defects: vec![defect],
            ..Config::default()
        })
        .unwrap()
    };
    let subscriber = Subscriber::new();

    let device = with(DefectId::EventUnescaped);
    subscriber.subscribe(&device);
    let body = subscriber.next().request.body;
    assert!(String::from_utf8_lossy(&body).contains("newMessages xmlns"));

    let device = with(DefectId::SidWithCallbackTaken);
    let sid = format!("SID: {}", subscriber.subscribe(&device));
    assert_eq!(subscriber.next().seq(), 0);
    assert_eq!(
        subscribe(&device, &[&sid, &subscriber.callback()])
            .head
            .status,
        200
    );

    let device = with(DefectId::OneSubscriberNotified);
    let other = Subscriber::new();
    subscriber.subscribe(&device);
    other.subscribe(&device);
    assert_eq!((subscriber.next().seq(), other.next().seq()), (0, 0));
    let mut came = [0, 0];
    for events in 1..=2 {
        stimulate(&device, "incoming-message", MESSAGE);
        // Two in the same second would be one event.
        let mut came_now = || {
            came[0] += subscriber.come().iter().count();
            came[1] += other.come().iter().count();
            came.iter().sum::<usize>()
        };
        eventually("one of them is notified", || came_now() >= events);
    }
    assert!(came.contains(&0), "{came:?}");

    let device = with(DefectId::EventsTooFast);
    subscriber.subscribe(&device);
    assert_eq!(subscriber.next().seq(), 0);
    for seq in 1..=3 {
        stimulate(&device, "incoming-message", MESSAGE);
        assert_eq!(subscriber.next().seq(), seq);
    }

    let device = with(DefectId::FailedDeliveryEndsSubscription);
    subscriber.answer_with(500);
    let sid = format!("SID: {}", subscriber.subscribe(&device));
    assert_eq!(subscriber.next().seq(), 0);
    // The subscriber sees the event before the device sees the answer.
    eventually("the subscription ends", || {
        subscribe(&device, &[&sid]).head.status == 412
    });
}
