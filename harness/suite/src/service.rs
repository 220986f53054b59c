//! The services that the suite knows, each a value: its type, its facts, what may be asked of it, and its cases.
//!
//! Of any other service the kit knows the service description alone, and judges the architecture below it.

use ctk_model::document::Context;
use ctk_record::Finding;
use ctk_vectors::{Facts, Norm};

use crate::case::applicability::Applicability;
use crate::case::{Case, Need, Things};
use crate::judging::judgement::Flow;
use crate::lab::{Lab, LabError};
use crate::messaging;
use crate::tester::Tester;
use crate::tester::notification::Event;
use crate::uda::eventing::change::Change;
use crate::under_test::{Ics, ServiceUnderTest};

/// The services that the kit has tables and cases of; the first is the one that a run is for unless it says otherwise.
pub const SERVICES: [&Service; 1] = [&messaging::SERVICE];

/// A service as the kit knows it.
#[derive(Debug)]
pub struct Service {
    /// Its name, without the version; empty for one that the kit has no tables of.
    pub name: &'static str,
    /// Its type up to the version, the last colon included; empty for one that the kit has no tables of.
    pub family: &'static str,
    /// The version that the tables are of, in whose type the service is spoken to.
    pub version: u32,
    /// What the standard says of it.
    pub(crate) facts: Option<fn() -> &'static Facts>,
    /// Its actions without effect.
    pub(crate) safe: Option<SafeActions>,
    /// The variables that the standard has evented.
    pub(crate) evented: &'static [EventedVariable],
    /// Makes an evented variable change; absent where the kit knows no way to.
    pub(crate) change: Option<fn(&mut Tester<'_>) -> Flow<Change>>,
    /// What that changes of such a service.
    pub(crate) changes: fn(&ServiceUnderTest) -> Things,
    /// Looks at a fault.
    pub(crate) faults: FaultReader,
    /// The requirement by which a vendor's code from a standard action is judged, where it is not the architecture's.
    pub(crate) vendor_codes: Option<&'static str>,
    /// Whether a need that speaks of this service is met.
    pub(crate) meets: fn(&Need, &ServiceUnderTest) -> Applicability,
    /// Asks the service what it can do; absent where nothing is known of it but its service description.
    pub claims: Option<ClaimsReader>,
    /// Addresses of nobody, two by class, which cases send to on a test bench.
    pub reserved_recipients: &'static [(&'static str, [&'static str; 2])],
    /// Its cases, in the order of its standard.
    pub(crate) cases: fn() -> Vec<Case>,
}

/// Looks at a fault of the action, with its code and text, in a response that is spoken of in these words: the
/// requirements that it gives an opportunity to judge, and what there is to remark.
pub(crate) type FaultReader = fn(&str, u32, Option<&str>, &str) -> (Vec<String>, Vec<Finding>);

/// Asks a service what it can do.
pub type ClaimsReader = fn(&mut dyn Lab, &ServiceUnderTest) -> Result<Ics, LabError>;

/// The actions of a service that may be called at any time: nothing comes of them.
#[derive(Debug)]
pub(crate) struct SafeActions {
    /// It has no in argument.
    pub(crate) plain: &'static str,
    /// It has in arguments, and no effect whatever becomes of them.
    pub(crate) asking: &'static str,
    /// The argument of the latter for which a name that nothing has gives a fault.
    pub(crate) argument: &'static str,
}

/// A variable that the standard has evented.
#[derive(Debug)]
pub(crate) struct EventedVariable {
    /// Its name.
    pub(crate) name: &'static str,
    /// Reads its value, where it is not empty, into the event, and files what there is to remark on it.
    pub(crate) read: fn(&mut Event, &mut dyn Lab, &Context, EventedValue<'_>),
}

/// The value of an evented variable.
#[derive(Debug, Clone, Copy)]
pub(crate) struct EventedValue<'v> {
    /// As it came.
    pub(crate) text: &'v str,
    /// Which one of which event, in words.
    pub(crate) name: &'v str,
}

/// A service that the kit has no tables of.
static UNKNOWN: Service = Service {
    name: "",
    family: "",
    version: 0,
    facts: None,
    safe: None,
    evented: &[],
    change: None,
    changes: |_| Things::NOTHING,
    faults: |_, _, _, _| (Vec::new(), Vec::new()),
    vendor_codes: None,
    meets: |_, _| Applicability::NotApplicable("the kit has no tables of the service".to_owned()),
    claims: None,
    reserved_recipients: &[],
    cases: Vec::new,
};

impl Service {
    /// The service of this type, in whatever version.
    pub fn of(service_type: &str) -> &'static Self {
        let mut all = SERVICES.into_iter();
        all.find(|known| service_type.starts_with(known.family))
            .unwrap_or(&UNKNOWN)
    }

    /// The kit has tables of the service.
    pub fn is_known(&self) -> bool {
        !self.family.is_empty()
    }

    /// The type by which a service of this type is spoken to: that of the tables, or its own.
    pub fn spoken_type(&self, own: &str) -> String {
        match self.is_known() {
            true => format!("{}{}", self.family, self.version),
            false => own.to_owned(),
        }
    }

    /// What the standard says of the service; absent for one that the kit has no tables of.
    pub fn facts(&self) -> Option<&'static Facts> {
        self.facts.map(|facts| facts())
    }

    /// The standard has evented variables, so that subscriptions are taken.
    pub(crate) fn has_evented(&self) -> bool {
        !self.evented.is_empty()
    }

    /// The standard has the variable evented.
    pub(crate) fn evented(&self, name: &str) -> Option<&'static EventedVariable> {
        self.evented.iter().find(|variable| variable.name == name)
    }
}

/// The requirement of this id, of whichever service or of the architecture.
pub fn norm(id: &str) -> Option<Norm<'static>> {
    SERVICES
        .iter()
        .filter_map(|service| service.facts())
        .find_map(|facts| facts.norm(id))
        .or_else(|| crate::published::registry::norm(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_is_found_by_its_type_in_any_version() {
        for version in [1, 2, 3] {
            let own = format!("urn:schemas-upnp-org:service:Messaging:{version}");
            let service = Service::of(&own);
            assert_eq!(service.name, "Messaging");
            assert_eq!(
                service.spoken_type(&own),
                "urn:schemas-upnp-org:service:Messaging:2"
            );
        }
        for other in [
            "urn:schemas-upnp-org:service:MessagingMore:1",
            "urn:example-com:service:Messaging:2",
            "",
        ] {
            let service = Service::of(other);
            assert!(!service.is_known() && service.facts().is_none(), "{other}");
            assert_eq!(service.spoken_type(other), other);
        }
    }

    #[test]
    fn the_known_services_are_told_apart() {
        for (index, service) in SERVICES.iter().enumerate() {
            assert!(service.family.ends_with(&format!(":{}:", service.name)));
            let others = SERVICES.iter().skip(index + 1);
            assert!(!others.clone().any(|other| other.family == service.family));
            let actions = &service.facts().expect("it has tables").actions;
            for action in service.safe.iter().flat_map(|it| [it.plain, it.asking]) {
                assert!(actions.iter().any(|known| known.name == action), "{action}");
            }
        }
    }
}
