//! What the readers of the wire made of an exchange, as filed: the rows they could judge by it, and what they found.

use ctk_record::{Finding, Grade};
use ctk_vectors::uda::row;
use ctk_wire::Reading;
use ctk_wire::soap::ControlResult;

use crate::lab::Lab;
use crate::passive::rows;
use crate::under_test::ServiceUnderTest;

/// Files a reading.
pub fn file<T>(lab: &mut dyn Lab, exchange: u32, asked: &str, reading: &Reading<T>) {
    lab.notice(exchange, &rows(reading), &findings(reading, asked));
}

/// Files that there was nothing to read, which breaks the row.
pub fn file_nothing(lab: &mut dyn Lab, exchange: u32, row: &str, text: String) {
    let finding = Finding::new(row, Grade::Fail, text);
    lab.notice(exchange, &[row.to_owned()], &[finding]);
}

/// The rows that a reading could judge, as filed.
pub(crate) fn rows<T>(reading: &Reading<T>) -> Vec<String> {
    reading.checked.iter().map(|&row| row.to_owned()).collect()
}

/// What a reading found, as filed.
pub(crate) fn findings<T>(reading: &Reading<T>, asked: &str) -> Vec<Finding> {
    let findings = reading.findings.iter();
    findings.map(|found| of_wire(found, asked)).collect()
}

/// What a control response gave an opportunity to judge, and what was found. A vendor's code from a standard action is
/// one deviation, which Table 46 forbids as well as the architecture: it is filed under the former.
pub fn of_control(
    dut: &ServiceUnderTest,
    reading: &Reading<ControlResult>,
    action: &str,
    asked: &str,
) -> (Vec<String>, Vec<Finding>) {
    // Whatever was read came completely and in time.
    let mut checked = rows(reading);
    checked.push("UDA-CTRL-25".to_owned());
    let mut filed: Vec<Finding> = reading
        .findings
        .iter()
        .filter(|it| !is_of_a_vendor(dut, &it.row))
        .map(|it| of_wire(it, asked))
        .collect();
    if let ControlResult::Fault {
        code: Some(code),
        description,
        ..
    } = &reading.value
    {
        let service = dut.service();
        let (more, found) = (service.faults)(action, *code, description.as_deref(), asked);
        let is_for_vendors = |it: &Finding| Some(it.requirement.as_str()) == service.vendor_codes;
        if found.iter().any(is_for_vendors) {
            filed.retain(|it| it.requirement != "UDA-CTRL-43");
            checked.retain(|row| row != "UDA-CTRL-43");
        }
        checked.extend(more);
        filed.extend(found);
    }
    (checked, filed)
}

/// The rows that an answer breaks which nobody can read as one to an action: its framing, its coding, its SOAP.
const UNREADABLE: [&str; 6] = [
    row::UDA_DESC_04,
    row::UDA_DESC_16,
    row::UDA_CTRL_54,
    row::UDA_CTRL_08,
    row::UDA_CTRL_29,
    row::UDA_CTRL_35,
];

/// The case that tells of an answer to an action which cannot be read, or of a fault that does not say which: that of
/// the row which it breaks. Nothing where it can be read, or breaks none: HTTP may refuse a request without a word of SOAP.
pub(crate) fn told_by(reading: &Reading<ControlResult>) -> Option<&'static str> {
    let rows_of: &[&str] = match reading.value {
        ControlResult::Unreadable { beyond: false, .. } => &UNREADABLE,
        ControlResult::Fault { code: None, .. } => &[row::UDA_CTRL_39],
        _ => &[],
    };
    let failed = |row: &&&str| {
        let mut findings = reading.findings.iter();
        findings.any(|found| found.row == **row && found.grade == ctk_wire::Grade::Fail)
    };
    rows_of
        .iter()
        .find(failed)
        .and_then(|row| rows::case_of(row))
}

/// The codes of a vendor's service are the vendor's, whatever its actions are called.
fn is_of_a_vendor(dut: &ServiceUnderTest, row: &str) -> bool {
    row == "UDA-CTRL-43" && !dut.service_type.starts_with("urn:schemas-upnp-org:")
}

/// A finding of the wire, as filed: the one place where its words become the record's.
pub fn of_wire(finding: &ctk_wire::Finding, asked: &str) -> Finding {
    let grade = match finding.grade {
        ctk_wire::Grade::Fail => Grade::Fail,
        ctk_wire::Grade::Warning => Grade::Warning,
        ctk_wire::Grade::Note => Grade::Note,
    };
    let text = match asked {
        "" => finding.text.clone(),
        asked => format!("{asked}: {}", finding.text),
    };
    Finding::new(finding.row.to_string(), grade, text)
}
