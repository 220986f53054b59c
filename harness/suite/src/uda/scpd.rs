//! Device architecture, clause 2.5: the service description, beside what the standard says is in it.

use std::collections::BTreeSet;

use ctk_record::Judgement;
use ctk_vectors::ShownBy;
use ctk_vectors::messaging_2::req;
use ctk_vectors::uda::row;
use ctk_wire::scpd::ScpdError;

use crate::case::{Case, Phase, Reach};
use crate::judging::judgement::{Flow, Stop};
use crate::passive::rows;
use crate::passive::watch::judge_noticed;
use crate::tester::service_description::{is_standard_variable, standard_actions};
use crate::tester::{Statement, Tester};
use crate::uda::version::versions;
use crate::under_test::actions::NOTHING_TO_INVOKE;

/// Service descriptions of one device that are looked at.
const MOST_SERVICES: usize = 32;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    // What there is to see was seen when the device was met.
    rows::cases(ShownBy::ServiceDescription, |_| Ok(()))
        .into_iter()
        .chain([
            config_id(),
            vendor_names(),
            vendor_arguments(),
            without_locale(),
            other_services(),
            declared_actions(),
        ])
        .collect()
}

/// 2.5: the attribute is that of the device description.
fn config_id() -> Case {
    Case::new(
        "uda/scpd/config-id",
        "scpd has the configId of the device description",
    )
    .clause("2.5")
    .covers(&["UDA-SCPD-02"])
    .needs(&versions("UDA-SCPD-02"))
    .phase(Phase::Last)
    .body(|t| {
        let number = |text: Option<&String>| text.and_then(|id| id.trim().parse::<u32>().ok());
        let fetched = t.descriptions().service()?;
        let of_root = number(t.dut().description.config_id.as_ref());
        let own = number(fetched.scpd.config_id.as_ref());
        if let Some((of_root, own)) = of_root.zip(own) {
            t.record(
                Judgement::met("UDA-SCPD-02", of_root == own)
                    .asked(&fetched.asked)
                    .accepts(["the configId of the device description"])
                    .observed(format!(
                        "configId {own}, that of the device description {of_root}"
                    ))
                    .exchanges([fetched.exchange]),
            )?;
        }
        judge_noticed(t, "UDA-SCPD-02")
    })
}

/// The version in which the service is described.
fn version(t: &Tester<'_>) -> u32 {
    let dut = t.dut();
    let service = dut.service();
    let services = dut.description.find_services(service.family);
    let own = services.iter().find(|it| it.scpd_url == dut.scpd_url);
    own.and_then(|it| it.version).unwrap_or(service.version)
}

fn only_known_versions(t: &Tester<'_>) -> Flow {
    let service = t.dut().service();
    if !service.is_known() {
        return Err(Stop::NotApplicable(
            "the kit has no tables of the service".to_owned(),
        ));
    }
    let (known, own) = (service.version, version(t));
    if own <= known {
        return Ok(());
    }
    Err(Stop::NotApplicable(format!(
        "version {own} of the service may have more than the tables of version {known}"
    )))
}

/// 2.5: what the standard does not have is the vendor's, and its name begins with X_; the argument types that it needs
/// may be called as the standard calls its own.
fn vendor_names() -> Case {
    Case::new(
        "uda/scpd/vendor-names",
        "actions and state variables beyond the standard are named X_ and the vendor's domain",
    )
    .clause("2.5")
    .covers(&[req::M_4_3_1, "UDA-SCPD-12"])
    .phase(Phase::Last)
    .body(|t| {
        let service = t.dut().service();
        let Some(facts) = service.facts() else {
            return judge_noticed(t, "UDA-SCPD-12");
        };
        let fetched = t.descriptions().service()?;
        if version(t) <= service.version {
            let actions = fetched
                .scpd
                .actions
                .iter()
                .map(|it| it.name.as_str())
                .filter(|name| facts.action(name).is_none());
            let variables = fetched
                .scpd
                .variables
                .iter()
                .map(|it| it.name.as_str())
                .filter(|name| !is_standard_variable(name) && !name.starts_with("A_ARG_TYPE_"));
            let wrong: Vec<&str> = actions
                .chain(variables)
                .filter(|name| !name.is_empty() && !name.starts_with("X_"))
                .collect();
            let statement = Statement {
                asked: &fetched.asked,
                accepted: &["names of the standard", "names that begin with X_"],
                observed: if wrong.is_empty() {
                    "no other names".to_owned()
                } else {
                    wrong.join(", ")
                },
                exchanges: &[fetched.exchange],
            };
            // 4.3 of the service demands the same.
            t.require(req::M_4_3_1, wrong.is_empty(), &statement)?;
            t.require("UDA-SCPD-12", wrong.is_empty(), &statement)?;
        }
        // What the reader had to say about the names that begin with X_ or A_.
        match judge_noticed(t, "UDA-SCPD-12") {
            Err(Stop::Inconclusive { .. }) => Ok(()),
            flow => flow,
        }
    })
}

/// 2.5: a vendor adds no arguments to an action of the standard.
fn vendor_arguments() -> Case {
    Case::new(
        "uda/scpd/vendor-arguments",
        "the actions of the standard have no arguments beyond it",
    )
    .clause("2.5")
    .covers(&["UDA-SCPD-13"])
    .body(|t| {
        only_known_versions(t)?;
        let fetched = t.descriptions().service()?;
        let added: Vec<String> = standard_actions(&fetched.scpd)
            .flat_map(|(action, known)| {
                let known: Vec<&str> = known
                    .inputs
                    .iter()
                    .chain(&known.outputs)
                    .map(|it| it.name.as_str())
                    .collect();
                let has = |name: &str| action.arguments.iter().any(|it| it.name == name);
                // One that is there instead of another is a wrong name, which the action's own case judges.
                let complete = known.iter().all(|name| has(name));
                action
                    .arguments
                    .iter()
                    .filter(|it| complete && !known.contains(&it.name.as_str()))
                    .map(|it| format!("{} of {}", it.name, action.name))
                    .collect::<Vec<_>>()
            })
            .collect();
        t.record(
            Judgement::met("UDA-SCPD-13", added.is_empty())
                .asked(&fetched.asked)
                .accepts(["the arguments of the standard"])
                .observed(if added.is_empty() {
                    "no other arguments".to_owned()
                } else {
                    added.join(", ")
                })
                .exchanges([fetched.exchange]),
        )
    })
}

/// 2.5.3: a service description has no language.
fn without_locale() -> Case {
    Case::new(
        "uda/scpd/without-locale",
        "the service description is the same in every language",
    )
    .clause("2.5.3")
    .covers(&["UDA-SCPD-25"])
    .body(|t| {
        let url = t.dut().scpd_url.clone();
        let mut bodies = Vec::new();
        let mut exchanges = Vec::new();
        for language in ["de", "ja"] {
            let fetched = t
                .descriptions()
                .get(&url, &[("ACCEPT-LANGUAGE", language)])?;
            if fetched.status() != 200 {
                return Err(Stop::inconclusive(format!(
                    "GET {url} gave {} (uda/description/served)",
                    fetched.describe()
                )));
            }
            exchanges.push(fetched.exchange);
            bodies.push(fetched.body().to_vec());
        }
        t.record(
            Judgement::met("UDA-SCPD-25", bodies[0] == bodies[1])
                .asked(format!("GET {url} with ACCEPT-LANGUAGE: de, then ja"))
                .accepts(["the same bytes"])
                .observed(if bodies[0] == bodies[1] {
                    "the same bytes".to_owned()
                } else {
                    format!(
                        "{} and {} bytes that differ",
                        bodies[0].len(),
                        bodies[1].len()
                    )
                })
                .exchanges(&exchanges),
        )
    })
}

/// 2.5: under SCPDURL of each service of the device there is the description of a service. That of the service under test
/// was read when the device was met.
fn other_services() -> Case {
    Case::new(
        "uda/scpd/other-services",
        "the SCPDURL of each other service brings a service description",
    )
    .clause("2.5")
    .covers(&[row::UDA_SCPD_01])
    .reach(Reach::Device)
    .body(|t| {
        let own = t.dut().scpd_url.clone();
        let devices = t.dut().description.devices();
        let services = devices.iter().flat_map(|device| &device.services);
        let urls: BTreeSet<String> = services
            .map(|service| service.scpd_url.clone())
            .filter(|url| !url.is_empty() && *url != own)
            .take(MOST_SERVICES)
            .collect();
        if urls.is_empty() {
            return Err(Stop::NotApplicable(
                "the device has no other service".to_owned(),
            ));
        }
        for url in urls {
            let fetched = t.descriptions().get(&url, &[])?;
            if fetched.status() != 200 {
                return Err(Stop::inconclusive(format!(
                    "GET {url} gave {} (uda/description/served)",
                    fetched.describe()
                )));
            }
            let why = match ctk_wire::scpd::read(fetched.body(), t.dut().claim) {
                Ok(_) => None,
                Err(ScpdError::Xml(error)) if error.is_a_bound() => {
                    return Err(Stop::beyond_bounds(format!("GET {url}: {error}")));
                }
                Err(why) => Some(why.to_string()),
            };
            t.record(
                Judgement::met(row::UDA_SCPD_01, why.is_none())
                    .asked(format!("GET {url}"))
                    .accepts(["a document scpd"])
                    .observed(why.unwrap_or_else(|| "a service description".to_owned()))
                    .exchanges([fetched.exchange]),
            )?;
        }
        Ok(())
    })
}

/// 2.5: what a service declares it has. Of a service that the kit has no tables of, every action is called that may be:
/// without the arguments that it needs, or really where the operator named it. The actions of a known one have a case
/// each.
fn declared_actions() -> Case {
    Case::new(
        "uda/scpd/declared-and-there",
        "each declared action that is invoked is known",
    )
    .clause("2.5")
    .covers(&[row::UDA_SCPD_23])
    .body(|t| {
        if t.dut().service().is_known() {
            return Err(Stop::NotApplicable(
                "each action of the service has a case of its own".to_owned(),
            ));
        }
        let names = t.dut().callable_actions();
        if names.is_empty() {
            return Err(Stop::NotApplicable(NOTHING_TO_INVOKE.to_owned()));
        }
        let mut unknown = Vec::new();
        let mut exchanges = Vec::new();
        let mut open = None;
        for name in names {
            let request = t.raw_request(name, &[]);
            let came = match t.raw().post(&request) {
                // The others may say enough.
                Err(stop @ Stop::Inconclusive { .. }) => {
                    open = Some(stop);
                    continue;
                }
                came => came?,
            };
            exchanges.push(came.exchange);
            if let Some(code @ (401 | 602)) = came.fault() {
                unknown.push(format!("{name} ({code})"));
            }
        }
        if let Some(stop) = open.filter(|_| exchanges.is_empty()) {
            return Err(stop);
        }
        let count = exchanges.len();
        t.record(
            Judgement::met(row::UDA_SCPD_23, unknown.is_empty())
                .asked(format!("{count} declared actions, without arguments"))
                .accepts(["any answer but fault 401 or 602"])
                .observed(match unknown.is_empty() {
                    true => "each is known".to_owned(),
                    false => format!("{} are not known: {}", unknown.len(), unknown.join(", ")),
                })
                .exchanges(&exchanges),
        )
    })
}
