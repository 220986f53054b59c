//! Carries out one case.

use std::sync::Arc;

use ctk_suite::lab::{Answer, Ask, ControlPoint, HttpAsk, Lab, LabError, Wire};
use ctk_suite::tester::reply::Reply;
use ctk_suite::tester::{invoke_with, read_answer};
use ctk_suite::under_test::ServiceUnderTest;
use ctk_uctt::verdict::{self, Came as Outcome, Verdict};
use ctk_uctt::{Argument, Step, TestCase, Variables};
use ctk_wire::scpd::{Direction, Scpd};
use ctk_wire::soap;

use super::events::Listening;
use super::findings::Watched;
use super::manual;
use super::results::Came;
use crate::upper_tester::UpperTester;

/// How a case came out: by the rules of the file, and by the architecture.
pub(super) type Both = (Came, Came);

/// What a case is carried out on.
pub(super) struct Stage<'a> {
    /// The service.
    pub(super) service: &'a ServiceUnderTest,
    /// Whoever acts for a person.
    pub(super) tester: Option<&'a Arc<dyn UpperTester>>,
}

impl Stage<'_> {
    /// Carries it out.
    ///
    /// # Errors
    /// The device is lost, or the run was interrupted.
    pub(super) fn carry_out(
        &self,
        lab: &mut dyn Lab,
        case: &TestCase,
        variables: &mut Variables,
    ) -> Result<Both, LabError> {
        let mut lab = Watched::new(lab);
        let listening = match &case.events {
            Some(_) => match Listening::begin(&mut lab, self.service) {
                Ok(listening) => Some(listening),
                Err(why) => return Ok(both(Came::Inconclusive(why))),
            },
            None => None,
        };
        // What the architecture says of subscriptions is for `run --service`.
        lab.take();
        let (mut file_rules, architecture) = self.step(&mut lab, case, variables)?;
        if let (Some(listening), Some(expected)) = (&listening, &case.events) {
            if file_rules == Came::Pass {
                file_rules = came(listening.wait(&mut lab, self.service, expected));
            }
            listening.end(&mut lab, self.service);
        }
        Ok((file_rules, architecture))
    }

    fn step(
        &self,
        lab: &mut Watched<'_>,
        case: &TestCase,
        variables: &mut Variables,
    ) -> Result<Both, LabError> {
        let reply = match &case.step {
            Step::Manual(manual) => {
                let came = manual::carry_out(manual, self.tester);
                let silent = Came::NotApplicable("somebody acts, not the kit".to_owned());
                return Ok((came, silent));
            }
            Step::Invoke { action, arguments } => match values(arguments, variables) {
                Ok(values) => {
                    let values: Vec<(&str, &str)> = values
                        .iter()
                        .map(|(name, value)| (name.as_str(), value.as_str()))
                        .collect();
                    invoke_with(lab, self.service, action, &values)?
                }
                Err(why) => return Ok(both(Came::Inconclusive(why))),
            },
            Step::Message {
                action,
                headers,
                body,
            } => self.message(lab, action, headers, body)?,
        };
        let file_rules = came(verdict::of_action(case, &outcome(&reply), variables));
        let unknown = match case.step {
            Step::Invoke { .. } => self.declared_and_unknown(&reply),
            Step::Manual(_) | Step::Message { .. } => None,
        };
        Ok((file_rules, self.architecture(lab, &reply, unknown)))
    }

    /// A control message as the file has it.
    fn message(
        &self,
        lab: &mut Watched<'_>,
        action: &str,
        more: &[(String, String)],
        body: &str,
    ) -> Result<Reply, LabError> {
        let body = body.as_bytes().to_vec();
        let mut headers = vec![
            (
                "CONTENT-TYPE".to_owned(),
                "text/xml; charset=\"utf-8\"".to_owned(),
            ),
            (
                "SOAPACTION".to_owned(),
                soap::soapaction(&self.service.service_type, action),
            ),
            ("CONTENT-LENGTH".to_owned(), body.len().to_string()),
        ];
        headers.extend(more.iter().cloned());
        let answer = lab.perform(&Ask::Http(HttpAsk {
            wire: Wire::Control,
            control_point: ControlPoint::First,
            url: self.service.control_url.clone(),
            method: "POST".to_owned(),
            headers,
            body,
            about: action.to_owned(),
        }))?;
        match answer {
            Answer::Http(answer) => Ok(read_answer(lab, self.service, action, &answer)),
            other => Err(LabError::Broken(format!(
                "the lab answered {other:?} to an action"
            ))),
        }
    }

    /// An action that the service description declares is there: its device knows it.
    fn declared_and_unknown(&self, reply: &Reply) -> Option<String> {
        let declared = self.service.scpd.as_ref()?.action(&reply.action).is_some();
        if declared && matches!(reply.status, 404 | 405 | 501) && !reply.is_fault() {
            return Some(format!(
                "UDA-CTRL-03: the controlURL does not take {} (HTTP {})",
                reply.action, reply.status
            ));
        }
        let code = reply.fault().filter(|code| matches!(code, 401 | 602))?;
        declared.then(|| {
            format!(
                "UDA-SCPD-23: {} is declared by the service description, and not known (fault {code})",
                reply.action
            )
        })
    }

    /// What the architecture says of the answer: how it is written, and whether its values are those that the service
    /// description declares.
    fn architecture(&self, lab: &mut Watched<'_>, reply: &Reply, unknown: Option<String>) -> Came {
        let mut failures = lab.take();
        failures.extend(unknown);
        if let (Some(scpd), Some(outputs)) = (&self.service.scpd, reply.outputs()) {
            failures.extend(misfits(scpd, &reply.action, outputs));
        }
        match failures.as_slice() {
            [] => Came::Pass,
            _ => Came::Fail(failures.join("; ")),
        }
    }
}

/// Out arguments whose values are not what the service description declares.
fn misfits(scpd: &Scpd, action: &str, outputs: &[(String, String)]) -> Vec<String> {
    let Some(declared) = scpd.action(action) else {
        return Vec::new();
    };
    let arguments = declared
        .arguments
        .iter()
        .filter(|it| it.direction == Some(Direction::Out));
    let misfit = |argument: &ctk_wire::scpd::Argument| {
        let (_, value) = outputs.iter().find(|(name, _)| *name == argument.name)?;
        let why = scpd.variable(&argument.variable)?.misfit(value)?;
        Some(format!(
            "UDA 2.5: {} {why}, by {} of the service description",
            argument.name, argument.variable
        ))
    };
    arguments.filter_map(misfit).collect()
}

fn values(
    arguments: &[Argument],
    variables: &mut Variables,
) -> Result<Vec<(String, String)>, String> {
    let mut values = Vec::new();
    for argument in arguments {
        let value = variables
            .argument(argument)
            .map_err(|unknown| unknown.to_string())?;
        values.push((argument.name.clone(), value));
    }
    Ok(values)
}

fn outcome(reply: &Reply) -> Outcome {
    if let Some(outputs) = reply.outputs() {
        return Outcome::Success(outputs.clone());
    }
    match (reply.fault(), reply.is_fault()) {
        (Some(code), _) => Outcome::Fault(Some(code)),
        (None, true) => Outcome::Fault(None),
        (None, false) => Outcome::Nothing(reply.describe(&reply.observed(None))),
    }
}

fn came(verdict: Verdict) -> Came {
    match verdict {
        Verdict::Pass => Came::Pass,
        Verdict::Fail(why) => Came::Fail(why),
        Verdict::Open(why) => Came::Inconclusive(why),
    }
}

fn both(came: Came) -> Both {
    (came.clone(), came)
}
