//! Reads what is expected of an action.

use roxmltree::Node;

use super::{
    FileError, attribute, child, children, elements, line, number, required, text_of, value_of,
};
use crate::file::{Expected, ExpectedEvents, FormatArgument, Output};

/// `ExpectedResponse`.
pub(super) fn response(node: Node<'_, '_>) -> Result<Expected, FileError> {
    if let Some(failure) = child(node, "FailureResponse") {
        let mut codes = codes_in(failure)?;
        codes.extend(fault_codes(node)?);
        return Ok(Expected::Fault { codes });
    }
    let Some(success) = child(node, "SuccessResponse") else {
        return Err(FileError::Lacks {
            line: line(node),
            parent: node.tag_name().name().to_owned(),
            name: "SuccessResponse",
        });
    };
    let lists = ["OutArgsList", "RetVal"]
        .into_iter()
        .filter_map(|name| child(success, name));
    let outputs = lists.flat_map(elements).map(output).collect();
    let formats = children(success, "FormatArg").map(format);
    Ok(Expected::Success {
        outputs,
        formats: formats.collect::<Result<_, _>>()?,
        or_faults: fault_codes(node)?,
    })
}

/// The codes of `OptionalAllowedFaultCodes` in an `ExpectedResponse`.
pub(super) fn fault_codes(node: Node<'_, '_>) -> Result<Vec<u32>, FileError> {
    child(node, "OptionalAllowedFaultCodes").map_or_else(|| Ok(Vec::new()), codes_in)
}

fn codes_in(node: Node<'_, '_>) -> Result<Vec<u32>, FileError> {
    let codes = children(node, "FaultCode");
    codes
        .map(|code| number(&text_of(code), "FaultCode", code))
        .collect()
}

fn output(node: Node<'_, '_>) -> Output {
    let value = value_of(node);
    let data_type = attribute(node, "dataType").unwrap_or_default();
    let (match_with, save_as) = (attribute(node, "MatchWith"), attribute(node, "SaveAs"));
    // An empty one is not compared.
    let value = (!value.is_empty()).then_some(value);
    Output {
        name: node.tag_name().name().to_owned(),
        value,
        data_type,
        match_with,
        save_as,
    }
}

fn format(node: Node<'_, '_>) -> Result<FormatArgument, FileError> {
    let format = required(node, "Format")?;
    let variables = elements(node).filter(|child| *child != format);
    Ok(FormatArgument {
        save_as: attribute(node, "SaveAs").ok_or_else(|| FileError::Lacks {
            line: line(node),
            parent: "FormatArg".to_owned(),
            name: "SaveAs",
        })?,
        format: value_of(format),
        variables: variables
            .map(|node| node.tag_name().name().to_owned())
            .collect(),
    })
}

/// `ExpectedUPnPEventResponse` of a case.
pub(super) fn events(node: Node<'_, '_>) -> Result<Option<ExpectedEvents>, FileError> {
    let Some(node) = child(node, "ExpectedUPnPEventResponse") else {
        return Ok(None);
    };
    let within = required(node, "MaxWaitTimeToRecvEventsInSecs")?;
    let list = required(node, "EventedStateVariablesList")?;
    Ok(Some(ExpectedEvents {
        within_s: number(&text_of(within), "MaxWaitTimeToRecvEventsInSecs", within)?,
        variables: elements(list).map(output).collect(),
    }))
}
