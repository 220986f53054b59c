//! A recorded case as test cases.

use ctk_record::{CaseRecord, Exchange, Judgement, Kind};
use ctk_uctt::{Argument, Category, Expected, FormatArgument, Output, Step, TestCase};
use ctk_wire::soap::{self, Invocation};

/// Why the format cannot say a case.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unsayable {
    /// There is nothing to export.
    #[error("in the run that is exported: {0}")]
    NotPassed(String),
    /// It needs more than actions.
    #[error("needs {0}, not actions alone")]
    Wire(&'static str),
    /// Its control messages are not usual ones.
    #[error("its control message is spelled on purpose")]
    Spelled,
    /// Two control points act.
    #[error("two control points act")]
    TwoControlPoints,
    /// It judges more than success or fault.
    #[error("judges more than success or error code: {0}")]
    Judges(String),
    /// It only looks at what other cases did.
    #[error("looks at what the other cases brought")]
    Watches,
}

/// The steps of a case; ids are given later.
///
/// # Errors
/// The format cannot say it, and why.
pub(super) fn steps_of(case: &CaseRecord) -> Result<Vec<TestCase>, Unsayable> {
    let exchanges: Vec<&Exchange> = case
        .exchanges
        .iter()
        .filter(|it| it.kind != Kind::Internal)
        .collect();
    if exchanges.is_empty() {
        return Err(Unsayable::Watches);
    }
    for exchange in &exchanges {
        match exchange.kind {
            Kind::Control => {}
            Kind::Event => return Err(Unsayable::Wire("events")),
            Kind::Description => return Err(Unsayable::Wire("descriptions")),
            Kind::Discovery => return Err(Unsayable::Wire("discovery")),
            Kind::UpperTester => return Err(Unsayable::Wire("stimuli")),
            Kind::Raw | Kind::Internal => return Err(Unsayable::Wire("bytes of its own")),
        }
    }
    one_control_point(&exchanges)?;
    let calls: Vec<Call> = exchanges
        .iter()
        .map(|it| Call::of(it))
        .collect::<Result<_, _>>()?;
    let mut expected = Vec::new();
    for call in &calls {
        expected.push(expectation(call, &case.judgements)?);
    }
    let prefix: String = case
        .planned
        .id
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    Ok(linked(&calls, expected, &format!("V{prefix}")))
}

/// An action that was called, and what came.
struct Call {
    number: u32,
    asked: Invocation,
    came: Option<Invocation>,
    succeeded: bool,
}

impl Call {
    fn of(exchange: &Exchange) -> Result<Self, Unsayable> {
        let request = exchange.request.as_ref().ok_or(Unsayable::Spelled)?;
        let asked = soap::read_request(request.body.as_bytes()).ok_or(Unsayable::Spelled)?;
        let arguments: Vec<(&str, &str)> = asked
            .arguments
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let usual = soap::request(&asked.service_type, &asked.action, &arguments);
        if usual != request.body.as_bytes() || request.method != "POST" {
            return Err(Unsayable::Spelled);
        }
        let response = exchange.response.as_ref();
        let succeeded = response.is_some_and(|response| response.status == Some(200));
        let came = response.and_then(|response| soap::read_request(response.body.as_bytes()));
        Ok(Self {
            number: exchange.number,
            asked,
            came: came.filter(|_| succeeded),
            succeeded,
        })
    }
}

fn one_control_point(exchanges: &[&Exchange]) -> Result<(), Unsayable> {
    let agent = |exchange: &Exchange| -> Option<String> {
        let headers = &exchange.request.as_ref()?.headers;
        let agent = headers
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("user-agent"));
        agent.map(|(_, value)| value.clone())
    };
    let first = exchanges.first().and_then(|it| agent(it));
    let same = exchanges.iter().all(|it| agent(it) == first);
    if same {
        Ok(())
    } else {
        Err(Unsayable::TwoControlPoints)
    }
}

/// What the judgements of a call accept; of one that is not judged, what came: it arranges things.
fn expectation(call: &Call, judgements: &[Judgement]) -> Result<Expected, Unsayable> {
    let of_it = |judgement: &&Judgement| judgement.exchanges.contains(&call.number);
    let (mut success, mut codes, mut judged) = (false, Vec::new(), false);
    for accepted in judgements
        .iter()
        .filter(of_it)
        .flat_map(|judgement| &judgement.accepted)
    {
        judged = true;
        let words: Vec<&str> = accepted.split([' ', ',']).collect();
        match words.as_slice() {
            ["success"] => success = true,
            ["fault", code] | ["fault", code, ..]
                if code.parse::<u32>().is_ok() && !accepted.contains("then") =>
            {
                codes.extend(code.parse::<u32>());
            }
            _ => return Err(Unsayable::Judges(accepted.clone())),
        }
    }
    codes.dedup();
    Ok(match (judged, success || (!judged && call.succeeded)) {
        (_, true) => Expected::Success {
            outputs: Vec::new(),
            formats: Vec::new(),
            or_faults: codes,
        },
        (true, false) if !codes.is_empty() => Expected::Fault { codes },
        _ => Expected::Answer,
    })
}

/// The calls as test cases, with what an earlier one returned in variables.
fn linked(calls: &[Call], expected: Vec<Expected>, prefix: &str) -> Vec<TestCase> {
    let mut cases: Vec<TestCase> = Vec::new();
    for (index, (call, expected)) in calls.iter().zip(expected).enumerate() {
        let mut arguments = Vec::new();
        for (name, value) in &call.asked.arguments {
            let load_as = source(&calls[..index], value)
                .map(|from| keep(&mut cases, calls, from, value, prefix));
            let value = if load_as.is_some() {
                String::new()
            } else {
                value.clone()
            };
            arguments.push(Argument {
                name: name.clone(),
                value,
                load_as,
                save_as: None,
            });
        }
        let category = match &expected {
            Expected::Fault { .. } => Category::Invalid,
            Expected::Success { .. } => Category::CheckOutputs,
            Expected::Answer => Category::ValidInputs,
        };
        cases.push(TestCase {
            id: String::new(),
            line: 0,
            category: Some(category),
            step: Step::Invoke {
                action: call.asked.action.clone(),
                arguments,
            },
            expected,
            events: None,
            trouble: String::new(),
            comment: String::new(),
        });
    }
    cases
}

/// The latest call that returned a value which stands in this one, and the out argument.
fn source(calls: &[Call], value: &str) -> Option<(usize, usize)> {
    for (index, call) in calls.iter().enumerate().rev() {
        let outputs = call
            .came
            .iter()
            .flat_map(|came| came.arguments.iter().enumerate());
        for (at, (_, output)) in outputs {
            let plain = !output.is_empty() && output.len() <= 200 && !output.contains('<');
            if plain && (value == output || value.contains(&format!(">{output}<"))) {
                return Some((index, at));
            }
        }
    }
    None
}

/// Has the step keep its out argument, and where more stands around it, a text with it; the variable's name.
fn keep(
    cases: &mut [TestCase],
    calls: &[Call],
    (step, at): (usize, usize),
    value: &str,
    prefix: &str,
) -> String {
    let variable = format!("{prefix}_{step}_{at}");
    let came = calls[step]
        .came
        .as_ref()
        .and_then(|came| came.arguments.get(at));
    let Some((name, output)) = came else {
        return variable;
    };
    let Expected::Success {
        outputs, formats, ..
    } = &mut cases[step].expected
    else {
        return variable;
    };
    if !outputs
        .iter()
        .any(|it| it.save_as.as_ref() == Some(&variable))
    {
        outputs.push(Output {
            name: name.clone(),
            data_type: "string".to_owned(),
            save_as: Some(variable.clone()),
            ..Output::default()
        });
    }
    if value == output {
        return variable;
    }
    let text = format!("{variable}_{}", formats.len());
    formats.push(FormatArgument {
        save_as: text.clone(),
        format: value.replacen(&format!(">{output}<"), ">%s<", 1),
        variables: vec![variable],
    });
    text
}
