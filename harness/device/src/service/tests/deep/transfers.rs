//! File transfers of several files, one after the other, and two at a time.

use super::*;

#[test]
fn they_show() {
    check(ROWS);
}

pub(super) const ROWS: &[Row] = &[
    (
        DefectId::ProgressContinuesLast,
        |kit| {
            let id = running(kit, "File-Transfer");
            let link = server(FIVE, false);
            let mut last = String::new();
            for _ in 0..2 {
                start(kit, &id, &[(&link, 5, "1")]).expect("started");
                let events = events_until(kit, &id, "file transfer completed");
                last = events[events.len() - 2].clone();
            }
            last
        },
        "file transfer progress: 5 Bytes",
        "file transfer progress: 10 Bytes",
    ),
    (
        DefectId::FailedTransferStaysActive,
        |kit| {
            let id = running(kit, "File-Transfer");
            start(kit, &id, &[(&server(NOT_FOUND, false), 5, "0")]).expect("started");
            events_until(kit, &id, "file download failed");
            code(kit.on("CancelFileTransfer", &id))
        },
        "709",
        "done",
    ),
    (
        DefectId::MetadataOfLatest,
        |kit| {
            let ids = two_stalled(kit);
            kit.on("CloseSession", &ids[0]).expect("closed");
            let list = kit.on("GetFileTransferSession", &ids[0]).expect("metadata");
            child(&list, "fileLink")
        },
        "http://nowhere.invalid/0",
        "http://nowhere.invalid/1",
    ),
    (
        DefectId::CompletionNamesLatest,
        |kit| {
            let ids = two_stalled(kit);
            kit.stimulate("complete-file-transfer", json!({"session_id": ids[0]}));
            let event = kit
                .service
                .collect(Evented::SessionUpdates)
                .unwrap_or_default();
            ids.map(|id| parse_updates(&event, &id).len().to_string())
                .concat()
        },
        "21",
        "12",
    ),
    (
        DefectId::FifthFileIgnored,
        |kit| {
            let id = running(kit, "File-Transfer");
            let (link, missing) = (server(FIVE, false), server(NOT_FOUND, false));
            let mut files = vec![(link.as_str(), 5, "0"); 4];
            files.push((&missing, 5, "0"));
            start(kit, &id, &files).expect("started");
            until_over(kit, &id);
            texts(kit, &id)
        },
        "file transfer started, file download failed",
        "file transfer started, file transfer completed",
    ),
    (
        DefectId::FetchDropsQuery,
        |kit| {
            let id = running(kit, "File-Transfer");
            let (link, asked) = asked_for();
            start(kit, &id, &[(&format!("{link}?y=1"), 5, "0")]).expect("started");
            asked
                .recv_timeout(Duration::from_secs(20))
                .expect("a request")
        },
        "GET /file?y=1 HTTP/1.1",
        "GET /file HTTP/1.1",
    ),
];

/// Two sessions with a transfer each that makes no progress.
fn two_stalled(kit: &Kit) -> [String; 2] {
    kit.stimulate("stall-file-transfer", json!({"enabled": true}));
    let ids = ["File-Transfer"; 2].map(|class| running(kit, class));
    for (number, id) in ids.iter().enumerate() {
        let link = format!("http://nowhere.invalid/{number}");
        start(kit, id, &[(&link, 1, "0")]).expect("started");
    }
    ids
}

/// A server that hands on the first line of a request.
fn asked_for() -> (String, std::sync::mpsc::Receiver<String>) {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let link = format!("http://{}/file", listener.local_addr().expect("an address"));
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut line = String::new();
            let read = std::io::BufRead::read_line(&mut std::io::BufReader::new(stream), &mut line);
            if read.is_ok() && sender.send(line.trim_end().to_owned()).is_err() {
                return;
            }
        }
    });
    (link, receiver)
}
