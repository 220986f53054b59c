//! Reading the document as a whole.

use crate::description::{check_config_id, form, spec_version};
use crate::xml::{self, Complex, Source, XmlError};
use crate::{Claim, Findings, Reading};

use super::SERVICE;
use super::actions::read_actions;
use super::model::Scpd;
use super::names::ARGUMENT_TYPE;
use super::variables::read_variables;

/// Why a document is no service description.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScpdError {
    /// It cannot be read as XML.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// It has neither actions nor state variables.
    #[error("the document element {root:?} holds neither actionList nor serviceStateTable")]
    Empty {
        /// Local name of the document element.
        root: String,
    },
}

/// Reads a service description of a device that claims the given architecture.
///
/// # Errors
/// When it is not well-formed or has neither actions nor variables.
pub fn read(document: &[u8], claim: Claim) -> Result<Reading<Scpd>, ScpdError> {
    const ORDER: [&str; 3] = ["specVersion", "actionList", "serviceStateTable"];
    let mut findings = Findings::new();
    let source = Source::read(document)?;
    form(&source, "UDA-SCPD-01", &mut findings);
    let parsed = source.parse()?;
    let root = Complex::new(parsed.root_element(), SERVICE);
    let name = root.node.tag_name().name();
    let (actions, table) = (root.first("actionList"), root.first("serviceStateTable"));
    if actions.is_none() && table.is_none() {
        return Err(ScpdError::Empty {
            root: name.chars().take(80).collect(),
        });
    }
    if name != "scpd" || xml::namespace(root.node) != Some(SERVICE) {
        let namespace = xml::namespace(root.node).unwrap_or_default();
        let text =
            format!("the document element is {name:?} in {namespace:?}, not scpd in {SERVICE}");
        findings.fail("UDA-SCPD-01", text);
    }
    let mut scpd = Scpd {
        spec_version: spec_version(root),
        config_id: root.node.attribute("configId").map(str::to_owned),
        ..Scpd::default()
    };
    check_config_id(
        scpd.config_id.as_deref(),
        "UDA-SCPD-02",
        claim,
        &mut findings,
    );
    findings.checked("UDA-SCPD-03");
    match scpd.spec_version {
        None => findings.warn(
            "UDA-SCPD-03",
            "specVersion with integers major and minor is missing",
        ),
        Some(version) if version != claim.spec_version() => {
            let text = format!(
                "specVersion is {}.{}, the device's {claim}",
                version.0, version.1
            );
            findings.warn("UDA-DESC-22", text);
        }
        Some(_) => {}
    }
    order(root, &ORDER, claim, &mut findings);
    if let Some(list) = actions {
        scpd.actions = read_actions(root.of(list), claim, &mut findings);
    }
    match table {
        Some(table) => scpd.variables = read_variables(root.of(table), claim, &mut findings),
        None => findings.fail("UDA-SCPD-14", "serviceStateTable is missing"),
    }
    references(&scpd, &mut findings);
    Ok(findings.reading(scpd))
}

/// UDA-SCPD-26 and -27: the order of children, fixed from 1.1 on but never more than a warning,
/// and what stands there besides them.
pub(super) fn order(
    element: Complex<'_, '_>,
    order: &[&'static str],
    claim: Claim,
    findings: &mut Findings,
) {
    if claim.is_1_1_or_later() {
        findings.checked("UDA-SCPD-26");
    }
    findings.checked("UDA-SCPD-27");
    if let Some(name) = element.misplaced(order).filter(|_| claim.is_1_1_or_later()) {
        let place = element.node.tag_name().name();
        findings.warn("UDA-SCPD-26", format!("{name} in {place} is out of order"));
    }
    element.foreign(order, "UDA-SCPD-27", claim, findings);
}

/// UDA-SCPD-09 and -21: arguments and variables fit together.
fn references(scpd: &Scpd, findings: &mut Findings) {
    let mut variables: Vec<&str> = scpd.variables.iter().map(|it| it.name.as_str()).collect();
    variables.sort_unstable();
    let mut named = Vec::new();
    for action in &scpd.actions {
        for argument in action
            .arguments
            .iter()
            .filter(|argument| !argument.variable.is_empty())
        {
            let variable = argument.variable.as_str();
            named.push(variable);
            findings.checked("UDA-SCPD-09");
            if variables.binary_search(&variable).is_err() {
                let text = format!(
                    "{} of {} relates to {variable}, which is no state variable",
                    argument.name, action.name
                );
                findings.fail("UDA-SCPD-09", text);
            }
        }
    }
    named.sort_unstable();
    for variable in variables {
        findings.checked("UDA-SCPD-21");
        // The standard's own listing leaves this one unreferenced.
        let excused = variable == "A_ARG_TYPE_SessionInfo";
        if variable.starts_with(ARGUMENT_TYPE)
            && !excused
            && named.binary_search(&variable).is_err()
        {
            findings.warn("UDA-SCPD-21", format!("no argument relates to {variable}"));
        }
    }
}
