//! Test case files of the UPnP certification tool, on the reference device.

mod support;

use serde_json::Value;
use support::{Desk, Served};

const FILE: &str = r#"<ServiceControlSyntaxTestCases>
  <ServiceType>Messaging</ServiceType><ServiceVersion>2</ServiceVersion><TestVersion>1</TestVersion>
  <TestCaseList>
    <TestCase><Id>1</Id><Category>Valid Action And Valid InArgs</Category><ActionName>GetMessagingCapabilities</ActionName>
      <ExpectedReturnCode>ACTION_AND_INARGS_ARE_VALID</ExpectedReturnCode></TestCase>
    <TestCase><Id>2</Id><Category>Invalid Action Or InArgs</Category><ActionName>ReadMessage</ActionName>
      <InArgs><MessageID SaveAs="id">CtkNone</MessageID></InArgs>
      <ExpectedReturnCode>FAILURE_RESPONSE</ExpectedReturnCode>
      <ExpectedResponse><FailureResponse><FaultCode dataType="ui2">701</FaultCode></FailureResponse></ExpectedResponse></TestCase>
    <TestCase><Id>3</Id><Category>Invalid Action Or InArgs</Category><ActionName>DeleteMessage</ActionName>
      <InArgs><MessageID LoadAs="id"/></InArgs>
      <ExpectedReturnCode>SUCCESS_RESPONSE</ExpectedReturnCode><ExpectedResponse><SuccessResponse/></ExpectedResponse></TestCase>
    <TestCase><Id>4</Id><Category>Valid Action And Valid InArgs</Category><ActionName>GetWeather</ActionName>
      <ExpectedReturnCode>ACTION_AND_INARGS_ARE_VALID</ExpectedReturnCode></TestCase>
    <TestCase><Id>5</Id><Category>Extra Headers And Extra Control Message</Category><ActionName>GetNewMessages</ActionName>
      <ControlMessageAction><Message><Headers><Header>JUNK: x</Header></Headers><MessageBody>
        <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body Id="b"><u:GetNewMessages xmlns:u="urn:schemas-upnp-org:service:Messaging:2"/></s:Body></s:Envelope>
      </MessageBody></Message></ControlMessageAction>
      <ExpectedReturnCode>SUCCESS_RESPONSE</ExpectedReturnCode></TestCase>
    <TestCase><Id>6</Id><Category>Valid Action And Check OutArgs</Category><ActionName>GetNewMessages</ActionName>
      <ExpectedReturnCode>SUCCESS_RESPONSE</ExpectedReturnCode>
      <ExpectedResponse><SuccessResponse><OutArgsList><NewMessages MatchWith="never" dataType="string"/></OutArgsList></SuccessResponse></ExpectedResponse></TestCase>
  </TestCaseList>
</ServiceControlSyntaxTestCases>"#;

/// The verdicts of a file, `file rules/architecture`, by id.
fn verdicts(json: &str) -> Vec<(String, String, String)> {
    let results: Value = serde_json::from_str(json).expect("the results are JSON");
    assert_eq!(results["schema"], "messaging-ctk/uctt/1");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let cases = results["cases"].as_array().expect("a list of cases");
    let verdict = |case: &Value| {
        (
            text(&case["id"]),
            text(&case["file_rules"]["verdict"]),
            text(&case["architecture"]["verdict"]),
        )
    };
    cases.iter().map(verdict).collect()
}

fn owned(rows: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    rows.iter()
        .map(|(a, b, c)| ((*a).to_owned(), (*b).to_owned(), (*c).to_owned()))
        .collect()
}

#[test]
fn each_category_has_the_verdict_of_its_rules() {
    let desk = Desk::new();
    let served = Served::start(&["--no-ssdp"]);
    desk.write("Messaging2.SyntaxTests.xml", FILE);
    let held = desk.run(&[
        "uctt",
        "run",
        "Messaging2.SyntaxTests.xml",
        &served.description,
        "--json",
    ]);
    assert_eq!(held.code, Some(0), "{}", held.errors);
    let came = verdicts(&held.said);
    assert_eq!(
        came,
        owned(&[
            ("1", "pass", "pass"),
            ("2", "inconclusive", "inconclusive"),
            ("3", "inconclusive", "inconclusive"),
            ("4", "not-applicable", "not-applicable"),
            ("5", "pass", "pass"),
            ("6", "inconclusive", "pass"),
        ]),
        "what takes effect is held back; {}",
        held.said
    );
    let allowed = desk.run(&[
        "uctt",
        "run",
        "Messaging2.SyntaxTests.xml",
        &served.description,
        "--json",
        "--invoke",
        "ReadMessage",
        "--invoke",
        "DeleteMessage",
    ]);
    let came = verdicts(&allowed.said);
    assert_eq!(
        came[1..3],
        owned(&[("2", "pass", "pass"), ("3", "fail", "pass")])
    );
    let text = desk.run(&[
        "uctt",
        "run",
        "Messaging2.SyntaxTests.xml",
        &served.description,
        "--allow-effects",
    ]);
    assert!(
        text.said.contains("fault 701, where success is expected"),
        "{}",
        text.said
    );
    assert!(
        text.said
            .contains("6 cases. By the file's rules: 3 pass, 1 fail"),
        "{}",
        text.said
    );
}

#[test]
fn a_wrong_result_passes_by_the_file_and_fails_by_the_architecture() {
    let desk = Desk::new();
    desk.write("t.xml", FILE);
    let served = Served::start(&["--no-ssdp", "--defect", "response-name-lower-case"]);
    let ran = desk.run(&["uctt", "run", "t.xml", &served.description]);
    assert_eq!(ran.code, Some(1), "{}{}", ran.said, ran.errors);
    assert!(ran.said.contains("pass        FAIL"), "{}", ran.said);
    assert!(ran.said.contains("UDA-CTRL-29"), "{}", ran.said);
}

#[test]
fn a_semantic_file_waits_for_events_and_asks_somebody() {
    let desk = Desk::new();
    let served = Served::start(&["--no-ssdp"]);
    desk.write(
        "s.xml",
        r#"<ServiceSemanticTestCases><ServiceType>Messaging</ServiceType><ServiceVersion>2</ServiceVersion><TestGroupList>
        <TestGroup><Id>1</Id><TestCaseList>
          <TestCase><Id>1</Id><Action><ManualAction><ActionInstruction>Look at it</ActionInstruction>
            <VerificationInstruction>It is on</VerificationInstruction><ExpectedSuccessResponse/></ManualAction></Action></TestCase>
          <TestCase><Id>2</Id><Action><UPnPAction><ActionName>GetNewMessages</ActionName><InArgs/>
            <ExpectedResponse><SuccessResponse><OutArgsList/><RetVal/></SuccessResponse></ExpectedResponse></UPnPAction></Action>
            <ExpectedUPnPEventResponse><MaxWaitTimeToRecvEventsInSecs dataType="ui2">1</MaxWaitTimeToRecvEventsInSecs>
            <EventedStateVariablesList><NewMessages dataType="string">never this</NewMessages></EventedStateVariablesList>
            </ExpectedUPnPEventResponse></TestCase>
        </TestCaseList></TestGroup></TestGroupList></ServiceSemanticTestCases>"#,
    );
    let alone = desk.run(&["uctt", "run", "s.xml", &served.description, "--json"]);
    assert_eq!(
        verdicts(&alone.said),
        owned(&[
            ("1.1", "inconclusive", "not-applicable"),
            ("1.2", "fail", "pass")
        ]),
        "{}",
        alone.said
    );
    let script = desk.write(
        "tester.sh",
        "#!/bin/sh\ncat >/dev/null\necho '{\"status\": \"done\"}'\n",
    );
    let command = format!("sh {}", script.display());
    let acted = desk.run(&[
        "uctt",
        "run",
        "s.xml",
        &served.description,
        "--json",
        "--upper-tester-command",
        &command,
    ]);
    assert_eq!(
        verdicts(&acted.said)[0].1,
        "pass",
        "{}{}",
        acted.said,
        acted.errors
    );
}

#[test]
fn files_and_devices_that_are_not_there() {
    let desk = Desk::new();
    desk.write("t.xml", FILE);
    desk.write("bad.xml", "<a>\n<b></a>");
    let bad = desk.run(&["uctt", "run", "bad.xml", "embedded"]);
    assert_eq!(bad.code, Some(2));
    assert!(bad.errors.contains("bad.xml: line 2"), "{}", bad.errors);
    assert_eq!(
        desk.run(&["uctt", "run", "absent.xml", "embedded"]).code,
        Some(2)
    );
    assert_eq!(
        desk.run(&["uctt", "run", "t.xml", "http://127.0.0.1:1/d.xml"])
            .code,
        Some(3)
    );
    desk.write(
        "other.xml",
        &FILE.replace("<ServiceType>Messaging<", "<ServiceType>Dimming<"),
    );
    let other = desk.run(&["uctt", "run", "other.xml", "embedded"]);
    assert_eq!(other.code, Some(3), "{}", other.said);
    assert!(
        other
            .said
            .contains("not applicable (the device hosts no Dimming:2)"),
        "{}",
        other.said
    );
}

#[test]
fn what_is_exported_says_the_same_again() {
    let desk = Desk::new();
    let (ran, _) = desk.judge(&[
        "embedded",
        "--case",
        "5.5.13",
        "--case",
        "5.5.5",
        "--journal",
        "run.jsonl",
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.errors);
    let exported = desk.run(&["uctt", "export", "files", "--run", "run.jsonl"]);
    assert_eq!(exported.code, Some(0), "{}", exported.errors);
    let file = "files/Messaging2.SyntaxTests.xml";
    let left_out = std::fs::read_to_string(desk.path().join("files/not-exported.txt"))
        .expect("it was written");
    assert!(
        left_out.contains("needs stimuli, not actions alone"),
        "{left_out}"
    );
    let again = |defect: &[&str]| {
        let served = Served::start(&[&["--no-ssdp"], defect].concat());
        desk.run(&[
            "uctt",
            "run",
            file,
            &served.description,
            "--allow-effects",
            "--json",
        ])
    };
    let clean = again(&[]);
    assert_eq!(clean.code, Some(0), "{}{}", clean.said, clean.errors);
    assert!(verdicts(&clean.said).len() > 10, "{}", clean.said);
    let broken = again(&["--defect", "unknown-session-708"]);
    assert_eq!(broken.code, Some(1), "{}{}", broken.said, broken.errors);
}
