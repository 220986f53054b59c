//! Reading the document as a whole.

use ctk_vectors::uda::{deviation, row};

use crate::description::{ConfigId, check_config_id, form, spec_version};
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
    let mut findings = Findings::new(claim);
    let source = Source::read(document)?;
    form(
        &source,
        deviation::UDA_SCPD_01,
        deviation::UDA_SCPD_01_FORM,
        &mut findings,
    );
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
        findings.add(deviation::UDA_SCPD_01, text);
    }
    let mut scpd = Scpd {
        spec_version: spec_version(root),
        config_id: root.node.attribute("configId").map(str::to_owned),
        ..Scpd::default()
    };
    let by = ConfigId {
        missing: deviation::UDA_SCPD_02,
        form: deviation::UDA_SCPD_02_FORM,
    };
    check_config_id(scpd.config_id.as_deref(), by, &mut findings);
    findings.checked(row::UDA_SCPD_03);
    match scpd.spec_version {
        None => findings.add(
            deviation::UDA_SCPD_03,
            "specVersion with integers major and minor is missing",
        ),
        Some(version) if version != claim.spec_version() => {
            let text = format!(
                "specVersion is {}.{}, the device's {claim}",
                version.0, version.1
            );
            findings.add(deviation::UDA_DESC_22_OTHER_THAN_DESCRIPTION, text);
        }
        Some(_) => {}
    }
    order(root, &ORDER, &mut findings);
    if let Some(list) = actions {
        scpd.actions = read_actions(root.of(list), &mut findings);
    }
    match table {
        Some(table) => scpd.variables = read_variables(root.of(table), &mut findings),
        None => findings.add(deviation::UDA_SCPD_14, "serviceStateTable is missing"),
    }
    references(&scpd, &mut findings);
    Ok(findings.reading(scpd))
}

/// UDA-SCPD-26 and -27: the order of children, fixed from 1.1 on,
/// and what stands there besides them.
pub(super) fn order(element: Complex<'_, '_>, order: &[&'static str], findings: &mut Findings) {
    findings.checked_for(deviation::UDA_SCPD_26);
    findings.checked(row::UDA_SCPD_27);
    if let Some(name) = element.misplaced(order) {
        let place = element.node.tag_name().name();
        findings.add(
            deviation::UDA_SCPD_26,
            format!("{name} in {place} is out of order"),
        );
    }
    let (unknown, before) = (
        deviation::UDA_SCPD_27,
        deviation::UDA_SCPD_27_BEFORE_STANDARD,
    );
    element.foreign(order, unknown, before, findings);
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
            findings.checked(row::UDA_SCPD_09);
            if variables.binary_search(&variable).is_err() {
                let text = format!(
                    "{} of {} relates to {variable}, which is not a state variable",
                    argument.name, action.name
                );
                findings.add_on(
                    deviation::UDA_SCPD_09,
                    format!("{}/{}", action.name, argument.name),
                    text,
                );
            }
        }
    }
    named.sort_unstable();
    for variable in variables {
        findings.checked(row::UDA_SCPD_21);
        // The standard's own listing leaves this one unreferenced.
        let excused = variable == "A_ARG_TYPE_SessionInfo";
        if variable.starts_with(ARGUMENT_TYPE)
            && !excused
            && named.binary_search(&variable).is_err()
        {
            findings.add(
                deviation::UDA_SCPD_21,
                format!("no argument relates to {variable}"),
            );
        }
    }
}
