//! Both readers against examples, an oracle and arbitrary bytes.

use proptest::prelude::*;

use super::*;

fn read_request(bytes: &[u8]) -> Result<Request, HttpError> {
    let mut reader = RequestReader::new(Limits::default());
    if reader.feed(bytes)? == Progress::More {
        reader.eof()?;
    }
    reader.take()
}

fn read_response(bytes: &[u8], method: &str) -> Result<Response, HttpError> {
    let mut reader = ResponseReader::new(Limits::default(), method);
    if reader.feed(bytes)? == Progress::More {
        reader.eof()?;
    }
    reader.take()
}

fn kinds(lapses: &[Lapse]) -> Vec<LapseKind> {
    lapses.iter().map(|lapse| lapse.kind).collect()
}

#[test]
fn a_control_request_round_trips() {
    let bytes = RequestBytes::new("POST", "/c/7")
        .header("HOST", "127.0.0.1:5099")
        .header("SoapAction", "\"urn:x#Y\"")
        .body("<a/>")
        .build();
    let request = read_request(&bytes).expect("readable");
    assert_eq!(request.head.method, "POST");
    assert_eq!(request.head.target, "/c/7");
    assert_eq!(request.head.version, (1, 1));
    assert_eq!(request.head.headers.get("SOAPACTION"), Some("\"urn:x#Y\""));
    assert_eq!(request.head.headers.0[1].name, "SoapAction");
    assert_eq!(request.framing, Framing::Length(4));
    assert_eq!(request.body, b"<a/>");
    assert!(request.lapses.is_empty());
    let header = &request.head.headers.0[0];
    assert_eq!(
        &request.raw_head[header.start..header.end],
        b"HOST: 127.0.0.1:5099"
    );
}

#[test]
fn pipelined_requests_come_apart() {
    let mut reader = RequestReader::new(Limits::default());
    let two = b"GET /a HTTP/1.1\r\nHOST: h\r\n\r\nGET /b HTTP/1.1\r\n\r\n";
    assert_eq!(reader.feed(two), Ok(Progress::Complete));
    let rest = reader.rest().to_vec();
    assert_eq!(reader.take().expect("first").head.target, "/a");
    assert_eq!(read_request(&rest).expect("second").head.target, "/b");
}

#[test]
fn continue_is_wanted_until_the_body_comes() {
    let mut reader = RequestReader::new(Limits::default());
    let head = b"POST /c HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
    assert_eq!(reader.feed(head), Ok(Progress::More));
    assert!(reader.wants_continue());
    assert_eq!(reader.feed(b"ab"), Ok(Progress::Complete));
    assert!(!reader.wants_continue());
}

#[test]
fn chunks_with_extensions_and_trailers() {
    let bytes = RequestBytes::new("POST", "/c")
        .body("0123456789")
        .written(Written::Chunked(Chunking {
            sizes: vec![1, 0, 4],
            extension: ";".to_owned(),
            trailers: vec![("X-After".to_owned(), "1".to_owned())],
        }))
        .build();
    let request = read_request(&bytes).expect("readable");
    assert_eq!(request.body, b"0123456789");
    assert_eq!(request.framing, Framing::Chunked);
    assert!(request.lapses.is_empty());
    assert_eq!(
        encode_chunked(b"abc", &[2]),
        b"2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"
    );
    assert_eq!(encode_chunked(b"", &[]), b"0\r\n\r\n");
}

#[test]
fn lapses_are_noted_and_read_over() {
    let bytes = b"\r\nNOTIFY /a b  HTTP/1.0\nHost : h\r\nX: 1\r\n  2\r\nnonsense\r\nCONTENT-LENGTH: 1\r\nContent-Length: 1\r\n\r\nz";
    let request = read_request(bytes).expect("readable");
    assert_eq!(request.head.target, "/a b");
    assert_eq!(request.head.headers.get("host"), Some("h"));
    assert_eq!(request.head.headers.get("x"), Some("1 2"));
    assert_eq!(request.body, b"z");
    use LapseKind::*;
    let expected = [
        EmptyLineFirst,
        BareLf,
        ExtraBlank,
        BlankInTarget,
        SpaceBeforeColon,
        FoldedHeader,
        NoColon,
        RepeatedContentLength,
    ];
    assert_eq!(kinds(&request.lapses), expected);
}

#[test]
fn doubtful_lengths() {
    let unequal = b"POST / HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc";
    let request = read_request(unequal).expect("readable");
    assert_eq!(request.body, b"ab");
    assert!(
        request
            .lapses
            .iter()
            .any(|lapse| lapse.kind.spoils_framing())
    );
    let signed = b"POST / HTTP/1.1\r\nContent-Length: +2\r\n\r\nab";
    assert!(matches!(
        read_request(signed),
        Err(HttpError::BadContentLength { .. })
    ));
    let huge = b"POST / HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n";
    assert!(matches!(
        read_request(huge),
        Err(HttpError::BodyTooLarge { .. })
    ));
    let both = b"POST / HTTP/1.1\r\nContent-Length: 9\r\nTransfer-Encoding: Chunked\r\n\r\n1\r\na\r\n0\r\n\r\n";
    let request = read_request(both).expect("readable");
    assert_eq!(request.body, b"a");
    assert_eq!(kinds(&request.lapses), [LapseKind::LengthAndChunked]);
    let open = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked, gzip\r\n\r\n";
    assert!(matches!(
        read_request(open),
        Err(HttpError::BadTransferCoding { .. })
    ));
}

#[test]
fn limits_hold() {
    let limits = Limits {
        head_bytes: 64,
        header_count: 2,
        body_bytes: 4,
    };
    let mut reader = RequestReader::new(limits);
    assert!(matches!(
        reader.feed(&[b'a'; 65]),
        Err(HttpError::HeadTooLarge { limit: 64 })
    ));
    assert!(matches!(
        reader.feed(b"x"),
        Err(HttpError::HeadTooLarge { limit: 64 })
    ));
    let mut reader = RequestReader::new(limits);
    let many = reader.feed(b"GET / HTTP/1.1\r\na:1\r\nb:2\r\nc:3\r\n\r\n");
    assert_eq!(many, Err(HttpError::TooManyHeaders { limit: 2 }));
    let mut reader = ResponseReader::new(limits, "GET");
    let long = reader.feed(b"HTTP/1.1 200 OK\r\n\r\n12345");
    assert_eq!(long, Err(HttpError::BodyTooLarge { limit: 4 }));
    let mut reader = ResponseReader::new(limits, "GET");
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\n";
    assert_eq!(
        reader.feed(chunked),
        Err(HttpError::BodyTooLarge { limit: 4 })
    );
}

#[test]
fn responses_without_body() {
    let not_modified = b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n";
    assert_eq!(
        read_response(not_modified, "GET")
            .expect("readable")
            .framing,
        Framing::None
    );
    let head = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nsurplus";
    let response = read_response(head, "HEAD").expect("readable");
    assert!(response.body.is_empty());
    assert_eq!(kinds(&response.lapses), [LapseKind::BytesAfterBody]);
    let page = b"HTTP/1.1 500 No\r\nContent-Length: 4\r\n\r\nbody\r\n\r\n";
    let response = read_response(page, "GET").expect("readable");
    assert_eq!(kinds(&response.lapses), [LapseKind::LineEndsAfterBody]);
}

#[test]
fn interim_responses_are_remembered() {
    let bytes = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 P\r\n\r\nHTTP/1.0 500\r\n\r\nboom";
    let response = read_response(bytes, "POST").expect("readable");
    assert_eq!(response.interim, [100, 102]);
    assert_eq!((response.head.version, response.head.status), ((1, 0), 500));
    assert_eq!(response.framing, Framing::UntilClose);
    assert_eq!(response.body, b"boom");
    assert_eq!(kinds(&response.lapses), [LapseKind::MissingReason]);
    let endless = b"HTTP/1.1 100 C\r\n\r\n".repeat(17);
    assert!(matches!(
        read_response(&endless, "GET"),
        Err(HttpError::TooManyInterim { .. })
    ));
}

#[test]
fn a_body_cut_short_is_kept() {
    let bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc";
    let response = read_response(bytes, "GET").expect("readable");
    assert_eq!(response.body, b"abc");
    assert_eq!(kinds(&response.lapses), [LapseKind::BodyCutShort]);
    assert_eq!(read_response(b"", "GET"), Err(HttpError::Nothing));
    assert_eq!(
        read_response(b"HTTP/1.1 2", "GET"),
        Err(HttpError::CutInHead { bytes: 10 })
    );
    let reader = ResponseReader::new(Limits::default(), "GET");
    assert_eq!(reader.take(), Err(HttpError::Unfinished));
}

#[test]
fn broken_chunks() {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: \"chunked\"\r\n\r\n";
    let junk = format!("{head}2 x\r\nab\r\n0\r\n\r\n");
    let response = read_response(junk.as_bytes(), "GET").expect("readable");
    assert_eq!(response.body, b"ab");
    let expected = [LapseKind::OddTransferCoding, LapseKind::ChunkLineJunk];
    assert_eq!(kinds(&response.lapses), expected);
    for broken in ["zz\r\n", "1\r\nab\r\n", "\r\n"] {
        let bytes = format!("{head}{broken}");
        assert!(matches!(
            read_response(bytes.as_bytes(), "GET"),
            Err(HttpError::BadChunk { .. })
        ));
    }
}

#[test]
fn written_responses() {
    let bytes = write_response(200, "OK", &[("EXT", ""), ("Server", "a\r\nb")], b"hi");
    assert_eq!(
        bytes,
        b"HTTP/1.1 200 OK\r\nEXT:\r\nServer: a  b\r\nCONTENT-LENGTH: 2\r\n\r\nhi"
    );
    let head = ResponseBytes::with_version((1, 0), 200, "OK")
        .body("hi")
        .without_body()
        .build();
    assert_eq!(head, b"HTTP/1.0 200 OK\r\nCONTENT-LENGTH: 2\r\n\r\n");
    assert_eq!(
        ResponseBytes::new(100, "Continue").build(),
        b"HTTP/1.1 100 Continue\r\n\r\n"
    );
}

#[test]
fn keep_alive_follows_version_and_token() {
    for (text, kept) in [
        ("HTTP/1.1 200 OK\r\n\r\n", true),
        ("HTTP/1.1 200 OK\r\nConnection: foo, Close\r\n\r\n", false),
        ("HTTP/1.0 200 OK\r\n\r\n", false),
        ("HTTP/1.0 200 OK\r\nconnection: Keep-Alive\r\n\r\n", true),
    ] {
        let response = read_response(text.as_bytes(), "GET").expect("readable");
        assert_eq!(response.head.keeps_alive(), kept, "{text}");
    }
}

fn split_feed(bytes: &[u8], cuts: &[usize]) -> Result<Response, HttpError> {
    let mut reader = ResponseReader::new(Limits::default(), "GET");
    let mut at = 0;
    for cut in cuts {
        let next = (at + cut).min(bytes.len());
        reader.feed(&bytes[at..next])?;
        at = next;
    }
    reader.feed(&bytes[at..])?;
    reader.eof()?;
    reader.take()
}

fn request_in_two(bytes: &[u8], cut: usize) -> Result<Request, HttpError> {
    let mut reader = RequestReader::new(Limits::default());
    reader.feed(&bytes[..cut])?;
    reader.feed(&bytes[cut..])?;
    reader.eof()?;
    reader.take()
}

/// Fragments from which nearly right messages are made.
fn fragments() -> impl Strategy<Value = Vec<u8>> {
    let parts = prop::sample::select(vec![
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.0 500\n",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "Content-Length: 3\r\n",
        "Transfer-Encoding: chunked\r\n",
        " folded\r\n",
        "a : b\r\n",
        ": x\r\n",
        "\r\n",
        "\n",
        "\r",
        "3\r\nabc\r\n",
        "2;x=y\r\nab\n",
        "0\r\n",
        "fffffffffffffffff\r\n",
        "é\u{0}",
        "abc",
    ]);
    prop::collection::vec(parts, 0..12).prop_map(|parts| parts.concat().into_bytes())
}

proptest! {
    #[test]
    fn splits_do_not_matter(
        bytes in prop_oneof![fragments(), prop::collection::vec(any::<u8>(), 0..200)],
        cuts in prop::collection::vec(0_usize..9, 0..40),
    ) {
        prop_assert_eq!(split_feed(&bytes, &cuts), split_feed(&bytes, &[]));
    }

    #[test]
    fn a_cut_at_any_byte_does_not_matter(
        bytes in prop_oneof![fragments(), prop::collection::vec(any::<u8>(), 0..60)],
        chunked in any::<bool>(),
    ) {
        let head: &[u8] = if chunked { b"POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" } else { b"" };
        let bytes = [head, &bytes].concat();
        let whole = request_in_two(&bytes, 0);
        for cut in 1..=bytes.len() {
            prop_assert_eq!(request_in_two(&bytes, cut), whole.clone(), "cut at {}", cut);
            prop_assert_eq!(split_feed(&bytes, &[cut]), split_feed(&bytes, &[]), "cut at {}", cut);
        }
    }

    #[test]
    fn arbitrary_requests_never_panic(
        bytes in prop_oneof![fragments(), prop::collection::vec(any::<u8>(), 0..300)],
    ) {
        let _ = read_request(&bytes);
        let mut prefixed = b"POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
        prefixed.extend_from_slice(&bytes);
        let _ = read_request(&prefixed);
    }

    #[test]
    fn well_formed_heads_read_as_httparse_reads_them(
        method in "[A-Z-]{1,12}",
        target in "/[a-z0-9/?=&%.]{0,20}",
        headers in prop::collection::vec(("[A-Za-z][A-Za-z0-9.-]{0,14}", "([!-~]([ -~]{0,12}[!-~])?)?"), 0..8),
    ) {
        let headers: Vec<_> = headers
            .into_iter()
            .filter(|(name, _)| !name.to_ascii_lowercase().starts_with("content-l"))
            .filter(|(name, _)| !name.to_ascii_lowercase().starts_with("transfer-e"))
            .collect();
        let bytes = headers
            .iter()
            .fold(RequestBytes::new(&method, &target), |built, (name, value)| built.header(name, value))
            .written(Written::AsGiven)
            .build();
        let mut slots = [httparse::EMPTY_HEADER; 16];
        let mut oracle = httparse::Request::new(&mut slots);
        prop_assert_eq!(oracle.parse(&bytes), Ok(httparse::Status::Complete(bytes.len())));
        let ours = read_request(&bytes).expect("readable");
        prop_assert!(ours.lapses.is_empty(), "{:?}", ours.lapses);
        prop_assert_eq!(Some(ours.head.method.as_str()), oracle.method);
        prop_assert_eq!(Some(ours.head.target.as_str()), oracle.path);
        let theirs: Vec<_> = oracle
            .headers
            .iter()
            .map(|header| (header.name.to_owned(), String::from_utf8_lossy(header.value).into_owned()))
            .collect();
        let ours: Vec<_> =
            ours.head.headers.0.into_iter().map(|header| (header.name, header.value)).collect();
        prop_assert_eq!(ours, theirs);
    }

    #[test]
    fn chunking_round_trips(body in prop::collection::vec(any::<u8>(), 0..100), sizes in prop::collection::vec(0_usize..20, 0..8)) {
        let mut bytes = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
        bytes.extend_from_slice(&encode_chunked(&body, &sizes));
        let response = read_response(&bytes, "GET").expect("readable");
        prop_assert_eq!(response.body, body);
        prop_assert!(response.lapses.is_empty());
    }
}
