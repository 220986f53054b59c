//! Reading state variables.

use std::collections::HashSet;

use ctk_vectors::uda::{deviation, row};

use crate::Findings;
use crate::xml::{Complex, own_text};

use super::actions::name_of;
use super::constraints;
use super::model::{Range, Variable};
use super::names::{ARGUMENT_TYPE, Named};
use super::read::order;

const TYPES: [&str; 24] = [
    "ui1",
    "ui2",
    "ui4",
    "i1",
    "i2",
    "i4",
    "int",
    "r4",
    "r8",
    "number",
    "fixed.14.4",
    "float",
    "char",
    "string",
    "date",
    "dateTime",
    "dateTime.tz",
    "time",
    "time.tz",
    "boolean",
    "bin.base64",
    "bin.hex",
    "uri",
    "uuid",
];

/// UDA-SCPD-14 to -22.
pub(super) fn read_variables(table: Complex<'_, '_>, findings: &mut Findings) -> Vec<Variable> {
    findings.checked(row::UDA_SCPD_14);
    let mut variables = Vec::new();
    let mut seen = HashSet::new();
    for node in table.all("stateVariable") {
        let variable = read_variable(table.of(node), findings);
        if !variable.name.is_empty() && !seen.insert(variable.name.clone()) {
            findings.add(
                deviation::UDA_SCPD_14,
                format!("the state variable {} stands twice", variable.name),
            );
        }
        variables.push(variable);
    }
    if variables.is_empty() {
        findings.add(
            deviation::UDA_SCPD_14,
            "serviceStateTable has no stateVariable",
        );
    }
    variables
}

fn read_variable(element: Complex<'_, '_>, findings: &mut Findings) -> Variable {
    const ORDER: [&str; 5] = [
        "name",
        "dataType",
        "defaultValue",
        "allowedValueList",
        "allowedValueRange",
    ];
    order(element, &ORDER, findings);
    let name = name_of(element, Named::Variable, deviation::UDA_SCPD_14, findings);
    let data_type = data_type(element, &name, findings);
    let send_events = send_events(element, &name, findings);
    let multicast = multicast(element, &name, findings);
    let mut variable = Variable {
        data_type,
        send_events,
        says_send_events: element.node.has_attribute("sendEvents"),
        multicast,
        default: element.text("defaultValue"),
        allowed_values: Vec::new(),
        range: None,
        name,
    };
    if let Some(list) = element.first("allowedValueList") {
        variable.allowed_values = allowed_values(element.of(list), &variable.name, findings);
    }
    if let Some(range) = element.first("allowedValueRange") {
        let range = element.of(range);
        order(range, &["minimum", "maximum", "step"], findings);
        variable.range = Some(Range {
            minimum: range.text("minimum").unwrap_or_default(),
            maximum: range.text("maximum").unwrap_or_default(),
            step: range.text("step"),
        });
    }
    let has_list = element.first("allowedValueList").is_some();
    constraints::check(&variable, has_list, findings);
    variable
}

/// Whether the architecture knows a type of that name.
pub(super) fn is_type(name: &str) -> bool {
    TYPES.contains(&name)
}

/// UDA-SCPD-17 and -18.
fn data_type(element: Complex<'_, '_>, name: &str, findings: &mut Findings) -> String {
    findings.checked(row::UDA_SCPD_17);
    findings.checked_for(deviation::UDA_SCPD_18);
    let count = element.count("dataType");
    if count != 1 {
        findings.add(
            deviation::UDA_SCPD_17,
            format!("{name} has {count} elements dataType, not one"),
        );
    }
    let Some(node) = element.first("dataType") else {
        return String::new();
    };
    let data_type = own_text(node).trim().to_owned();
    if element.is_padded("dataType") {
        findings.add(
            deviation::UDA_SCPD_17_WHITE_SPACE,
            format!("white space surrounds dataType of {name}"),
        );
    }
    if !is_type(&data_type) {
        let wide = ["ui8", "i8"].contains(&data_type.as_str());
        let deviation = if wide {
            deviation::UDA_SCPD_17_WIDE_INTEGER
        } else {
            deviation::UDA_SCPD_17
        };
        findings.add(deviation, format!("dataType of {name} is {data_type:?}"));
    }
    if node.has_attribute("type") {
        let constrained = ["defaultValue", "allowedValueList", "allowedValueRange"]
            .iter()
            .any(|part| element.first(part).is_some());
        if data_type != "string" || constrained {
            let text = format!(
                "{name} has an extended type, but is not a string without default and limits"
            );
            findings.add(deviation::UDA_SCPD_18, text);
        }
    }
    data_type
}

/// UDA-SCPD-15; the default is yes.
fn send_events(element: Complex<'_, '_>, name: &str, findings: &mut Findings) -> bool {
    findings.checked(row::UDA_SCPD_15);
    match element.node.attribute("sendEvents").map(str::trim) {
        Some("yes") => true,
        Some("no") => false,
        Some(digit @ ("1" | "0")) => {
            findings.add(
                deviation::UDA_SCPD_15_DIGIT,
                format!("sendEvents of {name} is {digit}, not yes or no"),
            );
            digit == "1"
        }
        Some(other) => {
            findings.add(
                deviation::UDA_SCPD_15,
                format!("sendEvents of {name} is {other:?}, not yes or no"),
            );
            !other.eq_ignore_ascii_case("no")
        }
        None => {
            if name.starts_with(ARGUMENT_TYPE) {
                findings.add(
                    deviation::UDA_SCPD_15,
                    format!("{name} has no sendEvents, which makes it evented"),
                );
            }
            true
        }
    }
}

/// UDA-SCPD-16; the default is no, and before 1.1 there is no such attribute.
fn multicast(element: Complex<'_, '_>, name: &str, findings: &mut Findings) -> bool {
    findings.checked(row::UDA_SCPD_16);

    match element.node.attribute("multicast").map(str::trim) {
        None | Some("no") => false,
        Some("yes") => {
            findings.add(
                deviation::UDA_SCPD_16_MULTICAST,
                format!("{name} is evented by multicast"),
            );
            true
        }
        Some(other) => {
            findings.add(
                deviation::UDA_SCPD_16,
                format!("multicast of {name} is {other:?}, not yes or no"),
            );
            false
        }
    }
}

fn allowed_values(list: Complex<'_, '_>, name: &str, findings: &mut Findings) -> Vec<String> {
    let mut padded = false;
    let values = list
        .all("allowedValue")
        .map(|node| {
            let written = own_text(node);
            padded |= written.trim() != written;
            written.trim().to_owned()
        })
        .collect();
    if padded {
        findings.add(
            deviation::UDA_SCPD_20_WHITE_SPACE,
            format!("white space surrounds an allowed value of {name}"),
        );
    }
    values
}
