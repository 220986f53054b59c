//! HAR 1.2: the exchanges of a run, for browsers and proxies that read it.

mod uri;

use std::io;

use jiff::{SignedDuration, Timestamp};
use serde::ser::{Error as _, SerializeSeq as _};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use self::uri::{encoded, is_absolute};
use crate::bounded::{BoundedSource, remark};
use crate::json::Source;
use crate::visible::JsonWriter;
use crate::wire::{BODY_LIMIT, shown_body};
use ctk_record::{Exchange, Kind, Message, Record};

/// The exchanges of a run as HAR. A case is a page; the preparation of the run is one too. Bodies over 64 KiB are cut and
/// say so in their comment.
pub fn har(record: &Record) -> String {
    let mut text = Vec::new();
    // Neither memory nor a record refuses anything.
    let _ = write(record, record, &mut text);
    String::from_utf8(text).unwrap_or_default()
}

/// Writes [`har`] a case at a time, with all exchanges that the source has.
///
/// # Errors
/// The writer's or the source's.
pub fn write(record: &Record, source: &dyn Source, out: &mut dyn io::Write) -> io::Result<()> {
    let of = |entries| Log {
        record,
        source: BoundedSource::new(source),
        entries,
    };
    let mut log = json!({
        "version": "1.2",
        "creator": {"name": record.header.tool.name, "version": record.header.tool.version},
    });
    if let Some(remark) = remark(record) {
        log["comment"] = json!(remark);
    }
    let whole = Whole {
        log: Parts {
            first: log,
            pages: of(false),
            entries: of(true),
        },
    };
    serde_json::to_writer_pretty(JsonWriter(&mut *out), &whole)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Whole<'a> {
    log: Parts<'a>,
}

#[derive(Serialize)]
struct Parts<'a> {
    #[serde(flatten)]
    first: Value,
    pages: Log<'a>,
    entries: Log<'a>,
}

/// The pages of a log, or its entries, made when they are written.
struct Log<'a> {
    record: &'a Record,
    source: BoundedSource<'a>,
    entries: bool,
}

impl Serialize for Log<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut list = to.serialize_seq(None)?;
        let preparation = ("preparation", "", "the preparation of the run", Some(0));
        let cases = self.record.cases.iter().map(|case| {
            let planned = &case.planned;
            (
                &*planned.id,
                &*planned.id,
                &*planned.purpose,
                case.started_ms,
            )
        });
        for (id, case, title, started_ms) in std::iter::once(preparation).chain(cases) {
            let read = self.source.exchanges(case);
            let mut exchanges = read.map_err(S::Error::custom)?;
            exchanges.retain(|exchange| exchange.kind != Kind::Internal);
            let Some(first) = exchanges.first() else {
                continue;
            };
            if self.entries {
                for exchange in &exchanges {
                    list.serialize_element(&entry(self.record, id, exchange))?;
                }
            } else {
                list.serialize_element(&json!({
                    "startedDateTime": at(self.record, started_ms.unwrap_or(first.at_ms)),
                    "id": id,
                    "title": format!("{id}: {title}"),
                    "pageTimings": {},
                }))?;
            }
        }
        list.end()
    }
}

/// A moment of the run, RFC 3339. When the record's own beginning cannot be read, the run began with the epoch.
fn at(record: &Record, ms: u64) -> String {
    let started = record.header.started.parse();
    let started: Timestamp = started.unwrap_or(Timestamp::UNIX_EPOCH);
    let after = SignedDuration::from_millis(i64::try_from(ms).unwrap_or(i64::MAX));
    let moment = started.checked_add(after).unwrap_or(started);
    format!("{moment:.3}")
}

fn entry(record: &Record, page: &str, exchange: &Exchange) -> Value {
    let mut entry = json!({
        "pageref": page,
        "startedDateTime": at(record, exchange.at_ms),
        "time": exchange.elapsed_ms,
        "request": request(record, exchange),
        "response": response(exchange.response.as_ref().unwrap_or(&Message::default())),
        "cache": {},
        "timings": {"send": 0, "wait": exchange.elapsed_ms, "receive": 0},
        "comment": format!("{} {}", exchange.kind.word(), exchange.number),
    });
    if let Some(error) = &exchange.error {
        entry["_error"] = json!(error);
    }
    if !exchange.findings.is_empty() {
        entry["_findings"] = json!(exchange.findings);
    }
    entry
}

/// The method and the URL of an exchange. The format wants both of every entry, those included in which nothing was asked:
/// an answer to a search stands under the search, what came unasked or not at all under the device.
fn target(record: &Record, exchange: &Exchange) -> (String, String) {
    let none = Message::default();
    let message = exchange.request.as_ref().unwrap_or(&none);
    let (mut method, mut url) = (message.method.clone(), message.url.clone());
    if method.is_empty() {
        method = match exchange.kind {
            Kind::Discovery => "M-SEARCH",
            Kind::Event => "NOTIFY",
            _ => "RAW",
        }
        .to_owned();
    }
    if is_absolute(&url) {
        return (method, encoded(&url));
    }
    let host = header(message, "host");
    if let (Some(host), Kind::Control | Kind::Event | Kind::Description | Kind::Raw) =
        (host, exchange.kind)
    {
        let slash = if url.starts_with('/') { "" } else { "/" };
        url = format!("http://{host}{slash}{url}");
    } else if exchange.kind == Kind::Discovery {
        url = "udp://239.255.255.250:1900/".to_owned();
    } else {
        let device = record.device.as_ref().map(|it| it.description_url.clone());
        url = device
            .filter(|url| is_absolute(url))
            .unwrap_or_else(|| "about:blank".to_owned());
    }
    (method, encoded(&url))
}

fn request(record: &Record, exchange: &Exchange) -> Value {
    let none = Message::default();
    let message = exchange.request.as_ref().unwrap_or(&none);
    let (method, url) = target(record, exchange);
    let mut request = json!({
        "method": method,
        "url": url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": headers(message),
        "queryString": query(&message.url),
        "headersSize": -1,
        "bodySize": message.body.len(),
    });
    if exchange.request.is_none() {
        request["comment"] = json!(
            "nothing was sent in this exchange: what came, came unasked or to a search before"
        );
    }
    if !message.body.is_empty() {
        let mut data = json!({"mimeType": mime(message), "params": [], "text": shown_body(&message.body, BODY_LIMIT)});
        comment_on_cut(&mut data, message);
        request["postData"] = data;
    }
    request
}

fn response(message: &Message) -> Value {
    let mut content = json!({"size": message.body.len(), "mimeType": mime(message)});
    match &message.body_base64 {
        Some(base64) if base64.len() / 4 * 3 <= BODY_LIMIT => {
            content["text"] = json!(base64);
            content["encoding"] = json!("base64");
        }
        _ => content["text"] = json!(shown_body(&message.body, BODY_LIMIT)),
    }
    comment_on_cut(&mut content, message);
    json!({
        "status": message.status.unwrap_or(0),
        "statusText": "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": headers(message),
        "content": content,
        "redirectURL": header(message, "location").unwrap_or_default(),
        "headersSize": -1,
        "bodySize": message.body.len(),
    })
}

fn comment_on_cut(part: &mut Value, message: &Message) {
    if message.body.len() > BODY_LIMIT {
        part["comment"] = json!(format!("cut: the body has {} bytes", message.body.len()));
    }
}

fn header<'a>(message: &'a Message, name: &str) -> Option<&'a str> {
    let found = message
        .headers
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.as_str())
}

fn mime(message: &Message) -> &str {
    header(message, "content-type").unwrap_or("application/octet-stream")
}

fn headers(message: &Message) -> Vec<Value> {
    message
        .headers
        .iter()
        .map(|(name, value)| json!({"name": name, "value": value}))
        .collect()
}

/// The query of a URL, as written: nothing is decoded.
fn query(url: &str) -> Vec<Value> {
    let without_fragment = url.split('#').next().unwrap_or_default();
    let query = without_fragment
        .split_once('?')
        .map_or("", |(_, query)| query);
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        json!({"name": name, "value": value})
    };
    query
        .split('&')
        .filter(|one| !one.is_empty())
        .map(pair)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ctk_record::sample::{HOSTILE, sample, small};

    fn log(record: &Record) -> Value {
        serde_json::from_str::<Value>(&har(record)).unwrap()["log"].clone()
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "a table of examples")]
    fn entries_have_what_the_format_demands() {
        let log = log(&sample());
        assert_eq!(log["version"], "1.2");
        let pages: Vec<&str> = log["pages"]
            .as_array()
            .unwrap()
            .iter()
            .map(|page| page["id"].as_str().unwrap())
            .collect();
        let entries = log["entries"].as_array().unwrap();
        assert_eq!(entries.len(), 9, "internal exchanges stay out");
        for entry in entries {
            assert!(pages.contains(&entry["pageref"].as_str().unwrap()));
            for key in [
                "startedDateTime",
                "time",
                "request",
                "response",
                "cache",
                "timings",
            ] {
                assert!(!entry[key].is_null(), "{key}");
            }
            for key in [
                "method",
                "url",
                "httpVersion",
                "cookies",
                "headers",
                "queryString",
                "headersSize",
                "bodySize",
            ] {
                assert!(!entry["request"][key].is_null(), "{key}");
            }
            for key in [
                "status",
                "statusText",
                "httpVersion",
                "cookies",
                "headers",
                "content",
                "redirectURL",
            ] {
                assert!(!entry["response"][key].is_null(), "{key}");
            }
        }
        let first = &entries[1];
        assert_eq!(first["startedDateTime"], "2026-03-01T09:30:01.020Z");
        assert_eq!(
            first["request"]["queryString"],
            json!([{"name": "a", "value": "1"}, {"name": "b", "value": "%20"}])
        );
    }

    #[test]
    fn every_entry_has_a_method_and_an_absolute_url() {
        let mut record = sample();
        for (case, kind) in record
            .cases
            .iter_mut()
            .zip([Kind::Discovery, Kind::Raw, Kind::Event])
        {
            for exchange in &mut case.exchanges {
                (exchange.kind, exchange.request) = (kind, None);
            }
        }
        let log = log(&record);
        let entries = log["entries"].as_array().unwrap();
        for entry in entries {
            let text = |key: &str| entry["request"][key].as_str().unwrap();
            assert!(!text("method").is_empty());
            assert!(text("url").contains(':'), "{}", text("url"));
        }
        let methods = |name: &str| {
            entries
                .iter()
                .filter(|one| one["request"]["method"] == name)
                .count()
        };
        assert!(methods("M-SEARCH") > 0 && methods("RAW") > 0);
    }

    #[test]
    fn bodies_are_kept_cut_or_encoded() {
        let log = log(&sample());
        let entries = log["entries"].as_array().unwrap();
        let of = |page: &str| {
            entries
                .iter()
                .find(|entry| entry["pageref"] == page)
                .unwrap()
        };
        let huge = &of("uda/eventing/huge")["response"]["content"];
        assert_eq!(huge["size"], 200_000);
        assert!(huge["text"].as_str().unwrap().len() < 66_000);
        assert_eq!(huge["comment"], "cut: the body has 200000 bytes");
        assert_eq!(
            of("preparation")["response"]["content"]["encoding"],
            "base64"
        );
        assert_eq!(
            of("uda/control/content-type")["response"]["content"]["text"],
            HOSTILE
        );
        assert_eq!(
            of("uda/control/content-type")["_findings"][0]["row"],
            "UDA-CTRL-26"
        );
    }

    #[test]
    fn a_run_without_exchanges_or_time_is_no_trouble() {
        let mut record = small(&[]);
        record.header.started = "yesterday".into();
        assert_eq!(log(&record)["entries"], json!([]));
        assert_eq!(at(&record, u64::MAX), "1970-01-01T00:00:00.000Z");
    }
}
