//! The events of a hosted service.

use quick_xml::escape::escape;

use super::behaviour::Service;

/// The variables and values of an event that tells of these; all of them for the first.
pub(super) fn properties(service: &Service, changed: Option<&[String]>) -> Vec<(String, String)> {
    let told = |name: &str| {
        changed.is_none_or(|changed| {
            changed.iter().any(|it| it == name)
                && !service.defect.untold.iter().any(|it| it == name)
        })
    };
    let evented = service.known.variables.iter().filter(|variable| {
        variable.evented
            && !super::service_description::lacks(&service.script, &service.defect, &variable.name)
    });
    let mut all = Vec::new();
    for variable in evented {
        let name = &variable.name;
        if name == "LastChange" {
            let inside: Vec<&String> = service
                .script
                .told_by_last_change
                .iter()
                .filter(|name| told(name))
                .collect();
            if !inside.is_empty() {
                all.push((name.clone(), last_change(service, &inside)));
            }
        } else if told(name) {
            all.push((name.clone(), value(service, name)));
        }
    }
    all
}

fn value(service: &Service, name: &str) -> String {
    let told = service.defect.told.get(name);
    told.or_else(|| service.state.get(name))
        .cloned()
        .unwrap_or_default()
}

fn last_change(service: &Service, names: &[&String]) -> String {
    let inside: String = names
        .iter()
        .map(|name| {
            format!(
                "<{name} channel=\"Master\" val=\"{}\"/>",
                escape(value(service, name))
            )
        })
        .collect();
    format!(
        "<Event xmlns=\"urn:schemas-upnp-org:metadata-1-0/RCS/\"><InstanceID val=\"0\">{inside}</InstanceID></Event>"
    )
}

/// The body of a NOTIFY.
pub(super) fn body(properties: &[(String, String)]) -> String {
    let inside: String = properties
        .iter()
        .map(|(name, value)| {
            format!(
                "<e:property><{name}>{}</{name}></e:property>",
                escape(value)
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?><e:propertyset xmlns:e=\"urn:schemas-upnp-org:event-1-0\">{inside}</e:propertyset>"
    )
}
