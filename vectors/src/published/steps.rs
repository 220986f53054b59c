//! The steps of a case: an action is called, or an event awaited, and what came is kept, looked at or judged.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A step. In its texts `{NAME}` is what an earlier step kept, `{NAME#2}` the second of it, `{min:VARIABLE}` and `{max:VARIABLE}` the ends of the range
/// that the device declares, `{other:VARIABLE:NAME}` another value than the one kept, `{unique}` a word of this run and
/// `{own-address}` the address of the kit.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Step {
    /// The action that is called.
    pub call: Option<String>,
    /// Its in arguments; those that are not named have their default.
    #[serde(default)]
    pub with: BTreeMap<String, String>,
    /// The step is taken once for each text of this view that was kept, `{each}` among them, five at most.
    pub each: Option<String>,
    /// A subscription begins.
    #[serde(default)]
    pub subscribe: bool,
    /// An event with these values is awaited, of all that have come since the last action was called.
    #[serde(default)]
    pub event: BTreeMap<View, Expected>,
    /// The initial event of the subscription has these values.
    #[serde(default)]
    pub initial: BTreeMap<View, Expected>,
    /// What is kept of the answer, by the name that it is kept under.
    #[serde(default)]
    pub keep: BTreeMap<String, View>,
    /// What the answer has to show.
    #[serde(default)]
    pub expect: BTreeMap<View, Expected>,
    /// The codes that are right; the action must not succeed.
    #[serde(default)]
    pub faults: Vec<u16>,
    /// A fault of the action is judged too: it must succeed. Without it a fault leaves the case inconclusive.
    #[serde(default)]
    pub succeeds: bool,
    /// Whatever the action answers, the case goes on.
    #[serde(default)]
    pub any: bool,
    /// The statement that it judges, all after `S-NAME-`. Without it the step arranges: the case is inconclusive where
    /// it does not come out as expected.
    pub judges: Option<String>,
    /// The case does not apply unless what was kept under these names is as said here.
    #[serde(default, rename = "if")]
    pub condition: BTreeMap<String, Expected>,
}

/// Which texts of an answer: `ARGUMENT`, or of the XML document in it `ARGUMENT::*` (its child elements),
/// `ARGUMENT::NAME` (elements of that name anywhere in it), each with `@ATTRIBUTE` for the attribute in place of the
/// text. `ARGUMENT::,` are the parts of a list with commas.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct View {
    /// The argument or variable.
    pub of: String,
    /// Which elements of its document: `*`, a name, or `,`; empty for its text.
    pub inside: String,
    /// The attribute; empty for the text.
    pub attribute: String,
}

/// What a view has to show. A plain text is `equals`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Written")]
pub struct Expected {
    /// One text, equal to this one as a value of its variable.
    pub equals: Option<String>,
    /// None is this one.
    pub not: Option<String>,
    /// Each is one of these.
    pub one_of: Vec<String>,
    /// Values that the service description lists pass too.
    pub or_listed: bool,
    /// Each is of this form, `*` for anything.
    pub like: Option<String>,
    /// One at least is this one.
    pub has: Option<String>,
    /// No two are the same.
    pub unique: bool,
    /// There are so many; a number or `{NAME}`.
    pub count: Option<String>,
    /// A number that is not above this one.
    pub at_most: Option<String>,
    /// A number that is not below this one.
    pub at_least: Option<String>,
    /// Not empty.
    pub filled: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    Rules(Rules),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Rules {
    not: Option<String>,
    #[serde(default)]
    one_of: Vec<String>,
    equals: Option<String>,
    like: Option<String>,
    #[serde(default)]
    or_listed: bool,
    has: Option<String>,
    #[serde(default)]
    unique: bool,
    count: Option<String>,
    at_most: Option<String>,
    at_least: Option<String>,
    #[serde(default)]
    filled: bool,
}

impl From<Written> for Expected {
    fn from(written: Written) -> Self {
        match written {
            Written::Text(text) => Self {
                equals: Some(text),
                ..Self::default()
            },
            Written::Rules(rules) => Self {
                equals: rules.equals,
                not: rules.not,
                one_of: rules.one_of,
                has: rules.has,
                like: rules.like,
                or_listed: rules.or_listed,
                unique: rules.unique,
                count: rules.count,
                at_most: rules.at_most,
                at_least: rules.at_least,
                filled: rules.filled,
            },
        }
    }
}

impl TryFrom<String> for View {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let (of, path) = text.split_once("::").unwrap_or((&text, ""));
        let (inside, attribute) = path.split_once('@').unwrap_or((path, ""));
        let bad = of.is_empty()
            || (path.is_empty() && text.contains("::"))
            || inside.is_empty() != path.is_empty();
        if bad {
            return Err(format!(
                "`{text}` is not ARGUMENT, ARGUMENT::NAME, ARGUMENT::NAME@ATTRIBUTE or ARGUMENT::,"
            ));
        }
        Ok(Self {
            of: of.to_owned(),
            inside: inside.to_owned(),
            attribute: attribute.to_owned(),
        })
    }
}

impl std::fmt::Display for View {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.of)?;
        match (self.inside.as_str(), self.attribute.as_str()) {
            ("", _) => Ok(()),
            (",", _) => f.write_str(", its parts"),
            (inside, "") => write!(f, ", its {inside} elements"),
            (inside, attribute) => write!(f, ", {attribute} of its {inside} elements"),
        }
    }
}

impl std::fmt::Display for Expected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut parts = Vec::new();
        let mut say = |word: &str, text: &Option<String>| {
            if let Some(text) = text {
                parts.push(format!("{word}{text:?}"));
            }
        };
        say("", &self.equals);
        say("not ", &self.not);
        say("of the form ", &self.like);
        say("with ", &self.has);
        say("as many as ", &self.count);
        say("at most ", &self.at_most);
        say("at least ", &self.at_least);
        if !self.one_of.is_empty() {
            parts.push(format!("one of {}", self.one_of.join(", ")));
        }
        if self.unique {
            parts.push("each once".to_owned());
        }
        if self.filled {
            parts.push("not empty".to_owned());
        }
        f.write_str(&parts.join(" and "))
    }
}
