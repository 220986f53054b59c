//! What cannot be read, or only by reading past something.

use super::*;

/// What cannot be read breaks a row, unless it is the reader that gives up.
#[test]
fn what_cannot_be_read_breaks_a_row() {
    let row = |document: &[u8]| read(document, URL, None).err().map(|error| error.row());
    let good = server(1);
    let with = |from: &str, to: &str| good.replacen(from, to, 1).into_bytes();
    for (document, broken) in [
        (with("</device>", ""), "UDA-DESC-19"),
        (with("<device>", "<x:device>"), "UDA-DESC-19"),
        (with("<device>", "<device>\0"), "UDA-DESC-19"),
        (b" \n".to_vec(), "UDA-DESC-19"),
        (
            with("<root", "<!DOCTYPE root [<!ENTITY a \"b\">]><root"),
            "UDA-DESC-19",
        ),
        (with("<device>", "<device>Smith & Sons"), "UDA-DESC-39"),
        (
            b"<!doctype html><title>Hello</title>".to_vec(),
            "UDA-DESC-19",
        ),
        (b"<!DOCTYPE html><html><br></html>".to_vec(), "UDA-DESC-20"),
        (b"<html><title>Hello</title></html>".to_vec(), "UDA-DESC-20"),
        (b"<root/>".to_vec(), "UDA-DESC-24"),
    ] {
        let text = String::from_utf8_lossy(&document).into_owned();
        assert_eq!(row(&document), Some(Some(broken)), "{text}");
    }
    assert_eq!(row(&with("<root", "<!DOCTYPE root><root")), Some(None));
}

/// White space before the declaration, and NUL behind the root, are read past and break the row.
#[test]
fn what_is_read_past_is_not_well_formed() {
    let good = server(1);
    for document in [format!("\n{good}"), format!("{good}\0")] {
        let reading = read(document.as_bytes(), URL, None).expect("it can be read");
        let grades = reading.findings.iter().filter(|it| it.row == "UDA-DESC-19");
        assert!(grades.map(|it| it.grade).eq([Grade::Fail]), "{document:?}");
    }
}
