use super::*;
use crate::file::{Category, Expected, Step};

const SYNTAX: &str = r#"<?xml version="1.0"?>
<ServiceControlSyntaxTestCases>
  <ServiceType>Lamp</ServiceType><ServiceVersion>1</ServiceVersion><TestVersion>0.1</TestVersion>
  <TestCaseList>
    <TestCase><Id>1</Id><Category>valid Action AND Valid InArgs</Category><ActionName>SetLevel</ActionName>
      <InArgs><Level SaveAs="L" dataType="ui1">5</Level><Colour LoadAs="C"/></InArgs>
      <ExpectedReturnCode>ACTION_AND_INARGS_ARE_VALID</ExpectedReturnCode></TestCase>
    <TestCase><Id>2</Id><Category>Valid Action And Check OutArgs</Category><ActionName>GetLevel</ActionName>
      <ExpectedReturnCode>SUCCESS_RESPONSE</ExpectedReturnCode>
      <ExpectedResponse><SuccessResponse>
        <OutArgsList><Level MatchWith="L" dataType="ui1"/><Colour/></OutArgsList>
        <RetVal><Name dataType="string">x</Name></RetVal>
        <FormatArg SaveAs="F"><Format>%s!</Format><L/></FormatArg>
      </SuccessResponse><OptionalAllowedFaultCodes><FaultCode dataType="ui2">501</FaultCode></OptionalAllowedFaultCodes></ExpectedResponse></TestCase>
    <TestCase><Id>3</Id><Category>Invalid Action or Invalid Args</Category><ActionName>Nothing</ActionName>
      <ExpectedReturnCode>732</ExpectedReturnCode></TestCase>
    <TestCase><Id>4</Id><Category>Extra Headers And Extra Control Message</Category><ActionName>GetLevel</ActionName>
      <ControlMessageAction><Message><Headers><Header>JUNK: a:b</Header></Headers><MessageBody>
        // the envelope
        <s:Envelope xmlns:s="urn:x"><s:Body a="1"/></s:Envelope>
      </MessageBody></Message></ControlMessageAction>
      <ExpectedReturnCode>SUCCESS_RESPONSE</ExpectedReturnCode></TestCase>
    <TestCase><Id>5</Id><Category>Something else</Category><ActionName>GetLevel</ActionName>
      <ExpectedReturnCode>SUCCESS_RESPONSE</ExpectedReturnCode></TestCase>
    <TestCase><Id>6</Id><Category>Valid Action And Check OutArgs</Category><ActionName>GetLevel</ActionName>
      <ExpectedReturnCode>PERHAPS</ExpectedReturnCode></TestCase>
  </TestCaseList>
</ServiceControlSyntaxTestCases>"#;

#[test]
fn every_category_of_a_syntax_file() {
    let file = read(SYNTAX.as_bytes()).expect("it can be read");
    assert_eq!(
        (file.kind, file.service_type.as_str(), file.service_version),
        (Kind::Syntax, "Lamp", 1)
    );
    let [valid, checked, invalid, extra, unknown, unsaid] = file.cases.as_slice() else {
        panic!("{} cases", file.cases.len());
    };
    assert_eq!(valid.category, Some(Category::ValidInputs));
    let Step::Invoke { arguments, .. } = &valid.step else {
        panic!("{valid:?}")
    };
    assert_eq!(arguments[0].save_as.as_deref(), Some("L"));
    assert_eq!(arguments[1].load_as.as_deref(), Some("C"));
    let Expected::Success {
        outputs,
        formats,
        or_faults,
    } = &checked.expected
    else {
        panic!("{checked:?}")
    };
    assert_eq!(outputs.len(), 3);
    assert_eq!(outputs[0].match_with.as_deref(), Some("L"));
    assert_eq!(
        (formats[0].format.as_str(), formats[0].variables[0].as_str()),
        ("%s!", "L")
    );
    assert_eq!(or_faults, &[501]);
    assert_eq!(invalid.expected, Expected::Fault { codes: vec![732] });
    let Step::Message { headers, body, .. } = &extra.step else {
        panic!("{extra:?}")
    };
    assert_eq!(headers, &[("JUNK".to_owned(), "a:b".to_owned())]);
    assert_eq!(
        body,
        "<s:Envelope xmlns:s=\"urn:x\"><s:Body a=\"1\"/></s:Envelope>"
    );
    assert!(unknown.trouble.contains("Something else"));
    assert!(unsaid.trouble.contains("PERHAPS"));
}

#[test]
fn groups_of_a_semantic_file() {
    let text = r#"<ServiceSemanticTestCases><ServiceType>Lamp</ServiceType><ServiceVersion>1</ServiceVersion>
      <TestGroupList><TestGroup><Id>7</Id><TestCaseList>
        <TestCase><Id>0</Id><Action><ManualAction><ActionInstruction>Press it</ActionInstruction>
          <VerificationInstruction>It glows</VerificationInstruction><ExpectedSuccessResponse/></ManualAction></Action></TestCase>
        <TestCase><Id>1</Id><Action><UPnPAction><ActionName>SetLevel</ActionName><InArgs><Level>3</Level></InArgs>
          <ExpectedResponse><FailureResponse><FaultCode dataType="ui2">600</FaultCode></FailureResponse></ExpectedResponse></UPnPAction></Action>
          <ExpectedUPnPEventResponse><MaxWaitTimeToRecvEventsInSecs dataType="ui2">4</MaxWaitTimeToRecvEventsInSecs>
          <EventedStateVariablesList><Level dataType="ui1">3</Level></EventedStateVariablesList></ExpectedUPnPEventResponse></TestCase>
      </TestCaseList></TestGroup></TestGroupList></ServiceSemanticTestCases>"#;
    let file = read(text.as_bytes()).expect("it can be read");
    assert_eq!(file.kind, Kind::Semantic);
    let Step::Manual(manual) = &file.cases[0].step else {
        panic!("{:?}", file.cases[0])
    };
    assert_eq!(
        (manual.instruction.as_str(), manual.succeeds),
        ("Press it", true)
    );
    assert_eq!(file.cases[1].id, "7.1");
    assert_eq!(file.cases[1].expected, Expected::Fault { codes: vec![600] });
    let events = file.cases[1].events.as_ref().expect("it has events");
    assert_eq!(
        (events.within_s, events.variables[0].value.as_deref()),
        (4, Some("3"))
    );
}

#[test]
fn what_is_no_such_file_is_refused_with_its_place() {
    for (text, words) in [
        ("", "not well-formed"),
        ("<a>\n<b></a>", "line 2"),
        ("<scpd/>", "the root is `scpd`"),
        ("<ServiceSemanticTestCases/>", "no test case"),
        (
            "<ServiceSemanticTestCases><a/></ServiceSemanticTestCases>",
            "lacks `ServiceVersion`",
        ),
        (
            "<ServiceControlSyntaxTest><ServiceType>x</ServiceType><ServiceVersion>one</ServiceVersion><TestCaseList/></ServiceControlSyntaxTest>",
            "ServiceVersion is `one`",
        ),
        (
            "<ServiceControlSyntaxTest><ServiceVersion>1</ServiceVersion><TestCaseList>\n<TestCase/></TestCaseList></ServiceControlSyntaxTest>",
            "line 2: `TestCase` lacks `ActionName`",
        ),
    ] {
        let error = read(text.as_bytes()).expect_err(text).to_string();
        assert!(error.contains(words), "{error}");
    }
    assert_eq!(read(b"<a>\xff</a>"), Err(FileError::NotUtf8(3)));
    assert_eq!(read(&vec![b' '; LARGEST + 1]), Err(FileError::TooLong));
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300), cut in 0..SYNTAX.len()) {
        let _ = read(&bytes);
        let mut text = SYNTAX.as_bytes().to_vec();
        text.truncate(cut);
        text.extend(bytes);
        let _ = read(&text);
    }
}
