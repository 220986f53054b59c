//! What users and earlier runs hand us: profiles and journals.

use ctk_reports::{formats, json, run, terminal};
use messaging_ctk::dut::profile::Profile;

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
