//! Rules for every HTTP message with an XML body: media type, framing, coding.

use ctk_vectors::Deviation;
use ctk_vectors::uda::{deviation, row};

use crate::Findings;
use crate::http::{Framing, Headers, Lapse, LapseKind, Response};

/// How a row grades the media type.
#[derive(Clone, Copy)]
pub(crate) struct MediaType {
    /// It is missing, or another.
    pub(crate) wrong: Deviation,
    /// It is right, but without a charset, which is all that 1.0 asks for.
    pub(crate) no_charset: Deviation,
}

/// CONTENT-TYPE `text/xml; charset="utf-8"`.
pub(crate) fn content_type(headers: &Headers, by: MediaType, findings: &mut Findings) {
    findings.checked(by.wrong.row);
    let Some(value) = headers.get("content-type") else {
        findings.add(by.wrong, "CONTENT-TYPE is missing");
        return;
    };
    let mut parts = value.split(';').map(str::trim);
    let media = parts.next().unwrap_or_default();
    if !media.eq_ignore_ascii_case("text/xml") {
        findings.add(by.wrong, format!("CONTENT-TYPE is {value:?}, not text/xml"));
    }
    let charset = parts.find_map(|part| {
        let (name, charset) = part.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("charset")
            .then(|| charset.trim().trim_matches('"'))
    });
    match charset {
        Some(charset) if charset.eq_ignore_ascii_case("utf-8") => {}
        Some(_) => findings.add(by.wrong, format!("CONTENT-TYPE is {value:?}, not UTF-8")),
        None => {
            findings.add(
                by.no_charset,
                format!("CONTENT-TYPE {value:?} has no charset"),
            );
        }
    }
}

/// UDA-DESC-04, -16 and -17 on a response: framing, coding, the form of header lines.
pub(crate) fn response(response: &Response, findings: &mut Findings) {
    let no_length = deviation::UDA_DESC_04_NO_LENGTH;
    match response.framing {
        Framing::Chunked => {
            findings.add(
                no_length,
                "the body is chunked; architecture 1.0 wants a length",
            );
        }
        Framing::UntilClose if !response.body.is_empty() => {
            findings.add(no_length, "the body has no length");
        }
        _ => {}
    }
    let framing = Framed {
        broken: deviation::UDA_DESC_04,
        odd: deviation::UDA_DESC_04_FORM,
    };
    lapses(&response.lapses, framing, findings);
    coding(&response.head.headers, &response.body, findings);
}

/// How a row grades the framing of a body.
#[derive(Clone, Copy)]
pub(crate) struct Framed {
    /// Its extent is in doubt.
    pub(crate) broken: Deviation,
    /// It is written otherwise than it should be.
    pub(crate) odd: Deviation,
}

/// The lapses of a message: those of framing under the row given, the others under UDA-DESC-17.
pub(crate) fn lapses(lapses: &[Lapse], by: Framed, findings: &mut Findings) {
    findings.checked(by.broken.row);
    findings.checked(row::UDA_DESC_17);
    let mut seen: Vec<LapseKind> = Vec::new();
    for lapse in lapses {
        if seen.contains(&lapse.kind) {
            continue;
        }
        seen.push(lapse.kind);
        // HTTP/1.1 as the architecture cites it (RFC 2616 2.2) lets a header go on on a second line.
        if lapse.kind == LapseKind::FoldedHeader {
            continue;
        }
        let deviation = match lapse.kind {
            kind if kind.puts_extent_in_doubt() => by.broken,
            LapseKind::LineEndsAfterBody
            | LapseKind::RepeatedContentLength
            | LapseKind::ChunkedInHttp10
            | LapseKind::OddTransferCoding
            | LapseKind::ChunkLineJunk
            | LapseKind::BadChunkExtension => by.odd,
            _ => deviation::UDA_DESC_17,
        };
        findings.add(deviation, lapse.to_string());
    }
}

/// UDA-DESC-16: no coding was asked for.
fn coding(headers: &Headers, body: &[u8], findings: &mut Findings) {
    findings.checked(row::UDA_DESC_16);
    let coded = headers
        .get("content-encoding")
        .filter(|coding| !coding.is_empty() && !coding.eq_ignore_ascii_case("identity"));
    if let Some(coding) = coded {
        findings.add(
            deviation::UDA_DESC_16_UNASKED,
            format!("the body is coded as {coding:?} though no coding was asked for"),
        );
    } else if body.starts_with(&[0x1f, 0x8b]) {
        findings.add(
            deviation::UDA_DESC_16,
            "the body is compressed without CONTENT-ENCODING",
        );
    }
}
