//! What users and earlier runs hand us: profiles, journals and evidence bundles.

use ctk_reports::{formats, json, run, terminal};
use messaging_ctk::dut::profile::Profile;
use messaging_ctk::evidence::opening::Opened;

/// A profile is read, or an error names its line.
pub(crate) fn profile(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    if bytes.len() > 16 * 1024 {
        return false;
    }
    match Profile::read(text, "p.toml") {
        Ok(_) => true,
        Err(failure) => {
            let rest = failure.message.strip_prefix("p.toml:").unwrap_or_default();
            let line: String = rest.chars().take_while(char::is_ascii_digit).collect();
            let line: usize = line
                .parse()
                .unwrap_or_else(|_| panic!("no line in {:?}", failure.message));
            assert!(
                line >= 1 && line <= text.lines().count() + 1,
                "line {line} of {text:?}"
            );
            false
        }
    }
}

/// A journal, however cut or altered, is refused with a reason or can be reported; its JSON report gives the same
/// report again.
pub(crate) fn journal(bytes: &[u8]) -> bool {
    if bytes.len() > 256 * 1024 {
        return false;
    }
    let Ok(record) = run::read_run(bytes) else {
        return false;
    };
    for format in formats::ALL {
        let _ = format.text(&record);
    }
    let _ = terminal::last_screen(&record, terminal::Style::default(), &[]);
    let report = json::report(&record).to_json();
    let again = json::read_report(&report).unwrap_or_else(|error| panic!("{error}: {report}"));
    assert_eq!(
        again.to_json(),
        report,
        "a report that was read again differs"
    );
    true
}

/// The first bytes of a zstd frame.
const FRAME: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// A compressed journal tells what its text tells, however it is divided into frames, and cut anywhere no more than that. The
/// first byte says how long the frames are and where it is cut; bytes that are compressed already are read as they are.
pub(crate) fn journal_compressed(bytes: &[u8]) -> bool {
    let Some((first, text)) = bytes.split_first() else {
        return false;
    };
    if bytes.len() > 64 * 1024 {
        return false;
    }
    if bytes.starts_with(&FRAME) {
        return tells_no_more_when_cut(bytes, usize::from(bytes[bytes.len() / 2]));
    }
    // What is compressed already is no text of a journal.
    if text.starts_with(&FRAME) || !run::is_journal(text) {
        return false;
    }
    let frame = 16 * (1 + usize::from(*first));
    let frames = text.chunks(frame).map(|part| zstd::bulk::compress(part, 1));
    let compressed: Vec<u8> = frames.flat_map(|it| it.expect("memory")).collect();
    let said = |read: Result<_, run::RunError>| read.map_err(|error| error.to_string());
    let (plain, whole) = (run::read_run(text), run::read_run(&compressed));
    assert_eq!(
        said(plain),
        said(whole),
        "{} frames",
        text.len() / frame + 1
    );
    tells_no_more_when_cut(&compressed, usize::from(*first))
}

/// What is left of a journal that was cut is refused, or has results that the whole has too. Whether the whole can be read.
fn tells_no_more_when_cut(compressed: &[u8], place: usize) -> bool {
    let Ok(whole) = run::read_run(compressed) else {
        return false;
    };
    let at = compressed.len() * place / 256;
    if let Ok(part) = run::read_run(&compressed[..at]) {
        for (left, case) in part.cases.iter().zip(&whole.cases) {
            let same = left.result.is_none() || left.result == case.result;
            assert!(same, "cut at {at}: {:?}", left.result);
        }
    }
    true
}

/// A bundle, however cut or altered, is refused with a reason, or opened; what is not as it was sealed is named.
pub(crate) fn bundle(bytes: &[u8]) -> bool {
    if bytes.len() > 256 * 1024 {
        return false;
    }
    let Ok(mut opened) = Opened::read(std::io::Cursor::new(bytes), None) else {
        return false;
    };
    opened.compare_with_journal();
    if bytes != BUNDLE {
        let why = "only a bundle that nobody touched is as it was sealed";
        assert!(!opened.wrong.is_empty(), "{why}");
    }
    true
}

/// A small bundle.
pub(crate) const BUNDLE: &[u8] = include_bytes!("bundle.tar.zst");
