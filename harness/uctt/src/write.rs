//! Writes a test case file.

use std::fmt::Write as _;

use crate::file::{
    Argument, Category, Expected, ExpectedEvents, FormatArgument, Kind, Manual, Output, Step,
    TestCase, TestFile,
};

/// The file, as [`read`](crate::read) reads it.
pub fn write(file: &TestFile) -> String {
    let mut out = Writer::default();
    let root = match file.kind {
        Kind::Syntax => "ServiceControlSyntaxTestCases",
        Kind::Semantic => "ServiceSemanticTestCases",
    };
    out.line("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
    out.within(root, |out| {
        out.leaf("ServiceType", "", &file.service_type);
        out.leaf("ServiceVersion", "", &file.service_version.to_string());
        out.leaf("TestVersion", "", &file.test_version);
        match file.kind {
            Kind::Syntax => out.within("TestCaseList", |out| {
                for case in &file.cases {
                    out.syntax_case(case);
                }
            }),
            Kind::Semantic => out.groups(&file.cases),
        }
    });
    out.text
}

#[derive(Default)]
struct Writer {
    text: String,
    depth: usize,
}

impl Writer {
    fn line(&mut self, text: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "{:1$}{text}", "", self.depth * 2);
    }

    fn within(&mut self, tag: &str, inside: impl FnOnce(&mut Self)) {
        self.line(&format!("<{tag}>"));
        self.depth += 1;
        inside(self);
        self.depth -= 1;
        let name = tag.split(' ').next().unwrap_or(tag);
        self.line(&format!("</{name}>"));
    }

    fn leaf(&mut self, name: &str, attributes: &str, value: &str) {
        match value {
            "" => self.line(&format!("<{name}{attributes}/>")),
            value => self.line(&format!("<{name}{attributes}>{}</{name}>", escaped(value))),
        }
    }

    fn comment(&mut self, case: &TestCase) {
        if !case.comment.is_empty() {
            self.line(&format!("<!-- {} -->", case.comment.replace("--", "- -")));
        }
    }

    fn syntax_case(&mut self, case: &TestCase) {
        self.comment(case);
        self.within("TestCase", |out| {
            out.leaf("Id", "", &case.id);
            out.leaf("Category", "", category(case.category));
            out.leaf("ActionName", "", case.step.action().unwrap_or_default());
            match &case.step {
                Step::Invoke { arguments, .. } => out.in_arguments(arguments),
                Step::Message { headers, body, .. } => out.message(headers, body),
                Step::Manual(_) => {}
            }
            let code = match &case.expected {
                Expected::Answer => "ACTION_AND_INARGS_ARE_VALID",
                Expected::Success { .. } => "SUCCESS_RESPONSE",
                Expected::Fault { .. } => "FAILURE_RESPONSE",
            };
            out.leaf("ExpectedReturnCode", "", code);
            out.response(&case.expected);
        });
    }

    fn in_arguments(&mut self, arguments: &[Argument]) {
        if arguments.is_empty() {
            return;
        }
        self.within("InArgs", |out| {
            for argument in arguments {
                let mut attributes = said("LoadAs", argument.load_as.as_deref());
                attributes += &said("SaveAs", argument.save_as.as_deref());
                out.leaf(&argument.name, &attributes, &argument.value);
            }
        });
    }

    fn message(&mut self, headers: &[(String, String)], body: &str) {
        self.within("ControlMessageAction", |out| {
            out.within("Message", |out| {
                out.within("Headers", |out| {
                    for (name, value) in headers {
                        out.leaf("Header", "", &format!("{name}: {value}"));
                    }
                });
                out.within("MessageBody", |out| out.line(body));
            });
        });
    }

    fn response(&mut self, expected: &Expected) {
        match expected {
            Expected::Answer => {}
            Expected::Success {
                outputs,
                formats,
                or_faults,
            } => self.within("ExpectedResponse", |out| {
                out.success(outputs, formats);
                out.faults("OptionalAllowedFaultCodes", or_faults);
            }),
            Expected::Fault { codes } => self.within("ExpectedResponse", |out| {
                let (first, others) = codes.split_at(codes.len().min(1));
                out.faults("FailureResponse", first);
                out.faults("OptionalAllowedFaultCodes", others);
            }),
        }
    }

    fn success(&mut self, outputs: &[Output], formats: &[FormatArgument]) {
        if outputs.is_empty() && formats.is_empty() {
            return self.line("<SuccessResponse/>");
        }
        self.within("SuccessResponse", |out| {
            if !outputs.is_empty() {
                out.within("OutArgsList", |out| {
                    outputs.iter().for_each(|output| out.output(output))
                });
            }
            for format in formats {
                out.within(
                    &format!("FormatArg{}", said("SaveAs", Some(&format.save_as))),
                    |out| {
                        out.leaf("Format", "", &format.format);
                        format
                            .variables
                            .iter()
                            .for_each(|name| out.leaf(name, "", ""));
                    },
                );
            }
        });
    }

    fn output(&mut self, output: &Output) {
        let mut attributes = said("MatchWith", output.match_with.as_deref());
        attributes += &said("SaveAs", output.save_as.as_deref());
        attributes += &said(
            "dataType",
            Some(output.data_type.as_str()).filter(|it| !it.is_empty()),
        );
        self.leaf(
            &output.name,
            &attributes,
            output.value.as_deref().unwrap_or_default(),
        );
    }

    fn faults(&mut self, tag: &str, codes: &[u32]) {
        if !codes.is_empty() {
            self.within(tag, |out| {
                for code in codes {
                    out.leaf("FaultCode", " dataType=\"ui2\"", &code.to_string());
                }
            });
        }
    }

    /// Cases of a semantic file by the group before the point of their id.
    fn groups(&mut self, cases: &[TestCase]) {
        let group = |case: &TestCase| {
            case.id
                .rsplit_once('.')
                .map_or("0", |(group, _)| group)
                .to_owned()
        };
        self.within("TestGroupList", |out| {
            for cases in cases.chunk_by(|one, next| group(one) == group(next)) {
                out.within("TestGroup", |out| {
                    out.leaf("Id", "", &group(&cases[0]));
                    out.within("TestCaseList", |out| {
                        cases.iter().for_each(|case| out.semantic_case(case))
                    });
                });
            }
        });
    }

    fn semantic_case(&mut self, case: &TestCase) {
        self.comment(case);
        self.within("TestCase", |out| {
            out.leaf("Id", "", case.id.rsplit('.').next().unwrap_or_default());
            out.within("Action", |out| match &case.step {
                Step::Manual(manual) => out.manual(manual),
                step => out.within("UPnPAction", |out| {
                    out.leaf("ActionName", "", step.action().unwrap_or_default());
                    if let Step::Invoke { arguments, .. } = step {
                        out.in_arguments(arguments);
                    }
                    out.response(&case.expected);
                }),
            });
            if let Some(events) = &case.events {
                out.events(events);
            }
        });
    }

    fn manual(&mut self, manual: &Manual) {
        self.within("ManualAction", |out| {
            out.leaf("ActionInstruction", "", &manual.instruction);
            out.leaf("VerificationInstruction", "", &manual.verification);
            let expected = if manual.succeeds {
                "<ExpectedSuccessResponse/>"
            } else {
                "<ExpectedFailureResponse/>"
            };
            out.line(expected);
        });
    }

    fn events(&mut self, events: &ExpectedEvents) {
        self.within("ExpectedUPnPEventResponse", |out| {
            out.leaf(
                "MaxWaitTimeToRecvEventsInSecs",
                " dataType=\"ui2\"",
                &events.within_s.to_string(),
            );
            out.within("EventedStateVariablesList", |out| {
                events
                    .variables
                    .iter()
                    .for_each(|variable| out.output(variable));
            });
        });
    }
}

fn category(category: Option<Category>) -> &'static str {
    match category {
        Some(Category::CheckOutputs) => "Valid Action And Check OutArgs",
        Some(Category::Invalid) => "Invalid Action Or InArgs",
        Some(Category::ExtraMessage) => "Extra Headers And Extra Control Message",
        Some(Category::ValidInputs) | None => "Valid Action And Valid InArgs",
    }
}

fn said(name: &str, value: Option<&str>) -> String {
    value.map_or_else(String::new, |value| {
        format!(" {name}=\"{}\"", escaped(value))
    })
}

/// A text as character data; what XML 1.0 cannot hold is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\n' | '\t' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() && u32::from(c) < 0x20 => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;
    use proptest::prelude::*;

    fn name() -> impl Strategy<Value = String> {
        "[A-Z][A-Za-z0-9_]{0,8}"
    }

    fn text() -> impl Strategy<Value = String> {
        prop_oneof![Just(String::new()), "[ -~äß\n]{0,20}[!-~]"]
    }

    fn argument() -> impl Strategy<Value = Argument> {
        (
            name(),
            text(),
            proptest::option::of(name()),
            proptest::option::of(name()),
        )
            .prop_map(|(name, value, load_as, save_as)| Argument {
                name,
                value,
                load_as,
                save_as,
            })
    }

    fn output() -> impl Strategy<Value = Output> {
        (
            name(),
            text(),
            proptest::option::of(name()),
            proptest::option::of(name()),
        )
            .prop_map(|(name, value, match_with, save_as)| Output {
                name,
                value: (!value.is_empty()).then_some(value),
                data_type: "string".to_owned(),
                match_with,
                save_as,
            })
    }

    fn expected() -> impl Strategy<Value = Expected> {
        let codes = proptest::collection::vec(400..900_u32, 1..3);
        prop_oneof![
            (proptest::collection::vec(output(), 0..3), codes.clone()).prop_map(
                |(outputs, or_faults)| Expected::Success {
                    outputs,
                    formats: vec![FormatArgument {
                        save_as: "F".to_owned(),
                        format: "a%s".to_owned(),
                        variables: vec!["V".to_owned()]
                    }],
                    or_faults,
                }
            ),
            codes.prop_map(|codes| Expected::Fault { codes }),
        ]
    }

    fn case() -> impl Strategy<Value = TestCase> {
        (
            name(),
            proptest::collection::vec(argument(), 0..4),
            expected(),
        )
            .prop_map(|(action, arguments, expected)| TestCase {
                id: "1".to_owned(),
                line: 0,
                category: Some(Category::CheckOutputs),
                step: Step::Invoke { action, arguments },
                expected,
                events: None,
                trouble: String::new(),
                comment: String::new(),
            })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(cases in proptest::collection::vec(case(), 1..4), semantic: bool) {
            let kind = if semantic { Kind::Semantic } else { Kind::Syntax };
            let mut file = TestFile {
                kind,
                service_type: "Lamp".to_owned(),
                service_version: 2,
                test_version: "1".to_owned(),
                cases,
            };
            for case in &mut file.cases {
                if semantic {
                    case.id = "3.1".to_owned();
                    case.category = None;
                }
            }
            let mut again = read(write(&file).as_bytes()).expect("what is written can be read");
            for case in &mut again.cases {
                case.line = 0;
            }
            prop_assert_eq!(again, file);
        }
    }
}
