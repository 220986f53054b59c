//! Reading the document as a whole.

use crate::http::{Response, ResponseHead};
use crate::xml::{self, Complex, Oddity, Source, XmlError, own_text};
use crate::{Claim, Findings, Grade, Reading, body, uri};

use super::DEVICE;
use super::device::{self, Reader};
use super::model::Description;

/// Why a document is no device description.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DescriptionError {
    /// It cannot be read as XML.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// It has no device.
    #[error("the document element {root:?} holds no device element")]
    NoDevice {
        /// Local name of the document element.
        root: String,
    },
}

/// Reads a description that came from `url`. The SERVER of the response that brought it helps where specVersion is missing.
///
/// # Errors
/// When it is not well-formed or has no device.
pub fn read(
    document: &[u8],
    url: &str,
    head: Option<&ResponseHead>,
) -> Result<Reading<Description>, DescriptionError> {
    const ORDER: [&str; 3] = ["specVersion", "URLBase", "device"];
    let mut findings = Findings::new();
    let source = Source::read(document)?;
    form(&source, "UDA-DESC-19", &mut findings);
    let parsed = source.parse()?;
    let root = Complex::new(parsed.root_element(), DEVICE);
    let name = root.node.tag_name().name();
    let Some(device_node) = root.first("device") else {
        return Err(DescriptionError::NoDevice {
            root: name.chars().take(80).collect(),
        });
    };
    findings.checked("UDA-DESC-20");
    if name != "root" || xml::namespace(root.node) != Some(DEVICE) {
        let namespace = xml::namespace(root.node).unwrap_or_default();
        let text =
            format!("the document element is {name:?} in {namespace:?}, not root in {DEVICE}");
        findings.fail("UDA-DESC-20", text);
    }
    let server = head.and_then(|head| head.headers.get("server"));
    let hint = server.and_then(Claim::from_product_tokens);
    let spec_version = spec_version(root);
    let claim = claim(spec_version, hint, &mut findings);
    let config_id = root.node.attribute("configId").map(str::to_owned);
    check_config_id(config_id.as_deref(), "UDA-DESC-21", claim, &mut findings);
    findings.checked("UDA-DESC-23");
    let url_base = root.text("URLBase").filter(|base| !base.is_empty());
    if root.count("URLBase") > 0 && claim == Claim::V2_0 {
        findings.fail(
            "UDA-DESC-23",
            "URLBase is sent, which architecture 2.0 forbids",
        );
    }
    let base = match &url_base {
        Some(base) if uri::is_absolute_http(base) => base.clone(),
        Some(base) => {
            findings.warn(
                "UDA-DESC-23",
                format!("URLBase {base:?} is not an absolute http URL"),
            );
            uri::resolve(url, base)
        }
        None => url.to_owned(),
    };
    findings.checked("UDA-DESC-24");
    for name in ORDER {
        let count = root.count(name);
        if count > 1 {
            findings.fail("UDA-DESC-24", format!("root has {count} elements {name}"));
        }
    }
    device::order(root, &ORDER, claim, &mut findings);
    let mut reader = Reader {
        base: &base,
        claim,
        udns: Vec::new(),
        findings: &mut findings,
    };
    let device = reader.device(root.of(device_node));
    let url = url.to_owned();
    let description = Description {
        claim,
        spec_version,
        config_id,
        url_base,
        url,
        root: device,
    };
    Ok(findings.reading(description))
}

/// What the answer to a GET shows besides the document that it brings: UDA-DESC-04, -16 and -17, -11 where it redirects,
/// and -03 where it is to bring a description (`is_document`; icons have media types of their own).
pub fn read_answer(response: &Response, claim: Claim, is_document: bool) -> Reading<()> {
    let mut findings = Findings::new();
    body::response(response, claim, &mut findings);
    let status = response.head.status;
    if status == 200 && is_document {
        body::content_type(&response.head.headers, claim, "UDA-DESC-03", &mut findings);
    }
    findings.checked("UDA-DESC-11");
    if (300..400).contains(&status) && status != 307 {
        let grade = if claim == Claim::V2_0 {
            Grade::Fail
        } else {
            Grade::Warning
        };
        findings.add(
            "UDA-DESC-11",
            grade,
            format!("redirected with {status}, not with 307"),
        );
    }
    findings.reading(())
}

/// The rule that documents are UTF-8 with an XML declaration.
pub(crate) fn form(source: &Source, row: &'static str, findings: &mut Findings) {
    findings.checked(row);
    for oddity in &source.oddities {
        match oddity {
            Oddity::NotUtf8 { .. } => findings.fail(row, oddity.to_string()),
            _ => findings.warn(row, oddity.to_string()),
        }
    }
}

/// specVersion of a document, if both numbers can be read.
pub(crate) fn spec_version(root: Complex<'_, '_>) -> Option<(u32, u32)> {
    let version = root.of(root.first("specVersion")?);
    let number = |name| {
        version
            .first(name)
            .and_then(|node| own_text(node).trim().parse().ok())
    };
    Some((number("major")?, number("minor")?))
}

/// The configId attribute: an integer, from 1.1 on.
pub(crate) fn check_config_id(
    value: Option<&str>,
    row: &'static str,
    claim: Claim,
    findings: &mut Findings,
) {
    if value.is_some() || claim.is_1_1_or_later() {
        findings.checked(row);
    }
    match value {
        None if claim.is_1_1_or_later() => findings.fail(row, "the attribute configId is missing"),
        Some(id) if id.trim().parse::<u32>().is_err() => {
            let grade = if claim.is_1_1_or_later() {
                Grade::Fail
            } else {
                Grade::Warning
            };
            findings.add(row, grade, format!("configId is {id:?}, no integer"));
        }
        _ => {}
    }
}

/// UDA-DESC-22.
fn claim(spec_version: Option<(u32, u32)>, hint: Option<Claim>, findings: &mut Findings) -> Claim {
    const ROW: &str = "UDA-DESC-22";
    findings.checked(ROW);
    let Some((major, minor)) = spec_version else {
        findings.fail(ROW, "specVersion with integers major and minor is missing");
        return hint.unwrap_or(Claim::V1_0);
    };
    let claim = Claim::from_spec_version(major, minor);
    if claim.map(Claim::spec_version) != Some((major, minor)) {
        let text = format!("specVersion is {major}.{minor}, no version of the architecture");
        findings.fail(ROW, text);
    }
    let claim = claim.or(hint).unwrap_or(Claim::V1_0);
    if let Some(hint) = hint.filter(|hint| *hint != claim) {
        findings.warn(ROW, format!("specVersion says {claim}, SERVER says {hint}"));
    }
    claim
}
