//! What is filed of an answer and of a document: under which requirement, how gravely, and with what beside it.

use ctk_model::document::{self, Layer, Read};
use ctk_record::{Finding, Grade, Judgement};
use ctk_suite::lab::{Answer, Ask, HttpAnswer, Lab, LabError};
use ctk_suite::passive::{readings, watch};
use ctk_suite::tester::read_answer;
use ctk_suite::under_test::ServiceUnderTest;

use crate::recording::recording;
use crate::response::Parts;

/// A lab that keeps what is filed.
#[derive(Default)]
struct Filing {
    checked: Vec<String>,
    findings: Vec<Finding>,
}

impl Filing {
    /// How a requirement was found broken.
    fn grades(&self, requirement: &str) -> Vec<Grade> {
        let of_it = |it: &&Finding| it.requirement == requirement;
        self.findings
            .iter()
            .filter(of_it)
            .map(|it| it.grade)
            .collect()
    }

    fn has_checked(&self, requirement: &str) -> bool {
        self.checked.iter().any(|it| it == requirement)
    }
}

impl Lab for Filing {
    fn perform(&mut self, ask: &Ask) -> Result<Answer, LabError> {
        Err(LabError::Broken(format!("{ask:?}")))
    }

    fn notice(&mut self, _: u32, checked: &[String], findings: &[Finding]) {
        self.checked.extend_from_slice(checked);
        self.findings.extend_from_slice(findings);
    }

    fn judged(&mut self, _: &Judgement) {}

    fn clean_up_begins(&mut self) {}
}

/// What is filed of a fault with this code, that an action of a service of this type gave.
fn filed_of_fault(service_type: &str, action: &str, code: u16) -> Filing {
    let mut parts = Parts {
        status_line: "HTTP/1.1 500 Internal Server Error".to_owned(),
        headers: ["CONTENT-LENGTH: 0", "CONTENT-TYPE: text/xml", "EXT:"]
            .map(str::to_owned)
            .to_vec(),
        body: String::new(),
    };
    parts.make_fault(code);
    let mut service: ServiceUnderTest = recording("uda-2.0").dut.first().clone();
    service.service_type = service_type.to_owned();
    let mut lab = Filing::default();
    let answer = HttpAnswer {
        exchange: 1,
        bytes: parts.bytes(),
        closed: true,
        failure: None,
        at_ms: 0,
        elapsed_ms: 1,
    };
    read_answer(&mut lab, &service, action, &answer);
    lab
}

const MESSAGING: &str = "urn:schemas-upnp-org:service:Messaging:2";
const STANDARD: &str = "urn:schemas-upnp-org:service:Dimming:1";
const VENDORS: &str = "urn:example-com:service:Dimming:1";

/// One deviation gives one failure: what the service's own table forbids is not the architecture's failure as well.
#[test]
fn a_vendors_code_is_filed_once() {
    let filed = filed_of_fault(MESSAGING, "ReadMessage", 801);
    assert_eq!(filed.grades("M-T46-2"), [Grade::Fail]);
    assert_eq!(filed.grades("UDA-CTRL-43"), []);
    assert!(filed.has_checked("M-T46-2") && filed.has_checked("UDA-CTRL-25"));
    assert!(!filed.has_checked("UDA-CTRL-43"));

    let filed = filed_of_fault(STANDARD, "SetLoadLevelTarget", 801);
    assert_eq!(filed.grades("UDA-CTRL-43"), [Grade::Fail]);
    assert_eq!(filed.grades("M-T46-2"), []);
    assert!(filed.has_checked("UDA-CTRL-43") && !filed.has_checked("M-T46-2"));

    // The codes of a vendor's service are the vendor's.
    let filed = filed_of_fault(VENDORS, "SetLoadLevelTarget", 801);
    assert_eq!(filed.grades("UDA-CTRL-43"), []);
    // That does not excuse its other deviations.
    let elsewhere = filed_of_fault(STANDARD, "SetLoadLevelTarget", 801).findings;
    let others = |it: &&Finding| it.requirement != "UDA-CTRL-43";
    assert!(filed.findings.iter().eq(elsewhere.iter().filter(others)));
}

#[test]
fn a_code_of_the_table_is_checked_by_both_and_found_by_none() {
    let filed = filed_of_fault(MESSAGING, "ReadMessage", 701);
    for requirement in ["M-T46-1", "M-T46-2", "UDA-CTRL-43"] {
        assert!(filed.has_checked(requirement), "{requirement}");
    }
    assert_eq!(filed.grades("M-T46-2"), []);
    assert_eq!(filed.grades("UDA-CTRL-43"), []);
}

fn mistake(grade: Grade) -> document::Finding {
    document::Finding {
        requirement: "M-5.3.10-2".to_owned(),
        also: vec!["M-5.3.10-1".to_owned(), "M-5.5.5-1".to_owned()],
        grade,
        layer: Layer::Rule,
        ruling: Some("R-17".to_owned()),
        line: 3,
        column: 7,
        path: "/m:message".to_owned(),
        clause: "5.3.10.2".to_owned(),
        expected: "one of Table 3".to_owned(),
        text: "the class is odd".to_owned(),
    }
}

fn filed_of_mistake(mistake: document::Finding) -> Vec<Finding> {
    let read = Read::<()> {
        value: None,
        findings: vec![mistake],
        checked: Vec::new(),
    };
    watch::of_document(&read, "a message")
}

#[test]
fn a_mistake_in_a_document_keeps_its_ruling_and_what_would_have_been_right() {
    let filed = filed_of_mistake(mistake(Grade::Warning));
    let text = "a message, line 3 column 7, /m:message: the class is odd";
    assert_eq!(
        filed,
        [Finding {
            ruling: Some("R-17".to_owned()),
            expected: "one of Table 3".to_owned(),
            ..Finding::new("M-5.3.10-2", Grade::Warning, text)
        }]
    );
    assert!(filed[0].superseded_by.is_none());
}

#[test]
fn what_a_mistake_breaks_besides_learns_of_it_by_a_note() {
    let filed = filed_of_mistake(mistake(Grade::Fail));
    let of = |it: &Finding| (it.requirement.clone(), it.grade, it.superseded_by.clone());
    let note = |id: &str| {
        let by = Some("M-5.3.10-2".to_owned());
        (id.to_owned(), Grade::Note, by)
    };
    let broken = ("M-5.3.10-2".to_owned(), Grade::Fail, None);
    assert_eq!(
        filed.iter().map(of).collect::<Vec<_>>(),
        [note("M-5.3.10-1"), note("M-5.5.5-1"), broken]
    );
    // A note says against what it counts; what breaks nothing needs no notes.
    assert!(filed[0].text.starts_with("held against M-5.3.10-2: "));
    assert_eq!(filed_of_mistake(mistake(Grade::Note)).len(), 1);
}

#[test]
fn the_clause_is_named_where_it_is_not_the_requirements_own() {
    let clause_of = |layer, clause: &str| {
        let filed = filed_of_mistake(document::Finding {
            layer,
            clause: clause.to_owned(),
            ..mistake(Grade::Warning)
        });
        filed[0].text.ends_with(&format!("({clause})"))
    };
    assert!(clause_of(Layer::Rule, "5.3.20.2"));
    assert!(!clause_of(Layer::NotValid, "5.3.20.2"));
    assert!(!clause_of(Layer::Rule, "5.3.10.2"));
    assert!(!clause_of(Layer::Rule, ""));
}

#[test]
fn a_finding_of_the_wire_says_what_was_asked() {
    for (grade, filed) in [
        (ctk_wire::Grade::Fail, Grade::Fail),
        (ctk_wire::Grade::Warning, Grade::Warning),
        (ctk_wire::Grade::Note, Grade::Note),
    ] {
        let finding = ctk_wire::Finding {
            row: "UDA-CTRL-43".into(),
            deviation: "".into(),
            subject: String::new(),
            grade,
            text: "odd".to_owned(),
        };
        let expected = Finding::new("UDA-CTRL-43", filed, "asked: odd");
        assert_eq!(readings::of_wire(&finding, "asked"), expected);
        assert_eq!(readings::of_wire(&finding, "").text, "odd");
    }
}
