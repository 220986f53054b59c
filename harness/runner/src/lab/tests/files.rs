//! Files that a device fetches.

use ctk_suite::lab::{Fetch, FileManner, FileOffer};

use super::*;

fn offer(lab: &mut LiveLab, size: u64, manner: FileManner) -> (u32, String) {
    let offer = FileOffer {
        size,
        content_type: "image/jpeg".to_owned(),
        manner,
    };
    match lab.perform(&Ask::OfferFile(offer)) {
        Ok(Answer::Opened { id, url }) => (id, url),
        other => panic!("no file: {other:?}"),
    }
}

fn fetches(lab: &mut LiveLab, file: u32, count: usize) -> Vec<Fetch> {
    match lab.perform(&Ask::Fetches {
        file,
        count,
        wait_ms: 60_000,
    }) {
        Ok(Answer::Fetches(fetches)) => fetches,
        other => panic!("no fetches: {other:?}"),
    }
}

/// The whole answer to a GET, and whether the connection was reset.
fn fetch(url: &str) -> (Vec<u8>, bool) {
    let (authority, path) = url
        .strip_prefix("http://")
        .and_then(|rest| rest.split_once('/'))
        .expect("an http URL");
    let Ok(mut stream) = TcpStream::connect(authority) else {
        return (Vec::new(), true);
    };
    let request = format!("GET /{path} HTTP/1.1\r\nHOST: {authority}\r\nConnection: close\r\n\r\n");
    stream
        .write_all(request.as_bytes())
        .expect("the server reads");
    let mut answer = Vec::new();
    let cut = stream.read_to_end(&mut answer).is_err();
    (answer, cut)
}

fn body(answer: &[u8]) -> &[u8] {
    let end = answer
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .expect("a head");
    &answer[end + 4..]
}

#[test]
fn a_whole_file_is_sent_and_counted() {
    let rig = Rig::new();
    let mut lab = rig.lab("case");
    let (file, url) = offer(&mut lab, 100_000, FileManner::Whole);
    assert!(url.ends_with("/file.jpg"), "{url}");
    assert!(fetches_none(&mut lab, file));
    let (one, _) = fetch(&url);
    let (two, _) = fetch(&url);
    assert_eq!((body(&one).len(), body(&one)), (100_000, body(&two)));
    let counted: Vec<_> = fetches(&mut lab, file, 2)
        .iter()
        .map(|fetch| (fetch.sent, fetch.complete))
        .collect();
    assert_eq!(counted, [(100_000, true); 2]);
    drop(lab);
    assert!(
        fetch(&url).0.starts_with(b"HTTP/1.1 404"),
        "the file was withdrawn with its case"
    );
}

#[test]
fn the_query_that_a_file_is_asked_for_with_is_kept() {
    let rig = Rig::new();
    let mut lab = rig.lab("case");
    let (file, url) = offer(&mut lab, 10, FileManner::Whole);
    for query in ["", "?a=1&b=%20", "?"] {
        let (answer, _) = fetch(&format!("{url}{query}"));
        assert_eq!(body(&answer).len(), 10, "{query}");
    }
    let queries: Vec<_> = fetches(&mut lab, file, 3)
        .into_iter()
        .map(|fetch| fetch.query)
        .collect();
    let kept = [None, Some("a=1&b=%20"), Some("")].map(|it| it.map(str::to_owned));
    assert_eq!(queries, kept);
}

fn fetches_none(lab: &mut LiveLab, file: u32) -> bool {
    lab.perform(&Ask::Fetches {
        file,
        count: 1,
        wait_ms: 0,
    }) == Ok(Answer::Fetches(Vec::new()))
}

#[test]
fn files_can_be_broken_in_every_way() {
    let rig = Rig::new();
    let mut lab = rig.lab("case");
    let (missing, url) = offer(&mut lab, 10, FileManner::NotFound);
    assert!(fetch(&url).0.starts_with(b"HTTP/1.1 404"));
    assert!(!fetches(&mut lab, missing, 1)[0].complete);

    let (cut, url) = offer(&mut lab, 1000, FileManner::CutOffAfter { ms: 0 });
    let (answer, _) = fetch(&url);
    assert!(answer.len() < 1000);
    let counted = &fetches(&mut lab, cut, 1)[0];
    assert_eq!((counted.sent, counted.complete), (500, false));

    let (wrong, url) = offer(&mut lab, 1000, FileManner::WrongLength);
    let (answer, _) = fetch(&url);
    assert!(String::from_utf8_lossy(&answer).contains("CONTENT-LENGTH: 2000"));
    assert_eq!(body(&answer).len(), 1000);
    assert!(!fetches(&mut lab, wrong, 1)[0].complete);

    let (refused, url) = offer(&mut lab, 10, FileManner::Refused);
    assert_eq!(fetch(&url), (Vec::new(), true));
    assert!(fetches_none(&mut lab, refused));
}

#[test]
fn a_slow_file_can_be_looked_at_in_its_middle() {
    let rig = Rig::new();
    let mut lab = rig.lab("case");
    let (file, url) = offer(&mut lab, 1_000_000, FileManner::Slow { ms: 3_600_000 });
    let (authority, path) = url
        .strip_prefix("http://")
        .and_then(|rest| rest.split_once('/'))
        .expect("an http URL");
    let mut stream = TcpStream::connect(authority).expect("the server listens");
    stream
        .write_all(format!("GET /{path} HTTP/1.1\r\n\r\n").as_bytes())
        .expect("the server reads");
    let under_way = &fetches(&mut lab, file, 1)[0];
    assert!(!under_way.complete && under_way.sent < 1_000_000);
}

#[test]
fn a_file_too_large_is_refused() {
    let rig = Rig::new();
    let offer = FileOffer {
        size: u64::MAX,
        content_type: String::new(),
        manner: FileManner::Whole,
    };
    assert!(matches!(
        rig.lab("case").perform(&Ask::OfferFile(offer)),
        Err(LabError::Broken(_))
    ));
}
