//! Texts of steps, with what is put in for their placeholders.

use ctk_vectors::published::KnownService;
use ctk_wire::scpd::Variable;

use super::course::Course;
use crate::judging::judgement::{Flow, Stop};
use crate::lab::ControlPoint;
use crate::tester::Tester;

impl Course {
    /// The text with all placeholders filled.
    ///
    /// # Errors
    /// Not applicable where the device declares nothing to fill one with; inconclusive where nothing was kept for it.
    pub(super) fn filled(&mut self, t: &mut Tester<'_>, text: &str) -> Flow<String> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (inside, behind) = after.split_once('}').unwrap_or((after, ""));
            filled.push_str(before);
            filled.push_str(&self.placeholder(t, inside)?);
            rest = behind;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    fn placeholder(&mut self, t: &mut Tester<'_>, inside: &str) -> Flow<String> {
        let parts: Vec<&str> = inside.split(':').collect();
        match parts.as_slice() {
            ["min", variable] => self.end_of_range(t, variable, false),
            ["max", variable] => self.end_of_range(t, variable, true),
            ["other", variable, name] => {
                let before = self.one_kept(name)?;
                let declared = declared(t, variable);
                another(&declared, &before).ok_or_else(|| {
                    Stop::NotApplicable(format!(
                        "the service description allows no other value of {variable} than {before:?}"
                    ))
                })
            }
            ["unique"] => self.unique(t),
            ["own-address"] => own_address(t),
            _ => self.one_kept(inside),
        }
    }

    /// A text that was kept: the first under this name, or the one numbered after `#`.
    fn one_kept(&self, name: &str) -> Flow<String> {
        let (name, number) = name.split_once('#').unwrap_or((name, "1"));
        let place = number.parse::<usize>().unwrap_or(1).max(1) - 1;
        let text = self.kept(name).get(place).cloned();
        text.ok_or_else(|| Stop::inconclusive(format!("the answer had nothing for {name:?}")))
    }

    fn end_of_range(&self, t: &Tester<'_>, name: &str, upper: bool) -> Flow<String> {
        let declared = declared(t, name);
        let known = self
            .service()
            .variable(name)
            .and_then(|it| it.range.as_ref());
        let own = declared.range.as_ref().map(|range| match upper {
            true => range.maximum.clone(),
            false => range.minimum.clone(),
        });
        let published = known.and_then(|range| match upper {
            true => range.max.map(|it| it.to_string()),
            false => Some(range.min.to_string()),
        });
        own.filter(|text| !text.is_empty())
            .or(published)
            .ok_or_else(|| {
                Stop::NotApplicable(format!("the service description gives {name} no range"))
            })
    }
}

/// The variable as the device declares it; what it does not declare allows everything.
pub(super) fn declared(t: &Tester<'_>, name: &str) -> Variable {
    let scpd = t.dut().scpd.as_ref();
    scpd.and_then(|scpd| scpd.variable(name))
        .cloned()
        .unwrap_or_default()
}

/// The data type of a variable: the device's own, or the published one.
pub(super) fn data_type(t: &Tester<'_>, service: &KnownService, name: &str) -> String {
    let own = declared(t, name).data_type;
    match (own.is_empty(), service.variable(name)) {
        (true, Some(known)) => known.data_type.clone(),
        _ => own,
    }
}

/// Another value that the variable allows: the next lower one of a range, so that nothing grows loud or bright.
fn another(variable: &Variable, before: &str) -> Option<String> {
    if variable.data_type == "boolean" {
        let on = matches!(before.trim(), "1" | "true" | "yes");
        return Some(if on { "0" } else { "1" }.to_owned());
    }
    if !variable.allowed_values.is_empty() {
        let mut others = variable
            .allowed_values
            .iter()
            .filter(|value| *value != before);
        return others.next().cloned();
    }
    let range = variable.range.as_ref()?;
    let number = |text: &str| text.trim().parse::<i64>().ok();
    let (value, least, most) = (
        number(before)?,
        number(&range.minimum)?,
        number(&range.maximum)?,
    );
    let step = range
        .step
        .as_deref()
        .and_then(number)
        .filter(|step| *step > 0)
        .unwrap_or(1);
    let lower = value.checked_sub(step).filter(|lower| *lower >= least);
    let other = lower.or_else(|| value.checked_add(step).filter(|higher| *higher <= most));
    other.map(|other| other.to_string())
}

/// The address by which the device reaches the kit.
fn own_address(t: &mut Tester<'_>) -> Flow<String> {
    let url = t.subscriptions().open_inbox(ControlPoint::First)?.url;
    let authority = url.split('/').nth(2).unwrap_or_default();
    let host = authority
        .rsplit_once(':')
        .map_or(authority, |(host, _)| host);
    Ok(host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ctk_wire::scpd::Range;

    #[test]
    fn another_value_is_the_next_lower_one() {
        let of_type = |data_type: &str| Variable {
            data_type: data_type.to_owned(),
            ..Variable::default()
        };
        let ranged = |step: Option<&str>| Variable {
            range: Some(Range {
                minimum: "0".to_owned(),
                maximum: "100".to_owned(),
                step: step.map(str::to_owned),
            }),
            ..of_type("ui2")
        };
        let listed = Variable {
            allowed_values: vec!["A".to_owned(), "B".to_owned()],
            ..of_type("string")
        };
        for (variable, before, other) in [
            (of_type("boolean"), "1", Some("0")),
            (of_type("boolean"), "false", Some("1")),
            (ranged(None), "40", Some("39")),
            (ranged(Some("5")), "40", Some("35")),
            (ranged(None), "0", Some("1")),
            (listed.clone(), "A", Some("B")),
            (listed, "B", Some("A")),
            (of_type("string"), "x", None),
        ] {
            assert_eq!(another(&variable, before).as_deref(), other, "{before}");
        }
    }
}
