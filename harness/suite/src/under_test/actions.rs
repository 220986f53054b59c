//! What may be asked of the service under test.
//!
//! Of a service that the kit has tables of they say which action takes no effect. Of any other it knows the service
//! description alone, and where there is one its file, so it calls nothing that could take effect: unknown actions, calls
//! without their arguments of actions that by their names only ask, the actions that the file marks as safe, and those
//! that the operator named.

use ctk_wire::scpd::{Action, Direction};

use super::ServiceUnderTest;
use crate::judging::judgement::{Flow, Stop};
use crate::tester::Tester;

/// How the names of actions begin that only ask.
const ASKING: &[&str] = &["Get", "Browse", "Search", "List", "Query", "Is", "Has"];

/// Why a case that needs an action that succeeds cannot be tried.
pub const NOTHING_TO_INVOKE: &str =
    "needs an action that may be called: --invoke NAME names one without in arguments";

impl ServiceUnderTest {
    /// The actions without in arguments that may really be called.
    pub fn plain_actions(&self) -> Vec<&str> {
        if let Some(safe) = &self.service().safe {
            let declared = self.ics.has_action(safe.plain);
            return declared.then_some(safe.plain).into_iter().collect();
        }
        // What the operator named comes first.
        let is_plain = |action: &&&Action| action.names(Direction::In).is_empty();
        let is_named = |action: &&Action| self.invoked.contains(&action.name);
        let allowed = self.allowed_actions();
        let (named, safe): (Vec<&Action>, Vec<&Action>) =
            allowed.iter().filter(is_plain).copied().partition(is_named);
        named
            .into_iter()
            .chain(safe)
            .map(|action| action.name.as_str())
            .collect()
    }

    /// An action without in arguments for requests that are malformed: one that may be called, or one that by its name
    /// only asks.
    pub(crate) fn harmless_action(&self) -> Option<&str> {
        let plain = self.plain_actions().first().copied();
        plain.or_else(|| self.asking(|action| action.names(Direction::In).is_empty()))
    }

    /// An action that by its name only asks, and that takes arguments: for calls without them.
    pub(crate) fn asking_action(&self) -> Option<&str> {
        if let Some(safe) = &self.service().safe {
            return self.ics.has_action(safe.asking).then_some(safe.asking);
        }
        self.asking(|action| !action.names(Direction::In).is_empty())
    }

    /// Every action that may be called without arguments: those without any that may really be called, and those that by
    /// their names only ask, and lack what they need then.
    pub(crate) fn callable_actions(&self) -> Vec<&str> {
        let actions = self.scpd.iter().flat_map(|scpd| &scpd.actions);
        let asking = actions
            .filter(|action| only_asks(&action.name))
            .filter(|action| !action.names(Direction::In).is_empty())
            .map(|action| action.name.as_str());
        let mut names = self.plain_actions();
        for name in asking {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The action that hostile input and looks for life name: without effect, whatever becomes of its argument.
    pub(crate) fn idle_action(&self) -> &str {
        let safe = self.service().safe.as_ref();
        safe.map_or("CtkNoAction", |safe| safe.asking)
    }

    /// The action by which it is seen whether the service answers at all.
    pub(crate) fn living_action(&self) -> &str {
        let plain = self.plain_actions().first().copied();
        let safe = self.service().safe.as_ref();
        // Without its arguments an action that only asks is answered, with a fault of its own.
        let asking = || self.asking_action().unwrap_or_else(|| self.idle_action());
        plain.unwrap_or_else(|| safe.map_or_else(asking, |safe| safe.plain))
    }

    /// The out arguments of an action, in order: those of the standard, or those that the service description declares.
    pub(crate) fn outputs_of(&self, action: &str) -> Vec<&str> {
        if let Some(facts) = self.service().facts() {
            let known = facts.action(action).map(|known| &known.outputs);
            let names = known.into_iter().flatten();
            return names.map(|argument| argument.name.as_str()).collect();
        }
        self.declared(action)
            .map(|action| action.names(Direction::Out))
            .unwrap_or_default()
    }

    /// The evented variables of the service: those of the standard, or those that the service description declares.
    pub(crate) fn evented_variables(&self) -> Vec<&str> {
        if self.service().is_known() {
            let names = self.service().evented.iter().map(|variable| variable.name);
            return names.filter(|name| self.events(name)).collect();
        }
        let declared = self.scpd.iter().flat_map(|scpd| &scpd.variables);
        declared
            .filter(|variable| variable.send_events && !variable.name.is_empty())
            .map(|variable| variable.name.as_str())
            .collect()
    }

    /// The action as the service description declares it.
    pub(crate) fn declared(&self, name: &str) -> Option<&Action> {
        self.scpd.as_ref()?.action(name)
    }

    /// The actions without in arguments that by their names only ask.
    pub fn plain_asking_actions(&self) -> Vec<String> {
        let actions = self.scpd.iter().flat_map(|scpd| &scpd.actions);
        let plain = actions.filter(|action| action.names(Direction::In).is_empty());
        plain
            .filter(|action| only_asks(&action.name))
            .map(|action| action.name.clone())
            .collect()
    }

    fn asking(&self, fits: impl Fn(&Action) -> bool) -> Option<&str> {
        let actions = self.scpd.iter().flat_map(|scpd| &scpd.actions);
        actions
            .filter(|action| only_asks(&action.name) && fits(action))
            .map(|action| action.name.as_str())
            .next()
    }
}

impl<'a> Tester<'a> {
    /// An action without in arguments that may really be called.
    ///
    /// # Errors
    /// Not applicable where none is named.
    pub(crate) fn plain_action(&self) -> Flow<&'a str> {
        let plain = self.dut().plain_actions().first().copied();
        plain.ok_or_else(|| Stop::NotApplicable(NOTHING_TO_INVOKE.to_owned()))
    }

    /// An action without in arguments, for requests that are malformed.
    ///
    /// # Errors
    /// Not applicable where the service has none that may be named in one.
    pub(crate) fn harmless_action(&self) -> Flow<&'a str> {
        self.dut().harmless_action().ok_or_else(|| {
            Stop::NotApplicable(
                "the service has no action without in arguments that by its name only asks"
                    .to_owned(),
            )
        })
    }

    /// An action that by its name only asks, for calls without its arguments.
    ///
    /// # Errors
    /// Not applicable where the service has none.
    pub(crate) fn asking_action(&self) -> Flow<&'a str> {
        self.dut().asking_action().ok_or_else(|| {
            Stop::NotApplicable(
                "the service has no action with in arguments that by its name only asks".to_owned(),
            )
        })
    }
}

/// By its name the action only asks, so that nothing comes of it: the word stands alone, or before another that begins with a capital.
pub fn only_asks(name: &str) -> bool {
    let name = name.strip_prefix("X_").unwrap_or(name);
    ASKING.iter().any(|word| {
        name.strip_prefix(word).is_some_and(|rest| {
            rest.is_empty() || rest.starts_with(|next: char| next.is_ascii_uppercase())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::only_asks;

    #[test]
    fn names_tell_whether_an_action_only_asks() {
        for name in [
            "GetProtocolInfo",
            "Browse",
            "X_GetFeatureList",
            "IsAuthorized",
        ] {
            assert!(only_asks(name), "{name}");
        }
        for name in ["SetVolume", "Getaway", "Play", "IssueTicket", "X_Reset", ""] {
            assert!(!only_asks(name), "{name}");
        }
    }
}
