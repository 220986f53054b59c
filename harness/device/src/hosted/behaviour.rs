//! What a hosted service does when an action is called.

use std::collections::BTreeMap;

use ctk_vectors::published::{KnownAction, KnownService, KnownVariable};

use super::script::{HostedDefect, Rule, Script};
use super::service_description::{Allowed, allowed, lacks, name_of};

/// A service at work.
#[derive(Debug)]
pub(super) struct Service {
    pub(super) known: &'static KnownService,
    pub(super) script: Script,
    pub(super) defect: HostedDefect,
    pub(super) state: BTreeMap<String, String>,
}

/// What came of a call: the out arguments and the variables that changed, or a code.
pub(super) type Called = Result<(Vec<(String, String)>, Vec<String>), u16>;

impl Service {
    /// The call of an action with these arguments.
    pub(super) fn call(&mut self, name: &str, given: &[(String, String)]) -> Called {
        let action = self.known.action(name).ok_or(401_u16)?;
        if lacks(&self.script, &self.defect, name) {
            return Err(401);
        }
        let values = self.values(action, given)?;
        let rule = self.rule(name, &values);
        if let Some(code) = rule.fault {
            return Err(code);
        }
        let mut changed = Vec::new();
        for (variable, text) in &rule.set {
            let value = self.filled(text, &values);
            let before = self.state.insert(variable.clone(), value.clone());
            if before.as_ref() != Some(&value) {
                changed.push(variable.clone());
            }
        }
        let outputs = action.outputs.iter().map(|argument| {
            let text = match rule.out.get(argument.name()) {
                Some(text) => self.filled(text, &values),
                None => self
                    .state
                    .get(&argument.variable)
                    .cloned()
                    .unwrap_or_default(),
            };
            (name_of(&self.defect, argument).to_owned(), text)
        });
        Ok((outputs.collect(), changed))
    }

    /// The in arguments by name, held against what their variables allow.
    fn values(
        &self,
        action: &KnownAction,
        given: &[(String, String)],
    ) -> Result<BTreeMap<String, String>, u16> {
        let mut values = BTreeMap::new();
        for argument in &action.inputs {
            let declared = name_of(&self.defect, argument);
            let value = given.iter().find(|(name, _)| name == declared);
            let (_, value) = value.ok_or(402_u16)?;
            let variable = self.known.variable(&argument.variable);
            if let Some(variable) = variable.filter(|_| !self.defect.unchecked) {
                self.check(variable, value)?;
            }
            values.insert(argument.name().to_owned(), value.clone());
        }
        Ok(values)
    }

    fn check(&self, variable: &KnownVariable, value: &str) -> Result<(), u16> {
        let number = value.trim().parse::<i64>().ok();
        let fits = match variable.data_type.as_str() {
            "ui1" => number.is_some_and(|it| (0..=0xff).contains(&it)),
            "ui2" => number.is_some_and(|it| (0..=0xffff).contains(&it)),
            "ui4" => number.is_some_and(|it| (0..=0xffff_ffff).contains(&it)),
            "i2" | "i4" | "int" => number.is_some(),
            "boolean" => ["0", "1", "true", "false", "yes", "no"].contains(&value.trim()),
            _ => true,
        };
        if !fits {
            return Err(402);
        }
        let inside = match allowed(&self.script, variable) {
            Allowed::Anything => true,
            Allowed::OneOf(list) if self.defect.narrow => {
                list.first().is_some_and(|it| it == value)
            }
            Allowed::OneOf(list) => list.iter().any(|it| it == value),
            Allowed::Between(least, _) if self.defect.narrow => number == Some(least),
            Allowed::Between(least, most) => number.is_some_and(|it| (least..=most).contains(&it)),
        };
        if inside { Ok(()) } else { Err(601) }
    }

    /// The first rule that fits, of the defect and then of the script.
    fn rule(&self, action: &str, values: &BTreeMap<String, String>) -> Rule {
        let mut rules = self.defect.rule.iter().chain(&self.script.rule);
        let fits = |rule: &&Rule| {
            rule.action == action
                && rule.when.iter().all(|(name, text)| {
                    let is = values.get(name).or_else(|| self.state.get(name));
                    let is = is.map_or("", String::as_str);
                    match text.strip_prefix('!') {
                        Some(other) => is != self.filled(other, values),
                        None => is == self.filled(text, values),
                    }
                })
        };
        rules.find(fits).cloned().unwrap_or_default()
    }

    /// The text with the values of arguments and variables for `{NAME}`.
    fn filled(&self, text: &str, values: &BTreeMap<String, String>) -> String {
        let mut filled = text.to_owned();
        for (name, value) in self.state.iter().chain(values) {
            filled = filled.replace(&format!("{{{name}}}"), value);
        }
        filled
    }
}
