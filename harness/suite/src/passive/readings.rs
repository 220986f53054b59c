//! What the readers of the wire made of an exchange, as filed: the rows they could judge by it, and what they found.

use ctk_record::{Finding, Grade};
use ctk_wire::Reading;
use ctk_wire::soap::ControlResult;

use crate::lab::Lab;
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
