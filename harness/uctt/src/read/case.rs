//! Reads one case.

use roxmltree::Node;

use super::expected::{events, fault_codes, response};
use super::{
    FileError, attribute, child, children, elements, inner, line, required, text_of, value_of,
};
use crate::file::{Argument, Category, Expected, Manual, Step, TestCase};

/// A case of a syntax file.
pub(super) fn syntax(node: Node<'_, '_>) -> Result<TestCase, FileError> {
    let action = text_of(required(node, "ActionName")?);
    let said = text_of(required(node, "Category")?);
    let category = category(&said);
    let step = match child(node, "ControlMessageAction") {
        Some(message) => message_step(message, action)?,
        None => invoke(node, action),
    };
    let mut case = TestCase {
        id: text_of(required(node, "Id")?),
        line: line(node),
        category,
        step,
        expected: Expected::Answer,
        events: events(node)?,
        trouble: String::new(),
        comment: String::new(),
    };
    if category.is_none() {
        case.trouble = format!("the category `{said}` is not one of the rules");
    }
    if child(node, "DefectiveSignature").is_some() {
        "it needs requests that are signed as DeviceSecurity has it".clone_into(&mut case.trouble);
    }
    let code = text_of(required(node, "ExpectedReturnCode")?);
    match by_return_code(node, &code)? {
        Some(expected) => case.expected = expected,
        None => case.trouble = format!("the expected return code `{code}` is not one of the rules"),
    }
    Ok(case)
}

/// A case of a semantic file.
pub(super) fn semantic(node: Node<'_, '_>, group: &str) -> Result<TestCase, FileError> {
    let action = required(node, "Action")?;
    let (step, expected) = match child(action, "ManualAction") {
        Some(manual) => (manual_step(manual)?, Expected::Answer),
        None => {
            let upnp = required(action, "UPnPAction")?;
            let name = text_of(required(upnp, "ActionName")?);
            (
                invoke(upnp, name),
                response(required(upnp, "ExpectedResponse")?)?,
            )
        }
    };
    Ok(TestCase {
        id: format!("{group}.{}", text_of(required(node, "Id")?)),
        line: line(node),
        category: None,
        step,
        expected,
        events: events(node)?,
        trouble: String::new(),
        comment: String::new(),
    })
}

fn category(text: &str) -> Option<Category> {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    match words.join(" ").as_str() {
        "valid action and valid inargs" => Some(Category::ValidInputs),
        "valid action and check outargs" => Some(Category::CheckOutputs),
        "invalid action or inargs" | "invalid action or invalid args" => Some(Category::Invalid),
        "extra headers and extra control message" => Some(Category::ExtraMessage),
        _ => None,
    }
}

/// What the return code and the response together expect. Some files have a fault code where the return code stands.
fn by_return_code(node: Node<'_, '_>, code: &str) -> Result<Option<Expected>, FileError> {
    let described = child(node, "ExpectedResponse");
    Ok(match (code, described) {
        ("ACTION_AND_INARGS_ARE_VALID", _) => Some(Expected::Answer),
        ("SUCCESS_RESPONSE", None) => Some(Expected::Success {
            outputs: Vec::new(),
            formats: Vec::new(),
            or_faults: Vec::new(),
        }),
        ("SUCCESS_RESPONSE" | "FAILURE_RESPONSE", Some(described)) => Some(response(described)?),
        ("FAILURE_RESPONSE", None) => None,
        (code, described) => match code.parse::<u32>() {
            Ok(code) => {
                let mut codes = vec![code];
                codes.extend(described.map(fault_codes).transpose()?.unwrap_or_default());
                Some(Expected::Fault { codes })
            }
            Err(_) => None,
        },
    })
}

fn invoke(node: Node<'_, '_>, action: String) -> Step {
    let list = child(node, "InArgs");
    let arguments = list.into_iter().flat_map(elements).map(|node| Argument {
        name: node.tag_name().name().to_owned(),
        value: value_of(node),
        load_as: attribute(node, "LoadAs"),
        save_as: attribute(node, "SaveAs"),
    });
    Step::Invoke {
        action,
        arguments: arguments.collect(),
    }
}

fn message_step(node: Node<'_, '_>, action: String) -> Result<Step, FileError> {
    let message = required(node, "Message")?;
    let headers = children(required(message, "Headers")?, "Header").map(text_of);
    let headers = headers.filter_map(|header| {
        let (name, value) = header.split_once(':')?;
        Some((name.trim().to_owned(), value.trim().to_owned()))
    });
    let body = required(message, "MessageBody")?;
    // The rules show comments around the envelope that are not part of it.
    let envelope = elements(body).next();
    let written = envelope.and_then(|envelope| body.document().input_text().get(envelope.range()));
    Ok(Step::Message {
        action,
        headers: headers.collect(),
        body: written.map_or_else(|| inner(body).trim().to_owned(), str::to_owned),
    })
}

fn manual_step(node: Node<'_, '_>) -> Result<Step, FileError> {
    Ok(Step::Manual(Manual {
        instruction: text_of(required(node, "ActionInstruction")?),
        verification: child(node, "VerificationInstruction")
            .map(text_of)
            .unwrap_or_default(),
        succeeds: child(node, "ExpectedFailureResponse").is_none(),
    }))
}
