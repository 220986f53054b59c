//! Defaults, allowed values and ranges (UDA-SCPD-19, -20, -22).

use ctk_vectors::uda::{deviation, row};

use crate::Findings;

use super::model::{Range, Variable};
use super::variables::is_type;

/// Judges what limits a variable. `has_list`: whether there is an allowedValueList, even an empty one.
pub(super) fn check(variable: &Variable, has_list: bool, findings: &mut Findings) {
    for row in [row::UDA_SCPD_19, row::UDA_SCPD_20, row::UDA_SCPD_22] {
        findings.checked(row);
    }
    if has_list {
        list(variable, findings);
    }
    if let Some(range) = &variable.range {
        if has_list {
            findings.add(
                deviation::UDA_SCPD_20,
                format!("{} has a list and a range", variable.name),
            );
        }
        check_range(variable, range, findings);
    }
    if let Some(default) = &variable.default {
        check_default(variable, default, findings);
    }
}

fn list(variable: &Variable, findings: &mut Findings) {
    let name = &variable.name;
    // Which type one is that nobody knows, UDA-SCPD-17 judges.
    if variable.data_type != "string" && is_type(&variable.data_type) {
        findings.add(
            deviation::UDA_SCPD_20,
            format!("{name} is not a string but has an allowedValueList"),
        );
    }
    if variable.allowed_values.is_empty() {
        findings.add(
            deviation::UDA_SCPD_20,
            format!("allowedValueList of {name} is empty"),
        );
    }
    for value in variable
        .allowed_values
        .iter()
        .filter(|value| value.chars().count() >= 32)
    {
        let text = format!("the allowed value {value:?} of {name} has 32 characters or more");
        findings.add(deviation::UDA_SCPD_20_LONG_VALUE, text);
    }
}

fn check_range(variable: &Variable, range: &Range, findings: &mut Findings) {
    let name = &variable.name;
    if !is_numeric(&variable.data_type) && is_type(&variable.data_type) {
        findings.add(
            deviation::UDA_SCPD_20,
            format!("{name} is not a number but has an allowedValueRange"),
        );
    }
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
    let (Some(minimum), Some(maximum)) = (number(&range.minimum), number(&range.maximum)) else {
        findings.add(
            deviation::UDA_SCPD_22,
            format!("the range of {name} lacks a minimum or maximum"),
        );
        return;
    };
    if minimum >= maximum {
        findings.add(
            deviation::UDA_SCPD_22,
            format!("the range of {name} has a minimum not below its maximum"),
        );
    }
    let integer = |text: &str| text.parse::<i128>().ok();
    let Some(step) = &range.step else { return };
    match (
        integer(&range.minimum),
        integer(&range.maximum),
        integer(step),
    ) {
        (_, _, Some(..=0)) => findings.add(
            deviation::UDA_SCPD_22,
            format!("the step of {name} is {step:?}"),
        ),
        (Some(minimum), Some(maximum), Some(step)) => {
            let span = maximum.checked_sub(minimum);
            if span.is_some_and(|span| span % step != 0) {
                findings.add(
                    deviation::UDA_SCPD_22_STEP,
                    format!("the range of {name} is not a multiple of its step"),
                );
            }
        }
        _ if number(step).is_none() => findings.add(
            deviation::UDA_SCPD_22,
            format!("the step of {name} is {step:?}"),
        ),
        _ => {}
    }
}

fn check_default(variable: &Variable, default: &str, findings: &mut Findings) {
    let name = &variable.name;
    let fits = match variable.data_type.as_str() {
        "boolean" => ["0", "1", "true", "false", "yes", "no"].contains(&default),
        kind => match integer_bounds(kind) {
            Some((lowest, highest)) => default
                .parse::<i128>()
                .is_ok_and(|number| (lowest..=highest).contains(&number)),
            None => !is_numeric(kind) || default.parse::<f64>().is_ok_and(f64::is_finite),
        },
    };
    let values = &variable.allowed_values;
    let listed = values.is_empty() || values.iter().any(|value| value == default);
    let number = |text: &str| text.parse::<f64>().ok();
    let within = variable.range.as_ref().is_none_or(|range| {
        match (
            number(&range.minimum),
            number(&range.maximum),
            number(default),
        ) {
            (Some(minimum), Some(maximum), Some(default)) => (minimum..=maximum).contains(&default),
            // A range or default that is no number has been told already.
            _ => true,
        }
    });
    if !fits {
        findings.add(
            deviation::UDA_SCPD_19,
            format!(
                "defaultValue {default:?} of {name} is no {}",
                variable.data_type
            ),
        );
    } else if !listed {
        findings.add(
            deviation::UDA_SCPD_19,
            format!("defaultValue {default:?} of {name} is not in its list"),
        );
    } else if !within {
        findings.add(
            deviation::UDA_SCPD_19,
            format!("defaultValue {default:?} of {name} is outside its range"),
        );
    }
}

fn integer_bounds(kind: &str) -> Option<(i128, i128)> {
    Some(match kind {
        "ui1" => (0, i128::from(u8::MAX)),
        "ui2" => (0, i128::from(u16::MAX)),
        "ui4" => (0, i128::from(u32::MAX)),
        "ui8" => (0, i128::from(u64::MAX)),
        "i1" => (i128::from(i8::MIN), i128::from(i8::MAX)),
        "i2" => (i128::from(i16::MIN), i128::from(i16::MAX)),
        "i4" => (i128::from(i32::MIN), i128::from(i32::MAX)),
        "i8" => (i128::from(i64::MIN), i128::from(i64::MAX)),
        "int" => (i128::MIN, i128::MAX),
        _ => return None,
    })
}

fn is_numeric(kind: &str) -> bool {
    integer_bounds(kind).is_some() || ["r4", "r8", "number", "fixed.14.4", "float"].contains(&kind)
}
