//! Defects of arguments and variables.

use crate::defects::{DefectId, Deviations};

/// A variable of our own that is not as the architecture wants it.
pub(super) fn vendor_variable(deviations: &Deviations) -> String {
    let (data_type, rest) = if deviations.has(DefectId::ScpdDataTypeUnknown) {
        ("text", "")
    } else if deviations.has(DefectId::ScpdDefaultUnfit) {
        ("ui1", "<defaultValue>many</defaultValue>")
    } else if deviations.has(DefectId::ScpdListForNumber) {
        (
            "ui1",
            "<allowedValueList><allowedValue>1</allowedValue></allowedValueList>",
        )
    } else if deviations.has(DefectId::ScpdRangeEmpty) {
        (
            "ui1",
            "<allowedValueRange><minimum>5</minimum><maximum>5</maximum></allowedValueRange>",
        )
    } else {
        return String::new();
    };
    format!(
        "<stateVariable sendEvents=\"no\"><name>X_example_Volume</name>\
         <dataType>{data_type}</dataType>{rest}</stateVariable>\n"
    )
}

/// The arguments of DeleteMessage, as written.
pub(super) fn arguments(arguments: &mut Vec<String>, deviations: &Deviations) {
    let first = arguments.first().cloned();
    if deviations.has(DefectId::ScpdArgumentTwice) {
        arguments.extend(first.clone());
    }
    if deviations.has(DefectId::ScpdVendorArgument) {
        let named =
            |one: String| one.replace("<name>MessageID</name>", "<name>X_example_Note</name>");
        arguments.extend(first.map(named));
    }
    if deviations.has(DefectId::ScpdRetvalOnIn) {
        for one in arguments {
            *one = one.replace("</direction>", "</direction><retval/>");
        }
    }
}
