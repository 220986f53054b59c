//! 5.3.13 A_ARG_TYPE_SessionClass and 5.3.19 A_ARG_TYPE_SessionStatus in documents.

use ctk_vectors::facts;

use crate::document::{Judge, Mistake, Place, SESSION_CLASS, SESSION_STATUS, Value, listed, shown};

/// A session's status in the output: one of Table 7.
pub(crate) fn judge_status(judge: &mut Judge<'_>, status: &Place<'_>) {
    judge.check("M-5.3.19-1");
    let text = &status.node.text;
    if Value::read(SESSION_STATUS, text) != Value::Standard {
        judge.tell(|| {
            let text = format!("`{}` is not a session status", shown(text));
            Mistake::rule("M-5.3.19-1", status, listed(SESSION_STATUS), text).ruling("R-04")
        });
    }
}

/// A session's class in the output: one of Table 6, or a vendor's that the device lists.
pub(crate) fn judge_class(judge: &mut Judge<'_>, class: &Place<'_>) {
    judge.check("M-5.3.19-1");
    let text = &class.node.text;
    let value = Value::read(SESSION_CLASS, text);
    if value == Value::Empty {
        judge.tell(|| {
            let text = "the class is empty, as it may be before the first message of a session created without class";
            Mistake::rule("M-5.3.15-1", class, listed(SESSION_CLASS), text)
                .grade(crate::document::Grade::Note)
                .ruling("R-43")
        });
        return;
    }
    let listed_by_device = judge
        .context
        .session_classes
        .iter()
        .any(|known| known == text);
    judge_vendor_value(
        judge,
        class,
        value,
        listed_by_device,
        SESSION_CLASS,
        "M-5.3.19-1",
    );
}

/// What R-04 makes of a class that may be a vendor's.
pub(crate) fn judge_vendor_value(
    judge: &mut Judge<'_>,
    class: &Place<'_>,
    value: Value,
    listed_by_device: bool,
    table: u8,
    requirement: &str,
) {
    let known = judge.context.is_known();
    let variable = facts().values(table).map(|table| table.variable.as_str());
    let clause = variable
        .and_then(|name| facts().state_variable(name))
        .map_or("", |variable| variable.clause.as_str());
    let mistake = |expected: String, text: String| {
        Mistake::rule(requirement, class, expected, text)
            .clause(clause)
            .ruling("R-04")
    };
    let name = shown(&class.node.text);
    match value {
        Value::Standard | Value::Empty => {}
        Value::Almost(meant) => judge.tell(|| {
            mistake(
                meant.to_owned(),
                format!("`{name}` is `{meant}` but for case or punctuation"),
            )
        }),
        Value::Unknown { .. } if !known => judge.tell(|| {
            let text = format!(
                "`{name}` is not in Table {table}, and the device's capabilities are not known"
            );
            mistake(listed(table), text).warning()
        }),
        Value::Unknown { .. } if !listed_by_device => judge.tell(|| {
            let text =
                format!("`{name}` is neither in Table {table} nor among the device's capabilities");
            mistake(listed(table), text)
        }),
        Value::Unknown { prefixed: false } => judge.tell(|| {
            mistake(
                "a name beginning with X_".to_owned(),
                format!("the vendor's class `{name}` lacks the prefix X_"),
            )
            .warning()
        }),
        Value::Unknown { prefixed: true } => {}
    }
}
