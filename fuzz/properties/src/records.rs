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
        let _ = (format.render)(&record);
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
