//! The service description (2.5), made from the standard's tables and narrowed to what the device has.

mod defects_scpd;

use ctk_vectors::{Action, Argument, StateVariable, facts};

use super::document_parts::{VENDOR_ELEMENT, opening};
use super::identity::Identity;
use super::xml::escape;
use crate::defects::{DefectId, Deviations, VariationId};
use crate::service::Setup;

/// The document.
pub(super) fn document(
    identity: &Identity,
    config_id: u32,
    setup: &Setup,
    deviations: &Deviations,
) -> String {
    let comments = deviations.varies(VariationId::CommentsInXml);
    let mut out = opening(
        "scpd",
        if deviations.has(DefectId::ScpdNamespaceOther) {
            "urn:schemas-upnp-org:service"
        } else {
            "urn:schemas-upnp-org:service-1-0"
        },
        identity,
        config_id + u32::from(deviations.has(DefectId::ScpdConfigIdDiffers)),
        comments,
    );
    out.push_str(&action_list(setup, deviations));
    out.push_str(&state_table(setup, deviations));
    let vendor = if deviations.varies(VariationId::VendorElements) {
        VENDOR_ELEMENT
    } else {
        ""
    };
    out.push_str(&format!("{vendor}</scpd>\n"));
    out
}

fn action_list(setup: &Setup, deviations: &Deviations) -> String {
    let mut out = "<actionList>\n".to_owned();
    let lacks = |one: &Action| {
        one.name == "DeleteMessage" && deviations.has(DefectId::ScpdLacksDeleteMessage)
    };
    let actions = facts().actions.iter();
    for one in actions.filter(|one| setup.implements(&one.name) && !lacks(one)) {
        out.push_str(&action(one, deviations));
    }
    if deviations.has(DefectId::ScpdVendorActionUnmarked) {
        out.push_str("<action><name>Ping</name></action>\n");
    }
    if deviations.has(DefectId::ScpdActionTwice) {
        let mut actions = facts().actions.iter();
        let own = actions.find(|one| one.name == "GetNewMessages");
        out.extend(own.map(|one| action(one, deviations)));
    }
    if deviations.has(DefectId::ScpdNameWithHyphen) {
        out.push_str("<action><name>X_example_Call-Back</name></action>\n");
    }
    out.push_str("</actionList>\n");
    out
}

fn state_table(setup: &Setup, deviations: &Deviations) -> String {
    let mut out = "<serviceStateTable>\n".to_owned();
    let lacks = |one: &StateVariable| match one.name.as_str() {
        "A_ARG_TYPE_MessagingCapabilities" => deviations.has(DefectId::ScpdFirstVariableMissing),
        "A_ARG_TYPE_MessageID" => deviations.has(DefectId::ScpdVariableMissing),
        "A_ARG_TYPE_SupportedContentType" => deviations.has(DefectId::ScpdRelatedVariableMissing),
        _ => false,
    };
    let variables = facts().state_variables.iter();
    for one in variables.filter(|one| setup.declares(&one.name) && !lacks(one)) {
        out.push_str(&variable(one, setup, deviations));
    }
    if deviations.has(DefectId::ScpdVariableTwice) {
        let mut variables = facts().state_variables.iter();
        let own = variables.find(|one| one.name == "A_ARG_TYPE_MessageID");
        out.extend(own.map(|one| variable(one, setup, deviations)));
    }
    out.push_str(&defects_scpd::vendor_variable(deviations));
    out.push_str("</serviceStateTable>\n");
    out
}

fn action(one: &Action, deviations: &Deviations) -> String {
    let mut out = format!("<action><name>{}</name>", escape(&one.name));
    let mut one = one.clone();
    apply_action_defects(&mut one, deviations);
    let inputs = one.inputs.iter().map(|input| argument(input, "in"));
    let outputs = one.outputs.iter().map(|output| argument(output, "out"));
    let mut arguments: Vec<String> = if deviations.has(DefectId::ScpdOutBeforeIn) {
        outputs.chain(inputs).collect()
    } else {
        inputs.chain(outputs).collect()
    };
    if one.name == "DeleteMessage" {
        defects_scpd::arguments(&mut arguments, deviations);
    }
    if !arguments.is_empty() {
        out.push_str(&format!(
            "<argumentList>\n{}</argumentList>",
            arguments.concat()
        ));
    }
    out.push_str("</action>\n");
    out
}

fn apply_action_defects(one: &mut Action, deviations: &Deviations) {
    match one.name.as_str() {
        "SearchMessages" if deviations.has(DefectId::ScpdArgumentsSwapped) => {
            one.inputs.swap(0, 1);
        }
        "SearchMessages" if deviations.has(DefectId::ScpdArgumentRenamed) => {
            for output in &mut one.outputs {
                output.name = "Messages".to_owned();
            }
        }
        "LeaveSession" if deviations.has(DefectId::ScpdArgumentOtherVariable) => {
            for input in &mut one.inputs {
                input.variable = "A_ARG_TYPE_MessageID".to_owned();
            }
        }
        _ => {}
    }
}

fn argument(one: &Argument, direction: &str) -> String {
    format!(
        "<argument><name>{}</name><direction>{direction}</direction>\
         <relatedStateVariable>{}</relatedStateVariable></argument>\n",
        escape(&one.name),
        escape(&one.variable)
    )
}

/// The values to list of a variable; none when any is allowed.
fn allowed_values<'s>(
    one: &StateVariable,
    setup: &'s Setup,
    deviations: &Deviations,
) -> Vec<&'s str> {
    let mut values = setup.allowed_values(&one.name).unwrap_or_default();
    if deviations.has(DefectId::ScpdFolderMissing) {
        values.retain(|value| *value != "Outgoing");
    }
    if deviations.has(DefectId::ScpdStatusAdded) && values.contains(&"Pending") {
        values.push("Archived");
    }
    if deviations.has(DefectId::ScpdClassMisspelt) && values.contains(&"Chat") {
        values.retain(|value| *value != "File-Transfer");
        values.push("FileTransfer");
    }
    if deviations.varies(VariationId::AllowedValuesLeftOut) {
        values.clear();
    }
    values
}

/// name, dataType, defaultValue, allowedValueList: in this order since 1.1 (UDA-SCPD-26). Every variable is a string.
fn variable(one: &StateVariable, setup: &Setup, deviations: &Deviations) -> String {
    let id = one.name == "A_ARG_TYPE_MessageID";
    let events = match one.evented {
        _ if id && deviations.has(DefectId::ScpdSendEventsLeftOut) => "",
        true if one.name == "NewMessages" && deviations.has(DefectId::ScpdNotEvented) => {
            " sendEvents=\"no\""
        }
        true if one.name == "SessionUpdates" && deviations.has(DefectId::ScpdUpdatesNotEvented) => {
            " sendEvents=\"no\""
        }
        true => " sendEvents=\"yes\"",
        false if one.name == "A_ARG_TYPE_Message" && deviations.has(DefectId::ScpdAllEvented) => {
            " sendEvents=\"yes\""
        }
        false => " sendEvents=\"no\"",
    };
    let events = if id && deviations.has(DefectId::ScpdMulticast) {
        format!("{events} multicast=\"yes\"")
    } else {
        events.to_owned()
    };
    let odd = id && deviations.has(DefectId::ScpdVariableNotString);
    let data_type = if odd { "ui4" } else { "string" };
    let mut out = format!(
        "<stateVariable{events}><name>{}</name><dataType>{data_type}</dataType>",
        escape(&one.name)
    );
    if let Some(default) = setup.default_value(&one.name) {
        let other = deviations.has(DefectId::ScpdDefaultOther) && default == "Received";
        let default = if other { "Sent" } else { default };
        out.push_str(&format!("<defaultValue>{}</defaultValue>", escape(default)));
    }
    let values = allowed_values(one, setup, deviations);
    if !values.is_empty() {
        out.push_str("<allowedValueList>\n");
        if deviations.varies(VariationId::EmptyValueListed) {
            out.push_str("<allowedValue></allowedValue>\n");
        }
        for value in values {
            out.push_str(&format!("<allowedValue>{}</allowedValue>\n", escape(value)));
        }
        out.push_str("</allowedValueList>");
    }
    out.push_str("</stateVariable>\n");
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use ctk_vectors::Uda;

    use super::*;
    use crate::net::xml::{Element, parse};
    use crate::service::Item;

    fn scpd(without: &[Item], defect: Option<DefectId>) -> Element {
        let deviations = Deviations::new(defect, []);
        let setup = Setup::new(without, deviations.clone(), "x".to_owned()).unwrap();
        let identity = Identity::new(Uda::V2_0, "uuid:1".to_owned(), "x".to_owned());
        parse(document(&identity, 1, &setup, &deviations).as_bytes()).unwrap()
    }

    fn list<'a>(root: &'a Element, name: &str) -> Vec<&'a Element> {
        let all = root.children.iter().filter(|one| one.name == name);
        all.flat_map(|one| one.children.iter()).collect()
    }

    fn related(element: &Element, into: &mut BTreeSet<String>) {
        if element.name == "relatedStateVariable" {
            into.insert(element.text().to_owned());
        }
        element
            .children
            .iter()
            .for_each(|child| related(child, into));
    }

    #[test]
    fn whatever_is_left_out_every_argument_has_its_variable() {
        for without in [
            "",
            "session-mode",
            "events",
            "file-transfer",
            "all-optional",
            "action:SearchMessages",
        ] {
            let items: Vec<Item> = without.parse().into_iter().collect();
            let root = scpd(&items, None);
            let names: BTreeSet<String> = list(&root, "serviceStateTable")
                .iter()
                .map(|one| one.children[0].text().to_owned())
                .collect();
            let mut used = BTreeSet::new();
            related(&root, &mut used);
            assert!(
                used.is_subset(&names),
                "{without}: {:?}",
                used.difference(&names)
            );
            let idle: Vec<_> = names
                .difference(&used)
                .filter(|name| name.starts_with("A_ARG_TYPE_") && *name != "A_ARG_TYPE_SessionInfo")
                .collect();
            assert!(idle.is_empty(), "{without}: {idle:?}");
        }
    }

    #[test]
    fn the_whole_service_is_the_standards() {
        let root = scpd(&[], None);
        assert_eq!(list(&root, "actionList").len(), facts().actions.len());
        assert_eq!(
            list(&root, "serviceStateTable").len(),
            facts().state_variables.len()
        );
        let evented: Vec<&str> = list(&root, "serviceStateTable")
            .into_iter()
            .filter(|one| one.attribute("", "sendEvents") == Some("yes"))
            .map(|one| one.children[0].text())
            .collect();
        assert_eq!(evented, ["NewMessages", "SessionUpdates"]);
        let lacking = scpd(&[], Some(DefectId::ScpdLacksDeleteMessage));
        assert_eq!(
            list(&lacking, "actionList").len(),
            facts().actions.len() - 1
        );
    }
}
