//! Reading notifications.

use std::collections::HashMap;

use ctk_vectors::uda::{deviation, row};
use roxmltree::Node;
use serde::{Deserialize, Serialize};

use crate::body::{Framed, MediaType};
use crate::http::{LapseKind, Request};
use crate::soap::{Written, oddities};
use crate::xml::{self, Source, XmlError, elements, stray_text};
use crate::{Claim, Findings, Reading, body};

use super::EVENT;

/// Variables of a notification at most.
const VARIABLES: usize = 4096;

/// How often one is kept that stands repeatedly.
const REPEATED: usize = 16;

/// What a notification says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notify {
    /// SID as sent.
    pub sid: Option<String>,
    /// SEQ, leading zeros tolerated.
    pub seq: Option<u32>,
    /// Variables and values in the order sent; a repeated one stands repeatedly, to a bound.
    pub properties: Vec<(String, String)>,
    /// Why the body could not be read, if so.
    pub unreadable: Option<String>,
    /// It is beyond a bound of the reader, and may well be right.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub beyond: bool,
}

/// Reads a request that came to a callback URL.
pub fn read_notify(request: &Request, claim: Claim) -> Reading<Notify> {
    let mut findings = Findings::new(claim);
    let mut notify = Notify::default();
    head(request, &mut notify, &mut findings);
    match Source::read(&request.body) {
        Ok(source) => {
            let by = Written {
                not_utf8: deviation::UDA_EVNT_56,
                declared: deviation::UDA_EVNT_56_DECLARED,
                form: deviation::UDA_EVNT_35_FORM,
            };
            oddities(&source, by, &mut findings);
            match source.parse() {
                Ok(document) => {
                    propertyset(document.root_element(), &mut notify, &mut findings);
                }
                Err(error) => unreadable(&error, &mut notify, &mut findings),
            }
        }
        Err(error) => unreadable(&error, &mut notify, &mut findings),
    }
    findings.reading(notify)
}

fn unreadable(error: &XmlError, notify: &mut Notify, findings: &mut Findings) {
    let deviation = match error {
        XmlError::WideEncoding => deviation::UDA_EVNT_56,
        _ => deviation::UDA_EVNT_35,
    };
    if error.is_a_bound() {
        notify.beyond = true;
    } else {
        findings.add(deviation, error.to_string());
    }
    notify.unreadable = Some(error.to_string());
}

/// UDA-EVNT-31: the request line and headers.
fn head(request: &Request, notify: &mut Notify, findings: &mut Findings) {
    findings.checked(row::UDA_EVNT_31);
    findings.checked(row::UDA_EVNT_05);
    let head = &request.head;
    if head.method != "NOTIFY" {
        findings.add(
            deviation::UDA_EVNT_31,
            format!("the method is {:?}, not NOTIFY", head.method),
        );
    }
    for (name, wanted) in [("NT", "upnp:event"), ("NTS", "upnp:propchange")] {
        match head.headers.get(name) {
            Some(value) if value == wanted => {}
            Some(value) => findings.add(
                deviation::UDA_EVNT_31,
                format!("{name} is {value:?}, not {wanted}"),
            ),
            None => findings.add(deviation::UDA_EVNT_31, format!("{name} is missing")),
        }
    }
    for name in ["HOST", "SID", "SEQ"] {
        match head.headers.count(name) {
            1 => {}
            0 => findings.add(deviation::UDA_EVNT_31, format!("{name} is missing")),
            count => findings.add(
                deviation::UDA_EVNT_31,
                format!("{name} stands {count} times"),
            ),
        }
    }
    notify.sid = head
        .headers
        .get("sid")
        .filter(|sid| !sid.is_empty())
        .map(str::to_owned);
    if let Some(seq) = head.headers.get("seq") {
        findings.checked(row::UDA_EVNT_33);
        let digits = seq.bytes().all(|byte| byte.is_ascii_digit());
        notify.seq = seq.parse().ok().filter(|_| digits);
        if notify.seq.is_none() {
            findings.add(
                deviation::UDA_EVNT_33,
                format!("SEQ is {seq:?}, not 0 to 4294967295"),
            );
        }
    }
    let by = MediaType {
        wrong: deviation::UDA_EVNT_31,
        no_charset: deviation::UDA_EVNT_31_NO_CHARSET,
    };
    body::content_type(&head.headers, by, findings);
    if head.headers.has("accept-language") {
        findings.add(
            deviation::UDA_EVNT_31_ACCEPT_LANGUAGE,
            "the notification carries ACCEPT-LANGUAGE",
        );
    }
    if request
        .lapses
        .iter()
        .any(|lapse| lapse.kind == LapseKind::BlankInTarget)
    {
        let text = format!("the request target {:?} has a raw blank", head.target);
        findings.add(deviation::UDA_EVNT_05, text);
    }
    let others: Vec<_> = request
        .lapses
        .iter()
        .filter(|lapse| lapse.kind != LapseKind::BlankInTarget)
        .cloned()
        .collect();
    let framing = Framed {
        broken: deviation::UDA_EVNT_31,
        odd: deviation::UDA_EVNT_31_FORM,
    };
    body::lapses(&others, framing, findings);
}

/// UDA-EVNT-35, -36 and -38: the body.
fn propertyset(root: Node<'_, '_>, notify: &mut Notify, findings: &mut Findings) {
    findings.checked(row::UDA_EVNT_35);
    let namespace = xml::namespace(root);
    if root.tag_name().name() != "propertyset" {
        let text = format!("the document element is {:?}", root.tag_name().name());
        findings.add(deviation::UDA_EVNT_35, format!("{text}, not propertyset"));
    } else if namespace != Some(EVENT) {
        let text = format!(
            "propertyset is in the namespace {:?}",
            namespace.unwrap_or_default()
        );
        findings.add(deviation::UDA_EVNT_35, text);
    }
    let properties: Vec<_> = elements(root)
        .filter(|child| child.tag_name().name() == "property")
        .collect();
    if properties.is_empty() {
        findings.add(deviation::UDA_EVNT_35, "propertyset has no property");
    }
    if let Some(text) = stray_text(root) {
        findings.add(
            deviation::UDA_EVNT_35_FORM,
            format!("propertyset holds the text {text:?}"),
        );
    }
    let mut times: HashMap<&str, usize> = HashMap::new();
    for property in properties {
        // A namespace that is wrong throughout has been judged at propertyset.
        if xml::namespace(property) != namespace {
            findings.add(
                deviation::UDA_EVNT_35,
                "property is not in propertyset's namespace",
            );
        }
        let variables: Vec<_> = elements(property).collect();
        if variables.len() != 1 {
            findings.add(
                deviation::UDA_EVNT_35,
                format!("a property holds {} elements, not one", variables.len()),
            );
        }
        for variable in variables {
            let time = times.entry(variable.tag_name().name()).or_default();
            *time += 1;
            read_variable(variable, *time, notify, findings);
        }
    }
}

fn read_variable(
    variable: Node<'_, '_>,
    time: usize,
    notify: &mut Notify,
    findings: &mut Findings,
) {
    findings.checked(row::UDA_EVNT_36);
    findings.checked(row::UDA_EVNT_38);
    let name = variable.tag_name().name();
    if let Some(namespace) = xml::namespace(variable) {
        let text = format!("the variable {name} is in the namespace {namespace:?}");
        findings.add(deviation::UDA_EVNT_35_QUALIFIED, text);
    }
    if time > 1 {
        findings.add(
            deviation::UDA_EVNT_36,
            format!("the variable {name} stands twice"),
        );
    }
    let (value, trouble) = xml::value(variable);
    if let Some(trouble) = trouble {
        findings.add(
            deviation::UDA_EVNT_38,
            format!("the value of {name}: {trouble}"),
        );
    }
    if notify.properties.len() >= VARIABLES {
        notify.beyond = true;
        notify.unreadable = Some(format!("it has more than {VARIABLES} variables"));
    } else if time <= REPEATED {
        notify.properties.push((name.to_owned(), value));
    }
}
