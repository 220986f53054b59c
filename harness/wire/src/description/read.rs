//! Reading the document as a whole.

use ctk_vectors::Deviation;
use ctk_vectors::uda::{deviation, row};

use crate::body::MediaType;
use crate::http::{Response, ResponseHead};
use crate::xml::{self, Complex, Oddity, Source, XmlError, own_text};
use crate::{Claim, Findings, Reading, body, uri};

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

impl DescriptionError {
    /// The row that the document breaks; none where it is the reader that gave up.
    pub fn row(&self) -> Option<&'static str> {
        match self {
            Self::Xml(XmlError::Unescaped(_)) => Some(row::UDA_DESC_39),
            Self::Xml(XmlError::Compressed) => Some(row::UDA_DESC_16),
            // The declaration names the document element.
            Self::Xml(XmlError::Dtd { name, .. }) if name != "root" => Some(row::UDA_DESC_20),
            Self::Xml(error) if error.is_a_bound() => None,
            Self::Xml(_) => Some(row::UDA_DESC_19),
            Self::NoDevice { root } if root != "root" => Some(row::UDA_DESC_20),
            Self::NoDevice { .. } => Some(row::UDA_DESC_24),
        }
    }
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
    let source = Source::read(document)?;
    let parsed = source.parse()?;
    let root = Complex::new(parsed.root_element(), DEVICE);
    let name = root.node.tag_name().name();
    let Some(device_node) = root.first("device") else {
        return Err(DescriptionError::NoDevice {
            root: name.chars().take(80).collect(),
        });
    };
    let server = head.and_then(|head| head.headers.get("server"));
    let hint = server.and_then(Claim::from_product_tokens);
    let spec_version = spec_version(root);
    let claim = claim(spec_version, hint);
    let mut findings = Findings::new(claim);
    form(
        &source,
        deviation::UDA_DESC_19,
        deviation::UDA_DESC_19_FORM,
        &mut findings,
    );
    // It was read, so that nothing in it can be unescaped.
    findings.checked(row::UDA_DESC_39);
    findings.checked(row::UDA_DESC_20);
    if name != "root" || xml::namespace(root.node) != Some(DEVICE) {
        let namespace = xml::namespace(root.node).unwrap_or_default();
        let text =
            format!("the document element is {name:?} in {namespace:?}, not root in {DEVICE}");
        findings.add(deviation::UDA_DESC_20, text);
    }
    check_spec_version(spec_version, claim, hint, &mut findings);
    let config_id = root.node.attribute("configId").map(str::to_owned);
    let by = ConfigId {
        missing: deviation::UDA_DESC_21,
        form: deviation::UDA_DESC_21_FORM,
    };
    check_config_id(config_id.as_deref(), by, &mut findings);
    findings.checked(row::UDA_DESC_23);
    let url_base = root.text("URLBase").filter(|base| !base.is_empty());
    if root.count("URLBase") > 0 {
        findings.add(
            deviation::UDA_DESC_23,
            "URLBase is sent, which architecture 2.0 forbids",
        );
    }
    let base = match &url_base {
        Some(base) if uri::is_absolute_http(base) => base.clone(),
        Some(base) => {
            findings.add(
                deviation::UDA_DESC_23_RELATIVE,
                format!("URLBase {base:?} is not an absolute http URL"),
            );
            uri::resolve(url, base)
        }
        None => url.to_owned(),
    };
    findings.checked(row::UDA_DESC_24);
    for name in ORDER {
        let count = root.count(name);
        if count > 1 {
            findings.add(
                deviation::UDA_DESC_24,
                format!("root has {count} elements {name}"),
            );
        }
    }
    device::order(root, &ORDER, &mut findings);
    let mut reader = Reader {
        base: &base,
        url,
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
    let mut findings = Findings::new(claim);
    body::response(response, &mut findings);
    let status = response.head.status;
    if status == 200 && is_document {
        let by = MediaType {
            wrong: deviation::UDA_DESC_03,
            no_charset: deviation::UDA_DESC_03_NO_CHARSET,
        };
        body::content_type(&response.head.headers, by, &mut findings);
    }
    findings.checked(row::UDA_DESC_11);
    if (300..400).contains(&status) && status != 307 {
        findings.add(
            deviation::UDA_DESC_11,
            format!("redirected with {status}, not with 307"),
        );
    }
    findings.reading(())
}

/// The rule that documents are well-formed, in UTF-8, with an XML declaration. White space before that, and NUL behind
/// the document, are read past, and leave no well-formed document all the same.
pub(crate) fn form(
    source: &Source,
    broken: Deviation,
    otherwise: Deviation,
    findings: &mut Findings,
) {
    findings.checked(broken.row);
    for oddity in &source.oddities {
        match oddity {
            Oddity::NotUtf8 { .. } | Oddity::BlankFirst | Oddity::TrailingNul => {
                findings.add(broken, oddity.to_string());
            }
            _ => findings.add(otherwise, oddity.to_string()),
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

/// How a row grades the attribute configId.
#[derive(Clone, Copy)]
pub(crate) struct ConfigId {
    /// There is none.
    pub(crate) missing: Deviation,
    /// It is not a number.
    pub(crate) form: Deviation,
}

/// UDA-DESC-21 and UDA-SCPD-02: the attribute configId.
pub(crate) fn check_config_id(value: Option<&str>, by: ConfigId, findings: &mut Findings) {
    findings.checked_for(by.missing);
    match value {
        None => findings.add(by.missing, "the attribute configId is missing"),
        Some(id) if id.trim().parse::<u32>().is_err() => {
            findings.add(by.form, format!("configId is {id:?}, not an integer"));
        }
        Some(_) => findings.checked(by.form.row),
    }
}

/// The architecture that the document claims; where it does not say so, that of SERVER.
fn claim(spec_version: Option<(u32, u32)>, hint: Option<Claim>) -> Claim {
    spec_version
        .and_then(|(major, minor)| Claim::from_spec_version(major, minor))
        .or(hint)
        .unwrap_or(Claim::V1_0)
}

/// UDA-DESC-22: specVersion, beside what was made of it.
fn check_spec_version(
    spec_version: Option<(u32, u32)>,
    claim: Claim,
    hint: Option<Claim>,
    findings: &mut Findings,
) {
    findings.checked(row::UDA_DESC_22);
    let Some((major, minor)) = spec_version else {
        findings.add(
            deviation::UDA_DESC_22,
            "specVersion with integers major and minor is missing",
        );
        return;
    };
    let named = Claim::from_spec_version(major, minor);
    if named.map(Claim::spec_version) != Some((major, minor)) {
        let text = format!("specVersion is {major}.{minor}, not a version of the architecture");
        findings.add(deviation::UDA_DESC_22, text);
    }
    if let Some(hint) = hint.filter(|hint| *hint != claim) {
        findings.add(
            deviation::UDA_DESC_22_OTHER_THAN_SERVER,
            format!("specVersion says {claim}, SERVER says {hint}"),
        );
    }
}
