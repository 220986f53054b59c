//! Values for the arguments of actions, from what the service description promises.

use ctk_wire::scpd::{Action, Direction, Scpd, Variable};

use super::ServiceUnderTest;
use super::actions::only_asks;

/// How many values of one argument are tried.
const MOST_VALUES: usize = 32;

impl ServiceUnderTest {
    /// The declared actions that may really be called with arguments: those that are known to take no effect, and those
    /// that the operator named.
    pub(crate) fn allowed_actions(&self) -> Vec<&Action> {
        let actions = self.scpd.iter().flat_map(|scpd| &scpd.actions);
        actions
            .filter(|action| self.may_call(&action.name))
            .collect()
    }

    /// Those of them that may be called with any value: nothing comes of it. An action that the operator named has to
    /// ask by its name, or to take no arguments: that it may take effect does not mean that any effect is welcome.
    pub(crate) fn asked_with_any_value(&self) -> Vec<&Action> {
        let published = self.published();
        let mut actions = self.allowed_actions();
        actions.retain(
            |action| match published.and_then(|known| known.action(&action.name)) {
                Some(known) => known.safe,
                None => only_asks(&action.name) || action.names(Direction::In).is_empty(),
            },
        );
        actions
    }

    /// The variable that an argument of the action is related to.
    pub(crate) fn variable_of(&self, action: &Action, argument: &str) -> Option<&Variable> {
        let argument = action.arguments.iter().find(|it| it.name == argument)?;
        self.scpd
            .as_ref()
            .and_then(|scpd: &Scpd| scpd.variable(&argument.variable))
    }

    /// The in arguments of the action, in order, with values that mean nothing special: those of the service's file, or
    /// the first that the service description allows.
    pub(crate) fn usual_values(&self, action: &Action) -> Vec<(String, String)> {
        let published = self.published();
        let arguments = action.arguments.iter();
        let inputs = arguments.filter(|argument| argument.direction == Some(Direction::In));
        inputs
            .map(|argument| {
                let given = published.and_then(|it| it.defaults.get(&argument.variable));
                let declared = self.variable_of(action, &argument.name);
                let value = given.cloned().unwrap_or_else(|| usual(declared));
                (argument.name.clone(), value)
            })
            .collect()
    }
}

/// A value of the variable that means nothing special.
fn usual(variable: Option<&Variable>) -> String {
    let Some(variable) = variable else {
        return String::new();
    };
    let first = allowed(variable).into_iter().next();
    let default = variable
        .default
        .clone()
        .filter(|text| variable.misfit(text).is_none());
    default
        .or(first)
        .unwrap_or_else(|| match variable.data_type.as_str() {
            "string" | "uri" | "bin.base64" | "bin.hex" => String::new(),
            "char" => "a".to_owned(),
            "date" | "dateTime" | "dateTime.tz" => "2026-01-01".to_owned(),
            "time" | "time.tz" => "00:00:00".to_owned(),
            "uuid" => "00000000-0000-0000-0000-000000000000".to_owned(),
            _ => "0".to_owned(),
        })
}

/// The values that the service description lists, or the ends of the range that it gives; none where it does neither.
pub(crate) fn allowed(variable: &Variable) -> Vec<String> {
    if variable.data_type == "boolean" {
        return vec!["0".to_owned(), "1".to_owned()];
    }
    if let Some(range) = &variable.range {
        let ends = [&range.minimum, &range.maximum];
        return ends
            .into_iter()
            .filter(|end| end.trim().parse::<f64>().is_ok())
            .cloned()
            .collect();
    }
    variable
        .allowed_values
        .iter()
        .take(MOST_VALUES)
        .cloned()
        .collect()
}

/// Values beside the list, or beyond the ends of the range, that are of the data type all the same.
pub(crate) fn outside(variable: &Variable) -> Vec<String> {
    if let Some(range) = &variable.range {
        let number = |text: &str| text.trim().parse::<i64>().ok();
        let below = number(&range.minimum).and_then(|end| end.checked_sub(1));
        let above = number(&range.maximum).and_then(|end| end.checked_add(1));
        let plain = Variable {
            range: None,
            ..variable.clone()
        };
        let beyond = [below, above]
            .into_iter()
            .flatten()
            .map(|it| it.to_string());
        return beyond
            .filter(|value| plain.misfit(value).is_none())
            .collect();
    }
    match variable.allowed_values.is_empty() {
        true => Vec::new(),
        false => vec!["CtkNotListed".to_owned()],
    }
}

/// A value that is not of the data type; absent where every text is.
pub(crate) fn of_wrong_type(variable: &Variable) -> Option<&'static str> {
    let plain = Variable {
        data_type: variable.data_type.clone(),
        ..Variable::default()
    };
    ["ctk", "?"]
        .into_iter()
        .find(|text| plain.misfit(text).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ctk_wire::scpd::Range;

    #[test]
    fn values_follow_from_the_description() {
        let of_type = |data_type: &str| Variable {
            data_type: data_type.to_owned(),
            ..Variable::default()
        };
        let percent = Variable {
            range: Some(Range {
                minimum: "0".to_owned(),
                maximum: "100".to_owned(),
                step: None,
            }),
            ..of_type("ui1")
        };
        assert_eq!(allowed(&percent), ["0", "100"]);
        // Below 0 lies no value of the type.
        assert_eq!(outside(&percent), ["101"]);
        assert_eq!(of_wrong_type(&percent), Some("ctk"));
        assert_eq!(of_wrong_type(&of_type("string")), None);
        assert_eq!(allowed(&of_type("boolean")), ["0", "1"]);
        let listed = Variable {
            allowed_values: vec!["TCP".to_owned()],
            ..of_type("string")
        };
        assert_eq!(
            (usual(Some(&listed)), outside(&listed).len()),
            ("TCP".to_owned(), 1)
        );
        for (data_type, value) in [
            ("string", ""),
            ("i4", "0"),
            ("char", "a"),
            ("uuid", "00000000-0000-0000-0000-000000000000"),
        ] {
            assert_eq!(usual(Some(&of_type(data_type))), value);
            assert_eq!(of_type(data_type).misfit(value), None, "{data_type}");
        }
    }
}
