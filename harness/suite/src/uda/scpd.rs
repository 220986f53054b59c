//! Device architecture, clause 2.5: the service description, beside what the standard says is in it.

use ctk_record::Judgement;
use ctk_vectors::ShownBy;
use ctk_vectors::messaging_2::req;

use crate::case::{Case, Phase};
use crate::judging::judgement::{Flow, Stop};
use crate::passive::rows;
use crate::passive::watch::judge_noticed;
use crate::tester::service_description::{is_standard_variable, standard_actions};
use crate::tester::{Statement, Tester};
use crate::uda::version::versions;

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
