//! Reading notifications.

use roxmltree::Node;
use serde::{Deserialize, Serialize};

use crate::http::{LapseKind, Request};
use crate::soap::oddities;
use crate::xml::{self, Source, XmlError, elements, stray_text};
use crate::{Claim, Findings, Grade, Reading, body};

use super::EVENT;

/// What a notification says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notify {
    /// SID as sent.
    pub sid: Option<String>,
    /// SEQ, leading zeros tolerated.
    pub seq: Option<u32>,
    /// Variables and values in the order sent; a repeated one stands repeatedly.
    pub properties: Vec<(String, String)>,
    /// Why the body could not be read, if so.
    pub unreadable: Option<String>,
}

/// Reads a request that came to a callback URL.
pub fn read_notify(request: &Request, claim: Claim) -> Reading<Notify> {
    let mut findings = Findings::new();
    let mut notify = Notify::default();
    head(request, claim, &mut notify, &mut findings);
    match Source::read(&request.body) {
        Ok(source) => {
            oddities(&source, "UDA-EVNT-56", "UDA-EVNT-35", &mut findings);
            match source.parse() {
                Ok(document) => {
                    propertyset(document.root_element(), claim, &mut notify, &mut findings);
                }
                Err(error) => unreadable(&error, &mut notify, &mut findings),
            }
        }
        Err(error) => unreadable(&error, &mut notify, &mut findings),
    }
    findings.reading(notify)
}

fn unreadable(error: &XmlError, notify: &mut Notify, findings: &mut Findings) {
    let row = match error {
        XmlError::WideEncoding => "UDA-EVNT-56",
        _ => "UDA-EVNT-35",
    };
    findings.fail(row, error.to_string());
    notify.unreadable = Some(error.to_string());
}

/// UDA-EVNT-31: the request line and headers.
fn head(request: &Request, claim: Claim, notify: &mut Notify, findings: &mut Findings) {
    const ROW: &str = "UDA-EVNT-31";
    findings.checked(ROW);
    findings.checked("UDA-EVNT-05");
    let head = &request.head;
    if head.method != "NOTIFY" {
        findings.fail(ROW, format!("the method is {:?}, not NOTIFY", head.method));
    }
    for (name, wanted) in [("NT", "upnp:event"), ("NTS", "upnp:propchange")] {
        match head.headers.get(name) {
            Some(value) if value == wanted => {}
            Some(value) => findings.fail(ROW, format!("{name} is {value:?}, not {wanted}")),
            None => findings.fail(ROW, format!("{name} is missing")),
        }
    }
    for name in ["HOST", "SID", "SEQ"] {
        match head.headers.count(name) {
            1 => {}
            0 => findings.fail(ROW, format!("{name} is missing")),
            count => findings.fail(ROW, format!("{name} stands {count} times")),
        }
    }
    notify.sid = head
        .headers
        .get("sid")
        .filter(|sid| !sid.is_empty())
        .map(str::to_owned);
    if let Some(seq) = head.headers.get("seq") {
        findings.checked("UDA-EVNT-33");
        let digits = seq.bytes().all(|byte| byte.is_ascii_digit());
        notify.seq = seq.parse().ok().filter(|_| digits);
        if notify.seq.is_none() {
            findings.fail(
                "UDA-EVNT-33",
                format!("SEQ is {seq:?}, not 0 to 4294967295"),
            );
        }
    }
    body::content_type(&head.headers, claim, ROW, findings);
    if head.headers.has("accept-language") {
        findings.warn(ROW, "the notification carries ACCEPT-LANGUAGE");
    }
    if request
        .lapses
        .iter()
        .any(|lapse| lapse.kind == LapseKind::BlankInTarget)
    {
        let text = format!("the request target {:?} has a raw blank", head.target);
        findings.fail("UDA-EVNT-05", text);
    }
    let others: Vec<_> = request
        .lapses
        .iter()
        .filter(|lapse| lapse.kind != LapseKind::BlankInTarget)
        .cloned()
        .collect();
    body::lapses(&others, ROW, findings);
}

/// UDA-EVNT-35, -36 and -38: the body.
fn propertyset(root: Node<'_, '_>, claim: Claim, notify: &mut Notify, findings: &mut Findings) {
    const ROW: &str = "UDA-EVNT-35";
    findings.checked(ROW);
    let namespace = xml::namespace(root);
    if root.tag_name().name() != "propertyset" {
        let text = format!("the document element is {:?}", root.tag_name().name());
        findings.fail(ROW, format!("{text}, not propertyset"));
    } else if namespace != Some(EVENT) {
        let text = format!(
            "propertyset is in the namespace {:?}",
            namespace.unwrap_or_default()
        );
        findings.fail(ROW, text);
    }
    let properties: Vec<_> = elements(root)
        .filter(|child| child.tag_name().name() == "property")
        .collect();
    if properties.is_empty() {
        findings.fail(ROW, "propertyset has no property");
    }
    if let Some(text) = stray_text(root) {
        findings.warn(ROW, format!("propertyset holds the text {text:?}"));
    }
    for property in properties {
        // A namespace that is wrong throughout has been judged at propertyset.
        if xml::namespace(property) != namespace {
            findings.fail(ROW, "property is not in propertyset's namespace");
        }
        let variables: Vec<_> = elements(property).collect();
        if variables.len() != 1 {
            findings.fail(
                ROW,
                format!("a property holds {} elements, not one", variables.len()),
            );
        }
        for variable in variables {
            read_variable(variable, claim, notify, findings);
        }
    }
}

fn read_variable(
    variable: Node<'_, '_>,
    claim: Claim,
    notify: &mut Notify,
    findings: &mut Findings,
) {
    findings.checked("UDA-EVNT-36");
    findings.checked("UDA-EVNT-38");
    let name = variable.tag_name().name();
    if let Some(namespace) = xml::namespace(variable) {
        let grade = if claim.is_1_1_or_later() {
            Grade::Fail
        } else {
            Grade::Warning
        };
        let text = format!("the variable {name} is in the namespace {namespace:?}");
        findings.add("UDA-EVNT-35", grade, text);
    }
    if notify.properties.iter().any(|(earlier, _)| earlier == name) {
        findings.fail("UDA-EVNT-36", format!("the variable {name} stands twice"));
    }
    let (value, trouble) = xml::value(variable);
    if let Some(trouble) = trouble {
        findings.fail("UDA-EVNT-38", format!("the value of {name}: {trouble}"));
    }
    notify.properties.push((name.to_owned(), value));
}
