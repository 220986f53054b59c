//! Scripted connections.

use ctk_record::Kind;
use ctk_suite::lab::{HttpFailure, ScriptAnswer, ScriptAsk, ScriptStep};

use super::*;

fn ask(to: SocketAddr, steps: Vec<ScriptStep>) -> Ask {
    Ask::Script(ScriptAsk {
        wire: Wire::Raw,
        control_point: ControlPoint::First,
        to: to.to_string(),
        steps,
        about: "a script".to_owned(),
    })
}

fn response() -> ScriptStep {
    ScriptStep::Response {
        method: "POST".to_owned(),
        wait_ms: 60_000,
    }
}

fn play(rig: &Rig, to: SocketAddr, steps: Vec<ScriptStep>) -> Vec<ScriptAnswer> {
    match rig.lab("case").perform(&ask(to, steps)) {
        Ok(Answer::Script(answers)) => answers,
        other => panic!("no script: {other:?}"),
    }
}

/// Answers every head with its number.
fn counting() -> SocketAddr {
    peer(|stream| {
        for number in 1.. {
            if read_head(stream).is_empty() {
                return;
            }
            let _ = stream.write_all(
                format!("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{number}").as_bytes(),
            );
        }
    })
}

#[test]
fn what_a_length_promises_beyond_is_no_time_of_the_step_after_it() {
    let overstating = peer(|stream| {
        read_head(stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n<a/>");
        let _ = stream.read_to_end(&mut Vec::new());
    });
    let rig = Rig::new();
    let wait_ms = 300;
    let response = ScriptStep::Response {
        method: "GET".to_owned(),
        wait_ms,
    };
    let steps = vec![
        ScriptStep::Send(b"GET / HTTP/1.1\r\n\r\n".to_vec()),
        response,
        ScriptStep::AwaitClose { wait_ms },
    ];
    let answers = play(&rig, overstating, steps);
    assert_eq!(answers[0].failure, None);
    assert_eq!(answers[1].failure, Some(HttpFailure::TimedOut));
    assert!(answers[1].elapsed_ms >= wait_ms, "{answers:?}");
}

#[test]
fn pipelined_responses_are_taken_one_by_one() {
    let rig = Rig::new();
    let two = b"GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n".to_vec();
    let close = ScriptStep::AwaitClose { wait_ms: 60_000 };
    let answers = play(
        &rig,
        counting(),
        vec![
            ScriptStep::Send(two),
            response(),
            response(),
            ScriptStep::ShutdownWrite,
            close,
        ],
    );
    let last: Vec<_> = answers
        .iter()
        .map(|answer| answer.bytes.last().copied())
        .collect();
    assert_eq!(last, [Some(b'1'), Some(b'2'), None]);
    assert_eq!((answers[2].closed, &answers[2].failure), (true, &None));
    let exchanges = rig.exchanges("case");
    let views: Vec<_> = exchanges
        .iter()
        .map(|exchange| (exchange.kind, exchange.request.is_some()))
        .collect();
    assert_eq!(
        views,
        [(Kind::Raw, true), (Kind::Raw, false), (Kind::Raw, false)]
    );
    assert_eq!(
        exchanges[0]
            .request
            .as_ref()
            .map(|request| request.method.as_str()),
        Some("TCP")
    );
}

#[test]
fn an_interim_answer_is_waited_for_before_the_body_is_sent() {
    let careful = peer(|stream| {
        read_head(stream);
        let _ = stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n");
        let mut body = [0; 4];
        let _ = stream.read_exact(&mut body);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        let _ = stream.read_to_end(&mut Vec::new());
    });
    let rig = Rig::new();
    let interim = || ScriptStep::Interim { wait_ms: 60_000 };
    let head = b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n".to_vec();
    let answers = play(
        &rig,
        careful,
        vec![
            ScriptStep::Send(head),
            interim(),
            ScriptStep::Send(b"body".to_vec()),
            interim(),
            response(),
        ],
    );
    assert!(answers[0].bytes.starts_with(b"HTTP/1.1 100"));
    // A final head is shown, and stays for the step that reads the response.
    assert!(answers[1].bytes.starts_with(b"HTTP/1.1 200"));
    assert_eq!(answers[1].bytes, answers[2].bytes);
    assert!(answers.iter().all(|answer| answer.failure.is_none()));
}

#[test]
fn a_peer_that_does_not_play_along_is_described() {
    let rig = Rig::new();
    let silent = peer(|stream| drop(stream.read_to_end(&mut Vec::new())));
    let steps = vec![
        ScriptStep::Send(b"GET".to_vec()),
        ScriptStep::Idle { ms: 1 },
        ScriptStep::Interim { wait_ms: 20 },
        ScriptStep::Response {
            method: "GET".to_owned(),
            wait_ms: 20,
        },
        ScriptStep::AwaitClose { wait_ms: 20 },
    ];
    let failures: Vec<_> = play(&rig, silent, steps)
        .into_iter()
        .map(|answer| answer.failure)
        .collect();
    assert_eq!(failures, vec![Some(HttpFailure::TimedOut); 3]);

    let answers = play(
        &rig,
        answering("nonsense\r\n\r\n"),
        vec![ScriptStep::Send(b"\r\n\r\n".to_vec()), response()],
    );
    assert!(matches!(answers[0].failure, Some(HttpFailure::NotHttp(_))));

    let (gone, _held) = nobody();
    let answers = play(
        &rig,
        gone,
        vec![ScriptStep::Send(b"x".to_vec()), response(), response()],
    );
    assert!(
        answers
            .iter()
            .all(|answer| answer.failure == Some(HttpFailure::Refused)),
        "{answers:?}"
    );
    assert_eq!(answers.len(), 2);
}

#[test]
fn a_flood_ends_a_script() {
    let flood = peer(|stream| while stream.write_all(&[b'x'; 65536]).is_ok() {});
    let rig = Rig::new();
    let answers = play(
        &rig,
        flood,
        vec![ScriptStep::AwaitClose { wait_ms: 60_000 }],
    );
    assert_eq!(answers[0].failure, Some(HttpFailure::TooLarge));
}

#[test]
fn a_script_without_reading_is_evidence_too() {
    let rig = Rig::new();
    let silent = peer(|stream| drop(stream.read_to_end(&mut Vec::new())));
    assert_eq!(
        play(
            &rig,
            silent,
            vec![ScriptStep::Send(b"half a requ".to_vec())]
        ),
        Vec::new()
    );
    let request = rig.exchanges("case")[0]
        .request
        .clone()
        .expect("what was sent");
    assert_eq!(
        (request.url, request.body.as_str()),
        (format!("tcp://{silent}"), "half a requ")
    );
    assert_eq!(play(&rig, silent, Vec::new()), Vec::new());
    let (gone, _held) = nobody();
    let other = Rig::new();
    assert_eq!(
        play(&other, gone, vec![ScriptStep::Send(b"half".to_vec())]),
        Vec::new()
    );
    let exchange = &other.exchanges("case")[0];
    assert_eq!((exchange.kind, exchange.error.is_some()), (Kind::Raw, true));
}
