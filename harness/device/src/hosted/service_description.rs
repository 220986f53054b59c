//! The service description of a hosted service, from its tables and its script.

use std::fmt::Write as _;

use ctk_vectors::published::{KnownArgument, KnownService, KnownVariable};
use quick_xml::escape::escape;

use super::script::{HostedDefect, Script};

/// What a variable allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Allowed {
    Anything,
    OneOf(Vec<String>),
    Between(i64, i64),
}

/// What the variable allows: as the script says, or as is published.
pub(super) fn allowed(script: &Script, variable: &KnownVariable) -> Allowed {
    if let Some(text) = script.values.get(&variable.name) {
        let ends = text.split_once("..").and_then(|(least, most)| {
            Some(Allowed::Between(least.parse().ok()?, most.parse().ok()?))
        });
        let list = text.split('|').map(str::to_owned).collect();
        return ends.unwrap_or(Allowed::OneOf(list));
    }
    match &variable.range {
        Some(range) => range
            .max
            .map_or(Allowed::Anything, |max| Allowed::Between(range.min, max)),
        None if variable.values.is_empty() => Allowed::Anything,
        None => Allowed::OneOf(variable.values.clone()),
    }
}

/// The name is left out.
pub(super) fn lacks(script: &Script, defect: &HostedDefect, name: &str) -> bool {
    script
        .without
        .iter()
        .chain(&defect.without)
        .any(|it| it == name)
}

/// The document.
pub(super) fn write(known: &KnownService, script: &Script, defect: &HostedDefect) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<scpd xmlns=\"urn:schemas-upnp-org:service-1-0\"><specVersion><major>1</major><minor>0</minor></specVersion><actionList>",
    );
    for action in known
        .actions
        .iter()
        .filter(|it| !lacks(script, defect, &it.name))
    {
        let _ = write!(xml, "<action><name>{}</name>", action.name);
        if !action.inputs.is_empty() || !action.outputs.is_empty() {
            xml.push_str("<argumentList>");
            for (arguments, way) in [(&action.inputs, "in"), (&action.outputs, "out")] {
                arguments
                    .iter()
                    .for_each(|it| argument(&mut xml, defect, it, way));
            }
            xml.push_str("</argumentList>");
        }
        xml.push_str("</action>");
    }
    xml.push_str("</actionList><serviceStateTable>");
    for variable in known
        .variables
        .iter()
        .filter(|it| !lacks(script, defect, &it.name))
    {
        state_variable(&mut xml, script, defect, variable);
    }
    xml.push_str("</serviceStateTable></scpd>");
    xml
}

/// The name of an argument as it is declared.
pub(super) fn name_of<'n>(defect: &'n HostedDefect, argument: &'n KnownArgument) -> &'n str {
    let name = argument.name();
    defect.renamed.get(name).map_or(name, String::as_str)
}

fn argument(xml: &mut String, defect: &HostedDefect, argument: &KnownArgument, way: &str) {
    let _ = write!(
        xml,
        "<argument><name>{}</name><direction>{way}</direction><relatedStateVariable>{}</relatedStateVariable></argument>",
        name_of(defect, argument),
        argument.variable
    );
}

fn state_variable(
    xml: &mut String,
    script: &Script,
    defect: &HostedDefect,
    variable: &KnownVariable,
) {
    let evented = variable.evented != defect.contrary.contains(&variable.name);
    let kind = defect
        .types
        .get(&variable.name)
        .unwrap_or(&variable.data_type);
    let _ = write!(
        xml,
        "<stateVariable sendEvents=\"{}\"><name>{}</name><dataType>{kind}</dataType>",
        if evented { "yes" } else { "no" },
        variable.name
    );
    match allowed(script, variable) {
        Allowed::OneOf(list) if kind == "string" => {
            xml.push_str("<allowedValueList>");
            for value in list {
                let _ = write!(xml, "<allowedValue>{}</allowedValue>", escape(&value));
            }
            xml.push_str("</allowedValueList>");
        }
        Allowed::Between(least, most) if kind != "string" => {
            let _ = write!(
                xml,
                "<allowedValueRange><minimum>{least}</minimum><maximum>{most}</maximum><step>1</step></allowedValueRange>"
            );
        }
        _ => {}
    }
    xml.push_str("</stateVariable>");
}
