//! Rules for every HTTP message with an XML body: media type, framing, coding.

use crate::http::{Framing, Headers, Lapse, LapseKind, Response};
use crate::{Claim, Findings, Grade};

/// CONTENT-TYPE `text/xml; charset="utf-8"`; bare `text/xml` is all that 1.0 asks for.
pub(crate) fn content_type(
    headers: &Headers,
    claim: Claim,
    row: &'static str,
    findings: &mut Findings,
) {
    findings.checked(row);
    let Some(value) = headers.get("content-type") else {
        findings.fail(row, "CONTENT-TYPE is missing");
        return;
    };
    let mut parts = value.split(';').map(str::trim);
    let media = parts.next().unwrap_or_default();
    if !media.eq_ignore_ascii_case("text/xml") {
        findings.fail(row, format!("CONTENT-TYPE is {value:?}, not text/xml"));
    }
    let charset = parts.find_map(|part| {
        let (name, charset) = part.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("charset")
            .then(|| charset.trim().trim_matches('"'))
    });
    match charset {
        Some(charset) if charset.eq_ignore_ascii_case("utf-8") => {}
        Some(_) => findings.fail(row, format!("CONTENT-TYPE is {value:?}, not UTF-8")),
        None if claim.is_1_1_or_later() => {
            findings.warn(row, format!("CONTENT-TYPE {value:?} has no charset"));
        }
        None => {}
    }
}

/// UDA-DESC-04, -16 and -17 on a response: framing, coding, the form of header lines.
pub(crate) fn response(response: &Response, claim: Claim, findings: &mut Findings) {
    const ROW: &str = "UDA-DESC-04";
    match response.framing {
        Framing::Chunked if claim == Claim::V1_0 => {
            findings.warn(ROW, "the body is chunked; architecture 1.0 wants a length");
        }
        Framing::UntilClose if claim == Claim::V1_0 && !response.body.is_empty() => {
            findings.warn(ROW, "the body has no length");
        }
        _ => {}
    }
    lapses(&response.lapses, ROW, findings);
    coding(&response.head.headers, &response.body, claim, findings);
}

/// The lapses of a message: those of framing under the row given, the others as a warning.
pub(crate) fn lapses(lapses: &[Lapse], framing_row: &'static str, findings: &mut Findings) {
    findings.checked(framing_row);
    findings.checked("UDA-DESC-17");
    let mut told: Vec<LapseKind> = Vec::new();
    for lapse in lapses {
        if told.contains(&lapse.kind) {
            continue;
        }
        told.push(lapse.kind);
        let (row, grade) = match lapse.kind {
            LapseKind::UnequalContentLength
            | LapseKind::BadContentLength
            | LapseKind::LengthAndChunked
            | LapseKind::BodyCutShort
            | LapseKind::BytesAfterBody => (framing_row, Grade::Fail),
            LapseKind::LineEndsAfterBody
            | LapseKind::RepeatedContentLength
            | LapseKind::ChunkedInHttp10
            | LapseKind::OddTransferCoding
            | LapseKind::ChunkLineJunk
            | LapseKind::BadChunkExtension => (framing_row, Grade::Warning),
            _ => ("UDA-DESC-17", Grade::Warning),
        };
        findings.add(row, grade, lapse.to_string());
    }
}

/// UDA-DESC-16: no coding was asked for.
fn coding(headers: &Headers, body: &[u8], claim: Claim, findings: &mut Findings) {
    const ROW: &str = "UDA-DESC-16";
    findings.checked(ROW);
    let coded = headers
        .get("content-encoding")
        .filter(|coding| !coding.is_empty() && !coding.eq_ignore_ascii_case("identity"));
    if let Some(coding) = coded {
        findings.warn(
            ROW,
            format!("the body is coded as {coding:?} though no coding was asked for"),
        );
    } else if body.starts_with(&[0x1f, 0x8b]) {
        let grade = if claim == Claim::V2_0 {
            Grade::Fail
        } else {
            Grade::Warning
        };
        findings.add(
            ROW,
            grade,
            "the body is compressed without CONTENT-ENCODING",
        );
    }
}
