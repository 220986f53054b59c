//! What was recorded gives the same answers again.

use std::net::UdpSocket;

use ctk_record::{Finding, Grade};
use ctk_suite::lab::{FileManner, FileOffer, InboxManner, ScriptAsk, ScriptStep};
use serde_json::json;

use super::*;
use ctk_suite::replay::ReplayLab;

/// Asks everything there is to ask; questions may depend on the answers before.
#[expect(clippy::too_many_lines, reason = "a table of examples")]
fn everything(
    lab: &mut dyn Lab,
    places: [SocketAddr; 6],
    notify: bool,
) -> Vec<(Ask, Result<Answer, LabError>)> {
    let [ok, binary, garbage, silent, gone, datagrams] = places;
    let mut told = Vec::new();
    let mut tell = |lab: &mut dyn Lab, ask: Ask| {
        let answer = lab.perform(&ask);
        told.push((ask, answer.clone()));
        answer
    };
    for ask in [Ask::Now, Ask::Draw, Ask::Pause { ms: 1 }] {
        let _ = tell(lab, ask);
    }
    for place in [ok, binary, garbage, silent, gone] {
        let _ = tell(lab, get(place));
    }
    let steps = vec![
        ScriptStep::Send(b"GET / HTTP/1.1\r\n\r\n".to_vec()),
        ScriptStep::Response {
            method: "GET".to_owned(),
            wait_ms: 60_000,
        },
        ScriptStep::AwaitClose { wait_ms: 60_000 },
        ScriptStep::Send(vec![0xff]),
    ];
    for to in [ok, binary, gone] {
        let _ = tell(
            lab,
            Ask::Script(ScriptAsk {
                wire: Wire::Raw,
                control_point: ControlPoint::First,
                to: to.to_string(),
                steps: steps.clone(),
                about: String::new(),
            }),
        );
    }
    let _ = tell(
        lab,
        Ask::Stimulus {
            name: "reset".to_owned(),
            fields: json!({}),
        },
    );
    let _ = tell(
        lab,
        Ask::Search {
            datagrams: vec!["M-SEARCH * HTTP/1.1\r\n\r\n".to_owned()],
            enough: 0,
            to: datagrams.to_string(),
            wait_ms: 500,
        },
    );
    let opened = tell(
        lab,
        Ask::OpenInbox {
            control_point: ControlPoint::First,
            path: String::new(),
        },
    );
    if let (true, Ok(Answer::Opened { url, .. })) = (notify, opened) {
        let (authority, path) = url
            .strip_prefix("http://")
            .and_then(|rest| rest.split_once('/'))
            .expect("an http URL");
        for body in ["<first/>", "<second/>"] {
            let mut stream = TcpStream::connect(authority).expect("the inbox listens");
            let head = format!(
                "NOTIFY /{path} HTTP/1.1\r\nHOST: h\r\nContent-Length: {}\r\n\r\n",
                body.len()
            );
            stream
                .write_all(format!("{head}{body}").as_bytes())
                .expect("the inbox reads");
            read_head(&mut stream);
        }
    }
    let _ = tell(
        lab,
        Ask::InboxAnswers {
            inbox: 1,
            manner: InboxManner::Accept,
        },
    );
    for (from, count) in [(1, 1), (0, 2)] {
        let _ = tell(
            lab,
            Ask::Inbox {
                inbox: 1,
                from,
                count,
                wait_ms: 60_000,
            },
        );
    }
    let file = FileOffer {
        size: 5,
        content_type: "text/plain".to_owned(),
        manner: FileManner::Whole,
    };
    let _ = tell(lab, Ask::OfferFile(file));
    let _ = tell(
        lab,
        Ask::Fetches {
            file: 1,
            count: 0,
            wait_ms: 0,
        },
    );
    let finding = Finding::new("UDA-CTRL-26", Grade::Fail, "no EXT".to_owned());
    lab.notice(4, &["UDA-CTRL-26".to_owned()], &[finding]);
    let _ = tell(
        lab,
        Ask::Noticed {
            requirements: vec!["UDA-CTRL-26".to_owned()],
        },
    );
    let _ = tell(
        lab,
        Ask::Fetches {
            file: 99,
            count: 0,
            wait_ms: 0,
        },
    );
    told
}

fn searched() -> SocketAddr {
    let device = UdpSocket::bind("127.0.0.1:0").expect("a free port");
    let address = device.local_addr().expect("an address");
    thread::spawn(move || {
        let mut buffer = [0; 1000];
        while let Ok((_, from)) = device.recv_from(&mut buffer) {
            let _ = device.send_to(b"HTTP/1.1 200 OK\r\nST: a\r\n\r\n", from);
        }
    });
    address
}

#[test]
fn a_replay_gives_identical_answers() {
    let rig = Rig::impatient();
    let (gone, _held) = nobody();
    let places = [
        answering("HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n<d>Gr\u{fc}\u{df}e</d>".as_bytes()),
        answering([b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n\xff\xfe\x00\r\n0\r\n\r\n".as_slice()].concat()),
        answering("no HTTP at all\r\n\r\n"),
        peer(|stream| drop(stream.read_to_end(&mut Vec::new()))),
        gone,
        searched(),
    ];
    let live = everything(&mut rig.lab("case"), places, true);
    assert!(
        live.iter().filter(|(_, answer)| answer.is_err()).count() == 1,
        "only the last question has no answer"
    );

    let mut replay = ReplayLab::new(&rig.exchanges("case"));
    let again = everything(&mut replay, places, false);
    assert_eq!(live.len(), again.len());
    for (live, again) in live.iter().zip(&again) {
        assert_eq!(live, again);
    }
    assert_eq!((replay.unasked(), replay.notices().len()), (0, 1));
    assert_eq!(stopped(replay.perform(&Ask::Now)), "the journal ends here");
}

#[test]
fn another_question_breaks_the_replay() {
    let rig = Rig::new();
    rig.lab("case").perform(&Ask::Now).expect("the time");
    let answer = ReplayLab::new(&rig.exchanges("case")).perform(&Ask::Draw);
    let Err(LabError::Broken(why)) = answer else {
        panic!("it answered {answer:?}")
    };
    assert!(why.contains("exchange 1") && why.contains("Draw"), "{why}");
}

/// Replays a GET after the recorded exchange was changed.
fn altered(change: impl Fn(&mut Exchange)) -> Result<Answer, LabError> {
    let rig = Rig::new();
    let ask = get(answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
    http(&mut rig.lab("case"), &ask);
    let mut exchanges = rig.exchanges("case");
    change(&mut exchanges[0]);
    ReplayLab::new(&exchanges).perform(&ask)
}

#[test]
fn a_journal_that_was_altered_is_noticed() {
    assert!(altered(|_| {}).is_ok());
    let response = |exchange: &mut Exchange| exchange.response.clone().unwrap_or_default();
    let changes: [&dyn Fn(&mut Exchange); 6] = [
        &|exchange| {
            exchange.response = Some(ctk_record::Message {
                status: Some(500),
                ..response(exchange)
            })
        },
        &|exchange| {
            exchange.response = Some(ctk_record::Message {
                body: "longer".to_owned(),
                ..response(exchange)
            })
        },
        &|exchange| exchange.response = None,
        &|exchange| exchange.request = None,
        &|exchange| exchange.elapsed_ms += 1,
        &|exchange| exchange.replay = json!({"ask": 7}),
    ];
    for (number, change) in changes.iter().enumerate() {
        let answer = altered(change);
        assert!(
            matches!(answer, Err(LabError::Broken(_))),
            "change {number}: {answer:?}"
        );
    }
}

#[test]
fn a_missing_piece_is_noticed() {
    let rig = Rig::new();
    let mut lab = rig.lab("case");
    let ask = Ask::Search {
        datagrams: vec!["M-SEARCH * HTTP/1.1\r\n\r\n".to_owned()],
        enough: 0,
        to: searched().to_string(),
        wait_ms: 500,
    };
    lab.perform(&ask).expect("a search");
    let mut exchanges = rig.exchanges("case");
    exchanges.truncate(1);
    assert!(matches!(
        ReplayLab::new(&exchanges).perform(&ask),
        Err(LabError::Broken(_))
    ));
}

#[test]
fn stops_are_replayed_too() {
    let rig = Rig::new();
    rig.interrupt_soon();
    let pause = Ask::Pause { ms: 600_000 };
    let live = rig.lab("case").perform(&pause);
    assert_eq!(ReplayLab::new(&rig.exchanges("case")).perform(&pause), live);
    rig.interrupt.store(false, Ordering::Relaxed);
    rig.shared.lose();
    let lost = rig.lab("lost").perform(&Ask::Now);
    assert_eq!(
        ReplayLab::new(&rig.exchanges("lost")).perform(&Ask::Now),
        lost
    );
}
