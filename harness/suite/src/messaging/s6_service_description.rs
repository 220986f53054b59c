//! 6 Service description: what its listing has beyond Tables 1 and 9: events, allowed values, defaults.
//!
//! Names, types and arguments are judged with 5.3.1 and 5.5. Where the printed listing departs from the clauses it is
//! never held against a device.

use ctk_record::Judgement;
use ctk_vectors::messaging_2::req;
use ctk_vectors::{Presence, ValueTable, facts};
use ctk_wire::scpd::Variable;

use crate::case::Case;
use crate::case::slug::kebab;
use crate::judging::judgement::Stop;
use crate::tester::Statement;
use crate::tester::service_description::standard_variables;

/// The cases.
pub(crate) fn cases() -> Vec<Case> {
    let mut cases = vec![evented()];
    cases.extend(facts().value_tables.iter().map(allowed_values));
    cases.extend(
        facts()
            .value_tables
            .iter()
            .filter_map(|table| Some(default_value(table, table.default.as_deref()?))),
    );
    cases
}

/// 5.4, Table 8: what is evented, and nothing else. A variable that does not say is evented by default, which the
/// architecture's case judges.
fn evented() -> Case {
    Case::new(
        "6/evented-variables",
        "NewMessages and SessionUpdates are evented, no other state variable is",
    )
    .clause("5.4")
    .covers(&[req::M_5_4_1])
    .body(|t| {
        let fetched = t.descriptions().service()?;
        let wrong: Vec<String> = standard_variables(&fetched.scpd)
            .filter_map(|variable| {
                let due = facts()
                    .state_variable(&variable.name)
                    .is_some_and(|known| known.evented);
                let wrong = variable.send_events != due && (variable.says_send_events || due);
                let word = if variable.send_events { "yes" } else { "no" };
                wrong.then(|| format!("sendEvents of {} is {word}", variable.name))
            })
            .collect();
        t.record(
            Judgement::met(req::M_5_4_1, wrong.is_empty())
                .asked(&fetched.asked)
                .accepts(["sendEvents yes for NewMessages and SessionUpdates, else no"])
                .observed(if wrong.is_empty() {
                    "as Table 8 has it".to_owned()
                } else {
                    wrong.join(", ")
                })
                .exchanges([fetched.exchange]),
        )
    })
}

/// Tables 3 to 7, R-01, R-65: a part of the table that keeps the required values; with or without the empty value or
/// ANY; vendors' classes. No list at all is a remark.
fn allowed_values(table: &'static ValueTable) -> Case {
    Case::new(
        format!("6/allowed-values-{}", short(table)),
        format!(
            "{} allows the values of Table {}",
            table.variable, table.table
        ),
    )
    .covers(&[req::M_6_1])
    .body(move |t| {
        let fetched = t.descriptions().service()?;
        let variable = declared(fetched.scpd.variable(&table.variable), table)?;
        let wrong = judge(table, &variable.allowed_values);
        let required: Vec<&str> = required(table).collect();
        let accepted = if required.is_empty() {
            format!("values of Table {}", table.table)
        } else {
            let required = required.join(", ");
            format!("values of Table {}, among them {required}", table.table)
        };
        let statement = Statement {
            asked: &fetched.asked,
            accepted: &[&accepted],
            observed: match (variable.allowed_values.as_slice(), &wrong) {
                ([], _) => format!("{} has no allowedValueList", variable.name),
                (values, None) => values.join(", "),
                (values, Some(wrong)) => {
                    format!("{wrong}; {} allows {}", variable.name, values.join(", "))
                }
            },
            exchanges: &[fetched.exchange],
        };
        if variable.allowed_values.is_empty() {
            return t.remark(req::M_6_1, "R-65", &statement);
        }
        t.require(req::M_6_1, wrong.is_none(), &statement)
    })
}

fn required(table: &ValueTable) -> impl Iterator<Item = &str> {
    table
        .values
        .iter()
        .filter(|value| value.presence == Presence::Required)
        .map(|value| value.value.as_str())
}

/// What is wrong with a list of allowed values.
fn judge(table: &ValueTable, listed: &[String]) -> Option<String> {
    // The printed listing has line breaks within values.
    let listed: Vec<String> = listed
        .iter()
        .map(|value| value.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    let stands = |value: &str| listed.iter().any(|it| it == value);
    if let Some(missing) = required(table).find(|value| !stands(value)) {
        return Some(format!("{missing} is missing"));
    }
    let known = |value: &str| table.values.iter().any(|it| it.value == value);
    let plain = |value: &str| -> String {
        let letters = value.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    listed
        .iter()
        .filter(|value| !value.is_empty() && *value != "ANY" && !known(value))
        .find_map(|value| {
            let meant = table
                .values
                .iter()
                .find(|it| plain(&it.value) == plain(value));
            match meant {
                Some(meant) => Some(format!("{value} stands for {}", meant.value)),
                None if table.vendor => None,
                None => Some(format!("{value} is not in the table")),
            }
        })
}

/// Tables 3, 4 and 6: the default, where there is one, is the table's, unless the device lacks that value.
fn default_value(table: &'static ValueTable, due: &'static str) -> Case {
    Case::new(
        format!("6/default-{}", short(table)),
        format!("the default of {}, if any, is {due}", table.variable),
    )
    .covers(&[req::M_6_1])
    .body(move |t| {
        let fetched = t.descriptions().service()?;
        let variable = declared(fetched.scpd.variable(&table.variable), table)?;
        let values = &variable.allowed_values;
        let lacks = !values.is_empty() && !values.iter().any(|value| value == due);
        let met = match variable.default.as_deref() {
            None | Some("") => true,
            Some(default) => default == due || lacks,
        };
        t.record(
            Judgement::met(req::M_6_1, met)
                .asked(&fetched.asked)
                .accepts([&format!("defaultValue {due}"), "no defaultValue"])
                .observed(match &variable.default {
                    Some(default) => format!("defaultValue {default}"),
                    None => "no defaultValue".to_owned(),
                })
                .exchanges([fetched.exchange]),
        )
    })
}

fn declared<'s>(variable: Option<&'s Variable>, table: &ValueTable) -> Result<&'s Variable, Stop> {
    variable.ok_or_else(|| {
        Stop::NotApplicable(format!("state variable {} is not declared", table.variable))
    })
}

fn short(table: &ValueTable) -> String {
    kebab(table.variable.trim_start_matches("A_ARG_TYPE_"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ctk_vectors::messaging_2::{message_class, message_folder, session_status};

    fn judged(number: u8, listed: &[&str]) -> Option<String> {
        let table = facts().values(number).expect("Tables 3 to 7 are there");
        let listed: Vec<String> = listed.iter().map(|&value| value.to_owned()).collect();
        judge(table, &listed)
    }

    #[test]
    fn parts_of_a_table_and_vendors_classes_are_right() {
        assert_eq!(judged(3, &[message_class::SMS]), None);
        assert_eq!(
            judged(3, &["", message_class::SMS, "X_Fax", "Instant\n   Message"]),
            None
        );
        assert_eq!(
            judged(
                4,
                &[
                    "ANY",
                    message_folder::RECEIVED,
                    message_folder::OUTGOING,
                    message_folder::SENT
                ]
            ),
            None
        );
        assert_eq!(
            judged(
                7,
                &[
                    session_status::PENDING,
                    session_status::RUNNING,
                    session_status::PARKED
                ]
            ),
            None
        );
    }

    #[test]
    fn required_values_and_strangers_are_told() {
        let missing = Some("Sent is missing".to_owned());
        assert_eq!(
            judged(4, &[message_folder::RECEIVED, message_folder::OUTGOING]),
            missing
        );
        let stranger = [
            message_folder::RECEIVED,
            message_folder::OUTGOING,
            message_folder::SENT,
            "Spam",
        ];
        assert_eq!(
            judged(4, &stranger),
            Some("Spam is not in the table".to_owned())
        );
        assert_eq!(
            judged(3, &["email"]),
            Some("email stands for e-Mail".to_owned())
        );
    }
}
