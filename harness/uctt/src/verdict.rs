//! What came of a case, weighed by the rules of its file.

use crate::file::{Expected, ExpectedEvents, Output, TestCase};
use crate::values::same_value;
use crate::variables::Variables;

/// Invalid action: by its definition the action is not one of the service.
const INVALID_ACTION: u32 = 401;
/// Invalid arguments.
const INVALID_ARGUMENTS: u32 = 402;

/// What came of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Came {
    /// It succeeded, with these out arguments, in order.
    Success(Vec<(String, String)>),
    /// It failed, with this code where there was one.
    Fault(Option<u32>),
    /// There was no answer that says either, in words.
    Nothing(String),
}

/// The verdict of the file's rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// As expected.
    Pass,
    /// Otherwise, in words.
    Fail(String),
    /// The rules do not say, or a case before did not save what is needed; in words.
    Open(String),
}

/// Weighs what came of an action, and saves what the case saves.
pub fn of_action(case: &TestCase, came: &Came, variables: &mut Variables) -> Verdict {
    if !case.trouble.is_empty() {
        return Verdict::Open(case.trouble.clone());
    }
    match (&case.expected, came) {
        (_, Came::Nothing(why)) => Verdict::Fail(why.clone()),
        (Expected::Answer, Came::Success(_)) => Verdict::Pass,
        (Expected::Answer, Came::Fault(code)) => answered(*code),
        (Expected::Success { or_faults, .. }, Came::Fault(code)) => {
            one_of(*code, or_faults, "success")
        }
        (
            Expected::Success {
                outputs, formats, ..
            },
            Came::Success(arguments),
        ) => {
            let verdict = compared(outputs, arguments, variables);
            for format in formats {
                if let (Verdict::Pass, Err(unknown)) = (&verdict, variables.format(format)) {
                    return Verdict::Open(unknown.to_string());
                }
            }
            verdict
        }
        (Expected::Fault { codes }, Came::Fault(code)) => one_of(*code, codes, "no other answer"),
        (Expected::Fault { codes }, Came::Success(_)) => Verdict::Fail(format!(
            "success, where a fault {} is expected",
            list(codes)
        )),
    }
}

/// What is still missing of the events, or came otherwise; `seen` are variables and values in the order of arrival.
pub fn of_events(expected: &ExpectedEvents, seen: &[(String, String)]) -> Verdict {
    for wanted in &expected.variables {
        let values: Vec<&str> = seen
            .iter()
            .filter(|(name, _)| *name == wanted.name)
            .map(|(_, value)| value.as_str())
            .collect();
        let fits = |value: &&str| {
            let expected = wanted.value.as_deref();
            expected.is_none_or(|expected| same_value(&wanted.data_type, expected, value))
        };
        if values.iter().any(fits) {
            continue;
        }
        let what = match &wanted.value {
            Some(value) => format!("{} = {value:?}", wanted.name),
            None => wanted.name.clone(),
        };
        let came = match values.last() {
            Some(last) => format!("the last was {last:?}"),
            None => "none came".to_owned(),
        };
        let within = expected.within_s;
        return Verdict::Fail(format!("no event with {what} within {within} s: {came}"));
    }
    Verdict::Pass
}

/// The answer takes action and arguments for valid.
fn answered(code: Option<u32>) -> Verdict {
    match code {
        Some(INVALID_ACTION) => {
            Verdict::Fail("fault 401: the device does not know the action".to_owned())
        }
        Some(INVALID_ARGUMENTS) => {
            Verdict::Fail("fault 402: the device takes the arguments for invalid".to_owned())
        }
        Some(_) => Verdict::Pass,
        None => Verdict::Fail("a fault without an error code".to_owned()),
    }
}

fn one_of(code: Option<u32>, codes: &[u32], or: &str) -> Verdict {
    match code {
        Some(code) if codes.contains(&code) => Verdict::Pass,
        Some(code) if codes.is_empty() => {
            Verdict::Fail(format!("fault {code}, where {or} is expected"))
        }
        Some(code) => Verdict::Fail(format!(
            "fault {code}, where {} or {or} is expected",
            list(codes)
        )),
        None => Verdict::Fail("a fault without an error code".to_owned()),
    }
}

fn list(codes: &[u32]) -> String {
    let codes: Vec<String> = codes.iter().map(u32::to_string).collect();
    codes.join(" or ")
}

/// Compares the out arguments that the case names, and saves what it saves.
fn compared(
    outputs: &[Output],
    arguments: &[(String, String)],
    variables: &mut Variables,
) -> Verdict {
    for output in outputs {
        let came = arguments.iter().find(|(name, _)| *name == output.name);
        let Some((_, came)) = came else {
            if output.value.is_none() && output.match_with.is_none() && output.save_as.is_none() {
                continue;
            }
            return Verdict::Fail(format!("the answer lacks {}", output.name));
        };
        let wanted = match &output.match_with {
            Some(variable) => match variables.load(variable) {
                Ok(value) => Some(value.to_owned()),
                Err(unknown) => return Verdict::Open(unknown.to_string()),
            },
            None => output.value.clone(),
        };
        if let Some(wanted) = wanted
            && !same_value(&output.data_type, &wanted, came)
        {
            return Verdict::Fail(format!("{} is {came:?}, not {wanted:?}", output.name));
        }
        if let Some(variable) = &output.save_as {
            variables.save(variable, came);
        }
    }
    Verdict::Pass
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{Step, TestCase};

    fn case(expected: Expected) -> TestCase {
        TestCase {
            id: "1".to_owned(),
            line: 1,
            category: None,
            step: Step::Invoke {
                action: "GetStatus".to_owned(),
                arguments: Vec::new(),
            },
            expected,
            events: None,
            trouble: String::new(),
            comment: String::new(),
        }
    }

    fn weigh(expected: Expected, came: &Came) -> Verdict {
        of_action(&case(expected), came, &mut Variables::default())
    }

    fn success(arguments: &[(&str, &str)]) -> Came {
        let owned = arguments
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Came::Success(owned.collect())
    }

    #[test]
    fn an_answer_is_anything_that_takes_the_request_for_valid() {
        assert_eq!(weigh(Expected::Answer, &success(&[])), Verdict::Pass);
        assert_eq!(
            weigh(Expected::Answer, &Came::Fault(Some(718))),
            Verdict::Pass
        );
        for wrong in [
            Came::Fault(Some(401)),
            Came::Fault(Some(402)),
            Came::Fault(None),
            Came::Nothing("refused".to_owned()),
        ] {
            assert!(
                matches!(weigh(Expected::Answer, &wrong), Verdict::Fail(_)),
                "{wrong:?}"
            );
        }
    }

    #[test]
    fn a_success_is_compared_and_saved() {
        let outputs = vec![
            Output {
                name: "A".to_owned(),
                value: Some("1".to_owned()),
                data_type: "boolean".to_owned(),
                ..Output::default()
            },
            Output {
                name: "B".to_owned(),
                save_as: Some("b".to_owned()),
                ..Output::default()
            },
            Output {
                name: "C".to_owned(),
                ..Output::default()
            },
        ];
        let expected = Expected::Success {
            outputs,
            formats: Vec::new(),
            or_faults: vec![714],
        };
        let mut variables = Variables::default();
        let came = success(&[("A", "true"), ("B", "kept")]);
        assert_eq!(
            of_action(&case(expected.clone()), &came, &mut variables),
            Verdict::Pass
        );
        assert_eq!(variables.load("b"), Ok("kept"));
        assert_eq!(
            weigh(expected.clone(), &Came::Fault(Some(714))),
            Verdict::Pass
        );
        for wrong in [
            success(&[("A", "0"), ("B", "")]),
            success(&[("A", "1")]),
            Came::Fault(Some(501)),
        ] {
            assert!(
                matches!(weigh(expected.clone(), &wrong), Verdict::Fail(_)),
                "{wrong:?}"
            );
        }
        let matched = Output {
            name: "A".to_owned(),
            match_with: Some("never".to_owned()),
            ..Output::default()
        };
        let expected = Expected::Success {
            outputs: vec![matched],
            formats: Vec::new(),
            or_faults: Vec::new(),
        };
        assert!(matches!(
            weigh(expected, &success(&[("A", "1")])),
            Verdict::Open(_)
        ));
    }

    #[test]
    fn a_fault_has_one_of_the_codes() {
        let expected = Expected::Fault {
            codes: vec![402, 714],
        };
        assert_eq!(
            weigh(expected.clone(), &Came::Fault(Some(714))),
            Verdict::Pass
        );
        assert!(matches!(
            weigh(expected.clone(), &Came::Fault(Some(501))),
            Verdict::Fail(_)
        ));
        assert!(matches!(weigh(expected, &success(&[])), Verdict::Fail(_)));
    }

    #[test]
    fn events_are_looked_for_by_value() {
        let level = Output {
            name: "Level".to_owned(),
            value: Some("9".to_owned()),
            data_type: "i4".to_owned(),
            ..Output::default()
        };
        let expected = ExpectedEvents {
            within_s: 10,
            variables: vec![level],
        };
        let seen = |values: &[&str]| -> Vec<(String, String)> {
            values
                .iter()
                .map(|value| ("Level".to_owned(), (*value).to_owned()))
                .collect()
        };
        assert_eq!(of_events(&expected, &seen(&["10", "09"])), Verdict::Pass);
        assert_eq!(
            of_events(&expected, &seen(&["10"])),
            Verdict::Fail(
                "no event with Level = \"9\" within 10 s: the last was \"10\"".to_owned()
            )
        );
        assert!(matches!(of_events(&expected, &[]), Verdict::Fail(_)));
    }
}
