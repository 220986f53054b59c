//! One request, one response, or whatever a device sends instead.

use std::sync::mpsc;

use ctk_record::Kind;
use ctk_suite::lab::HttpFailure;

use super::*;

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

fn fetch(address: SocketAddr) -> HttpAnswer {
    let rig = Rig::impatient();
    http(&mut rig.lab("case"), &get(address))
}

#[test]
fn a_request_goes_out_as_asked_and_the_answer_comes_back_as_sent() {
    let (to, from) = mpsc::channel();
    let address = peer(move |stream| {
        let _ = to.send(read_head(stream));
        let _ = stream.write_all(OK.as_bytes());
        let _ = stream.read_to_end(&mut Vec::new());
    });
    let rig = Rig::new();
    let answer = http(&mut rig.lab("case"), &get(address));
    assert_eq!(
        (answer.bytes.as_slice(), answer.failure, answer.exchange),
        (OK.as_bytes(), None, 1)
    );
    let expected =
        format!("GET /d.xml HTTP/1.1\r\nHOST: {address}\r\nUser-Agent: TestKit/1.0\r\n\r\n");
    assert_eq!(from.recv(), Ok(expected));

    let exchanges = rig.exchanges("case");
    assert_eq!(
        (exchanges.len(), exchanges[0].kind, exchanges[0].number),
        (1, Kind::Description, 1)
    );
    let response = exchanges[0].response.clone().expect("a response");
    assert_eq!(
        (response.status, response.body.as_str()),
        (Some(200), "hello")
    );
    // The body is in the journal once.
    assert!(!replay_of(&exchanges[0]).to_string().contains("hello"));
}

#[test]
fn a_body_may_last_until_the_close() {
    let answer = fetch(answering("HTTP/1.0 200 OK\r\n\r\nuntil the end"));
    assert_eq!((answer.closed, answer.failure), (true, None));
    assert!(answer.bytes.ends_with(b"until the end"));
}

#[test]
fn bytes_behind_the_message_are_kept() {
    let answer = fetch(answering(format!("{OK} and more")));
    assert_eq!(answer.failure, None);
    assert!(answer.bytes.ends_with(b"hello and more"));
}

#[test]
fn a_hanging_device_is_timed_out() {
    let silent = peer(|stream| drop(stream.read_to_end(&mut Vec::new())));
    assert_eq!(fetch(silent).failure, Some(HttpFailure::TimedOut));
    let half = peer(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhal");
        let _ = stream.read_to_end(&mut Vec::new());
    });
    let answer = fetch(half);
    assert_eq!(
        (answer.failure, answer.closed),
        (Some(HttpFailure::TimedOut), false)
    );
    assert!(answer.bytes.ends_with(b"hal"));
}

#[test]
fn a_dripping_device_is_timed_out() {
    let drip = peer(|stream| {
        while stream.write_all(b"x").is_ok() {
            thread::sleep(Duration::from_millis(5));
        }
    });
    assert_eq!(fetch(drip).failure, Some(HttpFailure::TimedOut));
}

#[test]
fn a_length_too_long_is_a_cut_and_the_rest_is_read() {
    let answer = fetch(answering(
        "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello",
    ));
    assert_eq!(
        (answer.failure, answer.closed),
        (Some(HttpFailure::CutOff), true)
    );
    assert!(answer.bytes.ends_with(b"hello"));
}

#[test]
fn a_whole_document_is_an_answer_though_its_length_promises_more() {
    let said = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n<a/>";
    let peer = peer(move |stream| {
        read_head(stream);
        let _ = stream.write_all(said.as_bytes());
        let _ = stream.read_to_end(&mut Vec::new());
    });
    let rig = Rig::impatient();
    let mut lab = rig.lab("case");
    // The first is awaited as long as any, the second is known.
    for _ in 0..2 {
        let answer = http(&mut lab, &get(peer));
        assert_eq!((answer.failure.clone(), answer.closed), (None, false));
        let response = ctk_suite::tester::response_of(&answer, "GET").expect("readable");
        assert_eq!(response.body, b"<a/>");
        let kinds: Vec<_> = response.lapses.iter().map(|it| it.kind).collect();
        assert_eq!(kinds, [ctk_wire::http::LapseKind::BodyCutShort]);
    }
}

#[test]
fn a_close_without_an_answer_is_a_cut() {
    assert_eq!(fetch(answering("")).failure, Some(HttpFailure::CutOff));
    assert_eq!(
        fetch(answering("HTTP/1.1 200 OK\r\nCont")).failure,
        Some(HttpFailure::CutOff)
    );
}

#[test]
fn garbage_is_not_http() {
    for garbage in [
        "<html></html>\r\n\r\n",
        "garbage without a line end",
        "HTTP/1.1 xyz OK\r\n\r\n",
    ] {
        let failure = fetch(answering(garbage)).failure;
        assert!(
            matches!(failure, Some(HttpFailure::NotHttp(_))),
            "{garbage}: {failure:?}"
        );
    }
}

#[test]
fn a_flood_is_bounded() {
    let rig = Rig::new();
    for head in [
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: ",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
    ] {
        let flood = peer(move |stream| {
            let _ = stream.write_all(head.as_bytes());
            while stream.write_all(&[b'x'; 65536]).is_ok() {}
        });
        let answer = http(&mut rig.lab("case"), &get(flood));
        assert_eq!(answer.failure, Some(HttpFailure::TooLarge), "{head}");
        assert!(answer.bytes.len() <= super::super::connection::RAW_LIMIT);
    }
}

#[test]
fn a_device_that_answers_before_it_reads_blocks_nobody() {
    let early = peer(|stream| {
        // More than both sides' buffers hold, while nothing is read.
        let body = vec![b'x'; 3_000_000];
        let _ = stream.write_all(
            format!("HTTP/1.1 413 No\r\nContent-Length: {}\r\n\r\n", body.len()).as_bytes(),
        );
        let _ = stream.write_all(&body);
        let _ = stream.read_to_end(&mut Vec::new());
    });
    let Ask::Http(mut ask) = get(early) else {
        unreachable!("it is an HTTP request")
    };
    ask.method = "POST".to_owned();
    ask.body = vec![b'y'; 20_000_000];
    let rig = Rig::new();
    let answer = http(&mut rig.lab("case"), &Ask::Http(ask));
    assert_eq!(answer.failure, None);
    assert!(answer.bytes.starts_with(b"HTTP/1.1 413"));
}

#[test]
fn where_nobody_is_nothing_comes() {
    let (address, _held) = nobody();
    let answer = fetch(address);
    assert_eq!(
        (answer.failure, answer.bytes.len()),
        (Some(HttpFailure::Refused), 0)
    );
    let Ask::Http(mut ask) = get(address) else {
        unreachable!("it is an HTTP request")
    };
    ask.url = "https://127.0.0.1/".to_owned();
    let rig = Rig::new();
    let answer = http(&mut rig.lab("case"), &Ask::Http(ask));
    assert!(matches!(answer.failure, Some(HttpFailure::Unreachable(_))));
    assert!(rig.exchanges("case")[0].error.is_some());
}

#[test]
fn a_control_point_sends_from_its_address() {
    let (to, from) = mpsc::channel();
    let address = peer(move |stream| {
        let _ = to.send(stream.peer_addr().map(|peer| peer.ip()).ok());
        let _ = stream.write_all(OK.as_bytes());
        let _ = stream.read_to_end(&mut Vec::new());
    });
    let second = std::net::IpAddr::from([127, 0, 0, 2]);
    let shared = LabShared::new(Setup {
        seed: 1,
        journal: Arc::new(|_| {}),
        upper_tester: Arc::new(NoTester),
        interface: None,
        sources: [None, Some(second)],
        file_server: None,
        reply_timeout: Duration::from_secs(60),
        connections: 1,
        interrupt: Arc::default(),
    });
    let Ask::Http(mut ask) = get(address) else {
        unreachable!("it is an HTTP request")
    };
    ask.control_point = ControlPoint::Second;
    match LiveLab::new(&shared, "case", LONG).perform(&Ask::Http(ask)) {
        Ok(_) => assert_eq!(from.recv(), Ok(Some(second))),
        // Not every system has all of 127/8.
        Err(error) => assert!(matches!(error, LabError::Unavailable(_)), "{error:?}"),
    }
}
