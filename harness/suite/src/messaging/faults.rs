//! What Table 46 says of the codes and texts of faults, looked at in every fault of a run (5.5.19).
//!
//! Which code fits which mistake is judged by the case that makes the mistake. Here it is only asked whether the code
//! is one that a standard action may return at all.

use ctk_record::{Finding, Grade};
use ctk_vectors::facts;
use ctk_vectors::messaging_2::req;

/// What there is to say about a fault of a standard action; nothing about those of vendors' actions.
pub(super) fn of_fault(
    action: &str,
    code: u32,
    description: Option<&str>,
    asked: &str,
) -> (Vec<String>, Vec<Finding>) {
    let Some(own) = facts().action(action) else {
        return (Vec::new(), Vec::new());
    };
    let checked = [req::M_T46_1, req::M_T46_2, req::M_T46_5]
        .map(str::to_owned)
        .to_vec();
    let finding = |requirement: &str, grade: Grade, ruling: Option<&str>, text: String| Finding {
        ruling: ruling.map(str::to_owned),
        ..Finding::new(requirement, grade, format!("{asked}: {text}"))
    };
    let known = u16::try_from(code)
        .ok()
        .and_then(|code| facts().error_code(code));
    let findings = match code {
        800..=899 => vec![finding(
            req::M_T46_2,
            Grade::Fail,
            None,
            format!("fault {code}, a code for vendors' actions"),
        )],
        700 | 712 | 713 => vec![finding(
            req::M_T46_5,
            Grade::Fail,
            None,
            format!("fault {code}, which Table 46 reserves or leaves out"),
        )],
        701..=799 if known.is_none() => vec![finding(
            req::M_T46_1,
            Grade::Fail,
            None,
            format!(
                "fault {code}, which is neither in Table {} nor in Table 46",
                own.errors_table
            ),
        )],
        _ => known
            .zip(description)
            .and_then(|(known, text)| described(known, text))
            .map(|text| finding(req::M_T46_1, Grade::Warning, Some("R-17"), text))
            .into_iter()
            .collect(),
    };
    (checked, findings)
}

/// What is wrong with the description of a code of Table 46, if it is not one of those that are usual.
fn described(known: &ctk_vectors::ErrorCode, text: &str) -> Option<String> {
    let usual = alike(&known.description, text) || known.also.iter().any(|it| alike(it, text));
    (!usual).then(|| {
        format!(
            "errorDescription of {} is {:?}, in Table 46 it is {:?}",
            known.code,
            text.chars().take(80).collect::<String>(),
            known.description
        )
    })
}

// case does not matter; nor does white space, which no reader sees.
fn alike(table: &str, text: &str) -> bool {
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_lowercase)
            .collect::<Vec<_>>()
    };
    words(table) == words(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ctk_vectors::messaging_2::action;

    fn found(action: &str, code: u32, description: Option<&str>) -> Vec<(String, Grade)> {
        let (_, findings) = of_fault(action, code, description, "asked");
        findings
            .into_iter()
            .map(|finding| (finding.requirement, finding.grade))
            .collect()
    }

    #[test]
    fn codes_that_an_action_may_return_are_clean() {
        for code in [401, 402, 499, 501, 600, 606, 699] {
            assert!(found(action::READ_MESSAGE, code, None).is_empty(), "{code}");
        }
        for known in &facts().error_codes {
            let code = u32::from(known.code);
            assert!(found(action::READ_MESSAGE, code, Some(&known.description)).is_empty());
        }
    }

    #[test]
    fn texts_differ_in_case_and_by_misprint() {
        assert!(found(action::READ_MESSAGE, 606, Some("ACTION not autohrized ")).is_empty());
        assert!(found(action::SEARCH_MESSAGES, 702, Some("Invalid Class")).is_empty());
        assert_eq!(
            found(action::READ_MESSAGE, 701, Some("no such thing")),
            [(req::M_T46_1.to_owned(), Grade::Warning)]
        );
    }

    #[test]
    fn each_stray_code_is_one_finding() {
        for (code, requirement) in [
            (700, req::M_T46_5),
            (712, req::M_T46_5),
            (713, req::M_T46_5),
            (715, req::M_T46_1),
            (799, req::M_T46_1),
            (800, req::M_T46_2),
            (899, req::M_T46_2),
        ] {
            assert_eq!(
                found(action::READ_MESSAGE, code, Some("x")),
                [(requirement.to_owned(), Grade::Fail)],
                "{code}"
            );
        }
    }

    #[test]
    fn vendors_actions_are_their_own_affair() {
        let (checked, findings) = of_fault("X_example_Act", 801, None, "asked");
        assert!(checked.is_empty() && findings.is_empty());
    }
}
