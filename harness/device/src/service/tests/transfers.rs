//! Clauses 5.5.16 to 5.5.18: file transfers, with a file server on loopback.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};

use super::*;

/// A list of files: link, size and progressNotif (with `time` 1 when it is true).
pub(super) fn file_list(session: &str, files: &[(&str, usize, &str)]) -> String {
    let files: String = files
        .iter()
        .map(|(link, size, progress)| {
            let time = if matches!(*progress, "0" | "no" | "false") { "" } else { " time=\"1\"" };
            format!(
                "<fileInfo><fileType>text/plain</fileType><fileSize>{size}</fileSize>\
                 <fileLink>{link}</fileLink><progressNotif{time}>{progress}</progressNotif></fileInfo>"
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?><m:fileInfoList xmlns:m=\"{M}\"><sessionID>{session}</sessionID>{files}</m:fileInfoList>"
    )
}

/// A server that answers every connection with these bytes, as long as the test lives.
pub(super) fn server(answer: &'static [u8], keeps_open: bool) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let link = format!("http://{}/file", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        let mut open = Vec::new();
        for stream in listener.incoming().flatten() {
            open.extend(serve(stream, answer).filter(|_| keeps_open));
        }
    });
    link
}

fn serve(mut stream: TcpStream, answer: &[u8]) -> Option<TcpStream> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut line = String::new();
    while reader.read_line(&mut line).ok()? > 2 {
        line.clear();
    }
    stream.write_all(answer).ok()?;
    Some(stream)
}

pub(super) const FIVE: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\n12345";
const CHUNKED: &[u8] =
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n12\r\n3\r\n345\r\n0\r\n\r\n";
const CUT_OFF: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n123";
pub(super) const NOT_FOUND: &[u8] = b"HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\n12345";

pub(super) fn start(
    kit: &Kit,
    session: &str,
    files: &[(&str, usize, &str)],
) -> Result<String, u16> {
    kit.attempt(
        "StartFileTransfer",
        &[("FileInfoList", &file_list(session, files))],
    )
}

/// The session's event texts until the last one is this.
pub(super) fn events_until(kit: &Kit, session: &str, last: &str) -> Vec<String> {
    let events = Mutex::new(Vec::new());
    kit.until(last, |kit| {
        let mut events = lock(&events);
        for (event, status) in kit.updates(session) {
            assert_eq!(status, "Running");
            events.push(event);
        }
        events.last().is_some_and(|event| event == last)
    });
    events.into_inner().expect("no test thread panicked")
}

pub(super) fn running(kit: &Kit, class: &str) -> String {
    let id = kit.session_in("Running", class);
    kit.updates(&id);
    id
}

#[test]
fn files_are_fetched_and_their_completion_told() {
    let kit = kit();
    let (plain, chunked) = (server(FIVE, false), server(CHUNKED, false));
    for class in ["File-Transfer", "Mixed"] {
        let id = running(&kit, class);
        start(&kit, &id, &[(&plain, 5, "0"), (&chunked, 5, "no")]).expect("started");
        let events = events_until(&kit, &id, "file transfer completed");
        assert_eq!(events, ["file transfer started", "file transfer completed"]);
        assert_eq!(kit.on("CancelFileTransfer", &id), Err(709), "it is over");
        assert_eq!(
            kit.on("GetFileTransferSession", &id),
            Err(706),
            "not closed"
        );
        kit.on("CloseSession", &id).expect("closed");
        let list = kit.on("GetFileTransferSession", &id).expect("metadata");
        assert_eq!(child(&list, "sessionID"), id);
        assert_eq!(
            children(&list, "fileLink"),
            [plain.clone(), chunked.clone()]
        );
        assert_eq!(children(&list, "progressNotif"), ["0", "0"]);
    }
}

#[test]
fn progress_is_told_where_it_is_wanted() {
    let kit = kit();
    let id = running(&kit, "File-Transfer");
    let link = server(FIVE, false);
    start(&kit, &id, &[(&link, 5, "yes"), (&link, 5, "1")]).expect("started");
    let events = events_until(&kit, &id, "file transfer completed");
    assert_eq!(
        events.first().map(String::as_str),
        Some("file transfer started")
    );
    let progress: Vec<_> = events
        .iter()
        .filter(|text| text.contains("progress"))
        .collect();
    assert_eq!(
        progress.last().map(|text| text.as_str()),
        Some("file transfer progress: 10 Bytes")
    );
    kit.on("CloseSession", &id).expect("closed");
    let list = kit.on("GetFileTransferSession", &id).expect("metadata");
    assert!(
        list.contains("<progressNotif time=\"1\">1</progressNotif>"),
        "{list}"
    );
}

#[test]
fn what_cannot_be_fetched_is_told_as_failed() {
    let kit = kit();
    let refused = {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        format!("http://{}/", listener.local_addr().expect("an address"))
    };
    let gone =
        "HTTP/1.1 302 Found\r\nLocation: http://nowhere.invalid/\r\nContent-Length: 0\r\n\r\n";
    for (link, size) in [
        (refused, 5),
        (server(NOT_FOUND, false), 5),
        (server(CUT_OFF, false), 5),
        (server(FIVE, false), 6),
        (server(gone.as_bytes(), false), 5),
        (server(b"nonsense", false), 5),
        ("http://nowhere.invalid/x".to_owned(), 5),
        ("ftp://127.0.0.1/x".to_owned(), 5),
        (String::new(), 5),
    ] {
        let id = running(&kit, "File-Transfer");
        start(&kit, &id, &[(&link, size, "0")]).expect("started");
        let events = events_until(&kit, &id, "file download failed");
        assert_eq!(
            events,
            ["file transfer started", "file download failed"],
            "{link}"
        );
        assert_eq!(kit.on("CancelFileTransfer", &id), Err(709), "{link}");
    }
}

#[test]
fn one_bad_file_does_not_keep_the_others_from_being_fetched() {
    let kit = kit();
    let id = running(&kit, "File-Transfer");
    let (bad, good) = (server(NOT_FOUND, false), server(FIVE, false));
    start(&kit, &id, &[(&bad, 5, "0"), (&good, 5, "1")]).expect("started");
    events_until(&kit, &id, "file transfer progress: 5 Bytes");
    kit.until("the end", |kit| {
        kit.on("CancelFileTransfer", &id) == Err(709)
    });
    assert_eq!(
        kit.updates(&id),
        [],
        "a transfer with a failure does not complete"
    );
}

#[test]
fn a_transfer_can_be_cancelled_while_its_server_is_silent() {
    let kit = kit();
    let id = running(&kit, "File-Transfer");
    let link = server(CUT_OFF, true);
    start(&kit, &id, &[(&link, 5, "0")]).expect("started");
    assert_eq!(
        start(&kit, &id, &[(&link, 5, "0")]),
        Err(708),
        "one at a time"
    );
    kit.on("CancelFileTransfer", &id).expect("cancelled");
    let events = events_until(&kit, &id, "file transfer cancelled");
    assert_eq!(events, ["file transfer started", "file transfer cancelled"]);
    assert_eq!(kit.status(&id), "Running");
    start(&kit, &id, &[(&link, 5, "0")]).expect("started again");
    kit.on("CloseSession", &id).expect("closed");
    let ends: Vec<_> = kit.updates(&id);
    assert_eq!(ends.len(), 3, "started, cancelled, closed: {ends:?}");
}

#[test]
fn a_stalled_transfer_tells_its_progress_until_it_is_completed() {
    let kit = kit();
    kit.stimulate("stall-file-transfer", json!({"enabled": true}));
    let id = running(&kit, "File-Transfer");
    start(&kit, &id, &[("http://nowhere.invalid/", 5, "1")]).expect("started");
    events_until(&kit, &id, "file transfer progress: 0 Bytes");
    kit.stimulate("complete-file-transfer", json!({"session_id": id}));
    let events = events_until(&kit, &id, "file transfer completed");
    assert!(
        events.contains(&"file transfer progress: 5 Bytes".to_owned()),
        "{events:?}"
    );
    kit.refused("complete-file-transfer", json!({"session_id": id}));
}

#[test]
fn a_stalled_transfer_goes_on_when_the_stall_ends() {
    let kit = kit();
    kit.stimulate("stall-file-transfer", json!({"enabled": true}));
    let id = running(&kit, "File-Transfer");
    start(&kit, &id, &[(&server(FIVE, false), 5, "0")]).expect("started");
    kit.stimulate("stall-file-transfer", json!({"enabled": false}));
    events_until(&kit, &id, "file transfer completed");
}

#[test]
fn leaving_last_ends_the_transfer() {
    let kit = kit();
    kit.stimulate("stall-file-transfer", json!({"enabled": true}));
    let id = running(&kit, "File-Transfer");
    start(&kit, &id, &[("http://nowhere.invalid/", 5, "0")]).expect("started");
    kit.on("LeaveSession", &id).expect("left");
    let events: Vec<_> = kit.updates(&id);
    let texts: Vec<_> = events
        .iter()
        .map(|(text, status)| format!("{text}, {status}"))
        .collect();
    assert_eq!(
        texts,
        [
            "file transfer started, Running",
            "file transfer cancelled, Running",
            "one TelCP has left, Parked"
        ]
    );
}

#[test]
fn transfers_are_refused_with_their_codes() {
    let kit = kit();
    let id = running(&kit, "File-Transfer");
    let good = file_list(&id, &[("http://127.0.0.1:9/", 5, "1")]);
    let send = |xml: &str| kit.attempt("StartFileTransfer", &[("FileInfoList", xml)]);
    for (why, xml) in [
        ("empty", String::new()),
        ("cut off", good[..good.len() - 3].to_owned()),
        ("no file", file_list(&id, &[])),
        ("no time", good.replace(" time=\"1\"", "")),
        ("time of 0", good.replace("time=\"1\"", "time=\"0\"")),
        ("negative size", good.replace(">5<", ">-5<")),
        ("no boolean", good.replace(">1<", ">maybe<")),
        ("bad session id", file_list("a-b", &[("http://h/", 1, "0")])),
    ] {
        assert_eq!(send(&xml), Err(402), "{why}");
    }
    assert_eq!(start(&kit, "nosession", &[("http://h/", 1, "0")]), Err(706));
    assert_eq!(start(&kit, "", &[("http://h/", 1, "0")]), Err(706));
    let chat = running(&kit, "Chat");
    assert_eq!(start(&kit, &chat, &[("http://h/", 1, "0")]), Err(710));
    assert_eq!(kit.on("GetFileTransferSession", &chat), Err(710));
    assert_eq!(kit.on("CancelFileTransfer", &chat), Err(709));
    kit.on("CloseSession", &id).expect("closed");
    assert_eq!(
        kit.on("GetFileTransferSession", &id),
        Err(706),
        "nothing was transferred"
    );
}
