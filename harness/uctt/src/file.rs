//! What a test case file says.

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestFile {
    /// Syntax or semantics.
    pub kind: Kind,
    /// The service by name, without version: `SwitchPower`.
    pub service_type: String,
    /// Its version.
    pub service_version: u32,
    /// The version of the file, where it says one.
    pub test_version: String,
    /// The cases, in order.
    pub cases: Vec<TestCase>,
}

/// Which of the two formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One action a case, in isolation or with saved values.
    Syntax,
    /// Groups of actions, by a person or by the tool, with events.
    Semantic,
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestCase {
    /// Its id; of a semantic file `GROUP.ID`.
    pub id: String,
    /// The line it begins on.
    pub line: u32,
    /// Its category, in a syntax file.
    pub category: Option<Category>,
    /// What is done.
    pub step: Step,
    /// What is expected of it.
    pub expected: Expected,
    /// The events that have to follow.
    pub events: Option<ExpectedEvents>,
    /// Why the tool's rules alone do not say what to do; empty when they do.
    pub trouble: String,
    /// For people: where the case comes from. Written as a comment, not read.
    pub comment: String,
}

/// The categories of syntax files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Category {
    /// The device answers; what, does not matter.
    ValidInputs,
    /// The action succeeds, and its out arguments are compared.
    CheckOutputs,
    /// The action, or one of its arguments, is invalid.
    Invalid,
    /// A message of the file's own, with more headers.
    ExtraMessage,
}

/// What a case does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// An action with its in arguments, in order.
    Invoke {
        /// The action.
        action: String,
        /// The arguments.
        arguments: Vec<Argument>,
    },
    /// A control message as the file has it.
    Message {
        /// The action it is about.
        action: String,
        /// More HTTP headers.
        headers: Vec<(String, String)>,
        /// The envelope.
        body: String,
    },
    /// Something that a person does.
    Manual(Manual),
}

impl Step {
    /// The action; none where a person acts.
    pub fn action(&self) -> Option<&str> {
        match self {
            Self::Invoke { action, .. } | Self::Message { action, .. } => Some(action),
            Self::Manual(_) => None,
        }
    }
}

/// Something that a person does, and looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manual {
    /// What to do.
    pub instruction: String,
    /// What to verify.
    pub verification: String,
    /// It has to work; otherwise it has to fail.
    pub succeeds: bool,
}

/// An in argument.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Argument {
    /// Its name.
    pub name: String,
    /// Its value, unless one is loaded.
    pub value: String,
    /// The variable whose value it takes.
    pub load_as: Option<String>,
    /// The variable that keeps its value.
    pub save_as: Option<String>,
}

/// An out argument, or an evented variable.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Output {
    /// Its name.
    pub name: String,
    /// The value it has to have; none when it is not compared.
    pub value: Option<String>,
    /// Its data type, where the file says one: decides how values are compared.
    pub data_type: String,
    /// The variable whose value it has to have.
    pub match_with: Option<String>,
    /// The variable that keeps its value.
    pub save_as: Option<String>,
}

/// A text made of saved values.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FormatArgument {
    /// The variable that keeps it.
    pub save_as: String,
    /// The text; each `%s` is a value.
    pub format: String,
    /// The variables, in order.
    pub variables: Vec<String>,
}

/// What is expected of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// An answer that takes action and arguments for valid.
    Answer,
    /// Success.
    Success {
        /// What is compared and saved.
        outputs: Vec<Output>,
        /// What is made of it.
        formats: Vec<FormatArgument>,
        /// Faults that are as good.
        or_faults: Vec<u32>,
    },
    /// A fault.
    Fault {
        /// With one of these codes.
        codes: Vec<u32>,
    },
}

/// The events that have to follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedEvents {
    /// Within so many seconds.
    pub within_s: u32,
    /// Variables and values.
    pub variables: Vec<Output>,
}
