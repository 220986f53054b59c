//! Which services of a description are under test: Messaging, or with `--service` others, of which the architecture is
//! judged, and what their files know.

use std::str::FromStr;

use ctk_suite::case::Case;
use ctk_suite::service::{SERVICES, Service};
use ctk_suite::under_test::short_name;
use ctk_vectors::published::KNOWN_BY_STEPS;
use ctk_wire::description::{Description, Found};
use ctk_wire::scpd::{Direction, Scpd};

use super::probe_request::ProbeRequest;
use crate::exit_code::Failure;

/// What `--service` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServiceArg {
    /// Every service that the description lists.
    Any,
    /// Those of this type.
    Type(String),
}

impl FromStr for ServiceArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "any" {
            return Ok(Self::Any);
        }
        let parts: Vec<&str> = text.split(':').collect();
        match parts.as_slice() {
            ["urn", domain, "service", name, version]
                if !domain.is_empty()
                    && !name.is_empty()
                    && !version.is_empty()
                    && version.bytes().all(|byte| byte.is_ascii_digit()) =>
            {
                Ok(Self::Type(text.to_owned()))
            }
            _ => Err(format!(
                "`{text}` is not a service type: give urn:schemas-upnp-org:service:NAME:VERSION, or any"
            )),
        }
    }
}

impl std::fmt::Display for ServiceArg {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Any => "any",
            Self::Type(service) => service,
        })
    }
}

/// The cases of a run: with `--service` those of the architecture, and those of the files of the services meant; without
/// it all but the latter.
pub fn offered(cases: Vec<Case>, service: Option<&ServiceArg>) -> Vec<Case> {
    let is_offered = |case: &Case| match (case.meta.id.strip_prefix(KNOWN_BY_STEPS), service) {
        (Some(_), None) => false,
        (Some(_), Some(ServiceArg::Any)) => true,
        (Some(_), Some(ServiceArg::Type(service))) => {
            let known = ctk_suite::published::of(service);
            known.is_some_and(|known| case.meta.service == Some(known.name.as_str()))
        }
        (None, service) => service.is_none() || case.meta.id.starts_with("uda/"),
    };
    cases.into_iter().filter(is_offered).collect()
}

/// The services under test, at least one.
///
/// # Errors
/// Exit code 3 when there is none, 2 when it is not said which of several hosts of Messaging.
pub fn choose(description: &Description, request: &ProbeRequest) -> Result<Vec<Found>, Failure> {
    let Some(service) = &request.service else {
        return default_service(description, request).map(|found| vec![found]);
    };
    let name = description.friendly_name();
    let all = description.find_services("");
    let mut found: Vec<Found> = all
        .iter()
        .filter(|it| service == "any" || it.service_type == *service)
        .filter(|it| {
            let udn = request.udn.as_deref();
            udn.is_none_or(|udn| it.udn.eq_ignore_ascii_case(&with_prefix(udn)))
        })
        .cloned()
        .collect();
    if found.is_empty() {
        let of = match &request.udn {
            Some(udn) => format!(" in the device {}", with_prefix(udn)),
            None => String::new(),
        };
        let sought = match service.as_str() {
            "any" => format!("{name:?} at {} lists no service{of}", request.url),
            service => format!("{name:?} at {} hosts no {service}{of}", request.url),
        };
        return Err(Failure::incomplete(format!(
            "{sought}; it hosts {}",
            hosted(description)
        )));
    }
    // A service that the kit has tables of is met first.
    found.sort_by_key(|it| !Service::of(&it.service_type).is_known());
    Ok(found)
}

/// The service of the one device that hosts what a run is for unless it says otherwise.
fn default_service(description: &Description, request: &ProbeRequest) -> Result<Found, Failure> {
    let [service, ..] = SERVICES;
    let found = description.find_services(service.family);
    let (name, service) = (description.friendly_name(), service.name);
    if found.is_empty() {
        return Err(Failure::incomplete(format!(
            "{name:?} at {} hosts no {service} service (it hosts {}); `messaging-ctk discover` shows devices that do, and --service TYPE or --service any judges the architecture below another service",
            request.url,
            hosted(description)
        )));
    }
    let all: Vec<&str> = found.iter().map(|service| service.udn.as_str()).collect();
    match &request.udn {
        Some(udn) => {
            let udn = with_prefix(udn);
            found
                .iter()
                .find(|service| service.udn.eq_ignore_ascii_case(&udn))
                .cloned()
                .ok_or_else(|| {
                    Failure::incomplete(format!(
                        "no device {udn} hosts {service} at {}; there are {}",
                        request.url,
                        all.join(", ")
                    ))
                })
        }
        None if found.len() > 1 => Err(Failure::usage(format!(
            "several devices at {} host {service}: choose one with --udn: {}",
            request.url,
            all.join(", ")
        ))),
        None => Ok(found[0].clone()),
    }
}

fn with_prefix(udn: &str) -> String {
    if udn.starts_with("uuid:") {
        udn.to_owned()
    } else {
        format!("uuid:{udn}")
    }
}

fn hosted(description: &Description) -> String {
    match description.service_types() {
        none if none.is_empty() => "no service at all".to_owned(),
        services => services.join(", "),
    }
}

/// What `--invoke` names is there. The cases of a service with tables call its actions themselves, but for those without
/// in arguments.
///
/// # Errors
/// Exit code 2: an action that no service under test declares, or one with in arguments of a service with tables.
pub fn check_invoked(chosen: &[(Found, Option<Scpd>)], invoked: &[String]) -> Result<(), Failure> {
    let actions = || {
        chosen
            .iter()
            .filter_map(|(service, scpd)| Some((service, scpd.as_ref()?)))
            .flat_map(|(service, scpd)| scpd.actions.iter().map(move |action| (service, action)))
    };
    for name in invoked {
        let mut declared = actions()
            .filter(|(_, action)| action.name == *name)
            .peekable();
        let Some((_, first)) = declared.peek() else {
            let plain: Vec<String> = actions()
                .filter(|(_, action)| action.names(Direction::In).is_empty())
                .map(|(service, action)| {
                    format!("{} of {}", action.name, short_name(&service.service_type))
                })
                .collect();
            return Err(Failure::usage(format!(
                "--invoke {name}: no service under test declares this action; those without in arguments are {}",
                if plain.is_empty() {
                    "none".to_owned()
                } else {
                    plain.join(", ")
                }
            )));
        };
        let needs = first.names(Direction::In).join(", ");
        let has_cases = |service: &Found| Service::of(&service.service_type).is_known();
        let mut callable = declared.filter(|(service, action)| {
            !has_cases(service) || action.names(Direction::In).is_empty()
        });
        if callable.next().is_none() {
            return Err(Failure::usage(format!(
                "--invoke {name}: it takes arguments ({needs}), and the cases of its own service call it with them"
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn service_types_are_urns_or_any() {
        for text in ["any", "urn:schemas-upnp-org:service:ContentDirectory:1"] {
            let read: ServiceArg = text.parse().expect("a service");
            assert_eq!(read.to_string(), text);
        }
        for bad in [
            "",
            "ContentDirectory",
            "urn:schemas-upnp-org:device:MediaServer:1",
            "urn:schemas-upnp-org:service:ContentDirectory",
            "urn:schemas-upnp-org:service:ContentDirectory:x",
        ] {
            assert!(bad.parse::<ServiceArg>().is_err(), "{bad}");
        }
    }
}
