//! Notifications, from publishers of every kind.

use ctk_record::Kind;
use ctk_suite::lab::{InboxManner, Notification};

use super::*;

pub(super) fn open(lab: &mut LiveLab, path: &str) -> (u32, SocketAddr, String) {
    let ask = Ask::OpenInbox {
        control_point: ControlPoint::First,
        path: path.to_owned(),
    };
    let Ok(Answer::Opened { id, url }) = lab.perform(&ask) else {
        panic!("no inbox")
    };
    let rest = url.strip_prefix("http://").expect("an http URL");
    let (authority, path) = rest.split_once('/').expect("a path");
    (
        id,
        authority.parse().expect("an address"),
        format!("/{path}"),
    )
}

pub(super) fn taken(lab: &mut LiveLab, inbox: u32, from: usize, count: usize) -> Vec<Notification> {
    match lab.perform(&Ask::Inbox {
        inbox,
        from,
        count,
        wait_ms: 60_000,
    }) {
        Ok(Answer::Notifications(all)) => all,
        other => panic!("no notifications: {other:?}"),
    }
}

pub(super) fn notify(path: &str, seq: u32) -> String {
    format!(
        "NOTIFY {path} HTTP/1.1\r\nHOST: h\r\nNTS: upnp:propchange\r\nSEQ: {seq}\r\nCONTENT-LENGTH: 4\r\n\r\n<e/>"
    )
}

/// Sends, half-closes, and takes everything that comes back.
pub(super) fn send(to: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(to).expect("the inbox listens");
    stream.write_all(bytes).expect("the inbox reads");
    let _ = stream.shutdown(std::net::Shutdown::Write);
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    answer
}

#[test]
fn notifications_are_answered_and_kept_as_they_came() {
    let rig = Rig::new();
    let mut lab = rig.lab("case");
    let (inbox, to, path) = open(&mut lab, "");
    assert!(send(to, notify(&path, 0).as_bytes()).starts_with("HTTP/1.1 200 OK\r\n"));
    let all = taken(&mut lab, inbox, 0, 1);
    assert_eq!(
        (all.len(), all[0].answered, all[0].bytes.as_slice()),
        (1, 200, notify(&path, 0).as_bytes())
    );
    assert!(all[0].from.starts_with("127.0.0.1:"));
    assert_eq!(all[0].failure, None);
    // Each is in the journal once, before the question's own line.
    assert_eq!(taken(&mut lab, inbox, 0, 1)[0].exchange, all[0].exchange);
    let kinds: Vec<Kind> = rig
        .exchanges("case")
        .iter()
        .map(|exchange| exchange.kind)
        .collect();
    assert_eq!(
        kinds,
        [Kind::Internal, Kind::Event, Kind::Internal, Kind::Internal]
    );
    let request = rig.exchanges("case")[1].request.clone().expect("a request");
    assert_eq!(
        (request.method.as_str(), request.url),
        ("NOTIFY", format!("http://{to}{path}"))
    );
}

#[test]
fn connections_are_kept_and_requests_may_follow_at_once() {
    let rig = Rig::new();
    let mut lab = rig.lab("case");
    let (inbox, to, path) = open(&mut lab, "");
    let both = format!("{}{}", notify(&path, 0), notify(&path, 1));
    assert_eq!(
        send(to, both.as_bytes()).matches("HTTP/1.1 200 OK").count(),
        2
    );
    let chunked = format!(
        "NOTIFY {path} HTTP/1.1\r\nHOST: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n<e\r\n2\r\n/>\r\n0\r\n\r\n"
    );
    send(to, chunked.as_bytes());
    let all = taken(&mut lab, inbox, 0, 3);
    let bytes: Vec<String> = all
        .iter()
        .map(|one| String::from_utf8_lossy(&one.bytes).into_owned())
        .collect();
    assert_eq!(bytes, [notify(&path, 0), notify(&path, 1), chunked]);
    assert_eq!(taken(&mut lab, inbox, 2, 1).len(), 1);
}

#[test]
fn an_old_publisher_closes_to_end_its_body() {
    let rig = Rig::new();
    let mut lab = rig.lab("case");
    let (inbox, to, path) = open(&mut lab, "");
    let old = format!("NOTIFY {path} HTTP/1.0\r\nHOST: h\r\nContent-Type: text/xml\r\n\r\n<e></e>");
    let answer = send(to, old.as_bytes());
    assert!(answer.contains("CONNECTION: close"), "{answer}");
    let all = taken(&mut lab, inbox, 0, 1);
    assert_eq!(
        (all[0].bytes.as_slice(), &all[0].failure),
        (old.as_bytes(), &None)
    );
}

#[test]
fn a_publisher_may_ask_before_it_sends_the_body() {
    let rig = Rig::new();
    let mut lab = rig.lab("case");
    let (inbox, to, path) = open(&mut lab, "");
    let mut stream = TcpStream::connect(to).expect("the inbox listens");
    let head = format!(
        "NOTIFY {path} HTTP/1.1\r\nHOST: h\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).expect("the inbox reads");
    assert!(read_head(&mut stream).starts_with("HTTP/1.1 100"));
    stream.write_all(b"<e/>").expect("the inbox reads");
    assert!(read_head(&mut stream).starts_with("HTTP/1.1 200"));
    assert_eq!(taken(&mut lab, inbox, 0, 1)[0].answered, 200);
}

#[test]
fn an_inbox_answers_as_it_is_told() {
    let rig = Rig::new();
    let mut lab = rig.lab("case");
    let (inbox, to, path) = open(&mut lab, "");
    let behave = |lab: &mut LiveLab, manner| lab.perform(&Ask::InboxAnswers { inbox, manner });
    behave(
        &mut lab,
        InboxManner::Status {
            code: 503,
            count: 1,
        },
    )
    .expect("a manner");
    assert!(send(to, notify(&path, 0).as_bytes()).starts_with("HTTP/1.1 503"));
    assert!(send(to, notify(&path, 1).as_bytes()).starts_with("HTTP/1.1 200"));
    behave(&mut lab, InboxManner::Silent { count: 1 }).expect("a manner");
    assert_eq!(send(to, notify(&path, 2).as_bytes()), "");
    assert!(send(to, notify(&path, 3).as_bytes()).starts_with("HTTP/1.1 200"));
    let answered: Vec<u16> = taken(&mut lab, inbox, 0, 4)
        .iter()
        .map(|one| one.answered)
        .collect();
    assert_eq!(answered, [503, 200, 0, 200]);
}

#[test]
fn what_is_cut_or_no_request_is_said() {
    let rig = Rig::new();
    let mut lab = rig.lab("case");
    let (inbox, to, path) = open(&mut lab, "/own/path?a=1");
    assert_eq!(path, "/own/path?a=1");
    let whole = notify(&path, 0);
    send(to, &whole.as_bytes()[..whole.len() - 2]);
    assert!(send(to, b"garbage\r\n\r\n").starts_with("HTTP/1.1 400"));
    // A listener of its own takes notifications at any path, if they name a subscription of the device: what it makes of
    // the path is for the case to see. Garbage may be anybody's.
    rig.shared.acquaintance.granted("uuid:1", None);
    send(to, notify("/other", 2).as_bytes());
    let named = notify("/other", 3).replace("SEQ", "SID: uuid:1\r\nSEQ");
    send(to, named.as_bytes());
    let all = taken(&mut lab, inbox, 0, 2);
    assert!(
        all[0].failure.is_some() && all[1].failure.is_none() && all[1].bytes == named.as_bytes(),
        "{all:?}"
    );
    assert_eq!((all.len(), rig.shared.strays().len()), (2, 2));
}

#[test]
fn strays_are_refused_and_kept_for_diagnosis() {
    let rig = Rig::new();
    let mut lab = rig.lab("case");
    let (inbox, to, path) = open(&mut lab, "");
    assert!(send(to, notify("/nowhere", 0).as_bytes()).starts_with("HTTP/1.1 412"));
    assert_eq!(rig.shared.strays().len(), 1);
    assert_eq!(
        lab.perform(&Ask::Inbox {
            inbox,
            from: 0,
            count: 0,
            wait_ms: 0
        }),
        Ok(Answer::Notifications(Vec::new()))
    );
    drop(lab);
    assert!(
        send(to, notify(&path, 0).as_bytes()).starts_with("HTTP/1.1 412"),
        "the inbox was closed with its case"
    );
    assert!(matches!(
        rig.lab("other").perform(&Ask::Inbox {
            inbox,
            from: 0,
            count: 0,
            wait_ms: 0
        }),
        Err(LabError::Broken(_))
    ));
}

#[test]
fn two_cases_never_share_a_path() {
    let rig = Rig::new();
    let (one, other) = (open(&mut rig.lab("a"), ""), open(&mut rig.lab("b"), ""));
    assert_eq!(one.1, other.1, "they share a listener");
    assert_ne!(one.2, other.2);
}
